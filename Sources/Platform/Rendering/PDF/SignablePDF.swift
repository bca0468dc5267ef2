// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A PDF with a signature field and room for the signature, added as an incremental update: what was there before keeps its
/// bytes, so a signature made earlier stays valid (ISO 32000-1, 7.5.6 and 12.8; ETSI EN 319 142-1, PAdES B-B).
///
///     let pdf = try SignablePDF(bytes, signer: "UBND xã Yên Mô", reason: "Trả kết quả", at: now)
///     let signed = try pdf.signed(with: cms(over: pdf.signedBytes))
package struct SignablePDF: Sendable {
    private var bytes: [UInt8]
    /// Where the signature's hexadecimal digits go, between `<` and `>`.
    private let room: Range<Int>

    /// What a signature with its chain of certificates may need.
    static let roomBytes = 12 << 10

    /// Throws `RenderingProblem.pdfUnreadable` for what the renderer does not write.
    package init(
        _ bytes: [UInt8], signer: String, reason: String, at time: Date
    ) throws(RenderingProblem) {
        let source = try PDFSource(bytes)
        var update = try PDFUpdate(after: source)
        let (signature, field) = (update.newNumber(), update.newNumber())
        try update.addField(field, of: signature)
        update.begin(signature)
        let values: [(String, String)] = [
            ("Type", "/Sig"), ("Filter", "/Adobe.PPKLite"), ("SubFilter", "/ETSI.CAdES.detached"),
            ("Name", Self.text(signer)), ("Reason", Self.text(reason)), ("M", Self.date(time)),
        ]
        update.write("<<" + values.map { "/\($0) \($1)\n" }.joined() + "/ByteRange ")
        let ranges = update.bytes.count
        update.write(Self.ranges(0..<0, of: 0) + "\n/Contents <")
        room = update.bytes.count..<update.bytes.count + 2 * Self.roomBytes
        update.write(String(repeating: "0", count: room.count) + ">>>\nendobj\n")
        update.end()
        self.bytes = update.bytes
        let real = Array(Self.ranges(room, of: self.bytes.count).utf8)
        self.bytes.replaceSubrange(ranges..<ranges + real.count, with: real)
    }

    /// All bytes but the room and the angle brackets around it.
    package var signedBytes: [UInt8] { Array(bytes[..<(room.lowerBound - 1)] + bytes[(room.upperBound + 1)...]) }

    /// The finished file; `cms` is the signature over `signedBytes`.
    package func signed(with cms: [UInt8]) throws(RenderingProblem) -> [UInt8] {
        guard cms.count <= Self.roomBytes else { throw .signatureTooLong }
        let digits = Array("0123456789abcdef".utf8)
        var signed = bytes
        for (index, byte) in cms.enumerated() {
            signed[room.lowerBound + 2 * index] = digits[Int(byte >> 4)]
            signed[room.lowerBound + 2 * index + 1] = digits[Int(byte & 15)]
        }
        return signed
    }

    /// Always the same length, so that it can be written before the numbers are known.
    private static func ranges(_ room: Range<Int>, of count: Int) -> String {
        let end = room.upperBound + 1
        let numbers = [0, max(0, room.lowerBound - 1), end, max(0, count - end)]
        let text = "[" + numbers.map(String.init).joined(separator: " ") + "]"
        return text.padding(toLength: 48, withPad: " ", startingAt: 0)
    }

    /// UTF-16 with a mark at its beginning: the one text string in which every letter can be written.
    private static func text(_ text: String) -> String {
        "<FEFF" + text.utf16.map { String(format: "%04X", $0) }.joined() + ">"
    }

    /// In Việt Nam's time.
    private static func date(_ time: Date) -> String {
        let parts = Calendar.vietnamese.dateComponents([.year, .month, .day, .hour, .minute, .second], from: time)
        let numbers = [parts.month, parts.day, parts.hour, parts.minute, parts.second].map { $0 ?? 0 }
        return "(D:\(parts.year ?? 0)" + numbers.map { String(format: "%02d", $0) }.joined() + "+07'00')"
    }
}

extension Calendar {
    fileprivate static let vietnamese: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
        return calendar
    }()
}

extension PDFUpdate {
    /// The field of a signature, entered in the form of the document and among the annotations of the first page. It is
    /// invisible: who signed stands in the text.
    fileprivate mutating func addField(_ field: Int, of signature: Int) throws(RenderingProblem) {
        let page = try source.firstPage()
        var pageObject = try source.dictionary(page)
        try pageObject.append("\(field) 0 R", to: "Annots")
        try put(pageObject, as: page)
        // Signatures exist, and only additions are allowed from now on.
        try enter([field], inForm: ["SigFlags": "3"])
        begin(field)
        write(
            "<</Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature\(field))\n/V \(signature) 0 R\n/P \(page)\n"
                + "/F 132\n/Rect [0 0 0 0]>>\nendobj\n")
    }
}
