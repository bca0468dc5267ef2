// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Content
import Database
import DemoAxis
import EdXML
import Exchange
import Files
import Foundation
import Identity
import Indicators
import Kernel
import Product
import Rendering
import TestKit
import Testing
import Web

@testable import OfficialDocuments

/// Two agencies of one node: the service centre of Yên Mô that writes, and the People's Committee of Ninh Bình that reads.
private struct Correspondents {
    let office: Chancery
    let tray: TrayService
    let sending: SendingService
    let directions: DirectionService
    let clerk: Actor, leader: Actor, specialist: Actor
    let place: Place

    init(_ site: Site) async throws {
        office = try await Chancery(site)
        let platform = site.platform
        try await platform.exchangeAuthority.begin(named: "UBND tỉnh Ninh Bình", by: .system)
        let request = try platform.exchangeDirectory.request(as: "ninh-binh")
        let answer = try await platform.exchangeAuthority.enrol(
            request, at: "127.0.0.1:8443", agencies: ["H42", "H42.19.05"], by: .system)
        _ = try await platform.exchangeDirectory.accept(answer, by: .system)
        _ = try await platform.exchangeAuthority.publish(by: .system)
        let agency = try await platform.agencies.find(try OrganID("H42"))
        guard let agency else { throw CaseProblem.noSuchAgency }
        place = agency.place
        func official(_ username: String, _ name: String, _ role: String, _ rights: [Permission]) async throws -> Actor
        {
            try await Chancery.official(username, name, role, rights, at: agency.place, of: platform)
        }
        clerk = try await official(
            "van.thu.tinh", "Phạm Thị Văn Thư", "document_clerk",
            [OfficialDocuments.register, IncomingDocuments.read, .reportMessages])
        leader = try await official(
            "chu.tich", "Hà Văn Chủ Tịch", "head", [IncomingDocuments.read, IncomingDocuments.direct, .reportMessages])
        specialist = try await official(
            "chuyen.vien", "Ngô Thị Chuyên Viên", "desk_clerk",
            [IncomingDocuments.read, IncomingDocuments.work, .reportMessages])
        let arrivals = ArrivalService(
            database: platform.database, cases: platform.cases, files: platform.files, types: platform.documentTypes,
            now: platform.now,
            newID: platform.newID)
        tray = TrayService(
            database: platform.database, cases: platform.cases, arrivals: arrivals,
            correspondence: platform.correspondence, mail: platform.axisMail, files: platform.files,
            now: platform.now, newID: platform.newID)
        sending = SendingService(
            database: platform.database, correspondence: platform.correspondence, mail: platform.axisMail,
            now: platform.now, newID: platform.newID)
        directions = DirectionService(
            database: platform.database, cases: platform.cases,
            officials: { [identity = platform.identity] in
                try await identity.officials(at: $0).map { ($0.id.rawValue, $0.name) }
            }, task: { _, _ in nil }, now: platform.now)
    }

    /// Where the document has got with the province, in the numbers of the axis.
    func state(of file: CaseFile) async throws -> String? {
        try await sending.receivers(of: file.id, for: office.clerk).receivers.first { $0.receiver == "H42" }?.state?
            .rawValue
    }

    func carry() async throws { try await office.carry(printing: office.site.platform.renderer) }

    func issued(_ change: (inout DraftForm) -> Void = { _ in }) async throws -> CaseFile {
        try await office.issued(change, printing: office.site.platform.renderer)
    }

    /// The newest that waits for the province's clerk.
    func waiting() async throws -> IncomingDocument {
        try #require(try await tray.waiting(for: clerk).new.last)
    }
}

