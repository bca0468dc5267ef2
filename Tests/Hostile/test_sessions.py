# SPDX-License-Identifier: Apache-2.0
"""People who alter what their browser was given: forms, tokens, cookies, addresses of other people's affairs."""

import json
import re
import tempfile
import unittest

from node import HostileCase, Node, command
from person import Person

SESSION, CSRF = "session", "csrf"


class Signed(HostileCase):
    """On a demo, with the limits of a real node."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-people-")
        made = command("init", "--demo", "--data", cls.folder.name)
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        cls.node = Node(data=cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.folder.cleanup()

    def person(self, name=None):
        person = Person(self.node.port)
        return person.sign_in(name) if name else person

    def copy_of(self, person):
        """Somebody who took the cookies."""
        thief = self.person()
        thief.cookies = dict(person.cookies)
        return thief

    def assert_nobody(self, person):
        self.assertNotEqual(person.get("/scene-reports/new").status, 200)

    def logged(self, status):
        return sum(1 for line in self.node.lines() if json.loads(line).get("status") == str(status))


class Forms(Signed):
    def fields(self, person):
        page = person.get("/scene-reports/new")
        agency = re.search(r'value="([^"]+)"[^>]*name="agency"|name="agency"[^>]*value="([^"]+)"', page.text)
        return {"_csrf": page.token, "agency": agency[1] or agency[2], "location": "Đầu thôn", "text": "Đèn hỏng ba ngày nay."}

    def test_a_form_without_its_own_token_is_refused_and_logged(self):
        minh, hoa = self.person("minh"), self.person("hoa")
        fields = self.fields(minh)
        foreign = self.fields(hoa)["_csrf"]
        before, refused = self.logged(403), 0
        for token in ["", "x", fields["_csrf"][:-1], fields["_csrf"] + "A", fields["_csrf"].swapcase(), foreign,
                      "\u0301", "A" * 5000]:
            with self.subTest(token=token[:12]):
                self.assertEqual(minh.post("/scene-reports", **fields | {"_csrf": token}).status, 403)
                refused += 1
        without = {name: value for name, value in fields.items() if name != "_csrf"}
        self.assertEqual(minh.post("/scene-reports", **without).status, 403)
        self.assertGreaterEqual(self.logged(403) - before, refused)
        self.assertEqual(minh.post("/scene-reports", **fields).status, 303)

    def test_a_form_another_site_sends_is_refused(self):
        minh = self.person("minh")
        body = "&".join(f"{name}={value}" for name, value in self.fields(minh).items())
        for header in [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]:
            with self.subTest(header=header):
                answer = minh.ask("POST", "/scene-reports", body.encode(), **header | {
                    "Content-Type": "application/x-www-form-urlencoded"})
                self.assertEqual(answer.status, 403)

    def test_values_no_page_offers_are_refused(self):
        minh = self.person("minh")
        fields = self.fields(minh)
        for change in [{"agency": "not-one"}, {"agency": "00000000-0000-7000-8000-000000000000"}, {"agency": ""},
                       {"agency": "' OR 1=1 --"}, {"text": ""}, {"text": "x" * 100_000}, {"location": "y" * 100_000}]:
            with self.subTest(change=str(change)[:40]):
                self.assertEqual(minh.post("/scene-reports", **fields | change).status, 422)

    def test_fields_nobody_asked_for_change_nothing(self):
        minh = self.person("minh")
        answer = minh.post(
            "/scene-reports", **self.fields(minh) | {"status": "accepted", "reporter": "hoa", "id": "mine", "kind": "official"})
        self.assertEqual(answer.status, 303)
        page = minh.get(answer.location)
        self.assertEqual(page.status, 200)
        self.assertNotIn("Đã tiếp nhận", page.text)
        self.assertIn(self.person("hoa").get(answer.location).status, (403, 404))

    def test_text_that_would_be_markup_is_text(self):
        minh = self.person("minh")
        text = "<script>alert(1)</script>\u0301\" onmouseover=\"x <img src=x onerror=alert(1)> {{page.title}} ${7*7}"
        page = minh.get(minh.submit(text))
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("<img src=x", page.text)
        self.assertIn("&lt;script&gt;", page.text)


class Cookies(Signed):
    def test_a_session_that_ended_is_over_for_who_kept_the_cookie(self):
        minh = self.person("minh")
        thief = self.copy_of(minh)
        form = thief.get("/scene-reports/new")
        self.assertEqual(form.status, 200)
        self.assertEqual(minh.post("/session/end", _csrf=minh.get("/scene-reports/new").token).status, 303)
        thief.cookies = {name: value for name, value in thief.cookies.items() if value}
        self.assert_nobody(thief)
        sent = thief.post("/scene-reports", _csrf=form.token, agency="x", location="y", text="z")
        self.assertIn(sent.status, (401, 403))

    def test_signing_in_gives_a_new_cookie(self):
        person = self.person()
        person.get("/session")
        before = dict(person.cookies)
        person.sign_in("minh")
        self.assertNotEqual(person.cookies.get(SESSION), before.get(SESSION))
        first = person.cookies[SESSION]
        person.post("/session/end", _csrf=person.get("/scene-reports/new").token)
        person.sign_in("minh")
        self.assertNotEqual(person.cookies[SESSION], first)

    def test_an_altered_cookie_is_nobody(self):
        minh = self.person("minh")
        real = minh.cookies[SESSION]
        flipped = ("A" if real[0] != "A" else "B") + real[1:]
        for value in [flipped, real[:-1], real + "A", real.swapcase(), real[::-1], "", "%00", "null", "0" * len(real),
                      real.replace(real[5], "%" + format(ord(real[5]), "02x"), 1)]:
            with self.subTest(value=value.replace(real, "…")):
                thief = self.copy_of(minh)
                thief.cookies[SESSION] = value
                self.assert_nobody(thief)
        self.assertEqual(minh.get("/scene-reports/new").status, 200)

    def test_cookies_are_for_the_server_only(self):
        person = self.person()
        answer = person.get("/session")
        cookies = answer.headers.get_all("Set-Cookie")
        self.assertTrue(cookies)
        for cookie in cookies:
            self.assertIn("HttpOnly", cookie)
            self.assertRegex(cookie, "SameSite=(Lax|Strict)")


class Rights(Signed):
    def test_what_is_not_theirs_stays_hidden_and_unchanged(self):
        report = self.person("minh").submit()
        for name in (None, "hoa"):
            person = self.person(name)
            self.assertIn(person.get(report).status, (303, 401, 403, 404))
        minh = self.person("minh")
        token = minh.get("/scene-reports/new").token
        for path in ["/acceptance", "/refusal"]:
            self.assertIn(minh.post(report + path, _csrf=token, reason="vì tôi muốn").status, (403, 404))
        self.assertIn(minh.get("/desk/scene-reports").status, (403, 404))
        self.assertIn("Đã gửi", minh.get(report).text)

    def test_an_id_that_is_none_is_not_found(self):
        lan = self.person("lan")
        for name in ["..%2f..%2fetc", "'", "%27%20OR%201=1", "00000000-0000-0000-0000-000000000000", "A" * 3000, "%E1%BB%87"]:
            with self.subTest(name=name[:20]):
                self.assertIn(lan.get(f"/scene-reports/{name}").status, (400, 404))


class Guessing(Signed):
    def test_guessing_is_slowed_and_does_not_lock_the_owner_out(self):
        guesser = self.person()
        statuses = []
        for number in range(12):
            token = guesser.get("/session").token
            statuses.append(guesser.post("/session", _csrf=token, username="tuan", password=f"guess-{number}").status)
        self.assertTrue(set(statuses) <= {422, 429}, statuses)


if __name__ == "__main__":
    unittest.main()
