# SPDX-License-Identifier: Apache-2.0
"""B5: from the answer that an application was sent to the number on the pages of its commune, its province and the country."""
import json
import os
import subprocess

import portal

DOSSIERS, TIMES = 1000, 40


def measure(binary, folder):
    rows = []
    for name in ("SQLite", "PostgreSQL 15"):
        data, more = folder / f"visible-{name.split()[0].lower()}", []
        if name != "SQLite":
            server = os.environ["DOICANH_TEST_POSTGRES"]
            portal.psql(server, "CREATE DATABASE visible")
            more = ["--database", server.rsplit("/", 1)[0] + "/visible"]
        portal.say(f"{name}: replay {DOSSIERS:,} applications")
        subprocess.run(
            [binary, "demo", "bentre2020", "--data", data, *more, "--dossiers", str(DOSSIERS)], check=True,
            env=portal.environment(), stdout=subprocess.DEVNULL)
        output = subprocess.run(
            [binary, "bench", "visible", "--data", data, *more, "--times", str(TIMES)], check=True, env=portal.environment(),
            stdout=subprocess.PIPE, text=True).stdout
        lines = json.loads(output[output.index("["):])
        portal.say(f"{lines}")
        longest = max(line["longest"] for line in lines)
        rows.append({
            "id": "B5", "work": f"from an application that is sent to the number on the pages of its commune, its province and the"
                                f" country, {TIMES} times, {name}",
            "ours": "; ".join(f"{line['unit'] or 'the country'} {line['median']:.0f} ms" for line in lines)
                    + f" (median); longest {longest:.0f} ms",
            "beside": "no figure published: DHIS2 shows it after its tables are generated", "target": "< 1 s, nothing generated",
            "met": longest < 1000, "measured": lines})
    return rows
