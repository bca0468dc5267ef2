# SPDX-License-Identifier: Apache-2.0
"""A mail server on this machine: aiosmtpd, with STARTTLS and a password, that keeps what it is given."""

import email.policy
import pathlib
import queue
import socket
import ssl
import subprocess

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "dvc", "mật khẩu của thư"


class Authority:
    """Makes a certificate for localhost that only those trust who have the file `path`."""

    def __init__(self, folder):
        self.path, key = f"{folder}/authority.pem", f"{folder}/authority.key"
        self.certificate, self.key = f"{folder}/mail.pem", f"{folder}/mail.key"
        request, names = f"{folder}/mail.csr", pathlib.Path(folder, "names")
        names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        new = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for words in (
            [*new, "-x509", "-days", "30", "-subj", "/CN=Authority", "-keyout", key, "-out", self.path],
            [*new, "-subj", "/CN=localhost", "-keyout", self.key, "-out", request],
            ["openssl", "x509", "-req", "-in", request, "-CA", self.path, "-CAkey", key, "-CAcreateserial", "-days", "30",
             "-extfile", str(names), "-out", self.certificate],
        ):
            subprocess.run(words, check=True, capture_output=True)


class MailServer:
    """`letters` are those taken, as the library of Python reads them; `refusing` names receivers it does not know."""

    def __init__(self, authority=None):
        self.letters, self.refusing, self.commands = queue.Queue(), set(), []
        self.over_tls = []
        more = {}
        if authority:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(authority.certificate, authority.key)
            more = {"tls_context": context, "require_starttls": True, "authenticator": self.authenticate,
                    "auth_required": True}
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), **more)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    @property
    def port(self):
        return self.controller.port

    def authenticate(self, server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusing:
            return "550 5.1.1 there is nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        letter.receivers, letter.over_tls = envelope.rcpt_tos, session.ssl is not None
        self.letters.put(letter)
        return "250 OK"


class Hanging:
    """Takes connections, and never says a word."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        return self

    def __exit__(self, *_):
        self.socket.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
