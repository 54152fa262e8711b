"""The Windows installations on a disk, wherever they are, and what matters of them for Xen.

What is read: the boot menus, each Windows' files in System32, its SYSTEM and SOFTWARE hives, and
how its volume was left. Sources: Microsoft's documentation of the keys named below; the head of
hiberfil.sys as in the libyal project's libhibr.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from engine.findings import Finding, Refusal, finding
from engine.guest.hives.hive_reader import Hive
from engine.guest.partitions import PartitionTable
from engine.guest.volumes.guest_files import Condition
from engine.guest.volumes.open_volume import (
    ReadableFiles,
    folders,
    read_if_there,
)
from engine.guest.volumes.volume_stream import refusing
from engine.guest.windows import (
    boot_entries,
    drive_letters,
    hal,
    hive_files,
    install_files,
    pe_version,
    static_addresses,
    storage,
    vmware_tools,
)
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.drive_letters import DriveLetter
from engine.guest.windows.hal import Identification
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.pe_version import Program, Version
from engine.guest.windows.static_addresses import StaticAddress
from engine.guest.windows.storage import Storage
from engine.phrase import Phrase

_HIVE_LIMIT = 1 << 30
_FOLDERS_LIMIT = 256
_ONLINE_ALL = 1
_CURRENT_VERSION = r"Microsoft\Windows NT\CurrentVersion"


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume that Windows can be on."""

    index: int  #: of its partition in the table
    number: int
    files: ReadableFiles
    condition: Condition


@dataclass(frozen=True, slots=True)
class Kernel:
    """An installed kernel: its name in System32, and what it is on the media."""

    file: str
    original_name: str
    version: str
    multiprocessor: bool | None  #: None where one kernel does both, or it is unknown

    @property
    def numbers(self) -> Version:
        return pe_version.numbers(self.version)


@dataclass(frozen=True, slots=True)
class Windows:
    """An installation of Windows."""

    partition: int  #: index in the table
    root: str  #: ``\WINDOWS``
    boot_entry: BootEntry | None  #: the line of the menu that starts it
    name: str  #: ``Windows Server 2003``
    product: str  #: as it calls itself
    version: tuple[int, int]  #: of Windows NT: (5, 2)
    build: int
    service_pack: str
    architecture: str  #: x86, x64, arm64; empty if unknown
    is_server: bool
    kernels: tuple[Kernel, ...]
    hal: Identification | None  #: only of 32-bit 2000, XP and 2003: later ones have one for all
    hal_candidates: tuple[MediaFile, ...]
    storage: tuple[Storage, ...]
    vmware_services: tuple[str, ...]  #: of VMware Tools and its drivers: those that start
    vmware_programs: tuple[str, ...]  #: of VMware Tools: those that start at log-on
    has_vmware_tools: bool
    offlines_disks: bool  #: leaves disks offline that are new to it (SanPolicy)
    lost_letters: tuple[DriveLetter, ...]  #: of its partition, by the signature of another disk
    known_signature: str  #: that its disk had and has no more; empty if it has one, or is uncertain
    addresses: tuple[StaticAddress, ...]  #: that are fixed, of its network cards
    keeps_utc: bool  #: in the machine's clock, which is else in local time
    is_hibernated: bool
    has_fast_startup: bool  #: hibernated by a fast start-up, not by the user
    dirty_hives: tuple[str, ...]  #: not closed cleanly, and their logs do not fit
    replayed_hives: tuple[str, ...]  #: not closed cleanly, read with their logs
    condition: Condition


def find(volumes: tuple[Volume, ...], table: PartitionTable) -> tuple[list[Windows], list[Finding]]:
    """Every Windows on ``volumes``, those of the boot menu first, and what is to be said of them.

    Damage to one is a finding (W822) and hides no other.
    """
    notes: list[Finding] = []
    entries = _boot_entries(volumes, table, notes)
    found: list[Windows] = []
    unread: set[tuple[int | None, str]] = set()
    for volume, root, entry in _places(volumes, entries):
        try:
            with refusing(root):
                windows = _Reader(volume, root, entry, table).windows()
        except Refusal as refusal:
            reason = refusal.findings[0].message
            notes.append(finding("W822", root=root, number=volume.number, reason=reason))
            unread.add((volume.index, root.lower()))
            continue
        found.append(windows)
    notes += _not_here(entries, {*_roots(found), *unread}, volumes)
    for windows in found:
        notes += _findings(windows, next(v for v in volumes if v.index == windows.partition))
    if len(found) > 1:
        named = Phrase.joined(
            ", ", (Phrase("{name} in {path}", name=each.name, path=each.root) for each in found)
        )
        notes.append(finding("W640", count=len(found), windows=named))
    return found, notes


