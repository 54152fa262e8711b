"""Fuzzes all parsers: ``python -m fuzz SECONDS [SEED]``, so long for each of them.

Inputs that are faults are kept in build/fuzz; what was tried is printed as a table.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fuzz.run import run
from fuzz.targets import TARGETS

MEMORY = 1 << 30  # bytes of address space; the half of it is Python and its libraries
KEPT = Path("build/fuzz")


def lasting(seconds: float) -> Callable[[int], bool]:
    """Whether to go on, so many seconds from the first time it is asked."""
    ends: list[float] = []

    def goes_on(_inputs: int) -> bool:
        now = time.monotonic()
        if not ends:
            ends.append(now + seconds)
        return now < ends[0]

    return goes_on


def main(seconds: float, seed: str) -> int:
    """The number of faults."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    faults = total = 0
    for target in TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            outcome = run(target, Path(folder) / "fuzz", seed, lasting(seconds))
        total += outcome.inputs
        faults += len(outcome.faults)
        print(
            f"| {target.name} | {outcome.inputs:,} | {outcome.refused:,} | {len(outcome.faults)} |",
            flush=True,
        )
        for said, data in outcome.faults.items():
            KEPT.mkdir(parents=True, exist_ok=True)
            path = KEPT / f"{target.name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:8]}"
            path.write_bytes(data)
            print(f"{path}: {said}", file=sys.stderr, flush=True)
    print(f"| all | {total:,} | | {faults} |")
    return faults


if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else str(time.time()))))
