"""Hives that were changed, read back by dissect.regf, which shares no code with libhivex."""

from __future__ import annotations

import io
import random
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from dissect.regf import RegistryHive
from fixtures import hive as hive_fixture
from fixtures import windows2003_registry
from fixtures.hals import HALS
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.guest.helper.helper_process import Native
from engine.guest.hives import registry, values
from engine.guest.hives.values import Value
from engine.guest.volumes.windows_names import fold

Tree = dict[str, dict[str, tuple[int, bytes]]]

SERVICES = r"ControlSet001\Services"
CRITICAL = r"ControlSet001\Control\CriticalDeviceDatabase"


@pytest.fixture(scope="module")
def system() -> bytes:
    root = windows2003_registry.system(
        HALS["halmacpi"], boot_bus="scsi", disk_signature=7, partition_offset=63 * 512
    )
    return hive_fixture.build(root, name="SYSTEM")


def tree(content: bytes) -> Tree:
    """All keys by path, with the types and raw data of their values by name."""
    found: Tree = {}

    def walk(key: object, path: str) -> None:
        found[path] = {
            value.name.replace("(Default)", ""): (int(value.type), bytes(value.data))
            for value in key.values()  # type: ignore[attr-defined]
        }
        for child in key.subkeys():  # type: ignore[attr-defined]
            walk(child, f"{path}\\{child.name}".lstrip("\\"))

    walk(RegistryHive(io.BytesIO(content)).root(), "")
    return found


def raw(value: Value) -> tuple[int, bytes]:
    return int(value.type), value.data


def assert_sound(content: bytes, tmp_path: Path) -> None:
    """Header, bins and cells are whole, subkeys are in order, a second reader agrees."""
    first, second = struct.unpack_from("<II", content, 4)
    assert first == second
    words = struct.unpack_from("<128I", content)
    checksum = 0
    for word in words[:127]:
        checksum ^= word
    assert words[127] == checksum
    assert struct.unpack_from("<I", content, 40)[0] == len(content) - 4096
    at = 4096
    while at < len(content):
        assert content[at : at + 4] == b"hbin"
        offset, size = struct.unpack_from("<II", content, at + 4)
        assert (offset, size % 4096) == (at - 4096, 0)
        cell = at + 32
        while cell < at + size:
            length = abs(struct.unpack_from("<i", content, cell)[0])
            assert length >= 8
            cell += length
        assert cell == at + size
        at = cell
    assert_ordered(content)
    program = shutil.which("hivexsh")
    if program:
        path = tmp_path / "hive"
        path.write_bytes(content)
        subprocess.run([program, str(path)], input=b"ls\n", check=True, capture_output=True)


def assert_ordered(content: bytes) -> None:
    """Windows looks keys up by bisection: their names must ascend."""

    def walk(key: object) -> None:
        names = [child.name.upper() for child in key.subkeys()]  # type: ignore[attr-defined]
        assert names == sorted(names)
        for child in key.subkeys():  # type: ignore[attr-defined]
            walk(child)

    walk(RegistryHive(io.BytesIO(content)).root())


# -- reading


def test_reads_what_is_there(native: Native, system: bytes) -> None:
    with registry.edit(native, "SYSTEM", system) as hive:
        assert "Services" in hive.keys("controlset001")
        assert hive.keys("none") == ()
        assert hive.has_key("SELECT")
        assert not hive.has_key(r"Select\none")
        current = hive.get("select", "CURRENT")
        assert current == values.dword(1)
        assert hive.get("Select", "none") is None
        assert hive.get("none", "none") is None
        known = tree(system)
        for path in ("Select", rf"{SERVICES}\Disk", r"ControlSet001\Enum\Root\ACPI_HAL\0000"):
            (same,) = (each for each in known if each.lower() == path.lower())
            found = {name: raw(value) for name, value in hive.values(path).items()}
            assert found == known[same]
        assert hive.save() == system
        assert hive.changes == ()


# -- changing


def test_sets_all_kinds_of_values(native: Native, system: bytes, tmp_path: Path) -> None:
    new = {
        "Text": values.sz("Büro – 日本 😀"),
        "Path": values.expand_sz(r"System32\DRIVERS\atapi.sys"),
        "Number": values.dword(0x80000001),
        "Texts": values.multi_sz("acpiapic_mp", "ü"),
        "No texts": values.multi_sz(),
        "Bytes": values.binary(bytes(range(256))),
        "Few bytes": values.binary(b"\1\2\3"),
        "No bytes": values.binary(b""),
        "Name – 日本": values.dword(1),
        "": values.sz("the default value"),
        "Long": values.binary(random.Random(1).randbytes(16_000)),
    }
    key = rf"{SERVICES}\Disk"
    with registry.edit(native, "SYSTEM", system) as hive:
        before = hive.values(key)
        for name, value in new.items():
            hive.set(key, name, value)
        assert hive.values(key) == {**before, **new}
        content = hive.save()
        assert len(hive.changes) == len(new)
    assert_sound(content, tmp_path)
    old, found = tree(system), tree(content)
    changed = {path for path in found if found[path] != old.get(path)}
    (path,) = changed
    assert path.lower() == key.lower()
    assert found[path] == old[path] | {name: raw(value) for name, value in new.items()}
    assert found.keys() == old.keys()


