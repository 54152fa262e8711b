"""``DISK``: opens a chain and prints its size."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

if __name__ == "__main__":
    disk = Path(sys.argv[1])
    print(open_chain(disk, Folder(disk.parent)).size)
