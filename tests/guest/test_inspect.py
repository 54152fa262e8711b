"""Looking into a guest in a process of its own: its answers, and what becomes of its failures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from fixtures import windows2003
from fixtures.raw_disk import Memory, RawDisk

from engine.findings import Refusal, refuse
from engine.guest.inspect import Guest, inspect, look

MIB = 1 << 20


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inspect") / "disk"
    windows2003.build(path, size=64 * MIB, hal="halaacpi")
    return path


def test_the_process_answers_what_is_found_here(image: Path) -> None:
    before = image.read_bytes()
    disk = RawDisk(image)
    guest = inspect(disk)
    assert guest == look(RawDisk(image))
    assert guest.windows[0].hal is not None
    assert guest.windows[0].hal.hal == "halaacpi"
    assert sum(length for _, length in disk.reads) < 16 * MIB
    assert image.read_bytes() == before


def test_guest_survives_json(image: Path) -> None:
    guest = look(RawDisk(image))
    assert Guest.unpacked(json.loads(json.dumps(guest.packed()))) == guest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["table", "scheme"], "other"),
        (["table", "partitions", 0, "offset"], "0"),
        (["windows", 0, "version"], [5]),
        (["windows", 0, "is_server"], 1),
        (["windows", 0, "hal"], []),
        (["linux"], None),
        (["findings", 0], {"code": "W1"}),
    ],
)
def test_answers_of_another_form_are_not_believed(
    image: Path, path: list[str | int], value: object
) -> None:
    data = look(RawDisk(image)).packed()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises((ValueError, TypeError)):
        Guest.unpacked(data)


def test_empty_and_tiny_disks() -> None:
    for content in (b"", b"x", bytes(512), bytes(MIB)):
        guest = inspect(Memory(content)) if len(content) == 512 else look(Memory(content))
        assert (guest.table.partitions, guest.windows, guest.linux) == ((), (), ())


@dataclass
class Failing(Memory):
    """A disk that cannot be read beyond the first sector."""

    def pread(self, offset: int, length: int) -> bytes:
        if offset >= 512:
            raise refuse("E410", path="disk.vmdk", reason="Input/output error")
        return super().pread(offset, length)


def test_what_the_disk_refuses_is_refused(image: Path) -> None:
    with pytest.raises(Refusal) as caught:
        inspect(Failing(image.read_bytes()))
    assert caught.value.findings[0].code == "E410"


@dataclass
class Interrupted(Memory):
    """A disk during whose first read the user presses Ctrl+C."""

    def pread(self, offset: int, length: int) -> bytes:
        raise KeyboardInterrupt


def test_an_interrupt_ends_the_process_too(image: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        inspect(Interrupted(image.read_bytes()))


def test_a_process_that_ends_too_early_is_a_refusal(
    image: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its start-up is made to fail for real, by a module that ends it."""
    (tmp_path / "sitecustomize.py").write_text("import os; os._exit(3)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(Refusal) as caught:
        inspect(RawDisk(image))
    assert caught.value.findings[0].code == "E630"