@Suite("Documents on the exchange")
struct ExchangingTests {
    @Test("from one agency to another, and every state comes back", arguments: Backend.available)
    func wholeWay(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await wholeWay(on: $0) }
    }

    private func wholeWay(on site: Site) async throws {
        let both = try await Correspondents(site)
        let file = try await both.issued { $0.recipients = "H42\ng06\nG10" }
        let sent = try await both.sending.receivers(of: file.id, for: both.office.clerk)
        // One ministry is on the national axis, the other gets paper.
        #expect(sent.receivers.map(\.receiver) == ["G06", "G10", "H42"])
        #expect(sent.receivers.map { $0.message == nil } == [false, true, false])
        #expect(sent.receivers.map(\.carrier) == [.axis, .exchange, .exchange])
        #expect(try await both.state(of: file) == "01")

        let document = try await both.waiting()
        #expect((document.notation, document.subject) == ("01/QĐ-TTPVHCC", file.matter))
        #expect(document.senderName.contains("Yên Mô"))
        let view = try await both.tray.view(document.message, for: both.clerk)
        #expect(view.parts.count == 1 && view.parts[0].file.kind == .pdf)
        // Whoever may only read does not decide.
        await #expect(throws: Forbidden.self) { try await both.tray.accept(document.message, by: both.leader) }
        let arrival = try await both.tray.accept(document.message, by: both.clerk)
        #expect((arrival.number, arrival.sender) == (1, document.senderName))
        await #expect(throws: TrayProblem.alreadyDecided) {
            try await both.tray.accept(document.message, by: both.clerk)
        }
        try await both.carry()
        #expect(try await both.state(of: file) == "03")

        let id = try #require(arrival.file)
        var form = DirectionForm()
        (form.opinion, form.lead) = ("Giao chuyên viên tham mưu trước ngày 15", both.specialist.id)
        form.informed = [both.clerk.id]
        let undated = form
        await #expect(throws: DirectionRefused.self) {
            try await both.directions.direct(id, seen: 1, undated, by: both.leader)
        }
        form.due = Day("2026-07-15")
        let directed = try await both.directions.direct(id, seen: 1, form, by: both.leader)
        #expect((directed.state, directed.officer) == ("directed", both.specialist.id))
        #expect(try await both.directions.mine(for: both.clerk).map(\.role) == [.informed])
        try await both.carry()
        #expect(try await both.state(of: file) == "04")

        let cases = site.platform.cases
        // The module's own move is not open to the page of a case.
        await #expect(throws: CaseProblem.noSuchMove) {
            try await cases.move(
                id, seen: directed.version, "redirect", saying: .init("Làm đi"), by: both.leader)
        }
        let begun = try await cases.move(id, seen: directed.version, "begin", by: both.specialist)
        try await both.carry()
        #expect(try await both.state(of: file) == "05")
        let done = try await cases.move(
            id, seen: begun.version, "finish", saying: .init("Đã trình dự thảo trả lời"), by: both.specialist)
        #expect(done.phase == .closed)
        try await both.carry()
        #expect(try await both.state(of: file) == "06")
        let receiver = try await both.sending.receivers(of: file.id, for: both.office.clerk).receivers[2]
        #expect(
            [receiver.arrivedAt, receiver.receivedAt, receiver.assignedAt, receiver.doneAt].allSatisfy { $0 != nil })

        let statistics = DeliveryStatistics(
            database: site.platform.database, agencies: site.platform.agencies,
            directory: site.platform.exchangeDirectory, mail: site.platform.axisMail, now: site.platform.now)
        let times = try await statistics.times(in: 2026, for: both.office.clerk)
        #expect(times.map(\.step) == DeliveryStep.allCases)
        #expect(times.last?.times.map(\.file) == [file.id])
        let reach = try await statistics.reach(for: both.office.clerk)
        let ministries = try #require(reach.first { $0.kind == .ministry })
        #expect(ministries.axis.map(\.organID.description).contains("G06") && ministries.exchange.isEmpty)
        #expect(reach.first { $0.kind == .peoplesCommittee }?.exchange.map(\.organID.description) == ["H42"])

        try await site.settle()
        for (measure, count) in [
            "documents.sent": 1, "documents.sent_electronically": 0, "documents.arrived_electronically": 1,
        ] {
            let found = try site.platform.indicators.measure(measure)
            #expect(try await site.platform.indicators.total(found) == count, "\(measure)")
        }
    }

    @Test("where a node takes no documents the list says so, and the others get theirs", arguments: Backend.available)
    func notOffered(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await leaveOut(on: $0) }
    }

    private func leaveOut(on site: Site) async throws {
        let (both, platform) = (try await Correspondents(site), site.platform)
        let folder = ExchangeFolder(TestFolder.own.appending(path: UUIDv7.string()))
        let other = DirectoryService(
            database: platform.database, folder: folder, now: platform.now, newID: platform.newID)
        _ = try await platform.exchangeAuthority.enrol(
            try other.request(as: "bo-khcn", offering: ["file"]), at: "127.0.0.1:9443", agencies: ["G10"], by: .system)
        _ = try await platform.exchangeAuthority.publish(by: .system)
        let file = try await both.issued { $0.recipients = "H42\nG06\nG10" }
        let sent = try await both.sending.receivers(of: file.id, for: both.office.clerk).receivers
        #expect(sent.map(\.receiver) == ["G06", "G10", "H42"])
        #expect(sent.map(\.problem) == ["", "exchange.kind_not_offered", ""])
        #expect(sent.map { $0.message != nil } == [true, false, true])
        #expect(try await both.state(of: file) == "01")
        let words = DeliveryWords(strings: try Content.embedded.words(.vi), formats: Formats(.vi))
        #expect(words.words(of: sent[1]).contains("không nhận văn bản điện tử"))
    }

    @Test("what was refused, and what is wanted back", arguments: Backend.available)
    func back(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await back(on: $0) }
    }

    private func back(on site: Site) async throws {
        let both = try await Correspondents(site)
        let refused = try await both.issued { $0.recipients = "H42" }
        let wrong = try await both.waiting()
        await #expect(throws: TrayProblem.blankReason) {
            try await both.tray.refuse(wrong.message, because: "", by: both.clerk)
        }
        try await both.tray.refuse(wrong.message, because: "Gửi nhầm cơ quan", by: both.clerk)
        try await both.carry()
        let told = try await both.sending.receivers(of: refused.id, for: both.office.clerk).receivers[0]
        #expect((told.state, told.words) == (.refused, "Gửi nhầm cơ quan"))
        await #expect(throws: TrayProblem.nothingToRecall) {
            try await both.sending.recall(refused.id, from: ["H42"], because: "Sai", by: both.office.clerk)
        }

        // Kept first, then given back.
        let file = try await both.issued { $0.recipients = "H42" }
        let document = try await both.waiting()
        let arrival = try await both.tray.accept(document.message, by: both.clerk)
        try await both.carry()
        try await both.sending.recall(file.id, from: ["H42"], because: "Sai căn cứ", by: both.office.clerk)
        try await both.carry()
        let recalled = try await both.tray.waiting(for: both.clerk).recalled
        #expect(recalled.map(\.recallReason) == ["Sai căn cứ"])
        // Nobody works on it meanwhile.
        var form = DirectionForm()
        (form.opinion, form.lead, form.due) = ("Xử lý", both.specialist.id, Day("2026-07-20"))
        let id = try #require(arrival.file)
        let early = form
        await #expect(throws: TrayProblem.recallWaiting) {
            try await both.directions.direct(id, seen: 1, early, by: both.leader)
        }
        try await both.tray.answerRecall(
            document.message, agreeing: false, saying: "Đã triển khai", by: both.clerk)
        try await both.carry()
        #expect(try await both.state(of: file) == "16")
        try await both.sending.recall(file.id, from: ["H42"], because: "Cấp trên yêu cầu", by: both.office.clerk)
        try await both.carry()
        try await both.tray.answerRecall(document.message, agreeing: true, saying: "", by: both.clerk)
        try await both.carry()
        #expect(try await both.state(of: file) == "15")
        let view = try await site.platform.cases.view(id, for: both.clerk)
        #expect(view.file.state == "given_back")
    }

    @Test("wanted back before it has arrived", arguments: Backend.available)
    func early(backend: Backend) async throws {
        try await Chancery.run(on: backend) { site in
            let both = try await Correspondents(site)
            let office = both.office
            let file = try await office.move(
                try await office.signed({ $0.recipients = "H42" }, printing: site.platform.renderer), "issue",
                by: office.clerk)
            // Sent, and still in the outbox.
            for _ in 0..<3 { try await office.deliver(printing: site.platform.renderer) }
            #expect(try await both.state(of: file) == nil)
            try await both.sending.recall(file.id, from: ["H42"], because: "Sai số liệu", by: office.clerk)
            try await both.carry()
            #expect(try await both.state(of: file) == "13")
            let document = try await both.waiting()
            #expect(document.recalledAt != nil)
            await #expect(throws: TrayProblem.recallWaiting) {
                try await both.tray.accept(document.message, by: both.clerk)
            }
            try await both.tray.answerRecall(document.message, agreeing: true, saying: "", by: both.clerk)
            try await both.carry()
            #expect(try await both.state(of: file) == "15")
            #expect(try await both.tray.waiting(for: both.clerk).new.isEmpty)
        }
    }

    @Test("a replacement takes the place of what it replaces when the receiver agrees", arguments: Backend.available)
    func replacement(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await replace(on: $0) }
    }

    private func replace(on site: Site) async throws {
        let both = try await Correspondents(site)
        let file = try await both.issued { $0.recipients = "H42" }
        let first = try await both.tray.accept(try await both.waiting().message, by: both.clerk)
        let changed = try await both.office.drafting.change(file.id.rawValue, "replace", by: both.office.specialist)
        #expect(changed?.form.subject == file.matter)
        await #expect(throws: DraftRefused.self) {
            try await both.office.drafting.draft(
                both.office.form { ($0.about, $0.change) = ("nothing", "replace") }, by: both.office.specialist)
        }
        let second = try await both.issued {
            ($0.recipients, $0.about, $0.change) = ("H42", file.id.rawValue, "replace")
        }
        let document = try await both.waiting()
        #expect(document.change == .replace)
        let view = try await both.tray.view(document.message, for: both.clerk)
        #expect(view.changes?.id == first.id)
        let arrival = try await both.tray.accept(document.message, by: both.clerk)
        #expect(arrival.number == 2)
        try await both.carry()
        #expect(try await both.state(of: second) == "03")
        let book = try await both.tray.arrivals.arrivals(in: 2026, limit: 10, for: both.clerk)
        #expect(book.first { $0.id == first.id }?.replacedBy == arrival.id)
        // The next one is not wanted.
        let third = try await both.issued {
            ($0.recipients, $0.about, $0.change) = ("H42", second.id.rawValue, "update")
        }
        try await both.tray.refuse(try await both.waiting().message, because: "Đã thực hiện xong", by: both.clerk)
        try await both.carry()
        #expect(try await both.state(of: third) == "16")
    }

    @Test("to a ministry on the national axis, and from one", arguments: Backend.available)
    func onAxis(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await onAxis(on: $0) }
    }

    private func onAxis(on site: Site) async throws {
        let both = try await Correspondents(site)
        let (platform, ministry) = (site.platform, try #require(site.platform.demoAxis))
        func told() async throws -> [String] {
            try await platform.database.read { db in
                try db.rows("SELECT body FROM axis_departure WHERE kind = 'status' ORDER BY queued_at, id").map {
                    let body = try $0.text("body")
                    return body.firstMatch(of: /StatusCode>(\d+)</).map { String($0.1) } ?? ""
                }
            }
        }
        // Out: the ministry says what becomes of it.
        let file = try await both.issued { $0.recipients = "G12" }
        // The simulated ministry takes its time.
        site.clock.advance(by: 40)
        try await both.carry()
        var sent = try await both.sending.receivers(of: file.id, for: both.office.clerk).receivers
        #expect(sent.map(\.carrier) == [.axis] && sent[0].reference.hasPrefix("H42.19.05,2026/07/08,01/"))
        #expect(sent[0].state != nil && sent[0].arrivedAt != nil)
        try await both.sending.recall(file.id, from: ["G12"], because: "Sai số liệu", by: both.office.clerk)
        sent = try await both.sending.receivers(of: file.id, for: both.office.clerk).receivers
        #expect(sent[0].state == .recalled)
        try await both.carry()

        // In: entered, directed, and each step is told.
        func letter(_ number: String, to receiver: String = "H42", _ subject: String = "Về việc báo cáo")
            -> EdXMLMessage
        {
            var message = EdXMLMessage(
                from: .init(id: "G12", name: "Bộ Tài chính"), to: [.init(id: receiver, name: "")],
                code: .init(number: number, notation: "BTC-VP"),
                promulgation: .init(place: "Hà Nội", day: Day(number: 20_640)), type: .letter, subject: subject)
            message.attachments = [
                .init(id: "a", name: "cong-van.pdf", contentType: "application/pdf", bytes: Array("%PDF-1.7 x".utf8))
            ]
            return message
        }
        let before = try await told().count
        _ = try await ministry.write(letter("15"))
        try await both.carry()
        let document = try await both.waiting()
        #expect((document.notation, document.carrier, document.sender) == ("15/BTC-VP", .axis, "G12"))
        let view = try await both.tray.view(document.message, for: both.clerk)
        #expect(view.parts.map(\.name) == ["cong-van.pdf"])
        let arrival = try await both.tray.accept(document.message, by: both.clerk)
        let id = try #require(arrival.file)
        var form = DirectionForm()
        (form.opinion, form.lead, form.due) = ("Báo cáo", both.specialist.id, Day("2026-07-20"))
        let directed = try await both.directions.direct(id, seen: 1, form, by: both.leader)
        #expect(try await told().dropFirst(before) == ["01", "03", "04"])

        // Wanted back: nobody works on it until that is answered.
        var recall = letter("15")
        recall.business = .init(.recall, of: recall.documentID, because: "Sai phụ lục")
        recall.attachments = []
        _ = try await ministry.write(recall)
        try await both.carry()
        #expect(try await both.tray.waiting(for: both.clerk).recalled.map(\.recallReason) == ["Sai phụ lục"])
        await #expect(throws: TrayProblem.recallWaiting) {
            try await platform.cases.move(id, seen: directed.version, "begin", by: both.specialist)
        }
        try await both.tray.answerRecall(document.message, agreeing: true, saying: "", by: both.clerk)
        #expect(try await told().last == "15")
        let closed = try await platform.cases.view(id, for: both.clerk)
        #expect(closed.file.state == "given_back")

        // What nobody here gets, and what must not be sent at all.
        func packets() async throws -> Int {
            try await platform.database.read { db in
                try db.rows("SELECT hash FROM file_reference WHERE subject LIKE 'axis-arrival:%'").count
            }
        }
        // The packet of the first stays as evidence; of a State secret nothing does.
        for (refused, kept) in [(letter("16", to: "H99"), 1), (letter("17", "TỐI MẬT"), 0)] {
            let before = try await packets()
            _ = try await ministry.write(refused)
            try await both.carry()
            #expect(try await told().last == "02")
            #expect(try await packets() == before + kept)
        }
        #expect(try await both.tray.waiting(for: both.clerk).new.isEmpty)
        let refusals = try await platform.database.read { db in
            try db.rows("SELECT subject FROM ledger_event WHERE kind = 'documents.secret_refused'").count
        }
        #expect(refusals == 1)
    }

    @Test("what another node sends is looked at before anybody sees it", arguments: Backend.available)
    func hostile(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await refuse(on: $0) }
    }

    private func refuse(on site: Site) async throws {
        let both = try await Correspondents(site)
        let (platform, correspondence) = (site.platform, site.platform.correspondence)
        let good = DocumentMessage(
            format: DocumentMessage.format, type: "letter", typeName: "Công văn", notation: "01/X", day: "2026-07-01",
            subject: "Về việc", content: "", urgency: .ordinary, senderName: "Sở", signer: .init(name: "A", lines: []),
            copies: [], answers: "", change: .new)
        func edited(_ from: String, _ to: String) throws -> [UInt8] {
            Array(String(decoding: try good.json, as: UTF8.self).replacing(from, with: to).utf8)
        }
        let payloads: [(bytes: [UInt8], words: String)] = [
            (Array("{".utf8), "Không đọc được"), (try edited("2026-07-01", "2026-13-01"), "Không đọc được"),
            (try edited("doicanh-document-1", "doicanh-document-9"), "Không đọc được"),
            (try edited("\"Về việc\"", "\"\\u0000\""), "Không đọc được"),
            (try edited("\"Về việc\"", "\"Tối mật\""), "độ mật"),
            (try edited("\"subject\" :", "\"secrecy\" : \"secret\", \"subject\" :"), "được nơi gửi ghi là có độ mật"),
            (try edited("\"Về việc\"", "\"\(String(repeating: "a", count: 501))\""), "Không đọc được"),
        ]
        for (bytes, words) in payloads {
            let stored = try await platform.files.receive(
                AsyncStream(whole: bytes), limits: FileLimits(kinds: Set(MediaKind.allCases)))
            let letter = try await correspondence.seal(
                Letter(
                    kind: DocumentMessage.kind, from: "H42.19.05", to: ["H42"],
                    payload: .init(stored, named: "document.json", type: "application/json")))
            try await platform.database.write { try correspondence.send(letter, by: .system, in: $0) }
            try await both.carry()
            let delivery = try await correspondence.deliveries(of: letter.envelope.id)[0]
            #expect(delivery.state == .refused)
            let told = try await platform.database.read { db in
                try db.rows("SELECT bytes FROM exchange_status WHERE message = \(letter.envelope.id)").map {
                    String(decoding: try $0.blob("bytes"), as: UTF8.self)
                }
            }
            #expect(told.contains { $0.contains(words) }, "\(words)")
            // Of a State secret nothing is kept.
            let parts = try await platform.database.read { db in
                try #require(try correspondence.received(letter.envelope.id, in: db)).parts
            }
            #expect(parts.isEmpty == words.contains("độ mật"))
        }
        #expect(try await both.tray.waiting(for: both.clerk).new.isEmpty)
    }

    @Test("a clerk and a leader do it on pages")
    func pages() async throws {
        try await Chancery.run(on: .sqlite) { try await walk(on: $0) }
    }

    private func walk(on site: Site) async throws {
        let both = try await Correspondents(site)
        func signedIn(_ name: String) async throws -> Browser {
            let browser = site.browser()
            try await browser.get("/session")
            try await browser.post("/session", ["username": name, "password": "mot-mat-khau-dai-2026"])
            return browser
        }
        let writer = try await signedIn("soan")
        try await writer.get("/desk/official-documents/new")
        let grown = try await writer.post(
            "/desk/official-documents/new", ["do": "group", "group": "provinces", "recipients": "g06"])
        #expect(grown.status == 200 && grown.html.contains("g06\nH0"))
        let file = try await both.issued()
        let clerk = try await signedIn("van.thu")
        let receivers = "/official-documents/\(file.id)/receivers"
        #expect(try await clerk.get("/official-documents/\(file.id)").links.contains(receivers))
        #expect(try await clerk.get(receivers).html.contains("Đã đến"))
        try await site.settle()
        let packet = try await clerk.get("\(receivers)/H42/evidence")
        #expect(packet.status == 200)
        #expect(packet.headers["content-type"] == "application/zip")
        #expect(try await clerk.get("\(receivers)/G06/evidence").status == 404)
        #expect(try await clerk.post(receivers, ["do": "all"]).status == 422)

        let other = try await signedIn("van.thu.tinh")
        #expect(try await other.get(receivers).status == 404)
        let home = try await other.get("/")
        #expect(home.links.contains("/desk/arrival-tray"))
        let document = try await both.waiting()
        let path = "/desk/arrival-tray/\(document.message)"
        #expect(try await other.get("/desk/arrival-tray").links.contains(path))
        let page = try await other.get(path)
        let part = try #require(page.links.first { $0.contains("/files/") })
        #expect(try await other.get(part).html.hasPrefix("%PDF-"))
        #expect(try await clerk.get(path).status == 404)
        try await other.get(path)
        let entered = try await other.post("\(path)/entry")
        let arrival = try #require(entered.location?.split(separator: "?").first.map(String.init))
        let leader = try await signedIn("chu.tich")
        let direction = "\(arrival)/direction"
        #expect(try await leader.get(arrival).links.contains(direction))
        let form = try await leader.get(direction)
        #expect(form.status == 200)
        #expect(try await leader.post(direction, ["version": "1", "opinion": ""]).status == 422)
        let typed = [
            "version": "1", "opinion": "<b>Giao", "lead": both.specialist.id, "due-day": "20", "due-month": "7",
            "due-year": "2026", "task": "nothing",
        ]
        #expect(try await leader.post(direction, typed).html.contains("Không có nhiệm vụ"))
        #expect(try await leader.post(direction, typed.merging(["task": ""]) { $1 }).location == arrival)
        let specialist = try await signedIn("chuyen.vien")
        #expect(try await specialist.get("/desk/incoming-documents/mine").links.contains(arrival))
        let shown = try await specialist.get(arrival)
        #expect(shown.html.contains("&lt;b&gt;Giao") && shown.html.contains("Chủ trì"))
    }
}
