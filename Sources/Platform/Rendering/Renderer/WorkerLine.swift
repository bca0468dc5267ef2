// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Messages over a socket pair, each with its length before it. A socket, not two pipes: it knows deadlines, and writing to
/// a process that died is an error rather than a signal.
final class WorkerLine: Sendable {
    private let socket: Int32
    private let limits: RendererLimits

    /// Our end, and the one for the process.
    static func pair(_ limits: RendererLimits) throws(RenderingProblem) -> (WorkerLine, FileHandle) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .rendererStopped(reason)
        }
        return (WorkerLine(ends[0], limits), FileHandle(fileDescriptor: ends[1], closeOnDealloc: true))
    }

    private init(_ socket: Int32, _ limits: RendererLimits) {
        self.socket = socket
        self.limits = limits
    }

    deinit { close(socket) }

    func send(_ message: [UInt8]) throws(RenderingProblem) {
        var bytes = withUnsafeBytes(of: UInt32(message.count).bigEndian) { Array($0) }
        bytes += message
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        var done = 0
        while done < bytes.count {
            try wait(until: deadline, for: SO_SNDTIMEO)
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.send(socket, buffer.baseAddress.map { $0 + done }, buffer.count - done, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .rendererStopped(Self.reason) }
            done += count
        }
    }

    /// The kind of the answer, and its body.
    func receive() throws(RenderingProblem) -> (Character, [UInt8]) {
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        let header = try receive(5, until: deadline)
        let length = header.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        guard length <= limits.pdfBytes else { throw .rendererStopped("\(length) bytes") }
        return (Character(Unicode.Scalar(header[0])), try receive(length, until: deadline))
    }

    private func receive(_ length: Int, until deadline: ContinuousClock.Instant) throws(RenderingProblem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        var done = 0
        while done < length {
            try wait(until: deadline, for: SO_RCVTIMEO)
            let count = bytes.withUnsafeMutableBytes { buffer in
                recv(socket, buffer.baseAddress.map { $0 + done }, buffer.count - done, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .rendererStopped(count == 0 ? "it ended" : Self.reason) }
            done += count
        }
        return bytes
    }

    /// Lets the next call wait no longer than there is time.
    private func wait(until deadline: ContinuousClock.Instant, for option: Int32) throws(RenderingProblem) {
        let left = deadline - .now
        guard left > .zero else { throw .rendererStopped("no answer within \(limits.seconds) s") }
        var time = timeval(
            tv_sec: Int(left.components.seconds), tv_usec: Int(left.components.attoseconds / 1_000_000_000_000) + 1)
        if time.tv_usec > 999_999 { time.tv_usec = 999_999 }
        setsockopt(socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    private static var reason: String { errno == EAGAIN ? "no answer in time" : String(cString: strerror(errno)) }
}
