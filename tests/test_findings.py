"""The catalogue: every code is used, every code used is there, and texts are safe to show."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from engine.actions import ACTIONS
from engine.catalogue import CATALOGUE
from engine.findings import Severity, finding

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r'"([EW]\d{3})"')


def used() -> set[str]:
    code = (path for part in ("engine", "gui") for path in (ROOT / part).rglob("*.py"))
    sources = [*code, *(ROOT / "resources").glob("*.toml")]  # some are data
    return {
        code
        for path in sources
        if path.parent.name != "catalogue"
        for code in CODE.findall(path.read_text("utf-8"))
    }


def test_a_code_stands_once() -> None:
    files = (ROOT / "engine/catalogue").glob("*.py")
    codes = [code for path in files for code in re.findall(CODE, path.read_text("utf-8"))]
    assert sorted(codes) == sorted(CATALOGUE)


def test_every_code_used_is_in_the_catalogue() -> None:
    assert used() <= set(CATALOGUE)


def test_every_code_of_the_catalogue_is_used() -> None:
    assert set(CATALOGUE) <= used()


def fields_of(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def texts_of(action: str) -> tuple[str, str]:
    return ACTIONS[action].option, ACTIONS[action].window


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_texts(code: str) -> None:
    """A sentence that says what, and one that says what helps; hostile values stay on the line."""
    named = fields_of(*CATALOGUE[code])
    texts = [text for name in named & set(ACTIONS) for text in texts_of(name)]
    fields = (named | fields_of(*texts)) - set(ACTIONS)
    hostile = "x\n\x1b[31m{path}" + "y" * 10_000
    found = finding(code, **dict.fromkeys(fields, hostile))
    assert found.severity is (Severity.ERROR if code[0] == "E" else Severity.WARNING)
    for text in (found.message, found.remedy):
        assert text
        assert text.isprintable()
        assert len(text) < 2500


OPTION = re.compile(r"(^|[\s(])--[a-z]|command line|vmx2xen [a-z]+ [A-Z]")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_no_text_names_an_option(code: str) -> None:
    """The window shows the same texts: what can be done is named by an action."""
    ours = [re.sub(r"git lfs \S+ --\S+", "", text) for text in CATALOGUE[code]]
    found = [text for text in ours if OPTION.search(text)]
    assert not found, "name an action of engine/actions.py instead, such as {do_agree}"


def test_what_the_window_cannot_do_is_known() -> None:
    """Whatever else helps against a finding can be done where it is read."""
    beyond = {name for name, action in ACTIONS.items() if action.window == "on the command line"}
    assert beyond == {
        "do_try_on",
        "do_raw_image",
        "do_seconds",
        "do_emulate",
    }


def test_an_action_has_the_fields_of_its_findings() -> None:
    found = finding("W525", guest="it", model="e1000", best="rtl8139")
    assert found.actions == ("do_set_nic",)
    assert "--set nic.model=rtl8139" in found.remedy


def test_the_place_of_a_file_comes_into_the_action_too() -> None:
    found = finding("E201", path="x", folder="y")
    assert "--set locate.SLOT.LAYER=PATH" in found.remedy
    assert "--set locate.scsi0:1.2=PATH" in found.at("scsi0:1.2").remedy


def test_every_action_is_in_a_text() -> None:
    """Of the catalogue, or of what it is filled in with."""
    files = [*(ROOT / "engine").rglob("*.py"), ROOT / "resources/stop_codes.toml"]
    text = "".join(path.read_text("utf-8") for path in files)
    assert {name for name in ACTIONS if f"{{{name}}}" not in text} == set()


def test_what_to_do_is_said_of_the_place() -> None:
    said = finding("E201", path="x", folder="f")
    assert "locate.SLOT.LAYER=" in said.remedy
    assert "locate.scsi0:1.2=PATH" in said.at("scsi0:1.2").remedy
    assert said.at("scsi0:1").at("scsi0:0").place == "scsi0:1"


@pytest.mark.parametrize(
    ("said", "shown"),
    [("ssh://root:pa:s/s@host/a", "ssh://root:…@host/a"),
     ("esxi://me@vsphere.local:p@ss@host:443/VM", "esxi://me@vsphere.local:…@host:443/VM"),
     ("xapi://root:secret@h", "xapi://root:…@h"), ("//ssh:root:secret@h/a", "//ssh:root:…@h/a"),
     ("https://:secret@h", "https://:…@h"), ("root:secret@host:/srv", "root:…@host:/srv"),
     ("no xapi://r:p@h or ssh://u:q@i", "no xapi://r:…@h or ssh://u:…@i"),
     ("ssh://root@host:22/a@b", "ssh://root@host:22/a@b"), (r"C:\a@b", r"C:\a@b"),
     ("disk:1@2.vmdk", "disk:1@2.vmdk"), ("root@host:/srv", "root@host:/srv")],
)  # fmt: skip
def test_a_password_in_an_address_is_not_shown(said: str, shown: str) -> None:
    assert finding("E870", address=said).message == f"{shown} is no address of a host."
