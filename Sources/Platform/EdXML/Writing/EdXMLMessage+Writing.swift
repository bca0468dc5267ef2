// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

extension EdXMLMessage {
    /// The message as it travels, signed where there is a seal. Refuses what no reader would take.
    package func written(sealedBy seal: EdXMLSeal?) throws(EdXMLProblem) -> [UInt8] {
        try check()
        let text = try XMLWriter.document { writer throws(EdXMLProblem) in
            try writer.element("edXML:" + EdXMLNames.header) { writer throws(EdXMLProblem) in
                try writer.element("edXML:MessageHeader") { writer throws(EdXMLProblem) in try fields(&writer) }
                try writer.element("edXML:TraceHeaderList") { writer throws(EdXMLProblem) in
                    for trace in trace { try trace.write(to: &writer) }
                    try business.write(to: &writer)
                }
            }
            try writer.element("edXML:" + EdXMLNames.body) { writer throws(EdXMLProblem) in
                try writer.element("edXML:" + EdXMLNames.manifest, ["version": "1.0"]) {
                    writer throws(EdXMLProblem) in
                    for attachment in attachments { try attachment.list(in: &writer) }
                }
            }
        } beside: { writer throws(EdXMLProblem) in
            try writer.element(EdXMLNames.encoded) { writer throws(EdXMLProblem) in
                for attachment in attachments { try attachment.write(to: &writer) }
            }
        }
        let bytes = Array(text.utf8)
        let sealed = try seal?.signed(bytes) ?? bytes
        guard sealed.count <= EdXMLLimits().bytes else { throw .tooLarge }
        return sealed
    }

    private func check() throws(EdXMLProblem) {
        guard Self.isOrganID(from.id) else { throw .badValue(element: "From/OrganId") }
        guard !to.isEmpty else { throw .missing(element: "To") }
        guard to.allSatisfy({ Self.isOrganID($0.id) }) else { throw .badValue(element: "To/OrganId") }
        guard !subject.isEmpty else { throw .missing(element: "Subject") }
        guard !code.number.isEmpty else { throw .missing(element: "Code") }
        guard Set(attachments.map(\.id)).count == attachments.count, attachments.allSatisfy({ !$0.id.isEmpty }) else {
            throw .badValue(element: "ContentId")
        }
        let limits = EdXMLLimits()
        guard attachments.count <= limits.attachments else { throw .tooManyAttachments(limits.attachments) }
        guard attachments.reduce(0, { $0 + $1.bytes.count }) <= limits.unpacked else { throw .tooLarge }
        for attachment in attachments
        where !FileFormat.fits(attachment.bytes, type: attachment.contentType, name: attachment.name) {
            throw .attachmentNotWhatItSays(name: attachment.name)
        }
    }

    private func fields(_ writer: inout XMLWriter) throws(EdXMLProblem) {
        try from.write("From", to: &writer)
        for organ in to { try organ.write("To", to: &writer) }
        try writer.field("DocumentId", documentID)
        try writer.element("Code") { writer throws(EdXMLProblem) in
            try writer.field("CodeNumber", code.number)
            try writer.field("CodeNotation", code.notation)
        }
        try writer.element("PromulgationInfo") { writer throws(EdXMLProblem) in
            try writer.field("Place", promulgation.place)
            try writer.field("PromulgationDate", EdXMLText.written(promulgation.day))
        }
        try writer.element("DocumentType") { writer throws(EdXMLProblem) in
            try writer.field("Type", ifAny: type.type)
            try writer.field("TypeDetail", ifAny: type.detail)
            try writer.field("TypeName", type.name)
        }
        try writer.field("Subject", subject)
        try writer.field("Content", ifAny: content)
        try writer.element("SignerInfo") { writer throws(EdXMLProblem) in
            try writer.field("Competence", signer.competence)
            try writer.field("Position", signer.position)
            try writer.field("FullName", signer.name)
        }
        try writer.field("DueDate", ifAny: due.map { EdXMLText.written($0) } ?? "")
        try other.write(to: &writer)
        for document in responsesFor { try document.write(to: &writer) }
        try writer.field("SteeringType", ifAny: steering?.rawValue)
        guard !toPlaces.isEmpty else { return }
        try writer.element("ToPlaces") { writer throws(EdXMLProblem) in
            for place in toPlaces { try writer.field("Place", place) }
        }
    }
}

extension EdXMLStatus {
    /// The status as it travels, signed where there is a seal.
    package func written(sealedBy seal: EdXMLSeal?) throws(EdXMLProblem) -> [UInt8] {
        guard EdXMLMessage.isOrganID(from.id) else { throw .badValue(element: "From/OrganId") }
        let text = try XMLWriter.document { writer throws(EdXMLProblem) in
            try writer.element("edXML:" + EdXMLNames.header) { writer throws(EdXMLProblem) in
                try writer.element("edXML:MessageHeader") { writer throws(EdXMLProblem) in
                    try responseFor.write(to: &writer)
                    try from.write("From", to: &writer)
                    let code = state.rawValue < 10 ? "0\(state.rawValue)" : "\(state.rawValue)"
                    try writer.field("StatusCode", code)
                    try writer.field("Description", description)
                    try writer.field("Timestamp", EdXMLText.written(at))
                    try staff.write(to: &writer)
                }
            }
        } beside: { _ in
        }
        let bytes = Array(text.utf8)
        return try seal?.signed(bytes) ?? bytes
    }
}

