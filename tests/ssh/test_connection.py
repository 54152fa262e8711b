"""What ssh is told, and what is made of what it says; a stand-in for ssh, which reaches no host."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import passwords, platform
from engine.findings import Finding, Refusal
from engine.ssh.connection import connected
from engine.ssh.host import Host

_SSH = """#!/bin/sh
printf '%s\\n' "$@" >>{folder}/told
{act}
"""
_LETS_IN = "echo vmx2xen; cat >/dev/null; echo over >{folder}/ended"
_KEYS = "#!/bin/sh\necho 'xen ssh-ed25519 AAAA'\n"
#: SHA-256 of the three zeros that AAAA is.
_FINGERPRINT = "ssh-ed25519 SHA256:cJ6AyISHokEeHuTfufIqhhSS0gxHZRUMDHlKvXD4FHw"

Ssh = Callable[[str], Path]


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ssh:
    """Makes an ssh that acts so; the folder with what it was told."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def make(act: str) -> Path:
        text = _SSH.format(folder=tmp_path, act=act.format(folder=tmp_path))
        for name, script in (("ssh", text), ("ssh-keyscan", _KEYS)):
            (tmp_path / name).write_text(script)
            (tmp_path / name).chmod(0o755)
        return tmp_path

    return make


def saying(text: str, code: int = 255) -> str:
    return f"printf %s {shlex.quote(text)} >&2; exit {code}"


def refused(host: Host, *, quietly: bool = False) -> Finding:
    with pytest.raises(Refusal) as found, connected(host, quietly=quietly):
        pass
    return found.value.findings[0]


def test_no_host_is_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with connected(None) as server:
        assert server.host is None
    assert refused(Host("xen")).code == "E713"


def test_what_ssh_is_told(ssh: Ssh) -> None:
    folder = ssh(_LETS_IN)
    with connected(Host("xen", "root", 2222)) as server:
        assert server.name == "root@xen"
        assert not (folder / "ended").exists()
    told = (folder / "told").read_text().splitlines()
    options = told[: told.index("--")]
    assert told[told.index("--") + 1] == "xen"
    assert [options[options.index(each) + 1] for each in ("-l", "-p")] == ["root", "2222"]
    assert {"BatchMode=yes", "ForwardAgent=no", "ControlPersist=no"} <= set(options)
    assert (folder / "ended").exists()  # it is waited for, and nothing holds the host any more


def test_what_is_not_said_is_left_to_the_users_configuration(ssh: Ssh) -> None:
    folder = ssh(_LETS_IN)
    with connected(Host("xen")):
        pass
    assert not {"-l", "-p"} & set((folder / "told").read_text().split())


def test_the_path_of_the_socket_is_short(
    ssh: Ssh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, deep = ssh(_LETS_IN), tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with connected(Host("xen")):
        told = (folder / "told").read_text().splitlines()
    assert len(told[told.index("-S") + 1]) < 60


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ssh: connect to host xen port 22: Connection refused", "E702"),
        ("ssh: Could not resolve hostname xen: Name or service not known", "E702"),
        ("", "E702"),
        ("Host key verification failed.", "E703"),
        ("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\r\nfailed", "E703"),
        ("No ED25519 host key is known for xen and you have requested strict checking.", "E703"),
        ("root@xen: Permission denied (publickey).", "E704"),
        ("Received disconnect from 1.2.3.4: Too many authentication failures", "E704"),
    ],
)
def test_what_ssh_says_is_told(ssh: Ssh, said: str, code: str) -> None:
    ssh(saying(said))
    found = refused(Host("xen"))
    assert found.code == code
    assert (_FINGERPRINT in found.message) == (code == "E703")
    assert not said or said.splitlines()[-1].rstrip(".") in found.message


def test_a_host_that_runs_no_commands(ssh: Ssh) -> None:
    ssh(saying("This account is not available.", 1))
    assert refused(Host("xen")).code == "E949"


def test_a_password_is_asked_for_where_one_is_taken(
    ssh: Ssh, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(saying("root@xen: Permission denied (publickey,keyboard-interactive)."))
    asked: list[str] = []
    monkeypatch.setattr(passwords, "_in_keyring", lambda account: None)
    monkeypatch.setattr(passwords, "_ask", [lambda account: asked.append(account)])
    assert refused(Host("xen", "root"), quietly=True).code == "E931"
    assert asked == []
    assert refused(Host("xen", "root")).code == "E931"  # nobody knew it
    assert asked == ["root@xen:22"]
    monkeypatch.setattr(platform, "SHARES_SSH", False)
    found = refused(Host("xen", "root"))
    assert (found.code, "needs a key" in found.message) == ("E704", True)
    assert asked == ["root@xen:22"]


_BY_PASSWORD = """
if [ "$SSH_ASKPASS" ] && [ "$("$SSH_ASKPASS" "root@xen's password: ")" = right ]; then
    echo vmx2xen
    exec cat >/dev/null
fi
echo "root@xen: Permission denied (publickey,password)." >&2
exit 255
"""


def test_a_password_that_somebody_knows_lets_in(ssh: Ssh, monkeypatch: pytest.MonkeyPatch) -> None:
    ssh(_BY_PASSWORD)
    answers = ["wrong", "right"]
    monkeypatch.setattr(passwords, "_in_keyring", lambda account: None)
    monkeypatch.setattr(passwords, "_ask", [lambda account: answers.pop(0)])
    monkeypatch.setattr(passwords, "_known", {})
    assert refused(Host("xen", "root")).code == "E886"
    for _ in range(2):  # it is asked for once
        with connected(Host("xen", "root")) as server:
            assert server.name == "root@xen"
    assert answers == []


def test_what_fails_beside_the_password_is_told_as_it_is(
    ssh: Ssh, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = '[ "$SSH_ASKPASS" ] && {{ echo Connection refused >&2; exit 255; }}\n'
    ssh(lost + _BY_PASSWORD)
    monkeypatch.setattr(passwords, "_in_keyring", lambda account: "right")
    monkeypatch.setattr(passwords, "_known", {})
    assert refused(Host("xen", "root")).code == "E702"
