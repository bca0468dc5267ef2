# SPDX-License-Identifier: Apache-2.0
"""Makes many applications of few, for measuring among them: copies of the rows of a replayed year under names of their own.

What is copied: the case with its form, the words it is found by and its steps, its bills, and its events in the ledger's table
with what is personal in them. The copies belong to people without accounts, their events have no position in the ledger, and
their bills no transfers: a node that was grown is for measuring and for nothing else.
"""
import sqlite3
import subprocess

# Table, its columns that are names (which get the copy's ending), and how its rows are ordered for the limit.
NAMED = {
    "case_file": ("id", "applicant"),
    "case_word": ("case_file",),
    "case_step": ("case_file", "ledger_event"),
    "bill": ("id", "subject", "payer"),
    "bill_line": ("bill_id",),
    "ledger_event": ("id", "subject"),
    "ledger_personal": ("event_id",),
}
# The rows of the replayed year, kept beside the tables: what a load has added since is not copied, nor are copies.
REPLAYED = 1_609_434_000_000  # the year ended, in milliseconds: 2021-01-01 in Việt Nam
ORIGINALS = {
    "case_file": f"SELECT * FROM case_file WHERE opened_at < {REPLAYED}",
    "case_word": "SELECT * FROM case_word WHERE case_file IN (SELECT id FROM grow_case_file)",
    "case_step": "SELECT * FROM case_step WHERE case_file IN (SELECT id FROM grow_case_file)",
    "bill": "SELECT * FROM bill WHERE subject IN (SELECT id FROM grow_case_file)",
    "bill_line": "SELECT * FROM bill_line WHERE bill_id IN (SELECT id FROM grow_bill)",
    "ledger_event": "SELECT * FROM ledger_event WHERE subject IN (SELECT id FROM grow_case_file UNION SELECT id FROM grow_bill)",
    "ledger_personal": "SELECT * FROM ledger_personal WHERE event_id IN (SELECT id FROM grow_ledger_event)",
}
# How many copies there are.
COPIES = "CREATE TABLE IF NOT EXISTS grow_copies AS SELECT 0 AS made"


def expression(table, column, ending, number):
    """The column of a copy, in the SQL of both databases."""
    if column in NAMED[table]:
        return f"substr({column}, 1, 28) || '{ending}'"
    if (table, column) == ("case_file", "code"):
        # The agency's numbers of that day go on, five digits apart.
        return f"substr(code, 1, length(code) - 4) || CAST({number} * 10000 + CAST(substr(code, length(code) - 3) AS INTEGER) AS TEXT)"
    if (table, column) == ("bill", "reference"):
        return f"reference || '{ending}'"
    if column in ("opened_at", "pile_order", "at"):
        return f"{column} + {number}"
    return column


def statements(columns, number):
    ending = f"{number:08d}"
    for table in NAMED:
        names = columns[table]
        values = ", ".join(expression(table, column, ending, number) for column in names)
        yield f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM grow_{table}"


def grow_sqlite(path, total):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA cache_size = -500000")

    def number(query):
        return database.execute(query).fetchone()[0]

    def run(*texts):
        database.execute("BEGIN IMMEDIATE")
        for text in texts:
            database.execute(text)
        database.execute("COMMIT")

    run(*(f"CREATE TABLE IF NOT EXISTS grow_{table} AS {query}" for table, query in ORIGINALS.items()), COPIES)
    columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in NAMED}
    copy_until(total, columns, number, run)
    run("ANALYZE")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def grow_postgres(address, total):
    def psql(text):
        return subprocess.run(
            ["psql", "-qXAt", address, "-v", "ON_ERROR_STOP=1", "-c", text], check=True, capture_output=True,
            text=True).stdout.strip()

    def run(*texts):
        psql("BEGIN;" + ";".join(texts) + ";COMMIT")

    run(*(f"CREATE TABLE IF NOT EXISTS grow_{table} AS {query}" for table, query in ORIGINALS.items()), COPIES)
    columns = {
        table: psql("SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns"
                    f" WHERE table_schema = current_schema() AND table_name = '{table}'").split(",")
        for table in NAMED}
    copy_until(total, columns, lambda query: int(psql(query)), run)
    psql("ANALYZE")
    psql("CHECKPOINT")


def copy_until(total, columns, number, run):
    """Adds whole copies of the year while there are too few applications."""
    there, year = number("SELECT count(*) FROM case_file"), number("SELECT count(*) FROM grow_case_file")
    made = number("SELECT made FROM grow_copies")
    while there + year // 2 < total:
        made, there = made + 1, there + year
        run(*statements(columns, made), f"UPDATE grow_copies SET made = {made}")


def grow(storage, total):
    """`storage` is the path of a file, or an address."""
    (grow_postgres if str(storage).startswith("postgres") else grow_sqlite)(storage, total)
