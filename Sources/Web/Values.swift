// SPDX-License-Identifier: Apache-2.0

import Mustache
import Synchronization

/// What a template reads: the stored properties of a page and its components as dictionaries, made once for each page.
///
/// swift-mustache looks for each name in each object on its stack through a `Mirror`, property by property, which was more
/// than half of what a page cost; a dictionary it asks directly.
enum Values {
    private enum Kind {
        /// Printed, or asked by a name, as it is.
        case leaf
        case list, properties
    }

    /// By type: to find it out takes longer than to look it up.
    private static let kinds = Mutex<[ObjectIdentifier: Kind]>([:])

    /// Structs and tuples become dictionaries, however deep; all else stays as it is. What prints itself is not looked into.
    static func of(_ object: Any) -> Any {
        switch kind(of: object) {
        case .leaf: object
        case .list: (object as? any List)?.elements.map(of) ?? object
        case .properties: properties(of: object)
        }
    }

    private static func properties(of object: Any) -> [String: Any] {
        var properties: [String: Any] = [:]
        for (label, value) in Mirror(reflecting: object).children {
            if let label { properties[label] = of(value) }
        }
        return properties
    }

    private static func kind(of object: Any) -> Kind {
        let type = ObjectIdentifier(type(of: object))
        if let known = kinds.withLock({ $0[type] }) { return known }
        let found = look(at: object)
        kinds.withLock { $0[type] = found }
        return found
    }

    private static func look(at object: Any) -> Kind {
        if object is any List { return .list }
        if object is any MustacheParent || object is any CustomStringConvertible { return .leaf }
        let style = Mirror(reflecting: object).displayStyle
        return style == .struct || style == .tuple ? .properties : .leaf
    }
}

private protocol List {
    var elements: [Any] { get }
}

extension Array: List {
    fileprivate var elements: [Any] { self }
}
