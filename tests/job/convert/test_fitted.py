"""A conversion that changes the guest on the way: resumed, verified, taken back; and its limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from disk.faults import Calls
from fixtures import guests, machine, partitioned
from fixtures.guest_proof import Guest
from fixtures.machine import Machine

from engine.cli import main
from engine.cli.exit_codes import DONE, REFUSED
from engine.disk.edits import commit
from engine.findings import Refusal
from engine.job.result import edit_history, guest_image, redigest

Say = Callable[..., dict[str, Any]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command; what it says as JSON. ``code``: how it must end."""

    def run(*arguments: object, code: int = DONE) -> dict[str, Any]:
        assert main.main([*map(str, arguments), "--json"]) == code
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return run


def codes(said: dict[str, Any]) -> list[str]:
    return [each["code"] for each in said["findings"]]


@pytest.fixture(scope="module")
def xp(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A Windows XP on SCSI, with a snapshot."""
    folder = tmp_path_factory.mktemp("xp")
    guests.build(folder / "raw", "windowsxp")
    return machine.build(folder / "vm", image=folder / "raw", snapshots=1)


def truth(built: Machine) -> bytes:
    return built.truths[machine.CURRENT].read_bytes()


# -- a crash


def run_killed(arguments: list[str], number: int) -> bool:
    """Run a command in another process that is killed at its call ``number``; whether it was."""
    child = os.fork()
    if not child:

        def at(made: int, _: str, __: tuple[Any, ...]) -> None:
            if made == number:
                os.kill(os.getpid(), signal.SIGKILL)

        with pytest.MonkeyPatch.context() as patch:
            Calls(at).watch(patch)
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            os.dup2(1, 2)
            os._exit(main.main(arguments))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.waitstatus_to_exitcode(status) == DONE
    return False


def test_killed_at_any_point_it_is_resumed_and_can_be_taken_back(
    xp: Machine, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ["--storage", "ide", "--hal", "halacpi"]
    calls = Calls()
    with monkeypatch.context() as patch:
        calls.watch(patch)
        say("convert", xp.vmx, "-o", tmp_path / "counted", *wanted)
    last = len(calls.made)
    points = [1, 2, 3, 5, 8, last // 2, *range(last - 12, last, 2)]
    resumed = 0
    for number in points:
        out = tmp_path / str(number)
        image = out / "win2003.img"
        assert run_killed(["convert", str(xp.vmx), "-o", str(out), *wanted], number)
        published = (out / "manifest.json").exists()
        assert published or not say("verify", out, code=REFUSED).get("verified")
        if (out / "job.journal").exists() and (out / "job.journal").stat().st_size:
            say("resume", out)
            resumed += 1
        elif not published:
            say("convert", xp.vmx, "-o", out, *wanted)
        assert say("verify", out)["verified"] == ["win2003.img"]
        names = {path.name for path in out.iterdir()}
        assert names == {"manifest.json", "win2003.cfg", "win2003.img", "win2003.img.undo-001"}
        assert say("hal", image)["windows"]["hal"]["hal"] == "halacpi"
        assert say("hal", image, "--undo")["undone"]
        assert image.read_bytes() == truth(xp)
    assert resumed > 5


def test_begun_while_the_guest_could_not_be_looked_into_it_begins_anew(
    xp: Machine, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where there is too little memory for a helper at that moment, and enough later."""
    out = tmp_path / "out"
    (tmp_path / "sitecustomize.py").write_text("import os\nos._exit(3)\n")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        counted = Calls()
        counted.watch(patch)
        assert "W648" in codes(say("convert", xp.vmx, "-o", tmp_path / "whole"))
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        assert run_killed(["convert", str(xp.vmx), "-o", str(out)], len(counted.made) // 2)
    assert (out / "win2003.img.journal").exists()
    say("resume", out)
    assert say("verify", out)["verified"] == ["win2003.img"]
    image = out / "win2003.img"
    assert [each.by for each in guest_image.edits(image)] == ["conversion"]
    assert say("hal", image, "--undo", "--conversion")["undone"]
    assert image.read_bytes() == truth(xp)


def test_a_crash_before_the_manifest_is_revised_is_mended(
    xp: Machine, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The image is changed already, its digests are not yet."""
    out = tmp_path / "out"
    image = out / "win2003.img"
    say("convert", xp.vmx, "-o", out)
    for wanted in (["--set", "halacpi"], ["--undo"]):
        with monkeypatch.context() as patch:

            def crash(*_: object) -> None:
                raise KeyboardInterrupt

            patch.setattr(redigest, "revise", crash)
            with pytest.raises(KeyboardInterrupt):
                main.main(["hal", str(image), *wanted])
        assert codes(say("verify", out, code=REFUSED)) == ["E406"]
        with pytest.raises(Refusal, match="E605"):
            commit.undo(image)
        dry = say("hal", image, "--set", "hal", "--dry-run", code=REFUSED)
        assert codes(dry) == ["E605"]
        told, along = guest_image.recover(image)
        assert told.code in ("W601", "W602")
        assert along.code == "W430"
        assert say("verify", out)["verified"] == ["win2003.img"]
    assert say("hal", image)["windows"]["hal"]["hal"] == "halmacpi"


def test_a_manifest_that_cannot_be_read_stops_a_change_until_it_can(
    xp: Machine, tmp_path: Path, say: Say
) -> None:
    """Else the guest would be changed, its digests would not, and nobody would be told."""
    out = tmp_path / "out"
    image, manifest, aside = out / "win2003.img", out / "manifest.json", tmp_path / "aside"
    say("convert", xp.vmx, "-o", out)
    for wanted in (["--set", "halacpi"], ["--undo"]):
        manifest.rename(aside)
        manifest.symlink_to(manifest)  # a loop: the system says neither yes nor no
        assert codes(say("hal", image, *wanted, code=REFUSED)) == ["E410"]
        manifest.unlink()
        aside.rename(manifest)
        say("hal", image, *wanted)
        assert say("verify", out)["verified"] == ["win2003.img"]
    assert say("hal", image)["windows"]["hal"]["hal"] == "halmacpi"


def test_a_kill_while_a_change_is_noted_leaves_nothing_beside_the_manifest(
    xp: Machine, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    image, change = out / "win2003.img", ("--set", "halacpi")
    say("convert", xp.vmx, "-o", out)
    with monkeypatch.context() as patch:

        def crash(file: Path, *_: object) -> None:
            (out / "manifest.json.partial").write_text("half")
            raise KeyboardInterrupt

        patch.setattr(edit_history, "note_change", crash)
        with pytest.raises(KeyboardInterrupt):
            main.main(["hal", str(image), *change])
    assert say("hal", image, *change)["changes"] == []
    assert not list(out.glob("*.partial"))
    assert [each.by for each in edit_history.edits(image, out)] == ["conversion", "user"]


def test_an_image_that_was_used_since_is_not_taken_back_unasked(
    xp: Machine, tmp_path: Path, say: Say
) -> None:
    out = tmp_path / "out"
    image = out / "win2003.img"
    say("convert", xp.vmx, "-o", out)
    with image.open("r+b") as file:
        file.seek(-512, os.SEEK_END)
        file.write(b"the guest was here")
    assert codes(say("hal", image, "--undo", code=REFUSED)) == ["E609"]
    assert say("hal", image, "--undo", "--yes")["undone"]
    assert image.read_bytes()[:-512] == truth(xp)[:-512]


# -- formats


@pytest.mark.parametrize("format", ["vmdk", "qcow2", "vhd"])
def test_another_format_is_fitted_but_not_taken_back(
    xp: Machine, tmp_path: Path, say: Say, format: str
) -> None:
    out = tmp_path / "out"
    wanted = ("--format", format, "--storage", "ide", "--hal", "halacpi")
    say("convert", xp.vmx, "-o", out, *wanted)
    image = out / f"win2003.{format}"
    assert {path.name for path in out.iterdir()} == {"manifest.json", "win2003.cfg", image.name}
    shown = say("hal", image)["windows"]
    assert shown["hal"]["hal"] == "halacpi"
    assert [each["missing"] for each in shown["storage"] if each["bus"] == "ide"] == [[]]
    assert say("verify", out)["verified"] == [image.name]
    for change in (["--set", "hal"], ["--undo"]):
        assert codes(say("hal", image, *change, code=REFUSED)) == ["E650"]


def test_manifest_lists_what_was_changed(xp: Machine, tmp_path: Path, say: Say) -> None:
    planned = say("convert", xp.vmx, "-o", tmp_path / "out", "--dry-run")["changes"]
    say("convert", xp.vmx, "-o", tmp_path / "out")
    found = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert found["disks"][0]["changes"] == planned
    assert planned


# -- where it is not possible, or nothing is to be done


def test_without_the_libraries_all_else_works(
    xp: Machine, tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python reads ``sitecustomize`` in each helper process, whichever starts it."""
    (tmp_path / "sitecustomize.py").write_text(
        "from engine.guest.helper import libntfs_api\nlibntfs_api._LIBRARY = 'libmissing.so.89'\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    seen = say("inspect", xp.vmx)
    assert next(iter(seen["guests"].values()))["windows"][0]["hal"]["hal"] == "halmacpi"
    done = say("convert", xp.vmx, "-o", tmp_path / "out")
    assert "W654" in codes(done)
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [each["kind"] for each in made["disks"][0]["changes"]] == ["sector"]
    image = tmp_path / "out" / "win2003.img"
    assert say("hal", image, "--undo")["undone"]
    assert image.read_bytes() == truth(xp)
    refused = say("convert", xp.vmx, "-o", tmp_path / "no", "--hal", "halacpi", code=REFUSED)
    assert "E601" in codes(refused)
    assert not (tmp_path / "no").exists()


def hibernated(path: Path) -> None:
    files = [
        *guests.GUESTS["windowsxp"].files(guests.Choice("scsi", "halmacpi", 2048, 0, 0x4F3C2B1A)),
    ]
    sleeping = type(files[0])(files[0].path.with_name("hiberfil.sys"), b"hibr" + bytes(8192))
    volume = partitioned.ntfs_volume(path.with_name("volume"), [*files, sleeping])
    partitioned.build(path, [partitioned.Part(48 << 20, "7", volume, active=True)])


def test_a_hibernated_guest_stops_it_unless_left_alone(tmp_path: Path, say: Say) -> None:
    hibernated(tmp_path / "raw")
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    refused = say("convert", built.vmx, "-o", tmp_path / "out", code=REFUSED)
    assert {"E612", "E653"} <= set(codes(refused))
    assert not (tmp_path / "out").exists()
    done = say("convert", built.vmx, "-o", tmp_path / "out", "--storage", "keep")
    assert {"W635", "W646"} <= set(codes(done))
    assert (tmp_path / "out" / "win2003.img").read_bytes() == truth(built)


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        (["--set", "guest.nonsense=1"], "E501"),
        (["--set", "guest.crash=maybe"], "E501"),
        (["--set", "guest.names=maybe"], "E501"),
        (["--set", "guest.timeout=-1"], "E501"),
        (["--set", "guest.trial=halxyz"], "E652"),
        (["--hal", "halsp"], "E652"),
        (["--set", r"guest.windows=\NOWHERE", "--hal", "hal"], "E645"),
        (["--storage", "ahci"], "E649"),
    ],
    ids=str,
)
def test_impossible_choices_are_refused(
    xp: Machine, tmp_path: Path, say: Say, setting: list[str], code: str
) -> None:
    refused = say("convert", xp.vmx, "-o", tmp_path / "out", *setting, code=REFUSED)
    assert code in codes(refused)
    assert not (tmp_path / "out").exists()


def test_what_is_recommended_is_never_refused(tmp_path: Path, say: Say) -> None:
    """Windows 10 has one HAL; to change it is refused, to have the best is not."""
    guests.build(tmp_path / "raw", "windows10")
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    refused = say("convert", built.vmx, "-o", tmp_path / "no", "--hal", "hal", code=REFUSED)
    assert "E640" in codes(refused)
    wanted = ("--hal", "recommended", "--storage", "keep")
    say("convert", built.vmx, "-o", tmp_path / "out", *wanted)
    assert (tmp_path / "out" / "win2003.img").read_bytes() == truth(built)


def test_trials_by_the_settings_of_a_conversion(xp: Machine, tmp_path: Path, say: Say) -> None:
    settings = ("guest.trial=halacpi,hal", "guest.first=1", "guest.timeout=9")
    words = [word for key in settings for word in ("--set", key)]
    say("convert", xp.vmx, "-o", tmp_path / "out", *words)
    menu = Guest.of(tmp_path / "out" / "win2003.img", 63, "ntfs").read("/boot.ini")
    assert b"timeout=9" in menu
    assert menu.index(b"/HAL=halacpi.dll") < menu.index(b"/HAL=halstd.dll")


# -- several


def test_the_boot_sector_is_corrected_where_the_drivers_are_there(
    xp: Machine, tmp_path: Path, say: Say
) -> None:
    """Nothing but the heads of the volume is left to be done; no library is needed for it."""
    settings = ("--set", "guest.heads=keep")
    say("convert", xp.vmx, "-o", tmp_path / "first", *settings)
    image = tmp_path / "first" / "win2003.img"
    again = machine.build(tmp_path / "again", image=image, snapshots=0)
    changes = say("convert", again.vmx, "-o", tmp_path / "second", "--dry-run")["changes"]
    assert [(each["kind"], each["field"], each["after"]) for each in changes] == [
        ("sector", "heads", 64)
    ]


def two_windows(folder: Path) -> Path:
    """Windows 2000 and XP, each on a partition of its own, the menu on the first."""
    choice = guests.Choice("ide", "halmacpi", 2048, 0, 0x4F3C2B1A)
    first = list(guests.GUESTS["windows2000"].files(choice))
    second = list(guests.GUESTS["windowsxp"].files(choice))
    place = b"multi(0)disk(0)rdisk(0)partition"
    ini = b"\r\n".join(
        (
            b"[boot loader]",
            b"timeout=30",
            b"default=%s(2)\\WINDOWS" % place,
            b"[operating systems]",
            b'%s(1)\\WINNT="Windows 2000" /fastdetect' % place,
            b'%s(2)\\WINDOWS="Windows XP" /fastdetect' % place,
            b"",
        )
    )
    own = [each for each in second if str(each.path).startswith("/WINDOWS")]
    boot = [
        type(each)(each.path, ini, each.attributes) if each.path.name == "boot.ini" else each
        for each in first
    ]
    volumes = (
        partitioned.ntfs_volume(folder / "first", boot),
        partitioned.ntfs_volume(folder / "second", own),
    )
    parts = [partitioned.Part(48 << 20, "7", volume) for volume in volumes]
    partitioned.build(folder / "raw", parts)
    return folder / "raw"


def test_two_windows_both_start_and_one_is_chosen(
    tmp_path: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = two_windows(tmp_path)
    built = machine.build(tmp_path / "vm", image=raw, snapshots=0, controller="ide")
    out = tmp_path / "out"
    done = say("convert", built.vmx, "-o", out, "--hal", "halacpi")
    assert "W640" in codes(done)
    assert "Windows XP with halacpi.dll" in (out / "win2003.cfg").read_text()
    assert main.main(["config", str(built.vmx), "--set", r"guest.windows=\WINNT"]) == DONE
    assert "Windows 2000 with halmacpi.dll" in capsys.readouterr().out
    image = out / "win2003.img"
    for root, hal in ((r"\WINNT", "halmacpi"), (r"\WINDOWS", "halacpi")):
        shown = say("hal", image, "--windows", root)["windows"]
        assert (shown["root"], shown["hal"]["hal"]) == (root, hal)
        assert [each["missing"] for each in shown["storage"] if each["bus"] == "ide"] == [[]]
    say("hal", image, "--windows", r"\WINNT", "--set", "hal")
    assert say("hal", image, "--windows", r"\winnt")["windows"]["hal"]["hal"] == "hal"
    assert say("hal", image)["windows"]["root"] == r"\WINDOWS"
    assert say("hal", image, "--undo")["undone"]
    assert say("hal", image, "--undo", "--conversion")["undone"]
    assert image.read_bytes() == truth(built)


def two_disks(folder: Path) -> Machine:
    """boot.ini on the first disk, an active NTFS volume; Windows on the second."""
    choice = guests.Choice("scsi", "halmacpi", 2048, 0, 0x4F3C2B1A)
    files = list(guests.GUESTS["windowsxp"].files(choice))
    ini = next(each for each in files if each.path.name == "boot.ini")
    menu = type(ini)(ini.path, ini.data.replace(b"rdisk(0)", b"rdisk(1)"), ini.attributes)
    own = [each for each in files if str(each.path).startswith("/WINDOWS")]
    for name, held in (("first", [menu]), ("second", own)):
        volume = partitioned.ntfs_volume(folder / f"{name}.volume", held)
        part = partitioned.Part(48 << 20, "7", volume, active=name == "first")
        partitioned.build(folder / f"{name}.raw", [part])
    built = machine.build(folder / "vm", image=folder / "first.raw", snapshots=0)
    second = machine.build(
        folder / "other", image=folder / "second.raw", snapshots=0, name="second"
    )
    second.disk.rename(built.vmx.parent / second.disk.name)
    with built.vmx.open("a") as settings:
        settings.write(f'scsi0:1.present = "TRUE"\nscsi0:1.fileName = "{second.disk.name}"\n')
    return built


def test_windows_on_another_disk_than_its_menu(tmp_path: Path, say: Say) -> None:
    built = two_disks(tmp_path)
    out = tmp_path / "out"
    done = say("convert", built.vmx, "-o", out)
    assert "W641" in codes(done)
    disks = json.loads((out / "manifest.json").read_text())["disks"]
    kinds = [{each["kind"] for each in disk["changes"]} for disk in disks]
    assert kinds == [{"sector"}, {"file", "registry", "sector"}]
    for image, raw in (("win2003.img", "first.raw"), ("win2003-2.img", "second.raw")):
        path = out / image
        assert int.from_bytes(path.read_bytes()[(1 << 20) + 0x1A :][:2], "little") == 0x40
        assert commit.undo(path)
        assert path.read_bytes() == (tmp_path / raw).read_bytes()


# -- devices


@contextmanager
def attached(image: Path, *options: str) -> Iterator[Path]:
    """A block device with the content of a file."""
    command = ["losetup", *options, "--find", "--show", str(image)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if os.getuid() or done.returncode:
        pytest.skip("a loop device needs root")
    device = done.stdout.strip()
    try:
        yield Path(device)
    finally:
        subprocess.run(["losetup", "--detach", device], check=True)


def test_a_guest_on_a_device(tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the server's logical volume; what takes it back is with the user's own state."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    guests.build(tmp_path / "raw", "windowsxp")
    before = (tmp_path / "raw").read_bytes()
    with attached(tmp_path / "raw") as device:
        assert not say("hal", device, "--undo", "--dry-run")["there"]
        undo = Path(say("hal", device, "--set", "halacpi")["undo"])
        dry = say("hal", device, "--undo", "--dry-run")
        assert (dry["there"], dry["undone"]) == (True, False)
        assert undo.is_relative_to(tmp_path / "state")
        assert say("hal", device)["hal"] == "halacpi"
        assert say("hal", device, "--undo")["undone"]
    assert (tmp_path / "raw").read_bytes() == before


def test_an_image_that_is_read_only_is_shown_and_refused(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    guests.build(tmp_path / "raw", "windowsxp")
    with attached(tmp_path / "raw", "--read-only") as device:
        assert say("hal", device)["hal"] == "halmacpi"
        assert say("hal", device, "--set", "halacpi", "--dry-run")["changes"]
        assert codes(say("hal", device, "--set", "halacpi", code=REFUSED)) == ["E403"]
    assert not [path for path in (tmp_path / "state").rglob("*") if path.is_file()]


def test_a_wish_by_name_for_a_windows_that_cannot_be_read_is_refused(
    tmp_path: Path, say: Say
) -> None:
    choice = guests.Choice("scsi", "halmacpi", 2048, 0, 0x4F3C2B1A)
    files = [
        type(each)(each.path, b"nothing!") if each.path.name == "SYSTEM" else each
        for each in guests.GUESTS["windowsxp"].files(choice)
    ]
    volume = partitioned.ntfs_volume(tmp_path / "volume", files)
    partitioned.build(tmp_path / "raw", [partitioned.Part(48 << 20, "7", volume, active=True)])
    built = machine.build(tmp_path / "vm", image=tmp_path / "raw", snapshots=0)
    planned = ("convert", built.vmx, "-o", tmp_path / "out", "--dry-run")
    refused = say(*planned, "--storage", "ide", code=REFUSED)
    assert "E820" in codes(refused)
    assert "W642" not in codes(refused)
    assert "W822" in codes(say(*planned))
