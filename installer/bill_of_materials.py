"""What the package is made of, as a CycloneDX document (specification 1.6, in JSON).

    python -m installer.bill_of_materials

prints it. Of each Python package it has the version and the digests that ``requirements.lock``
pins, and the name of its licence as the package itself says it. The same lock makes the same
document. What Debian brings (``debian/depends``) is not in the package, and not in it.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import __version__
from installer.licences import licences

LOCK = Path(__file__).parents[1] / "requirements.lock"
_PINNED = re.compile(r"([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)(?: ; ([^\\]+))?")
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_OWN = "vmx2xen"
_NAMES = uuid.UUID("6f1c3c50-6d4e-4f3e-9d0a-2f7d3d4f2b11")  #: of our documents


@dataclass(frozen=True)
class Pinned:
    """A package of the lock file."""

    name: str
    version: str
    where: str  #: the systems that it is for, as a marker; empty for all
    digests: tuple[str, ...]  #: SHA-256 of the files that are allowed


def pinned(lock: str) -> Iterator[Pinned]:
    """The packages of a lock file; raises ValueError for a line that is not understood."""
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        found = _PINNED.match(entry)
        digests = tuple(_DIGEST.findall(entry))
        if not found or not digests:
            raise ValueError(entry)
        yield Pinned(found[1], found[2], (found[3] or "").strip(), digests)


def document(lock: str, packages: Path | None, when: int) -> dict[str, Any]:
    """The document; ``packages`` has the installed packages, ``when`` is in seconds since 1970."""
    named = licences(packages) if packages else {}
    parts = [_component(each, named.get(each.name, "")) for each in pinned(lock)]
    own = {
        "type": "application",
        "bom-ref": _OWN,
        "name": _OWN,
        "version": __version__,
        "licenses": [{"license": {"id": "GPL-3.0-or-later"}}],
    }
    references = sorted(each["bom-ref"] for each in parts)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMES, f'{__version__} {lock}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(when, UTC).isoformat().replace("+00:00", "Z"),
            "component": own,
        },
        "components": parts,
        "dependencies": [
            {"ref": _OWN, "dependsOn": references},
            *({"ref": each} for each in references),
        ],
    }


def _component(package: Pinned, licence: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{package.name}@{package.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": each} for each in package.digests],
    }
    if licence:
        found["licenses"] = [{"license": {"name": licence}}]
    if package.where:
        found["properties"] = [{"name": f"{_OWN}:for", "value": package.where}]
    return found


def text(packages: Path | None, when: int) -> str:
    """The document of our lock file."""
    return json.dumps(document(LOCK.read_text("utf-8"), packages, when), indent=1) + "\n"


if __name__ == "__main__":
    print(text(None, int(os.environ.get("SOURCE_DATE_EPOCH", "0"))), end="")
