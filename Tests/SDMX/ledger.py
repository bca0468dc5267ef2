# SPDX-License-Identifier: Apache-2.0
"""What a node's numbers have to be, added up from the events of its ledger and from nothing else."""
import collections
import datetime
import json
import sqlite3

HANOI = datetime.timezone(datetime.timedelta(hours=7))
FREQUENCIES = {
    "D": lambda day: day.isoformat(),
    "W": lambda day: "{:04}-W{:02}".format(*day.isocalendar()[:2]),
    "M": lambda day: f"{day:%Y-%m}",
    "Q": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "S": lambda day: f"{day.year}-S{(day.month + 5) // 6}",
    "A": lambda day: f"{day.year}",
}
# The indicators of the catalogue that a replayed year moves: what counts above and below the line.
INDICATORS = {
    "dossiers_on_time": (
        lambda kind, facts: kind == "dossiers.decided" and facts.get("on_time") == "yes",
        lambda kind, facts: kind == "dossiers.decided" and facts.get("on_time") in ("yes", "no")),
    "dossiers_online": (
        lambda kind, facts: kind == "dossiers.opened" and facts.get("channel") in ("online", "portal"),
        lambda kind, facts: kind == "dossiers.opened"),
    "dossiers_received": (lambda kind, facts: kind == "dossiers.received", None),
    "dossiers_satisfied": (
        lambda kind, facts: kind == "dossiers.rated" and facts.get("score") in ("4", "5"),
        lambda kind, facts: kind == "dossiers.rated"),
}


class Ledger:
    def __init__(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.heads = [
            (size, datetime.datetime.fromtimestamp(at / 1000, HANOI))
            for size, at in database.execute("SELECT size, at FROM ledger_head ORDER BY size")]
        units = {
            (code, start): (level, parent) for code, start, level, parent in
            database.execute("SELECT code, valid_from, level, parent_code FROM unit")}
        # In the year that is replayed, every unit is older than the records.
        chains = {}
        for agency, code in database.execute("SELECT id, unit_code FROM agency WHERE unit_code IS NOT NULL"):
            chain = ["VN"]
            while code:
                chain.append(f"VN_{code}")
                code = units[code, "0001-01-01"][1]
            chains[agency] = chain
        self.events = []
        for position, kind, place, at, facts in database.execute(
                "SELECT n.position, e.kind, e.place, e.at, e.facts FROM ledger_entry n"
                " JOIN ledger_event e ON e.id = n.event_id WHERE e.kind LIKE 'dossiers.%'"):
            day = datetime.datetime.fromtimestamp(at / 1000, HANOI).date()
            self.events.append((position, kind, chains.get(place, ["VN"]), day, json.loads(facts)))
        levels = [
            json.loads(facts)["after"] for (facts,) in
            database.execute("SELECT facts FROM ledger_event WHERE kind = 'services.level_set'")]
        # Nothing is taken off the catalogue in a replayed year.
        self.services = (levels.count("full"), len(levels))
        self.figures = database.execute("SELECT code, printed, period FROM reported_figure").fetchall()
        database.close()

    def size(self, moment):
        return max((size for size, at in self.heads if at <= moment), default=0)

    def observations(self, moment=None):
        """By frequency, indicator, area and period: numerator and denominator, as of a moment."""
        most = self.size(moment) if moment else float("inf")
        above, below = collections.Counter(), collections.Counter()
        for position, kind, areas, day, facts in self.events:
            if position > most:
                continue
            for indicator, (numerator, denominator) in INDICATORS.items():
                for frequency, period in FREQUENCIES.items():
                    if indicator == "dossiers_satisfied" and frequency in "DW":
                        continue
                    for area in areas if frequency not in "DW" else ["VN"]:
                        key = (frequency, indicator, area, period(day))
                        above[key] += numerator(kind, facts)
                        below[key] += bool(denominator and denominator(kind, facts))
        return {
            key: (above[key], below[key] if INDICATORS[key[1]][1] else None) for key in above
            if (below[key] if INDICATORS[key[1]][1] else above[key])}

    def status(self, period, moment):
        """Whether a period is over on a day: those that the year's events are told for."""
        return "A" if last_day(period) < moment.astimezone(HANOI).date() else "P"


def last_day(period):
    if "-W" in period:
        return datetime.date.fromisocalendar(int(period[:4]), int(period[6:]), 7)
    if len(period) == 10:
        return datetime.date.fromisoformat(period)
    year, rest = int(period[:4]), period[5:]
    month = {"": 12, "S": 6, "Q": 3}.get(rest[:1])
    month = month if rest == "" else month * int(rest[1:]) if month else int(rest)
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
