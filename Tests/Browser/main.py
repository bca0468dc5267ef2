# SPDX-License-Identifier: Apache-2.0
"""Every GET route, in Vietnamese and English, light and dark, on a phone and at a desk; and the pages of a bad day."""

import argparse
import multiprocessing
import os
import sys
import time
import tomllib

from playwright.sync_api import Error as PlaywrightError, sync_playwright

import checks
import failures
import neighbours
from journey import Journey
from look import LANGUAGES, WIDTHS, Job, launch, work
from node import Node

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_PAGE_LIMIT = 50 * 1024
PAGES_OF_A_JOB = 12


class Findings:
    def __init__(self):
        self.views, self.wrong = 0, []

    def add(self, found: tuple[int, list[str]], prefix: str = ""):
        self.views += found[0]
        self.wrong += [prefix + fault for fault in found[1]]


def plan_of(node: Node) -> tuple[list[dict], dict, list[str]]:
    """The visits of routes.toml held against what the binary itself answers."""
    with open(os.path.join(HERE, "routes.toml"), "rb") as file:
        plan = tomllib.load(file)
    served = {route["path"] for route in node.routes() if route["method"] == "GET"}
    planned = {route["path"] for route in plan["route"]} | set(plan["not_a_page"])
    wrong = [f"{path} is answered but not visited: add it to Tests/Browser/routes.toml" for path in sorted(served - planned)]
    wrong += [f"{path} is in routes.toml but not answered" for path in sorted(planned - served)]
    return plan["route"] + plan["also"], plan.get("people", {}), wrong


def walk(browser, node: Node, people: dict, screenshots: str | None) -> tuple[dict[str, str], list[str]]:
    """Walks the journey; what it made is visited afterwards."""
    def keep(page, name):
        if screenshots:
            page.screenshot(path=os.path.join(screenshots, f"journey-{name.replace(' ', '-')}.png"), full_page=True)
    journey = Journey(browser, node, people, keep)
    try:
        journey.walk()
    except (PlaywrightError, AssertionError) as fault:
        journey.wrong.append(f"stopped: {str(fault)[:600]}")
    return journey.made, [f"journey: {fault}" for fault in journey.wrong]


def jobs(node: Node, routes: list[dict], people: dict, made: dict[str, str], screens, **options) -> list[Job]:
    """The visits of each person on each screen in each language, in portions."""
    def filled(path: str) -> str:
        for name, value in made.items():
            path = path.replace("{" + name + "}", value)
        return path

    found = []
    for role in sorted({route.get("as", "") for route in routes}):
        visits = [(filled(path), route.get("status", 200))
                  for route in routes if route.get("as", "") == role for path in route["visit"]]
        for language, width in screens:
            for portion in portions(visits):
                found.append(Job(node.url, language, width, people.get(role), portion, **options))
    return found


def portions(visits: list) -> list[list]:
    return [visits[start:start + PAGES_OF_A_JOB] for start in range(0, len(visits), PAGES_OF_A_JOB)]


def weight(browser, node: Node) -> list[str]:
    """What a phone pays for the first page: everything on the wire, headers too."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="vi-VN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(node.url + "/", wait_until="networkidle")
    total = int(sum(received))
    print(f"first page: {len(received)} files, {total:,} bytes on the wire")
    wrong = [] if checks.axe_version(page) >= (4, 10) else ["axe is older than 4.10"]
    if total > FIRST_PAGE_LIMIT or len(received) < 2:
        wrong.append(f"/: the first page weighs {total} bytes in {len(received)} files")
    context.close()
    return wrong


def on_sqlite(browser, pool, node: Node, routes, people, screenshots) -> Findings:
    """Every page in all its shapes, and the page for somebody who guesses passwords."""
    findings = Findings()
    node.command("init", "--demo")
    neighbours.connect(node)
    with node:
        made, wrong = walk(browser, node, people, screenshots)
        findings.add((0, wrong + weight(browser, node)))
        screens = [(language, width) for language in LANGUAGES for width in WIDTHS]
        for found in pool.imap_unordered(work, jobs(node, routes, people, made, screens, screenshots=screenshots)):
            findings.add(found)
            print(f"{findings.views} views, {len(findings.wrong)} faults", flush=True)
        findings.add(failures.each(browser, node.url, screenshots, failures.guessing))
    return findings


def on_postgres(browser, pool, arguments, routes, people) -> Findings:
    """The journey and each page once more on a database of its own there; then it is broken, and then it is gone."""
    findings = Findings()
    server = os.environ.get("DOICANH_TEST_POSTGRES", "")
    if not server:
        findings.wrong.append("PostgreSQL was left out: DOICANH_TEST_POSTGRES is not set (scripts/postgres run sets it)")
        return findings
    database = failures.Damage(server, f"browser_{os.getpid()}")
    database.create()
    try:
        node = Node(arguments.binary, database.address(database.name))
        node.command("init", "--demo")
        neighbours.connect(node)
        with node:
            made, wrong = walk(browser, node, people, None)
            findings.add((0, wrong), "PostgreSQL: ")
            once = jobs(node, routes, people, made, [("vi", 360)], schemes=("light",))
            for found in pool.imap_unordered(work, once):
                findings.add(found, "PostgreSQL: ")
            database.break_table()
            findings.add(failures.each(browser, node.url, arguments.screenshots, failures.visiting("/indicators", 500)))
            database.lose()
            findings.add(failures.each(browser, node.url, arguments.screenshots, failures.visiting("/indicators", 503)))
    finally:
        database.drop()
    return findings


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
    routes, people, wrong = plan_of(node)
    if arguments.only:
        routes = [route for route in routes if any(path.startswith(arguments.only) for path in route["visit"])]
    # Browsers are started anew in each process: a driver that was forked does not answer.
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool, sync_playwright() as playwright:
        browser = launch(playwright)
        sqlite = on_sqlite(browser, pool, node, routes, people, arguments.screenshots)
        postgres = on_postgres(browser, pool, arguments, routes, people)
        browser.close()
    wrong += sqlite.wrong + postgres.wrong
    views = sqlite.views + postgres.views
    for fault in wrong:
        print(fault)
    print(f"{views} views, {len(wrong)} faults, {time.monotonic() - started:.0f} s")
    return 1 if wrong or views == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
