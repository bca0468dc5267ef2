// SPDX-License-Identifier: Apache-2.0

import CCurl
import Dispatch
import Foundation

/// Speaks SMTP by libcurl (RFC 5321), with STARTTLS or TLS. Each letter has a connection and a thread of its own, so a server
/// that hangs holds up nothing but its letter, and that for no longer than `patience`.
package struct SMTPMailer: Mailer {
    private let server: SMTPServer
    private let sender: MailSender
    private let patience: Duration
    private let threads = DispatchQueue(label: "doicanh.mail", attributes: .concurrent)

    /// `patience` is how long a letter may take altogether, and half of it until the server is there. The end of the
    /// process waits for a letter that has set out.
    package init(server: SMTPServer, sender: MailSender, patience: Duration = .seconds(30)) {
        self.server = server
        self.sender = sender
        self.patience = patience
    }

    package func send(_ mail: Mail) async throws(MailProblem) {
        let result: Result<Void, MailProblem> = await withCheckedContinuation { continuation in
            threads.async { continuation.resume(returning: Result { () throws(MailProblem) in try deliver(mail) }) }
        }
        try result.get()
    }

    private func deliver(_ mail: Mail) throws(MailProblem) {
        guard Self.isReady, let curl = curl_easy_init() else { throw .notTaken("libcurl does not start") }
        defer { curl_easy_cleanup(curl) }
        let receivers = curl_slist_append(nil, "<\(mail.to)>")
        defer { curl_slist_free_all(receivers) }
        let letter = Letter(MIMEMessage(mail: mail, sender: sender).bytes)
        let code = withExtendedLifetime(letter) {
            set(curl, letter, receivers)
            return curl_easy_perform(curl)
        }
        guard code != CURLE_OK else { return }
        let answer = curl_response_code(curl)
        if code != CURLE_LOGIN_DENIED, (550...554).contains(answer) { throw .refused(code: answer) }
        throw .notTaken(String(cString: curl_easy_strerror(code)) + (answer > 0 ? " (\(answer))" : ""))
    }

    private func set(_ curl: UnsafeMutableRawPointer, _ letter: Letter, _ receivers: UnsafeMutablePointer<curl_slist>?)
    {
        // What follows the address is how we greet.
        curl_set_text(curl, CURLOPT_URL, "\(server.address)/\(sender.address.domain)")
        curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        curl_set_text(curl, CURLOPT_PROXY, "")
        curl_set_number(
            curl, CURLOPT_USE_SSL, Int((server.needsEncryption ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
        curl_set_number(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let authority = server.authority { curl_set_text(curl, CURLOPT_CAINFO, authority) }
        if let username = server.username { curl_set_text(curl, CURLOPT_USERNAME, username) }
        if let password = server.password { curl_set_text(curl, CURLOPT_PASSWORD, password) }
        curl_set_text(curl, CURLOPT_MAIL_FROM, "<\(sender.address)>")
        curl_set_list(curl, CURLOPT_MAIL_RCPT, receivers)
        curl_set_number(curl, CURLOPT_UPLOAD, 1)
        curl_set_reader(curl, Letter.read, Unmanaged.passUnretained(letter).toOpaque())
        curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        let milliseconds = Int(patience / .milliseconds(1))
        curl_set_number(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds / 2)
        curl_set_number(curl, CURLOPT_TIMEOUT_MS, milliseconds)
    }

    /// Once for the process, as libcurl asks.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_SSL | CURL_GLOBAL_WIN32)) == CURLE_OK
}

/// The bytes of a letter, given out piece by piece on the thread that delivers it.
private final class Letter {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    static let read: curl_read_callback = { buffer, size, count, source in
        guard let buffer, let source else { return 0 }
        let letter = Unmanaged<Letter>.fromOpaque(source).takeUnretainedValue()
        let piece = letter.rest.prefix(size * count)
        buffer.withMemoryRebound(to: UInt8.self, capacity: piece.count) { target in
            for (offset, byte) in piece.enumerated() { target[offset] = byte }
        }
        letter.rest = letter.rest.dropFirst(piece.count)
        return piece.count
    }
}
