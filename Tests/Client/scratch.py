# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL database for one test, on the server that DOICANH_TEST_POSTGRES names."""

import contextlib
import os
import subprocess
import uuid

SERVER = os.environ.get("DOICANH_TEST_POSTGRES")


@contextlib.contextmanager
def postgres():
    if not SERVER:
        raise AssertionError("DOICANH_TEST_POSTGRES is not set: run me through scripts/postgres run")
    name = f"doicanh_commands_{uuid.uuid4().hex}"
    psql = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", SERVER, "-c"]
    subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True)
    try:
        yield SERVER.rsplit("/", 1)[0] + "/" + name
    finally:
        subprocess.run([*psql, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


def counts(url):
    """Rows of every table, by name."""
    query = ("SELECT table_name || ' ' || (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', "
             "table_name), false, true, '')))[1] FROM information_schema.tables WHERE table_schema = 'public'")
    lines = subprocess.run(["psql", "-qXAt", url, "-c", query], check=True, capture_output=True, text=True).stdout.split("\n")
    return {name: int(count) for name, count in (line.split() for line in lines if line)}
