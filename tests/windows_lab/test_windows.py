"""vmx2xen on Windows: Python, packages and program are Windows', the system is wine.

``make windows-test``. What is compared is made on this Linux by the same program.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from fixtures import guests, machine
from fixtures.layouts import LAYOUTS

from windows_lab import wine

FORMATS = {"raw": "img", "qcow2": "qcow2", "vhd": "vhd", "vmdk": "vmdk"}
#: Tests of the engine that run there as they are; others make pipes, links, or end processes by
#: signals, as only POSIX can.
SUITE = [
    "tests/vmware/test_vmx.py", "tests/vmware/test_vmsd.py", "tests/vmware/test_descriptor.py",
    "tests/disk/test_block_map.py", "tests/disk/copying/test_journal.py",
    "tests/disk/edits/test_overlay.py", "tests/vmware/test_places.py",
    "tests/job/convert/test_file_names.py", "tests/guest/hives/test_registry.py",
    "tests/guest/windows/test_boot_ini.py",
]  # fmt: skip
POSIX = ("what_is_no_file", "no_utf8", "code_page", "nobody_has_any_more")


@pytest.fixture(scope="session", autouse=True)
def lab() -> None:
    if shutil.which("wine") is None or shutil.which("x86_64-w64-mingw32-gcc") is None:
        pytest.skip("wine or mingw is not installed")
    wine.build()


def on_windows(place: Path, commands: Sequence[Sequence[object]]) -> list[str]:
    """What each command ended with there; ``q:`` is ``place``."""
    listed = place / "commands.json"
    listed.write_text(json.dumps([[str(part) for part in each] for each in commands]), "utf-8")
    said = wine.run([r"tests\windows_lab\commands.py", r"q:\commands.json"], {"q:": place})
    (place / "said.txt").write_text(said, "utf-8")
    return re.findall(r"^= (.*?)\r?$", said, re.MULTILINE)


def here(*arguments: object) -> int:
    command = [sys.executable, "-m", "gui.launch", *map(str, arguments)]
    return subprocess.run(command, cwd=wine.ROOT, capture_output=True, check=False).returncode


def same(one: Path, other: Path, format: str) -> bool:
    """Whether two images hold the same; VHD and VMDK have times and identifiers of their own."""
    if format in ("raw", "qcow2"):
        return one.read_bytes() == other.read_bytes()
    return not subprocess.run(["qemu-img", "compare", one, other], check=False).returncode


IMAGES = "images=/var/lib/xen/images"


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_each_layout_is_converted_as_on_linux(tmp_path: Path, layout: str) -> None:
    made = machine.build(tmp_path / "vm", layout=layout, size=8 << 20)
    vmx = rf"q:\vm\{made.vmx.name}"
    decided = ("--set", "redo=commit") if any(made.vmx.parent.glob("*.REDO")) else ()
    commands: list[list[object]] = [["inspect", vmx, *decided]]
    for format in FORMATS:
        chosen = ("--format", format, *decided)
        commands.append(["convert", vmx, "-o", rf"q:\windows\{format}", *chosen])
        commands.append(["verify", rf"q:\windows\{format}"])
        assert not here("convert", made.vmx, "-o", tmp_path / "linux" / format, *chosen,
                        "--set", IMAGES)  # fmt: skip
    assert on_windows(tmp_path, commands) == ["0"] * len(commands)
    for format, suffix in FORMATS.items():
        one, other = (tmp_path / system / format for system in ("windows", "linux"))
        assert same(one / f"win2003.{suffix}", other / f"win2003.{suffix}", format), format
        assert (one / "win2003.cfg").read_bytes() == (other / "win2003.cfg").read_bytes()
        assert not [each.name for each in one.iterdir() if "partial" in each.name]


def test_what_was_killed_is_resumed(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=256 << 20)
    vmx = rf"q:\vm\{made.vmx.name}"
    kills = [["kill", seconds, "convert", vmx, "-o", rf"q:\out{n}"]
             for n, seconds in enumerate((6, 9, 12))]  # fmt: skip
    resumes = [["resume", rf"q:\out{n}"] for n, _ in enumerate(kills)]
    again = [["convert", vmx, "-o", rf"q:\out{n}"] for n, _ in enumerate(kills)]
    for number, code in enumerate(on_windows(tmp_path, [*kills, *resumes])[len(kills) :]):
        if code != "0":  # it was killed before it had begun anything, or had ended
            on_windows(tmp_path, [again[number]])
    for number, _ in enumerate(kills):
        image = tmp_path / f"out{number}" / "win2003.img"
        assert image.read_bytes() == made.truths["current"].read_bytes()


def test_a_guest_is_changed_as_on_linux(tmp_path: Path) -> None:
    if not (wine.ROOT / "build/guest-libraries/libntfs-3g-89.dll").exists():
        pytest.skip("make guest-libraries was not run")
    guests.build(tmp_path / "guest.raw", "windows2003")
    made = machine.build(tmp_path / "vm", image=tmp_path / "guest.raw")
    vmx, image = rf"q:\vm\{made.vmx.name}", made.vmx.stem
    chosen = ("--storage", "ide", "--hal", "halacpi")
    results = on_windows(
        tmp_path,
        [
            ["convert", vmx, "-o", r"q:\fitted", *chosen],
            ["verify", r"q:\fitted"],
            ["convert", vmx, "-o", r"q:\kept", "--storage", "keep", "--hal", "keep"],
            ["hal", rf"q:\kept\{image}.img", "--set", "halacpi"],
            ["hal", rf"q:\kept\{image}.img", "--undo"],
        ],
    )
    assert results == ["0"] * 5
    assert not here("convert", made.vmx, "-o", tmp_path / "linux", *chosen, "--set", IMAGES)
    config = f"{image}.cfg"
    assert (tmp_path / "fitted" / config).read_bytes() == (tmp_path / "linux" / config).read_bytes()
    kept = (tmp_path / "kept" / f"{image}.img").read_bytes()
    assert kept == made.truths["current"].read_bytes()


def test_the_window_opens(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=8 << 20)
    said = wine.run([r"tests\windows_lab\window.py", rf"q:\vm\{made.vmx.name}", r"q:\window.png"],
                    {"q:": tmp_path})  # fmt: skip
    assert "exit code 0" in said, said
    assert (tmp_path / "window.png").stat().st_size > 10_000


def test_the_suite_of_the_engine(tmp_path: Path) -> None:
    said = wine.run(
        [
            "-m",
            "pytest",
            "-q",
            "-p",
            "windows_lab.posix_calls",
            "-p",
            "no:cacheprovider",
            r"--basetemp=q:\tests",
            "-k",
            " and ".join(f"not {each}" for each in POSIX),
            *SUITE,
        ],
        {"q:": tmp_path},
    )
    assert "exit code 0" in said, said[-6000:]
