"""Disks go into volumes: a block device, and groups of LVM. Needs root for loop devices."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from deliver.ssh_server import HOST, SshServer
from job.push.conftest import SIZE
from job.push.test_push_job import NAME, During, deliver, refused

from engine.cli.main import main
from engine.job.push.push_job import PushJob
from engine.job.push.push_journal import Wish
from engine.job.work import run


def attached(image: Path) -> str:
    command: list[str | Path] = ["losetup", "--find", "--show", image]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if os.getuid() or done.returncode:
        pytest.skip("a loop device needs root")
    return done.stdout.strip()


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Callable[[bytes], Path]]:
    """Makes block devices of the content given."""
    made: list[str] = []

    def make(content: bytes) -> Path:
        image = tmp_path / f"device-{len(made)}"
        image.write_bytes(content)
        made.append(attached(image))
        return Path(made[-1])

    yield make
    for each in made:
        subprocess.run(["losetup", "--detach", each], check=True)


def holds(device: Path, image: Path) -> bool:
    """Whether a device begins with an image."""
    size = str(image.stat().st_size)
    return subprocess.run(["cmp", "-n", size, device, image], check=False).returncode == 0


def test_an_empty_volume_is_filled(
    made: Path, tmp_path: Path, server: SshServer, device: Callable[[bytes], Path]
) -> None:
    path = device(bytes(SIZE + (1 << 20)))
    configs = tmp_path / "etc xen"
    assert main(["push", str(made), f"{HOST}:{path}", "--configs", str(configs)]) == 0
    assert holds(path, made / NAME)
    assert f"target={path}" in (configs / "win2003.cfg").read_text()
    assert main(["push", str(made), f"{HOST}:{path}", "--configs", str(configs)]) == 0


def test_a_volume_with_something_else_needs_consent(
    made: Path, tmp_path: Path, server: SshServer, device: Callable[[bytes], Path]
) -> None:
    """Also where the disk has zeros."""
    path, target = device(b"old data" * (SIZE // 8)), str(tmp_path)
    command = ["push", str(made), "--configs", target]
    assert main([*command, f"{HOST}:{path}"]) == 3
    assert path.read_bytes() == b"old data" * (SIZE // 8)
    assert main([*command, f"{HOST}:{path}", "--yes"]) == 0
    assert holds(path, made / NAME)


def test_a_volume_that_was_begun_goes_on_without_consent(
    made: Path, tmp_path: Path, server: SshServer, device: Callable[[bytes], Path]
) -> None:
    path = device(bytes(SIZE))
    finished = deliver(made, f"{HOST}:{path}", During(server.cut), configs=str(tmp_path))
    assert [each.code for each in finished.findings] == ["E705"]
    assert main(["push", str(made), f"{HOST}:{path}", "--configs", str(tmp_path)]) == 0
    assert holds(path, made / NAME)


def test_a_volume_that_is_too_small(made: Path, device: Callable[[bytes], Path]) -> None:
    assert refused(made, str(device(bytes(SIZE - 4096)))) == "E710"


def test_a_volume_that_is_mounted(
    made: Path, tmp_path: Path, device: Callable[[bytes], Path]
) -> None:
    path = device(bytes(SIZE))
    subprocess.run(["mke2fs", "-q", path], check=True)
    (tmp_path / "at").mkdir()
    subprocess.run(["mount", path, tmp_path / "at"], check=True)
    try:
        assert refused(made, str(path)) == "E709"
    finally:
        subprocess.run(["umount", tmp_path / "at"], check=True)


def test_an_image_that_a_domain_has(made: Path, tmp_path: Path) -> None:
    """Dom0 has it as a loop device then."""
    there = tmp_path / "srv"
    assert main(["push", str(made), str(there)]) == 0
    loop = attached(there / NAME)
    try:
        assert refused(made, str(there)) == "E709"
    finally:
        subprocess.run(["losetup", "--detach", loop], check=True)


# -- groups

#: What LVM is asked for, done with loop devices where the kernel has no device mapper.
_STAND_INS = {
    "vgs": 'test -d "$GROUP" && test "$8" = "${GROUP##*/}" && echo "  $FREE"',
    "lvcreate": """
