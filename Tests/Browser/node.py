# SPDX-License-Identifier: Apache-2.0
"""A running doicanh on a data folder of its own, which is gone afterwards."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request


class Node:
    def __init__(self, binary: str, database: str = ""):
        self.binary = os.path.abspath(binary)
        self.database = database
        self.folder = tempfile.mkdtemp(prefix="doicanh-browser-")
        self.log_path = os.path.join(self.folder, "serve.log")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def routes(self) -> list[dict]:
        listing = subprocess.run([self.binary, "routes", "--json", "--demo"], check=True, capture_output=True, text=True)
        return json.loads(listing.stdout)

    def command(self, *arguments: str) -> str:
        """Runs another subcommand on the same data folder and database."""
        done = subprocess.run(
            [self.binary, *arguments, *self._where()], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"doicanh {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def __enter__(self) -> "Node":
        self.log = open(self.log_path, "w")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--port", str(self.port), *self._where()],
            stdout=self.log, stderr=self.log)
        for _ in range(300):
            if self.process.poll() is not None:
                raise SystemExit("doicanh did not start: " + open(self.log_path).read())
            try:
                urllib.request.urlopen(self.url + "/", timeout=2).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("doicanh did not answer within 30 seconds")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _where(self) -> list[str]:
        database = ["--database", self.database] if self.database else []
        return ["--data", os.path.join(self.folder, "data"), *database]

