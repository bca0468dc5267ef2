#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the ledger of a Đôi Cánh node with nothing but docs/ledger.md, Python and the openssl command.

    verify.py sqlite FILE    the database file of a node
    verify.py export FILE    what `doicanh verify --export FILE` wrote
    verify.py proof FILE     the JSON of /ledger/events/ID/proof

Ends with 0 when everything holds, 1 when something was tampered with, 2 when it cannot read the input.
"""
import hashlib
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile

ZERO = bytes(32)


class Tampered(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def text(value):
    data = value.encode()
    return struct.pack(">I", len(data)) + data


def leaf_bytes(position, event):
    return (
        b"\x01"
        + struct.pack(">q", position)
        + b"".join(text(event[name]) for name in ("id", "kind", "subject", "place", "actor"))
        + struct.pack(">q", event["at"])
        + text(event["facts"])
        + (event.get("commitment") or ZERO)
    )


def head_bytes(head):
    return (
        text("doicanh-head-1")
        + struct.pack(">q", head["size"])
        + head["root"]
        + head["previous"]
        + struct.pack(">q", head["at"])
        + text(head["key_id"])
    )


def node(left, right):
    return sha256(b"\x01" + left + right)


class Tree:
    """The peaks of the tree so far, each with its height: RFC 9162 section 2.1.1, leaf by leaf."""

    def __init__(self):
        self.peaks = []

    def append(self, leaf):
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            leaf = node(self.peaks.pop()[1], leaf)
            height += 1
        self.peaks.append((height, leaf))

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = node(peak, root)
        return root


def signed_by(public_key_pem, signature, data):
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for name, content in (("key", public_key_pem), ("signature", signature), ("data", data)):
            names[name] = os.path.join(folder, name)
            with open(names[name], "wb") as file:
                file.write(content)
        done = subprocess.run(
            ["openssl", "dgst", "-sha256", "-verify", names["key"], "-signature", names["signature"], names["data"]],
            capture_output=True,
        )
        return done.returncode == 0


def pem(der):
    return subprocess.run(
        ["openssl", "pkey", "-pubin", "-inform", "DER", "-outform", "PEM"], input=der, capture_output=True, check=True
    ).stdout


def check_key(key):
    if sha256(key["public_key"]).hex()[:32] != key["id"]:
        raise Tampered(f"key {key['id']} is not named after its public key")


def check(events, heads, keys):
    """`events` in order of position; `heads` in order of size; `keys` by id."""
    for key in keys.values():
        check_key(key)
    pems = {name: pem(key["public_key"]) for name, key in keys.items()}
    heads = list(heads)
    tree, size, waiting, previous = Tree(), 0, heads[:], ZERO
    for event in events:
        if event["position"] != size + 1:
            raise Tampered(f"the event at position {size + 1} was removed")
        size += 1
        if event.get("id") is None:
            raise Tampered(f"the event at position {size} was removed")
        leaf = sha256(b"\x00" + leaf_bytes(size, event))
        if leaf != event["leaf_hash"]:
            raise Tampered(f"event {event['id']} at position {size} was changed or moved")
        if event.get("content") is not None:
            if sha256(event["salt"] + event["content"].encode()) != event.get("commitment"):
                raise Tampered(f"the personal content of event {event['id']} was changed")
        tree.append(leaf)
        if waiting and waiting[0]["size"] == size:
            if waiting.pop(0)["root"] != tree.root():
                raise Tampered(f"the root of size {size} is not that of the events")
    if waiting:
        raise Tampered(f"the events from position {size + 1} to {waiting[-1]['size']} were removed")
    if heads and heads[-1]["size"] != size:
        raise Tampered(f"the events after position {heads[-1]['size']} are under no signed head")
    for head in heads:
        data, key = head_bytes(head), keys.get(head["key_id"])
        if head["previous"] != previous:
            raise Tampered(f"the head of size {head['size']} does not follow the head before it")
        if key is None or head["at"] < key["valid_from"]:
            raise Tampered(f"the head of size {head['size']} names a key that did not count then")
        ends = [key[name] for name in ("valid_until", "revoked_at") if key.get(name) is not None]
        if ends and head["at"] > min(ends):
            raise Tampered(f"the head of size {head['size']} names a key that did not count then")
        if not signed_by(pems[head["key_id"]], head["signature"], data):
            raise Tampered(f"the head of size {head['size']} is not signed by its key")
        previous = sha256(b"\x02" + data)
    return f"{size} events under {len(heads)} heads hold"


def from_sqlite(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    keys = {row["id"]: dict(row) for row in db.execute("SELECT * FROM ledger_key")}
    heads = [dict(row) for row in db.execute("SELECT * FROM ledger_head ORDER BY size")]
    events = db.execute(
        """SELECT n.position, n.leaf_hash, e.*, p.salt, p.content FROM ledger_entry n
        LEFT JOIN ledger_event e ON e.id = n.event_id LEFT JOIN ledger_personal p ON p.event_id = n.event_id
        ORDER BY n.position"""
    )
    return check((dict(row) for row in events), heads, keys)


BYTES = {"leaf_hash", "commitment", "root", "previous", "signature", "public_key"}


def lines(path, kind):
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if record.pop("record") == kind:
                for name in BYTES & record.keys():
                    record[name] = None if record[name] is None else bytes.fromhex(record[name])
                yield record


def from_export(path):
    keys = {key["id"]: key for key in lines(path, "key")}
    return check(lines(path, "event"), list(lines(path, "head")), keys)


def from_proof(path):
    with open(path, encoding="utf-8") as file:
        proof = json.load(file)
    commitment, head = proof.get("commitment"), proof["head"]
    proof["commitment"] = bytes.fromhex(commitment) if commitment else None
    leaf = leaf_bytes(proof["position"], proof)
    if leaf.hex() != proof["leaf"]:
        raise Tampered("the leaf is not that of the event")
    # RFC 9162 section 2.1.3.2
    fn, sn, result = proof["position"] - 1, head["size"] - 1, sha256(b"\x00" + leaf)
    for sibling in map(bytes.fromhex, proof["path"]):
        if sn == 0:
            raise Tampered("the path is too long")
        if fn & 1 or fn == sn:
            result = node(sibling, result)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or result.hex() != head["root"]:
        raise Tampered("the path does not lead to the root")
    key = head["public_key"].encode()
    signature = bytes.fromhex(head["signature"])
    for name in ("root", "previous"):
        head[name] = bytes.fromhex(head[name])
    if not signed_by(key, signature, head_bytes(head)):
        raise Tampered("the head is not signed by its key")
    return f"event {proof['position']} of {head['size']} holds"


def main():
    readers = {"sqlite": from_sqlite, "export": from_export, "proof": from_proof}
    if len(sys.argv) != 3 or sys.argv[1] not in readers:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(readers[sys.argv[1]](sys.argv[2]))
        return 0
    except Tampered as reason:
        print(f"TAMPERED: {reason}")
        return 1
    except (OSError, ValueError, KeyError, sqlite3.Error) as reason:
        print(f"cannot read {sys.argv[2]}: {reason}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
