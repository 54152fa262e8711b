"""Every parser that strangers' bytes come to: inputs to begin with, and how it is called.

A parser returns or refuses (``Refusal``, ``Refused``); whatever else it raises is a fault. What is
read by several is called with what its callers give it. Corpora are made by ``tests/fixtures``.
"""

from __future__ import annotations

import io
import json
import random
import subprocess
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError

from fixtures import cabinet, hive, linux, machine, pe
from fixtures import hive_log as log_of
from fixtures.cabinet import Compression
from fixtures.raw_disk import Memory
from vmware.appliances import SCSI, disk_item, envelope
from vmware.reading import open_disk

from engine.choices import Choices
from engine.cli.main import main
from engine.disk.copying import journal
from engine.disk.reader import Reader
from engine.guest import inspect, partitions
from engine.guest.helper.bounds import Unpacking
from engine.guest.hives import hive_log
from engine.guest.hives.hive_reader import Content, Hive, Key
from engine.guest.linux import initramfs
from engine.guest.partitions import Partition, PartitionTable
from engine.guest.windows import boot_entries, pe_version
from engine.guest.windows import cabinet as own_cabinet
from engine.job.convert import conversion_job
from engine.job.fleet import plan_file
from engine.job.push import push_journal
from engine.job.push.push_journal import Wish
from engine.job.result import manifest
from engine.translate import networks
from engine.vmware import descriptor, ovf_xml, vmsd
from engine.vmware import machine as own_machine
from engine.vmware import vmx as own_vmx
from engine.xen import xl_reader

#: Has a parser read ``data``; the folder is its own.
Parse = Callable[[bytes, Path], object]


@dataclass(frozen=True)
class Target:
    """A parser, and sound inputs for it, made in a folder."""

    name: str
    seeds: Callable[[Path], Sequence[bytes]]
    parse: Parse
    share: float = 1.0  #: of the inputs that the others get: some take long
    raises: tuple[type[Exception], ...] = ()  #: by its docstring; its caller refuses

    @property
    def slug(self) -> str:
        """The name in a name of a file."""
        return self.name.strip(".").replace(" ", "-").replace(".", "-").lower()

    @property
    def corpus(self) -> Path:
        """The folder of inputs that reach what sound ones do not, as few as do; maybe none."""
        return Path(__file__).with_name("corpus") / self.slug


def _file(name: str, read: Callable[[Path], object]) -> Parse:
    """A parser of a file of that name."""

    def parse(data: bytes, folder: Path) -> object:
        path = folder / name
        path.write_bytes(data)
        return read(path)

    return parse


# -- VMware


def _vm(folder: Path) -> machine.Machine:
    return machine.build(folder / "seed", size=2 << 20, snapshots=1)


def _written(pattern: str, **more: object) -> Callable[[Path], Sequence[bytes]]:
    """The files of a machine that have such names."""

    def seeds(folder: Path) -> Sequence[bytes]:
        machine.build(folder / "seed", size=2 << 20, **{"snapshots": 1, **more})  # type: ignore[arg-type]
        return [path.read_bytes() for path in sorted((folder / "seed").glob(pattern))]

    return seeds


