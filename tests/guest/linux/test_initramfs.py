"""Start-up images as distributions make them, and others; none of them is run."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable

import pytest
from fixtures import linux as made
from fixtures.linux import PACKS
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.guest.linux import initramfs

Pack = Callable[[bytes], bytes]


@pytest.mark.parametrize("pack", PACKS)
def test_every_compression(pack: str) -> None:
    names = ["lib/modules/x/ata_piix.ko.xz", "lib/modules/x/xen-blkfront.ko", "etc/not-a-module"]
    image = initramfs.read("initrd", made.start_up_image(names, PACKS[pack]))
    assert image.modules == {"ata-piix", "xen-blkfront"}
    assert image.versions == ("x",)
    assert image.takes_more == (pack in ("gzip", "xz", "zstd", "plain"))


@pytest.mark.parametrize(("first", "second"), [*itertools.product(PACKS, repeat=2)])
@pytest.mark.parametrize("gap", [8, 512])
def test_several_stretches(first: str, second: str, gap: int) -> None:
    """As they are when something was appended; several archives may be in one stretch too."""
    one = made.cpio({"lib/modules/1/a.ko": b"a" * 100_001})
    two = made.cpio({"lib/modules/1/b_c.ko": b"b", "conf/conf.d/resume": b"RESUME=none"})
    three = made.cpio({"lib/modules/1/d.ko.zst": b"d"})
    head = PACKS[first](one)
    image = initramfs.read("x", head + bytes(-len(head) % 4 + gap) + PACKS[second](two + three))
    assert image.modules == {"a", "b-c", "d"}
    assert image.texts == {"conf/conf.d/resume": b"RESUME=none"}


@settings(max_examples=60, deadline=None)
@given(
    changes=st.dictionaries(st.integers(0, 2000), st.integers(0, 255), min_size=1, max_size=8),
    cut=st.integers(0, 2000),
    pack=st.sampled_from([gzip.compress, made.xz, bytes]),
)
def test_any_image_gives_names_or_a_refusal(changes: dict[int, int], cut: int, pack: Pack) -> None:
    image = bytearray(made.start_up_image(["lib/ahci.ko"], pack))
    for at, value in changes.items():
        image[at % len(image)] = value
    try:
        found = initramfs.read("initrd", bytes(image[: max(cut, 1)])).modules
    except Refusal as refusal:
        found = frozenset()
        assert {each.code for each in refusal.findings} == {"E634"}  # noqa: PT017
    assert found <= {"ahci"} or len(found) < 20


@pytest.mark.parametrize("pack", ["zstd", "lz4"])
def test_any_end_of_a_frame_gives_names_or_a_refusal(pack: str) -> None:
    whole = made.start_up_image(["lib/ahci.ko"], PACKS[pack])
    for cut in range(len(whole) - 1, len(whole) - 60, -1):
        with pytest.raises(Refusal) as refused:
            initramfs.read("initrd", whole[:cut])
        assert refused.value.findings[0].code == "E634"
