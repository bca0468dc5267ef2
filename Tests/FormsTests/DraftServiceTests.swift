// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Forms
import Foundation
import Kernel
import Ledger
import Product
import TestKit
import Testing
import Units
import Web

/// Whose form the fixture is, in these tests.
struct TestHost: FormHost {
    let kind = "test"
    let platform: Platform

    func form(_ key: String) -> FormDefinition? { key == "everything" ? try? FormFixture.form : nil }
    func title(_ key: String, _ language: Language) -> String { language == .vi ? "Tờ khai thử" : "Test form" }

    func prefill(_ key: String, for actor: Actor) async throws -> [String: JSONValue] {
        ["person.name": .string("Nguyễn Văn Minh"), "person.identifier": .string("not asked for")]
    }

    func extras(
        _ key: String, _ answers: Answers, for actor: Actor, _ strings: Strings
    ) async throws -> [SummaryList.Row] {
        [.init("Lệ phí", Formats(strings.language).amount(answers["total"].integer ?? 0))]
    }

    func submit(_ draft: Draft, asked: AskedForm, by actor: Actor) async throws -> String {
        let path = "/test/\(draft.id)"
        try await platform.database.write { db in
            try platform.drafts.take(draft, becoming: path, subject: "dossier-\(draft.id)", by: actor, in: db)
        }
        return path
    }

    func send(_ draft: Draft, by actor: Actor) async throws -> String {
        try await submit(draft, asked: FormFixture.form.asked(draft.answers, on: Day(Site.moment)), by: actor)
    }
}

@Suite("Draft service")
struct DraftServiceTests {
    private let minh = Actor(id: "minh", kind: .resident)
    private let hoa = Actor(id: "hoa", kind: .resident)

    private func run(
        on backend: Backend, _ body: @escaping @Sendable (Platform, StoppedClock, TestHost) async throws -> Void
    ) async throws {
        let clock = StoppedClock(Site.moment)
        let platform = try Platform.test(on: try await backend.migrated(Platform.migrations), now: clock.now)
        try await body(platform, clock, TestHost(platform: platform))
        await platform.database.close()
    }

    private func events(_ platform: Platform) async throws -> [String] {
        try await platform.database.read { db in
            try db.rows("SELECT kind, facts FROM ledger_event WHERE kind LIKE 'forms.%' ORDER BY id")
                .map { "\(try $0.text("kind")) \(try $0.text("facts"))" }
        }
    }

    @Test("a draft begins with what is known and asked for, and is kept as it grows", arguments: Backend.available)
    func saved(backend: Backend) async throws {
        try await run(on: backend) { platform, clock, host in
            let begun = try await platform.drafts.begin("everything", with: host, by: minh)
            #expect(begun.answers == Answers(["name": .string("Nguyễn Văn Minh")]))
            clock.advance(by: 60)
            let saved = try await platform.drafts.save(
                FormFixture.answers, of: begun, try FormFixture.form, by: minh)
            #expect(saved.revision == 2 && saved.savedAt == clock.now())
            #expect(try await platform.drafts.find(begun.id, for: minh) == saved)
            #expect(try await platform.drafts.mine(minh) == [saved.entry])
            #expect(try await events(platform) == ["forms.begun {\"kind\":\"test\"}"])
        }
    }

