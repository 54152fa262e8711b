"""``python -m bench``: peers and us on each workload; prints tables, and writes the page."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import time
from pathlib import Path

from bench import cache, contenders, page, table, workloads
from bench.rounds import Conditions, run
from bench.sizes import MIB
from bench.stages import Unavailable
from bench.workload import Workload

QUICK = 64 * MIB


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # tidies up, as Ctrl-C does
    if options.clean:
        cache.clean()
        return
    size = QUICK if options.quick else options.size * MIB
    contenders.others.extend(options.qemu_img)
    conditions = Conditions(1 if options.quick else options.rounds, options.limit, options.cold)
    cache.CACHE.mkdir(parents=True, exist_ok=True)
    about = page.about(size, conditions)
    print("\n".join(about), end="\n\n", flush=True)
    chosen = [
        each
        for each in workloads.all_of(size)
        if (each.quick or not options.quick) and each.key.startswith(options.only)
    ]
    if options.build:
        _build(chosen)
        return
    results = []
    for workload in chosen:
        began = time.monotonic()
        results.append(run(workload, conditions))
        print(table.details(results[-1]), f"({time.monotonic() - began:.0f} s)\n", flush=True)
        if options.write:  # what was measured stays if the rest is stopped
            page.write(options.write, results, about)
    print(table.summary(results))
    print(f"\nThe disks in {cache.CACHE} take {cache.held() / 2**30:.1f} GiB (--clean).")


def _build(chosen: list[Workload]) -> None:
    """Make the disks of workloads, as far as they are missing."""
    for workload in chosen:
        with contextlib.suppress(Unavailable), workload.stage() as stage:
            print(f"{workload.key}: {stage.source}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small disks, one round, a few of all")
    parser.add_argument("--size", type=int, default=4096, help="MiB of the larger disks")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=300, help="seconds that a run may take")
    parser.add_argument("--cold", action="store_true", help="the source is not in the page cache")
    parser.add_argument(
        "--only", type=_keys, default=("",), help="keys or their first letters: a,b4,f"
    )
    parser.add_argument("--qemu-img", action="append", default=[], metavar="PATH",
                        help="another qemu-img, or a script that runs one, to be measured "
                        "beside the usual")  # fmt: skip
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into a page")
    parser.add_argument("--build", action="store_true", help="make the disks and stop")
    parser.add_argument("--clean", action="store_true", help="remove the disks and stop")
    return parser.parse_args()


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


if __name__ == "__main__":
    main()
