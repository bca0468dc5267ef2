// SPDX-License-Identifier: Apache-2.0

import Exchange
import Files
import Foundation
import Kernel
import TestKit
import Testing

@Suite("Authorities that were made elsewhere")
struct AuthorityTests {
    /// Files as a province's own authority makes them with openssl: a root, an authority below it, and what is no authority.
    private func files() throws -> URL {
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        let use = "-addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature"
        let lines = [
            "openssl req -x509 -days 3650 \(curve) -subj '/O=Ban Co yeu/CN=Root' -keyout root.key -out root.pem"
                + " -addext basicConstraints=critical,CA:TRUE \(use)",
            "openssl req \(curve) -subj '/O=UBND tinh Ninh Binh' -keyout ca.key -out ca.csr",
            "printf 'basicConstraints=critical,CA:TRUE,pathlen:0\\nkeyUsage=critical,keyCertSign,digitalSignature\\n"
                + "subjectKeyIdentifier=hash\\nauthorityKeyIdentifier=keyid\\n' > ca.ext",
            "openssl x509 -req -in ca.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3000 -extfile ca.ext -out ca.pem",
            "openssl x509 -req -in ca.csr -CA root.pem -CAkey root.key -days 3300 -extfile ca.ext -out newer.pem",
            "openssl x509 -req -in ca.csr -CA root.pem -CAkey root.key -days 100 -extfile ca.ext -out sooner.pem",
            "openssl req \(curve) -subj '/O=UBND tinh Ninh Binh' -keyout other.key -out other.csr",
            "openssl x509 -req -in other.csr -CA root.pem -CAkey root.key -days 3300 -extfile ca.ext -out other.pem",
            "openssl req -x509 -days 3650 \(curve) -subj /CN=leaf -keyout leaf.key -out leaf.pem"
                + " -addext basicConstraints=critical,CA:FALSE",
            "openssl req -x509 -days 3650 -newkey rsa:2048 -nodes -subj /CN=rsa -keyout rsa.key -out rsa.pem",
        ]
        for line in lines {
            let done = try shell(line, in: folder)
            #expect(done.status == 0, "\(done.output)")
        }
        return folder
    }

