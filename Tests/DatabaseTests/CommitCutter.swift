// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Synchronization
import TestKit

private let noSignal = Int32(0x4000)  // MSG_NOSIGNAL

/// A TCP proxy to the test server that cuts one connection when COMMIT passes through it.
final class CommitCutter: Sendable {
    enum Moment { case beforeServerHears, afterServerAnswered }

    let port: Int
    private let listener: Int32
    private let server: Int
    private let state = Mutex<(next: Moment?, cuts: Int)>((nil, 0))

    init() async throws {
        server = try PostgresTestDatabases.url().port ?? 5432
        listener = try Self.socketOnLoopback()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        try withUnsafeMutablePointer(to: &address) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, length) == 0, listen(listener, 64) == 0,
                    getsockname(listener, pointer, &length) == 0
                else { throw POSIXError(.EADDRNOTAVAIL) }
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                relay(client)
            }
        }.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var cuts: Int { state.withLock { $0.cuts } }

    func cutNextCommit(_ moment: Moment) { state.withLock { $0.next = moment } }

    private func relay(_ client: Int32) {
        guard let upstream = try? Self.socketOnLoopback() else { return }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(server).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(client)
            return
        }
        let pair = Pair(client: client, upstream: upstream)
        Thread { self.pump(pair, cutting: true) }.start()
        Thread { self.pump(pair, cutting: false) }.start()
    }

    /// Both ends of one relayed connection.
    private final class Pair: Sendable {
        let client: Int32, upstream: Int32
        /// Set when COMMIT has passed and its answer must not.
        let isMuted = Mutex(false)

        init(client: Int32, upstream: Int32) {
            self.client = client
            self.upstream = upstream
        }

        func cut() {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(upstream, Int32(SHUT_RDWR))
        }
    }

    private func pump(_ pair: Pair, cutting: Bool) {
        let (from, to) = cutting ? (pair.client, pair.upstream) : (pair.upstream, pair.client)
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            if cutting, Data(buffer[..<count]).range(of: Data("COMMIT\0".utf8)) != nil, let moment = takeCut() {
                if moment == .beforeServerHears { break }
                pair.isMuted.withLock { $0 = true }
            } else if !cutting, pair.isMuted.withLock(\.self) {
                break
            }
            guard send(to, buffer, count, noSignal) == count else { break }
        }
        pair.cut()
    }

    private func takeCut() -> Moment? {
        state.withLock {
            guard let moment = $0.next else { return nil }
            $0 = (nil, $0.cuts + 1)
            return moment
        }
    }

    private static func socketOnLoopback() throws -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw POSIXError(.EMFILE) }
        return socket
    }
}
