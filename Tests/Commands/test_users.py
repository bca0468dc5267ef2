# SPDX-License-Identifier: Apache-2.0
"""`users` as an operator needs it: nobody can sign in yet, or somebody no longer can, while the node serves."""

import re
import tempfile
import unittest

import scratch
from node import Node, command
from person import Person

CODE = re.compile(r"(?:[A-Z2-7]{4} ){3}[A-Z2-7]{4}")
PASSWORD = "con mèo trèo cây cau"


class Users(unittest.TestCase):
    def walk(self, data, *database):
        def users(*arguments, expecting=0):
            result = command("users", *arguments, "--data", data, *database)
            self.assertEqual(result.returncode, expecting, result.stdout + result.stderr)
            return result.stdout

        made = command("init", "--demo", "--data", data, *database)
        self.assertEqual(made.returncode, 0, made.stderr)
        server = ["--database", database[1]] if database else []
        node = Node(data, server)
        try:
            code = CODE.search(users("add", "mai", "--name", "Bùi Thị Mai"))[0]
            users("add", "mai", "--name", "Bùi Thị Mai", expecting=73)
            users("post", "give", "mai", "desk_clerk", "--at", "H42.999.01")
            users("post", "give", "mai", "desk_clerk", "--at", "H99.99", expecting=66)
            users("post", "give", "mai", "king", "--at", "H42.999.01", expecting=66)
            self.assertEqual(
                users("list", "bui", "mai"), "mai\tBùi Thị Mai\tactive\tdesk_clerk@H42.999.01\n")
            mai = Person(node.port)
            form = mai.get("/session/recovery")
            fields = {"username": "mai", "code": code, "password": PASSWORD}
            self.assertEqual(mai.post("/session/recovery", _csrf=form.token, **fields).status, 303)
            # A code works once.
            self.assertEqual(mai.post("/session/recovery", _csrf=form.token, **fields).status, 422)
            form = mai.get("/session")
            self.assertEqual(mai.post("/session", _csrf=form.token, username="mai", password=PASSWORD).status, 303)
            self.assertEqual(mai.get("/desk/scene-reports").status, 200)
            users("post", "end", "mai", "desk_clerk", "--at", "H42.999.01")
            self.assertEqual(mai.get("/desk/scene-reports").status, 403)
            users("disable", "mai")
            self.assertEqual(mai.get("/me").status, 303)
            users("enable", "mai")
            self.assertRegex(users("reset", "mai", "--second-factor"), CODE)
            users("list", "nobody", expecting=1)
            users("reset", "nobody", expecting=66)
        finally:
            node.stop()

    def test_on_a_file(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-users-") as data:
            self.walk(data)

    def test_on_a_server(self):
        with tempfile.TemporaryDirectory(prefix="doicanh-users-") as data, scratch.postgres() as url:
            self.walk(data, "--database", url)


if __name__ == "__main__":
    unittest.main()
