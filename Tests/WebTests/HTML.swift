// SPDX-License-Identifier: Apache-2.0

/// The tags of a page, read as a browser reads them: by Unicode scalar, so that an accent cannot hide a quote from the test
/// either.
struct HTML {
    struct Tag {
        var name = ""
        var isEnd = false
        var attributes: [(name: String, value: String)] = []

        subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
    }

    let tags: [Tag]

    init(_ source: String) {
        var rest = Substring.UnicodeScalarView(source.unicodeScalars)
        var tags: [Tag] = []
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let first = rest.first, first.properties.isAlphabetic || first == "/" else { continue }
            tags.append(Self.tag(&rest))
        }
        self.tags = tags
    }

    var starts: [Tag] { tags.filter { !$0.isEnd } }

    /// What a person or a program listening to the page would stumble over.
    var mistakes: [String] { unbalanced + references + headings }

    private static let void: Set = ["meta", "link", "input", "br", "hr", "img", "col", "!doctype"]
    /// Written with a closing slash inside SVG, where that ends the element.
    private static let empty: Set = ["path", "circle", "rect", "line", "use", "polygon", "polyline"]

    private var unbalanced: [String] {
        var open: [String] = []
        for tag in tags where !Self.void.contains(tag.name) && !Self.empty.contains(tag.name) {
            if !tag.isEnd {
                open.append(tag.name)
            } else if open.popLast() != tag.name {
                return ["</\(tag.name)> closes nothing"]
            }
        }
        return open.map { "<\($0)> is not closed" }
    }

    private var references: [String] {
        let ids = starts.compactMap { $0["id"] }
        let known = Set(ids)
        let twice = Dictionary(grouping: ids, by: \.self).filter { $1.count > 1 }.keys.map { "id \($0) twice" }
        let dangling = starts.flatMap { tag in
            ["for", "aria-describedby", "aria-labelledby", "popovertarget"].flatMap { attribute in
                (tag[attribute] ?? "").split(separator: " ").map(String.init).filter { !known.contains($0) }
            }
        }
        return twice + dangling.map { "nothing has the id \($0)" }
    }

    private var headings: [String] {
        let levels = starts.compactMap { tag in
            tag.name.count == 2 && tag.name.hasPrefix("h") ? Int(tag.name.dropFirst()) : nil
        }
        guard levels.contains(1) else { return ["no h1"] }
        return zip(levels, levels.dropFirst()).filter { $1 > $0 + 1 }.map { "h\($1) after h\($0)" }
    }

    /// The tokeniser of HTML 13.2.5.8 to 13.2.5.40, for start and end tags.
    private static func tag(_ rest: inout Substring.UnicodeScalarView) -> Tag {
        var tag = Tag()
        if rest.first == "/" { tag.isEnd = true; rest.removeFirst() }
        tag.name = take(&rest) { !isSpace($0) && $0 != "/" && $0 != ">" }.lowercased()
        while let next = rest.first, next != ">" {
            if isSpace(next) || next == "/" { rest.removeFirst(); continue }
            let name = take(&rest) { !isSpace($0) && $0 != "/" && $0 != ">" && $0 != "=" }.lowercased()
            if name.isEmpty { rest.removeFirst(); continue }
            _ = take(&rest, while: isSpace)
            tag.attributes.append((name, rest.first == "=" ? value(&rest) : ""))
        }
        if !rest.isEmpty { rest.removeFirst() }
        return tag
    }

    private static func value(_ rest: inout Substring.UnicodeScalarView) -> String {
        rest.removeFirst()
        _ = take(&rest, while: isSpace)
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            return take(&rest) { !isSpace($0) && $0 != ">" }
        }
        rest.removeFirst()
        let value = take(&rest) { $0 != quote }
        if !rest.isEmpty { rest.removeFirst() }
        return value
    }

    private static func take(
        _ rest: inout Substring.UnicodeScalarView, while holds: (Unicode.Scalar) -> Bool
    ) -> String {
        let taken = rest.prefix(while: holds)
        rest = rest[taken.endIndex...]
        return String(String.UnicodeScalarView(taken))
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { " \t\n\r\u{0C}".unicodeScalars.contains(scalar) }
}
