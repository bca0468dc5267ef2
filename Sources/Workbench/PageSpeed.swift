// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Synchronization

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
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = [
            "serve", "--data", folder.appending(path: "node").path(percentEncoded: false), "--port", "0",
        ]
        process.environment = Victim.environment
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let port = try Self.port(announcedBy: output.fileHandleForReading)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<connections {
                group.addTask { try await Self.onThread { try Self.ask(port, for: duration) } }
            }
            return Double(try await group.reduce(0, +)) / (duration / .seconds(1))
        }
    }

    private static func port(announcedBy output: FileHandle) throws -> UInt16 {
        var said = ""
        while case let data = output.availableData, !data.isEmpty {
            said += String(decoding: data, as: UTF8.self)
            if let found = said.firstMatch(of: /localhost:(\d+)/), let port = UInt16(found.1) { return port }
        }
        throw BenchProblem.noProgress
    }

    private static func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
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

/// One connection that asks and waits for the answer.
private final class Loopback {
    private let socket: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(port: UInt16) throws {
        #if os(Linux)
            socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchProblem.noProgress }
    }

    deinit { close(socket) }

    /// Reads the whole answer, which must be a page.
    func get(_ path: String) throws {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n".utf8)
        guard send(socket, request, request.count, 0) == request.count else { throw BenchProblem.noProgress }
        var answer: [UInt8] = []
        var missing: Int?
        while missing != 0 {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchProblem.noProgress }
            if let still = missing {
                missing = still - count
            } else {
                answer += buffer[..<count]
                missing = try Self.missing(answer)
            }
        }
    }

    /// How many bytes of the body are still to come; nil while the head is.
    private static func missing(_ answer: [UInt8]) throws -> Int? {
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
        guard head.hasPrefix("HTTP/1.1 200 "), let length = head.firstMatch(of: /(?i)content-length: (\d+)/),
            let size = Int(length.1)
        else { throw BenchProblem.noProgress }
        return size - (answer.count - end.upperBound)
    }
}
