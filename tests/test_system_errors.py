"""What the operating system says is said in English, whatever language the process speaks."""

from __future__ import annotations

import errno
import locale
import os
from collections.abc import Iterator

import pytest

from engine import system_errors
from engine.findings import finding, of_system
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
    assert found.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("cannot load library"), "cannot load library"),
        (OSError(9999, "An error of tomorrow"), "An error of tomorrow"),
    ],
)
def test_what_has_no_word_here_keeps_its_own(error: OSError, words: str) -> None:
    assert system_errors.words(error) == words


def test_what_nothing_expected_is_a_finding_if_it_is_the_systems_answer() -> None:
    gone = FileNotFoundError(errno.ENOENT, "gone", "/vm/disk.vmdk")
    for error, code, said in (
        (gone, "E995", "/vm/disk.vmdk: No such file or directory"),
        (OSError(errno.EIO, "bad"), "E995", "needed: Input/output error"),
        (OSError(errno.ENOMEM, "none"), "E418", "memory"),
        (MemoryError(), "E418", "memory"),
    ):
        found = of_system(error)
        assert found is not None
        assert found.code == code
        assert said in found.message


@pytest.mark.parametrize("error", [OSError(errno.EBADF, "ours"), OSError("no number"), KeyError()])
def test_a_bug_of_ours_is_none(error: Exception) -> None:
    assert of_system(error) is None
