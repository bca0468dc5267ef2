// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Ledger
import QRCode
import Web

/// What stands at the foot of every paper: how to verify it, who signs it, and how far the ledger was when it was made.
struct PaperFoot: Sendable {
    struct Code: Sendable { let viewBox: String, path: String }

    let code: String, address: String
    let qr: [Code]
    let signers: [String]
    let head: String, hasHead: Bool
    let isDemo: Bool

    init(code: VerifyCode, publicURL: String, signers: [String], head: Head?, isDemo: Bool) {
        self.code = code.grouped
        address = Self.shown(publicURL) + "/verify"
        qr = QRCode("\(publicURL)/verify/\(code.text)").map { [Code(viewBox: $0.viewBox, path: $0.path)] } ?? []
        self.signers = signers
        let formats = Formats(.vi)
        self.head =
            head.map { "\(formats.number(Int($0.size))) – \($0.root.hex.prefix(16)) – \(formats.time($0.at))" } ?? ""
        hasHead = head != nil
        self.isDemo = isDemo
    }

    private init(_ text: String, signers: [String]) {
        code = VerifyCode.mock.grouped
        address = text
        qr =
            QRCode("https://dichvucong.example.vn/verify/\(VerifyCode.mock.text)").map {
                [Code(viewBox: $0.viewBox, path: $0.path)]
            } ?? []
        self.signers = signers
        (head, hasHead) = (signers.isEmpty ? "" : "1.234 – 3f2a91c05be7d410 – 09:00, 08/07/2026", !signers.isEmpty)
        // Made-up values never leave without the mark.
        isDemo = true
    }

    static let mocks: [PaperFoot] = [
        PaperFoot(
            "dichvucong.example.vn/verify", signers: ["Trung tâm Phục vụ hành chính công xã Yên Mô"]),
        PaperFoot("dichvucong.example.vn/verify", signers: []),
        PaperFoot(.hostile, signers: [.hostile]),
    ]

    private static func shown(_ url: String) -> String {
        url.replacing(/^https?:\/\//, with: "")
    }
}
