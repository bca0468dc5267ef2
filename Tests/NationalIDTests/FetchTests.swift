// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Identity
import Kernel
import Synchronization
import TestKit
import Testing

@testable import NationalID

@Suite("Asking the provider over HTTP", .serialized)
struct FetchTests {
    @Test("a provider that accepts the connection and says nothing is given up on")
    func hangs() async throws {
        try await withServer { port in
            await #expect(throws: (any Error).self) {
                try await fetchOverHTTP(within: 1)(BackRequest("http://127.0.0.1:\(port)/hang"))
            }
        }
    }

    @Test("one that drips its answer is given up on too")
    func drips() async throws {
        try await withServer { port in
            await #expect(throws: (any Error).self) {
                try await fetchOverHTTP(within: 1)(BackRequest("http://127.0.0.1:\(port)/drip"))
            }
        }
    }

    @Test("an answer without end is cut off, a redirect is not followed, a form arrives")
    func answers() async throws {
        try await withServer { port in
            let base = "http://127.0.0.1:\(port)"
            await #expect(throws: (any Error).self) { try await fetchOverHTTP()(BackRequest("\(base)/endless")) }
            #expect(try await fetchOverHTTP()(BackRequest("\(base)/away")).status == 303)
            let echo = try await fetchOverHTTP()(BackRequest("\(base)/echo", form: ["code": "a&b=ế"]))
            #expect(String(decoding: echo.body, as: UTF8.self) == "code=a%26b%3D%E1%BA%BF")
        }
    }

    @Test("nobody there")
    func nobody() async throws {
        await #expect(throws: (any Error).self) {
            try await fetchOverHTTP(within: 1)(BackRequest("http://127.0.0.1:1/"))
        }
    }

    /// A server on a free port of this machine that behaves as badly as the path says.
    private func withServer(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let router = Router()
        // Whoever waits long enough gets an answer, so giving up shows.
        router.get("hang") { _, _ -> String in
            try await Task.sleep(for: .seconds(60))
            return ""
        }
        router.get("drip") { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    for _ in 1...60 {
                        try await writer.write(ByteBuffer(string: " "))
                        try await Task.sleep(for: .seconds(1))
                    }
                    try await writer.finish(nil)
                })
        }
        router.get("endless") { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    for _ in 1...100 { try await writer.write(ByteBuffer(repeating: 32, count: 64 * 1024)) }
                    try await writer.finish(nil)
                })
        }
        router.get("away") { _, _ in Response.redirect(to: "/echo", type: .normal) }
        router.post("echo") { request, _ in
            var request = request
            return String(buffer: try await request.collectBody(upTo: 1024))
        }
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body(port)
                break
            }
            group.cancelAll()
        }
    }
}
