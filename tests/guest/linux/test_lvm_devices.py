"""Limits of LVM in guests: lvm.conf as administrators write it, and the list of devices."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import pytest
from fixtures import linux as made
from fixtures import linux_vmware as vmware
from guest.linux.test_mending import IMAGE, archive, check, disk_of, files, mended

from engine.guest.inspect import look
from engine.guest.linux import lvm_devices

FILTERS = {
    'filter = [ "a|^/dev/sda2$|", "r|.*|" ]': True,
    'global_filter=["a/sd.*/","r/.*/"]': True,
    'filter = [\n\t\t"a|/dev/sd[ab]|",\n\t\t"r|.*|"\n\t]': True,
    '# filter = [ "r|.*|" ]': False,
    'filter = [ "r|/dev/cdrom|" ]': False,
    'filter = [ "a|.*|" ]': False,
    'filter = [ "a|/dev/xvd.*|", "a|/dev/sd.*|", "r|.*|" ]': False,
    'filter = [ "a|(|", "r|.*|" ]': False,  # nobody knows what it means
}


@pytest.mark.parametrize("text", FILTERS)
def test_filters(text: str, tmp_path: Path) -> None:
    before = f"devices {{\n\t{text}\n}}\n"
    after = lvm_devices.widened(before)
    assert (after != before) is FILTERS[text]
    assert lvm_devices.widened(after) == after
    if FILTERS[text]:
        path = tmp_path / "lvm.conf"
        path.write_text(before)
        command = lvm_devices.command(lvm_devices.CONFIGURATION)
        here = command.replace(lvm_devices.CONFIGURATION, str(path))
        subprocess.run(["sh", "-c", here], check=True)
        assert path.read_text() == after


LIMITED = 'devices {\n\tfilter = [ "a|^/dev/sda|", "r|.*|" ]\n}\n'
HARDWARE = "VERSION=1.1.1\nIDTYPE=sys_wwid IDNAME=naa.6000c29 DEVNAME=/dev/sda2 PVID=x PART=2\n"
NAME = "VERSION=1.1.1\nIDTYPE=devname IDNAME=/dev/sda2 DEVNAME=/dev/sda2 PVID=x PART=2\n"


def test_both_are_mended_in_the_guest_and_in_its_image(tmp_path: Path) -> None:
    more = {"etc/lvm/lvm.conf": LIMITED, "etc/lvm/devices/system.devices": HARDWARE}
    tree = vmware.tree(tmp_path / "tree", more=more)
    with (tree / IMAGE[1:]).open("ab") as image:
        image.write(made.cpio({"etc/lvm/lvm.conf": LIMITED.encode()}))
    disk = disk_of(tree, tmp_path)
    said = [each for each in look(disk).findings if each.code == "W974"]
    old = files(disk)[IMAGE][2]
    overlay, fitting, left = mended(disk)
    assert set(said) <= set(fitting.mended)
    assert len(said) == 2
    assert not left
    after = files(overlay)
    expected = LIMITED.replace("[", '[ "a|^/dev/xvd|",').encode()
    assert after["/etc/lvm/lvm.conf"][2] == expected
    assert "/etc/lvm/devices/system.devices" not in after
    assert after["/etc/lvm/devices/system.devices.vmware"][2] == HARDWARE.encode()
    assert archive(after[IMAGE][2][len(old) :].lstrip(b"\0"))["etc/lvm/lvm.conf"] == expected
    assert look(overlay).findings == ()
    check(overlay, tmp_path / "after")


def test_an_image_that_lacks_no_driver_is_told_to_be_made_anew(tmp_path: Path) -> None:
    """It holds lvm.conf as well."""
    tree = vmware.tree(tmp_path / "tree", more={"etc/lvm/lvm.conf": LIMITED})
    modules = [f"usr/lib/{each}.ko" for each in ("ata_piix", "ahci", "xen-blkfront")]
    image = made.start_up_image(modules, gzip.compress)
    (tree / IMAGE[1:]).write_bytes(image + made.cpio({"etc/lvm/lvm.conf": LIMITED.encode()}))
    found = look(disk_of(tree, tmp_path))
    [command] = [each for each in found.linux[0].commands if "lvm.conf" in each]
    assert command.endswith("update-initramfs -u -k all")
    assert not {"W660", "W661"} & {each.code for each in found.findings}


def test_disks_that_lvm_knows_by_name_are_found_by_it(tmp_path: Path) -> None:
    tree = vmware.tree(tmp_path / "tree", more={"etc/lvm/devices/system.devices": NAME})
    assert "W974" not in {each.code for each in look(disk_of(tree, tmp_path)).findings}
