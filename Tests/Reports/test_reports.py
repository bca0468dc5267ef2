# SPDX-License-Identifier: Apache-2.0
"""The report of the year that was replayed: the same numbers on the page, in the text document, in the workbook and on paper, each
opened by a program of others, and what the workbook says is a formula comes to what it says when another program reckons."""
import html
import html.parser
import io
import pathlib
import re
import subprocess
import tempfile
import unittest
import zipfile

import docx
import openpyxl

from node import Node, command
from person import Person

REPORTS = ("/desk/reports/yearly/2020", "/desk/reports/yearly/2020?unit=86@2025-07-01", "/desk/reports/quarterly/2020-Q3")


class Tables(html.parser.HTMLParser):
    """The tables of a page but those drawn as bars, as rows of texts, without the marks of sources."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.cell, self.depth = [], None, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "table" and "table" in named.get("class", "").split():
            self.tables.append([])
        elif tag == "tr" and self.tables and "role" in named:
            self.tables[-1].append([])
        elif tag in ("th", "td") and "role" in named or tag in ("th",) and named.get("scope") == "col":
            self.cell = ""
        elif tag == "sup":
            self.depth += 1

    def handle_endtag(self, tag):
        if tag == "sup":
            self.depth -= 1
        elif tag in ("th", "td") and self.cell is not None:
            self.tables[-1][-1].append(" ".join(self.cell.split()))
            self.cell = None

    def handle_data(self, text):
        if self.cell is not None and not self.depth:
            self.cell += text


def plain(text):
    """Without marks of sources, and with one kind of space."""
    return " ".join(re.sub(r"( ?\[\d+\])+$", "", text.replace("\u00a0", " ")).split())


def shown(cell):
    """A number of a workbook as the page writes it, as far as its format tells."""
    value, pattern = cell.value, cell.number_format
    words = re.match(r'"([^"]*)"', pattern)
    prefix = words[1] if words else ""

    def vietnamese(number, places):
        text = f"{number:,.{places}f}"
        return text.replace(",", " ").replace(".", ",").replace(" ", ".")

    if "%" in pattern:
        return f"{prefix}{vietnamese(value * 100, 1 if '0.0%' in pattern else 0)} %"
    return prefix + vietnamese(value, 0)


def converted(name, content, kind):
    """What LibreOffice makes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        path.write_bytes(content)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir",
             f"{folder}/out", str(path)], check=True, capture_output=True, timeout=300)
        [made] = pathlib.Path(folder, "out").iterdir()
        return made.read_bytes()


