"""What the operating system says is said in English, whatever language the process speaks."""

from __future__ import annotations

import errno
import locale
import os
from collections.abc import Iterator

import pytest

from engine import system_errors
from engine.findings import finding
from engine.phrase import Phrase


@pytest.fixture
def c_locale() -> Iterator[None]:
    before = locale.setlocale(locale.LC_MESSAGES)
    locale.setlocale(locale.LC_MESSAGES, "C")
    yield
    locale.setlocale(locale.LC_MESSAGES, before)


@pytest.mark.usefixtures("c_locale")
def test_the_words_are_those_of_the_c_library() -> None:
    for number in (errno.ENOENT, errno.EACCES, errno.EIO, errno.ENOSPC, errno.EOPNOTSUPP):
        assert system_errors.words(OSError(number, "in any language")) == os.strerror(number)


def test_a_finding_knows_what_its_error_was() -> None:
    found = finding("E403", path="x", reason=OSError(errno.ENOSPC, "Auf dem Gerät ist kein Platz"))
    assert found.message == "x cannot be written: No space left on device."
    assert isinstance(found.message.fields["reason"], Phrase)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("cannot load library"), "cannot load library"),
        (OSError(9999, "An error of tomorrow"), "An error of tomorrow"),
    ],
)
def test_what_has_no_word_here_keeps_its_own(error: OSError, words: str) -> None:
    assert system_errors.words(error) == words
