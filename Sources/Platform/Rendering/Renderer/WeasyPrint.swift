// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
package import Logging
import Synchronization

/// Prints with WeasyPrint (the Debian package `weasyprint`): one long-lived Python process behind a socket pair, started
/// when it is needed, one paper at a time, replaced when it dies or hangs.
package final class WeasyPrint: Renderer {
    private let python: String
    private let script: String
    private let assets: String
    private let limits: RendererLimits
    private let logger: Logger
    /// Papers wait here for their turn, on a thread that may wait.
    private let queue = DispatchQueue(label: "doicanh.rendering")
    private let worker = Mutex<Worker?>(nil)

    /// `script` and `assets`, the style sheets by their address, are content. `python` is run as `python -I -c script`.
    package init(
        script: String, assets: [String: String], python: String = "/usr/bin/python3",
        limits: RendererLimits = RendererLimits(), logger: Logger
    ) {
        self.python = python
        self.script = script
        self.limits = limits
        self.logger = logger
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        self.assets = (try? encoder.encode(assets)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    package func availability() async throws -> Availability {
        try await inTurn { try self.started() }
    }

    package func pdf(of html: String) async throws -> [UInt8] {
        let html = Array(html.utf8)
        guard html.count <= limits.htmlBytes else { throw RenderingProblem.paperRefused("\(html.count) bytes") }
        return try await inTurn { try self.printed(html) }
    }

    /// Ends the worker, if there is one.
    package func stop() { worker.withLock { $0 = nil } }

    private func inTurn<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }

    private func started() throws -> Availability {
        if let worker = worker.withLock(\.self), worker.isRunning { return .available(worker.version) }
        guard FileManager.default.isExecutableFile(atPath: python) else { return .absent(python) }
        switch try Worker.start(python: python, script: script, assets: assets, limits: limits) {
        case .ready(let started):
            worker.withLock { $0 = started }
            return .available(started.version)
        case .absent(let reason): return .absent(reason)
        }
    }

    private func printed(_ html: [UInt8]) throws -> [UInt8] {
        if case .absent(let reason) = try started() { throw RenderingProblem.rendererStopped(reason) }
        guard let worker = worker.withLock(\.self) else { throw RenderingProblem.rendererStopped("") }
        do {
            let answer = try worker.print(html)
            if worker.papers >= limits.papersPerWorker { stop() }
            return answer
        } catch {
            if case .rendererStopped(let reason) = error {
                logger.warning("renderer stopped", metadata: ["reason": "\(reason)"])
                stop()
            }
            throw error
        }
    }
}