def _boot_entries(
    volumes: tuple[Volume, ...], table: PartitionTable, notes: list[Finding]
) -> list[BootEntry]:
    found: list[BootEntry] = []
    for volume in volumes:
        try:
            with refusing(Phrase("the boot menu")):
                found += _menu_of(volume, table)
        except Refusal as refusal:
            reason = refusal.findings[0].message
            notes.append(
                finding("W631", number=volume.number, kind=volume.files.kind, reason=reason)
            )
    return sorted(found, key=lambda entry: not entry.is_default)


def _menu_of(volume: Volume, table: PartitionTable) -> Iterator[BootEntry]:
    if content := read_if_there(volume.files, r"\boot.ini"):
        yield from boot_entries.from_boot_ini(content, table, volume.index)
    for path in (r"\Boot\BCD", r"\EFI\Microsoft\Boot\BCD"):
        if entry := volume.files.find(path):
            store, _ = hive_files.opened(volume.files, path, entry.size)
            yield from boot_entries.from_bcd(store, table, volume.index)


def _places(
    volumes: tuple[Volume, ...], entries: list[BootEntry]
) -> Iterator[tuple[Volume, str, BootEntry | None]]:
    """Where a Windows is: by the menu, then by looking into the folders of each volume."""
    by_index = {volume.index: volume for volume in volumes}
    seen: set[tuple[int, str]] = set()
    for entry in entries:
        volume = by_index.get(entry.partition) if entry.partition is not None else None
        if (
            volume
            and (volume.index, entry.root.lower()) not in seen
            and _is_root(volume, entry.root)
        ):
            seen.add((volume.index, entry.root.lower()))
            yield volume, entry.root, entry
    for volume in volumes:
        for folder in _folders(volume):
            root = rf"\{folder}"
            if (volume.index, root.lower()) not in seen and _is_root(volume, root):
                yield volume, root, None


def _folders(volume: Volume) -> list[str]:
    try:
        return [entry.name for entry in folders(volume.files)][:_FOLDERS_LIMIT]
    except Refusal:
        return []


def _is_root(volume: Volume, root: str) -> bool:
    try:
        return volume.files.find(rf"{root}\system32\config\SYSTEM") is not None
    except Refusal:
        return False