def squeezed(text):
    return re.sub(r"\s+", "", text)


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-reports-")
        made = command("demo", "bentre2020", "--dossiers", "120", "--data", cls.folder.name)
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        cls.node = Node(data=cls.folder.name)
        cls.person = Person(cls.node.port).sign_in("tuan")

    @classmethod
    def tearDownClass(cls):
        cls.node.close()
        cls.folder.cleanup()

    def file(self, path, kind):
        answer = self.person.get("/{0}".format(path.lstrip("/").replace("?", f"/{kind}?", 1)) if "?" in path else f"{path}/{kind}")
        self.assertEqual(answer.status, 200)
        return answer.body

    def page(self, path):
        answer = self.person.get(path)
        self.assertEqual(answer.status, 200)
        tables = Tables(answer.text).tables
        self.assertGreater(len(tables), 0)
        self.assertGreater(sum(len(table) for table in tables), 5)
        return answer.text, tables

    def test_the_text_document_says_what_the_page_says(self):
        for path in REPORTS:
            with self.subTest(path=path):
                text, tables = self.page(path)
                document = docx.Document(io.BytesIO(self.file(path, "docx")))
                told = [[[plain(cell.text) for cell in row.cells] for row in table.rows] for table in document.tables]
                self.assertEqual(told, tables)
                title = html.unescape(re.search(r"<h1>(.*?)</h1>", text)[1])
                self.assertEqual(document.core_properties.title, title)
                headings = [p.text for p in document.paragraphs if p.style.name == "heading 1" or p.style.name == "Heading 1"]
                sections = [html.unescape(name) for name in re.findall(r'<h2 id="(?!contents)[^"]*">(.*?)</h2>', text)]
                self.assertEqual(headings, sections)

    def test_the_workbook_says_what_the_page_says(self):
        formulas = 0
        for path in REPORTS:
            with self.subTest(path=path):
                _, tables = self.page(path)
                content = self.file(path, "xlsx")
                book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
                rows = [[cell for cell in row] for sheet in book for row in sheet.iter_rows()]
                heads = [[plain(str(cell.value or "")) for cell in row] for row in rows]
                for table in tables:
                    width = len(table[0])
                    start = next(i for i, row in enumerate(heads) if row[:width] == table[0] and heads[i + 1][0] == table[1][0])
                    for line, row in zip(table[1:], rows[start + 1:]):
                        for expected, cell in zip(line, row):
                            self.agrees(expected, cell)
                formulas += self.recalculated(content)
        self.assertGreater(formulas, 5)

    def agrees(self, expected, cell):
        if isinstance(cell.value, (int, float)):
            # What was printed with words, "23.3 nghìn", or of so many, "86/193", is a number in the workbook.
            if re.fullmatch(r"[^\d]*[\d.]+(,\d+)?( %)?", expected) and "####" not in cell.number_format:
                self.assertEqual(plain(shown(cell)), expected)
            else:
                self.assertTrue(any(mark.isdigit() for mark in expected), expected)
        else:
            self.assertEqual(plain(str(cell.value or "")), expected)

    def recalculated(self, content):
        """Holds what the formulas came to here against what LibreOffice reckons; returns how many there are."""
        ours = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content))
        theirs = openpyxl.load_workbook(io.BytesIO(converted("report.xlsx", content, "xlsx:Calc MS Excel 2007 XML")), data_only=True)
        count = 0
        for sheet in written:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        count += 1
                        mine, other = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
                        self.assertAlmostEqual(mine, other, 9)
        return count

    def test_the_paper_says_what_the_page_says(self):
        for path in REPORTS:
            with self.subTest(path=path):
                _, tables = self.page(path)
                pdf = self.file(path, "pdf")
                with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
                    file.write(pdf)
                    file.flush()
                    paper = squeezed(subprocess.run(
                        ["pdftotext", "-raw", file.name, "-"], check=True, capture_output=True, text=True).stdout)
                    self.assertEqual(paper.count("\ufffd"), 0)
                    for table in tables:
                        for row in table:
                            for cell in row:
                                # Words of one cell may stand on lines with those of its neighbours.
                                for word in cell.split():
                                    self.assertIn(squeezed(word), paper)

    def test_libreoffice_opens_the_text_document(self):
        for path in REPORTS:
            with self.subTest(path=path):
                text, tables = self.page(path)
                told = converted("report.docx", self.file(path, "docx"), "txt:Text").decode("utf-8-sig")
                for table in tables:
                    for row in table:
                        for cell in row:
                            self.assertIn(squeezed(cell), squeezed(told))

    def test_every_part_of_the_text_document_is_well_formed(self):
        import xml.dom.minidom
        with zipfile.ZipFile(io.BytesIO(self.file(REPORTS[1], "docx"))) as archive:
            self.assertIsNone(archive.testzip())
            for name in archive.namelist():
                xml.dom.minidom.parseString(archive.read(name))
            self.assertIn("word/charts/chart1.xml", archive.namelist())

    def test_an_edition_is_kept_compared_and_handed_over(self):
        page = self.person.get(REPORTS[0])
        made = self.person.post(REPORTS[0], _csrf=page.token)
        self.assertEqual(made.status, 303)
        edition = self.person.get(made.location)
        self.assertEqual(Tables(edition.text).tables, Tables(page.text).tables)
        for kind in ("docx", "xlsx", "pdf"):
            self.assertEqual(self.person.get(f"{made.location}/files/{kind}").status, 200)
        self.assertEqual(self.person.get(f"{made.location}/files/exe").status, 404)
        self.assertIn("Không có gì khác.", self.person.get(f"{made.location}/since").text)
        self.assertEqual(self.person.post(f"{made.location}/handover", _csrf=edition.token).status, 303)
        self.assertEqual(self.person.post(f"{made.location}/handover", _csrf=edition.token).status, 409)
        self.assertIn("Đã chuyển ký", self.person.get("/desk/reports").text)


if __name__ == "__main__":
    unittest.main()
