"""Drivers for Xen's disks: what KB314082 adds to each control set, and what of it stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from fixtures import hive, hive_proof, partitioned, windows2003
from fixtures.hive import Key, dword, expand_sz, sz
from fixtures.ntfs import Attribute, File
from fixtures.raw_disk import Memory
from fixtures.windows2003 import IDE_DRIVERS, RTM, SP2

from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.helper.helper_process import Native
from engine.guest.hives import registry
from engine.guest.volumes import fat
from engine.guest.windows import boot_drivers, install_files
from engine.guest.windows.editor import Editor
from engine.guest.windows.media import FolderMedium

Tree = dict[str, dict[str, tuple[int, bytes]]]
SETS = ("ControlSet001", "ControlSet003")
DATABASE = r"Control\CriticalDeviceDatabase"
IDE_CLASS = "{4D36E96A-E325-11CE-BFC1-08002BE10318}"


@pytest.fixture
def changed(native: Native) -> Callable[..., Tree]:
    """Keys of a SYSTEM hive, by path, after a change of it."""

    def change(root: Key, act: Callable[[registry.Hive], object]) -> Tree:
        content = hive.build(root, name="SYSTEM", lists="lh")
        with registry.edit(native, "SYSTEM", content) as system:
            act(system)
            after = system.save()
        hive_proof.assert_sound(after, content)
        return hive_proof.flatten(after)

    return change


def control_sets(**services: dict[str, hive.Value]) -> Key:
    """Two control sets with these services, and a key that only begins like one."""
    root = Key()
    for name in SETS:
        root.at(rf"{name}\Control")
        for service, values in services.items():
            root.at(rf"{name}\Services\{service}").set(values)
    root.at(r"ControlSet0011\Services")
    return root


def test_every_control_set_gets_the_article(changed: Callable[..., Tree]) -> None:
    mine = {"Start": dword(3), "IMAGEPATH": expand_sz(r"System32\DRIVERS\mine.sys")}
    root = control_sets(atapi=mine)
    device = root.at(rf"{SETS[1]}\{DATABASE}\primary_ide_channel")
    device.set({"ClassGUID": sz(IDE_CLASS.lower()), "Service": sz("other")})
    found = changed(root, lambda system: boot_drivers.enable(system, (5, 2)))
    for name in SETS:
        own = found[rf"{name}\Services\atapi"]
        assert own["Start"] == tuple(dword(0))
        assert own["IMAGEPATH"] == tuple(mine["IMAGEPATH"])  # of the service pack installed
        assert "ImagePath" not in own
        assert own["Type"] == tuple(dword(1))
        path = rf"{name}\Services\PCIIde".lower()
        (made,) = (values for key, values in found.items() if key.lower() == path)
        assert made["Start"] == tuple(dword(0))
        listed = found[rf"{name}\{DATABASE}\pci#ven_8086&dev_7010"]
        assert listed["Service"] == tuple(sz("intelide"))
        assert found[rf"{name}\{DATABASE}\primary_ide_channel"]["Service"] == tuple(sz("atapi"))
    kept = found[rf"{SETS[1]}\{DATABASE}\primary_ide_channel"]["ClassGUID"]
    assert kept == tuple(sz(IDE_CLASS.lower()))  # it differs in case only
    assert not [key for key in found if key.startswith(r"ControlSet0011\Services\a")]


@pytest.mark.parametrize(
    ("version", "nvme", "started"),
    [
        ((6, 1), False, {"atapi", "msahci"}),
        ((6, 2), False, {"atapi", "storahci"}),
        ((10, 0), True, {"atapi", "storahci", "stornvme"}),
    ],
)
def test_later_windows_start_what_they_bring(
    changed: Callable[..., Tree], version: tuple[int, int], nvme: bool, started: set[str]
) -> None:
    names = ("atapi", "msahci", "storahci", "stornvme", "lsi_sas")
    root = control_sets(**{name: {"Start": dword(3)} for name in names})
    root.at(rf"{SETS[0]}\Services\atapi\StartOverride").set({"0": dword(3)})
    found = changed(root, lambda system: boot_drivers.enable(system, version, nvme=nvme))
    for name in SETS:
        starts = {each: found[rf"{name}\Services\{each}"]["Start"] for each in names}
        assert {each for each in names if starts[each] == tuple(dword(0))} == started
        assert rf"{name}\Services\intelide" not in found  # it is not made: it has no file
        assert rf"{name}\{DATABASE}" not in found
    assert (rf"{SETS[0]}\Services\atapi\StartOverride" in found) == (version < (6, 2))


def test_what_is_not_there_is_not_made(changed: Callable[..., Tree]) -> None:
    def tidy(system: registry.Hive) -> None:
        boot_drivers.stop_at_crash(system)
        boot_drivers.bring_disks_online(system)
        boot_drivers.disable_cpu_drivers(system)

    root = control_sets()
    assert changed(root, tidy) == hive_proof.flatten(hive.build(root, name="SYSTEM"))
    for name in SETS:
        root.at(rf"{name}\Control\CrashControl")
        for service in ("partmgr", "Processor", "disk"):
            root.at(rf"{name}\Services\{service}").set({"Start": dword(1)})
    found = changed(root, tidy)
    for name in SETS:
        assert found[rf"{name}\Control\CrashControl"] == {"AutoReboot": tuple(dword(0))}
        online = {"SanPolicy": tuple(dword(1))}
        assert found[rf"{name}\Services\partmgr\Parameters"] == online
        assert found[rf"{name}\Services\Processor"]["Start"] == tuple(dword(4))
        assert found[rf"{name}\Services\disk"]["Start"] == tuple(dword(1))


def installation(folder: Path, *installed: str, cache: tuple[str, ...] = ()) -> FolderMedium:
    """A Windows as a folder: drivers that are installed, and a cache of those to install."""
    for place, names in ((r"system32/drivers", installed), ("system32/dllcache", cache)):
        own = folder / "WINDOWS" / place
        own.mkdir(parents=True)
        for name in names:
            (own / name.upper()).write_bytes(windows2003.program(name, SP2))
    return FolderMedium(folder)


def test_missing_drivers_are_those_of_the_guest_s_own_media(tmp_path: Path) -> None:
    files = installation(tmp_path, IDE_DRIVERS[0], cache=IDE_DRIVERS)
    found = boot_drivers.drivers_of_nt5(files, r"\WINDOWS", SP2.version)
    assert set(found) == set(IDE_DRIVERS[1:])
    for name, (file, content) in found.items():
        assert content == windows2003.program(name, SP2)
        assert (file.level, file.member) == ("same", False)
    whole = installation(tmp_path / "whole", *IDE_DRIVERS)
    assert boot_drivers.drivers_of_nt5(whole, r"\WINDOWS", SP2.version) == {}


def test_a_driver_that_is_nowhere_is_refused_by_its_name(tmp_path: Path) -> None:
    files = installation(tmp_path, cache=IDE_DRIVERS[:2])
    with pytest.raises(Refusal) as caught:
        boot_drivers.drivers_of_nt5(files, r"\WINDOWS", RTM.version)
    (found,) = caught.value.findings
    assert found.code == "E648"
    assert str(found.message.fields["files"]) == ", ".join(IDE_DRIVERS[2:])


@pytest.mark.parametrize(("has_disk", "attributes"), [(True, Attribute.HIDDEN), (False, 1)])
def test_a_driver_gets_the_rights_of_its_neighbour(
    native: Native, tmp_path: Path, has_disk: bool, attributes: int
) -> None:
    own = windows2003.program("atapi.sys", SP2)
    system32 = PurePosixPath("/WINDOWS/system32")
    files = [
        File(system32 / "hal.dll", b"hal", Attribute.READ_ONLY),
        File(system32 / "drivers/other.sys", b"other"),
    ]
    if has_disk:
        files.append(File(system32 / "drivers/disk.sys", b"disk", Attribute.HIDDEN))
    volume = partitioned.fat_volume(tmp_path / "volume", files, 8 << 20, 16)
    overlay = Overlay(Memory(volume.read_bytes()))
    media = install_files.MediaFile(
        "atapi.sys", r"\i386\atapi.sys", False, SP2.version, "same", install_files.digest(own)
    )
    with fat.edit(overlay, 0, overlay.size) as opened:
        editor = Editor(native, opened, r"\WINDOWS")
        boot_drivers.copy_drivers(editor, {"atapi.sys": (media, own)})
        put = opened.find(r"\WINDOWS\system32\drivers\atapi.sys")
        assert opened.read(r"\WINDOWS\system32\drivers\atapi.sys") == own
    assert put is not None
    assert put.attributes & 7 == attributes
    (change,) = editor.changes
    assert str(change).endswith(f"new {len(own)} bytes, {media.with_version}")
