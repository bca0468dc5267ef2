# SPDX-License-Identifier: Apache-2.0
"""Watches the system calls of a serving `doicanh` on SQLite: an answer may leave only after fdatasync has returned."""
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse

CALLS = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,fdatasync,fsync"
ATTEMPTS = 5


def durable(program, folder):
    if not shutil.which("strace"):
        raise SystemExit("strace is not installed (Debian: apt-get install strace)")
    trace = folder / "trace"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "5000", "-e", f"trace={CALLS}", "-o", trace,
         program, "serve", "--data", folder / "data", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("DOICANH_")})
    try:
        wait_for(port, server)
        for number in range(ATTEMPTS):
            sign_in_wrongly(port)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
    lines = trace.read_text(errors="replace").splitlines()
    answers = examine(lines)
    # The examination itself must be able to fail.
    if examine([line for line in lines if "fdatasync" not in line and "fsync" not in line]).count(True):
        raise SystemExit("the examination of the trace proves nothing")
    if answers != [True] * ATTEMPTS:
        raise SystemExit(f"answers that left only after their commit was on the disk: {answers}")
    return f"durable: {ATTEMPTS} answers, each left after fdatasync of its commit had returned"


def wait_for(port, server):
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit(f"the server ended: {server.stderr.read().decode()}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not listen")


def sign_in_wrongly(port):
    """A refused sign-in is an event of the ledger, so the answer must wait for its commit."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/session")
    form = connection.getresponse()
    token = re.search(r'name="_csrf" value="([^"]*)"', form.read().decode()).group(1)
    cookies = "; ".join(value.split(";")[0] for name, value in form.getheaders() if name.lower() == "set-cookie")
    body = urllib.parse.urlencode({"_csrf": token, "username": "nobody", "password": "wrong-password"})
    connection.request(
        "POST", "/session", body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 422:
        raise SystemExit(f"a wrong password was answered with {answer.status}")


def examine(lines):
    """For each POST: whether the log was synced after the event was written to it and before the answer was."""
    answers = []
    state = None  # None, "asked", "written", "syncing", "synced"
    syncing = set()
    for line in lines:
        process, _, call = line.partition(" ")
        call = call.lstrip()
        if '"POST /session' in line:
            state = "asked"
        elif state is None:
            continue
        elif call.startswith("pwrite") and "-wal>" in call and "sign_in_refused" in call:
            state = "written"
        elif re.match(r"f(data)?sync\(.*-wal>", call):
            if state == "written" and call.endswith("= 0"):
                state = "synced"
            elif state == "written" and "unfinished" in call:
                syncing.add(process)
        elif re.match(r"<\.\.\. f(data)?sync resumed>", call) and process in syncing:
            syncing.discard(process)
            if state == "written" and call.endswith("= 0"):
                state = "synced"
        elif "HTTP/1.1 422" in line and re.match(r"(write|writev|sendto|sendmsg)\(", call):
            answers.append(state == "synced")
            state = None
    return answers
