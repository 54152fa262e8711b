"""The Linux installations on a disk, and what each needs to start under Xen. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding
from engine.guest.linux import (
    disk_names,
    installation,
    kernels,
    linux_commands,
    linux_network,
    linux_notes,
    lvm_devices,
    network_files,
    vmware_remains,
)
from engine.guest.linux.disk_names import DiskName
from engine.guest.linux.installation import Installation
from engine.guest.linux.kernels import BOOT, NEEDED, Kernel
from engine.guest.linux.linux_network import NicName
from engine.guest.partitions import PartitionTable
from engine.guest.volumes.volume_stream import refusing
from engine.phrase import Phrase

_LOADERS = (
    ("grub2/grub.cfg", "grub2"),
    ("grub/grub.cfg", "grub2"),
    ("grub/menu.lst", "grub"),
    ("grub/grub.conf", "grub"),
    ("loader/loader.conf", "systemd-boot"),
    ("syslinux", "syslinux"),
    ("extlinux", "syslinux"),
)
_BUS = {"ide": "IDE", "ahci": "AHCI", "pv": "PV"}


@dataclass(frozen=True, slots=True)
class LinuxKernel:
    """An installed kernel and its start-up image."""

    version: str
    path: str
    initramfs: str  #: its path, empty if there is none
    is_newest: bool  #: it starts unless told otherwise
    has_pv_drivers: bool  #: it takes emulated disks away and wants xen-blkfront
    #: for each bus of ``ide``, ``ahci`` and ``pv`` what serves it: in the kernel or in the image
    drivers: dict[str, Phrase]
    missing: tuple[str, ...]  #: the buses that nothing serves, as far as the image can be read
    addable: tuple[str, ...]  #: modules of the guest that serve them, and what goes with these
    is_mendable: bool  #: converting can put these into the start-up image

    @property
    def finds_disks(self) -> bool:
        """Whether it finds its disks under Xen, as far as is known."""
        return ("pv" if self.has_pv_drivers else "ide") not in self.missing


@dataclass(frozen=True, slots=True)
class Linux:
    """An installation of Linux."""

    device: str  #: number of the partition, or ``vg/lv``
    file_system: str
    distribution: str  #: as it calls itself
    kernels: tuple[LinuxKernel, ...]  #: the newest first, rescue entries last
    fstab: str  #: how it names disks: uuid, label, lvm, name, or several of these
    boot_loader: str  #: grub2, grub, systemd-boot, syslinux, lilo; empty if unknown
    renamed: tuple[DiskName, ...]
    nics: tuple[NicName, ...]
    remains: tuple[str, ...]  #: of VMware: units and files that have to be out of the way
    commands: tuple[str, ...]  #: to be run in the guest, in this order, where it is not mended

    @property
    def needs_mending(self) -> bool:
        kernels = any(each.addable for each in self.kernels)
        return bool(self.commands or self.remains or kernels)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that has to be mended for Xen."""

    subject: tuple[str, ...]  #: a card, a file and a disk named in it, or the path of a kernel
    finding: Finding
    command: str  #: that mends it in the guest


@dataclass(frozen=True)
class Description:
    """A Linux and what is to be said of it."""

    linux: Linux
    faults: tuple[Fault, ...]
    notes: tuple[Finding, ...]  #: what is only said

    @property
    def findings(self) -> list[Finding]:
        return [*self.notes, *(each.finding for each in self.faults)]


def find(disk: Disk, table: PartitionTable) -> tuple[list[Linux], list[Finding]]:
    """Every Linux on the disk and what is to be said of it; damage is a finding (W631)."""
    installed, notes = installation.find(disk, table)
    found: list[Linux] = []
    for each in installed:
        try:
            with refusing(Phrase("the Linux on {device}", device=each.root.name)):
                description = describe(each, kernels.find(each.tree))
        except Refusal as refusal:
            notes.append(installation.unreadable(each.root, refusal))
        else:
            found.append(description.linux)
            notes += description.findings
    return found, notes


def describe(own: Installation, installed: tuple[Kernel, ...]) -> Description:
    """What there is to know of an installation with these kernels. Refuses E631."""
    newest = next((each for each in installed if not each.is_rescue), None)
    renamed = disk_names.find(own, _prefix(newest))
    nics = tuple(_as_in_image(each, newest) for each in linux_network.find(own.tree))
    faults = [
        *_nic_faults(nics),
        *_name_faults(renamed),
        *_lvm_faults(own, newest),
        *_kernel_faults(own, installed, newest),
    ]
    stale = vmware_remains.renamed(own.tree)
    linux = Linux(
        device=own.root.name,
        file_system=own.root.file_system.kind,
        distribution=_distribution(own),
        kernels=tuple(_plain(own, each, each is newest) for each in installed),
        fstab=", ".join(sorted({installation.style(source) for source, _ in own.mounted} - {""})),
        boot_loader=_boot_loader(own),
        renamed=renamed,
        nics=nics,
        remains=(*vmware_remains.units(own.tree), *(path for path, _ in stale)),
        commands=tuple(dict.fromkeys(each.command for each in faults)),
    )
    elsewhere = [finding("W664", what=each) for each in own.elsewhere()]
    return Description(
        linux, tuple(faults), (*elsewhere, *_unread(own, installed), *linux_notes.find(own.tree))
    )


