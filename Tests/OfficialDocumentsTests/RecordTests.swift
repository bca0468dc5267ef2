// SPDX-License-Identifier: Apache-2.0

import CZip
import Content
import Database
import Files
import Foundation
import FoundationXML
import Identity
import Indicators
import Kernel
import Ledger
import Notifications
import Product
import Rendering
import Reports
import TestKit
import Testing
import Web

@testable import OfficialDocuments

@Suite("Files and their retention")
struct RecordTests {
    /// A clerk who keeps files and the book of arrivals, and who may decide on destruction.
    private struct Registry {
        let service: RecordService
        let export: RecordExport
        let arrivals: ArrivalService
        let clerk: Actor, head: Actor, stranger: Actor

        init(_ site: Site, print: (@Sendable (Report) async throws -> [UInt8])? = nil) throws {
            let platform = site.platform
            service = RecordService(
                database: platform.database, cases: platform.cases, retentions: platform.retentions, now: platform.now,
                newID: platform.newID, officials: { _ in [("van.thu", "Bùi Văn Thư")] })
            export = RecordExport(
                database: platform.database, records: service, cases: platform.cases, documents: platform.documents,
                files: platform.files, agencies: platform.agencies, types: platform.documentTypes,
                name: { _ in "Bùi Văn Thư" }, print: print ?? { _ in Array("%PDF-1.7".utf8) },
                strings: { [views = platform.views] in views.strings(.vi) })
            arrivals = ArrivalService(
                database: platform.database, cases: platform.cases, files: platform.files,
                types: platform.documentTypes, now: platform.now,
                newID: platform.newID)
            func actor(_ id: String, _ rights: [Permission], at place: Place = Site.agency) -> Actor {
                Actor(
                    id: id, kind: .official,
                    grants: Set((rights + [OfficialDocuments.read]).map { Grant($0, in: place) }), agency: place)
            }
            clerk = actor("van.thu", [OfficialDocuments.keepFiles, OfficialDocuments.register])
            head = actor("truong", [OfficialDocuments.keepFiles, OfficialDocuments.destroyFiles])
            stranger = actor(
                "la", [OfficialDocuments.keepFiles, OfficialDocuments.destroyFiles],
                at: Place(rawValue: "another"))
        }

        func form(_ change: (inout RecordForm) -> Void = { _ in }) -> RecordForm {
            var form = RecordForm()
            (form.notation, form.title, form.year) = ("01.TH", "Hồ sơ kiện toàn Tổ công nghệ số", "2026")
            (form.retention, form.keeper) = ("years5", "van.thu")
            change(&form)
            return form
        }

        @discardableResult
        func enter(_ notation: String, on day: String) async throws -> Arrival {
            var form = ArrivalForm()
            (form.sender, form.notation, form.type) = ("Sở Tư pháp tỉnh Ninh Bình", notation, "letter")
            (form.subject, form.day, form.arrivedOn) = ("Về việc \(notation)", Day(day), Day("2026-07-08"))
            return try await arrivals.enter(form, by: clerk)
        }

        func problems(_ change: (inout RecordForm) -> Void) async throws -> [RecordProblem] {
            do {
                try await service.open(form(change), by: clerk)
                return []
            } catch let refused as RecordRefused { return refused.problems }
        }
    }

    @Test("a file is opened, filled in an order, closed, and takes nothing more", arguments: Backend.available)
    func whole(backend: Backend) async throws {
        try await Site.run(on: backend) { try await fill(on: $0) }
    }

