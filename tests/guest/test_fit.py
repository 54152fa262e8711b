"""Every Windows, on all sorts of places, fitted by the command line, proved and taken back."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from fixtures import guests, hive_proof, machine, windows_later
from fixtures.guest_proof import Guest, hive_difference, new_and_changed

from engine.cli import exit_codes, main

ARTICLE = tomllib.loads(resources.files("resources").joinpath("kb314082.toml").read_text("utf-8"))
DEVICES = {id.lower() for row in ARTICLE["devices"] for id in row["ids"]}
DRIVERS = {"atapi.sys", "intelide.sys", "pciide.sys", "pciidex.sys"}
BOOT, DISABLED = 0, 4


@dataclass(frozen=True)
class Case:
    """A guest that is to be fitted."""

    kind: str
    bus: str
    first_sector: int
    file_system: str

    @property
    def system32(self) -> str:
        root = guests.GUESTS[self.kind].root.replace("\\", "/")
        return f"{root}/{'System32' if self.later else 'system32'}"

    @property
    def later(self) -> bool:
        return self.kind in ("windows7", "windows10")

    @property
    def control_sets(self) -> list[str]:
        return [f"ControlSet{number:03}" for number in guests.GUESTS[self.kind].control_sets]

    def __str__(self) -> str:
        return f"{self.kind}-{self.bus}-{self.first_sector}-{self.file_system}"


#: Every pair of a kind, a bus, a first sector and a file system.
NT5 = [
    Case("windows2000", "scsi", 63, "ntfs"),
    Case("windows2000", "ide", 2048, "fat32"),
    Case("windowsxp", "scsi", 2048, "fat32"),
    Case("windowsxp", "ide", 63, "ntfs"),
    Case("windows2003", "scsi", 63, "fat32"),
    Case("windows2003", "ide", 2048, "ntfs"),
]
SERVICES = {
    ("windows7", "scsi"): windows_later.SERVICES_7,
    ("windows7", "ide"): windows_later.SERVICES_7_IDE,
    ("windows10", "scsi"): windows_later.SERVICES_10,
    ("windows10", "ide"): windows_later.SERVICES_10_IDE,
}
#: Every pair of a kind, a bus before, and one after.
LATER = [
    (Case("windows7", "scsi", 2048, "ntfs"), "ide"),
    (Case("windows7", "ide", 2048, "ntfs"), "ahci"),
    (Case("windows10", "scsi", 2048, "ntfs"), "ahci"),
    (Case("windows10", "ide", 2048, "ntfs"), "ide"),
]


class Road:
    """A guest in a virtual machine, and the command line to be used on it."""

    def __init__(self, case: Case, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.case, self.folder, self._capsys = case, folder, capsys
        self.raw, self.out = folder / "guest.raw", folder / "out"
        self.image = self.out / "win2003.img"
        guests.build(
            self.raw,
            case.kind,
            bus=case.bus,
            first_sector=case.first_sector,
            file_system=case.file_system,
            size=guests.SMALL,
        )
        controller = "ide" if case.bus == "ide" else "scsi"
        self.vmx = machine.build(
            folder / "vm", image=self.raw, snapshots=1, controller=controller
        ).vmx
        # The machine's snapshots wrote to the disk: its truth is what was on it in the end.
        self.truth = folder / "vm-truth" / "current.raw"

    def run(self, *arguments: object) -> dict[str, Any]:
        """What a command says as JSON; it must be done."""
        assert main.main([*map(str, arguments), "--json"]) == exit_codes.DONE
        said: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return said

    def guest(self, image: Path) -> Guest:
        return Guest.of(image, self.case.first_sector, self.case.file_system)

    def again(self) -> list[dict[str, Any]]:
        """What would be changed if the result were converted once more."""
        vmx = machine.build(self.folder / "again", image=self.image, snapshots=0).vmx
        changes: list[dict[str, Any]] = self.run(
            *("convert", vmx, "-o", self.folder / "twice", "--dry-run", "--storage", "ide")
        )["changes"]
        return changes


@pytest.fixture
def road(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Road:
    return Road(request.param, tmp_path, capsys)


@pytest.mark.parametrize("road", NT5, ids=str, indirect=True)
def test_nt5_is_fitted_and_taken_back(road: Road) -> None:
    case, before = road.case, road.guest(road.truth)
    wanted = ("--storage", "ide", "--hal", "halacpi")
    seen = road.run("inspect", road.vmx)["guests"]
    (windows,) = next(iter(seen.values()))["windows"]
    assert (windows["hal"]["hal"], windows["root"]) == (
        "halmacpi",
        guests.GUESTS[case.kind].root,
    )

    planned = road.run("convert", road.vmx, "-o", road.out, "--dry-run", *wanted)
    assert not road.out.exists()
    done = road.run("convert", road.vmx, "-o", road.out, *wanted)
    assert done["outcome"] == "done"
    after = road.guest(road.image)
    after.assert_sound()
    assert_files(case, before, after)
    assert_registry(case, hive_difference(before, after, f"{case.system32}/config/SYSTEM"))
    assert_listed(planned["changes"], before, after)
    assert after.heads == (0x40 if case.file_system == "ntfs" else before.heads)
    assert after.original_name(f"{case.system32}/hal.dll") == "halacpi.dll"
    assert after.original_name(f"{case.system32}/ntoskrnl.exe") == "ntoskrnl.exe"
    assert after.original_name(f"{case.system32}/ntkrnlpa.exe") == "ntkrnlpa.exe"

    assert road.run("verify", road.out)["verified"]
    assert road.again() == []
    assert road.run("hal", road.image, "--set", "halacpi")["changes"] == []
    shown = road.run("hal", road.image)
    assert shown["windows"]["hal"]["hal"] == "halacpi"
    assert all(each["is_ready"] for each in ready(shown, "ide"))

    assert road.run("hal", road.image, "--undo")["undone"]
    assert road.image.read_bytes() == road.truth.read_bytes()
    assert road.run("verify", road.out)["verified"]
    assert not road.run("hal", road.image, "--undo")["undone"]


def ready(shown: dict[str, Any], bus: str) -> list[dict[str, Any]]:
    found = [each for each in shown["windows"]["storage"] if each["bus"] == bus]
    assert found
    return [{**each, "is_ready": not each["missing"]} for each in found]


def assert_files(case: Case, before: Guest, after: Guest) -> None:
    """The files that are meant have changed, and no other."""
    new, changed = new_and_changed(before, after)
    programs = ("hal.dll", "ntoskrnl.exe", "ntkrnlpa.exe")
    swapped = {
        f"{case.system32}/{folder}{name}" for folder in ("", "dllcache/") for name in programs
    }
    assert changed == {*swapped, f"{case.system32}/config/SYSTEM"}
    added = {f"{case.system32}/drivers/{name}" for name in DRIVERS}
    assert new == (added if case.bus == "scsi" else set())


def assert_registry(case: Case, difference: hive_proof.Difference) -> None:
    """In every control set what KB314082 says is added, and no other value is touched."""
    assert not difference.removed
    for name in case.control_sets:
        added = {path for path in difference.added if path.startswith(name)}
        database = rf"{name}\Control\CriticalDeviceDatabase"
        devices = {path.rpartition("\\")[2].lower() for path in added if path.startswith(database)}
        services = {path for path in added if r"\Services" in path}
        assert devices - {database.rpartition("\\")[2].lower()} <= DEVICES
        assert "pci#ven_8086&dev_7010" in devices
        assert len(devices & DEVICES) >= 31 - 5
        assert services <= {rf"{name}\Services\PCIIde"}
        assert len(added) == len(devices) + len(services)
    old = [each for each in difference.changed if each.path not in difference.added]
    starts = {"atapi": BOOT, "intelide": BOOT, "pciide": BOOT, "intelppm": DISABLED}
    starts |= {"vmtools": DISABLED, "vmmouse": DISABLED}
    for change in old:
        service = change.path.rpartition("\\")[2].lower()
        assert change.after is not None
        number = int.from_bytes(change.after[1], "little")
        if change.name == "Start":
            assert number == starts[service]
        else:
            assert (change.name, service, number) == ("AutoReboot", "crashcontrol", 0)
    ends = [rf"{name}\Control\CrashControl" for name in case.control_sets]
    assert {each.path for each in old if each.name == "AutoReboot"} == set(ends)


def assert_listed(listed: list[dict[str, Any]], before: Guest, after: Guest) -> None:
    """The list of a dry run says what happened, no less and no more."""
    new, changed = new_and_changed(before, after)
    files = {each["path"].replace("\\", "/").lower() for each in listed if each["kind"] == "file"}
    own = {path.lower() for path in new | changed if not path.endswith("/SYSTEM")}
    assert files == own
    assert any(each["kind"] == "registry" for each in listed)
    sectors = [(each["before"], each["after"]) for each in listed if each["kind"] == "sector"]
    assert sectors == ([] if before.heads == after.heads else [(before.heads, after.heads)])


@pytest.mark.parametrize(("road", "bus"), LATER, ids=str, indirect=["road"])
def test_later_windows_start_their_own_drivers(road: Road, bus: str) -> None:
    case, before = road.case, road.guest(road.truth)
    wanted = ("--storage", bus)
    listed = road.run("convert", road.vmx, "-o", road.out, "--dry-run", *wanted)["changes"]
    road.run("convert", road.vmx, "-o", road.out, *wanted)
    after = road.guest(road.image)
    after.assert_sound()
    system = f"{case.system32}/config/SYSTEM"
    assert new_and_changed(before, after) == (set(), {system})
    assert {each["kind"] for each in listed} == {"registry"}
    assert_drivers(case, hive_difference(before, after, system), after.read(system))
    config = (road.out / "win2003.cfg").read_text()
    assert f'hdtype = "{bus}"' in config
    assert road.again() == []
    assert all(each["is_ready"] for each in ready(road.run("hal", road.image), bus))
    assert road.run("hal", road.image, "--undo")["undone"]
    assert road.image.read_bytes() == road.truth.read_bytes()


def assert_drivers(case: Case, difference: hive_proof.Difference, system: bytes) -> None:
    assert not difference.added
    ahci = "msahci" if case.kind == "windows7" else "storahci"
    names = ("atapi", "intelide", "pciide", ahci)
    found = hive_proof.flatten(system)
    for control_set in case.control_sets:
        services = {
            path.rpartition("\\")[2].lower(): values
            for path, values in found.items()
            if path.lower().startswith(rf"{control_set}\services".lower())
        }
        for name in names:
            assert int.from_bytes(services[name]["Start"][1], "little") == BOOT
    at_first = SERVICES[case.kind, case.bus].items()
    demoted = {name for name, (_, override) in at_first if override is not None and name in names}
    removed = {rf"{c}\Services\{name}\StartOverride" for name in demoted for c in case.control_sets}
    assert set(difference.removed) == removed
    overrides = [path for path in found if path.endswith("StartOverride")]
    assert all(path.rsplit("\\", 2)[1].lower() not in names for path in overrides)
    other = {each.path.rpartition("\\")[2].lower() for each in difference.changed}
    assert other <= {*names, "startoverride", "crashcontrol"}


@pytest.mark.parametrize("road", [NT5[0], LATER[2][0]], ids=str, indirect=True)
def test_kept_as_it_is_if_that_is_asked_for(road: Road) -> None:
    done = road.run("convert", road.vmx, "-o", road.out, "--storage", "keep")
    assert road.image.read_bytes() == road.truth.read_bytes()
    codes = [each["code"] for each in done["findings"]]
    assert ("W646" in codes) == (road.case.bus == "scsi" or road.case.later)
    assert not list(road.out.glob("*.undo-*"))


@pytest.mark.parametrize("road", [NT5[0]], ids=str, indirect=True)
def test_each_part_can_be_switched_off(road: Road) -> None:
    off = ("guest.crash=keep", "guest.cpu=keep", "guest.heads=keep", "guest.tools=keep")
    switched = [word for key in off for word in ("--set", key)]
    changes = road.run(
        "convert", road.vmx, "-o", road.out, "--dry-run", "--storage", "ide", *switched
    )["changes"]
    assert changes
    assert not [each for each in changes if each["kind"] == "sector"]
    told = {each["key"].rpartition("\\")[2].lower() for each in changes if "key" in each}
    assert not told & {"crashcontrol", "intelppm", "vmtools", "vmmouse"}


@pytest.mark.parametrize("road", [NT5[2]], ids=str, indirect=True)
def test_auto_leaves_alone_what_can_start(road: Road) -> None:
    """The result of a fitting is ready, so ``auto`` finds nothing to do."""
    road.run("convert", road.vmx, "-o", road.out)
    vmx = machine.build(road.folder / "again", image=road.image, snapshots=0).vmx
    twice = road.run("convert", vmx, "-o", road.folder / "twice", "--dry-run")
    assert twice["changes"] == []
    assert "Fit the guest" not in " ".join(twice["steps"])