test "$1 $2 $3 $4 $6" = "--yes --wipesignatures n --size --name" && shift 4 || exit 9
truncate -s "${1%b}" "$GROUP/.$3"
tr '\\000' x <"$GROUP/.$3" | dd of="$GROUP/.$3" conv=notrunc status=none  # of those before
ln -s "$(losetup -f --show "$GROUP/.$3")" "$GROUP/$3" """,
    "lvrename": 'mv "$GROUP/$2" "$GROUP/$3"',
    "lvs": "exit 5",
}


@dataclass(frozen=True)
class Group:
    name: str
    real: bool

    def volume(self, name: str) -> Path:
        return Path("/dev", self.name, name)


@pytest.fixture(params=["lvm", "stand-in"])
def group(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Group]:
    """A volume group of 100 MiB."""
    name = f"vmx2xen-{secrets.token_hex(4)}"
    yield from (_lvm if request.param == "lvm" else _stand_in)(name, tmp_path, monkeypatch)


def _lvm(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    monkeypatch.setenv("LVM_SUPPRESS_FD_WARNINGS", "1")
    if os.getuid() or not shutil.which("vgcreate"):
        pytest.skip("LVM needs root and lvm2")
    image = tmp_path / "volumes"
    image.touch()
    os.truncate(image, 100 << 20)
    loop = attached(image)
    try:
        subprocess.run(["vgcreate", "-q", name, loop], check=True)
        trial = subprocess.run(["lvcreate", "-q", "-y", "-L4M", "-ntrial", name], check=False)
        if trial.returncode:
            subprocess.run(["vgremove", "-q", "-f", name], check=True)
            pytest.skip("the kernel has no device mapper")
        subprocess.run(["lvremove", "-q", "-y", f"{name}/trial"], check=True)
        yield Group(name, real=True)
        subprocess.run(["vgremove", "-q", "-f", name], check=True)
    finally:
        subprocess.run(["losetup", "--detach", loop], check=True)


def _stand_in(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    folder, tools = Path("/dev", name), tmp_path / "tools"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("a folder in /dev needs root")
    tools.mkdir()
    for tool, text in _STAND_INS.items():
        (tools / tool).write_text(f"#!/bin/sh\n{text}\n")
        (tools / tool).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("GROUP", str(folder))
    monkeypatch.setenv("FREE", str(100 << 20))
    yield Group(name, real=False)
    for path in folder.iterdir():
        if path.is_symlink():
            subprocess.run(["losetup", "--detach", path.readlink()], check=True)
    shutil.rmtree(folder)


def test_a_volume_is_made_in_a_group(made: Path, tmp_path: Path, group: Group) -> None:
    """What the extents held before does not shine through."""
    command = ["push", str(made), f"/dev/{group.name}", "--configs", str(tmp_path)]
    assert main(command) == 0
    assert holds(group.volume("win2003"), made / NAME)
    assert f"target={group.volume('win2003')}" in (tmp_path / "win2003.cfg").read_text()
    assert not group.volume("win2003.partial").exists()
    assert main(command) == 0


def test_every_disk_gets_a_volume(with_two_disks: Path, tmp_path: Path, group: Group) -> None:
    command = ["push", str(with_two_disks), f"/dev/{group.name}", "--configs", str(tmp_path)]
    assert main(command) == 0
    for name in ("win2003", "win2003-2"):
        assert holds(group.volume(name), with_two_disks / f"{name}.img")
        assert f"target={group.volume(name)}" in (tmp_path / "win2003.cfg").read_text()


def test_two_disks_do_not_go_into_one_volume(
    with_two_disks: Path, device: Callable[[bytes], Path]
) -> None:
    assert refused(with_two_disks, str(device(bytes(SIZE)))) == "E701"


def test_a_new_volume_that_was_begun_goes_on(made: Path, tmp_path: Path, group: Group) -> None:
    cancel = threading.Event()
    job = PushJob.planned(made, Wish(f"/dev/{group.name}", configs=str(tmp_path)))
    assert run(job, During(cancel.set), cancel).outcome == "stopped"
    assert group.volume("win2003.partial").exists()
    assert not group.volume("win2003").exists()
    assert main(["resume", str(made)]) == 0
    assert holds(group.volume("win2003"), made / NAME)


def test_a_group_without_room(
    made: Path, tmp_path: Path, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    if group.real:
        subprocess.run(["lvcreate", "-q", "-y", "-L80M", "-nother", group.name], check=True)
    monkeypatch.setenv("FREE", str(SIZE - 1))
    assert refused(made, f"/dev/{group.name}") == "E707"


def test_a_volume_that_is_open(made: Path, tmp_path: Path, group: Group) -> None:
    if not group.real:
        pytest.skip("only LVM knows that")
    assert main(["push", str(made), f"/dev/{group.name}", "--configs", str(tmp_path)]) == 0
    with group.volume("win2003").open("rb"):
        assert refused(made, str(group.volume("win2003"))) == "E709"
        assert refused(made, f"/dev/{group.name}") == "E709"
