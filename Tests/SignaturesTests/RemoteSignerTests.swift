// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Signatures
import TestKit
import Testing

@Suite("Signing services")
struct RemoteSignerTests {
    @Test(
        "what a broken service sends is no signature",
        arguments: [
            (202, "{}", SignatureProblem.remoteWaits), (401, "{}", .remoteRefused("401")),
            (200, "[]", .remoteRefused("JSON")),
            (200, #"{"signatures":[]}"#, .remoteRefused("signature")),
            (200, #"{"signatures":["AAAA"]}"#, .remoteRefused("signature")),
        ])
    func broken(status: Int, body: String, problem: SignatureProblem) async throws {
        let service = DemoSigningService(
            TestFolder.own.appending(path: UUIDv7.string()), now: { Date(timeIntervalSince1970: 1_782_900_000) },
            name: { _ in "Lê Anh Tuấn" })
        let signer = RemoteSigner(exchange: { call in
            call.path == "credentials/info"
                ? try await service.answer(call) : RemoteAnswer(status: status, body: Data(body.utf8))
        })
        let credential = try await signer.credential(of: .remote("tuan"))
        await #expect(throws: problem) { _ = try await credential.sign(Array("text".utf8)) }
    }
}
