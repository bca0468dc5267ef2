// SPDX-License-Identifier: Apache-2.0

/// Blanks of a printed paper that are filled after it was signed: the number and the day that an office gives a document
/// only when it issues it (decree 30/2020, articles 11 and 15). They are text fields (ISO 32000-1, 12.7.4.3): filling them
/// and signing once more are the changes that a signature made before allows.
///
/// A template leaves them as links of a fixed width: `<a class="blank" href="blank:number">`. What goes in are digits.
package enum PDFBlanks {
    private static let scheme = "(blank:"
    private static let font = "TimesBlank"
    /// Points, as the text around them.
    private static let fontSize = 13.0

    /// Makes fields of the blanks; the same bytes where the paper has none.
    package static func opened(_ pdf: [UInt8]) throws(RenderingProblem) -> [UInt8] {
        let source = try PDFSource(pdf)
        let page = try source.firstPage()
        let blanks = try Self.blanks(on: page, in: source)
        guard !blanks.isEmpty else { return pdf }
        var update = try PDFUpdate(after: source)
        let face = update.newNumber()
        update.begin(face)
        update.write("<</Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding>>\nendobj\n")
        for blank in blanks {
            let look = update.newNumber()
            update.write(look: "", as: look, in: blank, face)
            try update.put(field(blank, value: "", look: look, on: page), as: blank.reference)
        }
        try update.enter(
            try blanks.map { blank throws(RenderingProblem) in try PDFSource.number(blank.reference) },
            inForm: ["DR": "<</Font <</\(font) \(face) 0 R>>>>", "DA": "(/\(font) \(fontSize) Tf 0 g)"])
        update.end()
        return update.bytes
    }

    /// Writes digits into the fields of these names. Throws `pdfUnreadable` for a name that is no field, and for what are no
    /// digits.
    package static func filled(_ pdf: [UInt8], with values: [String: String]) throws(RenderingProblem) -> [UInt8] {
        let source = try PDFSource(pdf)
        let page = try source.firstPage()
        var update = try PDFUpdate(after: source)
        var missing = Set(values.keys)
        for reference in try source.array(source.dictionary(page)["Annots"]) {
            let annotation = try source.dictionary(reference)
            guard annotation["FT"] == "/Tx", let name = annotation["T"].map({ String($0.dropFirst().dropLast()) }),
                let value = values[name], let box = try Self.box(annotation["Rect"])
            else { continue }
            guard !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }) else { throw .pdfUnreadable }
            let blank = Blank(reference: reference, name: name, box: box)
            let look = update.newNumber()
            update.write(look: value, as: look, in: blank, try face(of: source))
            try update.put(field(blank, value: value, look: look, on: page), as: reference)
            missing.remove(name)
        }
        guard missing.isEmpty else { throw .pdfUnreadable }
        update.end()
        return update.bytes
    }

    fileprivate struct Blank {
        let reference: String, name: String
        /// Left, bottom, width, height.
        let box: (left: Double, bottom: Double, width: Double, height: Double)
    }

    private static func blanks(on page: String, in source: PDFSource) throws(RenderingProblem) -> [Blank] {
        var blanks: [Blank] = []
        for reference in try source.array(source.dictionary(page)["Annots"]) {
            let annotation = try source.dictionary(reference)
            guard annotation["Subtype"] == "/Link", let action = annotation["A"] else { continue }
            var scanner = PDFScanner(action.latin1)
            guard let address = try scanner.dictionary()["URI"], address.hasPrefix(scheme),
                let box = try box(annotation["Rect"])
            else { continue }
            let name = String(address.dropFirst(scheme.count).dropLast())
            guard !name.isEmpty, name.allSatisfy({ $0.isASCII && $0.isLetter }) else { throw .pdfUnreadable }
            blanks.append(Blank(reference: reference, name: name, box: box))
        }
        return blanks
    }

    private static func field(_ blank: Blank, value: String, look: Int, on page: String) -> PDFDictionary {
        var field = PDFDictionary()
        let (left, bottom) = (blank.box.left, blank.box.bottom)
        for (key, entry) in [
            ("Type", "/Annot"), ("Subtype", "/Widget"), ("FT", "/Tx"), ("T", "(\(blank.name))"), ("V", "(\(value))"),
            // Seen and printed; filled by the house, not by a reader.
            ("F", "4"), ("Ff", "1"), ("Q", "1"), ("P", page), ("DA", "(/\(font) \(fontSize) Tf 0 g)"),
            ("Rect", "[\(left) \(bottom) \(left + blank.box.width) \(bottom + blank.box.height)]"),
            ("AP", "<</N \(look) 0 R>>"),
        ] { field[key] = entry }
        return field
    }

    private static func box(
        _ rectangle: String?
    ) throws(RenderingProblem) -> (left: Double, bottom: Double, width: Double, height: Double)? {
        let numbers = rectangle?.dropFirst().dropLast().split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard let numbers, numbers.count == 4 else { return nil }
        return (
            min(numbers[0], numbers[2]), min(numbers[1], numbers[3]), abs(numbers[2] - numbers[0]),
            abs(numbers[3] - numbers[1])
        )
    }

    /// The number of the font's object, as the form names it.
    private static func face(of source: PDFSource) throws(RenderingProblem) -> Int {
        var dictionary = try source.dictionary(source.trailer["Root"])
        for key in ["AcroForm", "DR", "Font"] {
            var scanner = PDFScanner((dictionary[key] ?? "").latin1)
            dictionary = try scanner.dictionary()
        }
        return try PDFSource.number(dictionary[font])
    }

    fileprivate static func look(of digits: String, in blank: Blank) -> String {
        guard !digits.isEmpty else { return "/Tx BMC EMC" }
        // Each digit of Times is half as wide as it is high; its letters reach 0.216 below the line and 0.891 above it.
        let left = max(0, (blank.box.width - Double(digits.count) * fontSize / 2) / 2)
        let bottom = (blank.box.height - 1.107 * fontSize) / 2 + 0.216 * fontSize
        return "/Tx BMC q BT /\(font) \(fontSize) Tf 0 g \(left) \(bottom) Td (\(digits)) Tj ET Q EMC"
    }
}

extension PDFUpdate {
    fileprivate mutating func write(look digits: String, as number: Int, in blank: PDFBlanks.Blank, _ face: Int) {
        let drawing = PDFBlanks.look(of: digits, in: blank)
        begin(number)
        write(
            "<</Type /XObject /Subtype /Form /BBox [0 0 \(blank.box.width) \(blank.box.height)] "
                + "/Resources <</Font <</TimesBlank \(face) 0 R>>>> /Length \(drawing.utf8.count)>>\n"
                + "stream\n\(drawing)\nendstream\nendobj\n")
    }
}

extension PDFSource {
    /// The references in an array; none where there is no array.
    fileprivate func array(_ text: String?) throws(RenderingProblem) -> [String] {
        guard let text, text.first == "[" else { return [] }
        var scanner = PDFScanner(text.latin1, at: 1)
        var references: [String] = []
        while !scanner.take("]") { references.append(String(latin1: try scanner.value())) }
        return references
    }
}
