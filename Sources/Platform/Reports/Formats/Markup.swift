// SPDX-License-Identifier: Apache-2.0

/// XML written piece by piece; whatever is put into it by interpolation is text, unless it is markup already.
struct Markup: ExpressibleByStringInterpolation {
    private(set) var xml: String

    init(stringLiteral value: String) { xml = value }
    init(stringInterpolation: Interpolation) { xml = stringInterpolation.xml }

    static func += (left: inout Markup, right: Markup) { left.xml += right.xml }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var xml = ""

        init(literalCapacity: Int, interpolationCount: Int) { xml.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { xml += literal }
        mutating func appendInterpolation(_ markup: Markup) { xml += markup.xml }
        mutating func appendInterpolation(_ markup: [Markup]) { for part in markup { xml += part.xml } }
        mutating func appendInterpolation(_ number: Int) { xml += String(number) }
        mutating func appendInterpolation(_ number: Double) { xml += "\(number)" }

        /// Scalar by scalar: a quotation mark with an accent is one Character, but still ends an attribute.
        mutating func appendInterpolation(_ text: String) {
            for scalar in text.printable.unicodeScalars {
                switch scalar {
                case "&": xml += "&amp;"
                case "<": xml += "&lt;"
                case ">": xml += "&gt;"
                case "\"": xml += "&quot;"
                default: xml.unicodeScalars.append(scalar)
                }
            }
        }
    }
}

extension String {
    /// With spaces for what XML 1.0 has no place for: control characters but tab and line feed, and two that are none.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar {
                    case "\t", "\n": scalar
                    case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": " "
                    default: scalar
                    }
                }))
    }
}
