"""Files to install from: which place of a Windows is the best, and what there is no file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from fixtures import cabinet, pe
from fixtures.cabinet import Compression

from engine import platform
from engine.findings import Refusal
from engine.guest.windows import install_files
from engine.guest.windows.install_files import Level
from engine.guest.windows.media import FolderMedium, WithMedia
from engine.guest.windows.pe_version import Version

ROOT = r"\WINDOWS"
OLD, OWN, NEW = (5, 2, 3790, 0), (5, 2, 3790, 3959), (5, 2, 3790, 5000)
NAME = "halacpi.dll"
PACKS, CACHE, SETUP = "ServicePackFiles/i386", "Driver Cache/i386", "system32/dllcache"


def program(version: tuple[int, int, int, int], name: str = NAME) -> bytes:
    return pe.build(name, version, "Synthetic", size=4096)


def windows(folder: Path, files: Mapping[str, bytes]) -> FolderMedium:
    """A Windows as a folder, by paths below its root."""
    for path, content in files.items():
        place = folder / "WINDOWS" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return FolderMedium(folder)


def in_cabinet(version: tuple[int, int, int, int], name: str = NAME) -> bytes:
    return cabinet.build({name: program(version)}, Compression.MSZIP)


@pytest.mark.parametrize(
    ("version", "kernel", "level"),
    [
        (OWN, OWN, "same"),
        (NEW, OWN, "newer"),
        (OLD, OWN, "older"),
        (OWN, None, "unknown"),
        ((0, 0, 0, 0), OWN, "unknown"),
    ],
)
def test_levels(version: Version, kernel: Version | None, level: Level) -> None:
    assert install_files.compare(version, kernel) == level


def test_looking_ends_at_the_first_place_with_the_level_of_the_kernel(tmp_path: Path) -> None:
    files = windows(
        tmp_path,
        {
            f"{PACKS}/HALACPI.DLL": program(OLD),
            f"{CACHE}/driver.cab": in_cabinet(OLD),
            f"{CACHE}/SP1.CAB": in_cabinet(OLD),
            f"{CACHE}/sp2.cab": in_cabinet(OWN),
            f"{SETUP}/halacpi.dll": program(NEW),
        },
    )
    found = install_files.find(files, ROOT, [NAME], OWN)
    assert [(each.path.rpartition("\\")[2], each.level) for each in found] == [
        ("HALACPI.DLL", "older"),
        ("sp2.cab", "same"),
    ]
    assert [each.member for each in found] == [False, True]
    everywhere = install_files.find(files, ROOT, [NAME], None)
    assert [each.path.rpartition("\\")[2] for each in everywhere] == [
        "HALACPI.DLL", "sp2.cab", "SP1.CAB", "driver.cab", "halacpi.dll",
    ]  # fmt: skip
    chosen = install_files.best(found, NAME)
    assert chosen is not None
    assert install_files.load(files, chosen) == program(OWN)
    assert chosen.place == rf"{NAME} in \WINDOWS\Driver Cache\i386\sp2.cab"
    assert chosen.with_version.endswith("(5.2.3790.3959)")


def test_the_best_is_of_the_kernel_s_level_else_the_newest(tmp_path: Path) -> None:
    files = windows(tmp_path, {f"{PACKS}/{NAME}": program(OLD), f"{SETUP}/{NAME}": program(NEW)})
    found = install_files.find(files, ROOT, [NAME], OWN)
    chosen = install_files.best(found, NAME)
    assert chosen is not None
    assert (chosen.version, chosen.level, chosen.is_of_medium) == (NEW, "newer", False)
    assert install_files.best(found, "hal.dll") is None
    same = install_files.find(files, ROOT, [NAME], OLD)
    assert [each.level for each in same] == ["same"]
    newer = windows(
        tmp_path / "newer", {f"{PACKS}/{NAME}": program(NEW), f"{SETUP}/{NAME}": program(OWN)}
    )
    assert [each.level for each in install_files.find(newer, ROOT, [NAME], OWN)] == ["newer"]
    assert install_files.best([*same, *found], NAME) == same[0]


def test_a_file_under_another_s_name_does_not_count(tmp_path: Path) -> None:
    files = windows(
        tmp_path,
        {
            f"{PACKS}/{NAME}": program(OWN, "hal.dll"),
            f"i386/{NAME}": b"no program",
            f"{CACHE}/sp2.cab": b"MSCF no cabinet",
            f"{SETUP}/{NAME}": program(OWN),
        },
    )
    (found,) = install_files.find(files, ROOT, [NAME], OWN)
    assert found.path == rf"{ROOT}\system32\dllcache\{NAME}"
    assert found.digest == install_files.digest(program(OWN))


def test_a_missing_library_is_told_unless_one_only_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = windows(
        tmp_path, {f"{CACHE}/sp2.cab": in_cabinet(OWN), f"{SETUP}/{NAME}": program(OWN)}
    )

    def missing() -> None:
        raise OSError("libarchive.so.13")

    monkeypatch.setattr(platform, "libarchive", missing)
    (found,) = install_files.find(files, ROOT, [NAME], OWN, looking=True)
    assert not found.member
    with pytest.raises(Refusal) as caught:
        install_files.find(files, ROOT, [NAME], OWN)
    assert caught.value.findings[0].code == "E601"


def test_media_of_the_user_come_last(tmp_path: Path) -> None:
    own = windows(tmp_path / "own", {f"{PACKS}/{NAME}": program(OLD)})
    cd = tmp_path / "cd" / "I386"
    cd.mkdir(parents=True)
    for name, version in (("driver.cab", OLD), ("SP3.CAB", OWN), ("sp1.cab", NEW)):
        (cd / name).write_bytes(in_cabinet(version))
    files = WithMedia(own, {"CD:": FolderMedium(tmp_path / "cd")})
    found = install_files.find(files, ROOT, [NAME], OWN)
    assert [(each.path, each.is_of_medium) for each in found] == [
        (rf"{ROOT}\ServicePackFiles\i386\{NAME}", False),
        (r"CD:\i386\SP3.CAB", True),
    ]
    told = install_files.program_of(files, "CD:", NAME)
    assert told is not None
    assert told.version == OWN
    assert install_files.program_of(files, "CD:", "hal.dll") is None


def test_what_a_program_says_of_itself(tmp_path: Path) -> None:
    files = windows(tmp_path, {"system32/hal.dll": program(OWN), "system32/folder/x": b""})
    found = install_files.about(files, rf"{ROOT}\system32\hal.dll")
    assert found is not None
    assert (found.original_name, found.version) == (NAME, OWN)
    assert install_files.about(files, rf"{ROOT}\system32\none.dll") is None
    assert install_files.about(files, rf"{ROOT}\system32\folder") is None
