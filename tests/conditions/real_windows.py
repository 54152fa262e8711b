"""L. Windows as real ones were: hives that were not closed, menus by the controller, CDs.

Each is asked about and converted by the command line, and what was made is looked into by readers
that share no code with the engine.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from conditions.command import Done, run
from conditions.table import condition
from fixtures import (
    fat_proof,
    guests,
    hive,
    hive_log,
    hive_proof,
    machine,
    mbr,
    ntfs,
    partitioned,
    windows_later,
)
from fixtures.guest_proof import Guest
from fixtures.hive import Key, Value, binary, dword, multi_sz, sz
from fixtures.hive_proof import Tree
from fixtures.machine import Machine
from fixtures.mbr import Partition
from fixtures.ntfs import File
from fixtures.partitioned import Part

SIZE, FIRST, SIGNATURE = 48 << 20, 63, 0x4F3C2B1A
START = FIRST * 512
MAC = "00:50:56:95:08:bb"
NAMES = {"windowsxp": "winxppro", "windows7": "windows7", "windows10": "windows9-64",
         "windows2003": "winnetenterprise"}  # fmt: skip
#: What is said of any such machine: its card has none of Xen's models, Windows is activated anew.
ALWAYS = ("W540", "W542")

Files = dict[str, File]
Change = Callable[[Files], object]


def image_of(
    path: Path, kind: str, change: Change = lambda files: None, *, hal: str = "halmacpi",
    signature: int = SIGNATURE,
) -> Path:  # fmt: skip
    """A disk with a Windows on SCSI of which ``change`` changed the files."""
    choice = guests.Choice("scsi", hal, FIRST, 0, SIGNATURE)
    files = {str(each.path): each for each in guests.GUESTS[kind].files(choice)}
    change(files)
    place = Partition(FIRST, SIZE // 512 - FIRST, 7)
    volume = path.with_suffix(".volume")
    ntfs.build(volume, list(files.values()), sectors=place.length, first_sector=FIRST)
    record = mbr.build([place], signature=signature, message=kind)
    path.write_bytes(record.ljust(START, b"\0") + volume.read_bytes())
    return path


def on_vmware(folder: Path, kind: str, image: Path, **how: Any) -> Machine:
    """A machine with ``image`` as its disk, and no snapshot unless asked for."""
    how = {"snapshots": 0, "guest_os": NAMES[kind], "name": "vm", **how}
    return machine.build(folder / "vm", image=image, **how)


def built(folder: Path, kind: str, change: Change = lambda files: None, **how: Any) -> Machine:
    return on_vmware(folder, kind, image_of(folder / "raw", kind, change, **how))


def put(files: Files, path: str, content: bytes) -> None:
    files[path] = File(PurePosixPath(path), content)


def system_path(files: Files) -> str:
    return next(path for path in files if path.lower().endswith("/config/system"))


def in_system(change: Callable[[Key], object]) -> Change:
    """The SYSTEM hive with more in it, or other values."""

    def make(files: Files) -> None:
        path = system_path(files)
        root = Key()
        for key, values in hive_proof.flatten(files[path].data).items():
            own = root.at(key) if key else root
            own.set({name: Value(*value) for name, value in values.items()})
        change(root)
        put(files, path, hive.build(root, name="SYSTEM", lists="lf"))

    return make


def converted(vm: Machine, folder: Path, *options: object, code: int = 0) -> Done:
    """What is said of a conversion beside what is said of all; it ends with ``code``."""
    done = run("convert", vm.vmx, "-o", folder / "out", *options)
    assert done.code == code, done.told
    return Done(code, {"findings": [e for e in done.told["findings"] if e["code"] not in ALWAYS]})


def made(folder: Path) -> Guest:
    """The guest that was written, sound as a file system."""
    found = Guest((folder / "out/vm.img").read_bytes(), START, "ntfs")
    found.assert_sound()
    return found


def registry(guest: Guest, name: str = "SYSTEM") -> Tree:
    """A hive of a guest, sound, by dissect.regf."""
    path = next(path for path in guest.files if path.lower().endswith(f"/config/{name.lower()}"))
    content = guest.read(path)
    hive_proof.assert_sound(content)
    return hive_proof.flatten(content)


def taken_back(vm: Machine, folder: Path) -> None:
    """The change of the guest taken back leaves the disk as it was, bit by bit."""
    assert run("hal", folder / "out/vm.img", "--undo", "--conversion").code == 0
    assert (folder / "out/vm.img").read_bytes() == vm.truths["current"].read_bytes()


# -- hives that were not closed cleanly

NEW = r"ControlSet001\Services\NewLately"
UNCLOSED = "SYSTEM_2, SYSTEM_B and WIN_10_1709 of regipy; any snapshot of a machine that runs"


def unclosed(files: Files, *, with_log: bool = True) -> None:
    """SYSTEM as it lies while Windows writes: a service is in its log alone."""
    path = system_path(files)
    before = files[path].data
    in_system(lambda root: root.at(NEW).set({"ImagePath": sz("new.sys")}))(files)
    entries = [hive_log.entry(before, files[path].data, sequence=2)]
    put(files, path, hive_log.dirty(before))
    if with_log:
        put(files, f"{path}.LOG1", hive_log.log(before, entries, sequence=2))


@condition(UNCLOSED, "W820")
def a_hive_with_its_log(folder: Path) -> Sequence[str]:
    """The log is played back, into the overlay alone."""
    vm = built(folder, "windows10", unclosed)
    assert "W820" in run("inspect", vm.vmx).codes
    said = converted(vm, folder)
    found = registry(made(folder))
    assert NEW in found
    assert found[r"ControlSet001\Services\atapi"]["Start"] == tuple(dword(0))
    taken_back(vm, folder)
    return said.codes


@condition("adminsyspro/proxcenter-ui, pull request 400: crash-consistent snapshots", "W820")
def a_snapshot_of_a_machine_that_ran(folder: Path) -> Sequence[str]:
    running = image_of(folder / "raw", "windows10", unclosed)
    later = image_of(folder / "later", "windows10")
    vm = on_vmware(folder, "windows10", running, later=[later], snapshots=1)
    [number] = vm.truths.keys() - {"current"}
    said = converted(vm, folder, "--snapshot", number)
    assert NEW in registry(made(folder))
    return said.codes


@condition("the same, where the log does not fit", "E621", "E653")
def a_hive_without_its_log(folder: Path) -> Sequence[str]:
    vm = built(folder, "windows10", lambda files: unclosed(files, with_log=False))
    return converted(vm, folder, code=3).codes


@condition("virt-v2v: hivex ignores the logs of a hive", "W639")
def a_hive_whose_log_is_to_be_ignored(folder: Path) -> Sequence[str]:
    vm = built(folder, "windows10", lambda files: unclosed(files, with_log=False))
    said = converted(vm, folder, "--set", "guest.hive-log=ignore")
    assert registry(made(folder))[r"ControlSet001\Services\atapi"]["Start"] == tuple(dword(0))
    taken_back(vm, folder)
    return said.codes


@condition("regipy, corrupted_system_hive", "E820")
def a_hive_that_cannot_be_read(folder: Path) -> Sequence[str]:
    """What was asked for by name is refused; the folder is there, and not to be removed."""

    def damage(files: Files) -> None:
        put(files, system_path(files), b"nothing!" * 600)

    vm = built(folder, "windowsxp", damage)
    assert converted(vm, folder / "as it is").codes == ["W822"]
    return converted(vm, folder, "--storage", "ide", code=3).codes


@condition("hivex, images/rlenvalue_test_hive as SYSTEM: no ControlSet001", "E623")
def a_hive_without_control_sets(folder: Path) -> Sequence[str]:
    """Nothing of it is changed then, neither files nor boot sector."""

    def empty(files: Files) -> None:
        put(files, system_path(files), hive.build(Key(), name="SYSTEM"))

    return converted(built(folder, "windowsxp", empty), folder, "--storage", "ide", code=3).codes


# -- the boot menu

BY_BIOS = b"multi(0)disk(0)rdisk(0)"
NTBOOTDD = "Microsoft KB102873 and KB227704: the loader reads such a disk through NTBOOTDD.SYS"


def by_controller(place: bytes) -> Change:
    """boot.ini naming the disk by ``place``, with the driver of VMware's controller beside it."""

    def make(files: Files) -> None:
        content = files["/boot.ini"].data
        assert BY_BIOS in content
        put(files, "/boot.ini", content.replace(BY_BIOS, place))
        put(files, "/NTBOOTDD.SYS", b"MZ, of VMware's controller")

    return make


