# SPDX-License-Identifier: Apache-2.0
"""What keeps the product from starting is said in a sentence, never in a stack trace."""

import pathlib
import sqlite3
import subprocess
import tempfile
import time
import unittest

from node import PATIENCE, Answer, Node, command, self_signed, served_certificate


class Refused(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="doicanh-start-")
        self.data = self.folder.name
        self.addCleanup(self.folder.cleanup)

    def assert_refused(self, *words, arguments=(), **settings):
        result = command("serve", "--data", self.data, "--port", "0", *arguments, **settings)
        self.assertNotEqual(result.returncode, 0)
        lines = result.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, result.stderr)
        for word in words:
            self.assertIn(word, lines[0])
        for trace in ["Fatal", "Crash", "Thread", "Swift.", "⟦"]:
            self.assertNotIn(trace, result.stderr)

    def write(self, name, text):
        path = pathlib.Path(self.data, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def test_settings(self):
        self.assert_refused("DOICANH_PORT", DOICANH_PORT="80")
        self.assert_refused("log.level", DOICANH_LOG_LEVEL="loud")
        self.write("doicanh.json", '{"demo": "yes please"}')
        self.assert_refused("demo", "doicanh.json")
        self.write("doicanh.json", '{"demo": tru')
        self.assert_refused("doicanh.json")

    def test_a_folder_that_cannot_be_used(self):
        self.data = "/proc/nowhere"
        self.assert_refused("/proc/nowhere")

    def test_a_port_in_use(self):
        node = Node()
        try:
            result = command("serve", "--data", self.data, "--port", str(node.port))
            self.assertNotEqual(result.returncode, 0)
            self.assertIn(str(node.port), result.stderr)
            self.assertEqual(node.get().status, 200)
        finally:
            node.close()

    def test_a_second_process_on_one_folder(self):
        node = Node()
        try:
            result = command("serve", "--data", node.data, "--port", "0")
            self.assertNotEqual(result.returncode, 0)
            self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
            self.assertEqual(node.get("/health/ready").status, 200)
        finally:
            node.close()

    def test_a_database_that_is_newer(self):
        node = Node(data=self.data)
        self.assertEqual(node.stop(), 0)
        node.close()
        with sqlite3.connect(f"{self.data}/doicanh.sqlite") as database:
            database.execute("INSERT INTO migration VALUES ('future-001-thing', 'x', 0)")
        database.close()
        self.assert_refused("future-001-thing")

    def test_a_file_that_is_no_database(self):
        self.write("doicanh.sqlite", "this is not a database " * 100)
        self.assert_refused("doicanh.sqlite")

    def test_a_server_that_is_not_there(self):
        self.assert_refused(arguments=("--database", "postgres://nobody:s3cret@127.0.0.1:1/none"))

    def test_content_with_a_mistake(self):
        self.write("content/Web/problem.mustache", "<h1>\n{{#open}}\n")
        self.assert_refused("problem.mustache")
        pathlib.Path(self.data, "content/Web/problem.mustache").unlink()
        self.write("content/Web/web.vi.json", '{\n  "web.name": "x",\n  oops\n}')
        self.assert_refused("web.vi.json", "3")
        pathlib.Path(self.data, "content/Web/web.vi.json").unlink()
        self.write("content/Web/nothing.mustache", "x")
        self.assert_refused("nothing.mustache")

    def test_certificates_that_do_not_fit(self):
        certificate, _ = self_signed(self.data, "a")
        _, other = self_signed(self.data, "b")
        self.assert_refused(DOICANH_TLS_CERTIFICATE=certificate, DOICANH_TLS_KEY=other)
        self.assert_refused(DOICANH_TLS_CERTIFICATE="/nowhere.pem", DOICANH_TLS_KEY=other)
        self.assert_refused("tls.key", DOICANH_TLS_CERTIFICATE=certificate)


class Doctor(unittest.TestCase):
    def test_hides_secrets_and_says_what_is_wrong(self):
        with tempfile.TemporaryDirectory() as data:
            url = "postgres://clerk:s3cret@127.0.0.1:1/none"
            result = command("doctor", "--data", data, DOICANH_DATABASE=url)
            self.assertEqual(result.returncode, 1)
            self.assertNotIn("s3cret", result.stdout + result.stderr)
            self.assertIn("✗", result.stdout)
            self.assertIn("listen.port", result.stdout)
            well = command("doctor", "--data", data)
            self.assertEqual(well.returncode, 0, well.stdout)


class Certificates(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="doicanh-tls-")
        self.addCleanup(self.folder.cleanup)
        self.certificate, self.key = self_signed(self.folder.name, "first")
        self.node = Node(DOICANH_TLS_CERTIFICATE=self.certificate, DOICANH_TLS_KEY=self.key,
                         DOICANH_LIMITS_IDLE_SECONDS="3")
        self.addCleanup(self.node.close)

    def pem(self, path):
        return pathlib.Path(path).read_text().strip()

    def served(self):
        return served_certificate(self.node.port).strip()

    def test_renewed_without_a_restart_and_kept_when_the_new_pair_is_broken(self):
        first = self.pem(self.certificate)
        self.assertEqual(self.served(), first)
        certificate, key = self_signed(self.folder.name, "second")
        pathlib.Path(self.key).write_text(self.pem(key) + "\n")
        pathlib.Path(self.certificate).write_text(self.pem(certificate) + "\n")
        self.node.process.send_signal(1)
        deadline = time.monotonic() + PATIENCE
        while self.served() == first and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(self.served(), self.pem(certificate))
        pathlib.Path(self.certificate).write_text("broken")
        self.node.process.send_signal(1)
        while not any("cannot be used" in line for line in self.node.lines()) and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(self.served(), self.pem(certificate))

    def test_speaks_https_and_nothing_else(self):
        self.assertEqual(Answer(self.node.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).status, 0)
        answer = subprocess.run(
            ["curl", "-ksi", f"https://127.0.0.1:{self.node.port}/"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertIn("200", answer.stdout.splitlines()[0])
        self.assertIn("strict-transport-security", answer.stdout.lower())
        self.assertIn("__Host-csrf=", answer.stdout)
        for old in ["-tls1", "-tls1_1"]:
            weak = subprocess.run(
                ["openssl", "s_client", "-connect", f"127.0.0.1:{self.node.port}", old, "-cipher", "ALL:@SECLEVEL=0"],
                input="", capture_output=True, text=True, timeout=PATIENCE)
            self.assertNotEqual(weak.returncode, 0)


if __name__ == "__main__":
    unittest.main()
