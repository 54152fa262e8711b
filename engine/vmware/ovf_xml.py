"""Elements of an OVF by what they mean: versions differ in namespaces and in a few names.

In OVF 0.9 and the drafts of 1.0 (VirtualCenter 2.5, VMware Studio, oVirt) a part is called Section
or Content, and its ``xsi:type`` says which, such as ``ovf:DiskSection_Type``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from engine.vmware.encodings import codec

_DECLARED = re.compile(rb"""(<\?xml[^>]{1,60}encoding=["'])([\w.:-]{1,60})""")
_MANY_BYTES = frozenset(("cp932", "cp949", "cp950", "gb18030", "big5hkscs", "euc_jp"))
_POWER = re.compile(r"bytes?\s*\*\s*(2|10)\s*\^\s*([0-9]{1,2})")
_UNITS = {"byte": 1, "bytes": 1, "b": 1}
_UNITS |= {"kilobytes": 1 << 10, "kilobyte": 1 << 10, "kb": 1 << 10}
_UNITS |= {"megabytes": 1 << 20, "megabyte": 1 << 20, "mb": 1 << 20}
_UNITS |= {"gigabytes": 1 << 30, "gigabyte": 1 << 30, "gb": 1 << 30}
_UNITS |= {"terabytes": 1 << 40, "terabyte": 1 << 40, "tb": 1 << 40}


def parse(data: bytes) -> Element:
    """The root element of a description.

    Raises ParseError, ValueError (entities, encodings) and LookupError for what is no usable XML.
    """
    declared = _DECLARED.match(data)
    name = declared[2].decode() if declared else ""
    if declared and codec(name) in _MANY_BYTES:  # encodings that expat does not know
        text = data.decode(codec(name))
        data = text.replace(declared[2].decode(), "UTF-8", 1).encode()
    root: Element = fromstring(data, forbid_dtd=True)
    return root


def attribute(element: Element, name: str) -> str:
    """The value of an attribute of any namespace, "" if there is none."""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def local(element: Element) -> str:
    """The name of an element without its namespace, in the words of OVF 1."""
    name = str(element.tag).rpartition("}")[2]
    if name not in ("Section", "Content"):
        return name
    return attribute(element, "type").rpartition(":")[2].removesuffix("_Type") or name


def named(root: Element, name: str) -> Iterator[Element]:
    """All elements ``name`` within ``root``."""
    return (each for each in root.iter() if local(each) == name)


def first(root: Element | None, name: str) -> Element | None:
    """The first element ``name`` within ``root``."""
    return None if root is None else next(named(root, name), None)


def text(root: Element | None, name: str) -> str:
    """The text of the first element ``name`` within ``root``."""
    found = first(root, name)
    return "" if found is None else (found.text or "").strip()


def integer(written: str, default: int, high: int) -> int:
    """A decimal number up to ``high``, else ``default``."""
    if not re.fullmatch(r"[0-9]{1,18}", written):
        return default
    return int(written) if int(written) <= high else default


def unit(written: str, default: int) -> int:
    """Bytes in a unit such as ``byte * 2^20`` or ``MegaBytes``."""
    plain = written.strip().lower()
    if match := _POWER.fullmatch(plain):
        return int(int(match[1]) ** int(match[2]))
    return _UNITS.get(plain, default)
