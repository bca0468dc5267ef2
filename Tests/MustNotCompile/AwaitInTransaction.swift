// SPDX-License-Identifier: Apache-2.0

// Nothing can be awaited while a transaction is open.
// expect: cannot pass function of type .* to parameter expecting synchronous function type
import Database

func waiting(database: any Database, send: @escaping @Sendable () async throws -> Void) async throws {
    try await database.write { connection in
        try connection.run("DELETE FROM outbox")
        try await send()
    }
}
