"""A Windows installation on a disk: what matters of it for Xen."""

from __future__ import annotations

from dataclasses import dataclass

from engine.guest.volumes.guest_files import Condition
from engine.guest.volumes.open_volume import ReadableFiles
from engine.guest.windows import pe_version
from engine.guest.windows.boot_entries import BootEntry
from engine.guest.windows.drive_letters import DriveLetter
from engine.guest.windows.hal import Identification
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.pe_version import Version
from engine.guest.windows.static_addresses import StaticAddress
from engine.guest.windows.storage import Storage


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
