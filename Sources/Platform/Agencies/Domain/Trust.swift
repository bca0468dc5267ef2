// SPDX-License-Identifier: Apache-2.0

/// How far a statement about an agency is to be trusted, as its basis says.
enum Trust: String, CaseIterable {
    /// A law that others quote; its text was not read.
    case secondHand
    /// By a rule from what is known.
    case derived
    /// Nobody has looked it up yet.
    case unconfirmed
    /// Entered here by somebody with the right to.
    case registered

    init(basis: String) {
        self =
            if basis.hasPrefix("registered by") {
                .registered
            } else if basis.contains("memory") || basis.contains("not confirmed") {
                .unconfirmed
            } else if basis.hasPrefix("derived") { .derived } else { .secondHand }
    }

    /// The law the basis names, "" where it names none.
    static func law(in basis: String) -> String {
        guard basis.hasPrefix("Quyết định") || basis.hasPrefix("Nghị định") || basis.hasPrefix("Luật") else {
            return ""
        }
        return String(basis.prefix { $0 != "(" }).trimmingSuffix(" ")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return text
    }
}
