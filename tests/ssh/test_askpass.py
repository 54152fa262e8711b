"""Passwords for ssh: a real sshd that takes them, of a user that no key is known of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from deliver import ssh_server
from deliver.ssh_server import HOST
from fixtures import keyrings
from fixtures.tools import run

from engine import passwords, platform
from engine.findings import Refusal
from engine.host_paths import path_of
from engine.source import hosts
from engine.source.paths import head_of
from engine.ssh import askpass

USER, PASSWORD = "vmx2xentest", "it's a $(secret) \\ one"
ACCOUNT = f"{USER}@{HOST}:22"
FILE = Path("/usr/bin/env")  # anybody may read it
_LINES = "PasswordAuthentication yes\nKbdInteractiveAuthentication yes\nAuthorizedKeysFile none\n"
#: The server has users of its own: nobody else sees what is mounted here.
_OWN_USERS = """
mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/shadow" /etc/shadow || exit 77
shift
exec "$@"
"""


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A host whose user has the password; its file FILE."""
    if os.getuid() or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        pytest.skip("only root can give sshd users of its own")
    digest = run("openssl", "passwd", "-6", PASSWORD).strip()
    users = Path("/etc/passwd").read_text()
    (tmp_path / "passwd").write_text(f"{users}{USER}:x:54321:54321::/:/bin/sh\n")
    (tmp_path / "shadow").write_text(f"{USER}:{digest}:19000:0:99999:7:::\n")
    within = ["unshare", "-m", "sh", "-c", _OWN_USERS, "sh", str(tmp_path)]
    with (
        keyrings.empty(monkeypatch),
        ssh_server.running(tmp_path, monkeypatch, _LINES, within),
    ):
        yield path_of(f"ssh://{USER}@{HOST}{FILE}")
        hosts.close()


def told(host: Path) -> str:
    """The code of what is refused of a host."""
    with pytest.raises(Refusal) as refused:
        head_of(host, 100)
    return refused.value.findings[0].code


@pytest.fixture
def started() -> Iterator[list[str]]:
    """The words and the environment of each program that is started from here on."""
    seen: list[str] = []
    watching = True

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "subprocess.Popen":
            _, words, _, environment = arguments
            seen.extend(map(str, (*words, *(environment or {}).values())))

    sys.addaudithook(look)  # stays for good, so it is told when to stop
    yield seen
    watching = False


def test_a_password_lets_in_and_is_in_no_command_and_no_environment(
    host: Path, started: list[str]
) -> None:
    asked = []

    def ask(account: str) -> str:
        asked.append(account)
        return PASSWORD

    passwords.ask_by(ask)
    assert head_of(host, 100) == FILE.read_bytes()[:100]
    assert asked == [ACCOUNT]
    assert "SSH_ASKPASS_REQUIRE" in os.environ or any(each.endswith("/ask") for each in started)
    assert not [each for each in started if "secret" in each]


def test_a_wrong_password_is_asked_for_anew(host: Path) -> None:
    answers = ["wrong", PASSWORD]
    passwords.ask_by(lambda account: answers.pop(0))
    assert told(host) == "E886"
    assert head_of(host, 100) == FILE.read_bytes()[:100]


def test_a_wrong_password_in_the_keyring_is_replaced(host: Path) -> None:
    keyring.set_password("vmx2xen", ACCOUNT, "wrong")
    passwords.ask_by(lambda account: PASSWORD)
    assert head_of(host, 100) == FILE.read_bytes()[:100]
    assert keyring.get_password("vmx2xen", ACCOUNT) == PASSWORD


def test_a_system_whose_ssh_is_told_none_asks_for_none_and_says_so(
    host: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "SHARES_SSH", False)
    passwords.ask_by(lambda account: pytest.fail(f"asked for that of {account}"))
    with pytest.raises(Refusal) as refused:
        head_of(host, 100)
    [found] = refused.value.findings
    assert found.code == "E704"
    assert "can be told no password, it needs a key" in str(found)
    assert "keyring" not in str(found)


def test_nobody_knows_it(host: Path) -> None:
    assert told(host) == "E931"


@pytest.mark.parametrize(
    ("asked", "is_answered"),
    [
        ("root@xen's password: ", True),
        ("(root@xen) Password: ", True),
        ("root@xen.evil's password: ", False),
        ("root@jump's password: ", False),
        ("Enter passphrase for key '/root@xen's password: ': ", False),
        ("Are you sure you want to continue connecting (yes/no/[fingerprint])? ", False),
    ],
)
def test_only_the_host_itself_is_answered_and_once(
    tmp_path: Path, asked: str, is_answered: bool
) -> None:
    def answer() -> str:
        command = [environment["SSH_ASKPASS"], asked]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    with askpass.answering(tmp_path, PASSWORD, ["root@xen"]) as environment:
        assert answer() == (f"{PASSWORD}\n" if is_answered else "")
        assert answer() == ""
