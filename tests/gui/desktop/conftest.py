"""A message bus of a test's own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A message bus of this test alone, as session and as system bus."""
    if not shutil.which("dbus-daemon"):
        pytest.skip("dbus-daemon is not installed")
    (tmp_path / "bus.conf").write_text(CONFIG)
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--print-address", "--nofork"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    monkeypatch.delenv("QT_QPA_PLATFORMTHEME", raising=False)
    yield address
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()
