// SPDX-License-Identifier: Apache-2.0

import Kernel

extension EdXMLMessage {
    /// Out of the elements, in whatever order they stand.
    init(
        _ root: XMLElement, _ header: XMLElement, _ fields: XMLElement, _ limits: EdXMLLimits
    ) throws(EdXMLProblem) {
        guard let sender = fields["From"] else { throw .missing(element: "From") }
        let from = try Organ(sender, "From")
        var to: [Organ] = []
        for receiver in fields.all("To") { to.append(try Organ(receiver, "To")) }
        guard !to.isEmpty else { throw .missing(element: "To") }
        let said = fields.text("DocumentId")
        let parts = DocumentName(said)
        let promulgated = fields["PromulgationInfo"]
        guard let code = Code(fields["Code"]) ?? parts?.code else { throw .missing(element: "Code") }
        guard let day = try promulgated?.day("PromulgationDate") ?? parts?.day else {
            throw .missing(element: "PromulgationDate")
        }
        let subject = fields.text("Subject")
        guard !subject.isEmpty else { throw .missing(element: "Subject") }
        self.init(
            from: from, to: to, code: code,
            promulgation: Promulgation(place: promulgated?.text("Place") ?? "", day: day),
            type: try DocumentType(fields["DocumentType"]), subject: subject)
        if !said.isEmpty { documentID = said }
        content = fields.text("Content")
        signer = Signer(fields["SignerInfo"])
        due = try fields.day("DueDate")
        toPlaces = fields["ToPlaces"]?.all("Place").map(\.text) ?? []
        other = try OtherInfo(fields["OtherInfo"])
        for answered in fields.all("ResponseFor") { responsesFor.append(try ResponseFor(answered)) }
        if let number = try fields.number("SteeringType") {
            guard let known = Steering(rawValue: number) else { throw .badValue(element: "SteeringType") }
            steering = known
        }
        if let list = header["TraceHeaderList"] {
            for trace in list.all("TraceHeader") { self.trace.append(try Trace(trace)) }
            if let told = list["Bussiness"] { business = try Business(told) }
        }
        attachments = try Self.attachments(root, limits)
    }
}

/// `agency,day,code` taken apart.
private struct DocumentName {
    let day: Day, code: EdXMLMessage.Code

    init?(_ text: String) {
        let parts = text.split(separator: ",", maxSplits: 2)
        guard parts.count == 3, let day = EdXMLText.day(parts[1]) else { return nil }
        let code = parts[2].split(separator: "/", maxSplits: 1)
        guard code.count == 2 else { return nil }
        self.day = day
        self.code = EdXMLMessage.Code(number: String(code[0]), notation: String(code[1]))
    }
}

extension EdXMLStatus {
    init(_ fields: XMLElement) throws(EdXMLProblem) {
        guard let sender = fields["From"] else { throw .missing(element: "From") }
        guard let answered = fields["ResponseFor"] else { throw .missing(element: "ResponseFor") }
        guard let state = try fields.number("StatusCode").flatMap({ State(rawValue: $0) }) else {
            throw .badValue(element: "StatusCode")
        }
        guard let at = EdXMLText.time(fields.text("Timestamp")) else { throw .badValue(element: "Timestamp") }
        self.init(
            state, of: try EdXMLMessage.ResponseFor(answered), from: try EdXMLMessage.Organ(sender, "From"),
            description: fields.text("Description"), at: at)
        staff = EdXMLMessage.Staff(fields["StaffInfo"])
    }
}

extension EdXMLMessage.Organ {
    /// How long an identifier may be since the amendment of 2022.
    static let idLimit = 35

    fileprivate init(_ element: XMLElement, _ role: String) throws(EdXMLProblem) {
        let id = element.text("OrganId")
        guard EdXMLMessage.isOrganID(id) else { throw .badValue(element: "\(role)/OrganId") }
        self.init(id: id, name: element.text("OrganName"))
        inCharge = element.text("OrganizationInCharge")
        address = element.text("OrganAdd")
        email = element.text("Email")
        telephone = element.text("Telephone")
        fax = element.text("Fax")
        website = element.text("Website")
    }
}

extension EdXMLMessage {
    static func isOrganID(_ text: String) -> Bool {
        (1...Organ.idLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
            }
    }
}

extension EdXMLMessage.Code {
    fileprivate init?(_ element: XMLElement?) {
        guard let element, !element.text("CodeNumber").isEmpty else { return nil }
        self.init(number: element.text("CodeNumber"), notation: element.text("CodeNotation"))
    }
}

