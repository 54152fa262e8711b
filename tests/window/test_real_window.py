"""The real window on an X server: dragged in, converted, cancelled, resumed after a restart."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from deliver import ssh_server
from deliver.xl_stand_in import stand_in
from fixtures import machine
from PySide6.QtGui import QImage

pytestmark = pytest.mark.window

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("driver.py")
LIMIT = 240  # seconds; only a hang takes so long
DISK = 512 << 20  # large enough to be cancelled while it is copied
PICTURES = ("dragged", "loaded", "running", "stopped", "offered", "resumed", "done")


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go; they are kept if VMX2XEN_PICTURES names a folder."""
    folder = Path(os.environ.get("VMX2XEN_PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        (folder / f"{name}.png").unlink(missing_ok=True)
    return folder


@pytest.fixture
def live(display: str, tmp_path: Path, pictures: Path) -> Callable[[str, Path], None]:
    """Runs one life of the application, with a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    own = {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": str(ROOT),
        "WAYLAND_DISPLAY": "",
    }

    def run(part: str, path: Path) -> None:
        ran = subprocess.run(
            [sys.executable, str(DRIVER), part, str(path), str(pictures)],
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == ""  # no complaint of Qt or Python

    return run


def test_two_actions_from_the_first_drop_to_an_image(
    live: Callable[[str, Path], None], tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "server", size=1 << 20, snapshots=1)
    live("one", made.vmx)
    truth = made.truths[machine.CURRENT]
    assert (tmp_path / "server-xen" / "win2003.img").read_bytes() == truth.read_bytes()


def test_two_actions_from_twelve_machines_to_twelve_images(
    live: Callable[[str, Path], None], tmp_path: Path
) -> None:
    first = machine.build(tmp_path / "all" / "00", size=1 << 20, snapshots=0, name="vm")
    for number in range(1, 12):
        shutil.copytree(first.vmx.parent, tmp_path / "all" / f"{number:02}")
    live("twelve", tmp_path / "all")
    assert len(list(tmp_path.rglob("*.img"))) == 12


def test_three_actions_from_the_first_drop_to_a_domain_on_a_known_server(
    live: Callable[[str, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real sshd, with a stand-in for xl."""
    made = machine.build(tmp_path / "server", size=1 << 20, snapshots=1)
    xl, keys = stand_in(tmp_path / "xl"), tmp_path / "ssh"
    keys.mkdir()
    settings = tmp_path / "home" / "config" / "vmx2xen" / "settings.json"
    settings.parent.mkdir(parents=True)
    known = {"server": f"{ssh_server.user()}@{ssh_server.HOST}", "server_folder": f"{tmp_path}/srv"}
    settings.write_text(json.dumps(known))
    with ssh_server.running(keys, monkeypatch, f"SetEnv PATH={xl.path} SHLVL=2"):
        live("domain", made.vmx)
    assert xl.creates == [f"{tmp_path}/srv/win2003.cfg"]
    truth = made.truths[machine.CURRENT]
    assert (tmp_path / "srv" / "win2003.img").read_bytes() == truth.read_bytes()


def test_two_machines_of_one_folder_become_two_images(
    live: Callable[[str, Path], None], tmp_path: Path
) -> None:
    """They share their disk: one waits for the other."""
    made = machine.build(tmp_path / "server", size=1 << 20, snapshots=0)
    shutil.copy(made.vmx, made.vmx.with_name("second.vmx"))
    live("same-folder", made.vmx.parent)
    truth = made.truths[machine.CURRENT].read_bytes()
    images = {each.parent.name: each.read_bytes() for each in tmp_path.rglob("*.img")}
    assert images == {"server-xen": truth, "server-xen-2": truth}


def test_what_was_left_is_offered_and_discarded(
    live: Callable[[str, Path], None], tmp_path: Path
) -> None:
    made = machine.build(tmp_path / "server", size=DISK, snapshots=1)
    live("left", made.vmx)
    assert list((tmp_path / "server-xen").glob("*.partial"))
    live("discarded", made.vmx)
    assert not (tmp_path / "server-xen").exists()


def test_by_keys_alone_as_far_as_sending(live: Callable[[str, Path], None], tmp_path: Path) -> None:
    made = machine.build(tmp_path / "server", size=1 << 20, snapshots=1)
    live("by-keys", made.vmx)
    truth = made.truths[machine.CURRENT]
    assert (tmp_path / "server-xen" / "win2003.img").read_bytes() == truth.read_bytes()


def test_dragged_in_cancelled_and_resumed_after_a_restart(
    live: Callable[[str, Path], None], tmp_path: Path, pictures: Path
) -> None:
    made = machine.build(tmp_path / "server", size=DISK, snapshots=2)
    live("first", made.vmx)
    results = tmp_path / "server-xen"
    assert not list(results.glob("*.img"))  # no final name before it is verified
    live("second", made.vmx)
    truth = made.truths[machine.CURRENT]
    assert subprocess.run(["cmp", results / "win2003.img", truth], check=False).returncode == 0
    assert (results / "win2003.cfg").exists()
    for name in PICTURES:
        picture = QImage(str(pictures / f"{name}.png"))
        assert picture.width() > 600, name
        colours = {picture.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 400, 3)}
        assert len(colours) > 10, name
