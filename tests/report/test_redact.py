"""Nothing of a report says who wrote it, and where."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.report.redact import Redaction, of_this_user

LETTERS = st.characters(categories=("Ll", "Lu", "Nd"), max_codepoint=0x17F)
NAMES = st.text(LETTERS, min_size=5, max_size=12).filter(
    lambda name: name.isidentifier() and not re.search("(?i)user|home|host|mac|root|local", name)
)
MACS = st.binary(min_size=6, max_size=6)
GLUE = st.sampled_from([" ", "\n", "/", ":", "'", '"', "=", ", ", "_", "@", "(", "-", "%", "7"])
SPELLINGS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str, quote, escape, lambda text: json.dumps(text)[1:-1]]
)


def mac(raw: bytes, joint: str, upper: bool) -> str:
    text = raw.hex(":") if joint == ":" else raw.hex("-") if joint == "-" else raw.hex(".", 2)
    return text.upper() if upper else text


@given(st.data())
def test_nothing_leaks(data: st.DataObject) -> None:
    user, host, other = (data.draw(NAMES) for _ in range(3))
    home = Path("/srv/people") / data.draw(NAMES)
    raw = data.draw(MACS)
    address = mac(raw, data.draw(st.sampled_from(":-.")), data.draw(st.booleans()))
    secrets = [
        user,
        user.upper(),
        host,
        f"{host}.example.org",
        str(home / "vm"),
        f"/home/{other}/vm",
        f"C:\\Users\\{other}\\vm",
    ]
    text = " start "
    for secret in data.draw(st.permutations(secrets)):
        text += data.draw(GLUE) + data.draw(SPELLINGS)(secret) + data.draw(GLUE)
    text += f" {address} end"
    found = Redaction(home, user, (host, f"{host}.example.org")).text(text).lower()
    hidden = [user, host, other, home.name, address, raw.hex(":"), quote(user), quote(home.name)]
    for secret in hidden:
        if re.fullmatch("<(home|user|host|mac)[-0-9]*>", secret.lower()) is None:
            assert secret.lower() not in found
    assert found.startswith(" start ")
    assert found.endswith(" end")


def test_the_same_is_replaced_by_the_same() -> None:
    redaction = Redaction(Path("/home/alice"), "alice", ["desk"])
    first = redaction.text("00:0c:29:aa:bb:cc and 00:50:56:00:00:01")
    assert first == "<mac-1> and <mac-2>"
    assert redaction.text("00-0C-29-AA-BB-CC") == "<mac-1>"
    assert redaction.text("/home/bob/a /home/carl/b /home/bob/c") == (
        "<home-1>/a <home-2>/b <home-1>/c"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/home/alice/vm/server.vmx", "<home>/vm/server.vmx"),
        ("/home/alice2/vm", "<home-1>/vm"),
        ("file:///home/alice/vm", "file://<home>/vm"),
        ("/run/media/alice/disk", "/run/media/<user>/disk"),
        ("alice@desk:~$", "<user>@<host>:~$"),
        (r"C:\Documents and Settings\Bob Jones\vm.vmdk", r"<home-1>\vm.vmdk"),
        (r'"C:\\Users\\Bob\\vm.vmdk"', r'"<home-1>\\vm.vmdk"'),
        ("malice and desktop stay", "malice and desktop stay"),
        ("E301: 12:30:45, 2026-11-24", "E301: 12:30:45, 2026-11-24"),
    ],
)
def test_what_is_taken_out_and_what_is_not(text: str, expected: str) -> None:
    assert Redaction(Path("/home/alice"), "alice", ["desk"]).text(text) == expected


def test_an_administrator_is_nobody() -> None:
    redaction = Redaction(Path("/root"), "root", ["localhost"])
    text = "root of the tree, /root/vm, localhost"
    assert redaction.text(text) == "root of the tree, <home>/vm, localhost"


def test_this_user_is_known() -> None:
    assert str(Path.home()) not in of_this_user().text(f"in {Path.home()}/vm")
