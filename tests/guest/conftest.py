"""What tests of guests share: the process that changes volumes and hives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.guest.helper.helper_process import Native


@pytest.fixture(scope="module")
def native() -> Iterator[Native]:
    """A helper process for the tests of a module."""
    with Native() as process:
        yield process
