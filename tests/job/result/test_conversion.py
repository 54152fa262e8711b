"""What a conversion has made, and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import machine
from job.conftest import LITTLE

from engine.choices import Choices
from engine.findings import Refusal
from engine.job.convert.plan import make
from engine.job.result.conversion import Conversion
from engine.vmware.machine import read


def test_every_file_is_told_with_its_size_and_digest(little: Path) -> None:
    found = Conversion.open(little)
    (image,) = found.images
    assert found.config == little / "win2003.cfg"
    assert image.path == little / "win2003.img"
    assert image.size == image.path.stat().st_size == LITTLE
    assert image.stored == image.path.stat().st_blocks * 512
    assert f'"digest": "{image.digest}"' in (little / "manifest.json").read_text()
    assert not image.undoable


def test_what_is_not_finished_is_refused(tmp_path: Path) -> None:
    made = machine.build(tmp_path / "vm", size=1 << 20)
    plan = make(read(made.vmx), tmp_path / "out", Choices())
    with pytest.raises(Refusal, match="E412"):
        Conversion.open(plan.folder)


@pytest.mark.parametrize("name", ["", "..", "../a.cfg", "/etc/passwd", "a/b.cfg"])
def test_a_configuration_lies_in_the_folder(little: Path, name: str) -> None:
    text = (little / "manifest.json").read_text()
    (little / "manifest.json").write_text(text.replace('"win2003.cfg"', json.dumps(name)))
    with pytest.raises(Refusal, match="E412"):
        Conversion.open(little)
