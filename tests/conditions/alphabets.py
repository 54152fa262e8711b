"""D. Names in every alphabet."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from conditions.table import MIB, Met, condition, small, whole
from fixtures.machine import build


def named(folder: Path, name: str, encoding: str, codec: str) -> Met:
    """A machine whose name, in its .vmx, descriptors and list of snapshots, is ``name``."""
    built = build(folder / "vm", name=name, size=4 * MIB, layout="vmfs", encoding=codec)
    texts = (*(folder / "vm").glob("*.vm[sx]*"), built.disk, built.disk.with_name(f"{name}.vmdk"))
    for each in texts:
        data = each.read_bytes()
        assert codec.encode() in data
        each.write_bytes(data.replace(codec.encode(), encoding.encode()))
    return whole(built)


UNICODE = "open-vm-tools, lib/unicode: how VMware names the code page of the host"


@condition(f"{UNICODE}; Workstation on a Korean Windows")
def korean(folder: Path) -> Met:
    return named(folder, "서버", "windows-949-2000", "cp949")


@condition(f"{UNICODE}; on a Chinese Windows")
def chinese(folder: Path) -> Met:
    return named(folder, "新建", "GBK", "gbk")


@condition(f"{UNICODE}; on a Hebrew Windows")
def hebrew(folder: Path) -> Met:
    return named(folder, "מחשב", "windows-1255", "cp1255")


@condition("libyal/libvmdk, documentation: ddb.encoding")
def encoding_in_the_disk_database(folder: Path) -> Met:
    built = build(folder / "vm", name="データ", size=4 * MIB, layout="vmfs", encoding="Shift_JIS")
    disk = built.disk.read_bytes().replace(b'\nencoding="', b'\nddb.encoding = "')
    assert b"\nddb.encoding" in disk
    built.disk.write_bytes(disk)
    return whole(built)


@condition("macOS: files copied from HFS+ have decomposed names")
def decomposed_by_a_mac(folder: Path) -> Met:
    built = build(folder / "vm", name="Prüfung", size=4 * MIB, layout="vmfs")
    for each in list((folder / "vm").iterdir()):
        each.rename(each.with_name(unicodedata.normalize("NFD", each.name)))
    path, truths = whole(built)
    return path.with_name(unicodedata.normalize("NFD", path.name)), truths


@condition("Info-ZIP's unzip leaves names of a Chinese Windows as they are")
def names_in_a_code_page(folder: Path) -> Met:
    built = build(folder / "vm", name="虚拟机", size=4 * MIB, layout="vmfs", snapshots=0)
    for each in list((folder / "vm").iterdir()):
        each.rename(each.with_name(os.fsdecode(each.name.encode("gbk"))))
    path, truths = whole(built)
    return path.with_name(os.fsdecode(path.name.encode("gbk"))), truths


@condition("a folder named in Latin-1, as on an old server")
def a_folder_that_is_no_utf8(folder: Path) -> Met:
    built = small(folder)
    path, truths = whole(built)
    inside = path.parent.rename(folder / os.fsdecode(b"gr\xf6\xdfe"))
    return inside / path.name, truths
