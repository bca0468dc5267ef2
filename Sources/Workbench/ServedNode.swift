// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A node that a process of its own serves on a free port, for as long as this value lives.
final class ServedNode {
    let port: UInt16
    private let process = Process()

    init(_ program: URL, data: String, database: String? = nil) throws {
        let output = Pipe()
        process.executableURL = program
        process.arguments =
            ["serve", "--data", data, "--port", "0"] + (database.map { ["--database", $0] } ?? [])
        process.environment = Victim.environment
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        do { port = try Self.port(announcedBy: output.fileHandleForReading) } catch {
            process.terminate()
            throw error
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    private static func port(announcedBy output: FileHandle) throws -> UInt16 {
        var said = ""
        while case let data = output.availableData, !data.isEmpty {
            said += String(decoding: data, as: UTF8.self)
            if let found = said.firstMatch(of: /localhost:(\d+)/), let port = UInt16(found.1) { return port }
        }
        throw BenchProblem.noProgress
    }
}

/// Work that waits for a socket, on a thread of its own.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
