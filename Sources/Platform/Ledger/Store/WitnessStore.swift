// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation

/// Where a copy of a head lies outside this machine, as the operator's last `doicanh verify --witness` found it.
package struct WitnessNote: Sendable, Equatable {
    package let name: String
    package let size: Int64
    package let at: Date
}

/// The table `ledger_witness`.
struct WitnessStore {
    let db: any Connection

    func all() throws -> [WitnessNote] {
        try db.rows("SELECT name, size, at FROM ledger_witness ORDER BY at DESC, name")
            .map { WitnessNote(name: try $0.text("name"), size: try $0.integer("size"), at: try $0.time("at")) }
    }

    func note(_ note: WitnessNote) throws {
        try db.run(
            """
            INSERT INTO ledger_witness (name, size, at) VALUES (\(note.name), \(note.size), \(note.at))
            ON CONFLICT (name) DO UPDATE SET size = excluded.size, at = excluded.at
            """)
    }
}
