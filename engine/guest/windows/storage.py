"""Whether a Windows could start from another disk controller: what its registry says of drivers.

Sources: Microsoft KB314082 (CriticalDeviceDatabase of Windows XP); Microsoft's text on drivers that
Setup disables in Vista and 7; reports on StartOverride in Windows 8 and later; libguestfs
(customize, inject_virtio_win.ml: Windows 8 and later do not use CriticalDeviceDatabase).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.guest.hives.hive_reader import Hive, Key
from engine.guest.volumes.open_volume import ReadableFiles
from engine.phrase import Phrase

Bus = Literal["ide", "ahci", "nvme"]
BUSES: tuple[Bus, ...] = ("ide", "ahci", "nvme")
NAMES: dict[Bus, str] = {"ide": "IDE", "ahci": "AHCI", "nvme": "NVMe"}

BOOT_START = 0

#: The IDE controller of Xen (82371SB, PIIX3), and any IDE controller.
_XEN_IDE = ("pci#ven_8086&dev_7010", "pci#cc_0101")
_CHANNELS = ("primary_ide_channel", "secondary_ide_channel")


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver's service in the current control set."""

    service: str
    start: int | None  #: 0 at boot … 4 disabled; None if there is no such service
    start_override: int | None  #: of Windows 8 and later; counts more than ``start``
    has_file: bool

    @property
    def is_ready(self) -> bool:
        override = self.start_override
        return self.start == BOOT_START and override in (None, BOOT_START) and self.has_file


@dataclass(frozen=True, slots=True)
class Storage:
    """How ready a Windows is to start from ``bus``."""

    bus: Bus
    drivers: tuple[Driver, ...]
    devices: dict[
        str, str
    ]  #: of CriticalDeviceDatabase: the devices that count, with their service
    missing: tuple[Phrase, ...]  #: what stands in the way; nothing if it can start

    @property
    def is_ready(self) -> bool:
        return not self.missing


def readiness(
    files: ReadableFiles, root: str, system: Hive, control_set: str, version: tuple[int, int]
) -> tuple[Storage, ...]:
    """For every bus that Xen has; ``version`` is that of the Windows. Refuses E622."""
    return tuple(_readiness(files, root, system, control_set, version, bus) for bus in BUSES)


def _readiness(
    files: ReadableFiles,
    root: str,
    system: Hive,
    control_set: str,
    version: tuple[int, int],
    bus: Bus,
) -> Storage:
    devices: dict[str, str] = {}
    missing: list[Phrase] = []
    if bus == "ide" and version < (6, 0):
        devices = _critical_devices(system.key(rf"{control_set}\Control\CriticalDeviceDatabase"))
        missing += [
            Phrase("{name} is not in CriticalDeviceDatabase", name=name)
            for name in _absent(devices)
        ]
    names = _services(bus, version, devices)
    if not names:
        missing.append(Phrase("this Windows has no driver for {bus}", bus=NAMES[bus]))
    services = system.key(rf"{control_set}\Services")
    drivers = tuple(_driver(files, root, services, name) for name in names)
    missing += [_why(driver) for driver in drivers if not driver.is_ready]
    return Storage(bus, drivers, devices, tuple(missing))


def _services(bus: Bus, version: tuple[int, int], devices: dict[str, str]) -> tuple[str, ...]:
    """The drivers that Windows has to start for ``bus``; none if it brings none."""
    if bus == "ide":
        controller = next((devices[name] for name in _XEN_IDE if name in devices), "intelide")
        return ("atapi", controller.lower())
    if bus == "ahci":
        return ("storahci",) if version >= (6, 2) else ("msahci",) if version >= (6, 0) else ()
    return ("stornvme",) if version >= (6, 3) else ()


def _driver(files: ReadableFiles, root: str, services: Key | None, name: str) -> Driver:
    key = services.subkey(name) if services else None
    start = key.value("Start") if key else None
    override = key.subkey("StartOverride") if key else None
    demoted = override.value("0") if override else None
    return Driver(
        name,
        start if isinstance(start, int) else None,
        demoted if isinstance(demoted, int) else None,
        files.find(rf"{root}\system32\drivers\{name}.sys") is not None,
    )


def _why(driver: Driver) -> Phrase:
    if driver.start is None:
        return Phrase("{service} is not installed", service=driver.service)
    if not driver.has_file:
        return Phrase("{service}.sys is missing", service=driver.service)
    if driver.start != BOOT_START:
        why = f"Start={driver.start}"
    else:
        why = f"StartOverride={driver.start_override}"
    return Phrase("{service} does not start at boot ({why})", service=driver.service, why=why)


def _critical_devices(database: Key | None) -> dict[str, str]:
    """Of the devices that Xen's IDE controller is made of, those known with their service."""
    found = {}
    for name in (*_XEN_IDE, *_CHANNELS):
        key = database.subkey(name) if database else None
        service = key.value("Service") if key else None
        if isinstance(service, str) and service:
            found[name] = service
    return found


def _absent(devices: dict[str, str]) -> list[str]:
    absent = [name for name in _CHANNELS if name not in devices]
    if not any(name in devices for name in _XEN_IDE):
        absent.insert(0, _XEN_IDE[0])
    return absent
