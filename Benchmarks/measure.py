# SPDX-License-Identifier: Apache-2.0
"""Runs the workloads that can be measured so far and writes their results. See README.md beside this file."""
import argparse
import datetime
import json
import os
import pathlib
import platform
import sys
import tempfile

import exchange
import first_page
import portal
import rollup
import steering
import visible

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build-release/release/doicanh"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(next(line.split()[1] for line in open("/proc/meminfo") if line.startswith("MemTotal"))) / 1024**2
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {platform.release()}"


def table(rows):
    lines = ["| # | work | ours | beside | target | |", "|---|---|---:|---|---|---|"]
    for row in rows:
        met = {True: "met", False: "**missed**", None: ""}[row["met"]]
        lines.append(f"| {row['id']} | {row['work']} | {row['ours']} | {row['beside']} | {row['target']} | {met} |")
    return "\n".join(lines)


# The other rows of the table of targets, until their workloads exist.
NOT_YET = [
    ("B6", "find an address among 27 million", "p99 <= 5 ms"),
    ("B7", "warn 1,000,000 residents", ">= 90 % of the gateway"),
]


def not_yet():
    return [{"id": name, "work": work, "ours": "not yet", "beside": "", "target": target, "met": None}
            for name, work, target in NOT_YET]


def quote(text):
    """Puts the table between the markers of README.md."""
    path = ROOT / "README.md"
    begin, end = "<!-- figures: made by Benchmarks/run -->", "<!-- /figures -->"
    head, rest = path.read_text(encoding="utf-8").split(begin)
    path.write_text(f"{head}{begin}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def before(kept):
    """The rows of the last time whose workloads are not measured now, each with its day."""
    path = ROOT / "Benchmarks/results.json"
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"rows": []}
    return [{"day": results.get("day"), **row} for row in results["rows"] if row.get("workload") in kept]


def days(rows):
    """"2026-11-23 (B1, B2), 2026-11-24 (B4)"; one day alone without the rows."""
    measured = {}
    for row in rows:
        if row.get("day"):
            measured.setdefault(row["day"], {})[row["id"]] = None
    if len(measured) == 1:
        return next(iter(measured))
    return ", ".join(f"{day} ({', '.join(ids)})" for day, ids in sorted(measured.items()))


def main():
    workloads = {
        "first_page": lambda: first_page.measure(BINARY, folder),
        "portal": lambda: portal.measure(BINARY, folder, arguments.seconds, arguments.sizes),
        "exchange": lambda: exchange.measure(BINARY, folder),
        "rollup": lambda: rollup.measure(BINARY, folder),
        "visible": lambda: visible.measure(BINARY, folder),
        "steering": lambda: steering.measure(BINARY, folder),
    }
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=12)
    parser.add_argument(
        "--only", default=list(workloads), type=lambda text: text.split(","),
        help=f"measure some of {','.join(workloads)} and keep the other rows as they are")
    parser.add_argument(
        "--sizes", default=portal.SIZES, type=lambda text: [int(size) for size in text.split(",")],
        help="among how many applications the portal is measured; 1,000,000 take 20 GB on each database")
    arguments = parser.parse_args()
    day = datetime.date.today().isoformat()
    rows = before(set(workloads) - set(arguments.only))
    with tempfile.TemporaryDirectory(dir=ROOT / ".build-release") as folder:
        folder = pathlib.Path(folder)
        for name in arguments.only:
            rows += [{**row, "workload": name, "day": day} for row in workloads[name]()]
    rows = sorted(rows + not_yet(), key=lambda row: int(row["id"][1:]))
    sizes = ",".join(map(str, arguments.sizes))
    command = "make bench" if arguments.sizes == portal.SIZES else f"Benchmarks/run --sizes {sizes}"
    text = f"{table(rows)}\n\nMeasured on {days(rows)} on {machine()}, by `{command}`."
    results = ROOT / "Benchmarks"
    measured = [row for row in rows if row.get("workload")]
    (results / "results.json").write_text(
        json.dumps({"machine": machine(), "rows": measured}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (results / "results.md").write_text(f"# Results\n\n{text}\n", encoding="utf-8")
    quote(text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