    private func fill(on site: Site) async throws {
        let office = try Registry(site)
        let (service, clerk) = (office.service, office.clerk)
        for (notation, day) in [("3/STP", "2026-07-03"), ("1/STP", "2026-07-01"), ("2/STP", "2026-07-02")] {
            try await office.enter(notation, on: day)
        }
        let file = try await service.open(office.form(), by: clerk)
        let other = try await service.open(office.form { $0.notation = "02.TH" }, by: clerk)
        await #expect(throws: RecordProblem.empty) { try await service.close(file.id, by: clerk) }
        for number in 1...3 { try await service.put(.arrival, "\(number)", of: 2026, into: file.id, by: clerk) }
        // A paper lies in as many files as it belongs to, and once in each.
        try await service.put(.arrival, "1", of: 2026, into: other.id, by: clerk)
        await #expect(throws: RecordProblem.alreadyIn("3/STP")) {
            try await service.put(.arrival, "1", of: 2026, into: file.id, by: clerk)
        }
        let held = try await service.papers(of: file)
        #expect(held.map(\.text) == ["3/STP", "1/STP", "2/STP"])
        #expect(try await service.files(holding: .arrival, held[0].subject, for: clerk).count == 2)

        try await service.arrange([held[2].key], in: file.id, taking: false, by: clerk)
        #expect(try await service.papers(of: file).map(\.text) == ["3/STP", "2/STP", "1/STP"])
        try await service.arrange([held[0].key, held[0].key], in: file.id, taking: true, by: clerk)
        let left = try await service.papers(of: file)
        #expect(left.map(\.text) == ["2/STP", "1/STP"] && left.map(\.ordinal) == [1, 2])
        try await service.put(.arrival, "1", of: 2026, into: file.id, by: clerk)
        #expect(try await service.file(file.id, for: clerk).count == 3)