def test_the_change_list_says_before_and_after(native: Native, system: bytes) -> None:
    with registry.edit(native, "SYSTEM", system) as hive:
        hive.set(rf"{SERVICES}\Disk", "START", values.dword(3))
        hive.ensure_key(rf"{SERVICES}\Made\Parameters")
        hive.set(rf"{SERVICES}\Made", "Group", values.sz("System Bus Extender"))
        hive.delete_value(rf"{SERVICES}\Made", "group")
        hive.delete_key(rf"{SERVICES}\made")
        assert [str(change) for change in hive.changes] == [
            rf"[{SERVICES}\Disk] Start: 0 → 3",
            rf"+ [{SERVICES}\Made]",
            rf"+ [{SERVICES}\Made\Parameters]",
            rf'[{SERVICES}\Made] Group: (none) → "System Bus Extender"',
            rf'[{SERVICES}\Made] Group: "System Bus Extender" → (none)',
            rf"- [{SERVICES}\made]",
        ]


def test_what_is_so_already_is_no_change(native: Native, system: bytes) -> None:
    with registry.edit(native, "SYSTEM", system) as hive:
        hive.ensure_key(SERVICES.upper())
        for name, value in hive.values(rf"{SERVICES}\Disk").items():
            hive.set(rf"{SERVICES}\DISK", name.upper(), value)
        hive.delete_value(rf"{SERVICES}\Disk", "none")
        hive.delete_value("none", "none")
        hive.delete_key("none")
        assert hive.changes == ()
        assert hive.save() == system


def ide_boot(hive: registry.Hive) -> None:
    """As much as a machine needs to start from Xen's IDE controller, in one control set."""
    for number in range(31):
        key = rf"{CRITICAL}\pci#ven_8086&dev_{number:04x}"
        hive.ensure_key(key)
        hive.set(key, "ClassGUID", values.sz("{4D36E96A-E325-11CE-BFC1-08002BE10318}"))
        hive.set(key, "Service", values.sz("intelide"))
    for name in ("atapi", "IntelIde", "PCIIde"):
        key = rf"{SERVICES}\{name}"
        hive.ensure_key(key)
        for value in ("Type", "ErrorControl"):
            hive.set(key, value, values.dword(1))
        hive.set(key, "Start", values.dword(0))
        hive.set(key, "ImagePath", values.expand_sz(rf"System32\DRIVERS\{name}.sys"))


def test_a_whole_edit_changes_what_it_says(native: Native, system: bytes, tmp_path: Path) -> None:
    with registry.edit(native, "SYSTEM", system) as hive:
        ide_boot(hive)
        content = hive.save()
        changes = hive.changes
    assert_sound(content, tmp_path)
    expected = {path.lower(): dict(found) for path, found in tree(system).items()}
    for change in changes:
        if isinstance(change, registry.KeyChange):
            expected[change.key.lower()] = {}
        elif change.after is not None:
            expected[change.key.lower()][change.name] = raw(change.after)
    assert {path.lower(): found for path, found in tree(content).items()} == expected
    with registry.edit(native, "SYSTEM", content) as hive:
        ide_boot(hive)
        assert hive.changes == ()
        assert hive.save() == content


def test_lists_stay_of_the_kind_that_windows_2000_reads(native: Native, system: bytes) -> None:
    assert not lists(system, b"lh")
    with registry.edit(native, "SYSTEM", system) as hive:
        for name in ("zebra", "Apple", "x"):
            hive.ensure_key(rf"New\{name}\below")
        content = hive.save()
        assert hive.keys("New") == ("Apple", "x", "zebra")
    assert not lists(content, b"lh")
    hints = lists(content, b"lf")["New"]
    assert hints == {"zebra": b"zebr", "Apple": b"Appl", "x": b"x\0\0\0"}


def lists(content: bytes, kind: bytes) -> dict[str, dict[str, bytes]]:
    """The subkey lists of ``kind`` by the name of their key: names, and what is noted of each."""
    found: dict[str, dict[str, bytes]] = {}

    def cell(offset: int) -> bytes:
        return content[4096 + offset + 4 :]

    def name(key: bytes) -> str:
        length = int.from_bytes(key[72:74], "little")
        return key[76 : 76 + length].decode("latin-1")

    def walk(offset: int) -> None:
        key = cell(offset)
        if not int.from_bytes(key[20:24], "little"):
            return
        entries = cell(int.from_bytes(key[28:32], "little"))
        count = int.from_bytes(entries[2:4], "little")
        rows = list(struct.iter_unpack("<I4s", entries[4 : 4 + 8 * count]))
        if entries[:2] == kind:
            found[name(key)] = {name(cell(child)): hint for child, hint in rows}
        for child, _ in rows:
            walk(child)

    walk(struct.unpack_from("<I", content, 36)[0])
    return found


