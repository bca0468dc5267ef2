// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Foundation
import Jobs
import Kernel
import Signatures
import Synchronization
import TestKit
import Testing

@testable import Rendering

/// Signatures that the node cannot make by itself: by an official's own key, and by a service far away.
@Suite("Signing by hand and far away")
struct SigningTests {
    private static let tuan = Actor(
        id: "tuan", kind: .official, grants: [Grant(Rendering.sign, in: PressRoom.place)], agency: PressRoom.place)
    private static let both: [(signatory: Signatory, name: String)] = [
        (.official("tuan"), "Lê Anh Tuấn"), (.agency(PressRoom.place), "Ủy ban nhân dân xã Yên Mô"),
    ]
    private static let far: [(signatory: Signatory, name: String)] = [
        (.remote("tuan"), "Lê Anh Tuấn"), (.agency(PressRoom.place), "Ủy ban nhân dân xã Yên Mô"),
    ]

    private func signing(_ room: PressRoom, _ folder: URL = TestFolder.own.appending(path: UUIDv7.string()))
        -> SigningService
    {
        SigningService(
            database: room.database, files: room.files, folder: folder, now: { PressRoom.noon },
            newID: { UUIDv7.string() }, makingFor: { "Cơ quan \($0.name)" })
    }

    private func service() -> DemoSigningService {
        DemoSigningService(
            TestFolder.own.appending(path: UUIDv7.string()), now: { PressRoom.noon }, name: { "Dịch vụ \($0.name)" })
    }

    /// Valid twice, and no more after one changed byte of the text.
    private func expectTwoSignatures(_ pdf: [UInt8]) throws {
        let verdict = try Poppler.run("pdfsig", pdf)
        #expect(verdict.split(separator: "Signature is Valid.").count == 3)
        var changed = pdf
        let mark = Array("/MediaBox".utf8)
        let place = try #require(pdf.indices.first { pdf[$0...].starts(with: mark) })
        changed[place + 1] ^= 0x01
        #expect(!(try Poppler.run("pdfsig", changed)).contains("Signature is Valid."))
    }

