"""Names of results, given again after a run that was cut off between two of them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.findings import Refusal
from engine.job.convert.disk_steps import Publish
from engine.job.places import partial
from engine.job.work import Work


def named(config: Path) -> None:
    Publish((), (config,)).run(Work(lambda event: None, threading.Event()))


def test_a_text_that_has_its_name_already_is_no_hindrance(tmp_path: Path) -> None:
    config = tmp_path / "vm.cfg"
    for path in (config, partial(config)):
        path.write_text("memory = 64")
    named(config)
    assert [each.name for each in tmp_path.iterdir()] == ["vm.cfg"]


def test_another_text_is_never_replaced(tmp_path: Path) -> None:
    config = tmp_path / "vm.cfg"
    config.write_text("mine")
    partial(config).write_text("memory = 64")
    with pytest.raises(Refusal, match="E402"):
        named(config)
    assert config.read_text() == "mine"
