"""Boot menus read: which entries start a Windows, and of which partition they are."""

from __future__ import annotations

import pytest
from fixtures import hive, windows_later
from fixtures.hive import Key, binary, sz

from engine.guest.hives.hive_reader import Content, Hive
from engine.guest.partitions import Partition, PartitionTable
from engine.guest.windows.boot_entries import (
    BOOT_INI_LIMIT,
    BootEntry,
    from_bcd,
    from_boot_ini,
)

MIB = 1 << 20
UUID = "11111111-2222-4333-8444-555555555555"
DISK = "0a0b0c0d-1111-4222-8333-444455556666"
TABLE = PartitionTable(
    "mbr",
    "0f3c2b1a",
    (
        Partition(1, MIB, 40 * MIB, "07", active=True),
        Partition(2, 41 * MIB, 40 * MIB, "07", active=False, uuid=UUID),
    ),
)
HEAD = "[boot loader]\r\ntimeout=30\r\ndefault={default}\r\n[operating systems]\r\n"
FIRST = r"multi(0)disk(0)rdisk(0)partition(1)\WINDOWS"


def of_ini(*lines: str, default: str = FIRST) -> tuple[BootEntry, ...]:
    text = HEAD.format(default=default) + "\r\n".join(lines)
    return from_boot_ini(text.encode("cp1252"), TABLE, 1)


@pytest.mark.parametrize(
    ("place", "partition"),
    [
        ("multi(0)disk(0)rdisk(0)partition(1)", 0),
        ("MULTI(0)disk(0)rdisk(0)partition(2)", 1),
        ("multi(0)disk(0)rdisk(0)partition(0)", None),
        ("multi(0)disk(0)rdisk(0)partition(3)", None),
        ("multi(0)disk(0)rdisk(1)partition(1)", None),
        ("scsi(0)disk(1)rdisk(0)partition(2)", 1),
        ("signature(f3c2b1a)disk(0)rdisk(0)partition(1)", 0),
        ("signature(0F3C2B1A)disk(0)rdisk(0)partition(1)", 0),
        ("signature(f3c2b1b)disk(0)rdisk(0)partition(1)", None),
    ],
)
def test_the_partition_of_a_path(place: str, partition: int | None) -> None:
    (found,) = of_ini(rf'{place}\WINDOWS="Windows" /fastdetect')
    assert (found.place, found.root, found.title) == (place, r"\WINDOWS", "Windows")
    assert (found.partition, found.store_partition) == (partition, 1)
    assert found.names_controller == (not place.lower().startswith("multi"))


def test_what_starts_no_windows_is_no_entry() -> None:
    lines = (r'C:\CMDCONS\BOOTSECT.DAT="Console"', "", "multi(0)disk(0)=x", "nonsense")
    assert of_ini(*lines) == ()
    assert from_boot_ini(f'{FIRST}="no section"'.encode(), TABLE, 0) == ()


def test_the_first_entry_of_the_default_path_is_the_default() -> None:
    second = FIRST.replace("WINDOWS", "OTHER")
    lines = (f'{second}="a"', f'{FIRST.upper()}="b"', f'{FIRST}="c"')
    assert [each.title for each in of_ini(*lines) if each.is_default] == ["b"]
    assert not [each for each in of_ini(*lines, default="") if each.is_default]


def test_a_menu_ends_at_a_control_z_and_at_its_limits() -> None:
    assert [each.title for each in of_ini(f'{FIRST}="a"', f'\x1a{FIRST}="b"')] == ["a"]
    assert len(of_ini(*[f'{FIRST}="{n}"' for n in range(101)])) == 100
    padding = "x" * (BOOT_INI_LIMIT - len(HEAD))
    assert len(of_ini(f'{FIRST}="a"', padding, f'{FIRST}="b"')) == 1


@pytest.mark.parametrize(
    ("options", "is_wanted"),
    [
        ("/pae", True),
        ("/PAE /noexecute=alwaysoff", True),
        ("/noexecute=optin", True),
        ("/NoExecute=AlwaysOff", False),
        ("/fastdetect", False),
        ("/paexyz", False),
    ],
)
def test_who_takes_the_kernel_for_pae(options: str, is_wanted: bool) -> None:
    (found,) = of_ini(f'{FIRST}="a" {options}')
    assert found.wants_pae == is_wanted


def of_store(**objects: dict[str, hive.Value]) -> tuple[BootEntry, ...]:
    root = Key()
    for name, elements in objects.items():
        for element, value in elements.items():
            root.at(rf"Objects\{name}\Elements\{element}").set({"Element": value})
    root.at("Description")
    return from_bcd(Hive("BCD", Content(hive.build(root, name="BCD"))), TABLE, 0)


def loader(device: bytes, **more: hive.Value) -> dict[str, hive.Value]:
    own = {"12000002": sz(r"\Windows\SYSTEM32\winload.exe"), "21000001": binary(device)}
    return {**own, **{name.lstrip("_"): value for name, value in more.items()}}


@pytest.mark.parametrize(
    ("device", "place", "partition"),
    [
        (windows_later.boot_device(), "boot", 0),
        (windows_later.mbr_device(0x0F3C2B1A, 41 * MIB), f"disk 0f3c2b1a, byte {41 * MIB}", 1),
        (windows_later.mbr_device(0x0F3C2B1A, 7), "disk 0f3c2b1a, byte 7", None),
        (windows_later.mbr_device(7, MIB), f"disk 00000007, byte {MIB}", None),
        (windows_later.gpt_device(DISK, UUID), f"partition {UUID}", 1),
        (windows_later.gpt_device(DISK, DISK), f"partition {DISK}", None),
        (bytes(16) + b"\2" + bytes(80), "device of kind 2", None),
        (windows_later.boot_device()[:71], "unknown", None),
        (b"", "unknown", None),
    ],
)
def test_the_partition_of_a_device(device: bytes, place: str, partition: int | None) -> None:
    (found,) = of_store(own=loader(device))
    assert (found.place, found.partition, found.root) == (place, partition, r"\Windows")


def test_options_of_a_store_are_words() -> None:
    device = windows_later.boot_device()
    (found,) = of_store(
        own=loader(device, _26000010=binary(b"\1"), _22000012=sz("halx.dll"), _22000002=sz(r"\W"))
    )
    assert (found.options, found.root) == ("detecthal hal=halx.dll", r"\W")
    assert (found.option("hal"), found.option("kernel")) == ("halx.dll", None)
    (off,) = of_store(own=loader(device, _26000010=binary(b"\0")))
    assert off.option("detecthal") is None


def test_only_loaders_of_windows_count_and_the_default_is_told() -> None:
    data = windows_later.bcd("/BCD", windows_later.boot_device()).data
    (found,) = from_bcd(Hive("BCD", Content(data)), TABLE, 0)
    assert found.is_default
    memtest = loader(b"", _12000002=sz(r"\boot\memtest.exe"))
    assert of_store(own=memtest) == ()
    efi = loader(b"", _12000002=sz(r"\Windows\system32\WINLOAD.EFI"))
    assert [each.is_default for each in of_store(own=efi)] == [False]
    empty = hive.build(Key(), name="BCD")
    assert from_bcd(Hive("BCD", Content(empty)), TABLE, 0) == ()
