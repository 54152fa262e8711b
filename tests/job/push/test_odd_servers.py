"""Servers that answer oddly, and links planted there: findings, and nothing is written elsewhere.

The ``ssh`` here is a stand-in that runs on this computer what it is told, but for one script: to
that it answers as a broken or hostile server might.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from job.push.test_push_job import run_json

from engine.cli.main import main

SSH = """#!/bin/sh
for last; do :; done
case "$last" in
*"exec cat"*) ;;
*"$ODD_SCRIPT"*) echo vmx2xen; printf "$ODD_ANSWER"; exit ${ODD_EXIT:-0} ;;
esac
exec sh -c "$last"
"""
LOOK, STATE, SUMS, WRITE = "command -v lvcreate", "xenstore-ls", "iflag=nocache", "read -r kind"
MUCH = "a%5000000d"


@pytest.fixture
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    stand_in = tmp_path / "bin/ssh"
    stand_in.parent.mkdir()
    stand_in.write_text(SSH)
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:{os.environ['PATH']}")
    return monkeypatch


@pytest.mark.parametrize(
    ("script", "says"),
    [
        *((LOOK, f"kind folder\\n{free}")
          for free in ("", "free", "free x\\n", "free -1 1\\n", "free 1\\n", "free 1 1 1\\n",
                       f"free {'9' * 30} 1\\n", "free 1e9 1\\n", "free ٣ 1\\n")),
        *((STATE, f"{kind} {size}\\n")
          for kind in ("file", "device") for size in ("", "abc", "-1", "0x10", "9" * 40)),
        (LOOK, MUCH), (STATE, MUCH),
        *((SUMS, line)
          for line in ("x\\n", "0\\n", "0 zz\\n", f"99999999 {'0' * 64}\\n", f"0 {'G' * 64}\\n",
                       f"0 {'0' * 64}\\n0 {'0' * 64}\\n", MUCH)),
        (WRITE, MUCH),
    ],
)  # fmt: skip
def test_odd_answers_are_a_finding(
    made: Path,
    tmp_path: Path,
    answer: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
    says: str,
) -> None:
    answer.setenv("ODD_SCRIPT", script)
    answer.setenv("ODD_ANSWER", says)
    assert codes(capsys, "push", made, f"u@h:{tmp_path}/srv") == (3, ["E715"])
    assert not (tmp_path / "srv" / next(made.glob("*.img")).name).exists()


def codes(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    code, found = run_json(capsys, *arguments, "--json")
    return code, [each["code"] for each in found["findings"]]


def test_no_control_character_of_a_server_reaches_the_terminal(
    made: Path, tmp_path: Path, answer: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer.setenv("ODD_SCRIPT", LOOK)
    answer.setenv("ODD_ANSWER", r"missing \033]0;title\007 \302\233 2J\n")
    run_json(capsys, "push", made, f"u@h:{tmp_path}/srv", "--json")
    assert main(["push", str(made), f"u@h:{tmp_path}/srv"]) == 3
    said = capsys.readouterr()
    assert "E706" in said.err
    assert all(char.isprintable() or char == "\n" for char in said.err + said.out)


@pytest.mark.parametrize("dangling", [False, True])
@pytest.mark.parametrize("name", ["{image}", "{image}.partial", "{config}", "{config}.partial"])
def test_a_link_on_the_server_is_never_written_through(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, dangling: bool
) -> None:
    image = next(made.glob("*.img"))
    place, elsewhere = tmp_path / "srv", tmp_path / "elsewhere"
    place.mkdir()
    size = image.stat().st_size
    if not dangling:
        elsewhere.write_bytes(b"precious")
        os.truncate(elsewhere, size)
    link = place / name.format(image=image.name, config=next(made.glob("*.cfg")).name)
    link.symlink_to(elsewhere)
    for more in ((), ("--yes",)):
        assert codes(capsys, "push", made, place, *more) == (3, ["E716"])
    assert link.is_symlink()
    if not dangling:
        assert elsewhere.read_bytes()[:8] == b"precious"
    assert elsewhere.exists() != dangling


def test_the_room_is_asked_for_without_df(
    made: Path, tmp_path: Path, answer: pytest.MonkeyPatch
) -> None:
    """Its lines cannot be told apart where the name of a device has a blank."""
    df = tmp_path / "bin/df"
    df.write_text("#!/bin/sh\necho Filesystem\necho 'My Disk 100 99 1 99% /'\n")
    df.chmod(0o755)
    answer.setenv("ODD_SCRIPT", "no such script")
    assert main(["push", str(made), f"u@h:{tmp_path}/srv"]) == 0


@pytest.mark.parametrize("script", [WRITE, SUMS])
def test_a_delivery_that_is_cut_is_stopped_and_goes_on(
    made: Path,
    tmp_path: Path,
    answer: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
) -> None:
    answer.setenv("ODD_SCRIPT", script)
    answer.setenv("ODD_ANSWER", "")
    answer.setenv("ODD_EXIT", "255")
    target = f"u@h:{tmp_path}/srv"
    code, found = run_json(capsys, "push", made, target, "--json")
    assert (code, found["outcome"]) == (4, "stopped")
    assert [each["code"] for each in found["findings"]] == ["E705"]
    answer.setenv("ODD_SCRIPT", "no such script")
    assert main(["resume", str(made)]) == 0
