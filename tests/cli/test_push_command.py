"""The command ``push``: which kind of place is meant, and what would be sent there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from conditions.command import run, said
from fixtures import keyrings, machine, xapi_server
from fixtures.xapi_server import PASSWORD, XapiServer

from engine.cli.exit_codes import DONE, REFUSED, USAGE
from engine.deliver.pool import certificates


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished conversion; not to be written to."""
    folder = tmp_path_factory.mktemp("push")
    vm = machine.build(folder / "vm", size=2 << 20, snapshots=0)
    assert said("convert", vm.vmx, "-o", folder / "out").code == DONE
    return folder / "out"


@pytest.fixture
def xapi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[XapiServer]:
    """A pool whose password is known; the certificates are in a folder of the test."""
    monkeypatch.setattr(certificates, "user_config_path", lambda _: tmp_path / "config")
    with keyrings.empty(monkeypatch), xapi_server.running(XapiServer(tmp_path)) as running:
        keyring.set_password(f"vmx2xen xapi://127.0.0.1:{running.port}", "root", PASSWORD)
        yield running


def test_a_folder_is_shown_and_not_made(converted: Path, tmp_path: Path) -> None:
    before = sorted(converted.iterdir())
    shown = said("push", converted, tmp_path / "srv", "--dry-run", "--configs", tmp_path / "cfg")
    assert shown.code == DONE
    assert shown.out.startswith(f"{converted} -> this computer\n")
    assert f"  win2003.img -> {tmp_path}/srv/win2003.img (new)\n" in shown.out
    assert f"  the configuration -> {tmp_path}/cfg/win2003.cfg\n" in shown.out
    assert "steps" in run("push", converted, tmp_path / "srv", "--dry-run").told
    assert (list(tmp_path.iterdir()), sorted(converted.iterdir())) == ([], before)


def test_what_is_there_is_overwritten_where_that_is_agreed_to(
    converted: Path, tmp_path: Path
) -> None:
    (tmp_path / "win2003.img").write_bytes(b"theirs")
    assert run("push", converted, tmp_path, "--dry-run").code == REFUSED
    shown = said("push", converted, tmp_path, "--dry-run", "--yes")
    assert shown.code == DONE
    assert (tmp_path / "win2003.img").read_bytes() == b"theirs"


def test_a_pool_is_logged_in_to_and_shown(converted: Path, xapi: XapiServer) -> None:
    where = f"xapi://root@127.0.0.1:{xapi.port}"
    agreed = ("--certificate", xapi.certificate)
    [network] = xapi.pool.networks
    shown = said("push", converted, where, "--dry-run", *agreed)
    assert shown.code == DONE
    assert "Local storage" in shown.out
    assert f"  xenbr0 -> {network}\n" in shown.out
    chosen = ("--sr", "Other", "--network", f"xenbr0={network}")
    xapi.add_storage(name_label="Other")
    told = run("push", converted, where, "--dry-run", *chosen).told
    assert (told["storage"], told["networks"]) == ("Other", {"xenbr0": network})
    assert not xapi.tables["VM"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--start",), "a pool is told by xe what to start"),
        (("--configs", "/etc/xen"), "a pool keeps the configuration by itself"),
    ],
)
def test_what_a_pool_does_not_take(tmp_path: Path, words: tuple[str, ...], reason: str) -> None:
    """It is told before anything is opened."""
    found = said("push", tmp_path, "xapi://root@127.0.0.1:1", *words)
    assert found.code == REFUSED
    assert found.err.startswith("E701")
    assert reason in found.err


@pytest.mark.parametrize("words", ["--limit 0", "--limit fast", "--network xenbr0", "--network =x"])
def test_words_that_are_none(words: str) -> None:
    assert said("push", "DIR", "/srv", *words.split()).code == USAGE
