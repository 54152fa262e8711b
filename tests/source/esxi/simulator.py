"""A host that govmomi's simulator stands for, with a machine of ours in its datastore."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim

from engine import passwords
from engine.source import certificates, hosts, taken_snapshots

GOVMOMI = Path("/usr/share/gocode/src/github.com/vmware/govmomi")
USER, PASSWORD = "user", "pass"


@dataclass(frozen=True)
class Simulated:
    """One that runs."""

    port: int
    service: Any
    datastore: str
    folder: Path  #: of the datastore, on this computer

    @property
    def url(self) -> str:
        return f"esxi://{USER}@127.0.0.1:{self.port}"

    def machine(self, name: str) -> Any:
        """One of its machines."""
        content = self.service.content
        view = content.viewManager.CreateContainerView(
            content.rootFolder, [vim.VirtualMachine], True
        )
        return next(each for each in view.view if each.name == name)

    def take_over(self, name: str, configuration: Path) -> None:
        """Put the files beside ``configuration`` in the place of those of a machine."""
        folder = self.folder / name
        for path in configuration.parent.iterdir():
            own = path.stem == configuration.stem and path.suffix in (".vmx", ".vmsd")
            shutil.copy(path, folder / (f"{name}{path.suffix}" if own else path.name))

    @contextmanager
    def switched_on(self, name: str) -> Iterator[Any]:
        """A machine that runs; the simulator takes snapshots, but writes no file of them.

        So its first snapshot has the name of one that is taken for a conversion.
        """
        listed = self.folder / name / f"{name}.vmsd"
        text = listed.read_text()
        listed.write_text(text.replace('"Snapshot 1"', f'"{taken_snapshots.NAME}"'))
        found = self.machine(name)
        found.PowerOn()
        yield found
        found.PowerOff()
        listed.write_text(text)

    @contextmanager
    def known(self, monkeypatch: pytest.MonkeyPatch, state: Path) -> Iterator[None]:
        """It is agreed to, and its password is known; notes about it go into ``state``."""
        monkeypatch.setenv("XDG_STATE_HOME", str(state))
        monkeypatch.setattr(certificates, "_agreed", {})
        monkeypatch.setattr(certificates, "_expected", set())
        certificates.expect(certificates.fingerprint_of("127.0.0.1", self.port))
        passwords.remember(f"{USER}@127.0.0.1:{self.port}", PASSWORD, keep=False)
        yield
        hosts.close()


def snapshots(found: Any) -> list[str]:
    """Names of those of a machine of the simulator, which breaks over a property that is absent."""
    try:
        return [str(each.name) for each in found.snapshot.rootSnapshotList]
    except OSError:
        return []


def program() -> Path:
    """The simulator, built once; skips where Debian's packages for that are not installed."""
    source = Path(__file__).with_name("main.go")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vmx2xen-tests"
    kept = cache / f"vcsim-{zlib.crc32(source.read_bytes()):08x}"
    if kept.exists():
        return kept
    go = shutil.which("go")
    if go is None or not GOVMOMI.exists():
        pytest.skip("golang-go and golang-github-vmware-govmomi-dev are not installed")
    if "VMX2XEN_ESXI" not in os.environ:
        pytest.skip("it is built by make esxi-test")
    kept.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off"}
    command = [go, "build", "-o", str(kept), str(source)]
    subprocess.run(command, env=environment, check=True)
    return kept


@contextmanager
def running() -> Iterator[Simulated]:
    """A host, for as long as the block lasts."""
    with (
        tempfile.TemporaryDirectory(prefix="vcsim-") as own,  # its datastores would outlive it
        subprocess.Popen(
            [program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env={**os.environ, "TMPDIR": own},
        ) as process,
    ):  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        port = urlsplit(process.stdout.readline().strip()).port or 0
        service = SmartConnect(
            host="127.0.0.1", port=port, user=USER, pwd=PASSWORD, disableSslCertValidation=True
        )
        content = service.content
        view = content.viewManager.CreateContainerView(content.rootFolder, [vim.Datastore], True)
        store = view.view[0]
        try:
            yield Simulated(port, service, str(store.name), Path(store.summary.url))
        finally:
            Disconnect(service)
            process.stdin.close()
