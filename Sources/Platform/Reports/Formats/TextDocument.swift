// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A report as a text document (.docx, ECMA-376): A4 with the margins and type of Decree 30/2020, headings that the reader's
/// program lists, tables whose heads repeat, and charts that can be edited.
package struct TextDocument {
    private let report: Report
    /// Where links lead: `https://doicanh.example`.
    private let address: String
    private var charts: [Report.Bars] = []
    private var links: [String] = []
    private var bookmarks = 0

    /// The bytes of the file; the same for the same report.
    package static func bytes(of report: Report, at address: String) throws -> [UInt8] {
        var document = TextDocument(report: report, address: address)
        return try document.archive()
    }

    private init(report: Report, address: String) { (self.report, self.address) = (report, address) }

    private mutating func archive() throws -> [UInt8] {
        let body = document()
        var archive = Archive()
        archive.add("[Content_Types].xml", contentTypes.xml)
        archive.add("_rels/.rels", Self.packageLinks.xml)
        archive.add("docProps/core.xml", properties.xml)
        archive.add("word/document.xml", body.xml)
        archive.add("word/styles.xml", styles.xml)
        archive.add("word/footer1.xml", Self.footer.xml)
        archive.add("word/_rels/document.xml.rels", documentLinks.xml)
        for (index, chart) in charts.enumerated() { archive.add("word/charts/chart\(index + 1).xml", Chart(chart).xml) }
        return try archive.bytes()
    }

    // MARK: the text

    private mutating func document() -> Markup {
        var body: Markup = ""
        body += paragraph(run(report.author), style: "Author")
        body += paragraph(run(report.title), style: "Title")
        body += paragraph(run(report.about), style: "Subtitle")
        for (index, section) in report.sections.enumerated() {
            body += paragraph(run("\(index + 1). \(section.title)"), style: "Heading1")
            for block in section.blocks {
                switch block {
                case .text(let text): body += paragraph(run(text))
                case .table(let table): body += self.table(table)
                case .bars(let bars): body += chart(bars)
                }
            }
        }
        if !report.notes.isEmpty { body += paragraph(run(report.notesTitle), style: "Heading1") }
        for (index, note) in report.notes.enumerated() {
            bookmarks += 1
            body += paragraph(
                """
                <w:bookmarkStart w:id="\(bookmarks)" w:name="note\(index + 1)"/>\(run("[\(index + 1)] \(note)"))\
                <w:bookmarkEnd w:id="\(bookmarks)"/>
                """, style: "Note")
        }
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <w:document \(Self.names)><w:body>\(body)<w:sectPr><w:footerReference w:type="default" r:id="rFooter"/>\
            <w:pgSz w:w="11906" w:h="16838"/>\
            <w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>\
            </w:sectPr></w:body></w:document>
            """
    }

    private func paragraph(_ content: Markup, style: String = "Normal") -> Markup {
        "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/></w:pPr>\(content)</w:p>"
    }

    private func run(_ text: String, _ properties: Markup = "") -> Markup {
        "<w:r>\(properties)<w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
    }

    private mutating func table(_ table: Report.Table) -> Markup {
        // Twips of the space between the margins.
        let width = 11906 - 851 - 1701
        let first = table.columns.count > 1 ? width * 34 / 100 : width
        let other = table.columns.count > 1 ? (width - first) / (table.columns.count - 1) : 0
        func columnWidth(_ index: Int) -> Int { index == 0 ? first : other }
        let grid = table.columns.indices.map { "<w:gridCol w:w=\"\(columnWidth($0))\"/>" as Markup }
        let head = table.columns.enumerated().map { index, column in
            cell(
                run(column.title, "<w:rPr><w:b/></w:rPr>"), style: column.isNumber ? "CellNumber" : "Cell",
                columnWidth(index))
        }
        var rows: [Markup] = []
        for row in table.rows {
            var cells: [Markup] = []
            for (index, column) in table.columns.enumerated() {
                let content = index < row.cells.count ? self.content(of: row.cells[index]) : ""
                cells.append(cell(content, style: column.isNumber ? "CellNumber" : "Cell", columnWidth(index)))
            }
            rows.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>\(cells)</w:tr>")
        }
        return """
            \(paragraph(run(table.caption), style: "Caption"))<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/>\
            <w:tblW w:w="\(width)" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCaption w:val="\(table.caption)"/></w:tblPr>\
            <w:tblGrid>\(grid)</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>\(head)</w:tr>\(rows)</w:tbl>\
            \(paragraph("", style: "Note"))
            """
    }

    private func cell(_ content: Markup, style: String, _ width: Int) -> Markup {
        "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/></w:tcPr>\(paragraph(content, style: style))</w:tc>"
    }

    private mutating func content(of cell: Report.Cell) -> Markup {
        var content = run(cell.text)
        if let href = cell.href {
            links.append(address + href)
            content = "<w:hyperlink r:id=\"rLink\(links.count)\">\(content)</w:hyperlink>"
        }
        for note in cell.notes {
            let mark = run(" [\(note)]", "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>")
            content += "<w:hyperlink w:anchor=\"note\(note)\">\(mark)</w:hyperlink>"
        }
        return content
    }

    private mutating func chart(_ bars: Report.Bars) -> Markup {
        charts.append(bars)
        let number = charts.count
        let description = bars.bars.map { "\($0.label): \($0.text)" }.joined(separator: "; ")
        // In English Metric Units, 36,000 to a millimetre.
        let (width, height) = (5_900_000, 420_000 + 260_000 * bars.bars.count)
        let drawing: Markup = """
            <w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="\(width)" cy="\(height)"/>\
            <wp:docPr id="\(number)" name="\(bars.id)" descr="\(description)"/><wp:cNvGraphicFramePr/>\
            <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">\
            <c:chart r:id="rChart\(number)"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>
            """
        return "\(paragraph(run(bars.caption), style: "Caption"))\(paragraph(drawing))"
    }

    // MARK: the parts around it

    private static let names: Markup = """
        xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" \
        xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
        xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
        xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
        """

    private var contentTypes: Markup {
        let word: Markup = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        let charts = self.charts.indices.map { index -> Markup in
            """
            <Override PartName="/word/charts/chart\(index + 1).xml" \
            ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            <Override PartName="/word/document.xml" ContentType="\(word).document.main+xml"/>\
            <Override PartName="/word/styles.xml" ContentType="\(word).styles+xml"/>\
            <Override PartName="/word/footer1.xml" ContentType="\(word).footer+xml"/>\
            <Override PartName="/docProps/core.xml" \
            ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\(charts)</Types>
            """
    }

    private static let relation: Markup = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    private static let packageLinks: Markup = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="r1" Type="\(relation)/officeDocument" Target="word/document.xml"/>\
        <Relationship Id="r2" \
        Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" \
        Target="docProps/core.xml"/></Relationships>
        """

    private var documentLinks: Markup {
        let charts = self.charts.indices.map { index -> Markup in
            """
            <Relationship Id="rChart\(index + 1)" Type="\(Self.relation)/chart" Target="charts/chart\(index + 1).xml"/>
            """
        }
        let links = self.links.enumerated().map { index, link -> Markup in
            """
            <Relationship Id="rLink\(index + 1)" Type="\(Self.relation)/hyperlink" Target="\(link)" \
            TargetMode="External"/>
            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
            <Relationship Id="rStyles" Type="\(Self.relation)/styles" Target="styles.xml"/>\
            <Relationship Id="rFooter" Type="\(Self.relation)/footer" Target="footer1.xml"/>\(charts)\(links)</Relationships>
            """
    }

    private var properties: Markup {
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <cp:coreProperties \
        xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>\(report.title)</dc:title>\
        <dc:creator>\(report.author)</dc:creator><dc:language>\(report.language)</dc:language></cp:coreProperties>
        """
    }

    private static let footer: Markup = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <w:ftr \(names)><w:p><w:pPr><w:pStyle w:val="CellNumber"/></w:pPr>\
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>
        """

    private var styles: Markup {
        func style(_ id: String, _ name: String, _ paragraph: Markup, _ run: Markup) -> Markup {
            """
            <w:style w:type="paragraph" w:styleId="\(id)"><w:name w:val="\(name)"/>\
            <w:basedOn w:val="Normal"/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>
            """
        }
        let borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map { side -> Markup in
            "<w:\(Markup(stringLiteral: side)) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"808080\"/>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <w:styles \(Self.names)><w:docDefaults><w:rPrDefault><w:rPr>\
            <w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>\
            <w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="\(report.language)"/></w:rPr></w:rPrDefault></w:docDefaults>\
            <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>\
            <w:pPr><w:spacing w:after="100" w:line="276" w:lineRule="auto"/></w:pPr></w:style>\
            \(style("Title", "Title", "<w:jc w:val=\"center\"/>", "<w:b/><w:sz w:val=\"32\"/>"))\
            \(style("Subtitle", "Subtitle", "<w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>", "<w:i/>"))\
            \(style("Author", "Author", "<w:spacing w:after=\"240\"/>", "<w:b/><w:caps/><w:sz w:val=\"24\"/>"))\
            \(style(
                "Heading1", "heading 1",
                "<w:keepNext/><w:spacing w:before=\"280\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
                "<w:b/><w:sz w:val=\"28\"/>"))\
            \(style("Caption", "caption", "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/>", "<w:b/><w:sz w:val=\"24\"/>"))\
            \(style("Cell", "Cell", "<w:spacing w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"22\"/>"))\
            \(style(
                "CellNumber", "Cell number",
                "<w:spacing w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"right\"/>",
                "<w:sz w:val=\"22\"/>"))\
            \(style("Note", "Note", "<w:spacing w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"20\"/>"))\
            <w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>\(borders)</w:tblBorders>\
            <w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
            </w:styles>
            """
    }
}

/// Horizontal bars as a DrawingML chart, the first on top, each with its value.
private struct Chart {
    let bars: Report.Bars

    init(_ bars: Report.Bars) { self.bars = bars }

    var xml: String { markup.xml }

    private var markup: Markup {
        let labels = bars.bars.enumerated().map { index, bar -> Markup in
            "<c:pt idx=\"\(index)\"><c:v>\(bar.label) (\(bar.text))</c:v></c:pt>"
        }
        let values = bars.bars.enumerated().map { index, bar -> Markup in
            "<c:pt idx=\"\(index)\"><c:v>\(bar.value)</c:v></c:pt>"
        }
        let count = bars.bars.count
        return """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" \
            xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:roundedCorners val="0"/><c:chart>\
            <c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>\
            <c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>\
            <c:spPr><a:solidFill><a:srgbClr val="45659B"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>\
            <c:cat><c:strLit><c:ptCount val="\(count)"/>\(labels)</c:strLit></c:cat>\
            <c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="\(count)"/>\(values)</c:numLit></c:val>\
            </c:ser><c:gapWidth val="40"/><c:axId val="1"/><c:axId val="2"/></c:barChart>\
            <c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>\
            <c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>\
            <c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/></c:catAx>\
            <c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="\(bars.top)"/><c:min val="0"/>\
            </c:scaling><c:delete val="1"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>\
            <c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:crossAx val="1"/>\
            <c:crosses val="max"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>
            """
    }
}
