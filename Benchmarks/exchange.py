# SPDX-License-Identifier: Apache-2.0
"""B3: signed official documents from one node to another until the signed receipt is back; beside them the same bytes through
RabbitMQ, which signs nothing, and what cannot be left out, with each document in a commit of its own and 64 in one."""
import contextlib
import glob
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import portal

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests/Exchange"))
DOCUMENTS, ROUNDS = 5000, 3
# Of the paper: none to speak of, and that of a letter of two pages with its two signatures.
PAPERS = [("of 3 KB", 1 << 10), ("with a paper of 59 KB", 59 << 10)]
# What an envelope and its signature add.
ENVELOPE = 2000

MESSAGE = {
    "format": "doicanh-document-1", "type": "cong-van", "type_name": "Công văn", "notation": "{number}/BKHCN-CĐS",
    "day": "2026-11-23", "subject": "V/v báo cáo kết quả triển khai các nền tảng số dùng chung trong quý IV",
    "content": "Kính gửi Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương. " * 18, "urgency": 0,
    "sender_name": "Bộ Khoa học và Công nghệ",
    "signer": {"name": "Nguyễn Văn An", "lines": ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"]},
    "copies": ["Như trên", "Lưu: VT"], "answers": "", "change": "new"}


def compiled(name, folder, *libraries):
    program = folder / name
    subprocess.run(
        ["cc", "-O2", "-I/usr/include/postgresql", "-o", program, ROOT / f"Benchmarks/{name}.c", *libraries], check=True)
    return program


@contextlib.contextmanager
def rabbit(folder):
    """A broker on a free port of the loopback; ends with the block."""
    def free_port():
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            return door.getsockname()[1]

    programs = sorted(glob.glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin"))[-1]
    port, names = free_port(), free_port()
    home = pathlib.Path(tempfile.mkdtemp(dir=folder, prefix="rabbit."))
    (home / "rabbitmq.conf").write_text(f"listeners.tcp.default = 127.0.0.1:{port}\nlog.console = true\n")
    (home / "plugins").write_text("[].\n")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "RABBITMQ_NODENAME": "bench@localhost",
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"), "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home), "RABBITMQ_LOGS": "-", "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
        "RABBITMQ_DIST_PORT": str(free_port()), "ERL_EPMD_PORT": str(names), "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_PID_FILE": str(home / "pid")}
    with open(home / "out", "w") as output:
        server = subprocess.Popen(
            [f"{programs}/rabbitmq-server"], env=environment, stdout=output, stderr=output, start_new_session=True)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.2)
        yield port
    finally:
        subprocess.run(
            [f"{programs}/rabbitmqctl", "-n", "bench@localhost", "stop"], env=environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=60)
        server.wait(60)
        subprocess.run(["epmd", "-port", str(names), "-kill"], env=environment, stdout=subprocess.DEVNULL)


def through_rabbit(program, folder, size):
    with rabbit(folder) as port:
        taker = subprocess.Popen([program, "answer", str(port), str(DOCUMENTS)])
        sender = subprocess.run(
            [program, "send", str(port), str(DOCUMENTS), str(size)], check=True, stdout=subprocess.PIPE, text=True,
            timeout=300)
        taker.wait(60)
    return DOCUMENTS / float(sender.stdout)


@contextlib.contextmanager
def databases(name, count):
    """Addresses of fresh databases; None is a file in the data folder."""
    if name == "SQLite":
        yield [None] * count
        return
    server = os.environ["DOICANH_TEST_POSTGRES"]
    names = [f"exchange_{number}" for number in range(count)]
    for database in names:
        portal.psql(server, f"CREATE DATABASE {database}")
    yield [f"{server.rsplit('/', 1)[0]}/{database}" for database in names]
    for database in names:
        portal.psql(server, f"DROP DATABASE {database} WITH (FORCE)")


def limit(program, folder, name, size, group):
    with databases(name, 1) as [address], tempfile.TemporaryDirectory(dir=folder) as place:
        done = subprocess.run(
            [program, address or f"sqlite:{place}/limit", str(DOCUMENTS), str(size), str(group)], check=True,
            stdout=subprocess.PIPE, text=True)
    return DOCUMENTS / float(done.stdout)


def ours(ministry, folder):
    output = ministry.run(
        "bench", "documents", ministry.agency, "H42", folder / "message.json", folder / "paper.pdf", "--documents", DOCUMENTS)
    return json.loads(output[output.index("{"):])


def measure(binary, folder):
    os.environ["DOICANH_BINARY"] = str(binary)
    import nodes
    folder = pathlib.Path(tempfile.mkdtemp(dir=folder, prefix="exchange."))
    peer = compiled("exchange_peer", folder, "-lrabbitmq", "-lpthread")
    least = compiled("exchange_limit", folder, "-lcrypto", "-lsqlite3", "-lpq", "-lpthread")
    (folder / "message.json").write_text(json.dumps(MESSAGE, ensure_ascii=False), encoding="utf-8")
    rows = []
    for name in ("SQLite", "PostgreSQL 15"):
        for words, bytes_of_paper in PAPERS:
            (folder / "paper.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(bytes_of_paper))
            rows.append(row(name, words, folder, nodes, peer, least))
    return rows


def row(name, words, folder, nodes, peer, least):
    place = pathlib.Path(tempfile.mkdtemp(dir=folder))
    found = {"ours": [], "rabbit": [], "single": [], "grouped": []}
    with databases(name, 2) as addresses:
        ministry, province = (
            nodes.Node(node, agency, place, address)
            for node, agency, address in zip(("bo-khcn", "ninh-binh"), ("G06", "H42"), addresses))
        for node in (ministry, province):
            node.reached = node.listens
        nodes.prepare(place, [ministry, province])
        province.start()
        try:
            for turn in range(ROUNDS):
                measured = ours(ministry, folder)
                found["ours"].append(measured["per_second"])
                size = measured["bytes"] + ENVELOPE
                portal.say(f"{name} {words}, {turn + 1} of {ROUNDS}: {measured}")
            arrived = int(province.rows("SELECT count(*) FROM exchange_received_for WHERE state = '01'")[0][0])
            assert arrived == DOCUMENTS * ROUNDS, f"{arrived} documents arrived"
        finally:
            province.stop()
    for _ in range(ROUNDS):
        found["rabbit"].append(through_rabbit(peer, folder, size))
        found["single"].append(limit(least, folder, name, size, 1))
        found["grouped"].append(limit(least, folder, name, size, 64))
    rate = {key: statistics.median(values) for key, values in found.items()}
    portal.say(f"{name} {words}: {rate}")
    share = rate["ours"] / rate["single"]
    return {
        "id": "B3", "work": f"a signed document {words} to another node, until its signed receipt is kept, {name}",
        "ours": f"{rate['ours']:,.0f}/s",
        "beside": f"{share:.0%} of the limit, {rate['single']:,.0f}/s ({rate['grouped']:,.0f}/s with 64 in a commit); RabbitMQ"
                  f" carries the same bytes and receipts, unsigned, {rate['rabbit']:,.0f}/s",
        "target": ">= 1,000/s, >= 70 % of the limit", "met": rate["ours"] >= 1000 and share >= 0.7, "measured": found}
