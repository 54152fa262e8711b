"""One HAL for another: what is legal, what goes with it, and what stands in the menu."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import guests
from fixtures.guest_proof import Guest, new_and_changed
from fixtures.hals import HALS
from fixtures.ntfs_proof import File

from engine.disk.disk import Disk
from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest import fit
from engine.guest.fit import Fitting
from engine.guest.inspect import look
from engine.guest.windows import hal_change
from engine.guest.windows.boot_entries import from_boot_ini
from engine.guest.wishes import Wishes

NAMES = ("hal", "halacpi", "halaacpi", "halapic", "halmps", "halmacpi")

#: Microsoft KB309283: what Device Manager offers for each that is installed.
OFFERED = {
    "hal": {"hal"},
    "halapic": {"hal", "halapic", "halmps"},
    "halmps": {"hal", "halmps"},
    "halacpi": {"hal", "halacpi"},
    "halaacpi": {"hal", "halacpi", "halaacpi", "halmacpi"},
    "halmacpi": {"hal", "halacpi", "halmps", "halmacpi"},
}
MULTIPROCESSOR = {"halmps", "halmacpi"}
PAIRS = [(old, new) for old in NAMES for new in NAMES]
#: Each to the next, and to one that is far.
ON_A_GUEST = [
    (old, NAMES[(number + step) % len(NAMES)])
    for number, old in enumerate(NAMES)
    for step in (1, 3)
]


class Memory:
    """A disk in memory."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = len(content)

    def pread(self, offset: int, length: int) -> bytes:
        return self.content[offset : offset + length]


@pytest.fixture(scope="module")
def disks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Memory]:
    """A Windows XP with each of the HALs."""
    folder = tmp_path_factory.mktemp("hals")
    found = {}
    for name in NAMES:
        guests.build(folder / name, "windowsxp", hal=name, bus="ide", size=guests.SMALL)
        found[name] = Memory((folder / name).read_bytes())
    return found


def prepare(disk: Disk, wishes: Wishes) -> Fitting:
    return fit.prepare(disk, look(disk), wishes)


def changed(disk: Disk, fitting: Fitting, tmp_path: Path) -> Guest:
    """The guest after a change; its volume is sound."""
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    path = tmp_path / "after"
    path.write_bytes(overlay.pread(0, overlay.size))
    guest = Guest.of(path, 63, "ntfs")
    guest.assert_sound()
    return guest


def at_first(disk: Memory) -> Guest:
    return Guest(disk.content, 63 * 512, "ntfs")


@pytest.mark.parametrize(("old", "new"), PAIRS, ids="-".join)
def test_every_pair_is_answered_as_the_facts_say(old: str, new: str) -> None:
    found = hal_change.transition(old, new)
    expected = "same" if old == new else "offered" if new in OFFERED[old] else "forced"
    assert found.verdict == expected
    assert found.swaps_kernels == ((old in MULTIPROCESSOR) != (new in MULTIPROCESSOR))
    assert found.reason


@pytest.mark.parametrize(("old", "new"), [*ON_A_GUEST, ("hal", "hal")], ids="-".join)
def test_each_hal_of_a_guest_is_changed(
    disks: dict[str, Memory], tmp_path: Path, old: str, new: str
) -> None:
    disk, wishes = disks[old], Wishes(hal=new)
    if new not in OFFERED[old]:
        with pytest.raises(Refusal, match=r"E642: .*not a usual thing"):
            prepare(disk, wishes)
    fitting = prepare(disk, Wishes(hal=new, agreed=True))
    codes = [each.code for each in fitting.findings]
    leaves_acpi = "acpi" in old and "acpi" not in new
    assert codes == ["W650"] * (new not in OFFERED[old]) + ["W543"] * leaves_acpi
    if old == new:
        assert (fitting.changes, fitting.edit.pages) == ((), {})
        return
    after = changed(disk, fitting, tmp_path)
    for folder in ("", "dllcache/"):
        where = f"/WINDOWS/system32/{folder}"
        assert after.original_name(f"{where}hal.dll") == HALS[new].file
        assert after.original_name(f"{where}ntoskrnl.exe") == HALS[new].kernel
        assert after.original_name(f"{where}ntkrnlpa.exe") == HALS[new].pae_kernel
    swaps = (old in MULTIPROCESSOR) != (new in MULTIPROCESSOR)
    added, other = new_and_changed(at_first(disk), after)
    assert not added
    assert len(other) == (6 if swaps else 2)
    again = Memory(after.disk)
    assert prepare(again, Wishes(hal=new)).edit.pages == {}
    assert look(again).windows[0].hal is not None


