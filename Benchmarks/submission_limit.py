# SPDX-License-Identifier: Apache-2.0
"""The limit of B1: the rows of one application that was just sent, durable, without HTTP, rules or our adapters.

The rows are read from a node on which the load has run, so that they are those the product writes, in the same tables with the
same indexes, sizes, isolation and sync settings. PostgreSQL is driven by its own pgbench with 32 clients, SQLite by one writer
through Python's sqlite3.
"""
import json
import pathlib
import random
import re
import sqlite3
import subprocess
import time
import uuid

CLIENTS = 32
SIGNS = "0123456789ABCEFGHJKMNPQRSTVWXYZ"

# Each table with the condition that finds the rows of one application, in the order in which they are written.
TABLES = [
    ("case_file", "id = {case}"),
    ("case_word", "case_file = {case}"),
    ("case_step", "case_file = {case}"),
    ("bill", "subject = {case}"),
    ("bill_line", "bill_id IN (SELECT id FROM bill WHERE subject = {case})"),
    ("book_transfer", "bill_id IN (SELECT id FROM bill WHERE subject = {case})"),
    ("ledger_event", "subject = {case} OR subject IN (SELECT id FROM bill WHERE subject = {case})"),
    ("ledger_personal", "event_id IN (SELECT id FROM ledger_event WHERE subject = {case}"
     " OR subject IN (SELECT id FROM bill WHERE subject = {case}))"),
]
NEWEST = ("SELECT id FROM case_file WHERE state = 'registered' AND matter = '2.000635' AND opened_at ="
          " (SELECT max(opened_at) FROM case_file WHERE state = 'registered' AND matter = '2.000635') ORDER BY id LIMIT 1")
DRAFT = "SELECT id FROM form_draft WHERE became LIKE '/dossiers/%' LIMIT 1"


def fresh_id():
    at = f"{time.time_ns() // 1_000_000:012x}"
    rest = uuid.uuid4().hex
    return f"{at[:8]}-{at[8:]}-7{rest[:3]}-a{rest[3:6]}-{rest[6:18]}"


class Sample:
    """The rows of one application, and which of their texts are names of their own."""

    def __init__(self, query):
        self.case = query(NEWEST)[1][0][0]
        self.draft = query(DRAFT)[1][0][0]
        self.rows = []
        for table, condition in TABLES:
            columns, rows = query(f"SELECT * FROM {table} WHERE {condition.format(case=repr(self.case))}")
            self.rows += [(table, columns, row) for row in rows]
        names = {row[0] for table, _, row in self.rows if table in ("case_file", "bill", "book_transfer", "ledger_event")}
        self.ids = sorted(names)
        self.reference = next(row[columns.index("reference")] for table, columns, row in self.rows if table == "bill")
        self.events = [row[0] for table, _, row in self.rows if table == "ledger_event"]
        assert any(table == "book_transfer" for table, _, _ in self.rows), "an application without a bill"

    def describe(self):
        return f"{len(self.rows) + len(self.events) + 1} rows"


def sqlite(path, seconds):
    """Transactions a second of one writer."""
    database = sqlite3.connect(path, isolation_level=None)

    def query(text):
        cursor = database.execute(text)
        return [column[0] for column in cursor.description], cursor.fetchall()

    sample = Sample(query)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    statements = [
        (f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", row)
        for table, columns, row in sample.rows]

    def changed(value, names):
        if not isinstance(value, str):
            return value
        for old, new in names:
            if old in value:
                value = value.replace(old, new)
        return value

    count, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        names = [(old, fresh_id()) for old in sample.ids]
        names.append((sample.reference, "DC" + "".join(random.choices(SIGNS, k=9))))
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE form_draft SET saved_at = saved_at + 1 WHERE id = ?", (sample.draft,))
        for statement, row in statements:
            database.execute(statement, [changed(value, names) for value in row])
        for event in sample.events:
            database.execute("INSERT INTO ledger_pending (event_id) VALUES (?)", (dict(names)[event],))
        database.execute("COMMIT")
        count += 1
    rate = count / (time.monotonic() - began)
    # Nobody shall seal what never happened.
    database.execute("DELETE FROM ledger_pending")
    database.close()
    return rate, sample.describe()


def literal(value, variables):
    """A value as SQL text for pgbench, in which a colon would begin a variable."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return "decode('" + bytes(value).hex() + "', 'hex')"
    pattern = "|".join(re.escape(old) for old in variables)
    parts = re.split(f"({pattern})", value)
    texts = []
    for part in parts:
        if part in variables:
            texts.append(f":{variables[part]}::text")
        elif part:
            escaped = part.replace("\\", "\\\\").replace("'", "\\'").replace(":", "\\x3a").replace("\n", "\\n")
            texts.append(f"E'{escaped}'")
    return " || ".join(texts) or "''"


def postgres(address, folder, seconds):
    """Transactions a second of 32 clients."""
    def psql(text):
        return subprocess.run(
            ["psql", "-qXAt", address, "-c", text], check=True, capture_output=True, text=True).stdout.strip()

    def query(text):
        rows = json.loads(psql(f"SELECT coalesce(json_agg(r), '[]') FROM ({text}) r"))
        if not rows:
            return [], []
        columns = list(rows[0])

        def value(given):
            # Bytes come as \x…, and no text of ours begins so.
            return bytes.fromhex(given[2:]) if isinstance(given, str) and given.startswith("\\x") else given
        return columns, [tuple(value(row[column]) for column in columns) for row in rows]

    settings = psql("SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN "
                    "('fsync', 'synchronous_commit', 'full_page_writes')")
    assert settings == "on on on", settings
    sample = Sample(query)
    variables = {old: f"name{number}" for number, old in enumerate(sample.ids)}
    variables[sample.reference] = "reference"
    fresh = ("overlay(gen_random_uuid()::text placing lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12,"
             " '0') from 1 for 12)")
    lines = ["BEGIN ISOLATION LEVEL READ COMMITTED;",
             "SELECT " + ", ".join(f"{fresh} AS {name}" for name in variables.values() if name != "reference")
             + ", 'DC' || upper(substr(md5(random()::text), 1, 9)) AS reference \\gset",
             # Each client has a draft of its own, as each person has.
             "UPDATE form_draft SET saved_at = saved_at + 1 WHERE id ="
             " (SELECT id FROM form_draft ORDER BY id OFFSET :client_id::int LIMIT 1);"]
    for table, columns, row in sample.rows:
        values = ", ".join(literal(value, variables) for value in row)
        lines.append(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values});")
    for event in sample.events:
        lines.append(f"INSERT INTO ledger_pending (event_id) VALUES (:{variables[event]}::text);")
    lines.append("COMMIT;")
    script = pathlib.Path(folder) / "submission.pgbench"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        ["/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds),
         "-f", script, address], capture_output=True, text=True)
    output = done.stdout
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.search(r"number of failed transactions: 0 ", output), output
    rate = float(re.search(r"^tps = ([\d.]+)", output, re.MULTILINE).group(1))
    psql("DELETE FROM ledger_pending")
    return rate, sample.describe()
