"""What goes into an archive: how much it is, what is to be known of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fixtures import machine
from job.conftest import LITTLE
from refusals import refused

from engine.cli.main import main
from engine.disk.images.block_archive import BlockStream
from engine.findings import Stopped
from engine.job.result.xva_content import XvaContent


@dataclass
class Archive:
    """What is handed on of an archive, and how much was told of it."""

    size: int = 0
    names: list[str] = field(default_factory=list)
    told: int = 0

    def write(self, data: memoryview) -> None:
        self.size += len(data)

    def advance(self, count: int) -> None:
        self.told += count

    def add(self, name: str, data: memoryview) -> str:
        self.names.append(name)
        return BlockStream(self.write).add(name, data)


def packed(content: XvaContent, cancel: threading.Event | None = None) -> Archive:
    archive = Archive()
    content.add_to(archive, archive.advance, cancel or threading.Event())
    return archive


def converted(tmp_path: Path, *options: str) -> Path:
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out"), *options]) == 0
    return tmp_path / "out"


def test_no_more_room_is_taken_than_was_said(little: Path) -> None:
    content = XvaContent.of(little)
    archive = packed(content)
    assert archive.names[0] == "ova.xml"
    assert 0 < content.allocated <= LITTLE
    assert archive.told == content.allocated
    assert LITTLE // 2 < archive.size <= content.needed < LITTLE + (4 << 20)


def test_an_image_that_was_changed_is_not_packed(little: Path) -> None:
    content = XvaContent.of(little)
    with (little / "win2003.img").open("r+b") as image:
        image.write(b"rotten")
    assert refused(lambda: packed(content)) == "E406"
    with (little / "win2003.img").open("r+b") as image:
        image.truncate(LITTLE - 512)
    assert refused(lambda: packed(content)) == "E406"


def test_it_is_stopped(little: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Stopped):
        packed(XvaContent.of(little), cancel)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--format", "vmdk"), "E415"),
        (("--set", "hdtype=ahci"), "E415"),
        (("--format", "qcow2"), ""),
    ],
)
def test_what_xcp_ng_can_take(tmp_path: Path, options: tuple[str, ...], code: str) -> None:
    out = converted(tmp_path, *options)
    if code:
        assert refused(lambda: XvaContent.of(out)) == code
    else:
        assert packed(XvaContent.of(out)).names[0] == "ova.xml"


def test_what_has_no_place_in_it_is_left_out_with_consent_alone(little: Path) -> None:
    with (little / "win2003.cfg").open("a") as config:
        config.write('cpus = "2-3"\n')
    assert refused(lambda: XvaContent.of(little)) == "E445"
    content = XvaContent.of(little, agreed=True)
    assert "W434" in [each.code for each in content.findings]


SETTINGS: list[tuple[str, str, Callable[[XvaContent], object]]] = [
    ("localtime=1", "W401", lambda content: content.domain.localtime),
    ("viridian=1", "W801", lambda content: content.domain.viridian),
]


@pytest.mark.parametrize(("setting", "code", "has"), SETTINGS)
def test_what_is_to_be_known_of_the_import(
    tmp_path: Path, setting: str, code: str, has: Callable[[XvaContent], object]
) -> None:
    other = setting.replace("=1", "=0")
    for each, is_said in ((setting, True), (other, False)):
        content = XvaContent.of(converted(tmp_path / each, "--set", each))
        assert bool(has(content)) == is_said
        assert (code in [found.code for found in content.findings]) == is_said
