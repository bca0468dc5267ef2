// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Serves an empty node in a process of its own and asks it for one small page, over and over, through the loopback.
package struct PageSpeed: Sendable {
    /// A short page of text.
    package static let page = "/about"

    let program: URL
    let folder: URL

    package init(program: URL, folder: URL) {
        self.program = program
        self.folder = folder
    }

    /// Pages a second over so many connections, each with one request at a time.
    package func measure(connections: Int, for duration: Duration) async throws -> Double {
        let node = try ServedNode(program, data: folder.appending(path: "node").path(percentEncoded: false))
        defer { node.stop() }
        let port = node.port
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<connections {
                group.addTask { try await onThread { try Self.ask(port, for: duration) } }
            }
            return Double(try await group.reduce(0, +)) / (duration / .seconds(1))
        }
    }

    private static func ask(_ port: UInt16, for duration: Duration) throws -> Int {
        let connection = try Loopback(port: port)
        let end = ContinuousClock.now + duration
        var pages = 0
        while ContinuousClock.now < end {
            try connection.get(page)
            pages += 1
        }
        return pages
    }
}
