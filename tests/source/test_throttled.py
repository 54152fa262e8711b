"""Hosts that throttle each connection, and networks that are cut (``make esxi-test``)."""

from __future__ import annotations

import filecmp
import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from deliver import ssh_server
from fixtures import machine
from fixtures.machine import Machine
from source import throttle
from source.esxi import simulator
from source.throttle import Seen, Throttle

from engine import passwords
from engine.cli.main import main
from engine.job.places import JOB_JOURNAL, has_begun
from engine.source import again, certificates, hosts, https_files
from engine.source.esxi_folders import EsxiFolders

pytestmark = pytest.mark.skipif(
    "VMX2XEN_ESXI" not in os.environ, reason="takes minutes: make esxi-test"
)
SIZE = 768 << 20
IMAGE = "win2003.img"
RATE = 40_000_000  #: bytes a second of one connection, as people report of hosts
MACHINE = "ha-host_VM0"
CUTS = 20


@dataclass(frozen=True)
class Host:
    """A host behind a throttle, and the address of its machine."""

    url: str
    throttle: Throttle


@pytest.fixture(scope="module")
def vm(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine of three layers, two thirds of it data."""
    return machine.build(tmp_path_factory.mktemp("far") / "vm", size=SIZE, snapshots=2)


@contextmanager
def esxi(vm: Machine, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Host]:
    """An ESXi host; its password is known, and its certificate agreed to."""
    patch.setenv("XDG_STATE_HOME", str(folder / "state"))
    patch.setattr(certificates, "_agreed", {})
    with simulator.running() as host, throttle.before(host.port, RATE) as before:
        host.take_over(MACHINE, vm.vmx)
        host.machine(MACHINE).PowerOff()
        certificates.expect(certificates.fingerprint_of("127.0.0.1", before.port))
        passwords.remember(f"user@127.0.0.1:{before.port}", simulator.PASSWORD, keep=False)
        yield Host(f"esxi://user@127.0.0.1:{before.port}/{MACHINE}", before)
        hosts.close()


@contextmanager
def ssh(vm: Machine, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host with a real sshd."""
    keys = folder / "ssh"
    keys.mkdir()
    with (
        ssh_server.running(keys, patch) as server,
        throttle.before(server.port, RATE) as before,
    ):
        config = keys / "config"
        config.write_text(config.read_text().replace(f"{server.port}", f"{before.port}"))
        yield Host(f"ssh://{ssh_server.HOST}{vm.vmx}", before)
        hosts.close()


@pytest.fixture(params=[esxi, ssh], ids=["esxi", "ssh"])
def host(
    request: pytest.FixtureRequest, vm: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Host]:
    with request.param(vm, tmp_path, monkeypatch) as found:
        yield found


def test_eight_connections_are_five_times_as_fast_as_one(
    vm: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """8.4 to 8.8 times on a quiet computer of two processors, three runs on 30 November 2026."""
    with esxi(vm, tmp_path, monkeypatch) as host:
        seconds = {}
        for count in (1, https_files.CONNECTIONS):
            monkeypatch.setattr(https_files, "CONNECTIONS", count)
            monkeypatch.setattr(EsxiFolders, "connections", count)
            hosts.close()
            began, out = time.monotonic(), tmp_path / f"out{count}"
            assert main(["convert", host.url, "-o", str(out)]) == 0
            seconds[count] = time.monotonic() - began
            print(f"{count} connections: {seconds[count]:.1f} s")
            assert filecmp.cmp(out / IMAGE, vm.truths["current"], shallow=False)
            shutil.rmtree(out)
        assert seconds[1] >= 5 * seconds[8]


def test_an_outage_stops_a_copy_and_it_goes_on(
    host: Host, vm: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "_PAUSES", ())
    out, chance, codes = tmp_path / "out", random.Random(20), []
    for _ in range(CUTS):
        host.throttle.said(f"down {chance.randrange(1 << 20, SIZE // 2 // CUTS)}")
        codes.append(main(going_on(host, out)))
        hosts.close()
    host.throttle.said("up")
    assert set(codes) == {4}
    assert main(going_on(host, out)) == 0
    seen = host.throttle.said("up")
    assert seen.cuts == CUTS
    assert_little_came(seen, out)
    assert filecmp.cmp(out / IMAGE, vm.truths["current"], shallow=False)


def test_cuts_of_a_moment_stop_nothing(host: Host, vm: Machine, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(21)
    counts = [str(chance.randrange(1 << 20, SIZE // 2 // CUTS)) for _ in range(CUTS)]
    host.throttle.said(f"cut {' '.join(counts)}")
    assert main(["convert", host.url, "-o", str(out)]) == 0
    seen = host.throttle.said("up")
    assert seen.cuts == CUTS
    assert_little_came(seen, out)
    assert filecmp.cmp(out / IMAGE, vm.truths["current"], shallow=False)


def test_without_cuts_only_what_is_allocated_comes(host: Host, vm: Machine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["convert", host.url, "-o", str(out)]) == 0
    assert_little_came(host.throttle.said("up"), out)
    assert filecmp.cmp(out / IMAGE, vm.truths["current"], shallow=False)


def going_on(host: Host, out: Path) -> list[str]:
    """The command that begins a conversion, or goes on with it."""
    if has_begun(out / JOB_JOURNAL):
        return ["resume", str(out)]
    return ["convert", host.url, "-o", str(out)]


def assert_little_came(seen: Seen, out: Path) -> None:
    """Not more than what is allocated and 5 %, of whatever came for whatever reason."""
    allocated = json.loads((out / "manifest.json").read_text())["disks"][0]["allocated"]
    print(f"{seen.received} bytes came with {seen.cuts} cuts, {allocated} are allocated")
    assert seen.received <= allocated * 1.05
