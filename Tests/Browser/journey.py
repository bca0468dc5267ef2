# SPDX-License-Identifier: Apache-2.0
"""The thin slice as people walk it: on a phone, by hand, without JavaScript."""

import re

from playwright.sync_api import expect

import checks
from dossiers import Dossiers
from escalation import Escalation

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "vi-VN", "java_script_enabled": False}
PLACE = "Trước cổng chợ Bút, thôn Yên Thượng"


class Journey:
    def __init__(self, browser, node, people: dict, keep=None):
        self.browser, self.node, self.people = browser, node, people
        self.keep = keep or (lambda page, name: None)
        self.wrong: list[str] = []
        self.made: dict[str, str] = {}

    def walk(self) -> list[str]:
        visitor = self.phone()
        before = self.number(visitor)
        resident = self.phone("resident")
        leader = self.leader()
        report = self.submit(resident)
        self.consent(resident)
        self.organisation(self.phone("operator"), self.phone("official"))
        self.answered(leader, "0,0\u00a0%")
        self.decide(self.phone("official"), report)
        self.answered(leader, "100,0\u00a0%")
        self.open_number(visitor, before + 1)
        Dossiers(self).walk()
        Escalation(self).walk()
        return self.wrong

    def phone(self, person: str = ""):
        page = self.browser.new_context(**PHONE).new_page()
        page.goto(self.node.url + "/")
        if person:
            self.menu(page, page.locator(".sign-in"))
            page.fill("#username", self.people[person]["username"])
            page.fill("#password", self.people[person]["password"])
            page.locator("main form:has(#password) button").click()
            expect(page.locator(".menu .who")).to_have_count(1)
        return page

    def menu(self, page, link):
        """The menu of a phone opens without a script."""
        page.locator(".menu-button").click()
        link.click()

    def look(self, page, name: str):
        self.wrong += [f"{name}: {fault}" for fault in checks.fits(page) + checks.targets(page) + checks.own_words(page, "vi")]
        self.keep(page, name)

    def submit(self, page) -> str:
        self.menu(page, page.locator(".menu nav a[href='/scene-reports']"))
        page.locator("main a[href='/scene-reports/new']").click()
        self.look(page, "the form")
        page.locator("main form button").click()
        # Refused: everything wrong is named on top, and each name leads to its field.
        expect(page.locator(".errors li").first).to_be_visible()
        self.look(page, "the refused form")
        page.locator(".errors a[href='#location']").click()
        page.fill("#location", PLACE)
        page.fill("#text", "Đèn đường không sáng từ tối thứ Hai, trẻ em đi học về qua đây.")
        page.locator("input[name=agency]").first.check()
        page.locator("main form button").click()
        expect(page.locator("main")).to_contain_text(PLACE)
        self.look(page, "the report as sent")
        self.made["report"] = re.search(r"/scene-reports/([0-9a-f-]{36})", page.url).group(1)
        return self.made["report"]

    def consent(self, page):
        """One neighbour lets another report for them."""
        page.goto(self.node.url + "/me/consents/new")
        self.look(page, "the consent")
        page.fill("#identifier", "037191000003")
        page.fill("#name", "Trần Thị Lan")
        page.locator("main form button").click()
        given = page.locator("main a[href^='/me/consents/0']").first
        expect(given).to_have_text("Trần Thị Lan")
        self.look(page, "the consents")
        self.made["consent"] = given.get_attribute("href").rsplit("/", 1)[1]

    def organisation(self, operator, representative):
        """An operator enters a firm, and its representative lets a resident act for it."""
        operator.goto(self.node.url + "/operator/accounts?q=tran thi lan")
        self.made["account"] = operator.locator("main table a").first.get_attribute("href").rsplit("/", 1)[1]
        operator.goto(self.node.url + "/desk/organisations/new")
        self.look(operator, "the organisation")
        for field, text in (("tax_code", "0100109106"), ("organisation", "Hợp tác xã Yên Mô"),
                            ("basis", "Giấy chứng nhận số 0100109106"), ("identifier", "037191000003"),
                            ("name", "Trần Thị Lan"), ("title", "Giám đốc")):
            operator.fill("#" + field, text)
        operator.locator("main form button").click()
        expect(operator.locator("main table")).to_contain_text("Hợp tác xã Yên Mô")
        self.look(operator, "the organisations entered")
        representative.goto(self.node.url + "/me/organisations")
        link = representative.locator("main table a").first
        self.made["organisation"] = link.get_attribute("href").rsplit("/", 1)[1]
        link.click()
        representative.locator("main .actions a").click()
        for field, text in (("identifier", "037188000002"), ("name", "Phạm Thị Hoa"), ("title", "Kế toán")):
            representative.fill("#" + field, text)
        representative.locator("main form button").click()
        authorised = representative.locator("main table a").first
        expect(authorised).to_have_text("Phạm Thị Hoa")
        self.look(representative, "the authorisation")
        self.made["authorisation"] = authorised.get_attribute("href").rsplit("/", 1)[1]

    def decide(self, page, report: str):
        self.menu(page, page.locator(".menu nav a[href='/desk/scene-reports']"))
        self.look(page, "the queue")
        page.locator(f"main a[href^='/scene-reports/{report}']").first.click()
        self.look(page, "the report at the desk")
        page.locator(f"form[action='/scene-reports/{report}/acceptance'] button").click()
        expect(page.locator("main")).to_contain_text("Đã tiếp nhận")
        self.look(page, "the report as accepted")

    def number(self, page) -> int:
        page.goto(self.node.url + "/scene-reports")
        figure = page.locator(".figure", has=page.locator("figcaption", has_text="đã tiếp nhận"))
        return int(figure.locator(".value a").inner_text().replace(".", ""))

    def leader(self):
        """Somebody who leaves the steering page open."""
        page = self.browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN").new_page()
        page.goto(self.node.url + "/steering?per=month")
        page.evaluate("window.isTheSamePage = true")
        return page

    def answered(self, page, share: str):
        """The share of reports answered moves on the open page, which is not loaded again, and says so."""
        row = page.locator(".bullets li", has_text="Phản ánh đã trả lời")
        expect(row.locator("strong")).to_have_text(share, timeout=20_000)
        expect(page.locator(".live")).to_contain_text("Vừa cập nhật")
        assert page.evaluate("window.isTheSamePage"), "the steering page was loaded again"
        self.wrong += [f"the steering page as it moved: {fault}" for fault in checks.fits(page) + checks.own_words(page, "vi")]
        self.keep(page, f"the steering page at {share[:-2]}")

    def open_number(self, page, expected: int):
        """A number leads down to the sealed event it counts."""
        for _ in range(50):
            if self.number(page) == expected:
                break
            page.wait_for_timeout(100)
        else:
            self.wrong.append(f"five seconds after the decision the number is not {expected}")
        page.locator(".figure", has=page.locator("figcaption", has_text="đã tiếp nhận")).locator(".value a").click()
        self.look(page, "what the number is made of")
        for _ in range(4):
            event = page.locator("main a[href^='/ledger/']").first
            if event.count():
                event.click()
                self.made["event"] = page.url.rsplit("/", 1)[1]
                self.look(page, "the sealed event")
                # Sealed: the page offers a program with which anybody can check it.
                expect(page.locator(f"main a[href='/ledger/events/{self.made['event']}/check']")).to_be_visible()
                return
            page.locator("main table a, main .value a").first.click()
            self.look(page, "a step down")
        self.wrong.append("the number does not lead down to an event")
