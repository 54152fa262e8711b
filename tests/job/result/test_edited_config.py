"""A configuration that was changed by hand: its text, its disks elsewhere, its settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from refusals import refused

from engine.job.result.conversion import Conversion
from engine.job.result.edited_config import Taken, digest, edited_text, moved, taken_over
from engine.xen.domain import Domain, Vbd


@pytest.fixture
def conversion(little: Path) -> Conversion:
    return Conversion.open(little)


def edit(conversion: Conversion, old: str, new: str) -> None:
    text = conversion.config.read_text()
    assert old in text
    conversion.config.write_text(text.replace(old, new))


def taken(conversion: Conversion) -> Taken:
    assert conversion.domain is not None
    return taken_over(conversion, conversion.domain)


def domain_of(conversion: Conversion) -> Domain:
    assert conversion.domain is not None
    return conversion.domain


def test_as_it_was_written_or_gone_it_is_none_that_was_changed(conversion: Conversion) -> None:
    assert edited_text(conversion) is None
    older = replace(conversion, config_digest="")  # known by what would be written
    assert edited_text(older) is None
    assert taken(conversion) == Taken(domain_of(conversion))
    text = conversion.config.read_text()
    assert digest(text) == conversion.config_digest
    conversion.config.write_text(text + "\n")
    assert edited_text(conversion) == edited_text(older) == text + "\n"
    conversion.config.unlink()
    assert edited_text(conversion) is None


def test_one_that_cannot_be_read_is_said(conversion: Conversion) -> None:
    conversion.config.write_bytes(b"name = '\xff'\n")
    assert refused(lambda: edited_text(conversion)) == "E443"
    conversion.config.unlink()
    conversion.config.mkdir()
    assert refused(lambda: edited_text(conversion)) == "E443"


@pytest.mark.parametrize("text", ["name = ", "import os\n", "memory = 1 + 1\n", "x = y\n"])
def test_one_that_says_no_settings_is_said(conversion: Conversion, text: str) -> None:
    conversion.config.write_text(text)
    assert refused(lambda: taken(conversion)) == "E443"


def test_settings_are_taken_over_and_the_rest_is_named(conversion: Conversion) -> None:
    memory = domain_of(conversion).memory
    edit(conversion, f"memory = {memory}", "memory = 1000")
    found = taken(conversion)
    assert (found.domain.memory, found.left) == (1000, ())
    assert [each.code for each in found.findings] == ["W433"]
    conversion.config.write_text(conversion.config.read_text() + 'cpus = "2-3"\n')
    found = taken(conversion)
    assert found.left == ("cpus",)
    assert [each.code for each in found.findings] == ["W433", "W434"]
    edit(conversion, "memory = 1000", "memory = 1")
    assert refused(lambda: taken(conversion)) == "E501"


def test_cards_are_taken_over_but_for_their_number(conversion: Conversion) -> None:
    edit(conversion, "bridge=xenbr0", "bridge=br7")
    found = taken(conversion)
    assert [vif.bridge for vif in found.domain.vifs] == ["br7"]
    assert found.left == ()
    edit(conversion, "bridge=br7", "bridge=br7,script=mine")
    assert taken(conversion).left == ("vif",)
    text = conversion.config.read_text()
    start = text.index("vif = [")
    end = text.index("]", start)
    conversion.config.write_text(text[:start] + "vif = [" + text[end:])
    assert taken(conversion).left == ("vif",)


OLD = Vbd("/srv/a.img", "hda")
CONFIG = Path("a.cfg")


@pytest.mark.parametrize(
    ("text", "there", "expected"),
    [
        (
            'disk = ["format=raw,vdev=hda,target=/srv/a.img"]',
            "/dev/vg/a",
            'disk = ["format=raw,vdev=hda,target=/dev/vg/a"]',
        ),
        (
            "disk = ['format=qcow2, vdev=hda, access=ro, target=/srv/a.img']",
            "/x",
            "disk = ['format=raw, vdev=hda, access=ro, target=/x']",
        ),
        (
            'disk = ["format=raw,target=/srv/a.img.old", "format=raw,target=/srv/a.img"]',
            "/x",
            'disk = ["format=raw,target=/srv/a.img.old", "format=raw,target=/x"]',
        ),
        (
            'disk = ["format=raw,target=/srv/a.img"]',
            r"/x\1 y",
            'disk = ["format=raw,target=/x\\\\1 y"]',
        ),
    ],
)
def test_a_disk_is_named_where_it_is_there(text: str, there: str, expected: str) -> None:
    """In whichever quotes; another whose name begins alike stays."""
    assert moved(text, {OLD.target: replace(OLD, target=there, format="raw")}, CONFIG) == expected


@pytest.mark.parametrize(
    "text", ["", 'disk = ["format=raw,target=/srv/aXimg"]', 'x = "target=/srv/a.img"']
)
def test_a_disk_that_is_not_named_any_more_is_said(text: str) -> None:
    assert refused(lambda: moved(text, {OLD.target: OLD}, CONFIG)) == "E444"
