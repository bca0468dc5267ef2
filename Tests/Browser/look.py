# SPDX-License-Identifier: Apache-2.0
"""Visits pages and collects what is wrong with them. Runs in processes of its own, so that all processors look."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError, sync_playwright

import checks

LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Job:
    """Some visits by one person, in one language, on one screen."""

    url: str
    language: str
    width: int
    person: dict | None
    visits: list[tuple[str, int]]
    screenshots: str | None = None
    schemes: tuple[str, ...] = SCHEMES


def launch(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


def work(job: Job) -> tuple[int, list[str]]:
    """The views made and the faults found."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        look = Look(browser, job)
        try:
            look.work()
        except PlaywrightError as fault:
            look.wrong.append(f"{job.visits[0][0]} and on, {job.language} {job.width}: stopped: {str(fault)[:600]}")
        browser.close()
        return look.views, look.wrong


class Look:
    def __init__(self, browser, job: Job):
        self.job = job
        self.wrong: list[str] = []
        self.views = 0
        self.context = browser.new_context(
            viewport={"width": job.width, "height": 800}, locale=LANGUAGES[job.language], reduced_motion="reduce")
        self.context.set_default_timeout(60_000)
        if job.person:
            self.sign_in(job.person)
        self.page = self.context.new_page()
        self.trouble = self.listen(self.page)

    def work(self):
        for path, status in self.job.visits:
            self.inspect(self.page.goto(self.job.url + path), path, status)

    def sign_in(self, person: dict):
        page = self.context.new_page()
        page.goto(self.job.url + "/session")
        page.fill("#username", person["username"])
        page.fill("#password", person["password"])
        # Closing a page that is still on its way to the next one hangs the browser's driver.
        with page.expect_navigation():
            page.click("main form:has(#password) button")
        if "session" not in {cookie["name"].removeprefix("__Host-") for cookie in self.context.cookies()}:
            raise SystemExit(f"{person['username']} cannot sign in: {page.inner_text('main')[:300]}")
        page.close()

    def inspect(self, answer, path: str, status: int):
        """Holds the page that is open to everything a page must be."""
        page, job = self.page, self.job
        where = f"{path} {job.language} {job.width}"
        if answer.status != status:
            return self.note(where, [f"answers {answer.status}, not {status}"])
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return self.note(where, [f"is {answer.headers.get('content-type')}, not a page"])
        self.note(where, checks.own_words(page, job.language) + checks.fits(page))
        if job.width == 360:
            self.note(where, checks.targets(page))
        for scheme in job.schemes:
            page.emulate_media(color_scheme=scheme)
            self.note(f"{where} {scheme}", checks.accessibility(page))
            if job.screenshots:
                self.shoot(f"{where} {scheme}")
            self.views += 1
        page.emulate_media(color_scheme="light")
        if job.language == "vi" and job.width == 1280:
            self.note(where, checks.keyboard(page))
        # A page of 404 is itself reported by the console; nothing else may be.
        self.note(where, [fault for fault in self.trouble if f"status of {status}" not in fault])
        self.trouble.clear()

    def note(self, where: str, faults: list[str]):
        self.wrong += [f"{where}: {fault}" for fault in faults]

    def shoot(self, where: str):
        name = "".join(c if c.isalnum() else "-" for c in where).strip("-") or "home"
        self.page.screenshot(path=os.path.join(self.job.screenshots, name + ".png"), full_page=True)

    def listen(self, page) -> list[str]:
        own = urlsplit(self.job.url).netloc
        trouble: list[str] = []
        page.on("console", lambda message: trouble.append(f"console: {message.text}")
                if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
        page.on("request", lambda request: trouble.append(f"loads {request.url} from elsewhere")
                if urlsplit(request.url).netloc != own else None)
        return trouble
