"""Places of a server as they are, and the refusals for what it says; here, and of odd servers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from deliver.answering import answering, failing

from engine.deliver import place, store
from engine.deliver.store import State, Store
from engine.findings import Finding, Refusal
from engine.ssh.server import Failed, Server

HERE = Server(None)
AT, FINAL = PurePosixPath("/srv/a.partial"), PurePosixPath("/srv/a")


def refused(act: Callable[[], object]) -> Finding:
    with pytest.raises(Refusal) as found:
        act()
    return found.value.findings[0]


def looked(said: str, target: str = "/srv") -> Store:
    return store.look(answering(said), place.read(target))


def test_what_a_place_is() -> None:
    assert looked("kind folder\nfree 3 4096\n") == Store("folder", PurePosixPath("/srv"), 12288)
    assert looked("kind group\nfree 7 1\n", "/dev/vg").group == "vg"
    assert looked("kind device\n", "/dev/vg/lv").free == 0
    assert looked("kind folder\nkind other\nfree 1 1\n").kind == "folder"  # the first counts


@pytest.mark.parametrize(
    ("said", "target", "code"),
    [
        ("kind other\n", "/srv", "E701"),
        ("kind folder\nfree 1 1\n", "/dev/vg", "E701"),
        ("missing dd\nkind folder\nfree 1 1\n", "/srv", "E706"),
        ("kind\n", "/srv", "E712"),
        ("", "/srv", "E712"),
        ("kind folder\nfree 1\n", "/srv", "E715"),
        ("kind folder\nfree " + "9" * 19 + " 1\n", "/srv", "E715"),
    ],
)
def test_a_place_that_is_refused(said: str, target: str, code: str) -> None:
    assert refused(lambda: looked(said, target)).code == code


def test_what_is_at_a_path() -> None:
    def seen(said: str) -> State:
        return store.state(answering(said), AT)

    assert seen("") == State("absent")
    assert seen("other\n") == State("other")
    assert seen("file 5\nbusy it is open\n") == State("file", 5, "it is open")
    assert seen("device 512\n") == State("device", 512)
    assert refused(lambda: seen("link\n")).code == "E716"
    for odd in ("file\n", "file x\n", "device -1\n", "device " + "1" * 19 + "\n"):
        assert refused(lambda said=odd: seen(said)).code == "E715"  # type: ignore[misc]


def test_an_answer_is_shortened_and_told() -> None:
    assert store.odd(HERE, "").findings[0].message.fields["answer"] == "nothing"
    assert store.odd(HERE, "x" * 101).findings[0].message.fields["answer"] == "x" * 100


@pytest.mark.parametrize(
    ("said", "code", "reason"),
    [
        ("cat: write error: No space left on device", "E707", "No space left on device"),
        ("Volume group has insufficient free space\nIt failed.", "E707", "It failed"),
        ("one\nmkdir: Permission denied.\n", "E712", "mkdir: Permission denied"),
        ("", "E712", "exit code 3"),
    ],
)
def test_a_script_that_fails_is_told_in_its_last_words(said: str, code: str, reason: str) -> None:
    [found] = store.failed(HERE, AT, Failed(3, said)).findings
    assert (found.code, found.message.fields["path"]) == (code, str(AT))
    assert found.message.fields["reason"].endswith(reason)


def test_every_act_that_fails_is_refused() -> None:
    server = failing("Permission denied", 3)
    for act in (
        lambda: store.look(server, place.read("/srv")),
        lambda: store.state(server, AT),
        lambda: store.make_folder(server, AT),
        lambda: store.make_file(server, AT, 1, FINAL, frozenset(), 0o644),
        lambda: store.make_volume(server, PurePosixPath("/dev/vg/lv"), 1),
        lambda: store.rename(server, AT, FINAL),
        lambda: store.rename(server, PurePosixPath("/dev/vg/a"), PurePosixPath("/dev/vg/b")),
        lambda: store.read(server, AT),
        lambda: store.put(server, AT, "", 0o644),
    ):
        assert refused(act).code == "E712"


def test_a_file_where_something_came_meanwhile(tmp_path: Path) -> None:
    path, final = (PurePosixPath(tmp_path / each) for each in ("a.partial", "a"))
    store.make_file(HERE, path, 4096, final, frozenset({path, final}), 0o600)
    assert (Path(path).stat().st_size, Path(path).stat().st_mode & 0o777) == (4096, 0o600)
    taken = refused(lambda: store.make_file(HERE, path, 1, final, frozenset({path}), 0o600))
    assert (taken.code, taken.message.fields["path"]) == ("E985", str(final))
    Path(final).touch()
    store.make_file(HERE, path, 2, final, frozenset(), 0o600)  # nothing was promised to be absent
    assert (
        refused(lambda: store.make_file(HERE, path, 3, final, frozenset({final}), 0o600)).code
        == "E985"
    )


def test_a_program_is_written_and_renamed(tmp_path: Path) -> None:
    path, final = (PurePosixPath(tmp_path / each) for each in ("a.partial", "a"))
    store.put(HERE, path, "text ü\n", 0o600)
    assert Path(path).stat().st_mode & 0o777 == 0o600
    store.put(HERE, path, "text ü\n", 0o600, program=True)
    store.rename(HERE, path, final)
    assert store.read(HERE, final) == "text ü\n"
    assert Path(final).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("size", "asked"), [(1, 512), (512, 512), (513, 1024)])
def test_volumes_are_asked_of_lvm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, asked: int
) -> None:
    """The words that its tools get; one of whole sectors is large enough."""
    for name in ("lvcreate", "lvrename"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    new, final = PurePosixPath("/dev/vg/a.new"), PurePosixPath("/dev/vg/a")
    missing = refused(lambda: store.make_volume(HERE, new, size))
    assert missing.message.fields["reason"] == "there is no /dev/vg/a.new"
    store.rename(HERE, new, final)
    made, renamed = (tmp_path / "asked").read_text().splitlines()
    assert made.endswith(f"--size {asked}b --name a.new vg")
    assert renamed == "vg a.new a"
