// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One connection to this machine that asks and waits for the answer.
final class Loopback {
    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        /// The value of the first line of that name, which is given in lower case. No pattern: what measures shall not
        /// take the time of what is measured.
        func header(_ name: String) -> Substring? {
            for line in head.utf8.split(separator: UInt8(ascii: "\n")) {
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                    line.distance(from: line.startIndex, to: colon) == name.utf8.count,
                    Substring(line[..<colon]).lowercased() == name
                else { continue }
                return Substring(line[line.index(after: colon)...].drop { $0 == 32 }.prefix { $0 != 13 })
            }
            return nil
        }
    }

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
        let answer = try exchange(Self.request("GET", path, headers: ["Accept: text/html"]))
        guard answer.status == 200 else { throw BenchProblem.noProgress }
    }

    static func request(_ method: String, _ path: String, headers: [String] = [], body: String = "") -> [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + headers
        if method == "POST" {
            lines += ["Content-Type: application/x-www-form-urlencoded", "Content-Length: \(body.utf8.count)"]
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    func exchange(_ request: [UInt8]) throws -> Answer {
        guard send(socket, request, request.count, 0) == request.count else { throw BenchProblem.noProgress }
        var bytes: [UInt8] = []
        var end: Range<Int>?
        repeat {
            try receive(into: &bytes)
            end = bytes.firstRange(of: Self.blankLine)
        } while end == nil
        guard let end else { throw BenchProblem.noProgress }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        guard let status = Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) else { throw BenchProblem.noProgress }
        let length = Answer(status: status, head: head, body: []).header("content-length").flatMap { Int($0) } ?? 0
        while bytes.count < end.upperBound + length { try receive(into: &bytes) }
        return Answer(status: status, head: head, body: Array(bytes[end.upperBound...]))
    }

    private static let blankLine = Array("\r\n\r\n".utf8)

    private func receive(into bytes: inout [UInt8]) throws {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchProblem.noProgress }
        bytes += buffer[..<count]
    }
}
