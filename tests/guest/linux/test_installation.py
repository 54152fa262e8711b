"""An installation of Linux: its lines of fstab, its devices, and the files they make together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import partitioned
from fixtures.linux import UUID
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk
from guest.linux.trees import device_of, tree_of, write

from engine.findings import Refusal
from engine.guest import partitions
from engine.guest.linux import installation
from engine.guest.linux.installation import Installation, Mount, Tree
from engine.guest.linux.linux_files import open_linux
from engine.guest.volumes.file_systems import FileSystem

MIB = 1 << 20


@pytest.mark.parametrize(
    ("source", "style"),
    [
        ("UUID=ab", "uuid"),
        ("partuuid=ab", "uuid"),
        ("/dev/disk/by-uuid/ab", "uuid"),
        ("LABEL=root", "label"),
        ("/dev/disk/by-label/root", "label"),
        ("/dev/sda1", "name"),
        ("/dev/nvme0n1p2", "name"),
        ("/dev/disk/by-path/pci-0:1-part1", "name"),
        ("/dev/mapper/vg-root", "lvm"),
        ("/dev/vg/root", "lvm"),
        ("/dev/mapper/crypt", ""),
        ("/dev/sda1x", ""),
        ("server:/home", ""),
        ("proc", ""),
    ],
)
def test_how_a_line_names_its_disk(source: str, style: str) -> None:
    assert installation.style(source) == style


def test_only_disks_are_mounted() -> None:
    text = (
        '# UUID=c /c ext4\nUUID="a" / ext4 defaults\n\nproc /proc proc\n/dev/sda1 /too-short\n'
        "server:/x /x nfs\n/dev/vg/home\t/home\text4\n"
    )
    assert list(installation.mounts(text)) == [("UUID=a", "/"), ("/dev/vg/home", "/home")]


@pytest.fixture
def own(tmp_path: Path) -> Installation:
    """A root on the first partition, a volume, and a second partition that is labelled."""
    tree = tree_of(tmp_path, {"etc/fstab": "x"})
    root = tree.mounts[0].device
    others = (
        replace(root, name="vg-1/a.b", file_system=FileSystem("ext4", "v-uuid")),
        replace(root, name="5", file_system=FileSystem("swap", "S-UUID", "Swap"), part_uuid="p-5"),
    )
    return Installation(tree, (root, *others), ())


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (f"UUID={UUID.upper()}", "1"),
        ('UUID="s-uuid"', "5"),
        ("LABEL=swap", "5"),
        ("PARTUUID=P-5", "5"),
        ("PARTUUID=", None),
        ("UUID=none", None),
        ("/dev/sda5", "5"),
        ("/dev/nvme0n1p1", "1"),
        ("/dev/sdb1", None),  # this is the first disk
        ("/dev/mapper/vg--1-a.b", "vg-1/a.b"),
        ("/dev/vg-1/a.b", "vg-1/a.b"),
        ("/dev/mapper/vg-1", None),
    ],
)
def test_the_device_of_a_line(own: Installation, source: str, name: str | None) -> None:
    found = own.resolve(source)
    assert (found.name if found else None) == name


def test_what_is_elsewhere_is_told_unless_it_may_be_hidden(own: Installation) -> None:
    lines = (("UUID=none", "/gone"), ("UUID=none", "/"), ("LABEL=swap", "/s"), ("UUID=n", "none"))
    known = replace(own, mounted=lines)
    assert list(known.elsewhere()) == ["/gone (UUID=none)"]
    for kind in ("luks", "md"):
        hidden = replace(own.root, file_system=FileSystem(kind))
        assert list(replace(known, devices=(*own.devices, hidden)).elsewhere()) == []


def test_a_path_is_on_the_file_system_that_is_mounted_nearest(tmp_path: Path) -> None:
    mounts = []
    for place in ("", "/boot", "/boot/efi"):
        name = place.replace("/", "-") or "root"
        device = device_of(
            write(tmp_path / name, {"mark": place, "only": ""} if place else {"mark": ""})
        )
        mounts.append(Mount(place, device, open_linux(device)[0]))
    tree = Tree(tuple(mounts))
    assert [tree.text(f"{place}/mark") for place in ("", "/boot", "/boot/efi")] == [
        "",
        "/boot",
        "/boot/efi",
    ]
    assert tree.locate("/boot") == (mounts[1], "/")
    assert tree.locate("/bootx/y") == (mounts[0], "/bootx/y")
    assert tree.exists("/boot/only")
    assert not tree.exists("/only")
    assert set(tree.list("/boot")) == {"lost+found", "mark", "only"}
    assert tree.text("/none") == ""
    with pytest.raises(Refusal) as caught:
        tree.read("/none")
    assert caught.value.findings[0].code == "E617"


@pytest.mark.parametrize(
    ("kind", "has_extents", "can_write"),
    [("ext4", True, True), ("xfs", True, False), ("ext2", False, False)],
)
def test_what_can_be_written(
    own: Installation, kind: str, has_extents: bool, can_write: bool
) -> None:
    (mount,) = own.tree.mounts
    device = replace(mount.device, file_system=FileSystem(kind))
    device = device if has_extents else replace(device, extents=())
    tree = Tree((Mount("", device, mount.files),))
    assert replace(own, tree=tree).can_write("/etc/fstab") == can_write


def test_found_on_a_disk_with_its_boot_and_a_note_for_what_is_damaged(tmp_path: Path) -> None:
    fstab = f"UUID={UUID} / ext4 x\n/dev/sda2 /boot/ ext2 x\n/dev/sda3 /broken ext4 x\n"
    folders = {"root": {"etc/fstab": fstab}, "boot": {"vmlinuz": "kernel"}, "bad": {"x": ""}}
    parts = []
    for name, files in folders.items():
        device_of(write(tmp_path / name, files), MIB)
        parts.append(Part(2 * MIB, volume=tmp_path / f"{name}.image"))
    bad = (tmp_path / "bad.image").read_bytes()
    (tmp_path / "bad.image").write_bytes(bad[:2048] + b"\xff" * 8192 + bad[10240:])
    partitioned.build(tmp_path / "disk", parts)
    disk = RawDisk(tmp_path / "disk")
    found, notes = installation.find(disk, partitions.read(disk))
    assert [each.code for each in notes] == ["W631"] * len(notes)
    own = found[0]
    assert own.root.name == "1"
    assert [each.place for each in own.tree.mounts][:2] == ["", "/boot"]
    assert own.tree.text("/boot/vmlinuz") == "kernel"
