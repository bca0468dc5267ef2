# SPDX-License-Identifier: Apache-2.0
"""Every GET route, in Vietnamese and English, light and dark, on a phone and at a desk."""

import argparse
import os
import subprocess
import sys
import time
import tomllib
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError, sync_playwright

import checks
from journey import Journey
from node import Node

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTHS = (360, 1280)
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
FIRST_PAGE_LIMIT = 50 * 1024


class Look:
    """Visits pages and collects what is wrong with them."""

    def __init__(self, browser, node, arguments):
        self.browser, self.node, self.arguments = browser, node, arguments
        self.wrong: list[str] = []
        self.visits = 0

    def note(self, where: str, faults: list[str], page=None):
        self.wrong += [f"{where}: {fault}" for fault in faults]
        if faults and page and self.arguments.screenshots:
            self.shoot(page, where)

    def shoot(self, page, where: str):
        name = "".join(c if c.isalnum() else "-" for c in where).strip("-") or "home"
        page.screenshot(path=os.path.join(self.arguments.screenshots, name + ".png"), full_page=True)

    def context(self, language: str, width: int, person: dict | None = None):
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, locale=LANGUAGES[language], reduced_motion="reduce")
        if person:
            page = context.new_page()
            page.goto(self.node.url + "/session")
            page.fill("#username", person["username"])
            page.fill("#password", person["password"])
            # Closing a page that is still on its way to the next one hangs the browser's driver.
            with page.expect_navigation():
                page.click("main form:has(#password) button")
            if "session" not in {cookie["name"].removeprefix("__Host-") for cookie in context.cookies()}:
                raise SystemExit(f"{person['username']} cannot sign in: {page.inner_text('main')[:300]}")
            page.close()
        return context

    def visit(self, page, path: str, status: int, language: str, width: int, trouble: list[str]):
        answer = page.goto(self.node.url + path)
        where = f"{path} {language} {width}"
        if answer.status != status:
            return self.note(where, [f"answers {answer.status}, not {status}"], page)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return self.note(where, [f"is {answer.headers.get('content-type')}, not a page"])
        self.note(where, checks.own_words(page, language) + checks.fits(page), page)
        if width == 360:
            self.note(where, checks.targets(page), page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            self.note(f"{where} {scheme}", checks.accessibility(page), page)
            if self.arguments.screenshots:
                self.shoot(page, f"{where} {scheme}")
            self.visits += 1
        page.emulate_media(color_scheme="light")
        if language == "vi" and width == 1280:
            self.note(where, checks.keyboard(page), page)
        # A page of 404 is itself reported by the console; nothing else may be.
        self.note(where, [fault for fault in trouble if f"status of {status}" not in fault])
        trouble.clear()

    def listen(self, page) -> list[str]:
        trouble: list[str] = []
        page.on("console", lambda message: trouble.append(f"console: {message.text}")
                if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
        page.on("request", lambda request: trouble.append(f"loads {request.url} from elsewhere")
                if urlsplit(request.url).netloc != urlsplit(self.node.url).netloc else None)
        return trouble

    def walk(self, people: dict) -> dict[str, str]:
        """Walks the journey; what it made is visited afterwards."""
        keep = (lambda page, name: self.shoot(page, "journey " + name)) if self.arguments.screenshots else None
        journey = Journey(self.browser, self.node, people, keep)
        try:
            self.note("journey", journey.walk())
        except (PlaywrightError, AssertionError) as fault:
            self.note("journey", [f"stopped: {str(fault)[:600]}"])
        return journey.made

    def all(self, routes: list[dict], people: dict, made: dict[str, str]):
        roles = sorted({route.get("as", "") for route in routes})
        for language in LANGUAGES:
            for width in WIDTHS:
                for role in roles:
                    context = self.context(language, width, people.get(role))
                    page = context.new_page()
                    trouble = self.listen(page)
                    for route in routes:
                        if route.get("as", "") == role:
                            for path in route["visit"]:
                                self.visit(page, self.filled(path, made), route.get("status", 200), language, width, trouble)
                    context.close()

    def filled(self, path: str, made: dict[str, str]) -> str:
        for name, value in made.items():
            path = path.replace("{" + name + "}", value)
        return path

    def weight(self):
        """What a phone pays for the first page: everything on the wire, headers too."""
        context = self.context("vi", 360)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        bytes_received: list[float] = []
        session.on("Network.loadingFinished", lambda event: bytes_received.append(event["encodedDataLength"]))
        page.goto(self.node.url + "/", wait_until="networkidle")
        total = int(sum(bytes_received))
        print(f"first page: {len(bytes_received)} files, {total:,} bytes on the wire")
        if total > FIRST_PAGE_LIMIT or len(bytes_received) < 2:
            self.note("/", [f"the first page weighs {total} bytes in {len(bytes_received)} files"])
        context.close()


def expected(node: Node) -> tuple[list[dict], dict, list[str]]:
    """The visits of routes.toml held against what the binary itself answers."""
    with open(os.path.join(HERE, "routes.toml"), "rb") as file:
        plan = tomllib.load(file)
    served = {route["path"] for route in node.routes() if route["method"] == "GET"}
    planned = {route["path"] for route in plan["route"]} | set(plan["not_a_page"])
    wrong = [f"{path} is answered but not visited: add it to Tests/Browser/routes.toml" for path in sorted(served - planned)]
    wrong += [f"{path} is in routes.toml but not answered" for path in sorted(planned - served)]
    return plan["route"] + plan["also"], plan.get("people", {}), wrong


def on_postgres(browser, arguments, people: dict) -> list[str]:
    """The journey once more on PostgreSQL, in a database of its own, when the tests have a cluster."""
    server = os.environ.get("DOICANH_TEST_POSTGRES", "")
    if not server:
        return ["PostgreSQL was left out: DOICANH_TEST_POSTGRES is not set (scripts/postgres run sets it)"]
    name = f"browser_{os.getpid()}"
    psql = ["psql", "--quiet", "--no-psqlrc", "--dbname", server, "--command"]
    subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True)
    try:
        node = Node(arguments.binary, urlsplit(server)._replace(path="/" + name).geturl())
        node.command("init", "--demo")
        with node:
            look = Look(browser, node, arguments)
            look.walk(people)
            return [f"PostgreSQL: {fault}" for fault in look.wrong]
    finally:
        subprocess.run([*psql, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/debug/doicanh")
    parser.add_argument("--screenshots", help="a folder for pictures of every page")
    parser.add_argument("--only", help="visit addresses that begin with this")
    arguments = parser.parse_args()
    if arguments.screenshots:
        os.makedirs(arguments.screenshots, exist_ok=True)
    started = time.monotonic()
    node = Node(arguments.binary)
    routes, people, wrong = expected(node)
    if arguments.only:
        routes = [route for route in routes if any(path.startswith(arguments.only) for path in route["visit"])]
    node.command("init", "--demo")
    with node, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        look = Look(browser, node, arguments)
        look.wrong += wrong
        look.all(routes, people, look.walk(people))
        look.weight()
        context = look.context("vi", 360)
        page = context.new_page()
        page.goto(node.url)
        if checks.axe_version(page) < (4, 10):
            look.wrong.append("axe is older than 4.10")
        look.wrong += on_postgres(browser, arguments, people)
        browser.close()
    for fault in look.wrong:
        print(fault)
    print(f"{look.visits} views, {len(look.wrong)} faults, {time.monotonic() - started:.0f} s")
    return 1 if look.wrong or look.visits == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