        try await service.close(file.id, by: clerk)
        let closed = try await service.file(file.id, for: clerk)
        #expect(closed.closing?.keepUntil == Day("2031-12-31"))
        for change in [
            { try await service.put(.arrival, "2", of: 2026, into: file.id, by: clerk) },
            { try await service.arrange([held[1].key], in: file.id, taking: true, by: clerk) },
            { try await service.close(file.id, by: clerk) },
        ] as [@Sendable () async throws -> Void] {
            await #expect(throws: RecordProblem.closed) { try await change() }
        }
        try await site.settle()
        let opened = try site.platform.indicators.measure("documents.file_opened")
        #expect(try await site.platform.indicators.total(opened) == 2)
    }

    @Test("what is wrong with a file is said at once, and nobody else's is touched", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Site.run(on: backend) { try await refuse(on: $0) }
    }

    private func refuse(on site: Site) async throws {
        let office = try Registry(site)
        let (service, clerk) = (office.service, office.clerk)
        #expect(try await office.problems { $0 = RecordForm() }.count == 5)
        #expect(try await office.problems { $0.year = "2019" } == [.badYear])
        #expect(try await office.problems { $0.year = "2027" }.isEmpty)
        #expect(try await office.problems { $0.keeper = "nobody" } == [.noKeeper])
        #expect(try await office.problems { $0.title = String(repeating: "ộ", count: 501) } == [.longTitle])
        let file = try await service.open(office.form { $0.notation = "Đ1\"\u{301}.TH" }, by: clerk)
        let same = "d1\"\u{301} .th"
        #expect(try await office.problems { $0.notation = same } == [.notationTaken(same)])
        for text in ["", "0", "99999999999999999999", "1' OR 1=1", "x\"\u{301}"] {
            await #expect(throws: RecordProblem.self) {
                try await service.put(.arrival, text, of: 2026, into: file.id, by: clerk)
            }
            await #expect(throws: RecordProblem.self) {
                try await service.put(.issued, text, of: 2026, into: file.id, by: clerk)
            }
            await #expect(throws: RecordProblem.self) {
                try await service.put(.caseFile, text, of: 2026, into: file.id, by: clerk)
            }
        }
        await #expect(throws: RecordProblem.notFound) { try await service.file(file.id, for: office.stranger) }
        await #expect(throws: RecordProblem.notFound) { try await service.close(file.id, by: office.stranger) }
        await #expect(throws: RecordProblem.notFound) {
            try await service.destroy(file.id, because: "x", by: office.stranger)
        }
        let reader = Actor(
            id: "x", kind: .official, grants: [Grant(OfficialDocuments.read, in: Site.agency)], agency: Site.agency)
        await #expect(throws: Forbidden.self) { try await service.open(office.form(), by: reader) }
        await #expect(throws: Forbidden.self) { try await service.close(file.id, by: reader) }
    }

    @Test("only what is past its retention is destroyed, by a person and with a reason", arguments: Backend.available)
    func retention(backend: Backend) async throws {
        try await Site.run(on: backend) { try await destroy(on: $0) }
    }

    private func destroy(on site: Site) async throws {
        let office = try Registry(site)
        let (service, clerk, head) = (office.service, office.clerk, office.head)
        try await office.enter("1/STP", on: "2026-07-01")
        var files: [RecordFile] = []
        for (notation, retention) in [("01.TH", "years5"), ("02.TH", "permanent"), ("03.TH", "years10")] {
            let file = try await service.open(
                office.form { ($0.notation, $0.retention) = (notation, retention) }, by: clerk)
            try await service.put(.arrival, "1", of: 2026, into: file.id, by: clerk)
            try await service.close(file.id, by: clerk)
            files.append(file)
        }
        let (short, permanent) = (files[0], files[1])
        await #expect(throws: RecordProblem.notPast) { try await service.destroy(short.id, because: "Hết", by: head) }
        // 31 December 2031 is its last day.
        site.clock.advance(by: TimeInterval(86_400 * ((Day("2031-12-31") ?? .beginning).number - 20_642)))
        #expect(try await service.past(for: clerk).isEmpty)
        site.clock.advance(by: 86_400)
        #expect(try await service.past(for: clerk).map(\.id) == [short.id])
        await #expect(throws: Forbidden.self) { try await service.destroy(short.id, because: "Hết", by: clerk) }
        await #expect(throws: RecordProblem.blankReason) { try await service.destroy(short.id, because: "", by: head) }
        await #expect(throws: RecordProblem.permanent) {
            try await service.destroy(permanent.id, because: "Hết", by: head)
        }
        try await service.destroy(short.id, because: "Biên bản số 3", by: head)
        #expect(try await service.past(for: clerk).isEmpty)
        #expect(try await service.file(short.id, for: clerk).destruction?.reason == "Biên bản số 3")
        // The decision deletes nothing.
        #expect(try await service.papers(of: short).count == 1)
        await #expect(throws: RecordProblem.destroyed) { try await service.destroy(short.id, because: "x", by: head) }
    }

    @Test(
        "who answers for a closed file is reminded once, 30 days before it goes to the archive",
        arguments: Backend.available)
    func reminded(backend: Backend) async throws {
        try await Site.run(on: backend) { try await remind(on: $0) }
    }

    private func remind(on site: Site) async throws {
        let office = try Registry(site)
        let (service, clerk) = (office.service, office.clerk)
        let platform = site.platform
        let reminders = RecordReminders(
            database: platform.database, retentions: platform.retentions, notifications: platform.notifications,
            officials: service.officials,
            words: { file, day in .init { _ in ("\(file.notation) \(day)", file.title) } },
            now: platform.now, newID: platform.newID)
        try await office.enter("1/STP", on: "2026-07-01")
        var files: [RecordFile] = []
        for number in 1...4 {
            let file = try await service.open(office.form { $0.notation = "0\(number).TH" }, by: clerk)
            try await service.put(.arrival, "1", of: 2026, into: file.id, by: clerk)
            files.append(file)
        }
        // Three are closed on 8 July 2026 and due on 8 July 2027; one stays open.
        for file in files.prefix(3) { try await service.close(file.id, by: clerk) }
        await #expect(throws: RecordProblem.notClosed) { try await service.handOver(files[3].id, by: clerk) }
        await #expect(throws: RecordProblem.notFound) { try await service.handOver(files[0].id, by: office.stranger) }
        try await service.handOver(files[0].id, by: clerk)
        await #expect(throws: RecordProblem.handedOver) { try await service.handOver(files[0].id, by: clerk) }
        #expect(try await service.file(files[0].id, for: clerk).handover?.by == clerk.id)

        func states() async throws -> [RecordFile.Archiving?] {
            let term = service.retentions.handover
            return try await service.files(in: 2026, for: clerk).map { $0.archiving(on: service.today, term) }
        }
        let due = try #require(Day("2027-07-08"))
        let closed = try #require(Day("2026-07-08"))
        #expect(try await states() == [.done(closed), .later(due), .later(due), nil])
        site.clock.advance(by: 334 * 86_400)
        #expect(service.today == Day("2027-06-07"))
        #expect(try await reminders.remind() == 0)
        #expect(try await service.due(for: clerk).isEmpty)
        site.clock.advance(by: 86_400)
        #expect(try await states() == [.done(closed), .soon(due), .soon(due), nil])
        #expect(try await reminders.remind() == 2)
        #expect(try await reminders.remind() == 0)
        let keeper = Actor(id: "van.thu", kind: .official)
        let notices = try await platform.notifications.notices(of: keeper)
        #expect(Set(notices.map { $0.words.title(.vi) }) == ["02.TH 2027-07-08", "03.TH 2027-07-08"])
        #expect(Set(notices.map(\.path)) == Set(files[1...2].map { "/desk/files/\($0.id)" }))
        #expect(try await service.due(for: clerk).map(\.id) == [files[1].id, files[2].id])
        #expect(try await service.due(for: office.stranger).isEmpty)
        site.clock.advance(by: 31 * 86_400)
        #expect(try await states() == [.done(closed), .overdue(due), .overdue(due), nil])
        try await service.handOver(files[1].id, by: clerk)
        #expect(try await service.due(for: clerk).map(\.id) == [files[2].id])
        #expect(try await reminders.remind() == 0)
        let facts = try await platform.database.read { db in
            try db.rows("SELECT facts FROM ledger_event WHERE kind = 'documents.file_handover_reminded'").map {
                try $0.text("facts")
            }
        }
        #expect(facts.count == 2 && facts.allSatisfy { $0.contains("2027-07-08") && !$0.contains("kiện toàn") })
    }

    @Test("the last day for the archive is that of the month where it is shorter")
    func lastDay() throws {
        let term = try Retentions(content: Content.embedded.files).handover
        #expect(term.due(closedOn: try #require(Day("2028-02-29"))) == Day("2029-02-28"))
        #expect(term.due(closedOn: try #require(Day("2026-12-31"))) == Day("2027-12-31"))
        #expect(!term.isVerified)
        var file = try #require(RecordFile.mocks.first)
        for start in 0..<800 {
            let day = Day(number: 20_000 + start)
            file.closing = .init(by: "a", day: day, keepUntil: nil, event: "e")
            // The query that looks for candidates misses none.
            let first = term.due(closedOn: day) - RecordFile.reminderDays
            #expect(term.isDue(file, on: first) && !term.isDue(file, on: first - 1))
            #expect(day <= term.closed(by: first))
        }
    }

    @Test("a file is taken out in time order, with its papers and an index", arguments: Backend.available)
    func exported(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await takeOut(on: $0) }
    }

    private func takeOut(on site: Site) async throws {
        let chancery = try await Chancery(site)
        let renderer = site.platform.renderer
        let printed: @Sendable (Report) async throws -> [UInt8] = { [views = site.platform.views] report in
            try await renderer.pdf(of: views.render(PrintedReport(report, isDemo: false), language: .vi))
        }
        let office = try Registry(site, print: printed)
        var document = try await chancery.signed({ $0.subject = "Về việc \"\u{301}<b>&" }, printing: renderer)
        document = try await chancery.move(document, "issue", by: chancery.clerk)
        try await chancery.deliver(printing: renderer)
        let arrival = try await office.enter("../../9/STP", on: "2026-07-01")
        let bytes = Array("%PDF-1.4 a paper that came".utf8)
        let paper = try await site.platform.files.receive(AsyncStream<[UInt8]>(whole: bytes))
        try await site.platform.database.write { [files = site.platform.files] db in
            try files.attach(paper, named: "../../x.pdf", to: arrival.file?.rawValue ?? "", in: db)
        }
        let file = try await office.service.open(office.form(), by: office.clerk)
        try await office.service.put(.issued, "1/qd-ttpvhcc", of: 2026, into: file.id, by: office.clerk)
        try await office.service.put(.arrival, "1", of: 2026, into: file.id, by: office.clerk)
        try await office.service.close(file.id, by: office.clerk)

        let target = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
        try await office.export.write(file.id, to: target, by: office.clerk)
        let entries = try Zip.entries(of: target)
        // The arrival is older than the document, whatever its place in the file.
        #expect(
            entries.keys.sorted() == [
                "muc-luc.pdf", "muc-luc.xml", "van-ban/001-9-stp.pdf", "van-ban/002-01-qd-ttpvhcc.pdf",
            ])
        #expect(entries["van-ban/001-9-stp.pdf"] == bytes)
        let signed = try #require(entries["van-ban/002-01-qd-ttpvhcc.pdf"])
        #expect(try Poppler.run("pdfsig", signed).split(separator: "Signature is Valid.").count == 3)
        let index = try Poppler.run("pdftotext", try #require(entries["muc-luc.pdf"]), ["-layout"])
        #expect(index.contains("HỒ SƠ KIỆN TOÀN") && index.contains("05 năm"))

        let outline = try Outline(xml: try #require(entries["muc-luc.xml"]))
        #expect(outline.paths == ["van-ban/001-9-stp.pdf", "van-ban/002-01-qd-ttpvhcc.pdf"])
        let subjects = ["Về việc ../../9/STP", "Về việc \"\u{301}<b>&"]
        #expect(outline.texts["Subject"] == subjects)
        #expect(outline.texts["Maintenance"] == ["05 năm"] && outline.texts["KeepUntil"] == ["2031-12-31"])
        #expect(outline.texts["SourceEvent"]?.first == arrival.event)
        #expect(outline.digests == [paper.hash, try #require(try await chancery.paper(of: document)?.file)])
        await #expect(throws: RecordProblem.notFound) {
            try await office.export.write(
                file.id, to: TestFolder.own.appending(path: "none.zip"), by: office.stranger)
        }
    }

    @Test("a machine that prints nothing gives the index for programs all the same")
    func withoutRenderer() async throws {
        try await Site.run(on: .sqlite) { site in
            let office = try Registry(site, print: { _ in throw RenderingProblem.rendererStopped("absent") })
            let file = try await office.service.open(office.form(), by: office.clerk)
            let target = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
            try await office.export.write(file.id, to: target, by: office.clerk)
            #expect(try Zip.entries(of: target).keys.sorted() == ["muc-luc.xml"])
        }
    }

    @Test("retention periods are content: the last day is that of a year, and mistakes are refused")
    func periods() throws {
        let periods = try Retentions(content: Content.embedded.files)
        let (five, permanent) = (try #require(periods["years5"]), try #require(periods["permanent"]))
        let day = try #require(Day("2026-02-28"))
        #expect(five.end(closedOn: day) == Day("2031-12-31") && permanent.end(closedOn: day) == nil)
        #expect(!periods.isVerified)
        let never = Self.negative.replacing("-1", with: "1").replacing("12", with: "0")
        for json in ["", "{}", Self.twice, Self.negative, never] {
            #expect(throws: ContentProblem.self) { try Retentions(content: ["OfficialDocuments/retention.json": json]) }
        }
    }

    private static let twice = """
        {"basis": "x", "isVerified": true, "handover": {"months": 12, "basis": "x", "isVerified": true},
         "periods": [{"id": "a", "years": 1, "vi": "a", "en": "a"},
         {"id": "a", "years": 2, "vi": "a", "en": "a"}]}
        """
    private static let negative = """
        {"basis": "x", "isVerified": true, "handover": {"months": 12, "basis": "x", "isVerified": true},
         "periods": [{"id": "a", "years": -1, "vi": "a", "en": "a"}]}
        """

    @Test("a clerk opens, fills and closes a file on its pages")
    func pages() async throws {
        try await Site.run(on: .sqlite) { site in
            let account = try await site.platform.identity.open(
                .init(name: "Bùi Văn Thư", username: "van.thu", password: "mot-mat-khau-dai-2026"), by: .system)
            try await site.platform.identity.assign("document_clerk", at: Site.agency, to: account.id, by: .system)
            let clerk = site.browser()
            try await clerk.get("/session")
            try await clerk.post("/session", ["username": "van.thu", "password": "mot-mat-khau-dai-2026"])
            #expect(try await clerk.get("/desk/files").links.contains("/desk/files/new?year=2026"))
            try await clerk.get("/desk/files/new")
            let typed = [
                "notation": "=01.TH", "title": "<b>Hồ sơ \"\u{301}", "year": "2026", "retention": "years10",
                "keeper": account.id.rawValue,
            ]
            let path = try #require(try await clerk.post("/desk/files/new", typed).location)
            #expect(try await clerk.get(path).html.contains("&lt;b&gt;Hồ sơ"))
            #expect(try await clerk.post(path + "/papers", ["kind": "arrival", "number": "5"]).status == 422)
            #expect(try await clerk.post(path + "/closure", [:]).status == 422)
            #expect(try await clerk.get("/desk/files/csv").html.contains("'=01.TH"))
            let archive = try await clerk.get(path + "/archive")
            #expect(archive.status == 200)
            #expect(try await clerk.get("/desk/files/past").status == 200)
            #expect(try await clerk.get("/desk/files/due").status == 200)
            try await clerk.get(path)
            #expect(try await clerk.post(path + "/handover", [:]).status == 409)
            #expect(try await clerk.get(path + "/destruction").status == 403)
        }
    }
}

