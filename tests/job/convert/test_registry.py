"""What is written into registries, as another reader sees it: chntpw's reged.

It shares no code with what writes hives (libhivex), with what the engine reads them by, nor with
dissect.regf of the other tests. All that there is to write is written at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conditions import real_windows
from conditions.command import run
from conditions.real_windows import in_system, with_a_card, with_address
from fixtures import hive_proof, reged
from fixtures.guest_proof import Guest
from fixtures.hive import Key, dword, expand_sz, multi_sz, sz
from fixtures.hive_proof import Tree
from fixtures.raw_disk import Memory
from guest.windows.test_pv_drivers import folder as pv_drivers

from engine.guest.fit import prepare
from engine.guest.inspect import look
from engine.guest.wishes import Wishes

pytestmark = pytest.mark.skipif(reged.missing(), reason="chntpw (reged) is not installed")
KINDS = ("windowsxp", "windows7", "windows10")
SERVICES = r"ControlSet001\Services"
MOUSE = r"ControlSet001\Control\Class\{4D36E96F-E325-11CE-BFC1-08002BE10318}"
FIRST_BOOT = rf"{SERVICES}\vmx2xen-firstboot"


def with_all(root: Key) -> None:
    """Fixed addresses, services and a filter of VMware Tools."""
    with_address(root)
    for name, start in {"vmci": 0, "VMTools": 2, "vmhgfs": 1}.items():
        root.at(rf"{SERVICES}\{name}").set({"Start": dword(start)})
    root.at(MOUSE).set({"UpperFilters": multi_sz("vmmouse", "mouclass")})


@dataclass(frozen=True)
class Written:
    """A guest before and after a conversion, and what is said to have changed."""

    kind: str
    before: Guest
    after: Guest
    changes: list[dict[str, Any]]
    image: Path
    files: tuple[str, ...]  #: that were to be put in

    def hive(self, name: str) -> tuple[bytes, bytes]:
        path = next(p for p in self.after.files if p.lower().endswith(f"/config/{name.lower()}"))
        return self.before.read(path), self.after.read(path)


@pytest.fixture(scope="module", params=KINDS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    place = tmp_path_factory.mktemp(request.param)
    vm = with_a_card(real_windows.built(place, request.param, in_system(with_all)))
    script = place / "own.cmd"
    script.write_text("@echo hello\r\n")
    drivers = pv_drivers(place / "drivers")
    options = ("--firstboot", script, "--pvdrivers", drivers)
    done = run("convert", vm.vmx, "-o", place / "out", *options)
    assert done.code == 0, done.told
    manifest = json.loads((place / "out/manifest.json").read_text())
    return Written(
        request.param,
        Guest(vm.truths["current"].read_bytes(), real_windows.START, "ntfs"),
        real_windows.made(place),
        manifest["disks"][0]["changes"],
        place / "out/vm.img",
        (str(script), str(drivers)),
    )


@pytest.mark.parametrize("name", ["SYSTEM", "SOFTWARE"])
def test_two_readers_see_the_same(written: Written, name: str) -> None:
    for content in written.hive(name):
        assert reged.flatten(content) == hive_proof.flatten(content)


def listed(changes: list[dict[str, Any]], name: str) -> set[tuple[str, str | None]]:
    """Keys, and values by their keys, that are said to have changed in a hive."""
    own = (each for each in changes if each["kind"] == "registry" and each["hive"] == name)
    return {(each["key"].lower(), each["value"]) for each in own}


def differing(before: Tree, after: Tree) -> set[tuple[str, str | None]]:
    """The same as it is seen; the values of a key that is gone went with it."""
    keys = {(path.lower(), None) for path in before.keys() ^ after.keys()}
    values = {
        (path.lower(), name)
        for path in after
        for name in before.get(path, {}).keys() | after.get(path, {}).keys()
        if before.get(path, {}).get(name) != after.get(path, {}).get(name)
    }
    return keys | values


@pytest.mark.parametrize("name", ["SYSTEM", "SOFTWARE"])
def test_what_is_listed_is_what_changed(written: Written, name: str) -> None:
    seen = differing(*map(reged.flatten, written.hive(name)))
    assert seen
    assert seen == listed(written.changes, name)


def test_services_first_boot_addresses_and_drivers(written: Written) -> None:
    found = reged.flatten(written.hive("SYSTEM")[1])
    by_name = {path.lower(): values for path, values in found.items()}
    bus = ("atapi", "intelide", "pciide") if written.kind == "windowsxp" else ("atapi", "intelide")
    for service in bus:
        assert by_name[rf"{SERVICES}\{service}".lower()]["Start"] == tuple(dword(0))
    for service in ("vmci", "VMTools", "vmhgfs"):
        assert found[rf"{SERVICES}\{service}"]["Start"] == tuple(dword(4))
    assert found[MOUSE]["UpperFilters"] == tuple(multi_sz("mouclass"))
    own = found[FIRST_BOOT]
    assert own["Start"] == tuple(dword(2))
    assert own["ObjectName"] == tuple(sz("LocalSystem"))
    command = own["ImagePath"][1].decode("utf-16-le").rstrip("\0")
    assert command.endswith(r"cmd.exe /c %SystemRoot%\V2XBOOT.CMD")
    software = reged.flatten(written.hive("SOFTWARE")[1])
    path = r"%SystemRoot%\inf;%SystemRoot%\V2XPV\1;%SystemRoot%\V2XPV\2"
    value = software[r"Microsoft\Windows\CurrentVersion"]["DevicePath"]
    assert value == tuple(expand_sz(path))


def test_a_second_time_there_is_nothing_to_write(written: Written) -> None:
    disk = Memory(written.image.read_bytes())
    script, drivers = written.files
    wishes = Wishes(bus="ide", first_boot=(script,), pv_drivers=(drivers,),
                    cards=(real_windows.MAC,), only_if_needed=True)  # fmt: skip
    again = prepare(disk, look(disk), wishes)
    assert (again.changes, again.edit.pages) == ((), {})


def test_taken_back_all_is_as_it_was(written: Written) -> None:
    assert run("hal", written.image, "--undo", "--conversion").code == 0
    undone = Guest(written.image.read_bytes(), real_windows.START, "ntfs")
    assert undone.disk == written.before.disk
