# SPDX-License-Identifier: Apache-2.0
"""The steering room of the whole country with 100 indicators and 3,321 communes, each time right after a commit that changed a number
on it: no page and no total is kept from one to the next."""
import contextlib
import http.client
import json
import pathlib
import random
import re
import sqlite3
import statistics
import subprocess
import time

import first_page
import portal

ROOT = pathlib.Path(__file__).resolve().parent.parent
INDICATORS, LOOKS = 100, 200
FIRST_YEAR, YEARS = 2021, 5


def definitions():
    """As many indicators as asked for: those of the product, which indexes and forms name, and others over its measures."""
    shipped = json.loads((ROOT / "Content/Indicators/definitions.json").read_text(encoding="utf-8"))
    shares = [each for each in shipped if each["formulas"] and each["unit"] == "percent"]
    made = [{**each, "reported": [], "targets": []} for each in shipped]
    for number in range(len(shipped), INDICATORS):
        base = shares[number % len(shares)]
        made.append({
            **base, "id": f"indicator_{number:03}", "reported": [], "targets": [],
            "name": {language: f"{text} {number + 1}" for language, text in base["name"].items()}})
    return made


def fill(storage, measures):
    """A desk for each commune of today, and what it counted in each month of five years."""
    source = random.Random(766)
    with contextlib.closing(sqlite3.connect(storage)) as database, database:
        communes = database.execute(
            "SELECT code, valid_from, name FROM unit WHERE level = 'commune' AND valid_to IS NULL ORDER BY code").fetchall()
        columns = [row[1] for row in database.execute("PRAGMA table_info(agency)")]
        for code, valid_from, name in communes:
            row = {
                "id": f"desk-{code}", "organ_id": f"H99.{code}", "kind": "serviceDesk", "name": name, "name_en": name,
                "unit_code": code, "unit_from": valid_from, "parent_id": None, "valid_from": valid_from, "valid_to": None,
                "basis": "benchmark", "name_key": name.encode()}
            names = ", ".join(column for column in columns if column in row)
            database.execute(
                f"INSERT INTO agency ({names}) VALUES ({', '.join('?' for column in columns if column in row)})",
                [row[column] for column in columns if column in row])
        for measure in measures:
            total = 0
            rows = []
            for code, _, _ in communes:
                for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
                    months = [source.randrange(1, 60) for _ in range(12)]
                    total += sum(months)
                    rows.append((measure, f"desk-{code}", year, *months))
            database.executemany(f"INSERT INTO indicator_year VALUES ({', '.join('?' * 15)})", rows)
            # Of days only the last is asked for.
            database.execute("INSERT INTO indicator_total VALUES (?, ?)", (measure, total))
            database.execute(
                "INSERT INTO indicator_count VALUES (?, ?, ?, 1)", (rows[0][1], measure, f"{FIRST_YEAR + YEARS - 1}-12-31"))
    return [code for code, _, _ in communes]


def count_one(database, measures, codes, position):
    """What the consumer does with one event."""
    measure, place, month = random.choice(measures), f"desk-{random.choice(codes)}", random.randrange(10, 13)
    day = f"{FIRST_YEAR + YEARS - 1}-{month}-15"
    with database:
        database.execute(
            "INSERT INTO indicator_fact VALUES (?, ?, ?, 'benchmark', ?, ?)", (measure, position, str(position), place, day))
        database.execute(f"UPDATE indicator_year SET m{month} = m{month} + 1 WHERE measure = ? AND place = ? AND year = ?",
                         (measure, place, FIRST_YEAR + YEARS - 1))
        database.execute("UPDATE indicator_total SET count = count + 1 WHERE measure = ?", (measure,))
        database.execute("""INSERT INTO indicator_count VALUES (?, ?, ?, 1)
            ON CONFLICT (place, measure, day) DO UPDATE SET count = indicator_count.count + 1""", (place, measure, day))


def measure(binary, folder):
    data = folder / "steering"
    subprocess.run([binary, "init", "--data", data], check=True, env=portal.environment(), stdout=subprocess.DEVNULL)
    made = definitions()
    place = data / "content" / "Indicators"
    place.mkdir(parents=True)
    (place / "definitions.json").write_text(json.dumps(made), encoding="utf-8")
    measures = sorted({name for each in made for formula in each["formulas"]
                       for name in formula["numerator"] + formula["denominator"]})
    storage = data / "doicanh.sqlite"
    codes = fill(storage, measures)
    node = first_page.Node(binary, data)
    try:
        node.first_page()
        times, first = [], None
        with contextlib.closing(sqlite3.connect(storage, timeout=30)) as database:
            connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)
            for look in range(LOOKS + 1):
                count_one(database, measures, codes, 10_000_000 + look)
                began = time.perf_counter()
                connection.request("GET", "/steering?per=quarter", headers={"Accept": "text/html"})
                answer = connection.getresponse()
                page = answer.read().decode()
                took = (time.perf_counter() - began) * 1000
                assert answer.status == 200 and len(re.findall(r'class="bullet-label"', page)) == INDICATORS, answer.status
                if look == 0:
                    first = took
                else:
                    times.append(took)
    finally:
        node.stop()
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    portal.say(f"steering: first {first:.0f} ms, median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")
    return [{
        "id": "B5", "work": f"the steering room of the country, {INDICATORS} indicators, {len(codes):,} communes, each time right"
                            " after a commit that changes a number on it, SQLite",
        "ours": f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms; {first:,.0f} ms after a start",
        "beside": "", "target": "p95 < 50 ms", "met": p95 < 50, "measured": {"p95": p95, "first": first}}]
