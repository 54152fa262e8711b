"""A conversion packed into an XVA, read back as XAPI reads it, and by tar."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fixtures import machine, xva_reader
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.cli.main import main
from engine.disk.copying.digest import chunk_size
from engine.disk.copying.verify import digests_of
from engine.disk.images.block_archive import room
from engine.job import images
from engine.job.events import Event, Progress, StepStarted
from engine.job.result import manifest
from engine.job.result.conversion import Conversion, Image
from engine.job.result.xva_content import XvaContent
from engine.job.result.xva_job import XvaJob
from engine.job.work import run
from engine.xen.domain import Domain, Vbd

MIB = 1 << 20
SIZE = 40 * MIB
COMMAND = [sys.executable, "-m", "gui.launch"]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished conversion; not to be changed."""
    vm = machine.build(tmp_path_factory.mktemp("xva") / "vm", size=SIZE)
    out = vm.vmx.parent.with_name("out")
    assert main(["convert", str(vm.vmx), "-o", str(out), "--set", "memory=512"]) == 0
    return out


@pytest.fixture
def folder(converted: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    command: list[str | Path] = ["cp", "-a", "--sparse=always", converted, tmp_path / "out"]
    subprocess.run(command, check=True)
    return tmp_path / "out"


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([str(each) for each in arguments])
    return code, json.loads(capsys.readouterr().out)


def same(one: Path, other: Path) -> bool:
    return subprocess.run(["cmp", one, other], check=False).returncode == 0


def test_xapi_reads_the_identical_disk(converted: Path, tmp_path: Path) -> None:
    target = tmp_path / "guest.xva"
    assert main(["xva", str(converted), str(target)]) == 0
    found = xva_reader.read(target, tmp_path)
    [image] = found.images.values()
    assert same(image, converted / "win2003.img")
    [vm] = found.records("VM")
    assert (vm["name_label"], vm["memory_static_max"]) == ("win2003", str(512 * MIB))
    listed = subprocess.run(["tar", "tf", target], capture_output=True, text=True, check=True)
    assert listed.stdout.splitlines() == found.names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([image.name, target.name])


def test_beside_the_images_and_with_the_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["xva", str(folder)]) == 0
    assert "xe vm-import filename=win2003.xva preserve=true" in capsys.readouterr().out
    assert main(["verify", str(folder)]) == 0
    code, found = run_json(capsys, "xva", folder, "--json")
    assert (code, [each["code"] for each in found["findings"]]) == (3, ["E402"])


def test_json_is_json_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a b.xva"
    code, found = run_json(capsys, "xva", folder, target, "--json")
    assert (code, found["outcome"], found["file"]) == (0, "done", str(target))
    assert found["command"] == "xe vm-import filename='a b.xva' preserve=true"
    assert [each["code"] for each in found["findings"]] == ["W401", "W545", "W546", "W547"]


def test_the_same_conversion_gives_the_same_bytes(converted: Path, tmp_path: Path) -> None:
    for name in ("one.xva", "two.xva"):
        assert main(["xva", str(converted), str(tmp_path / name)]) == 0
    assert same(tmp_path / "one.xva", tmp_path / "two.xva")


# -- disks of any pattern


def entry_of(path: Path) -> manifest.Entry:
    mapping, files = images.read(path, "raw")
    chunk = chunk_size(mapping.size)
    with files:
        chunks = digests_of(mapping, files, chunk, lambda _: None, threading.Event())
    return manifest.Entry(path.name, "raw", mapping.size, chunk, chunks)


def write(path: Path, size: int, stretches: list[tuple[int, int]]) -> None:
    rng = random.Random(size)
    with path.open("wb") as file:
        file.truncate(size)
        for offset, length in stretches:
            file.seek(min(offset, size - 1))
            file.write(rng.randbytes(min(length, size - min(offset, size - 1))))


def packing(folder: Path, names: list[str]) -> XvaJob:
    vdevs = ("hda", "hdb", "hdc")
    disks = tuple(Vbd(f"/srv/{name}", vdev) for name, vdev in zip(names, vdevs, strict=False))
    domain = Domain("guest", 64, 1, disks=disks)
    images = tuple(
        Image(folder / name, entry_of(folder / name), f"/srv/{name}", ()) for name in names
    )
    config = folder / "guest.cfg"
    conversion = Conversion(
        folder, "guest", folder, "", None, 1, config, "", domain, images, (), (), False
    )
    return XvaJob(XvaContent(conversion, domain, images, 1, 1), folder / "guest.xva")


