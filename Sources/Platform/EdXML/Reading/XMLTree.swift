// SPDX-License-Identifier: Apache-2.0

import CXML
import Foundation

/// An element of a document that was read. Names come without their prefix.
final class XMLElement {
    let name: String
    let space: String
    let attributes: [String: String]
    fileprivate(set) var children: [XMLElement] = []
    fileprivate var letters: [UInt8] = []

    fileprivate init(_ name: String, _ space: String, _ attributes: [String: String]) {
        (self.name, self.space, self.attributes) = (name, space, attributes)
    }

    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// Its own letters, without the blanks around them.
    var text: String {
        String(decoding: letters, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Its own letters without any blanks, as base64 stands there.
    var packed: [UInt8] { letters.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } }

    /// The text of a child, "" where there is none.
    func text(_ name: String) -> String { self[name]?.text ?? "" }
}

/// A document in memory, read within limits: no document type, no entities, no network.
final class XMLTree {
    let handle: OpaquePointer

    init(_ bytes: ArraySlice<UInt8>, _ limits: EdXMLLimits) throws(EdXMLProblem) {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        var (handle, line): (OpaquePointer?, Int32) = (nil, 0)
        let outcome = bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return cxml_malformed }
            return cxml_read(
                base, buffer.count, cxml_limits(depth: Int32(limits.depth), nodes: Int64(limits.elements)), &handle,
                &line)
        }
        switch outcome {
        case cxml_has_document_type: throw .unsafe
        case cxml_too_deep: throw .tooDeep
        case cxml_too_many_nodes: throw .tooManyElements
        case cxml_no_memory: throw .tooLarge
        default: break
        }
        guard outcome == cxml_done, let handle else { throw .notXML(line: max(1, Int(line))) }
        self.handle = handle
    }

    deinit { cxml_close(handle) }

    /// Nil only for a document without any element, which is none.
    var root: XMLElement? {
        let builder = Builder()
        let visitor = cxml_visitor(
            context: Unmanaged.passUnretained(builder).toOpaque(),
            start: { context, name, space, attributes in
                var (found, next): ([String: String], _) = ([:], attributes)
                while let name = next[0], let value = next[1] {
                    found[String(cString: name)] = String(cString: value)
                    next += 2
                }
                Builder.from(context).start(
                    XMLElement(String(cString: name), space.map { String(cString: $0) } ?? "", found))
            },
            end: { Builder.from($0).end() },
            text: { context, bytes, count in
                Builder.from(context).text(UnsafeRawBufferPointer(start: bytes, count: count))
            })
        withExtendedLifetime(builder) { cxml_walk(handle, visitor) }
        return builder.root
    }

    private final class Builder {
        private(set) var root: XMLElement?
        private var open: [XMLElement] = []

        static func from(_ context: UnsafeMutableRawPointer?) -> Builder {
            guard let context else { preconditionFailure("the builder is always given") }
            return Unmanaged<Builder>.fromOpaque(context).takeUnretainedValue()
        }

        func start(_ element: XMLElement) {
            if let parent = open.last { parent.children.append(element) } else { root = element }
            open.append(element)
        }

        func end() { open.removeLast() }

        func text(_ bytes: UnsafeRawBufferPointer) { open.last?.letters.append(contentsOf: bytes) }
    }
}
