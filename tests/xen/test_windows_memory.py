"""How much memory a Windows uses at most."""

from __future__ import annotations

from typing import Literal

import pytest

from engine.xen import windows_memory
from engine.xen.compat import Guest


@pytest.mark.parametrize(
    ("version", "bits", "edition", "gib"),
    [
        ((5, 0), 32, "win2000pro", 4),
        ((5, 0), 32, "win2000AdvServ", 8),
        ((5, 1), 32, "winxppro", 4),
        ((5, 2), 32, "winnetweb", 2),
        ((5, 2), 32, "winnetstandard", 4),
        ((5, 2), 32, "winnetenterprise", 64),
        ((5, 2), 32, "", None),
        ((5, 2), 64, "winxppro-64", 128),
        ((5, 2), 64, "winnetstandard-64", 32),
        ((6, 0), 32, "Windows Vista (TM) Business", 4),
        ((6, 0), 32, "Windows Server (R) 2008 Enterprise", 64),
        ((6, 1), 64, "windows7-64 Windows 7 Home Premium", 16),
        ((6, 1), 64, "windows7srv-64 Windows Server 2008 R2 Standard", 32),
        ((6, 1), 64, "windows7srv-64 Windows Server 2008 R2 Enterprise", None),
        ((10, 0), 32, "Windows 10 Pro", 4),
        ((10, 0), 64, "Windows 10 Home", 128),
        ((10, 0), 64, "Windows 10 Pro", None),
    ],
)
def test_by_release_and_edition(
    version: tuple[int, int], bits: Literal[32, 64], edition: str, gib: int | None
) -> None:
    found = windows_memory.limit(Guest("windows", version, bits, edition=edition))
    assert (found.mib / 1024 if found else None) == gib
    assert found is None or not found.stops


def test_windows_98_stops_with_more_and_others_have_no_limit() -> None:
    found = windows_memory.limit(Guest("windows", (4, 10)))
    assert found is not None
    assert (found.mib, found.stops) == (512, True)
    assert windows_memory.limit(Guest("linux")) is None