def pack(wanted: XvaJob) -> list[Event]:
    events: list[Event] = []
    finished = run(wanted, events.append, threading.Event())
    assert finished.outcome == "done", finished
    return events


def room_for(folder: Path, names: list[str]) -> int:
    """What is reckoned with before packing."""
    total = 64 << 10  # ova.xml
    for name in names:
        mapping, files = images.read(folder / name, "raw")
        with files:
            total += room(mapping)
    return total


PATTERN = st.tuples(
    st.integers(1, 24 * MIB),
    st.lists(st.tuples(st.integers(0, 24 * MIB), st.integers(1, 3 * MIB)), max_size=4),
)


#: Whole pieces, then crumbs: a buffer that was full is used again for little.
FULL_THEN_CRUMBS = [(0, 12 * MIB), *((12 * MIB + step * 300_000, 9) for step in range(40))]


@example([(24 * MIB, FULL_THEN_CRUMBS)])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PATTERN, min_size=1, max_size=3))
def test_any_disks_are_read_back(patterns: list[tuple[int, list[tuple[int, int]]]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"disk-{number}.img" for number, _ in enumerate(patterns)]
        for file, (size, stretches) in zip(names, patterns, strict=True):
            write(folder / file, size, stretches)
        wanted = packing(folder, names)
        pack(wanted)
        (folder / "read").mkdir()
        found = xva_reader.read(wanted.target, folder / "read")
        spare = room_for(folder, names) - wanted.target.stat().st_size
        assert 0 <= spare < len(names) * 3 * MIB  # the first and last blocks may be counted twice
        for file, image in zip(names, sorted(found.images.values()), strict=True):
            size = (folder / file).stat().st_size
            os.truncate(folder / file, -(-size // MIB) * MIB)
            assert same(folder / file, image)


def test_the_size_follows_what_is_allocated(tmp_path: Path) -> None:
    """1 TiB with three stretches; all else costs neither room nor time."""
    write(tmp_path / "a.img", 1 << 40, [(5 * MIB, MIB), (900 << 30, 3 * MIB), ((1 << 40) - 9, 9)])
    wanted = packing(tmp_path, ["a.img"])
    events = pack(wanted)
    blocks = 1 + 1 + 3 + 1  # the first one, the stretches with the last one
    archive = wanted.target.stat().st_size
    assert blocks * MIB < archive < blocks * (MIB + 3 * 512) + (64 << 10)
    assert max(event.done for event in events if isinstance(event, Progress)) <= archive


def test_an_empty_disk_has_its_first_and_last_block(tmp_path: Path) -> None:
    write(tmp_path / "a.img", 7 * MIB - 5, [])
    write(tmp_path / "b.img", 5, [])
    wanted = packing(tmp_path, ["a.img", "b.img"])
    pack(wanted)
    found = xva_reader.read(wanted.target, tmp_path)
    assert found.names[1::2] == ["Ref:002/00000000", "Ref:002/00000006", "Ref:003/00000000"]


def test_memory_is_bounded(tmp_path: Path) -> None:
    """What one process takes for 16 MiB and for 240 MiB differs by less than the content."""
    program = (
        "import resource, sys; from engine.cli.main import main; code = main(sys.argv[1:]);"
        "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for megabytes in (16, 240):
        built = machine.build(tmp_path / f"vm{megabytes}", size=megabytes * MIB, snapshots=0)
        out = tmp_path / f"out{megabytes}"
        assert main(["convert", str(built.vmx), "-o", str(out)]) == 0
        command = [sys.executable, "-c", program, "xva", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        code, kib = map(int, done.stdout.splitlines()[-1].split())
        assert code == 0
        peaks.append(kib << 10)
        shutil.rmtree(out)
    assert peaks[1] - peaks[0] < 40 * MIB


# -- what goes wrong


def test_one_changed_bit_of_an_image_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "win2003.img").open("r+b") as image:
        image.seek(5_000_000)
        byte = image.read(1)
        image.seek(5_000_000)
        image.write(bytes([byte[0] ^ 1]))
    before = sorted(folder.iterdir())
    code, found = run_json(capsys, "xva", folder, "--json")
    assert (code, [each["code"] for each in found["findings"]]) == (3, ["E406"])
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("step", ["Pack", "Verify"])
def test_stopped_it_leaves_nothing_and_begins_anew(folder: Path, step: str) -> None:
    cancel, now = threading.Event(), [""]

    def watch(event: Event) -> None:
        if isinstance(event, StepStarted):
            now[0] = event.name
        elif isinstance(event, Progress) and now[0].startswith(step):
            cancel.set()

    before = sorted(folder.iterdir())
    assert run(XvaJob.planned(folder), watch, cancel).outcome == "stopped"
    assert sorted(folder.iterdir()) == before
    assert main(["xva", str(folder)]) == 0


def test_killed_it_leaves_nothing_under_the_final_name(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", size=192 * MIB, snapshots=0)
    out = tmp_path / "out"
    assert main(["convert", str(built.vmx), "-o", str(out)]) == 0
    partial = out / "win2003.xva.partial"
    child = subprocess.Popen([*COMMAND, "xva", str(out)], stderr=subprocess.DEVNULL)
    while child.poll() is None and not (partial.exists() and partial.stat().st_size > 16 * MIB):
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert partial.exists()
    assert not (out / "win2003.xva").exists()
    assert main(["xva", str(out)]) == 0
    assert not partial.exists()
    [image] = xva_reader.read(out / "win2003.xva", tmp_path).images.values()
    assert same(image, out / "win2003.img")


def edit_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    found = json.loads(path.read_text())
    found["domain"] |= changes
    path.write_text(json.dumps(found))


def without_domain(folder: Path) -> None:
    path = folder / "manifest.json"
    found = json.loads(path.read_text())
    del found["domain"]
    path.write_text(json.dumps(found))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_domain, "E415"),
        (lambda folder: edit_manifest(folder, hdtype="ahci"), "E415"),
        (lambda folder: edit_manifest(folder, xen_platform_pci=False), "E415"),
        (lambda folder: edit_manifest(folder, disks=[]), "E412"),
        (lambda folder: edit_manifest(folder, memory="lots"), "E412"),
        (lambda folder: edit_manifest(folder, vifs=[[[]]]), "E412"),
        (lambda folder: (folder / "manifest.json").unlink(), "E412"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "E412"),
        (lambda folder: (folder / "job.journal").touch(), "E414"),
        (lambda folder: (folder / "win2003.xva").touch(), "E402"),
        (lambda folder: (folder / "win2003.img").unlink(), "E201"),
        (lambda folder: os.truncate(folder / "win2003.img", MIB), "E406"),
    ],
)
def test_what_cannot_be_packed(
    folder: Path, change: Any, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder)
    before = sorted(folder.iterdir())
    exit_code, found = run_json(capsys, "xva", folder, "--json")
    assert (exit_code, [each["code"] for each in found["findings"]]) == (3, [code])
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("format", ["qcow2", "vhd"])
def test_images_of_other_formats_are_packed_as_what_they_hold(tmp_path: Path, format: str) -> None:
    built = machine.build(tmp_path / "vm", size=12 * MIB)
    out = tmp_path / "out"
    assert main(["convert", str(built.vmx), "-o", str(out), "--format", format]) == 0
    assert main(["xva", str(out)]) == 0
    [image] = xva_reader.read(out / "win2003.xva", tmp_path).images.values()
    assert same(image, built.truths["current"])


def test_a_vmdk_is_no_image_for_xapi(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = machine.build(tmp_path / "vm", size=4 * MIB, snapshots=0)
    out = tmp_path / "out"
    assert main(["convert", str(built.vmx), "-o", str(out), "--format", "vmdk"]) == 0
    code, found = run_json(capsys, "xva", out, "--json")
    assert (code, found["findings"][0]["code"]) == (3, "E415")


@pytest.fixture
def small(file_system_of: Callable[[int], Path]) -> Path:
    return file_system_of(8)


def test_too_little_room_is_said_before(
    converted: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(capsys, "xva", converted, small / "guest.xva", "--json")
    assert (code, [each["code"] for each in found["findings"]]) == (3, ["E401"])
    assert list(small.iterdir()) == []


def test_a_full_disk_leaves_nothing(converted: Path, small: Path) -> None:
    """Where room goes missing on the way."""
    wanted = replace(XvaJob.planned(converted), target=small / "guest.xva")
    finished = run(wanted, lambda event: None, threading.Event())
    assert [each.code for each in finished.findings] == ["E403"]
    assert list(small.iterdir()) == []
