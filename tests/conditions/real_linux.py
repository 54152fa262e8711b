"""M. Linux guests as real ones were: what they need to start under Xen is done, or told whole."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

from conditions.command import Done, run
from conditions.table import condition
from fixtures import boot_sector, linux, linux_vmware, machine, partitioned
from fixtures.linux import UUID
from fixtures.linux_vmware import KERNEL
from fixtures.machine import Machine
from fixtures.partitioned import Part
from fixtures.raw_disk import RawDisk

from engine.guest.inspect import look
from engine.guest.linux.linux_system import Linux

MIB = 1 << 20
ROOM = 64 * MIB
OLDER, RESCUE = "5.10.0-7-amd64", "0-rescue-0123456789abcdef"
IMAGE = f"boot/initrd.img-{KERNEL}"
#: What is said of any such machine: how its firmware and its card are under Xen.
ALWAYS = ("W502", "W522", "W540")


def on_vmware(folder: Path, tree: Path, kind: str = "ext4") -> Machine:
    """A Linux alone on its disk, on a machine with a card of VMware's in slot 192."""
    volume = folder / "volume"
    size = 320 * MIB if kind == "xfs" else ROOM
    if kind == "xfs":
        linux.xfs(volume, tree, size)
    else:
        linux.ext4(volume, tree, size, kind)
    partitioned.build(folder / "raw", [Part(size, "83", volume, active=True)])
    vm = machine.build(
        folder / "vm", image=folder / "raw", snapshots=0, name="vm", guest_os="debian10-64"
    )
    with vm.vmx.open("a") as file:
        file.write('ethernet0.present = "TRUE"\nethernet0.virtualDev = "vmxnet3"\n')
        file.write('ethernet0.pciSlotNumber = "192"\nethernet0.addressType = "static"\n')
        file.write('ethernet0.address = "00:50:56:01:02:03"\n')
    return vm


def converted(vm: Machine, folder: Path, *options: object) -> Done:
    """What is said of a conversion beside what is said of all."""
    done = run("convert", vm.vmx, "-o", folder / "out", *options)
    assert done.code == 0, done.told
    return Done(0, {"findings": [e for e in done.told["findings"] if e["code"] not in ALWAYS]})


def made(folder: Path) -> Linux:
    """The Linux that was written."""
    (found,) = look(RawDisk(folder / "out/vm.img")).linux
    return found


def typed(done: Done) -> list[str]:
    """The commands of W670."""
    [told] = [each["remedy"] for each in done.told["findings"] if each["code"] == "W670"]
    return str(told).split("run in the guest: ", 1)[1].split(" && ")


def tree_of(folder: Path, *kernels: str) -> Path:
    """A tree whose root is the first partition, by its name, and that has no swap."""
    more = {
        "etc/fstab": "/dev/sda1 / ext4 defaults 0 1\n",
        "boot/grub/grub.cfg": "linux /boot/vmlinuz root=/dev/sda1 ro\n",
    }
    tree = linux_vmware.tree(folder / "tree", kernels=(KERNEL, *kernels), more=more)
    (tree / "etc/initramfs-tools/conf.d/resume").unlink()
    return tree


# -- a trial that tells the truth

PLAIN = "Debian 12 with a start-up image of vmw_pvscsi alone, run by QEMU"


def tried(folder: Path, *said: str) -> Sequence[str]:
    """The codes of ``try`` for a guest that says that much on its serial line, and no more."""
    disk = boot_sector.build(folder / "raw", "\n".join(said), serial=True)
    vm = machine.build(folder / "vm", image=disk, snapshots=0, guest_os="debian12-64")
    assert run("convert", vm.vmx, "-o", folder / "out").code == 0
    done = run("try", folder / "out", "--seconds", "40", "--accelerator", "tcg")
    assert done.code == 3
    assert done.told["verdict"] != "reached"
    return done.codes


@condition(PLAIN, "E736")
def a_root_that_does_not_exist(folder: Path) -> Sequence[str]:
    alert = f"ALERT!  UUID={UUID} does not exist.  Dropping to a shell!"
    return tried(folder, "Loading initial ramdisk ...", alert, "(initramfs) ")


@condition("the same under KVM of another computer: a black screen, called started", "E743")
def nothing_after_the_boot_loader(folder: Path) -> Sequence[str]:
    return tried(folder, "Loading Linux 6.1.0-50-amd64 ...", "Loading initial ramdisk ...")


# -- start-up images