def _plain(own: Installation, kernel: Kernel, is_newest: bool) -> LinuxKernel:
    return LinuxKernel(
        version=kernel.name,
        path=kernel.path,
        initramfs=kernel.image_path,
        is_newest=is_newest,
        has_pv_drivers=kernel.has_pv_drivers,
        drivers=kernel.served(),
        missing=kernel.missing(),
        addable=kernel.addable(),
        is_mendable=bool(kernel.addable()) and can_add(own, kernel),
    )


def can_add(own: Installation, kernel: Kernel) -> bool:
    """Whether something can be put into a start-up image, and is loaded from there.

    LILO has images by their blocks; without udev modules are loaded by a list.
    """
    has_udev = kernel.image is not None and kernel.image.has_udev
    return has_udev and own.can_write(kernel.image_path) and _boot_loader(own) != "lilo"


def _prefix(newest: Kernel | None) -> str:
    """How names of disks begin under Xen."""
    if newest and newest.has_pv_drivers:
        return "xvd"
    is_old = newest and newest.served().get("ide", "").startswith("piix")
    return "hd" if is_old else "sd"


def _as_in_image(nic: NicName, kernel: Kernel | None) -> NicName:
    """A card that gets its name in the start-up image keeps it."""
    image = kernel.image if kernel else None
    is_named = image is not None and network_files.link_path(nic.name)[1:] in image.kinds
    return replace(nic, by_address=True) if is_named else nic


def _nic_faults(nics: tuple[NicName, ...]) -> Iterator[Fault]:
    for each in nics:
        if each.changes:
            command = linux_commands.pin(each.name)
            said = finding("W663", name=each.name, path=each.path, command=command)
            yield Fault((each.name,), said, command)


def _name_faults(names: tuple[DiskName, ...]) -> Iterator[Fault]:
    for each in names:
        command = linux_commands.rename(each)
        said = finding("W662", path=each.path, device=each.device, command=command)
        yield Fault((each.path, each.device), said, command)


def _lvm_faults(own: Installation, newest: Kernel | None) -> Iterator[Fault]:
    for path in lvm_devices.limited(own.tree, _prefix(newest)):
        command = lvm_devices.command(path)
        if (
            newest
            and newest.image
            and path[1:] in newest.image.kinds
            and not any(_unserved(newest))
        ):
            command += f" && {image_command(own, newest)}"  # the image has it too
        yield Fault((path,), finding("W974", path=path, command=command), command)


def _kernel_faults(
    own: Installation, installed: Iterable[Kernel], newest: Kernel | None
) -> Iterator[Fault]:
    """W661 and W660 of the newest kernel, W973 of others: what their start-up images lack."""
    for kernel in installed:
        pv, emulated = _unserved(kernel)
        if not (pv or emulated):
            continue
        command = image_command(own, kernel)
        modules = ", ".join(NEEDED[bus][0] for bus in emulated)
        buses = ", ".join(_BUS[bus] for bus in emulated)
        about = {"kernel": kernel.path, "command": command}
        if kernel is not newest:
            yield Fault((kernel.path,), finding("W973", **about), command)
            continue
        if pv:
            yield Fault((kernel.path,), finding("W661", **about), command)
        if emulated:
            said = finding("W660", **about, modules=modules, bus=buses)
            yield Fault((kernel.path,), said, command)


def _unserved(kernel: Kernel) -> tuple[bool, list[str]]:
    """Whether xen-blkfront is missed, and the emulated buses that are."""
    missing = kernel.missing()
    emulated = [bus for bus in missing if bus != "pv" and _matters(kernel, bus)]
    return "pv" in missing and kernel.has_pv_drivers, emulated


def _matters(kernel: Kernel, bus: str) -> bool:
    """Whether a bus without a driver is worth a word: it can be mended, or nothing else is left."""
    can_be_had = any(initramfs_has(kernel, name) for name in NEEDED[bus])
    return can_be_had or (bus == "ide" and not kernel.has_pv_drivers)


def initramfs_has(kernel: Kernel, module: str) -> bool:
    """Whether the guest has a module that could be put into the start-up image."""
    return module.replace("_", "-") in kernel.modules.paths


def image_command(own: Installation, kernel: Kernel) -> str:
    """How the start-up image of a kernel is made sufficient for all of Xen's disks."""
    usual = tuple(NEEDED[bus][0] for bus in ("ide", "ahci", "pv")
                  if bus != "pv" or kernel.has_pv_drivers)  # fmt: skip
    names = kernel.addable() or tuple(
        name for name in usual if name.replace("_", "-") not in kernel.modules.builtin
    )
    return linux_commands.image(linux_commands.tool(own.tree), kernel, names)


def _unread(own: Installation, installed: tuple[Kernel, ...]) -> Iterator[Finding]:
    for kernel in installed:
        if kernel.fault:
            command = image_command(own, kernel)
            yield finding("W665", path=kernel.image_path, reason=kernel.fault, command=command)


def _distribution(own: Installation) -> str:
    tree = own.tree
    release = tree.text("/etc/os-release") or tree.text("/usr/lib/os-release")
    match = re.search(r"^PRETTY_NAME=[\"']?([^\"'\n]+)", release, re.MULTILINE)
    if match:
        return match[1]
    for path in ("/etc/redhat-release", "/etc/SuSE-release"):
        if text := tree.text(path).strip():
            return text.splitlines()[0]
    debian = tree.text("/etc/debian_version").strip()
    return f"Debian {debian}" if debian else "Linux"


def _boot_loader(own: Installation) -> str:
    for path, name in _LOADERS:
        if own.tree.exists(f"{BOOT}/{path}"):
            return name
    return "lilo" if own.tree.exists("/etc/lilo.conf") else ""
