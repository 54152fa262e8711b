"""Two images have the same digest if, and only if, they read the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import identity

MIB = 1 << 20


def test_holes_are_zeros(tmp_path: Path) -> None:
    block = np.random.default_rng(1).bytes(4096)
    content = bytes(MIB) + block + bytes(3 * MIB) + block[:100]
    full, sparse = tmp_path / "full", tmp_path / "sparse"
    full.write_bytes(content)
    with sparse.open("wb") as file:
        file.truncate(len(content))
        file.seek(MIB)
        file.write(block)
        file.seek(4 * MIB + 4096)
        file.write(block[:100])
    assert identity.digest(full) == identity.digest(sparse)


@pytest.mark.parametrize("at", [0, MIB - 1, 5 * MIB])
def test_another_byte_is_another_image(tmp_path: Path, at: int) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    content = bytearray(6 * MIB)
    one.write_bytes(content)
    content[at] = 1
    other.write_bytes(content)
    assert identity.digest(one) != identity.digest(other)


def test_another_size_is_another_image(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(bytes(MIB))
    other.write_bytes(bytes(MIB + 1))
    assert identity.digest(one) != identity.digest(other)
