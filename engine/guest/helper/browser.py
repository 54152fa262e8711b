"""The process that reads single files of a guest; see :mod:`engine.guest.browse`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engine.findings import refuse
from engine.guest import partitions
from engine.guest.helper.helper_main import Answer, Remote, run
from engine.guest.helper.helper_protocol import Message, Plain, Wire
from engine.guest.linux.linux_files import Device, LinuxFiles, devices, open_linux
from engine.guest.partitions import Partition
from engine.guest.volumes.file_systems import LINUX_KINDS, WINDOWS_KINDS
from engine.guest.volumes.guest_files import Entry
from engine.guest.volumes.open_volume import open_files


class _Files(Protocol):
    def list(self, path: str) -> tuple[Entry, ...]: ...

    def find(self, path: str) -> Entry | None: ...

    def part(self, path: str, offset: int, length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _OfLinux:
    """The files of a Linux, told as those of Windows are."""

    files: LinuxFiles

    def list(self, path: str) -> tuple[Entry, ...]:
        return self.files.entries(path)

    def find(self, path: str) -> Entry | None:
        return self.files.find(path)

    def part(self, path: str, offset: int, length: int) -> bytes:
        return self.files.part(path, offset, length)


class Browser:
    """The volumes of one disk, opened as they are asked for."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._devices: dict[str, Device] = {}
        self._opened: dict[str, _Files] = {}

    def handle(self, request: Message) -> Answer:
        """Do what is asked for; "open" comes first."""
        match request.text("do"):
            case "open":
                return self._open(request)
            case "list":
                entries = self._files(request.text("volume")).list(request.text("path"))
                return {"entries": [_row(each) for each in entries]}, b""
            case "find":
                found = self._files(request.text("volume")).find(request.text("path"))
                return {"entries": [_row(found)] if found else []}, b""
            case _:
                files = self._files(request.text("volume"))
                place = request.number("offset"), request.number("length")
                return {}, files.part(request.text("path"), *place)

    def _open(self, request: Message) -> Answer:
        disk = Remote(self._wire, request.number("size"))
        found, _ = devices(disk, partitions.read(disk))
        known = (*WINDOWS_KINDS, *LINUX_KINDS)
        self._devices = {each.name: each for each in found if each.file_system.kind in known}
        rows: list[Plain] = [
            [each.name, each.file_system.kind, each.file_system.label, each.size]
            for each in self._devices.values()
        ]
        return {"volumes": rows}, b""

    def _files(self, name: str) -> _Files:
        if name not in self._opened:
            device = self._devices.get(name)
            if device is None:
                raise refuse("E846", name=name, known=", ".join(self._devices))
            self._opened[name] = _opened(device)
        return self._opened[name]


def _opened(device: Device) -> _Files:
    system = device.file_system
    if system.kind in LINUX_KINDS:
        return _OfLinux(open_linux(device)[0])
    return open_files(device.disk, Partition(0, device.offset, device.size, "", False, system))


def _row(entry: Entry) -> list[Plain]:
    return [entry.name, entry.is_folder, entry.size]


if __name__ == "__main__":
    run(lambda wire: Browser(wire).handle)
