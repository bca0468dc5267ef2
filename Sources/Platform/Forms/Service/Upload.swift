// SPDX-License-Identifier: Apache-2.0

package import Files
import Foundation
package import Kernel

/// A file whose bytes are kept, under the name its sender gave it.
package struct ReceivedFile: Sendable {
    package let stored: StoredFile
    package let name: String

    package init(stored: StoredFile, name: String) { (self.stored, self.name) = (stored, name) }
}

/// Looks for malicious software in a file that has arrived. A port: which program does so is for the installation.
package protocol VirusScanner: Sendable {
    func scan(_ file: StoredFile) async throws -> ScanVerdict
}

package enum ScanVerdict: Sendable, Equatable { case clean, infected, notScanned }

/// Says of every file that nobody looked.
package struct NoScanner: VirusScanner {
    package init() {}

    package func scan(_ file: StoredFile) async throws -> ScanVerdict { .notScanned }
}

/// A file that is not taken.
package enum UploadProblem: Problem, Equatable {
    case badName(field: String)
    case infected(field: String)
    case tooMany(Int, field: String)
    /// What the store of files says: empty, too large, of a kind that is not taken.
    case file(FileProblem, field: String)

    package var code: String {
        switch self {
        case .badName: "forms.bad_file_name"
        case .infected: "forms.file_infected"
        case .tooMany: "forms.too_many_files"
        case .file(let problem, _): problem.code
        }
    }

    package var kind: ProblemKind { .invalid }

    package var field: String? {
        switch self {
        case .badName(let field), .infected(let field), .tooMany(_, let field), .file(_, let field): field
        }
    }

    package var slots: [String: String] {
        switch self {
        case .tooMany(let limit, _): ["limit": "\(limit)"]
        case .file(let problem, _): problem.slots
        case .badName, .infected: [:]
        }
    }
}

extension DraftService {
    /// Takes the bytes of a file for a question. Nothing refers to them until `add` does.
    package func receive<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes, named name: String, for question: Question
    ) async throws -> ReceivedFile where Bytes.Element == [UInt8] {
        guard case .attachment(let limits) = question.kind else { throw DraftProblem.notFound }
        guard let name = FileName.checked(name) else { throw UploadProblem.badName(field: question.id) }
        do {
            let stored = try await files.receive(bytes, limits: FileLimits(bytes: limits.megabytes << 20))
            if try await scanner.scan(stored) == .infected { throw UploadProblem.infected(field: question.id) }
            return ReceivedFile(stored: stored, name: name)
        } catch let problem as FileProblem where problem.kind == .invalid || problem.kind == .tooLarge {
            throw UploadProblem.file(problem, field: question.id)
        }
    }
}

/// The names of files as strangers send them.
enum FileName {
    static let limit = 150

    /// The name as it is shown; nil for one that is a path, or hides what it is: `../../x`, `invoice\u{202E}fdp.exe`.
    static func checked(_ name: String) -> String? {
        let name = name.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, name.count <= limit, !name.hasPrefix("."), !name.contains(where: { "/\\".contains($0) }),
            !name.unicodeScalars.contains(where: isTrick)
        else { return nil }
        return name
    }

    /// Control characters, and those that turn the direction of what follows.
    private static func isTrick(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
