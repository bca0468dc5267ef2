# SPDX-License-Identifier: Apache-2.0
"""What the node adds up is what DuckDB adds up, whatever the communes, provinces, measures and months, and after changes."""
import pathlib
import random
import tempfile
import unittest

import duckdb
import numpy
import rollup
from node import BINARY

TIMES = 12


class Sums(unittest.TestCase):
    def test_each_sum_is_that_of_duckdb(self):
        seed = random.randrange(2**32)
        source = numpy.random.default_rng(seed)
        for time in range(TIMES):
            communes, measures, months = (int(source.integers(1, most)) for most in (400, 12, 130))
            provinces = int(source.integers(1, communes + 1))
            # Some are more than 32 bits hold when they are added up.
            largest = int(source.choice([2, 1000, 40_000_000]))
            with self.subTest(seed=seed, time=time), tempfile.TemporaryDirectory() as folder:
                province = numpy.concatenate(
                    [numpy.arange(provinces), source.integers(0, provinces, communes - provinces)]).astype(numpy.uint32)
                facts = source.integers(0, largest, size=(measures, communes, months), dtype=numpy.uint32)
                changes = source.integers(0, facts.size, size=facts.size // 50).astype(numpy.uint32)
                folder = pathlib.Path(folder)
                for name, numbers in (("facts", facts), ("provinces", province), ("changes", changes)):
                    numbers.astype("<u4").tofile(folder / name)
                _, sums = rollup.ours(BINARY, folder, communes, measures, months)
                self.assertTrue((sums == self.theirs(province, facts, changes)).all())

    def theirs(self, province, facts, changes):
        """A place may change several times."""
        given = rollup.columns(province.astype(numpy.uint16), facts)
        news = rollup.changed(changes, facts)
        database = duckdb.connect()
        database.register("facts", given)
        database.register("changes", news)
        answer = database.execute("""
            SELECT province, measure, month, sum(value)::BIGINT AS sum FROM (
                SELECT province, measure, month, value FROM facts UNION ALL
                SELECT province, measure, month, 1 FROM changes
                JOIN (SELECT DISTINCT commune, province FROM facts) USING (commune))
            GROUP BY ALL""").fetchnumpy()
        return rollup.cube(answer, (facts.shape[0], int(province.max()) + 1, facts.shape[2]))


if __name__ == "__main__":
    unittest.main()
