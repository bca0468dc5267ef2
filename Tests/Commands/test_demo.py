# SPDX-License-Identifier: Apache-2.0
"""A replayed year says on every page that it is simulated, and so does whatever is restored from its backup."""

import subprocess
import tempfile
import unittest

import scratch
from node import BINARY, Node, command, environment


class Demo(unittest.TestCase):
    def done(self, *arguments):
        # As long as it takes: on a busy machine a year may be long.
        result = subprocess.run([BINARY, *arguments], env=environment({}), capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def says_what_it_is(self, data, *arguments):
        node = Node(data=data, arguments=arguments)
        try:
            for path in ("/", "/services", "/about", "/no-such-page"):
                self.assertIn('<a href="/simulation">', node.get(path, accept="text/html").body.decode(), path)
            page = node.get("/simulation", accept="text/html").body.decode()
            self.assertIn("20 trên 78.496", page)
            self.assertIn("157", page)
        finally:
            self.assertEqual(node.stop(), 0)
            node.close()

    def test_replayed_served_backed_up_and_restored(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-demo-") as folder, scratch.postgres() as url:
            year, copy, key, file = (f"{folder}/{name}" for name in ("year", "copy", "key", "file"))
            told = self.done("demo", "bentre2020", "--data", year, "--dossiers", "20")
            self.assertIn("148", told)
            self.assertIn("78,496", told)
            self.assertIn("The ledger is whole", self.done("verify", "--data", year))
            self.says_what_it_is(year)
            self.done("backup", file, "--data", year, "--key", key, "--new-key")
            self.done("restore", file, "--key", key, "--data", copy, "--database", url)
            self.says_what_it_is(copy, "--database", url)

    def test_only_into_an_empty_place(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-demo-") as folder, scratch.postgres() as url:
            self.done("migrate", "--data", f"{folder}/real", "--database", url)
            for arguments in (["--data", f"{folder}/real"], ["--data", f"{folder}/new", "--database", url]):
                refused = command("demo", "bentre2020", "--dossiers", "1", *arguments)
                self.assertEqual(refused.returncode, 73, refused.stderr)
                self.assertIn("doicanh: ", refused.stderr)

    def test_a_year_nobody_wrote_down(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-demo-") as folder:
            refused = command("demo", "hanoi1010", "--data", f"{folder}/new")
            self.assertEqual(refused.returncode, 78, refused.stderr)
