// SPDX-License-Identifier: Apache-2.0

@_spi(Reflection) import Swift
import Synchronization

/// What a template reads of a page: its stored properties, and theirs. Whatever is no text, Bool, list or struct is
/// nothing to it.
enum TemplateValue {
    case text(String)
    case flag(Bool)
    case list([TemplateValue])
    case object(TemplateObject)
    case nothing

    init<T>(_ value: T) {
        self = withUnsafePointer(to: value) { Shape.of(T.self).read(UnsafeRawPointer($0)) }
    }
}

/// The properties of one struct, by name.
struct TemplateObject {
    fileprivate let slots: [String: Int]
    fileprivate let values: [TemplateValue]

    init(_ properties: [String: TemplateValue]) {
        values = Array(properties.values)
        slots = Dictionary(uniqueKeysWithValues: zip(properties.keys, 0...))
    }

    fileprivate init(slots: [String: Int], values: [TemplateValue]) { (self.slots, self.values) = (slots, values) }

    subscript(name: String) -> TemplateValue? { slots[name].map { values[$0] } }
}

/// How the values of one type are read. A `Mirror` finds that out again for every value, which took longer than all the rest
/// of a page; here it is found out once for each type, and a value is read from where the type has it.
private struct Shape: Sendable {
    typealias Read = @Sendable (UnsafeRawPointer) -> TemplateValue

    let read: Read

    private static let known = Mutex<[ObjectIdentifier: Shape]>([:])

    static func of<T>(_ type: T.Type) -> Shape {
        let id = ObjectIdentifier(type)
        if let shape = known.withLock({ $0[id] }) { return shape }
        let shape = Shape(read: reading(type))
        known.withLock { $0[id] = shape }
        return shape
    }

    private static func reading<T>(_ type: T.Type) -> Read {
        if type is String.Type { return { .text($0.load(as: String.self)) } }
        if type is Bool.Type { return { .flag($0.load(as: Bool.self)) } }
        if let list = type as? any TemplateList.Type { return list.reading }
        // Printed where somebody makes a text of it, and not looked into.
        if type is any CustomStringConvertible.Type { return { _ in .nothing } }
        guard hasProperties(type) else { return { _ in .nothing } }
        let fields = fields(of: type)
        let slots = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
        return { place in
            .object(TemplateObject(slots: slots, values: fields.map { $0.shape.read(place + $0.offset) }))
        }
    }

    private struct Box<T> { let value: T }

    /// Whether it is a struct or a tuple: what kind a type is, only the one that has it as a property tells.
    private static func hasProperties<T>(_ type: T.Type) -> Bool {
        var isStruct = false
        _forEachField(of: Box<T>.self) { _, _, _, kind in
            isStruct = kind == .struct || kind == .tuple
            return true
        }
        return isStruct
    }

    private static func fields(of type: Any.Type) -> [(name: String, offset: Int, shape: Shape)] {
        var fields: [(name: String, offset: Int, shape: Shape)] = []
        _forEachField(of: type) { name, offset, type, _ in
            func shape<T>(_ type: T.Type) -> Shape { of(type) }
            fields.append((String(cString: name), offset, _openExistential(type, do: shape)))
            return true
        }
        return fields
    }
}

private protocol TemplateList {
    static var reading: Shape.Read { get }
}

extension Array: TemplateList {
    fileprivate static var reading: Shape.Read {
        { place in
            // Asked for here, because a list may hold the type it stands in.
            let shape = Shape.of(Element.self)
            return .list(
                place.load(as: [Element].self).withUnsafeBufferPointer { elements in
                    elements.indices.map { shape.read(UnsafeRawPointer(elements.baseAddress! + $0)) }
                })
        }
    }
}
