# SPDX-License-Identifier: Apache-2.0
"""B1, B2 and B10: applications through HTTP beside the limit of the database, and the portal under load, among 10,000, 100,000
and 1,000,000 applications."""
import contextlib
import json
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

import grow
import submission_limit

SIZES = [10_000, 100_000, 1_000_000]
CLIENTS = 32


def environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("DOICANH_")}


# More forms for each client and second than can be sent: making them takes longer than the measuring.
FORMS, FORMS_BETWEEN_READS = 60, 20

# What is measured and its limit take turns so often: a machine is not equally fast from one minute to the next.
ROUNDS = 3


# Milliseconds that a person looks at a page before asking for the next, at most; half of it on average. Without it the 32 ask
# as fast as they are answered, which tells how much there can be, and of the waiting only that 32 wait for each other.
PAUSE = 500


def load(binary, data, more, reads, seconds, pause=0):
    forms = FORMS_BETWEEN_READS if reads else FORMS
    output = subprocess.run(
        [binary, "bench", "portal", "--data", data, *more, "--clients", str(CLIENTS), "--reads", str(reads),
         "--forms", str(forms * seconds), "--seconds", str(seconds), "--pause", str(pause)],
        check=True, env=environment(), stdout=subprocess.PIPE, text=True).stdout
    speed = json.loads(output[output.index("{"):])
    assert speed["seconds"] >= seconds, "all forms were sent before the time was over"
    say(f"{speed['writes']['per_second']:,.0f} applications/s, {speed['reads']['per_second']:,.0f} pages/s")
    return speed


def check_plans(storage):
    """That a page of a desk's pile is one read of its index, in its order, and that whoever follows the ledger finds by an index
    whether there is more, however many applications there are."""
    check_plan(
        storage, "case_file", ["case_file_pile"],
        "SELECT * FROM case_file WHERE holder = (SELECT min(holder) FROM case_file) AND kind = 'dossiers'"
        " AND phase = 'running' ORDER BY pile_order, id LIMIT 20")
    check_plan(
        storage, "ledger_entry", ["ledger_entry_pkey", "PRIMARY KEY"],
        "SELECT 1 FROM ledger_entry WHERE position > (SELECT max(position) FROM ledger_entry) ORDER BY position LIMIT 1")


def check_plan(storage, table, indexes, query):
    if str(storage).startswith("postgres"):
        plan, wrong = psql(storage, f"EXPLAIN {query}"), ("Seq Scan", "Sort", "Bitmap")
    else:
        with contextlib.closing(sqlite3.connect(storage)) as database:
            plan = "\n".join(row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}"))
        wrong = ("TEMP B-TREE", f"SCAN {table}")
    assert any(index in plan for index in indexes) and not any(sign in plan for sign in wrong), plan


def psql(address, text):
    return subprocess.run(["psql", "-qXAt", address, "-c", text], check=True, stdout=subprocess.PIPE, text=True).stdout


def settle(storage):
    """What was left to write is written: neither of two that are compared pays for it."""
    if str(storage).startswith("postgres"):
        psql(storage, "CHECKPOINT")