def test_vista_and_7_are_told_apart(disks: dict[str, Memory]) -> None:
    """Windows 7 chooses its HAL itself; Vista loads the one it has unless it is told to choose."""
    xp = look(disks["halmacpi"]).windows[0]
    with pytest.raises(Refusal, match=r"(?s)E530: .*bcdedit /set detecthal yes") as vista:
        hal_change.check(replace(xp, version=(6, 0)))
    assert len(vista.value.findings) == 1
    with pytest.raises(Refusal, match="E641: ") as seven:
        hal_change.check(replace(xp, version=(6, 1)))
    assert "detecthal" not in str(seven.value)
    with pytest.raises(Refusal, match=r"E640: .*one HAL for all machines"):
        hal_change.check(replace(xp, version=(6, 2)))


@pytest.mark.parametrize("old", NAMES)
def test_recommended_is_to_keep_it(disks: dict[str, Memory], old: str) -> None:
    windows = look(disks[old]).windows[0]
    found = hal_change.recommendation(windows)
    assert found.hal == old
    assert found.reason
    assert prepare(disks[old], Wishes(hal="recommended")).edit.pages == {}


def test_recommended_is_what_goes_with_the_kernel(disks: dict[str, Memory], tmp_path: Path) -> None:
    """A HAL that somebody put there without its kernel would stop with 0x79."""
    disk = disks["halmacpi"]
    single = prepare(disks["halaacpi"], Wishes(hal="hal"))
    assert single.edit.pages
    overlay = Overlay(disk)
    uniprocessor = at_first(disks["halaacpi"]).read("/WINDOWS/system32/hal.dll")
    from engine.guest.helper.helper_process import Native
    from engine.guest.volumes import ntfs

    with Native() as native, ntfs.edit(native, overlay, 63 * 512, disk.size - 63 * 512) as files:
        files.replace(r"\WINDOWS\system32\hal.dll", uniprocessor)
    mixed = look(overlay)
    assert "W644" in [each.code for each in mixed.findings]
    assert hal_change.recommendation(mixed.windows[0]).hal == "halmacpi"
    mended = prepare(overlay, Wishes(hal="recommended"))
    after = changed(overlay, mended, tmp_path)
    assert after.original_name("/WINDOWS/system32/hal.dll") == "halmacpi.dll"
    assert after.original_name("/WINDOWS/system32/ntoskrnl.exe") == "ntkrnlmp.exe"


# -- trials


def menu(guest: Guest) -> list[tuple[str | None, str | None, bool]]:
    """HAL and kernel of each entry of boot.ini, and whether it starts by default."""
    table = look(Memory(guest.disk)).table
    entries = from_boot_ini(guest.read("/boot.ini"), table, 0)
    return [(each.option("hal"), each.option("kernel"), each.is_default) for each in entries]


