"""Every layout in every state reads as its maker wrote it; real files as their other readers do."""

from __future__ import annotations

import gc
import random
import subprocess
import warnings
from pathlib import Path

import numpy as np
import pytest
from dissect.hypervisor.disk.vmdk import VMDK
from fixtures import machine
from fixtures.layouts import LAYOUTS
from fixtures.vmdk import flat, hosted_sparse, se_sparse
from fixtures.vmdk.descriptor import Extent
from fixtures.vmdk.layer import Layer, Region
from vmware.made_disks import GRAIN, KIB, MIB, delta, noise, se_delta, sparse, stream
from vmware.reading import SECTOR, codes, content, describe, open_disk, unreadable

from engine.disk.block_map import Kind, windows
from engine.disk.copying.pieces import held
from engine.vmware.machine import read, state

ODD = 2 * MIB + 37 * SECTOR  # no multiple of a grain or of a page
LAYERED = sorted(name for name, layout in LAYOUTS.items() if not layout.redo)


# -- whole machines


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
@pytest.mark.parametrize("snapshots", [0, 1, 2, 5])
@pytest.mark.parametrize("layout", LAYERED)
def test_every_state(tmp_path: Path, layout: str, snapshots: int, shuffled: bool) -> None:
    built = machine.build(
        tmp_path / "vm",
        layout=layout,
        snapshots=snapshots,
        size=ODD,
        fragmentation=shuffled,
        split=MIB // 2 + 5 * SECTOR,  # parts end inside a grain
        seed=snapshots,
    )
    found = read(built.vmx)
    assert not found.all_findings
    assert len(built.truths) == snapshots + 1
    for name, truth in built.truths.items():
        (disk,) = state(found, "" if name == "current" else name).disks
        assert disk.chain is not None
        assert content(disk.chain) == truth.read_bytes(), name
        assert not disk.chain.findings
    (disk,) = found.disks
    assert disk.chain is not None
    assert len(disk.chain.layers) == snapshots + 1
    assert built.allocated is not None
    # Data is read at least where there is any, and never twice.
    assert np.count_nonzero(pages(built.truths["current"])) * 4 * KIB <= held(disk.chain.mapping)
    assert held(disk.chain.mapping) <= disk.chain.size


