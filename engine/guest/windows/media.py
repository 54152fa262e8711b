"""Installation media that the user names: a CD as an ISO image, a folder, or a single cabinet.

They are read as files of a guest are, in the helper process, under paths that begin with their
name: ``xp.iso:\\I386\\HALACPI.DL_``. A medium counts if its kernels or HALs are of the version and
the language of those installed: a service pack replaces both, on the media too where it was put
onto them.
"""

from __future__ import annotations

import io
import stat
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from engine.findings import Finding, finding, refuse, words
from engine.guest.helper.bounds import Unpacking
from engine.guest.volumes.guest_files import Condition, Entry, split
from engine.guest.volumes.open_volume import PROGRAM, ReadableFiles
from engine.guest.volumes.volume_stream import refusing
from engine.guest.windows import install_files
from engine.guest.windows.pe_version import Program
from engine.phrase import Phrase

_ENTRIES_LIMIT = 20_000
_SINGLE = (".cab", ".msi")  #: files that are a medium alone
_NOTHING: tuple[Entry, ...] = ()


class _Medium(ABC):
    """Files of a medium, as far as all media read them alike."""

    kind = ""

    def __init__(self) -> None:
        self.unpacking = Unpacking()

    @abstractmethod
    def find(self, path: str) -> Entry | None: ...

    @abstractmethod
    def part(self, path: str, offset: int, length: int) -> bytes: ...

    def read(self, path: str, limit: int = PROGRAM) -> bytes:
        entry = self.find(path)
        if entry is None or entry.is_folder:
            raise refuse("E617", path=path)
        if entry.size > limit:
            raise refuse("E620", path=path, size=entry.size, limit=limit)
        return self.part(path, 0, entry.size)

    def condition(self) -> Condition:
        return Condition(dirty=False)


class FolderMedium(_Medium):
    """A folder of this computer, or one file of it alone; no link in it is followed."""

    kind = "folder"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._only = path, ""
        if not path.is_dir():
            self._path, self._only = path.parent, path.name

    def find(self, path: str) -> Entry | None:
        place = self._place(path)
        return _entry(place) if place else None

    def list(self, path: str) -> tuple[Entry, ...]:
        place = self._place(path)
        if place is None or not place.is_dir():
            return _NOTHING
        return tuple(filter(None, map(_entry, self._within(place))))

    def part(self, path: str, offset: int, length: int) -> bytes:
        place = self._place(path)
        if place is None:
            raise refuse("E617", path=path)
        with refusing(path), place.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def _within(self, place: Path) -> tuple[Path, ...]:
        """What a folder holds; of the folder of a file that is a medium alone, that file."""
        if self._only:
            own = place / self._only
            return (own,) if own.exists() else ()
        return tuple(sorted(place.iterdir())[:_ENTRIES_LIMIT])

    def _place(self, path: str) -> Path | None:
        """What is at a path in whatever case; None if there is none, or a link on the way."""
        place = self._path
        for name in split(path):
            with refusing(path):
                found = (each for each in self._within(place) if each.name.lower() == name.lower())
                each = next(found, None)
            if each is None or each.is_symlink():
                return None
            place = each
        return place


def _entry(place: Path) -> Entry | None:
    """A file or folder as an entry; None for anything else."""
    found = place.lstat()
    if stat.S_ISDIR(found.st_mode):
        return Entry(place.name, True, 0, 0)
    return Entry(place.name, False, found.st_size, 0) if stat.S_ISREG(found.st_mode) else None


class IsoMedium(_Medium):
    """A CD as an image: ISO 9660, as Windows' were up to Server 2003; Joliet's names where it has.

    Refuses E823.
    """

    kind = "iso"

    def __init__(self, name: str, file: BinaryIO) -> None:
        import pycdlib

        super().__init__()
        self._iso: Any = pycdlib.PyCdlib()
        try:
            self._iso.open_fp(file)
        except Exception as error:  # it raises what it stumbles over
            reason = words(error) or type(error).__name__
            raise refuse("E823", name=name, reason=reason) from None

    def find(self, path: str) -> Entry | None:
        parent, _, name = ("\\" + path.strip("\\")).rpartition("\\")
        if not name:
            return Entry("", True, 0, 0)
        return next((each for each in self.list(parent) if each.name.lower() == name.lower()), None)

    def list(self, path: str) -> tuple[Entry, ...]:
        with refusing(path):
            record = self._record(path)
            if record is None or not record.is_dir():
                return _NOTHING
            return tuple(map(_of_record, _children(record)))

    def part(self, path: str, offset: int, length: int) -> bytes:
        with refusing(path):
            record = self._record(path)
            if record is None:
                raise refuse("E617", path=path)
            name = self._iso.full_path_from_dirrecord(record)
            kind = "joliet_path" if self._iso.has_joliet() else "iso_path"
            with self._iso.open_file_from_iso(**{kind: name}) as file:
                file.seek(offset, io.SEEK_SET)
                return bytes(file.read(length))

    def _record(self, path: str) -> Any:
        """The record of a file or folder; None if there is none."""
        has_joliet = self._iso.has_joliet()
        volume = self._iso.joliet_vd if has_joliet else self._iso.pvd
        record = volume.root_directory_record()
        for name in split(path):
            found = _children(record) if record.is_dir() else []
            record = next((each for each in found if _name(each).lower() == name.lower()), None)
            if record is None:
                return None
        return record


