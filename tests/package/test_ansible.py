"""The role for Ansible works on this computer: once, again without a change, and with findings."""

from __future__ import annotations

import filecmp
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures import machine

pytestmark = pytest.mark.skipif(
    not os.environ.get("VMX2XEN_DEB"), reason="Ansible takes its time: make installer-test"
)
ROLES = Path(__file__).resolve().parents[2] / "installer/ansible/roles"
PROGRAM = "import sys; from engine.cli.entry import run; sys.exit(run(sys.argv[1:]))"
PLAYBOOK = """
- hosts: localhost
  connection: local
  gather_facts: false
  roles:
    - role: vmx2xen
      vars: {values}
"""


def played(folder: Path, values: dict[str, object]) -> tuple[int, str]:
    """The exit code of ansible-playbook, and what it printed."""
    book = folder / "play.yml"
    book.write_text(PLAYBOOK.format(values=json.dumps(values)))
    root = ROLES.parents[2]
    environment = {
        **os.environ, "ANSIBLE_ROLES_PATH": str(ROLES), "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_NOCOLOR": "1", "PYTHONPATH": str(root), "ANSIBLE_LOCALHOST_WARNING": "0",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-m", "ansible.cli.playbook", book],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout + ended.stderr


def changes(text: str) -> int:
    found = re.search(r"changed=(\d+)", text)
    assert found, text
    return int(found[1])


def test_it_converts_and_delivers_once(tmp_path: Path) -> None:
    vm = machine.build(tmp_path / "a vm", size=1 << 20, snapshots=0)
    values: dict[str, object] = {
        "vmx2xen_command": [sys.executable, "-c", PROGRAM],
        "vmx2xen_machine": str(vm.vmx),
        "vmx2xen_output": str(tmp_path / "out"),
        "vmx2xen_push": str(tmp_path / "srv"),
    }
    code, text = played(tmp_path, values)
    assert code == 0, text
    assert changes(text) == 2
    image = tmp_path / "srv/win2003.img"
    assert filecmp.cmp(image, vm.truths[machine.CURRENT], shallow=False)
    code, text = played(tmp_path, values)
    assert (code, changes(text)) == (0, 0), text
    vm.disk.write_bytes(vm.disk.read_bytes()[:5000])
    code, text = played(tmp_path, {**values, "vmx2xen_output": str(tmp_path / "other")})
    assert code != 0
    assert "E204" in text or "E202" in text, text
    assert not (tmp_path / "other").exists()
