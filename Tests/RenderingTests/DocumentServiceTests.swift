// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Foundation
import Jobs
import Kernel
import Synchronization
import TestKit
import Testing
import Web

@testable import Rendering

@Suite("Documents")
struct DocumentServiceTests {
    struct Crash: Error {}

    @Test("what a module asks for is printed, signed, kept and told of, once", arguments: Backend.available)
    func issued(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let told = Mutex<[IssuedDocument.State]>([])
        let document = try await room.request()
        #expect(document.state == .waiting)
        let press = room.press(TestRenderer(), hooks: [{ document, _ in told.withLock { $0.append(document.state) } }])

        #expect(try await room.deliver(press) == 1)

        let ready = try await room.documents.find(document.id)
        #expect(ready.state == .ready && ready.issuedAt == PressRoom.noon)
        #expect(try Poppler.run("pdfsig", try await room.pdf(of: ready)).contains("Signature is Valid."))
        #expect(told.withLock(\.self) == [.ready])
        #expect(try await room.events() == ["rendering.ready", "rendering.requested", "rendering.signed"])
        #expect(try await room.documents.page(of: ready) == nil)
        let listed = try await room.database.read { try room.documents.documents(of: "dossier-1", in: $0) }
        #expect(listed == [ready])
        #expect(try await room.deliver(press, after: 1000) == 0)
    }

    @Test("a transaction that fails leaves no document", arguments: Backend.available)
    func rolledBack(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let order = DocumentOrder(
            of: "dossier-1", at: PressRoom.place, letterhead: Letterhead(agency: "A", on: Day(PressRoom.noon)))
        await #expect(throws: Crash.self) {
            try await room.database.write { db in
                try room.documents.request(ResultPaper.mocks[0], order, by: PressRoom.clerk, in: db)
                throw Crash()
            }
        }
        #expect(try await room.events() == [])
        #expect(try await room.deliver(room.press(TestRenderer())) == 0)
    }

    @Test(
        "a crash after the signature and before the commit loses nothing and doubles nothing",
        arguments: Backend.available)
    func crash(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        let renderer = TestRenderer()
        #expect(try await room.deliver(room.press(renderer, hooks: [{ _, _ in throw Crash() }])) == 1)
        #expect(try await room.documents.find(document.id).state == .waiting)

        #expect(try await room.deliver(room.press(renderer), after: 1000) == 1)

        #expect(try await room.documents.find(document.id).state == .ready)
        #expect(renderer.papers == 2)
        #expect(try await room.events().filter { $0 == "rendering.ready" }.count == 1)
    }

    @Test("two presses at the same document make one of it", arguments: Backend.available)
    func together(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        let message = OutgoingMessage(
            id: ID("m"), kind: DocumentPress.kind, event: "e", body: document.id.rawValue)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await room.press(TestRenderer()).deliver(message) } }
            try await group.waitForAll()
        }
        #expect(try await room.events() == ["rendering.ready", "rendering.requested", "rendering.signed"])
        let attached = try await room.database.read {
            try room.files.attachments(of: document.id.rawValue, in: $0).count
        }
        #expect(attached == 1)
    }

    @Test("a renderer that stopped is tried again", arguments: Backend.available)
    func stopped(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        let press = room.press(TestRenderer(refusals: [.rendererStopped("killed")]))
        #expect(try await room.deliver(press) == 1)
        #expect(try await room.documents.find(document.id).state == .waiting)
        #expect(try await room.deliver(press) == 0)
        #expect(try await room.deliver(press, after: 60) == 1)
        #expect(try await room.documents.find(document.id).state == .ready)
    }

    @Test("what will never print has failed, and says why", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        _ = try await room.deliver(room.press(TestRenderer(refusals: [.paperRefused("too long")])))
        let failed = try await room.documents.find(document.id)
        #expect(failed.state == .failed && failed.problem == "too long")
        #expect(try await room.events() == ["rendering.failed", "rendering.requested"])
        #expect(try await room.documents.verify(document.code)?.state == .failed)
    }

    @Test("without a renderer the page is there to be printed", arguments: Backend.available)
    func absent(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        _ = try await room.deliver(room.press(TestRenderer(.absent("weasyprint"))))
        let printable = try await room.documents.find(document.id)
        #expect(printable.state == .printable && printable.file == nil)
        #expect(try await room.documents.page(of: printable)?.contains(document.code.grouped) == true)
        #expect(try await room.events() == ["rendering.printable", "rendering.requested"])
    }

    @Test("it is found by its code and by its bytes", arguments: Backend.available)
    func verified(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        _ = try await room.deliver(room.press(TestRenderer()))
        let ready = try await room.documents.find(document.id)
        #expect(try await room.documents.verify(document.code) == ready)
        #expect(try await room.documents.verify(file: try #require(ready.file)) == ready)
        #expect(try await room.documents.verify(VerifyCode()) == nil)
        #expect(try await room.documents.verify(file: "") == nil)
    }

    @Test("who may revokes it, once, and says why", arguments: Backend.available)
    func revoked(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request()
        func revoke(_ reason: String, by actor: Actor = PressRoom.clerk) async throws {
            try await room.database.write {
                try room.documents.revoke(document.id, because: reason, by: actor, in: $0)
            }
        }
        let stranger = Actor(id: "x", kind: .official, agency: PressRoom.place)
        await #expect(throws: Forbidden.self) { try await revoke("Ghi sai", by: stranger) }
        await #expect(throws: RenderingProblem.blankReason) { try await revoke(" ") }
        try await revoke(" Ghi sai ngày sinh ")
        await #expect(throws: RenderingProblem.alreadyRevoked) { try await revoke("Lần nữa") }
        #expect(try await room.documents.verify(document.code)?.revocation?.reason == "Ghi sai ngày sinh")
        // It was on its way: it still becomes what it was to be, and stays revoked.
        _ = try await room.deliver(room.press(TestRenderer()))
        let ready = try await room.documents.find(document.id)
        #expect(ready.state == .ready && ready.revocation != nil)
    }

    @Test("the real renderer and the real paper", arguments: Backend.available)
    func real(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let document = try await room.request(ResultPaper.mocks[2])
        _ = try await room.deliver(room.press(WeasyPrint.test()))
        let pdf = try await room.pdf(of: try await room.documents.find(document.id))
        #expect(try Poppler.run("pdfsig", pdf).contains("Signature is Valid."))
        #expect(try Poppler.run("pdftotext", pdf).contains("<script>alert(1)</script>"))
    }
}
