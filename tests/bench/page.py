"""The page with the newest results; what is written by hand around them stays."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.util import cache_from_source
from pathlib import Path

from bench import cache, contenders, table
from bench.rounds import Conditions, Result
from engine import choices

BEGIN, END = "<!-- results: written by make bench -->", "<!-- end of the results -->"

_VERSIONS = (
    ("qemu-img", "--version"),
    ("nbdcopy", "--version"),
    ("virt-v2v", "--version"),
    ("cp", "--version"),
)


def write(path: Path, results: list[Result], about: list[str]) -> None:
    """Put results between the marks of the page. Raises ValueError if it has none.

    What the page has of other workloads stays, if it was measured with the same disks and programs.
    Quotes below a table (lines that begin with ``>``) are by hand and stay in any case.
    """
    page = path.read_text("utf-8")
    before, begin, rest = page.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} does not say where the results go")
    path.write_text(f"{before}{BEGIN}\n\n{_text(results, about, old)}\n{END}{after}", "utf-8")


def _text(results: list[Result], about: list[str], old: str) -> str:
    """Machine and versions, the summary, and all tables, by the keys of the workloads."""
    rows, details = _parts(old)
    by_hand = {key: _by_hand(text) for key, text in details.items()}
    if any(line not in old for line in about[1:]):  # all but date and load
        rows = {}
        details = {
            key: _heading(details[key]) + quoted for key, quoted in by_hand.items() if quoted
        }
    for result in results:
        rows.update(_parts(table.summary([result]))[0])
        for key, text in _parts(table.details(result))[1].items():
            details[key] = text + by_hand.get(key, "")
    summary = [*table.SUMMARY, *(rows[key] for key in sorted(rows, key=_place))]
    tables = [details[key] for key in sorted(details, key=_place)]
    return "\n\n".join(["\n".join(f"- {line}" for line in about), "\n".join(summary), *tables])


def _by_hand(text: str) -> str:
    """The quotes of one workload's part, with what parts them from it."""
    return "".join(f"\n{quoted}" for quoted in re.findall(r"(?:^>.*\n)+", text, re.MULTILINE))


def _heading(text: str) -> str:
    """The first line of a part whose figures are of other disks or programs."""
    return f"{text.splitlines()[0]}\n\nNot measured anew.\n"


def _parts(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The rows of the summary, and the tables with their headings, by key."""
    summary, *tables = re.split(r"^(?=### )", text, flags=re.MULTILINE)
    rows = {row[1]: row[0] for row in re.finditer(r"^\| (\w+) \|.*", summary, re.MULTILINE)}
    return rows, {each.split()[1].rstrip("."): each.rstrip() + "\n" for each in tables}


def _place(key: str) -> tuple[str, int]:
    return key[0], int(key[1:] or 0)


def about(size: int, conditions: Conditions) -> list[str]:
    """What must be known to compare the figures with others."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    programs = [*_VERSIONS, *((each, "--version") for each in contenders.others)]
    versions = [*filter(None, map(_version, programs)), f"Python {platform.python_version()}"]
    state = "not in the page cache" if conditions.cold else "in the page cache"
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, load {load}; {_reporting()}",
        f"{_processor()}, {os.cpu_count()} cores, Linux {platform.release()}, {_file_system()}",
        ", ".join(versions),
        f"disks of {size / 2**30:g} GiB, {conditions.rounds} rounds; the source is {state}",
        f"bytecode of vmx2xen {'is there' if _has_bytecode() else 'is made anew at each start'}",
    ]


def _has_bytecode() -> bool:
    """Whether our own files are compiled: it is a third of a short command's time."""
    return Path(cache_from_source(choices.__file__)).exists()


def _reporting() -> str:
    """Free memory that goes back to the host makes the next use of it dear, at random."""
    order = Path("/sys/module/page_reporting/parameters/page_reporting_order")
    largest = 10  # pages are free in blocks of 2^10 at most
    if not order.exists() or int(order.read_text()) > largest:
        return "page_reporting is off"
    return "page_reporting is on: free memory is given back to the host, and figures jump"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _file_system() -> str:
    words = ["stat", "--file-system", "--format", "%T", str(cache.CACHE)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return done.stdout.strip().replace("ext2/ext3", "ext4")


def _version(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except OSError:
        return ""
    return done.stdout.splitlines()[0].strip()
