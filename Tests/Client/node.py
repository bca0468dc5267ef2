# SPDX-License-Identifier: Apache-2.0
"""Starts the built program on a folder of its own, and talks to it over sockets without a library's good manners."""

import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("DOICANH_BINARY") or str(ROOT / ".build/debug/doicanh")
# Generous: nothing here asserts how fast, only that it happens.
PATIENCE = 60

SMALL_LIMITS = {
    "DOICANH_LIMITS_REQUEST_SECONDS": "3",
    "DOICANH_LIMITS_IDLE_SECONDS": "3",
    "DOICANH_LIMITS_CONNECTIONS": "40",
    "DOICANH_LIMITS_BODY_MEGABYTES": "1",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(settings):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("DOICANH_") and not k.startswith("LC_")}
    return clean | {"LANG": "en_US.UTF-8"} | settings


# For root, who may otherwise read whatever is closed.
LIKE_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []


def command(*arguments, before=(), **settings):
    """Runs a command that is expected to end by itself."""
    return subprocess.run(
        [*before, BINARY, *arguments], env=environment(settings), capture_output=True, text=True, timeout=PATIENCE)


class Node:
    def __init__(self, data=None, arguments=(), **settings):
        self.folder = None if data else tempfile.TemporaryDirectory(prefix="doicanh-hostile-")
        self.data = data or self.folder.name
        self.port = free_port()
        self.settings = settings
        self.log = tempfile.NamedTemporaryFile(prefix="doicanh-log-", mode="w+")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", self.data, "--port", str(self.port), *arguments], env=environment(settings),
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if "running" not in line:
            raise AssertionError(f"the server did not start: {line}{self.lines()}")

    def lines(self):
        return pathlib.Path(self.log.name).read_text().splitlines()

    def connect(self, timeout=PATIENCE):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def send(self, request, timeout=PATIENCE):
        """Sends bytes and returns everything that comes back until the server hangs up, or falls silent."""
        with self.connect(timeout) as connection:
            try:
                connection.sendall(request)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return everything(connection)

    def get(self, path="/health/live", **headers):
        fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return Answer(self.send(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{fields}\r\n".encode()))

    def open_sockets(self):
        folder = pathlib.Path(f"/proc/{self.process.pid}/fd")
        return sum(1 for entry in folder.iterdir() if os.readlink(entry).startswith("socket:"))

    def stop(self, signal_number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        if not self.process.stdout.closed:
            self.process.stdout.close()
        self.log.close()
        if self.folder:
            self.folder.cleanup()


def everything(connection):
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except (ConnectionResetError, socket.timeout):
        pass
    return b"".join(parts)


class Answer:
    def __init__(self, raw):
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        match = re.match(r"HTTP/1\.1 (\d{3})", lines[0])
        self.status = int(match[1]) if match else 0
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers.setdefault(name.lower(), []).append(value.strip())

    def header(self, name):
        return ", ".join(self.headers.get(name, []))


class HostileCase(unittest.TestCase):
    """One server for the class; after each test it must still serve, and must not have answered 5xx."""

    settings = SMALL_LIMITS

    @classmethod
    def setUpClass(cls):
        cls.node = Node(**cls.settings)

    @classmethod
    def tearDownClass(cls):
        cls.node.close()

    def tearDown(self):
        self.assert_serving()
        for line in self.node.lines():
            entry = json.loads(line)
            self.assertLess(int(entry.get("status", 0)), 500, line)
            self.assertNotEqual(entry["message"], "unexpected error", line)

    def assert_serving(self):
        self.assertIsNone(self.node.process.poll(), "the server has ended")
        deadline = time.monotonic() + PATIENCE
        while (status := self.node.get().status) != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(status, 200)

    def refusals(self, reason):
        return sum(1 for line in self.node.lines() if json.loads(line).get("reason") == reason)


def self_signed(folder, name, common_name="localhost"):
    certificate, key = f"{folder}/{name}.pem", f"{folder}/{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
         "-subj", f"/CN={common_name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return certificate, key


def served_certificate(port):
    """The PEM of the certificate the server shows to a new connection."""
    return ssl.get_server_certificate(("127.0.0.1", port), timeout=PATIENCE)
