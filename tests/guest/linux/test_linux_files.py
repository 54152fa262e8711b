"""Files of a Linux read: links, bounds, what is no file, and devices with their volumes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import linux, lvm, partitioned
from fixtures.partitioned import Part
from fixtures.raw_disk import Memory, RawDisk
from guest.linux.trees import device_of, write

from engine.findings import Refusal
from engine.guest import partitions
from engine.guest.linux import linux_files
from engine.guest.linux.linux_files import LinuxFiles, devices, open_linux
from engine.guest.volumes.file_systems import FileSystem
from engine.guest.volumes.guest_files import Entry

MIB = 1 << 20
CONTENT = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> LinuxFiles:
    root = write(
        tmp_path_factory.mktemp("files") / "root",
        {"usr/lib/data": CONTENT, "etc/empty": "", "etc/latin": b"caf\xe9"},
    )
    for path, target in {
        "lib": "usr/lib", "etc/data": "/usr/./lib//data", "etc/up": "../../..", "etc/gone": "none",
        "etc/self": "self", "etc/one": "two", "etc/two": "one", "usr/lib/way": "../lib/../../etc",
    }.items():  # fmt: skip
        (root / path).symlink_to(target)
    (found,) = open_linux(device_of(root))
    return found


@pytest.mark.parametrize(
    "path",
    ["/usr/lib/data", "usr/lib/data", "/lib/data", "/etc/data", "/etc/up/lib/data",
     "/../../usr/lib/../lib/./data", "/lib/way/data"],
)  # fmt: skip
def test_links_are_followed_and_lead_nowhere_outside(files: LinuxFiles, path: str) -> None:
    assert files.exists(path)
    assert files.read(path) == CONTENT
    assert files.find(path) == Entry("data", False, len(CONTENT), 0)


@pytest.mark.parametrize("path", ["/etc/gone", "/etc/self", "/etc/one", "/usr/lib/data/x", "/none"])
def test_what_leads_nowhere_is_not_there(files: LinuxFiles, path: str) -> None:
    assert not files.exists(path)
    assert files.find(path) is None
    assert (files.list(path), files.entries(path), files.text(path)) == ((), (), "")


def test_a_chain_of_links_has_an_end(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"0": "end"})
    for number in range(1, 43):
        (root / str(number)).symlink_to(str(number - 1))
    (found,) = open_linux(device_of(root))
    assert found.text("/40") == "end"
    assert not found.exists("/41")


def test_folders_are_listed(files: LinuxFiles) -> None:
    assert files.list("/lib") == ("data", "way")
    assert files.list("/usr/lib/data") == ()
    assert files.entries("/usr") == (Entry("lib", True, 0, 0),)
    assert files.entries("/lib")[1] == Entry("way", False, 0, 0)  # a link as such
    assert files.find("/") == Entry("/", True, 0, 0)


@pytest.mark.parametrize(
    ("path", "limit", "code"),
    [
        ("/usr/lib/data", len(CONTENT) - 1, "E620"),
        ("/usr/lib", 1 << 20, "E617"),
        ("/none", 1 << 20, "E617"),
    ],
)
def test_what_cannot_be_read_is_refused(
    files: LinuxFiles, path: str, limit: int, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        files.read(path, limit)
    assert caught.value.findings[0].code == code
    assert files.text(path, limit) == ""
    assert files.read("/usr/lib/data", len(CONTENT)) == CONTENT


def test_parts_and_texts(files: LinuxFiles) -> None:
    assert files.part("/lib/data", 250, 10) == CONTENT[250:260]
    assert files.part("/lib/data", len(CONTENT) - 3, 10) == CONTENT[-3:]
    assert files.part("/lib/data", len(CONTENT) + 5, 10) == b""
    assert files.text("/etc/latin") == "caf\N{REPLACEMENT CHARACTER}"
    with pytest.raises(Refusal) as caught:
        files.part("/lib", 0, 1)
    assert caught.value.findings[0].code == "E617"


def test_a_folder_of_too_many_names_is_refused(
    files: LinuxFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(linux_files, "_FOLDER_LIMIT", 4)
    (few,) = open_linux(device_of(write(tmp_path / "few", {"a": ""})))
    assert few.list("/") == ("a", "lost+found")  # with . and .. four
    (many,) = open_linux(device_of(write(tmp_path / "many", {"a": "", "b": ""})))
    with pytest.raises(Refusal) as caught:
        many.list("/")
    assert caught.value.findings[0].code == "E631"


@pytest.mark.parametrize(
    ("kind", "code"), [("reiserfs", "E632"), ("", "E632"), ("ext4", "E631"), ("xfs", "E631")]
)
def test_what_is_no_file_system_is_refused(kind: str, code: str) -> None:
    zeros = Memory(bytes(MIB))
    device = linux_files.Device("1", zeros, 0, zeros.size, FileSystem(kind))
    with pytest.raises(Refusal) as caught:
        open_linux(device)
    assert caught.value.findings[0].code == code


def test_btrfs_has_a_view_for_each_root(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", {"@/etc/fstab": "own", "home/x": ""})
    disk = RawDisk(linux.btrfs(tmp_path / "image", tree, 112 * MIB))
    device = linux_files.Device("1", disk, 0, disk.size, FileSystem("btrfs"))
    views = open_linux(device)
    assert [each.text("/etc/fstab") for each in views] == ["", "own"]


def test_devices_are_partitions_and_the_volumes_on_them(tmp_path: Path) -> None:
    root = device_of(write(tmp_path / "root", {"etc/fstab": ""}), 4 * MIB)
    lvm.build([tmp_path / "pv"], [2], "vg", {"root": [(0, 1, 1)]})
    lvm.write([tmp_path / "pv"], [(0, 1, 1)], tmp_path / "root.image")
    parts = [Part(MIB), Part(10 * MIB, "8e", tmp_path / "pv")]
    offsets = partitioned.build(tmp_path / "disk", parts)
    disk = RawDisk(tmp_path / "disk")
    table = partitions.read(disk)
    found, notes = devices(disk, table)
    assert [each.name for each in found] == ["1", "2", "vg/root"]
    assert notes == []
    volume = found[-1]
    assert (volume.file_system, volume.size) == (root.file_system, 4 * MIB)
    (extent,) = volume.extents
    assert extent.start == offsets[1] + (1 << 20) + lvm.EXTENT
    assert open_linux(volume)[0].exists("/etc/fstab")
    pv = bytearray(disk.path.read_bytes())
    pv[offsets[1] + 4096 : offsets[1] + 8192] = b"\xff" * 4096
    broken, notes = devices(Memory(bytes(pv)), table)
    assert [each.name for each in broken] == ["1", "2"]
    assert [(each.code, str(each.message.fields["number"])) for each in notes] == [("W631", "2")]
    assert replace(found[1], disk=broken[1].disk) == broken[1]
