# SPDX-License-Identifier: Apache-2.0
"""Kills the primary under a serving node: once it comes back, once its synchronous replica is promoted (target R3)."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Client"))
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from cluster import Cluster  # noqa: E402
from visitor import Visitor  # noqa: E402

BINARY = os.environ.get("DOICANH_BINARY") or str(ROOT / ".build/debug/doicanh")
# What R3 promises; waiting a little longer tells a slow recovery from none.
PROMISE, PATIENCE = 15, 60


class Primary(Cluster):
    def psql(self, statement, database="postgres"):
        done = subprocess.run(
            [str(self.bin / "psql"), "-qXAt", self.url.rsplit("/", 1)[0] + "/" + database, "-c", statement],
            capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"psql: {done.stderr}")
        return done.stdout.strip()

    def require_password(self, user):
        """From now on `user` needs one; everybody else is trusted."""
        rules = self.data / "pg_hba.conf"
        rules.write_text(f"host all {user} 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
        self.psql(f"CREATE ROLE {user} LOGIN PASSWORD 'right'")
        self.psql("SELECT pg_reload_conf()")


class Standby(Primary):
    def __init__(self, folder, primary):
        super().__init__(folder)
        self.primary = primary

    def __enter__(self):
        self.folder.mkdir()
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        source = f"host=127.0.0.1 port={self.primary.port} user=postgres application_name=standby"
        self.run("pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-c", "fast")
        self.start()
        return self

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-s", "promote")


class Node:
    def __init__(self, data, **settings):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("DOICANH_", "LC_"))}
        self.environment = clean | {"LANG": "en_US.UTF-8"} | settings
        self.data = data

    def command(self, *arguments, **settings):
        return subprocess.run(
            [BINARY, *arguments, "--data", self.data], env=self.environment | settings, capture_output=True, text=True)

    def __enter__(self):
        self.log = open(f"{self.data}/serve.log", "w")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", self.data, "--port", "0"], env=self.environment, stdout=subprocess.PIPE,
            stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if "http://" not in line:
            raise SystemExit(f"the node did not start: {pathlib.Path(self.log.name).read_text()}")
        self.url = line[line.index("http://"):].split()[0]
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.log.close()


class Load:
    """Sends one report after the other, and remembers those that were acknowledged."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.acknowledged = []
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def work(self):
        while not self.ends.is_set():
            try:
                path = self.visitor.report(len(self.acknowledged))
            except OSError:
                path = None
            if path:
                self.acknowledged.append((time.monotonic(), path))
            else:
                time.sleep(0.05)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.thread.join(PATIENCE)


def expect(condition, sentence):
    if not condition:
        raise SystemExit(f"Tests/Replica: {sentence}")
    print(f"ok: {sentence}", flush=True)


def wait(condition, sentence, patience=PATIENCE):
    """Seconds until `condition` held."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > patience:
            raise SystemExit(f"Tests/Replica: not within {patience} s: {sentence}")
        time.sleep(0.1)
    return time.monotonic() - began


def refused_at_start(node, primary):
    """A wrong password and a server that is not there are told in one sentence."""
    primary.require_password("clerk")
    for url, code, words in [
            (f"postgres://clerk:wrong@127.0.0.1:{primary.port}/postgres", 78, "password authentication failed"),
            ("postgres://clerk@127.0.0.1:1/postgres", 69, "Connection refused")]:
        done = node.command("serve", "--port", "0", DOICANH_DATABASE=url)
        lines = done.stderr.strip().splitlines()
        expect(done.returncode == code and len(lines) == 1 and words in lines[0] and "127.0.0.1" in lines[0],
               f"at start, “{words}” is said in one line with the host, and ends with {code}")


def comes_back(node, visitor, primary, standby):
    visitor.get("/units")
    expect(standby.psql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'doicanh'") != "0",
           "public pages are read from the replica")
    primary.kill()
    wait(lambda: visitor.status("/health/ready") == 503, "the node says that it is not ready")
    expect(Visitor(node.url).status("/units") == 200, "public pages are served while the primary is away")
    primary.start()
    seconds = wait(lambda: visitor.status("/health/ready") == 200, "the node is ready again")
    expect(seconds < PROMISE, f"the primary came back, and the node was ready {seconds:.1f} s later without a restart")


def is_replaced(node, visitor, primary, standby):
    primary.psql("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
    primary.psql("SELECT pg_reload_conf()")
    wait(lambda: primary.psql("SELECT sync_state FROM pg_stat_replication") == "sync", "the replica is synchronous")
    with Load(visitor) as load:
        wait(lambda: len(load.acknowledged) >= 20, "twenty reports are acknowledged")
        primary.kill()
        killed = time.monotonic()
        standby.promote()
        promoted = time.monotonic()
        wait(lambda: load.acknowledged[-1][0] > promoted + 2, "reports are acknowledged again")
    # The orphans of a killed server may acknowledge for a moment yet, so what counts is the longest pause.
    times = [at for at, _ in load.acknowledged if at > killed - 1]
    pause = max(later - earlier for earlier, later in zip(times, times[1:]))
    expect(pause < PROMISE, f"the replica was promoted; no two acknowledged writes were more than {pause:.1f} s apart")
    lost = [path for _, path in load.acknowledged if visitor.status(path) != 200]
    expect(not lost, f"all {len(load.acknowledged)} acknowledged reports are there, {len(lost)} lost")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="doicanh-replica-"))
    folder.chmod(0o755)
    data = folder / "node"
    data.mkdir()
    try:
        with Primary(folder / "primary") as primary:
            primary.psql("ALTER SYSTEM SET wal_retrieve_retry_interval = '200ms'")
            node = Node(str(data), DOICANH_DATABASE=primary.url)
            refused_at_start(node, primary)
            made = node.command("init", "--demo")
            expect(made.returncode == 0, "a node is made on the primary")
            with Standby(folder / "standby", primary) as standby:
                both = f"postgres://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/postgres"
                with Node(str(data), DOICANH_DATABASE=both, DOICANH_REPLICA=standby.url) as serving:
                    visitor = Visitor(serving.url)
                    visitor.sign_in("minh", "doi-canh-minh-2026")
                    comes_back(serving, visitor, primary, standby)
                    is_replaced(serving, visitor, primary, standby)
                checked = node.command("verify", DOICANH_DATABASE=standby.url)
                expect(checked.returncode == 0, "the ledger of the promoted server verifies")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
