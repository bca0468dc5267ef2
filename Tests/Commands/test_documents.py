# SPDX-License-Identifier: Apache-2.0
"""What the README says works as it is written: the commands, the tour, the people; and every setting is described."""

import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

from node import BINARY, PATIENCE, ROOT, Node, command, environment
from person import Person

PEOPLE = {"minh": "Nguyễn Văn Minh", "hoa": "Phạm Thị Hoa", "lan": "Trần Thị Lan", "tuan": "Lê Anh Tuấn",
          "thu": "Đỗ Thị Thu", "hung": "Vũ Mạnh Hùng"}


def typed(name):
    """The commands in the blocks of a document."""
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / name).read_text(), re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [words[1:] for words in lines if words and words[0] == "doicanh"]


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-readme-")
        cls.demo = f"{cls.folder.name}/demo"
        made = command("init", "--demo", "--data", cls.demo)
        if made.returncode != 0:
            raise AssertionError(made.stderr)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_commands_of_the_readme_beside_a_server(self):
        for name in ("README.md", "README.vi.md"):
            place = tempfile.mkdtemp(dir=self.folder.name)
            shutil.copytree(self.demo, f"{place}/data")
            node = Node(data=f"{place}/data")
            try:
                commands = typed(name)
                self.assertGreater(len(commands), 4)
                for words in commands:
                    with self.subTest(f"{name}: doicanh {' '.join(words)}"):
                        done = subprocess.run(
                            [BINARY, *words], cwd=place, env=environment({}), capture_output=True, text=True,
                            timeout=2 * PATIENCE)
                        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            finally:
                self.assertEqual(node.stop(), 0)
                node.close()

    def test_the_tour(self):
        node = Node(data=self.demo)
        try:
            for name, full in PEOPLE.items():
                person = Person(node.port).sign_in(name)
                for language, word in [("vi", "Đăng xuất"), ("en", "Sign out")]:
                    with self.subTest(name, language=language):
                        token = person.get("/").token
                        self.assertEqual(person.post("/language", _csrf=token, language=language).status, 303)
                        page = person.get("/").text
                        self.assertIn(f'<html lang="{language}"', page)
                        self.assertIn(full, page)
                        self.assertIn(word, page)
            visitor = Person(node.port)
            self.assertRegex(visitor.get("/units?q=yen+hoa+yen+mo").text, r"(?s)Xã Yên Hòa.*Xã Yên Mô")
            self.assertIn("Xã Yên Mô", visitor.get("/units/14722/2025-06-30").text)
            today, before = visitor.get("/units/37").text, visitor.get("/units/37/2025-06-30").text
            for old in ("Tỉnh Hà Nam", "Tỉnh Nam Định"):
                self.assertIn(old, today)
                self.assertNotIn(old, before)
            self.assertIn("<svg", today)
            self.assertRegex(visitor.get("/units/37/changes").text, r"(?s)>Xã Yên Mô<.*>Xã Yên Hòa<")
            report = Person(node.port).sign_in("minh").submit("Cột điện nghiêng trước trường mầm non đã hai hôm.")
            self.assertNotEqual(Person(node.port).sign_in("hoa").get(report).status, 200)
            lan = Person(node.port).sign_in("lan")
            accepted = lan.post(f"{report}/acceptance", _csrf=lan.get(report).token)
            self.assertEqual(accepted.status, 303)
        finally:
            self.assertEqual(node.stop(), 0)
            node.close()

    def test_every_setting_is_described(self):
        document = (ROOT / "docs/operating.md").read_text()
        described = set(re.findall(r"`([a-z_.]+)`", document.split("## Settings")[1].split("\n## ")[0]))
        shown = command("doctor", "--data", self.demo, DOICANH_EID_ISSUER="https://eid.example.vn", DOICANH_EID_CLIENT_ID="x")
        names = re.findall(r"^  ([a-z_.]+) ", shown.stdout.split("\n\n")[0], re.MULTILINE)
        self.assertGreater(len(names), 10)
        self.assertEqual([name for name in names if name not in described and name != "data"], [])


if __name__ == "__main__":
    unittest.main()
