// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestKit

/// Runs what a stranger would run to check the ledger.
enum Shell {
    struct Result: Sendable { let status: Int32, output: String }

    static func bash(_ script: String) throws -> Result {
        let file = TestFolder.own.appending(path: "doicanh-\(UUID().uuidString).sh")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run("/bin/bash", [file.path(percentEncoded: false)])
    }

    static func run(_ program: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: output)
    }
}

/// The verifier in Python that knows docs/ledger.md and nothing else.
enum Verifier {
    static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Ledger/verify.py")

    /// `what` is `proof` or `export`.
    static func run(_ what: String, on text: String) throws -> Shell.Result {
        let file = TestFolder.own.appending(path: "doicanh-\(UUID().uuidString).json")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run(what, file.path(percentEncoded: false))
    }

    static func run(_ what: String, _ path: String) throws -> Shell.Result {
        try Shell.run("/usr/bin/env", ["python3", script.path(percentEncoded: false), what, path])
    }
}
