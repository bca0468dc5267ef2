// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Finds what marks a document as a State secret. Such documents are made, sent and kept on other networks (Law on Protection
/// of State Secrets 2018); here they are refused, whoever types them.
package enum SecretMarking {
    /// The mark found, as it was typed: a degree of secrecy on a line of its own, or after "Độ mật".
    package static func found(in text: String) -> String? {
        for line in text.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isNewline) {
            let plain = line.trimmingCharacters(in: .whitespaces.union(.punctuationCharacters)).lowercased()
            let words = plain.split { $0.isWhitespace || $0 == ":" }.joined(separator: " ")
            if degrees.contains(words) { return line.trimmingCharacters(in: .whitespaces) }
            for prefix in ["độ mật ", "mức độ mật "] where words.hasPrefix(prefix) {
                if degrees.contains(where: words.dropFirst(prefix.count).hasPrefix) {
                    return line.trimmingCharacters(in: .whitespaces)
                }
            }
        }
        return nil
    }

    private static let degrees = ["mật", "tối mật", "tuyệt mật"]
}
