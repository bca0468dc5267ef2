# SPDX-License-Identifier: Apache-2.0
"""Makes the node one of two that exchange documents, with a paper that waits for the other, which is never there."""

import os
import subprocess


def connect(node):
    def file(name: str, text: str = "") -> str:
        path = os.path.join(node.folder, name)
        if text:
            with open(path, "w") as out:
                out.write(text)
        return path

    node.command("exchange", "authority", "init", "--name", "Bộ Khoa học và Công nghệ")
    file("own.csr", node.command("exchange", "request", "yen-mo"))
    subprocess.run(
        ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=ninh-binh",
         "-keyout", file("other.key"), "-out", file("other.csr")], check=True, capture_output=True)
    answer = node.command(
        "exchange", "enrol", file("own.csr"), "--address", "127.0.0.1:9", "--agency", "H42.999")
    node.command("exchange", "accept", file("own.crt", answer))
    node.command("exchange", "enrol", file("other.csr"), "--address", "127.0.0.1:9", "--agency", "H42")
    node.command("exchange", "directory", "publish", file("directory.json"))
    node.command("exchange", "send", "H42.999", file("cong-van.txt", "Công văn"), "--to", "H42")
