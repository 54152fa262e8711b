"""Hives that were not closed cleanly: their logs played back, as the format's description says.

Ground truth beside the hives made here: what Windows 10 and 7 themselves made of two public hives
of the msuhanov/yarp project, in the folder that VMX2XEN_HIVES names.
"""

from __future__ import annotations

import io
import os
import struct
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from dissect.ntfs import NTFS
from fixtures import hive, hive_log, hive_proof, mbr, ntfs, windows2003, windows_later
from fixtures.hive import Key, binary, sz
from fixtures.hive_proof import flatten
from fixtures.ntfs import File
from fixtures.raw_disk import Memory
from hypothesis import given
from hypothesis import strategies as st

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.fit import Fitting, prepare
from engine.guest.hives.hive_log import LogError, replay, without_log
from engine.guest.hives.marvin import marvin32
from engine.guest.inspect import look
from engine.guest.windows.changes import FileChange
from engine.guest.wishes import Wishes

PUBLIC = Path(os.environ.get("VMX2XEN_HIVES", "nowhere"))


def hive_of(texts: dict[str, str], bulk: int = 0) -> bytes:
    root = Key()
    for name, text in texts.items():
        root.at(rf"ControlSet001\Services\{name}").set({"Text": sz(text)})
    for number in range(bulk):
        root.at(rf"ControlSet001\Bulk\{number:03}").set({"Data": binary(bytes([number]) * 2000)})
    return hive.build(root, name="SYSTEM", lists="lh")


STATES = [hive_of({"a": "1"}), hive_of({"a": "2", "b": "x"}), hive_of({"a": "3"}, bulk=20)]
ENTRIES = [
    hive_log.entry(before, after, sequence=number)
    for number, (before, after) in enumerate(
        zip([STATES[0], *STATES], [*STATES, STATES[0]], strict=True), 1
    )
]
DIRTY = hive_log.dirty(STATES[0])


def log_of(*numbers: int, tail: bytes = b"") -> bytes:
    entries = [ENTRIES[number - 1] for number in numbers]
    return hive_log.log(STATES[0], entries, sequence=numbers[0]) + tail


def content(data: bytes) -> dict[str, dict[str, tuple[int, bytes]]]:
    hive_proof.assert_sound(data)
    return dict(flatten(data))


@pytest.mark.parametrize(
    "logs",
    [
        [log_of(1, 2, 3)],
        [log_of(2), log_of(3)],
        [log_of(3), log_of(2)],  # it went on in the first again
        [log_of(1), log_of(2, 3)],
        [log_of(2, 3, tail=ENTRIES[3][:-1])],  # the last one was cut
        [log_of(2, 3, tail=ENTRIES[1])],  # what is left of earlier times
        [log_of(2, 3), b""],
        [log_of(2, 3), hive_log.log(STATES[0], [], sequence=1)],
    ],
)
def test_entries_of_one_log_and_of_two(logs: list[bytes]) -> None:
    found = replay(DIRTY, logs)
    assert content(found.content) == content(STATES[2])
    assert struct.unpack_from("<II", found.content, 4) == (3, 3)
    assert found.writes > 1


def test_an_entry_that_is_damaged_ends_it() -> None:
    log = bytearray(log_of(2, 3))
    log[-1] ^= 1
    assert content(replay(DIRTY, [bytes(log)]).content) == content(STATES[1])


def test_a_damaged_head_is_taken_from_the_log() -> None:
    torn = DIRTY[:300] + b"torn" + DIRTY[304:]
    assert content(replay(torn, [log_of(2, 3)]).content) == content(STATES[2])


@pytest.mark.parametrize("sector", [512, 4096])
def test_pages_of_the_older_format(sector: int) -> None:
    log = hive_log.old_log(STATES[0], STATES[2], sequence=2, sector=sector)
    found = replay(DIRTY, [log, b""])
    assert content(found.content) == content(STATES[2])
    assert struct.unpack_from("<II", found.content, 4) == (2, 2)


@pytest.mark.parametrize(
    ("logs", "why"),
    [
        ([], "it has no log"),
        ([b"regf" + bytes(2000)], "it has no log"),
        ([log_of(1)], "nothing from change 2 on"),
        ([log_of(2), log_of(4)], "lacks change 3"),
        ([hive_log.old_log(STATES[0], STATES[2], sequence=2)[:-1]], "not written to its end"),
        ([hive_log.old_log(STATES[0], STATES[2], sequence=2)[:520]], "damaged"),
    ],
)
def test_logs_that_do_not_fit(logs: list[bytes], why: str) -> None:
    with pytest.raises(LogError, match=why):
        replay(DIRTY, logs)


def test_a_log_of_another_time() -> None:
    log = bytearray(hive_log.old_log(STATES[0], STATES[2], sequence=2))
    log[12] ^= 1
    log[508:512] = struct.pack("<I", hive_log.checksum(log))
    with pytest.raises(LogError, match="another time"):
        replay(DIRTY, [bytes(log)])


def test_without_its_log_a_hive_is_as_it_lies() -> None:
    assert content(without_log(DIRTY)) == content(STATES[0])


