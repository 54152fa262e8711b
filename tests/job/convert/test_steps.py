"""Names of results, given again after a run that was cut off between two of them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.findings import Refusal
from engine.job.convert.disk_steps import Publish
from engine.job.convert.steps import write_partial
from engine.job.places import partial
from engine.job.work import Work

TEXT = 'memory = 64\nname = "B\udcfcro"'


def named(config: Path) -> None:
    """Written as it is meant to be, and given its name."""
    write_partial(config, TEXT)
    Publish((), (config,)).run(Work(lambda event: None, threading.Event()))


def test_a_text_that_has_its_name_is_not_written_again(tmp_path: Path) -> None:
    config = tmp_path / "vm.cfg"
    named(config)
    assert config.read_bytes() == TEXT.encode("utf-8", "surrogateescape")

    before = config.stat()
    partial(config).write_text("cut off")
    named(config)
    assert config.stat() == before
    assert [each.name for each in tmp_path.iterdir()] == ["vm.cfg"]


@pytest.mark.parametrize("content", ["mine", f"{TEXT}\n", TEXT[:-1], ""])
def test_another_text_is_never_replaced(tmp_path: Path, content: str) -> None:
    config = tmp_path / "vm.cfg"
    config.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(Refusal, match="E402"):
        named(config)
    assert config.read_bytes() == content.encode("utf-8", "surrogateescape")


def test_the_same_text_behind_a_link_is_not_ours(tmp_path: Path) -> None:
    config, elsewhere = tmp_path / "vm.cfg", tmp_path / "elsewhere"
    named(elsewhere)
    config.symlink_to(elsewhere)
    with pytest.raises(Refusal, match="E402"):
        named(config)
