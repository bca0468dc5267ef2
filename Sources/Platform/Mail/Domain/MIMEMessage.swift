// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// A letter as RFC 5322 and RFC 2045 write it: ASCII lines of at most 76 characters that end in CR LF.
///
/// Whatever is not plain ASCII goes through base64, in headers as encoded words (RFC 2047), so nothing that a person typed
/// can begin a header of its own.
struct MIMEMessage {
    let mail: Mail
    let sender: MailSender

    var bytes: [UInt8] { Array((head + ["", body]).joined(separator: "\r\n").utf8) }

    private var head: [String] {
        [
            "Date: \(Self.date(mail.at))",
            "From: \(Self.words(sender.name))\r\n <\(sender.address)>",
            "To: <\(mail.to)>",
            "Message-ID: <\(Self.token(mail.id))@\(sender.address.domain)>",
            "Subject: \(Self.words(mail.subject))",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "Content-Language: \(mail.language.rawValue)",
        ]
    }

    private var body: String {
        let lines = mail.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let data = Data((lines.joined(separator: "\r\n") + "\r\n").utf8)
        return data.base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
            + "\r\n"
    }

    /// The text as encoded words of whole letters, on lines of their own that also hold the name of a header.
    static func words(_ text: String) -> String {
        var pieces = [""]
        for scalar in text.unicodeScalars {
            let letter = scalar.properties.generalCategory == .control ? " " : String(scalar)
            if (pieces[pieces.count - 1] + letter).utf8.count > 39 { pieces.append("") }
            pieces[pieces.count - 1] += letter
        }
        return pieces.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// An id of ours, which is letters, digits and signs that need no quotes.
    private static func token(_ id: String) -> String {
        String(
            id.unicodeScalars.filter {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789-.".unicodeScalars.contains($0))
            })
    }

    /// `Wed, 15 Jul 2026 09:00:00 +0700`.
    static func date(_ time: Date) -> String {
        let seconds = Int(time.timeIntervalSince1970.rounded(.down)) + 7 * 3600
        let day = Day(time)
        // 1 January 1970 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((day.number % 7) + 7) % 7]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let rest = ((seconds % 86_400) + 86_400) % 86_400
        return String(
            format: "\(weekday), %d \(months[day.month - 1]) %d %02d:%02d:%02d +0700", day.day, day.year, rest / 3600,
            rest / 60 % 60, rest % 60)
    }
}
