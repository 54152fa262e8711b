"""The Debian copyright file: ours, and of each Python package that is in the .deb with it."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

HEAD = """\
vmx2xen turns a VMware virtual machine into a Xen HVM image.

Copyright (C) {year} the authors of vmx2xen
License: GPL-3.0-or-later; the text of version 3 is in /usr/share/common-licenses/GPL-3.

The Python packages it runs with are in /usr/lib/vmx2xen/lib/python3/site-packages, unchanged but
for parts that are not used. Each has its licence's text in its folder *.dist-info/; that of Qt and
PySide is in /usr/share/common-licenses/LGPL-3.
"""


def copyright_text(packages: Path, year: int) -> str:
    """``packages`` is a folder of installed Python packages with their dist-info."""
    return HEAD.format(year=year) + "\n" + "\n".join(map(_entry, _all(packages)))


def licences(packages: Path) -> dict[str, str]:
    """The names of licences, by those of packages as a lock file writes them."""
    return {
        re.sub(r"[-_.]+", "-", each["Name"]).lower(): " ".join(_licence(each).split())
        for each in _all(packages)
    }


def _all(packages: Path) -> list[Message]:
    """What the packages of a folder say of themselves, by name."""
    found = sorted(packages.glob("*.dist-info/METADATA"))
    return [HeaderParser().parsestr(each.read_text("utf-8")) for each in found]


def _entry(about: Message) -> str:
    author = about["Author"] or about["Author-email"] or about["Maintainer"] or "its authors"
    return (
        f"{about['Name']} {about['Version']}\n"
        f"  Copyright: {' '.join(author.split())}\n"
        f"  License: {_licence(about)}\n"
    )


def _licence(about: Message) -> str:
    """Its name; older packages have it among their classifiers only."""
    classified = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier", [])
        if each.startswith("License :: ")
    ]
    return about["License-Expression"] or about["License"] or ", ".join(classified)
