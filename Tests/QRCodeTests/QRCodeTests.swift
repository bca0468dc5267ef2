// SPDX-License-Identifier: Apache-2.0

import QRCode
import Testing

@Suite("QR code")
struct QRCodeTests {
    @Test("has the three finder patterns and the timing row of the standard")
    func structure() throws {
        let code = try #require(QRCode("otpauth://totp/doicanh:lan?secret=JBSWY3DPEHPK3PXP"))
        #expect((code.side - 17).isMultiple(of: 4))
        for (x, y) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            #expect((0..<7).allSatisfy { code.isDark(x + $0, y) && code.isDark(x, y + $0) })
            #expect(!code.isDark(x + 1, y + 1) && code.isDark(x + 3, y + 3))
        }
        #expect((8..<(code.side - 8)).allSatisfy { code.isDark($0, 6) == $0.isMultiple(of: 2) })
    }

    @Test("the path draws each dark module once")
    func path() throws {
        let code = try #require(QRCode("đôi cánh"))
        let drawn = code.path.matches(of: /h(\d+)v1/).reduce(0) { $0 + (Int($1.1) ?? 0) }
        let dark = (0..<code.side).reduce(0) { sum, y in sum + (0..<code.side).count { code.isDark($0, y) } }
        #expect(drawn == dark)
    }

    @Test("what does not fit makes no code", arguments: ["", String(repeating: "x", count: 3000)])
    func tooLong(text: String) { #expect(QRCode(text) == nil) }
}