extension EdXMLMessage.DocumentType {
    fileprivate init(_ element: XMLElement?) throws(EdXMLProblem) {
        self.init(
            name: element?.text("TypeName") ?? "", type: try element?.number("Type"),
            detail: try element?.number("TypeDetail"))
    }
}

extension EdXMLMessage.Signer {
    fileprivate init(_ element: XMLElement?) {
        guard let element else {
            self.init()
            return
        }
        self.init(
            name: element.text("FullName"), position: element.text("Position"), competence: element.text("Competence"))
    }
}

extension EdXMLMessage.OtherInfo {
    fileprivate init(_ element: XMLElement?) throws(EdXMLProblem) {
        self.init()
        guard let element else { return }
        if let number = try element.number("Priority") {
            guard let known = EdXMLMessage.Urgency(rawValue: number) else { throw .badValue(element: "Priority") }
            urgency = known
        }
        sphere = element.text("SphereOfPromulgation")
        typist = element.text("TyperNotation")
        copies = try element.number("PromulgationAmount")
        pages = try element.number("PageAmount")
        direction = element.text("Direction")
        appendixes = element["Appendixes"]?.all("Appendix").map(\.text) ?? []
    }
}

extension EdXMLMessage.ResponseFor {
    fileprivate init(_ element: XMLElement) throws(EdXMLProblem) {
        self.init(
            organID: element.text("OrganId"), code: element.text("Code"), documentID: element.text("DocumentId"),
            day: try element.day("PromulgationDate"))
        guard !code.isEmpty || !documentID.isEmpty else { throw .missing(element: "ResponseFor/DocumentId") }
    }
}

extension EdXMLMessage.Trace {
    fileprivate init(_ element: XMLElement) throws(EdXMLProblem) {
        guard let at = EdXMLText.time(element.text("Timestamp")) else {
            throw .badValue(element: "TraceHeader/Timestamp")
        }
        self.init(organID: element.text("OrganId"), at: at)
    }
}

extension EdXMLMessage.Staff {
    fileprivate init(_ element: XMLElement?) {
        self.init()
        guard let element else { return }
        department = element.text("Department")
        name = element.text("Staff")
        mobile = element.text("Mobile")
        email = element.text("Email")
    }
}

extension EdXMLMessage.Business {
    fileprivate init(_ element: XMLElement) throws(EdXMLProblem) {
        self.init()
        if let number = try element.number("BussinessDocType") {
            guard let known = Kind(rawValue: number) else { throw .badValue(element: "BussinessDocType") }
            kind = known
        }
        reason = element.text("BussinessDocReason")
        documentID = element.text("DocumentId")
        paper = try element.number("Paper")
        staff = EdXMLMessage.Staff(element["StaffInfo"])
        if let told = element["BussinessDocumentInfo"] { change = try EdXMLMessage.Change(told) }
        for told in element["ReplacementInfoList"]?.all("ReplacementInfo") ?? [] {
            replacements.append(
                EdXMLMessage.Replacement(
                    documentID: told.text("DocumentId"),
                    organIDs: told["OrganIdList"]?.all("OrganId").map(\.text) ?? []))
        }
    }
}

extension EdXMLMessage.Change {
    fileprivate init(_ element: XMLElement) throws(EdXMLProblem) {
        self.init()
        documentInfo = element.text("DocumentInfo")
        documentReceiver = element.text("DocumentReceiver")
        for told in element["ReceiverList"]?.all("Receiver") ?? [] {
            guard let type = try told.number("ReceiverType"), (0...1).contains(type) else {
                throw .badValue(element: "ReceiverType")
            }
            receivers.append(Receiver(organID: told.text("OrganId"), isAdded: type == 1))
        }
    }
}

extension XMLElement {
    /// Nil for none, or one that is left empty.
    fileprivate func number(_ name: String) throws(EdXMLProblem) -> Int? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        guard text.utf8.count <= 9, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text)
        else { throw .badValue(element: name) }
        return number
    }

    /// Nil for none, or one that is left empty.
    fileprivate func day(_ name: String) throws(EdXMLProblem) -> Day? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        // A clock beside the day says nothing more.
        guard let day = EdXMLText.day(text.prefix(10)), text.utf8.count == 10 || EdXMLText.time(text) != nil else {
            throw .badValue(element: name)
        }
        return day
    }
}
