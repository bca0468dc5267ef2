// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The six digits an authenticator app shows for half a minute (RFC 6238 over RFC 4226, SHA-1 as all apps speak it).
struct OneTimeCode: Sendable {
    static let period: TimeInterval = 30

    /// 160 bits, as RFC 4226 §4 asks for.
    let secret: Data

    init() { secret = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Data($0) } }
    init(secret: Data) { self.secret = secret }

    static func step(at time: Date) -> Int64 { Int64((time.timeIntervalSince1970 / period).rounded(.down)) }

    func digits(at step: Int64, count: Int = 6) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % UInt32((0..<count).reduce(1) { product, _ in product * 10 }))
        return String(repeating: "0", count: count - text.count) + text
    }

    /// The step that `typed` belongs to: now, or one period either side because clocks differ. A step already used, or
    /// an earlier one, is not accepted again.
    func step(of typed: String, at time: Date, after used: Int64?) -> Int64? {
        let plain = typed.filter { $0 != " " }
        let now = Self.step(at: time)
        return (now - 1...now + 1).first { step in
            step > used ?? Int64.min && Self.equal(digits(at: step), plain)
        }
    }

    /// What the app reads from the QR code (the Key URI format of Google Authenticator).
    func address(account: String, issuer: String) -> String {
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        let label = "\(escaped(issuer)):\(escaped(account))"
        return "otpauth://totp/\(label)?secret=\(Base32.encode(secret))&issuer=\(escaped(issuer))&digits=6&period=30"
    }

    /// In constant time.
    private static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// RFC 4648 §6 without padding: letters and digits a person can copy by hand.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        var (buffer, bits) = (0, 0)
        for byte in bytes {
            (buffer, bits) = (buffer << 8 | Int(byte), bits + 8)
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[buffer >> bits & 31])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
        return text
    }

    /// In groups of four, to be read aloud.
    static func grouped(_ text: String) -> String {
        stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: " ")
    }
}

/// A code printed once and kept on paper: 80 random bits in letters and digits.
struct PaperCode: Sendable, Equatable {
    let text: String

    init() { text = Base32.encode(SymmetricKey(size: .init(bitCount: 80)).withUnsafeBytes { Data($0) }) }

    /// As a person types it: any case, spaces and hyphens as they like, 0 and 1 for O and I.
    init(typed: String) {
        let folded = typed.uppercased().filter { $0 != " " && $0 != "-" }
        text = folded.replacing("0", with: "O").replacing("1", with: "I")
    }

    var printed: String { Base32.grouped(text) }
}