def _disk(path: Path) -> object:
    chain = open_disk(path, "")
    with chain.files:
        reader = Reader(chain.mapping, chain.files)
        return [reader.pread(at, 4096) for at in (0, chain.size // 2, max(chain.size - 4096, 0))]


def _ovf(path: Path) -> object:
    return own_machine.read(path)


def _descriptors(folder: Path) -> Sequence[bytes]:
    files = _written("*.vmdk", layout="twoGbMaxExtentSparse", split=1 << 20)(folder)
    return [each for each in files if each.startswith(b"# Disk DescriptorFile")]


# -- guests


def _walk(key: Key, left: int = 200) -> int:
    for name, each in ((each.name, each) for each in key.subkeys):
        left -= 1
        if left < 0:
            break
        key.value(name)
        left = _walk(each, left)
    return left


def _hives(folder: Path) -> Sequence[bytes]:
    root = hive.Key()
    root.at(r"Select").set({"Current": hive.dword(1), "": hive.sz("x")})
    services = r"ControlSet001\Services"
    for number in range(40):
        root.at(rf"{services}\s{number}").set(
            {"Start": hive.dword(3), "T": hive.multi_sz("a", "b")}
        )
    return [hive.build(root, name="SYSTEM", lists=each) for each in ("lf", "lh")]


def _read_hive(data: bytes, _folder: Path) -> object:
    read = Hive("SYSTEM", Content(data))
    return _walk(read.root), read.number(r"ControlSet001\Services\s7", "Start")


def _logs(folder: Path) -> Sequence[bytes]:
    old, new = _hives(folder)
    entries = [log_of.entry(old, new.ljust(len(old), b"\0"), sequence=2)]
    return [log_of.log(old, entries, sequence=2), log_of.old_log(old, new, sequence=2)]


def _replay(data: bytes, folder: Path) -> object:
    return hive_log.replay(log_of.dirty(_hives(folder)[0]), [data])


_TABLE = PartitionTable("mbr", "4f3c2b1a", (Partition(1, 1 << 20, 1 << 20, "07", active=True),))
_BOOT_INI = (
    b"[boot loader]\r\ntimeout=30\r\ndefault=multi(0)disk(0)rdisk(0)partition(1)\\WINDOWS\r\n"
    b'[operating systems]\r\nmulti(0)disk(0)rdisk(0)partition(1)\\WINDOWS="XP" /pae /noexecute=on'
)


def _packed(_folder: Path) -> Sequence[bytes]:
    files = {"a.sys": b"driver " * 300, "b.dll": random.Random(1).randbytes(3000)}
    return [cabinet.build(files, each) for each in Compression]


def _unpack(data: bytes, _folder: Path) -> object:
    found = own_cabinet.Cabinet("a.cab", lambda at, length: data[at : at + length])
    return found.unpack(found.names[:4])


def _start_up(_folder: Path) -> Sequence[bytes]:
    files = {"lib/modules/6.1/kernel/xen-blkfront.ko": b"x" * 200, "init": b"#!/bin/sh\n"}
    plain = linux.cpio(files, {"lib64": "usr/lib"})
    return [plain, linux.zstd(plain), linux.xz(plain), plain + linux.zstd(plain)]


def _volumes(folder: Path) -> Sequence[bytes]:
    """Small file systems, as their own tools make them, each a whole disk."""
    found = []
    for name, command in (
        ("fat", ["mkfs.vfat", "-F", "12"]), ("ext4", ["mkfs.ext4", "-q", "-F"]),
        ("ntfs", ["mkntfs", "-q", "-F", "-f"]),
    ):  # fmt: skip
        path = folder / name
        path.write_bytes(bytes(5 << 20))
        subprocess.run([*command, path], check=True, capture_output=True)
        found.append(path.read_bytes())
    return found


# -- files of our own, which somebody may have changed


def _journals(folder: Path) -> Sequence[bytes]:
    path = folder / "seed.journal"
    made = journal.create(path, {"size": 1 << 20, "source": "x"})
    made.close()
    return [path.read_bytes() + random.Random(1).randbytes(200)]


def _reopen(path: Path) -> object:
    opened, identity, records = journal.reopen(path)
    try:
        return identity, list(records)
    finally:
        opened.close()


def _job_journal(_folder: Path) -> Sequence[bytes]:
    told = {"machine": "/vm/vm.vmx", "choices": Choices().as_json()}
    return [json.dumps({"magic": conversion_job._MAGIC, **told}).encode()]


def _push_journal(folder: Path) -> Sequence[bytes]:
    with push_journal.Journal(folder, Wish("host:/srv", limit=1 << 20)) as opened:
        opened.begin(PurePosixPath("/srv/vm.img"), "0" * 64)
        return [(folder / "push.journal").read_bytes()]


def _manifest(folder: Path) -> Sequence[bytes]:
    out = folder / "out"
    with redirect_stdout(io.StringIO()):
        assert main(["convert", str(_vm(folder).vmx), "-o", str(out)]) == 0
    return [(out / "manifest.json").read_bytes()]


def _texts(*texts: str | bytes) -> Callable[[Path], Sequence[bytes]]:
    seeds = [each.encode() if isinstance(each, str) else each for each in texts]
    return lambda _folder: seeds


_PLAN = """
[fleet]
machines = ["vm/*.vmx"]
output = "out"
speed = "100M"
[limits]
host = 2
[[rule]]
match = { name = "web*" }
"""
_XL = 'name = "vm"\nmemory = 512\ndisk = ["format=raw,vdev=hda,access=rw,target=/srv/vm.img"]\n'

TARGETS = (
    Target(".vmx", _written("*.vmx"), lambda data, at: own_vmx.parse(data, at / "a.vmx")),
    Target("a machine", _written("*.vmx"), _file("a.vmx", _ovf), 0.3),
    Target(".vmsd", _written("*.vmsd"), lambda data, at: vmsd.parse_snapshots(data, at / "a.vmsd")),
    Target("descriptor", _descriptors, lambda data, at: descriptor.parse(data, at / "a.vmdk")),
    Target("hosted sparse", _written("win2003.vmdk"), _file("win2003.vmdk", _disk), 0.3),
    Target("streamOptimized", _written("win2003.vmdk", layout="streamOptimized", snapshots=0),
           _file("win2003.vmdk", _disk), 0.3),
    Target("OVF as XML", _texts(envelope(SCSI, disk_item())), lambda data, _: ovf_xml.parse(data),
           raises=(ParseError, ValueError, LookupError)),
    Target("OVF", _texts(envelope(SCSI, disk_item())), _file("a.ovf", _ovf), 0.3),
    Target("hive", _hives, _read_hive),
    Target("log of a hive", _logs, _replay, 0.3, (hive_log.LogError,)),
    Target("PE", lambda _: [pe.build("a.sys", (5, 1, 2600, 0), "driver", size=2000)],
           lambda data, _: pe_version.read(data)),
    Target("boot.ini", _texts(_BOOT_INI),
           lambda data, _: boot_entries.from_boot_ini(data, _TABLE, 0)),
    Target("cabinet", _packed, _unpack),
    Target("packed file", _packed, lambda data, _: own_cabinet.expand("a.sy_", data, "a.sys",
                                                                      Unpacking(1 << 20))),
    Target("start-up image", _start_up, lambda data, _: initramfs.read("initrd", data), 0.3),
    Target("partitions", _volumes, lambda data, _: partitions.read(Memory(data)), 0.05),
    Target("volumes", _volumes, lambda data, _: inspect.look(Memory(data)), 0.05),
    Target("journal of a copy", _journals, _file("a.journal", _reopen)),
    Target("journal of a job", _job_journal,
           _file("job.journal", lambda path: conversion_job.asked(path.parent))),
    Target("journal of a delivery", _push_journal,
           _file("push.journal", lambda path: push_journal.load(path.parent))),
    Target("manifest", _manifest,
           _file("manifest.json", lambda path: manifest.read(path.parent))),
    Target("plan", _texts(_PLAN), _file("plan.toml", plan_file.read)),
    Target("networks", _texts('"VM Network" = "xenbr1"\n'), _file("n.toml", networks.read)),
    Target("xl configuration", _texts(_XL),
           lambda data, _: xl_reader.read(data.decode("utf-8", "surrogateescape")),
           raises=(ValueError,)),
)  # fmt: skip
