// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@testable import Mail

/// What a mailer does when there is nobody to take its letters. Letters that arrive are for Tests/Mail, with the mail server
/// of others.
@Suite("Mail servers that are away")
struct SMTPMailerTests {
    /// A port at which the kernel takes connections and nobody ever speaks.
    private final class SilentServer {
        private let socket: Int32
        let port: UInt16

        init() throws {
            socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let (socket, length) = (socket, size)
            let isBound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
            }
            guard isBound == 0, listen(socket, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
            _ = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
            }
            port = UInt16(bigEndian: address.sin_port)
        }

        deinit { close(socket) }
    }

    private func problem(at port: UInt16) async throws -> MailProblem? {
        let server = try #require(SMTPServer("smtp://127.0.0.1:\(port)"))
        let sender = MailSender(address: try #require(MailAddress("dvc@example.vn")), name: "Một cửa")
        let mailer = SMTPMailer(server: server, sender: sender, patience: .milliseconds(400))
        let mail = Mail(
            id: "1", to: try #require(MailAddress("minh@example.vn")), subject: "x", text: "y", language: .vi,
            at: Date(timeIntervalSince1970: 0))
        do {
            try await mailer.send(mail)
            return nil
        } catch { return error }
    }

    @Test("one that hangs is left, and may be tried again")
    func silent() async throws {
        let server = try SilentServer()
        let problem = try await problem(at: server.port)
        guard case .notTaken = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        withExtendedLifetime(server) {}
    }

    @Test("one that is not there may be tried again")
    func absent() async throws {
        var server: SilentServer? = try SilentServer()
        let port = try #require(server?.port)
        server = nil
        let problem = try await problem(at: port)
        guard case .notTaken = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
    }

    @Test(
        "an address that is none of a mail server is refused",
        arguments: ["http://a", "smtp://", "smtp://u:p@a", "smtp://a/b", "a:25"])
    func addresses(text: String) { #expect(SMTPServer(text) == nil) }

    @Test("letters leave the machine encrypted or not at all")
    func encryption() throws {
        #expect(try #require(SMTPServer("smtp://mail.example.vn")).needsEncryption)
        var local = try #require(SMTPServer("smtp://localhost:25"))
        #expect(!local.needsEncryption)
        local.authority = "ca.pem"
        #expect(local.needsEncryption)
    }
}
