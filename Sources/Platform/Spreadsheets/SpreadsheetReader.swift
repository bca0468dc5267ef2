// SPDX-License-Identifier: Apache-2.0

extension Spreadsheet {
    /// Reads the sheet of this name, or the first, of an .xlsx file.
    package init(
        _ bytes: [UInt8], sheet: String? = nil, limits: SpreadsheetLimits = SpreadsheetLimits()
    ) throws(SpreadsheetProblem) {
        var result: Result<Spreadsheet, SpreadsheetProblem> = .failure(.notASpreadsheet)
        bytes.withUnsafeBufferPointer { buffer in
            do throws(SpreadsheetProblem) {
                result = .success(try Self.read(try Archive(buffer, limits), sheet, limits))
            } catch { result = .failure(error) }
        }
        self = try result.get()
    }

    private static func read(
        _ archive: Archive, _ wanted: String?, _ limits: SpreadsheetLimits
    ) throws(SpreadsheetProblem) -> Spreadsheet {
        let (book, links) = (WorkbookPart(), LinksPart())
        try archive.read("xl/workbook.xml", with: book)
        try archive.read("xl/_rels/workbook.xml.rels", with: links)
        let found = wanted.map { name in book.sheets.first { $0.name == name } } ?? book.sheets.first
        guard let sheet = found, let target = links.targets[sheet.link] else { throw .noSuchSheet }
        let (strings, styles) = (StringsPart(limit: limits.strings), StylesPart())
        if archive.has("xl/sharedStrings.xml") { try archive.read("xl/sharedStrings.xml", with: strings) }
        if archive.has("xl/styles.xml") { try archive.read("xl/styles.xml", with: styles) }
        let part = SheetPart(strings: strings.strings, dates: styles.dates, limits: limits)
        try archive.read(target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)", with: part)
        return Spreadsheet(name: sheet.name, cells: part.cells, merged: part.merged)
    }
}

/// `xl/workbook.xml`: which sheets there are.
private final class WorkbookPart: XMLReader {
    var sheets: [(name: String, link: String)] = []

    override func start(_ name: String, _ attributes: [String: String]) throws(SpreadsheetProblem) {
        guard name == "sheet", let title = attributes["name"], let link = attributes["id"] else { return }
        sheets.append((title, link))
    }
}

/// `xl/_rels/workbook.xml.rels`: where they are.
private final class LinksPart: XMLReader {
    var targets: [String: String] = [:]

    override func start(_ name: String, _ attributes: [String: String]) throws(SpreadsheetProblem) {
        guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] else { return }
        guard attributes["TargetMode"] != "External" else { return }
        targets[id] = target
    }
}

/// `xl/sharedStrings.xml`: the texts of cells, each once.
private final class StringsPart: XMLReader {
    private let limit: Int
    var strings: [String] = []
    private var (current, isText, isSound) = ("", false, false)

    init(limit: Int) { self.limit = limit }

    override func start(_ name: String, _ attributes: [String: String]) throws(SpreadsheetProblem) {
        switch name {
        case "si":
            guard strings.count < limit else { throw .tooLarge }
            current = ""
        // How East Asian words are said is no part of them.
        case "rPh": isSound = true
        case "t": isText = !isSound
        default: break
        }
    }

    override func end(_ name: String) throws(SpreadsheetProblem) {
        switch name {
        case "si": strings.append(current)
        case "rPh": isSound = false
        case "t": isText = false
        default: break
        }
    }

    override func text(_ piece: String) { if isText { current += piece } }
}

/// `xl/styles.xml`: which styles show a number as a date.
private final class StylesPart: XMLReader {
    private var formats: Set<Int> = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]
    /// By the number of the style.
    var dates: Set<Int> = []
    private var (isCells, style) = (false, 0)

    override func start(_ name: String, _ attributes: [String: String]) throws(SpreadsheetProblem) {
        switch name {
        case "numFmt":
            guard let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] else {
                return
            }
            // Letters of a date outside quotes and brackets.
            let bare = code.replacing(/"[^"]*"|\[[^\]]*\]|\\./, with: "").lowercased()
            if bare != "general", bare.contains(where: { "ymdhs".contains($0) }) { formats.insert(id) }
        case "cellXfs": isCells = true
        case "xf" where isCells:
            if let id = attributes["numFmtId"].flatMap({ Int($0) }), formats.contains(id) { dates.insert(style) }
            style += 1
        default: break
        }
    }

    override func end(_ name: String) throws(SpreadsheetProblem) { if name == "cellXfs" { isCells = false } }
}

/// `xl/worksheets/sheet1.xml`: the cells.
private final class SheetPart: XMLReader {
    private let strings: [String], dates: Set<Int>, limits: SpreadsheetLimits
    var cells: [Spreadsheet.Place: Spreadsheet.Cell] = [:]
    var merged: [Spreadsheet.Merged] = []
    private var (row, column) = (-1, -1)
    private var (kind, style, value) = ("n", 0, "")
    private var (isFormula, isValue, isCell, isSound) = (false, false, false, false)

    init(strings: [String], dates: Set<Int>, limits: SpreadsheetLimits) {
        (self.strings, self.dates, self.limits) = (strings, dates, limits)
    }

    override func start(_ name: String, _ attributes: [String: String]) throws(SpreadsheetProblem) {
        switch name {
        case "row":
            row = attributes["r"].flatMap { Int($0) }.map { $0 - 1 } ?? row + 1
            column = -1
            guard row >= 0 else { throw .malformed }
            guard row < limits.rows else { throw .tooManyRows }
        case "c":
            column += 1
            if let reference = attributes["r"] {
                guard let place = Spreadsheet.Place(reference), place.row == row else { throw .malformed }
                column = place.column
            }
            guard row >= 0 else { throw .malformed }
            guard column < limits.columns else { throw .tooManyColumns }
            (kind, style) = (attributes["t"] ?? "n", attributes["s"].flatMap { Int($0) } ?? 0)
            (value, isFormula, isCell) = ("", false, true)
        case "f": if isCell { isFormula = true }
        case "v": isValue = isCell
        case "rPh": isSound = true
        case "t": isValue = isCell && kind == "inlineStr" && !isSound
        case "mergeCell":
            let ends = (attributes["ref"] ?? "").split(separator: ":").map { Spreadsheet.Place($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil else { throw .malformed }
            guard merged.count < limits.rows else { throw .tooManyRows }
            merged.append(.init(first: first, last: last))
        default: break
        }
    }

    override func end(_ name: String) throws(SpreadsheetProblem) {
        switch name {
        case "v", "t": isValue = false
        case "rPh": isSound = false
        case "c":
            isCell = false
            guard let content = try content else { return }
            let place = Spreadsheet.Place(row: row, column: column)
            guard cells.updateValue(.init(content: content, isFormula: isFormula), forKey: place) == nil else {
                throw .malformed
            }
        default: break
        }
    }

    override func text(_ piece: String) { if isValue { value += piece } }

    /// Nil for an empty cell.
    private var content: Spreadsheet.Content? {
        get throws(SpreadsheetProblem) {
            guard !value.isEmpty else { return isFormula ? .text("") : nil }
            switch kind {
            case "s":
                guard let index = Int(value), strings.indices.contains(index) else { throw .malformed }
                return strings[index].isEmpty ? nil : .text(strings[index])
            case "str", "inlineStr": return .text(value)
            case "b": return .bool(value == "1")
            case "e": return .error(value)
            case "d": return .date(0)
            default:
                guard let number = Double(value), number.isFinite else { throw .malformed }
                return dates.contains(style) ? .date(number) : .number(number)
            }
        }
    }
}
