// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Foundation
import Kernel
import Signatures
import TestKit
import Testing

@testable import Exchange

@Suite("Messages that are refused")
struct RefusalTests {
    /// An envelope as the ministry makes it, with one thing wrong.
    private func envelope(
        _ node: TestNode, id: String = UUIDv7.string(), kind: String = "document", sender: String = "G06",
        node name: String = "bo-khcn", to receivers: [String] = ["H42"], at time: Date = Neighbourhood.moment,
        type: String = "text/plain", size: Int? = nil, marked: String? = nil
    ) async throws -> Envelope {
        let file = try await node.file("văn bản")
        return Envelope(
            format: Envelope.format, id: Envelope.id(id, of: marked ?? name), kind: kind, priority: .ordinary,
            createdAt: Moment(time), directory: 1,
            sender: .init(organID: sender, node: name), receivers: receivers, about: nil,
            payload: .init(name: "a.txt", type: type, bytes: size ?? file.stored.size), attachments: [],
            sha256: ["payload": file.stored.hash])
    }

    private func signed(_ envelope: Envelope, by node: TestNode) throws -> SignedPaper {
        try SignedPaper.signed(envelope, with: node.directory.identity().signer)
    }

    /// Handed over, it is refused for this reason, by a note that is signed; again, by the same note; and it is kept.
    private func expect(
        _ reason: RefusalReason, _ paper: SignedPaper, _ neighbours: Neighbourhood,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let ninhBinh = neighbours.ninhBinh
        _ = try await ninhBinh.file("văn bản")
        let effects = try await ninhBinh.effects
        let notes = try await ninhBinh.reception.receive(paper)
        let note = try #require(notes.first?.read(StatusNote.self), sourceLocation: sourceLocation)
        #expect(notes.count == 1, sourceLocation: sourceLocation)
        #expect(note.state == .refused, sourceLocation: sourceLocation)
        #expect(note.reason == reason, sourceLocation: sourceLocation)
        #expect(note.messageSha256 == paper.digest, sourceLocation: sourceLocation)
        let verdict = notes[0].verdict(try neighbours.ministry.folder.roots(), at: note.at.date)
        guard case .holds = verdict else {
            Issue.record("the note is not signed: \(verdict)", sourceLocation: sourceLocation)
            return
        }
        #expect(try await ninhBinh.reception.receive(paper) == notes, sourceLocation: sourceLocation)
        let kept = try #require(
            try await ninhBinh.reception.refused(for: .system).first { paper.bytes.starts(with: $0.bytes) },
            sourceLocation: sourceLocation)
        #expect(kept.reason == reason, sourceLocation: sourceLocation)
        #expect(kept.times == 2, sourceLocation: sourceLocation)
        #expect(try await ninhBinh.effects == effects, sourceLocation: sourceLocation)
        #expect(try await ninhBinh.events("exchange.refused").count >= 1, sourceLocation: sourceLocation)
    }

    @Test("altered by one bit, anywhere", arguments: Backend.available)
    func altered(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let paper = try signed(try await envelope(neighbours.ministry), by: neighbours.ministry)
        var bytes = paper.bytes
        let digit = try #require(bytes.lastIndex(of: UInt8(ascii: "G")))
        bytes[digit + 2] ^= 1
        try await expect(.altered, SignedPaper(bytes: bytes, signature: paper.signature), neighbours)
        var signature = paper.signature
        signature[signature.count - 5] ^= 1
        try await expect(.altered, SignedPaper(bytes: paper.bytes, signature: signature), neighbours)
        // The one that was not altered is not harmed by it.
        let notes = try await neighbours.ninhBinh.reception.receive(paper)
        #expect(notes.first?.read(StatusNote.self)?.state == .arrived)
    }

    @Test("by a key that was revoked, that nobody knows, or that speaks for others", arguments: Backend.available)
    func keys(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let other = try await Neighbourhood(on: backend)
        try await expect(
            .unknownKey, signed(try await envelope(neighbours.ministry), by: other.ministry), neighbours)
        try await expect(
            .unknownKey, signed(try await envelope(neighbours.ministry), by: neighbours.ninhBinh), neighbours)
        try await expect(
            .unknownSender,
            signed(try await envelope(neighbours.ministry, sender: "H42"), by: neighbours.ministry), neighbours)
        try await neighbours.ministry.authority.revoke("bo-khcn", reason: "Mất khóa.", by: .system)
        try await neighbours.publish()
        try await expect(
            .revokedKey, signed(try await envelope(neighbours.ministry), by: neighbours.ministry), neighbours)
    }

    @Test("another message with an id that is known", arguments: Backend.available)
    func replayed(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let id = UUIDv7.string()
        _ = try await neighbours.ninhBinh.file("văn bản")
        let first = try signed(try await envelope(neighbours.ministry, id: id), by: neighbours.ministry)
        let notes = try await neighbours.ninhBinh.reception.receive(first)
        let second = try await envelope(neighbours.ministry, id: id, at: Neighbourhood.moment - 1)
        try await expect(.replayed, signed(second, by: neighbours.ministry), neighbours)
        // Another node that has seen the id cannot use it.
        let stolen = try await envelope(
            neighbours.ninhBinh, id: id, sender: "H42", node: "ninh-binh", marked: "bo-khcn")
        try await expect(.unreadable, signed(stolen, by: neighbours.ninhBinh), neighbours)
        // Replayed as it was, it has no effect and gets the receipt it had.
        #expect(try await neighbours.ninhBinh.reception.receive(first) == notes)
        #expect(try await neighbours.ninhBinh.effects.count == 1)
    }

    @Test("from the future, to ten thousand, to nobody here, of a kind nobody knows", arguments: Backend.available)
    func content(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        try await expect(
            .fromTheFuture,
            signed(try await envelope(ministry, at: Neighbourhood.moment + 301), by: ministry), neighbours)
        try await expect(
            .tooOld, signed(try await envelope(ministry, at: Neighbourhood.moment - 31 * 86_400), by: ministry),
            neighbours)
        let many = (0..<10_000).map { "H42.\($0)" }
        try await expect(.tooManyReceivers, signed(try await envelope(ministry, to: many), by: ministry), neighbours)
        try await expect(.notHere, signed(try await envelope(ministry, to: ["G16"]), by: ministry), neighbours)
        try await expect(.unknownKind, signed(try await envelope(ministry, kind: "parcel"), by: ministry), neighbours)
        try await expect(
            .partIsAnother, signed(try await envelope(ministry, type: "application/pdf"), by: ministry), neighbours)
        try await expect(.partIsAnother, signed(try await envelope(ministry, size: 7), by: ministry), neighbours)
        try await expect(
            .unreadable, SignedPaper(bytes: Array("{\"format\":1}".utf8), signature: [1, 2, 3]), neighbours)
        try await expect(
            .unreadable, SignedPaper(bytes: Array(repeating: 0x5B, count: 600_000), signature: []), neighbours)
    }

    @Test("an agency that ended answers with its successors", arguments: Backend.available)
    func ended(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        _ = try await ministry.file("văn bản")
        let letter = try signed(
            try await envelope(ninhBinh, sender: "H42", node: "ninh-binh", to: ["G14", "G16"]), by: ninhBinh)
        let notes = try await ministry.reception.receive(letter).compactMap { $0.read(StatusNote.self) }
        #expect(notes.map(\.receiver) == ["G14", "G16"])
        #expect(notes.map(\.state) == [.refused, .arrived])
        #expect(notes[0].reason == .receiverEnded)
        #expect(notes[0].successors == ["G01", "G06", "G16"])
        #expect(try await ministry.effects.count == 1)
    }

    @Test("a refusal of the whole moves every receiver of that node", arguments: Backend.available)
    func whole(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        let id = try await ministry.send(
            Letter(kind: "parcel", from: "G06", to: ["G16", "H42"], payload: ministry.file("x")))
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["G16 02", "H42 02"])
    }

    @Test(
        "a note is believed from the node that speaks for the receiver, and from nobody else",
        arguments: Backend.available)
    func notes(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("x")))
        let digest = try await ministry.correspondence.paper(id).digest
        func note(_ node: String, digest: String = digest, at time: Date = Neighbourhood.moment) -> StatusNote {
            StatusNote(
                id: UUIDv7.string(), message: id.rawValue, messageSha256: digest, state: .done, receiver: "H42",
                node: node, at: Moment(time))
        }
        func refused(_ problem: ExchangeProblem, _ note: StatusNote, by node: TestNode) async {
            await #expect(throws: problem) {
                try await ministry.reception.hear(try SignedPaper.signed(note, with: node.directory.identity().signer))
            }
        }
        await refused(.noteNotBelieved("unknown_key"), note("ninh-binh"), by: ministry)
        await refused(.noteNotBelieved("unknown_receiver"), note("bo-khcn"), by: ministry)
        await refused(.noSuchMessage(id.rawValue), note("ninh-binh", digest: "00"), by: ninhBinh)
        await refused(
            .noteNotBelieved("from_the_future"), note("ninh-binh", at: Neighbourhood.moment + 301), by: ninhBinh)
        #expect(try await ministry.states(of: id) == ["H42 –"])
        let good = try SignedPaper.signed(note("ninh-binh"), with: ninhBinh.directory.identity().signer)
        try await ministry.reception.hear(good)
        try await ministry.reception.hear(good)
        #expect(try await ministry.states(of: id) == ["H42 06"])
        #expect(try await ministry.events("exchange.heard").count == 1)
    }

    @Test("what was refused is kept for a while, its event for ever", arguments: Backend.available)
    func swept(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ninhBinh = neighbours.ninhBinh
        let reception = try ninhBinh.reception
        let paper = try signed(await envelope(neighbours.ministry, kind: "unheard_of"), by: neighbours.ministry)
        _ = try await ninhBinh.file("văn bản")
        _ = try await reception.receive(paper)
        neighbours.clock.advance(by: 10 * 86_400)
        #expect(try await reception.sweepRefusals(olderThan: 11) == 0)
        let kept = try #require(try await reception.refused(for: .system).first)
        let whole = try await reception.refusal(kept.sha256, for: .system)
        #expect(whole.bytes == paper.bytes)
        #expect(whole.claims?.kind == "unheard_of")
        #expect(try await reception.sweepRefusals(olderThan: 9) == 1)
        #expect(try await reception.refused(for: .system).isEmpty)
        #expect(try await ninhBinh.events("exchange.refused").count == 1)
        await #expect(throws: ExchangeProblem.noSuchMessage(kept.sha256)) {
            try await reception.refusal(kept.sha256, for: .system)
        }
    }
}
