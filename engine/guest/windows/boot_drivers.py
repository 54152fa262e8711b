"""Has Windows start its own drivers for the disk controller that Xen emulates.

Windows 2000, XP and 2003: what Microsoft's KB314082 merges and copies, into every control set, so
that the last known good one starts too. What is there stays: it is of the service pack installed.
Vista and later have the drivers in place but switched off. Sources: see resources/kb314082.toml;
for Vista and 7 Microsoft's "Error message when you start Windows after you change the SATA mode"
(KB922976); for StartOverride of Windows 8 and later what administrators report.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from engine.findings import refuse
from engine.guest.hives.registry import Hive
from engine.guest.hives.values import Value, dword, expand_sz, sz
from engine.guest.volumes.open_volume import ReadableFiles
from engine.guest.windows import install_files
from engine.guest.windows.editor import Editor
from engine.guest.windows.install_files import MediaFile
from engine.guest.windows.pe_version import Version
from engine.guest.windows.storage import BOOT_START

_CONTROL_SET = re.compile(r"ControlSet\d{3}", re.IGNORECASE)
_DISABLED = 4
_ONLINE_ALL = 1
_NT6, _NT6_2 = (6, 0), (6, 2)


@dataclass(frozen=True, slots=True)
class Service:
    """A driver's service as KB314082 has it."""

    name: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Article:
    """What KB314082 adds to a Windows."""

    files: tuple[str, ...]
    devices: dict[str, tuple[str, str]]  #: id -> class and service
    services: tuple[Service, ...]


@functools.cache
def article() -> Article:
    """The article as data."""
    data = tomllib.loads(resources.files("resources").joinpath("kb314082.toml").read_text("utf-8"))
    devices = {id: (row["class"], row["service"]) for row in data["devices"] for id in row["ids"]}
    services = tuple(_service(dict(row)) for row in data["services"])
    return Article(tuple(data["files"]), devices, services)


def _service(row: dict[str, str | int]) -> Service:
    name = str(row.pop("name"))
    values = {
        key: dword(value)
        if isinstance(value, int)
        else (expand_sz if key == "ImagePath" else sz)(value)
        for key, value in row.items()
    }
    return Service(name, values)


def control_sets(system: Hive) -> Iterator[str]:
    """The names of all control sets of a SYSTEM hive."""
    return (name for name in system.keys("") if _CONTROL_SET.fullmatch(name))


def drivers_of_nt5(
    files: ReadableFiles, root: str, kernel: Version | None
) -> dict[str, tuple[MediaFile, bytes]]:
    """The IDE drivers that are missing in System32\\drivers, from the guest's own media.

    Refuses E648 if one of them is nowhere.
    """
    missing = [
        name for name in article().files if files.find(rf"{root}\system32\drivers\{name}") is None
    ]
    if not missing:
        return {}
    found = install_files.find(files, root, missing, kernel)
    best = {name: install_files.best(found, name) for name in missing}
    absent = ", ".join(name for name, file in best.items() if file is None)
    if absent:
        raise refuse("E648", files=absent, root=root)
    return {name: (file, install_files.load(files, file)) for name, file in best.items() if file}


def copy_drivers(editor: Editor, drivers: dict[str, tuple[MediaFile, bytes]]) -> None:
    """Put drivers into System32\\drivers; they get the rights of disk.sys there."""
    folder = rf"{editor.system32}\drivers"
    model = rf"{folder}\disk.sys"
    if editor.files.find(model) is None:
        model = rf"{editor.system32}\hal.dll"
    for name, (file, content) in drivers.items():
        editor.put(rf"{folder}\{name}", content, model, file.with_version)


def enable(system: Hive, version: tuple[int, int], *, nvme: bool = False) -> None:
    """Have every control set start the drivers for Xen's disks at boot, both IDE and AHCI."""
    for name in control_sets(system):
        if version < _NT6:
            _merge_article(system, name)
        else:
            _start_at_boot(system, rf"{name}\Services", _in_box(version, nvme=nvme), version)


def stop_at_crash(system: Hive) -> None:
    """Have a crash stay on the screen, so that what it says can be read."""
    for name in control_sets(system):
        key = rf"{name}\Control\CrashControl"
        if system.has_key(key):
            system.set(key, "AutoReboot", dword(0))


def bring_disks_online(system: Hive) -> None:
    """Have Windows use all disks it finds, also those that look shared (SanPolicy, VDS_SAN_POLICY).

    Xen's disks are others than VMware's: by default a server leaves all but the first one offline.
    """
    for name in control_sets(system):
        if system.has_key(rf"{name}\Services\partmgr"):
            key = rf"{name}\Services\partmgr\Parameters"
            system.ensure_key(key)
            system.set(key, "SanPolicy", dword(_ONLINE_ALL))


def disable_cpu_drivers(system: Hive) -> None:
    """Disable drivers for the power states of a processor that Xen does not show (KB953356)."""
    for name in control_sets(system):
        for service in ("Intelppm", "Processor"):
            key = rf"{name}\Services\{service}"
            if system.has_key(key):
                system.set(key, "Start", dword(_DISABLED))


def _merge_article(system: Hive, control_set: str) -> None:
    for id, (guid, service) in article().devices.items():
        key = rf"{control_set}\Control\CriticalDeviceDatabase\{id}"
        system.ensure_key(key)
        _set_text(system, key, "ClassGUID", guid)
        _set_text(system, key, "Service", service)
    for each in article().services:
        key = rf"{control_set}\Services\{each.name}"
        system.ensure_key(key)
        there = {name.lower() for name in system.values(key)}
        for name, value in each.values.items():
            if name == "Start" or name.lower() not in there:
                system.set(key, name, value)


def _set_text(system: Hive, key: str, name: str, text: str) -> None:
    """Set a text; one that differs in case only stays."""
    found = system.get(key, name)
    if found is None or found.text.lower() != text.lower():
        system.set(key, name, sz(text))


def _in_box(version: tuple[int, int], *, nvme: bool) -> tuple[str, ...]:
    """The drivers that Windows Vista and later bring for Xen's disks."""
    ahci = "storahci" if version >= _NT6_2 else "msahci"
    return ("atapi", "intelide", "pciide", ahci, *(("stornvme",) if nvme else ()))


def _start_at_boot(
    system: Hive, services: str, names: tuple[str, ...], version: tuple[int, int]
) -> None:
    for name in names:
        key = rf"{services}\{name}"
        if not system.has_key(key):
            continue
        system.set(key, "Start", dword(BOOT_START))
        if version >= _NT6_2:
            system.delete_key(rf"{key}\StartOverride")
