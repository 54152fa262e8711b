"""Values as XML-RPC writes them, in XAPI's manner: its integers have 64 bits and travel as text.

Characters that XML cannot hold are replaced.
"""

from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from engine.xen.xml_text import fitting


def encoded(value: object) -> Element:
    """``value``, of plain dictionaries, lists and scalars, as an element ``<value>``."""
    element = Element("value")
    if isinstance(value, dict):
        struct = SubElement(element, "struct")
        for key, each in value.items():
            member = SubElement(struct, "member")
            SubElement(member, "name").text = key
            member.append(encoded(each))
    elif isinstance(value, list):
        SubElement(SubElement(element, "array"), "data").extend(map(encoded, value))
    elif isinstance(value, bool):
        SubElement(element, "boolean").text = str(int(value))
    elif isinstance(value, float):
        SubElement(element, "double").text = f"{value:g}"
    elif isinstance(value, datetime):
        SubElement(element, "dateTime.iso8601").text = f"{value:%Y%m%dT%H:%M:%SZ}"
    else:
        element.text = fitting(str(value))
    return element
