# SPDX-License-Identifier: Apache-2.0
"""Draft, initial, sign, number and issue on one node of three, while another is down; see every state change, take the document
back from one receiver, print the books, and hand over evidence that openssl alone verifies."""

import argparse
import contextlib
import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

root = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(root / "Tests" / "Browser"), str(root / "Tests" / "Exchange")]


import checks
import nodes
from look import launch
from playwright.sync_api import expect, sync_playwright

PASSWORD, PASSPHRASE = "mot-mat-khau-dai-2026", "khóa ký của tôi"
SUBJECT = "Về việc rà soát chỉ tiêu chuyển đổi số năm 2026"
PROVINCE, COMMUNE, MINISTRY = "H42", "H42.999", "G06"


def press(locator):
    """Follows a link or sends a form, and waits for the answer: whoever looks elsewhere before that takes the question back."""
    with locator.page.expect_navigation():
        locator.click()


class Walk:
    def __init__(self, browser, screenshots):
        self.browser, self.screenshots, self.faults, self.count = browser, screenshots, [], 0

    def person(self, node, username, name, role, agency):
        """Somebody with a post and a phone, whose password no operator knows."""
        said = node.run("users", "add", username, "--name", name)
        code = re.search(r"^(?:[A-Z0-9]{4} ?){4}$", said, re.MULTILINE).group()
        node.run("users", "post", "give", username, role, "--at", agency)
        page = self.browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="vi-VN",
            base_url=f"http://127.0.0.1:{node.web}", accept_downloads=True).new_page()
        page.goto("/session/recovery")
        page.fill("#username", username)
        page.fill("#code", code)
        page.fill("#password", PASSWORD)
        press(page.locator("main form:has(#password) button"))
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        press(page.locator("main form:has(#password) button"))
        expect(page.locator(".menu .who")).to_have_count(1)
        return page

    def look(self, page, name):
        self.count += 1
        self.faults += [f"{name}: {fault}" for fault in checks.fits(page) + checks.targets(page)]
        if self.screenshots:
            file = self.screenshots / f"{self.count:02}-{name.replace(' ', '-')}.png"
            page.screenshot(path=file, full_page=True)
            page.set_viewport_size({"width": 1280, "height": 900})
            page.screenshot(path=file.with_suffix(".wide.png"), full_page=True)
            page.set_viewport_size({"width": 360, "height": 740})

    def until(self, page, path, sees, seconds=60):
        """Looks again and again, as people do."""
        end = time.monotonic() + seconds
        while True:
            page.goto(path)
            text = page.locator("main").inner_text()
            if sees(text):
                return text
            if time.monotonic() > end:
                raise AssertionError(f"{path} does not get there: {text[:800]}")
            time.sleep(0.5)


def prepare(folder, ministry, province, commune):
    """As scripts/exchange-demo does: the ministry speaks for all other ministries and provinces, the province for its communes."""
    for node in (ministry, province, commune):
        node.run("init", "--demo", "--at", node.agency, "--communes", "37")
    ministry.run("exchange", "authority", "init", "--name", "Bộ Khoa học và Công nghệ")
    for node in (ministry, province, commune):
        nodes.enrol(ministry, node, at=node.listens)
    others = [
        row[0] for row in ministry.rows(
            "SELECT organ_id FROM agency WHERE valid_to IS NULL AND (kind = 'ministry' OR "
            "(kind = 'peoplesCommittee' AND organ_id NOT LIKE 'H42%'))") if row[0] != MINISTRY]
    ministry.run("exchange", "host", province.name, "--below", PROVINCE)
    ministry.run("exchange", "host", commune.name, COMMUNE)
    ministry.run("exchange", "host", ministry.name, *others)
    ministry.run("exchange", "directory", "publish", folder / "directory.json")
    for node in (province, commune):
        node.run("exchange", "directory", "import", folder / "directory.json")


def day(page, ahead):
    date = datetime.date.today() + datetime.timedelta(days=ahead)
    for part in ("day", "month", "year"):
        page.fill(f"[name=due-{part}]", str(getattr(date, part)))


