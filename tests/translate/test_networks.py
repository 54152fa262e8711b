"""The table of networks that the user edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.findings import Refusal
from engine.translate import networks


def test_a_table(tmp_path: Path) -> None:
    table = tmp_path / "networks.toml"
    table.write_text('# the site\n"VM Network" = "xenbr1"\nnat = "ovsbr0.12"\n')
    assert networks.read(table) == {"VM Network": "xenbr1", "nat": "ovsbr0.12"}


@pytest.mark.parametrize(
    "content",
    [
        b"VM Network = xenbr1",
        b'nat = "a"\nnat = "b"',
        b"nat = 1",
        b'[nat]\nbridge = "xenbr1"',
        b'nat = "\xff"',
        b"a = " + b"[" * 100_000,
        b"#" * (2 << 20),
        None,
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes | None) -> None:
    table = tmp_path / "networks.toml"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        networks.read(table)
    assert [each.code for each in caught.value.findings] == ["E416"]
