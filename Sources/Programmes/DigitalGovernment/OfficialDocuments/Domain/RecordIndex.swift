// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// What an exported file says of itself (`muc-luc.xml`), in the names of decree 30/2020, annex VI. The order is that of the days on
/// the papers; docs/documents.md has each element.
struct RecordIndex {
    static let namespace = "urn:doicanh:record-file:1"

    struct Paper {
        let paper: FiledPaper
        let typeName: String
        /// In the order in which they stand; a paper by hand has none.
        let files: [File]
    }

    struct File {
        let path: String
        let hash: String
        let size: Int
        let type: String
    }

    let file: RecordFile
    let organID: String, organName: String
    let retention: String
    let keeper: String
    /// When it was taken out, and the ledger's head by then; "" for none.
    let exportedAt: Date
    let papers: [Paper]

    var xml: String {
        var xml = XMLText()
        xml.open("RecordFile", ["xmlns": Self.namespace, "exportedAt": exportedAt.formatted(.iso8601)])
        xml.open("FileCode")
        xml.add("OrganId", organID)
        xml.add("FileCatalog", "\(file.year)")
        xml.add("FileNotation", file.notation)
        xml.close("FileCode")
        xml.add("OrganName", organName)
        xml.add("Title", file.title)
        xml.add("Maintenance", retention)
        xml.add("KeepUntil", file.closing?.keepUntil?.description ?? "")
        xml.add("Creator", keeper)
        xml.add("Language", "vi")
        xml.add("StartDate", papers.first?.paper.day.description ?? "")
        xml.add("EndDate", papers.last?.paper.day.description ?? "")
        xml.add("ClosedDate", file.closing?.day.description ?? "")
        xml.add("DocTotal", "\(papers.count)")
        xml.add("Description", file.note)
        xml.add("Event", file.event)
        xml.add("ClosedEvent", file.closing?.event ?? "")
        xml.open("Documents")
        for (index, entry) in papers.enumerated() { add(entry, at: index + 1, to: &xml) }
        xml.close("Documents")
        xml.close("RecordFile")
        return xml.text
    }

    private func add(_ entry: Paper, at ordinal: Int, to xml: inout XMLText) {
        let paper = entry.paper
        xml.open("Document", ["kind": paper.kind.rawValue, "id": paper.subject])
        xml.add("DocOrdinal", "\(ordinal)")
        xml.add("FileOrdinal", "\(paper.ordinal)")
        xml.add("TypeName", entry.typeName)
        xml.add("CodeNumberNotation", paper.text)
        xml.add("IssuedDate", paper.day.description)
        xml.add("OrganName", paper.issuer.isEmpty ? organName : paper.issuer)
        xml.add("Subject", paper.title)
        xml.add("SourceEvent", paper.source)
        xml.add("FiledEvent", paper.event)
        for file in entry.files {
            xml.add(
                "File", file.path, ["sha256": file.hash, "size": "\(file.size)", "type": file.type])
        }
        xml.close("Document")
    }

    /// In time order: by the day on the paper, then as they lie in the file.
    static func ordered(_ papers: [FiledPaper]) -> [FiledPaper] {
        papers.sorted { ($0.day, $0.ordinal) < ($1.day, $1.ordinal) }
    }
}

/// XML as it is written: elements and text, by Unicode scalar, so that a combining mark hides no quote. What XML 1.0 cannot hold is
/// left out.
struct XMLText {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        text += "\(indent)<\(name)\(Self.written(attributes))>\n"
        depth += 1
    }

    mutating func close(_ name: String) {
        depth -= 1
        text += "\(indent)</\(name)>\n"
    }

    /// Nothing for what is empty.
    mutating func add(_ name: String, _ value: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        guard !value.isEmpty else { return }
        text += "\(indent)<\(name)\(Self.written(attributes))>\(Self.escaped(value))</\(name)>\n"
    }

    private var indent: String { String(repeating: "  ", count: depth) }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r": escaped.append(" ")
            case _ where scalar.value < 0x20 || [0xFFFE, 0xFFFF].contains(scalar.value): break
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
