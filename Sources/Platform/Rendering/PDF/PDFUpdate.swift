// SPDX-License-Identifier: Apache-2.0

/// What is written after the end of a PDF: new objects, new versions of old ones, and a table of both. What was there before
/// keeps its bytes (ISO 32000-1, 7.5.6).
struct PDFUpdate {
    private(set) var bytes: [UInt8]
    let source: PDFSource
    private var offsets: [Int: Int] = [:]
    /// One more than the highest number of an object.
    private var size: Int

    init(after source: PDFSource) throws(RenderingProblem) {
        guard let size = source.trailer["Size"].flatMap(Int.init) else { throw .pdfUnreadable }
        (self.source, self.size) = (source, size)
        bytes = source.bytes
        if bytes.last != 0x0A { bytes.append(0x0A) }
    }

    /// The number of an object that was not there before.
    mutating func newNumber() -> Int {
        defer { size += 1 }
        return size
    }

    mutating func write(_ text: String) { bytes += text.latin1 }

    mutating func begin(_ number: Int) {
        offsets[number] = bytes.count
        write("\(number) 0 obj\n")
    }

    mutating func put(_ dictionary: PDFDictionary, as reference: String?) throws(RenderingProblem) {
        begin(try PDFSource.number(reference))
        write("\(dictionary.text)\nendobj\n")
    }

    /// Enters fields in the form of the document, which is made when there is none, and says something of that form.
    mutating func enter(_ fields: [Int], inForm entries: [String: String]) throws(RenderingProblem) {
        var catalog = try source.dictionary(source.trailer["Root"])
        var scanner = PDFScanner((catalog["AcroForm"] ?? "<<>>").latin1)
        var form = try scanner.dictionary()
        for field in fields { try form.append("\(field) 0 R", to: "Fields") }
        for (key, value) in entries.sorted(by: { $0.key < $1.key }) { form[key] = value }
        catalog["AcroForm"] = form.text
        try put(catalog, as: source.trailer["Root"])
    }

    mutating func end() {
        let table = bytes.count
        write("xref\n")
        for (number, offset) in offsets.sorted(by: { $0.key < $1.key }) {
            write("\(number) 1\n\(Self.padded(offset)) 00000 n \n")
        }
        var trailer = source.trailer
        trailer["Size"] = "\(size)"
        trailer["Prev"] = "\(source.tableOffset)"
        write("trailer\n\(trailer.text)\nstartxref\n\(table)\n%%EOF\n")
    }

    private static func padded(_ offset: Int) -> String {
        let digits = String(offset)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}
