"""The Linux installations on a disk, and what each needs to start under Xen. Nothing is written.

Xen's emulated disks are a PIIX3's (ata_piix or, before libata, piix) or an ICH9's (ahci). A kernel
with PV drivers in HVM (CONFIG_XEN_PVHVM) takes them away when it starts and wants its disks by
xen-blkfront, as /dev/xvd*; with no such module in its start-up image it finds none. Sources: Xen's
docs/misc/hvm-emulated-unplug.pandoc and xen-vbd-interface.7, the kernel's drivers/xen/Kconfig.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.disk.disk import Disk
from engine.findings import Finding, Refusal, finding
from engine.guest import initramfs, linux_network
from engine.guest.file_systems import LINUX_KINDS
from engine.guest.linux_files import Device, LinuxFiles, devices, open_linux
from engine.guest.linux_network import NicName
from engine.guest.partitions import PartitionTable
from engine.phrase import Phrase

#: What Xen's disks need of a kernel: for each bus, modules of which one is enough.
_NEEDED = {"ide": ("ata_piix", "piix"), "ahci": ("ahci",), "pv": ("xen-blkfront", "xen-vbd")}
_KERNELS_LIMIT = 64
_LINES_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class LinuxKernel:
    """An installed kernel and its start-up image."""

    version: str
    path: str
    initramfs: str  #: its path, empty if there is none
    is_newest: bool  #: the one that was looked into: it starts unless told otherwise
    has_pv_drivers: bool  #: it takes emulated disks away and wants xen-blkfront
    #: for each bus of ``ide``, ``ahci`` and ``pv`` what serves it: in the kernel or in the image
    drivers: dict[str, Phrase]
    #: the buses that nothing serves; known only of the newest
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiskName:
    """A place where a disk is named in a way that does not last."""

    path: str
    device: str  #: as written
    lasting: str  #: what could stand there instead, such as ``UUID=…``; empty if unknown


@dataclass(frozen=True, slots=True)
class Linux:
    """An installation of Linux."""

    device: str  #: number of the partition, or ``vg/lv``
    file_system: str
    distribution: str  #: as it calls itself
    kernels: tuple[LinuxKernel, ...]  #: the newest first
    fstab: str  #: how it names disks: uuid, label, lvm, name, or several of these
    boot_loader: str  #: grub2, grub, systemd-boot, syslinux, lilo; empty if unknown
    renamed: tuple[DiskName, ...]
    nics: tuple[NicName, ...]
    commands: tuple[str, ...]  #: to be run in the guest before the conversion


def find(disk: Disk, table: PartitionTable) -> tuple[list[Linux], list[Finding]]:
    """Every Linux on the disk and what is to be said of it; damage is a finding (W631)."""
    own, notes = devices(disk, table)
    views: list[tuple[Device, LinuxFiles]] = []
    for device in own:
        if device.file_system.kind not in LINUX_KINDS:
            continue
        try:
            views += [(device, files) for files in open_linux(device)]
        except Refusal as refusal:
            notes.append(_unreadable(device, refusal))
    found: list[Linux] = []
    seen: set[str] = set()
    for device, files in views:
        try:
            if device.name not in seen and _is_root(files):
                seen.add(device.name)
                linux, said = _Reader(device, files, views, own).linux()
                found.append(linux)
                notes += said
        except Refusal as refusal:
            notes.append(_unreadable(device, refusal))
    return found, notes


def _unreadable(device: Device, refusal: Refusal) -> Finding:
    reason = refusal.findings[0].message
    return finding("W631", number=device.name, kind=device.file_system.kind, reason=reason)


def _is_root(files: LinuxFiles) -> bool:
    return files.exists("/etc/fstab") or (files.exists("/etc") and files.exists("/sbin/init"))


class _Reader:
    """Reads one installation, with ``/boot`` wherever it is mounted from. Refuses E631."""

    def __init__(
        self,
        device: Device,
        files: LinuxFiles,
        views: list[tuple[Device, LinuxFiles]],
        own: list[Device],
    ) -> None:
        self._device, self._files, self._devices = device, files, own
        self._mounts = list(_mounts(files.text("/etc/fstab")))
        self._boot, self._boot_prefix = files, "/boot"
        for source, place in self._mounts:
            target = self._resolve(source) if place == "/boot" else None
            for other, view in views:
                if target is not None and other.name == target.name:
                    self._boot, self._boot_prefix = view, ""
                    break

    def linux(self) -> tuple[Linux, list[Finding]]:
        kernels, notes = self._kernels()
        newest = kernels[0] if kernels else None
        renamed = tuple(self._renamed(newest))
        nics = linux_network.find(self._files)
        notes += [*self._elsewhere(), *self._said_of(newest)]
        notes += [
            finding("W662", path=each.path, device=each.device, command=_rename(each))
            for each in renamed
        ]
        notes += [
            finding("W663", name=each.name, path=each.path, command=_pin(each.name))
            for each in nics
            if each.changes
        ]
        commands = [self._image_command(newest)] if newest and self._lacks(newest) else []
        commands += [_rename(each) for each in renamed]
        commands += [_pin(each.name) for each in nics if each.changes]
        linux = Linux(
            device=self._device.name,
            file_system=self._device.file_system.kind,
            distribution=self._distribution(),
            kernels=kernels,
            fstab=", ".join(sorted({_style(source) for source, _ in self._mounts} - {""})),
            boot_loader=self._boot_loader(),
            renamed=renamed,
            nics=nics,
            commands=tuple(commands),
        )
        return linux, notes

    def _distribution(self) -> str:
        release = self._files.text("/etc/os-release") or self._files.text("/usr/lib/os-release")
        match = re.search(r"^PRETTY_NAME=[\"']?([^\"'\n]+)", release, re.MULTILINE)
        if match:
            return match[1]
        for path in ("/etc/redhat-release", "/etc/SuSE-release"):
            if text := self._files.text(path).strip():
                return text.splitlines()[0]
        debian = self._files.text("/etc/debian_version").strip()
        return f"Debian {debian}" if debian else "Linux"

    def _resolve(self, source: str) -> Device | None:
        """The device that a line of fstab means; None if it is not on this disk."""
        key, _, value = source.partition("=")
        value = value.strip("\"'")
        for each in self._devices:
            known = {
                "UUID": each.file_system.uuid,
                "LABEL": each.file_system.label,
                "PARTUUID": each.part_uuid,
            }
            if value and known.get(key.upper(), "").lower() == value.lower():
                return each
            if each.name in _device_names(source):
                return each
        return None

    def _kernels(self) -> tuple[tuple[LinuxKernel, ...], list[Finding]]:
        names = self._boot.list(self._boot_prefix or "/")
        versions = [name.removeprefix("vmlinuz-") for name in names if name.startswith("vmlinuz-")]
        usable = [each for each in versions if "rescue" not in each]
        newest_first = sorted(usable, key=_natural, reverse=True)[:_KERNELS_LIMIT]
        notes: list[Finding] = []
        kernels = []
        for version in newest_first:
            image = _image_of(version, names)
            kernels.append(self._kernel(version, image, version == newest_first[0], notes))
        return tuple(kernels), notes

    def _kernel(
        self, version: str, image: str, is_newest: bool, notes: list[Finding]
    ) -> LinuxKernel:
        drivers: dict[str, Phrase] = {}
        missing: tuple[str, ...] = ()
        folder = next(
            (f for f in (f"/lib/modules/{version}", f"/usr/lib/modules/{version}")
             if self._files.exists(f)), f"/lib/modules/{version}"
        )  # fmt: skip
        builtin = _modules(self._files.text(f"{folder}/modules.builtin"))
        known = builtin | _modules(self._files.text(f"{folder}/modules.dep"))
        if is_newest:
            held = self._held(image, version, notes)
            for bus, modules in _NEEDED.items():
                own = [name for name in modules if initramfs.same_name(name) in builtin]
                loaded = [name for name in modules if initramfs.same_name(name) in (held or ())]
                if own:
                    drivers[bus] = Phrase("{name} (built in)", name=own[0])
                elif loaded:
                    drivers[bus] = Phrase.of_data(loaded[0])
            missing = (
                tuple(bus for bus in _NEEDED if bus not in drivers) if held is not None else ()
            )
        return LinuxKernel(
            version,
            f"/boot/vmlinuz-{version}",
            f"/boot/{image}" if image else "",
            is_newest,
            self._has_pv_drivers(version, known),
            drivers,
            missing,
        )

    def _held(self, image: str, version: str, notes: list[Finding]) -> frozenset[str] | None:
        """The modules in a start-up image; None if there is none or it cannot be looked into."""
        if not image:
            return None
        try:
            data = self._boot.read(f"{self._boot_prefix}/{image}", initramfs.LIMIT)
            return initramfs.modules(f"/boot/{image}", data)
        except Refusal as refusal:
            command = self._command(version, f"/boot/{image}", "xen-blkfront")
            reason = refusal.findings[0].message
            notes.append(finding("W665", path=f"/boot/{image}", reason=reason, command=command))
            return None

    def _has_pv_drivers(self, version: str, known: set[str]) -> bool:
        """By the kernel's configuration; where it is not kept, by its age and its modules."""
        config = self._boot.text(f"{self._boot_prefix}/config-{version}")
        if config:
            return "CONFIG_XEN_PVHVM=y" in config and "\nCONFIG_XEN_BLKDEV_FRONTEND=" in config
        return _natural(version) >= _natural("2.6.36") and "xen-blkfront" in known

    def _lacks(self, kernel: LinuxKernel) -> bool:
        """Whether the start-up image has to be made anew."""
        return ("pv" if kernel.has_pv_drivers else "ide") in kernel.missing

    def _said_of(self, kernel: LinuxKernel | None) -> Iterator[Finding]:
        if kernel is None or not self._lacks(kernel):
            return
        command = self._image_command(kernel)
        if kernel.has_pv_drivers:
            yield finding("W661", kernel=kernel.path, command=command)
        else:
            one, other = _NEEDED["ide"]
            modules = Phrase("{one} or {other}", one=one, other=other)
            yield finding("W660", kernel=kernel.path, modules=modules, bus="IDE", command=command)

    def _image_command(self, kernel: LinuxKernel) -> str:
        module = "xen-blkfront" if kernel.has_pv_drivers else "ata_piix"
        return self._command(kernel.version, kernel.initramfs, module)

    def _command(self, version: str, image: str, module: str) -> str:
        """How this distribution puts a module into a start-up image."""
        has = self._files.exists
        if has("/etc/initramfs-tools"):
            return (
                f"echo {module} >> /etc/initramfs-tools/modules && update-initramfs -u -k {version}"
            )
        if has("/usr/lib/dracut") or has("/usr/share/dracut") or has("/etc/dracut.conf"):
            return f'dracut -f --add-drivers "{module}" {image} {version}'
        if has("/etc/mkinitcpio.conf"):
            return f"sed -i 's/^MODULES=(/&{module} /' /etc/mkinitcpio.conf && mkinitcpio -P"
        if has("/etc/sysconfig/kernel") and has("/etc/SuSE-release"):
            edit = f"sed -i 's/^INITRD_MODULES=\"/&{module} /' /etc/sysconfig/kernel"
            return f"{edit} && mkinitrd"
        return f"mkinitrd -f --with={module} {image} {version}"

    def _renamed(self, newest: LinuxKernel | None) -> Iterator[DiskName]:
        """Names of disks that are others under Xen, each once for each file."""
        prefix = "xvd" if newest and newest.has_pv_drivers else "sd"
        if (
            newest
            and not newest.has_pv_drivers
            and newest.drivers.get("ide", "").startswith("piix")
        ):
            prefix = "hd"
        seen = set()
        for path, device in self._named():
            stays = device.startswith(f"/dev/{prefix}")
            if not stays and (path, device) not in seen:
                seen.add((path, device))
                yield DiskName(path, device, self._lasting(device))

    def _lasting(self, device: str) -> str:
        found = self._resolve(device)
        uuid = found.file_system.uuid if found else ""
        return f"UUID={uuid}" if uuid else ""

    def _named(self) -> Iterator[tuple[str, str]]:
        """Every place that names a disk: fstab, crypttab and the kernels' command lines."""
        for source, _ in self._mounts:
            if _UNSTABLE.fullmatch(source):
                yield "/etc/fstab", source
        for line in self._files.text("/etc/crypttab").splitlines()[:_LINES_LIMIT]:
            words = line.split()
            if len(words) > 1 and _UNSTABLE.fullmatch(words[1]):
                yield "/etc/crypttab", words[1]
        for path, text in self._loader_files():
            for match in _ARGUMENT.finditer(text):
                yield path, match[1]

    def _loader_files(self) -> Iterator[tuple[str, str]]:
        for name in ("grub2/grub.cfg", "grub/grub.cfg", "grub/menu.lst", "grub/grub.conf"):
            yield f"/boot/{name}", self._boot.text(f"{self._boot_prefix}/{name}")
        entries = f"{self._boot_prefix}/loader/entries"
        for name in self._boot.list(entries)[:_KERNELS_LIMIT]:
            yield f"/boot/loader/entries/{name}", self._boot.text(f"{entries}/{name}")
        for path in ("/etc/default/grub", "/etc/lilo.conf"):
            yield path, self._files.text(path)

    def _boot_loader(self) -> str:
        for path, name in (
            ("grub2/grub.cfg", "grub2"),
            ("grub/grub.cfg", "grub2"),
            ("grub/menu.lst", "grub"),
            ("grub/grub.conf", "grub"),
            ("loader/loader.conf", "systemd-boot"),
            ("syslinux", "syslinux"),
            ("extlinux", "syslinux"),
        ):
            if self._boot.exists(f"{self._boot_prefix}/{path}"):
                return name
        return "lilo" if self._files.exists("/etc/lilo.conf") else ""

    def _elsewhere(self) -> Iterator[Finding]:
        """File systems of fstab that are not on this disk, nor hidden in something of it."""
        if any(each.file_system.kind in ("luks", "md") for each in self._devices):
            return
        for source, place in self._mounts:
            if place.startswith("/") and place != "/" and self._resolve(source) is None:
                yield finding("W664", what=f"{place} ({source})")


