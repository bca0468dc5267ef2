# SPDX-License-Identifier: Apache-2.0
"""What an operator types wrong is answered with one sentence, in their language, and an exit code that says what kind it is."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from node import LIKE_ANYBODY, ROOT, Node, command

SECRET = "a passphrase for the test"


def leaves(entry, path=()):
    """Every command that does something, as it is typed."""
    # `bench write` is for `bench crash` alone, `bench rollup` and `bench documents` are for Benchmarks/.
    hidden = ("help", "write", "rollup", "documents")
    below = [sub for sub in entry.get("subcommands", []) if sub["commandName"] not in hidden]
    if not below:
        yield path
    for sub in below:
        yield from leaves(sub, (*path, sub["commandName"]))


def commands():
    dump = command("--experimental-dump-help")
    return list(leaves(json.loads(dump.stdout)["command"]))


class Help(unittest.TestCase):
    def test_every_command_explains_itself_with_an_example(self):
        for words in commands():
            with self.subTest(" ".join(words)):
                shown = command(*words, "--help")
                self.assertEqual(shown.returncode, 0)
                self.assertTrue(shown.stdout.startswith("OVERVIEW: "))
                self.assertIn(f"\n  doicanh {' '.join(words)}", shown.stdout)
                self.assertEqual(shown.stderr, "")

    def test_an_option_nobody_has_is_answered_with_the_way_to_the_help(self):
        for words in commands():
            with self.subTest(" ".join(words)):
                refused = command(*words, "--nonsense")
                self.assertEqual(refused.returncode, 64)
                self.assertIn(f"'doicanh {' '.join(words)} --help'", refused.stderr)
                self.assertEqual(refused.stdout, "")

    def test_completions_are_scripts_that_their_shell_reads(self):
        for shell in ("bash", "zsh", "fish"):
            script = command("--generate-completion-script", shell)
            self.assertEqual(script.returncode, 0)
            for words in commands():
                self.assertIn(words[-1], script.stdout)
            if shell == "bash":
                subprocess.run(["bash", "-n"], input=script.stdout, text=True, check=True)

    def test_the_version_is_told(self):
        self.assertRegex(command("--version").stdout, r"^\d+\.\d+\.\d+\n$")


class Wrong(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="doicanh-usage-")
        self.addCleanup(self.folder.cleanup)
        self.data = f"{self.folder.name}/data"

    def refused(self, code, *arguments, words=(), **settings):
        result = command(*arguments, **settings)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)
        for trace in ["Fatal", "Thread", "Swift.", "⟦", "Error Domain"]:
            self.assertNotIn(trace, result.stderr)
        return result

    def test_the_command_line(self):
        for arguments, word in [
            (["nonsense"], "nonsense"), (["serve", "--port", "abc"], "--port"), (["backup"], "<file>"),
            (["backup", "x"], "--key"), (["restore", "x"], "--key"), (["units", "show"], "<code>"),
            (["keys", "revoke", "x"], "--reason"), (["bench", "--seconds", "0"], "--seconds"),
            (["bench", "crash", "--times", "0"], "--times"), (["bench", "crash", "--writers", "9999"], "--writers"),
        ]:
            with self.subTest(arguments):
                self.refused(64, *arguments, words=[word])
        self.assertFalse(os.path.exists(self.data))

    def test_a_setting_that_cannot_be_used(self):
        self.refused(78, "serve", "--data", self.data, "--port", "99999", words=["listen.port", "65535"])
        self.refused(78, "doctor", "--data", self.data, DOICANH_LOG_FORMAT="xml", words=["log.format"])
        self.refused(78, "init", "--data", self.data, "--database", "mysql://localhost/x", words=["database", "postgres://"])

    def test_what_is_not_there(self):
        for arguments in (["verify"], ["keys"], ["keys", "export"], ["units", "search", "yên hòa"], ["users", "list"]):
            with self.subTest(arguments):
                result = command(*arguments, "--data", self.data)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn("doicanh.sqlite", result.stderr)
                self.assertFalse(os.path.exists(f"{self.data}/doicanh.sqlite"))
        self.refused(66, "units", "import", f"{self.folder.name}/none.csv", "--data", self.data, words=["none.csv"])
        self.refused(66, "restore", f"{self.folder.name}/none", "--check-only", DOICANH_BACKUP_PASSPHRASE=SECRET,
                     words=["none"])
        self.refused(66, "backup", f"{self.folder.name}/a.backup", "--data", self.data, DOICANH_BACKUP_PASSPHRASE=SECRET,
                     words=["doicanh.sqlite"])
        self.assertFalse(os.path.exists(f"{self.folder.name}/a.backup"))
        self.refused(66, "verify", "--data", self.data)

    def test_a_folder_that_cannot_be_used(self):
        blocker = f"{self.folder.name}/file"
        pathlib.Path(blocker).write_text("in the way")
        for arguments in (["init"], ["serve", "--port", "0"], ["migrate"], ["bench"]):
            with self.subTest(arguments):
                self.refused(78, *arguments, "--data", f"{blocker}/data", words=[blocker])
        self.assertEqual(command("migrate", "--data", self.data).returncode, 0)
        self.refused(69, "backup", "/proc/none/a.backup", "--data", self.data, DOICANH_BACKUP_PASSPHRASE=SECRET,
                     words=["/proc/none/a.backup"])

    def test_what_this_account_may_not_read_is_named(self):
        self.assertEqual(command("init", "--data", self.data).returncode, 0)
        key = next(pathlib.Path(self.data, "keys").glob("*.pem"))
        settings = pathlib.Path(self.data, "doicanh.json")
        settings.write_text("{}")
        words = pathlib.Path(self.data, "content/Web/web.vi.json")
        words.parent.mkdir(parents=True)
        words.write_text("{}")
        for path in (settings, words, pathlib.Path(self.data, "identity.key"), key, pathlib.Path(self.data, "doicanh.sqlite"),
                     pathlib.Path(self.data)):
            with self.subTest(path.name):
                mode = path.stat().st_mode
                path.chmod(0)
                try:
                    result = self.refused(78, "serve", "--data", self.data, "--port", "0", before=LIKE_ANYBODY, words=[str(path)])
                    sentences = [line for line in result.stderr.splitlines() if not line.startswith("{")]
                    self.assertEqual(len(sentences), 1, result.stderr)
                finally:
                    path.chmod(mode)

    def test_beside_a_server_what_needs_the_folder_alone_says_who_has_it(self):
        node = Node()
        try:
            for arguments in (["serve", "--port", "0"], ["init"], ["migrate"]):
                with self.subTest(arguments):
                    self.refused(69, *arguments, "--data", node.data, words=[str(node.process.pid)])
            self.assertEqual(node.get("/health/ready").status, 200)
        finally:
            node.close()

    def test_units_with_a_mistake_are_refused_by_file_and_line(self):
        columns, *rows = (ROOT / "Content/Units/units.csv").read_text().splitlines()
        names = columns.split(",")
        start = next(number for number, row in enumerate(rows) if not row.startswith("#"))
        commune = next(
            number for number, row in enumerate(rows) if dict(zip(names, row.split(","))).get("level") == "commune")

        def changed(number, **values):
            copy = list(rows)
            fields = dict(zip(names, copy[number].split(",")))
            copy[number] = ",".join((fields | values).values())
            return [columns, *copy]

        own = dict(zip(names, rows[commune].split(",")))["code"]
        for name, lines, line, word in [
            ("a missing parent", changed(commune, parent_code="99999999"), commune + 2, "99999999"),
            ("a circle", changed(commune, parent_code=own), commune + 2, own),
            ("a half row", [columns, *rows[:start], rows[start].rsplit(",", 1)[0], *rows[start + 1:]], start + 2, "fields"),
            ("other columns", ["code,name", *rows], 1, "columns"),
        ]:
            with self.subTest(name):
                data = f"{self.folder.name}/{name}"
                os.makedirs(f"{data}/content/Units")
                pathlib.Path(data, "content/Units/units.csv").write_text("\n".join(lines) + "\n")
                result = self.refused(78, "init", "--data", data, words=["units.csv", str(line), word])
                sentences = [line for line in result.stderr.splitlines() if line.startswith("doicanh: ")]
                self.assertEqual(len(sentences), 1, result.stderr)


class Languages(unittest.TestCase):
    def test_the_sentence_is_in_the_language_of_the_terminal(self):
        said = {
            language: command("restore", "/nowhere", "--check-only", LANG=language, DOICANH_BACKUP_PASSPHRASE=SECRET)
            for language in ("vi_VN.UTF-8", "en_US.UTF-8", "C")
        }
        self.assertEqual({result.returncode for result in said.values()}, {66})
        vietnamese, english = said["vi_VN.UTF-8"].stderr, said["en_US.UTF-8"].stderr
        self.assertIn("Không đọc được /nowhere", vietnamese)
        self.assertIn("/nowhere cannot be read", english)
        # Both kinds of people look after servers that say nothing of a language.
        self.assertEqual(said["C"].stderr, vietnamese + english)


if __name__ == "__main__":
    unittest.main()