@condition(PLAIN)
def a_start_up_image_for_vmware_alone(folder: Path) -> Sequence[str]:
    """One command is enough for IDE, AHCI and PV; a conversion needs none."""
    vm = on_vmware(folder, tree_of(folder))
    before = run("inspect", vm.vmx)
    told = {e["remedy"] for e in before.told["findings"] if e["code"] in ("W660", "W661")}
    assert len(told) == 1
    assert all(name in told.copy().pop() for name in ("ata_piix", "ahci", "xen-blkfront"))
    said = converted(vm, folder)
    assert set(made(folder).kernels[0].drivers) == {"ide", "ahci", "pv"}
    assert run("hal", folder / "out/vm.img", "--undo").code == 0
    assert (folder / "out/vm.img").read_bytes() == vm.truths["current"].read_bytes()
    return said.codes


def with_older_kernels(folder: Path) -> Path:
    """A tree with an older kernel, and the entry that dracut makes for rescue."""
    tree = tree_of(folder, OLDER)
    (tree / f"boot/vmlinuz-{RESCUE}").write_text("kernel")
    image = linux_vmware.image(OLDER, gzip.compress)
    (tree / f"boot/initramfs-{RESCUE}.img").write_bytes(image)
    return tree


OLD = "rescue entries, and older kernels in the menu"


@condition(OLD)
def older_kernels_are_mended(folder: Path) -> Sequence[str]:
    said = converted(on_vmware(folder, with_older_kernels(folder)), folder)
    kernels = made(folder).kernels
    assert [each.version for each in kernels] == [KERNEL, OLDER, RESCUE]
    assert all(set(each.drivers) == {"ide", "ahci", "pv"} for each in kernels)
    return said.codes


@condition(OLD, "W660", "W661", "W662", "W662", "W663", "W670", "W973", "W973")
def older_kernels_are_told(folder: Path) -> Sequence[str]:
    """The card keeps its name in images that are made after it was given one."""
    done = converted(on_vmware(folder, with_older_kernels(folder)), folder, "--linux", "commands")
    commands = typed(done)
    assert commands[-1] == "update-initramfs -u -k all"
    places = [number for number, each in enumerate(commands) if "00:50:56:01:02:03" in each]
    assert places == [0]
    return done.codes


@condition("the kernel's documentation, initramfs buffer format: several compressed segments")
def a_start_up_image_in_two_segments(folder: Path) -> Sequence[str]:
    tree = tree_of(folder)
    names = [f"usr/lib/modules/{KERNEL}/kernel/{each}.ko" for each in ("ata_piix", "ahci")]
    more = linux.cpio(dict.fromkeys([*names, names[0].replace("ata_piix", "xen-blkfront")], b"x"))
    with (tree / IMAGE).open("ab") as file:
        file.write(gzip.compress(more))
    vm = on_vmware(folder, tree)
    (found,) = look(RawDisk(folder / "raw")).linux
    assert set(found.kernels[0].drivers) == {"ide", "ahci", "pv"}
    assert not {"W660", "W661"} & set(run("inspect", vm.vmx).codes)
    return []


def without_tools(folder: Path) -> Path:
    """A tree with nothing that makes start-up images."""
    tree = tree_of(folder)
    for path in sorted((tree / "etc/initramfs-tools").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (tree / "etc/initramfs-tools").rmdir()
    return tree


TOOLS = "libguestfs/virt-v2v, issue 91: neither dracut nor mkinitrd in the guest"


@condition(TOOLS)
def a_guest_that_makes_no_start_up_images(folder: Path) -> Sequence[str]:
    said = converted(on_vmware(folder, without_tools(folder)), folder)
    assert set(made(folder).kernels[0].drivers) == {"ide", "ahci", "pv"}
    return said.codes


@condition(TOOLS, "W660", "W661", "W662", "W662", "W663", "W670")
def no_command_that_is_not_there(folder: Path) -> Sequence[str]:
    vm = on_vmware(folder, without_tools(folder))
    done = converted(vm, folder, "--linux", "commands")
    told = " && ".join(typed(done))
    assert "mkinitrd" not in told
    assert "cpio" in told
    return done.codes


# -- names


@condition("nextcloud/vm, issue 2579; guestisp/xen-to-pve, issue 1: sdb becomes xvdb")
def disks_by_their_names(folder: Path) -> Sequence[str]:
    vm = on_vmware(folder, tree_of(folder))
    assert "W662" in run("inspect", vm.vmx).codes
    said = converted(vm, folder)
    assert made(folder).renamed == ()
    assert made(folder).fstab == "uuid"
    return said.codes
