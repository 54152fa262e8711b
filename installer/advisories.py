"""What is known against the packages of the lock file, without asking anybody.

    python -m installer.advisories FOLDER [LOCK]

FOLDER has advisories in the format of OSV, a file of JSON each: a copy of the ``advisories`` of a
data base of Python packages, brought along from wherever there is a network. Ends with 1 where a
pinned version is affected. Source: the OSV schema, version 1.7.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from installer.bill_of_materials import LOCK, Pinned, pinned


def affecting(folder: Path, packages: list[Pinned]) -> Iterator[tuple[Pinned, str, str]]:
    """Each package that an advisory is about in its very version: its number and summary.

    Raises ValueError, KeyError or TypeError for what is no advisory.
    """
    known = {each.name: each for each in packages}
    for path in sorted(folder.rglob("*.json")):
        advisory = json.loads(path.read_text("utf-8"))
        if "withdrawn" in advisory:
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            own = known.get(_plain(str(package.get("name", ""))))
            if package.get("ecosystem") == "PyPI" and own and _is_in(own.version, affected):
                yield own, advisory["id"], str(advisory.get("summary", ""))


def _is_in(version: str, affected: dict[str, Any]) -> bool:
    """Whether a version is listed, or within one of the ranges."""
    if version in affected.get("versions", ()):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM")
    return any(_is_within(Version(version), each["events"]) for each in ranges)


def _is_within(version: Version, events: list[dict[str, str]]) -> bool:
    """Whether a version is bad after all events up to it, in order of their versions."""
    bad = False
    for what, at in sorted((_event(each) for each in events), key=lambda each: each[1]):
        if what == "last_affected":
            bad = bad and version <= at
        elif version >= at:
            bad = what == "introduced"
    return bad


def _event(event: dict[str, str]) -> tuple[str, Version]:
    [(what, at)] = event.items()
    try:
        return what, Version(at)
    except InvalidVersion:
        raise ValueError(at) from None


def _plain(name: str) -> str:
    """The name of a package as the lock file writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main(folder: Path, lock: Path = LOCK) -> int:
    """Print what is found; 1 if there is something."""
    packages = list(pinned(lock.read_text("utf-8")))
    count = sum(1 for _ in folder.rglob("*.json"))
    found = sorted(
        f"{each.name} {each.version}: {number} {summary}"
        for each, number, summary in affecting(folder, packages)
    )
    print(*found, f"{count} advisories, {len(packages)} packages, {len(found)} affected", sep="\n")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
