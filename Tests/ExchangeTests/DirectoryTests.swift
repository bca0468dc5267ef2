// SPDX-License-Identifier: Apache-2.0

import Agencies
import Exchange
import Foundation
import Kernel
import TestKit
import Testing

@Suite("Directory of the exchange")
struct DirectoryTests {
    @Test(
        "what the authority signs, openssl verifies, and every node finds its neighbours in",
        arguments: Backend.available)
    func published(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let stored = try #require(try await neighbours.ninhBinh.directory.newest())
        #expect(stored == (try await neighbours.ministry.directory.newest()))
        #expect(stored.directory.version == 1)
        #expect(stored.directory.nodes.map(\.id) == ["bo-khcn", "ninh-binh"])
        #expect(stored.directory.node("ninh-binh")?.address == "exchange.ninhbinh.gov.vn:8443")

        let folder = TestFolder.own.appending(path: UUIDv7.string())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(stored.paper.bytes).write(to: folder.appending(path: "d.json"))
        try Data(stored.paper.signature).write(to: folder.appending(path: "d.json.p7s"))
        let root = neighbours.ninhBinh.root.appending(path: "exchange/authority.crt").path()
        let line =
            "openssl cms -verify -binary -inform DER -in d.json.p7s -content d.json -CAfile \(root) -purpose any"
            + " -attime \(Int(Neighbourhood.moment.timeIntervalSince1970)) -out /dev/null"
        #expect(try shell(line, in: folder).status == 0)
        var bytes = stored.paper.bytes
        bytes[40] ^= 1
        try Data(bytes).write(to: folder.appending(path: "d.json"))
        #expect(try shell(line, in: folder).status != 0)
    }

    @Test("an agency is found by either form of its identifier, and one that ended names its successors")
    func standing() async throws {
        let directory = try #require(try await Neighbourhood(on: .sqlite).ninhBinh.directory.newest()).directory
        let today = Day(Neighbourhood.moment)
        for written in ["H42", "000.00.00.H42"] {
            guard case .present(let entry) = directory.standing(of: written, on: today) else {
                Issue.record("\(written) is not found")
                continue
            }
            #expect(entry.node == "ninh-binh")
            #expect(entry.validFrom == "2025-07-01")
        }
        guard case .ended(let former, let successors) = directory.standing(of: "G14", on: today) else {
            Issue.record("G14 has not ended")
            return
        }
        #expect(former.name == "Bộ Thông tin và Truyền thông")
        #expect(successors == ["G01", "G06", "G16"])
        #expect(directory.standing(of: "H99", on: today) == .unknown)
        #expect(directory.standing(of: "nonsense", on: today) == .unknown)
    }

