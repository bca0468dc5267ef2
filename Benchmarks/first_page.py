# SPDX-License-Identifier: Apache-2.0
"""B8 and B9: from the start of the process to the first page, memory at rest, and what the first page weighs on a phone."""
import gzip
import html.parser
import http.client
import os
import signal
import socket
import statistics
import subprocess
import time
import urllib.parse

STARTS = 10


class Node:
    """The product, serving a demo on a free port."""

    def __init__(self, binary, data):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DOICANH_")}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [binary, "serve", "--data", data, "--port", str(self.port)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept": "text/html"})
        answer = connection.getresponse()
        return answer, answer.read()

    def first_page(self):
        """Milliseconds until the whole home page was there."""
        while True:
            try:
                answer, _ = self.get("/")
                assert answer.status == 200, answer.status
                return (time.monotonic() - self.began) * 1000
            except ConnectionRefusedError:
                assert self.process.poll() is None, "the process ended"
                time.sleep(0.001)

    def resident_megabytes(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024 / 1e6
        raise RuntimeError("no VmRSS")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


class Linked(html.parser.HTMLParser):
    """What a browser loads with a page."""

    def __init__(self):
        super().__init__()
        self.paths = set()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "link" and attributes.get("rel") in ("stylesheet", "icon"):
            self.paths.add(attributes["href"])
        elif tag in ("script", "img") and attributes.get("src"):
            self.paths.add(attributes["src"])


def weigh(node):
    """Kilobytes on the wire for the home page and everything it links to, headers included."""
    answer, page = node.get("/")
    text = gzip.decompress(page) if answer.getheader("Content-Encoding") == "gzip" else page
    linked = Linked()
    linked.feed(text.decode())
    total = len(page) + len(str(answer.headers))
    for path in linked.paths:
        answer, body = node.get(urllib.parse.urljoin("/", path))
        assert answer.status == 200, (path, answer.status)
        total += len(body) + len(str(answer.headers))
    return total / 1000, b"<script" in text


def measure(binary, folder):
    data = folder / "first-page"
    subprocess.run([binary, "init", "--demo", "--data", data], check=True, stdout=subprocess.DEVNULL)
    starts = []
    for _ in range(STARTS):
        node = Node(binary, data)
        starts.append(node.first_page())
        node.stop()
    node = Node(binary, data)
    node.first_page()
    weight, scripted = weigh(node)
    # At rest: after the first pages, when nothing has been asked for ten seconds.
    time.sleep(10)
    memory = node.resident_megabytes()
    node.stop()
    start = statistics.median(starts)
    return [
        {
            "id": "B8", "work": f"start to first page, median of {STARTS}", "ours": f"{start:.0f} ms",
            "beside": "no figure published", "target": "< 300 ms", "met": start < 300, "all": [round(s, 1) for s in starts],
        },
        {
            "id": "B8", "work": "memory at rest, SQLite, demo loaded", "ours": f"{memory:.0f} MB",
            "beside": "*published*: DIGIT 21.8 GiB of memory limits, X-Road 3 GiB a node", "target": "< 100 MB",
            "met": memory < 100,
        },
        {
            "id": "B9", "work": "home page and all it loads, on the wire" + (", with a script" if scripted else ", no script"),
            "ours": f"{weight:.1f} KB", "beside": "*published*: GOV.UK's start page, not measured here", "target": "<= 50 KB",
            "met": weight <= 50 and not scripted,
        },
    ]
