"""What xl lists and says of a start is read; a stand-in for xl, on this computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from deliver.answering import answering, failing
from deliver.xl_stand_in import StandIn

from engine.deliver import domains
from engine.deliver.domains import Seen
from engine.findings import Finding, Refusal
from engine.ssh.host import Host
from engine.ssh.server import Server

HERE = Server(None)


def test_a_domain_is_found_by_its_whole_name(xl: StandIn) -> None:
    xl.lists("web server", "-b----")
    (xl.folder / "uuids").write_text("abc 7 web server\ndef 70 web\n")
    assert domains.look(HERE, "web server") == Seen(7, "-b----", "abc", 5901)
    for other in ("web", "server", "Name", ""):
        found = domains.look(HERE, other)
        assert found == Seen()
        assert (found.state, found.why) == ("ended", "it is gone")


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        ("r-----", ""),
        ("-b----", ""),
        ("------", ""),  # it waits for a processor
        ("--p---", "it is paused"),
        ("---s--", "it has shut down"),
        ("----c-", "it has crashed"),
        ("---sc-", "it has crashed"),
        ("-----d", "it is being removed"),
    ],
)
def test_letters_of_its_state(xl: StandIn, flags: str, why: str) -> None:
    xl.lists("a", flags)
    found = domains.look(HERE, "a")
    assert (found.why, found.state) == (why, "ended" if why else "running")


@pytest.mark.parametrize("number", ["x", "-1", "1e3", "9" * 5000])
def test_a_number_that_is_none_is_no_domain(number: str) -> None:
    line = f"a {number} 384 1 -b---- 0.4"
    assert domains.look(answering(f"Name ID Mem VCPUs State Time(s)\n{line}\n"), "a") == Seen()


def test_a_port_that_is_none_is_no_screen(xl: StandIn, tmp_path: Path) -> None:
    xl.lists("a", "-b----")
    for said in ("", "x", "123456", "-1", "65536"):
        (xl.folder / "bin/xenstore-read").write_text(f"#!/bin/sh\necho '{said}'\n")
        assert domains.look(HERE, "a").vnc == 0


def refused(server: Server, config: str = "/srv/a.cfg") -> Finding:
    with pytest.raises(Refusal) as found:
        domains.create(server, "a", config)
    return found.value.findings[0]


def test_the_line_that_says_why_is_the_reason() -> None:
    said = "Parsing config from /srv/a.cfg\nlibxl: error: ugly\nlibxl: error: not enough memory\n"
    found = refused(failing(said))
    assert (found.code, found.message.fields["reason"]) == ("E942", "not enough memory")
    assert "'/s rv/a.cfg'" in refused(failing(""), "/s rv/a.cfg").remedy


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Parsing config from /x\n\nxl: error: odd\nmore", "odd"),
        ("Parsing config from /x\n", "it says nothing"),
        ("", "it says nothing"),
    ],
)
def test_what_is_not_known_is_told_as_it_is(said: str, reason: str) -> None:
    found = refused(failing(said))
    assert (found.code, found.message.fields["reason"]) == ("E947", reason)


def test_xl_that_does_not_work() -> None:
    with pytest.raises(Refusal, match="E946: xl does not work on xen: Permission denied") as found:
        domains.look(failing("libxl: error: Permission denied\nxl list failed", 3), "a")
    assert found.value.findings[0].code == "E946"
    with pytest.raises(Refusal, match="E706"):
        domains.look(answering("missing xl\n"), "a")


def test_a_command_is_quoted_for_both_shells() -> None:
    line = domains.command(Host("xen", "root", 2222), "xl", "create", "/s rv/a.cfg")
    assert line == """ssh -t -p 2222 root@xen 'xl create '"'"'/s rv/a.cfg'"'"''"""
    assert domains.command(None, "xl", "create", "/s rv/a") == "xl create '/s rv/a'"
