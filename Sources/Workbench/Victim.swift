// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A process of this program that writes, until it is killed.
final class Victim: Sendable {
    private let process: Mutex<Process>
    private let heard = Mutex(Testimony())
    private let silence: AsyncStream<Never>

    init(program: URL, arguments: [String]) throws {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.environment = Self.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        let (silence, ending) = AsyncStream.makeStream(of: Never.self)
        self.silence = silence
        try process.run()
        self.process = Mutex(process)
        // A thread of its own, because reading waits. It ends with the process, whose end closes the pipe.
        Thread.detachNewThread { [weak self] in
            var rest = Data()
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                    rest = rest[(end + 1)...]
                    self?.heard.withLock { $0.hear(line) }
                }
            }
            ending.finish()
        }
    }

    deinit { process.withLock { if $0.isRunning { Foundation.kill($0.processIdentifier, SIGKILL) } } }

    /// Waits until so many writes have been acknowledged, or so many `more` than until now.
    func waitForWrites(_ count: Int, more: Bool = false) async throws {
        let end = ContinuousClock.now + Self.patience
        let count = count + (more ? heard.withLock { $0.count(.acked) } : 0)
        while heard.withLock({ $0.count(.acked) }) < count {
            guard process.withLock(\.isRunning) else { throw BenchProblem.ended }
            guard ContinuousClock.now < end else { throw BenchProblem.noProgress }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Kills it, and returns all it said.
    func kill() async -> Testimony {
        process.withLock { _ = Foundation.kill($0.processIdentifier, SIGKILL) }
        for await _ in silence {}
        process.withLock { $0.waitUntilExit() }
        return heard.withLock(\.self)
    }

    /// Runs a command of the shell, which must succeed.
    static func run(_ command: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardInput = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
        for await status in ends where status != 0 { throw BenchProblem.shock(command) }
    }

    /// The node's own settings are not for the bench.
    static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DOICANH_") }
    }

    static let patience = Duration.seconds(300)
}
