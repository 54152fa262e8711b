"""Appliances: .ovf with its files beside it, and .ova archives read in place."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from hypothesis import given, settings
from hypothesis import strategies as st
from vmware.appliances import (
    OVF_1,
    SCSI,
    archive,
    disk_item,
    envelope,
    item,
    manifest,
    old_style,
)
from vmware.configurations import codes
from vmware.reading import content

from engine.findings import Refusal
from engine.source import archives
from engine.source.local import LocalFolders
from engine.source.member import MEMBERS_LIMIT, Member
from engine.vmware import machine
from engine.vmware.model import Disk

MIB = 1 << 20


def members_of(path: Path) -> Mapping[str, Member]:
    return archives.folders(path, LocalFolders()).members


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A disk as it is exported."""
    folder = tmp_path_factory.mktemp("built") / "vm"
    return build(folder, size=4 * MIB, layout="streamOptimized", snapshots=0)


def refused(path: Path, code: str = "E112") -> str:
    with pytest.raises(Refusal) as caught:
        machine.read(path)
    (finding,) = caught.value.findings
    assert finding.code == code
    return finding.message


def held(disk: Disk) -> list[tuple[int, int, int]]:
    """Start, length and kind of the runs of a disk."""
    assert disk.chain is not None, disk.findings
    runs = disk.chain.mapping.blocks(0, disk.chain.size)
    disk.chain.files.close()
    return list(zip(runs.start.tolist(), runs.length.tolist(), runs.kind.tolist(), strict=True))


# -- versions


@pytest.mark.parametrize("namespace", [OVF_1, "http://www.vmware.com/schema/ovf/1/envelope"])
def test_version_0_9(tmp_path: Path, built: Machine, namespace: str) -> None:
    """Sections by xsi:type, InstanceId, BusNumber, /disk/… (a descriptor of VMware Studio)."""
    ide = [
        f"<Item><rasd:InstanceId>{n}</rasd:InstanceId><rasd:ResourceType>5</rasd:ResourceType>"
        f"<rasd:BusNumber>{n - 4}</rasd:BusNumber></Item>"
        for n in (4, 5)
    ]
    text = envelope(
        item(4, 2, AllocationUnits="MegaBytes", VirtualQuantity=256),
        *ide,
        disk_item(5, 1, "/disk/vmdisk1"),
        system='<OperatingSystemSection ovf:id="36"><Description>rPath</Description>'
        "</OperatingSystemSection>",
        namespace=namespace,
    )
    (tmp_path / "disk.vmdk").write_bytes(built.disk.read_bytes())
    path = tmp_path / "vm.ovf"
    path.write_text(old_style(text))
    assert "<Content" in path.read_text()
    found = machine.read(path)
    assert found.all_findings == ()
    assert (found.memory, found.guest_detail) == (256 * MIB, "rPath")
    assert [str(each.slot) for each in found.disks] == ["ide1:1"]
    assert found.disks[0].chain is not None


# -- files beside the description


def exported(folder: Path, built: Machine, name: str = "disk.vmdk", **parts: str) -> Path:
    """An .ovf with its disk beside it."""
    (folder / name).write_bytes(built.disk.read_bytes())
    path = folder / "vm.ovf"
    path.write_text(envelope(SCSI, disk_item(), **parts))
    return path


def test_a_disk_beside_it(tmp_path: Path, built: Machine) -> None:
    found = machine.read(exported(tmp_path, built))
    (disk,) = found.disks
    assert found.all_findings == ()
    assert disk.path == tmp_path / "disk.vmdk"
    assert held(disk) == held(machine.read(built.disk).disks[0])


@pytest.mark.parametrize("href", ["my%20disk.vmdk", "my disk.vmdk", "./my disk.vmdk"])
def test_references_are_uris(tmp_path: Path, built: Machine, href: str) -> None:
    files = f'<File ovf:id="file1" ovf:href="{href}"/>'
    (disk,) = machine.read(exported(tmp_path, built, "my disk.vmdk", files=files)).disks
    assert disk.path == tmp_path / "my disk.vmdk"
    assert disk.chain is not None


