# SPDX-License-Identifier: Apache-2.0
"""A person confirms an address and is told by e-mail what happens to a dossier; servers that refuse, hang or are not who they say
they are hold up nobody."""

import html
import re
import sqlite3
import tempfile
import time
import unittest

import scratch
from mailserver import PASSWORD, USER, Authority, Hanging, MailServer
from node import Node, command
from person import Person

# The pages of the notice of residence (2.001159), as somebody fills them in.
HOME = {"applicant_home-unit": "14701@2025-07-01", "applicant_home-line": "Thôn Yên Thượng"}
PAGES = [
    ("applicant", {"applicant_name": "Nguyễn Văn Minh", "applicant_identifier": "037090000001"}),
    ("contact", {"applicant_phone": "0912345678", **HOME}),
    ("place", {"place_kind": "", "place_address-unit": "14701@2025-07-01", "place_address-line": "Thôn Yên Thượng"}),
    ("guests", {"_entries": "1", "guests-1-guest_name": "Phạm Thị Hoa", "guests-1-guest_paper": "037188000002"}),
    ("reason", {"reason": "Thăm gia đình"}),
]


def wait(until):
    """No limit: the machine may be slow, and what never comes is for whoever runs the tests to see."""
    while not (found := until()):
        time.sleep(0.1)
    return found


