// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A template as a tree, read apart from the library that renders it, so that a test can ask what it refers to.
indirect enum TemplateNode {
    case variable(String)
    case section(String, [TemplateNode])
    case inverted(String, [TemplateNode])
    case partial(String)
    case layout(String, blocks: [String: [TemplateNode]])
    case block(String, [TemplateNode])

    struct Mistake: Error { let reason: String }

    static func parse(_ source: String) throws -> [TemplateNode] {
        var tags = source.matches(of: /\{\{([#^\/>$<!%]?)\s*([^}]*?)\s*\}\}/).map { (String($0.1), String($0.2)) }[...]
        return try nodes(&tags, until: nil)
    }

    private static func nodes(_ tags: inout ArraySlice<(String, String)>, until end: String?) throws -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let (sigil, name) = tags.popFirst() {
            switch sigil {
            case "#": nodes.append(.section(name, try Self.nodes(&tags, until: name)))
            case "^": nodes.append(.inverted(name, try Self.nodes(&tags, until: name)))
            case "$": nodes.append(.block(name, try Self.nodes(&tags, until: name)))
            case "<":
                let children = try Self.nodes(&tags, until: name)
                let blocks = children.reduce(into: [String: [TemplateNode]]()) { blocks, node in
                    if case .block(let name, let children) = node { blocks[name] = children }
                }
                nodes.append(.layout(name, blocks: blocks))
            case ">": nodes.append(.partial(name))
            case "/":
                guard name == end else { throw Mistake(reason: "\(name) closes \(end ?? "nothing")") }
                return nodes
            case "!", "%": break
            default: nodes.append(.variable(name))
            }
        }
        guard end == nil else { throw Mistake(reason: "\(end ?? "") is not closed") }
        return nodes
    }
}
