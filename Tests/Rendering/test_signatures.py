# SPDX-License-Identifier: Apache-2.0
"""What poppler and pyHanko say of papers that the program printed and signed: with a seal it made itself, and with seals that
a certification authority handed out as PKCS #12."""

import io
import logging
import pathlib
import random
import subprocess
import tempfile
import unittest

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from node import command

AGENCY = "H42.999.01"
KINDS = {"apology", "appointment-slip", "control-slip", "log-book", "refusal", "result", "stop-notice", "supplement-request"}
logging.disable(logging.CRITICAL)


def run(*words, **settings):
    return subprocess.run(words, check=True, capture_output=True, text=True, **settings).stdout


def pyhanko(pdf, root):
    """Whether the one signature in `pdf` holds and leads to `root`."""
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context).bottom_line


def valid(pdf, root):
    # A changed byte may also leave something that is no PDF any more.
    try:
        return pyhanko(pdf, root)
    except Exception:
        return False


class Authority:
    """A certification authority of the test, as an office outside would be."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "root.key",
                     "-out", "root.pem", "-days", "30", "-subj", "/C=VN/O=Test root")

    def openssl(self, *words):
        run("openssl", *words, cwd=self.folder)

    def seal(self, name, *key, days="30", passphrase="mật khẩu"):
        """A PKCS #12 file with a new key and a certificate for it."""
        (self.folder / "extensions").write_text("keyUsage=critical,digitalSignature,nonRepudiation\n")
        self.openssl("req", "-new", "-newkey", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-utf8",
                     "-subj", f"/C=VN/O=UBND xã Yên Mô/CN={name}")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", days,
                     "-extfile", "extensions", "-out", f"{name}.pem")
        self.openssl("pkcs12", "-export", "-inkey", f"{name}.key", "-in", f"{name}.pem", "-certfile", "root.pem",
                     "-out", f"{name}.p12", "-passout", f"pass:{passphrase}")
        secret = self.folder / f"{name}.txt"
        secret.touch(mode=0o600)
        secret.write_text(passphrase + "\n")
        return str(self.folder / f"{name}.p12"), str(secret)


class Signatures(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="doicanh-papers-")
        self.addCleanup(self.folder.cleanup)
        self.data = f"{self.folder.name}/data"
        self.done("init", "--demo", "--data", self.data)

    def done(self, *arguments):
        result = command(*arguments)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def papers(self):
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder.name))
        self.done("papers", str(folder), "--agency", AGENCY, "--data", self.data)
        papers = {file.stem: file for file in folder.glob("*.pdf")}
        self.assertEqual(set(papers), KINDS)
        return papers

    def trusting(self, root):
        """A store of certificates, as Firefox has one, in which `root` is trusted."""
        store = f"sql:{tempfile.mkdtemp(dir=self.folder.name)}"
        run("certutil", "-N", "-d", store, "--empty-password")
        run("certutil", "-A", "-n", "root", "-t", "CT,C,C", "-i", str(root), "-d", store)
        return store

    def believed(self, root):
        certificate = x509.Certificate.load(pem.unarmor(pathlib.Path(root).read_bytes())[2])
        papers, store = self.papers(), self.trusting(root)
        for kind, file in papers.items():
            with self.subTest(kind):
                verdict = run("pdfsig", "-nssdir", store, str(file))
                for words in ("Signature is Valid.", "Certificate is Trusted.", "ETSI.CAdES.detached",
                              "Total document signed"):
                    self.assertIn(words, verdict)
                self.assertTrue(pyhanko(file.read_bytes(), certificate))
        return papers, certificate

    def test_a_seal_of_the_node_itself(self):
        papers, root = self.believed_of_the_node()
        chance = random.Random(7)
        pdf = papers["result"].read_bytes()
        for _ in range(60):
            changed = bytearray(pdf)
            place = chance.randrange(len(pdf))
            # Inside the room for the signature the zeros after its end mean nothing.
            if pdf[place:place + 1] == b"0" and pdf[max(0, place - 50):place + 50].strip(b"0") == b"":
                continue
            changed[place] ^= 1 << chance.randrange(7)
            with self.subTest(place=place):
                self.assertFalse(valid(bytes(changed), root))

    def believed_of_the_node(self):
        self.papers()
        root = f"{self.folder.name}/root.pem"
        run("openssl", "x509", "-in", f"{self.data}/seals/root.pem", "-out", root)
        return self.believed(root)

    def test_a_stranger_is_not_believed(self):
        stranger = Authority(tempfile.mkdtemp(dir=self.folder.name))
        certificate = x509.Certificate.load(pem.unarmor((stranger.folder / "root.pem").read_bytes())[2])
        pdf = self.papers()["result"].read_bytes()
        self.assertFalse(valid(pdf, certificate))

    def test_seals_of_an_authority(self):
        authority = Authority(tempfile.mkdtemp(dir=self.folder.name))
        for name, key in [("p256", ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")), ("rsa", ("rsa:2048",))]:
            with self.subTest(name):
                file, secret = authority.seal(name, *key)
                taken = self.done("seals", "take", file, "--agency", AGENCY, "--passphrase-file", secret, "--data", self.data)
                self.assertIn(name, taken)
                self.assertEqual(self.done("seals", "list", "--data", self.data), taken)
                self.believed(authority.folder / "root.pem")
        self.done("verify", "--data", self.data)

    def test_what_is_no_seal_is_refused(self):
        authority = Authority(tempfile.mkdtemp(dir=self.folder.name))
        good, secret = authority.seal("good", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        small, _ = authority.seal("small", "rsa:1024")
        curve, _ = authority.seal("curve", "ec", "-pkeyopt", "ec_paramgen_curve:P-384")
        wrong = pathlib.Path(self.folder.name) / "wrong.txt"
        wrong.touch(mode=0o600)
        wrong.write_text("another\n")
        for file, passphrase, words in [
            (good, wrong, "passphrase"), (small, secret, "2048"), (curve, secret, "P-256"),
            (authority.folder / "root.pem", secret, "PKCS #12"),
        ]:
            with self.subTest(str(file)):
                refused = command(
                    "seals", "take", str(file), "--agency", AGENCY, "--passphrase-file", str(passphrase), "--data", self.data)
                self.assertEqual(refused.returncode, 78, refused.stderr)
                self.assertIn(words, refused.stderr)
        nobody = command("seals", "list", "--data", self.data)
        self.assertEqual((nobody.returncode, nobody.stdout), (1, ""))

    def test_the_doctor_knows_the_renderer(self):
        shown = command("doctor", "--data", self.data)
        self.assertRegex(shown.stdout, r"✓ renderer of papers .*WeasyPrint \d+")


if __name__ == "__main__":
    unittest.main()
