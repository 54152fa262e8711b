"""``python -m bench``: each peer and us in turn, A B A B, on each workload; prints a table.

Every run writes a fresh target, and its content is compared with the peer's. Times are medians;
ours are given once as people get it (digests, durable, verified) and once for the bare copy.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.workloads import CACHE, Workload, all_of

COPY = Path(__file__).with_name("bare_copy.py")


@dataclass
class Runs:
    """What one contender took, round by round: wall and CPU seconds, peak memory in MiB."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def add(self, command: list[str | Path]) -> None:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, status, used = os.wait4(child.pid, 0)
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.memory.append(used.ru_maxrss / 1024)
        assert child.stderr is not None
        if status:
            sys.exit(f"{command}: {child.stderr.read().decode()}")
        child.stderr.close()
        child.returncode = 0

    def __str__(self) -> str:
        median = statistics.median
        return f"{median(self.wall):.2f} s, {median(self.cpu):.2f} CPU, {max(self.memory):.0f} MiB"


def contenders(disk: Path, out: Path) -> dict[str, list[str | Path]]:
    """Commands that write ``out`` from ``disk``, by name."""
    program: list[str | Path] = [sys.executable, "-m", "gui.launch"]
    return {
        "qemu-img": ["qemu-img", "convert", "-O", "raw", disk, out],
        "vmx2xen raw": [*program, "raw", disk, out],
        "bare copy": [sys.executable, COPY, disk, out],
    }


def run(workload: Workload, rounds: int, folder: Path) -> str:
    """One row of the table."""
    results: dict[str, Runs] = {}
    reference = folder / "reference"
    subprocess.run(["qemu-img", "convert", "-O", "raw", workload.disk, reference], check=True)
    for _ in range(rounds):
        out = folder / "out"
        for name, command in contenders(workload.disk, out).items():
            out.unlink(missing_ok=True)
            results.setdefault(name, Runs()).add(command)
            if workload.key != "f":  # comparing 2 TiB of holes takes longer than all the rest
                subprocess.run(["cmp", reference, out], check=True)
    reference.unlink()
    out.unlink()
    peer = statistics.median(results["qemu-img"].wall)
    ratios = [
        f"{peer / statistics.median(results[name].wall):.1f}x"
        for name in ("vmx2xen raw", "bare copy")
    ]
    cells = [workload.key, workload.title, *(str(each) for each in results.values()), *ratios]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="small disks, one round")
    parser.add_argument("--size", type=int, default=2048, help="MiB of each disk")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="keys of workloads, such as abg")
    options = parser.parse_args()
    size, rounds = (64 << 20, 1) if options.quick else (options.size << 20, options.rounds)
    CACHE.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["qemu-img", "--version"], capture_output=True, text=True, check=True)
    about = (
        version.stdout.splitlines()[0],
        f"Python {platform.python_version()}",
        f"{os.cpu_count()} cores",
        f"{rounds} rounds of {size >> 20} MiB, medians",
        f"load {os.getloadavg()[0]:.1f}",
    )
    print("; ".join(about))
    print("| | workload | qemu-img | vmx2xen raw | bare copy | raw/qemu-img | copy/qemu-img |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        for workload in all_of(size):
            if not options.only or workload.key in options.only:
                print(run(workload, rounds, Path(folder)), flush=True)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main()