def menu_of(folder: Path, place: bytes) -> Sequence[str]:
    vm = built(folder, "windowsxp", by_controller(place))
    assert "W821" in run("inspect", vm.vmx).codes
    said = converted(vm, folder)
    before = Guest(vm.truths["current"].read_bytes(), START, "ntfs").read("/boot.ini")
    assert made(folder).read("/boot.ini") == before.replace(place, BY_BIOS)
    taken_back(vm, folder)
    return said.codes


@condition(NTBOOTDD)
def a_menu_by_scsi(folder: Path) -> Sequence[str]:
    return menu_of(folder, b"scsi(0)disk(0)rdisk(0)")


@condition(NTBOOTDD)
def a_menu_by_signature(folder: Path) -> Sequence[str]:
    return menu_of(folder, b"signature(%x)disk(0)rdisk(0)" % SIGNATURE)


def menu(*options: str, wait: int = 30) -> Change:
    """A menu with an entry for each of ``options``; it waits so many seconds."""
    path = r"multi(0)disk(0)rdisk(0)partition(1)\WINDOWS"
    lines = ["[boot loader]", f"timeout={wait}", f"default={path}", "[operating systems]"]
    lines += [f'{path}="XP {number}" {each}' for number, each in enumerate(options)]
    return lambda files: put(files, "/boot.ini", "\r\n".join([*lines, ""]).encode("cp1252"))


