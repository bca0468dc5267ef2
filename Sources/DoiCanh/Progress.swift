// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Web

/// Shows on standard error how far a piece of work is: a bar that is drawn over on a terminal, a line every ten seconds
/// elsewhere, each with the pace and the time that is left, and in the end one line with the seconds it took. Silent in its first second: what is quick needs no bar.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var total: Int?
        var shown: ContinuousClock.Instant
    }

    private let label: String
    private let began = ContinuousClock.now
    private let state: Mutex<State>
    private let isTerminal = isatty(STDERR_FILENO) == 1

    private static let patience = Duration.seconds(1)

    /// `total` is how many pieces there are, where that is known.
    init(_ label: String, total: Int? = nil) {
        self.label = label
        state = Mutex(
            State(total: total, shown: began + Self.patience - (isTerminal ? .milliseconds(100) : .seconds(10))))
    }

    /// Runs `work` under a label and says when it is done.
    static func during<T>(_ label: String, _ work: (Progress) async throws -> T) async throws -> T {
        let progress = Progress(label)
        // A clock beside the work: what cannot say how far it is still shows that it goes on.
        let ticking = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(200))
                progress.show()
            }
        }
        defer { ticking.cancel() }
        do {
            let result = try await work(progress)
            progress.finish()
            return result
        } catch {
            progress.erase()
            throw error
        }
    }

    func advance(to done: Int, of total: Int? = nil) {
        state.withLock {
            $0.done = done
            if let total { $0.total = total }
        }
        show()
    }

    func show() {
        let now = ContinuousClock.now
        let due: State? = state.withLock { state in
            guard now - began > Self.patience, now - state.shown > (isTerminal ? .milliseconds(100) : .seconds(10))
            else {
                return nil
            }
            state.shown = now
            return state
        }
        if let due { write(line(due)) }
    }

    private func finish() {
        erase()
        Terminal.warn("\(label) · \(Self.seconds(ContinuousClock.now - began))")
    }

    private func erase() { if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) } }

    private func line(_ state: State) -> String {
        guard let total = state.total, total > 0 else {
            return "\(label) … \(Self.seconds(ContinuousClock.now - began))"
                + (state.done > 0 ? " (\(state.done))" : "")
        }
        let filled = min(24, state.done * 24 / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        return "\(label) \(bar) \(state.done * 100 / total) %" + pace(state.done, of: total)
    }

    /// How many a second, and from one per cent on the time that is left: ` · 450/s · ~2:05`.
    private func pace(_ done: Int, of total: Int) -> String {
        let elapsed = (ContinuousClock.now - began) / .seconds(1)
        guard done > 0, elapsed > 0 else { return "" }
        let rate = Double(done) / elapsed
        let pace = " · \(Formats(Terminal.languages[0]).number(Int(rate)))/s"
        // What comes first, such as accounts before dossiers, says little about the rest.
        guard done * 100 >= total else { return pace }
        let left = Int(Double(total - done) / rate)
        let seconds = left % 60 < 10 ? "0\(left % 60)" : "\(left % 60)"
        return "\(pace) · ~\(left / 60):\(seconds)"
    }

    private func write(_ line: String) {
        FileHandle.standardError.write(Data((isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n").utf8))
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = Int(duration / .milliseconds(100))
        return Formats(Terminal.languages[0]).decimal(Double(tenths) / 10) + " s"
    }
}
