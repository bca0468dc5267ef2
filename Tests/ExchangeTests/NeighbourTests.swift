// SPDX-License-Identifier: Apache-2.0

import Database
import Exchange
import Files
import Foundation
import Identity
import Jobs
import Kernel
import Product
import TestKit
import Testing

@Suite("Neighbours, as operators see them")
struct NeighbourTests {
    private func letter(_ node: TestNode, to receivers: [String] = ["H42"]) async throws -> Letter {
        Letter(kind: "document", from: "G06", to: receivers, payload: try await node.file("văn bản"))
    }

    @Test("an operator sees what waits for whom and since when", arguments: Backend.available)
    func waiting(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let ministry = neighbours.ministry
        let service = NeighbourService(ministry.directory)
        let quiet = try await service.status(for: .system)
        #expect(quiet.warnings.isEmpty)
        #expect(quiet.neighbours.map(\.name) == ["Ủy ban nhân dân tỉnh Ninh Bình"])
        #expect(quiet.own?.directory == 1)

        neighbours.line.cut("ninh-binh")
        let id = try await ministry.send(letter(ministry))
        neighbours.clock.advance(by: 60)
        try await ministry.send(letter(ministry, to: ["H42", "G16"]))
        try await ministry.deliver()
        neighbours.clock.advance(by: 3600)
        let seen = try await service.status(for: .system)
        #expect(seen.own?.node == "bo-khcn")
        #expect(seen.own?.queue == .init(waiting: 0, oldest: nil, dead: 0))
        #expect(seen.neighbours.map(\.node) == ["ninh-binh"])
        #expect(seen.neighbours[0].queue == .init(waiting: 2, oldest: Neighbourhood.moment, dead: 0))
        #expect(seen.neighbours[0].warnings == [.waitsLong(since: Neighbourhood.moment)])
        let until = try #require(seen.neighbours[0].certificateUntil)
        #expect(until == Neighbourhood.moment + Double(AuthorityService.daysOfNode) * 86_400)
        let rows = try await service.waiting(for: "ninh-binh", for: .system)
        #expect(rows.map(\.receiver) == ["H42", "H42"])
        #expect(rows[0].message == id.rawValue)
        #expect(rows[0].attempts == 1 && rows[0].due != nil && !rows[0].isDead)
        #expect(rows[0].problem.contains("Away"))
        await #expect(throws: Forbidden(.keepExchange)) {
            try await service.status(for: Actor(id: "lan", kind: .official))
        }
        await #expect(throws: Forbidden(.keepExchange)) {
            try await service.waiting(for: "ninh-binh", for: Actor(id: "lan", kind: .official))
        }
    }

    @Test("what couriers gave up, and certificates and directories near their end, are warned of")
    func warnings() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let ministry = neighbours.ministry
        let service = NeighbourService(ministry.directory)
        neighbours.line.cut("ninh-binh")
        try await ministry.send(letter(ministry))
        try await ministry.database.write { db in
            try db.run("UPDATE job_outbox SET dead_at = \(Neighbourhood.moment), problem = 'x'")
        }
        #expect(try await service.status(for: .system).neighbours[0].warnings == [.deadLetters(1)])
        #expect(try await service.waiting(for: "ninh-binh", for: .system).map(\.isDead) == [true])

        neighbours.clock.advance(by: 31 * 86_400)
        let stale = try await service.status(for: .system)
        #expect(stale.own?.warnings == [.directoryStale(since: Neighbourhood.moment + 30 * 86_400)])
        neighbours.clock.advance(by: Double(AuthorityService.daysOfNode - 50) * 86_400)
        let ending = try await service.status(for: .system)
        let until = Neighbourhood.moment + Double(AuthorityService.daysOfNode) * 86_400
        #expect(ending.own?.warnings.contains(.certificateEnds(until)) == true)
        #expect(ending.neighbours[0].warnings.contains(.certificateEnds(until)))
        #expect(ending.warnings.first?.warning.isGrave == true)
        neighbours.clock.advance(by: 20 * 86_400)
        #expect(try await service.status(for: .system).neighbours[0].warnings.contains(.certificateEnded(until)))
    }

    @Test("what waits for a node is sent off as soon as that is back", arguments: Backend.available)
    func back(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, clock) = (neighbours.ministry, neighbours.clock)
        let service = NeighbourService(ministry.directory)
        neighbours.line.cut("ninh-binh")
        let id = try await ministry.send(letter(ministry))
        for _ in 0..<8 {
            try await ministry.deliver()
            clock.advance(by: 700)
        }
        try await ministry.deliver()
        func due() async throws -> Date? { try await service.waiting(for: "ninh-binh", for: .system).first?.due }
        #expect(try #require(try await due()) > clock.now() + 60)
        let directory = ministry.directory
        // The first sign since the process began: it may have been silent before.
        await directory.note(.came, of: "ninh-binh")
        #expect(try await due() == clock.now() + DirectoryService.moment)
        // A node that calls and cannot be called wears nothing out.
        clock.advance(by: 30)
        try await ministry.deliver()
        let later = try #require(try await due())
        await directory.note(.silent("x"), of: "ninh-binh")
        await directory.note(.came, of: "ninh-binh")
        #expect(try await due() == later)

        neighbours.line.mend("ninh-binh")
        clock.advance(by: 60)
        await directory.note(.silent("x"), of: "ninh-binh")
        await directory.note(.answered(directory: 1), of: "ninh-binh")
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["H42 01"])
    }

    @Test("the pages show it, down to each message that waits", arguments: Backend.available)
    func pages(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in try await look(site) }
    }

    private func look(_ site: Site) async throws {
        var hung = try await site.signIn(as: .hung)
        #expect(try await hung.get("/operator/neighbours").html.contains("doicanh exchange request"))
        let platform = site.platform
        try await platform.exchangeAuthority.begin(named: "Bộ Khoa học và Công nghệ", by: .system)
        let other = ExchangeFolder(TestFolder.own.appending(path: UUIDv7.string()))
        let neighbour = DirectoryService(
            database: platform.database, folder: other, now: site.clock.now, newID: { UUIDv7.string() })
        for (name, directory, agency) in [
            ("bo-khcn", platform.exchangeDirectory, "G06"), ("ninh-binh", neighbour, "H42"),
        ] {
            let answer = try await platform.exchangeAuthority.enrol(
                try directory.request(as: name), at: "127.0.0.1:9", agencies: [agency], by: .system)
            _ = try await directory.accept(answer, by: .system)
        }
        _ = try await platform.exchangeAuthority.publish(by: .system)
        let stored = try await platform.files.receive(
            AsyncStream(whole: Array("x".utf8)), limits: FileLimits(kinds: Set(MediaKind.allCases)))
        let correspondence = platform.correspondence
        let sealed = try await correspondence.seal(
            Letter(
                kind: "file", from: "G06", to: ["H42"],
                payload: Letter.File(stored, named: "a.txt", type: "text/plain")))
        try await platform.database.write { try correspondence.send(sealed, by: .system, in: $0) }
        await platform.exchangeDirectory.note(.silent("connectTimeout"), of: "ninh-binh")
        _ = try await platform.reception.receive(SignedPaper(bytes: Array("<b>".utf8), signature: []))
        site.clock.advance(by: 7200)

        // The session ended meanwhile.
        hung = try await site.signIn(as: .hung)
        let page = try await hung.get("/operator/neighbours")
        #expect(page.status == 200)
        #expect(page.html.contains("ninh-binh: chưa liên lạc được lần nào."))
        #expect(page.html.contains("ninh-binh: có văn bản chờ đã 2 giờ."))
        #expect(page.links.contains("/operator/neighbours/ninh-binh"))
        #expect(page.html.contains("Văn bản bị từ chối đang giữ lại: 1"))
        let one = try await hung.get("/operator/neighbours/ninh-binh")
        #expect(one.texts("h1") == ["Ủy ban nhân dân tỉnh Ninh Bình"])
        #expect(one.html.contains(sealed.envelope.id.rawValue))
        #expect(one.html.contains("connectTimeout"))
        #expect(try await hung.get("/operator/neighbours/bo-khcn").status == 200)
        #expect(try await hung.get("/operator/neighbours/nowhere").status == 404)
        let refusals = try await hung.get("/operator/refusals")
        let link = try #require(refusals.links.first { $0.hasPrefix("/operator/refusals/") })
        let refusal = try await hung.get(link)
        #expect(refusal.html.contains("Không phải phong bì văn bản, hoặc quá dài."))
        #expect(refusal.html.contains("&lt;b&gt;"))
    }
}
