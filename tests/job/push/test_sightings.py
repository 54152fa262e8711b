"""Servers are asked again about what was started there: a stand-in for xl, a real ssh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from deliver.ssh_server import HOST, SshServer
from deliver.xl_stand_in import StandIn

from engine import passwords
from engine.findings import Refusal
from engine.job.push.sightings import look_again
from engine.job.result.conversion import Sent
from engine.ssh.connection import connected
from engine.ssh.host import Host

RUNS = Sent(
    "/srv/xen", "2026-01-01T00:00:00+00:00", ("/srv/xen/a.img",), "/srv/xen/a.cfg", "x", "a"
)


@pytest.fixture
def two(xl: StandIn) -> StandIn:
    """Domain a runs, b has crashed."""
    xl.lists("a", "-b----")
    xl.lists("b", "---c--")
    return xl


@pytest.mark.usefixtures("two")
def test_what_runs_has_ended_and_is_gone() -> None:
    crashed, gone = replace(RUNS, domain="b"), replace(RUNS, domain="c")
    found = look_again([RUNS, crashed, gone])
    assert [found[each].running for each in (RUNS, crashed, gone)] == [True, False, False]
    assert (found[crashed].why, found[gone].why) == ("it has crashed", "it is gone")
    assert all(each.findings == () for each in found.values())


def test_a_server_that_does_not_answer_is_told_and_the_others_are_asked(two: StandIn) -> None:
    away = replace(RUNS, target="root@xen.invalid:/srv/xen")
    found = look_again([away, RUNS])
    assert [each.code for each in found[away].findings] == ["E702"]
    assert (found[away].running, found[RUNS].running) == (False, True)
    assert found[away].why


def test_nobody_is_asked_for_a_password(
    server_with: Callable[[str], SshServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window is only looked at again: a question would be out of place."""
    server = server_with("PasswordAuthentication yes")
    (server.folder / "user.pub").write_text("")  # the key is let in no more
    monkeypatch.setattr(passwords, "_in_keyring", lambda account: None)
    asked: list[str] = []
    monkeypatch.setattr(passwords, "_ask", [lambda account: asked.append(account)])
    (found,) = look_again([replace(RUNS, target=f"{HOST}:/srv/xen")]).values()
    assert [each.code for each in found.findings] == ["E931"]
    assert asked == []
    with pytest.raises(Refusal), connected(Host(HOST)):
        pass
    assert len(asked) == 1  # else somebody would have been
