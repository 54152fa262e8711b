"""What the engine says is said in the window as the window does it: no text names an option."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterator

import pytest
from translations.texts import texts

from engine.actions import ACTIONS, named, said
from engine.boot import stop_codes
from engine.catalogue import CATALOGUE
from engine.findings import Finding, finding
from engine.phrase import Phrase
from engine.translate import flag_findings
from engine.xen.compat import Guest
from engine.xen.compat_table import hals
from engine.xen.domain import Domain, Vif
from gui import engine_texts

OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
#: Of other programs.
FOREIGN = "git lfs pull --include="


def options(text: str) -> list[str]:
    """Options of the command line that a text names."""
    return OPTION.findall(text.replace(FOREIGN, ""))


def some(code: str) -> Finding:
    """A finding with something in each of its fields."""
    message, remedy = CATALOGUE[code]
    actions = [
        text for name in named(remedy) for text in (ACTIONS[name].option, ACTIONS[name].window)
    ]
    parts = string.Formatter().parse("".join((message, remedy, *actions)))
    return finding(code, **{name: "x" for _, name, _, _ in parts if name and name not in ACTIONS})


def of_domains() -> Iterator[Finding]:
    """What is told of 32-bit guests of all HALs with flags that fit or do not."""
    for version, hal in itertools.product(((5, 0), (5, 1), (5, 2)), ("", *hals())):
        for acpi, apic in itertools.product((True, False), repeat=2):
            domain = Domain("vm", 64, 2, acpi=acpi, apic=apic, vifs=(Vif("", "", "e1000"),))
            yield from flag_findings.of_domain(Guest("windows", version, 32, hal), domain)


def test_no_text_of_the_window_names_an_option() -> None:
    found = [text for text in texts() if options(text.source)]
    assert not found, "what is to be done is an action of engine/actions.py: said(… {do_…})"
    assert options("hal (--hal keep)") == ["--hal"]


@pytest.mark.parametrize("language", ["", "german"])
def test_no_finding_names_an_option_in_the_window(
    language: str, request: pytest.FixtureRequest
) -> None:
    if language:
        request.getfixturevalue(language)
    for code in CATALOGUE:
        for text in (engine_texts.message(some(code)), engine_texts.remedy(some(code))):
            assert not options(text), code
    assert options(str(some("E642")))


def test_a_sentence_within_another_is_said_as_the_window_does_it() -> None:
    inner = said("Change it ({do_set_key}).", key="memory")
    outer = Phrase("{what} {then}", what="x", then=inner)
    assert outer == "x Change it (--set memory=…)."
    assert engine_texts.phrase(outer) == "x Change it (memory in the card Xen)."


def test_stop_codes() -> None:
    for name in stop_codes.names():
        assert not options(engine_texts.sentences(stop_codes.stopped(name))), name
    assert "--set memory=" in str(stop_codes.stopped("CONFIG_INITIALIZATION_FAILED"))


def test_flags() -> None:
    found = list(of_domains())
    assert {"W520", "W524"} < {each.code for each in found}
    assert any("--hal" in str(each) for each in found)
    for each in found:
        assert not options(engine_texts.sentences(each)), each
