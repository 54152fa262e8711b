"""The probe guest: a boot sector of ours, and what it reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fixtures.tools import run

END = "probe end"
SOURCE = Path(__file__).with_name("probe.asm")


@dataclass(frozen=True)
class Report:
    """What a guest of Xen saw."""

    facts: Mapping[str, str]  #: by key; a key that is not there was not found
    tables: frozenset[str]  #: of ACPI
    pci: Sequence[str]  #: vendor:device of each function on bus 0

    def number(self, key: str) -> int:
        """A number of the report, 0 where it is missing."""
        return int(self.facts.get(key, "0"))


def assemble(path: Path, size: int = 1 << 20) -> Path:
    """A raw disk of `size` bytes that starts the probe."""
    run("nasm", "-f", "bin", "-o", path, SOURCE)
    with path.open("r+b") as disk:
        disk.truncate(size)
    return path


def report(said: str) -> Report:
    """What the probe said, read."""
    lines = [line.split(" ", 2)[1:] for line in said.splitlines() if line.startswith("probe ")]
    pairs = [(line[0], line[1] if len(line) > 1 else "") for line in lines]
    return Report(
        dict(pairs),
        frozenset(value for key, value in pairs if key == "acpi_table"),
        [value for key, value in pairs if key == "pci"],
    )
