# SPDX-License-Identifier: Apache-2.0
"""Asks a demo for its OpenAPI description, validates it, and lets schemathesis send what it allows and what it forbids."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from openapi_spec_validator import validate

from node import Node, command

EXAMPLES = 20
SECONDS = 40


def with_data(document, data):
    """Names things that are there, or most requests would end at 404."""
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    parameter["example"] = data[parameter["name"]]
    return document


def main():
    with tempfile.TemporaryDirectory(prefix="doicanh-api-") as folder:
        made = command("init", "--demo", "--data", f"{folder}/data")
        if made.returncode != 0:
            sys.exit(made.stderr)
        node = Node(data=f"{folder}/data")
        try:
            answer = node.get("/api/openapi.json")
            document = json.loads(answer.body)
            validate(document)
            print(f"the description is OpenAPI {document['openapi']}, {len(document['paths'])} addresses")
            events = re.findall(rb"/ledger/events/([0-9a-f-]{36})", node.get("/ledger").body)
            head = json.loads(node.get("/ledger/heads/latest").body)
            data = {"code": "37", "id": events[0].decode(), "size": head["size"], "provider": "bank", "document": "none",
                    "register": "civil-status", "portal": "national"}
            path = pathlib.Path(folder, "openapi.json")
            path.write_text(json.dumps(with_data(document, data)))
            found = subprocess.run(
                [pathlib.Path(sys.executable).parent / "schemathesis", "run", str(path), "--url",
                 f"http://127.0.0.1:{node.port}", "--max-examples", str(EXAMPLES), "--max-time", str(SECONDS),
                 "--generation-deterministic", "--no-color"], cwd=folder)
            broken = [line for line in node.lines() if int(json.loads(line).get("status", 0)) >= 500]
            print("\n".join(broken))
            return 1 if found.returncode or broken or node.stop() != 0 else 0
        finally:
            node.close()


if __name__ == "__main__":
    sys.exit(main())
