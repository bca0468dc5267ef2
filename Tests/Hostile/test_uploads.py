# SPDX-License-Identifier: Apache-2.0
"""Files that strangers send: two gigabytes, an archive that would unpack to as much, names that lead out of a folder."""

import io
import pathlib
import re
import socket
import unittest
import zipfile

from node import Answer, HostileCase, PATIENCE
from person import Person

BOUNDARY = b"----hostile"
GIGABYTES = 2


def part(head, body):
    return b"--" + BOUNDARY + b"\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + body + b"\r\n"


def form(token, *files):
    fields = part(b'name="_csrf"', token.encode())
    return fields + b"".join(part(b'name="file"; filename="%s"' % name.encode(), body) for name, body in files) + \
        b"--" + BOUNDARY + b"--\r\n"


class Uploads(HostileCase):
    settings = {"DOICANH_LIMITS_BODY_MEGABYTES": "4096", "DOICANH_LIMITS_REQUEST_SECONDS": "120"}

    def setUp(self):
        self.person = Person(self.node.port)
        self.token = self.person.get("/verify").token
        self.cookies = "; ".join(f"{name}={value}" for name, value in self.person.cookies.items())

    def memory(self):
        """The largest part of the memory that the server has had, in bytes."""
        status = pathlib.Path(f"/proc/{self.node.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def head(self, *more):
        lines = ["POST /verify HTTP/1.1", "Host: localhost", "Connection: close", f"Cookie: {self.cookies}",
                 f"Content-Type: multipart/form-data; boundary={BOUNDARY.decode()}", *more]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def verify(self, name, body):
        body = form(self.token, (name, body))
        return Answer(self.node.send(self.head(f"Content-Length: {len(body)}") + body))

    def stream(self, headers, wrap):
        """Sends two gigabytes as long as the server takes them; returns how much that was, and the answer."""
        first = part(b'name="_csrf"', self.token.encode()) + \
            b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
        piece, sent, answer = b"x" * (1 << 20), 0, b""
        with socket.create_connection(("127.0.0.1", self.node.port), PATIENCE) as connection:
            connection.settimeout(PATIENCE)
            try:
                connection.sendall(self.head(*headers) + wrap(first))
                while sent < GIGABYTES << 30:
                    connection.sendall(wrap(piece))
                    sent += len(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass
            try:
                while received := connection.recv(65536):
                    answer += received
            except ConnectionResetError:
                pass
        return sent, answer

    def test_two_gigabytes_are_refused_early_in_little_memory(self):
        before = self.memory()
        for headers, wrap in [
            ([f"Content-Length: {(GIGABYTES << 30) + 500}"], lambda piece: piece),
            (["Transfer-Encoding: chunked"], lambda piece: b"%x\r\n%s\r\n" % (len(piece), piece)),
        ]:
            with self.subTest(headers[0]):
                sent, answer = self.stream(headers, wrap)
                self.assertLess(sent, 512 << 20, "far more than the limit was taken")
                if answer:
                    self.assertEqual(Answer(answer).status, 413)
        self.assertLess(self.memory() - before, 128 << 20)

    def test_an_archive_is_refused_by_its_first_bytes(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.pdf", b"0" * (64 << 20))
        answer = self.verify("giay.pdf", bomb.getvalue())
        self.assertEqual(answer.status, 422)

    def test_no_name_leads_anywhere(self):
        for name in ["../../x", "..\\\\..\\\\x", "/etc/passwd", "a\u0000.pdf", "con", "x" * 5000, ""]:
            with self.subTest(name=name[:20]):
                self.assertIn(self.verify(name, b"%PDF-1.7\n").status, (400, 404, 413, 422))
        data = pathlib.Path(self.node.data).resolve()
        for folder in [pathlib.Path.cwd(), pathlib.Path.cwd().parents[1], data, *list(data.parents)[:2]]:
            self.assertFalse((folder / "x").exists(), folder)

    def test_broken_bodies(self):
        good = form(self.token, ("a.pdf", b"%PDF-1.7\n" + b"a" * 5000))
        for body in [good[:-10], good.replace(b"\r\n\r\n", b"\n\n"), good + good, good.replace(BOUNDARY, b"----other"), b"",
                     good.replace(b"form-data", b"attachment")]:
            with self.subTest(length=len(body)):
                answer = Answer(self.node.send(self.head(f"Content-Length: {len(body)}") + body))
                self.assertIn(answer.status, (200, 400, 403, 404, 422))


if __name__ == "__main__":
    unittest.main()
