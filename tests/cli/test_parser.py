"""Words of the command line: nearly right, given twice, or out of bounds; and what they become."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest
from conditions.command import said

from engine.cli.exit_codes import USAGE
from engine.cli.parser import Once, Parser, limit, nearest, seconds, setting, source_path


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("convrt x -o y", "did you mean convert?"),
        ("convert x -o y --dry-rn", "did you mean --dry-run?"),
        ("convert x -o y --storage ahcii", "did you mean ahci?"),
        ("convert x --out y", "did you mean --output?"),
        ("convert x -o y -o z", "-o is given twice"),
        ("resume x --set memory=1", "unknown: --set"),
        ("verify x --yes", "unknown: --yes"),
        ("raw x y --set memory=1", "memory changes nothing here"),
        ("config x --set redo=xx", "redo is commit or discard"),
        ("try x --seconds 0", "not 1 to 86400 seconds"),
        ("hal x --first", "--first goes with --trial"),
        ("hal x --conversion", "--conversion goes with --undo"),
    ],
)
def test_what_is_wrong_is_said_with_the_usage_of_the_command(given: str, meant: str) -> None:
    found = said(*given.split())
    assert found.code == USAGE
    assert meant in found.err
    command = given.split()[0] if "convrt" not in given else ""
    assert found.err.startswith(f"usage: vmx2xen {command}")


def test_abbreviations_are_not_taken() -> None:
    found = said("convert", "x.vmx", "-o", "y", "--dry")
    assert (found.code, "unknown: --dry" in found.err) == (USAGE, True)


def refused(act: Callable[[str], object], text: str) -> bool:
    try:
        act(text)
    except argparse.ArgumentTypeError:
        return True
    return False


@pytest.mark.parametrize("text", ["", "memory", "=1", "redo=", "redo=Commit"])
def test_what_is_no_setting(text: str) -> None:
    assert refused(setting, text)


def test_a_setting_is_a_key_and_all_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert setting("name=a=b") == ("name", "a=b")
    assert setting("name=") == ("name", "")
    assert setting("redo=commit") == ("redo", "commit")
    assert setting("locate.scsi0:0=x.vmdk") == ("locate.scsi0:0", str(tmp_path / "x.vmdk"))
    assert setting("locate.ide0:0=/a/b") == ("locate.ide0:0", "/a/b")


def test_numbers_have_bounds() -> None:
    assert (seconds("1"), seconds("86400")) == (1, 86400)
    assert [
        each for each in ("0", "86401", "-1", "1.5", "", "x", "٣") if not refused(seconds, each)
    ] == []
    assert limit("500k") == 500 << 10
    assert refused(limit, "0")


def test_what_is_after_two_hyphens_is_no_option() -> None:
    parser = Parser(prog="x", exit_on_error=False)
    parser.add_argument("--known", action=Once)
    parser.add_argument("path")
    assert parser.parse_args(["--", "--odd"]).path == "--odd"
    assert parser.parse_args(["--known=1", "a"]).known == "1"
    for words in (["--odd", "a"], ["--odd=1", "a"], ["--known", "1", "--known=2", "a"], ["a", "b"]):
        with pytest.raises(SystemExit) as end:
            parser.parse_args(words)
        assert end.value.code == USAGE


def test_the_nearest_word_is_asked_for() -> None:
    assert nearest("qcow", ("raw", "qcow2", "vhd")) == "; did you mean qcow2?"
    assert nearest("xyz", ("raw", "qcow2", "vhd")) == ""
    assert nearest("x", ()) == ""


def test_an_address_of_a_host_is_kept_whole() -> None:
    assert source_path("a/b.vmx") == Path("a/b.vmx")
    assert str(source_path("ssh://root@esxi/vmfs/a.vmx").as_posix()).endswith("/vmfs/a.vmx")
    assert refused(source_path, "ssh://")