    @Test("keys have mode 0600 and stay when they are there already", arguments: Backend.available)
    func keys(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        for file in ["authority.pem", "node.pem"] {
            let path = neighbours.ministry.root.appending(path: "exchange/\(file)").path()
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        await #expect(throws: ExchangeProblem.authorityIsHere) {
            try await neighbours.ministry.authority.begin(named: "Ai đó", by: .system)
        }
        await #expect(throws: ExchangeProblem.noAuthority) {
            try await neighbours.ninhBinh.authority.publish(by: .system)
        }
        #expect(try await neighbours.ministry.events("exchange.enrolled") == ["bo-khcn", "ninh-binh"])
    }

    @Test("a certificate is taken in by whoever asked for it, and no other authority afterwards")
    func certificates() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let other = try await Neighbourhood(on: .sqlite)
        let request = try neighbours.ninhBinh.directory.request(as: "ninh-binh")
        #expect(try neighbours.ninhBinh.directory.request(as: "ninh-binh") != "")
        let stranger = try await other.ministry.authority.renew(request, by: .system)
        await #expect(throws: ExchangeProblem.anotherAuthority) {
            try await neighbours.ninhBinh.directory.accept(stranger, by: .system)
        }
        let answer = try await neighbours.ministry.authority.renew(request, by: .system)
        await #expect(throws: ExchangeProblem.certificateOfAnother) {
            try await neighbours.ministry.directory.accept(answer, by: .system)
        }
        #expect(try await neighbours.ninhBinh.directory.accept(answer, by: .system) == "ninh-binh")
        let newest = try await neighbours.publish().directory
        #expect(newest.version == 2)
        #expect(newest.node("ninh-binh")?.certificates.count == 2)
    }

    @Test("a revoked node stands as such in the next directory, with the reason", arguments: Backend.available)
    func revoked(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        await #expect(throws: ExchangeProblem.reasonMissing) {
            try await neighbours.ministry.authority.revoke("ninh-binh", reason: " ", by: .system)
        }
        try await neighbours.ministry.authority.revoke("ninh-binh", reason: "Ổ đĩa bị mất.", by: .system)
        await #expect(throws: ExchangeProblem.alreadyRevoked("ninh-binh")) {
            try await neighbours.ministry.authority.revoke("ninh-binh", reason: "again", by: .system)
        }
        let node = try await neighbours.publish().directory.node("ninh-binh")
        #expect(node?.certificates.first?.reason == "Ổ đĩa bị mất.")
        #expect(node?.certificates.first?.revokedAt == Moment(Neighbourhood.moment))
    }

    @Test(
        "a directory that another signed, that was altered, or that is older is not taken", arguments: Backend.available
    )
    func refused(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let first = try #require(try await neighbours.ministry.directory.newest())
        let second = try await neighbours.publish()
        let node = neighbours.ninhBinh.directory
        #expect(try await node.take(second.paper, by: .system) == false)
        #expect(try await node.take(first.paper, by: .system) == false)
        var bytes = second.paper.bytes
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "7")))
        bytes[place] = UInt8(ascii: "8")
        await #expect(throws: ExchangeProblem.self) {
            try await node.take(SignedPaper(bytes: bytes, signature: second.paper.signature), by: .system)
        }
        let other = try await Neighbourhood(on: backend)
        let strange = try #require(try await other.ministry.directory.newest())
        await #expect(
            throws: ExchangeProblem.directoryNotSigned("Verify error: self-signed certificate")
        ) {
            try await node.take(strange.paper, by: .system)
        }
        #expect(try await node.newest()?.directory.version == 2)
        #expect(try await neighbours.ninhBinh.events("exchange.directory_taken") == ["1", "2"])
    }

    @Test("an older version is refused once a newer one is known", arguments: Backend.available)
    func older(backend: Backend) async throws {
        let neighbours = try await Neighbourhood(on: backend)
        let skipped = try await neighbours.ministry.authority.publish(by: .system)
        try await neighbours.publish()
        await #expect(throws: ExchangeProblem.directoryOlder(version: 2, than: 3)) {
            try await neighbours.ninhBinh.directory.take(skipped.paper, by: .system)
        }
    }

    @Test("a copy past its day warns and works within the grace")
    func stale() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        let directory = try #require(try await neighbours.ninhBinh.directory.newest()).directory
        let day: TimeInterval = 86_400
        func freshness(_ days: Double) -> ExchangeDirectory.Freshness {
            directory.freshness(at: Neighbourhood.moment + days * day, grace: 10 * day)
        }
        #expect(freshness(30) == .fresh)
        #expect(freshness(31) == .stale(since: directory.validUntil.date))
        #expect(freshness(31).allowsWork)
        #expect(freshness(40.1) == .expired(since: directory.validUntil.date))
        #expect(!freshness(40.1).allowsWork)
    }

    @Test("nodes are named and addressed as they must be")
    func names() async throws {
        let neighbours = try await Neighbourhood(on: .sqlite)
        #expect(throws: ExchangeProblem.notANodeName("Ninh Bình")) {
            try neighbours.ministry.directory.request(as: "Ninh Bình")
        }
        let request = try neighbours.ministry.directory.request(as: "yen-mo")
        for address in ["yen-mo", "yen-mo:0", "yen mo:1", ":8443", "yen-mo:99999"] {
            await #expect(throws: ExchangeProblem.notAnAddress(address)) {
                try await neighbours.ministry.authority.enrol(request, at: address, agencies: [], by: .system)
            }
        }
        await #expect(throws: ExchangeProblem.noSuchAgency("H99")) {
            try await neighbours.ministry.authority.enrol(request, at: "[::1]:8443", agencies: ["H99"], by: .system)
        }
        await #expect(throws: ExchangeProblem.requestUnreadable("nonsense")) {
            try await neighbours.ministry.authority.enrol("nonsense", at: "a:1", agencies: [], by: .system)
        }
    }

    @Test("times are written in one way", arguments: ["2026-07-08T03:04:05.678Z", "1970-01-01T00:00:00.000Z"])
    func times(text: String) throws {
        #expect(try #require(Moment(text)).description == text)
        #expect(Moment(text.replacing("Z", with: "")) == nil)
        #expect(Moment("2026-07-08T3:04:05.678Z") == nil)
        #expect(Moment("2026-07-08T25:04:05.678Z") == nil)
    }

    @Test("a group of receivers is those below an agency on a day")
    func groups() async throws {
        let directory = try #require(try await Neighbourhood(on: .sqlite).ninhBinh.directory.newest()).directory
        let entries = ["H42", "H42.101", "H42.102", "H42.102.01", "H421"].map { text in
            try? ExchangeDirectory.Entry(
                Agency(id: ID(text), organID: OrganID(text), kind: .other, name: text, englishName: text, basis: ""),
                successors: [], node: "ninh-binh")
        }
        let larger = ExchangeDirectory(
            version: 2, authority: "", issuedAt: Neighbourhood.moment, validUntil: Neighbourhood.moment,
            nodes: directory.nodes, agencies: entries.compactMap(\.self))
        let today = Day(Neighbourhood.moment)
        #expect(larger.agencies(below: "H42", on: today).map(\.organID) == ["H42.101", "H42.102", "H42.102.01"])
        #expect(larger.agencies(below: "H42", depth: 1, on: today).map(\.organID) == ["H42.101", "H42.102"])
        #expect(larger.agencies(below: "không", on: today).isEmpty)
    }
}
