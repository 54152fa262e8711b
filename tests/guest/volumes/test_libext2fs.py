"""ext2, ext3 and ext4 volumes that were changed, judged by e2fsck and read by dissect."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from dissect.extfs import ExtFS
from fixtures.tools import run

from engine.guest.helper.helper_protocol import Refused
from engine.guest.volumes.libext2fs import Volume
from engine.guest.volumes.volume_stream import Stream

MIB = 1 << 20
NOW = 1_700_000_000
LABEL = "system_u:object_r:etc_t:s0"
KINDS = {
    "ext4": ["-t", "ext4"],
    "ext3": ["-t", "ext3"],
    "ext2": ["-t", "ext2"],
    "small inodes": ["-t", "ext4", "-I", "128", "-O", "^metadata_csum"],
    "no journal": ["-t", "ext4", "-b", "1024", "-O", "^has_journal"],
    "large blocks": ["-t", "ext4", "-b", "4096"],
}


@dataclass
class Changeable:
    """A disk in memory; `fails_after` writes have been made it fails."""

    content: bytearray
    fails_after: int | None = None
    writes: int = 0

    @property
    def size(self) -> int:
        return len(self.content)

    def pread(self, offset: int, length: int) -> bytes:
        return bytes(self.content[offset : offset + length])

    def pwrite(self, offset: int, data: bytes) -> None:
        self.writes += 1
        if self.fails_after is not None and self.writes > self.fails_after:
            raise RuntimeError("the disk failed")
        self.content[offset : offset + len(data)] = data


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    (folder / "etc/many").mkdir(parents=True)
    (folder / "etc/fstab").write_text("/dev/sda1 / ext4 defaults 0 1\n" * 40)
    (folder / "etc/link").symlink_to("/etc/fstab")
    (folder / "initrd").write_bytes(os.urandom(MIB))
    for number in range(300):
        (folder / f"etc/many/{number:080}").write_text(str(number))
    return folder


def made(path: Path, tree: Path, options: list[str], size: int = 24) -> Changeable:
    run("mke2fs", "-q", "-F", *options, "-d", tree, path, f"{size}M")
    # The kernel keeps large folders as trees; mke2fs leaves that to e2fsck.
    run("sh", "-c", f"e2fsck -fyD {path} || [ $? = 1 ]")
    run("debugfs", "-w", "-R", f"ea_set /etc/fstab security.selinux {LABEL}", path)
    run("debugfs", "-w", "-R", "sif /etc/fstab uid 123", path)
    return Changeable(bytearray(path.read_bytes()))


def files(disk: Changeable) -> dict[str, tuple[int, int, str]]:
    """Mode, owner and digest of everything that is there, by path."""

    def walk(node: object, path: str) -> Iterator[tuple[str, tuple[int, int, str]]]:
        for name, each in node.listdir().items():  # type: ignore[attr-defined]
            if name in (".", "..", "lost+found"):
                continue
            own = f"{path}/{name}"
            inode = each.inode
            if each.filetype == 0o040000:
                content = b""
                yield from walk(each, own)
            elif each.filetype == 0o120000:
                content = each.link.encode()
            else:
                content = each.open().read()
            digest = hashlib.sha256(content).hexdigest()
            yield own, (inode.i_mode, inode.i_uid, digest)

    return dict(walk(ExtFS(Stream(disk, 0, disk.size)).root, ""))


def check(disk: Changeable, path: Path) -> None:
    """Have e2fsck say that the volume is sound."""
    path.write_bytes(disk.content)
    run("e2fsck", "-fn", path)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("kind", KINDS)
def test_all_changes_and_nothing_else(kind: str, tree: Path, tmp_path: Path) -> None:
    disk = made(tmp_path / "disk", tree, KINDS[kind])
    before = files(disk)
    old = (tree / "initrd").read_bytes()
    more = os.urandom(2 * MIB + 17)
    volume = Volume(disk, "1", NOW)
    volume.append("/initrd", more)
    volume.replace("/etc/link", b"short\n")
    volume.replace(f"/etc/many/{0:080}", b"long" * 30_000)
    volume.create("/etc/new.link", b"[Match]\n", 0o640, "/etc/fstab")
    volume.make_folder("/etc/systemd", "/etc")
    volume.make_link("/etc/systemd/one", "/dev/null")
    volume.make_link("/etc/systemd/other", "/long" * 30)
    volume.rename(f"/etc/many/{1:080}", "renamed")
    for number in range(1000, 1100):
        volume.create(f"/etc/many/{number:080}", b"x", 0o644, "/etc")
    assert volume.exists("/etc/systemd/one")
    volume.close()
    check(disk, tmp_path / "after")
    after = files(disk)
    assert after.pop("/initrd") == (*before.pop("/initrd")[:2], digest(old + more))
    assert after.pop("/etc/fstab") == (*before.pop("/etc/fstab")[:2], digest(b"short\n"))
    long = f"/etc/many/{0:080}"
    assert after.pop(long) == (*before.pop(long)[:2], digest(b"long" * 30_000))
    assert after.pop("/etc/new.link") == (0o100640, 0, digest(b"[Match]\n"))
    assert after.pop("/etc/systemd")[:2] == (0o040755, 0)
    assert after.pop("/etc/systemd/one") == (0o120777, 0, digest(b"/dev/null"))
    assert after.pop("/etc/systemd/other") == (0o120777, 0, digest(b"/long" * 30))
    assert after.pop("/etc/many/renamed") == before.pop(f"/etc/many/{1:080}")
    for number in range(1000, 1100):
        assert after.pop(f"/etc/many/{number:080}") == (0o100644, 0, digest(b"x"))
    assert after == before
    label = run("debugfs", "-R", "ea_get /etc/new.link security.selinux", tmp_path / "after")
    assert LABEL in label
    kept = run("debugfs", "-R", "ea_get /etc/fstab security.selinux", tmp_path / "after")
    assert LABEL in kept


def test_what_is_as_it_was_is_not_written(tree: Path, tmp_path: Path) -> None:
    disk = made(tmp_path / "disk", tree, KINDS["large blocks"])
    volume = Volume(disk, "1", NOW)
    volume.append("/initrd", b"x" * 100)
    volume.close()
    assert disk.writes < 40


#: What makes a volume unsound: a command of debugfs, or a byte of the superblock that is wrong.
UNSOUND: dict[str, tuple[str | int, str]] = {
    "needs recovery": ("feature needs_recovery", "E660"),
    "not unmounted": ("set_super_value state 0", "E660"),
    "errors": ("set_super_value state 3", "E660"),
    "orphans": ("set_super_value last_orphan 12", "E660"),
    "quota": ("feature quota", "E661"),
    "inline data": ("feature inline_data", "E661"),
    "no magic": (0x38, "E662"),
    "wrong checksum": (0x3FC, "E662"),
}


@pytest.mark.parametrize("state", UNSOUND)
def test_unsound_volume_is_refused_untouched(state: str, tree: Path, tmp_path: Path) -> None:
    what, code = UNSOUND[state]
    disk = made(tmp_path / "disk", tree, KINDS["ext4"])
    if isinstance(what, str):
        run("debugfs", "-w", "-R", what, tmp_path / "disk")
        disk = Changeable(bytearray((tmp_path / "disk").read_bytes()))
    else:
        disk.content[1024 + what] ^= 0xFF
    with pytest.raises(Refused) as refused:
        Volume(disk, "vg/root", NOW)
    assert refused.value.code == code
    assert not disk.writes


def test_volume_without_room(tree: Path, tmp_path: Path) -> None:
    disk = made(tmp_path / "disk", tree, KINDS["ext4"], size=8)
    volume = Volume(disk, "1", NOW)
    with pytest.raises(Refused) as refused:
        volume.append("/initrd", bytes(16 * MIB))
    assert refused.value.code == "E613"
    assert refused.value.fields["needed"] == str(16 * MIB)


def test_volume_with_as_many_files_as_it_can_hold(tree: Path, tmp_path: Path) -> None:
    options = [*KINDS["ext2"], "-N", "512"]
    volume = Volume(made(tmp_path / "disk", tree, options, size=8), "1", NOW)

    def fill() -> None:
        for number in range(600):
            volume.create(f"/etc/{number}", b"", 0o644, "/etc/fstab")

    with pytest.raises(Refused) as refused:
        fill()
    assert refused.value.code == "E977"


@pytest.mark.parametrize("path", ["/etc/none", "/etc", "/none/x"])
def test_what_is_no_file_is_refused(path: str, tree: Path, tmp_path: Path) -> None:
    volume = Volume(made(tmp_path / "disk", tree, KINDS["ext4"]), "1", NOW)
    with pytest.raises(Refused) as refused:
        volume.replace(path, b"")
    assert refused.value.code == "E617"


def test_encrypted_file_is_refused(tree: Path, tmp_path: Path) -> None:
    made(tmp_path / "disk", tree, KINDS["ext4"])
    run("debugfs", "-w", "-R", "sif /initrd flags 0x80800", tmp_path / "disk")
    volume = Volume(Changeable(bytearray((tmp_path / "disk").read_bytes())), "1", NOW)
    with pytest.raises(Refused) as refused:
        volume.append("/initrd", b"x")
    assert refused.value.code == "E664"


def test_failure_of_the_disk_is_never_lost(tree: Path, tmp_path: Path) -> None:
    """Whatever write fails, the caller hears of it."""
    made(tmp_path / "disk", tree, KINDS["large blocks"])
    content = (tmp_path / "disk").read_bytes()
    disk = Changeable(bytearray(content))
    change(disk)
    for number in range(disk.writes):
        with pytest.raises(RuntimeError):
            change(Changeable(bytearray(content), fails_after=number))


def change(disk: Changeable) -> None:
    volume = Volume(disk, "1", NOW)
    volume.append("/initrd", b"x" * 100)
    volume.create("/etc/new", b"content", 0o644, "/etc/fstab")
    volume.close()
