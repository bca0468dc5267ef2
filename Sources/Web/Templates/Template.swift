// SPDX-License-Identifier: Apache-2.0

/// A page's template in the language of Mustache, read into a tree. Of that language there is what pages need:
/// `{{name}}`, always escaped; `{{#name}}` for what is true and for each of a list; `{{^name}}` for what is not;
/// `{{> other}}`; and `{{<layout}}` with the blocks `{{$main}}` that fill it.
package indirect enum TemplateNode: Sendable {
    /// Prints as it stands.
    case literal([UInt8])
    /// `{{t.petitions.list.title}}`, by its key: a sentence in the reader's language.
    case word(String)
    case variable(TemplateName)
    case section(TemplateName, [TemplateNode])
    case inverted(TemplateName, [TemplateNode])
    case partial(String)
    case layout(String, blocks: [String: [TemplateNode]])
    /// What a layout leaves open, and what it prints where nothing fills it.
    case block(String, [TemplateNode])
}

/// A dotted name; no parts are what the section stands at: `{{.}}`.
package struct TemplateName: Sendable {
    package let parts: [String]
    package var text: String { parts.isEmpty ? "." : parts.joined(separator: ".") }

    init(_ text: Substring) { parts = text == "." ? [] : text.split(separator: ".").map(String.init) }
}

/// A template that cannot be read.
package struct TemplateMistake: Error {
    package let line: Int
    package let reason: String
}

extension TemplateNode {
    /// Reads a template. Blanks that indent a line are left out, and so are lines on which tags stand alone that print
    /// nothing themselves.
    package static func parse(_ source: String) throws -> [TemplateNode] {
        var pieces: [Piece] = []
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            pieces += try Self.pieces(of: line.drop { $0 == " " }, number: index + 1)
        }
        // What follows the last line's end is no line.
        if case .text("\n")? = pieces.last?.kind { pieces.removeLast() }
        var rest = pieces[...]
        return try nodes(&rest, closing: nil, from: 1)
    }

    private struct Piece {
        enum Kind {
            case text(Substring)
            case tag(Character, Substring)
        }

        let kind: Kind
        let line: Int

        var standsAlone: Bool {
            if case .tag(let sign, _) = kind { sign != "=" } else { false }
        }
    }

    private static let signs: Set<Character> = ["#", "^", "/", ">", "<", "$"]

    private static func pieces(of line: Substring, number: Int) throws -> [Piece] {
        var pieces: [Piece] = []
        var rest = line
        while let open = rest.utf8.firstRange(of: "{{".utf8) {
            if open.lowerBound > rest.startIndex {
                pieces.append(Piece(kind: .text(rest[..<open.lowerBound]), line: number))
            }
            guard let close = rest[open.upperBound...].utf8.firstRange(of: "}}".utf8) else {
                throw TemplateMistake(line: number, reason: "{{ is not closed")
            }
            var name = rest[open.upperBound..<close.lowerBound]
            let sign = name.first.flatMap { signs.contains($0) ? $0 : nil }
            if sign != nil { name = name.dropFirst().drop { $0 == " " } }
            guard !name.isEmpty, name.utf8.allSatisfy(isOfName) else {
                throw TemplateMistake(line: number, reason: "{{\(name)}} is no tag; everything is printed escaped")
            }
            pieces.append(Piece(kind: .tag(sign ?? "=", name), line: number))
            rest = rest[close.upperBound...]
        }
        if !pieces.isEmpty, rest.allSatisfy({ $0 == " " }), pieces.allSatisfy(\.standsAlone) { return pieces }
        if !rest.isEmpty { pieces.append(Piece(kind: .text(rest), line: number)) }
        return pieces + [Piece(kind: .text("\n"), line: number)]
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func nodes(_ pieces: inout ArraySlice<Piece>, closing open: Substring?, from line: Int) throws
        -> [TemplateNode]
    {
        var nodes: [TemplateNode] = []
        var line = line
        while let piece = pieces.popFirst() {
            line = piece.line
            switch piece.kind {
            case .text(let text):
                if case .literal(let before)? = nodes.last {
                    nodes[nodes.count - 1] = .literal(before + text.utf8)
                } else {
                    nodes.append(.literal(Array(text.utf8)))
                }
            case .tag("/", let name):
                guard name == open else {
                    throw TemplateMistake(line: line, reason: "\(name) closes \(open ?? "nothing")")
                }
                return nodes
            case .tag("#", let name):
                nodes.append(.section(TemplateName(name), try Self.nodes(&pieces, closing: name, from: line)))
            case .tag("^", let name):
                nodes.append(.inverted(TemplateName(name), try Self.nodes(&pieces, closing: name, from: line)))
            case .tag("$", let name):
                nodes.append(.block(String(name), try Self.nodes(&pieces, closing: name, from: line)))
            case .tag("<", let name):
                let children = try Self.nodes(&pieces, closing: name, from: line)
                let blocks = children.reduce(into: [String: [TemplateNode]]()) { blocks, node in
                    if case .block(let name, let children) = node { blocks[name] = children }
                }
                nodes.append(.layout(String(name), blocks: blocks))
            case .tag(">", let name): nodes.append(.partial(String(name)))
            case .tag(_, let name):
                nodes.append(name.hasPrefix("t.") ? .word(String(name.dropFirst(2))) : .variable(TemplateName(name)))
            }
        }
        guard open == nil else { throw TemplateMistake(line: line, reason: "\(open ?? "") is not closed") }
        return nodes
    }
}
