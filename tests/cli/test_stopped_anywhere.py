"""Commands stopped at random moments: they end with 4 and JSON, and go on to the same result.

By default one moment of each command that changes most; ``VMX2XEN_STOPS=200`` is the whole proof.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pytest
from fixtures import guests, machine

from engine.cli.main import main

STOPS = int(os.environ.get("VMX2XEN_STOPS", "1"))
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: SIGHUP is heard also where the tests themselves run with nohup.
PROGRAM = (
    sys.executable,
    "-c",
    "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL);"
    "from gui.launch import main; sys.exit(main())",
)
DONE, REFUSED, STOPPED = 0, 3, 4

with_more_stops = pytest.mark.skipif(STOPS < 2, reason="VMX2XEN_STOPS is less than 2")
needs_qemu = pytest.mark.skipif(
    not shutil.which("qemu-system-x86_64"), reason="qemu-system-x86 is not installed"
)


@dataclass(frozen=True)
class End:
    """How a command ended that was stopped, or not."""

    code: int
    out: str
    err: str
    seconds: float


def run(*arguments: object, after: float | None = None, with_signal: int = 0) -> End:
    """Run vmx2xen, and send it a signal after so many seconds."""
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen(
        [*PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment,
    )  # fmt: skip
    if after is not None:
        time.sleep(after)
        process.send_signal(with_signal)
    out, err = process.communicate(timeout=120)
    return End(process.returncode, out, err, time.monotonic() - began)


def run_here(*arguments: object) -> End:
    """Run a command that is not stopped; in this process, which has no start to wait for."""
    began = time.monotonic()
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main([str(each) for each in arguments])
    return End(code, out.getvalue(), err.getvalue(), time.monotonic() - began)


def is_through(end: End) -> bool:
    """All is done; a trial also if it ends with a verdict other than that the guest has started."""
    return end.code == DONE or (end.code == REFUSED and bool(json.loads(end.out).get("verdict")))


@dataclass(frozen=True)
class Scenario:
    """A command in a folder of its own, and what is to come of it in the end."""

    arguments: Callable[[Path], tuple[object, ...]]
    result: Callable[[Path], object]  #: to compare; what is not there raises


def moments(seed: str, seconds: float) -> Iterator[tuple[float, int]]:
    """Random moments within a run of so many seconds, and the signals to send then."""
    rng = random.Random(seed)
    for _ in range(STOPS):
        yield rng.uniform(0, seconds), rng.choice(SIGNALS)


def prove(scenario: Scenario, template: Path, tmp_path: Path, seed: str) -> None:
    """Stop the command at random moments, each time in a copy of ``template``."""
    whole = copied(template, tmp_path / "whole")
    end = run(*scenario.arguments(whole), "--json")
    assert is_through(end), end
    expected = scenario.result(whole)
    for number, (after, with_signal) in enumerate(moments(seed, end.seconds)):
        place = copied(template, tmp_path / f"stop{number}")
        check_end(
            run(*scenario.arguments(place), "--json", after=after, with_signal=with_signal),
            with_signal,
        )
        go_on(scenario, place)
        assert scenario.result(place) == expected, (after, with_signal)
        shutil.rmtree(place)


def check_end(end: End, with_signal: int) -> None:
    """4 with JSON; or 130 before the first line of main; or it was too late and all is done."""
    if end.code == -with_signal:
        assert end.out == "", end
        return
    assert end.code == STOPPED or is_through(end), end
    told = json.loads(end.out)
    outcomes = {DONE: "done", REFUSED: "refused", STOPPED: "stopped"}
    assert told["outcome"] == outcomes[end.code], end
    assert "Traceback" not in end.err, end


def go_on(scenario: Scenario, place: Path) -> None:
    """Go on as the command says: resume what can be, else give the command again."""
    out = place / "out"
    if any((out / name).exists() for name in ("job.journal", "push.journal")):
        end = run_here("resume", out, "--json")
        if (
            "there is nothing" not in end.err
            and end.code == DONE
            and (out / "manifest.json").exists()
        ):
            return
    again = run_here(*scenario.arguments(place), "--json")
    told = json.loads(again.out)
    done_before = {each["code"] for each in told["findings"]} & {"E402"}
    assert is_through(again) or done_before, again


def copied(template: Path, place: Path) -> Path:
    subprocess.run(["cp", "-a", "--sparse=always", template, place], check=True)
    return place


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def of_folder(folder: Path) -> dict[str, str]:
    """Names and digests of the results; the manifest has times in it."""
    return {
        path.name: "" if path.name == "manifest.json" else digest(path)
        for path in sorted(folder.iterdir())
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine without a guest that is known."""
    place = tmp_path_factory.mktemp("stopped") / "plain"
    machine.build(place / "vm", size=16 << 20)
    return place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with a Windows 2003, which is fitted."""
    place = tmp_path_factory.mktemp("stopped") / "machine"
    place.mkdir()
    guests.build(place / "raw", "windows2003")
    machine.build(place / "vm", image=place / "raw")
    (place / "raw").unlink()
    return place


@pytest.fixture(scope="module")
def converted(folder: Path) -> Path:
    """The same, converted into ``out``."""
    place = copied(folder, folder.parent / "converted")
    assert run_here("convert", place / "vm", "-o", place / "out").code == DONE
    return place


@with_more_stops
def test_convert(plain: Path, tmp_path: Path) -> None:
    scenario = Scenario(
        lambda place: ("convert", place / "vm", "-o", place / "out", "--set", "images=/srv"),
        lambda place: of_folder(place / "out"),
    )
    prove(scenario, plain, tmp_path, "convert")


def test_convert_a_windows(folder: Path, tmp_path: Path) -> None:
    """What is fitted has the time in it, so it is the image without it that is the same."""
    scenario = Scenario(lambda place: ("convert", place / "vm", "-o", place / "out"), undone)
    prove(scenario, folder, tmp_path, "convert a Windows")


def undone(place: Path) -> tuple[object, ...]:
    """The names of the results, the configuration, and the image once the change is undone."""
    names = sorted(path.name for path in (place / "out").iterdir())
    told = config(place)
    assert run_here("verify", place / "out").code == DONE
    assert run_here("hal", place / "out/win2003.img", "--undo").code == DONE
    return names, told, digest(place / "out/win2003.img")


@with_more_stops
def test_verify(converted: Path, tmp_path: Path) -> None:
    scenario = Scenario(
        lambda place: ("verify", place / "out"), lambda place: of_folder(place / "out")
    )
    prove(scenario, converted, tmp_path, "verify")


def test_push(converted: Path, tmp_path: Path) -> None:
    scenario = Scenario(
        lambda place: ("push", place / "out", place / "srv"),
        lambda place: digest(place / "srv/win2003.img"),
    )
    prove(scenario, converted, tmp_path, "push")


@with_more_stops
def test_xva(converted: Path, tmp_path: Path) -> None:
    scenario = Scenario(
        lambda place: ("xva", place / "out"), lambda place: digest(place / "out/win2003.xva")
    )
    prove(scenario, converted, tmp_path, "xva")


def test_hal(converted: Path, tmp_path: Path) -> None:
    scenario = Scenario(
        lambda place: ("hal", place / "out/win2003.img", "--set", "halacpi"),
        undone,
    )
    prove(scenario, converted, tmp_path, "hal")


def config(place: Path) -> list[str]:
    """The configuration, but for the path of the image."""
    lines = (place / "out/win2003.cfg").read_text().splitlines()
    return [line for line in lines if "target=/" not in line]


@needs_qemu
@with_more_stops
def test_try(converted: Path, tmp_path: Path) -> None:
    scenario = Scenario(
        lambda place: ("try", place / "out", "--seconds", "1"),
        lambda place: of_folder(place / "out"),
    )
    prove(scenario, converted, tmp_path, "try")
