// SPDX-License-Identifier: Apache-2.0

/// A PDF that is to be added to: where its objects lie, and what its trailer says. Reads cross-reference tables, which is
/// what the renderer writes; refuses cross-reference streams and encryption.
struct PDFSource {
    let bytes: [UInt8]
    /// Where the newest table begins.
    let tableOffset: Int
    let trailer: PDFDictionary
    private let offsets: [Int: Int]

    init(_ bytes: [UInt8]) throws(RenderingProblem) {
        self.bytes = bytes
        tableOffset = try Self.newestTable(in: bytes)
        var (offsets, newest) = ([Int: Int](), PDFDictionary?.none)
        var next: Int? = tableOffset
        var visited: Set<Int> = []
        while let offset = next {
            guard bytes.indices.contains(offset), visited.insert(offset).inserted else { throw .pdfUnreadable }
            let (entries, trailer) = try Self.table(in: bytes, at: offset)
            // What a later table says of an object counts.
            offsets.merge(entries) { newer, _ in newer }
            newest = newest ?? trailer
            next = trailer["Prev"].flatMap(Int.init)
        }
        guard let newest, newest["Encrypt"] == nil, newest["XRefStm"] == nil else { throw .pdfUnreadable }
        (trailer, self.offsets) = (newest, offsets)
    }

    /// The dictionary of the object that `reference` (`3 0 R`) names.
    func dictionary(_ reference: String?) throws(RenderingProblem) -> PDFDictionary {
        guard let offset = offsets[try Self.number(reference)] else { throw .pdfUnreadable }
        var scanner = PDFScanner(bytes, at: offset)
        _ = (try scanner.number(), try scanner.number())
        guard scanner.take("obj") else { throw .pdfUnreadable }
        return try scanner.dictionary()
    }

    /// The reference of the first page.
    func firstPage() throws(RenderingProblem) -> String {
        var reference = try dictionary(trailer["Root"])["Pages"] ?? ""
        // A tree of pages is seldom deeper than three.
        for _ in 0..<32 {
            let node = try dictionary(reference)
            guard let kids = node["Kids"] else { return reference }
            var scanner = PDFScanner(kids.latin1, at: 1)
            reference = String(latin1: try scanner.value())
        }
        throw .pdfUnreadable
    }

    static func number(_ reference: String?) throws(RenderingProblem) -> Int {
        guard let parts = reference?.split(whereSeparator: \.isWhitespace), parts.count == 3, parts[2] == "R",
            let number = Int(parts[0])
        else { throw .pdfUnreadable }
        return number
    }

    private static func newestTable(in bytes: [UInt8]) throws(RenderingProblem) -> Int {
        let word = Array("startxref".utf8)
        let tail = max(0, bytes.count - 1024)
        guard let place = (tail..<max(tail, bytes.count - word.count)).last(where: { bytes[$0...].starts(with: word) })
        else { throw .pdfUnreadable }
        var scanner = PDFScanner(bytes, at: place + word.count)
        return try scanner.number()
    }

    private static func table(
        in bytes: [UInt8], at offset: Int
    ) throws(RenderingProblem) -> ([Int: Int], PDFDictionary) {
        var scanner = PDFScanner(bytes, at: offset)
        guard scanner.take("xref") else { throw .pdfUnreadable }
        var offsets: [Int: Int] = [:]
        while !scanner.take("trailer") {
            let (first, count) = (try scanner.number(), try scanner.number())
            guard first >= 0, count >= 0, count <= bytes.count else { throw .pdfUnreadable }
            for number in first..<first + count {
                let (place, _) = (try scanner.number(), try scanner.number())
                if scanner.take("n") { offsets[number] = place } else if !scanner.take("f") { throw .pdfUnreadable }
            }
        }
        return (offsets, try scanner.dictionary())
    }
}
