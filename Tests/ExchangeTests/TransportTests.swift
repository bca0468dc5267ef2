// SPDX-License-Identifier: Apache-2.0

import Database
import Exchange
import ExchangeTransport
import Files
import Foundation
import Kernel
import TestKit
import Testing

@Suite("Transport between nodes")
struct TransportTests {
    private let ports: (ministry: Int, ninhBinh: Int)

    init() throws { ports = (try freePort(), try freePort()) }

    private func neighbourhood(_ backend: Backend) async throws -> Neighbourhood {
        try await Neighbourhood(
            on: backend, ministryAt: "127.0.0.1:\(ports.ministry)", ninhBinhAt: "127.0.0.1:\(ports.ninhBinh)")
    }

    /// Text that repeats itself nowhere.
    private func longText(_ bytes: Int) -> String {
        var text = ""
        var number = 0
        while text.utf8.count < bytes {
            text += "\(number) "
            number += 1
        }
        return text
    }

    @Test(
        "a letter with a large attachment goes over mutual TLS, and its states come back", arguments: Backend.available)
    func whole(backend: Backend) async throws {
        let neighbours = try await neighbourhood(backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let large = try await ministry.file(longText(5 << 20))
        let id = try await ministry.send(
            Letter(
                kind: "document", from: "G06", to: ["H42", "G16"], payload: ministry.file("nội dung"),
                attachments: [large]))
        try await ninhBinh.listening(at: ports.ninhBinh) {
            try await ministry.deliver(over: try ministry.httpsLine)
        }
        #expect(try await ministry.states(of: id) == ["G16 01", "H42 01"])
        #expect(try await ninhBinh.files.find(large.stored.hash) == large.stored)
        neighbours.clock.advance(by: 60)
        try await ninhBinh.correspondence.report(.received, of: id, for: "H42", by: .system)
        try await ministry.listening(at: ports.ministry) {
            try await ninhBinh.deliver(over: try ninhBinh.httpsLine)
        }
        #expect(try await ministry.states(of: id) == ["G16 01", "H42 03"])
        #expect(try await ninhBinh.effects == ["\(id) H42"])
    }

    @Test("a node that is down gets everything when it is up", arguments: Backend.available)
    func down(backend: Backend) async throws {
        let neighbours = try await neighbourhood(backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let line = try ministry.httpsLine
        for number in 0..<20 {
            try await ministry.send(
                Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("số \(number)")))
        }
        try await ministry.deliver(over: line)
        #expect(try await ninhBinh.effects.isEmpty)
        try await ninhBinh.listening(at: ports.ninhBinh) {
            neighbours.clock.advance(by: 600)
            try await ministry.deliver(over: line)
        }
        #expect(try await ninhBinh.effects.count == 20)
    }

    @Test("whoever shows no certificate, or one of another authority, is not let in")
    func strangers() async throws {
        let neighbours = try await neighbourhood(.sqlite)
        let other = try await neighbourhood(.sqlite)
        let letter = Letter(
            kind: "document", from: "G06", to: ["H42"], payload: try await other.ministry.file("x"))
        let id = try await other.ministry.send(letter)
        try await neighbours.ninhBinh.listening(at: ports.ninhBinh) {
            let url = "https://127.0.0.1:\(ports.ninhBinh)/exchange/directory"
            #expect(try shell("curl -sk --max-time 5 \(url)", in: TestFolder.own).status != 0)
            try await other.ministry.deliver(over: try other.ministry.httpsLine)
        }
        #expect(try await other.ministry.states(of: id) == ["H42 –"])
        #expect(try await neighbours.ninhBinh.reception.refused(for: .system).isEmpty)
    }

    @Test("a revoked node is not listened to")
    func revoked() async throws {
        let neighbours = try await neighbourhood(.sqlite)
        let ministry = neighbours.ministry
        try await ministry.authority.revoke("bo-khcn", reason: "Mất khóa.", by: .system)
        try await neighbours.publish()
        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("x")))
        try await neighbours.ninhBinh.listening(at: ports.ninhBinh) {
            try await ministry.deliver(over: try ministry.httpsLine)
        }
        #expect(try await ministry.states(of: id) == ["H42 –"])
    }

    @Test("a newer directory travels with the messages that need it, and back", arguments: Backend.available)
    func directories(backend: Backend) async throws {
        let neighbours = try await neighbourhood(backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        try await ministry.authority.host(["G01"], at: "bo-khcn", by: .system)
        _ = try await ministry.authority.publish(by: .system)
        let id = try await ministry.send(
            Letter(kind: "document", from: "G01", to: ["H42"], payload: ministry.file("x")))
        try await ninhBinh.listening(at: ports.ninhBinh) {
            try await ministry.deliver(over: try ministry.httpsLine)
        }
        #expect(try await ministry.states(of: id) == ["H42 01"])
        #expect(try await ninhBinh.directory.newest()?.directory.version == 2)
        // The other way: whoever calls a node that has a newer one asks for it.
        _ = try await ministry.authority.publish(by: .system)
        try await ninhBinh.correspondence.report(.received, of: id, for: "H42", by: .system)
        try await ministry.listening(at: ports.ministry) {
            try await ninhBinh.deliver(over: try ninhBinh.httpsLine)
        }
        #expect(try await ninhBinh.directory.newest()?.directory.version == 3)
    }

    @Test("both sides know when they last spoke, and greetings bring directories along", arguments: Backend.available)
    func contacts(backend: Backend) async throws {
        let neighbours = try await neighbourhood(backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let line = try ministry.httpsLine
        let service = NeighbourService(ministry.directory)
        try await service.greet(over: line)
        let silent = try await service.status(for: .system).neighbours[0]
        #expect(silent.contact.reachedAt == nil)
        #expect(silent.contact.failedAt == neighbours.clock.now())
        #expect(!silent.contact.problem.isEmpty)
        #expect(silent.warnings == [.notReached(since: nil)])

        neighbours.clock.advance(by: 60)
        _ = try await ministry.authority.publish(by: .system)
        try await ninhBinh.listening(at: ports.ninhBinh) { try await service.greet(over: line) }
        let reached = try await service.status(for: .system).neighbours[0]
        #expect(reached.contact.reachedAt == neighbours.clock.now())
        #expect(reached.contact.directory == 2 || reached.warnings == [.directoryBehind(1)])
        #expect(try await ninhBinh.directory.newest()?.directory.version == 2)
        let called = try await NeighbourService(ninhBinh.directory).status(for: .system).neighbours[0]
        #expect(called.contact.cameAt == neighbours.clock.now())
        #expect(called.contact.reachedAt == nil)

        // Spoken with just now, it is left in peace; ten minutes later it is asked again.
        try await service.greet(over: line)
        #expect(try await service.status(for: .system).neighbours[0].contact.failedAt == Neighbourhood.moment)
        neighbours.clock.advance(by: 4000)
        try await service.greet(over: line)
        let away = try await service.status(for: .system).neighbours[0]
        #expect(away.warnings.contains(.notReached(since: Neighbourhood.moment + 60)))
    }
}