@pytest.mark.parametrize("first", [False, True], ids=["beside", "first"])
def test_several_trials_give_a_menu(disks: dict[str, Memory], tmp_path: Path, first: bool) -> None:
    disk = disks["halmacpi"]
    wishes = Wishes(trials=("halacpi", "halmps", "hal"), trial_first=first, timeout=15)
    fitting = prepare(disk, wishes)
    after = changed(disk, fitting, tmp_path)
    tried = [
        ("halacpi.dll", "ntkrpaup.exe"),
        ("halmps.dll", None),
        ("halstd.dll", "ntkrpaup.exe"),
    ]
    own: list[tuple[str | None, str | None]] = [(None, None)]
    expected = [*tried, *own] if first else [*own, *tried]
    assert [entry[:2] for entry in menu(after)] == expected
    assert [entry[2] for entry in menu(after)] == [True, False, False, False]
    assert b"timeout=15\r\n" in after.read("/boot.ini")
    system32 = "/WINDOWS/system32"
    added, other = new_and_changed(at_first(disk), after)
    names = ("halacpi.dll", "halmps.dll", "halstd.dll", "ntkrpaup.exe")
    assert added == {f"{system32}/{name}" for name in names}
    assert other == {"/boot.ini"}
    old, new = at_first(disk).files["/boot.ini"], after.files["/boot.ini"]
    assert isinstance(old, File)
    assert new == replace(old, streams=getattr(new, "streams", ()))
    assert after.original_name(f"{system32}/halstd.dll") == "hal.dll"
    assert after.original_name(f"{system32}/ntkrpaup.exe") == "ntkrnlpa.exe"
    assert after.original_name(f"{system32}/hal.dll") == "halmacpi.dll"
    assert prepare(Memory(after.disk), wishes).edit.pages == {}


def test_a_trial_beside_a_new_hal_goes_with_the_new_kernel(
    disks: dict[str, Memory], tmp_path: Path
) -> None:
    """After halacpi has come, another HAL for one processor needs no kernel of its own."""
    disk = disks["halmacpi"]
    fitting = prepare(disk, Wishes(hal="halacpi", trials=("hal", "halmacpi")))
    assert [entry[:2] for entry in menu(changed(disk, fitting, tmp_path))] == [
        (None, None),
        ("halstd.dll", None),
        ("halmacpi.dll", "ntkrpamp.exe"),
    ]


def test_the_kernel_is_the_one_that_the_loader_would_take(tmp_path: Path) -> None:
    """Windows 2000 is started without /PAE and /noexecute."""
    guests.build(tmp_path / "guest", "windows2000", hal="halmacpi")
    disk = Memory((tmp_path / "guest").read_bytes())
    after = changed(disk, prepare(disk, Wishes(trials=("halacpi",))), tmp_path)
    assert menu(after)[1][:2] == ("halacpi.dll", "ntkrnlup.exe")
    assert after.original_name("/WINNT/system32/ntkrnlup.exe") == "ntoskrnl.exe"


def test_a_menu_on_another_volume(tmp_path: Path) -> None:
    """boot.ini on C:, a FAT volume, and Windows on the NTFS volume after it."""
    from fixtures import partitioned
    from fixtures.guests import GUESTS, Choice

    files = list(GUESTS["windowsxp"].files(Choice("ide", "halmacpi", 2048, 0, 0x4F3C2B1A)))
    ini = next(each for each in files if each.path.name == "boot.ini")
    there = ini.data.replace(b"partition(1)", b"partition(2)")
    boot = [type(ini)(ini.path, there, ini.attributes)]
    own = [each for each in files if str(each.path).startswith("/WINDOWS")]
    path = tmp_path / "disk"
    offsets = partitioned.build(
        path,
        [
            partitioned.Part(
                40 << 20, "c", partitioned.fat_volume(tmp_path / "c", boot), active=True
            ),
            partitioned.Part(48 << 20, "7", partitioned.ntfs_volume(tmp_path / "d", own)),
        ],
    )
    disk = Memory(path.read_bytes())
    fitting = prepare(disk, Wishes(trials=("halacpi",), timeout=5))
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    from fixtures import fat_proof, ntfs_proof

    first = io.BytesIO(overlay.pread(offsets[0], 40 << 20))
    fat_proof.assert_sound(first)
    fat_proof.assert_fsck(first)
    second = ntfs_proof.Proof(io.BytesIO(overlay.pread(offsets[1], 48 << 20)))
    second.assert_sound()
    entries = look(overlay).windows
    assert [each.root for each in entries] == [r"\WINDOWS"]
    from dissect.fat import FATFS

    content = FATFS(first).get("/boot.ini").open().read()
    assert b"/HAL=halacpi.dll /KERNEL=ntkrpaup.exe" in content
    assert b"timeout=5" in content
