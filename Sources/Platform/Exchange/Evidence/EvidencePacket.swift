// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The names in a packet of evidence, and the three lines that verify it without this product.
enum EvidencePacket {
    static let message = "message.json"
    static let receipt = "receipt.json"
    static let authority = "authority.pem"
    static let directory = "directory.json"
    static let proof = "ledger/proof.json"
    static let script = "ledger/check.sh"
    static let guide = "verify.txt"
    static let timestampAuthority = "timestamp-authority.pem"

    static func signature(of name: String) -> String { name.replacing(".json", with: ".p7s") }

    static func timestamp(of name: String) -> String { name.replacing(".json", with: ".tsr") }

    static func command(timestampOf name: String, at time: Date) -> String {
        """
        openssl ts -verify -in \(timestamp(of: name)) -data \(name) -CAfile \(timestampAuthority) \
        -attime \(Int(time.timeIntervalSince1970))
        """
    }

    /// The receipt is the first note; those that came after it are numbered from 2.
    static func note(_ index: Int) -> String { index == 0 ? receipt : "notes/\(index + 1).json" }

    /// For a shell in the folder of the unpacked packet. Times are those at which certificates had to be good: whoever
    /// checks years later is not told that they have ended since.
    static func commands(parts: [String], sentAt: Moment, receiptAt: Moment?) -> [String] {
        var commands = [
            verify(message, at: sentAt),
            """
            openssl dgst -sha256 -r \(parts.joined(separator: " ")) | while read sum part; do \
            grep -qF "\\"${part#\\*}\\":\\"$sum\\"" \(message) || exit 1; done
            """,
        ]
        if let receiptAt {
            commands.append(
                """
                \(verify(receipt, at: receiptAt)) && grep -qF \
                "\\"message_sha256\\":\\"$(openssl dgst -sha256 -r \(message) | cut -c1-64)\\"" \(receipt)
                """)
        }
        return commands
    }

    private static func verify(_ name: String, at time: Moment) -> String {
        """
        openssl cms -verify -binary -inform DER -in \(signature(of: name)) -content \(name) -CAfile \(authority) \
        -partial_chain -purpose any -attime \(time.milliseconds / 1000) -out /dev/null
        """
    }
}
