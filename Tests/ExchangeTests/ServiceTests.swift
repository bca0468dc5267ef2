// SPDX-License-Identifier: Apache-2.0

import Database
import Exchange
import Files
import Foundation
import Kernel
import TestKit
import Testing

@Suite("What nodes understand")
struct ServiceTests {
    /// Another key for Ninh Bình, whose request says what it understands.
    private func renew(_ neighbours: Neighbourhood, offering services: [String]?) async throws {
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let request = try ninhBinh.directory.request(as: "ninh-binh", offering: services)
        let answer = try await ministry.authority.renew(request, by: .system)
        _ = try await ninhBinh.directory.accept(answer, by: .system)
        try await neighbours.publish()
    }

    private func letter(_ node: TestNode, _ kind: String = "document") async throws -> Letter {
        Letter(kind: kind, from: "G06", to: ["G16", "H42"], payload: try await node.file("văn bản"))
    }

    private func services(_ node: TestNode) async throws -> [String]? {
        try await node.directory.newest()?.directory.node("ninh-binh")?.services
    }

    @Test(
        "what a request says of its node stands in the directory, and keeps other letters at home",
        arguments: Backend.available)
    func offered(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        // It has not said: it is tried.
        #expect(try await services(ministry) == nil)
        let tried = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        #expect(try await ministry.states(of: tried) == ["G16 01", "H42 01"])

        try await renew(neighbours, offering: ["file", "report"])
        #expect(try await services(ninhBinh) == ["file", "report"])
        let problem = ExchangeProblem.kindNotOffered(
            organID: "H42", name: "Ủy ban nhân dân tỉnh Ninh Bình", kind: "document")
        #expect(problem.code == "exchange.kind_not_offered")
        await #expect(throws: problem) { try await ministry.send(letter(ministry)) }
        #expect(try await ministry.events("exchange.sent").count == 1)
        // A request that says nothing changes nothing, one that says more does.
        try await renew(neighbours, offering: nil)
        #expect(try await services(ministry) == ["file", "report"])
        try await renew(neighbours, offering: ninhBinh.reception.kinds)
        #expect(try await services(ministry) == ["broken", "document"])
        neighbours.clock.advance(by: 60)
        let sent = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        #expect(try await ministry.states(of: sent) == ["G16 01", "H42 01"])
        try await renew(neighbours, offering: [])
        #expect(try await services(ministry) == [])
        await #expect(throws: problem) { try await ministry.send(letter(ministry)) }
    }

    @Test("openssl reads the request, and what is no kind is left out")
    func request() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let request = try neighbours.ninhBinh.directory.request(as: "ninh-binh", offering: ["document", "No kind!"])
        try Data(request.utf8).write(to: folder.appending(path: "a.csr"))
        let read = try shell("openssl req -in a.csr -noout -verify -text", in: folder)
        #expect(read.status == 0 && read.output.contains("URI:urn:doicanh:kind:document"))
        _ = try await neighbours.ministry.authority.renew(request, by: .system)
        try await neighbours.publish()
        #expect(try await services(neighbours.ministry) == ["document"])
    }
}
