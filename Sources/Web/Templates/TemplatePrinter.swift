// SPDX-License-Identifier: Apache-2.0

/// Prints one page. A name is looked for from the inside out, as Mustache does; what nothing answers to prints nothing, and
/// fails the tests of templates.
struct TemplatePrinter {
    let templates: [String: [TemplateNode]]
    let words: Strings
    private var scopes: [TemplateValue]
    private var blocks: [String: [TemplateNode]] = [:]
    private var html: [UInt8] = []

    init(_ templates: [String: [TemplateNode]], words: Strings, reading scope: TemplateObject) {
        (self.templates, self.words) = (templates, words)
        scopes = [.object(scope)]
        html.reserveCapacity(32_768)
    }

    /// The page whose template is called `name`.
    mutating func page(_ name: String) -> String {
        print(template: name)
        return String(decoding: html, as: UTF8.self)
    }

    private mutating func print(template name: String) {
        guard let nodes = templates[name] else { preconditionFailure("no template named \(name)") }
        print(nodes)
    }

    private mutating func print(_ nodes: [TemplateNode]) {
        for node in nodes {
            switch node {
            case .literal(let bytes): html += bytes
            case .word(let key): html.append(escaping: words[key])
            case .variable(let name): if case .text(let text) = value(of: name) { html.append(escaping: text) }
            case .section(let name, let children): section(value(of: name), children)
            case .inverted(let name, let children): if !value(of: name).isTrue { print(children) }
            case .partial(let name): print(template: name)
            case .layout(let name, let own):
                let outer = blocks
                // A template that fills a layout, which fills another one, is the nearer of the two to the page.
                blocks = outer.merging(own) { outer, _ in outer }
                print(template: name)
                blocks = outer
            case .block(let name, let fallback): print(blocks[name] ?? fallback)
            }
        }
    }

    private mutating func section(_ value: TemplateValue, _ children: [TemplateNode]) {
        guard value.isTrue else { return }
        switch value {
        case .flag, .nothing: print(children)
        case .list(let elements): for element in elements { print(children, at: element) }
        case .text, .object: print(children, at: value)
        }
    }

    private mutating func print(_ nodes: [TemplateNode], at scope: TemplateValue) {
        scopes.append(scope)
        print(nodes)
        scopes.removeLast()
    }

    private func value(of name: TemplateName) -> TemplateValue {
        guard let first = name.parts.first else { return scopes.last ?? .nothing }
        for case .object(let scope) in scopes.reversed() {
            guard var found = scope[first] else { continue }
            for part in name.parts.dropFirst() {
                guard case .object(let object) = found, let next = object[part] else { return .nothing }
                found = next
            }
            return found
        }
        return .nothing
    }
}

extension TemplateValue {
    fileprivate var isTrue: Bool {
        switch self {
        case .flag(let flag): flag
        case .list(let elements): !elements.isEmpty
        case .text, .object: true
        case .nothing: false
        }
    }
}

extension [UInt8] {
    /// Escapes byte by byte, so that a combining mark cannot hide a quote from it: `"` with an accent above is one
    /// `Character`, and not `"`. No byte of a longer character is below 128.
    fileprivate mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { bytes in
            var begun = 0
            for (index, byte) in bytes.enumerated() {
                guard let entity = Self.entity(for: byte) else { continue }
                append(contentsOf: bytes[begun..<index])
                append(contentsOf: entity.utf8)
                begun = index + 1
            }
            append(contentsOf: bytes[begun...])
        }
    }

    private static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