class Letters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-mail-")
        cls.authority = Authority(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def node(self, server, *database, **settings):
        data = tempfile.mkdtemp(dir=self.folder.name)
        made = command("init", "--demo", "--data", data, *database)
        self.assertEqual(made.returncode, 0, made.stderr)
        settings = {
            "DOICANH_MAIL_SERVER": f"smtp://localhost:{server.port}", "DOICANH_MAIL_SENDER": "dvc@yenmo.example.vn",
            "DOICANH_MAIL_NAME": "Một cửa xã Yên Mô"} | settings
        node = Node(data, database, **settings)
        self.addCleanup(node.close)
        return node

    def secured(self, server, *database):
        return self.node(
            server, *database, DOICANH_MAIL_AUTHORITY=self.authority.path, DOICANH_MAIL_USERNAME=USER,
            DOICANH_MAIL_PASSWORD=PASSWORD)

    def ask(self, person, address):
        answer = person.post("/me/mail", _csrf=person.get("/me/mail").token, address=address)
        self.assertEqual(answer.status, 303)

    def confirm(self, node, letter):
        link = re.search(r"/me/mail/confirmation\?token=[0-9a-f]+", letter.get_content())[0]
        stranger = Person(node.port)
        page = stranger.get(link)
        self.assertEqual(page.status, 200)
        self.assertEqual(
            stranger.post("/me/mail/confirmation", _csrf=page.token, token=link.split("=")[1]).status, 200)

    def submit(self, person):
        """Sends a notice of residence and returns the path of the dossier."""
        start = person.get("/services/2.001159")
        agency = re.search(r'name="agency" value="([^"]+)"', start.text)[1]
        draft = person.post("/services/2.001159/drafts", _csrf=start.token, agency=agency).location
        draft = "/".join(draft.split("/")[:3])
        for name, fields in PAGES:
            page = person.get(f"{draft}/{name}")
            typed = {**dict(hidden(page.text)), **fields}
            for field in re.findall(r'name="(guests-1-guest_(?:from|to))-year"', page.text):
                day = time.localtime(time.time() + 86400 * (2 if "_to" in field else 1))
                typed |= {f"{field}-year": day.tm_year, f"{field}-month": day.tm_mon, f"{field}-day": day.tm_mday}
            if "place_kind" in typed:
                typed["place_kind"] = re.search(r'name="place_kind" value="([^"]+)"', page.text)[1]
            answer = person.post(f"{draft}/{name}", **typed)
            self.assertEqual(answer.status, 303, problems(answer.text))
        check = person.get(f"{draft}/check")
        sent = person.post(f"{draft}/submission", **dict(hidden(check.text)))
        self.assertEqual(sent.status, 303, problems(sent.text))
        return sent.location.split("?")[0]

    def walk(self, *database):
        with MailServer(self.authority) as server:
            node = self.secured(server, *database)
            minh, lan = Person(node.port).sign_in("minh"), Person(node.port).sign_in("lan")
            self.ask(minh, "minh@example.vn")
            first = server.letters.get()
            self.assertEqual((first.receivers, first.over_tls), (["minh@example.vn"], True))
            self.assertEqual(first["subject"], "Xác nhận địa chỉ nhận thông báo")
            self.assertEqual(first["from"], "Một cửa xã Yên Mô <dvc@yenmo.example.vn>")
            self.assertEqual(first["auto-submitted"], "auto-generated")
            self.confirm(node, first)
            dossier = self.submit(minh)
            page = lan.get(dossier)
            version = re.search(r'name="version" value="(\d+)"', page.text)[1]
            self.assertEqual(
                lan.post(f"{dossier}/moves/receive", _csrf=page.token, version=version).status, 303)
            told = server.letters.get()
            self.assertEqual(told["subject"].split(":")[0], "Thông báo lưu trú")
            text = told.get_content()
            self.assertIn(dossier, text)
            self.assertRegex(text, r"H42\.999\.01-\d{6}-0*1")
            self.assertNotIn("Nguyễn Văn Minh", text)
            self.assertNotIn("037090000001", text)
            self.assertIn("/notices/", minh.get("/notices").text)
            self.assertEqual(node.stop(), 0)

    def test_a_resident_is_told_on_a_file(self):
        self.walk()

    def test_a_resident_is_told_on_a_server(self):
        with scratch.postgres() as url:
            self.walk("--database", url)

    def test_a_letter_refused_for_good_is_laid_aside(self):
        with MailServer() as server:
            server.refusing.add("nobody@example.vn")
            node = self.node(server)
            self.ask(Person(node.port).sign_in("minh"), "nobody@example.vn")
            hung = Person(node.port).sign_in("hung")
            wait(lambda: "(550)" in hung.get("/operator/jobs").text)
            self.assertTrue(server.letters.empty())
            self.assertEqual(node.stop(), 0)

    def test_a_server_nobody_vouches_for_gets_no_letter(self):
        with MailServer(self.authority) as server:
            stranger = Authority(tempfile.mkdtemp(dir=self.folder.name))
            node = self.node(
                server, DOICANH_MAIL_AUTHORITY=stranger.path, DOICANH_MAIL_USERNAME=USER, DOICANH_MAIL_PASSWORD=PASSWORD)
            self.ask(Person(node.port).sign_in("minh"), "minh@example.vn")
            wait(lambda: self.tried(node))
            self.assertTrue(server.letters.empty())
            node.stop()

    def test_a_server_that_hangs_holds_up_nobody(self):
        with Hanging() as server:
            node = self.node(server)
            minh, lan = Person(node.port).sign_in("minh"), Person(node.port).sign_in("lan")
            self.ask(minh, "minh@example.vn")
            dossier = self.submit(minh)
            page = lan.get(dossier)
            version = re.search(r'name="version" value="(\d+)"', page.text)[1]
            self.assertEqual(lan.post(f"{dossier}/moves/receive", _csrf=page.token, version=version).status, 303)
            # The notice stands on the page while the letter is still on its way.
            wait(lambda: "/notices/" in minh.get("/notices").text)
            wait(lambda: self.tried(node))
            self.assertEqual(node.stop(), 0)

    def tried(self, node):
        """Whether a letter came back and waits for another attempt."""
        with sqlite3.connect(f"file:{node.data}/doicanh.sqlite?mode=ro", uri=True) as database:
            rows = database.execute("SELECT problem FROM job_outbox WHERE kind = 'notifications.mail'").fetchall()
        return [problem for (problem,) in rows if problem]


def hidden(text):
    for tag in re.findall(r"<input type=\"hidden\"[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        yield name[1], html.unescape(value[1])


def problems(text):
    return re.findall(r'class="problem"[^>]*>(.*?)</p>', text, re.DOTALL)


if __name__ == "__main__":
    unittest.main()