    @Test("a draft is there for nobody else", arguments: Backend.available)
    func strangers(backend: Backend) async throws {
        try await run(on: backend) { platform, _, host in
            let drafts = platform.drafts
            let draft = try await drafts.begin("everything", with: host, by: minh)
            #expect(try await drafts.mine(hoa).isEmpty)
            await #expect(throws: DraftProblem.notFound) { try await drafts.find(draft.id, for: hoa) }
            await #expect(throws: DraftProblem.notFound) { try await drafts.erase(draft.id, by: hoa) }
            await #expect(throws: DraftProblem.notFound) { try await drafts.export(draft.id, for: hoa) }
            await #expect(throws: DraftProblem.notFound) {
                try await drafts.save(Answers(), of: draft, try FormFixture.form, by: hoa)
            }
            await #expect(throws: DraftProblem.notFound) { try await host.send(draft, by: hoa) }
            #expect(try await drafts.find(draft.id, for: minh) == draft)
        }
    }

    @Test("what was saved elsewhere in the meantime is not overwritten", arguments: Backend.available)
    func twoDevices(backend: Backend) async throws {
        try await run(on: backend) { platform, _, host in
            let (drafts, form) = (platform.drafts, try FormFixture.form)
            let draft = try await drafts.begin("everything", with: host, by: minh)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        let answers = Answers(["copies": .number(Double(index))])
                        return (try? await drafts.save(answers, of: draft, form, by: minh)) != nil
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            #expect(try await drafts.find(draft.id, for: minh).revision == 2)
            await #expect(throws: DraftProblem.changedMeanwhile) { try await host.send(draft, by: minh) }
        }
    }

    @Test("sent several times at once, it becomes one thing, and remembers which", arguments: Backend.available)
    func once(backend: Backend) async throws {
        try await run(on: backend) { platform, clock, host in
            let drafts = platform.drafts
            let begun = try await drafts.begin("everything", with: host, by: minh)
            let draft = try await drafts.save(FormFixture.answers, of: begun, try FormFixture.form, by: minh)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 { group.addTask { (try? await host.send(draft, by: minh)) != nil } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            await #expect(throws: DraftProblem.submitted(path: "/test/\(draft.id)")) {
                try await drafts.find(draft.id, for: minh)
            }
            await #expect(throws: DraftProblem.submitted(path: "/test/\(draft.id)")) {
                try await drafts.erase(draft.id, by: minh)
            }
            #expect(try await drafts.mine(minh).isEmpty)
            let left = try await platform.database.read {
                try $0.rows("SELECT answers FROM form_draft").map { try $0.text("answers") }
            }
            #expect(left == ["{}"])
            clock.advance(by: 31 * 24 * 3600)
            #expect(try await drafts.sweep() == 0)
            await #expect(throws: DraftProblem.notFound) { try await drafts.find(draft.id, for: minh) }
        }
    }

    @Test("files go where the draft goes, and what nobody names any more is let go", arguments: Backend.available)
    func files(backend: Backend) async throws {
        try await run(on: backend) { platform, _, host in
            let (drafts, form) = (platform.drafts, try FormFixture.form)
            let question = try #require(form.question("scan"))
            var draft = try await drafts.begin("everything", with: host, by: minh)
            for (name, text) in [("một.pdf", "%PDF-1.7 a"), ("hai.pdf", "%PDF-1.7 b")] {
                let file = try await drafts.receive(Bytes(text), named: name, for: question)
                draft = try await drafts.add(file, to: question, of: draft, form, by: minh)
            }
            #expect(draft.answers["scan"].files.map(\.name) == ["một.pdf", "hai.pdf"])
            let third = try await drafts.receive(Bytes("%PDF-1.7 c"), named: "ba.pdf", for: question)
            let full = draft
            await #expect(throws: UploadProblem.tooMany(2, field: "scan")) {
                try await drafts.add(third, to: question, of: full, form, by: minh)
            }
            var answers = draft.answers
            answers.values["scan"] = .array([draft.answers["scan"].array?[1] ?? .null])
            draft = try await drafts.save(answers, of: draft, form, by: minh)
            #expect(try await names(of: draft.id.rawValue, platform) == ["hai.pdf"])
            _ = try await host.send(draft, by: minh)
            #expect(try await names(of: draft.id.rawValue, platform) == [])
            #expect(try await names(of: "dossier-\(draft.id)", platform) == ["hai.pdf"])
        }
    }

    @Test(
        "an erased draft is gone with its files, and the ledger does not say what it was", arguments: Backend.available)
    func erased(backend: Backend) async throws {
        try await run(on: backend) { platform, _, host in
            let (drafts, form) = (platform.drafts, try FormFixture.form)
            let question = try #require(form.question("scan"))
            var draft = try await drafts.begin("everything", with: host, by: minh)
            let file = try await drafts.receive(Bytes("%PDF-1.7"), named: "giấy.pdf", for: question)
            draft = try await drafts.add(file, to: question, of: draft, form, by: minh)
            try await drafts.erase(draft.id, by: minh)
            #expect(try await names(of: draft.id.rawValue, platform) == [])
            let id = draft.id
            await #expect(throws: DraftProblem.notFound) { try await drafts.find(id, for: minh) }
            #expect(
                try await events(platform) == ["forms.begun {\"kind\":\"test\"}", "forms.erased {\"kind\":\"test\"}"])
        }
    }

    @Test("a draft that nobody touches for half a year is erased", arguments: Backend.available)
    func abandoned(backend: Backend) async throws {
        try await run(on: backend) { platform, clock, host in
            let old = try await platform.drafts.begin("everything", with: host, by: minh)
            clock.advance(by: DraftService.patience - 60)
            let young = try await platform.drafts.begin("everything", with: host, by: minh)
            #expect(try await platform.drafts.sweep() == 0)
            clock.advance(by: 120)
            #expect(try await platform.drafts.sweep() == 1)
            #expect(try await platform.drafts.mine(minh) == [young.entry])
            #expect(old.id != young.id)
        }
    }

    @Test("nobody keeps drafts without end", arguments: Backend.available)
    func many(backend: Backend) async throws {
        try await run(on: backend) { platform, _, host in
            for _ in 0..<DraftService.limit { _ = try await platform.drafts.begin("everything", with: host, by: minh) }
            await #expect(throws: DraftProblem.tooMany(limit: DraftService.limit)) {
                try await platform.drafts.begin("everything", with: host, by: minh)
            }
            _ = try await platform.drafts.begin("everything", with: host, by: hoa)
            await #expect(throws: DraftProblem.noForm) {
                try await platform.drafts.begin("nothing", with: host, by: hoa)
            }
        }
    }

    @Test("files that are no papers, too large, empty or named like a path are refused, each with its reason")
    func refusedFiles() async throws {
        try await run(on: .sqlite) { platform, _, _ in
            let question = try #require(try FormFixture.form.question("scan"))
            func code(_ name: String, _ bytes: [UInt8]) async -> String {
                do {
                    _ = try await platform.drafts.receive(Bytes(bytes), named: name, for: question)
                    return "taken"
                } catch let problem as UploadProblem {
                    #expect(problem.field == "scan" && problem.kind == .invalid)
                    return problem.code
                } catch { return "\(error)" }
            }
            let pdf = Array("%PDF-1.7".utf8)
            #expect(await code("giấy khai sinh (1).pdf", pdf) == "taken")
            for name in ["../../x", "..\\x", "/etc/passwd", ".htaccess", "", "a\u{202E}fdp.exe", "a\nb.pdf"] {
                #expect(await code(name, pdf) == "files.bad_name", "\(name)")
            }
            #expect(await code(String(repeating: "a", count: 151), pdf) == "files.bad_name")
            #expect(await code("a.pdf", []) == "files.empty")
            #expect(await code("a.pdf", pdf + [UInt8](repeating: 0, count: 1 << 20)) == "files.too_large")
            #expect(await code("a.pdf", Array("PK\u{3}\u{4}".utf8)) == "files.kind_not_allowed")
            #expect(await code("a.pdf", Array("<script>".utf8)) == "files.kind_not_allowed")
        }
    }

    @Test("a file in which the scanner finds something is refused")
    func infected() async throws {
        try await run(on: .sqlite) { platform, _, _ in
            let files = FileService(
                database: platform.database, repository: FileChunks(platform.database), scanner: Alarm(),
                now: platform.now, newID: platform.newID)
            let drafts = DraftService(
                database: platform.database, units: platform.units, files: files, now: platform.now,
                newID: platform.newID)
            let question = try #require(try FormFixture.form.question("scan"))
            await #expect(throws: UploadProblem.infected(field: "scan")) {
                try await drafts.receive(Bytes("%PDF-1.7"), named: "a.pdf", for: question)
            }
        }
    }

    private struct Alarm: VirusScanner {
        func scan(_ file: StoredFile) async throws -> ScanVerdict { .infected }
    }

    private func names(of subject: String, _ platform: Platform) async throws -> [String] {
        let files = platform.files
        return try await platform.database.read { try files.attachments(of: subject, in: $0).map(\.name) }
    }
}

/// Bytes as they come from a sender, in small pieces.
struct Bytes: AsyncSequence, Sendable {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>

        mutating func next() async throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(64 * 1024) }
            return Array(rest.prefix(64 * 1024))
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...]) }
}
