# SPDX-License-Identifier: Apache-2.0
"""`init` can be cut off anywhere: run again, it ends with the same node as one that was left in peace."""

import sqlite3
import subprocess
import tempfile
import time
import unittest

import scratch
from node import BINARY, PATIENCE, Node, command, environment
from person import Person

MOMENTS = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]


def of_file(data):
    with sqlite3.connect(f"{data}/doicanh.sqlite") as database:
        names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


class Init(unittest.TestCase):
    def interrupted(self, data, seconds, *arguments):
        process = subprocess.Popen(
            [BINARY, "init", "--demo", "--data", data, *arguments], env=environment({}), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE)

    def made(self, data, *arguments):
        result = command("init", "--demo", "--data", data, *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        whole = command("verify", "--data", data, *arguments)
        self.assertEqual(whole.returncode, 0, whole.stdout + whole.stderr)

    def compare(self, rows, expected):
        # Heads are as many as there were pauses to seal in; what they cover is the same.
        for each in (rows, expected):
            each.pop("ledger_head", None)
        self.assertEqual(rows, expected)

    def test_killed_in_the_middle_and_run_again(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-init-") as folder, scratch.postgres() as url:
            began = time.monotonic()
            self.made(f"{folder}/peace")
            duration = time.monotonic() - began
            expected = of_file(f"{folder}/peace")
            self.assertGreater(expected["unit"], 14_000)
            for moment in MOMENTS:
                with self.subTest(moment=moment):
                    data = f"{folder}/{moment}"
                    self.interrupted(data, duration * moment)
                    self.made(data)
                    self.compare(of_file(data), dict(expected))
            for moment in MOMENTS[1::2]:
                self.interrupted(f"{folder}/server", duration * moment, "--database", url)
            self.made(f"{folder}/server", "--database", url)
            self.compare(scratch.counts(url), dict(expected))

            # Everybody is there, with the rights of their post.
            node = Node(data=f"{folder}/0.95")
            try:
                for name in ("minh", "hoa", "lan", "tuan", "thu", "hung"):
                    Person(node.port).sign_in(name)
                self.assertEqual(Person(node.port).sign_in("lan").get("/desk/scene-reports").status, 200)
            finally:
                node.stop()
                node.close()

    def test_a_second_time_changes_nothing(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-init-") as folder:
            self.made(folder)
            before = of_file(folder)
            self.made(folder)
            self.assertEqual(of_file(folder), before)


if __name__ == "__main__":
    unittest.main()