#: Names of disks that depend on their bus or place.
_UNSTABLE = re.compile(
    r"/dev/(?:(?:sd|hd|vd|xvd)[a-z]+\d*|nvme\d+n\d+(?:p\d+)?|disk/by-(?:id|path)/[^\s\"']+)"
)
_ARGUMENT = re.compile(rf"\b(?:root|resume|swap)\s*=\s*\"?({_UNSTABLE.pattern})")
_PART = re.compile(r"/dev/(?:(?:sd|hd|vd|xvd)a|nvme0n1p)(\d+)")


def _mounts(fstab: str) -> Iterator[tuple[str, str]]:
    """What is mounted and where, of disks only."""
    for line in fstab.splitlines()[:_LINES_LIMIT]:
        words = line.split()
        if len(words) >= 3 and not words[0].startswith("#") and _style(words[0]):
            yield words[0].strip("\"'"), words[1]


def _style(source: str) -> str:
    """How a line of fstab names its disk; empty if it is none."""
    key = source.partition("=")[0].upper()
    if key in ("UUID", "PARTUUID") or "/by-uuid/" in source or "/by-partuuid/" in source:
        return "uuid"
    if key in ("LABEL", "PARTLABEL") or "/by-label/" in source:
        return "label"
    if _UNSTABLE.fullmatch(source):
        return "name"
    names = _device_names(source)
    return "lvm" if names and not names[0].isdecimal() else ""


