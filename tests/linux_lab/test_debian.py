"""Debians that start in VMware only, converted: each starts from IDE and AHCI with its address.

The control starts each as it was, and finds it lost: what is proved could have failed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fixtures import machine
from fixtures.tools import run

from engine.cli.main import main
from linux_lab import debian, emulated, on_vmware, typed
from linux_lab.debian import BOTH, LOGIN, Recipe

SECONDS = 900  # of the processor; a start takes one to five minutes of it
RECIPES = [
    Recipe("initramfs-tools", "plain", "dos", BOTH),
    Recipe("dracut", "lvm", "dos"),
    Recipe("dracut", "plain", "gpt"),
    Recipe("initramfs-tools", "xfs", "gpt", BOTH),
]
#: What may differ afterwards, by how paths on their volumes begin.
CHANGED = ("etc/fstab", "etc/initramfs-tools/modules", "etc/dracut.conf.d/", "etc/systemd/network/",
           "grub/grub.cfg", "initrd.img-")  # fmt: skip
BUILD = Path(__file__).resolve().parents[2] / "build" / "linux-test"


@dataclass(frozen=True)
class Converted:
    """A guest before and after."""

    recipe: Recipe
    before: Path
    image: Path
    commands: tuple[str, ...]  #: that are left to be typed

    def start(self, disk: Path, bus: str) -> str:
        """What a disk says when it is started."""
        BUILD.mkdir(parents=True, exist_ok=True)
        said = BUILD / f"{self.recipe.name}-{disk.stem}-{bus}.log"
        said.unlink(missing_ok=True)
        began = time.monotonic()
        text = emulated.start(disk, bus, said, LOGIN, SECONDS)
        with (BUILD / "starts.tsv").open("a") as table:
            end = "its address" if LOGIN in text else "lost"
            seconds = round(time.monotonic() - began)
            print(date.today(), said.stem, end, f"{seconds} s", sep="\t", file=table)
        return text


@pytest.fixture(scope="module", params=RECIPES, ids=lambda each: each.name)
def guest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    if missing := debian.missing():
        pytest.skip(f"the lab needs {missing} (see installer/xen-test-packages.txt)")
    recipe: Recipe = request.param
    folder = tmp_path_factory.mktemp(recipe.name)
    vm = on_vmware.built(folder / "vm", debian.built(recipe))
    out = folder / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["disks"][0]["changes"]
    return Converted(
        recipe, vm.truths[machine.CURRENT], out / "debian.img", typed.commands(vm, folder)
    )


def test_as_it_was_it_is_lost(guest: Converted) -> None:
    text = guest.start(guest.before, "ide")
    assert LOGIN not in text
    assert any(each in text for each in emulated.LOST)


@pytest.mark.parametrize("bus", ["ide", "ahci"])
def test_it_starts_with_its_address(guest: Converted, bus: str, tmp_path: Path) -> None:
    assert LOGIN in guest.start(_finished(guest, tmp_path), bus)


def test_the_older_kernel_starts_too(guest: Converted, tmp_path: Path) -> None:
    if len(guest.recipe.kernels) == 1:
        pytest.skip("it has one kernel")
    disk = _finished(guest, tmp_path).rename(tmp_path / "older.img")
    with debian.mounted(disk, *list(typed.volumes(disk))[guest.recipe.first - 1]) as boot:
        menu = boot / "grub/grub.cfg"
        menu.write_text(menu.read_text().replace("set default=0", "set default=1"))
    text = guest.start(disk, "ide")
    assert LOGIN in text
    assert "Linux version 6.1." in text


def _finished(guest: Converted, folder: Path) -> Path:
    """A copy of the image, with what is left to be typed carried out."""
    copy = folder / "mended.img"
    run("cp", "--sparse=always", guest.image, copy)
    if guest.commands:
        typed.carry_out(guest.recipe, copy, guest.commands)
    return copy


def test_file_systems_are_sound_and_other_files_as_they_were(guest: Converted) -> None:
    for offset, size in _file_systems(guest):
        if _is_ext(guest.image, offset):
            run("e2fsck", "-fn", f"{guest.image}?offset={offset}")
        unchanged = "ro,noload" if _is_ext(guest.image, offset) else "ro,norecovery,nouuid"
        with debian.mounted(guest.image, offset, size, options=unchanged) as place:
            after = _manifest(place)
        with debian.mounted(guest.before, offset, size, options=unchanged) as place:
            before = _manifest(place)
        differ = {each for each in after.keys() | before if after.get(each) != before.get(each)}
        assert not [each for each in differ if not each.startswith(CHANGED)]
        for each in differ.intersection(after).intersection(before):
            assert after[each][:3] == before[each][:3], each


def _manifest(place: Path) -> dict[str, tuple[object, ...]]:
    """Mode, owner, extended attributes and content of each file of a volume, by its path.

    Folders are without what they hold, whose times are the files' own matter.
    """
    found: dict[str, tuple[object, ...]] = {}
    for folder, folders, files in os.walk(place):
        for path in (Path(folder, name) for name in (*folders, *files)):
            status = path.lstat()
            names = os.listxattr(path, follow_symlinks=False)
            labels = [(each, os.getxattr(path, each, follow_symlinks=False)) for each in names]
            owner = (status.st_uid, status.st_gid)
            about = (status.st_mode, owner, labels, _content(path, status.st_mode))
            found[path.relative_to(place).as_posix()] = about
    return found


def _content(path: Path, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return str(path.readlink())
    if not stat.S_ISREG(mode):
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _file_systems(guest: Converted) -> Iterator[tuple[int, int]]:
    """Where those that are mounted lie on the disk."""
    parts = list(typed.volumes(guest.image))
    yield parts[guest.recipe.first - 1]
    start, size = parts[guest.recipe.first]
    is_lvm = guest.recipe.layout == "lvm"
    yield (start + debian.IN_GROUP, debian.ROOT_SIZE) if is_lvm else (start, size)


def _is_ext(disk: Path, offset: int) -> bool:
    with disk.open("rb") as file:
        file.seek(offset + 1024 + 0x38)
        return file.read(2) == b"\x53\xef"


def test_undo_is_bit_identical(guest: Converted, tmp_path: Path) -> None:
    for path in guest.image.parent.iterdir():
        shutil.copy2(path, tmp_path / path.name)
    copy = tmp_path / guest.image.name
    assert main(["hal", str(copy), "--undo"]) == 0
    run("cmp", copy, guest.before)
