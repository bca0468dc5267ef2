// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The Python process and our end of the socket to it. Used by one thread at a time; ends with its owner.
final class Worker: Sendable {
    enum Start {
        case ready(Worker)
        case absent(String)
    }

    let version: String
    private let process: Process
    /// Where it keeps what it needs for a moment; one that is killed leaves it.
    private let desk: URL
    private let line: WorkerLine
    private let count = Mutex(0)

    /// How many papers it has printed.
    var papers: Int { count.withLock(\.self) }
    var isRunning: Bool { process.isRunning }

    /// Starts a process and waits for its first word.
    static func start(python: String, script: String, assets: String, limits: RendererLimits) throws -> Start {
        let (line, far) = try WorkerLine.pair(limits)
        let process = Process()
        process.executableURL = URL(filePath: python)
        // A little later than our own patience ends.
        process.arguments = ["-I", "-c", script, "\(limits.seconds + 5)", "\(limits.megabytes)"]
        let desk = FileManager.default.temporaryDirectory.appending(path: "doicanh-press-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: desk, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        process.environment = [
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1",
            "TMPDIR": desk.path(percentEncoded: false),
        ]
        process.currentDirectoryURL = URL(filePath: "/")
        (process.standardInput, process.standardOutput) = (far, far)
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch {
            try? FileManager.default.removeItem(at: desk)
            throw RenderingProblem.rendererStopped("\(error)")
        }
        try? far.close()
        do {
            try line.send(Array(assets.utf8))
            let (kind, body) = try line.receive()
            let text = String(decoding: body, as: UTF8.self)
            switch kind {
            case "H": return .ready(Worker(version: "WeasyPrint \(text)", process: process, desk: desk, line: line))
            case "A":
                try? FileManager.default.removeItem(at: desk)
                return .absent(text)
            default: throw RenderingProblem.rendererStopped("unknown answer")
            }
        } catch {
            process.end(leaving: desk)
            throw error
        }
    }

    private init(version: String, process: Process, desk: URL, line: WorkerLine) {
        self.version = version
        self.process = process
        self.desk = desk
        self.line = line
    }

    deinit { process.end(leaving: desk) }

    func print(_ html: [UInt8]) throws(RenderingProblem) -> [UInt8] {
        try line.send(html)
        let (kind, body) = try line.receive()
        count.withLock { $0 += 1 }
        switch kind {
        case "P": return body
        case "R": throw .paperRefused(String(decoding: body, as: UTF8.self))
        default: throw .rendererStopped("unknown answer")
        }
    }
}

extension Process {
    /// At once: it may hang, and has nothing to put in order.
    fileprivate func end(leaving desk: URL) {
        if isRunning { kill(processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: desk)
    }
}
