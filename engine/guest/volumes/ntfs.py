"""Changing files on an NTFS volume; libntfs-3g does it, in the helper process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.disk.edits.overlay import Overlay
from engine.findings import Finding, finding, refuse
from engine.guest.helper.helper_process import Native
from engine.guest.helper.helper_protocol import Broken, Message
from engine.guest.volumes.guest_files import Entry
from engine.guest.volumes.volume import Part, Transaction, transaction
from engine.phrase import Phrase


@contextmanager
def edit(
    native: Native, overlay: Overlay, start: int, size: int, *, recover: bool = False
) -> Iterator[NtfsFiles]:
    """The NTFS volume of ``size`` bytes at ``start``, to be changed.

    When the ``with`` block ends, all changes are in ``overlay``; if it raises, or anything was
    refused on the way, none is. ``recover``: discard the journal of a volume that was not shut down
    cleanly (it is not replayed) and have it checked at the next start. Nothing else may change the
    volume meanwhile.

    Refuses E601, E602, E610 to E612, E614, E615.
    """
    with transaction(overlay, start, size) as changes:
        _check_boot_sector(changes.part)
        files = NtfsFiles(native, changes, recover=recover)
        yield files
        changes.check()
        files.unmount()


class NtfsFiles:
    """Files of an NTFS volume that can be edited. Refuses E613, E615 to E620, E625."""

    kind = "ntfs"

    def __init__(self, native: Native, changes: Transaction, *, recover: bool) -> None:
        self._native, self._changes = native, changes
        size = changes.part.size
        opened = native.call("ntfs_open", disk=changes.part, size=size, recover=int(recover))
        self._volume = opened.number("volume")
        #: W603, W604: what the user is told of the volume.
        self.findings: tuple[Finding, ...] = ()
        if opened.number("recovered"):
            self.findings = (finding("W603", kind="NTFS"),)
        elif opened.number("dirty"):
            self.findings = (finding("W604", kind="NTFS"),)

    def find(self, path: str) -> Entry | None:
        found = _entries(self._call("ntfs_find", path=path))
        return found[0] if found else None

    def list(self, path: str) -> tuple[Entry, ...]:
        return _entries(self._call("ntfs_list", path=path))

    def read(self, path: str, limit: int = 64 << 20) -> bytes:
        return self._call("ntfs_read", path=path, limit=limit).body

    def replace(self, path: str, content: bytes) -> None:
        self._change("ntfs_replace", content, path=path)

    def create(self, path: str, content: bytes, like: str) -> None:
        self._change("ntfs_create", content, path=path, like=like)

    def create_folder(self, path: str, like: str) -> None:
        self._change("ntfs_create_folder", path=path, like=like)

    def set_attributes(self, path: str, attributes: int) -> None:
        self._change("ntfs_attributes", path=path, attributes=attributes)

    def unmount(self) -> None:
        """Write what the library still holds, and end."""
        self._call("ntfs_close")

    def _change(self, do: str, body: bytes = b"", **arguments: str | int) -> None:
        with self._changes.change():
            self._call(do, body, **arguments)

    def _call(self, do: str, body: bytes = b"", **arguments: str | int) -> Message:
        return self._native.call(do, body, self._changes.part, volume=self._volume, **arguments)


def _entries(message: Message) -> tuple[Entry, ...]:
    found = []
    for row in message.rows("entries"):
        match row:
            case [str(name), bool(is_folder), int(size), int(attributes)]:
                found.append(Entry(name, is_folder, size, attributes))
            case _:
                raise Broken(Phrase("an entry cannot be understood"))
    return tuple(found)


def _check_boot_sector(part: Part) -> None:
    """Refuse (E614) what is no NTFS volume."""
    magic = part.pread(3, 8)
    if magic == b"-FVE-FS-":
        raise refuse(
            "E614", kind="NTFS", offset=part.start, reason=Phrase("it is encrypted (BitLocker)")
        )
    if magic != b"NTFS    ":
        reason = Phrase("its boot sector is of another kind")
        raise refuse("E614", kind="NTFS", offset=part.start, reason=reason)
