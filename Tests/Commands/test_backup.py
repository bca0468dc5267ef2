# SPDX-License-Identifier: Apache-2.0
"""A node is backed up while people use it, and becomes another node on another kind of database, and back."""

import os
import pathlib
import pty
import shutil
import tempfile
import threading
import unittest

import scratch
from node import BINARY, Node, command, environment
from person import Person

PASSPHRASE = "Bến Tre đồng khởi 1960"


class Office:
    """People who send reports for as long as it is open, and what was acknowledged to them."""

    def __init__(self, node):
        self.acknowledged, self.failed, self.open = [], [], True
        self.threads = [threading.Thread(target=self.work, args=(node.port, name)) for name in ("minh", "hoa")]
        for thread in self.threads:
            thread.start()

    def work(self, port, name):
        try:
            person = Person(port).sign_in(name)
            while self.open:
                self.acknowledged.append((name, person.submit()))
        except Exception as error:  # a thread of its own: the test looks at it in the end
            self.failed.append(error)

    def wait_for(self, count):
        while len(self.acknowledged) < count and not self.failed:
            for thread in self.threads:
                thread.join(0.05)

    def close(self):
        self.open = False
        for thread in self.threads:
            thread.join()
        if self.failed:
            raise self.failed[0]


class Backups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-backup-")
        cls.demo = f"{cls.folder.name}/demo"
        made = command("init", "--demo", "--data", cls.demo)
        if made.returncode != 0:
            raise AssertionError(made.stderr)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.place = tempfile.mkdtemp(dir=self.folder.name)

    def path(self, name):
        return f"{self.place}/{name}"

    def done(self, *arguments, **settings):
        result = command(*arguments, **settings)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def refused(self, code, *arguments, **settings):
        result = command(*arguments, **settings)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        sentences = [line for line in result.stderr.splitlines() if line.startswith("doicanh: ")]
        self.assertEqual(len(sentences), 1, result.stderr)
        return sentences[0]

    def backed_up_in_use(self, data, file, *secret, arguments=()):
        """Backs a serving node up while reports come in. Returns those acknowledged before it began."""
        node = Node(data=data, arguments=arguments)
        try:
            office = Office(node)
            try:
                office.wait_for(6)
                before = list(office.acknowledged)
                self.done("backup", file, "--data", data, *arguments, *secret)
                office.wait_for(len(office.acknowledged) + 2)
            finally:
                office.close()
            return before
        finally:
            self.assertEqual(node.stop(), 0)
            node.close()

    def holds(self, data, reports, arguments=()):
        self.assertIn("The ledger is whole", self.done("verify", "--data", data, *arguments))
        node = Node(data=data, arguments=arguments)
        try:
            people = {name: Person(node.port).sign_in(name) for name, _ in reports}
            for name, report in reports:
                self.assertEqual(people[name].get(report).status, 200, report)
            people["minh"].submit()
        finally:
            self.assertEqual(node.stop(), 0)
            node.close()

    def test_from_one_database_to_the_other_and_back_while_people_write(self):
        source, middle, last = self.path("source"), self.path("middle"), self.path("last")
        shutil.copytree(self.demo, source)
        pathlib.Path(source, "content/Web").mkdir(parents=True)
        pathlib.Path(source, "content/Web/web.vi.json").write_text('{"web.name": "Xã Yên Mô"}')
        key, words = self.path("backup.key"), self.path("words")
        with scratch.postgres() as url:
            before = self.backed_up_in_use(source, self.path("a.backup"), "--key", key, "--new-key")
            self.done("restore", self.path("a.backup"), "--check-only", "--key", key)
            self.done("restore", self.path("a.backup"), "--data", middle, "--database", url, "--key", key)
            self.assertEqual(
                pathlib.Path(middle, "content/Web/web.vi.json").read_text(), '{"web.name": "Xã Yên Mô"}')
            # doicanh.json is of the machine and not in a backup; this one says again that it is a demo.
            shutil.copy(f"{source}/doicanh.json", middle)
            self.holds(middle, before, arguments=("--database", url))

            pathlib.Path(words).write_text(PASSPHRASE + "\n")
            os.chmod(words, 0o600)
            before += self.backed_up_in_use(
                middle, self.path("b.backup"), "--passphrase-file", words, arguments=("--database", url))
            self.done("restore", self.path("b.backup"), "--data", last, DOICANH_BACKUP_PASSPHRASE=PASSPHRASE)
            shutil.copy(f"{source}/doicanh.json", last)
            self.holds(last, before)
            again = self.refused(73, "restore", self.path("b.backup"), "--data", last, "--passphrase-file", words)
            self.assertIn("not empty", again)

    def test_what_is_not_whole_or_not_ours_is_refused_and_nothing_is_written(self):
        key, other, file = self.path("backup.key"), self.path("other.key"), self.path("a.backup")
        self.done("backup", file, "--data", self.demo, "--key", key, "--new-key")
        self.done("backup", self.path("o.backup"), "--data", self.demo, "--key", other, "--new-key")
        whole = pathlib.Path(file).read_bytes()
        middle = len(whole) // 2
        for name, content, word in [
            ("damaged", whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1:], "changed"),
            ("cut", whole[:-1], "cut short"),
            ("longer", whole + b"x", "after the end"),
            ("empty", b"", "not a backup"),
            ("strange", b"PK\x03\x04" + whole, "not a backup"),
        ]:
            with self.subTest(name):
                pathlib.Path(self.path(name)).write_bytes(content)
                target = self.path(f"into-{name}")
                said = self.refused(78, "restore", self.path(name), "--data", target, "--key", key)
                self.assertIn(word, said)
                self.assertFalse(pathlib.Path(target, "keys").exists())
                self.refused(78, "restore", self.path(name), "--check-only", "--key", key)
        self.assertIn("wrong key", self.refused(78, "restore", file, "--data", self.path("x"), "--key", other))
        self.assertIn("--key", self.refused(78, "restore", file, "--check-only", DOICANH_BACKUP_PASSPHRASE=PASSPHRASE))
        self.refused(66, "restore", self.path("nowhere"), "--check-only", "--key", key)
        os.chmod(key, 0o644)
        self.assertIn("chmod 600", self.refused(78, "restore", file, "--check-only", "--key", key))

    def test_a_backup_overwrites_nothing_and_needs_exactly_one_lock(self):
        key, file = self.path("backup.key"), self.path("a.backup")
        pathlib.Path(file).write_text("mine")
        self.refused(73, "backup", file, "--data", self.demo, "--key", key, "--new-key")
        self.assertEqual(pathlib.Path(file).read_text(), "mine")
        self.refused(73, "backup", self.path("b.backup"), "--data", self.demo, "--key", key, "--new-key")
        for locks in [(), ("--key", key, "--passphrase"), ("--passphrase", "--new-key")]:
            self.assertEqual(command("backup", self.path("c.backup"), "--data", self.demo, *locks).returncode, 64)
        self.assertIn("12", self.refused(
            78, "backup", self.path("c.backup"), "--data", self.demo, DOICANH_BACKUP_PASSPHRASE="short"))
        self.assertEqual(sorted(os.listdir(self.place)), ["a.backup", "backup.key"])

    def typed(self, *arguments, answers):
        """Runs a command on a terminal and types an answer to each question. Returns the exit code and what was shown."""
        process, terminal = pty.fork()
        if process == 0:
            os.execve(BINARY, [BINARY, *arguments], environment({}))
        shown = b""
        try:
            while part := os.read(terminal, 4096):
                shown += part
                if answers and part.endswith(b": "):
                    os.write(terminal, answers.pop(0).encode() + b"\n")
        except OSError:  # the other side has hung up
            pass
        _, status = os.waitpid(process, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), shown.decode()

    def test_a_passphrase_is_asked_for_twice_and_not_shown(self):
        file = self.path("a.backup")
        code, shown = self.typed("backup", file, "--data", self.demo, "--passphrase", answers=[PASSPHRASE, PASSPHRASE + "x"])
        self.assertEqual(code, 64, shown)
        self.assertFalse(os.path.exists(file))
        code, shown = self.typed("backup", file, "--data", self.demo, "--passphrase", answers=[PASSPHRASE, PASSPHRASE])
        self.assertEqual(code, 0, shown)
        self.assertNotIn(PASSPHRASE, shown)
        code, shown = self.typed("restore", file, "--check-only", "--passphrase", answers=[PASSPHRASE])
        self.assertEqual(code, 0, shown)

    def test_the_public_half_is_enough_to_back_up(self):
        key = self.path("backup.key")
        said = self.done("backup", self.path("a.backup"), "--data", self.demo, "--key", key, "--new-key")
        recipient = said.split("--recipient ")[1].split()[0]
        self.done("backup", self.path("b.backup"), "--data", self.demo, "--recipient", recipient)
        self.done("restore", self.path("b.backup"), "--check-only", "--key", key)
        self.refused(78, "backup", self.path("c.backup"), "--data", self.demo, "--recipient", recipient[:-4])


if __name__ == "__main__":
    unittest.main()
