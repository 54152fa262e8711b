"""Commands for the first start: what is put into a guest, that it runs once, and that it goes.

No Windows runs here: what is proved is what is in the registry and on the disk, and that Wine's and
this computer's interpreters do with the files what they are to do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest
from fixtures import (
    guest_proof,
    guests,
    hive,
    hive_proof,
    machine,
    mbr,
    ntfs,
    windows2003,
    windows_cards,
)
from fixtures.guest_proof import Guest as Proof
from fixtures.hive import Key, Value, dword, expand_sz
from fixtures.ntfs import File
from fixtures.raw_disk import Memory
from fixtures.windows_cards import MAC

from engine.cli import main
from engine.cli.exit_codes import DONE
from engine.disk.edits.overlay import Overlay
from engine.findings import Refusal
from engine.guest.fit import Fitting, prepare
from engine.guest.inspect import look
from engine.guest.user_commands import Command
from engine.guest.windows import first_boot
from engine.guest.wishes import Wishes

START, SIZE = 63 * 512, 64 << 20


def with_address(content: bytes, *, mac_known: bool, dhcp: int = 0) -> bytes:
    """A SYSTEM hive with a card on PCI that has a fixed address."""
    root = Key()
    for path, values in hive_proof.flatten(content).items():
        if path:
            root.at(path).set({name: Value(*value) for name, value in values.items()})
    windows_cards.put(root.at("ControlSet001"), mac_known=mac_known, dhcp=dhcp)
    return hive.build(root, name="SYSTEM", lists="lf")


Change = Callable[[bytes], bytes]


@pytest.fixture
def disk(tmp_path: Path) -> Callable[..., Memory]:
    def build(kind: str = "windowsxp", change: Change = lambda content: content) -> Memory:
        choice = guests.Choice("scsi", "halmacpi", 63, 0, 0x4F3C2B1A)
        files = [
            File(PurePosixPath(each.path), change(each.data))
            if each.path.name == "SYSTEM"
            else each
            for each in guests.GUESTS[kind].files(choice)
        ]
        place = windows2003.partition(SIZE)
        ntfs.build(tmp_path / "volume", files, sectors=place.length, first_sector=place.start)
        record = mbr.build([place], signature=0x4F3C2B1A, message="first boot")
        whole = record.ljust(START, b"\0") + (tmp_path / "volume").read_bytes()
        return Memory(whole.ljust(SIZE, b"\0"))

    return build


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "set up.cmd"
    path.write_text("@echo hello\r\n")
    return path


def after(disk: Memory, fitting: Fitting) -> Memory:
    overlay = Overlay(disk)
    overlay.adopt(fitting.edit)
    return Memory(overlay.pread(0, overlay.size))


def proof(disk: Memory) -> Proof:
    return Proof(disk.content, START, "ntfs")


@pytest.mark.parametrize("kind", ["windows2000", "windows10"])
def test_a_windows_gets_files_and_a_service_and_nothing_else(
    disk: Callable[..., Memory], script: Path, kind: str
) -> None:
    before = disk(kind)
    wishes = Wishes(first_boot=(str(script),))
    fitting = prepare(before, look(before), wishes)
    done = after(before, fitting)
    proof(done).assert_sound()
    root = guests.GUESTS[kind].root.replace("\\", "/")
    system = next(path for path in proof(before).files if path.endswith("/SYSTEM"))
    new, changed = guest_proof.new_and_changed(proof(before), proof(done))
    own = {f"{root}/V2XB001.CMD", f"{root}/V2XBOOT.CMD"}
    assert new == (own | {f"{root}/V2XOFF.VBS"} if kind == "windows2000" else own)
    assert changed == {system}
    assert proof(done).read(f"{root}/V2XB001.CMD") == script.read_bytes()
    difference = guest_proof.hive_difference(proof(before), proof(done), system)
    key = r"ControlSet001\Services\vmx2xen-firstboot"
    assert set(difference.added) == {key}
    assert {each.path for each in difference.changed} == {key}
    service = hive_proof.flatten(proof(done).read(system))[key]
    assert service["Start"] == tuple(dword(2))
    assert service["Type"] == tuple(dword(16))
    path = r'%SystemRoot%\System32\cmd.exe /c start "" /min cmd.exe /c %SystemRoot%\V2XBOOT.CMD'
    assert service["ImagePath"] == tuple(expand_sz(path))
    assert prepare(done, look(done), wishes).changes == ()


def test_what_windows_cannot_run_is_refused(disk: Callable[..., Memory], tmp_path: Path) -> None:
    before = disk()
    guest = look(before)
    for name in ("x.sh", "x", "x.ps1"):
        (tmp_path / name).write_text("x")
    for name in ("x.sh", "x", "x.ps1", "none.cmd"):
        with pytest.raises(Refusal, match="E821"):
            prepare(before, guest, Wishes(first_boot=(str(tmp_path / name),)))


def test_by_the_command_line_it_is_listed_and_taken_back(
    tmp_path: Path, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests.build(tmp_path / "raw", "windowsxp", bus="ide")
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    said = ("convert", built.vmx, "-o", tmp_path / "out", "--firstboot", script, "--json")
    assert main.main([str(each) for each in said]) == DONE
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    listed = [each["path"] for each in made["disks"][0]["changes"] if each["kind"] == "file"]
    assert {r"\WINDOWS\V2XB001.CMD", r"\WINDOWS\V2XBOOT.CMD"} <= set(listed)
    image = tmp_path / "out" / "win2003.img"
    assert Proof.of(image, 63, "ntfs").read("/WINDOWS/V2XB001.CMD") == script.read_bytes()
    assert main.main(["hal", str(image), "--undo", "--json"]) == DONE
    assert image.read_bytes() == built.truths[machine.CURRENT].read_bytes()


# -- fixed addresses


@pytest.mark.parametrize(("kind", "mac_known"), [("windowsxp", False), ("windows10", True)])
def test_a_fixed_address_is_seen_and_set_again(
    disk: Callable[..., Memory], kind: str, mac_known: bool
) -> None:
    before = disk(kind, lambda content: with_address(content, mac_known=mac_known))
    guest = look(before)
    (found,) = guest.windows[0].addresses
    assert found.text == "192.0.2.7/255.255.255.0, 2001:db8::7/64"
    assert found.mac == (MAC if mac_known else "")
    assert (found.gateways_6, found.servers_6) == (("2001:db8::1",), ("2001:db8::53",))
    (told,) = (each for each in guest.findings if each.code == "W971")
    assert told.remedy.endswith(
        "netsh interface ipv6 add address NAME 2001:db8::7/64 && "
        "netsh interface ipv6 add route ::/0 NAME 2001:db8::1"
    )
    assert {"W824", "W971"} <= {each.code for each in guest.findings}
    fitting = prepare(before, guest, Wishes(bus="ide", cards=(MAC,)))
    assert {"W824", "W971"} <= {each.code for each in fitting.mended}
    done = after(before, fitting)
    root = guests.GUESTS[kind].root.replace("\\", "/")
    end = "PS1" if kind == "windows10" else "VBS"
    text = proof(done).read(f"{root}/V2XB001.{end}").decode()
    line = next(each for each in text.splitlines() if MAC.upper() in each)
    quoted = re.findall(r"['\"]([^'\"]*)['\"]", line)
    wanted = [MAC.upper(), "192.0.2.7", "255.255.255.0", "192.0.2.1", "192.0.2.2", "192.0.2.3"]
    assert quoted == [*wanted, "2001:db8::7/64", "2001:db8::1", "2001:db8::53"]
    assert prepare(done, look(done), Wishes(bus="ide", cards=(MAC,))).changes == ()
    off = prepare(before, guest, Wishes(bus="ide", cards=(MAC,), addresses=False))
    assert not [each for each in off.changes if "V2X" in str(each)]


def test_with_dhcp_there_is_nothing_to_set(disk: Callable[..., Memory]) -> None:
    found = look(disk("windowsxp", lambda data: with_address(data, mac_known=True, dhcp=1)))
    assert found.windows[0].addresses == ()


# -- the files themselves


class Files:
    """A folder of Windows, as the editor of a guest."""

    def __init__(self) -> None:
        self.put_there: dict[str, bytes] = {}
        self.root, self.system32 = r"\WINDOWS", r"\WINDOWS\system32"

    def put(self, path: str, content: bytes, like: str, note: str = "") -> None:
        self.put_there[path.rpartition("\\")[2]] = content


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    if shutil.which("wine") is None:
        pytest.skip("there is no Wine")
    prefix = tmp_path_factory.mktemp("wine")
    environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all"}
    environment |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": ""}
    yield environment
    subprocess.run(["wineserver", "-k"], env=environment, check=False)


def test_wine_runs_each_file_once_and_removes_all(wine: dict[str, str], tmp_path: Path) -> None:
    """The second is one that was taken before a restart of Windows: it is not run again."""
    files = Files()
    commands = (
        Command("first & one.cmd", b"@echo hello from one\r\n@cmd /c exit 3\r\n"),
        Command("gone.cmd", b"@echo never\r\n"),
        Command("last 7.bat", b"@echo hello from last\r\n"),
    )
    first_boot.put_files(files, (5, 1), commands, ())  # type: ignore[arg-type]
    for name, content in files.put_there.items():
        (tmp_path / name).write_bytes(content.replace(b"%SystemRoot%", b"Z:" + bytes(tmp_path)))
    (tmp_path / "V2XB002.CMD").unlink()
    runner = tmp_path / "V2XBOOT.CMD"
    subprocess.run(
        ["wine", "cmd", "/c", f"Z:{runner}"],
        env=wine, cwd=tmp_path, check=False, capture_output=True, timeout=240,
    )  # fmt: skip
    log = (tmp_path / first_boot.LOG).read_text()
    log = log.replace("code 1", "code 3")  # Wine's call says no more than that it failed
    said = [re.sub(r"^.*?(begin|end|done|first start)", r"\1", each) for each in log.splitlines()]
    assert [each for each in said if each.startswith(("begin", "end", "hello", "done"))] == [
        "begin: first___one.cmd",
        "hello from one",
        "end: first___one.cmd, code 3",
        "begin: last_7.bat",
        "hello from last",
        "end: last_7.bat, code 0",
        "done",
    ]
    assert [path.name for path in tmp_path.iterdir()] == [first_boot.LOG]
