// SPDX-License-Identifier: Apache-2.0

/// What came by the axis: a document, or what a receiver says of one.
package struct EdXMLPacket: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case message(EdXMLMessage), status(EdXMLStatus)
    }

    package let content: Content
    /// Whose signature it bears; nil when it bears none. Who vouches for them is another question.
    package let signer: EdXMLSigner?

    /// Reads a stranger's bytes. What was changed after it was signed is refused, as is what is too large, unsafe or no
    /// such message.
    package init(reading bytes: [UInt8], limits: EdXMLLimits = EdXMLLimits()) throws(EdXMLProblem) {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        let tree = try XMLTree(Self.withoutJunk(bytes), limits)
        guard let root = tree.root, root.name == EdXMLNames.root, root.space == EdXMLNames.space,
            let header = root[EdXMLNames.envelope]?[EdXMLNames.header], let fields = header["MessageHeader"]
        else { throw .notEdXML }
        signer = try tree.signer()
        if fields["StatusCode"] != nil {
            content = .status(try EdXMLStatus(fields))
        } else {
            content = .message(try EdXMLMessage(root, header, fields, limits))
        }
    }

    /// Some systems put letters before the beginning, also before or after the mark that it is UTF-8. UTF-16 begins with its
    /// own mark.
    private static func withoutJunk(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let isWide = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        guard !isWide, let start = bytes.prefix(junkLimit).firstIndex(of: UInt8(ascii: "<")) else { return bytes[...] }
        return bytes[start...]
    }

    private static let junkLimit = 256
}