class _Reader:
    """Reads one installation. Refuses E622, E631."""

    def __init__(
        self, volume: Volume, root: str, entry: BootEntry | None, table: PartitionTable
    ) -> None:
        self._table = table
        self._volume, self._files = volume, volume.files
        self._root, self._entry = root, entry
        self._dirty: list[str] = []
        self._replayed: list[str] = []
        self._system = self._hive("SYSTEM")
        self._software = self._hive("SOFTWARE")
        current = self._system.number("Select", "Current") if self._system else None
        self._set = f"ControlSet{current or 1:03}"

    def windows(self) -> Windows:
        kernels = [(name, about) for name in self._kernel_names() if (about := self._about(name))]
        first = kernels[0][1] if kernels else None
        architecture = first.machine if first else ""
        version, build = self._version(first)
        is_server = self._is_server()
        has_hals = version < (6, 0) and architecture == "x86"
        base = first.version if first else None
        found = hal.candidates(self._files, self._root, base) if has_hals else ()
        hibernated = self._is_hibernated()
        letters = self._letters()
        drive = self._about_product("SystemRoot")[:2].upper()
        return Windows(
            partition=self._volume.index,
            root=self._root,
            boot_entry=self._entry,
            name=_name(version, build, is_server) or self._about_product("ProductName"),
            product=self._about_product("ProductName"),
            version=version,
            build=build,
            service_pack=self._about_product("CSDVersion"),
            architecture=architecture,
            is_server=is_server,
            kernels=tuple(_kernel(name, about, has_hals) for name, about in kernels),
            hal=self._hal(found) if has_hals else None,
            hal_candidates=found,
            storage=self._storage(version),
            vmware_services=self._vmware_services(),
            vmware_programs=vmware_tools.programs(self._software) if self._software else (),
            has_vmware_tools=self._has_vmware_tools(),
            offlines_disks=version >= (6, 0) and self._offlines_disks(is_server),
            lost_letters=letters,
            known_signature=drive_letters.known_signature(letters, self._table, drive),
            addresses=self._addresses(),
            keeps_utc=self._keeps_utc(),
            is_hibernated=hibernated,
            has_fast_startup=hibernated and version >= (6, 2) and self._hiberboot(),
            dirty_hives=tuple(self._dirty),
            replayed_hives=tuple(self._replayed),
            condition=self._volume.condition,
        )

    def _hive(self, name: str) -> Hive | None:
        path = rf"{self._root}\system32\config\{name}"
        entry = self._files.find(path)
        if entry is None or entry.size > _HIVE_LIMIT:
            return None
        hive, state = hive_files.opened(self._files, path, entry.size)
        if state != "clean":
            (self._replayed if state == "replayed" else self._dirty).append(name)
        return hive

    def _kernel_names(self) -> list[str]:
        """The kernels in System32: the one the menu names, and the two usual ones."""
        named = self._entry.option("kernel") if self._entry else None
        return [*([named] if named else []), "ntoskrnl.exe", "ntkrnlpa.exe"]

    def _about(self, name: str) -> Program | None:
        return install_files.about(self._files, rf"{self._root}\system32\{name}")

    def _about_product(self, name: str) -> str:
        return self._software.text(_CURRENT_VERSION, name) if self._software else ""

    def _version(self, kernel: Program | None) -> tuple[tuple[int, int], int]:
        """Version and build, by the registry; by the kernel where that is silent.

        CurrentVersion stays at 6.3 in Windows 10 and later, which have numbers of their own.
        """
        software = self._software
        major = software.number(_CURRENT_VERSION, "CurrentMajorVersionNumber") if software else None
        minor = software.number(_CURRENT_VERSION, "CurrentMinorVersionNumber") if software else None
        if major is None:
            major, minor = _two_numbers(self._about_product("CurrentVersion"))
        build = self._about_product("CurrentBuildNumber") or self._about_product("CurrentBuild")
        if not major and kernel:
            return kernel.version[:2], kernel.version[2]
        return (major, minor or 0), int(build) if build.isdecimal() else 0

    def _is_server(self) -> bool:
        if self._system is None:
            return False
        kind = self._system.text(rf"{self._set}\Control\ProductOptions", "ProductType")
        return kind.lower() in ("servernt", "lanmannt")

    def _hal(self, found: tuple[MediaFile, ...]) -> Identification:
        named = (self._entry.option("hal") if self._entry else None) or "hal.dll"
        return hal.identify(self._files, self._root, self._system, self._set, found, named)

    def _storage(self, version: tuple[int, int]) -> tuple[Storage, ...]:
        if self._system is None:
            return ()
        return storage.readiness(self._files, self._root, self._system, self._set, version)

    def _vmware_services(self) -> tuple[str, ...]:
        found = vmware_tools.services(self._system, self._set) if self._system else ()
        return tuple(name for name, starts in found if starts)

    def _has_vmware_tools(self) -> bool:
        software = self._software
        is_named = software and software.key(r"VMware, Inc.\VMware Tools")
        return bool(is_named or self._vmware_services())

    def _offlines_disks(self, is_server: bool) -> bool:
        """What SanPolicy says, or the edition where it says nothing."""
        policy = rf"{self._set}\Services\partmgr\Parameters"
        found = self._system.number(policy, "SanPolicy") if self._system else None
        return found != _ONLINE_ALL if found is not None else is_server

    def _letters(self) -> tuple[DriveLetter, ...]:
        """Letters of this partition that Windows knows by the signature of another disk."""
        offset = self._table.partitions[self._volume.index].offset
        letters = tuple(drive_letters.read(self._system)) if self._system else ()
        return drive_letters.lost(letters, self._table, offset)

    def _addresses(self) -> tuple[StaticAddress, ...]:
        return static_addresses.read(self._system, self._set) if self._system else ()

    def _keeps_utc(self) -> bool:
        zone = rf"{self._set}\Control\TimeZoneInformation"
        return bool(self._system and self._system.number(zone, "RealTimeIsUniversal"))

    def _is_hibernated(self) -> bool:
        """The file begins with hibr while it holds a state, with wake or zeros afterwards."""
        entry = self._files.find(r"\hiberfil.sys")
        if entry is None or not entry.size:
            return False
        return self._files.part(r"\hiberfil.sys", 0, 4).lower() == b"hibr"

    def _hiberboot(self) -> bool:
        power = rf"{self._set}\Control\Session Manager\Power"
        return bool(self._system and self._system.number(power, "HiberbootEnabled"))


