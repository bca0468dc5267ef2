# SPDX-License-Identifier: Apache-2.0
"""A task that is too hard for a commune goes up: xã Yên Mô asks the People's Committee of Ninh Bình, which passes it on to the
ministry that gave it, and the ministry answers. Each step is recorded, and each number of tasks opens down to it."""

import datetime
import re

from playwright.sync_api import expect

# Who leads an agency, and the identifier of it.
HEADS = {"bien": ("Vũ Thị Biên", "H42.999"), "ninh": ("Phạm Quang Ninh", "H42"), "khoa": ("Lê Đăng Khoa", "G06")}
PASSWORD = "mot-mat-khau-dai-2026"
TITLE = "Phủ sóng băng rộng thôn Yên Thượng"


class Escalation:
    """Goes on where the journey of the dossiers ended, with people of its own."""

    def __init__(self, journey):
        self.journey, self.url = journey, journey.node.url

    def walk(self):
        commune, province, ministry = (self.head(name) for name in HEADS)
        task = self.give(ministry)
        self.ask(commune, task)
        self.pass_on(province, task)
        self.answer(ministry, task)
        self.read(commune, task)
        self.count(self.journey.phone(), commune, task)
        self.journey.made["task"] = task

    def head(self, username: str):
        """Opened by an operator, who never learns the password."""
        name, agency = HEADS[username]
        said = self.journey.node.command("users", "add", username, "--name", name)
        self.journey.node.command("users", "post", "give", username, "head", "--at", agency)
        page = self.journey.phone()
        page.goto(f"{self.url}/session/recovery")
        page.fill("#username", username)
        page.fill("#code", re.search(r"^(?:[A-Z0-9]{4} ?){4}$", said, re.MULTILINE).group())
        page.fill("#password", PASSWORD)
        page.locator("main form:has(#password) button").click()
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.locator("main form:has(#password) button").click()
        expect(page.locator(".menu .who")).to_have_count(1)
        return page

    def give(self, ministry) -> str:
        ministry.goto(f"{self.url}/desk/tasks")
        ministry.locator("main a[href='/desk/tasks/new']").click()
        for field, text in (("title", TITLE), ("text", "Bảo đảm mọi hộ trong thôn truy nhập được"),
                            ("basis", "Thông báo 12/TB-BKHCN"), ("lead", "H42.999"), ("joining", "H42")):
            ministry.fill("#" + field, text)
        self.day(ministry, 30)
        self.journey.look(ministry, "the task")
        ministry.locator("main form button").last.click()
        expect(ministry.locator("h1")).to_contain_text(TITLE)
        self.journey.look(ministry, "the task as given")
        return re.search(r"/tasks/([0-9a-f-]{36})", ministry.url).group(1)

    def ask(self, commune, task: str):
        commune.goto(f"{self.url}/desk/tasks?phase=incoming")
        commune.locator(f"main a[href^='/tasks/{task}']").first.click()
        commune.locator("form[action$='/moves/accept'] button").click()
        commune.locator("a[href$='/escalation']").click()
        commune.locator("main form button").last.click()
        # Without a reason and a day nothing goes up.
        expect(commune.locator(".errors li").first).to_be_visible()
        commune.fill("#text", "Cần trạm thu phát mới, ngoài thẩm quyền của xã")
        self.day(commune, 3)
        self.journey.look(commune, "the question to the level above")
        commune.locator("main form button").last.click()
        expect(commune.locator("main")).to_contain_text("ngoài thẩm quyền của xã")
        self.journey.look(commune, "the task as asked about")

    def pass_on(self, province, task: str):
        """The level above finds it where it looks first, and on its pile; and sends it one level up."""
        province.goto(f"{self.url}/steering")
        expect(province.locator(f"main a[href^='/tasks/{task}']").first).to_be_visible()
        self.journey.look(province, "the steering room of who was asked")
        province.goto(f"{self.url}/desk/tasks/joined")
        expect(province.locator(f"main a[href='/tasks/{task}']")).to_have_count(1)
        province.goto(f"{self.url}/desk/tasks")
        province.locator(f"main a[href^='/tasks/{task}']").first.click()
        self.reply(province, "Kính chuyển Bộ xem xét", "pass_on")
        self.journey.look(province, "the question as passed on")

    def answer(self, ministry, task: str):
        ministry.goto(f"{self.url}/desk/tasks")
        ministry.locator(f"main a[href^='/tasks/{task}']").first.click()
        self.reply(ministry, "Đồng ý, dùng quỹ viễn thông công ích")

    def reply(self, page, words: str, button: str = ""):
        form = page.locator("form[action*='/consultations/']")
        form.locator("textarea").fill(words)
        form.locator(f"button[value='{button}']" if button else "button:not([value='pass_on'])").click()
        expect(page.locator("main")).to_contain_text(words)

    def read(self, commune, task: str):
        """Who asked reads both answers, in their order and with the names of those who gave them."""
        commune.goto(f"{self.url}/tasks/{task}")
        self.journey.look(commune, "the task as answered")
        said = commune.locator("section[aria-labelledby=consultations]").inner_text()
        order = [said.find(words) for words in ("ngoài thẩm quyền", "Kính chuyển Bộ", "Đồng ý, dùng quỹ")]
        if -1 in order or order != sorted(order):
            self.journey.wrong.append(f"the answers are not read in their order: {said[:300]}")
        for name in ("Phạm Quang Ninh", "Lê Đăng Khoa"):
            if name not in said:
                self.journey.wrong.append(f"nobody reads that {name} answered")

    def count(self, visitor, commune, task: str):
        """The escalation is counted; everybody opens the event, and who may see the task opens the task."""
        facts = f"{self.url}/indicators/tasks.escalated/facts"
        for _ in range(50):
            visitor.goto(facts)
            if visitor.locator("main a[href^='/ledger/events/']").count():
                break
            visitor.wait_for_timeout(100)
        else:
            raise AssertionError("five seconds after it the escalation is not counted")
        if visitor.locator(f"main a[href='/tasks/{task}']").count():
            self.journey.wrong.append("a visitor is led to a task that is not theirs")
        commune.goto(facts)
        expect(commune.locator(f"main a[href='/tasks/{task}']")).to_have_count(1)
        self.journey.look(commune, "the escalations a number is made of")

    def day(self, page, ahead: int):
        day = datetime.date.today() + datetime.timedelta(days=ahead)
        for part in ("day", "month", "year"):
            page.fill(f"[name=due-{part}]", str(getattr(day, part)))