def test_a_drive_may_name_the_file_itself(tmp_path: Path, built: Machine) -> None:
    path = exported(tmp_path, built)
    path.write_text(path.read_text().replace("ovf:/disk/vmdisk1", "ovf:/file/file1"))
    assert machine.read(path).disks[0].chain is not None


def test_files_on_another_computer(tmp_path: Path, built: Machine) -> None:
    files = '<File ovf:id="file1" ovf:href="https://example.org/disk.vmdk"/>'
    (disk,) = machine.read(exported(tmp_path, built, files=files)).disks
    assert codes(disk) == ["E112"]
    assert "another computer" in disk.findings[0].message


@pytest.mark.parametrize(
    "disks", ['<Disk ovf:diskId="vmdisk1"/>', '<Disk ovf:diskId="other" ovf:capacity="9"/>']
)
def test_a_disk_without_content(tmp_path: Path, built: Machine, disks: str) -> None:
    (disk,) = machine.read(exported(tmp_path, built, disks=disks)).disks
    assert codes(disk) == ["E112"]


def test_a_disk_of_differences(tmp_path: Path, built: Machine) -> None:
    disks = '<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:parentRef="base"/>'
    (disk,) = machine.read(exported(tmp_path, built, disks=disks)).disks
    assert codes(disk) == ["E112"]
    assert "base" in disk.findings[0].message


@pytest.mark.parametrize(
    ("capacity", "size", "says"),
    [
        ("8388608", 8 * MIB, []),
        ("4194305", 4 * MIB + 512, []),
        ("16", 16 * MIB, []),
        ("1048576", 4 * MIB, ["W115"]),
        ("nonsense", 4 * MIB, []),
        ("${size}", 32 * MIB, []),
        ("9" * 18, 0, ["E306"]),
    ],
)
def test_the_capacity(
    tmp_path: Path, built: Machine, capacity: str, size: int, says: list[str]
) -> None:
    """The larger of the description's and the file's; what the file lacks reads as zeros."""
    unit = ' ovf:capacityAllocationUnits="byte * 2^20"' if len(capacity) < 7 else ""
    unit = unit or (' ovf:capacityAllocationUnits="MegaBytes"' if "$" in capacity else "")
    disks = f'<Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="{capacity}"{unit}/>'
    more = '<ProductSection><Property ovf:key="size" ovf:value="32"/></ProductSection>'
    (disk,) = machine.read(exported(tmp_path, built, disks=disks, more=more)).disks
    assert codes(disk) == says
    if size:
        assert disk.chain is not None
        truth = built.truths["current"].read_bytes()
        assert content(disk.chain) == truth.ljust(size, b"\0")


@pytest.mark.parametrize(("href", "code"), [("no.vmdk", "E201"), ("../outside.vmdk", "E109")])
def test_files_not_in_the_folder(tmp_path: Path, built: Machine, href: str, code: str) -> None:
    (tmp_path / "vm").mkdir()
    (tmp_path / "outside.vmdk").touch()
    files = f'<File ovf:id="file1" ovf:href="{href}"/>'
    (disk,) = machine.read(exported(tmp_path / "vm", built, files=files)).disks
    assert codes(disk) == [code]


# -- archives


def appliance(built: Machine, href: str = "disk.vmdk") -> dict[str, bytes]:
    files = f'<File ovf:id="file1" ovf:href="{href}"/>'
    text, disk = envelope(SCSI, disk_item(), files=files).encode(), built.disk.read_bytes()
    return {
        "vm.ovf": text,
        "vm.mf": manifest({"vm.ovf": text, href: disk}),
        href: disk,
    }


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_disks_are_read_in_place(tmp_path: Path, built: Machine, form: int) -> None:
    href = "Größe " + "x" * 60 + ".vmdk" if form == tarfile.USTAR_FORMAT else "ö" * 120 + ".vmdk"
    path = archive(tmp_path / "vm.ova", appliance(built, href), form)
    found = machine.read(path)
    (disk,) = found.disks
    assert found.all_findings == ()
    assert (found.name, disk.written, disk.path) == ("appliance", href, path / href)
    assert held(disk) == held(machine.read(built.disk).disks[0])
    assert 0 < disk.layers[0].held <= built.disk.stat().st_size
    assert [each.name for each in tmp_path.iterdir()] == ["vm.ova"]


