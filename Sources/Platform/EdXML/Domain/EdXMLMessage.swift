// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// An official document as systems hand it to each other, after QCVN 102:2016. A text that nobody gave is "".
package struct EdXMLMessage: Sendable, Equatable {
    package var from: Organ
    package var to: [Organ]
    /// Agency, day and code: `H42,2026/03/02,15/QĐ-UBND`.
    package var documentID: String
    package var code: Code
    package var promulgation: Promulgation
    package var type: DocumentType
    package var subject: String
    package var content = ""
    package var signer = Signer()
    package var due: Day?
    package var toPlaces: [String] = []
    package var other = OtherInfo()
    package var responsesFor: [ResponseFor] = []
    package var steering: Steering?
    package var trace: [Trace] = []
    package var business = Business()
    package var attachments: [Attachment] = []

    /// The identifier is made of the rest.
    package init(
        from: Organ, to: [Organ], code: Code, promulgation: Promulgation, type: DocumentType, subject: String
    ) {
        (self.from, self.to, self.code) = (from, to, code)
        (self.promulgation, self.type, self.subject) = (promulgation, type, subject)
        documentID = Self.documentID(from.id, promulgation.day, code)
    }

    /// How a document is named wherever it goes.
    package static func documentID(_ organ: String, _ day: Day, _ code: Code) -> String {
        "\(organ),\(EdXMLText.written(day)),\(code)"
    }

    /// A document that this one may be an answer to.
    package var reference: ResponseFor {
        ResponseFor(organID: from.id, code: "\(code)", documentID: documentID, day: promulgation.day)
    }
}

extension EdXMLMessage {
    /// An agency, and who is in charge there.
    package struct Organ: Sendable, Equatable {
        /// Its identifier, at most 35 characters; also the older forms such as `000.00.00.H41`.
        package var id: String
        package var name: String
        package var inCharge = ""
        package var address = ""
        package var email = ""
        package var telephone = ""
        package var fax = ""
        package var website = ""

        package init(id: String, name: String) { (self.id, self.name) = (id, name) }
    }

    /// Number and notation: `15/QĐ-UBND`.
    package struct Code: Sendable, Equatable, CustomStringConvertible {
        package var number: String
        package var notation: String

        package init(number: String, notation: String) { (self.number, self.notation) = (number, notation) }

        package var description: String { "\(number)/\(notation)" }
    }

    package struct Promulgation: Sendable, Equatable {
        package var place: String
        package var day: Day

        package init(place: String, day: Day) { (self.place, self.day) = (place, day) }
    }

    /// The numbers come from tables that vendors use differently: the name is what to go by.
    package struct DocumentType: Sendable, Equatable {
        package var type: Int?
        package var detail: Int?
        package var name: String

        package init(name: String, type: Int? = nil, detail: Int? = nil) {
            (self.name, self.type, self.detail) = (name, type, detail)
        }

        /// One of the administrative types, with its number in the standard's appendix where that is known: the appendix was
        /// seen in part.
        package init(administrative name: String) {
            self.init(name: name, type: 2, detail: Self.details[name.lowercased()])
        }

        package static let letter = DocumentType(administrative: "Công văn")

        private static let details = [
            "nghị quyết": 1, "quyết định": 2, "chỉ thị": 3, "quy chế": 4, "quy định": 5, "thông cáo": 6, "thông báo": 7,
            "hướng dẫn": 8, "chương trình": 9, "công văn": 18, "công điện": 19, "bản ghi nhớ": 20, "bản cam kết": 21,
            "bản thỏa thuận": 22, "giấy chứng nhận": 23, "giấy ủy quyền": 24, "giấy mời": 25, "giấy giới thiệu": 26,
        ]
    }

    package struct Signer: Sendable, Equatable {
        /// By which right: `TM. …`, `KT. …`.
        package var competence: String
        package var position: String
        package var name: String

        package init(name: String = "", position: String = "", competence: String = "") {
            (self.name, self.position, self.competence) = (name, position, competence)
        }
    }

    package struct OtherInfo: Sendable, Equatable {
        package var urgency = Urgency.ordinary
        package var sphere = ""
        package var typist = ""
        package var copies: Int?
        package var pages: Int?
        package var direction = ""
        package var appendixes: [String] = []

        package init() {}
    }

    package enum Urgency: Int, Sendable, CaseIterable {
        case ordinary = 0, urgent, veryUrgent, express, expressAtTime
    }

    /// The documents that this one answers.
    package struct ResponseFor: Sendable, Equatable {
        package var organID: String
        package var code: String
        package var documentID: String
        package var day: Day?

        package init(organID: String, code: String, documentID: String, day: Day?) {
            (self.organID, self.code, self.documentID, self.day) = (organID, code, documentID, day)
        }
    }

    package enum Steering: Int, Sendable, CaseIterable {
        /// Samples have it, the standard does not.
        case unsaid = 0
        case none, steers, reports
    }

    /// Through whose hands it went, and when.
    package struct Trace: Sendable, Equatable {
        package var organID: String
        /// To the second.
        package var at: Date

        package init(organID: String, at: Date) { (self.organID, self.at) = (organID, at) }
    }

    /// A file that goes along.
    package struct Attachment: Sendable, Equatable {
        package var id: String
        package var name: String
        package var contentType: String
        package var description: String
        package var bytes: [UInt8]

        package init(id: String, name: String, contentType: String, description: String = "", bytes: [UInt8]) {
            (self.id, self.name, self.contentType) = (id, name, contentType)
            (self.description, self.bytes) = (description, bytes)
        }
    }
}
