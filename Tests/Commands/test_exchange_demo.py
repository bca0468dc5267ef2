# SPDX-License-Identifier: Apache-2.0
"""Three nodes start with one command, one of them can be off the line, and Ctrl-C leaves nothing behind."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

import scratch
from node import BINARY, environment

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/exchange-demo"


class ExchangeDemo(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="doicanh-exchange-demo-")
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name) / "three"
        self.environment = environment({"DOICANH_BINARY": str(BINARY)})

    def script(self, *words):
        done = subprocess.run(
            [SCRIPT, *words, "--folder", self.folder], env=self.environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def doicanh(self, node, *words):
        plan = json.loads((self.folder / "exchange-demo.json").read_text())[node]
        where = {"DOICANH_DATA": str(self.folder / node)}
        if "database" in plan:
            where["DOICANH_DATABASE"] = plan["database"]
        return subprocess.run(
            [BINARY, *map(str, words)], env=environment(where), capture_output=True, text=True, timeout=120)

    def until(self, node, message, wanted):
        for _ in range(240):
            told = self.doicanh(node, "exchange", "status", message).stdout
            states = dict(line.split("\t")[:2] for line in told.splitlines())
            if states == wanted:
                return
            time.sleep(0.5)
        self.fail(f"{states}, not {wanted}")

    def begin(self, *words):
        run = subprocess.Popen(
            [SCRIPT, "--folder", self.folder, *words], env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        told = ""
        for line in run.stdout:
            told += line
            if "Ctrl-C ends all" in line:
                return run, told
        self.fail(f"it ended with {run.wait()}: {told}")

    def end(self, run):
        run.send_signal(signal.SIGINT)
        rest = run.communicate(timeout=120)[0]
        self.assertEqual(run.returncode, 0, rest)
        self.assertEqual(self.script("status").count("stopped"), 3)

    def test_starts_exchanges_loses_a_node_and_ends(self):
        run, told = self.begin("--postgres", scratch.SERVER)
        try:
            self.assertIn("doi-canh-van-2026", told)
            self.assertEqual(self.script("status").count("runs"), 3)
            directory = self.doicanh("yen-mo", "exchange", "directory", "show").stdout.splitlines()
            self.assertGreaterEqual(len(directory), 150)
            self.assertEqual({line.split("\t")[2] for line in directory}, {"bo-khcn", "ninh-binh", "yen-mo"})

            self.script("stop", "yen-mo")
            self.assertEqual(self.script("status").count("stopped"), 1)
            paper = self.folder / "cong-van.txt"
            paper.write_text("Công văn")
            sent = self.doicanh(
                "bo-khcn", "exchange", "send", "G06", "--to", "H42", "--to", "H42.101", "--to", "H42.999", paper)
            message = sent.stdout.strip()
            self.until("bo-khcn", message, {"H42": "01", "H42.101": "01", "H42.999": "–"})
            status = self.doicanh("bo-khcn", "exchange", "status").stdout.splitlines()
            self.assertEqual({row.split("\t")[0]: row.split("\t")[2] for row in status}, {
                "bo-khcn": "0", "ninh-binh": "0", "yen-mo": "1"})
            self.script("start", "yen-mo")
            self.until("bo-khcn", message, {"H42": "01", "H42.101": "01", "H42.999": "01"})
        finally:
            self.end(run)
        run, _ = self.begin("--again")
        try:
            page = urllib.request.urlopen(self.script("status").split()[1]).read().decode()
            self.assertIn("<html", page)
        finally:
            self.end(run)
            plan = json.loads((self.folder / "exchange-demo.json").read_text())["bo-khcn"]
            name = plan["database"].rsplit("/", 1)[1]
            subprocess.run(["psql", "-qX", scratch.SERVER, "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=True)

    def test_leaves_alone_what_is_not_its_own(self):
        self.folder.mkdir()
        (self.folder / "mine").write_text("x")
        done = subprocess.run([SCRIPT, "--folder", self.folder], env=self.environment, capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertTrue((self.folder / "mine").exists())


if __name__ == "__main__":
    unittest.main()
