"""libntfs-3g over a disk of ours; runs in the helper process only.

The library is used through its binary interface, so its headers are not needed. Declared here is
what is called, the device operations, and the head of ``ntfs_inode``; all else stays opaque.
Source: the headers of ntfs-3g 2022.10.3 (device.h, inode.h, dir.h, volume.h, attrib.h).
"""

from __future__ import annotations

import errno
import functools
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from engine.disk.disk import WritableDisk
from engine.guest import names
from engine.guest.wire import Refused

_LIBRARY = "libntfs-3g.so.89"
_PACKAGE = "ntfs-3g"

_DECLARATIONS = """
typedef struct ntfs_volume ntfs_volume;
typedef struct ntfs_attr ntfs_attr;
typedef struct {
    uint64_t mft_no;
    void *mrec;
    ntfs_volume *vol;
    unsigned long state;
    uint32_t flags;
    uint32_t attr_list_size;
    uint8_t *attr_list;
    int32_t nr_extents;
    void *extents;
    int64_t data_size, allocated_size;
    int64_t times[4];
    uint32_t owner_id, security_id;
    uint64_t quota_charged, usn;
} ntfs_inode;

struct ntfs_device_operations;
struct ntfs_device {
    struct ntfs_device_operations *d_ops;
    unsigned long d_state;
    char *d_name;
    void *d_private;
    int d_heads, d_sectors_per_track;
};
struct ntfs_device_operations {
    int (*open)(struct ntfs_device *, int flags);
    int (*close)(struct ntfs_device *);
    int64_t (*seek)(struct ntfs_device *, int64_t offset, int whence);
    int64_t (*read)(struct ntfs_device *, void *buffer, int64_t count);
    int64_t (*write)(struct ntfs_device *, const void *buffer, int64_t count);
    int64_t (*pread)(struct ntfs_device *, void *buffer, int64_t count, int64_t offset);
    int64_t (*pwrite)(struct ntfs_device *, const void *buffer, int64_t count, int64_t offset);
    int (*sync)(struct ntfs_device *);
    int (*stat)(struct ntfs_device *, void *);
    int (*ioctl)(struct ntfs_device *, unsigned long request, void *);
};
struct ntfs_device *ntfs_device_alloc(const char *name, long state,
                                      struct ntfs_device_operations *, void *private);
int ntfs_device_free(struct ntfs_device *);

int ntfs_set_char_encoding(const char *locale);
ntfs_volume *ntfs_device_mount(struct ntfs_device *, unsigned long flags);
int ntfs_umount(ntfs_volume *, int force);
int ntfs_volume_check_hiberfile(ntfs_volume *, int verbose);
int ntfs_volume_write_flags(ntfs_volume *, uint16_t flags);

ntfs_inode *ntfs_inode_open(ntfs_volume *, uint64_t reference);
int ntfs_inode_close(ntfs_inode *);
void ntfs_inode_update_times(ntfs_inode *, int mask);
typedef int (*ntfs_filldir_t)(void *, const uint16_t *name, int length, int name_type,
                              int64_t position, uint64_t reference, unsigned type);
int ntfs_readdir(ntfs_inode *directory, int64_t *position, void *, ntfs_filldir_t);
ntfs_inode *ntfs_create(ntfs_inode *directory, uint32_t securid, const uint16_t *name,
                        uint8_t name_length, unsigned int type);
int ntfs_set_ntfs_dos_name(ntfs_inode *, ntfs_inode *directory, const char *value, size_t size,
                           int flags);
int ntfs_set_ntfs_attrib(ntfs_inode *, const char *value, size_t size, int flags);

ntfs_attr *ntfs_attr_open(ntfs_inode *, uint32_t type, uint16_t *name, uint32_t name_length);
int64_t ntfs_attr_pread(ntfs_attr *, int64_t position, int64_t count, void *buffer);
int64_t ntfs_attr_pwrite(ntfs_attr *, int64_t position, int64_t count, const void *buffer);
int ntfs_attr_truncate(ntfs_attr *, int64_t size);
int ntfs_attr_pclose(ntfs_attr *);
void ntfs_attr_close(ntfs_attr *);
"""

