"""The places in a guest from which Windows installs its own files, and what they hold.

Folders of uninstallers ($NtUninstall…, $NtServicePackUninstall$) are not among them: what they hold
is older than the system. Source: Microsoft KB314082, KB309283 and the descriptions of Driver Cache
and ServicePackFiles in the Resource Kits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from engine.findings import Refusal
from engine.guest.volumes.open_volume import PROGRAM, ReadableFiles
from engine.guest.windows import pe_version
from engine.guest.windows.cabinet import Cabinet, expand
from engine.guest.windows.pe_version import Program, Version
from engine.phrase import Phrase

Level = Literal["same", "newer", "older", "unknown"]

_LIBRARY_MISSING = "E601"
_CABINETS_LIMIT = 20
_SERVICE_PACK = re.compile(r"sp(\d{1,2})\.cab", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file as it is on the media, found in the guest."""

    name: str  #: on the media, in lower case: ``halmacpi.dll``
    path: str  #: of the file, or of the cabinet that it is in
    member: bool  #: whether it is in a cabinet
    version: Version
    level: Level  #: compared with the installed kernel
    digest: str  #: of the unpacked content, see :func:`digest`

    @property
    def version_text(self) -> str:
        return ".".join(map(str, self.version))

    @property
    def is_of_medium(self) -> bool:
        """Whether it is not the guest's own, but of a medium that the user named."""
        return ":" in self.path

    @property
    def with_version(self) -> Phrase:
        return Phrase.joined(" ", (self.place, f"({self.version_text})"))

    @property
    def place(self) -> str:
        """Where it is in the guest, for people."""
        if not self.member:
            return self.path
        return Phrase("{name} in {path}", name=self.name, path=self.path)


def find(
    files: ReadableFiles,
    root: str,
    names: Collection[str],
    kernel: Version | None,
    *,
    looking: bool = False,
) -> tuple[MediaFile, ...]:
    """Those of ``names`` that the places below ``root`` hold, the best place first.

    A place is opened only while something is missing at the level of the installed ``kernel`` or
    newer. What cannot be unpacked is left out. Refuses E601 if nothing can
    be, unless it is only for ``looking``.
    """
    found: list[MediaFile] = []
    missing = sorted(names)
    for path, load in (*_places(files, root), *_media(files)):
        if not missing:
            break
        try:
            contents = load(tuple(missing))
        except Refusal as refusal:
            if refusal.findings[0].code == _LIBRARY_MISSING and not looking:
                raise
            continue
        for name, (at, content) in contents.items():
            about = pe_version.read(content)
            if about is None or about.original_name not in ("", name):
                continue
            level = compare(about.version, kernel)
            member = at == path
            found.append(MediaFile(name, at, member, about.version, level, digest(content)))
            if level in ("same", "newer"):
                missing.remove(name)
    return tuple(found)


def best(found: Iterable[MediaFile], name: str) -> MediaFile | None:
    """Of the files called ``name`` the one of the kernel's level, else the newest; None if none."""
    own = [file for file in found if file.name == name]
    same = next((file for file in own if file.level == "same"), None)
    return same or max(own, key=lambda file: file.version, default=None)


def load(files: ReadableFiles, file: MediaFile) -> bytes:
    """The content of a file that ``find`` found; refuses E601, E617, E620, E631, E634."""
    if file.member:
        return _cabinet(files, file.path).unpack([file.name])[file.name]
    return expand(file.path, files.read(file.path, PROGRAM), file.name, files.unpacking)


def digest(content: bytes) -> str:
    """What tells whether two files are the same: BLAKE2b of 16 bytes in hex."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def compare(version: Version, kernel: Version | None) -> Level:
    """How the version of a file stands to that of the installed kernel."""
    if kernel is None or not any(version):
        return "unknown"
    return "same" if version == kernel else "newer" if version > kernel else "older"


def about(files: ReadableFiles, path: str) -> Program | None:
    """What the program at ``path`` says of itself; None if it is missing or cannot be read."""
    try:
        entry = files.find(path)
        return pe_version.read(files.read(path, PROGRAM)) if entry else None
    except Refusal:
        return None


def program_of(files: ReadableFiles, medium: str, name: str) -> Program | None:
    """What the program ``name`` on a medium says of itself; None if it is not there."""
    for _, load in _medium(files, medium):
        try:
            for _, content in load((name,)).values():
                return pe_version.read(content)
        except Refusal:
            continue
    return None


#: Gives the content of some names, each with the path of its file.
_Load = Callable[[Collection[str]], dict[str, tuple[str, bytes]]]


def _places(files: ReadableFiles, root: str) -> Iterator[tuple[str, _Load]]:
    """The path of each place and how to have files from it, the best place first."""
    yield _folder(files, rf"{root}\ServicePackFiles\i386")
    cache = rf"{root}\Driver Cache\i386"
    packs = (match for entry in files.list(cache) if (match := _SERVICE_PACK.fullmatch(entry.name)))
    newest_first = sorted(packs, key=lambda match: -int(match[1]))
    for name in [*(match[0] for match in newest_first), "driver.cab"]:
        if files.find(rf"{cache}\{name}"):
            yield _in_cabinet(files, rf"{cache}\{name}")
    for folder in (rf"{root}\i386", r"\i386"):
        yield _folder(files, folder)
    yield _folder(files, rf"{root}\system32\dllcache")


@runtime_checkable
class _WithMedia(Protocol):
    """Files with installation media beside them, as :mod:`engine.guest.windows.media` has them."""

    media: tuple[str, ...]  #: what their paths begin with


def _media(files: ReadableFiles) -> Iterator[tuple[str, _Load]]:
    """The places of all media that the user named."""
    for name in files.media if isinstance(files, _WithMedia) else ():
        yield from _medium(files, name)


def _medium(files: ReadableFiles, name: str) -> Iterator[tuple[str, _Load]]:
    """The places of one: plain files first, as a service pack put onto a CD replaces those."""
    for folder in (rf"{name}\i386", f"{name}\\"):
        yield _folder(files, folder.rstrip("\\"))
        cabinets = [each.name for each in files.list(folder) if each.name.lower().endswith(".cab")]
        for cabinet in sorted(cabinets[:_CABINETS_LIMIT], key=_newest_first):
            yield _in_cabinet(files, rf"{folder}\{cabinet}".replace("\\\\", "\\"))


def _newest_first(cabinet: str) -> int:
    match = _SERVICE_PACK.fullmatch(cabinet)
    return -int(match[1]) if match else 0


def _folder(files: ReadableFiles, path: str) -> tuple[str, _Load]:
    def load(names: Collection[str]) -> dict[str, tuple[str, bytes]]:
        held = {entry.name.lower(): entry for entry in files.list(path)}
        found = {}
        for name in names:
            for own in (name, f"{name[:-1]}_"):
                if own in held and held[own].size <= PROGRAM:
                    at = rf"{path}\{held[own].name}"
                    packed = files.read(at, PROGRAM)
                    found[name] = (at, expand(at, packed, name, files.unpacking))
                    break
        return found

    return path, load


def _in_cabinet(files: ReadableFiles, path: str) -> tuple[str, _Load]:
    def load(names: Collection[str]) -> dict[str, tuple[str, bytes]]:
        unpacked = _cabinet(files, path).unpack(names)
        return {name: (path, content) for name, content in unpacked.items()}

    return path, load


def _cabinet(files: ReadableFiles, path: str) -> Cabinet:
    return Cabinet(path, lambda offset, length: files.part(path, offset, length), files.unpacking)