def draft(walk, writer):
    writer.goto("/desk/official-documents/new")
    walk.look(writer, "a new document")
    press(writer.locator("main form button").last)
    expect(writer.locator(".errors li").first).to_be_visible()
    for group in ("committees", "ministries", "provinces"):
        writer.select_option("#group", group)
        press(writer.locator("button[value=group]"))
    receivers = writer.input_value("#recipients").split()
    writer.select_option("#type", "letter")
    writer.fill("#subject", SUBJECT)
    writer.fill("#body", "Ủy ban nhân dân tỉnh đề nghị các cơ quan rà soát chỉ tiêu.\nBáo cáo trước ngày 15 tháng 12.")
    writer.select_option("#signer", label="Hà Văn Chủ")
    writer.select_option("#authority", "TM")
    writer.fill("#in_place_of", "ỦY BAN NHÂN DÂN")
    writer.fill("#position", "CHỦ TỊCH")
    walk.look(writer, "a document for many")
    press(writer.locator("main form button").last)
    expect(writer.locator("h1")).to_contain_text(SUBJECT)
    path = re.search(r"/official-documents/[0-9a-f-]{36}", writer.url).group()
    press(writer.locator("a[href$='/enclosures']"))
    writer.set_input_files("#files", [{"name": "phụ lục.txt", "mimeType": "text/plain", "buffer": "Chỉ tiêu\n".encode()}])
    press(writer.locator("main form button").last)
    expect(writer.locator("main")).to_contain_text("phụ lục.txt")
    walk.look(writer, "its enclosures")
    return path, receivers


def sign(walk, unit_head, leader, path):
    unit_head.goto(path)
    press(unit_head.locator("form[action$='/moves/initial'] button"))
    leader.goto("/desk/signatures")
    leader.fill("#passphrase", PASSPHRASE)
    press(leader.locator("main form button").last)
    leader.goto(path)
    press(leader.locator("a[href$='/moves/sign']"))
    press(leader.locator("main form button").last)
    walk.until(leader, path, lambda text: "chờ chữ ký số của ông/bà" in text)
    walk.look(leader, "the document to sign")
    press(leader.locator("main a[href^='/desk/signatures/']"))
    leader.fill("#passphrase", PASSPHRASE)
    press(leader.locator("main form:has(#passphrase) button").last)


def issue(walk, clerk, path):
    # The document waits for its clerk as soon as the leader has agreed; its paper only after the leader's own signature.
    walk.until(clerk, path, lambda text: "Chờ chữ ký số của lãnh đạo" not in text and "Cấp số và phát hành" in text)
    press(clerk.locator("a[href$='/moves/issue']"))
    walk.look(clerk, "the number to be given")
    press(clerk.locator("main form button").last)
    expect(clerk.locator("main")).to_contain_text("/UBND")


def accept(walk, clerk, name):
    walk.until(clerk, "/desk/arrival-tray", lambda text: SUBJECT in text)
    walk.look(clerk, f"the tray of {name}")
    press(clerk.get_by_role("link", name=SUBJECT).first)
    walk.look(clerk, f"what came to {name}")
    press(clerk.locator("form[action$='/entry'] button"))
    expect(clerk.locator("h1")).to_contain_text(SUBJECT)
    walk.look(clerk, f"the arrival at {name}")
    return re.search(r"/incoming-documents/[0-9a-f-]{36}", clerk.url).group()


def state(text, agency):
    """The line of a receiver, as it is read."""
    return text[text.index(agency):][:200]


