"""The copier alone, as a program: no plan, no verification, for the benchmark's second column."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from engine.disk import journal
from engine.disk.copy import Copy
from engine.disk.digest import ChunkDigests, chunk_size
from engine.disk.targets import RawFile
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

if __name__ == "__main__":
    disk, out = (Path(each) for each in sys.argv[1:])
    chain = open_chain(disk, Folder(disk.parent))
    target = RawFile(out, chain.size, sources=chain.files)
    log = journal.create(out.with_name("log"), {})
    digests = ChunkDigests(chunk_size(chain.size))
    Copy(chain.mapping, chain.files, target, log, digests).run(lambda n: None, threading.Event())
