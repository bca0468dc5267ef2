// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Finds what marks a document as a State secret. Such documents are made, sent and kept on other networks (Law on Protection
/// of State Secrets 2018); here they are refused, whoever types them.
package enum SecretMarking {
    /// The mark found, as it was typed: a degree of secrecy on a line of its own, or after "Độ mật". What stands behind it on the
    /// line is left out, for the mark is told to others.
    package static func found(in text: String) -> String? {
        for line in text.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isNewline) {
            let plain = line.trimmingCharacters(in: .whitespaces.union(.punctuationCharacters)).lowercased()
            let words = plain.split { $0.isWhitespace || $0 == ":" }.joined(separator: " ")
            if degrees.contains(words) { return line.trimmingCharacters(in: .whitespaces) }
            for prefix in ["độ mật ", "mức độ mật "] where words.hasPrefix(prefix) {
                if let degree = degrees.first(where: words.dropFirst(prefix.count).hasPrefix) {
                    let count = (prefix + degree).split(separator: " ").count
                    return line.split(whereSeparator: \.isWhitespace).prefix(count).joined(separator: " ")
                        .trimmingCharacters(in: .punctuationCharacters)
                }
            }
        }
        return nil
    }

    /// As above, in what a file is called: "Kế hoạch (Mật).pdf", "TỐI MẬT - kế hoạch.pdf". Files themselves are not read.
    package static func found(inName name: String) -> String? {
        let stem = name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex).replacing("_", with: " ")
        let parts = stem.replacing(" - ", with: "\n").replacing(" – ", with: "\n")
        return found(in: String(parts.map { "()[]{}".contains($0) ? "\n" : $0 }))
    }

    private static let degrees = ["mật", "tối mật", "tuyệt mật"]
}
