# SPDX-License-Identifier: Apache-2.0
"""The limit B1 will be held against: the rows of one submitted report, durable, without HTTP and without our adapters.

Same tables, indexes, sizes, isolation and sync settings as the product, whose migrations make the schema. PostgreSQL is driven
by its own pgbench with 32 clients, SQLite by one writer through Python's sqlite3.
"""
import os
import pathlib
import re
import sqlite3
import subprocess
import time
import uuid

CLIENTS = 32
AGENCY = str(uuid.UUID(int=1))
LOCATION = "Đường liên xã, cách trụ sở Ủy ban nhân dân xã Yên Mô 300 m về phía đông"
TEXT = "Cột đèn chiếu sáng đã hỏng ba ngày nay, buổi tối các cháu đi học về không nhìn thấy đường. " * 2
PERSONAL = '{"location":"%s","text":"%s"}' % (LOCATION, TEXT)

PGBENCH = rf"""
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT overlay(gen_random_uuid()::text placing
    to_char((extract(epoch from clock_timestamp()) * 1000)::bigint, 'FM0000000000000') from 1 for 13) AS id,
    (extract(epoch from clock_timestamp()) * 1000)::bigint AS at \gset
INSERT INTO scene_report (id, agency, reporter, location, text, submitted_at, status)
    VALUES (:id, '{AGENCY}', 'minh', '{LOCATION}', '{TEXT}', :at, 'submitted');
INSERT INTO ledger_event (id, kind, subject, place, actor, at, facts, commitment)
    VALUES (:id, 'petitions.submitted', :id, '{AGENCY}', 'minh', :at, '{{}}', sha256('{TEXT}'));
INSERT INTO ledger_pending (event_id) VALUES (:id);
INSERT INTO ledger_personal (event_id, salt, content) VALUES (:id, sha256('{AGENCY}'), '{PERSONAL}');
COMMIT;
"""


def time_ordered():
    at = time.time_ns() // 1_000_000
    return f"{at:013d}" + str(uuid.uuid4())[13:], at


def sqlite(binary, folder, seconds):
    """Transactions a second of one writer."""
    subprocess.run([binary, "migrate", "--data", folder / "limit"], check=True, stdout=subprocess.DEVNULL)
    database = sqlite3.connect(folder / "limit/doicanh.sqlite", isolation_level=None)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    salt = os.urandom(32)
    count, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        name, at = time_ordered()
        database.execute("BEGIN IMMEDIATE")
        database.execute(
            "INSERT INTO scene_report (id, agency, reporter, location, text, submitted_at, status) VALUES (?,?,?,?,?,?,?)",
            (name, AGENCY, "minh", LOCATION, TEXT, at, "submitted"))
        database.execute(
            "INSERT INTO ledger_event (id, kind, subject, place, actor, at, facts, commitment) VALUES (?,?,?,?,?,?,?,?)",
            (name, "petitions.submitted", name, AGENCY, "minh", at, "{}", salt))
        database.execute("INSERT INTO ledger_pending (event_id) VALUES (?)", (name,))
        database.execute(
            "INSERT INTO ledger_personal (event_id, salt, content) VALUES (?,?,?)", (name, salt, PERSONAL))
        database.execute("COMMIT")
        count += 1
    rate = count / (time.monotonic() - began)
    assert database.execute("SELECT count(*) FROM scene_report").fetchone() == (count,)
    database.close()
    return rate


def postgres(binary, folder, seconds):
    """Transactions a second of 32 clients."""
    server = os.environ["DOICANH_TEST_POSTGRES"]
    subprocess.run(["psql", "-qX", server, "-c", "CREATE DATABASE limits"], check=True)
    address = server.rsplit("/", 1)[0] + "/limits"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DOICANH_")}
    subprocess.run(
        [binary, "migrate", "--data", folder / "limit-postgres", "--database", address], check=True, env=environment,
        stdout=subprocess.DEVNULL)
    settings = subprocess.run(
        ["psql", "-qXAt", address, "-c", "SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN "
         "('fsync', 'synchronous_commit', 'full_page_writes')"], check=True, capture_output=True, text=True).stdout.strip()
    assert settings == "on on on", settings
    script = pathlib.Path(folder) / "report.pgbench"
    script.write_text(PGBENCH, encoding="utf-8")
    output = subprocess.run(
        ["/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds),
         "-f", script, address], check=True, capture_output=True, text=True).stdout
    assert re.search(r"number of failed transactions: 0 ", output), output
    return float(re.search(r"^tps = ([\d.]+)", output, re.MULTILINE).group(1))


def measure(binary, folder, seconds):
    rates = {
        "SQLite, one writer": sqlite(binary, folder, seconds),
        f"PostgreSQL 15, {CLIENTS} clients": postgres(binary, folder, seconds),
    }
    return [
        {
            "id": "B1", "work": f"*limit*: durable commits of one report's rows, {name}", "ours": "not measured yet",
            "beside": f"{rate:,.0f}/s", "target": ">= 50 % of the limit, through HTTP", "met": None, "rate": rate,
        }
        for name, rate in rates.items()
    ]
