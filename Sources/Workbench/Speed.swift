// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Kernel
import Synchronization

/// How much this machine does in a second.
package enum Speed {
    private static let block = 4096
    private static let blocks = 1024

    /// The limit of a durable write: one block is written over and `fdatasync` has returned, one after the other, in a file
    /// that has its full size before.
    package static func disk(in folder: URL, for duration: Duration) async throws -> Double {
        let path = folder.appending(path: "limit").path(percentEncoded: false)
        let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw lastError(path) }
        defer {
            close(file)
            unlink(path)
        }
        let bytes = [UInt8](repeating: 0x5A, count: block)
        for number in 0..<blocks where pwrite(file, bytes, block, number * block) != block { throw lastError(path) }
        guard fsync(file) == 0 else { throw lastError(path) }
        return try await rate(for: duration) { number in
            guard pwrite(file, bytes, block, number % blocks * block) == block, synchronize(file) == 0 else {
                throw lastError(path)
            }
        }
    }

    /// Transactions a second that are on disk before they count, by so many writers at once.
    package static func writes(
        _ database: any Database, writers: Int, for duration: Duration, _ kind: Write
    ) async throws -> Double {
        try await withThrowingTaskGroup(of: Double.self) { group in
            for number in 0..<writers {
                group.addTask {
                    try await rate(for: duration) { _ in
                        try await database.write { try kind.run($0, by: "\(kind)-\(number)") }
                    }
                }
            }
            return try await group.reduce(0, +)
        }
    }

    package enum Write: Sendable {
        /// One row and nothing beside it.
        case row
        /// What a service does: its rows, the event of the ledger, a message in the outbox.
        case deed

        func run(_ db: any Connection, by writer: String) throws {
            switch self {
            case .row: try Deeds(db: db).addRow()
            case .deed: try Deeds(db: db).add(UUIDv7.string(), by: writer)
            }
        }
    }

    private static func rate(for duration: Duration, _ work: (Int) async throws -> Void) async throws -> Double {
        let began = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - began < duration {
            try Task.checkCancellation()
            try await work(count)
            count += 1
        }
        return Double(count) / ((ContinuousClock.now - began) / .seconds(1))
    }

    private static func synchronize(_ file: Int32) -> Int32 {
        #if os(Linux)
            fdatasync(file)
        #else
            fsync(file)
        #endif
    }

    static func lastError(_ path: String) -> BenchProblem { .disk("\(path): \(String(cString: strerror(errno)))") }
}
