"""What a copy that was cut has received of hosts, and not put into the image: a file beside it.

One line of JSON says which copy it is of, and lists the parts: file, place, length. Their bytes
follow, then BLAKE3 over all. It only saves time: what is torn or of another copy counts as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from blake3 import blake3

from engine.disk import side_files
from engine.findings import Refusal
from engine.source.received import Came

_MAGIC = "vmx2xen received 1"
#: Bytes of such a file at most: what eight connections have under way is a third of it.
_LIMIT = 128 << 20
_DIGEST = 32


def save(path: Path, identity: dict[str, Any], parts: Sequence[Came]) -> None:
    """Write the file anew, or none where that cannot be done."""
    listed = [(str(file), at, len(data)) for file, at, data in parts]
    head = json.dumps({"magic": _MAGIC, "of": identity, "parts": listed}).encode() + b"\n"
    digest = blake3(head)
    try:
        with open(side_files.create_anew(path), "wb") as file:
            file.write(head)
            for _, _, data in parts:
                file.write(data)
                digest.update(data)
            file.write(digest.digest())
    except (OSError, Refusal):  # such as for want of room
        return  # it will come again


def load(path: Path, identity: dict[str, Any]) -> list[Came]:
    """The parts, where the file is whole and of this copy; refuses E417."""
    with suppress(OSError), open(side_files.reopen(path), "rb") as file:
        if os.fstat(file.fileno()).st_size <= _LIMIT:
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                return list(_parts(file.read(), identity))
    return []


def _parts(content: bytes, identity: dict[str, Any]) -> Iterator[Came]:
    body, digest = content[:-_DIGEST], content[-_DIGEST:]
    head, _, _ = body.partition(b"\n")
    if blake3(body).digest() != digest:
        return
    found = json.loads(head)
    if found["magic"] != _MAGIC or found["of"] != json.loads(json.dumps(identity)):
        return
    begin = len(head) + 1
    for file, at, length in found["parts"]:
        yield Path(file), int(at), body[begin : begin + length]
        begin += length