def _children(record: Any) -> list[Any]:
    own = [each for each in record.children if not (each.is_dot() or each.is_dotdot())]
    return own[:_ENTRIES_LIMIT]


def _name(record: Any) -> str:
    """The name without its version: HAL.DLL for HAL.DLL;1."""
    is_wide = record.vd.encoding == "utf-16_be"
    text: str = record.file_identifier().decode("utf-16-be" if is_wide else "ascii", "replace")
    return text.partition(";")[0].rstrip(".")


def _of_record(record: Any) -> Entry:
    is_folder = bool(record.is_dir())
    return Entry(_name(record), is_folder, 0 if is_folder else record.get_data_length(), 0)


class WithMedia:
    """Files of a guest with media beside them; ``media`` are what paths in them begin with."""

    def __init__(self, files: ReadableFiles, media: dict[str, ReadableFiles]) -> None:
        self.kind, self.unpacking = files.kind, files.unpacking
        self.media = tuple(media)
        self._files, self._media = files, media

    def find(self, path: str) -> Entry | None:
        files, own = self._of(path)
        return files.find(own)

    def list(self, path: str) -> tuple[Entry, ...]:
        files, own = self._of(path)
        return files.list(own)

    def read(self, path: str, limit: int = PROGRAM) -> bytes:
        files, own = self._of(path)
        return files.read(own, limit)

    def part(self, path: str, offset: int, length: int) -> bytes:
        files, own = self._of(path)
        return files.part(own, offset, length)

    def condition(self) -> Condition:
        return self._files.condition()

    def _of(self, path: str) -> tuple[ReadableFiles, str]:
        name, colon, own = path.partition(":")
        medium = self._media.get(f"{name}:") if colon else None
        return (medium, own or "\\") if medium is not None else (self._files, path)


@contextmanager
def opened(paths: Iterable[str]) -> Iterator[dict[str, ReadableFiles]]:
    """The media at ``paths`` by their names with a colon; refuses E823."""
    found: dict[str, ReadableFiles] = {}
    with ExitStack() as stack:
        for path in map(Path, paths):
            name = f"{path.name}:"
            if name in found:
                name = f"{len(found) + 1}-{name}"
            found[name] = _opened(path, stack)
        yield found


def _opened(path: Path, stack: ExitStack) -> ReadableFiles:
    if path.is_dir() or (path.is_file() and path.suffix.lower() in _SINGLE):
        return FolderMedium(path)
    try:
        return IsoMedium(path.name, stack.enter_context(path.open("rb")))
    except OSError as error:
        raise refuse("E823", name=path.name, reason=error) from None


def fitting(
    files: ReadableFiles, root: str, media: dict[str, ReadableFiles], programs: Collection[str]
) -> tuple[WithMedia, list[Finding]]:
    """The guest's ``files`` with the media that fit the Windows at ``root``; E823 for the others.

    ``programs`` are names of HALs and kernels on media, by which a medium is judged.
    """
    installed = [
        about
        for name in ("hal.dll", "ntoskrnl.exe", "ntkrnlpa.exe")
        if (about := install_files.about(files, rf"{root}\system32\{name}"))
    ]
    whole, unfit = WithMedia(files, media), []
    fit = {}
    for name, own in media.items():
        reason = _why_not(whole, name, programs, installed)
        if reason is None:
            fit[name] = own
        else:
            unfit.append(finding("E823", name=name.rstrip(":"), reason=reason))
    return WithMedia(files, fit), unfit


def _why_not(
    whole: WithMedia, name: str, programs: Collection[str], installed: list[Program]
) -> Phrase | None:
    """Why a medium does not fit; None if it does."""
    held = [about for each in programs if (about := install_files.program_of(whole, name, each))]
    if not held:
        return Phrase("it has no HAL and no kernel of Windows 2000, XP or 2003")
    versions = {each.version for each in installed}
    fit = [each for each in held if each.version in versions]
    if not fit:
        own, wanted = (
            ", ".join(sorted({each.version_text for each in some})) for some in (held, installed)
        )
        return Phrase("it is of version {own}, Windows of {wanted}", own=own, wanted=wanted)
    languages = {each.language for each in installed} | {""}
    if not any(each.language in languages for each in fit):
        own, wanted = (
            ", ".join(sorted({each.language for each in some})) for some in (fit, installed)
        )
        return Phrase("it is of language {own}, Windows of {wanted}", own=own, wanted=wanted)
    return None
