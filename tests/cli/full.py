"""Streams that take nothing, as on a full disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest


@contextmanager
def full_disk(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Standard output and standard error are such streams within the block."""
    with patch.context() as here:
        streams = tuple(open("/dev/full", "w") for _ in range(2))  # noqa: SIM115
        here.setattr(sys, "stdout", streams[0])
        here.setattr(sys, "stderr", streams[1])
        yield
        for each in (*streams, sys.stdout, sys.stderr):  # where they were silenced to, too
            with suppress(OSError):
                each.close()
