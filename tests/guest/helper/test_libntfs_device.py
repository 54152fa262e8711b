"""The device that the library reads: where it stands after each call."""

from __future__ import annotations

import errno
import os

import pytest
from fixtures.raw_disk import Memory

from engine.disk.edits.overlay import Overlay
from engine.guest.helper.libntfs_device import Device

cffi = pytest.importorskip("cffi")


def test_places_are_counted_from_the_start_from_here_and_from_the_end() -> None:
    ffi = cffi.FFI()
    device = Device.__new__(Device)
    device._ffi, device._disk, device._position = ffi, Overlay(Memory(bytes(range(200)))), 0
    assert device._seek(None, 100, os.SEEK_SET) == 100
    buffer = ffi.new("char[]", 10)
    assert device._read(None, buffer, 10) == 10
    assert bytes(ffi.buffer(buffer)) == bytes(range(100, 110))
    assert device._seek(None, 5, os.SEEK_CUR) == 115
    assert device._seek(None, -1, os.SEEK_END) == 199
    assert device._seek(None, 0, os.SEEK_END) == 200
    for offset, whence in ((-1, os.SEEK_SET), (1, os.SEEK_END), (1, os.SEEK_CUR)):
        assert device._seek(None, offset, whence) == -1
        assert ffi.errno == errno.EINVAL
    assert device._seek(None, 0, os.SEEK_CUR) == 200