@condition("German Windows XP, timeout=0: a trial could not be chosen", "W521", "W652")
def a_menu_that_does_not_wait(folder: Path) -> Sequence[str]:
    vm = built(folder, "windowsxp", menu("/fastdetect", wait=0))
    return converted(vm, folder, "--set", "guest.trial=halacpi").codes


@condition("the loader of NT 5 shows ten entries", "E647", "E653")
def a_menu_that_is_full(folder: Path) -> Sequence[str]:
    vm = built(folder, "windowsxp", menu(*["/fastdetect"] * 10))
    return converted(vm, folder, "--set", "guest.trial=halacpi", code=3).codes


# -- media, HALs, controllers

DRIVERS = ("atapi.sys", "intelide.sys", "pciide.sys", "pciidex.sys")


def without_media(files: Files) -> None:
    for path in [each for each in files if "Driver Cache" in each]:
        del files[path]


@condition("Windows XP set up without its Driver Cache", "E648", "E653")
def a_windows_without_its_media(folder: Path) -> Sequence[str]:
    """It is said how media are named, not only where files are to be copied."""
    done = converted(built(folder, "windowsxp", without_media), folder, code=3)
    [missing] = [each for each in done.told["findings"] if each["code"] == "E648"]
    assert "--media" in missing["remedy"]
    return done.codes


@condition("Microsoft KB314082: the drivers are on the CD")
def a_windows_with_its_cd(folder: Path) -> Sequence[str]:
    from guest.windows.test_media import SP3, iso, programs

    vm = built(folder, "windowsxp", without_media)
    said = converted(vm, folder, "--media", iso(folder / "xp.iso", SP3))
    for name in DRIVERS:
        assert made(folder).read(f"/WINDOWS/system32/drivers/{name}") == programs(SP3)[name]
    return said.codes


@condition("kubevirt, issue 11332; debian-administration.org, dkg: STOP 0x7B", "W646", "W647")
def a_windows_left_as_it_is(folder: Path) -> Sequence[str]:
    return converted(built(folder, "windowsxp"), folder, "--storage", "keep").codes


@condition("the same, converted")
def a_windows_that_gets_its_drivers(folder: Path) -> Sequence[str]:
    vm = built(folder, "windowsxp")
    said = converted(vm, folder)
    found = registry(made(folder))
    for number in (1, 3):
        own = rf"ControlSet{number:03}"
        for name in ("atapi", "intelide", "pciide"):
            key = next(e for e in found if e.lower() == rf"{own}\services\{name}".lower())
            assert found[key]["Start"] == tuple(dword(0))
    taken_back(vm, folder)
    return said.codes


@condition("msahci came with Vista", "E649")
def a_windows_xp_on_ahci(folder: Path) -> Sequence[str]:
    return converted(built(folder, "windowsxp"), folder, "--storage", "ahci", code=3).codes


@condition("Microsoft KB329972: HAL and kernel of two kinds stop with 0x79", "W520", "W644", "W644")
def a_hal_beside_a_kernel_of_another_kind(folder: Path) -> Sequence[str]:
    def change(files: Files) -> None:
        other = {str(e.path): e for e in guests.GUESTS["windowsxp"].files(
            guests.Choice("scsi", "halacpi", FIRST, 0, SIGNATURE))}  # fmt: skip
        for name in ("ntoskrnl.exe", "ntkrnlpa.exe"):
            files[f"/WINDOWS/system32/{name}"] = other[f"/WINDOWS/system32/{name}"]

    return converted(built(folder, "windowsxp", change), folder).codes


