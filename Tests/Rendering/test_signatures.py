# SPDX-License-Identifier: Apache-2.0
"""What poppler and pyHanko say of papers that the program printed and signed: with a seal it made itself, with seals that a
certification authority handed out as PKCS #12, with an official's own key, and by a signing service far away."""

import base64
import http.server
import io
import json
import logging
import pathlib
import random
import re
import subprocess
import tempfile
import threading
import unittest

from asn1crypto import parser as asn1, pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
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


class SigningService(http.server.ThreadingHTTPServer):
    """A signing service with one key, as docs/signing.md describes it."""

    TOKEN = "a token of the tests"

    def __init__(self, authority, name):
        self.key = serialization.load_pem_private_key((authority.folder / f"{name}.key").read_bytes(), None)
        self.chain = [pem.unarmor((authority.folder / file).read_bytes())[2] for file in (f"{name}.pem", "root.pem")]
        self.asked = []
        super().__init__(("127.0.0.1", 0), Answering)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def settings(self):
        return {"DOICANH_SIGNING_SERVICE": f"http://127.0.0.1:{self.server_port}/csc/v2", "DOICANH_SIGNING_TOKEN": self.TOKEN}


class Answering(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, asked))
        if self.headers["Authorization"] != f"Bearer {self.server.TOKEN}":
            return self.say(401, {})
        if self.path == "/csc/v2/credentials/info":
            return self.say(200, {"cert": {"certificates": [base64.b64encode(one).decode() for one in self.server.chain]}})
        signatures = [
            self.server.key.sign(base64.b64decode(one), ec.ECDSA(utils.Prehashed(hashes.SHA256()))) for one in asked["hashes"]]
        self.say(200, {"signatures": [base64.b64encode(one).decode() for one in signatures]})

    def say(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def padding(pdf):
    """The zeros after the end of the signature, in the room that was kept for it: no reader goes by them."""
    start, end = (int(place) for place in re.search(rb"/ByteRange \[0 (\d+) (\d+)", pdf).groups())
    start, end = start + 1, end - 1
    return range(start + 2 * asn1.peek(bytes.fromhex(pdf[start:end].decode())), end)


class Signatures(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="doicanh-papers-")
        self.addCleanup(self.folder.cleanup)
        self.data = f"{self.folder.name}/data"
        self.done("init", "--demo", "--data", self.data)

    def done(self, *arguments, **settings):
        result = command(*arguments, **settings)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def papers(self, *signer, **settings):
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder.name))
        self.done("papers", str(folder), *(signer or ("--agency", AGENCY)), "--data", self.data, **settings)
        papers = {file.stem: file for file in folder.glob("*.pdf")}
        self.assertEqual(set(papers), KINDS)
        return papers

    def trusting(self, root):
        """A store of certificates, as Firefox has one, in which `root` is trusted."""
        store = f"sql:{tempfile.mkdtemp(dir=self.folder.name)}"
        run("certutil", "-N", "-d", store, "--empty-password")
        run("certutil", "-A", "-n", "root", "-t", "CT,C,C", "-i", str(root), "-d", store)
        return store

    def believed(self, root, *signer, **settings):
        certificate = x509.Certificate.load(pem.unarmor(pathlib.Path(root).read_bytes())[2])
        papers, store = self.papers(*signer, **settings), self.trusting(root)
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
        self.not_believed_when_changed(papers["result"].read_bytes(), root)

    def not_believed_when_changed(self, pdf, root, times=60):
        chance = random.Random(7)
        unread = padding(pdf)
        places = [place for place in range(len(pdf)) if place not in unread]
        for _ in range(times):
            changed = bytearray(pdf)
            place = chance.choice(places)
            # Never the bit between capitals and small letters: a hexadecimal digit is the same as either.
            changed[place] ^= 1 << chance.randrange(5)
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

    def test_the_own_key_of_an_official(self):
        authority = Authority(tempfile.mkdtemp(dir=self.folder.name))
        file, secret = authority.seal("tuan", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        papers, root = self.believed(authority.folder / "root.pem", "--key", file, "--passphrase-file", secret)
        self.not_believed_when_changed(papers["result"].read_bytes(), root, times=20)

    def test_a_signing_service_far_away(self):
        authority = Authority(tempfile.mkdtemp(dir=self.folder.name))
        authority.seal("tuan", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        service = SigningService(authority, "tuan")
        self.addCleanup(service.server_close)
        self.addCleanup(service.shutdown)
        papers, root = self.believed(authority.folder / "root.pem", "--remote", "tuan", **service.settings)
        self.not_believed_when_changed(papers["result"].read_bytes(), root, times=20)
        digests = [asked["hashes"] for path, asked in service.asked if path.endswith("signHash")]
        self.assertTrue(all(len(base64.b64decode(one)) == 32 for [one] in digests))
        refused = command(
            "papers", f"{self.folder.name}/none", "--remote", "tuan", "--data", self.data,
            **service.settings | {"DOICANH_SIGNING_TOKEN": "another"})
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("401", refused.stderr)

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