@given(
    st.sampled_from([log_of(2, 3), hive_log.old_log(STATES[0], STATES[2], sequence=2)]),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=6),
    st.booleans(),
)
def test_damage_is_never_more_than_a_refusal(
    log: bytes, damage: list[tuple[int, int]], mend: bool
) -> None:
    changed = bytearray(log)
    for at, byte in damage:
        changed[at % len(changed)] = byte
    if mend:
        changed[508:512] = struct.pack("<I", hive_log.checksum(changed))
    with suppress(LogError):
        assert len(replay(DIRTY, [bytes(changed)]).content) >= len(DIRTY)


def test_marvin32_of_any_length() -> None:
    """What .NET's own tests expect of it."""
    seed = 0x004FB61A001BDBCC
    assert marvin32(b"", seed) == 0x30ED35C100CD3C7D
    assert marvin32(bytes.fromhex("af"), seed) == 0x48E73FC77D75DDC1
    assert marvin32(bytes.fromhex("e70f"), seed) == 0xB5F6E1FC485DBFF8
    assert marvin32(bytes.fromhex("37f495"), seed) == 0xF0B07C789B8CF7E8
    assert marvin32(bytes.fromhex("8642dc59"), seed) == 0x7008F2E87E9CF556


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("NewDirtyHive1/NewDirtyHive", "NewDirtyHive1/RecoveredHive_Windows10"),
        ("OldDirtyHive/OldDirtyHive", "OldDirtyHive/RecoveredHive_Windows7"),
    ],
)
def test_windows_itself_makes_the_same_of_it(name: str, truth: str) -> None:
    if not PUBLIC.is_dir():
        pytest.skip("VMX2XEN_HIVES names no folder of hives")
    logs = [(PUBLIC / f"{name}.{end}").read_bytes() for end in ("LOG1", "LOG2")]
    found = replay((PUBLIC / name).read_bytes(), logs)
    assert flatten(found.content) == flatten((PUBLIC / truth).read_bytes())


# -- in a guest

SERVICE = r"ControlSet001\Services\NewLately"


def later_system(files: list[File]) -> tuple[bytes, bytes]:
    """SYSTEM of a guest as it lies, and with a service that waits in the log."""
    before = next(each.data for each in files if each.path.name == "SYSTEM")
    root = Key()
    root.at("Select").set({"Current": hive.dword(1)})
    for path, values in flatten(before).items():
        if path:
            root.at(path).set({name: hive.Value(*value) for name, value in values.items()})
    root.at(SERVICE).set({"ImagePath": sz("new.sys")})
    return before, hive.build(root, name="SYSTEM", lists="lh")


def disk_of(folder: Path, logs: dict[str, bytes]) -> Memory:
    """A Windows 10 of 32 MiB whose SYSTEM was not closed cleanly."""
    files = windows_later.windows_10()
    files = [
        replace(each, data=hive_log.dirty(each.data)) if each.path.name == "SYSTEM" else each
        for each in files
    ]
    config = PurePosixPath("/Windows/System32/config")
    files += [File(config / f"SYSTEM{end}", data) for end, data in logs.items()]
    place = windows2003.partition(32 << 20)
    volume = folder / "volume"
    ntfs.build(volume, files, sectors=place.length, first_sector=place.start)
    record = mbr.build([place], signature=1, message="log")
    whole = record.ljust(place.start * 512, b"\0") + volume.read_bytes()
    return Memory(whole.ljust(32 << 20, b"\0"))


def system_after(disk: Memory, fitting: Fitting) -> dict[str, dict[str, tuple[int, bytes]]]:
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    volume = NTFS(io.BytesIO(overlay.pread(63 * 512, overlay.size)))
    return content(volume.mft.get("Windows/System32/config/SYSTEM").open().read())


@pytest.mark.parametrize("old", [False, True], ids=["entries", "pages"])
def test_a_guest_is_seen_and_changed_with_its_log(tmp_path: Path, old: bool) -> None:
    before, after = later_system(windows_later.windows_10())
    entries = [hive_log.entry(before, after, sequence=2)]
    log = hive_log.log(before, entries, sequence=2)
    logs = {".LOG": hive_log.old_log(before, after, sequence=2)} if old else {".LOG1": log}
    disk = disk_of(tmp_path, logs)
    guest = look(disk)
    assert guest.windows[0].replayed_hives == ("SYSTEM",)
    assert "W820" in [each.code for each in guest.findings]
    fitting = prepare(disk, guest, Wishes(bus="ide"))
    found = system_after(disk, fitting)
    assert SERVICE in found
    assert found[r"ControlSet001\Services\atapi"]["Start"][1] == bytes(4)
    listed = [each for each in fitting.changes if isinstance(each, FileChange)]
    assert [each.path for each in listed] == [r"\Windows\system32\config\SYSTEM"]
    assert "played back" in listed[0].note


def test_a_guest_whose_log_does_not_fit_can_go_on_without_it(tmp_path: Path) -> None:
    disk = disk_of(tmp_path, {})
    guest = look(disk)
    assert guest.windows[0].dirty_hives == ("SYSTEM",)
    with pytest.raises(Refusal) as caught:
        prepare(disk, guest, Wishes(bus="ide"))
    (found,) = caught.value.findings
    assert (found.code, found.actions) == ("E621", ("do_ignore_log",))
    fitting = prepare(disk, guest, Wishes(bus="ide", without_log=True))
    after = system_after(disk, fitting)
    assert after[r"ControlSet001\Services\atapi"]["Start"][1] == bytes(4)
    assert SERVICE not in after