    @Test("waits for the official's passphrase, then for nobody", arguments: Backend.available)
    func official(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let (signing, press) = (signing(room), room.press(TestRenderer()))
        let document = try await room.request(signers: Self.both)
        _ = try await room.deliver(press)
        #expect(try await room.documents.find(document.id).state == .waiting)
        #expect(try await signing.desk(of: Self.tuan).waiting.map(\.document.id) == [document.id])
        let draft = try await signing.draft(document.id, for: Self.tuan)
        #expect(draft.starts(with: "%PDF-".utf8))

        await #expect(throws: SignatureProblem.noOwnKey) {
            try await signing.sign(document.id, passphrase: "x", by: Self.tuan)
        }
        try await signing.makeKey(passphrase: "mật khẩu của tôi", by: Self.tuan)
        await #expect(throws: SignatureProblem.wrongPassphrase) {
            try await signing.sign(document.id, passphrase: "khác", by: Self.tuan)
        }
        await #expect(throws: RenderingProblem.blankPassphrase) {
            try await signing.sign(document.id, passphrase: "", by: Self.tuan)
        }
        try await signing.sign(document.id, passphrase: "mật khẩu của tôi", by: Self.tuan)
        #expect(try await signing.desk(of: Self.tuan).waiting.isEmpty)
        await #expect(throws: RenderingProblem.notWaiting) {
            try await signing.sign(document.id, passphrase: "mật khẩu của tôi", by: Self.tuan)
        }
        _ = try await room.deliver(press)
        let ready = try await room.documents.find(document.id)
        #expect(ready.state == .ready)
        try expectTwoSignatures(try await room.pdf(of: ready))
        #expect(
            try await room.events() == [
                "rendering.key_kept", "rendering.ready", "rendering.requested", "rendering.signed", "rendering.signed",
                "rendering.waits",
            ])
        let kept = try await room.database.read { try room.files.attachments(of: document.id.rawValue, in: $0) }
        #expect(kept.map(\.file.hash) == [try #require(ready.file)], "a draft is left")
    }

    @Test("nobody else signs for the official, nor sees the draft", arguments: Backend.available)
    func others(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let signing = signing(room)
        let document = try await room.request(signers: Self.both)
        _ = try await room.deliver(room.press(TestRenderer()))
        let colleague = Actor(
            id: "lan", kind: .official, grants: [Grant(Rendering.sign, in: PressRoom.place)], agency: PressRoom.place)
        #expect(try await signing.desk(of: colleague).waiting.isEmpty)
        await #expect(throws: RenderingProblem.notWaiting) {
            try await signing.sign(document.id, passphrase: "x", by: colleague)
        }
        await #expect(throws: RenderingProblem.notWaiting) { try await signing.draft(document.id, for: colleague) }
        let clerk = Actor(id: "tuan", kind: .official, agency: PressRoom.place)
        await #expect(throws: Forbidden.self) { try await signing.desk(of: clerk) }
    }

    @Test("an official's file is theirs alone, and is refused when it is none")
    func keys() async throws {
        let room = try await PressRoom(.sqlite)
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        let signing = signing(room, folder)
        for (file, passphrase, problem) in [
            ([], "x", RenderingProblem.noFile), (Array("no".utf8), "", .blankPassphrase),
        ] as [([UInt8], String, RenderingProblem)] {
            await #expect(throws: problem) { try await signing.keep(file, passphrase: passphrase, by: Self.tuan) }
        }
        for file in [Array("no".utf8), [UInt8](repeating: 0x30, count: 70_000)] {
            await #expect(throws: SignatureProblem.notPKCS12) {
                try await signing.keep(file, passphrase: "x", by: Self.tuan)
            }
        }
        #expect(try await !signing.desk(of: Self.tuan).hasKey)
        try await signing.makeKey(passphrase: "mật khẩu", by: Self.tuan)
        #expect(try await signing.desk(of: Self.tuan).hasKey)
        let path = folder.appending(path: "officials/tuan.p12").path()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(!text.contains("mật khẩu"))
    }

    @Test("a service far away signs what the content asks of it", arguments: Backend.available)
    func remote(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let (press, service) = (room.press(TestRenderer()), service())
        let courier = RemoteSigning(
            database: room.database, signing: signing(room),
            signer: RemoteSigner(exchange: { try await service.answer($0) }))
        let document = try await room.request(signers: Self.far)
        for courier in [press, courier, press] as [any Courier] { #expect(try await room.deliver(courier) == 1) }
        let ready = try await room.documents.find(document.id)
        #expect(ready.state == .ready)
        try expectTwoSignatures(try await room.pdf(of: ready))
    }

    struct Silent: Error {}

    @Test("while the service is silent other papers are issued, and the state is shown", arguments: Backend.available)
    func silent(backend: Backend) async throws {
        let room = try await PressRoom(backend)
        let (press, service) = (room.press(TestRenderer()), service())
        let isSilent = Mutex(true)
        let courier = RemoteSigning(
            database: room.database, signing: signing(room),
            signer: RemoteSigner(exchange: { call in
                if isSilent.withLock(\.self) { throw Silent() }
                return try await service.answer(call)
            }))
        let waiting = try await room.request(signers: Self.far)
        let other = try await room.request()
        while try await room.deliver(press) > 0 {}
        #expect(try await room.documents.find(other.id).state == .ready)
        #expect(try await room.deliver(courier) == 1)
        let pending = try await room.database.read {
            try room.documents.signatures(pendingFor: [waiting, other], in: $0)
        }
        #expect(pending[waiting.id]?.problem == "rendering.remote_silent" && pending[other.id] == nil)
        // It answers again: the next visit of the courier signs, and asks for the same signature.
        isSilent.withLock { $0 = false }
        #expect(try await room.deliver(courier, after: 60) == 1)
        #expect(try await room.deliver(press, after: 60) == 1)
        #expect(try await room.documents.find(waiting.id).state == .ready)
    }

    @Test("asked again it asks for the same signature, so that nobody confirms twice")
    func same() async throws {
        let service = service()
        let hashes = Mutex<[Data]>([])
        let signer = RemoteSigner(exchange: { call in
            if call.path == "signatures/signHash" { hashes.withLock { $0.append(call.body) } }
            return call.path == "credentials/info"
                ? try await service.answer(call) : RemoteAnswer(status: 202, body: Data("{}".utf8))
        })
        let pdf = try TestRenderer().pdf(of: "")
        for _ in 0..<2 {
            await #expect(throws: SignatureProblem.remoteWaits) {
                _ = try await SignedPDF(
                    signing: pdf, for: .remote("tuan"), called: "Lê Anh Tuấn", reason: "x", at: PressRoom.noon,
                    by: signer)
            }
        }
        let asked = hashes.withLock(\.self)
        #expect(asked.count == 2 && asked[0] == asked[1])
    }
}
