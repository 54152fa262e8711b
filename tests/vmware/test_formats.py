"""Every layout in every state reads as its maker wrote it; real files as their other readers do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fixtures import machine

from engine.disk.block_map import windows
from engine.disk.reader import Reader
from engine.disk.stream import held
from engine.findings import Refusal
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder
from engine.vmware.machine import read, state
from engine.vmware.model import DiskChain

ODD = (6 << 20) + 512 * 37  # no multiple of a grain, of a page, or of a part
LAYOUTS = [
    "monolithicSparse",
    "monolithicFlat",
    "twoGbMaxExtentSparse",
    "twoGbMaxExtentFlat",
    "streamOptimized",
    "vmfs",
    "vmfsSeSparse",
]


def content(chain: DiskChain) -> bytes:
    """All bytes of the disk, window by window, so that borders of windows are crossed."""
    reader = Reader(chain.mapping, chain.files)
    step = (1 << 20) - 512 * 3
    return b"".join(reader.pread(at, step) for at in range(0, chain.size, step))


def check_map(chain: DiskChain) -> None:
    """The map covers the disk without gaps or overlaps."""
    at = 0
    for window in windows(chain.mapping):
        for start, length in zip(window.start.tolist(), window.length.tolist(), strict=True):
            assert start == at
            assert length > 0
            at += length
    assert at == chain.size


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("snapshots", [0, 1, 3])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_state(tmp_path: Path, layout: str, snapshots: int, shuffled: bool) -> None:
    built = machine.build(
        tmp_path / "vm",
        layout=layout,
        snapshots=snapshots,
        size=ODD if layout not in ("vmfsSeSparse",) else 6 << 20,
        fragmentation=shuffled,
        split=1 << 20 if layout.startswith("twoGb") else None,
    )
    found = read(built.vmx)
    assert not found.all_findings
    for name, truth in built.truths.items():
        frozen = state(found, "" if name == "current" else name)
        (disk,) = frozen.disks
        assert disk.chain is not None
        check_map(disk.chain)
        assert content(disk.chain) == truth.read_bytes(), name
        assert held(disk.chain.mapping) <= disk.chain.size


@pytest.mark.parametrize("layout", ["redo", "legacySplit"])
@pytest.mark.parametrize(("answer", "truth"), [("commit", "current"), ("discard", "discarded")])
def test_redo_log(tmp_path: Path, layout: str, answer: str, truth: str) -> None:
    built = machine.build(tmp_path / "vm", layout=layout, size=6 << 20)
    (disk,) = read(built.vmx, redo=answer).disks
    assert disk.chain is not None
    assert content(disk.chain) == built.truths[truth].read_bytes()
    (unanswered,) = read(built.vmx).disks
    assert [each.code for each in unanswered.findings] == ["E305"]


# What becomes of each sample: the reader that is right about it, or the finding it must give.
SAMPLES = {
    "compressed_stream_opt.vmdk": "qemu-img",
    "dfvfs-ext2.vmdk": "qemu-img",
    "flat.vmdk": "qemu-img",
    "minimal.vmdk": "qemu-img",
    "monolithicFlat.vmdk": "E201",
    "monolithicSparse.vmdk": "qemu-img",
    "streamOptimized.vmdk": "qemu-img",
    "tw_sparse.vmdk": "qemu-img",
    "twoGbMaxExtentFlat.vmdk": "E201",
    "twoGbMaxExtentSparse.vmdk": "qemu-img",
    "vmfs_thick-000001.vmdk": "E201",
    "vmfs_thick.vmdk": "qemu-img",
}


def test_no_sample_is_forgotten(samples: Path) -> None:
    parts = ("-s001", "-f001", "-flat")
    disks = {each.name for each in (samples / "vmdk").glob("*.vmdk")}
    assert {name for name in disks if not Path(name).stem.endswith(parts)} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_samples(samples: Path, tmp_path: Path, name: str) -> None:
    path = samples / "vmdk" / name
    if SAMPLES[name].startswith("E"):
        with pytest.raises(Refusal) as refusal:
            open_chain(path, Folder(path.parent))
        assert [each.code for each in refusal.value.findings] == [SAMPLES[name]]
        return
    raw = tmp_path / "raw"
    subprocess.run(["qemu-img", "convert", "-f", "vmdk", "-O", "raw", path, raw], check=True)
    chain = open_chain(path, Folder(path.parent))
    assert content(chain) == raw.read_bytes()


def test_parent_found_by_its_content_id(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", snapshots=1, size=4 << 20)
    (tmp_path / "vm/win2003.vmdk").rename(tmp_path / "vm/renamed.vmdk")
    chain = open_chain(built.disk, Folder(tmp_path / "vm"))
    assert [each.code for each in chain.findings] == ["W301"]
    assert content(chain) == built.truths["current"].read_bytes()


def test_linked_clone_needs_consent(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "base", snapshots=1, size=4 << 20)
    clone = tmp_path / "clone"
    clone.mkdir()
    child = clone / built.disk.name
    data = built.disk.read_bytes()
    shutil.move(built.disk, child)
    old = b'parentFileNameHint="win2003.vmdk"'
    new = b'parentFileNameHint="../base/win2003.vmdk"'
    assert data.count(old) == 1
    at = data.index(old)
    end = data.index(b"\0", at)
    text = (new + data[at + len(old) : end]).ljust(end - at + 40, b"\0")
    child.write_bytes(data[:at] + text + data[at + len(text) :])
    with pytest.raises(Refusal) as refusal:
        open_chain(child, Folder(clone))
    assert [each.code for each in refusal.value.findings] == ["E109"]
    chain = open_chain(child, Folder(clone, trusted=True))
    assert content(chain) == built.truths["current"].read_bytes()
