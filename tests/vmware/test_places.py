"""What a .vmx or a descriptor names never leads out of the machine's folder, on no system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.platform.windows_names import means_no_file
from engine.vmware.locate import Folder, locate
from engine.vmware.places import Place

PLACE = Place("scsi0:0", 1)
PIECES = ("a.vmdk", "outside.vmdk", "sub", "..", ".", "", "C:", "c:", "Z:", "con", "NUL.txt",
          "COM1", "a.vmdk:hidden", "::$DATA", "server", "share", "?", "a.vmdk.", "a.vmdk ",
          "PIPE", "localhost", "etc", "passwd", "A.VMDK", "AUX")  # fmt: skip
BEGINNINGS = (
    "",
    "/",
    "\\",
    "//",
    "\\\\",
    "\\\\?\\",
    "\\\\.\\",
    "C:",
    "C:\\",
    "C:/",
    "[ds] ",
    "Z:/",
)


def made(folder: Path) -> Folder:
    machine = folder / "machine"
    (machine / "sub").mkdir(parents=True, exist_ok=True)
    for path in (machine / "a.vmdk", machine / "sub" / "a.vmdk", folder / "outside.vmdk"):
        path.write_bytes(b"x")
    return Folder(machine)


def found(written: str, folder: Folder) -> Path | None:
    try:
        return locate(written, folder.path, folder, PLACE).path
    except Refusal:
        return None


def is_inside(path: Path, folder: Path) -> bool:
    real = Path(os.path.realpath(path))
    return real.is_relative_to(os.path.realpath(folder)) and ":" not in real.name


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(BEGINNINGS),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
    st.lists(st.sampled_from(["/", "\\"]), min_size=4, max_size=4),
)
@example("", ["..", "outside.vmdk"], ["/"] * 4)
@example("", ["a.vmdk:hidden"], ["/"] * 4)
@example("C:", ["a.vmdk"], ["/"] * 4)
@example("//", ["server", "share", "a.vmdk"], ["/"] * 4)
@example("\\\\?\\", ["C:", "a.vmdk"], ["\\"] * 4)
def test_nothing_leads_out(
    tmp_path: Path, beginning: str, pieces: list[str], between: list[str]
) -> None:
    folder = made(tmp_path)
    written = beginning + "".join(map("".join, zip(pieces, [*between, ""], strict=False)))
    path = found(written, folder)
    assert path is None or is_inside(path, folder.path)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("a.vmdk", "a.vmdk"),
        ("sub/a.vmdk", "sub/a.vmdk"),
        ("sub\\a.vmdk", "sub/a.vmdk"),
        ("\\\\server\\share\\a.vmdk", "a.vmdk"),
        ("[datastore1] other/a.vmdk", "a.vmdk"),
        ("K:\\Machines\\a.vmdk", "a.vmdk"),
    ],
)
def test_what_is_inside_is_found(tmp_path: Path, written: str, name: str) -> None:
    folder = made(tmp_path)
    assert found(written, folder) == folder.path / name


def test_an_absolute_path_of_this_computer_needs_agreement(tmp_path: Path) -> None:
    folder = made(tmp_path)
    outside = str(tmp_path / "outside.vmdk")
    with pytest.raises(Refusal, match="E109"):
        locate(outside, folder.path, folder, PLACE)
    agreed = Folder(folder.path, trusted=True)
    assert locate(outside, folder.path, agreed, PLACE).path == tmp_path / "outside.vmdk"


@pytest.mark.parametrize("name", ["con", "NUL", "com1.vmdk", "LPT³", "a:b", "C:", "\\\\s\\share\\"])
def test_what_windows_takes_for_no_file(name: str) -> None:
    assert means_no_file(name)


@pytest.mark.parametrize("name", ["console.vmdk", "a.vmdk", "com10", "nullify", "", "..", "\\"])
def test_what_is_a_name(name: str) -> None:
    assert not means_no_file(name)


@pytest.mark.skipif(sys.platform != "win32", reason="drives are Windows' own")
@pytest.mark.parametrize("written", ["con", "sub\\nul", "a.vmdk:stream", "//server/share/a.vmdk"])
def test_devices_streams_and_servers_are_not_asked(tmp_path: Path, written: str) -> None:
    folder = made(tmp_path)
    assert found(written, folder) in (None, folder.path / "a.vmdk")
