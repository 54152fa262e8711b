"""Commands for the first start of a Linux: what is put into it, that it runs once, and goes."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from dissect.extfs import ExtFS
from fixtures import linux, linux_vmware, machine
from fixtures.raw_disk import RawDisk
from guest.linux.trees import tree_of

from engine.choices import LINUX_PARTS
from engine.cli import main
from engine.cli.exit_codes import REFUSED
from engine.disk.edits.overlay import Overlay
from engine.guest.linux import linux_first_boot, mend
from engine.guest.linux.actions import Link, Write
from engine.guest.linux.mending import Machine
from engine.guest.user_commands import Command

OWN = Command("set up; rm -rf ~/ä.sh", b"#!/bin/sh\n")
SYSTEMD = {"usr/lib/systemd/systemd": ""}


def test_with_systemd_it_is_a_unit(tmp_path: Path) -> None:
    found = list(linux_first_boot.actions(tree_of(tmp_path, SYSTEMD), [OWN, OWN]))
    files = [each.path for each in found if isinstance(each, Write)]
    assert files == [
        "/etc/vmx2xen-firstboot/001-set_up__rm_-rf____.sh",
        "/etc/vmx2xen-firstboot/002-set_up__rm_-rf____.sh",
        "/etc/vmx2xen-firstboot/run",
        linux_first_boot.UNIT,
    ]
    modes = [each.mode for each in found if isinstance(each, Write)]
    assert modes == [0o755, 0o755, 0o755, 0o644]
    (link,) = (each for each in found if isinstance(each, Link))
    assert link == Link(
        "/etc/systemd/system/multi-user.target.wants/vmx2xen-firstboot.service",
        linux_first_boot.UNIT,
    )


def test_without_systemd_it_is_a_script_of_three_levels(tmp_path: Path) -> None:
    found = list(linux_first_boot.actions(tree_of(tmp_path, {"etc/inittab": ""}), [OWN]))
    (script,) = (each for each in found if each.path == "/etc/init.d/vmx2xen-firstboot")
    assert isinstance(script, Write)
    assert script.mode == 0o755
    assert script.content.startswith(b"#!/bin/sh\n### BEGIN INIT INFO\n")
    links = [each for each in found if isinstance(each, Link)]
    assert links == [
        Link(f"/etc/rc{level}.d/S99vmx2xen-firstboot", "../init.d/vmx2xen-firstboot")
        for level in (2, 3, 5)
    ]


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    first = list(linux_first_boot.actions(tree_of(tmp_path / "a", SYSTEMD), [OWN]))
    assert list(linux_first_boot.actions(tree_of(tmp_path / "b", SYSTEMD), [])) == []
    held = {each.path: each.content for each in first if isinstance(each, Write)}
    (changed,) = (path for path in held if path.endswith("/run"))
    links = {each.path: "" for each in first if isinstance(each, Link)}
    again = tree_of(tmp_path / "c", {**SYSTEMD, **held, **links, changed: held[changed] + b"#"})
    assert [each.path for each in linux_first_boot.actions(again, [OWN])] == [changed]


def test_a_shell_runs_each_file_once_and_removes_all(tmp_path: Path) -> None:
    folder, log = tmp_path / "folder", tmp_path / "log"
    folder.mkdir()
    text = linux_first_boot._RUNNER
    for path, own in ((linux_first_boot.FOLDER, folder), (linux_first_boot.LOG, log)):
        text = text.replace(path, str(own))
    text = re.sub(r"rm -f /etc\S*.*", f"rm -f {tmp_path}/unit", text)
    (tmp_path / "unit").touch()
    (folder / "run").write_text(text)
    (folder / "001-a").write_text("#!/bin/sh\necho one; exit 3\n")
    (folder / "taken-002-b").write_text("#!/bin/sh\necho never\n")
    (folder / "003-c").write_text("#!/bin/sh\necho last\n")
    for each in folder.iterdir():
        each.chmod(0o755)
    subprocess.run(["/bin/sh", folder / "run"], check=True)
    said = [re.sub(r"^.*?(begin|end|done)", r"\1", each) for each in log.read_text().splitlines()]
    assert said[1:] == [
        "begin: 001-a", "one", "end: 001-a, code 3",
        "begin: 003-c", "last", "end: 003-c, code 0", "done",
    ]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"log"}


@pytest.fixture
def ext4(tmp_path: Path) -> RawDisk:
    """A Linux on the whole disk, with systemd."""
    more = {"usr/lib/systemd/systemd": ""}
    linux.ext4(tmp_path / "raw", linux_vmware.tree(tmp_path / "tree", more=more), size=16 << 20)
    return RawDisk(tmp_path / "raw")


def test_a_linux_gets_a_unit_that_starts_once(ext4: RawDisk, tmp_path: Path) -> None:
    (tmp_path / "set up.sh").write_text("#!/bin/sh\n")
    around = Machine(first_boot=(str(tmp_path / "set up.sh"),), keep=LINUX_PARTS)
    fitting, _ = mend.prepare(ext4, around)
    overlay = Overlay(ext4)
    overlay.adopt(fitting.edit)
    (tmp_path / "after").write_bytes(overlay.pread(0, overlay.size))
    subprocess.run(["e2fsck", "-fn", tmp_path / "after"], check=True, capture_output=True)
    root = ExtFS(io.BytesIO(overlay.pread(0, overlay.size)))
    folder = root.get("/etc/vmx2xen-firstboot").listdir()
    assert {"001-set_up.sh", "run"} <= folder.keys()
    assert all(folder[name].inode.i_mode == 0o100755 for name in ("001-set_up.sh", "run"))
    unit = root.get("/etc/systemd/system/vmx2xen-firstboot.service").open().read().decode()
    assert "ExecStart=/bin/sh /etc/vmx2xen-firstboot/run" in unit
    wanted = root.get("/etc/systemd/system/multi-user.target.wants").listdir()
    link = wanted["vmx2xen-firstboot.service"].link
    assert link == "/etc/systemd/system/vmx2xen-firstboot.service"
    assert len(fitting.changes) == 4
    again, _ = mend.prepare(RawDisk(tmp_path / "after"), around)
    assert again.changes == ()


def test_commands_that_no_guest_takes_are_refused(
    ext4: RawDisk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = machine.build(tmp_path / "vm", image=ext4.path, snapshots=0)
    said = ("convert", built.vmx, "-o", tmp_path / "out", "--dry-run", "--firstboot", built.vmx)
    for more in (("--linux", "keep"), ("--linux", "commands")):
        assert main.main([*map(str, said), *more]) == REFUSED
        assert "E822" in capsys.readouterr().err
