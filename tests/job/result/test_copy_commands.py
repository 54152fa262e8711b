"""Commands that really bring a conversion to a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import machine

from engine.choices import Choices
from engine.job import work
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import Plan, make
from engine.job.result import copy_commands
from engine.job.result.conversion import Conversion
from engine.vmware.machine import read
from engine.xen import xl_config

#: The server: what ssh is told to run there is run here, in a folder of the test.
SSH = """#!/bin/sh
case "$1/$2/$3" in
    root@xen.example/*) shift ;;
    -l/root/xen.example) shift 3 ;;  # as rsync says it
    *) exit 9 ;;
esac
exec sh -c "$*"
"""


LVCREATE = """#!/bin/sh
test "$1" = -L && test "$3" = -n || exit 9
truncate -s "${2%b}" "$VOLUMES/$4"
"""


XL = """#!/bin/sh
echo "$@" > "$VOLUMES/xl"
"""


@pytest.fixture
def server(tmp_path: Path) -> dict[str, str]:
    """The environment in which ssh, lvcreate and xl are those of a server that is all ours."""
    tools, volumes = tmp_path / "tools", tmp_path / "volumes"
    tools.mkdir()
    volumes.mkdir()
    for name, text in {"ssh": SSH, "lvcreate": LVCREATE, "xl": XL}.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    return {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "VOLUMES": str(volumes)}


def converted(tmp_path: Path, name: str, *, sha256: bool = False, **settings: str) -> Plan:
    made = machine.build(tmp_path / "vm", size=3 << 20, name=name)
    choices = Choices(settings=settings, sha256=sha256)
    plan = make(read(made.vmx), tmp_path / "out put", choices)
    outcome = work.run(ConversionJob(plan), lambda _: None, threading.Event())
    assert outcome.outcome == "done", outcome
    return plan


def shell(commands: str, environment: dict[str, str]) -> str:
    """Run them, up to the first that fails, and return what they said."""
    done = subprocess.run(
        ["sh", "-e"], input=commands, text=True, env=environment, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
@pytest.mark.parametrize("name", ["win2003", "File server's  $HOME"])
def test_files_arrive_where_the_configuration_expects_them(
    tmp_path: Path, server: dict[str, str], name: str
) -> None:
    plan = converted(tmp_path, name, images=f"{tmp_path}/srv/xen images")
    found = Conversion.open(plan.folder)
    shell(copy_commands.as_files(found, "root@xen.example", f"{tmp_path}/volumes"), server)
    (image,) = found.images
    there = Path(image.place)
    assert there.parent == tmp_path / "srv/xen images"
    assert there.read_bytes() == image.path.read_bytes()
    config = tmp_path / "volumes" / found.config.name
    assert f"target={there}" in config.read_text()
    assert (tmp_path / "volumes/xl").read_text() == f"create {config}\n"


@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
@pytest.mark.parametrize("name", ["win2003", "a [b] *.& | c"])
def test_files_arrive_in_another_folder_and_the_configuration_says_so(
    tmp_path: Path, server: dict[str, str], name: str
) -> None:
    found = Conversion.open(converted(tmp_path, name, sha256=True).folder)
    folder = tmp_path / "an \\1 & other|folder"
    shell(copy_commands.as_files(found, "root@xen.example", str(folder), str(folder)), server)
    (image,) = found.images
    assert (folder / image.path.name).read_bytes() == image.path.read_bytes()
    written = xl_config.quoted(str(folder / image.path.name)).strip('"')
    assert f'target={written}"' in (folder / found.config.name).read_text()


@pytest.mark.parametrize("name", ["win2003", "a [b] *.& | c"])
def test_images_arrive_in_volumes_and_the_configuration_says_so(
    tmp_path: Path, server: dict[str, str], name: str
) -> None:
    found = Conversion.open(converted(tmp_path, name).folder)
    commands = copy_commands.as_volumes(found, "root@xen.example", "vg0", f"{tmp_path}/volumes")
    (image,) = found.images
    volume = copy_commands.volume_name(image.path.stem)
    local = commands.replace(f"of=/dev/vg0/{volume}", f"of={tmp_path}/volumes/{volume}")
    assert local != commands
    shell(local, server)
    assert (tmp_path / "volumes" / volume).read_bytes() == image.path.read_bytes()
    config = (tmp_path / "volumes" / found.config.name).read_text()
    assert f'target=/dev/vg0/{volume}"' in config
    assert str(image.path) not in config


@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
@pytest.mark.parametrize("name", ["win2003", "File server's  $HOME"])
def test_files_are_checked_on_the_server_where_their_sha256_is_known(
    tmp_path: Path, server: dict[str, str], name: str
) -> None:
    images = f"{tmp_path}/srv\\xen images"  # of which sha256sum has its own spelling
    found = Conversion.open(converted(tmp_path, name, sha256=True, images=images).folder)
    commands = copy_commands.as_files(found, "root@xen.example", f"{tmp_path}/volumes")
    said = shell(commands, server)
    assert ": OK\n" in said
    (image,) = found.images
    Path(image.place).write_bytes(b"damaged on the way")
    (check,) = (line for line in commands.splitlines() if "sha256sum" in line)
    with pytest.raises(subprocess.CalledProcessError):
        shell(check, server)
    without = copy_commands.as_files(
        replace(found, images=(replace(image, entry=replace(image.entry, sha256="")),)),
        "root@xen.example",
    )
    assert "sha256sum" not in without


def test_volumes_are_checked_as_far_as_the_image_goes(
    tmp_path: Path, server: dict[str, str]
) -> None:
    found = Conversion.open(converted(tmp_path, "win2003", sha256=True).folder)
    commands = copy_commands.as_volumes(
        found, "root@xen.example", str(tmp_path), f"{tmp_path}/volumes"
    )
    volume = tmp_path / "volumes" / "win2003"
    (check,) = (line for line in commands.splitlines() if "sha256sum" in line)
    check = check.replace(f"/dev/{tmp_path}/win2003", str(volume))
    volume.write_bytes(found.images[0].path.read_bytes() + bytes(1 << 20))
    assert shell(check, server) == "OK\n"
    with volume.open("r+b") as file:
        file.write(b"damaged")
    with pytest.raises(subprocess.CalledProcessError):
        shell(check, server)


@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
@pytest.mark.parametrize("name", ["server.xva", "File server's.xva"])
def test_an_xva_is_brought_over_and_imported(
    tmp_path: Path, server: dict[str, str], name: str
) -> None:
    archive = tmp_path / "it's here" / name
    archive.parent.mkdir()
    archive.write_bytes(b"an archive")
    home = tmp_path / "home"
    home.mkdir()
    ssh, xe = tmp_path / "tools/ssh", tmp_path / "tools/xe"
    ssh.write_text(SSH.replace("exec sh", f"cd {home}\nexec sh"))
    xe.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    xe.chmod(0o755)
    said = shell(copy_commands.as_xva(archive, "root@xen.example"), server)
    assert said.splitlines()[-3:] == ["vm-import", f"filename={name}", "preserve=true"]
    assert (home / name).read_bytes() == b"an archive"


def test_sums_are_in_the_words_of_sha256sum(tmp_path: Path) -> None:
    found = Conversion.open(converted(tmp_path, "win2003", sha256=True).folder)
    command = ["sha256sum", "win2003.img"]
    said = subprocess.run(command, cwd=found.folder, capture_output=True, text=True, check=True)
    assert f"{copy_commands.sums(found)}\n" == said.stdout


@pytest.mark.parametrize(
    ("name", "expected"), [("server", "server"), ("-x y/ä", "x-y--"), ("...", "disk")]
)
def test_names_of_volumes_are_those_lvm_takes(name: str, expected: str) -> None:
    assert copy_commands.volume_name(name) == expected
