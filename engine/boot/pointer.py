"""Whether a guest draws a pointer that follows the mouse: only set-up, a login or a desktop do.

A picture that stands still says nothing: a boot logo does, and so does a guest that hangs. So the
pointer is moved to and fro, and lines change that did not change by themselves (a caret blinks, a
bar runs). Back at the same place it brings the same picture back, which no text that scrolls does,
however well its lines keep time with the moves.
"""

from __future__ import annotations

from collections import deque

from engine.boot.screen.picture import Picture, changed_rows

_REST = 4  #: looks without a move, in which is learned what changes by itself
_PAUSE = 1  #: looks between two moves
_RETURNS = 2  #: pictures that came back: that of either place
_RESTLESS = 0.5  #: a larger share of the lines, and the picture is one that plays


class PointerTest:
    """Told of every picture, it says when to move the pointer, and whether it was followed."""

    def __init__(self) -> None:
        self.answers = False
        self._restless: set[int] = set()
        self._before: Picture | None = None
        self._after: deque[Picture] = deque(maxlen=2)  # pictures after the last two moves
        self._rest, self._returns = _REST, 0
        self._moved = False

    def step(self, picture: Picture | None) -> bool:
        """Take the next picture; whether the pointer is to be moved now, to its other place."""
        before, self._before = self._before, picture
        if picture is None or before is None or picture.has_text_size or picture.is_black:
            self._again()
            return False
        rows = changed_rows(before, picture)
        if self._moved:
            self._judge(picture, follows=bool(rows - self._restless))
            return False
        if rows - self._restless:
            self._restless |= rows
            self._forget()
        if len(self._restless) > _RESTLESS * picture.height:
            self._again()
        self._rest -= 1
        self._moved = self._rest <= 0
        return self._moved

    def _judge(self, picture: Picture, *, follows: bool) -> None:
        self._moved = False
        if not follows:
            self._forget()
            return
        if len(self._after) == 2:
            is_back = changed_rows(self._after[0], picture) <= self._restless
            self._returns = self._returns + 1 if is_back else 0
        self._after.append(picture)
        self._rest = _PAUSE
        self.answers = self._returns >= _RETURNS

    def _forget(self) -> None:
        self._after.clear()
        self._rest, self._returns = _REST, 0

    def _again(self) -> None:
        self._restless.clear()
        self._forget()
        self._moved = False