def evidence(clerk, node, path, receiver, folder):
    with clerk.expect_download() as download:
        clerk.locator(f"a[href$='/receivers/{receiver}/evidence']").click()
    packet = folder / "evidence.zip"
    download.value.save_as(packet)
    empty = folder / "stranger"
    empty.mkdir()
    commands = nodes.openssl_alone(packet, empty)
    assert commands == 3, f"{commands} commands"
    said = node.run("evidence", "verify", packet)
    # One changed byte, and nobody believes it.
    message = bytearray((empty / "message.json").read_bytes())
    message[len(message) // 2] ^= 1
    (empty / "message.json").write_bytes(message)
    lines = [line for line in (empty / "verify.txt").read_text().splitlines() if line.startswith("openssl")]
    codes = [
        subprocess.run(["/bin/sh", "-c", line], cwd=empty, capture_output=True, env={"PATH": "/usr/bin:/bin"}).returncode
        for line in lines]
    assert any(codes), "one changed byte is not seen"
    return said


def book(walk, clerk, path, words, folder):
    clerk.goto(path)
    walk.look(clerk, f"the book {path.split('/')[-1]}")
    paper = folder / "book.pdf"
    clerk.emulate_media(media="print")
    clerk.pdf(path=paper, format="A4")
    clerk.emulate_media(media="screen")
    printed = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    for word in words:
        assert word in " ".join(printed.split()), f"{path} printed lacks {word}: {printed[:500]}"


def on_paper(walk, clerk):
    """What came on paper, with its scan; what must not be entered at all; a file of records, and the archive's turn."""
    def typed(notation, subject):
        clerk.goto("/desk/arrival-book/new")
        clerk.fill("#sender", "Sở Tư pháp tỉnh Ninh Bình")
        clerk.fill("#notation", notation)
        # The day may be tomorrow in Việt Nam: the one in the form is taken.
        for part in ("day", "month", "year"):
            clerk.fill(f"[name=day-{part}]", clerk.input_value(f"[name=arrived-{part}]"))
        clerk.select_option("#type", "letter")
        clerk.fill("#subject", subject)

    typed("1/KH-CA", "Kế hoạch phòng thủ")
    clerk.locator("input[name=secrecy][value=secret]").check()
    press(clerk.locator("main form button").last)
    expect(clerk.locator(".errors")).to_contain_text("sổ văn bản mật bằng giấy")
    assert "Kế hoạch phòng thủ" not in clerk.content(), "a State secret is shown again"
    walk.look(clerk, "a secret is refused")

    typed("15/STP-HCTP", "Về việc rà soát dữ liệu hộ tịch")
    picture = {"name": "trang 1.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a page"}
    other = {"name": "trang 2.png", "mimeType": "image/png", "buffer": b"no picture"}
    clerk.set_input_files("#scans", [picture, other])
    press(clerk.locator("main form button").last)
    expect(clerk.locator(".arrived")).to_contain_text("trang 1.jpg")
    walk.look(clerk, "one scan is refused")
    press(clerk.locator("main form button").last)
    expect(clerk.locator(".notice")).to_contain_text("Đã vào sổ")
    number = re.search(r"entered=(\d+)", clerk.url).group(1)
    walk.look(clerk, "entered with its scan")
    press(clerk.locator("main table a[href^='/incoming-documents/']").first)
    walk.look(clerk, "what came on paper")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="trang 1.jpg").click()
    assert download.value.path().read_bytes() == picture["buffer"]

    clerk.goto("/desk/files/new")
    clerk.fill("#title", "Rà soát dữ liệu hộ tịch")
    clerk.fill("#notation", "01.TH")
    clerk.select_option("#retention", "years10")
    clerk.select_option("#keeper", label="Phạm Thị Thư")
    press(clerk.locator("main form button").last)
    clerk.locator("input[name=kind][value=arrival]").check()
    clerk.fill("#number", number)
    press(clerk.locator("form[action$='/papers'] button"))
    press(clerk.locator("form[action$='/closure'] button"))
    walk.look(clerk, "a file that is closed")
    with clerk.expect_download() as download:
        clerk.locator("a[href$='/archive']").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "van-ban/001-15-stp-hctp.jpg" in archive.namelist(), archive.namelist()
    press(clerk.locator("form[action$='/handover'] button"))
    expect(clerk.locator("main")).to_contain_text("Đã nộp")


def everything(walk, clerk, node, paths):
    """The clerk's pages once more in either language, with scripts."""
    for locale in ("vi-VN", "en-GB"):
        page = walk.browser.new_context(
            viewport={"width": 360, "height": 740}, locale=locale, base_url=f"http://127.0.0.1:{node.web}",
            storage_state=clerk.context.storage_state()).new_page()
        for path in paths:
            page.goto(path)
            expect(page.locator("h1")).to_have_count(1)
            walk.look(page, f"{locale[:2]} {path.strip('/').replace('/', ' ')[:40]}")
        page.context.close()


