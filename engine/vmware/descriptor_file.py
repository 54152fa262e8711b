"""The descriptor of the disk that a file holds or describes, without opening the disk."""

from __future__ import annotations

import re
from pathlib import Path

from engine.disk.files import Files
from engine.findings import Refusal
from engine.vmware import descriptor, hosted_sparse
from engine.vmware.descriptor import Descriptor

#: Names of extents and change tracking files, which no .vmx names.
PARTS = re.compile(r".*-(flat|delta|sesparse|ctk|rdmp?|[fs][0-9]{3,})\.vmdk", re.IGNORECASE)
_HEAD = 4096  #: bytes that tell what a file is


def descriptor_of(path: Path) -> Descriptor | None:
    """The descriptor of the disk in a file; None if there is none to be read."""
    with Files() as files:
        try:
            file = files.add(path)
            head = files.read(file, 0, min(_HEAD, files.size(file)))
            if head.startswith(hosted_sparse.MAGIC):
                header = hosted_sparse.read_header(files, file)
                text = hosted_sparse.embedded_descriptor(files, file, header)
                return descriptor.parse(text, path)
            if descriptor.looks_like_one(head) and files.size(file) <= descriptor.SIZE_LIMIT:
                return descriptor.parse(files.read(file, 0, files.size(file)), path)
        except Refusal:
            pass
    return None
