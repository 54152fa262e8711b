"""How people get a program or a library that is missing, in the way of their system."""

from __future__ import annotations

from engine import platform
from engine.phrase import Phrase

#: What Homebrew calls what Debian calls so.
_BREW = {
    "ntfs-3g": "gromgit/fuse/ntfs-3g-mac",
    "libhivex0": "hivex",
    "libext2fs2": "e2fsprogs",
    "libarchive13": "libarchive",
    "openssh-client": "openssh",
    "qemu-system-x86": "qemu",
    "ovmf": "qemu",
}
_BUNDLED = ("ntfs-3g", "libhivex0", "libext2fs2", "libarchive13")


def how(package: str) -> Phrase:
    """The way to get what is in ``package`` of Debian, to follow "Install it"."""
    if platform.PACKAGES == "apt":
        return Phrase("on Debian: apt install {package}", package=package)
    if platform.PACKAGES == "brew":
        return Phrase("with Homebrew: brew install {package}", package=_BREW.get(package, package))
    if package in _BUNDLED:
        return Phrase("it comes with vmx2xen, so install that again")
    if package == "openssh-client":
        return Phrase("in the settings of Windows, under optional features: OpenSSH Client")
    return Phrase("from {place}, with its folder in PATH", place="https://www.qemu.org/download")