def measure_at(binary, folder, name, data, more, storage, size, seconds):
    sent, limits, part = [], [], max(seconds // ROUNDS, 1)
    for _ in range(ROUNDS):
        settle(storage)
        alone = load(binary, data, more, 0, part)
        assert alone["errors"] == 0, alone
        sent.append(alone["writes"])
        settle(storage)
        if name == "SQLite":
            limit, rows = submission_limit.sqlite(storage, part)
        else:
            limit, rows = submission_limit.postgres(storage, folder, part)
        limits.append(limit)
        say(f"limit {limit:,.0f}/s")
    # The rounds are equally long, so these are the speeds over all of them.
    limit = statistics.mean(limits)
    sent = {"per_second": statistics.mean(each["per_second"] for each in sent), "rounds": sent, "limits": limits}
    settle(storage)
    mixed = load(binary, data, more, 0.8, seconds, PAUSE)
    rushed = load(binary, data, more, 0.8, seconds)
    check_plans(storage)
    say(f"{sent['per_second'] / limit:.0%} of the limit; reads p99 {mixed['reads']['p99']:.0f} ms, writes p99 {mixed['writes']['p99']:.0f} ms")
    return {"database": name, "size": size, "sent": sent, "limit": limit, "rows": rows, "mixed": mixed, "rushed": rushed}


def say(text):
    """What is being done: making so many applications takes long."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def measure_all(binary, folder, seconds, sizes):
    measured = []
    for name in ("SQLite", "PostgreSQL 15"):
        data = folder / f"portal-{name.split()[0].lower()}"
        more, storage = [], data / "doicanh.sqlite"
        if name != "SQLite":
            server = os.environ["DOICANH_TEST_POSTGRES"]
            psql(server, "CREATE DATABASE portal")
            storage = server.rsplit("/", 1)[0] + "/portal"
            more = ["--database", storage]
        say(f"{name}: replay {sizes[0]:,} applications")
        subprocess.run(
            [binary, "demo", "bentre2020", "--data", data, *more, "--dossiers", str(sizes[0])], check=True,
            env=environment(), stdout=subprocess.DEVNULL)
        for size in sizes:
            if size > sizes[0]:
                say(f"{name}: copy until there are {size:,}")
                grow.grow(storage, size)
            say(f"{name}: measure among {size:,}")
            measured.append(measure_at(binary, folder, name, data, more, storage, size, seconds))
        # A million take 20 GB; the other database needs them next.
        shutil.rmtree(data)
    return measured


def rows(measured):
    """The rows of the table of results."""
    table = []
    sizes = sorted({each["size"] for each in measured})
    for each in measured:
        if each["size"] != sizes[0]:
            continue
        share = each["sent"]["per_second"] / each["limit"]
        table.append({
            "id": "B1", "work": f"submit an application through HTTP, {CLIENTS} clients, {each['database']}",
            "ours": f"{each['sent']['per_second']:,.0f}/s ({share:.0%} of the limit)",
            "beside": f"*limit*: {each['limit']:,.0f}/s, the same {each['rows']}, no HTTP", "target": ">= 50 % of the limit",
            "met": share >= 0.5, "measured": each})
    for each in measured:
        if each["size"] != sizes[-1]:
            continue
        for load_, pausing in ((each["mixed"], f"each looking {PAUSE / 1000:g} s or less at a page"),
                               (each["rushed"], "as fast as they are answered")):
            reads, writes, errors = load_["reads"], load_["writes"], load_["errors"]
            table.append({
                "id": "B2",
                "work": f"the portal with {each['size']:,} applications stored (copies of a replay), {CLIENTS} clients, {pausing},"
                        f" 80 % reads, {each['database']}",
                "ours": f"{reads['per_second'] + writes['per_second']:,.0f} requests/s; " + "; ".join(
                    f"{what} {line['p50']:.0f}/{line['p95']:.0f}/{line['p99']:.0f} ms"
                    for what, line in (("reads", reads), ("writes", writes))) + f"; {errors} errors",
                "beside": "*published*: the OpenCRVS contract, reads 50/150/300 ms, writes 100/300/500 ms",
                "target": "reads p99 <= 50 ms, writes p99 <= 100 ms, errors 0",
                "met": reads["p99"] <= 50 and writes["p99"] <= 100 and errors == 0, "measured": load_})
    for name in dict.fromkeys(each["database"] for each in measured):
        own = [each for each in measured if each["database"] == name]
        table.append({
            "id": "B10", "work": f"growth, {name}: applications sent a second, and p99 of reads among "
            + ", ".join(f"{each['size']:,}" for each in own),
            "ours": "; ".join(
                f"{each['sent']['per_second']:,.0f}/s, {each['mixed']['reads']['p99']:.0f} ms" for each in own),
            "beside": "*limit*: " + "; ".join(f"{each['limit']:,.0f}/s" for each in own),
            "target": "cost grows no faster than log n", "met": grows_slowly(own), "measured": own})
    return table


def grows_slowly(own):
    """The time of one application against the logarithm of how many there are."""
    first, last = own[0], own[-1]
    cost = first["sent"]["per_second"] / last["sent"]["per_second"]
    return cost <= math.log(last["size"]) / math.log(first["size"])


def measure(binary, folder, seconds, sizes):
    return rows(measure_all(binary, folder, seconds, sizes))
