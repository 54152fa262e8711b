"""kill -9 at random points: what is resumed is identical, and little is done twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fixtures import machine

from engine.disk.copying import journal
from engine.disk.copying.digest import PIECE

COMMAND = [sys.executable, "-m", "gui.launch"]
KILLS = 10
SIZE = 768 << 20
AGAIN_LIMIT = 64 << 20


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> machine.Machine:
    return machine.build(tmp_path_factory.mktemp("kill") / "vm", size=SIZE, snapshots=1)


def written(path: Path) -> int:
    """Bytes the file takes; 0 if it is not there."""
    try:
        return path.stat().st_blocks * 512
    except FileNotFoundError:
        return 0


def data_after(path: Path, offset: int) -> int:
    """Bytes of content at or after ``offset``."""
    total = 0
    with path.open("rb") as file:
        end = os.fstat(file.fileno()).st_size
        while offset < end:
            try:
                start = os.lseek(file.fileno(), offset, os.SEEK_DATA)
            except OSError:
                break
            offset = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            total += offset - start
    return total


def watermark(log: Path) -> int:
    opened, _, records = journal.reopen(log)
    found = max((record.watermark for record in records), default=0)
    opened.close()
    return found


def run_until(command: list[str], partial: Path, threshold: int) -> bool:
    """Run and kill -9 once the partial file takes ``threshold`` bytes; False if it ended before."""
    child = subprocess.Popen(
        [*COMMAND, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while child.poll() is None:
        if written(partial) >= threshold:
            child.send_signal(signal.SIGKILL)
            break
        time.sleep(0.002)
    return child.wait() == -signal.SIGKILL


def test_killed_ten_times_it_resumes_to_the_identical_image(
    built: machine.Machine, tmp_path: Path
) -> None:
    rng = random.Random(7)
    total = written(built.truths["current"])
    thresholds = sorted(rng.randrange(1, total * 9 // 10) for _ in range(KILLS))
    out = tmp_path / "out"
    partial, log = out / "win2003.img.partial", out / "win2003.img.journal"
    command = ["convert", str(built.vmx), "-o", str(out)]
    kills = 0
    for threshold in thresholds:
        killed = run_until(command, partial, threshold)
        assert killed, "it was faster than the test: a larger disk is needed"
        kills += 1
        assert not (out / "win2003.img").exists()
        assert not (out / "manifest.json").exists()
        if log.exists():
            again = data_after(partial, watermark(log))
            # What is not recorded but written, and what was read but not written yet.
            assert again + 2 * PIECE <= AGAIN_LIMIT
        command = ["resume", str(out)]
    assert kills == KILLS
    done = subprocess.run([*COMMAND, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert subprocess.run(["cmp", out / "win2003.img", built.truths["current"]]).returncode == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "manifest.json",
        "win2003.cfg",
        "win2003.img",
    ]
    verify = subprocess.run([*COMMAND, "verify", str(out)], capture_output=True, check=False)
    assert verify.returncode == 0


@pytest.mark.slow
def test_flatten_killed_gives_the_same_disk(built: machine.Machine, tmp_path: Path) -> None:
    """The same command again goes on; qemu-img reads what its maker wrote."""
    out = tmp_path / "flat.vmdk"
    command = ["flatten", str(built.disk), str(out)]
    partial = tmp_path / "flat.vmdk.partial"
    total = written(built.truths["current"])
    for part in (0.2, 0.5, 0.8):
        assert run_until(command, partial, int(total * part))
        assert not out.exists()
    done = subprocess.run([*COMMAND, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    compare: list[str | Path] = [
        "qemu-img",
        "compare",
        "-f",
        "vmdk",
        "-F",
        "raw",
        out,
        built.truths["current"],
    ]
    assert subprocess.run(compare, capture_output=True, check=False).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flat.vmdk"]


def test_changed_source_is_not_resumed(tmp_path: Path) -> None:
    """The machine was started in between: going on would mix two states."""
    small = machine.build(tmp_path / "vm", size=96 << 20, snapshots=1)
    out = tmp_path / "out"
    command = ["convert", str(small.vmx), "-o", str(out)]
    assert run_until(command, out / "win2003.img.partial", 8 << 20)
    os.utime(small.disk)
    done = subprocess.run(
        [*COMMAND, "resume", str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "E405" in done.stderr
    assert not (out / "win2003.img").exists()


def test_interrupt_stops_and_resume_goes_on(built: machine.Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = subprocess.Popen(
        [*COMMAND, "convert", str(built.vmx), "-o", str(out)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while written(out / "win2003.img.partial") < 32 << 20 and child.poll() is None:
        time.sleep(0.002)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate()
    assert child.returncode == 4, errors
    assert "resume" in errors
    done = subprocess.run([*COMMAND, "resume", str(out)], capture_output=True, check=False)
    assert done.returncode == 0
    assert subprocess.run(["cmp", out / "win2003.img", built.truths["current"]]).returncode == 0
