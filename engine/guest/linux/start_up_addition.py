"""More for a start-up image: an archive with the guest's own modules, unpacked last.

Nothing of the guest is run for it: udev loads modules by the whole modules.alias, which is in the
archive too. Source: the kernel's documentation "initramfs buffer format".
"""

from __future__ import annotations

import gzip
import posixpath
import stat
import zlib
from collections.abc import Mapping

from engine.guest.helper import bounds
from engine.guest.linux.compressed import Compressed
from engine.guest.linux.initramfs import StartUpImage

_LEVEL, _LEVEL_OF_WHOLE = 6, 1
_GZIP = 31  #: what zlib calls gzip
_ALIGNMENT = 4
#: Between the image that was and what is added: zeros end what counts its own blocks (lz4).
_GAP = 8


def appended(
    data: bytes, image: StartUpImage, files: Mapping[str, bytes], *, packed: bool
) -> bytes:
    """What to append to the image ``data`` so that it holds ``files`` too.

    ``packed``: compressed by gzip, for kernels that can unpack it. The image must take more.
    """
    return _added(len(data), image, files, packed=packed)


def repacked(path: str, data: bytes, image: StartUpImage, files: Mapping[str, bytes]) -> bytes:
    """The image with ``files`` where nothing can follow its last stretch: that becomes gzip.

    Refuses E601 and E634; ``path`` is for messages.
    """
    packer = zlib.compressobj(_LEVEL_OF_WHOLE, wbits=_GZIP)
    parts = [data[: image.last_start]]
    for piece in Compressed(path, data, image.last_start, image.last_kind):
        parts.append(packer.compress(piece))
        bounds.progress()
    parts.append(packer.flush())
    size = sum(map(len, parts))
    return b"".join([*parts, _added(size, image, files, packed=True)])


def _added(size: int, image: StartUpImage, files: Mapping[str, bytes], *, packed: bool) -> bytes:
    archive = cpio(files, image)
    return _gap(size) + (gzip.compress(archive, _LEVEL, mtime=0) if packed else archive)


def cpio(files: Mapping[str, bytes], image: StartUpImage) -> bytes:
    """An archive of the new kind with ``files`` of root's, and those of their folders that lack.

    A folder is never named that the image has: an entry for it could replace a symbolic link.
    """
    parts: list[bytes] = []
    made: set[str] = set()
    for name, content in sorted(files.items()):
        for folder in _folders(name):
            if folder not in image.kinds and folder not in made:
                made.add(folder)
                parts.append(_entry(len(parts) + 1, folder, stat.S_IFDIR | 0o755, b""))
        parts.append(_entry(len(parts) + 1, name, stat.S_IFREG | 0o644, content))
    return b"".join([*parts, _entry(0, "TRAILER!!!", 0, b"")])


def _folders(name: str) -> list[str]:
    """The folders on the way to a file, the outermost first."""
    found: list[str] = []
    while name := posixpath.dirname(name):
        found.insert(0, name)
    return found


def _entry(number: int, name: str, mode: int, content: bytes) -> bytes:
    own = name.encode("utf-8", "surrogateescape") + b"\0"
    links = 2 if stat.S_ISDIR(mode) else 1
    fields = (number, mode, 0, 0, links, 0, len(content), 0, 0, 0, 0, len(own), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + own
    return _padded(head) + _padded(content)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)


def _gap(size: int) -> bytes:
    return bytes(-size % _ALIGNMENT + _GAP)