def _two_numbers(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return (int(major), int(minor)) if major.isdecimal() and minor.isdecimal() else (0, 0)


def _kernel(name: str, about: Program, has_hals: bool) -> Kernel:
    """Since Vista one kernel serves one processor and several."""
    multi = about.original_name in hal.multiprocessor_kernels()
    known = has_hals and bool(about.original_name)
    return Kernel(name, about.original_name, about.version_text, multi if known else None)


@functools.cache
def _releases() -> list[dict[str, str | int]]:
    text = resources.files("resources").joinpath("windows.toml").read_text("utf-8")
    rows: list[dict[str, str | int]] = tomllib.loads(text)["release"]
    return rows


def _name(version: tuple[int, int], build: int, is_server: bool) -> str:
    """What the release is called; empty if its version is not known."""
    own = [row for row in _releases() if row["version"] == f"{version[0]}.{version[1]}"]
    reached = [row for row in own if int(row["build"]) <= build] or own[:1]
    return str(reached[-1]["server" if is_server else "workstation"]) if reached else ""


def _roots(found: list[Windows]) -> Iterator[tuple[int | None, str]]:
    """Where each installation is: the index of its partition, and its folder."""
    return ((each.partition, each.root.lower()) for each in found)


def _not_here(
    entries: list[BootEntry], known: set[tuple[int | None, str]], volumes: tuple[Volume, ...]
) -> Iterator[Finding]:
    """Entries of the menu that lead to another disk, to nothing, or to what is no Windows."""
    by_index = {volume.index: volume for volume in volumes}
    for entry in entries:
        if entry.partition is None:
            yield finding("W641", title=entry.title, place=entry.place, root=entry.root)
        elif (entry.partition, entry.root.lower()) not in known:
            volume = by_index.get(entry.partition)
            reason = _obstacle(volume, entry.root) if volume else None
            if volume is None or reason is None:
                yield finding("W642", title=entry.title, place=entry.place, root=entry.root)
            else:
                yield finding("W822", root=entry.root, number=volume.number, reason=reason)


def _obstacle(volume: Volume, root: str) -> Phrase | None:
    """Why a folder that is there is no Windows; None if there is no such folder."""
    try:
        return Phrase("It has no registry.") if volume.files.find(root) else None
    except Refusal as refusal:
        return refusal.findings[0].message


def _findings(windows: Windows, volume: Volume) -> Iterator[Finding]:
    """What is to be said of one installation."""
    name = windows.name
    yield from _left(windows, volume)
    if windows.hal:
        yield from windows.hal.findings()
        yield from mismatch(windows)
    for each in windows.storage:
        if each.bus == "ide" and not each.is_ready:
            yield finding("W646", windows=name, reasons=Phrase.joined("; ", each.missing))
    if windows.boot_entry and windows.boot_entry.names_controller:
        yield names_controller(windows, windows.boot_entry)
    if windows.vmware_services:
        yield has_tools(windows)
    yield from (lost_letter(windows, each) for each in windows.lost_letters)
    for address in windows.addresses:
        yield from fixed_addresses(windows, address)


def _left(windows: Windows, volume: Volume) -> Iterator[Finding]:
    """How an installation was shut down, if not well."""
    name = windows.name
    if windows.has_fast_startup or windows.condition.journal == "kept":
        yield finding("W636", windows=name)
    elif windows.is_hibernated:
        yield finding("W635", windows=name)
    if windows.condition.journal == "unclean":
        yield finding("W638", number=volume.number)
    elif windows.condition.dirty:
        yield finding("W637", number=volume.number)
    for code, hives in (("W639", windows.dirty_hives), ("W820", windows.replayed_hives)):
        yield from (finding(code, hive=hive, windows=name) for hive in hives)


def names_controller(windows: Windows, entry: BootEntry) -> Finding:
    """W821: a boot menu by which the loader needs the driver of VMware's controller."""
    return finding("W821", windows=windows.name, place=entry.place)


def has_tools(windows: Windows) -> Finding:
    """W647: services and drivers of VMware Tools that start."""
    return finding("W647", windows=windows.name)


def lost_letter(windows: Windows, drive: DriveLetter) -> Finding:
    """W825: a drive by the signature of another disk."""
    return finding("W825", windows=windows.name, letter=drive.letter)


def fixed_addresses(windows: Windows, own: StaticAddress) -> Iterator[Finding]:
    """W824 and W971: fixed addresses, on a card that Windows will not have any more."""
    about = {"windows": windows.name, "card": own.card}
    if own.addresses:
        gateway = next(iter(own.gateways), "none")
        command = " ".join((own.addresses[0], own.masks[0], *own.gateways[:1]))
        yield finding(
            "W824", **about, address=", ".join(own.pairs), gateway=gateway, command=command
        )
    if own.addresses_6:
        yield finding("W971", **about, address=", ".join(own.addresses_6), first=own.addresses_6[0])


def mismatch(windows: Windows) -> Iterator[Finding]:
    """A HAL and a kernel of different kinds stop with 0x79."""
    known = hal.all_hals().get(windows.hal.hal) if windows.hal else None
    for kernel in windows.kernels:
        if known and kernel.multiprocessor not in (None, known.multiprocessor):
            yield finding("W644", hal=known.file, kernel=f"{kernel.file} ({kernel.original_name})")