_RECOVER = 0x10000000
_READ_ONLY = 1

_DATA, _SECURITY_DESCRIPTOR, _VOLUME_INFORMATION = 0x80, 0x50, 0x70
_VOLUME, _ROOT, _BITMAP = 3, 5, 6  # numbers of files
_FOLDER, _REGULAR = 4, 0o100000
_DOS_NAME = 2
_CHANGED = 2 | 4  # the times of the content and of the record

_COMPRESSED, _SPARSE, _ENCRYPTED, _REPARSE_POINT = 0x800, 0x200, 0x4000, 0x400
_DOS_ATTRIBUTES = 0x27
_DIRTY = 1


class Entry(NamedTuple):
    """A file or folder: see :class:`engine.guest.files.Entry`."""

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


@functools.cache
def _loaded() -> tuple[Any, Any]:
    """cffi's view of the library, and the library; raises Refused E601."""
    try:
        import cffi

        ffi = cffi.FFI()
        ffi.cdef(_DECLARATIONS)
        library = ffi.dlopen(_LIBRARY)
    except (ImportError, OSError) as error:
        raise Refused("E601", library=_LIBRARY, package=_PACKAGE, reason=error) from None
    library.ntfs_set_char_encoding(b"utf8")
    return ffi, library


class Volume:
    """A mounted volume. After anything was refused halfway it is only good for being dropped."""

    def __init__(self, disk: WritableDisk, *, recover: bool = False) -> None:
        """Mount ``disk``; ``recover`` discards the journal of an unclean volume.

        Raises Refused: E601, E610, E611, E612, E615.
        """
        self._ffi, self._library = _loaded()
        self._disk = disk
        self._cluster = _cluster_size(disk)
        self._folders: dict[int, dict[str, _Link]] = {}
        self.recovered = False
        try:
            self._device, self._handle = self._mount(0)
        except OSError as error:
            self.recovered = recover and error.errno == errno.EOPNOTSUPP
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
        """Make a file with an 8.3 name; raises Refused E613, E615, E617, E618, E619."""
        parent, _, name = path.rpartition("\\")
        folder = self._find(parent)
        if folder is None or not folder.is_folder:
            raise Refused("E617", path=parent)
        if not names.is_short(name):
            raise Refused("E619", name=name)
        if self._find(path) is not None:
            raise Refused("E618", path=path)
        with self._inode(self._file(like)) as model:
            attributes, security = model.flags & _DOS_ATTRIBUTES, model.security_id
            descriptor = b"" if security else self._read(model, _SECURITY_DESCRIPTOR)
        number = self._make(folder.reference, name, security, attributes, path, len(content))
        with self._inode(number) as node:
            if descriptor:
                self._write(node, _SECURITY_DESCRIPTOR, descriptor, path)
            self._write(node, _DATA, content, path)

    def set_attributes(self, path: str, attributes: int) -> None:
        """Set read-only, hidden, system and archive; raises Refused E615, E617."""
        with self._inode(self._file(path)) as node:
            self._set_attributes(node, attributes)

    # -- mounting

    def _mount(self, flags: int) -> tuple[Any, Any]:
        device = _Device(self._ffi, self._disk)
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
        if error.errno == errno.EOPNOTSUPP:
            return Refused("E610", kind="NTFS")
        if error.errno != errno.EPERM:
            return Refused("E615", kind="NTFS", reason=error.strerror)
        try:
            _device, handle = self._mount(_READ_ONLY)
        except OSError as again:
            return Refused("E615", kind="NTFS", reason=again.strerror)
        hibernated = self._library.ntfs_volume_check_hiberfile(handle, False)
        self._library.ntfs_umount(handle, False)
        return Refused("E612" if hibernated else "E611")

    def _flags(self) -> int:
        with self._inode(_VOLUME) as node:
            information = self._read(node, _VOLUME_INFORMATION)
        if len(information) < 12:
            raise Refused("E615", kind="NTFS", reason="$Volume is too short")
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
            found = self._links(link.reference).get(names.fold(name))
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
                names.fold(link.name): link for link in self._read_folder(reference)
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
        self, folder: int, name: str, security: int, attributes: int, path: str, size: int
    ) -> int:
        """Make an empty file; returns its number."""
        directory = self._open(folder)
        self._folders.pop(folder, None)
        encoded = self._ffi.from_buffer("uint16_t[]", name.encode("utf-16-le"))
        node = self._library.ntfs_create(directory, security, encoded, len(name), _REGULAR)
        if not node:
            failed = self._failed(path, size)
            self._library.ntfs_inode_close(directory)
            raise failed
        number = int(node.mft_no)
        self._set_attributes(node, attributes)
        # The name is of the POSIX kind until it has a DOS name. This closes both, even if it fails.
        short = name.upper().encode("ascii")
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
        return Refused("E615", kind="NTFS", reason=error.strerror)

    def _free(self) -> int:
        """Free bytes by the volume's bitmap; bits after its end are ones."""
        with self._inode(_BITMAP) as node:
            bitmap = self._read(node, _DATA)
        used = int.from_bytes(bitmap, "little").bit_count()
        return (8 * len(bitmap) - used) * self._cluster


