"""Installation media that the user names: a CD, a folder, a cabinet; only the right ones count."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pycdlib
import pytest
from fixtures import cabinet, guests, mbr, ntfs, windows2003
from fixtures.cabinet import Compression
from fixtures.guest_proof import Guest as Proof
from fixtures.raw_disk import Memory
from fixtures.windows2003 import Level

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.fit import Fitting, prepare
from engine.guest.inspect import look
from engine.guest.windows import media
from engine.guest.windows.hal_change import program_names
from engine.guest.wishes import Wishes

START, SIZE = 63 * 512, 48 << 20
SP3, SP2 = Level((5, 1, 2600, 5512), growth=1536), Level((5, 1, 2600, 2180))
WANTED = Wishes(hal="halacpi", bus="ide")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """A Windows XP SP3 that holds no file of its media, on SCSI."""
    folder = tmp_path_factory.mktemp("bare")
    choice = guests.Choice("scsi", "halmacpi", 63, 0, 0x4F3C2B1A)
    files = [
        each
        for each in guests.GUESTS["windowsxp"].files(choice)
        if "Driver Cache" not in each.path.parts
    ]
    place = windows2003.partition(SIZE)
    ntfs.build(folder / "volume", files, sectors=place.length, first_sector=place.start)
    record = mbr.build([place], signature=0x4F3C2B1A, message="bare")
    whole = record.ljust(START, b"\0") + (folder / "volume").read_bytes()
    return Memory(whole.ljust(SIZE, b"\0"))


def programs(level: Level) -> dict[str, bytes]:
    return {name: windows2003.program(name, level) for name in windows2003._media_files()}


def folder(path: Path, level: Level) -> Path:
    """As somebody copied a CD: single files, and the cabinet of the drivers."""
    (path / "I386").mkdir(parents=True)
    own = programs(level)
    for name in ("halacpi.dll", "ntoskrnl.exe", "ntkrnlpa.exe"):
        (path / "I386" / name.upper()).write_bytes(own[name])
    drivers = {name: own[name] for name in own if name.endswith(".sys")}
    (path / "I386" / "DRIVER.CAB").write_bytes(cabinet.build(drivers, Compression.LZX))
    return path


def iso(path: Path, level: Level) -> Path:
    made = pycdlib.PyCdlib()
    made.new(interchange_level=1)
    made.add_directory("/I386")
    for each in sorted((folder(path.with_name(f"{path.name}.d"), level) / "I386").iterdir()):
        content = each.read_bytes()
        made.add_fp(io.BytesIO(content), len(content), f"/I386/{each.name};1")
    made.write(str(path))
    made.close()
    return path


def cab(path: Path, level: Level) -> Path:
    path.write_bytes(cabinet.build(programs(level), Compression.MSZIP))
    return path


MAKERS = {"xp": folder, "xp.iso": iso, "sp3.cab": cab}


def fitted(disk: Memory, *paths: Path) -> Fitting:
    return prepare(disk, look(disk), replace(WANTED, media=tuple(map(str, paths))))


@pytest.mark.parametrize("name", MAKERS)
def test_what_the_guest_does_not_hold_comes_from_the_media(
    bare: Memory, tmp_path: Path, name: str
) -> None:
    fitting = fitted(bare, MAKERS[name](tmp_path / name, SP3))
    overlay = Overlay(bare)
    overlay.adopt(fitting.edit)
    proof = Proof(overlay.pread(0, overlay.size), START, "ntfs")
    proof.assert_sound()
    system32 = "/WINDOWS/system32"
    own = programs(SP3)
    assert proof.read(f"{system32}/hal.dll") == own["halacpi.dll"]
    assert proof.read(f"{system32}/ntoskrnl.exe") == own["ntoskrnl.exe"]
    for driver in ("atapi.sys", "intelide.sys", "pciide.sys", "pciidex.sys"):
        assert proof.read(f"{system32}/drivers/{driver}") == own[driver]
    assert any(f"{name}:" in str(each) for each in fitting.changes)
    done = look(Memory(overlay.pread(0, overlay.size)))
    found = done.windows[0].hal
    assert found is not None
    assert (found.hal, found.is_contradictory) == ("halacpi", False)
    assert "W643" not in [each.code for each in done.findings]


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refusal) as caught:
        act()
    return [each.code for each in caught.value.findings]


def test_without_media_it_is_said_what_helps(bare: Memory) -> None:
    with pytest.raises(Refusal) as caught:
        fitted(bare)
    assert caught.value.findings[0].code == "E643"
    assert "do_media" in caught.value.findings[0].actions


def test_media_of_another_service_pack_are_not_used(bare: Memory, tmp_path: Path) -> None:
    other = folder(tmp_path / "sp2", SP2)
    assert codes(lambda: fitted(bare, other)) == ["E643", "E823"]
    assert fitted(bare, other, folder(tmp_path / "sp3", SP3)).changes


def test_media_of_another_language_are_not_used(bare: Memory, tmp_path: Path) -> None:
    german = folder(tmp_path / "german", SP3)
    english, other = ("040904".encode("utf-16-le"), "040704".encode("utf-16-le"))
    for path in (german / "I386").glob("*.*"):
        path.write_bytes(path.read_bytes().replace(english, other))
    assert codes(lambda: fitted(bare, german)) == ["E643", "E823"]


@pytest.mark.parametrize("content", [b"", b"no image", b"\0" * 40_000])
def test_what_is_no_medium_is_refused(bare: Memory, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.iso"
    path.write_bytes(content)
    assert codes(lambda: fitted(bare, path)) == ["E823"]
    assert codes(lambda: fitted(bare, tmp_path / "none")) == ["E823"]


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "cd").mkdir()
    (tmp_path / "cd" / "HAL.DLL").symlink_to(tmp_path / "secret")
    (tmp_path / "cd" / "I386").symlink_to(tmp_path)
    medium = media.FolderMedium(tmp_path / "cd")
    assert medium.find("HAL.DLL") is None
    assert medium.list("I386") == ()
    assert medium.list("") == ()


def test_names_of_programs_are_those_of_media() -> None:
    assert {"halacpi.dll", "ntkrnlmp.exe", "ntkrpamp.exe"} <= set(program_names())
