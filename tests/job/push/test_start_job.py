"""A domain is started on its server: a real sshd, and a stand-in for xl."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from deliver.ssh_server import HOST, user
from deliver.xl_stand_in import StandIn, stand_in

from engine.cli.main import main
from engine.findings import Refusal
from engine.job import requests
from engine.job.events import Finished
from engine.job.push import start_job
from engine.job.push.start_job import StartJob
from engine.job.result.conversion import Conversion
from engine.job.work import run


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_job, "_BETWEEN", 0.01)


@pytest.fixture(scope="session")
def delivered(converted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A conversion that was brought to a folder of this computer; not to be written to."""
    folder = tmp_path_factory.mktemp("delivered")
    shutil.copytree(converted, folder / "out")
    assert main(["push", str(folder / "out"), str(folder / "srv")]) == 0
    return folder / "out"


@pytest.fixture
def sent(delivered: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(delivered, tmp_path / "sent"))


def start(folder: Path) -> Finished:
    return run(StartJob.planned(folder), lambda _: None, threading.Event())


def test_it_is_sent_started_and_seen_running(
    made: Path,
    tmp_path: Path,
    server_with: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    there = stand_in(tmp_path / "xl")
    server_with(f"SetEnv PATH={there.path} SHLVL=2")
    code = main(["push", str(made), f"{user()}@{HOST}:{tmp_path}/s rv", "--start", "--json"])
    assert code == 0
    found = json.loads(capsys.readouterr().out)
    assert there.creates == [f"{tmp_path}/s rv/win2003.cfg"]
    assert found["domain"] == {"name": "win2003", "state": "running", "id": 7, "vnc": 5901}
    assert found["command"] == ["xl", "console", "win2003"]
    (kept,) = Conversion.open(made).deliveries
    assert (kept.domain, kept.vnc, bool(kept.started)) == ("win2003", 5901, True)


def test_what_runs_already_is_not_created_twice(xl: StandIn, sent: Path) -> None:
    assert [start(sent).outcome for _ in range(2)] == ["done", "done"]
    assert len(xl.creates) == 1


def test_another_domain_of_that_name_is_left_alone(xl: StandIn, sent: Path) -> None:
    start(sent)
    uuids = xl.folder / "uuids"
    uuids.write_text(re.sub("^[^ ]+", "00000000-0000-0000-0000-000000000000", uuids.read_text()))
    assert [each.code for each in start(sent).findings] == ["E941"]
    assert len(xl.creates) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("libxl: error: libxl_mem.c:1: not enough free memory\nfailed", "E942"),
        ("libxl: error: hotplug: Could not find bridge device xenbr0", "E943"),
        ("libxl: error: failed to stat /srv/xen/a.img: No such file or directory", "E944"),
        ("xencall: error: Could not obtain handle on privileged command interface", "E946"),
        ("xl: something new", "E947"),
        ("", "E947"),
    ],
)
def test_what_xl_says_is_told(xl: StandIn, sent: Path, said: str, code: str) -> None:
    xl.refuses(said)
    finished = start(sent)
    assert (finished.outcome, [each.code for each in finished.findings]) == ("refused", [code])
    assert not Conversion.open(sent).deliveries[-1].started
    xl.relents()
    assert start(sent).outcome == "done"  # once it is mended


@pytest.mark.parametrize("flags", ["---s--", "----c-", "--p---", "gone"])
def test_it_is_never_called_started_when_it_does_not_run(
    xl: StandIn, sent: Path, flags: str
) -> None:
    xl.ends_as(flags)
    finished = start(sent)
    assert (finished.outcome, [each.code for each in finished.findings]) == ("refused", ["E945"])
    assert not Conversion.open(sent).deliveries[-1].started


def test_a_failed_start_leaves_the_delivery_done(xl: StandIn, made: Path, tmp_path: Path) -> None:
    xl.ends_as("gone")
    assert main(["push", str(made), f"{tmp_path}/srv", "--start"]) == 3
    found = Conversion.open(made)
    assert (len(found.deliveries), found.unsent) == (1, False)


def test_a_computer_without_xl(sent: Path) -> None:
    assert [each.code for each in start(sent).findings] == ["E706"]


def test_what_was_not_sent_cannot_be_started(made: Path) -> None:
    with pytest.raises(Refusal) as caught:
        StartJob.planned(made)
    assert [each.code for each in caught.value.findings] == ["E940"]


def test_a_start_is_kept_with_the_queue(xl: StandIn, sent: Path) -> None:
    job = requests.load(StartJob.planned(sent).request)
    assert run(job, lambda _: None, threading.Event()).outcome == "done"
    assert len(xl.creates) == 1
