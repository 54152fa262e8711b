"""A Linux start-up image (initramfs): what it holds, told by its archives' headers.

Source: the kernel's documentation "initramfs buffer format": cpio archives one after another, each
plain or compressed, also several in one compressed stretch; what comes later replaces what was
there. Nothing is unpacked to anywhere.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.findings import refuse, words
from engine.guest.helper.bounds import LimitError, Unpacking
from engine.guest.linux.compressed import Compressed, kind_of
from engine.phrase import Phrase

LIMIT = 256 << 20  #: bytes: no start-up image is larger
_UNPACKED_LIMIT = 2 << 30
_NAMES_LIMIT = 200_000
_TEXT_LIMIT = 256 << 10
_NAME_LIMIT = 4096

_ZEROS = bytes(1 << 16)

_CPIO = (b"070701", b"070702")
_HEADER, _TRAILER = 110, "TRAILER!!!"
_SUFFIXES = (".ko", ".ko.gz", ".ko.xz", ".ko.zst")
#: Configuration of which the text is kept: what initramfs-tools and dracut wrote down of disks.
_TEXTS = ("conf/conf.d/", "cryptroot/crypttab", "etc/cmdline", "etc/crypttab", "etc/lvm/lvm.conf")
_UDEV = ("udevd", "systemd-udevd")
#: What the kernel can go on after, at a further archive; the others read to the end of the image.
_BOUNDED = ("gzip", "xz", "zstd")


@dataclass
class StartUpImage:
    """What a start-up image holds. Names are without a slash at the beginning."""

    kinds: dict[str, int] = field(default_factory=dict)  #: kind of each file, as in st_mode
    links: dict[str, str] = field(default_factory=dict)  #: where each symbolic link leads
    texts: dict[str, bytes] = field(default_factory=dict)  #: of small configuration files
    #: Where the last compressed stretch begins and how it is compressed; empty if there is none.
    last_start: int = 0
    last_kind: str = ""

    @property
    def modules(self) -> frozenset[str]:
        """The kernel modules by their names, with ``-`` for ``_``."""
        return frozenset(filter(None, map(module_name, self.kinds)))

    @property
    def takes_more(self) -> bool:
        """Whether a further archive may simply be appended."""
        return self.last_kind in ("", *_BOUNDED)

    @property
    def has_udev(self) -> bool:
        """Whether modules are loaded as devices show up, and not by a list."""
        return any(name.rsplit("/", 1)[-1] in _UDEV for name in self.kinds)

    @property
    def versions(self) -> tuple[str, ...]:
        """The kernels that it has folders of modules for."""
        parts = (name.partition("lib/modules/")[2].split("/")[0] for name in self.kinds)
        return tuple(sorted({part for part in parts if part}))

    @property
    def library_folder(self) -> str:
        """The folder that /lib is, ``lib`` or ``usr/lib``."""
        is_link = stat.S_ISLNK(self.kinds.get("lib", 0))
        return self.links["lib"].strip("/") if is_link else "lib"


def read(path: str, data: bytes) -> StartUpImage:
    """What the image ``data`` holds; refuses E601, E634. ``path`` is for messages."""
    image, unpacking = StartUpImage(), Unpacking(_UNPACKED_LIMIT)
    at = 0
    while at < len(data):
        if data[at] == 0:
            at = _after_padding(data, at)
        elif data[at : at + 6] in _CPIO:
            bytes_ = _Bytes(path, iter((data[at:],)), unpacking)
            _archive(bytes_, image)
            at += bytes_.position
        else:
            at = _compressed(path, data, at, image, unpacking)
    return image


def module_name(path: str) -> str:
    """``xen-blkfront`` for ``kernel/drivers/block/xen-blkfront.ko.xz``; empty if it is none."""
    file = path.rsplit("/", 1)[-1]
    for suffix in _SUFFIXES:
        if file.endswith(suffix):
            return same_name(file.removesuffix(suffix))
    return ""


def same_name(module: str) -> str:
    """A module's name in one spelling: the kernel takes ``_`` and ``-`` for the same."""
    return module.replace("_", "-")


def _after_padding(data: bytes, at: int) -> int:
    return at + _zeros(data, at)


