"""The bill of materials: what the lock pins, by the rules of CycloneDX 1.6; and the lock itself."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from installer import bill_of_materials
from installer.bill_of_materials import LOCK, document, pinned

WHEN = 1_700_000_000
ROOT = LOCK.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document, as the package has it."""
    packages = tmp_path_factory.mktemp("packages")
    for folder, name, licence in (
        ("numpy-2", "NumPy", "License-Expression: BSD-3-Clause AND 0BSD"),
        ("a-1", "jaraco.functools", "Classifier: License :: OSI Approved :: MIT License"),
    ):
        about = packages / f"{folder}.dist-info" / "METADATA"
        about.parent.mkdir()
        about.write_text(f"Name: {name}\nVersion: 1\n{licence}\n")
    return document(LOCK.read_text(), packages, WHEN)


def test_the_same_lock_makes_the_same_document(made: dict[str, Any]) -> None:
    text = LOCK.read_text()
    assert document(text, None, WHEN) == document(text, None, WHEN)
    changed = text.replace("anyascii==0.3.3", "anyascii==0.3.4")
    assert document(changed, None, WHEN)["serialNumber"] != made["serialNumber"]
    assert json.loads(bill_of_materials.text(None, WHEN)) == document(text, None, WHEN)


def test_what_the_specification_asks_for(made: dict[str, Any]) -> None:
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.6", 1)
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    assert re.fullmatch(f"urn:uuid:{uuid}", made["serialNumber"])
    assert datetime.fromisoformat(made["metadata"]["timestamp"]).timestamp() == WHEN
    known = {"type", "bom-ref", "name", "version", "purl", "hashes", "licenses", "properties"}
    for each in (made["metadata"]["component"], *made["components"]):
        assert each.keys() <= known
        assert each["type"] in ("application", "library")
        assert each["name"]
        for hash in each.get("hashes", ()):
            assert hash.keys() == {"alg", "content"}
            assert hash["alg"] == "SHA-256"
            assert re.fullmatch("[0-9a-f]{64}", hash["content"])
        for licence in each.get("licenses", ()):
            assert licence["license"].keys() in ({"id"}, {"name"})
    references = [each["bom-ref"] for each in made["components"]]
    assert len({*references, "vmx2xen"}) == len(references) + 1
    refs = [each["ref"] for each in made["dependencies"]]
    assert sorted(refs) == sorted({*references, "vmx2xen"})
    assert {at for each in made["dependencies"] for at in each.get("dependsOn", ())} <= {*refs}


def test_licences_are_those_that_the_packages_name(made: dict[str, Any]) -> None:
    named = {each["name"]: each.get("licenses") for each in made["components"]}
    assert named["numpy"] == [{"license": {"name": "BSD-3-Clause AND 0BSD"}}]
    assert named["jaraco-functools"] == [{"license": {"name": "MIT License"}}]
    assert named["zipp"] is None


def test_it_has_what_is_installed_and_what_is_asked_for(made: dict[str, Any]) -> None:
    """The pinned versions are those that these tests run with, and none is missing."""
    pins = {each["name"]: each["version"] for each in made["components"]}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    for each in map(Requirement, asked):
        if each.marker is None or each.marker.evaluate():
            name = re.sub(r"[-_.]+", "-", each.name).lower()
            assert pins[name] == metadata.version(each.name)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda each: each.name)
def test_a_lock_pins_every_file_by_its_digest(lock: Path) -> None:
    packages = list(pinned(lock.read_text()))
    assert len(packages) > 20
    assert len({(each.name, each.where) for each in packages}) == len(packages)
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("line", ["numpy", "numpy==1", "numpy>=1 --hash=sha256:" + "0" * 64])
def test_what_is_not_pinned_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="numpy"):
        list(pinned(f"{LOCK.read_text()}{line}\n"))