def test_bytes_come_from_within_the_archive(tmp_path: Path, built: Machine) -> None:
    path = archive(tmp_path / "vm.ova", appliance(built))
    member = members_of(path)["disk.vmdk"]
    with path.open("rb") as file:
        file.seek(member.base)
        assert file.read(member.size) == built.disk.read_bytes()


def test_a_member_that_is_missing(tmp_path: Path, built: Machine) -> None:
    members = appliance(built)
    del members["disk.vmdk"]
    (disk,) = machine.read(archive(tmp_path / "vm.ova", members)).disks
    assert codes(disk) == ["E201"]


def test_a_member_that_is_no_disk(tmp_path: Path, built: Machine) -> None:
    members = appliance(built) | {"disk.vmdk": b"nothing" * 999}
    (disk,) = machine.read(archive(tmp_path / "vm.ova", members)).disks
    assert codes(disk) == ["E203"]


def test_an_archive_without_description(tmp_path: Path) -> None:
    assert "no machine" in refused(archive(tmp_path / "vm.ova", {"a.vmdk": b"x"}))


@pytest.mark.parametrize("data", [b"", b"x" * 5000, bytes(10240)], ids=["empty", "text", "zeros"])
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "vm.ova"
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("top", ["", "exported/", "a/b/"])
@pytest.mark.parametrize("href", ["disk.vmdk", "./disk.vmdk", "./sub/../disk.vmdk", "d%69sk.vmdk"])
def test_members_in_folders(tmp_path: Path, built: Machine, top: str, href: str) -> None:
    """References are relative to the description (virt-v2v, tests/test-i-ova-subfolders)."""
    text = envelope(SCSI, disk_item(), files=f'<File ovf:id="file1" ovf:href="{href}"/>').encode()
    disk = built.disk.read_bytes()
    listed = manifest({"vm.ovf": text, "disk.vmdk": disk})
    members = {"vm.ovf": text, "vm.mf": listed, "disk.vmdk": disk}
    named = {f"{top}{name}": data for name, data in members.items()}
    found = machine.read(archive(tmp_path / "vm.ova", named))
    assert found.all_findings == ()
    assert [each.name for each in found.digests] == ["disk.vmdk"]
    (opened,) = found.disks
    assert opened.chain is not None
    assert content(opened.chain) == built.truths["current"].read_bytes()


def test_members_named_from_the_top(tmp_path: Path, built: Machine) -> None:
    members = {f"a/{name}": data for name, data in appliance(built, "a/disk.vmdk").items()}
    members["a/disk.vmdk"] = members.pop("a/a/disk.vmdk")
    assert machine.read(archive(tmp_path / "vm.ova", members)).disks[0].chain is not None


def test_members_may_not_lead_out(tmp_path: Path, built: Machine) -> None:
    (tmp_path / "disk.vmdk").write_bytes(built.disk.read_bytes())
    members = appliance(built, "disk.vmdk")
    members["vm.ovf"] = members["vm.ovf"].replace(b'"disk.vmdk"', b'"../disk.vmdk"')
    (disk,) = machine.read(archive(tmp_path / "vm.ova", members)).disks
    assert codes(disk) == ["W105"]
    assert disk.path == tmp_path / "vm.ova" / "disk.vmdk"
    del members["disk.vmdk"]
    (disk,) = machine.read(archive(tmp_path / "vm.ova", members)).disks
    assert codes(disk) == ["E201"]


def test_what_a_mac_adds(tmp_path: Path, built: Machine) -> None:
    """``._NAME`` holds attributes of NAME; it comes before it."""
    members = {}
    for name, data in appliance(built).items():
        members[f"._{name}"] = b"\0\5\x16\7\0\2\0\0Mac OS X" + bytes(100)
        members[name] = data
    found = machine.read(archive(tmp_path / "vm.ova", members))
    assert found.all_findings == ()
    assert found.disks[0].chain is not None


def test_a_truncated_archive(tmp_path: Path, built: Machine) -> None:
    path = archive(tmp_path / "vm.ova", appliance(built))
    with path.open("r+b") as file:
        file.truncate(members_of(path)["disk.vmdk"].base + 1000)
    assert "truncated" in refused(path)


