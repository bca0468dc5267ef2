# SPDX-License-Identifier: Apache-2.0
"""The form of a report as a spreadsheet: filled in by programs of others it fills the draft, and what cannot be taken is named by
its cell while the rest is kept."""
import datetime
import io
import re
import tempfile
import unittest
import uuid

import openpyxl

from node import Node, command
from person import Person
from test_reports import converted

GOOD = {"staff": 9, "trained": 8, "trained_in_period": 0, "signing": 9, "plan_done": 50}


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-forms-")
        made = command("init", "--demo", "--data", cls.folder.name)
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        cls.node = Node(data=cls.folder.name)
        cls.person = Person(cls.node.port).sign_in("lan")
        # The demo's desk is there since today, so this quarter is all it can tell of.
        desk = cls.person.get("/desk/collection").text
        cls.path = re.search(r'href="(/desk/collection/digital-skills/[^"/]+)"', desk)[1]

    @classmethod
    def tearDownClass(cls):
        cls.node.close()
        cls.folder.cleanup()

    def form(self):
        answer = self.person.get(f"{self.path}/xlsx")
        self.assertEqual(answer.status, 200)
        return openpyxl.load_workbook(io.BytesIO(answer.body))

    def fill(self, values):
        book = self.form()
        for row in book.active.iter_rows(min_row=5):
            if row[0].value in values:
                row[2].value = values[row[0].value]
        return book

    def cell(self, book, field):
        return next(row[2] for row in book.active.iter_rows(min_row=5) if row[0].value == field)

    def send(self, content):
        if not isinstance(content, bytes):
            file = io.BytesIO()
            content.save(file)
            content = file.getvalue()
        token, mark = self.person.get(self.path).token, uuid.uuid4().hex
        body = (f'--{mark}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n{token}\r\n--{mark}\r\n'
                f'Content-Disposition: form-data; name="file"; filename="báo cáo.xlsx"\r\n\r\n').encode()
        return self.person.ask(
            "POST", f"{self.path}/xlsx", body + content + f"\r\n--{mark}--\r\n".encode(),
            **{"Content-Type": f"multipart/form-data; boundary={mark}"})

    def kept(self):
        found = re.findall(r'name="value-([a-z_]+)"[^>]* value="([^"]*)"', self.person.get(self.path).text)
        return {name: value for name, value in found if value}

    def refused(self, answer, *cells):
        self.assertEqual(answer.status, 422)
        for cell in cells:
            self.assertIn(f"{cell}: ", answer.text)

    def test_openpyxl_fills_the_draft(self):
        self.assertEqual(self.send(self.fill(GOOD)).status, 303)
        self.assertEqual(self.kept(), {name: str(value) for name, value in GOOD.items()})
        again = {row[0].value: row[2].value for row in self.form().active.iter_rows(min_row=5)}
        self.assertEqual({name: str(again[name]) for name in GOOD}, self.kept())

    def test_libreoffice_fills_the_draft(self):
        file = io.BytesIO()
        self.fill(GOOD | {"staff": 12}).save(file)
        saved = converted("form.xlsx", file.getvalue(), "xlsx:Calc MS Excel 2007 XML")
        self.assertEqual(self.send(saved).status, 303)
        self.assertEqual(self.kept()["staff"], "12")

    def test_a_formula_a_date_a_text_and_a_merged_cell_are_named_and_the_rest_is_kept(self):
        book = self.fill({"trained": 7})
        self.cell(book, "staff").value = "=4+5"
        self.cell(book, "trained_in_period").value = datetime.date(2026, 9, 30)
        self.cell(book, "signing").value = "chín"
        merged = self.cell(book, "plan_done")
        merged.value = 50
        book.active.merge_cells(start_row=merged.row, end_row=merged.row, start_column=3, end_column=4)
        names = [self.cell(book, field).coordinate for field in ("staff", "trained_in_period", "signing", "plan_done")]
        self.refused(self.send(book), *names)
        self.assertEqual(self.kept()["trained"], "7")

    def test_more_than_all_is_named(self):
        book = self.fill(GOOD | {"plan_done": 101})
        self.refused(self.send(book), self.cell(book, "plan_done").coordinate)

    def test_what_the_system_counts_is_not_taken(self):
        book = self.fill(GOOD)
        book.active.append(["dossiers_on_time", "", 99])
        self.refused(self.send(book), f"C{book.active.max_row}")

    def test_another_layout_is_refused_whole_and_changes_nothing(self):
        self.assertEqual(self.send(self.fill(GOOD)).status, 303)
        before = self.kept()
        moved = self.fill({"staff": 99})
        moved.active.insert_rows(1)
        empty = openpyxl.Workbook()
        for book in (moved, empty):
            self.refused(self.send(book))
            self.assertEqual(self.kept(), before)

    def test_200_000_rows_are_refused(self):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for number in range(200_000):
            sheet.append([number])
        self.refused(self.send(book))
        self.assertEqual(self.person.get(self.path).status, 200)


if __name__ == "__main__":
    unittest.main()
