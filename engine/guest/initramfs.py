"""Which kernel modules a Linux start-up image (initramfs) holds.

Source: the kernel's documentation "initramfs buffer format": cpio archives one after another, the
first ones perhaps not compressed. libarchive unpacks; only names are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import refuse
from engine.phrase import Phrase

LIMIT = 256 << 20  #: bytes: no start-up image is larger
_UNPACKED_LIMIT = 1 << 30
_NAMES_LIMIT = 200_000

_CPIO = (b"070701", b"070702")
_HEADER, _TRAILER = 110, "TRAILER!!!"
#: Compression by its first bytes. Named one by one: "all" would have libarchive run programs.
_FILTERS = (
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x02\x21\x4c\x18", "lz4"),
    (b"BZh", "bzip2"),
    (b"\x5d\0\0", "lzma"),
)
_SUFFIXES = (".ko", ".ko.gz", ".ko.xz", ".ko.zst")


def modules(path: str, data: bytes) -> frozenset[str]:
    """The names of the modules in the image, with ``-`` for ``_``; refuses E601, E634.

    ``path`` is for messages.
    """
    found = set()
    for count, name in enumerate(_names(path, data)):
        if count > _NAMES_LIMIT:
            raise refuse("E634", path=path, reason=Phrase("it holds too many files"))
        if module := module_name(name):
            found.add(module)
    return frozenset(found)


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


def _names(path: str, data: bytes) -> Iterator[str]:
    """What the archives hold: those that are not compressed, then the compressed one."""
    at = 0
    while at < len(data):
        if data[at] == 0:
            at += 1
            while data[at : at + 4096] == bytes(4096):
                at += 4096
        elif data[at : at + 6] in _CPIO:
            names, at = _plain(path, data, at)
            yield from names
        else:
            yield from _compressed(path, data[at:])
            return


def _plain(path: str, data: bytes, at: int) -> tuple[list[str], int]:
    """The names in a cpio archive of the new kind, and where it ends."""
    names: list[str] = []
    while True:
        header = data[at : at + _HEADER]
        try:
            size, length = int(header[54:62], 16), int(header[94:102], 16)
        except ValueError:
            size = length = -1
        if header[:6] not in _CPIO or length < 1 or size < 0:
            raise refuse("E634", path=path, reason=Phrase("its archive is damaged"))
        name = data[at + _HEADER : at + _HEADER + length - 1].decode("utf-8", "replace")
        at = _aligned(_aligned(at + _HEADER + length) + size)
        if name == _TRAILER or at > len(data):
            return names, at
        names.append(name)


def _aligned(offset: int) -> int:
    return -(-offset // 4) * 4


def _compressed(path: str, data: bytes) -> Iterator[str]:
    kind = next((kind for magic, kind in _FILTERS if data.startswith(magic)), "")
    if not kind:
        raise refuse("E634", path=path, reason=Phrase("its compression is unknown"))
    try:
        import libarchive
    except (ImportError, OSError, TypeError, AttributeError) as error:
        raise refuse("E601", library="libarchive", package="libarchive13", reason=error) from None
    unpacked = 0
    try:
        with libarchive.memory_reader(data, format_name="cpio", filter_name=kind) as archive:
            for entry in archive:
                unpacked += entry.size or 0
                if unpacked > _UNPACKED_LIMIT:
                    raise ValueError(Phrase("it unpacks to too much"))
                yield entry.pathname
    except (libarchive.ArchiveError, ValueError) as error:
        raise refuse("E634", path=path, reason=error) from None