@condition("the same: a HAL is put in with its kernels, and then it is known which one it is")
def a_hal_that_was_put_in(folder: Path) -> Sequence[str]:
    vm = built(folder, "windowsxp")
    converted(vm, folder)
    image = folder / "out/vm.img"
    assert run("hal", image, "--set", "halacpi").code == 0
    found = made(folder)
    assert found.original_name("/WINDOWS/system32/hal.dll") == "halacpi.dll"
    assert found.original_name("/WINDOWS/system32/ntoskrnl.exe") == "ntoskrnl.exe"
    known = run("hal", image)
    assert known.told["hal"] == "halacpi"
    return known.codes


# -- how it was left


@condition("a Windows XP that was hibernated", "E612", "E653")
def a_hibernated_windows(folder: Path) -> Sequence[str]:
    vm = built(folder, "windowsxp", lambda files: put(files, "/hiberfil.sys", b"hibr" * 3000))
    assert "W635" in run("inspect", vm.vmx).codes
    return converted(vm, folder, code=3).codes


def with_a_second_disk(folder: Path, policy: int) -> Machine:
    """A Windows 10 that brings disks online as SanPolicy says, on a machine of two."""
    own = r"ControlSet001\Services\partmgr\Parameters"
    vm = built(
        folder, "windows10", in_system(lambda r: r.at(own).set({"SanPolicy": dword(policy)}))
    )
    data = machine.build(folder / "data", name="data", size=1 << 20, snapshots=0)
    with vm.vmx.open("a") as file:
        file.write('scsi0:1.present = "TRUE"\nscsi0:1.fileName = "data.vmdk"\n')
    for each in data.disk.parent.glob("*.vmdk"):
        each.rename(vm.vmx.with_name(each.name))
    return vm


SAN = "FuturFusion/migration-manager, issue 481; Red Hat, RHEL-55837: second disks stay offline"


@condition(SAN)
def second_disks_are_brought_online(folder: Path) -> Sequence[str]:
    vm = with_a_second_disk(folder, policy=3)
    assert "W972" in run("inspect", vm.vmx).codes
    said = converted(vm, folder)
    policy = registry(made(folder))[r"ControlSet001\Services\partmgr\Parameters"]["SanPolicy"]
    assert policy == tuple(dword(1))
    return said.codes


@condition(SAN, "W646", "W972")
def second_disks_that_stay_offline(folder: Path) -> Sequence[str]:
    vm = with_a_second_disk(folder, policy=3)
    return converted(vm, folder, "--storage", "keep").codes


@condition("Microsoft, VDS_SAN_POLICY: OnlineAll")
def second_disks_that_are_online(folder: Path) -> Sequence[str]:
    return converted(with_a_second_disk(folder, policy=1), folder).codes


# -- what is VMware's

CARD = r"ControlSet001\Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}\0007"
GUID = "{848F537B-D3A3-4FD7-9360-3F7098E5EDE5}"
STATIC = "mammoth's knowledge base, 115001506186; vjailbreak: static addresses, ghost adapters"


def with_address(root: Key) -> None:
    """A vmxnet3 with a fixed address."""
    root.at(CARD).set(
        {
            "NetCfgInstanceId": sz(GUID),
            "DriverDesc": sz("vmxnet3 Ethernet Adapter"),
            "MatchingDeviceId": sz(r"pci\ven_15ad&dev_07b0"),
            "DeviceInstanceID": sz(r"PCI\VEN_15AD&DEV_07B0\FF565000BB0895FE00"),
        }
    )
    root.at(rf"ControlSet001\Services\Tcpip\Parameters\Interfaces\{GUID}").set(
        {
            "EnableDHCP": dword(0),
            "IPAddress": multi_sz("192.0.2.7"),
            "SubnetMask": multi_sz("255.255.255.0"),
            "DefaultGateway": multi_sz("192.0.2.1"),
        }
    )


def with_a_card(vm: Machine, mac: str = MAC) -> Machine:
    with vm.vmx.open("a") as file:
        file.write('ethernet0.present = "TRUE"\nethernet0.virtualDev = "vmxnet3"\n')
        file.write(f'ethernet0.addressType = "static"\nethernet0.address = "{mac}"\n')
    return vm