class _Device:
    """The operations by which the library reads and writes ``disk``.

    Reading the disk raises no OSError: what goes wrong there ends the helper. So nothing but a
    place outside of the volume is an error here.
    """

    def __init__(self, ffi: Any, disk: WritableDisk) -> None:
        self._ffi, self._disk = ffi, disk
        self._position = 0
        calls: dict[str, Callable[..., int]] = {
            "open": lambda _device, _flags: 0,
            "close": lambda _device: 0,
            "seek": self._seek,
            "read": self._read,
            "write": self._write,
            "pread": self._pread,
            "pwrite": self._pwrite,
            "sync": lambda _device: 0,
            "stat": lambda _device, _stat: self._error(errno.EOPNOTSUPP),
            "ioctl": lambda _device, _request, _argument: self._error(errno.EOPNOTSUPP),
        }
        types = {
            name: field.type for name, field in ffi.typeof("struct ntfs_device_operations").fields
        }
        self._callbacks = {
            name: ffi.callback(types[name], call, error=-1) for name, call in calls.items()
        }
        self.operations = ffi.new("struct ntfs_device_operations *", self._callbacks)

    def _error(self, code: int) -> int:
        self._ffi.errno = code
        return -1

    def _seek(self, _device: Any, offset: int, whence: int) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._disk.size}[whence]
        if not 0 <= base + offset <= self._disk.size:
            return self._error(errno.EINVAL)
        self._position = base + offset
        return self._position

    def _read(self, device: Any, buffer: Any, count: int) -> int:
        done = self._pread(device, buffer, count, self._position)
        self._position += max(done, 0)
        return done

    def _write(self, device: Any, buffer: Any, count: int) -> int:
        done = self._pwrite(device, buffer, count, self._position)
        self._position += max(done, 0)
        return done

    def _pread(self, _device: Any, buffer: Any, count: int, offset: int) -> int:
        if offset < 0 or count < 0:
            return self._error(errno.EINVAL)
        content = self._disk.pread(offset, count)
        self._ffi.memmove(buffer, content, len(content))
        return len(content)

    def _pwrite(self, _device: Any, buffer: Any, count: int, offset: int) -> int:
        if offset < 0 or count < 0 or offset + count > self._disk.size:
            return self._error(errno.EIO)
        self._disk.pwrite(offset, bytes(self._ffi.buffer(buffer, count)))
        return count


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
