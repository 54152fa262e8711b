"""Archives as folders: members are listed, looked at and read at any byte, never unpacked."""

from __future__ import annotations

import io
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from fixtures.machine import Machine, build
from vmware.reading import content

from engine.cli.main import main
from engine.source import archives, paths
from engine.source.source import FileKind
from engine.vmware import machine

FILES = {"a/vm.vmx": b"config" * 99, "a/b/disk": bytes(range(256)) * 40, "top": b"end"}


def tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(params=["vm.tar", "VM.OVA", "stored.zip", "deflated.zip"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name = str(request.param)
    if name.endswith(".zip"):
        deflated = name.startswith("deflated")
        method = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
        return zipped(tmp_path / name, FILES, method)
    return tar(tmp_path / name, FILES)


def test_it_is_listed_as_a_folder(path: Path) -> None:
    assert paths.listing(path) == [path / "a", path / "top"]
    assert paths.listing(path / "a") == [path / "a/b", path / "a/vm.vmx"]
    assert paths.is_folder(path / "a/b")
    assert paths.is_file(path / "a/b/../vm.vmx")


def test_every_byte_of_a_member(path: Path) -> None:
    for name, data in FILES.items():
        assert paths.stat(path / name).size == len(data)
        opened = paths.source_of(path / name).open(path / name)
        assert paths.read_at(opened, 0, len(data) + 9) == data
        assert paths.read_at(opened, 7, 100) == data[7:107]
        assert paths.read_at(opened, len(data), 1) == b""
        part = bytearray(2)
        opened.read_parts([(1, memoryview(part))])
        assert part == data[1:3]
        assert opened.size() == len(data)
        opened.close()


def test_members_are_files_of_their_own(path: Path) -> None:
    found = [paths.stat(path / name) for name in FILES]
    assert len({each.identity for each in found}) == len(found)
    assert paths.stat(path / "a").kind is FileKind.FOLDER


@pytest.mark.parametrize("name", ["b", "a/vm", "../other", "a/../../other", "top/below"])
def test_what_is_not_in_it(path: Path, name: str) -> None:
    (path.parent / "other").write_bytes(b"outside")
    assert not paths.exists(path / name)
    assert not paths.listing(path / name)


def test_an_archive_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    path = tar(tmp_path / "vm.tar", {"one": b"1"})
    assert paths.exists(path / "one")
    tar(path, {"two": b"2" * 20_000})
    assert not paths.exists(path / "one")
    assert paths.stat(path / "two").size == 20_000


def test_a_folder_may_be_called_as_an_archive(tmp_path: Path) -> None:
    (tmp_path / "vm.zip").mkdir()
    (tmp_path / "vm.zip" / "file").write_bytes(b"x")
    assert paths.listing(tmp_path / "vm.zip") == [tmp_path / "vm.zip/file"]


def test_few_archives_are_remembered(tmp_path: Path) -> None:
    made = [tar(tmp_path / f"{number}.tar", {"x": b"x"}) for number in range(archives._KEPT + 5)]
    assert all(paths.exists(each / "x") for each in made)
    assert len(archives._known) <= archives._KEPT


# -- machines


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return build(tmp_path_factory.mktemp("built") / "vm", size=1 << 20, snapshots=2)


def in_folder(built: Machine) -> dict[str, bytes]:
    return {f"vm/{each.name}": each.read_bytes() for each in sorted(built.vmx.parent.iterdir())}


@pytest.mark.parametrize("pack", [tar, zipped])
@pytest.mark.parametrize("name", ["vm.box", "vm.zip"])
def test_a_machine_with_snapshots(tmp_path: Path, built: Machine, pack, name: str) -> None:  # type: ignore[no-untyped-def]
    """A .vmx with its disks (Vagrant's box for VMware): each state reads as its maker wrote it."""
    path = pack(tmp_path / name, in_folder(built))
    found = machine.read(path)
    assert found.path == path / "vm" / built.vmx.name
    assert not [each for each in found.all_findings if each.blocks]
    states = {"current": found} | {
        str(each.uid): machine.state(found, str(each.uid)) for each in found.snapshots.all
    }
    truths = [built.truths[name].read_bytes() for name in built.truths]
    for each in states.values():
        assert each.disks[0].chain is not None
        assert content(each.disks[0].chain) in truths
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_small_members_may_be_deflated(tmp_path: Path, built: Machine) -> None:
    """``zip -n .vmdk``, and what stores only that which does not shrink."""
    path = tmp_path / "vm.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in in_folder(built).items():
            method = zipfile.ZIP_STORED if name.endswith(".vmdk") else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, method)
    (disk,) = machine.read(path).disks
    assert disk.chain is not None
    assert content(disk.chain) == built.truths["current"].read_bytes()


def test_it_is_converted_from_where_it_is(tmp_path: Path, built: Machine) -> None:
    path, out = zipped(tmp_path / "vm.zip", in_folder(built)), tmp_path / "out"
    assert main(["convert", str(path), "-o", str(out)]) == 0
    assert main(["verify", str(out)]) == 0
    (image,) = out.glob("*.img")
    assert image.read_bytes() == built.truths["current"].read_bytes()


def test_an_ova_in_a_zip(tmp_path: Path, built: Machine) -> None:
    inner = tar(tmp_path / "vm.ova", in_folder(built)).read_bytes()
    shutil.rmtree(tmp_path / "vm", ignore_errors=True)
    (disk,) = machine.read(zipped(tmp_path / "vm.zip", {"vm.ova": inner})).disks
    assert disk.chain is not None
    assert content(disk.chain) == built.truths["current"].read_bytes()
