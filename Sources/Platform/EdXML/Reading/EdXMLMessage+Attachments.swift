// SPDX-License-Identifier: Apache-2.0

import Foundation

extension EdXMLMessage {
    /// The files, unpacked, in the order in which they lie there.
    static func attachments(_ root: XMLElement, _ limits: EdXMLLimits) throws(EdXMLProblem) -> [Attachment] {
        let packed = root[EdXMLNames.encoded]?.all("Attachment") ?? []
        let listed = root[EdXMLNames.envelope]?[EdXMLNames.body]?[EdXMLNames.manifest]?.all("Reference") ?? []
        guard packed.count <= limits.attachments, listed.count <= limits.attachments else {
            throw .tooManyAttachments(limits.attachments)
        }
        var (found, room): ([Attachment], Int) = ([], limits.unpacked)
        for element in packed {
            let attachment = try Attachment(element, listed.first { $0.contentID == element.contentID }, room: room)
            room -= attachment.bytes.count
            found.append(attachment)
        }
        for reference in listed where !found.contains(where: { $0.id == reference.contentID }) {
            throw .attachmentMissing(name: reference.text("AttachmentName"))
        }
        return found
    }
}

extension EdXMLMessage.Attachment {
    /// What the archive does not say of itself, the list in the envelope may.
    fileprivate init(_ element: XMLElement, _ listed: XMLElement?, room: Int) throws(EdXMLProblem) {
        func said(_ name: String) -> String {
            let own = element.text(name)
            return own.isEmpty ? listed?.text(name) ?? "" : own
        }
        let name = said("AttachmentName")
        guard !name.isEmpty else { throw .missing(element: "AttachmentName") }
        guard Packing.isSafe(name), !name.contains("/") else { throw .attachmentUnsafe(name: name) }
        guard let packed = element["ContentTransferEncoded"]?.packed, !packed.isEmpty,
            let archive = Data(base64Encoded: Data(packed))
        else { throw .attachmentUnreadable(name: name) }
        let bytes = try Packing.unpack(Array(archive), of: name, upTo: room)
        let type = said("ContentType")
        guard FileFormat.fits(bytes, type: type, name: name) else { throw .attachmentNotWhatItSays(name: name) }
        self.init(
            id: element.contentID, name: name, contentType: type, description: said("Description"), bytes: bytes)
    }
}

extension XMLElement {
    /// One builder writes `cid:` here and another does not; some name it in a link.
    fileprivate var contentID: String {
        let own = text("ContentId")
        let name = own.isEmpty ? attributes["href"] ?? "" : own
        return name.hasPrefix(EdXMLNames.cid) ? String(name.dropFirst(EdXMLNames.cid.count)) : name
    }
}
