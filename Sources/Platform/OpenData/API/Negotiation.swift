// SPDX-License-Identifier: Apache-2.0

/// What a client takes, by its Accept header (RFC 9110, section 12.5.1).
struct Negotiation {
    /// A format that can be answered. The first of several is what whoever takes anything gets.
    struct Offer: Equatable {
        let type: String
        let version: String?
        /// Plainer names for the same.
        var aliases: [String] = []

        var contentType: String { version.map { "\(type);version=\($0)" } ?? type }
    }

    private struct Range {
        let type: String
        let version: String?
        let quality: Double

        init?(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace && $0 != "\"" }.lowercased() }
            guard let type = parts.first, !type.isEmpty else { return nil }
            func parameter(_ name: String) -> String? {
                parts.dropFirst().first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
            }
            self.type = type
            version = parameter("version")
            quality = parameter("q").map { Double($0) ?? 0 } ?? 1
        }

        /// How exactly it means an offer; nil if it does not.
        func precision(for offer: Offer) -> Int? {
            if type == "*/*" { return 0 }
            if type.hasSuffix("/*") { return offer.type.hasPrefix(type.dropLast()) ? 1 : nil }
            if offer.aliases.contains(type) { return 2 }
            guard type == offer.type else { return nil }
            return version == nil ? 3 : version == offer.version ? 4 : nil
        }
    }

    private let ranges: [Range]

    init(_ accept: String) {
        let ranges = accept.split(separator: ",").compactMap(Range.init)
        self.ranges = ranges.isEmpty ? [Range("*/*")].compactMap(\.self) : ranges
    }

    /// The offer that is liked best; nil if none is taken.
    func choose(from offers: [Offer]) -> Offer? {
        var best: (offer: Offer, quality: Double)?
        for offer in offers {
            let meant = ranges.compactMap { range in range.precision(for: offer).map { ($0, range.quality) } }
            guard let quality = meant.max(by: { $0.0 < $1.0 })?.1, quality > 0 else { continue }
            if quality > best?.quality ?? 0 { best = (offer, quality) }
        }
        return best?.offer
    }
}
