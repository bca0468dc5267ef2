# SPDX-License-Identifier: Apache-2.0
"""Prints papers: reads HTML from its socket, answers with PDF, until the other side hangs up.

Each message is four bytes of length, big-endian, and so many bytes; an answer begins with one more byte: H hello, P a PDF,
R refused, A the printing library is absent. The first message is the assets that papers may use, as JSON. Nothing else is
read: no network, no files but fonts.
"""

import json
import os
import resource
import shutil
import signal
import struct
import sys

SECONDS, MEGABYTES = int(sys.argv[1]), int(sys.argv[2])

messages, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
# What libraries print must not get between the answers.
os.dup2(2, 1)


def answer(kind, body):
    answers.write(kind + struct.pack(">I", len(body)) + body)
    answers.flush()


def message():
    header = messages.read(4)
    return messages.read(struct.unpack(">I", header)[0]) if len(header) == 4 else None


try:
    import weasyprint
except (ImportError, OSError) as error:
    answer(b"A", str(error).encode())
    sys.exit(0)

# Nothing may grow, be written or be forked beyond what a paper needs.
resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))

# A name that never resolves: papers name their style sheet by its path.
BASE = "http://paper.invalid"
assets = {BASE + path: text for path, text in json.loads(message() or b"{}").items()}
answer(b"H", weasyprint.__version__.encode())


def fetch(url, **_):
    # The address may carry the version of its content.
    text = assets.get(url.split("?")[0])
    if text is None:
        raise ValueError("papers refer to nothing outside")
    return {"string": text.encode(), "mime_type": "text/css", "encoding": "utf-8", "redirected_url": url}


def pdf(html):
    document = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetch)
    # Newer versions write compressed cross-references, which an addition would have to be written in, too.
    modern = int(weasyprint.__version__.split(".")[0]) >= 59
    return document.write_pdf(**({"uncompressed_pdf": True} if modern else {}))


while (html := message()) is not None:
    # The other side stops a worker that hangs; should it be gone itself, the worker stops alone.
    signal.alarm(SECONDS)
    try:
        answer(b"P", pdf(html.decode()))
    except MemoryError:
        sys.exit(1)
    except Exception as error:
        answer(b"R", f"{type(error).__name__}: {error}"[:500].encode())
    signal.alarm(0)
# The other side has gone, perhaps without a chance to clear up.
desk = os.environ.get("TMPDIR", "")
if os.path.basename(desk.rstrip("/")).startswith("doicanh-press-"):
    shutil.rmtree(desk, ignore_errors=True)
