"""``DISK``: walks the whole map of a chain and prints the bytes that have to be read."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.disk.copying.pieces import held
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

if __name__ == "__main__":
    disk = Path(sys.argv[1])
    print(held(open_chain(disk, Folder(disk.parent)).mapping))
