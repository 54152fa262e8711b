"""Passwords planted where people have them: none is in what is said, written or handed on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures import keyrings, machine, xapi_server
from fixtures.xapi_server import XapiServer

from engine.cli.main import main
from engine.deliver.pool import certificates
from gui.log import report_archive
from gui.log.log_buffer import LogBuffer

SECRET = "pl4nted-secret"
#: Keys of .vmx files that are passwords, or hold what guests are told in secret.
KEYS = ("RemoteDisplay.vnc.key", "RemoteDisplay.vnc.password", "guestinfo.password",
        "guestinfo.userdata", "vmx.encryptedSnapshot.key", "dataFileKey",
        "guestinfo.ovfEnv")  # fmt: skip


@pytest.fixture(scope="module")
def vmx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = machine.build(tmp_path_factory.mktemp("planted") / "vm", size=2 << 20, snapshots=1)
    with built.vmx.open("a") as lines:
        lines.writelines(f'{key} = "{SECRET}"\n' for key in KEYS)
    return built.vmx


@pytest.fixture
def started() -> Iterator[list[str]]:
    """The words and the environment of each program that is started."""
    seen: list[str] = []
    watching = True

    def look(event: str, told: tuple[Any, ...]) -> None:
        if watching and event == "subprocess.Popen":
            seen.append(repr((told[1], told[3])))

    sys.addaudithook(look)  # stays for good, so it is told when to stop
    yield seen
    watching = False


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    try:
        code = main([str(each) for each in words])
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out + said.err


def test_keys_of_a_machine(
    vmx: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], started: list[str]
) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    commands = [
        ("inspect", vmx), ("inspect", vmx, "--json"), ("config", vmx), ("tree", vmx),
        ("convert", vmx, "-o", out, "--dry-run", "--json"),
        ("convert", vmx, "-o", out, "-v", "--log-file", log), ("verify", out, "--json"),
        ("configure", out, "--set", "memory=64", "-v"), ("certificate", out),
        ("xva", out, tmp_path / "out.xva", "-v"),
    ]  # fmt: skip
    said = [told(capsys, *each) for each in commands]
    assert [code for code, _ in said] == [0, 0, 0, 2, 0, 0, 0, 0, 0, 0]
    assert SECRET not in "".join(text for _, text in said)
    assert not [each for each in started if SECRET in each]
    written = [log, *out.iterdir(), tmp_path / "out.xva"]
    assert len(written) > 5
    assert not [each.name for each in written if SECRET.encode() in each.read_bytes()]


@pytest.mark.parametrize(
    "words",
    [("inspect", "ssh://root:{}@h/vm.vmx"), ("inspect", "ssh://root:{}@h"),
     ("convert", "esxi://root:{}@h/VM", "-o", "{out}"), ("inspect", "esxi://root:{}@h/../x"),
     ("push", "{out}", "xapi://root:{}@h"), ("push", "{out}", "root:{}@h:/srv"),
     ("push", "{out}", "ssh://root:{}@h/srv"), ("fleet", "{plan}", "--dry-run")],
    ids=lambda words: " ".join(words),
)  # fmt: skip
@pytest.mark.parametrize("json", [(), ("--json",)], ids=["", "json"])
def test_addresses(
    vmx: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    json: tuple[str, ...],
) -> None:
    """They belong into no address; who writes them there is refused without their being said."""
    out, plan = tmp_path / "out", tmp_path / "plan.toml"
    if words[0] == "push":
        assert main(["convert", str(vmx), "-o", str(out)]) == 0
        capsys.readouterr()
    plan.write_text(f'[[machines]]\nfrom = "esxi://root:{SECRET}@127.0.0.1:1/VM"\n')
    command = [each.format(SECRET, out=out, plan=plan) for each in words]
    log = tmp_path / "log"
    more = () if words[0] == "inspect" else ("--log-file", str(log))
    code, said = told(capsys, *command, *more, *json)
    assert code in (2, 3)
    assert SECRET not in said
    assert not log.exists() or SECRET not in log.read_text()
    assert not [
        each.name
        for each in tmp_path.rglob("*")
        if each.is_file() and each != plan and SECRET.encode() in each.read_bytes()
    ]


def test_a_pool_that_says_the_password_it_was_told(
    vmx: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    started: list[str],
) -> None:
    monkeypatch.setattr(certificates, "user_config_path", lambda _: tmp_path / "config")
    monkeypatch.setattr(xapi_server, "PASSWORD", SECRET)
    out, log = tmp_path / "out", tmp_path / "log"
    folder = tmp_path / "pool"
    folder.mkdir()
    told(capsys, "convert", vmx, "-o", out)
    with keyrings.empty(monkeypatch) as ring, xapi_server.running(XapiServer(folder)) as pool:
        ring.entries[f"vmx2xen xapi://127.0.0.1:{pool.port}", "root"] = SECRET
        pool.stop_after, pool.refuses = 1 << 16, ("INTERNAL_ERROR", f"root/{SECRET} failed")
        target = f"xapi://root@127.0.0.1:{pool.port}"
        words = ("push", out, target, "--certificate", pool.certificate, "--json", "-v")
        code, said = told(capsys, *words, "--log-file", log)
    assert code == 3
    assert "root/… failed" in json.loads(said)["findings"][-1]["message"]
    assert "session.login_with_password" in pool.calls
    written = [log, *out.iterdir(), *(tmp_path / "config").iterdir()]
    assert not [each.name for each in written if SECRET.encode() in each.read_bytes()]
    assert SECRET not in said
    assert not [each for each in started if SECRET in each]


def test_the_report_for_developers(vmx: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has the log; an address with a password is not said there, either."""
    log = LogBuffer()
    _, said = told(capsys, "inspect", f"ssh://root:{SECRET}@h")
    log.append("error", said)
    found = [make() for _, make in report_archive.contributions(log, ())]
    assert b"no address" in b"".join(found)
    assert SECRET.encode() not in b"".join(found)
