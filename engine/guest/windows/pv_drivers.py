r"""Xen's PV drivers for a Windows, out of what the user names: folders, ISO images, .msi files.

Packages (an .inf with its files) are put into the guest, Windows is told to look there
(DevicePath), and pnputil takes them in at the first start; an .msi is run by Windows Installer
then. An .msi is not read here: its custom actions are known to Windows Installer alone. Nothing of
it is loaded before Windows has installed it: the first start is from IDE or AHCI, and so is every
later one where Xen shows no platform device (xen_platform_pci=0).

Sources: Microsoft, "PnPUtil Command Syntax" and "DevicePath" of Windows Setup; Xen Project,
"Windows PV Drivers" (a folder for each driver and processor); PCI vendor 5853 is XenSource's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.findings import Refusal, refuse
from engine.guest.hives.registry import Hive
from engine.guest.hives.values import expand_sz
from engine.guest.user_commands import Command
from engine.guest.volumes.guest_files import GuestFiles
from engine.guest.volumes.open_volume import PROGRAM
from engine.guest.windows import media, pe_version
from engine.guest.windows.editor import Editor
from engine.phrase import Phrase

FOLDER = "V2XPV"  #: in the folder of Windows
_CURRENT_VERSION = r"Microsoft\Windows\CurrentVersion"
_USUAL = r"%SystemRoot%\inf"
_VISTA = (6, 0)  #: the first with pnputil
_DEPTH, _FOLDERS_LIMIT, _FILES_LIMIT, _SIZE_LIMIT = 5, 1000, 64, 64 << 20
_OF_XEN = re.compile(r"VEN_5853|XENBUS|XENVIF|XENCLASS|XENVBD", re.IGNORECASE)
_PROGRAMS = (".sys", ".dll", ".exe")
#: How names of installers say for which processor they are.
_MARKS = {"x64": re.compile(r"x64|x86_64|amd64", re.I), "x86": re.compile(r"x86(?!_64)|32", re.I)}


@dataclass(frozen=True, slots=True)
class Drivers:
    """What is to be put into one Windows."""

    packages: tuple[dict[str, bytes], ...] = field(repr=False)  #: files by their names
    installers: tuple[Command, ...]

    def commands(self, version: tuple[int, int]) -> tuple[Command, ...]:
        """What installs them at the first start of a Windows of that version."""
        own = (_pnputil(len(self.packages)),) if self.packages and version >= _VISTA else ()
        return (*own, *self.installers)


def load(paths: tuple[str, ...], architecture: str) -> Drivers:
    """The drivers at ``paths`` for a processor; refuses E823, and E970 where there are none."""
    packages: list[dict[str, bytes]] = []
    installers: list[Command] = []
    with media.opened(paths) as opened:
        for name, files in opened.items():
            own = name.rstrip(":")
            found = list(_packages(files, architecture))
            run = [] if found else _installers(files, architecture)
            if not found and len(run) != 1:
                raise refuse("E970", name=own, reason=_why_not(run, architecture))
            packages += found
            installers += [_installer(files, path) for path in run]
    if sum(len(each) for package in packages for each in package.values()) > _SIZE_LIMIT:
        reason = Phrase("it has more than {limit} bytes", limit=_SIZE_LIMIT)
        raise refuse("E970", name=", ".join(paths), reason=reason)
    return Drivers(tuple(packages), tuple(installers))


def put_files(editor: Editor, drivers: Drivers) -> None:
    """Put the packages into the folder of Windows, each into a folder of its own; refuses E970."""
    if not drivers.packages:
        return
    if editor.files.kind != "ntfs":
        reason = Phrase("long names cannot be written on {kind}", kind=editor.files.kind.upper())
        raise refuse("E970", name=FOLDER, reason=reason)
    whole, program = rf"{editor.root}\{FOLDER}", rf"{editor.system32}\hal.dll"
    editor.ensure_folder(whole, editor.system32)
    for number, package in enumerate(drivers.packages, 1):
        editor.ensure_folder(rf"{whole}\{number}", editor.system32)
        for name, content in package.items():
            editor.put(rf"{whole}\{number}\{name}", content, program, Phrase("Xen's PV drivers"))


def announce(software: Hive, drivers: Drivers) -> None:
    """Have Windows look for drivers of new devices among the packages, too."""
    if not drivers.packages:
        return
    value = software.get(_CURRENT_VERSION, "DevicePath")
    places = (value.text if value else _USUAL).split(";")
    own = [rf"%SystemRoot%\{FOLDER}\{each}" for each in range(1, len(drivers.packages) + 1)]
    new = [each for each in own if each not in places]
    if new:
        software.ensure_key(_CURRENT_VERSION)
        software.set(_CURRENT_VERSION, "DevicePath", expand_sz(";".join([*places, *new])))


def _pnputil(count: int) -> Command:
    """A command file that takes the packages in, in their order."""
    numbers = " ".join(map(str, range(1, count + 1)))
    place = rf"%SystemRoot%\{FOLDER}\%%d\*.inf"
    text = f'@echo off\r\nfor %%d in ({numbers}) do pnputil -i -a "{place}"\r\n'
    return Command("pv-drivers.cmd", text.encode("ascii"))


def _packages(files: GuestFiles, architecture: str) -> Iterator[dict[str, bytes]]:
    """The packages of Xen's for a processor, xenbus first, which the others need."""
    found = []
    for folder, names in _folders(files):
        infs = [each for each in names if each.lower().endswith(".inf")]
        if not infs or len(names) > _FILES_LIMIT:
            continue
        if not any(_OF_XEN.search(_text(files.read(rf"{folder}\{each}"))) for each in infs):
            continue
        package = {each: files.read(rf"{folder}\{each}", PROGRAM) for each in names}
        if _fits(package, architecture):
            found.append((min(infs).lower(), package))
    yield from (package for _, package in sorted(found, key=lambda each: each[0]))


