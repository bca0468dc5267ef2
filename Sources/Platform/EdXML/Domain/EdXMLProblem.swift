// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// Why something is not taken as a message of the axis, or cannot be written as one.
package enum EdXMLProblem: Problem, Equatable {
    case notXML(line: Int)
    /// It declares entities, or names a file outside itself.
    case unsafe
    case tooLarge, tooDeep, tooManyElements
    /// XML, but nothing of QCVN 102:2016.
    case notEdXML
    case missing(element: String)
    case badValue(element: String)
    case altered
    /// A signature that nobody here can check, or one that does not cover the whole.
    case signatureNotKnown
    case tooManyAttachments(Int)
    /// The list of attachments names one that is not there.
    case attachmentMissing(name: String)
    case attachmentUnreadable(name: String)
    /// A name that is a path, in the message or in the archive.
    case attachmentUnsafe(name: String)
    /// The archive holds none, or more than one.
    case attachmentNotOneFile(name: String)
    case attachmentTooLarge(name: String)
    case attachmentEncrypted(name: String)
    case attachmentNotWhatItSays(name: String)
    case badKey, unfitKey

    package var code: String {
        switch self {
        case .notXML: "edxml.not_xml"
        case .unsafe: "edxml.unsafe"
        case .tooLarge: "edxml.too_large"
        case .tooDeep: "edxml.too_deep"
        case .tooManyElements: "edxml.too_many_elements"
        case .notEdXML: "edxml.not_edxml"
        case .missing: "edxml.missing"
        case .badValue: "edxml.bad_value"
        case .altered: "edxml.altered"
        case .signatureNotKnown: "edxml.signature_not_known"
        case .tooManyAttachments: "edxml.too_many_attachments"
        case .attachmentMissing: "edxml.attachment_missing"
        case .attachmentUnreadable: "edxml.attachment_unreadable"
        case .attachmentUnsafe: "edxml.attachment_unsafe"
        case .attachmentNotOneFile: "edxml.attachment_not_one_file"
        case .attachmentTooLarge: "edxml.attachment_too_large"
        case .attachmentEncrypted: "edxml.attachment_encrypted"
        case .attachmentNotWhatItSays: "edxml.attachment_not_what_it_says"
        case .badKey: "edxml.bad_key"
        case .unfitKey: "edxml.unfit_key"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .tooLarge, .attachmentTooLarge: .tooLarge
        default: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .notXML(let line): ["line": "\(line)"]
        case .missing(let element), .badValue(let element): ["element": element]
        case .tooManyAttachments(let limit): ["limit": "\(limit)"]
        case .attachmentMissing(let name), .attachmentUnreadable(let name), .attachmentUnsafe(let name),
            .attachmentNotOneFile(let name), .attachmentTooLarge(let name), .attachmentEncrypted(let name),
            .attachmentNotWhatItSays(let name):
            ["name": name]
        default: [:]
        }
    }
}

/// How much of a stranger's message is read.
package struct EdXMLLimits: Sendable {
    package var bytes = 64 << 20
    package var depth = 32
    package var elements = 100_000
    package var attachments = 50
    /// Of all attachments together, unpacked.
    package var unpacked = 128 << 20

    package init() {}
}
