"""The page of all findings says what the catalogue says, and where each is raised."""

from __future__ import annotations

from findings_page import PAGE, page, raised

from engine.catalogue import CATALOGUE


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make findings`"


def test_every_code_has_its_place() -> None:
    text = page()
    assert [code for code in CATALOGUE if f'id="{code.lower()}"' not in text] == []


def test_where_a_code_is_raised() -> None:
    assert raised()["E407"] != []