def _folders(files: GuestFiles) -> Iterator[tuple[str, list[str]]]:
    """Folders with the names of the files in them, the outermost first."""
    waiting = [("", 0)]
    for folder, depth in waiting:
        try:
            entries = files.list(folder or "\\")
        except Refusal:
            continue
        yield folder, sorted(each.name for each in entries if not each.is_folder)
        inner = (each.name for each in entries if each.is_folder and depth < _DEPTH)
        waiting += [(rf"{folder}\{name}", depth + 1) for name in inner]
        del waiting[_FOLDERS_LIMIT:]


def _text(content: bytes) -> str:
    """An .inf as text: in UTF-16 with its mark, else in some code page."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if is_wide else "latin-1", "replace")


def _fits(package: dict[str, bytes], architecture: str) -> bool:
    """Whether the drivers in it are for the processor."""
    programs = [content for name, content in package.items() if name.lower().endswith(_PROGRAMS)]
    machines = {about.machine for each in programs if (about := pe_version.read(each))}
    return architecture in machines


def _installers(files: GuestFiles, architecture: str) -> list[str]:
    """The .msi files that may be meant: the only one, else those named by the processor."""
    found = [rf"{folder}\{name}" for folder, names in _folders(files) for name in names
             if name.lower().endswith(".msi")]  # fmt: skip
    mark = _MARKS.get(architecture)
    named = [each for each in found if mark and mark.search(each.rpartition("\\")[2])]
    return found if len(found) == 1 else named


def _installer(files: GuestFiles, path: str) -> Command:
    return Command(path.rpartition("\\")[2], files.read(path, PROGRAM))


def _why_not(found: list[str], architecture: str) -> Phrase:
    if found:
        names = ", ".join(found)
        return Phrase("several installers are in it, name one of them: {names}", names=names)
    processor = architecture or Phrase("its processor")
    return Phrase("no driver of Xen's for {processor} is in it, and no .msi", processor=processor)
