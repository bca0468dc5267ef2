// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Finds what marks a document as a State secret. Such documents are made, sent and kept on other networks (Law on Protection
/// of State Secrets 2018); here they are refused, whoever types them.
package enum SecretMarking {
    /// The mark found, as it was typed: a degree of secrecy on a line of its own, or after "Độ mật". What stands behind it on the
    /// line is left out, for the mark is told to others.
    package static func found(in text: String) -> String? {
        guard mayHold(text) else { return nil }
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

    /// Whether a closer look is worth its time: false for nearly every text, and for none with a mark in it. Each degree ends with the
    /// same word; letters with marks of their own could be put together to it.
    private static func mayHold(_ text: String) -> Bool {
        var (last, before): (UInt32, UInt32) = (0, 0)
        for scalar in text.unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) { return true }
            if scalar == "t" || scalar == "T", [0x1EAC, 0x1EAD].contains(last), [0x4D, 0x6D].contains(before) {
                return true
            }
            (before, last) = (last, scalar.value)
        }
        return false
    }

    private static let degrees = ["mật", "tối mật", "tuyệt mật"]
}
