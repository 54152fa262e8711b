"""VMware Tools in a Windows disabled: what must not start, and whose filters must not be missed."""

from __future__ import annotations

from fixtures import hive, hive_proof
from fixtures.hive import Key, dword, multi_sz, sz

from engine.guest.helper.helper_process import Native
from engine.guest.hives import registry
from engine.guest.hives.hive_reader import Content
from engine.guest.hives.hive_reader import Hive as HiveReader
from engine.guest.windows import vmware_tools

MOUSE = r"Control\Class\{4D36E96F-E325-11CE-BFC1-08002BE10318}"
DEVICE = r"Enum\ACPI\PNP0F13\4&1d401fb5&0"
DISK = r"Enum\SCSI\Disk&Ven_VMware\000000"
ORDER = r"Control\NetworkProvider\Order"


def system() -> bytes:
    root = Key()
    for name in ("ControlSet001", "ControlSet002"):
        own = root.at(name)
        for service, start in (("vmci", 0), ("VMTools", 2), ("vmmouse", 3), ("mouclass", 1)):
            own.at(rf"Services\{service}").set({"Start": dword(start), "Group": sz("x")})
        own.at(r"Services\vmhgfs")  # half removed: it has no Start
        own.at(MOUSE).set({"UpperFilters": multi_sz("vmmouse", "mouclass"), "Class": sz("Mouse")})
        own.at(DEVICE).set({"UpperFilters": multi_sz("VMMOUSE"), "Service": sz("i8042prt")})
        own.at(DISK).set({"LowerFilters": multi_sz("other")})
        own.at(ORDER).set({"ProviderOrder": sz("RDPNP,vmhgfs,LanmanWorkstation")})
    root.at("Select").set({"Current": dword(1)})
    return hive.build(root, name="SYSTEM", lists="lh")


def disabled(native: Native, content: bytes) -> tuple[bytes, tuple[registry.Change, ...]]:
    with registry.edit(native, "SYSTEM", content) as found:
        for name in ("ControlSet001", "ControlSet002"):
            vmware_tools.disable(found, name)
        return found.save(), found.changes


def test_services_filters_and_providers_go_in_every_control_set(native: Native) -> None:
    before = system()
    after, listed = disabled(native, before)
    hive_proof.assert_sound(after, before)
    difference = hive_proof.diff(before, after)
    assert not difference.added
    assert not difference.removed
    expected = {
        rf"{name}\{path}"
        for name in ("ControlSet001", "ControlSet002")
        for path in (
            *(rf"Services\{each}" for each in ("vmci", "VMTools", "vmmouse")),
            MOUSE,
            DEVICE,
            ORDER,
        )
    }
    assert {each.path for each in difference.changed} == expected
    assert len(listed) == len(expected)
    found = hive_proof.flatten(after)
    own = "ControlSet002"
    assert found[rf"{own}\Services\vmci"]["Start"] == tuple(dword(4))
    assert found[rf"{own}\{MOUSE}"]["UpperFilters"] == tuple(multi_sz("mouclass"))
    assert "UpperFilters" not in found[rf"{own}\{DEVICE}"]
    order = found[rf"{own}\{ORDER}"]["ProviderOrder"]
    assert order == tuple(sz("RDPNP,LanmanWorkstation"))


def test_a_second_time_there_is_nothing_to_do(native: Native) -> None:
    once, _ = disabled(native, system())
    assert disabled(native, once) == (once, ())


def test_programs_at_log_on_go_in_both_views(native: Native) -> None:
    root = Key()
    run = r"Microsoft\Windows\CurrentVersion\Run"
    root.at(run).set({"VMware User Process": sz("vmtoolsd.exe -n vmusr"), "Own": sz("own.exe")})
    root.at(rf"Wow6432Node\{run}").set({"VMware Tools": sz("VMwareTray.exe")})
    before = hive.build(root, name="SOFTWARE", lists="lh")
    seen = vmware_tools.programs(HiveReader("SOFTWARE", Content(before)))
    assert seen == ("vmware tools", "vmware user process")
    with registry.edit(native, "SOFTWARE", before) as found:
        vmware_tools.disable_programs(found)
        after = found.save()
    hive_proof.assert_sound(after, before)
    left = hive_proof.flatten(after)
    assert list(left[run]) == ["Own"]
    assert not left[rf"Wow6432Node\{run}"]
    assert vmware_tools.programs(HiveReader("SOFTWARE", Content(after))) == ()
