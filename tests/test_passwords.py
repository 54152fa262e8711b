"""Passwords come out of the keyring or are asked for; a wrong one is not used again and again."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import keyrings
from fixtures.keyrings import MemoryKeyring

from engine import passwords
from engine.findings import Refusal

ACCOUNT, ENTRY = "root@esxi:443", ("vmx2xen", "root@esxi:443")
RIGHT, WRONG = "right", "wrong"


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    with keyrings.empty(monkeypatch) as found:
        yield found


class Host:
    """Takes RIGHT alone."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def log_in(self, password: str) -> bool:
        self.tried.append(password)
        if password != RIGHT:
            raise passwords.Wrong
        return True


def asking(*answers: str) -> list[str]:
    """Somebody who answers so; the accounts that are asked for."""
    left, asked = list(answers), list[str]()

    def ask(account: str) -> str:
        asked.append(account)
        return left.pop(0)

    passwords.ask_by(ask)
    return asked


def test_that_of_the_keyring_is_used(ring: MemoryKeyring) -> None:
    ring.entries[ENTRY] = RIGHT
    asked = asking()
    assert passwords.used(ACCOUNT, Host().log_in)
    assert asked == []


def test_a_wrong_one_in_the_keyring_is_asked_for_anew_and_replaced(ring: MemoryKeyring) -> None:
    ring.entries[ENTRY] = WRONG
    host, asked = Host(), asking(RIGHT)
    assert passwords.used(ACCOUNT, host.log_in)
    assert (host.tried, asked) == ([WRONG, RIGHT], [ACCOUNT])
    assert ring.entries == {ENTRY: RIGHT}
    assert passwords.used(ACCOUNT, host.log_in)
    assert (host.tried, asked) == ([WRONG, RIGHT, RIGHT], [ACCOUNT])


def test_what_is_typed_wrong_is_not_kept_and_the_keyrings_is_not_tried_again(
    ring: MemoryKeyring,
) -> None:
    ring.entries[ENTRY] = WRONG
    host, asked = Host(), asking("typo", RIGHT)
    with pytest.raises(passwords.Wrong):
        passwords.used(ACCOUNT, host.log_in)
    assert ring.entries == {ENTRY: WRONG}
    assert passwords.used(ACCOUNT, host.log_in)
    assert host.tried == [WRONG, "typo", RIGHT]
    assert asked == [ACCOUNT] * 2
    assert ring.entries == {ENTRY: RIGHT}


def test_one_that_is_put_into_the_keyring_meanwhile_is_used(ring: MemoryKeyring) -> None:
    ring.entries[ENTRY] = WRONG
    host = Host()
    with pytest.raises(passwords.Wrong):  # nobody can be asked
        passwords.used(ACCOUNT, host.log_in)
    ring.entries[ENTRY] = RIGHT
    assert passwords.used(ACCOUNT, host.log_in)
    assert host.tried == [WRONG, RIGHT]


def test_one_that_is_asked_for_is_asked_for_once_and_not_kept(ring: MemoryKeyring) -> None:
    host, asked = Host(), asking(WRONG, RIGHT)
    with pytest.raises(passwords.Wrong):
        passwords.used(ACCOUNT, host.log_in)
    assert passwords.used(ACCOUNT, host.log_in)
    assert passwords.used(ACCOUNT, host.log_in)
    assert asked == [ACCOUNT] * 2
    assert ring.entries == {}


def test_nobody_knows_it() -> None:
    assert passwords.used(ACCOUNT, Host().log_in) is None


def test_a_keyring_that_takes_nothing_stops_nothing(ring: MemoryKeyring) -> None:
    ring.entries[ENTRY], ring.locked = WRONG, True
    asking(RIGHT)
    assert passwords.used(ACCOUNT, Host().log_in)
    with pytest.raises(Refusal, match="E884"):
        passwords.remember(ACCOUNT, RIGHT, keep=True)


def test_a_pool_has_an_entry_of_its_own(ring: MemoryKeyring) -> None:
    ring.entries["vmx2xen xapi://pool:8443", "admin@domain"] = RIGHT
    assert passwords.found("xapi://admin@domain@pool:8443") == RIGHT


def test_what_a_host_says_is_shown_without_the_passwords_it_was_told() -> None:
    passwords.remember(ACCOUNT, "it's (a) $ecret", keep=False)
    assert passwords.hidden("no: it's (a) $ecret.") == "no: …."
    passwords.remember(ACCOUNT, "pass", keep=False)
    assert passwords.hidden("root/pass has passed") == "root/… has passed"


@pytest.mark.skipif(
    not hasattr(os, "fork") or Path("/proc/sys/kernel/core_pattern").read_text() != "core\n",
    reason="crashes are not kept in the folder of the process here",
)
@pytest.mark.parametrize("knows", [False, True])
def test_a_crash_leaves_no_dump_of_who_knows_a_password(tmp_path: Path, knows: bool) -> None:
    """Without one the same process leaves a dump, so the test can see what it looks for."""
    child = os.fork()
    if not child:
        try:
            os.chdir(tmp_path)
            resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))
            if knows:
                passwords.remember(ACCOUNT, RIGHT, keep=False)
            signal.signal(signal.SIGABRT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGABRT)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert os.WCOREDUMP(status) != knows
    assert bool(list(tmp_path.glob("core*"))) != knows
