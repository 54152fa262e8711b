"""The dom0: a disk with Debian's Xen and a Linux, built once, outside the repository.

mmdebstrap unpacks the packages with apt, so nothing is installed on this computer.
"""

from __future__ import annotations

import fcntl
import hashlib
import lzma
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fixtures.tools import run

from xen_lab.release import HOST, USED

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vmx2xen-xen-lab"
TOOLS = ("qemu-system-x86_64", "qemu-img", "mmdebstrap", "mke2fs", "cpio", "depmod", "nasm")

_INIT = Path(__file__).with_name("init.sh")
_DISK = 8 << 30  # sparse: room for the images of guests
RELEASES = Path(__file__).with_name("release.py")
_LEAN = [f"--dpkgopt=path-exclude=/usr/share/{part}/*" for part in ("doc", "man", "locale")]
# All that the kernel needs before it has its root.
_START = """#!/bin/busybox sh
while read -r line; do /bin/busybox $line; done < /modules
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t ext4 /dev/vda /root
/bin/busybox mount -o move /dev /root/dev
exec /bin/busybox switch_root /root /sbin/init
"""


@dataclass(frozen=True)
class Dom0:
    """What QEMU boots: a hypervisor, the dom0's kernel and initial RAM disk, and its root."""

    xen: Path
    kernel: Path
    initrd: Path
    disk: Path


def missing() -> str:
    """What the lab needs and this computer does not have; empty if it can run."""
    if platform.freedesktop_os_release().get("VERSION_CODENAME") != HOST:
        return "the sources of Debian 12"
    search = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    return ", ".join(tool for tool in TOOLS if not shutil.which(tool, path=search))


def packages(variant: str, names: str, folder: Path, debian: str = USED.debian) -> None:
    """A tree of packages of a Debian in `folder`, from where this computer gets its own."""
    sources = folder.with_name(f"{folder.name}.list")
    line = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)"
    wanted = ("Created-By: Packages", "Origin: Debian")
    found = run("apt-get", "indextargets", "--format", line, *wanted)
    lines = dict.fromkeys(found.replace(f" {HOST}", f" {debian}").splitlines())
    sources.write_text("\n".join(lines) + "\n")
    options = (f"--variant={variant}", f"--include={','.join(names.split())}", "--quiet", *_LEAN)
    run("mmdebstrap", *options, debian, folder, sources)


def cached(name: str, build: Callable[[Path], None], *sources: Path) -> Path:
    """The folder that `build` fills, kept until one of the files changes that tell how.

    Of several who want it one builds it, and the others wait.
    """
    content = b"".join(source.read_bytes() for source in sources)
    made = CACHE / name / hashlib.sha256(content).hexdigest()[:16]
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(made.parent, ignore_errors=True)
            made.parent.mkdir()
            with tempfile.TemporaryDirectory(dir=made.parent) as scratch:
                part = Path(scratch) / "made"
                part.mkdir()
                build(part)
                part.rename(made)
    return made


def built() -> Dom0:
    """The dom0, from the cache if it was built before."""
    made = cached(f"dom0-{USED.xen}", _build, Path(__file__), RELEASES, _INIT)
    return Dom0(made / "xen", made / "vmlinuz", made / "initrd", made / "disk")


def _build(made: Path) -> None:
    root = made.with_name("root")
    packages("extract", USED.packages, root)
    [modules] = (root / "lib/modules").iterdir()
    release = modules.name
    run("depmod", "-b", root, release)
    shutil.copy(root / f"boot/vmlinuz-{release}", made / "vmlinuz")
    [hypervisor] = (root / "boot").glob("xen-*.gz")
    with (made / "xen").open("wb") as xen:
        subprocess.run(["gzip", "-dc", hypervisor], stdout=xen, check=True)
    _initrd(root, release, made / "initrd")
    if not (root / "bin/sh").exists():
        (root / "bin/sh").symlink_to("bash")
    shutil.copy(_INIT, root / "sbin/init")
    (root / "sbin/init").chmod(0o755)
    with (made / "disk").open("wb") as disk:
        disk.truncate(_DISK)
    run("mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-d", root, made / "disk")


def _initrd(root: Path, release: str, path: Path) -> None:
    """BusyBox and the modules of the root's disk and file system, in the order of their needs."""
    tree = root.with_name("initrd")
    for folder in ("bin", "dev", "root"):
        (tree / folder).mkdir(parents=True)
    shutil.copy(root / "bin/busybox", tree / "bin/busybox")
    wanted = ("virtio_pci", "virtio_blk", "crc32c_generic", "ext4")
    shown = run("modprobe", "-d", root, "-S", release, "-a", "--show-depends", *wanted)
    modules = [Path(each.split()[1]) for each in shown.splitlines() if each.startswith("insmod ")]
    for module in modules:
        _copy_module(module, tree / module.name.removesuffix(".xz"))
    lines = dict.fromkeys(f"insmod /{module.name.removesuffix('.xz')}\n" for module in modules)
    (tree / "modules").write_text("".join(lines))
    (tree / "init").write_text(_START)
    (tree / "init").chmod(0o755)
    files = "\n".join(str(each.relative_to(tree)) for each in sorted(tree.rglob("*")))
    with path.open("wb") as archive:
        command = ["cpio", "--quiet", "-o", "-H", "newc", "-R", "0:0"]
        subprocess.run(command, input=files.encode(), stdout=archive, cwd=tree, check=True)


def _copy_module(module: Path, copy: Path) -> None:
    """BusyBox loads no compressed one."""
    content = module.read_bytes()
    copy.write_bytes(lzma.decompress(content) if module.suffix == ".xz" else content)
