"""One Windows read: its files in System32, its SYSTEM and SOFTWARE hives, how its volume was left.

Sources: Microsoft's documentation of the keys named below; the head of hiberfil.sys as in the
libyal project's libhibr.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from engine.guest.hives.hive_reader import Hive
from engine.guest.partitions import PartitionTable
from engine.guest.windows import (
    drive_letters,
    hal,
    hive_files,
    install_files,
    static_addresses,
    storage,
    vmware_tools,
)
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.drive_letters import DriveLetter
from engine.guest.windows.hal import Identification
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.pe_version import Program
from engine.guest.windows.static_addresses import StaticAddress
from engine.guest.windows.storage import Storage
from engine.guest.windows.windows_system import Kernel, Volume, Windows

_HIVE_LIMIT = 1 << 30
_ONLINE_ALL = 1
_CURRENT_VERSION = r"Microsoft\Windows NT\CurrentVersion"


def read(volume: Volume, root: str, entry: BootEntry | None, table: PartitionTable) -> Windows:
    """The installation in a folder of a volume, such as ``\\WINDOWS``; refuses E622, E631.

    ``entry``: the line of the boot menu that starts it.
    """
    return _Reader(volume, root, entry, table).windows()


class _Reader:
    """What is asked while one installation is read."""

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
