# SPDX-License-Identifier: Apache-2.0
"""`payments import`: a bank statement beside a server, refused with its line or entered once."""

import pathlib
import tempfile
import unittest

import scratch
from node import Node, command

HEAD = "account,transaction,date,amount,memo\n"
LINE = "0011012345678,FT1,2026-07-08,16000,nop phi\n"


class Statements(unittest.TestCase):
    def walk(self, data, *database):
        made = command("init", "--demo", "--data", data, *database)
        self.assertEqual(made.returncode, 0, made.stderr)
        node = Node(data, ["--database", database[1]] if database else [])
        file = pathlib.Path(data, "statement.csv")

        def enter(text, expecting):
            file.write_text(text)
            entered = command("payments", "import", str(file), "--data", data, *database)
            self.assertEqual(entered.returncode, expecting, entered.stdout + entered.stderr)
            return entered.stdout + entered.stderr

        try:
            self.assertIn("Read 1 lines, 1 of them new: 0 bills paid, 1 to be dealt with", enter(HEAD + LINE, 0))
            self.assertIn("Read 1 lines, 0 of them new: 0 bills paid, 0 to be dealt with", enter(HEAD + LINE, 0))
            self.assertIn("line 3", enter(HEAD + LINE + "1,FT2,2026-02-30,5,x\n", 78))
            enter(HEAD + "999,FT3,2026-07-08,5,x\n", 78)
            missing = command("payments", "import", f"{data}/none.csv", "--data", data, *database)
            self.assertEqual(missing.returncode, 66)
        finally:
            node.stop()

    def test_on_a_file(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-payments-") as data:
            self.walk(data)

    def test_on_a_server(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-payments-") as data, scratch.postgres() as url:
            self.walk(data, "--database", url)


if __name__ == "__main__":
    unittest.main()
