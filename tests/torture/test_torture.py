"""Commands that are killed, lose their power, meet errors and mishaps: the same result in the end.

By default one strike of each kind at a conversion; ``VMX2XEN_TORTURE=N`` strikes N times at each
command, as ``make torture`` does, which counts in build/torture/seen.tsv.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from torture import child, strikes
from torture.scenarios import SCENARIOS, Scenario, copied, go_on
from torture.seam import CHANGING

from engine.cli.exit_codes import DONE, REFUSED, STOPPED

STRIKES = int(os.environ.get("VMX2XEN_TORTURE", "0"))
SEED = os.environ.get("VMX2XEN_SEED", "1")
FEW = ("convert to raw",)
CODES = (
    errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.ENOENT, errno.EINTR, errno.ESTALE,
    errno.EMFILE, errno.ENOMEM,
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """A scenario, what it starts from, what comes of it, and how many calls it makes."""

    scenario: Scenario
    place: Path
    template: Path  #: a copy of what it starts from
    expected: object
    calls: int
    changes: int
    seconds: float

    def placed(self, *, whole: bool = False) -> Path:
        """The folder as it was at the start; the source is the very same, but with ``whole``."""
        if whole:
            shutil.rmtree(self.place)
            copied(self.template, self.place)
            return self.place
        for name in ("out", "srv", "plain"):
            subprocess.run(["rm", "-rf", self.place / name], check=True)
            if (self.template / name).exists():
                copied(self.template / name, self.place / name)
        return self.place

    def numbers(self, what: str, calls: int) -> list[int]:
        """The calls that are struck."""
        lottery = random.Random(f"{SEED} {what} {self.scenario.name}")
        return [lottery.randint(1, calls) for _ in range(STRIKES or 1)]


@pytest.fixture(
    scope="module",
    params=[each for each in SCENARIOS if STRIKES or each.name in FEW],
    ids=lambda each: each.name.replace(" ", "-"),
)
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    scenario: Scenario = request.param
    folder = tmp_path_factory.mktemp("torture")
    place, template = folder / "place", folder / "template"
    scenario.build(place)
    copied(place, template)
    subject = Subject(scenario, place, template, None, 0, 0, 0.0)
    counts: list[int] = []
    for names in ((), CHANGING):
        subject.placed()
        counting = strikes.counting(place, names, folder / "count")
        began = time.monotonic()
        end = child.run(scenario.arguments(place), folder / "clean", counting)
        seconds = time.monotonic() - began
        assert end.code == DONE, end
        counts.append(int((folder / "count").read_text()))
    expected = scenario.result(place)
    calls, changes = counts
    return replace(subject, expected=expected, calls=calls, changes=changes, seconds=seconds)


def run(subject: Subject, place: Path, before: strikes.Before) -> child.End:
    end = child.run(subject.scenario.arguments(place), place.with_name("notes"), before)
    assert "Traceback" not in end.err, end
    return end


def tell(subject: Subject, what: str, count: int) -> None:
    """Add a line to what ``make torture`` has seen."""
    if STRIKES:
        told = Path("build/torture")
        told.mkdir(parents=True, exist_ok=True)
        with (told / "seen.tsv").open("a") as file:
            file.write(f"{what}\t{subject.scenario.name}\t{count}\n")


def check(subject: Subject, place: Path, *struck: object) -> None:
    """Go on, and compare."""
    go_on(subject.scenario, place, place.with_name("notes"))
    assert subject.scenario.result(place) == subject.expected, struck


def test_killed_at_a_call(subject: Subject) -> None:
    for index, at in enumerate(subject.numbers("kill", subject.changes)):
        place = subject.placed()
        end = run(subject, place, strikes.killing(place, CHANGING, at, tear=bool(index % 2)))
        assert end.code in (-9, DONE), end
        check(subject, place, at)
        tell(subject, "kill -9 at a call", 1)


def test_killed_while_its_journal_is_made(subject: Subject) -> None:
    """At each of the first calls: what has no journal yet is begun again, and leaves nothing."""
    if subject.scenario.name != "convert to raw":
        pytest.skip("its journal is made alike, or it has another")
    for at in range(1, 7):
        place = subject.placed()
        end = run(subject, place, strikes.killing(place, CHANGING, at, tear=False))
        assert end.code == -9, end
        check(subject, place, at)


@pytest.mark.skipif(not STRIKES, reason="VMX2XEN_TORTURE is not set")
def test_killed_at_a_time(subject: Subject) -> None:
    lottery = random.Random(f"{SEED} time {subject.scenario.name}")
    for _ in range(STRIKES):
        place, after = subject.placed(), lottery.uniform(0.01, subject.seconds)
        end = run(subject, place, strikes.killing_after(after))
        assert end.code in (-14, DONE), end
        check(subject, place, after)
        tell(subject, "kill at a time", 1)


def test_the_power_is_cut(subject: Subject) -> None:
    for at in subject.numbers("power", subject.changes):
        place = subject.placed()
        end = run(subject, place, strikes.cutting_power(place, CHANGING, at, at))
        assert end.code in (-9, DONE), end
        cut = place.with_name("cut-out")
        if cut.exists():
            shutil.rmtree(place / "out")
            cut.rename(place / "out")
        check(subject, place, at)
        tell(subject, "power cut", 1)


def test_a_call_fails(subject: Subject) -> None:
    for index, at in enumerate(subject.numbers("fault", subject.calls)):
        place, code = subject.placed(), CODES[(index + at) % len(CODES)]
        end = run(subject, place, strikes.failing(place, at, code))
        struck = at, errno.errorcode[code], end
        assert end.code in (DONE, REFUSED, STOPPED), struck
        if end.code == DONE and not (place / "out").exists():  # when all was done
            assert json.loads(end.out)["files"] == [], (at, end)
        elif end.code == DONE:
            assert subject.scenario.result(place) == subject.expected, struck
        else:
            assert end.codes, struck
            check(subject, place, *struck)
        tell(subject, "call that fails", 1)


# -- mishaps of a conversion


def cut_off(place: Path) -> None:
    for disk in (place / "vm").glob("*.vmdk"):
        os.truncate(disk, disk.stat().st_size // 2)


def replaced(place: Path) -> None:
    for disk in (place / "vm").glob("*.vmdk"):
        disk.write_bytes(bytes(disk.stat().st_size))


def taken_away(place: Path) -> None:
    shutil.rmtree(place / "out", ignore_errors=True)


@pytest.mark.parametrize("mishap", [cut_off, replaced, taken_away], ids=lambda each: each.__name__)
def test_a_mishap(subject: Subject, mishap: Callable[[Path], None]) -> None:
    """Refused, or all that was needed had been read; never another image with exit code 0."""
    if not subject.scenario.name.startswith("convert to"):
        pytest.skip("the source or the target is another")
    for at in subject.numbers(mishap.__name__, subject.calls)[: max(STRIKES, 1)]:
        place = subject.placed(whole=True)
        end = run(subject, place, strikes.befalling(place, at, mishap))
        assert end.code in (DONE, REFUSED, STOPPED), (at, end)
        if end.code == DONE and not (place / "out").exists():  # when all was done
            assert json.loads(end.out)["files"] == [], (at, end)
        elif end.code == DONE:
            assert subject.scenario.result(place) == subject.expected, (at, end)
        else:
            assert end.codes, (at, end)
        tell(subject, f"source or target {mishap.__name__.replace('_', ' ')}", 1)