def test_newer_lists_stay_newer(native: Native, system: bytes) -> None:
    """A hive of Windows XP or later, in which keys are found by a hash of their name."""
    newer = as_newer(system)
    with registry.edit(native, "SYSTEM", newer) as hive:
        hive.ensure_key(r"New\zebra")
        content = hive.save()
    assert not lists(content, b"lf")
    expected = 0
    for char in "ZEBRA":
        expected = (expected * 37 + ord(char)) & 0xFFFFFFFF
    assert lists(content, b"lh")["New"] == {"zebra": expected.to_bytes(4, "little")}


def as_newer(content: bytes) -> bytes:
    """The hive with `lh` lists in place of `lf`."""
    changed = bytearray(content)
    at = content.find(b"lf")
    while at >= 0:
        if at % 8 == 4 and int.from_bytes(content[at - 4 : at], "little", signed=True) < 0:
            changed[at : at + 2] = b"lh"
        at = content.find(b"lf", at + 1)
    return bytes(changed)


keys = st.text(
    st.characters(codec="ascii", exclude_characters="\\", exclude_categories=["C"]),
    min_size=1,
    max_size=9,
)
names = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["C"]), max_size=12
).filter(lambda name: not _is_misread(name))


def _is_misread(name: str) -> bool:
    """Whether the reader here takes what is Latin-1 for UTF-8."""
    try:
        return name.encode("latin-1").decode() != name
    except UnicodeError:
        return False


@settings(max_examples=25, deadline=None)
@given(changes=st.lists(st.tuples(keys, names, st.binary(max_size=40)), max_size=12))
def test_any_values_are_read_back(native: Native, changes: list[tuple[str, str, bytes]]) -> None:
    content = hive_fixture.build(hive_fixture.Key(), name="SOFTWARE")
    expected: dict[tuple[str, str], tuple[int, bytes]] = {}
    with registry.edit(native, "SOFTWARE", content) as hive:
        for key, name, data in changes:
            hive.ensure_key(key)
            hive.set(key, name, values.binary(data))
            expected[fold(key), fold(name)] = raw(values.binary(data))
        content = hive.save()
    found = {
        (fold(key), fold(name)): value
        for key, named in tree(content).items()
        for name, value in named.items()
    }
    assert found == expected
    assert_ordered(content)


def test_keys_that_are_not_ascii_are_not_made(native: Native, system: bytes) -> None:
    with registry.edit(native, "SYSTEM", system) as hive, pytest.raises(ValueError, match="ASCII"):
        hive.ensure_key("Büro")


# -- refusals


def test_a_hive_with_a_pending_log_is_refused(native: Native, system: bytes) -> None:
    dirty = system[:4] + struct.pack("<I", 77) + system[8:]
    with pytest.raises(Refusal, match=r"E621.*SYSTEM"), registry.edit(native, "SYSTEM", dirty):
        pass


def test_what_is_no_hive_is_refused(native: Native, system: bytes) -> None:
    wrong_checksum = system[:508] + b"oops" + system[512:]
    for content in (b"", b"regf", bytes(9000), system[:4096], system[:5000], wrong_checksum):
        with (
            pytest.raises(Refusal, match=r"E622.*SYSTEM"),
            registry.edit(native, "SYSTEM", content),
        ):
            pass


def test_a_value_of_a_key_that_is_missing_is_refused(native: Native, system: bytes) -> None:
    with (
        pytest.raises(Refusal, match=r"E623.*none"),
        registry.edit(native, "SYSTEM", system) as hive,
    ):
        hive.set("none", "x", values.dword(1))


def test_too_long_a_value_is_refused(native: Native, system: bytes) -> None:
    with (
        pytest.raises(Refusal, match="E622"),
        registry.edit(native, "SYSTEM", system) as hive,
    ):
        hive.set("Select", "x", values.binary(bytes(16_345)))


def test_damage_is_a_finding(system: bytes) -> None:
    """Whatever a hive holds, the answer is a hive or a refusal; the helper may die of it."""
    numbers = random.Random(5)
    refused = set()
    native = Native()
    for _ in range(30):
        content = bytearray(system)
        for _ in range(6):
            content[numbers.randrange(4096, len(content))] = numbers.randrange(256)
        try:
            with registry.edit(native, "SYSTEM", bytes(content)) as hive:
                ide_boot(hive)
                hive.save()
        except Refusal as refusal:
            refused |= {each.code for each in refusal.findings}
            if "E602" in refused:
                native.close()
                native = Native()
    native.close()
    assert refused
    assert refused <= {"E602", "E622", "E623"}
