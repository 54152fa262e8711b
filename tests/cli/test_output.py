"""What is printed: nothing a terminal obeys, JSON for every encoding, and readers that are gone."""

from __future__ import annotations

import errno
import io
import json
import sys
from pathlib import Path

import pytest
from cli.full import full_disk

from engine.cli import output
from engine.cli.output import OutputLost


def test_a_terminal_is_not_commanded(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_text("a\x1b[2Jb\nc")
    output.print_lines(["one\ntwo", "three\x07"])
    assert output.tell("\x9b2J")
    said = capsys.readouterr()
    assert said.out == "a\ufffd[2Jb\nc\none\ufffdtwo\nthree\ufffd\n"
    assert said.err == "\ufffd2J\n"


def test_json_has_a_format_and_paths_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"path": Path("/a/ü"), "text": "\x1b", "count": 1})
    output.print_json_line({"event": "step"})
    whole, line = capsys.readouterr().out.rsplit("\n", 2)[:2]
    found = json.loads(whole)
    assert found == {"format": 1, "path": "/a/ü", "text": "\ufffd", "count": 1}
    assert whole.splitlines()[1] == ' "format": 1,'  # what is read first
    assert line == '{"format": 1, "event": "step"}'


@pytest.mark.parametrize(("encoding", "has"), [("utf-8", "→"), ("cp1252", "\\u2192")])
def test_json_is_what_the_encoding_has(
    monkeypatch: pytest.MonkeyPatch, encoding: str, has: str
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
    output.print_json_line({"text": "→"})
    assert raw.getvalue().decode(encoding) == f'{{"format": 1, "text": "{has}"}}\n'


def test_no_character_stops_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    monkeypatch.setattr(sys, "stderr", None)  # as under pythonw
    output.prepare()
    output.print_text("→ \udcff")
    assert raw.getvalue() == b"\\u2192 \\udcff\n"


def test_a_result_that_cannot_be_written_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with full_disk(monkeypatch):
        with pytest.raises(OutputLost) as lost:
            output.print_text("result")
        output.print_text("more")  # goes nowhere: it has been told
    assert lost.value.error.errno == errno.ENOSPC


def test_people_who_have_gone_stop_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with full_disk(monkeypatch):
        assert [output.tell("hello"), output.tell("more")] == [False, True]


def test_a_command_is_quoted_and_can_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("vmx2xen", "resume", "/a b/it's")
    monkeypatch.setattr(sys, "argv", ["pytest"])
    assert output.command_line(words) == """vmx2xen resume '/a b/it'"'"'s'"""
    assert output.command_line(("xl", "create", "a")) == "xl create a"
    program = tmp_path / "vmx2xen"
    program.touch(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert output.command_line(("vmx2xen", "help")) == f"{program} help"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert output.command_line(("vmx2xen", "help")) == "vmx2xen help"