extension XMLWriter {
    fileprivate static func document(
        _ envelope: (inout XMLWriter) throws(EdXMLProblem) -> Void,
        beside: (inout XMLWriter) throws(EdXMLProblem) -> Void
    ) throws(EdXMLProblem) -> String {
        var writer = XMLWriter()
        try writer.element(EdXMLNames.root, ["xmlns": EdXMLNames.space]) { writer throws(EdXMLProblem) in
            let space: KeyValuePairs = ["xmlns:edXML": EdXMLNames.space]
            try writer.element("edXML:" + EdXMLNames.envelope, space, envelope)
            try beside(&writer)
        }
        return writer.text
    }
}

extension EdXMLMessage.Organ {
    fileprivate func write(_ role: String, to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element(role) { writer throws(EdXMLProblem) in
            try writer.field("OrganId", id)
            try writer.field("OrganizationInCharge", ifAny: inCharge)
            try writer.field("OrganName", name)
            try writer.field("OrganAdd", ifAny: address)
            try writer.field("Email", ifAny: email)
            try writer.field("Telephone", ifAny: telephone)
            try writer.field("Fax", ifAny: fax)
            try writer.field("Website", ifAny: website)
        }
    }
}

extension EdXMLMessage.OtherInfo {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("OtherInfo") { writer throws(EdXMLProblem) in
            try writer.field("Priority", "\(urgency.rawValue)")
            try writer.field("SphereOfPromulgation", ifAny: sphere)
            try writer.field("TyperNotation", ifAny: typist)
            try writer.field("PromulgationAmount", ifAny: copies)
            try writer.field("PageAmount", ifAny: pages)
            try writer.field("Direction", ifAny: direction)
            guard !appendixes.isEmpty else { return }
            try writer.element("Appendixes") { writer throws(EdXMLProblem) in
                for appendix in appendixes { try writer.field("Appendix", appendix) }
            }
        }
    }
}

extension EdXMLMessage.ResponseFor {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("ResponseFor") { writer throws(EdXMLProblem) in
            try writer.field("OrganId", organID)
            try writer.field("Code", code)
            try writer.field("DocumentId", documentID)
            try writer.field("PromulgationDate", ifAny: day.map { EdXMLText.written($0) } ?? "")
        }
    }
}

extension EdXMLMessage.Trace {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("TraceHeader") { writer throws(EdXMLProblem) in
            try writer.field("OrganId", organID)
            try writer.field("Timestamp", EdXMLText.written(at))
        }
    }
}

extension EdXMLMessage.Staff {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        guard self != EdXMLMessage.Staff() else { return }
        try writer.element("StaffInfo") { writer throws(EdXMLProblem) in
            try writer.field("Department", department)
            try writer.field("Staff", name)
            try writer.field("Mobile", mobile)
            try writer.field("Email", email)
        }
    }
}

extension EdXMLMessage.Business {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("Bussiness") { writer throws(EdXMLProblem) in
            try writer.field("BussinessDocType", "\(kind.rawValue)")
            try writer.field("BussinessDocReason", reason)
            try writer.field("DocumentId", ifAny: documentID)
            try writer.field("Paper", ifAny: paper)
            try staff.write(to: &writer)
            if let change { try change.write(to: &writer) }
            guard !replacements.isEmpty else { return }
            try writer.element("ReplacementInfoList") { writer throws(EdXMLProblem) in
                for replacement in replacements { try replacement.write(to: &writer) }
            }
        }
    }
}

extension EdXMLMessage.Change {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("BussinessDocumentInfo") { writer throws(EdXMLProblem) in
            try writer.field("DocumentInfo", ifAny: documentInfo)
            try writer.field("DocumentReceiver", ifAny: documentReceiver)
            guard !receivers.isEmpty else { return }
            try writer.element("ReceiverList") { writer throws(EdXMLProblem) in
                for receiver in receivers {
                    try writer.element("Receiver") { writer throws(EdXMLProblem) in
                        try writer.field("OrganId", receiver.organID)
                        try writer.field("ReceiverType", receiver.isAdded ? "1" : "0")
                    }
                }
            }
        }
    }
}

extension EdXMLMessage.Replacement {
    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("ReplacementInfo") { writer throws(EdXMLProblem) in
            try writer.field("DocumentId", documentID)
            try writer.element("OrganIdList") { writer throws(EdXMLProblem) in
                for organ in organIDs { try writer.field("OrganId", organ) }
            }
        }
    }
}

extension EdXMLMessage.Attachment {
    fileprivate func list(in writer: inout XMLWriter) throws(EdXMLProblem) {
        try writer.element("Reference") { writer throws(EdXMLProblem) in
            try writer.field("ContentId", EdXMLNames.cid + id)
            try writer.field("ContentType", contentType)
            try writer.field("Description", description)
            try writer.field("AttachmentName", name)
        }
    }

    fileprivate func write(to writer: inout XMLWriter) throws(EdXMLProblem) {
        let packed = Data(try Packing.pack(bytes, named: name)).base64EncodedString()
        try writer.element("Attachment") { writer throws(EdXMLProblem) in
            try writer.field("ContentId", EdXMLNames.cid + id)
            try writer.field("AttachmentName", name)
            try writer.field("Description", description)
            try writer.field("ContentType", contentType)
            writer.raw("ContentTransferEncoded", packed)
        }
    }
}
