"""A card: its sentences, what was found, and the part that unfolds in place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.findings import finding
from gui.road.card import Card, side_by_side


@pytest.fixture
def card(qtbot: QtBot) -> Card:
    made = Card("Guest", QLabel("inside"), "Show all of it")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


def body(card: Card) -> QWidget:
    assert card.body is not None
    return card.body


def test_it_is_folded_until_somebody_asks(card: Card) -> None:
    told: list[bool] = []
    card.toggled.connect(told.append)
    assert not body(card).isVisible()
    assert card.change.text() == "Show all of it"
    card.change.click()
    assert (body(card).isVisible(), card.is_unfolded) == (True, True)
    assert card.change.text() == "Fold up"
    assert card.change.accessibleName() == "Guest: Fold up"
    card.change.click()
    assert (body(card).isVisible(), told) == (False, [True, False])


def test_who_unfolds_it_is_told_apart(card: Card) -> None:
    by_user: list[bool] = []
    by_anybody: list[bool] = []
    card.toggled.connect(by_user.append)
    card.folded.connect(lambda: by_anybody.append(True))
    card.set_unfolded(True)
    card.change.click()
    assert (by_user, by_anybody) == ([False], [True, True])


def test_its_button_stays_where_it_was_clicked(card: Card) -> None:
    width = card.change.width()
    card.change.click()
    assert card.change.width() == width >= card.change.sizeHint().width()


def test_what_is_not_said_takes_no_room(card: Card) -> None:
    card.tell("It starts.", "Nothing is changed.", "ok")
    assert (card.sentence.text(), card.detail.text()) == ("It starts.", "Nothing is changed.")
    assert card.detail.isVisible()
    assert card._sign.isVisible()
    card.tell("It starts.")
    assert not card.detail.isVisible()
    assert not card._sign.isVisible()


def test_what_was_found_before_is_greyed(card: Card) -> None:
    found = finding("W507", format="vmdk")
    card.set_findings((found,), old=True)
    assert not card.findings.isEnabled()
    card.set_findings((found,))
    assert card.findings.isEnabled()
    assert len(card.findings.rows()) == 1


def test_without_a_body_there_is_nothing_to_unfold(qtbot: QtBot) -> None:
    card = Card("To")
    qtbot.addWidget(card)
    card.show()
    assert not card.change.isVisible()


def test_room_in_the_place_of_none(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    left, right = QPushButton("a"), QPushButton("b")
    whole.setLayout(side_by_side(left, None, right))
    whole.resize(500, 50)
    whole.show()
    assert right.x() - (left.x() + left.width()) > 100