def walk_through(walk, folder, ministry, province, commune):
    writer = walk.person(province, "vu.soan", "Vũ Thị Soạn", "desk_clerk", PROVINCE)
    unit_head = walk.person(province, "do.phong", "Đỗ Văn Phòng", "unit_head", PROVINCE)
    leader = walk.person(province, "ha.chu", "Hà Văn Chủ", "head", PROVINCE)
    clerk = walk.person(province, "pham.thu", "Phạm Thị Thư", "document_clerk", PROVINCE)
    minister = walk.person(ministry, "le.van", "Lê Thị Văn", "document_clerk", MINISTRY)
    commune_clerk = walk.person(commune, "bui.xa", "Bùi Thị Xã", "document_clerk", COMMUNE)
    commune_head = walk.person(commune, "vu.truong", "Vũ Văn Trưởng", "head", COMMUNE)

    path, receivers = draft(walk, writer)
    print(f"{len(receivers)} receivers")
    assert len(receivers) >= 150, receivers
    sign(walk, unit_head, leader, path)
    commune.stop()
    issue(walk, clerk, path)

    page = f"{path}/receivers"
    ahead = len(receivers) - 1
    text = walk.until(clerk, page, lambda text: text.count("Đã đến") >= ahead, seconds=180)
    assert text.count("Đang chuyển") >= 1
    walk.look(clerk, "one receiver is down")
    arrival = accept(walk, minister, "the ministry")
    walk.until(clerk, page, lambda text: "Đã tiếp nhận" in state(text, "Bộ Khoa học và Công nghệ"))

    commune.start()
    walk.until(clerk, page, lambda text: text.count("Đã đến") >= ahead, seconds=180)
    came = accept(walk, commune_clerk, "the commune")
    commune_head.goto(came)
    press(commune_head.locator("a[href$='/direction']"))
    walk.look(commune_head, "the direction")
    commune_head.fill("#opinion", "Giao văn phòng rà soát")
    commune_head.select_option("#lead", label="Vũ Văn Trưởng")
    day(commune_head, 7)
    press(commune_head.locator("main form button").last)
    expect(commune_head.locator("main")).to_contain_text("Giao văn phòng rà soát")
    walk.look(commune_head, "the document as directed")
    commune_head.goto("/desk/incoming-documents/mine")
    walk.look(commune_head, "what I was given")
    commune_head.goto(came)
    press(commune_head.locator("form[action$='/moves/begin'] button"))
    press(commune_head.locator("a[href$='/moves/finish']"))
    commune_head.fill("#text", "Đã gửi báo cáo rà soát")
    press(commune_head.locator("main form button").last)
    walk.until(clerk, page, lambda text: "Hoàn thành" in text)

    clerk.locator(f"input[value='{MINISTRY}']").check()
    press(clerk.locator("button[value=some]"))
    expect(clerk.locator(".errors li").first).to_be_visible()
    clerk.locator(f"input[value='{MINISTRY}']").check()
    clerk.fill("#reason", "Gửi nhầm phụ lục")
    press(clerk.locator("button[value=some]"))
    walk.look(clerk, "wanted back from one")
    walk.until(minister, "/desk/arrival-tray", lambda text: "Nơi gửi đề nghị lấy lại" in text)
    press(minister.get_by_role("link", name=SUBJECT).first)
    walk.look(minister, "the sender wants it back")
    press(minister.locator("button[value=agree]"))
    minister.goto(arrival)
    expect(minister.locator("main")).to_contain_text("Đã trả lại nơi gửi")
    walk.until(clerk, page, lambda text: "Đã trả lại" in state(text, "Bộ Khoa học và Công nghệ"))
    walk.look(clerk, "given back by one")
    clerk.goto("/desk/documents/times?step=received&kind=ministry")
    expect(clerk.locator("#listed")).to_contain_text("xã Yên Mô")
    walk.look(clerk, "how long it took")
    clerk.goto(path)
    walk.look(clerk, "the document in the end")

    number = re.search(r"\d+/UBND\S*", clerk.locator("main").inner_text()).group()
    book(walk, clerk, "/desk/issue-book", [number, "Về việc rà soát chỉ tiêu"], folder)
    book(walk, commune_clerk, "/desk/arrival-book", [number, "Về việc rà soát chỉ tiêu"], folder)
    on_paper(walk, clerk)
    everything(
        walk, clerk, province, [
            "/desk/official-documents", "/desk/official-documents?phase=running", path, page, "/desk/issue-book",
            "/desk/arrival-book", "/desk/arrival-book/new", "/desk/arrival-tray", "/desk/incoming-documents",
            "/desk/incoming-documents/mine", "/desk/files", "/desk/files/new", "/desk/files/due", "/desk/files/past",
            "/desk/documents/search?q=ra+soat", "/desk/documents/times", "/desk/notation"])
    clerk.goto(page)
    print(evidence(clerk, province, page, COMMUNE, folder).splitlines()[0])
    for node in (ministry, province, commune):
        node.run("verify")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screenshots", type=pathlib.Path)
    given = parser.parse_args()
    if given.screenshots:
        given.screenshots.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="doicanh-documents."))
    database = f"doicanh_documents_{os.getpid()}"
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        address = None
        if nodes.server:
            base = nodes.server.rsplit("/", 1)[0]
            subprocess.run(["psql", "-q", nodes.server, "-c", f"CREATE DATABASE {database}"], check=True)
            stack.callback(
                subprocess.run, ["psql", "-q", nodes.server, "-c", f"DROP DATABASE {database} WITH (FORCE)"])
            address = f"{base}/{database}"
        ministry = nodes.Node("bo-khcn", MINISTRY, folder)
        province = nodes.Node("ninh-binh", PROVINCE, folder, address)
        commune = nodes.Node("yen-mo", COMMUNE, folder)
        prepare(folder, ministry, province, commune)
        for node in (ministry, province, commune):
            node.start()
            stack.callback(lambda node=node: node.process.poll() is None and node.stop())
        with sync_playwright() as playwright:
            browser = launch(playwright)
            walk = Walk(browser, given.screenshots)
            walk_through(walk, folder, ministry, province, commune)
            browser.close()
    for fault in walk.faults:
        print(f"  ✗ {fault}")
    print(f"{walk.count} views, {len(walk.faults)} faults")
    sys.exit(1 if walk.faults else 0)


if __name__ == "__main__":
    main()
