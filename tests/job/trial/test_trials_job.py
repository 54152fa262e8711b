"""A matrix of HALs and flags, tried in a real QEMU with a guest whose behaviour is known."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fixtures import boot_sector, machine, nt5_stand_in, windows2003

from engine.boot import watch
from engine.boot.emulator import QEMU
from engine.cli.main import main
from engine.job import requests
from engine.job.trial import cell, results, subject
from engine.job.trial.trials_job import TrialsJob, TrialsWish
from engine.job.trial.use_job import UseJob

pytestmark = pytest.mark.skipif(not shutil.which(QEMU), reason=f"{QEMU} is not installed")

#: Cells with each of the ways to end, and how each has to end, worked out by hand.
SOME = {
    "halmacpi acpi=1 apic=1 vcpus=2": "login",
    "halacpi acpi=1 apic=0 vcpus=1": "login",
    "halacpi acpi=0 apic=1 vcpus=1": "0x000000A5",
    "halmps acpi=0 apic=0 vcpus=1": "hang",
}
EMULATED = ("--accelerator", "tcg", "--seconds", "60")
STOPS = int(os.environ.get("VMX2XEN_STOPS", "1"))
USED = "halacpi acpi=1 apic=0 vcpus=1"


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.3)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A converted machine with the stand-in; to be copied."""
    folder = tmp_path_factory.mktemp("trials")
    windows2003.build(folder / "raw", size=64 << 20, hal="halmacpi", boot_bus="scsi")
    nt5_stand_in.install(folder / "raw")
    vm = machine.build(folder / "vm", image=folder / "raw", snapshots=1)
    out = folder / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--set", "memory=64"]) == 0
    return out


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", "--sparse=always", made, tmp_path / "out"], check=True)
    return tmp_path / "out"


def image(folder: Path) -> Path:
    [found] = folder.glob("*.img")
    return found


def digest(folder: Path) -> str:
    return hashlib.sha256(image(folder).read_bytes()).hexdigest()


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([str(each) for each in (*arguments, "--json")])
    return code, json.loads(capsys.readouterr().out)


def only(*names: str) -> list[str]:
    """The options that choose these cells and their neighbours."""
    hals = dict.fromkeys(name.partition(" ")[0] for name in names)
    flags = dict.fromkeys(name.partition(" ")[2] for name in names)
    return [
        *(word for hal in hals for word in ("--hal", hal)),
        *(word for each in flags for word in ("--flags", each)),
    ]


def shown(tried: dict[str, Any]) -> str:
    """What was seen of a cell, in the words of the truth."""
    if tried["outcome"] == "reached":
        return "login"
    if tried["code"] in ("E740", "E741"):
        return "hang"
    return str(tried["said"]).removeprefix("*** STOP: ")


def truth(tried: dict[str, Any]) -> str:
    has = tried["settings"]
    return nt5_stand_in.shows(
        tried["hal"],
        acpi=has["acpi"] == "1",
        apic=has["apic"] == "1",
        vcpus=int(has["vcpus"]),
    )


def named(tried: dict[str, Any]) -> str:
    return f"{tried['hal']} {tried['flags']}"


