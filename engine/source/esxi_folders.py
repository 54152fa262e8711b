"""The datastores of an ESXi host or a vCenter as a source: ``/vmfs/volumes/DATASTORE/…``.

What is there is asked of the host's browser of datastores, a folder at once; bytes come by HTTPS.
"""

from __future__ import annotations

import errno
import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from engine.findings import refuse
from engine.host_paths import on_host, root_of
from engine.source.esxi_session import EsxiSession
from engine.source.far_file import FarFile
from engine.source.https_files import CONNECTIONS, HttpsFiles
from engine.source.source import Entry, FileKind, Left, Opened, Stat
from engine.ssh.host import Host

_VOLUMES = PurePosixPath("/vmfs/volumes")
_FRESH = 5.0  #: seconds that what was seen of a folder is believed


class EsxiFolders:
    """The files of a host; logs in when something is first asked of it."""

    connections = CONNECTIONS

    def __init__(self, host: Host) -> None:
        self.host = host
        self._lock = threading.RLock()
        self._made: tuple[EsxiSession, HttpsFiles] | None = None
        self._folders: dict[Path, tuple[float, dict[str, Stat]]] = {}

    @property
    def session(self) -> EsxiSession:
        """The session; refuses E880 to E886 where there can be none."""
        return self._logged_in()[0]

    @property
    def received(self) -> int:
        """Bytes of files that have come."""
        return self._logged_in()[1].received

    def list(self, folder: Path) -> Iterator[Entry]:
        for name, found in self._seen(folder).items():
            is_folder = found.kind is FileKind.FOLDER
            yield Entry(folder / name, not is_folder, is_folder)

    def stat(self, path: Path, *, now: bool = False) -> Stat:
        if _there(path) in (*_VOLUMES.parents, _VOLUMES):
            return _stat(path, FileKind.FOLDER, 0, 0)
        if now:
            self._folders.pop(path.parent, None)
        found = self._seen(path.parent).get(path.name)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        return found

    def readable(self, path: Path) -> bool:
        return True  # that is seen when it is read

    def real(self, path: Path) -> Path:
        return path  # datastores have no links

    def running(self, path: Path) -> bool:
        there = str(_there(path))
        return any(each.running for each in self.session.machines() if each.configuration == there)

    def snapshots(self, path: Path) -> Sequence[str]:
        """The names of the snapshots of the machine of a configuration. Refuses E885, E887."""
        return self.session.snapshots(str(_there(path)))

    def take_snapshot(self, path: Path, name: str) -> None:
        """Take a snapshot of its disks, without the memory. Refuses E885, E887."""
        self.session.take_snapshot(str(_there(path)), name)
        self._folders.pop(path.parent, None)

    def remove_snapshot(self, path: Path, name: str) -> None:
        """Remove a snapshot; what was written since stays. Refuses E885, E887."""
        self.session.remove_snapshot(str(_there(path)), name)
        self._folders.pop(path.parent, None)

    def open(self, path: Path, *, direct: bool = False) -> Opened:
        return FarFile(self, path, self.stat(path))

    def read(self, path: Path, size: int, left: Left, *, packed: bool) -> None:
        """Fill ``left`` of a file; see :meth:`engine.source.https_files.HttpsFiles.read`."""
        self._logged_in()[1].read(_place(path), path, left)

    def named(self, path: Path) -> Path:
        """The configuration of a machine that is named instead of a file: ``esxi://host/NAME``.

        Refuses E887 where the host has none of this name, or several.
        """
        there = _there(path)
        if there.is_relative_to(_VOLUMES):
            return path
        name = "/".join(there.parts[1:])
        machines = self.session.machines()
        found = [each for each in machines if each.name == name]
        if len(found) != 1 or not found[0].configuration:
            known = ", ".join(each.name for each in machines)
            raise refuse("E887", host=self.host, name=name, known=known)
        return root_of(path) / found[0].configuration.lstrip("/")

    def close(self) -> None:
        """Log out."""
        with self._lock:
            made, self._made = self._made, None
            self._folders.clear()
        if made is not None:
            made[1].close()
            made[0].close()

    def _logged_in(self) -> tuple[EsxiSession, HttpsFiles]:
        with self._lock:
            if self._made is None:
                session = EsxiSession(self.host)
                self._made = session, HttpsFiles(session)
            return self._made

    def _seen(self, folder: Path) -> dict[str, Stat]:
        known = self._folders.get(folder)
        now = time.monotonic()
        if known is None or now - known[0] > _FRESH:
            known = self._folders[folder] = now, dict(self._listed(folder))
        return known[1]

    def _listed(self, folder: Path) -> Iterator[tuple[str, Stat]]:
        if _there(folder) == _VOLUMES:
            for name in self.session.datastores():
                yield name, _stat(folder / name, FileKind.FOLDER, 0, 0)
            return
        for each in self.session.listed(*_place(folder)):
            kind = FileKind.FOLDER if each.folder else FileKind.FILE
            yield each.name, _stat(folder / each.name, kind, each.size, each.modified)


def _there(path: Path) -> PurePosixPath:
    """The path on the host."""
    found = on_host(path)
    return PurePosixPath(found.path if found else path)


def _place(path: Path) -> tuple[str, str]:
    """The datastore that a path is in, and the path in it; raises FileNotFoundError."""
    there = _there(path)
    if not there.is_relative_to(_VOLUMES) or there == _VOLUMES:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
    datastore, *rest = there.relative_to(_VOLUMES).parts
    return datastore, "/".join(rest)


def _stat(path: Path, kind: FileKind, size: int, modified: int) -> Stat:
    number = int.from_bytes(
        hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).digest()[:8]
    )
    return Stat(kind, size, modified, size, (0, number))
