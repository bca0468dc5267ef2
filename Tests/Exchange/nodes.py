# SPDX-License-Identifier: Apache-2.0
"""Nodes for tests: each a running doicanh on a data folder and ports of its own, and the directory they know each other from."""

import os
import pathlib
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import zipfile

root = pathlib.Path(__file__).resolve().parents[2]
program = pathlib.Path(os.environ.get("DOICANH_BINARY") or root / ".build/debug/doicanh")
server = os.environ.get("DOICANH_TEST_POSTGRES")


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Node:
    def __init__(self, name, agency, folder, database=None):
        self.name, self.agency, self.folder, self.database = name, agency, folder / name, database
        self.web, self.listens, self.reached = free_port(), free_port(), free_port()
        self.process = None
        self.folder.mkdir()
        names = {key: value for key, value in os.environ.items() if not key.startswith("DOICANH_")}
        self.environment = names | {
            "LANG": "en_US.UTF-8", "DOICANH_DATA": str(self.folder), "DOICANH_EXCHANGE_HOST": "127.0.0.1",
            "DOICANH_EXCHANGE_PORT": str(self.listens), "DOICANH_LISTEN_PORT": str(self.web),
            "DOICANH_LOG_LEVEL": "error"}
        if database:
            self.environment["DOICANH_DATABASE"] = database

    def run(self, *words, expect=0):
        done = subprocess.run([program, *map(str, words)], env=self.environment, capture_output=True, text=True)
        if expect is not None and done.returncode != expect:
            sys.exit(f"{self.name}: {words} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        self.log = open(self.folder / "log", "a")
        self.process = subprocess.Popen([program, "serve"], env=self.environment, stdout=self.log, stderr=self.log)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.web}/health/ready", timeout=2).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"{self.name} ended: {(self.folder / 'log').read_text()[-2000:]}")
                time.sleep(0.2)
        sys.exit(f"{self.name} does not get ready")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def rows(self, query):
        """What a stranger sees who looks into the database, beside the product."""
        if self.database:
            out = subprocess.run(["psql", "-qAtX", self.database, "-c", query], capture_output=True, text=True, check=True)
            return [tuple(line.split("|")) for line in out.stdout.splitlines()]
        with sqlite3.connect(f"file:{self.folder}/doicanh.sqlite?mode=ro", uri=True, timeout=30) as database:
            return [tuple(map(str, row)) for row in database.execute(query)]


def enrol(authority, node, at=None):
    """`at` is the port by which others reach it, if nothing stands between."""
    (node.folder / "request.csr").write_text(node.run("exchange", "request", node.name))
    (node.folder / "answer.crt").write_text(
        authority.run(
            "exchange", "enrol", node.folder / "request.csr", "--address", f"127.0.0.1:{at or node.reached}", "--agency",
            node.agency))
    node.run("exchange", "accept", node.folder / "answer.crt")


def prepare(folder, nodes):
    for node in nodes:
        node.run("init")
    authority = nodes[0]
    authority.run("exchange", "authority", "init", "--name", "Bộ Khoa học và Công nghệ")
    for node in nodes:
        enrol(authority, node)
    authority.run("exchange", "directory", "publish", folder / "directory.json")
    for node in nodes[1:]:
        node.run("exchange", "directory", "import", folder / "directory.json")


def openssl_alone(packet, folder):
    """What verify.txt tells an outsider to type, in a folder that holds nothing else."""
    with zipfile.ZipFile(packet) as archive:
        archive.extractall(folder)
    commands = [line for line in (folder / "verify.txt").read_text().splitlines() if line.startswith("openssl")]
    for command in commands:
        subprocess.run(["/bin/sh", "-c", command], cwd=folder, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"})
    return len(commands)
