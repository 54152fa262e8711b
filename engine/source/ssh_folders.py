"""The folders of a host that ssh leads to: an ESXi host, a NAS, another computer.

What is there is asked of ``stat`` and ``readlink``, a whole folder at once, and remembered for a
few seconds: a machine is looked up under dozens of names. Source: coreutils and BusyBox.
"""

from __future__ import annotations

import errno
import stat as modes
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from engine.findings import Refusal, refuse
from engine.host_paths import on_host
from engine.source.again import until_connected
from engine.source.far_file import FarFile
from engine.source.source import Entry, FileKind, Left, Opened, Stat
from engine.source.ssh_channel import Channel, reason_of
from engine.ssh.connection import connected
from engine.ssh.host import Host
from engine.ssh.server import Failed, Server

_MISSING, _CLOSED = 44, 45  # exit codes
_FORMAT = "%f %s %Y %i %d %b %B %n"
_LIST = f"""[ -d "$1" ] || exit {_MISSING}
cd -- "$1" || exit {_CLOSED}
stat -c "l {_FORMAT}" -- * .[!.]* ..?* 2>/dev/null
stat -L -c "s {_FORMAT}" -- * .[!.]* ..?* 2>/dev/null
exit 0
"""
_STAT = f'stat -L -c "s {_FORMAT}" -- "$1"'
_REAL = 'readlink -f -- "$1"'
_ENTRIES_LIMIT = 50_000
_FRESH = 5.0  #: seconds that what was seen of a folder is believed
#: Sessions of one connection that an SSH server allows without being told: ten.
_CHANNELS = 8
_NUMBERS_OF = {_MISSING: errno.ENOENT, _CLOSED: errno.EACCES}
_NUMBERS = 7  #: fields of a line before the name, the kind of line left out


@dataclass(slots=True)
class _Folder:
    """What was seen of a folder."""

    seen: float
    found: dict[str, Stat] = field(default_factory=dict)  #: links followed
    links: set[str] = field(default_factory=set)


