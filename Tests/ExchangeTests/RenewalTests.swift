// SPDX-License-Identifier: Apache-2.0

import Exchange
import ExchangeTransport
import Files
import Foundation
import Kernel
import TestKit
import Testing

@Suite("Renewal of the authority")
struct RenewalTests {
    private static let day: TimeInterval = 86_400
    private static let lifetime = Double(AuthorityService.yearsOfAuthority) * 365 * day

    private func letter(_ node: TestNode) async throws -> Letter {
        Letter(kind: "document", from: "G06", to: ["H42"], payload: try await node.file("văn bản"))
    }

    /// A key and a certificate for each of both nodes, and a directory with them.
    private func renewNodes(_ neighbours: Neighbourhood) async throws {
        for (node, name) in [(neighbours.ministry, "bo-khcn"), (neighbours.ninhBinh, "ninh-binh")] {
            let request = try node.directory.request(as: name)
            let answer = try await neighbours.ministry.authority.renew(request, by: .system)
            _ = try await node.directory.accept(answer, by: .system)
        }
        try await neighbours.publish()
    }

    private func packet(_ node: TestNode, _ id: ID<Envelope>) async throws -> URL {
        try await node.seal()
        let file = TestFolder.own.appending(path: "\(UUIDv7.string()).zip")
        try await node.evidence.write(id, "H42", to: file, by: .system)
        return file
    }

