"""What the window says by itself: what only tells something leaves, what went wrong stays."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.widgets import notices
from gui.widgets.notices import Notices


def test_what_only_tells_something_leaves_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Notices()
    qtbot.addWidget(shown)
    monkeypatch.setattr(notices, "LEAVES_AFTER", 20)
    shown.tell("error", "Not saved")
    shown.tell("info", "Something was left").offer("Go on", lambda: None)
    shown.tell("info", "Saved")
    qtbot.waitUntil(lambda: len(shown.all()) == 2)
    assert [each.text for each in shown.all()] == ["Not saved", "Something was left"]
