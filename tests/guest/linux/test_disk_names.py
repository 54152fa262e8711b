"""Names of disks in a Linux that do not last: which there are, and what stands there instead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from guest.linux.trees import tree_of

from engine.guest.linux import disk_names
from engine.guest.linux.disk_names import DiskName
from engine.guest.linux.installation import Installation

ONE = {"1": "aaaa-1", "5": "aaaa-5"}
TWO = {"1": "bbbb-1", "5": "aaaa-5"}  # its fifth is a copy of the other's
BY_PATH = "/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0"


@pytest.mark.parametrize(
    ("device", "disks", "expected"),
    [
        ("/dev/sda1", [ONE], "UUID=aaaa-1"),
        ("/dev/xvda1", [ONE, TWO], "UUID=aaaa-1"),
        ("/dev/hdb1", [ONE, TWO], "UUID=bbbb-1"),
        ("/dev/nvme1n1p1", [ONE, TWO], "UUID=bbbb-1"),
        ("/dev/nvme0n1p5", [ONE], "UUID=aaaa-5"),
        ("/dev/sdb1", [ONE], ""),
        ("/dev/sdc1", [ONE, TWO], ""),
        ("/dev/sda5", [ONE, TWO], ""),
        ("/dev/sda2", [ONE], ""),
        ("/dev/sda", [ONE], ""),
        ("/dev/sdaa1", [ONE], ""),
        (f"{BY_PATH}-part1", [ONE], "UUID=aaaa-1"),
        (f"{BY_PATH}-part1", [ONE, TWO], ""),  # of which disk nobody knows
        (BY_PATH, [ONE], ""),
        ("/dev/mapper/vg-root", [ONE], ""),
    ],
)
def test_what_lasts(device: str, disks: list[dict[str, str]], expected: str) -> None:
    assert disk_names.lasting(device, disks) == expected


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/etc/fstab", "/dev/sda1 / ext4\n\t/dev/sda5\tnone\n",
         "UUID=aaaa-1 / ext4\n\tUUID=aaaa-5\tnone\n"),
        ("/etc/fstab", "# /dev/sda1 /\nLABEL=x /dev/sda1 none bind\n", ""),
        ("/etc/fstab", "/dev/sda9 /\n", ""),
        ("/etc/crypttab", "own /dev/sda5 none\n", "own UUID=aaaa-5 none\n"),
        ("cryptroot/crypttab", "own /dev/sda5 none\n", "own UUID=aaaa-5 none\n"),
        ("/etc/crypttab", "#own /dev/sda5\n", ""),
        ("/boot/grub/grub.cfg", "linux /vmlinuz root=/dev/sda1 resume=/dev/sda5\n",
         "linux /vmlinuz root=UUID=aaaa-1 resume=UUID=aaaa-5\n"),
        ("/boot/grub/grub.cfg", "linux /v cryptdevice=/dev/sda5:own:discard root=/dev/dm-0\n",
         "linux /v cryptdevice=UUID=aaaa-5:own:discard root=/dev/dm-0\n"),
        ("/boot/grub/grub.cfg", "linux /v crypt_root=/dev/sda5 real_root=/dev/sda1\n",
         "linux /v crypt_root=UUID=aaaa-5 real_root=UUID=aaaa-1\n"),
        ("/etc/default/grub", "X=\"root = '/dev/sda1' ro\"\n", "X=\"root = 'UUID=aaaa-1' ro\"\n"),
        ("/boot/grub/grub.cfg", "nfsroot=/dev/sda1 install /dev/sda1\n", ""),
        (disk_names.RESUME_FILES[0], "RESUME=/dev/sda5\n", "RESUME=UUID=aaaa-5\n"),
        (disk_names.RESUME_FILES[1], "RESUME='/dev/sda5'\n", "RESUME='UUID=aaaa-5'\n"),
        (disk_names.RESUME_FILES[1], "root=/dev/sda1\n", ""),
    ],
)  # fmt: skip
def test_names_are_replaced_where_a_disk_is_named(path: str, before: str, after: str) -> None:
    assert disk_names.rewritten(path, before, [ONE]) == (after or before)


@pytest.mark.parametrize("size", [40, 39])
def test_an_environment_block_keeps_its_size(size: int) -> None:
    head = "# GRUB Environment Block\nx=root=/dev/sda1\n"
    uuids = [{"1": "0" * (size - 40 + 12)}]
    block = head + "#" * 9
    new = head.replace("/dev/sda1", f"UUID={uuids[0]['1']}")
    found = disk_names.rewritten("/boot/grub/grubenv", block, uuids)
    assert found == new.ljust(len(block), "#")
    longer = [{"1": "0" * 14}]
    assert disk_names.rewritten("/boot/grub/grubenv", block, longer) == block


def test_they_are_found_in_the_files_of_a_loader(tmp_path: Path) -> None:
    tree = tree_of(
        tmp_path,
        {
            "etc/fstab": "/dev/sda1 / ext4\n/dev/xvdb1 /data ext4\n/dev/sda1 /again ext4\n",
            "boot/grub/grub.cfg": "linux /vmlinuz root=/dev/hda1\n",
            "boot/loader/entries/own.conf": "options root=/dev/sda9\n",
            "etc/default/grub.d/x.cfg": "X=swap=/dev/xvda5\n",
        },
    )
    (mount,) = tree.mounts
    uuid = mount.device.file_system.uuid
    own = Installation(tree, (mount.device, replace(mount.device, name="vg/lv")), ())
    assert disk_names.uuids_of(own) == {"1": uuid}
    assert disk_names.find(own, "xvd") == (
        DiskName("/etc/fstab", "/dev/sda1", f"UUID={uuid}"),
        DiskName("/boot/grub/grub.cfg", "/dev/hda1", f"UUID={uuid}"),
        DiskName("/boot/loader/entries/own.conf", "/dev/sda9", ""),
    )
    assert "/dev/hda1" not in str(disk_names.find(own, "hd"))
