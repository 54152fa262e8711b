"""What programs say of themselves, read beside pefile."""

from __future__ import annotations

import struct

import pefile
import pytest
from fixtures import pe, windows2003
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guest.windows import pe_version

HAL = windows2003.program("halmacpi.dll", windows2003.SP2)


def strings(data: bytes) -> dict[str, str]:
    parsed = pefile.PE(data=data)
    tables = [table for info in parsed.FileInfo[0] for table in getattr(info, "StringTable", [])]
    return {key.decode(): value.decode() for key, value in tables[0].entries.items()}


@pytest.mark.parametrize("name", ["halmacpi.dll", "ntkrpamp.exe", "atapi.sys"])
def test_says_what_another_reader_says(name: str) -> None:
    data = windows2003.program(name, windows2003.SP2)
    parsed, expected = pefile.PE(data=data), strings(data)
    fixed = parsed.VS_FIXEDFILEINFO[0]
    found = pe_version.read(data)
    assert found is not None
    assert found.machine == "x86"
    assert found.original_name == expected["OriginalFilename"] == name
    assert found.internal_name == expected["InternalName"]
    assert found.description == expected["FileDescription"]
    version = struct.pack(">II", fixed.FileVersionMS, fixed.FileVersionLS)
    assert found.version == struct.unpack(">4H", version) == windows2003.SP2.version
    assert found.version_text == expected["FileVersion"]
    assert found.checksum == parsed.OPTIONAL_HEADER.CheckSum == pe.checksum(data)


def test_what_is_no_program_or_says_nothing() -> None:
    assert pe_version.read(b"") is None
    assert pe_version.read(b"MZ" + bytes(1000)) is None
    blank = bytearray(HAL)
    struct.pack_into("<I", blank, 0x80 + 24 + 96 + 16, 0)
    found = pe_version.read(bytes(blank))
    assert found is not None
    assert (found.original_name, found.version) == ("", (0, 0, 0, 0))


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.integers(0, 0x400) | st.integers(len(HAL) - 0x600, len(HAL) - 1),
        st.integers(0, 255),
        min_size=1,
        max_size=10,
    )
)
def test_any_damage_is_survived(changes: dict[int, int]) -> None:
    data = bytearray(HAL)
    for at, value in changes.items():
        data[at] = value
    found = pe_version.read(bytes(data))
    assert found is None or len(found.version) == 4