def _device_names(source: str) -> list[str]:
    """The names that a device of fstab may have among ours: the partition's number, ``vg/lv``."""
    if match := _PART.fullmatch(source):
        return [match[1]]
    if source.startswith("/dev/mapper/"):
        # A hyphen in a name is doubled, the one between group and volume is not.
        group, _, volume = source[12:].replace("--", "\0").partition("-")
        return [f"{group}/{volume}".replace("\0", "-")] if volume else []
    match = re.fullmatch(r"/dev/([\w.+-]+/[\w.+-]+)", source)
    return [match[1]] if match and not _UNSTABLE.fullmatch(source) else []


def _modules(text: str) -> set[str]:
    """The modules that modules.builtin or modules.dep lists."""
    return {initramfs.module_name(line.split(":")[0].strip()) for line in text.splitlines()}


def _image_of(version: str, names: tuple[str, ...]) -> str:
    for name in (
        f"initramfs-{version}.img",
        f"initrd.img-{version}",
        f"initrd-{version}.img",
        f"initrd-{version}",
        f"initramfs-{version}",
        # Arch has one for each flavour: vmlinuz-linux, initramfs-linux.img.
    ):
        if name in names:
            return name
    return ""


def _natural(version: str) -> list[tuple[int, str]]:
    """A key to sort versions by: numbers as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part)
            for part in re.findall(r"\d+|[a-z]+", version)]  # fmt: skip


def _rename(name: DiskName) -> str:
    if not name.lasting:
        return f"blkid {name.device} # and write its UUID= into {name.path}"
    return f"sed -i 's|{name.device}\\b|{name.lasting}|' {name.path}"


def _pin(nic: str) -> str:
    """Has systemd give the card its name by its address; works for every kind of configuration."""
    text = r"[Match]\nMACAddress=%s\n[Link]\nName=" + nic + r"\n"
    address = f'"$(cat /sys/class/net/{nic}/address)"'
    return f"printf '{text}' {address} > /etc/systemd/network/10-{nic}.link"
