# SPDX-License-Identifier: Apache-2.0
"""The pages of a bad day, brought about for real: somebody who guesses passwords, a broken table, a lost database."""

import subprocess
from urllib.parse import urlsplit

from look import LANGUAGES, WIDTHS, Job, Look


def each(browser, url: str, screenshots, look_at):
    """Looks in both languages on both screens; `look_at` gets the look and brings its page about."""
    views, wrong = 0, []
    for language in LANGUAGES:
        for width in WIDTHS:
            look = Look(browser, Job(url, language, width, None, [], screenshots))
            look_at(look)
            look.context.close()
            views, wrong = views + look.views, wrong + look.wrong
    return views, wrong


def guessing(look: Look):
    """429: somebody tries one password after the other."""
    for _ in range(12):
        look.page.goto(look.job.url + "/session")
        look.page.fill("#username", "nobody")
        look.page.fill("#password", "not-the-password")
        with look.page.expect_navigation() as navigation:
            look.page.click("main form:has(#password) button")
        answer = navigation.value
        if answer.status == 429:
            return look.inspect(answer, "/session 429", 429)
        look.trouble.clear()
    look.note("/session", ["answers every guess: 12 wrong passwords and no 429"])


def visiting(path: str, status: int):
    return lambda look: look.inspect(look.page.goto(look.job.url + path), f"{path} {status}", status)


class Damage:
    """What an operator dreads, done to a database of PostgreSQL while it serves."""

    def __init__(self, server: str, name: str):
        self.server, self.name = server, name

    def break_table(self):
        self.run(self.name, "ALTER TABLE indicator_total RENAME TO indicator_total_gone")

    def lose(self):
        self.run(None, f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
        self.run(None, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'")

    def create(self):
        self.run(None, f"CREATE DATABASE {self.name}")

    def drop(self):
        self.run(None, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def run(self, database: str | None, statement: str):
        where = self.address(database) if database else self.server
        subprocess.run(
            ["psql", "--quiet", "--no-psqlrc", "--dbname", where, "--command", statement],
            check=True, stdout=subprocess.DEVNULL)

    def address(self, database: str) -> str:
        return urlsplit(self.server)._replace(path="/" + database).geturl()
