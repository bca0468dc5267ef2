# SPDX-License-Identifier: Apache-2.0
"""Signatures of edXML messages: programs of others verify ours, we verify theirs, and one changed byte is found by all."""
import base64
import datetime
import hashlib
import io
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest
import zipfile

import signxml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import CanonicalizationMethod, DigestAlgorithm, SignatureConfiguration, SignatureMethod, methods

from node import ROOT

TOOL = os.environ.get("DOICANH_EDXML_TOOL") or str(ROOT / ".build/debug/edxml-tool")
SPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
REFUSALS = (signxml.exceptions.InvalidSignature, signxml.exceptions.InvalidInput, etree.XMLSyntaxError)


class Authority:
    """A root, and the key of a system for which it vouches."""

    def __init__(self, folder, name, bits=2048):
        now = datetime.datetime.now(datetime.timezone.utc)
        root_key = rsa.generate_private_key(65537, 2048)
        self.key = rsa.generate_private_key(65537, bits)
        root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Cơ quan chứng thực {name}")])

        def certificate(subject, issuer, key, signer, is_authority):
            usage = dict.fromkeys((
                "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
            usage["key_cert_sign" if is_authority else "digital_signature"] = True
            return (
                x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
                .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
                .not_valid_after(now + datetime.timedelta(days=30))
                .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
                .add_extension(x509.KeyUsage(**usage), critical=True)
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
                .add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
                .add_extension(x509.SubjectAlternativeName([x509.DNSName("axis.example.vn")]), critical=False)
                .sign(signer, hashes.SHA256()))

        root = certificate(root_name, root_name, root_key, root_key, True)
        own = x509.Name([
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, f"Hệ thống {name}, một")])
        self.certificate = certificate(own, root_name, self.key, root_key, False)
        self.der = base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()
        self.root, self.pem, self.private = folder / f"{name}-root.pem", folder / f"{name}.pem", folder / f"{name}.key"
        self.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        self.pem.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        self.private.write_bytes(
            self.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def packed(name, content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return base64.b64encode(buffer.getvalue()).decode()


def theirs(subject="V/v thử"):
    """A message as another vendor builds it: elements in another order, without cid:, with blanks between them."""
    return etree.fromstring(f"""<edXML xmlns="{SPACE}">
  <AttachmentEncoded><Attachment><ContentType>application/pdf</ContentType><ContentId>t1</ContentId>
    <ContentTransferEncoded>{packed("tep.pdf", b"%PDF-1.4 x")}</ContentTransferEncoded>
    <AttachmentName>tệp.pdf</AttachmentName></Attachment></AttachmentEncoded>
  <edXML:edXMLEnvelope xmlns:edXML="{SPACE}">
    <edXML:edXMLHeader>
      <edXML:TraceHeaderList id="1" version="1.0"><TraceHeader><Timestamp>2026/03/02 08:00:00</Timestamp>
        <OrganId>G22</OrganId></TraceHeader></edXML:TraceHeaderList>
      <edXML:MessageHeader><Subject>{subject}</Subject><To><OrganId>H42</OrganId></To>
        <Code><CodeNotation>VPCP</CodeNotation><CodeNumber>7</CodeNumber></Code>
        <PromulgationInfo><PromulgationDate>2026/03/02</PromulgationDate></PromulgationInfo>
        <From><OrganId>G22</OrganId></From></edXML:MessageHeader>
    </edXML:edXMLHeader>
    <edXML:edXMLBody><edXML:edXMLManifest version="1.0">
      <Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:t1"/></edXML:edXMLManifest></edXML:edXMLBody>
  </edXML:edXMLEnvelope>
</edXML>""".encode())


def header(document):
    return document.find(f".//{{{SPACE}}}edXMLHeader")


def text_of(document):
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


class Signatures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.own, cls.other = Authority(cls.folder, "của ta"), Authority(cls.folder, "khác")

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def write(self, what="write"):
        file = self.folder / f"{what}.edxml"
        subprocess.run([TOOL, what, self.own.private, self.own.pem, file], check=True)
        return file

    def read(self, bytes_or_file, roots=None):
        """What the message says, or the code of the problem."""
        file = bytes_or_file
        if isinstance(file, bytes):
            file = self.folder / "read.edxml"
            file.write_bytes(bytes_or_file)
        done = subprocess.run([TOOL, "read", file] + ([roots] if roots else []), capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout) if done.returncode == 0 else done.stdout.strip()

    def xmlsec1(self, file, root):
        done = subprocess.run(["xmlsec1", "--verify", "--trusted-pem", root, file], capture_output=True)
        return done.returncode == 0

    def test_xmlsec1_verifies_ours(self):
        for what in ("write", "status"):
            file = self.write(what)
            self.assertTrue(self.xmlsec1(file, self.own.root))
            self.assertFalse(self.xmlsec1(file, self.other.root))

    def test_signxml_verifies_ours(self):
        expected = SignatureConfiguration(
            signature_methods=frozenset([SignatureMethod.RSA_SHA256]), digest_algorithms=frozenset([DigestAlgorithm.SHA256]))
        for what in ("write", "status"):
            content = self.write(what).read_bytes()
            found = signxml.XMLVerifier().verify(content, ca_pem_file=str(self.own.root), expect_config=expected)
            # What it says was signed is the whole message but the signature.
            whole = etree.fromstring(content)
            whole.find(f".//{{{DSIG}}}Signature").getparent().remove(whole.find(f".//{{{DSIG}}}Signature"))
            self.assertEqual(
                etree.tostring(found.signed_xml, method="c14n", exclusive=True),
                etree.tostring(whole, method="c14n", exclusive=True))
            with self.assertRaises(signxml.exceptions.InvalidSignature):
                signxml.XMLVerifier().verify(content, ca_pem_file=str(self.other.root))

    def test_ours_says_whose_it_is(self):
        document = etree.parse(self.write())
        name = document.findtext(f".//{{{DSIG}}}X509SubjectName")
        self.assertEqual(name, r"CN=Hệ thống của ta\, một,C=VN")
        self.assertEqual(self.read(self.write(), self.own.root)["vouched"], True)
        self.assertEqual(self.read(self.write(), self.other.root)["vouched"], False)

    def test_ours_unpacks_elsewhere(self):
        document = etree.parse(self.write())
        found = {}
        for attachment in document.iter(f"{{{SPACE}}}Attachment"):
            content = base64.b64decode(attachment.findtext(f"{{{SPACE}}}ContentTransferEncoded"), validate=True)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.assertIsNone(archive.testzip())
                [name] = archive.namelist()
                found[name] = archive.read(name)
        self.assertEqual(found, {"văn bản.pdf": "%PDF-1.7 xin chào".encode(), "số liệu.csv": b"a;b\r\n1;2\r\n"})

    def test_one_changed_byte_is_found_by_all(self):
        content = self.write().read_bytes()
        start, end = content.index(b"<Signature "), content.index(b"</Signature>")
        chance, places = random.Random(102), []
        while len(places) < 40:
            place = chance.randrange(content.index(b"<edXML:MessageHeader>"), len(content))
            if not start <= place <= end and chr(content[place]).isalnum():
                places.append(place)
        for place in places:
            changed = bytearray(content)
            changed[place] = ord("x") if changed[place] != ord("x") else ord("y")
            file = self.folder / "changed.edxml"
            file.write_bytes(changed)
            self.assertIsInstance(self.read(file), str, place)
            self.assertFalse(self.xmlsec1(file, self.own.root), place)
            with self.assertRaises(REFUSALS, msg=place):
                signxml.XMLVerifier().verify(bytes(changed), ca_pem_file=str(self.own.root))

    def test_we_verify_signxml(self):
        ways = (
            (SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256), (SignatureMethod.RSA_SHA512, DigestAlgorithm.SHA512))
        for signature, digest in ways:
            for way in (
                    CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
                    CanonicalizationMethod.CANONICAL_XML_1_0, CanonicalizationMethod.CANONICAL_XML_1_1):
                document = theirs()
                etree.SubElement(header(document), f"{{{DSIG}}}Signature", Id="placeholder", nsmap={"ds": DSIG})
                signer = signxml.XMLSigner(
                    method=methods.enveloped, signature_algorithm=signature, digest_algorithm=digest, c14n_algorithm=way)
                signed = text_of(signer.sign(document, key=self.other.private.read_bytes(), cert=self.other.pem.read_text()))
                told = self.read(signed, self.other.root)
                self.assertEqual((told["signed"], told["vouched"], told["weak"]), (True, True, False), way)
                self.assertEqual(told["says"]["document"], "G22,2026/03/02,7/VPCP")
                self.assertEqual(told["says"]["files"], "tệp.pdf")
                self.assertEqual(base64.b64decode(told["says"]["bytes"]), b"%PDF-1.4 x")
                self.assertEqual(self.read(signed.replace("thử".encode(), "thư".encode())), "edxml.altered")
                self.assertEqual(self.read(b"1212" + signed, self.other.root), told)

    def test_we_verify_xmlsec1(self):
        document = theirs()
        header(document).append(etree.fromstring(
            f'<Signature xmlns="{DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="{INCLUSIVE}"/>'
            f'<SignatureMethod Algorithm="{DSIG}rsa-sha1"/><Reference URI=""><Transforms>'
            f'<Transform Algorithm="{DSIG}enveloped-signature"/></Transforms><DigestMethod Algorithm="{DSIG}sha1"/>'
            f'<DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>'))
        template, signed = self.folder / "template.xml", self.folder / "signed.xml"
        template.write_bytes(text_of(document))
        subprocess.run(
            ["xmlsec1", "--sign", "--privkey-pem", f"{self.other.private},{self.other.pem}", "--output", signed, template],
            check=True, capture_output=True)
        told = self.read(signed, self.other.root)
        # As older systems sign: read, and said to be weak.
        self.assertEqual((told["signed"], told["vouched"], told["weak"]), (True, True, True))
        changed = signed.read_bytes().replace("thử".encode(), "thư".encode())
        self.assertEqual(self.read(changed), "edxml.altered")

    def in_namespace_of_message(self, way, digest, method, algorithm, is_signed_as_xmldsig):
        """Signed by hand, by the words of the standard, with every element in the namespace of the message."""
        document = theirs()
        exclusive = way == EXCLUSIVE
        whole = etree.tostring(document, method="c14n", exclusive=exclusive)
        value = base64.b64encode(hashlib.new(digest, whole).digest()).decode()
        space = DSIG if is_signed_as_xmldsig else SPACE
        prefix = method if method == DSIG else "http://www.w3.org/2001/04/xmldsig-more#"
        digest_method = f"{DSIG}sha1" if digest == "sha1" else "http://www.w3.org/2001/04/xmlenc#sha256"
        signature = etree.fromstring(
            f'<Signature xmlns="{space}"><SignedInfo><CanonicalizationMethod Algorithm="{way}"/>'
            f'<SignatureMethod Algorithm="{prefix}rsa-{digest}"/><Reference URI=""><Transforms>'
            f'<Transform Algorithm="{DSIG}enveloped-signature"/><Transform Algorithm="{way}"/></Transforms>'
            f'<DigestMethod Algorithm="{digest_method}"/><DigestValue>{value}</DigestValue></Reference></SignedInfo>'
            f'<SignatureValue/><KeyInfo><X509Data><X509Certificate>{self.other.der}</X509Certificate></X509Data></KeyInfo>'
            f'</Signature>')
        header(document).append(signature)
        info = signature.find(f"{{{space}}}SignedInfo")
        signed = etree.tostring(info, method="c14n", exclusive=exclusive, with_tail=False)
        signature.find(f"{{{space}}}SignatureValue").text = base64.b64encode(
            self.other.key.sign(signed, padding.PKCS1v15(), algorithm)).decode()
        text = text_of(document)
        return text.replace(f'<Signature xmlns="{DSIG}">'.encode(), b"<Signature>")

    def test_we_verify_the_namespace_of_the_message(self):
        for way in (EXCLUSIVE, INCLUSIVE):
            for is_signed_as_xmldsig in (False, True):
                # Renamed after it was signed with inclusive C14N, what was in scope then is not known any more.
                if is_signed_as_xmldsig and way == INCLUSIVE:
                    continue
                for digest, method, algorithm in (("sha1", DSIG, hashes.SHA1()), ("sha256", "", hashes.SHA256())):
                    signed = self.in_namespace_of_message(way, digest, method, algorithm, is_signed_as_xmldsig)
                    self.assertNotIn(f'xmlns="{DSIG}"'.encode(), signed)
                    told = self.read(signed, self.other.root)
                    self.assertIsInstance(told, dict, f"{way} {digest} {is_signed_as_xmldsig}: {told}")
                    self.assertEqual((told["vouched"], told["weak"]), (True, digest == "sha1"))
                    self.assertEqual(self.read(signed.replace("thử".encode(), "thư".encode())), "edxml.altered")

    def test_a_key_of_a_thousand_bits_is_weak_and_not_signed_with(self):
        weak = Authority(self.folder, "yếu", bits=1024)
        document = theirs()
        etree.SubElement(header(document), f"{{{DSIG}}}Signature", Id="placeholder", nsmap={"ds": DSIG})
        signed = signxml.XMLSigner(method=methods.enveloped).sign(
            document, key=weak.private.read_bytes(), cert=weak.pem.read_text())
        self.assertTrue(self.read(text_of(signed))["weak"])
        done = subprocess.run(
            [TOOL, "write", weak.private, weak.pem, self.folder / "none.edxml"], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("unfitKey", done.stderr)

    def test_evil_archives_are_refused(self):
        good = packed("tep.pdf", b"%PDF-1.4 x")
        content = etree.tostring(theirs()).decode()
        self.assertIn(good, content)
        for evil, code in (
                (packed("../../etc/passwd", b"%PDF-1.4 x"), "edxml.attachment_unsafe"),
                (packed("tep.pdf", b"MZ not a paper"), "edxml.attachment_not_what_it_says"),
                (packed("tep.pdf", b"%PDF-" + bytes(300 << 20)), "edxml.attachment_too_large"),
                (good[:-8], "edxml.attachment_unreadable")):
            self.assertEqual(self.read(content.replace(good, evil).encode()), code)


if __name__ == "__main__":
    unittest.main()
