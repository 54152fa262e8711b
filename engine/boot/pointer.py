"""Whether a guest draws a pointer that follows the mouse: only set-up, a login or a desktop do.

A picture that stands still says nothing: a boot logo does, and so does a guest that hangs. So the
pointer is moved, and lines change that did not change by themselves (a caret blinks, a bar runs).
"""

from __future__ import annotations

from engine.boot.screen.picture import Picture, changed_rows

_REST = 4  #: looks without a move, in which is learned what changes by itself
_PAUSE = 1  #: looks between two moves
_ANSWERS = 2
_RESTLESS = 0.5  #: a larger share of the lines, and the picture is one that plays


class PointerTest:
    """Told of every picture, it says when to move the pointer, and whether it was followed."""

    def __init__(self) -> None:
        self.answers = False
        self._restless: set[int] = set()
        self._before: Picture | None = None
        self._rest, self._hits = _REST, 0
        self._moved = False

    def step(self, picture: Picture | None) -> bool:
        """Take the next picture; whether the pointer is to be moved now."""
        before, self._before = self._before, picture
        if picture is None or before is None or picture.has_text_size or picture.is_black:
            self._again()
            return False
        rows = changed_rows(before, picture)
        if self._moved:
            self._judge(bool(rows - self._restless))
            return False
        if rows - self._restless:
            self._restless |= rows
            self._rest, self._hits = _REST, 0
        if len(self._restless) > _RESTLESS * picture.height:
            self._again()
        self._rest -= 1
        self._moved = self._rest <= 0
        return self._moved

    def _judge(self, followed: bool) -> None:
        self._moved = False
        self._hits = self._hits + 1 if followed else 0
        self._rest = _PAUSE if followed else _REST
        self.answers = self._hits >= _ANSWERS

    def _again(self) -> None:
        self._restless.clear()
        self._rest, self._hits, self._moved = _REST, 0, False
