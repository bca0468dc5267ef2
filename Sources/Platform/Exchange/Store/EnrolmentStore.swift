// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Ledger

/// What the authority knows of the nodes it vouches for: `exchange_node`, `exchange_certificate`, `exchange_host`.
struct EnrolmentStore {
    let db: any Connection

    struct Node {
        let id: String
        let address: String
        /// Which kinds of message it understands; nil when it did not say.
        let services: [String]?
    }

    func nodes() throws -> [Node] {
        try db.rows("SELECT \(Self.columns) FROM exchange_node ORDER BY id").map(Node.init(row:))
    }

    func node(_ id: String) throws -> Node? {
        try db.rows("SELECT \(Self.columns) FROM exchange_node WHERE id = \(id)\(db.dialect.lockRow)").first
            .map(Node.init(row:))
    }

    /// False when there is one of this name.
    func insert(_ node: Node, at time: Date) throws -> Bool {
        try db.change(
            """
            INSERT INTO exchange_node (id, address, services, enrolled_at)
            VALUES (\(node.id), \(node.address), \(node.services?.joined(separator: " ")), \(time))
            ON CONFLICT (id) DO NOTHING
            """) == 1
    }

    func move(_ id: String, to address: String) throws {
        try db.run("UPDATE exchange_node SET address = \(address) WHERE id = \(id)")
    }

    func offer(_ services: [String], at id: String) throws {
        try db.run("UPDATE exchange_node SET services = \(services.joined(separator: " ")) WHERE id = \(id)")
    }

    func insert(_ certificate: [UInt8], of node: String, at time: Date) throws {
        try db.run(
            """
            INSERT INTO exchange_certificate (sha256, node, certificate, issued_at, reason)
            VALUES (\(Hash.of(certificate).hex), \(node), \(certificate), \(time), '')
            """)
    }

    /// How many were revoked by this: those of a node that counted until now.
    func revoke(_ node: String, at time: Date, reason: String) throws -> Int {
        try db.change(
            """
            UPDATE exchange_certificate SET revoked_at = \(time), reason = \(reason)
            WHERE node = \(node) AND revoked_at IS NULL
            """)
    }

    func certificates(of node: String) throws -> [ExchangeDirectory.NodeCertificate] {
        try db.rows(
            """
            SELECT certificate, revoked_at, reason FROM exchange_certificate WHERE node = \(node)
            ORDER BY issued_at, sha256
            """
        ).map { row in
            let revokedAt = try row.optional("revoked_at", row.time)
            return ExchangeDirectory.NodeCertificate(
                certificate: try row.blob("certificate"), revokedAt: revokedAt,
                reason: revokedAt == nil ? nil : try row.text("reason"))
        }
    }

    func host(_ organID: String, at node: String) throws {
        try db.run(
            """
            INSERT INTO exchange_host (organ_id, node) VALUES (\(organID), \(node))
            ON CONFLICT (organ_id) DO UPDATE SET node = excluded.node
            """)
    }

    func hosts() throws -> [(organID: String, node: String)] {
        try db.rows("SELECT organ_id, node FROM exchange_host ORDER BY organ_id").map {
            (try $0.text("organ_id"), try $0.text("node"))
        }
    }

    private static let columns: SQL = "id, address, services"
}

extension EnrolmentStore.Node {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.text("id"), address: try row.text("address"),
            services: try row.optional("services", row.text).map { $0.split(separator: " ").map(String.init) })
    }
}