    /// By the commands of `verify.txt`, and by the product.
    private func expectValid(_ packet: URL, certificates: Int) throws {
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(try shell("python3 -m zipfile -e '\(packet.path())' .", in: folder).status == 0)
        let commands = try String(contentsOf: folder.appending(path: "verify.txt"), encoding: .utf8)
            .split(separator: "\n").filter { $0.hasPrefix("openssl") }
        #expect(commands.count == 3)
        for command in commands {
            let result = try shell(String(command), in: folder)
            #expect(result.status == 0, "\(command)\n\(result.output)")
        }
        let report = try EvidenceCheck.run(packet)
        #expect(report.findings == [])
        let fingerprints = report.authority.split(separator: ", ")
        #expect(fingerprints.count == certificates)
        for fingerprint in fingerprints { #expect(try EvidenceCheck.run(packet, authority: "\(fingerprint)").isValid) }
    }

    @Test(
        "a directory signed after it is taken by who knew the old certificate, and evidence of before still verifies",
        arguments: Backend.available)
    func renewal(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let first = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        let early = try await packet(ministry, first)
        let old = try ninhBinh.folder.roots()

        let end = Neighbourhood.moment + Self.lifetime
        neighbours.clock.advance(by: Self.lifetime - 40 * Self.day)
        try await renewNodes(neighbours)
        let status = { (node: TestNode) in try await NeighbourService(node.directory).status(for: .system).own }
        let quiet = try #require(try await status(ministry))
        #expect(!quiet.warnings.contains(.authorityEnds(end, isHere: true)))
        neighbours.clock.advance(by: 20 * Self.day)
        #expect(try await status(ministry)?.warnings.contains(.authorityEnds(end, isHere: true)) == true)
        #expect(try await status(ninhBinh)?.warnings.contains(.authorityEnds(end, isHere: false)) == true)
        #expect(try await status(ninhBinh)?.authorityUntil == end)

        let until = try await ministry.authority.renewAuthority(by: .system)
        #expect(until > end)
        #expect(try await ministry.events("exchange.authority_renewed").count == 1)
        #expect(try ninhBinh.folder.roots() == old)
        try await neighbours.publish()
        #expect(try ninhBinh.folder.roots().count == 2 && ninhBinh.folder.roots().last == old[0])
        #expect(try ninhBinh.folder.roots() == ministry.folder.roots())
        #expect(try await ninhBinh.events("exchange.authority_followed").count == 1)
        #expect(try await status(ninhBinh)?.authorityUntil == until)
        // What nodes have from the old certificate is good as long as that was.
        let between = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        #expect(try await ministry.states(of: between) == ["H42 01"])

        try await renewNodes(neighbours)
        neighbours.clock.advance(by: 25 * Self.day)
        try await neighbours.publish()
        let last = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        #expect(try await ministry.states(of: last) == ["H42 01"])
        #expect(try await ninhBinh.effects.count == 3)

        try expectValid(early, certificates: 1)
        try expectValid(try await packet(ministry, first), certificates: 1)
        try expectValid(try await packet(ninhBinh, first), certificates: 1)
        try expectValid(try await packet(ministry, between), certificates: 2)
        try expectValid(try await packet(ninhBinh, last), certificates: 1)
    }

    @Test("a directory of another key is refused, whatever it says of itself", arguments: Backend.available)
    func another(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ninhBinh, known) = (neighbours.ninhBinh, try neighbours.ninhBinh.folder.roots())
        // Of the same name, and of a higher version.
        let other = try await Neighbourhood(on: .sqlite)
        try await other.publish()
        let strange = try await other.ministry.authority.publish(by: .system)
        #expect(strange.directory.authorityCertificates?.isEmpty == false)
        await #expect { try await ninhBinh.directory.take(strange.paper, by: .system) } throws: {
            if case ExchangeProblem.directoryNotSigned = $0 { true } else { false }
        }
        #expect(try ninhBinh.folder.roots() == known)
        #expect(try await ninhBinh.directory.newest()?.directory.version == 1)
        await #expect(throws: ExchangeProblem.noAuthority) { try await ninhBinh.authority.renewAuthority(by: .system) }
        await #expect(throws: ExchangeProblem.authorityNotNewer) {
            try await neighbours.ministry.authority.renewAuthority(years: 1, by: .system)
        }
        await #expect(throws: ExchangeProblem.yearsOutOfRange(50)) {
            try await neighbours.ministry.authority.renewAuthority(years: 51, by: .system)
        }
        await #expect(throws: Forbidden(.keepExchange)) {
            try await neighbours.ministry.authority.renewAuthority(by: Actor(id: "lan", kind: .official))
        }
    }

    @Test("lines of mutual TLS go on, whichever of both certificates a node knows", arguments: Backend.available)
    func lines(backend: Backend) async throws {
        let ports = (ministry: try freePort(), ninhBinh: try freePort())
        let neighbours = try await Neighbourhood(
            on: backend, ministryAt: "127.0.0.1:\(ports.ministry)", ninhBinhAt: "127.0.0.1:\(ports.ninhBinh)",
            at: Date())
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        try await ministry.authority.renewAuthority(years: 30, by: .system)
        let answer = try await ministry.authority.renew(try ministry.directory.request(as: "bo-khcn"), by: .system)
        _ = try await ministry.directory.accept(answer, by: .system)
        _ = try await ministry.authority.publish(by: .system)
        #expect(try ninhBinh.folder.roots().count == 1)

        let first = try await ministry.send(letter(ministry))
        try await ninhBinh.listening(at: ports.ninhBinh) {
            // Whoever looks in brings the directory, and the certificate in it.
            let line = try ministry.httpsLine
            try await NeighbourService(ministry.directory).greet(over: line)
            try await ministry.deliver(over: line)
        }
        #expect(try await ministry.states(of: first) == ["H42 01"])
        #expect(try ninhBinh.folder.roots().count == 2)

        let second = try await ministry.send(letter(ministry))
        try await ninhBinh.listening(at: ports.ninhBinh) { try await ministry.deliver(over: try ministry.httpsLine) }
        #expect(try await ministry.states(of: second) == ["H42 01"])
        neighbours.clock.advance(by: 60)
        try await ninhBinh.correspondence.report(.received, of: second, for: "H42", by: .system)
        try await ministry.listening(at: ports.ministry) { try await ninhBinh.deliver(over: try ninhBinh.httpsLine) }
        #expect(try await ministry.states(of: second) == ["H42 03"])
    }

    @Test("another key takes over where each node takes it in by hand", arguments: Backend.available)
    func rollover(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        let first = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        let early = try await packet(ministry, first)
        // What docs/exchange.md says to lay aside.
        for (node, files) in [(ministry, ["authority.pem", "authority.crt"]), (ninhBinh, ["authority.crt"])] {
            for file in files {
                try FileManager.default.removeItem(at: node.root.appending(path: "exchange/\(file)"))
            }
        }
        neighbours.clock.advance(by: Self.day)
        try await ministry.authority.begin(named: "Bộ Khoa học và Công nghệ", by: .system)
        try await renewNodes(neighbours)
        #expect(try await ninhBinh.directory.newest()?.directory.version == 2)
        let second = try await ministry.send(letter(ministry))
        try await ministry.deliver()
        #expect(try await ministry.states(of: second) == ["H42 01"])
        try expectValid(early, certificates: 1)
        try expectValid(try await packet(ministry, second), certificates: 1)
    }
}