def pages(truth: Path) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which whole pages of a raw file are not all zeros."""
    data = np.fromfile(truth, np.uint8)
    whole = data[: len(data) // (4 * KIB) * 4 * KIB].reshape(-1, 4 * KIB)
    return np.asarray(whole.any(axis=1))


def test_branches(tmp_path: Path) -> None:
    built = machine.build(tmp_path / "vm", snapshots=3, branches=True, size=ODD)
    found = read(built.vmx)
    assert len(built.truths) == 5
    for name, truth in built.truths.items():
        (disk,) = state(found, "" if name == "current" else name).disks
        assert disk.chain is not None
        assert content(disk.chain) == truth.read_bytes(), name


@pytest.mark.parametrize("layout", ["redo", "legacySplit"])
@pytest.mark.parametrize(("answer", "truth"), [("commit", "current"), ("discard", "discarded")])
def test_redo_log(tmp_path: Path, layout: str, answer: str, truth: str) -> None:
    built = machine.build(tmp_path / "vm", layout=layout, size=6 * MIB)
    (disk,) = read(built.vmx, redo=answer).disks
    assert disk.chain is not None
    assert content(disk.chain) == built.truths[truth].read_bytes()
    (unanswered,) = read(built.vmx).disks
    assert codes(unanswered.findings) == ["E305"]


# -- sizes, layers, grains


@pytest.mark.parametrize("sectors", [1, 7, 8, 127, 128, 129, 65_535, 65_537])
def test_capacities(tmp_path: Path, sectors: int) -> None:
    data = noise(sectors * SECTOR)[-MIB:].rjust(sectors * SECTOR, b"\0")
    layer = Layer.of_bytes(data, [Region(max(len(data) - MIB, 0), min(len(data), MIB))])
    assert content(open_disk(sparse(tmp_path / "a.vmdk", layer))) == data
    assert content(open_disk(delta(tmp_path / "b.vmdk", layer))) == data
    assert content(open_disk(se_delta(tmp_path / "c.vmdk", layer))) == data
    short = hosted_sparse.Options(short_tail=True)
    chain = open_disk(sparse(tmp_path / "d.vmdk", layer, short))
    assert content(chain) == data
    assert not chain.findings


def child_of(kind: str, path: Path, layer: Layer, parent: str) -> Path:
    if kind == "sparse":
        return sparse(path, layer, parent=parent)
    return (delta if kind == "delta" else se_delta)(path, layer, parent)


@pytest.mark.parametrize("grown", [SECTOR, GRAIN + SECTOR])
@pytest.mark.parametrize("kind", ["sparse", "delta", "sesparse"])
def test_child_larger_than_its_parent(tmp_path: Path, kind: str, grown: int) -> None:
    below = noise(MIB + SECTOR)
    sparse(tmp_path / "base.vmdk", Layer.of_bytes(below))
    above = bytearray(below + bytes(grown))
    above[-SECTOR:] = noise(SECTOR, 2)
    layer = Layer.of_bytes(above, [Region(len(above) - SECTOR, SECTOR)])
    chain = open_disk(child_of(kind, tmp_path / "child.vmdk", layer, "base.vmdk"))
    assert chain.size == len(above)
    assert content(chain) == above


def test_grains_of_every_size_in_one_chain(tmp_path: Path) -> None:
    size = 3 * MIB + 11 * SECTOR
    truth = bytearray(noise(size, 0))
    flat.write(tmp_path / "0-flat.vmdk", Layer.of_bytes(bytes(truth)))
    line = Extent(size // SECTOR, "FLAT", "0-flat.vmdk", 0)
    describe(tmp_path / "0.vmdk", line, create_type="monolithicFlat")
    draw = random.Random(9)
    sizes: list[int | None] = [2048, 8, None, 1, 128, 512]  # None: COWD, grains of one sector
    for number, grain in enumerate(sizes, 1):
        regions = []
        for _ in range(20):
            length = draw.randrange(1, 200) * SECTOR
            start = draw.randrange((size - length) // SECTOR + 1) * SECTOR
            truth[start : start + length] = draw.randbytes(length)
            regions.append(Region(start, length))
        layer = Layer.of_bytes(bytes(truth), sorted(regions))
        path, parent = tmp_path / f"{number}.vmdk", f"{number - 1}.vmdk"
        if grain is None:
            delta(path, layer, parent)
        else:
            sparse(path, layer, hosted_sparse.Options(grain_sectors=grain), parent)
        assert content(open_disk(path)) == truth


@pytest.mark.parametrize("kind", ["hosted", "unmapped", "zeroed"])
def test_zeros_hide_the_parent(tmp_path: Path, kind: str) -> None:
    below = noise(MIB + SECTOR)
    sparse(tmp_path / "base.vmdk", Layer.of_bytes(below))
    truth = bytearray(below)
    truth[2 * GRAIN : 5 * GRAIN] = bytes(3 * GRAIN)
    truth[16 * GRAIN :] = bytes(SECTOR)  # the short grain at the end
    regions = [Region(2 * GRAIN, 3 * GRAIN, zero=True), Region(16 * GRAIN, SECTOR, zero=True)]
    layer, path = Layer.of_bytes(bytes(truth), regions), tmp_path / "child.vmdk"
    if kind == "hosted":
        sparse(path, layer, hosted_sparse.Options(version=2, zeroed_grains=True), "base.vmdk")
    else:
        se_delta(path, layer, "base.vmdk", se_sparse.Options(unmapped=kind == "unmapped"))
    chain = open_disk(path)
    assert content(chain) == truth
    assert not held(chain.layer_mappings[0])
    (window,) = windows(chain.layer_mappings[0])
    assert set(window.kind.tolist()) == {Kind.HOLE, Kind.ZERO}


def test_compressed_child_of_a_chain(tmp_path: Path) -> None:
    below = noise(4 * GRAIN)
    stream(tmp_path / "base.vmdk", below)
    above = below[:GRAIN] + noise(GRAIN, 2) + below[2 * GRAIN :]
    layer = Layer.of_bytes(above, [Region(GRAIN, GRAIN)])
    assert content(open_disk(delta(tmp_path / "c.vmdk", layer, "base.vmdk"))) == above


# -- real files

# What becomes of each sample: who else reads it as we do, or the finding it must give.
SAMPLES = {
    "compressed_stream_opt.vmdk": "",
    "dfvfs-ext2.vmdk": "",
    "flat-f001.vmdk": "E203",  # files of a disk, not the disk: reading one alone could be half
    "flat.vmdk": "",
    "minimal.vmdk": "",
    "monolithicFlat.vmdk": "E201",
    "monolithicSparse.vmdk": "",
    "streamOptimized.vmdk": "",  # version 3, complete without a footer: its tables come first
    "tw_sparse-s001.vmdk": "E203",
    "tw_sparse.vmdk": "",
    "twoGbMaxExtentFlat.vmdk": "E201",
    "twoGbMaxExtentSparse-s001.vmdk": "E203",
    "twoGbMaxExtentSparse.vmdk": "",
    "vmfs_thick-000001.vmdk": "E201",
    "vmfs_thick-flat.vmdk": "E203",
    "vmfs_thick.vmdk": "",
}


def test_no_sample_is_forgotten(samples: Path) -> None:
    assert {each.name for each in (samples / "vmdk").glob("*.vmdk")} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_samples(samples: Path, tmp_path: Path, name: str) -> None:
    path = samples / "vmdk" / name
    if SAMPLES[name]:
        assert unreadable(path) == SAMPLES[name]
        return
    chain = open_disk(path)
    found = content(chain)
    assert not chain.findings
    raw = tmp_path / "raw"
    subprocess.run(["qemu-img", "convert", "-f", "vmdk", "-O", "raw", path, raw], check=True)
    assert found == raw.read_bytes()
    assert found == dissected(path)


def dissected(path: Path) -> bytes:
    """What dissect reads; it leaves closing its files to the collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        disk = VMDK(path)
        data = bytes(disk.read(disk.size))
        del disk
        gc.collect()
    return data
