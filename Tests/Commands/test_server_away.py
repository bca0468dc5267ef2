# SPDX-License-Identifier: Apache-2.0
"""The PostgreSQL server goes away and comes back while the product serves: it says so, and goes on without a restart."""

import json
import pathlib
import tempfile
import time
import unittest

from cluster import Cluster
from node import PATIENCE, Node, command
from person import Person


class ServerAway(unittest.TestCase):
    def wait_until_database_is(self, state, node):
        """Connections may outlive a killed server by a moment, so that one part knows before the other."""
        deadline = time.monotonic() + PATIENCE
        wanted = (200 if state == "ok" else 503, state)
        while True:
            answer = node.get("/health/ready")
            found = (answer.status, json.loads(answer.body)["parts"]["database"])
            if found == wanted or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        self.assertEqual(found, wanted, answer.raw)

    def test_it_is_told_and_survived(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-away-") as folder:
            pathlib.Path(folder).chmod(0o755)
            with Cluster(pathlib.Path(folder, "postgres")) as cluster:
                arguments = ("--database", cluster.url)
                made = command("init", "--demo", "--data", f"{folder}/data", *arguments)
                self.assertEqual(made.returncode, 0, made.stderr)
                node = Node(data=f"{folder}/data", arguments=arguments)
                try:
                    minh = Person(node.port).sign_in("minh")
                    before = minh.submit()
                    self.wait_until_database_is("ok", node)
                    for _ in range(2):
                        cluster.kill()
                        self.wait_until_database_is("failing", node)
                        self.assertEqual(node.get("/health/live").status, 200)
                        page = minh.get(before)
                        self.assertEqual((page.status, page.headers["Retry-After"]), (503, "5"))
                        self.assertIn("<html", page.text)
                        refused = command("verify", "--data", f"{folder}/data", *arguments)
                        self.assertEqual(refused.returncode, 69, refused.stderr)
                        refused = command("migrate", "--data", f"{folder}/data", *arguments)
                        self.assertEqual(refused.returncode, 69, refused.stderr)
                        cluster.start()
                        self.wait_until_database_is("ok", node)
                        self.assertEqual(minh.get(before).status, 200)
                        minh.submit()
                    self.assertNotIn("500", {json.loads(line).get("status") for line in node.lines()})
                    cluster.kill()
                finally:
                    # In order, though nothing can be written any more.
                    self.assertEqual(node.stop(), 0)
                    node.close()


if __name__ == "__main__":
    unittest.main()
