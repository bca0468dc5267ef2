// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestKit
import Testing

@testable import Rendering

@Suite("WeasyPrint")
struct WeasyPrintTests {
    @Test("it tells its version and prints")
    func prints() async throws {
        let renderer = WeasyPrint.test()
        guard case .available(let version) = try await renderer.availability() else {
            Issue.record("the Debian package weasyprint is not installed")
            return
        }
        #expect(version.hasPrefix("WeasyPrint "))
        #expect(try await renderer.pdf(of: "<p>Xin chào").starts(with: "%PDF-".utf8))
    }

    @Test("papers asked for at the same time all come, each its own")
    func concurrent() async throws {
        let renderer = WeasyPrint.test()
        let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<12 {
                group.addTask {
                    (number, try Poppler.run("pdftotext", try await renderer.pdf(of: "<p>Tờ số \(number).")))
                }
            }
            return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        for number in 0..<12 { #expect(texts[number]?.contains("Tờ số \(number).") == true) }
    }

    @Test("a worker that is killed is replaced")
    func killed() async throws {
        // Dies over the first paper that says so, as one would that is killed for its memory.
        let renderer = WeasyPrint.test(
            script: Self.answering("os.kill(os.getpid(), 9) if b'die' in m else answer(b'P', b'%PDF-')"))
        await #expect(throws: RenderingProblem.self) { try await renderer.pdf(of: "die") }
        #expect(try await renderer.pdf(of: "live") == Array("%PDF-".utf8))
    }

    @Test("a worker that hangs is ended and replaced")
    func hangs() async throws {
        var limits = RendererLimits()
        limits.seconds = 1
        let renderer = WeasyPrint.test(
            script: Self.answering("time.sleep(60) if b'hang' in m else answer(b'P', b'%PDF-')"), limits)
        await #expect(throws: RenderingProblem.self) { try await renderer.pdf(of: "hang") }
        #expect(try await renderer.pdf(of: "go on") == Array("%PDF-".utf8))
    }

    @Test("an answer longer than a paper can be is not read")
    func long() async throws {
        var limits = RendererLimits()
        limits.pdfBytes = 1000
        let renderer = WeasyPrint.test(script: Self.answering("answer(b'P', bytes(1001))"), limits)
        await #expect(throws: RenderingProblem.rendererStopped("1001 bytes")) { try await renderer.pdf(of: "x") }
    }

    @Test("a paper that is too long, or that it refuses, will never print")
    func refused() async throws {
        var limits = RendererLimits()
        limits.htmlBytes = 100
        let renderer = WeasyPrint.test(script: Self.answering("answer(b'R', b'not this one')"), limits)
        await #expect(throws: RenderingProblem.paperRefused("not this one")) { try await renderer.pdf(of: "x") }
        await #expect(throws: RenderingProblem.paperRefused("101 bytes")) {
            try await renderer.pdf(of: String(repeating: "x", count: 101))
        }
    }

    @Test("a paper that wants all memory ends the worker, not the machine")
    func memory() async throws {
        var limits = RendererLimits()
        limits.megabytes = 200
        let renderer = WeasyPrint.test(limits)
        let rows = String(repeating: "<tr><td>x<td>y", count: 60_000)
        await #expect(throws: RenderingProblem.self) { try await renderer.pdf(of: "<table>\(rows)</table>") }
    }

    @Test("where Python or the library is missing, it says so")
    func absent() async throws {
        #expect(try await WeasyPrint.test(python: "/nonexistent").availability() == .absent("/nonexistent"))
        let without = WeasyPrint.test(script: Self.preamble + "answer(b'A', b'No module named weasyprint')")
        #expect(try await without.availability() == .absent("No module named weasyprint"))
        await #expect(throws: RenderingProblem.self) { try await without.pdf(of: "x") }
    }

    /// A worker that speaks as ours does and has `body` done with each message `m`.
    private static func answering(_ body: String) -> String {
        preamble + """
            message()
            answer(b'H', b'0')
            while (m := message()) is not None:
                \(body)
            """
    }

    private static let preamble = """
        import os, struct, sys, time
        def answer(kind, body):
            sys.stdout.buffer.write(kind + struct.pack('>I', len(body)) + body)
            sys.stdout.buffer.flush()
        def message():
            header = sys.stdin.buffer.read(4)
            return sys.stdin.buffer.read(struct.unpack('>I', header)[0]) if len(header) == 4 else None

        """
}