@condition(STATIC, "W502")
def a_fixed_address_is_set_again(folder: Path) -> Sequence[str]:
    """Which one it is, is said; by the MAC of the card it is set at the first start."""
    vm = with_a_card(built(folder, "windows7", in_system(with_address)))
    [said] = [e for e in run("inspect", vm.vmx).told["findings"] if e["code"] == "W824"]
    assert "192.0.2.7/255.255.255.0" in said["message"]
    assert "192.0.2.7 255.255.255.0 192.0.2.1" in said["remedy"]
    done = converted(vm, folder)
    found = made(folder)
    script = found.read("/Windows/V2XB001.PS1").decode()
    assert f"Set-Addresses '{MAC.upper()}' @('192.0.2.7') @('255.255.255.0')" in script
    assert r"ControlSet001\Services\vmx2xen-firstboot" in registry(found)
    taken_back(vm, folder)
    return done.codes


@condition(STATIC, "W502", "W824")
def a_fixed_address_of_a_card_that_is_gone(folder: Path) -> Sequence[str]:
    vm = with_a_card(built(folder, "windows7", in_system(with_address)), "00:50:56:00:00:01")
    return converted(vm, folder).codes


@condition("xcp-ng-org, issue 346: activation by the card; the MAC is kept", "W502")
def the_address_of_a_card(folder: Path) -> Sequence[str]:
    done = converted(with_a_card(built(folder, "windows7")), folder)
    assert f"mac={MAC}" in (folder / "out/vm.cfg").read_text()
    return done.codes


def known_by(signature: int) -> Change:
    place = binary(struct.pack("<IQ", signature, START))
    return in_system(lambda root: root.at("MountedDevices").set({r"\DosDevices\C:": place}))


@condition("goodells.net, multiboot, partsigs: nobody can log on where C: has another letter")
def a_disk_that_lost_its_signature(folder: Path) -> Sequence[str]:
    vm = built(folder, "windowsxp", known_by(SIGNATURE), signature=0)
    assert "W825" in run("inspect", vm.vmx).codes
    done = converted(vm, folder)
    content = (folder / "out/vm.img").read_bytes()
    assert content[440:444] == SIGNATURE.to_bytes(4, "little")
    taken_back(vm, folder)
    return done.codes


@condition("the same", "W825")
def a_disk_with_another_signature(folder: Path) -> Sequence[str]:
    return converted(built(folder, "windowsxp", known_by(SIGNATURE + 1)), folder).codes


@condition("VMware: the Tools refuse to be removed elsewhere")
def tools_of_vmware(folder: Path) -> Sequence[str]:
    services = {"vmci": 0, "VMTools": 2, "vmhgfs": 1}

    def add(root: Key) -> None:
        for name, start in services.items():
            root.at(rf"ControlSet001\Services\{name}").set({"Start": dword(start)})

    vm = built(folder, "windows7", in_system(add))
    assert "W647" in run("inspect", vm.vmx).codes
    done = converted(vm, folder)
    found = registry(made(folder))
    for name in services:
        assert found[rf"ControlSet001\Services\{name}"]["Start"] == tuple(dword(4))
    taken_back(vm, folder)
    return done.codes


# -- firmware

ESP, BASIC = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"
PART = "11111111-2222-4333-8444-555555555555"


@condition("Apache CloudStack, issue 9645; kubevirt, issue 12178: no boot device", "W534", "W535")
def a_loader_that_only_vmware_knows(folder: Path) -> Sequence[str]:
    """Windows' own is copied to where any firmware looks for one."""
    from guest.test_efi_loader import SHIM

    device = windows_later.gpt_device(partitioned.GPT_ID, PART)
    loader = File(PurePosixPath("/EFI/Microsoft/Boot/bootmgfw.efi"), SHIM)
    store = windows_later.bcd("/EFI/Microsoft/Boot/BCD", device)
    esp = partitioned.fat_volume(folder / "esp", [loader, store])
    own = partitioned.ntfs_volume(folder / "ntfs", windows_later.windows_10(), 16 << 20)
    parts = [Part(40 << 20, ESP, esp), Part(16 << 20, BASIC, own, uuid=PART)]
    [start, _] = partitioned.build(folder / "raw", parts, label="gpt")
    vm = on_vmware(folder, "windows10", folder / "raw")
    with vm.vmx.open("a") as file:
        file.write('firmware = "efi"\n')
    assert "W827" in run("inspect", vm.vmx).codes
    done = converted(vm, folder)
    content = (folder / "out/vm.img").read_bytes()
    found = fat_proof.files(io.BytesIO(content[start : start + (40 << 20)]))
    assert found["/EFI/BOOT/BOOTX64.EFI"][:2] == found[str(loader.path)][:2]
    taken_back(vm, folder)
    return done.codes
