"""A stranger's machine on the command line: names, planted links, a journal; little memory."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.cli.main import main
from engine.findings import Refusal, blocking
from engine.job import requests
from engine.printable import one_line, plain, printable

PROGRAM = (sys.executable, "-c", "import sys; from gui.launch import main; sys.exit(main())")
EVIL = "\x1b]0;title\x07\x1b[31mred\x1b[2J\x9b2J\u202egnirts\u2066\u2028end\x7f"


def is_plain(text: str) -> bool:
    """Whether no character of it is obeyed by a terminal; its own lines end as they must."""
    turning = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    bad = set(map(chr, turning))
    return not any(
        char in bad or (unicodedata.category(char) in ("Cc", "Zl", "Zp") and char not in "\n\r\t")
        for char in text
    )


def escaped(text: str) -> str:
    """As a .vmx writes what would end a line or a value."""
    return "".join(f"|{ord(c):02X}" if ord(c) < 32 or c in '"|#\x7f' else c for c in text)


@pytest.fixture(scope="module")
def vmx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine whose names hold what terminals obey."""
    vm = machine.build(tmp_path_factory.mktemp("strange") / "vm", size=2 << 20, snapshots=1)
    text = re.sub('displayName = "[^"]*"', f'displayName = "{escaped(EVIL)}"', vm.vmx.read_text())
    more = {
        "annotation": EVIL,
        "guestOS": EVIL,
        "ethernet0.present": "TRUE",
        "ethernet0.networkName": f"net\n{EVIL}",
        "sound.present": "TRUE",
        "sound.virtualDev": EVIL,
        "serial0.present": "TRUE",
        "serial0.fileName": EVIL,
        "ide1:0.present": "TRUE",
        "ide1:0.deviceType": "cdrom-image",
        "ide1:0.fileName": f"{EVIL}.iso",
    }
    text = re.sub('guestOS = "[^"]*"\n', "", text)
    vm.vmx.write_text(text + "".join(f'{key} = "{escaped(of)}"\n' for key, of in more.items()))
    states = vm.vmx.with_suffix(".vmsd")
    named = '(displayName|description) = "[^"]*"'
    states.write_text(re.sub(named, lambda m: f'{m[1]} = "{escaped(EVIL)}"', states.read_text()))
    return vm.vmx


