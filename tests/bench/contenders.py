"""Who takes part: the peers with their commands, the limit, and we."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bench.fingerprints import Fingerprint

OUT = "out"
PROGRAM = (sys.executable, "-m", "gui.launch")
PROGRAMS = Path(__file__).with_name("programs")


class Role(Enum):
    """What a contender's times are for."""

    PEER = "peer"  # a qemu-img, or what else a goal is set against
    ALSO = "also"  # another way, that no goal is set against
    CHECKED = "checked"  # a peer whose result is waited for and compared with the disk, as ours is
    LIMIT = "limit"  # a plain copy of the same bytes
    COPY = "copy"  # ours: durable, with digests
    AT_ONCE = "at once"  # the same without waiting for the disk, as the peers do it
    WHOLE = "whole"  # ours as users get it: read back and compared as well


OURS = (Role.COPY, Role.AT_ONCE, Role.WHOLE)

Words = list[str | Path]


@dataclass(frozen=True)
class Contender:
    """A command by the folder that it writes to."""

    name: str
    role: Role
    command: Callable[[Path], Words]
    fingerprint: Fingerprint | None = None

    @property
    def missing(self) -> str:
        """The tool that is not installed, empty if it is there."""
        words = map(str, self.command(Path()))
        tool = next(word for word in words if word != "env" and "=" not in word)
        return "" if shutil.which(tool) else tool


# -- peers

#: Programs that are measured beside the usual qemu-img, by their paths.
others: list[str] = []


def qemu_img(
    disk: Path, format: str = "raw", *options: str, check: Fingerprint | None
) -> Contender:
    """qemu-img convert; its own options -W, -m and -S make it no faster."""
    return Contender(
        " ".join(["qemu-img", *options]),
        Role.PEER,
        lambda at: ["qemu-img", "convert", *options, "-O", format, disk, at / OUT],
        check,
    )


def qemu_imgs(disk: Path, format: str = "raw", *, check: Fingerprint | None) -> list[Contender]:
    """The usual qemu-img, and every other that was asked for."""

    def named(program: str) -> Contender:
        words: Words = [program, "convert", "-O", format, disk]
        return Contender(program, Role.PEER, lambda at: [*words, at / OUT], check)

    return [qemu_img(disk, format, check=check), *map(named, others)]


def compared(disk: Path, format: str = "raw", *, check: Fingerprint | None) -> list[Contender]:
    """Each qemu-img as users would have what ours promises: on disk, and compared."""

    def named(program: str) -> Contender:
        def command(at: Path) -> Words:
            made = shlex.quote(str(at / OUT))
            steps = (
                f"{program} convert -O {format} {shlex.quote(str(disk))} {made}",
                f"sync {made}",
                f"{program} compare -f vmdk -F {format} {shlex.quote(str(disk))} {made}",
            )
            return ["sh", "-c", " && ".join(steps)]

        return Contender(f"{program}, then compare", Role.CHECKED, command, check)

    return [named(each) for each in ("qemu-img", *others)]


def nbdcopy(disk: Path, check: Fingerprint) -> Contender:
    """nbdcopy from qemu-nbd, which both understand chains and holes."""
    server: Words = ["[", "qemu-nbd", "-r", "-f", "vmdk", disk, "]"]
    return Contender("nbdcopy", Role.ALSO, lambda at: ["nbdcopy", "--", *server, at / OUT], check)


def plain_copy(files: Sequence[Path], *options: str) -> Contender:
    """cp of the files a disk is in."""
    name = " ".join(["cp", *options])
    return Contender(name, Role.LIMIT, lambda at: ["cp", *options, *files, at])


# -- we


def copies(disk: Path, check: Fingerprint, format: str = "raw") -> list[Contender]:
    """The copy alone, durable and not."""
    words: Words = [sys.executable, PROGRAMS / "copy_disk.py", disk]
    return [
        Contender("vmx2xen, copy", Role.COPY, lambda at: [*words, at / OUT, format], check),
        Contender(
            "the same, not synced",
            Role.AT_ONCE,
            lambda at: [*words, at / OUT, format, "at-once"],
            check,
        ),
    ]


def ours(*words: str | Path) -> Contender:
    """A command of vmx2xen that writes no image."""
    return Contender(f"vmx2xen {words[0]}", Role.WHOLE, lambda at: [*PROGRAM, *words])


def whole(command: str, disk: Path, check: Fingerprint) -> Contender:
    """`vmx2xen raw` or `vmx2xen flatten`."""
    return Contender(
        f"vmx2xen {command}", Role.WHOLE, lambda at: [*PROGRAM, command, disk, at / OUT], check
    )


def convert(machine: Path, check: Fingerprint | None, format: str, *options: str) -> Contender:
    """`vmx2xen convert`: image, configuration and manifest."""
    return Contender(
        f"vmx2xen convert --format {format}",
        Role.WHOLE,
        lambda at: [*PROGRAM, "convert", machine, "-o", at, "--format", format, *options],
        check,
    )


def program(name: str, title: str, disk: Path, check: Fingerprint | None = None) -> Contender:
    """One of `programs`."""
    path = PROGRAMS / f"{name}.py"
    return Contender(title, Role.COPY, lambda at: [sys.executable, path, disk], check)


def formats() -> set[str]:
    """The formats that `vmx2xen convert` writes."""
    words: Words = [*PROGRAM, "convert", "--help"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return {name for name in ("raw", "vmdk", "vhd", "qcow2") if name in said}
