"""The binary interface of libext2fs: that it is there, and what is said where it is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import platform
from engine.guest.helper.helper_protocol import Refused
from engine.guest.volumes import libext2fs_api as api


@pytest.fixture
def unloaded() -> Iterator[None]:
    """The library not loaded yet, and again afterwards."""
    api.load.cache_clear()
    yield
    api.load.cache_clear()


def test_every_function_that_is_declared_is_in_the_library() -> None:
    ffi, library = api.load()
    declared = [line.split("(")[0].split()[-1] for line in api._DECLARATIONS.splitlines()
                if line.startswith(("errcode_t ext2fs", "void init"))]  # fmt: skip
    assert len(declared) > 25
    assert [name for name in declared if not getattr(library, name.strip("*"))] == []
    assert ffi.sizeof("struct struct_io_channel") > ffi.sizeof("errcode_t")
    assert api.load() == (ffi, library)


def test_codes_say_what_they_are_taken_for() -> None:
    api.load()
    assert "File not found by ext2_lookup" in api.message(api.NOT_FOUND)
    assert "No free space in the directory" in api.message(api.DIR_NO_SPACE)
    assert "Could not allocate block" in api.message(api.NO_BLOCK)
    assert "Could not allocate inode" in api.message(api.NO_INODE)
    assert "short read" in api.message(api.SHORT_READ)
    assert "short write" in api.message(api.SHORT_WRITE)
    assert all("unsupported" in api.message(each) for each in api.UNSUPPORTED)
    assert "io_channel" in api.message(api.MAGIC_IO_CHANNEL)


def test_without_the_library_it_is_said_how_to_get_it(
    unloaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "_LIBRARY", "libmissing.so.2")
    with pytest.raises(Refused) as caught:
        api.load()
    assert caught.value.code == "E601"
    assert caught.value.fields["library"] == "libmissing.so.2"
    package = {"apt": "libext2fs2", "brew": "e2fsprogs"}[platform.PACKAGES]
    assert package in caught.value.fields["how"]
    assert "libmissing.so.2" in caught.value.fields["reason"]
