"""Descriptors as many hands write them, and those that make no sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.vmdk import descriptor as fixture
from hypothesis import example, given, settings
from hypothesis import strategies as st
from refusals import refused
from vmware.reading import attempt, codes

from engine.findings import Refusal
from engine.vmware.descriptor import (
    DISK_LIMIT,
    NO_PARENT,
    SECTOR,
    SIZE_LIMIT,
    Access,
    Extent,
    looks_like_one,
    parse,
)

PATH = Path("disk.vmdk")
BASE = """# Disk DescriptorFile
version=1
CID=1234abcd
parentCID=ffffffff
createType="monolithicFlat"
RW 63 FLAT "disk-flat.vmdk" 0
"""


def descriptor(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def with_line(line: str) -> bytes:
    """A descriptor with one more line; a key given again counts the last time."""
    return descriptor(BASE + line + "\n")


def with_extent(line: str) -> bytes:
    return descriptor(BASE.replace('RW 63 FLAT "disk-flat.vmdk" 0', line))


# -- what is understood


@pytest.mark.parametrize(
    ("line", "extent"),
    [
        ('RW 63 FLAT "a.vmdk" 0', Extent(Access.RW, 63, "FLAT", "a.vmdk", 0)),
        ('RW 63 SPARSE "a.vmdk"', Extent(Access.RW, 63, "SPARSE", "a.vmdk", 0)),
        ('rdonly 1 sparse "a.vmdk"', Extent(Access.RDONLY, 1, "SPARSE", "a.vmdk", 0)),
        ('NOACCESS 9 FLAT "a" 7', Extent(Access.NOACCESS, 9, "FLAT", "a", 7)),
        ("RW 9 ZERO", Extent(Access.RW, 9, "ZERO", "", 0)),
        ("RW 9 ZERO  ", Extent(Access.RW, 9, "ZERO", "", 0)),
        ('RW 9 ZERO "whatever"', Extent(Access.RW, 9, "ZERO", "whatever", 0)),
        ('\t RW\t 63   VMFS  "a b.vmdk"  ', Extent(Access.RW, 63, "VMFS", "a b.vmdk", 0)),
        (
            'RW 63 FLAT "a" 4294967297 4f-2a DeviceId',
            Extent(Access.RW, 63, "FLAT", "a", 4294967297),
        ),
        ('RW 63 FLAT "a" PartitionUUID x', Extent(Access.RW, 63, "FLAT", "a", 0)),
        (
            'RW 1 FLAT "C:\\vm\\# no comment.vmdk" 0',
            Extent(Access.RW, 1, "FLAT", "C:\\vm\\# no comment.vmdk"),
        ),
        (f'RW {DISK_LIMIT // SECTOR} FLAT "a" 0', Extent(Access.RW, 1 << 38, "FLAT", "a")),
    ],
)
def test_extent_lines(line: str, extent: Extent) -> None:
    assert parse(with_extent(line), PATH).extents == (extent,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(end: str, mark: str) -> None:
    found = parse(descriptor(mark + BASE.replace("\n", end)), PATH)
    assert found.cid == "1234abcd"
    assert found.create_type == "monolithicFlat"
    assert found.size == 63 * SECTOR
    assert not found.is_child


@pytest.mark.parametrize("odd", [False, True])
def test_what_vmware_and_careless_editors_write(odd: bool) -> None:
    extents = (
        fixture.Extent(100, "FLAT", "f 1.vmdk", 128),
        fixture.Extent(5, "ZERO"),
        fixture.Extent(50, "SPARSE", "s.vmdk", access="RDONLY"),
    )
    ddb = {"geometry.cylinders": "20", "geometry.heads": "16", "geometry.sectors": "63"}
    written = fixture.Descriptor(
        "custom",
        extents,
        cid=0xABC,
        parent_cid=0x12,
        parent_hint="parent one.vmdk",
        version=3,
        ddb=ddb,
        change_track="disk-ctk.vmdk",
        odd=odd,
    )
    found = parse(written.encode(), PATH)
    assert [(e.access, e.sectors, e.kind, e.file, e.offset) for e in found.extents] == [
        (e.access, e.sectors, e.type, e.file or "", e.offset or 0) for e in extents
    ]
    assert (found.cid, found.parent_cid) == ("00000abc", "00000012")
    assert found.parent_hint == "parent one.vmdk"
    assert found.is_child
    assert found.geometry == (20, 16, 63)
    assert found.size == 155 * SECTOR


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("GBK", "虚拟机.vmdk"),
        ("Shift_JIS", "仮想マシン.vmdk"),
        ("Big5", "虛擬機.vmdk"),
        ("windows-1252", "Büro – alt.vmdk"),
        ("UTF-8", "диск.vmdk"),
    ],
)
def test_file_names_in_the_encoding_named(encoding: str, name: str) -> None:
    text = f'encoding="{encoding}"\n' + BASE.replace("disk-flat.vmdk", name)
    assert parse(descriptor(text, encoding), PATH).extents[0].file == name


def test_text_ends_at_the_first_zero_byte() -> None:
    assert parse(descriptor(BASE) + bytes(500) + b"CID=0\n\xff\xfe", PATH).cid == "1234abcd"


@pytest.mark.parametrize(
    ("line", "child"),
    [
        ("", False),
        ('parentFileNameHint="a.vmdk"', False),
        ("parentCID=FFFFFFFF", False),
        ("parentCID=0", True),
        ('parentCID = "00000001"', True),
        ("PARENTCID=fffffffe", True),
    ],
)
def test_who_has_a_parent(line: str, child: bool) -> None:
    assert parse(with_line(line), PATH).is_child is child


def test_no_parent_is_written_like_this() -> None:
    assert parse(descriptor(BASE), PATH).parent_cid == NO_PARENT
    without = BASE.replace("parentCID=ffffffff\n", "")
    assert not parse(descriptor(without), PATH).is_child
    hinted = without + 'parentFileNameHint="a.vmdk"\n'
    assert parse(descriptor(hinted), PATH).is_child


def test_as_many_heads_as_there_can_be() -> None:
    lines = 'ddb.geometry.cylinders = "9"\nddb.geometry.heads = "255"\nddb.geometry.sectors = "255"'
    assert parse(with_line(lines), PATH).geometry == (9, 255, 255)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        'ddb.geometry.heads = "16"',
        'ddb.geometry.cylinders = "x"\nddb.geometry.heads = "16"\nddb.geometry.sectors = "63"',
        'ddb.geometry.cylinders = "0"\nddb.geometry.heads = "16"\nddb.geometry.sectors = "63"',
        'ddb.geometry.cylinders = "9"\nddb.geometry.heads = "999"\nddb.geometry.sectors = "63"',
        'ddb.geometry.cylinders = "9"\nddb.geometry.heads = "16"\nddb.geometry.sectors = "-1"',
    ],
)
def test_geometry_that_is_none(lines: str) -> None:
    assert parse(with_line(lines), PATH).geometry is None


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"# Disk DescriptorFile\n", True),
        (b"#disk descriptor file\r\n", True),
        (b"\xef\xbb\xbf# Disk DescriptorFile\r\nversion=1\r\n", True),
        (b"\n\n  CID = 1\n", True),
        (b"version=1\n" + bytes(100), True),
        (b"", False),
        (b"\0version=1\n", False),
        (b"conversion=1\n", False),
        (b"\x7fELF", False),
    ],
)
def test_what_looks_like_a_descriptor(head: bytes, found: bool) -> None:
    assert looks_like_one(head) is found


# -- what is refused


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("RW 63 FLAT", "E204"),
        ("RW FLAT", "E204"),
        ("RW", "E204"),
        ('RW x FLAT "a"', "E204"),
        ('RW 0 FLAT "a"', "E204"),
        ('RW -1 FLAT "a"', "E204"),
        ('RW 63 FLAT "a" -1', "E204"),
        ('RW 63 FLAT "a', "E204"),
        ('RW 99999999999999999999 FLAT "a" 0', "E204"),
        ('RW 999999999999999999999 FLAT "a" 0', "E204"),
        ('RW 63 FLAT "a" 9223372036854775807', "E204"),
        (f'RW {(DISK_LIMIT // SECTOR) + 1} FLAT "a" 0', "E204"),
        (f'RW {DISK_LIMIT // SECTOR} FLAT "a" 0\nRW 1 ZERO', "E306"),
        ("", "E203"),
        ('WO 63 FLAT "a"', "E203"),
    ],
)
def test_impossible_extents(line: str, code: str) -> None:
    assert refused(lambda: parse(with_extent(line), PATH)) == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("version=5", "E206"),
        ("version=", "E206"),
        ("version=one", "E206"),
        ("CID=123456789", "E204"),
        ("CID=xyz", "E204"),
        ("parentCID=-1", "E204"),
    ],
)
def test_impossible_keys(line: str, code: str) -> None:
    assert refused(lambda: parse(with_line(line), PATH)) == code


def test_more_lines_than_any_descriptor_has() -> None:
    keys = "".join(f"key{number}=1\n" for number in range(20_000))
    assert refused(lambda: parse(with_line(keys), PATH)) == "E204"
    extents = "RW 1 ZERO\n" * 100_001
    assert refused(lambda: parse(with_line(extents), PATH)) == "E204"
    again = "key=1\n" * 20_000
    assert parse(with_line(again), PATH).cid == "1234abcd"


def test_too_large() -> None:
    assert refused(lambda: parse(bytes(SIZE_LIMIT + 1), PATH)) == "E210"


@pytest.mark.parametrize(
    "line",
    ["a=x{}y", "a{}=", "a{}b", 'RW 1 A{}"', 'RW 1 A "a"{}0{}x', "RW{}1", 'RW 1 A "{}', "{}="],
)
@pytest.mark.parametrize("fill", [" ", "\t", "a", "0", "\u3000"])
def test_lines_of_megabytes_are_read_in_linear_time(line: str, fill: str) -> None:
    """A pattern that tries again at each blank would need hours for these."""
    huge = line.format(*[fill * (SIZE_LIMIT // 8 // len(fill.encode()))] * line.count("{}"))
    found = attempt(lambda: parse(with_line(huge), PATH))
    if isinstance(found, Refusal):
        assert codes(found.findings) == ["E204"]
        assert len(str(found)) < 2000
    else:
        assert found.cid == "1234abcd"


WORDS = st.sampled_from(
    ["RW", "RDONLY", "NOACCESS", "FLAT", "SPARSE", "ZERO", "VMFS", '"', '"a"', "=", " ", "\t",
     "\n", "\r", "#", "0", "63", "-1", "CID", "parentCID", "version", "createType", "ddb.x",
     "encoding", "GBK", "\ufeff", "\0", "é", "\u2028", "99999999999999999999"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.one_of(st.binary(max_size=300), st.lists(WORDS, max_size=60).map(lambda w: "".join(w))))
@example("RW 1 ZERO")
def test_anything_is_read_or_refused(text: bytes | str) -> None:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = attempt(lambda: parse(data, PATH))
    if isinstance(found, Refusal):
        assert all(each.blocks for each in found.findings)
    else:
        assert found.encrypted or 0 < found.size <= DISK_LIMIT