def _zeros(data: bytes, at: int) -> int:
    """How many bytes from ``at`` on are zeros."""
    begin, step = at, 1 << 16
    while data[at : at + step] == _ZEROS:
        at += step
    rest = data[at : at + step]
    return at - begin + len(rest) - len(rest.lstrip(b"\0"))


def _compressed(path: str, data: bytes, at: int, image: StartUpImage, unpacking: Unpacking) -> int:
    """Read a compressed stretch at ``at``; returns where it ends."""
    kind = kind_of(data[at : at + 8])
    if not kind:
        raise _damaged(path, Phrase("its compression is unknown"))
    image.last_start, image.last_kind = at, kind
    stretch = Compressed(path, data, at, kind)
    bytes_ = _Bytes(path, iter(stretch), unpacking)
    while bytes_.skip_zeros():
        _archive(bytes_, image)
    return stretch.stop


def _archive(bytes_: _Bytes, image: StartUpImage) -> None:
    """Read one cpio archive, of the new kind."""
    while True:
        header = bytes_.take(_HEADER)
        try:
            mode, size, length = (int(header[at : at + 8], 16) for at in (14, 54, 94))
        except ValueError:
            mode = size = length = -1
        if header[:6] not in _CPIO or not 1 <= length <= _NAME_LIMIT or size < 0:
            raise _damaged(bytes_.path, Phrase("its archive is damaged"))
        name = bytes_.take(length)[:-1].decode("utf-8", "surrogateescape")
        bytes_.align()
        if name == _TRAILER:
            return
        _entry(bytes_, image, name.removeprefix("./").lstrip("/"), mode, size)
        bytes_.align()
        if len(image.kinds) > _NAMES_LIMIT:
            raise _damaged(bytes_.path, Phrase("it holds too many files"))


def _entry(bytes_: _Bytes, image: StartUpImage, name: str, mode: int, size: int) -> None:
    image.kinds[name] = stat.S_IFMT(mode)
    if stat.S_ISLNK(mode) and size <= _NAME_LIMIT:
        image.links[name] = bytes_.take(size).decode("utf-8", "surrogateescape")
    elif stat.S_ISREG(mode) and name.startswith(_TEXTS) and size <= _TEXT_LIMIT:
        image.texts[name] = bytes_.take(size)
    else:
        bytes_.skip(size)


class _Bytes:
    """Bytes that come piece by piece, each read once. Refuses (E634) an end before its time."""

    def __init__(self, path: str, pieces: Iterator[bytes], unpacking: Unpacking) -> None:
        self.path, self.position = path, 0
        self._unpacking = unpacking
        self._pieces, self._held, self._at = pieces, b"", 0

    def take(self, length: int) -> bytes:
        parts = []
        while length:
            part = self._held[self._at : self._at + length]
            self._at += len(part)
            self.position += len(part)
            length -= len(part)
            parts.append(part)
            if length and not self._more():
                raise _damaged(self.path, Phrase("it ends too early"))
        return b"".join(parts)

    def skip(self, length: int) -> None:
        while length:
            step = min(length, len(self._held) - self._at)
            self._at += step
            self.position += step
            length -= step
            if length and not self._more():
                raise _damaged(self.path, Phrase("it ends too early"))

    def align(self) -> None:
        """Go on at the next multiple of four; the last archive may end before."""
        for _ in range(-self.position % 4):
            if self._at < len(self._held) or self._more():
                self.skip(1)

    def skip_zeros(self) -> bool:
        """Go on at the next byte that is not zero; whether there is one."""
        while self._at < len(self._held) or self._more():
            zeros = _zeros(self._held, self._at)
            self.skip(zeros)
            if self._at < len(self._held):
                return True
        return False

    def _more(self) -> bool:
        """Fetch the next piece that holds anything; False at the end."""
        for piece in self._pieces:
            if piece:
                self._held, self._at = piece, 0
                try:
                    self._unpacking.add(len(piece))
                except LimitError as error:
                    raise _damaged(self.path, words(error)) from None
                return True
        return False


def _damaged(path: str, reason: str) -> Exception:
    return refuse("E634", path=path, reason=reason)
