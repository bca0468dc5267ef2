// SPDX-License-Identifier: Apache-2.0

import Database
import Exchange
import Files
import Foundation
import Jobs
import Kernel
import TestKit
import Testing

@Suite("Messages between agencies")
struct MessageTests {
    private func letter(
        _ node: TestNode, from sender: String = "G06", to receivers: [String] = ["H42"],
        _ priority: Envelope.Priority = .ordinary
    ) async throws -> Letter {
        Letter(
            kind: "document", priority: priority, from: sender, to: receivers,
            payload: try await node.file("<văn bản/>"), attachments: [try await node.file("phụ lục")])
    }

    @Test("a letter arrives, takes effect once, and each step is told back, signed", arguments: Backend.available)
    func whole(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let id = try await ministry.send(letter(ministry))
        #expect(try await ministry.states(of: id) == ["H42 –"])
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["H42 01"])
        #expect(try await ninhBinh.effects == ["\(id) H42"])
        for state in [DeliveryState.received, .assigned, .inProgress, .done] {
            neighbours.clock.advance(by: 60)
            try await ninhBinh.correspondence.report(state, of: id, for: "H42", by: .system)
            try await ninhBinh.deliver()
            #expect(try await ministry.states(of: id) == ["H42 \(state.rawValue)"])
        }
        await #expect(throws: ExchangeProblem.cannotFollow(.received, after: .done)) {
            try await ninhBinh.correspondence.report(.received, of: id, for: "H42", by: .system)
        }
        #expect(try await ministry.events("exchange.sent") == [id.rawValue])
        #expect(try await ministry.events("exchange.heard").count == 5)
        #expect(try await ninhBinh.events("exchange.arrived") == [id.rawValue])
        #expect(try await ninhBinh.events("exchange.reported").count == 4)
        let attached = try ninhBinh.files.attachments(of: "exchange:received:\(id)")
        #expect(try await ninhBinh.database.ask(attached).map(\.name).sorted() == ["văn bản.txt", "văn bản.txt"])
    }

    @Test("agencies of one node hand over with the same evidence", arguments: Backend.available)
    func local(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        let id = try await ministry.send(letter(ministry, to: ["G16", "000.00.00.H42"]))
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["G16 01", "H42 01"])
        #expect(try await ministry.effects == ["\(id) G16"])
        #expect(try await neighbours.ninhBinh.effects == ["\(id) H42"])
        #expect(neighbours.line.carried == 1)
        neighbours.clock.advance(by: 1)
        try await ministry.correspondence.report(.refused, of: id, for: "G16", words: "Gửi nhầm.", by: .system)
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["G16 02", "H42 01"])
    }

    @Test("a node that is away gets everything when it is back, once", arguments: Backend.available)
    func away(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, line) = (neighbours.ministry, neighbours.line)
        line.cut("ninh-binh")
        var sent: [ID<Envelope>] = []
        for _ in 0..<5 { sent.append(try await ministry.send(letter(ministry))) }
        try await ministry.deliver()
        #expect(try await neighbours.ninhBinh.effects.isEmpty)
        line.mend("ninh-binh")
        // The answers to three of them get lost: they are sent again.
        line.lose(3)
        for _ in 0..<4 {
            neighbours.clock.advance(by: 600)
            try await ministry.deliver()
        }
        #expect(try await neighbours.ninhBinh.effects == sent.map { "\($0) H42" }.sorted())
        for id in sent { #expect(try await ministry.states(of: id) == ["H42 01"]) }
        #expect(line.carried > 5)
    }

    @Test(
        "handed over eight times at once, it takes effect once and gets the same receipt", arguments: Backend.available)
    func once(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let paper = try await ministry.correspondence.seal(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("a"))
        ).paper
        _ = try await ninhBinh.file("a")
        let reception = try ninhBinh.reception
        let notes = try await withThrowingTaskGroup(of: [SignedPaper].self) { group in
            for _ in 0..<8 { group.addTask { try await reception.receive(paper) } }
            return try await group.reduce(into: Set<[SignedPaper]>()) { $0.insert($1) }
        }
        #expect(notes.count == 1)
        #expect(notes.first?.count == 1)
        #expect(try await ninhBinh.effects.count == 1)
        #expect(try await ninhBinh.events("exchange.arrived").count == 1)
    }

    @Test("of several that come at once each has its own fate", arguments: Backend.available)
    func several(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        func paper(_ kind: String, _ text: String, isThere: Bool = true) async throws -> SignedPaper {
            if isThere { _ = try await ninhBinh.file(text) }
            return try await ministry.correspondence.seal(
                Letter(kind: kind, from: "G06", to: ["H42"], payload: ministry.file(text))
            ).paper
        }
        let papers = [
            try await paper("document", "a"), try await paper("broken", "b"),
            try await paper("document", "c", isThere: false), try await paper("parcel", "d"),
            try await paper("document", "e"),
        ]
        let outcomes = try await ninhBinh.reception.receive(papers + [papers[0]])
        let told = outcomes.map { outcome in
            switch outcome {
            case .notes(let notes): "notes \(notes.count)"
            case .missing(let hashes): "missing \(hashes.count)"
            case .behind: "behind"
            case .failed(let error): "\(type(of: error))"
            }
        }
        #expect(told == ["notes 1", "Broken", "missing 1", "notes 1", "notes 1", "notes 1"])
        guard case (.notes(let first), .notes(let last)) = (outcomes[0], outcomes[5]) else { return }
        #expect(first == last)
        #expect(try await ninhBinh.effects.count == 2)
        #expect(try await ninhBinh.events("exchange.arrived").count == 2)
        // Without the one that cannot be taken they go in one transaction, and to the same end.
        let more = [try await paper("document", "f"), try await paper("document", "g")]
        _ = try await ninhBinh.reception.receive(more)
        #expect(try await ninhBinh.effects.count == 4)
    }

    @Test("a letter is taken back when its receiver agrees", arguments: Backend.available)
    func recalled(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let id = try await ministry.send(letter(ministry))
        await #expect(throws: ExchangeProblem.cannotFollow(.recalled, after: nil)) {
            try await ministry.correspondence.recall(id, from: "H42", by: .system)
        }
        try await ministry.deliver()
        neighbours.clock.advance(by: 60)
        try await ministry.correspondence.recall(id, from: "H42", words: "Sai phụ lục.", by: .system)
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["H42 13"])
        neighbours.clock.advance(by: 60)
        await #expect(throws: ExchangeProblem.cannotFollow(.assigned, after: .recalled)) {
            try await ninhBinh.correspondence.report(.assigned, of: id, for: "H42", by: .system)
        }
        try await ninhBinh.correspondence.report(.agreed, of: id, for: "H42", by: .system)
        try await ninhBinh.deliver()
        #expect(try await ministry.states(of: id) == ["H42 15"])
    }

    @Test("sending and reporting need the right at the agency", arguments: Backend.available)
    func rights(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        @Sendable func official(_ permission: Permission, _ place: String) -> Actor {
            Actor(id: "lan", kind: .official, grants: [Grant(permission, in: Place(rawValue: place))])
        }
        let correspondence = try ministry.correspondence
        let sealed = try await correspondence.seal(letter(ministry))
        await #expect(throws: Forbidden(.sendMessages)) {
            try await ministry.database.write {
                try correspondence.send(sealed, by: official(.sendMessages, "h42-2025"), in: $0)
            }
        }
        try await ministry.database.write {
            try correspondence.send(sealed, by: official(.sendMessages, "g06-2025"), in: $0)
        }
        try await ministry.deliver()
        let other = try neighbours.ninhBinh.correspondence
        await #expect(throws: Forbidden(.reportMessages)) {
            try await other.report(
                .received, of: sealed.envelope.id, for: "H42", by: official(.reportMessages, "g06-2025"))
        }
        try await other.report(.received, of: sealed.envelope.id, for: "H42", by: official(.reportMessages, "h42-2025"))
    }

    @Test("what cannot be sent is refused before it is signed")
    func refusedAtHome() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let ministry = neighbours.ministry
        func refused(_ problem: ExchangeProblem, _ letter: Letter) async {
            await #expect(throws: problem) { try await ministry.correspondence.seal(letter) }
        }
        await refused(.senderNotHere("H42"), try await letter(ministry, from: "H42"))
        await refused(.noReceivers, try await letter(ministry, to: []))
        await refused(.noSuchAgency("H01"), try await letter(ministry, to: ["H01"]))
        await refused(
            .receiverEnded("G14", successors: ["G01", "G06", "G16"]), try await letter(ministry, to: ["G14"]))
        var many = try await letter(ministry)
        many.attachments = Array(repeating: many.payload, count: 101)
        await refused(.tooManyAttachments(100), many)
        var bad = try await letter(ministry)
        bad.payload = try await ministry.file("x", named: "../x")
        await refused(.badPart("../x"), bad)
    }

    @Test("nothing is sent or taken by a directory whose grace is over")
    func expired() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let ministry = neighbours.ministry
        let day: TimeInterval = 86_400
        neighbours.clock.advance(by: 45 * day)
        let id = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["H42 01"])
        neighbours.clock.advance(by: 20 * day)
        await #expect(throws: ExchangeProblem.directoryExpired) { try await ministry.send(letter(ministry)) }
        try await neighbours.publish()
        try await ministry.send(letter(ministry))
    }

    @Test("an urgent letter does not wait behind a thousand ordinary ones")
    func lanes() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let ministry = neighbours.ministry
        for _ in 0..<3 { try await ministry.send(letter(ministry)) }
        try await ministry.send(letter(ministry, .express))
        let urgent = ExchangeCourier.all(try ministry.correspondence, try ministry.reception, over: neighbours.line)
            .filter { $0.kind == "exchange.urgent" }
        let post = PostOffice(
            database: ministry.database, couriers: urgent, now: ministry.clock.now, chance: { 0 })
        #expect(try await post.deliver() == 1)
        #expect(try await neighbours.ninhBinh.effects.count == 1)
    }

    @Test("a letter follows an agency that moves to another node while it waits", arguments: Backend.available)
    func moved(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        neighbours.line.cut("ninh-binh")
        let id = try await ministry.send(letter(ministry, to: ["H42", "G16"]))
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["G16 01", "H42 –"])
        try await ministry.authority.host(["H42"], at: "bo-khcn", by: .system)
        try await neighbours.publish()
        neighbours.clock.advance(by: 600)
        try await ministry.deliver()
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["G16 01", "H42 01"])
        #expect(try await ministry.effects == ["\(id) G16", "\(id) H42"])
        #expect(try await ministry.events("exchange.turned") == [id.rawValue])
    }
}
