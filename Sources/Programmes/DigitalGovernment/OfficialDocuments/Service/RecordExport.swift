// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
package import Files
package import Foundation
package import Kernel
package import Rendering
package import Reports
import Search
package import Web

/// Takes a file out as one zip: its papers as PDF in time order, an index for programs and one for people.
package struct RecordExport: Sendable {
    let database: any Database
    let records: RecordService
    let cases: CaseService
    let documents: DocumentService
    let files: FileService
    let agencies: AgencyService
    package let types: DocumentTypes
    /// What an account is called.
    let name: @Sendable (String) async throws -> String
    /// Prints a list; throws `RenderingProblem` where this machine cannot.
    let print: @Sendable (Report) async throws -> [UInt8]
    /// The words of the printed lists.
    let strings: @Sendable () -> Strings

    package init(
        database: any Database, records: RecordService, cases: CaseService, documents: DocumentService,
        files: FileService, agencies: AgencyService, types: DocumentTypes,
        name: @escaping @Sendable (String) async throws -> String,
        print: @escaping @Sendable (Report) async throws -> [UInt8], strings: @escaping @Sendable () -> Strings
    ) {
        (self.database, self.records, self.cases, self.documents) = (database, records, cases, documents)
        (self.files, self.agencies, self.types) = (files, agencies, types)
        (self.name, self.print, self.strings) = (name, print, strings)
    }

    /// The list of files of a year on paper.
    package func list(of year: Int, for actor: Actor) async throws -> [UInt8] {
        let files = try await records.files(in: year, for: actor)
        let agency = try await agency(actor.agency ?? .everywhere)
        return try await print(
            RecordLists(strings: strings(), retentions: records.retentions, names: try await names(of: files))
                .list(files, of: agency?.name ?? "", in: year, on: records.today))
    }

    /// Writes a file of the actor's agency to a zip that is not there yet.
    package func write(_ id: ID<RecordFile>, to target: URL, by actor: Actor) async throws {
        let file = try await records.file(id, for: actor)
        let papers = RecordIndex.ordered(try await records.papers(of: file))
        let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(
            at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: scratch) }
        let archive = try RecordArchive(target)
        do {
            var entries: [RecordIndex.Paper] = []
            for (index, paper) in papers.enumerated() {
                var named: [RecordIndex.File] = []
                for held in try await bytes(of: paper, for: actor) {
                    let path = Self.path(of: held, paper, at: index + 1, number: named.count + 1)
                    try archive.add(try await fetch(held, in: scratch), as: path)
                    named.append(
                        .init(path: path, hash: held.hash, size: held.size, type: held.kind.rawValue))
                }
                let type = types[paper.type]?.vi ?? ""
                entries.append(.init(paper: paper, typeName: type, files: named))
            }
            let index = try await index(of: file, entries)
            for (path, bytes) in try await lists(of: index) {
                let place = scratch.appending(path: path)
                try Data(bytes).write(to: place)
                try archive.add(place, as: path)
            }
        } catch {
            archive.discard()
            throw error
        }
        try archive.finish()
    }

    private func index(of file: RecordFile, _ papers: [RecordIndex.Paper]) async throws -> RecordIndex {
        let agency = try await agency(file.agency)
        let retention = records.retentions[file.retention]?.vi ?? file.retention
        return RecordIndex(
            file: file, organID: agency?.organID.description ?? "", organName: agency?.name ?? "",
            retention: retention, keeper: try await name(file.keeper), exportedAt: records.now(), papers: papers)
    }

    private func lists(of index: RecordIndex) async throws -> [(String, [UInt8])] {
        let xml = ("muc-luc.xml", Array(index.xml.utf8))
        let lists = RecordLists(strings: strings(), retentions: records.retentions, names: [:])
        do { return [xml, ("muc-luc.pdf", try await print(lists.index(index)))] } catch is RenderingProblem {
            // A machine that prints nothing: the index for programs has everything.
            return [xml]
        }
    }

    /// The bytes of a paper, the PDFs first. Of a case that the official may not see there are none.
    private func bytes(of paper: FiledPaper, for actor: Actor) async throws -> [StoredFile] {
        if paper.kind == .caseFile, try await cases.visible([ID(paper.subject)], to: actor).isEmpty { return [] }
        let (issued, attached) = try await database.read { [documents, files] db in
            (
                try documents.documents(of: paper.subject, in: db).filter { $0.state == .ready },
                try files.attachments(of: paper.subject, in: db).map(\.file)
            )
        }
        var found: [StoredFile] = []
        // A document that was sent back has an older paper, which nobody issued.
        let signed = paper.kind == .issued ? issued.filter { $0.kind == OfficialPaper.kind }.suffix(1) : issued[...]
        for hash in signed.compactMap(\.file) {
            if let file = try await files.find(hash) { found.append(file) }
        }
        for file in attached where !found.contains(where: { $0.hash == file.hash }) { found.append(file) }
        return found.filter { $0.kind == .pdf } + found.filter { $0.kind != .pdf }
    }

    private func fetch(_ file: StoredFile, in scratch: URL) async throws -> URL {
        let place = scratch.appending(path: file.hash)
        // The same bytes may belong to two papers.
        guard !FileManager.default.fileExists(atPath: place.path(percentEncoded: false)) else { return place }
        try Data().write(to: place)
        let writing = try FileHandle(forWritingTo: place)
        defer { try? writing.close() }
        for try await piece in try await files.contents(file.hash) { try writing.write(contentsOf: piece) }
        return place
    }

    private func agency(_ place: Place) async throws -> Agency? { try await agencies.find(ID(place.rawValue)) }

    private func names(of files: [RecordFile]) async throws -> [String: String] {
        var names: [String: String] = [:]
        for keeper in Set(files.map(\.keeper)) { names[keeper] = try await name(keeper) }
        return names
    }

    /// `van-ban/001-01-qd-ubnd.pdf`; further files of the same paper have a number of their own. What a stranger called a paper
    /// never becomes a path.
    static func path(of file: StoredFile, _ paper: FiledPaper, at ordinal: Int, number: Int) -> String {
        let digits = String(repeating: "0", count: max(0, 3 - "\(ordinal)".count)) + "\(ordinal)"
        let words = VietnameseText.folded(paper.text).unicodeScalars.split {
            !($0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil))
        }
        let name = words.map { String($0) }.joined(separator: "-").prefix(60)
        let parts = [digits, String(name)].filter { !$0.isEmpty } + (number > 1 ? ["\(number)"] : [])
        return "van-ban/\(parts.joined(separator: "-")).\(Self.ending(of: file.kind))"
    }

    private static func ending(of kind: MediaKind) -> String {
        switch kind {
        case .pdf: "pdf"
        case .png: "png"
        case .jpeg: "jpg"
        case .webp: "webp"
        case .heic: "heic"
        case .mp4: "mp4"
        case .zip: "zip"
        case .text: "txt"
        case .other: "bin"
        }
    }
}
