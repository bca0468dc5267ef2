# SPDX-License-Identifier: Apache-2.0
"""The ledger from the terminal: whoever changes a row is found out by the built program, and the exit code says so."""

import os
import re
import sqlite3
import subprocess
import tempfile
import unittest
import uuid

from node import Node, command

SERVER = os.environ.get("DOICANH_TEST_POSTGRES")


class SQLite:
    """A node's database as somebody with the machine in their hands sees it."""

    def __init__(self, data):
        self.url = f"{data}/doicanh.sqlite"

    def run(self, statement):
        connection = sqlite3.connect(self.url)
        with connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return rows

    def drop(self):
        pass


class PostgreSQL:
    def __init__(self, _):
        self.name = f"doicanh_hostile_{uuid.uuid4().hex[:12]}"
        self.url = SERVER.rsplit("/", 1)[0] + "/" + self.name
        self.psql(SERVER, f"CREATE DATABASE {self.name}")

    def psql(self, url, statement):
        done = subprocess.run(
            ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-F", "\t", url, "-c", statement], capture_output=True, text=True, check=True)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def run(self, statement):
        return self.psql(self.url, statement)

    def drop(self):
        self.psql(SERVER, f"DROP DATABASE {self.name} WITH (FORCE)")


class Ledger:
    """The same on both databases."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="doicanh-ledger-")
        self.addCleanup(self.folder.cleanup)
        self.data = self.folder.name
        self.database = self.kind(self.data)
        self.addCleanup(self.database.drop)
        self.serve()

    def serve(self):
        """What is committed when the server ends is sealed."""
        node = Node(data=self.data, DOICANH_DATABASE=self.database.url)
        self.assertEqual(node.stop(), 0)
        node.close()

    def doicanh(self, *arguments):
        return command(*arguments, "--data", self.data, "--database", self.database.url)

    def keys(self, *arguments):
        """One more key, so that there are more events; the node's own commands are the only writers."""
        done = self.doicanh("keys", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def event(self, position):
        return self.database.run(f"SELECT event_id FROM ledger_entry WHERE position = {position}")[0][0]

    def assert_tampered(self, *words):
        done = self.doicanh("verify")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stdout.splitlines()[0])

    def test_changed_removed_and_moved(self):
        for _ in range(3):
            self.keys("make")
        self.serve()
        whole = self.doicanh("verify")
        self.assertEqual(whole.returncode, 0, whole.stdout + whole.stderr)
        (first, second) = (self.event(2), self.event(3))

        self.database.run(f"UPDATE ledger_event SET actor = 'somebody else' WHERE id = '{first}'")
        self.assert_tampered(first)
        self.database.run(f"UPDATE ledger_event SET actor = 'system' WHERE id = '{first}'")
        self.assertEqual(self.doicanh("verify").returncode, 0)

        self.database.run("UPDATE ledger_entry SET event_id = 'x' WHERE position = 2")
        self.database.run(f"UPDATE ledger_entry SET event_id = '{first}' WHERE position = 3")
        self.database.run(f"UPDATE ledger_entry SET event_id = '{second}' WHERE position = 2")
        self.assert_tampered(second, "2", "3")
        self.database.run("UPDATE ledger_entry SET event_id = 'x' WHERE position = 2")
        self.database.run(f"UPDATE ledger_entry SET event_id = '{second}' WHERE position = 3")
        self.database.run(f"UPDATE ledger_entry SET event_id = '{first}' WHERE position = 2")
        self.assertEqual(self.doicanh("verify").returncode, 0)

        self.database.run(f"DELETE FROM ledger_event WHERE id = '{first}'")
        self.assert_tampered("2", "removed")

    def test_keys(self):
        listed = re.findall(r"^[0-9a-f]{32}", self.keys("list"), re.M)
        self.assertEqual(len(listed), 1)
        made = self.keys("make").strip()
        rotated = self.keys("rotate").strip()
        self.assertEqual(len({listed[0], made, rotated}), 3)
        self.keys("revoke", made, "--reason", "lost in a river")
        lines = {line[:32]: line for line in self.keys("list").splitlines()}
        self.assertIn("revoked", lines[made])
        self.assertIn("in use", lines[rotated])
        self.assertIn("BEGIN PUBLIC KEY", self.keys("export", rotated))
        self.serve()
        whole = self.doicanh("verify")
        self.assertEqual(whole.returncode, 0, whole.stdout + whole.stderr)
        self.assertEqual(self.doicanh("keys", "revoke", "0" * 32, "--reason", "x").returncode, 66)
        self.assertNotEqual(self.doicanh("keys", "revoke", rotated, "--reason", " ").returncode, 0)

    def test_a_neighbour_keeps_and_signs_the_heads(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-neighbour-") as neighbour:
            node = Node(data=neighbour)
            self.assertEqual(node.stop(), 0)
            node.close()
            home = Node(data=self.data, DOICANH_DATABASE=self.database.url)
            self.addCleanup(home.close)
            address, kept = f"http://127.0.0.1:{home.port}", f"{neighbour}/kept.jsonl"
            for _ in range(2):
                done = command("witness", address, kept, "--data", neighbour)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            key = command("keys", "list", "--data", neighbour).stdout[:32]
            checked = self.doicanh("verify", "--witness", kept)
            self.assertEqual(checked.returncode, 0, checked.stderr)
            self.assertIn(key, checked.stdout)
            away = command("witness", "http://127.0.0.1:1", kept, "--data", neighbour)
            self.assertEqual(away.returncode, 69, away.stderr)


class OnSQLite(Ledger, unittest.TestCase):
    kind = SQLite


@unittest.skipUnless(SERVER, "DOICANH_TEST_POSTGRES is not set: scripts/postgres run Tests/Hostile/run")
class OnPostgreSQL(Ledger, unittest.TestCase):
    kind = PostgreSQL


class NotChecked(unittest.TestCase):
    def test_usage_and_what_cannot_be_read(self):
        with tempfile.TemporaryDirectory() as data:
            self.assertEqual(command("verify", "--no-such-option").returncode, 64)
            self.assertEqual(command("verify", "--data", data).returncode, 66)
            away = command("verify", "--data", data, "--database", "postgres://nobody@127.0.0.1:1/none")
            self.assertEqual(away.returncode, 69)
            self.assertEqual(len(away.stderr.strip().splitlines()), 1, away.stderr)
            self.assertIn("127.0.0.1", away.stderr)
