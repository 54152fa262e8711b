"""Text from outside as Qt shows it: as it stands, never as markup.

Qt takes what looks like HTML for HTML wherever it is not told otherwise, and loads what an image of
it names: names and descriptions of a stranger's machine would have it read any file without end.
"""

from __future__ import annotations

from html import escape


def tip(text: str) -> str:
    """The text of a tool tip; Qt cannot be told that one is plain, so markup is escaped."""
    if "<" not in text and "&" not in text:
        return text
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"
