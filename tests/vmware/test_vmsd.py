"""The snapshot tree."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures import vmsd as writer
from hypothesis import given, settings
from hypothesis import strategies as st
from vmware.facts import snapshots_of

from engine.vmware import vmsd
from engine.vmware.model import Snapshots

PATH = Path("vm.vmsd")
GOLDEN = Path(__file__).parent / "golden"


def parse(text: str) -> Snapshots:
    snapshots, findings = vmsd.parse_snapshots(text.encode(), PATH)
    assert not findings
    return snapshots


def broken(text: str) -> str:
    snapshots, findings = vmsd.parse_snapshots(text.encode(), PATH)
    assert snapshots == Snapshots()
    assert [each.code for each in findings] == ["W104"]
    return findings[0].message


def one(uid: int, index: int = 0, **keys: str) -> str:
    """The lines of one snapshot."""
    keys = {"uid": str(uid), "displayName": f"state {uid}", **keys}
    return "".join(f'snapshot{index}.{key} = "{value}"\n' for key, value in keys.items())


def test_a_real_one(samples: Path) -> None:
    expected = json.loads((GOLDEN / "four-snapshots.json").read_text())
    snapshots, findings = vmsd.read(samples / "vmsd" / "four-snapshots.vmsd")
    assert not findings
    assert snapshots.current == expected["current_snapshot"]
    assert snapshots_of(snapshots) == expected["snapshots"]
    assert {disk.slot for each in snapshots.all for disk in each.disks} == {"scsi0:0"}


def test_what_the_writer_writes() -> None:
    taken = [
        writer.Snapshot(1, "vm.vmdk", None, "before", "the first"),
        writer.Snapshot(2, "vm-000001.vmdk", 1, "trunk"),
        writer.Snapshot(3, "vm-000002.vmdk", 1, "branch"),
    ]
    snapshots = parse(writer.text("vm", "ide0:1", taken, current=2))
    assert [each.uid for each in snapshots.children(None)] == [1]
    assert [each.name for each in snapshots.children(1)] == ["trunk", "branch"]
    assert snapshots.current == 2
    assert snapshots.all[0].description == "the first"
    assert [(disk.slot, disk.written) for disk in snapshots.all[2].disks] == [
        ("ide0:1", "vm-000002.vmdk")
    ]


def test_two_digit_indexes() -> None:
    text = "".join(
        one(index + 100, index, parent=str(index + 99) if index else "") for index in range(32)
    )
    disks = "".join(
        f'snapshot31.disk{n}.fileName = "d{n}.vmdk"\nsnapshot31.disk{n}.node = "scsi0:{n}"\n'
        for n in range(12)
    )
    snapshots = parse(text + disks + 'snapshot31.numDisks = "12"\n')
    assert [each.uid for each in snapshots.all] == list(range(100, 132))
    assert [each.parent for each in snapshots.all] == [None, *range(100, 131)]
    assert [disk.written for disk in snapshots.all[31].disks] == [f"d{n}.vmdk" for n in range(12)]
    assert not snapshots.all[3].disks


def test_the_numbers_say_how_much_counts() -> None:
    """Entries beyond them are left over from what was deleted."""
    text = one(1, 0, **{"numDisks": "1", "disk0.fileName": "a", "disk1.fileName": "b"})
    snapshots = parse(text + one(2, 1) + 'snapshot.numSnapshots = "1"\n')
    assert [each.uid for each in snapshots.all] == [1]
    assert [disk.written for disk in snapshots.all[0].disks] == ["a"]


@pytest.mark.parametrize("text", ["", "\n \r\n", '.encoding = "UTF-8"\nsnapshot.lastUID = "0"\n'])
def test_none_taken(text: str) -> None:
    assert parse(text) == Snapshots()


def test_none_listed(tmp_path: Path) -> None:
    assert vmsd.read(tmp_path / "vm.vmsd") == (Snapshots(), ())


@pytest.mark.parametrize("current", ["", 'snapshot.current = "0"\n', 'snapshot.current = "9"\n'])
def test_no_current_one(current: str) -> None:
    assert parse(one(1) + current).current is None


def test_a_parent_that_is_not_listed_makes_a_root() -> None:
    snapshots = parse(one(7, 0, parent="3") + one(8, 1, parent="7"))
    assert [each.uid for each in snapshots.children(None)] == [7]
    assert [each.uid for each in snapshots.children(7)] == [8]


def test_loops() -> None:
    assert "its own ancestor" in broken(one(1, 0, parent="1"))
    assert "its own ancestor" in broken(one(1, 0) + one(2, 1, parent="3") + one(3, 2, parent="2"))


def test_numbers_that_are_none() -> None:
    assert "uid" in broken(one(1).replace('"1"', '"one"'))
    assert "same number" in broken(one(1, 0) + one(1, 1))


@pytest.mark.parametrize("text", ["no keys at all", "\0\0\0", "a=b\0"])
def test_other_content(text: str) -> None:
    broken(text)


def test_too_many() -> None:
    broken("".join(one(n + 1, n) for n in range(vmsd.SNAPSHOTS_LIMIT + 1)))


def test_a_huge_number_of_disks() -> None:
    assert len(parse(one(1, numDisks="99999999999")).all) == 1


def test_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "vm.vmsd"
    path.mkdir()
    snapshots, findings = vmsd.read(path)
    assert snapshots == Snapshots()
    assert [each.code for each in findings] == ["W104"]


class TestTime:
    @pytest.mark.parametrize(
        "when",
        [
            datetime(2003, 3, 28, 12, 30, 15, 123456, UTC),
            datetime(2022, 12, 1, 10, 37, 39, 848772, UTC),
            datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        ],
    )
    @pytest.mark.parametrize("signed", [False, True])
    def test_in_two_halves(self, when: datetime, signed: bool) -> None:
        past = when - datetime(1970, 1, 1, tzinfo=UTC)
        time = (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds
        high, low = divmod(time, 1 << 32)
        low -= (1 << 32) if signed and low >> 31 else 0
        text = one(1, createTimeHigh=str(high), createTimeLow=str(low))
        assert parse(text).all[0].created == when

    @pytest.mark.parametrize("high", ["", "0", "-1", "x", "9223372036854775807", "99999999999"])
    def test_nonsense(self, high: str) -> None:
        assert parse(one(1, createTimeHigh=high, createTimeLow="5")).all[0].created is None


class TestMemory:
    def has_memory(self, folder: Path, filename: str = "vm-Snapshot1.vmsn") -> bool:
        text = one(1, filename=filename).encode()
        return vmsd.parse_snapshots(text, folder / "vm.vmsd")[0].all[0].has_memory

    def test_none(self, tmp_path: Path) -> None:
        assert not self.has_memory(tmp_path)
        (tmp_path / "vm-Snapshot1.vmsn").write_bytes(bytes(30_000))
        assert not self.has_memory(tmp_path)

    def test_beside(self, tmp_path: Path) -> None:
        (tmp_path / "vm-Snapshot1.vmsn").write_bytes(bytes(30_000))
        (tmp_path / "vm-Snapshot1.vmem").write_bytes(bytes(9))
        assert self.has_memory(tmp_path)

    def test_within(self, tmp_path: Path) -> None:
        with (tmp_path / "vm-Snapshot1.vmsn").open("wb") as file:
            file.truncate(64 << 20)
        assert self.has_memory(tmp_path)

    @pytest.mark.parametrize("filename", ["", ".", "..", "../x.vmsn", "/etc/passwd", "a" * 5000])
    def test_odd_names(self, tmp_path: Path, filename: str) -> None:
        assert not self.has_memory(tmp_path, filename)


ours = st.sampled_from(
    ["uid", "parent", "disk0.fileName", "numDisks", "filename", "createTimeHigh"]
)
keys = st.sampled_from(["snapshot.current", "snapshot.numSnapshots", ".encoding"]) | st.builds(
    "snapshot{}.{}".format, st.integers(0, 2), ours
)
lines = st.builds("{} = {}\n".format, keys, st.integers() | st.text(max_size=9))


@settings(deadline=None)
@given(st.binary() | st.lists(lines).map(lambda parts: "".join(parts).encode()))
def test_any_bytes_are_a_tree_or_broken(data: bytes) -> None:
    snapshots, findings = vmsd.parse_snapshots(data, PATH)
    uids = {each.uid for each in snapshots.all}
    assert all(each.parent in uids | {None} for each in snapshots.all)
    assert snapshots.current in uids | {None}
    assert {each.code for each in findings} <= {"W101", "W103", "W104"}
