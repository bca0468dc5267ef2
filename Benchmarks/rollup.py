# SPDX-License-Identifier: Apache-2.0
"""B4: what 3,321 communes counted, added up by province, measure and month; beside it DuckDB and PostgreSQL on the same facts,
and reading the numbers once. All three must find the same sums, before and after a hundredth of the facts has changed."""
import csv
import json
import math
import os
import pathlib
import statistics
import subprocess
import time

import duckdb
import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEASURES, MONTHS, ROUNDS = 100, 60, 9
# B10: a tenth, all, ten times.
GROWTH = [10, 100, 1000]
COLUMNS = ("province", "commune", "measure", "month", "value")


def provinces():
    """The province of each commune of today, in the order of the tree."""
    with open(ROOT / "Content/Units/units.csv", encoding="utf-8") as file:
        communes = sorted(row["parent_code"] for row in csv.DictReader(file)
                          if row["level"] == "commune" and row["valid_from"] == "2025-07-01")
    return numpy.unique(numpy.array(communes), return_inverse=True)[1].astype(numpy.uint32)


def make(folder, measures, seed):
    folder.mkdir()
    random = numpy.random.default_rng(seed)
    province = provinces()
    facts = random.integers(0, 1000, size=(measures, len(province), MONTHS), dtype=numpy.uint32)
    changes = random.choice(facts.size, facts.size // 100, replace=False).astype(numpy.uint32)
    for name, numbers in (("facts", facts), ("provinces", province), ("changes", changes)):
        numbers.astype("<u4").tofile(folder / name)
    return province, facts, changes


def ours(binary, folder, communes, measures, months=MONTHS):
    output = subprocess.run(
        [binary, "bench", "rollup", folder, "--communes", str(communes), "--measures", str(measures), "--months", str(months)],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    sums = numpy.fromfile(folder / "sums", dtype="<i8")
    return json.loads(output), sums.reshape(measures, -1, months)


def milliseconds(work):
    began = time.perf_counter()
    result = work()
    return (time.perf_counter() - began) * 1000, result


def median(work):
    return statistics.median(milliseconds(work)[0] for _ in range(ROUNDS))


def columns(province, facts):
    """Sorted by province, which is what DuckDB groups by first."""
    measures, communes, months = facts.shape
    order = numpy.arange(communes)
    return {
        "province": numpy.repeat(province.astype(numpy.uint16), measures * months),
        "commune": numpy.repeat(order.astype(numpy.uint16), measures * months),
        "measure": numpy.tile(numpy.repeat(numpy.arange(measures, dtype=numpy.uint8), months), communes),
        "month": numpy.tile(numpy.arange(months, dtype=numpy.uint8), communes * measures),
        "value": facts.transpose(1, 0, 2).reshape(-1),
    }


def changed(changes, facts):
    measures, communes, months = facts.shape
    row, month = numpy.divmod(changes, months)
    measure, commune = numpy.divmod(row, communes)
    return {"commune": commune.astype(numpy.uint16), "measure": measure.astype(numpy.uint8), "month": month.astype(numpy.uint8)}


def cube(answer, shape):
    """The rows of an answer as a table of measure, province and month."""
    sums = numpy.zeros(shape, dtype=numpy.int64)
    sums[answer["measure"], answer["province"], answer["month"]] = answer["sum"].astype(numpy.int64)
    return sums


ROLL_UP = "SELECT province, measure, month, sum(value)::BIGINT AS sum FROM facts GROUP BY province, measure, month"
CHANGE = """UPDATE facts SET value = value + 1 FROM changes
    WHERE facts.commune = changes.commune AND facts.measure = changes.measure AND facts.month = changes.month"""


def duck(province, facts, changes):
    database = duckdb.connect()
    given, news = columns(province, facts), changed(changes, facts)

    def build():
        database.execute("CREATE TABLE facts (province USMALLINT, commune USMALLINT, measure UTINYINT, month UTINYINT, value UINTEGER)")
        database.register("given", given)
        database.execute(f"INSERT INTO facts SELECT {', '.join(COLUMNS)} FROM given")

    def roll_up():
        return database.execute(ROLL_UP).fetchnumpy()

    def read():
        return database.execute("SELECT * FROM rolled").fetchnumpy()

    times = {"build": milliseconds(build)[0], "roll_up": median(roll_up)}
    database.register("news", news)
    database.execute("CREATE TABLE changes AS SELECT * FROM news")
    times["materialise"] = milliseconds(lambda: database.execute(f"CREATE TABLE rolled AS {ROLL_UP}"))[0]
    times["materialised"] = median(read)

    def change_materialised():
        database.execute("""UPDATE rolled SET sum = rolled.sum + grown.n FROM (
            SELECT province, measure, month, count(*) AS n FROM changes
            JOIN (SELECT DISTINCT commune, province FROM facts) USING (commune) GROUP BY province, measure, month) AS grown
            WHERE rolled.province = grown.province AND rolled.measure = grown.measure AND rolled.month = grown.month""")
        return read()

    times["materialised_after_changes"], answer = milliseconds(change_materialised)

    def change():
        database.execute(CHANGE)
        return roll_up()

    times["after_changes"], other = milliseconds(change)
    shape = (facts.shape[0], int(province.max()) + 1, facts.shape[2])
    sums = cube(other, shape)
    assert (cube(answer, shape) == sums).all(), "DuckDB disagrees with itself"
    return times, sums


def postgres(server, folder, province, facts, changes):
    def run(text):
        return subprocess.run(
            ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", server, "-c", "SET work_mem = '512MB'", "-c", text], check=True,
            stdout=subprocess.PIPE, text=True).stdout

    given, file = columns(province, facts), folder / "facts.csv"
    run("CREATE TABLE facts (province SMALLINT, commune SMALLINT, measure SMALLINT, month SMALLINT, value INTEGER)")
    duckdb.register("given", given)
    duckdb.execute(f"COPY (SELECT {', '.join(COLUMNS)} FROM given) TO '{file}' (HEADER false)")
    news, news_file = changed(changes, facts), folder / "changes.csv"
    duckdb.register("news", news)
    duckdb.execute(f"COPY (SELECT commune, measure, month FROM news) TO '{news_file}' (HEADER false)")
    build, _ = milliseconds(lambda: run(f"\\copy facts FROM '{file}' (FORMAT csv)"))
    file.unlink()
    run("VACUUM ANALYZE facts")
    # The sums stay in the server: nobody waits for 200,000 rows to be sent and read.
    roll_up = f"SELECT count(*), sum(sum) FROM ({ROLL_UP}) AS rolled"
    times = {"build": build, "roll_up": statistics.median(milliseconds(lambda: run(roll_up))[0] for _ in range(3))}
    run("CREATE TABLE changes (commune SMALLINT, measure SMALLINT, month SMALLINT)")
    run(f"\\copy changes FROM '{news_file}' (FORMAT csv)")
    run("ANALYZE changes")

    def change():
        run(CHANGE)
        return run(roll_up)

    times["after_changes"], answer = milliseconds(change)
    run("DROP TABLE facts, changes")
    return times, int(answer.strip().split("|")[1])


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def measure(binary, folder):
    say(f"roll-up: {MEASURES} measures")
    inside = folder / "rollup"
    province, facts, changes = make(inside, MEASURES, seed=766)
    mine, sums = ours(binary, inside, len(province), MEASURES)
    say(f"ours {mine}")
    theirs, their_sums = duck(province, facts, changes)
    say(f"DuckDB {theirs}")
    assert sums.shape == their_sums.shape and (sums == their_sums).all(), "DuckDB finds other sums"
    server, total = postgres(os.environ["DOICANH_TEST_POSTGRES"], inside, province, facts, changes)
    say(f"PostgreSQL {server}")
    assert total == int(sums.sum()), "PostgreSQL finds another sum"
    grown = []
    for measures in GROWTH:
        inside = folder / f"rollup-{measures}"
        make(inside, measures, seed=measures)
        grown.append({"facts": len(province) * measures * MONTHS, **ours(binary, inside, len(province), measures)[0]})
        for file in inside.iterdir():
            file.unlink()
        say(f"{grown[-1]}")
    return rows(facts.size, mine, theirs, server, grown)


def rows(count, mine, theirs, server, grown):
    ratio, to_limit = theirs["roll_up"] / mine["roll_up"], mine["roll_up"] / mine["limit"]
    work = f"roll up {count / 1e6:.0f} million facts, 3,321 communes × {MEASURES} measures × {MONTHS} months, to provinces"
    measured = {"ours": mine, "duckdb": theirs, "postgresql": server}
    costs = [each["roll_up"] / each["facts"] for each in grown]
    return [
        {"id": "B4", "work": work, "ours": f"{mine['roll_up']:.1f} ms ({to_limit:.1f} × the limit)",
         "beside": f"DuckDB {duckdb.__version__} {theirs['roll_up']:.0f} ms ({ratio:.0f} ×); PostgreSQL 15"
                   f" {server['roll_up']:,.0f} ms; *limit*: {mine['limit']:.1f} ms, reading the numbers once",
         "target": "5 × faster than DuckDB, within 4 × of the limit", "met": ratio >= 5 and to_limit <= 4, "measured": measured},
        {"id": "B4", "work": "the same, built first, fact by fact", "ours": f"{mine['build'] + mine['roll_up']:,.0f} ms",
         "beside": f"DuckDB {theirs['build'] + theirs['roll_up']:,.0f} ms, in bulk; PostgreSQL 15"
                   f" {server['build'] + server['roll_up']:,.0f} ms, in bulk", "target": "printed", "met": None},
        {"id": "B4", "work": "the same again, after 1 % of the facts have changed, with changing them",
         "ours": f"{mine['after_changes']:.0f} ms",
         "beside": f"DuckDB {theirs['after_changes']:,.0f} ms; with a roll-up of its own"
                   f" {theirs['materialised_after_changes']:,.0f} ms; PostgreSQL 15 {server['after_changes']:,.0f} ms",
         "target": "printed", "met": None},
        {"id": "B4", "work": "the same, DuckDB only reading a roll-up that it made before", "ours": f"{mine['roll_up']:.1f} ms",
         "beside": f"DuckDB {theirs['materialised']:.1f} ms, made in {theirs['materialise']:.0f} ms", "target": "printed",
         "met": None},
        {"id": "B10", "work": "growth, roll-up of " + ", ".join(f"{each['facts'] / 1e6:,.0f}" for each in grown) + " million facts",
         "ours": "; ".join(f"{each['roll_up']:.1f} ms" for each in grown),
         "beside": "*limit*: " + "; ".join(f"{each['limit']:.1f} ms" for each in grown),
         "target": "cost grows no faster than log n",
         "met": costs[-1] / costs[0] <= math.log(grown[-1]["facts"]) / math.log(grown[0]["facts"]), "measured": grown},
    ]
