"""What the tests of a refusal share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.findings import Refusal


def refused(work: Callable[[], object]) -> str:
    """The code of the one finding that ``work`` is refused with; it has a remedy."""
    with pytest.raises(Refusal) as caught:
        work()
    (found,) = caught.value.findings
    assert found.blocks
    assert found.remedy
    return found.code
