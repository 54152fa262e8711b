"""A Debian with QEMU's guest agent: it answers through the channel of ``try``, and that counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import machine
from xen_lab import debian

from engine.cli.main import main
from linux_lab import debian as lab

SECONDS = "1800"  # a minute or two on an idle machine


def test_its_answer_is_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else tells: there is no login on any console of it."""
    if missing := lab.missing():
        pytest.skip(f"the lab needs {missing} (see installer/xen-test-packages.txt)")
    disk = debian.built(with_agent=True)
    vm = machine.build(
        tmp_path / "vm", image=disk, controller="pvscsi", name="debian", guest_os="debian12-64"
    )
    out = tmp_path / "out"
    assert main(["convert", str(vm.vmx), "-o", str(out), "--set", "memory=768"]) == 0
    capsys.readouterr()
    assert main(["try", str(out), "--accelerator", "tcg", "--seconds", SECONDS, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["said"]) == ("reached", "its guest agent answers")
    assert "login:" not in found["screen"] + found["serial"]
