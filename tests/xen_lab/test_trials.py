"""Trials on a real Xen by SSH: six cells equal the truth, and nothing stays, however they end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from deliver import ssh_server
from fixtures import machine, nt5_stand_in, windows2003
from fixtures.tools import run

from engine.cli.main import main
from xen_lab.lab import Lab
from xen_lab.release import USED

#: Cells, and what the stand-in shows on Xen, which ends a guest that halts for good.
CELLS = {
    "halmacpi acpi=1 apic=1 vcpus=1": "login",
    "halmacpi acpi=1 apic=0 vcpus=1": "off",
    "halacpi acpi=1 apic=0 vcpus=1": "login",
    "halacpi acpi=0 apic=0 vcpus=1": "0x000000A5",
    "halmps acpi=0 apic=1 vcpus=1": "login",
    "hal acpi=0 apic=0 vcpus=1": "login",
}
SECONDS = "300"  # in emulation
LEFT = "xl list | tail -n +3; ls -d /var/tmp/vmx2xen* /var/log/xen/*vmx2xen* 2>/dev/null; true"


@pytest.fixture(scope="module")
def server(lab: Lab, place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The lab's dom0, as ssh is told of it."""
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", "user"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name)
    for name in ("host", "user.pub"):
        shutil.copy(folder / name, place / name)
    for line in (
        "mkdir -p /run/sshd /etc/ssh /root /var/tmp",
        "grep -q ^root: /etc/passwd || echo root::0:0:root:/root:/bin/bash >>/etc/passwd",
        "grep -q ^sshd: /etc/passwd || echo sshd::104:65534::/run/sshd:/bin/false >>/etc/passwd",
        "cp /shared/host /etc/ssh/lab && chmod 600 /etc/ssh/lab && cp /shared/user.pub /etc/ssh/",
        "/usr/sbin/sshd -f /dev/null -h /etc/ssh/lab -o AuthorizedKeysFile=/etc/ssh/user.pub "
        "-o StrictModes=no -o UsePAM=no -o PermitRootLogin=yes -o PidFile=/run/sshd.pid",
    ):
        lab.run(line)
    key = " ".join((folder / "host.pub").read_text().split()[:2])
    (folder / "known").write_text(f"{ssh_server.HOST} {key}\n")
    with pytest.MonkeyPatch.context() as patch:
        ssh_server.client(folder, patch, lab.port)
        yield f"root@{ssh_server.HOST}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A converted machine with the stand-in."""
    folder = tmp_path_factory.mktemp("trials")
    windows2003.build(folder / "raw", size=64 << 20, hal="halmacpi", boot_bus="scsi")
    nt5_stand_in.install(folder / "raw")
    vm = machine.build(folder / "vm", image=folder / "raw", snapshots=1)
    out = folder / "out"
    options = ("--set", "memory=64", "--target", USED.target)
    assert main(["convert", str(vm.vmx), "-o", str(out), *options]) == 0
    return out


def chosen(names: list[str]) -> list[str]:
    """The options that choose these cells, and their neighbours."""
    hals = dict.fromkeys(name.partition(" ")[0] for name in names)
    flags = dict.fromkeys(name.partition(" ")[2] for name in names)
    return [
        *(word for hal in hals for word in ("--hal", hal)),
        *(word for each in flags for word in ("--flags", each)),
    ]


def test_cells_equal_the_truth(
    lab: Lab, server: str, demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = {}
    for name in CELLS:
        main(["trials", str(demo), *chosen([name]), "--on", server, "--seconds", SECONDS, "--json"])
        [tried] = json.loads(capsys.readouterr().out)["cells"]
        assert tried["accelerator"] == "xen"
        shown = {"reached": "login", "off": "off"}.get(tried["outcome"])
        seen[name] = shown or tried["said"].removeprefix("*** STOP: ")
    assert seen == CELLS
    assert lab.run(LEFT).strip() == ""


def test_nothing_stays_after_a_cut(lab: Lab, server: str, demo: Path) -> None:
    script = "import sys; from engine.cli.main import main; sys.exit(main(sys.argv[1:]))"
    cell = chosen(["halmacpi acpi=1 apic=1 vcpus=1"])
    command = ["trials", str(demo), *cell, "--on", server, "--again", "--seconds", SECONDS]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ours = subprocess.Popen([sys.executable, "-c", script, *command], env=environment)
    while "vmx2xen-trial-" not in lab.run("xl list"):
        assert ours.poll() is None
        time.sleep(1)
    ours.send_signal(signal.SIGKILL)
    ours.wait()
    for _ in range(60):
        if "vmx2xen-trial-" not in lab.run("xl list; ls /var/tmp"):
            break
        time.sleep(1)
    assert "vmx2xen-trial-" not in lab.run("xl list; ls /var/tmp")
    main(["trials", str(demo), *cell, "--on", server, "--again", "--seconds", SECONDS])
    assert lab.run(LEFT).strip() == ""