def test_cells_equal_the_truth(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(demo)
    for name, expected in SOME.items():
        code, found = run_json(capsys, "trials", demo, *only(name), *EMULATED)
        assert code == (0 if expected == "login" else 3), found
        [tried] = found["cells"]
        assert (named(tried), shown(tried), truth(tried)) == (name, expected, expected)
        assert (demo / results.PICTURES / tried["picture"]).read_bytes().startswith(b"\x89PNG")
    kept = json.loads((demo / results.NAME).read_text())["cells"]
    started = {each["hal"]: each["serial"] for each in kept}
    assert "halacpi.dll ntkrnlpa.exe" in started["halacpi"]  # the overlay and its entry did it
    assert "halmps.dll ntkrpamp.exe" in started["halmps"]
    assert digest(demo) == before
    assert main(["verify", str(demo)]) == 0


@pytest.mark.skipif("VMX2XEN_WHOLE_MATRIX" not in os.environ, reason="it takes minutes")
def test_the_whole_matrix_equals_the_truth(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(demo)
    code, found = run_json(capsys, "trials", demo, *EMULATED, "--seconds", 300)
    assert code == 0
    assert len(found["cells"]) == 36
    assert {named(each): shown(each) for each in found["cells"]} == {
        named(each): truth(each) for each in found["cells"]
    }
    assert not [each for each in found["cells"] if each["agrees"] is False]
    assert digest(demo) == before


def test_a_kernel_of_another_kind_is_seen(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the kernel for several processors the HAL for one ends with STOP 0x79."""
    assert main(["hal", str(image(demo)), "--trial", "halacpi", "--first", "--timeout", "0"]) == 0
    content = image(demo).read_bytes()
    assert content.count(b"/KERNEL=ntkrpaup.exe") == 1
    image(demo).write_bytes(content.replace(b"/KERNEL=ntkrpaup.exe", b"/KERNEL=ntkrnlpa.exe"))
    code, found = run_json(capsys, "try", demo, *EMULATED)
    assert (code, found["findings"][0]["code"]) == (3, "E733")
    assert "MISMATCHED_HAL" in found["findings"][0]["message"]


def test_what_was_tried_is_not_tried_again(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = only("halmps acpi=0 apic=0 vcpus=1", "halmps acpi=0 apic=1 vcpus=1")
    command = ("trials", demo, *cells, *EMULATED, "--jobs", 2)
    _, first = run_json(capsys, *command)
    times = [each["when"] for each in json.loads((demo / results.NAME).read_text())["cells"]]
    assert len(times) == 2
    code, second = run_json(capsys, *command)
    assert code == 0
    assert second["cells"] == first["cells"]
    kept = json.loads((demo / results.NAME).read_text())["cells"]
    assert [each["when"] for each in kept] == times


def test_killed_it_goes_on(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(demo)
    cells = only("halmps acpi=0 apic=0 vcpus=1", "halapic acpi=1 apic=0 vcpus=1")
    script = "import sys; from engine.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "trials", demo, *cells, *EMULATED, "--jobs", "1"]
    root = Path(__file__).resolve().parents[3]
    ours = subprocess.Popen(list(map(str, command)), env={**os.environ, "PYTHONPATH": str(root)})
    kept = demo / results.NAME
    while ours.poll() is None and not kept.exists():
        time.sleep(0.05)
    ours.send_signal(signal.SIGKILL)
    ours.wait()
    done = len(json.loads(kept.read_text())["cells"])
    assert 1 <= done < 4
    assert digest(demo) == before
    _, found = run_json(capsys, "trials", demo, *cells, *EMULATED)
    assert [shown(each) for each in found["cells"]] == [truth(each) for each in found["cells"]]
    assert len(found["cells"]) == 4


@pytest.mark.skipif(STOPS < 2, reason="VMX2XEN_STOPS is less than 2")
def test_stopped_anywhere_the_image_stays(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed and interrupted in turn at random moments; no QEMU outlives it, and it goes on."""
    before = digest(demo)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    cells = only("halacpi acpi=1 apic=0 vcpus=1", "halmps acpi=0 apic=0 vcpus=1")
    command = ("trials", demo, *cells, *EMULATED, "--jobs", "2")
    began = time.monotonic()
    assert stopped(scratch, (*command, "--again"), signal.SIGTERM, 600) == 0
    whole = time.monotonic() - began
    moments = random.Random(STOPS)
    ends: Counter[int] = Counter()
    for number in range(STOPS):
        how = (signal.SIGKILL, signal.SIGINT)[number % 2]
        ends[stopped(scratch, (*command, "--again"), how, moments.uniform(0, whole))] += 1
        assert digest(demo) == before
        json.loads((demo / results.NAME).read_text())
        while any(str(scratch).encode() in line for line in command_lines()):
            time.sleep(0.1)  # the system ends QEMU with its parent
    with capsys.disabled():
        print(f"stopped {STOPS} times within {whole:.0f} s, exit codes: {dict(ends)}")
    _, found = run_json(capsys, *command)
    assert [shown(each) for each in found["cells"]] == [truth(each) for each in found["cells"]]
    assert main(["verify", str(demo)]) == 0
    assert set(ends) <= {0, 4, -signal.SIGKILL}


def stopped(scratch: Path, arguments: tuple[object, ...], how: int, after: float) -> int:
    """The exit code of vmx2xen, sent a signal after so many seconds unless it has ended."""
    script = "import sys; from engine.cli.entry import run; sys.exit(run(sys.argv[1:]))"
    root = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PYTHONPATH": root, "TMPDIR": str(scratch)}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(how)
        return process.wait(120)


def command_lines() -> Iterator[bytes]:
    """The command lines of all processes."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield each.read_bytes()


def test_a_cell_is_used(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(demo)
    assert main(["trials", str(demo), *only(USED), *EMULATED]) == 0
    assert main(["trials", str(demo), "--use", USED]) == 0
    [config] = demo.glob("*.cfg")
    assert "apic = 0" in config.read_text()
    _, windows = run_json(capsys, "hal", image(demo))
    assert windows["hal"] == "halacpi"
    assert main(["verify", str(demo)]) == 0
    code, found = run_json(capsys, "try", demo, *EMULATED)
    assert (code, found["verdict"]) == (0, "reached")
    assert list(results.Results(subject.look(demo)).all()), "results are kept"
    assert main(["hal", str(image(demo)), "--undo"]) == 0
    assert digest(demo) == before


def test_the_most_promising_come_first(demo: Path) -> None:
    found = cell.cells(subject.look(demo))
    assert found[0].hal == "halmacpi"
    kinds = [each.derived.kind for each in found]
    assert kinds == sorted(kinds, key=("fits", "runs", "unknown", "fails").index)
    assert len({each.name for each in found}) == len(found) == 36


def test_what_disagrees_is_exported(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The boot record is another one, so what fits does not start."""
    says = boot_sector.build(demo.parent / "sector", "Missing operating system")
    with image(demo).open("r+b") as file:
        file.write(says.read_bytes()[:440])
    rows = demo.parent / "rows.toml"
    options = ("--flags", "acpi=1 apic=1 vcpus=1", "--export", rows)
    code, found = run_json(capsys, "trials", demo, "--hal", "halmacpi", *options, *EMULATED)
    assert code == 3
    assert [each["code"] for each in found["findings"]] == ["E748", "W730"]
    [row] = tomllib.loads(rows.read_text())["row"]
    assert (row["guest"]["hal"], row["verdict"], row["flags"]["acpi"]) == (
        "halmacpi",
        "fails",
        True,
    )


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--hal", "halnone"], "E652"),
        (["--flags", "colour=blue"], "E501"),
        (["--use", "halmacpi acpi=7"], "E501"),
        (["--use", "halmacpi"], "E749"),
        (["--use", "halmacpi halacpi acpi=1"], "E749"),
    ],
)
def test_what_is_refused(
    demo: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: str
) -> None:
    status, found = run_json(capsys, "trials", demo, *options)
    assert (status, found["findings"][0]["code"]) == (3, code)


def test_a_mistake_in_the_options(demo: Path) -> None:
    for options in (["--flags", "acpi"], ["--jobs", "0"]):
        assert main(["trials", str(demo), *options]) == 2


def test_jobs_are_made_again_from_their_requests(demo: Path) -> None:
    wish = TrialsWish(hals=("halmps",), flags=({"acpi": "1"},), on="root@xen.example")
    for job in (TrialsJob.planned(demo, wish), UseJob.planned(demo, USED)):
        again = requests.load(json.loads(json.dumps(job.request)))
        assert again.request == job.request
        assert again.title == job.title


def test_damaged_results_are_no_results(demo: Path) -> None:
    about = subject.look(demo)
    for text in ("", "[]", "{}", '{"version": 1, "digest": "", "cells": [{}]}'):
        (demo / results.NAME).write_text(text)
        assert list(results.Results(about).all()) == []
