"""An ext2, ext3 or ext4 volume opened by libext2fs over a disk of ours; runs in a helper only."""

from __future__ import annotations

import posixpath
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from engine.disk.disk import WritableDisk
from engine.guest.helper import bounds
from engine.guest.helper.helper_protocol import Refused
from engine.guest.volumes import ext_inode, ext_superblock
from engine.guest.volumes import libext2fs_api as api
from engine.guest.volumes.ext_inode import Inode
from engine.guest.volumes.libext2fs_device import Device
from engine.phrase import Phrase

_PIECE = 1 << 20
_LABEL = b"security.selinux"
_SEEK_SET = 0


class Volume:
    """A volume that is changed. After anything was refused halfway it is only good for dropping.

    Paths begin with ``/``; links are followed as the guest would, within the volume. ``name`` is
    what messages call the volume; ``seconds`` (since 1970) is the time that changed files get.
    """

    def __init__(self, disk: WritableDisk, name: str, seconds: int) -> None:
        """Open ``disk``; raises Refused: E601, E660 (unclean), E661 (features), E662 (damage)."""
        self._name, self._seconds = name, seconds
        self._ffi, self._library = api.load()
        self._super = self._checked(disk)
        self._device = Device(self._ffi, disk)
        opened = self._ffi.new("ext2_filsys *")
        flags = api.READ_WRITE | api.WITH_64_BITS | api.SKIP_MMP
        manager = self._device.manager
        self._do(self._library.ext2fs_open2(b"guest", self._ffi.NULL, flags, 0, 0, manager, opened))
        self._handle = opened[0]
        self._do(self._library.ext2fs_read_bitmaps(self._handle))

    def close(self) -> None:
        """Write what the library still holds, and end; raises Refused E662."""
        self._do(self._library.ext2fs_close(self._handle))

    def exists(self, path: str) -> bool:
        """Whether there is something at ``path``, be it a link that leads nowhere."""
        return self._find(path, follow=False) is not None

    def size(self, path: str) -> int:
        """Bytes of a file; raises Refused E617, E664."""
        return self._inode(self._file(path)).size

    def replace(self, path: str, content: bytes) -> None:
        """Give a file other content; owner, mode and attributes stay. Raises Refused E617, E664."""
        number = self._file(path)
        self._write(number, 0, content, path, cut=True)
        self._touch(number)

    def append(self, path: str, content: bytes) -> None:
        """Add ``content`` to the end of a file. Raises Refused E617, E664, E613."""
        number = self._file(path)
        self._write(number, self._inode(number).size, content, path, cut=False)
        self._touch(number)

    def create(self, path: str, content: bytes, mode: int, like: str) -> None:
        """Make a file of root's, labelled like ``like``. Raises Refused E617, E613, E977."""
        folder, name = self._parent(path)
        number = self._new_number(folder, mode, path)
        kind = stat.S_IFREG | mode
        node = ext_inode.new(kind, self._seconds, has_extents=self._super.has_extents)
        self._library.ext2fs_inode_alloc_stats2(self._handle, number, 1, 0)
        buffer = self._ffi.from_buffer(node.data)
        self._do(self._library.ext2fs_write_new_inode(self._handle, number, buffer))
        self._link(folder, name, number, api.REGULAR, path)
        self._write(number, 0, content, path, cut=False)
        self._copy_label(like, number)

    def make_folder(self, path: str, like: str) -> None:
        """Make a folder of root's, readable by all. Raises Refused E617, E613, E977."""
        folder, name = self._parent(path)
        self._in_folder(
            folder, path, lambda: self._library.ext2fs_mkdir(self._handle, folder, 0, name)
        )
        self._copy_label(like, self._find(path) or 0)

    def make_link(self, path: str, target: str) -> None:
        """Make a symbolic link. Raises Refused E617, E613, E977."""
        folder, name = self._parent(path)
        to = target.encode()
        self._in_folder(
            folder, path, lambda: self._library.ext2fs_symlink(self._handle, folder, 0, name, to)
        )

    def rename(self, path: str, name: str) -> None:
        """Give a file another name in its folder. Raises Refused E617, E613."""
        folder, old = self._parent(path)
        number = self._find(path, follow=False)
        if number is None:
            raise Refused("E617", path=path)
        kind = api.LINK if stat.S_ISLNK(self._inode(number).mode) else api.REGULAR
        self._link(folder, name.encode(), number, kind, path)
        self._do(self._library.ext2fs_unlink(self._handle, folder, old, number, 0))

    # -- opening

    def _checked(self, disk: WritableDisk) -> ext_superblock.Superblock:
        found = ext_superblock.read(disk)
        if found is None:
            reason = Phrase("there is no superblock")
            raise Refused("E662", kind="ext4", device=self._name, reason=reason)
        if found.unclean:
            raise Refused("E660", kind=found.kind, device=self._name, reason=found.unclean)
        if found.unknown:
            features = ", ".join(found.unknown)
            raise Refused("E661", kind=found.kind, device=self._name, features=features)
        return found

    # -- names

    def _find(self, path: str, *, follow: bool = True) -> int | None:
        """The number of the inode at ``path``; None if there is none."""
        number = self._ffi.new("ext2_ino_t *")
        library = self._library
        look = library.ext2fs_namei_follow if follow else library.ext2fs_namei
        code = look(self._handle, api.ROOT, api.ROOT, path.encode(), number)
        if code == api.NOT_FOUND:
            return None
        self._do(code)
        return int(number[0])

    def _file(self, path: str) -> int:
        """The number of a file whose content can be written; raises Refused E617, E664."""
        number = self._find(path)
        node = None if number is None else self._inode(number)
        if number is None or node is None or not stat.S_ISREG(node.mode):
            raise Refused("E617", path=path)
        if node.is_fixed:
            raise Refused("E664", path=path)
        return number

    def _parent(self, path: str) -> tuple[int, bytes]:
        """The folder of ``path`` and the name in it; raises Refused E617."""
        parent, name = posixpath.split(path)
        number = self._find(parent)
        if number is None or not stat.S_ISDIR(self._inode(number).mode):
            raise Refused("E617", path=parent)
        return number, name.encode()

    def _new_number(self, folder: int, mode: int, path: str) -> int:
        number = self._ffi.new("ext2_ino_t *")
        null = self._ffi.NULL
        self._do(self._library.ext2fs_new_inode(self._handle, folder, mode, null, number), path)
        return int(number[0])

    def _link(self, folder: int, name: bytes, number: int, kind: int, path: str) -> None:
        self._in_folder(
            folder,
            path,
            lambda: self._library.ext2fs_link(self._handle, folder, name, number, kind),
        )

    def _in_folder(self, folder: int, path: str, make: Callable[[], int]) -> None:
        """Make an entry in a folder, which is enlarged where it is full."""
        code = make()
        if code == api.DIR_NO_SPACE:
            self._do(self._library.ext2fs_expand_dir(self._handle, folder), path)
            code = make()
        self._do(code, path)
        self._touch(folder)

    # -- inodes and contents

    def _inode(self, number: int) -> Inode:
        data = bytearray(max(self._super.inode_size, 128))
        buffer = self._ffi.from_buffer(data)
        self._do(self._library.ext2fs_read_inode_full(self._handle, number, buffer, len(data)))
        return Inode(data)

    def _touch(self, number: int) -> None:
        """Note the time of a change."""
        node = self._inode(number)
        node.touch(self._seconds)
        buffer = self._ffi.from_buffer(node.data)
        self._do(
            self._library.ext2fs_write_inode_full(self._handle, number, buffer, len(node.data))
        )

    def _write(self, number: int, offset: int, content: bytes, path: str, *, cut: bool) -> None:
        """Put ``content`` at ``offset`` of a file; with ``cut`` the file ends there."""
        needed = len(content)
        with self._opened(number, path, needed) as file:
            at = self._ffi.NULL
            self._do(self._library.ext2fs_file_llseek(file, offset, _SEEK_SET, at))
            count = self._ffi.new("unsigned int *")
            done = 0
            while done < needed:
                piece = self._ffi.from_buffer(content[done : done + _PIECE])
                code = self._library.ext2fs_file_write(file, piece, len(piece), count)
                self._do(code, path, needed)
                done += count[0]
                bounds.progress()
            if cut:
                end = offset + needed
                self._do(self._library.ext2fs_file_set_size2(file, end), path, needed)

    @contextmanager
    def _opened(self, number: int, path: str, needed: int) -> Iterator[Any]:
        file = self._ffi.new("ext2_file_t *")
        null = self._ffi.NULL
        self._do(self._library.ext2fs_file_open2(self._handle, number, null, api.FILE_WRITE, file))
        yield file[0]
        self._do(self._library.ext2fs_file_close(file[0]), path, needed)

    # -- SELinux

    def _copy_label(self, like: str, number: int) -> None:
        """Give a new file the label of another, if that has one."""
        model = self._find(like)
        if model is None:
            return
        value, size = self._ffi.new("void **"), self._ffi.new("size_t *")
        with self._attributes(model) as handle:
            code = self._library.ext2fs_xattr_get(handle, _LABEL, value, size)
        if code == api.KEY_NOT_FOUND:
            return
        self._do(code)
        try:
            with self._attributes(number) as handle:
                self._do(self._library.ext2fs_xattr_set(handle, _LABEL, value[0], size[0]))
        finally:
            self._library.ext2fs_free_mem(value)

    @contextmanager
    def _attributes(self, number: int) -> Iterator[Any]:
        handle = self._ffi.new("struct ext2_xattr_handle **")
        self._do(self._library.ext2fs_xattrs_open(self._handle, number, handle))
        self._do(self._library.ext2fs_xattrs_read(handle[0]))
        yield handle[0]
        self._do(self._library.ext2fs_xattrs_close(handle))

    # -- errors

    def _do(self, code: int, path: str = "", needed: int = 0) -> None:
        """Go on if ``code`` is 0 and the disk has not failed; raises Refused E613, E662, E977."""
        if self._device.failure is not None:
            raise self._device.failure
        if not code:
            return
        if code == api.NO_INODE:
            raise Refused("E977", path=path, kind=self._super.kind, device=self._name)
        if code == api.NO_BLOCK:
            free = self._super.free_blocks * self._super.block_size
            raise Refused("E613", path=path, needed=needed, free=free)
        reason = api.message(code)
        raise Refused("E662", kind=self._super.kind, device=self._name, reason=reason)
