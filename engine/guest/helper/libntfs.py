"""An NTFS volume mounted by libntfs-3g over a disk of ours; runs in the helper process only."""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from engine import platform
from engine.disk.disk import WritableDisk
from engine.guest.helper.helper_protocol import Refused
from engine.guest.helper.libntfs_api import load
from engine.guest.helper.libntfs_device import Device
from engine.guest.volumes import windows_names
from engine.phrase import Phrase

_RECOVER = 0x10000000
_READ_ONLY = 1

_DATA, _SECURITY_DESCRIPTOR, _VOLUME_INFORMATION = 0x80, 0x50, 0x70
_VOLUME, _ROOT, _BITMAP = 3, 5, 6  # numbers of files
_FOLDER, _REGULAR, _DIRECTORY = 4, 0o100000, 0o040000
_DOS_NAME = 2
_CHANGED = 2 | 4  # the times of the content and of the record

_COMPRESSED, _SPARSE, _ENCRYPTED, _REPARSE_POINT = 0x800, 0x200, 0x4000, 0x400
_DOS_ATTRIBUTES = 0x27
_DIRTY = 1


class Entry(NamedTuple):
    """A file or folder: see :class:`engine.guest.volumes.guest_files.Entry`."""

    name: str
    is_folder: bool
    size: int
    attributes: int


class _Link(NamedTuple):
    """What a folder says of a file or folder."""

    name: str
    reference: int
    is_folder: bool
    is_dos_name: bool


class _Name(NamedTuple):
    """What is to be made."""

    name: str
    short: str  #: as DOS would see it
    kind: int  #: a file or a folder