    private func text(_ name: String, in folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test("one below a root vouches for nodes, signs directories, and openssl follows it", arguments: Backend.available)
    func chain(backend: Backend) async throws {
        let folder = try files()
        let (ca, key, root) = (
            try text("ca.pem", in: folder), try text("ca.key", in: folder), try text("root.pem", in: folder)
        )
        let neighbours = try await Neighbourhood(
            on: backend, at: Date(),
            beginning: { authority in
                let name = try await authority.take(certificate: ca, key: key, chain: root, by: .system)
                #expect(name == "UBND tinh Ninh Binh")
            })
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        #expect(try ninhBinh.folder.chain().count == 2)
        let stored = try #require(try await ninhBinh.directory.newest())
        #expect(stored.directory.authority == "UBND tinh Ninh Binh")
        try Data(stored.paper.bytes).write(to: folder.appending(path: "d.json"))
        try Data(stored.paper.signature).write(to: folder.appending(path: "d.json.p7s"))
        let line =
            "openssl cms -verify -binary -inform DER -in d.json.p7s -content d.json -purpose any -out /dev/null"
            + " -attime \(Int(neighbours.clock.now().timeIntervalSince1970))"
        #expect(try shell("\(line) -CAfile ca.pem -partial_chain", in: folder).status == 0)
        #expect(try shell("\(line) -CAfile root.pem", in: folder).status == 0)

        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("văn bản")))
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["H42 01"])

        // Who is vouched for by the root, and not by the authority, is nobody here.
        let stranger = [UInt8](try Data(contentsOf: try der(of: "leaf.pem", in: folder)))
        #expect(try !ninhBinh.directory.isVouchedFor(stranger))
        #expect(try ninhBinh.directory.isVouchedFor([UInt8](stored.directory.nodes[0].certificates[0].certificate)))
    }

    @Test("a newer certificate of the same key follows, also on the nodes", arguments: Backend.available)
    func newer(backend: Backend) async throws {
        let folder = try files()
        let (ca, key, root) = (
            try text("ca.pem", in: folder), try text("ca.key", in: folder), try text("root.pem", in: folder)
        )
        let neighbours = try await Neighbourhood(
            on: backend, at: Date(),
            beginning: { try await $0.take(certificate: ca, key: key, chain: root, by: .system) })
        let (ministry, ninhBinh) = (neighbours.ministry, neighbours.ninhBinh)
        func follow(_ certificate: String, key: String? = nil) async throws {
            let certificate = try text(certificate, in: folder)
            try await ministry.authority.take(certificate: certificate, key: key, chain: root, by: .system)
        }
        await #expect(throws: ExchangeProblem.authorityRenewedAbove) {
            try await ministry.authority.renewAuthority(years: 30, by: .system)
        }
        await #expect(throws: ExchangeProblem.authorityNotNewer) { try await follow("sooner.pem") }
        await #expect(throws: ExchangeProblem.authorityOfAnotherKey) { try await follow("other.pem") }
        let otherKey = try text("other.key", in: folder)
        await #expect(throws: ExchangeProblem.authorityOfAnotherKey) { try await follow("other.pem", key: otherKey) }
        await #expect(throws: ExchangeProblem.authorityKeyNotTaken) { try await follow("newer.pem", key: otherKey) }
        #expect(try ministry.folder.roots().count == 1)
        try await follow("newer.pem")
        try await neighbours.publish()
        #expect(try ninhBinh.folder.roots().count == 2)
        #expect(try ninhBinh.folder.chain() == ministry.folder.chain())
        #expect(try ninhBinh.folder.chain().count == 2)
        let id = try await ministry.send(
            Letter(kind: "document", from: "G06", to: ["H42"], payload: ministry.file("văn bản")))
        try await ministry.deliver()
        #expect(try await ministry.states(of: id) == ["H42 01"])
    }

    private func der(of name: String, in folder: URL) throws -> URL {
        #expect(try shell("openssl x509 -in \(name) -outform DER -out \(name).der", in: folder).status == 0)
        return folder.appending(path: "\(name).der")
    }

    @Test("what is no authority is not taken in")
    func refused() async throws {
        let folder = try files()
        let neighbours = try await Neighbourhood(on: .sqlite, at: Date())
        // A node that trusts nobody yet.
        let other = AuthorityService(
            database: neighbours.ministry.database, folder: ExchangeFolder(folder.appending(path: "exchange")),
            now: neighbours.clock.now, newID: { UUIDv7.string() })
        func take(_ certificate: String, _ key: String, _ chain: String? = nil) async throws {
            try await other.take(
                certificate: text(certificate, in: folder), key: text(key, in: folder),
                chain: chain.map { try text($0, in: folder) } ?? "", by: .system)
        }
        await #expect(throws: ExchangeProblem.authorityKeyNotTaken) { try await take("rsa.pem", "rsa.key") }
        await #expect(throws: ExchangeProblem.authorityKeyNotTaken) { try await take("root.pem", "ca.key") }
        await #expect(throws: ExchangeProblem.notAnAuthority) { try await take("leaf.pem", "leaf.key") }
        await #expect(throws: ExchangeProblem.authorityChainBroken) { try await take("ca.pem", "ca.key") }
        await #expect(throws: ExchangeProblem.authorityChainBroken) { try await take("ca.pem", "ca.key", "leaf.pem") }
        await #expect(throws: ExchangeProblem.authorityOfAnotherKey) {
            try await neighbours.ministry.authority.take(
                certificate: text("root.pem", in: folder), key: text("root.key", in: folder), by: .system)
        }
        await #expect(throws: Forbidden(.keepExchange)) {
            try await other.take(certificate: "", key: "", by: Actor(id: "lan", kind: .official))
        }
        try await take("root.pem", "root.key")
    }
}
