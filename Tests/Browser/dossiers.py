# SPDX-License-Identifier: Apache-2.0
"""From the search to the signed result, on a phone without JavaScript: a birth registered on time costs nothing, two extract
copies ordered in the same visit are paid through the simulated bank, and officials work on both at the desk."""

import datetime
import re

from playwright.sync_api import expect

# What is typed into the field of that name; the longest name that fits counts.
TYPED = {
    "applicant_phone": "0912 345 678", "applicant_home-line": "Thôn Yên Thượng", "birth_place_name": "Trạm y tế xã Yên Mô",
    "child_name": "Nguyễn Minh An", "mother_name": "Trần Thị Bích", "father_name": "Nguyễn Văn Minh",
    "person_name": "Nguyễn Văn Minh", "mother_home-line": "Thôn Yên Thượng", "father_home-line": "Thôn Yên Thượng",
    "copies": "2",
}
CHOSEN = {"wants_copies": "no", "has_birth_note": "yes"}
NOTE = {"name": "giấy chứng sinh.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 giay chung sinh"}


class Dossiers:
    """Goes on where the first journey ended: with its phones, its looks and its list of what is wrong."""

    def __init__(self, journey):
        self.journey, self.url = journey, journey.node.url
        self.resumed = False

    def walk(self):
        resident = self.journey.phone("resident")
        birth = self.ask(resident, "lam giay khai sinh", "1.001193")
        copies = self.ask(resident, "trich luc khai sinh", "2.000635")
        expect(resident.locator("main")).to_contain_text("16.000")
        resident.goto(f"{self.url}/dossiers/{birth}")
        if resident.locator("main a[href^='/bills/']").count():
            self.journey.wrong.append("a birth registered on time is billed")
        officer, head = self.journey.phone("official"), self.journey.phone("head")
        self.decide(officer, head, birth, "Đăng ký khai sinh cho Nguyễn Minh An")
        self.hasty(officer, head, copies)
        self.detour(resident, officer, head, copies)
        self.pay(resident, copies)
        self.finish(officer, head, copies, "Cấp 2 bản sao trích lục khai sinh, số 46")
        self.receive(resident, birth)
        self.rate(resident, birth)
        if not self.resumed:
            self.journey.wrong.append("no form asked for a file")
        self.journey.made.update(dossier=birth, paid_dossier=copies)

    def ask(self, page, words: str, code: str) -> str:
        page.goto(f"{self.url}/services?q={words.replace(' ', '+')}")
        page.locator(f"main a[href='/services/{code}']").click()
        self.journey.look(page, f"the procedure {code}")
        page.locator("main form[action$='/drafts'] button").click()
        for _ in range(60):
            if page.url.endswith("/check"):
                break
            self.answer(page)
        else:
            raise AssertionError(f"{code} has no end: {page.url}")
        self.journey.made["draft"] = page.url.split("/")[-2]
        self.journey.look(page, f"the check of {code}")
        page.locator("form[action$='/submission'] button").click()
        self.journey.look(page, f"the dossier of {code} as sent")
        return re.search(r"/dossiers/([0-9a-f-]{36})", page.url).group(1)

    def answer(self, page):
        """Answers one page as a person would, and goes on."""
        where = page.url
        form = page.locator("main form").last
        for field in form.locator("input, textarea").all():
            name, kind = field.get_attribute("name") or "", field.get_attribute("type") or "textarea"
            if kind == "radio":
                group = form.locator(f"input[type=radio][name='{name}']")
                chosen = CHOSEN.get(name)
                if chosen:
                    form.locator(f"input[type=radio][name='{name}'][value='{chosen}']").check()
                elif not any(option.is_checked() for option in group.all()):
                    group.first.check()
            elif kind == "file":
                if not self.resumed:
                    return self.resume(page)
                field.set_input_files(NOTE)
            elif kind in ("text", "tel", "email", "search", "textarea") and not field.input_value():
                field.fill(self.typed(name))
        form.locator("button").last.click()
        if page.url == where and not page.locator("input[type=radio]").count():
            raise AssertionError(f"{where}: {page.locator('.errors').all_inner_texts()}")
        self.journey.look(page, "a question")

    def resume(self, page):
        """The same question on a phone with JavaScript, over a connection that breaks when a piece goes and when an answer
        comes: the photograph goes on from where it was, and arrives as it is."""
        self.resumed = True
        photo = b"%PDF-1.7 " + bytes(number * 31 % 251 for number in range(5 * 256 * 1024))
        context = self.journey.browser.new_context(
            storage_state=page.context.storage_state(), viewport={"width": 360, "height": 800}, locale="vi-VN")
        phone, pieces = context.new_page(), []

        def weather(route):
            pieces.append(route.request.method)
            if pieces.count("POST") == 4:
                route.fetch()
            if route.request.method == "POST" and pieces.count("POST") in (2, 4):
                return route.abort()
            return route.continue_()

        phone.route(re.compile(r"/uploads/[0-9a-f-]+$"), weather)
        phone.goto(page.url)
        phone.set_input_files("main input[type=file]", {**NOTE, "buffer": photo})
        phone.locator("main form").last.locator("button").last.click()
        phone.wait_for_url(lambda url: url != page.url, timeout=0)
        if pieces.count("POST") != 8 or pieces.count("GET") != 1:
            self.journey.wrong.append(f"a photograph of six pieces went as {pieces}")
        onward = phone.url
        phone.goto(page.url)
        arrived = phone.locator(".arrived a")
        if phone.request.get(self.url + arrived.get_attribute("href")).body() != photo:
            self.journey.wrong.append("a photograph that came in pieces is another one")
        context.close()
        page.goto(onward)
        return None

    def typed(self, name: str) -> str:
        known = [key for key in TYPED if name.startswith(key)]
        if known:
            return TYPED[max(known, key=len)]
        for part in ("day", "month", "year"):
            if name.endswith(f"-{part}"):
                # A child born last week, whose parents were grown up.
                day = datetime.date.today() - datetime.timedelta(days=7)
                return str(getattr(day if name.startswith("child_born") else datetime.date(1995, 6, 5), part))
        if name.endswith("ethnicity"):
            return "Kinh"
        if name.endswith("nationality"):
            return "Việt Nam"
        if name.endswith("identifier"):
            return ""
        # What is left looks for a unit.
        return "yen mo" if "search" in name or "unit" in name or "place" in name or "origin" in name else ""

    def step(self, page, dossier: str, move: str, words: str = ""):
        page.goto(f"{self.url}/dossiers/{dossier}")
        if not words:
            page.locator(f"form[action$='/moves/{move}'] button").click()
            return
        page.locator(f"a[href$='/moves/{move}']").click()
        self.journey.look(page, f"the move {move}")
        page.fill("#text", words)
        page.locator("main form button").last.click()

    def decide(self, officer, head, dossier: str, words: str):
        officer.goto(f"{self.url}/desk/dossiers")
        self.journey.look(officer, "the pile of the desk")
        row = officer.locator("main tr").filter(has=officer.locator(f"a[href='/dossiers/{dossier}']"))
        row.locator(".tick input").check()
        officer.locator("button[value='receive']").click()
        self.journey.look(officer, "the pile after a receipt")
        officer.goto(f"{self.url}/desk/dossiers?q=minh")
        expect(officer.locator(f"main a[href='/dossiers/{dossier}']")).to_be_visible()
        self.journey.look(officer, "what a search at the desk finds")
        self.step(officer, dossier, "begin")
        officer.fill("#message", "Đã kiểm tra giấy chứng sinh.")
        officer.locator("form[action$='/messages'] button").click()
        self.journey.look(officer, "the dossier at the desk")
        self.step(head, dossier, "decide", words)
        self.registered(officer, dossier)
        self.step(officer, dossier, "return")
        expect(officer.locator("main")).to_contain_text("Đã trả kết quả")

    def registered(self, page, dossier: str):
        """The national register enters it, and its volume and number are on the page: nobody types them."""
        page.goto(f"{self.url}/dossiers/{dossier}")
        for _ in range(3000):
            if page.locator("form[action$='/moves/return']").count():
                break
            page.wait_for_timeout(100)
            page.reload()
        else:
            raise AssertionError("minutes after the decision the national register has not answered")
        expect(page.locator("main")).to_contain_text("Quyển số")
        self.journey.look(page, "the dossier with its place in the national register")

    def hasty(self, officer, head, dossier: str):
        """Nothing is decided before it is paid, and the words typed are kept."""
        self.step(officer, dossier, "receive")
        self.step(officer, dossier, "begin")
        self.step(head, dossier, "decide", "Cấp ngay")
        expect(head.locator(".notice").first).to_contain_text("chưa nộp")
        expect(head.locator("#text")).to_have_value("Cấp ngay")
        self.journey.look(head, "a decision before the payment")

    def detour(self, resident, officer, head, dossier: str):
        """The desk asks for more, the applicant answers, and the head apologises for a new day."""
        self.step(officer, dossier, "request_supplement", "Ghi rõ số quyển của giấy khai sinh cũ.")
        resident.goto(f"{self.url}/dossiers/{dossier}")
        expect(resident.locator("main .timeline")).to_contain_text("Ghi rõ số quyển")
        self.journey.look(resident, "the dossier that wants more")
        self.step(resident, dossier, "supplement", "Quyển số 02/1996.")
        expect(resident.locator("main .timeline")).to_contain_text("Đã bổ sung")
        head.goto(f"{self.url}/dossiers/{dossier}/moves/extend")
        head.fill("#text", "Sổ cũ đang được số hóa.")
        head.locator("main form button").last.click()
        expect(head.locator(".errors")).to_contain_text("ngày hẹn mới")
        expect(head.locator("#text")).to_have_value("Sổ cũ đang được số hóa.")
        self.journey.look(head, "an extension without its day")
        day = datetime.date.today() + datetime.timedelta(days=30)
        for part in ("day", "month", "year"):
            head.fill(f"[name='due-{part}']", str(getattr(day, part)))
        head.locator("main form button").last.click()
        expect(head.locator("main .timeline")).to_contain_text("Xin lỗi và gia hạn")
        self.consult(officer, dossier)

    def consult(self, officer, dossier: str):
        officer.goto(f"{self.url}/dossiers/{dossier}/consultation")
        self.journey.look(officer, "the question to another agency")
        if officer.locator("#agency option").count() == 0:
            return
        officer.fill("#text", "Quyển 02/1996 còn lưu ở đâu?")
        day = datetime.date.today() + datetime.timedelta(days=2)
        for part in ("day", "month", "year"):
            officer.fill(f"[name='due-{part}']", str(getattr(day, part)))
        officer.locator("main form button").last.click()
        expect(officer.locator("#consultations")).to_be_visible()
        self.journey.look(officer, "the dossier about which another agency is asked")

    def rate(self, page, dossier: str):
        page.goto(f"{self.url}/dossiers/{dossier}")
        page.locator("form.rating button").click()
        expect(page.locator(".wrong")).to_contain_text("Chọn một mức")
        page.locator("form.rating input[value='4']").check()
        page.fill("#rating-text", "Nhanh, lịch sự.")
        page.locator("form.rating button").click()
        expect(page.locator("main")).to_contain_text("Hài lòng")
        expect(page.locator("form.rating")).to_have_count(0)

    def pay(self, page, dossier: str):
        page.goto(f"{self.url}/dossiers/{dossier}")
        page.locator("main a[href^='/bills/']").first.click()
        bill = page.url
        self.journey.made["bill"] = bill.rsplit("/", 1)[1]
        self.journey.look(page, "the bill")
        page.locator("main a[href^='/demo-bank/']").first.click()
        self.journey.look(page, "the simulated bank")
        page.locator("main form button").click()
        for _ in range(100):
            page.goto(bill)
            if "Đã nộp" in page.locator("main").inner_text():
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError("ten seconds after the transfer the bill is not paid")
        self.journey.look(page, "the bill as paid")

    def finish(self, officer, head, dossier: str, words: str):
        self.step(head, dossier, "decide", words)
        self.step(officer, dossier, "return")
        expect(officer.locator("main")).to_contain_text("Đã trả kết quả")

    def receive(self, page, dossier: str):
        page.goto(f"{self.url}/dossiers/{dossier}")
        self.journey.look(page, "the dossier with its result")
        expect(page.locator("main")).to_contain_text("Đã kiểm tra giấy chứng sinh.")
        expect(page.locator("main .timeline")).to_contain_text("Đã có kết quả")
        for _ in range(3000):
            result = page.locator(".notice.success a")
            if result.count():
                break
            page.wait_for_timeout(100)
            page.reload()
        else:
            raise AssertionError("minutes after the decision there is no result to open")
        self.verify(page, result.get_attribute("href"))

    def verify(self, page, path: str):
        """The result is a signed PDF; its code says to anybody that it is genuine, and nothing about the person."""
        answer = page.request.get(self.url + path)
        if not answer.body().startswith(b"%PDF-"):
            raise AssertionError(f"{path} is {answer.headers.get('content-type')}, not a PDF")
        code = re.search(r"([0-9A-Za-z-]+)\.pdf", answer.headers["content-disposition"]).group(1).split("result-")[-1]
        stranger = self.journey.phone()
        stranger.goto(f"{self.url}/verify?code={code}")
        expect(stranger.locator("main")).to_contain_text("Giấy khai sinh")
        if "Nguyễn Minh An" in stranger.locator("main").inner_text():
            self.journey.wrong.append("the page that verifies a result names the child")
        self.journey.look(stranger, "the verified result")
