"""The files of a Windows Server 2003, to be changed before a volume is made of them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from fixtures import windows2003
from fixtures.hals import HALS
from fixtures.ntfs import File
from fixtures.partitioned import MBR_ID

_SIGNATURE = int(MBR_ID, 16)


@functools.cache
def windows_2003(hal: str = "hal", bus: str = "ide") -> Mapping[str, bytes]:
    """Contents by path; for all tests, so not to be changed."""
    made = windows2003._files(HALS[hal], bus, 0, _SIGNATURE)
    return MappingProxyType({str(file.path): file.data for file in made})


def as_files(files: Mapping[str, bytes]) -> list[File]:
    """``files`` as a volume takes them."""
    return [File(PurePosixPath(path), data) for path, data in files.items()]
