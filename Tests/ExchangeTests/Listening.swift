// SPDX-License-Identifier: Apache-2.0

import Exchange
import ExchangeTransport
import Foundation
import HTTPServer
import Hummingbird
import Logging
import ServiceLifecycle
import TestKit

/// A port of this machine that nobody listens on just now.
func freePort() throws -> Int {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port: UInt16? =
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(handle, address, length) == 0 && getsockname(handle, address, &length) == 0
            }
        } ? UInt16(bigEndian: address.sin_port) : nil
    guard let port else { throw POSIXError(.EADDRINUSE) }
    return Int(port)
}

extension TestNode {
    var httpsLine: HTTPSLine {
        get throws { HTTPSLine(directory: directory, files: try files, now: clock.now) }
    }

    /// Listens to its neighbours while `work` is done.
    func listening<Result: Sendable>(at port: Int, _ work: @Sendable () async throws -> Result) async throws -> Result {
        let (certificates, key, roots) = try directory.credentials()
        let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
        let application = Application(
            responder: ExchangeAPI(reception: try reception, directory: directory, files: try files).router()
                .buildResponder(),
            server: .guarded(
                ServerLimits(), between: try MutualTLS(certificates: certificates, key: key, roots: roots)),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in isReady.finish() }, logger: Logger(label: "test"))
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: application)], logger: Logger(label: "test")))
        let running = Task { try await group.run() }
        for await _ in ready {}
        let result: Result
        do { result = try await work() } catch {
            await group.triggerGracefulShutdown()
            try? await running.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
        return result
    }
}
