// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// `exchange_timestamp`: what an authority outside said about when a signed paper was there, by the paper's digest.
struct TimestampStore {
    let db: any Connection

    func insert(_ sha256: String, _ response: [UInt8], at time: Date) throws {
        try db.run(
            """
            INSERT INTO exchange_timestamp (sha256, response, stamped_at) VALUES (\(sha256), \(response), \(time))
            ON CONFLICT (sha256) DO NOTHING
            """)
    }

    func find(_ sha256: String) throws -> [UInt8]? {
        try db.rows("SELECT response FROM exchange_timestamp WHERE sha256 = \(sha256)").first?.blob("response")
    }
}
