# SPDX-License-Identifier: Apache-2.0
"""A postman who is not to be trusted: he hands requests over late, out of their order, twice, and long after they were answered."""
import http.client
import http.server
import pathlib
import ssl
import threading
import time


class Postman:
    """Listens at `port` in the name of `node` and passes requests on to it in the name of whoever sent them. He can, because a
    test has everybody's keys; what he carries is signed all the same, so that he can change nothing. Of each hundred requests
    `late` wait while others overtake them, `twice` are handed over twice, `again` come once more some seconds later."""

    def __init__(self, port, node, nodes, chance, late=20, twice=20, again=20):
        self.node, self.chance = node, chance
        self.late, self.twice, self.again = late, twice, again
        self.counts = {"late": 0, "twice": 0, "again": 0}
        self.lock = threading.Lock()
        self.callers = {other.name: self.caller(other) for other in nodes}
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.keys(node))
        context.load_verify_locations(node.folder / "exchange/authority.crt")
        context.verify_mode = ssl.CERT_REQUIRED
        postman = self

        class Desk(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 120

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def carry(self):
                postman.carry(self)

            do_GET = do_POST = do_PUT = carry

            def log_message(self, *_):
                pass

        class Office(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self):
                near, address = super().get_request()
                return context.wrap_socket(near, server_side=True, do_handshake_on_connect=False), address

            def handle_error(self, *_):
                pass

        self.office = Office(("127.0.0.1", port), Desk)
        threading.Thread(target=self.office.serve_forever, daemon=True).start()

    @staticmethod
    def keys(node):
        return pathlib.Path(node.folder / "exchange/node.pem")

    def caller(self, other):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_cert_chain(self.keys(other))
        context.load_verify_locations(other.folder / "exchange/authority.crt")
        return context

    def calm(self):
        self.late = self.twice = self.again = 0

    def happens(self, what, share):
        with self.lock:
            happens = self.chance.random() * 100 < share
            self.counts[what] += happens
            return happens

    def carry(self, desk):
        name = dict(pair[0] for pair in desk.connection.getpeercert()["subject"])["commonName"]
        body = desk.rfile.read(int(desk.headers.get("Content-Length") or 0))
        request = (name, desk.command, desk.path, body)
        if self.happens("late", self.late):
            time.sleep(self.chance.random() * 3)
        try:
            answer = self.hand(*request)
            if self.happens("twice", self.twice):
                answer = self.hand(*request)
        except OSError:
            # The node is away: so is he.
            desk.close_connection = True
            return
        if self.happens("again", self.again):
            threading.Timer(2 + self.chance.random() * 20, self.hand_quietly, request).start()
        status, headers, content = answer
        desk.send_response(status)
        for name in ("content-type", "exchange-directory"):
            if headers.get(name):
                desk.send_header(name, headers[name])
        if status != 204:
            desk.send_header("Content-Length", str(len(content)))
        desk.end_headers()
        desk.wfile.write(content)

    def hand_quietly(self, *request):
        try:
            self.hand(*request)
        except OSError:
            pass

    def hand(self, name, method, path, body):
        try:
            connection = http.client.HTTPSConnection("127.0.0.1", self.node.listens, timeout=60, context=self.callers[name])
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.status, response.headers, response.read()
            connection.close()
            return answer
        except http.client.HTTPException as error:
            raise OSError(str(error))