class Volume:
    """A mounted volume. After anything was refused halfway it is only good for being dropped."""

    def __init__(self, disk: WritableDisk, *, recover: bool = False) -> None:
        """Mount ``disk``; ``recover`` discards the journal of an unclean volume.

        Raises Refused: E601, E610, E611, E612, E615.
        """
        self._ffi, self._library = load()
        self._disk = disk
        self._cluster = _cluster_size(disk)
        self._folders: dict[int, dict[str, _Link]] = {}
        self.recovered = False
        try:
            self._device, self._handle = self._mount(0)
        except OSError as error:
            self.recovered = recover and error.errno == platform.NOT_SUPPORTED
            if not self.recovered:
                raise self._mount_refused(error) from None
            self._device, self._handle = self._mount_again()
        if self.recovered:
            self._mark_dirty()
        self.dirty = bool(self._flags() & _DIRTY)

    def unmount(self) -> None:
        """Write what is left, and end; raises Refused E615."""
        if self._library.ntfs_umount(self._handle, False):
            raise self._failed()

    def find(self, path: str) -> Entry | None:
        link = self._find(path)
        return None if link is None else self._entry(link)

    def entries(self, path: str) -> list[Entry]:
        """What a folder holds; empty if there is none."""
        folder = self._find(path)
        if folder is None or not folder.is_folder:
            return []
        links = self._links(folder.reference)
        return [self._entry(link) for link in links.values() if not link.is_dos_name]

    def read(self, path: str, limit: int) -> bytes:
        """Content of a file; raises Refused E615 to E617, E620, E625."""
        with self._inode(self._file(path)) as node:
            _check_readable(node, path)
            if node.data_size > limit:
                raise Refused("E620", path=path, size=node.data_size, limit=limit)
            return self._read(node, _DATA)

    def replace(self, path: str, content: bytes) -> None:
        """Give a file new content in place; raises Refused E613, E615 to E617, E625."""
        reference = self._file(path)
        with self._inode(reference) as node:
            _check_readable(node, path)
            if node.data_size == len(content) and self._read(node, _DATA) == content:
                return
            self._write(node, _DATA, content, path)
            self._library.ntfs_inode_update_times(node, _CHANGED)

    def create(self, path: str, content: bytes, like: str) -> None:
        """Make a file like another one; raises Refused E613, E615, E617, E618, E619."""
        number = self._new(path, self._file(like), len(content))
        with self._inode(number) as node:
            self._write(node, _DATA, content, path)

    def create_folder(self, path: str, like: str) -> None:
        """Make a folder like another one; raises Refused E613, E615, E617, E618, E619."""
        model = self._find(like)
        if model is None or not model.is_folder:
            raise Refused("E617", path=like)
        self._new(path, model.reference, 0, _DIRECTORY)

    def _new(self, path: str, model: int, size: int, kind: int = _REGULAR) -> int:
        """Make something empty with attributes and ACL of ``model``; returns its number."""
        parent, _, name = path.rpartition("\\")
        folder = self._find(parent)
        if folder is None or not folder.is_folder:
            raise Refused("E617", path=parent)
        if not windows_names.is_plain(name):
            raise Refused("E619", name=name)
        if self._find(path) is not None:
            raise Refused("E618", path=path)
        short = windows_names.short(name, self._links(folder.reference))
        with self._inode(model) as node:
            attributes, security = node.flags & _DOS_ATTRIBUTES, node.security_id
            descriptor = b"" if security else self._read(node, _SECURITY_DESCRIPTOR)
        own = _Name(name, short, kind)
        number = self._make(folder.reference, own, security, attributes, path, size)
        if descriptor:
            with self._inode(number) as node:
                self._write(node, _SECURITY_DESCRIPTOR, descriptor, path)
        return number

    def set_attributes(self, path: str, attributes: int) -> None:
        """Set read-only, hidden, system and archive; raises Refused E615, E617."""
        with self._inode(self._file(path)) as node:
            self._set_attributes(node, attributes)

    # -- mounting

    def _mount(self, flags: int) -> tuple[Any, Any]:
        device = Device(self._ffi, self._disk)
        handle = self._library.ntfs_device_alloc(b"guest", 0, device.operations, self._ffi.NULL)
        volume = self._library.ntfs_device_mount(handle, flags) if handle else self._ffi.NULL
        if not volume:
            error = OSError(self._ffi.errno, os.strerror(self._ffi.errno))
            if handle:
                self._library.ntfs_device_free(handle)
            raise error
        return device, volume

    def _mount_again(self) -> tuple[Any, Any]:
        """Mount and discard the journal; Windows is to check the volume."""
        try:
            mounted = self._mount(_RECOVER)
        except OSError as error:
            raise self._mount_refused(error) from None
        return mounted

    def _mount_refused(self, error: OSError) -> Refused:
        """Why the library does not mount the volume for writing."""
        if error.errno == platform.NOT_SUPPORTED:
            return Refused("E610", kind="NTFS")
        if error.errno != errno.EPERM:
            return Refused("E615", kind="NTFS", reason=error)
        try:
            _device, handle = self._mount(_READ_ONLY)
        except OSError as again:
            return Refused("E615", kind="NTFS", reason=again)
        hibernated = self._library.ntfs_volume_check_hiberfile(handle, False)
        self._library.ntfs_umount(handle, False)
        return Refused("E612" if hibernated else "E611")

    def _flags(self) -> int:
        with self._inode(_VOLUME) as node:
            information = self._read(node, _VOLUME_INFORMATION)
        if len(information) < 12:
            raise Refused("E615", kind="NTFS", reason=Phrase("$Volume is too short"))
        return int.from_bytes(information[10:12], "little")

    def _mark_dirty(self) -> None:
        if self._library.ntfs_volume_write_flags(self._handle, self._flags() | _DIRTY):
            raise self._failed()

    # -- names

    def _find(self, path: str) -> _Link | None:
        link = _Link("", _ROOT, True, False)
        for name in filter(None, path.split("\\")):
            if not link.is_folder:
                return None
            found = self._links(link.reference).get(windows_names.fold(name))
            if found is None:
                return None
            link = found
        return link

    def _file(self, path: str) -> int:
        link = self._find(path)
        if link is None or link.is_folder:
            raise Refused("E617", path=path)
        return link.reference

    def _links(self, reference: int) -> dict[str, _Link]:
        """What a folder holds, by folded name; kept, for every path begins with the same folders.

        The library could ignore case itself, but then it lists names in lower case.
        """
        if reference not in self._folders:
            self._folders[reference] = {
                windows_names.fold(link.name): link for link in self._read_folder(reference)
            }
        return self._folders[reference]

    def _read_folder(self, reference: int) -> list[_Link]:
        links: list[_Link] = []

        def add(
            _: Any, name: Any, length: int, kind: int, _position: int, of: int, type_: int
        ) -> int:
            text = bytes(self._ffi.buffer(name, 2 * length)).decode("utf-16-le", "surrogatepass")
            if text not in (".", ".."):
                links.append(_Link(text, of, type_ == _FOLDER, kind == _DOS_NAME))
            return 0

        callback = self._ffi.callback("ntfs_filldir_t", add, error=-1)
        position = self._ffi.new("int64_t *", 0)
        with self._inode(reference) as node:
            if self._library.ntfs_readdir(node, position, self._ffi.NULL, callback):
                raise self._failed()
        return links

    def _entry(self, link: _Link) -> Entry:
        with self._inode(link.reference) as node:
            size = 0 if link.is_folder else node.data_size
            return Entry(link.name, link.is_folder, size, node.flags)

    # -- files

    def _make(
        self, folder: int, own: _Name, security: int, attributes: int, path: str, size: int
    ) -> int:
        """Make an empty file or folder; returns its number."""
        directory = self._open(folder)
        self._folders.pop(folder, None)
        encoded = self._ffi.from_buffer("uint16_t[]", own.name.encode("utf-16-le"))
        length = len(encoded)
        node = self._library.ntfs_create(directory, security, encoded, length, own.kind)
        if not node:
            failed = self._failed(path, size)
            self._library.ntfs_inode_close(directory)
            raise failed
        number = int(node.mft_no)
        self._set_attributes(node, attributes)
        # The name is of the POSIX kind until it has a DOS name. This closes both, even if it fails.
        short = own.short.encode("ascii")
        if self._library.ntfs_set_ntfs_dos_name(node, directory, short, len(short), 0):
            raise self._failed(path, size)
        return number

    def _set_attributes(self, node: Any, attributes: int) -> None:
        value = (node.flags & ~_DOS_ATTRIBUTES) | (attributes & _DOS_ATTRIBUTES)
        if value != node.flags and self._library.ntfs_set_ntfs_attrib(
            node, struct.pack("<I", value), 4, 0
        ):
            raise self._failed()

    def _read(self, node: Any, kind: int) -> bytes:
        """An attribute's whole content, by pieces: its size is the volume's word only."""
        content = bytearray()
        with self._attribute(node, kind) as attribute:
            piece = self._ffi.new("char[]", 1 << 20)
            while True:
                count = self._library.ntfs_attr_pread(attribute, len(content), len(piece), piece)
                if count < 0:
                    raise self._failed()
                if not count:
                    return bytes(content)
                content += self._ffi.buffer(piece, count)

    def _write(self, node: Any, kind: int, content: bytes, path: str) -> None:
        """Replace an attribute's content. What is compressed or has holes is written afresh."""
        packed = node.flags & (_COMPRESSED | _SPARSE) and kind == _DATA
        with self._attribute(node, kind) as attribute:
            # Growing is left to the writing: a truncation to more would make holes.
            shorter = 0 if packed else len(content)
            longer = kind != _DATA or node.data_size > shorter
            if longer and self._library.ntfs_attr_truncate(attribute, shorter):
                raise self._failed(path, len(content))
            self._fill(node, attribute, content, len(content) if packed else self._cluster, path)
            if packed and self._library.ntfs_attr_pclose(attribute):
                raise self._failed(path, len(content))

    def _fill(self, node: Any, attribute: Any, content: bytes, step: int, path: str) -> None:
        """Write content: first into the clusters that are there, then ``step`` bytes at a time.

        Asked for many clusters at once the library looks at only a few stretches of free ones, and
        gives up on a volume whose free space is scattered. Asked for one after another it finds
        them all, and still takes neighbours where they are free.
        """
        done = 0
        while done < len(content):
            stop = min(max(done + step, node.allocated_size), len(content))
            try:
                self._write_piece(attribute, done, content[done:stop])
            except OSError as error:
                raise self._refused(error, path, len(content), node.allocated_size) from None
            done = stop

    def _write_piece(self, attribute: Any, offset: int, piece: bytes) -> None:
        done = 0
        while done < len(piece):
            rest = self._ffi.from_buffer(piece) + done
            size = len(piece) - done
            count = self._library.ntfs_attr_pwrite(attribute, offset + done, size, rest)
            if count <= 0:
                raise OSError(self._ffi.errno, os.strerror(self._ffi.errno))
            done += count

    # -- the library's objects

    def _open(self, reference: int) -> Any:
        node = self._library.ntfs_inode_open(self._handle, reference)
        if not node:
            raise self._failed()
        return node

    @contextmanager
    def _inode(self, reference: int) -> Iterator[Any]:
        """An open record. After a failure it is left open: closing it might write."""
        node = self._open(reference)
        yield node
        if self._library.ntfs_inode_close(node):
            raise self._failed()

    @contextmanager
    def _attribute(self, node: Any, kind: int) -> Iterator[Any]:
        attribute = self._library.ntfs_attr_open(node, kind, self._ffi.NULL, 0)
        if not attribute:
            raise self._failed()
        try:
            yield attribute
        finally:
            self._library.ntfs_attr_close(attribute)

    def _failed(self, path: str = "", needed: int = 0) -> Refused:
        """What the last call of the library said."""
        code = self._ffi.errno
        return self._refused(OSError(code, os.strerror(code)), path, needed)

    def _refused(self, error: OSError, path: str, needed: int, held: int = 0) -> Refused:
        """``held``: what the file takes already, of which its new content may make use."""
        if error.errno == errno.ENOSPC:
            return Refused("E613", path=path, needed=needed, free=self._free() + held)
        return Refused("E615", kind="NTFS", reason=error)

    def _free(self) -> int:
        """Free bytes by the volume's bitmap; bits after its end are ones."""
        with self._inode(_BITMAP) as node:
            bitmap = self._read(node, _DATA)
        used = int.from_bytes(bitmap, "little").bit_count()
        return (8 * len(bitmap) - used) * self._cluster


def _check_readable(node: Any, path: str) -> None:
    """Refuse what has its content elsewhere or in a form that the library does not know."""
    if node.flags & _ENCRYPTED:
        raise Refused("E616", path=path)
    if node.flags & _REPARSE_POINT:
        raise Refused("E625", path=path)


def _cluster_size(disk: WritableDisk) -> int:
    """Bytes, by the boot sector."""
    bytes_per_sector, per_cluster = struct.unpack("<HB", disk.pread(11, 3))
    # Above 128 the byte is minus the exponent of two.
    return int(
        bytes_per_sector << 256 - per_cluster
        if per_cluster > 128
        else bytes_per_sector * per_cluster
    )
