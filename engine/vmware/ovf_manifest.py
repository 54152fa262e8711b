"""The manifest of an OVF: a digest of each file, in all spellings that were met.

``SHA256(disk.vmdk)= 1f…`` is what DMTF DSP0243 asks for. In the wild there are blanks around the
parentheses (``sha256sum --tag``), ``SHA2-256`` (OpenSSL 3), lines of ``sha256sum``, names that
begin with ``./``, digests in capitals and a digest of the empty manifest itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.vmware.text import decode

_TAGGED = re.compile(r"([A-Za-z0-9-]{3,10}) ?\((.{1,1000})\) ?= ?([0-9A-Fa-f]{32,128})")
_PLAIN = re.compile(r"\\?([0-9A-Fa-f]{32,128}) [ *]?(.{1,1000})")
_ALGORITHM = re.compile(r"sha(?:-?2)?-?(224|256|384|512)|(sha-?1|md5)|sha-?3-(224|256|384|512)")
_BY_LENGTH = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_LINES_LIMIT = 10_000
#: A certificate may follow in the same file.
_END = "-----BEGIN"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: the digest of a file."""

    name: str
    algorithm: str  #: of hashlib
    digest: str  #: hexadecimal, lower case


def lines(manifest: bytes) -> tuple[list[Line], int]:
    """What a manifest says, and how many of its lines say nothing that is known."""
    found: list[Line] = []
    odd = 0
    for written in decode(manifest).text.partition(_END)[0].splitlines()[:_LINES_LIMIT]:
        stripped = written.strip().strip("\0")
        if not stripped or stripped.startswith("#"):
            continue
        line = _line(stripped)
        if line is None:
            odd += 1
        else:
            found.append(line)
    return found, odd


def agrees(line: Line, data: bytes) -> bool:
    """Whether ``data`` has the digest of the line."""
    return hashlib.new(line.algorithm, data, usedforsecurity=False).hexdigest() == line.digest


def strongest(found: Iterable[Line]) -> list[Line]:
    """One line for each file: that of the longest digest."""
    best: dict[str, Line] = {}
    for line in found:
        if len(line.digest) > len(best.get(line.name, Line("", "", "")).digest):
            best[line.name] = line
    return list(best.values())


def _line(written: str) -> Line | None:
    if tagged := _TAGGED.fullmatch(written):
        algorithm, name, digest = _algorithm(tagged[1]), tagged[2].strip(), tagged[3]
    elif plain := _PLAIN.fullmatch(written):
        algorithm, name, digest = _BY_LENGTH.get(len(plain[1]), ""), plain[2].strip(), plain[1]
    else:
        return None
    if not algorithm or hashlib.new(algorithm, usedforsecurity=False).digest_size * 2 != len(
        digest
    ):
        return None
    return Line(name.removeprefix("./"), algorithm, digest.lower())


def _algorithm(written: str) -> str:
    """The name that hashlib has for an algorithm, empty if it has none."""
    match = _ALGORITHM.fullmatch(written.lower())
    if match is None:
        return ""
    if match[1]:
        return f"sha{match[1]}"
    return match[2].replace("-", "") if match[2] else f"sha3_{match[3]}"
