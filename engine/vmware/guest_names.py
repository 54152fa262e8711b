"""Names of the systems that VMware's identifiers of guests mean (resources/guest_names.toml)."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

_ARM = "arm-"
_WIDE = re.compile(r"[-_]?64$")
_NUMBERED = re.compile(r"(?P<family>.*?[a-z])(?P<number>[0-9]*)")


def name_of(guest_os: str) -> str:
    """Name of a system, such as Windows Server 2003 Enterprise for ``winnetenterprise``.

    ``guest_os`` is written as in a .vmx, or as vSphere's API does (``winNetEnterprise64Guest``).
    The identifier itself where it is not known; empty where it says that it is some other system.
    """
    id = guest_os.lower().removesuffix("guest")
    narrow = _WIDE.sub("", id.removeprefix(_ARM))
    systems, families = _names()
    for each in (f"{narrow}-64" if id != narrow else narrow, narrow):
        if each in systems:
            return systems[each]
    found = _NUMBERED.fullmatch(narrow)
    family = families.get(found["family"]) if found else None
    return f"{family} {found['number']}".rstrip() if found and family else guest_os


@functools.cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Names by identifier, and those that a number follows by how their identifiers begin."""
    text = resources.files("resources").joinpath("guest_names.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return found["system"], found["family"]
