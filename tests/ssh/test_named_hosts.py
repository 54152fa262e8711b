"""Hosts that are offered: those that ssh has been told of, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from engine.ssh.named_hosts import named_hosts


def test_configured_and_known_hosts_are_offered_once(tmp_path: Path) -> None:
    (tmp_path / "config").write_text(
        "# Host no\nHost xenbox build\n  User root\nhost=equal\nHost * !not web-? -oProxy\n"
        'Host "quoted"\nMatch host other\n'
    )
    (tmp_path / "known_hosts").write_text(
        "xenbox,192.0.2.7 ssh-ed25519 AAAA\n|1|salt=|hash= ssh-rsa AAAA\n\n"
        "[far.example]:2222 ssh-rsa AAAA\n@revoked gone ssh-rsa AAAA\n# c ssh-rsa AAAA\n"
    )
    offered = ["xenbox", "build", "equal", "quoted", "192.0.2.7", "far.example:2222"]
    assert named_hosts(tmp_path) == offered


def test_where_ssh_was_told_of_none_there_is_none(tmp_path: Path) -> None:
    assert named_hosts(tmp_path / "missing") == []
    os.mkfifo(tmp_path / "config")
    (tmp_path / "known_hosts").mkdir()
    assert named_hosts(tmp_path) == []
