# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL cluster that can be killed. Run by itself, with its folder and port, it is killed and started again."""
import os
import pathlib
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import time


def binaries():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return found[-1].parent


class Cluster:
    def __init__(self, folder, port=None):
        self.folder = folder
        self.data = folder / "data"
        self.bin = binaries()
        # initdb refuses root.
        self.owner = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = port or free.getsockname()[1]
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self):
        self.folder.mkdir()
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-s", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts the server, also right after a kill, when its orphans may need a moment to see that it is gone."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"
        for _ in range(50):
            if self.run(
                    "pg_ctl", "-D", self.data, "-l", self.folder / "server.log", "-w", "-s", "-o", options, "start",
                    check=False) == 0:
                return
            time.sleep(0.2)
        raise SystemExit((self.folder / "server.log").read_text()[-2000:])

    def kill(self):
        """SIGKILL to the postmaster; its children end when they notice, some in the middle of their work."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def run(self, name, *arguments, check=True):
        command = [str(self.bin / name), *map(str, arguments)]
        identity = {}
        if self.owner:
            identity = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **identity)
        if check and done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed")
        return done.returncode


if __name__ == "__main__":
    running = Cluster(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
    running.kill()
    time.sleep(random.uniform(0, 0.1))
    running.start()