COMMANDS = (("inspect",), ("convert", "-o", "OUT", "--dry-run"), ("convert", "-o", "OUT", "--yes"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("style", [[], ["--json"]], ids=["text", "json"])
def test_nothing_that_a_terminal_obeys_is_printed(
    vmx: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    style: list[str],
) -> None:
    name, *rest = (str(tmp_path / "out") if each == "OUT" else each for each in command)
    log = ["--log-file", str(tmp_path / "log")] if name == "convert" else []
    main([name, str(vmx), *rest, *style, *log])
    said = capsys.readouterr()
    assert is_plain(said.out)
    assert is_plain(said.err)
    assert not log or is_plain((tmp_path / "log").read_text())
    if style:
        assert all(map(is_plain, texts(json.loads(said.out))))
    else:
        assert "title" in said.out + said.err


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def test_nothing_is_obeyed_on_a_terminal_with_a_bar(vmx: Path, tmp_path: Path) -> None:
    """There the program's own colours and movements are sent, and none of the machine's."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, "convert", vmx, "-o", tmp_path / "out", "--yes"],
        stdin=child, stdout=child, stderr=child,
    )  # fmt: skip
    os.close(child)
    shown = b""
    while part := _read(parent):
        shown += part
    os.close(parent)
    assert process.wait() == 0
    assert b"title" in shown
    for obeyed in (b"\x1b]0;title", b"\x07", b"\x1b[2J", "\x9b".encode(), "\u202e".encode()):
        assert obeyed not in shown


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, 65536)
    except OSError:  # the other side is closed
        return b""


@pytest.mark.parametrize(
    ("locale", "encoding"),
    [("C", "ascii"), ("POSIX", "latin-1"), ("C.UTF-8", "cp437"), ("C", "utf-8")],
)
def test_no_encoding_of_a_terminal_stops_it(vmx: Path, locale: str, encoding: str) -> None:
    done = subprocess.run(
        [*PROGRAM, "inspect", vmx],
        env={**os.environ, "LC_ALL": locale, "PYTHONIOENCODING": encoding},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


# -- links planted in the folder of results


SIDES = ("manifest.json.partial", "{}.cfg.partial", "{}.img.journal", "{}.img.partial",
         "{}.img", "{}.cfg", "manifest.json", "{}.img.edit", "{}.img.edit.partial")  # fmt: skip


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("hard", [False, True], ids=["symbolic", "hard"])
def test_a_link_in_the_folder_is_not_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], side: str, hard: bool
) -> None:
    vm = machine.build(tmp_path / "vm", size=1 << 20)
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.write_text("precious")
    link = out / side.format("win2003")
    (link.hardlink_to if hard else link.symlink_to)(elsewhere)
    assert main(["convert", str(vm.vmx), "-o", str(out), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {each["code"] for each in found if each["severity"] == "error"} <= {"E402", "E417"}
    assert elsewhere.read_text() == "precious"
    assert [path.name for path in out.iterdir()] == [link.name]


# -- a stranger's journal


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Makes a folder as a stopped conversion leaves it, with choices as a stranger wants them."""

    def make(vmx: Path, **choices: Any) -> Path:
        out = tmp_path / "out"
        out.mkdir()
        asked = {"magic": "vmx2xen job 1", "machine": str(vmx), "choices": choices}
        (out / "job.journal").write_text(json.dumps(asked))
        return out

    return make


@pytest.fixture
def leading_out(tmp_path: Path) -> Path:
    """A machine whose disk is outside of its folder."""
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    private = tmp_path / "private"
    private.mkdir()
    vm.disk.rename(private / "secret.vmdk")
    text = vm.vmx.read_text().replace(vm.disk.name, str(private / "secret.vmdk"))
    vm.vmx.write_text(text)
    return vm.vmx


def test_trust_is_not_a_matter_of_the_journal(
    stopped: Callable[..., Path], leading_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = stopped(leading_out, trusted=True)
    assert main(["resume", str(out), "--json"]) == 3
    codes = [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]]
    assert "E109" in codes
    assert main(["resume", str(out), "--yes"]) == 0


@pytest.mark.parametrize("magic", ["vmx2xen job 2", "", None])
def test_a_journal_of_another_kind_is_not_gone_on_with(
    stopped: Callable[..., Path], vmx: Path, capsys: pytest.CaptureFixture[str], magic: str | None
) -> None:
    out = stopped(vmx)
    found = json.loads((out / "job.journal").read_text())
    (out / "job.journal").write_text(json.dumps({**found, "magic": magic}))
    assert main(["resume", str(out), "--json"]) == 3
    codes = [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]]
    assert codes == ["E404"]


def test_a_folder_that_cannot_be_made(
    vmx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The journal of the work is the first that is written there."""
    (tmp_path / "file").touch()
    assert main(["convert", str(vmx), "-o", str(tmp_path / "file/out"), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [each["code"] for each in found if each["severity"] == "error"] == ["E403"]


def test_places_outside_are_agreed_to_anew(
    stopped: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    private = tmp_path / "private"
    private.mkdir()
    moved = vm.disk.rename(private / "secret.vmdk")
    out = stopped(vm.vmx, settings={"locate.scsi0:0": str(moved)}, trusted=True)
    assert main(["resume", str(out), "--json"]) == 3
    codes = [each["code"] for each in json.loads(capsys.readouterr().out)["findings"]]
    assert codes == ["E109"]
    assert main(["resume", str(out), "--yes"]) == 0


def test_places_that_the_user_has_said_are_not_asked_for_again(
    stopped: Callable[..., Path], tmp_path: Path
) -> None:
    """A queue that is kept names them itself: what the folder says is no more than that."""
    vm = machine.build(tmp_path / "vm", size=1 << 20, snapshots=0)
    moved = vm.disk.rename(tmp_path / "secret.vmdk")
    choices = {"settings": {"locate.scsi0:0": str(moved)}}
    out = stopped(vm.vmx, **choices)
    own = Choices(settings=choices["settings"]).as_json()
    request = {"kind": "conversion", "folder": str(out), "machine": str(vm.vmx), "choices": own}
    assert not blocking(requests.load(request).findings)
    other = Choices().as_json()
    with pytest.raises(Refusal, match="E109"):
        requests.load({**request, "choices": other})


# -- names that are no text, and little memory


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no names that are no text")
def test_folders_whose_names_are_no_text(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff"))
    vm = machine.build(strange, size=1 << 20, snapshots=0)
    out = Path(os.fsdecode(os.fsencode(tmp_path) + b"/out\xfe"))
    assert main(["convert", str(vm.vmx), "-o", str(out)]) == 3  # no configuration can name it
    assert not out.exists()
    assert main(["convert", str(vm.vmx), "-o", str(tmp_path / "out")]) == 0
    assert main(["verify", str(tmp_path / "out")]) == 0
    (tmp_path / "out").rename(out)
    assert main(["verify", str(out)]) == 0


@pytest.mark.parametrize("mebibytes", [140, 293, 300])
def test_little_memory_is_a_finding_or_enough(tmp_path: Path, mebibytes: int) -> None:
    vm = machine.build(tmp_path / "vm", size=64 << 20, snapshots=1)
    limit = mebibytes << 20
    done = subprocess.run(
        [*PROGRAM, "convert", vm.vmx, "-o", tmp_path / "out", "--json", "--format", "qcow2"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    found = json.loads(done.stdout)
    codes = [each["code"] for each in found["findings"] if each["severity"] == "error"]
    assert (done.returncode, codes) in ((0, []), (3, ["E418"])), done.stderr


# -- the characters themselves


def test_what_people_write_stays() -> None:
    text = "Büro – “größer” 日本語 עברית ًعربي 🙂\n\tzweite Zeile"
    assert printable(text) == text
    assert one_line("a\nb") == "a�b"
    assert plain({"a\x1b": ["b\x9b", 1, None, {"c": ("d\x00",)}]}) == {
        "a�": ["b�", 1, None, {"c": ["d�"]}]
    }
    assert printable(EVIL).count("\N{REPLACEMENT CHARACTER}") == 9