/// A zip file as libzip reads it.
enum Zip {
    static func entries(of file: URL) throws -> [String: [UInt8]] {
        var code: Int32 = 0
        let archive = try #require(zip_open(file.path(percentEncoded: false), ZIP_RDONLY | ZIP_CHECKCONS, &code))
        defer { zip_discard(archive) }
        var entries: [String: [UInt8]] = [:]
        for index in 0..<zip_uint64_t(zip_get_num_entries(archive, 0)) {
            var facts = zip_stat_t()
            zip_stat_init(&facts)
            try #require(zip_stat_index(archive, index, 0, &facts) == 0)
            let name = String(cString: try #require(facts.name))
            let entry = try #require(zip_fopen_index(archive, index, 0))
            defer { zip_fclose(entry) }
            var bytes = [UInt8](repeating: 0, count: Int(facts.size))
            try #require(zip_fread(entry, &bytes, facts.size) == zip_int64_t(facts.size))
            entries[name] = bytes
        }
        return entries
    }
}

/// An index as a program reads it: refused where it is not well-formed.
final class Outline: NSObject, XMLParserDelegate {
    private(set) var texts: [String: [String]] = [:]
    private(set) var digests: [String] = []
    private var text = ""

    var paths: [String] { texts["File"] ?? [] }

    init(xml: [UInt8]) throws {
        super.init()
        let parser = XMLParser(data: Data(xml))
        parser.delegate = self
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        text = ""
        if let digest = attributes["sha256"] { digests.append(digest) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if !text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty { texts[name, default: []].append(text) }
        text = ""
    }
}