class SshFolders:
    """The files of a host as a source; safe to use from several threads."""

    connections = 6

    def __init__(self, host: Host) -> None:
        self.host = host
        self.received = 0  #: bytes of files that have come
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(_CHANNELS)
        self._idle: list[Channel] = []
        self._server: Server | None = None
        self._open = ExitStack()
        self._folders: dict[Path, _Folder] = {}
        self._real: dict[Path, Path] = {}

    # -- the source

    def list(self, folder: Path) -> Iterator[Entry]:
        seen = self._seen(folder)
        for name, found in seen.found.items():
            is_folder = found.kind is FileKind.FOLDER and name not in seen.links
            yield Entry(folder / name, found.kind is FileKind.FILE, is_folder)

    def stat(self, path: Path, *, now: bool = False) -> Stat:
        if now or _there(path).name == "":
            return self._stat(path)
        try:
            found = self._seen(path.parent).found.get(path.name)
        except PermissionError:  # a folder may be entered and not listed
            return self._stat(path)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        return found

    def readable(self, path: Path) -> bool:
        return True  # that is seen when it is read

    def real(self, path: Path) -> Path:
        if path not in self._real:
            self._real[path] = self._followed(path)
        return self._real[path]

    def running(self, path: Path) -> bool:
        return False  # a running machine is seen by its locks

    def open(self, path: Path, *, direct: bool = False) -> Opened:
        return FarFile(self, path, self.stat(path))

    def named(self, path: Path) -> Path:
        return path  # files alone have names here

    # -- what files read with

    def read(self, path: Path, size: int, left: Left, *, packed: bool) -> None:
        """Fill ``left`` of a file; see :meth:`engine.source.ssh_channel.Channel.read`."""
        until_connected(partial(self._read, path, size, left, packed=packed), left)

    def close(self) -> None:
        """End all connections; the next use makes new ones."""
        with self._lock:
            channels, self._idle, self._server = self._idle, [], None
            opened, self._open = self._open, ExitStack()
            self._folders.clear()
        for each in channels:
            each.close()
        opened.close()

    # -- in between

    def _read(self, path: Path, size: int, left: Left, *, packed: bool) -> None:
        with self._free, self._channel() as channel:
            before = channel.received
            try:
                channel.read(_there(path), size, left, packed=packed)
            finally:
                with self._lock:
                    self.received += channel.received - before

    @contextmanager
    def _channel(self) -> Iterator[Channel]:
        server = self._connected()
        with self._lock:
            channel = self._idle.pop() if self._idle else None
        if channel is None:
            channel = Channel(server)
        try:
            yield channel
        except BaseException as error:
            channel.close()
            if isinstance(error, Refusal):
                self._forget(error, server)
            raise
        with self._lock:
            if self._server is server:
                self._idle.append(channel)
                return
        channel.close()

    def _connected(self) -> Server:
        with self._lock:
            if self._server is None:
                self._server = self._open.enter_context(connected(self.host))
            return self._server

    def _forget(self, refusal: Refusal, server: Server) -> None:
        """After a cut nothing of the connection is of use: the next read makes a new one."""
        is_cut = refusal.findings[0].code in ("E705", "E872")
        if is_cut and self._server is server:  # else somebody else has made the new one
            self.close()

    def _run(self, script: str, path: Path) -> str:
        where = _there(path)
        server = self._connected()
        try:
            with self._free:
                return server.run(script, str(where))
        except Refusal as refusal:
            self._forget(refusal, server)
            raise
        except Failed as failed:
            if failed.code in _NUMBERS_OF:
                raise OSError(_NUMBERS_OF[failed.code], str(where)) from None
            raise reason_of(failed.said, where, str(self.host)) from None

    def _seen(self, folder: Path) -> _Folder:
        known = self._folders.get(folder)
        now = time.monotonic()
        if known is None or now - known.seen > _FRESH:
            known = self._folders[folder] = self._listed(folder, now)
        return known

    def _listed(self, folder: Path, now: float) -> _Folder:
        seen = _Folder(now)
        lines = self._run(_LIST, folder).split("\n", 2 * _ENTRIES_LIMIT)[: 2 * _ENTRIES_LIMIT]
        for line in lines:
            kind, _, rest = line.partition(" ")
            fields = rest.split(" ", _NUMBERS)
            if kind not in ("l", "s") or len(fields) <= _NUMBERS:
                continue  # the rest of a name with a line feed in it
            name, mode = fields[_NUMBERS], self._number(fields[0], 16)
            if kind == "l" and modes.S_ISLNK(mode):
                seen.links.add(name)
            elif kind == "s" and "/" not in name:
                seen.found[name] = self._of(fields)
        return seen

    def _stat(self, path: Path) -> Stat:
        line = self._run(_STAT, path).strip("\n")
        fields = line.removeprefix("s ").split(" ", _NUMBERS)
        if len(fields) <= _NUMBERS:
            raise refuse("E715", host=self.host, answer=line)
        return self._of(fields)

    def _of(self, fields: Sequence[str]) -> Stat:
        mode = self._number(fields[0], 16)
        size, modified, number, device, blocks, unit = (
            self._number(each) for each in fields[1:_NUMBERS]
        )
        return Stat(_kind(mode), size, modified * 10**9, blocks * unit, (device, number))

    def _number(self, text: str, base: int = 10) -> int:
        """A number of ``stat``; refuses (E715) what is none, or larger than any file."""
        try:
            found = int(text, base)
        except ValueError:
            found = -1
        if not -1 < found < 1 << 64:
            raise refuse("E715", host=self.host, answer=text)
        return found

    def _followed(self, path: Path) -> Path:
        seen = self._folders.get(path.parent)
        if seen and path.name in seen.found and path.name not in seen.links:
            return self.real(path.parent) / path.name
        try:
            found = self._run(_REAL, path).strip("\n")
        except OSError:
            found = ""
        there = on_host(path)
        return Path(f"//{there.scheme}:{there.authority}{found}") if found and there else path


def _there(path: Path) -> PurePosixPath:
    """The path on the host."""
    found = on_host(path)
    return PurePosixPath(found.path if found else path)


def _kind(mode: int) -> FileKind:
    if modes.S_ISREG(mode):
        return FileKind.FILE
    if modes.S_ISDIR(mode):
        return FileKind.FOLDER
    return FileKind.DEVICE if modes.S_ISBLK(mode) else FileKind.OTHER