@pytest.mark.parametrize("name", ["../vm.ovf", "/vm.ovf", "a/../../vm.ovf", "..", "."])
def test_names_that_lead_out(tmp_path: Path, name: str) -> None:
    assert "leads out" in refused(archive(tmp_path / "vm.ova", {name: b"x"}))


def test_names_twice(tmp_path: Path) -> None:
    path = archive(tmp_path / "vm.ova", {"vm.ovf": b"x", "./vm.ovf": b"y"})
    assert "two members" in refused(path)


def test_folders_are_passed_over(tmp_path: Path, built: Machine) -> None:
    path = tmp_path / "vm.ova"
    with tarfile.open(path, "w") as tar:
        folder = tarfile.TarInfo("here")
        folder.type, folder.size = tarfile.DIRTYPE, 0
        tar.addfile(folder)
        for name, data in appliance(built).items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    assert machine.read(path).disks[0].chain is not None


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.GNUTYPE_SPARSE, tarfile.FIFOTYPE, b"Z"]
)
def test_members_that_are_no_files(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("vm.ovf")
    info.type, info.linkname = kind, "/etc/passwd"
    path = tmp_path / "vm.ova"
    path.write_bytes(info.tobuf() + bytes(1024))
    assert "no ordinary file" in refused(path)


def header(name: str, kind: bytes, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


def with_checksum(block: bytes) -> bytes:
    """A header whose checksum, counted as if it were blank, is right."""
    total = sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
    return block[:148] + b"%06o\0 " % total + block[156:]


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_huge_extensions_are_not_read(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "vm.ova"
    with path.open("wb") as file:
        file.write(header("x", kind, 1 << 40))
        file.truncate((1 << 40) + 4096)
    assert "too long" in refused(path)


def test_sparse_members_by_records(tmp_path: Path) -> None:
    record = b"22 GNU.sparse.major=1\n"
    path = tmp_path / "vm.ova"
    data = header("x", tarfile.XHDTYPE, len(record)) + record.ljust(512, b"\0")
    path.write_bytes(data + header("vm.ovf", tarfile.REGTYPE, 0))
    assert "no ordinary file" in refused(path)


@pytest.mark.parametrize(
    "record", [b"9 size=-1\n", b"11 size=1e3\n", b"99999 size=1\n", b"0 size=1\n", b"x", b"2 a=b\n"]
)
def test_damaged_records(tmp_path: Path, record: bytes) -> None:
    path = tmp_path / "vm.ova"
    data = header("x", tarfile.XHDTYPE, len(record)) + record.ljust(512, b"\0")
    path.write_bytes(data + header("vm.ovf", tarfile.REGTYPE, 0))
    refused(path)


def test_sizes_beyond_8_gib(tmp_path: Path, built: Machine) -> None:
    """By GNU's binary numbers and by pax records."""
    record = b"19 size=9000000000\n"
    extended = header("x", tarfile.XHDTYPE, len(record)) + record.ljust(512, b"\0")
    for start in (header("disk.vmdk", tarfile.REGTYPE, 9_000_000_000), extended):
        path = tmp_path / "vm.ova"
        with path.open("wb") as file:
            file.write(start)
            if start is extended:
                file.write(header("disk.vmdk", tarfile.REGTYPE, 0))
            base = file.tell()
            file.seek((base + 9_000_000_000 + 511) // 512 * 512)
            file.write(header("vm.ovf", tarfile.REGTYPE, 3) + b"abc")
            file.truncate(file.tell() + 4096)
        found = members_of(path)
        assert found["disk.vmdk"] == Member(base, 9_000_000_000, 9_000_000_000)
        assert list(found) == ["disk.vmdk", "vm.ovf"]


def test_a_negative_size(tmp_path: Path) -> None:
    block = bytearray(header("vm.ovf", tarfile.REGTYPE, 0))
    block[124:136] = b"\xff" * 12  # -1 as GNU's binary numbers
    path = tmp_path / "vm.ova"
    path.write_bytes(with_checksum(bytes(block)))
    assert "impossible size" in refused(path)


def test_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "vm.ova"
    path.write_bytes(b"".join(header(f"f{n}", b"0", 0) for n in range(MEMBERS_LIMIT + 1)))
    assert "members" in refused(path)


def test_a_description_too_large(tmp_path: Path) -> None:
    refused(archive(tmp_path / "vm.ova", {"vm.ovf": b" " * (3 * MIB)}), "E210")
    path = tmp_path / "vm.ovf"
    path.write_bytes(b" " * (3 * MIB))
    refused(path, "E210")


# -- other content


LOL = "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no XML",
        "<Envelope/>",
        "<Other><VirtualSystem/></Other>",
        "<Envelope><VirtualSystem/></Other>",
        "<Envelope><VirtualSystem/><VirtualSystem/></Envelope>",
        f"<!DOCTYPE x [<!ENTITY a0 'lol'>{LOL}]><Envelope>&a9;<VirtualSystem/></Envelope>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        "<Envelope><VirtualSystem><Name>&e;</Name></VirtualSystem></Envelope>",
        "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><Envelope><VirtualSystem/></Envelope>",
        '<?xml version="1.0" encoding="klingon"?><Envelope><VirtualSystem/></Envelope>',
        '<?xml version="1.0" encoding="utf-7"?><Envelope><VirtualSystem/></Envelope>',
        '<?xml version="1.0" encoding="big5"?><Envelope><VirtualSystem/>\udcff</Envelope>',
    ],
)
def test_descriptions_that_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "vm.ovf"
    path.write_text(text, errors="surrogateescape")
    refused(path)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("UTF-16", "Größe 서버"),
        ("windows-1251", "Сервер"),
        ("GBK", "虚拟机"),
        ("Shift_JIS", "データ ポ"),
        ("euc-kr", "서버"),
        ("Big5", "虛擬機器"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, name: str) -> None:
    text = envelope(SCSI, disk_item(), system=f"<Name>{name}</Name>")
    path = tmp_path / "vm.ovf"
    path.write_bytes(text.replace("UTF-8", encoding, 1).encode(encoding))
    assert machine.read(path).name == name


def test_deep_nesting(tmp_path: Path) -> None:
    depth = 200_000
    path = tmp_path / "vm.ovf"
    path.write_text(
        f"<Envelope><VirtualSystem>{'<a>' * depth}{'</a>' * depth}</VirtualSystem></Envelope>"
    )
    assert codes(machine.read(path)) == ["E106"]


def outcome(path: Path) -> list[str]:
    try:
        return codes(machine.read(path))
    except Refusal as refusal:
        return [each.code for each in refusal.findings]


kinds = st.sampled_from([3, 4, 5, 6, 10, 14, 15, 17, 20]) | st.integers(0, 40)
names = ("Address", "Parent", "AddressOnParent", "VirtualQuantity", "AllocationUnits")
words = st.sampled_from(["0", "3", "-1", "99999999999999999999", "ovf:/disk/vmdisk1", "&amp;", "é"])
hardware = st.lists(
    st.builds(
        lambda kind, instance, children: item(kind, instance, **children),
        kinds,
        st.integers(0, 5),
        st.dictionaries(st.sampled_from([*names, "HostResource", "ResourceSubType"]), words),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(st.binary() | hardware.map(lambda items: envelope(*items).encode()))
def test_any_description_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ovf"
    path.write_bytes(data)
    assert set(outcome(path)) <= {"E106", "E112", "W108"}


@settings(deadline=None)
@given(data=st.data())
def test_any_archive_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = envelope(SCSI, disk_item()).encode()
    forms = st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    members = {"vm.ovf": text, "ö" * 60 + ".txt": b"x", "disk.vmdk": b"KDMV" * 200}
    path = archive(folder / "any.ova", members, data.draw(forms))
    content = bytearray(path.read_bytes())
    edits = st.tuples(st.integers(0, 511) | st.integers(0, 6000), st.integers(0, 255))
    for where, byte in data.draw(st.lists(edits)):
        content[where] = byte
    if data.draw(st.booleans()):
        content[:512] = with_checksum(bytes(content[:512]))
    path.write_bytes(content)
    assert set(outcome(path)) <= {"E106", "E112", "W108"}
