"""``DISK OUT [FORMAT] [at-once]``: the copy alone, with digests, but not read back.

``at-once``: without waiting for the disk, as the peers do it.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from engine.job.convert.disk_steps import ConvertDisk
from engine.job.convert.disk_task import single_disk
from engine.job.places import where_now
from engine.job.work import Work

if __name__ == "__main__":
    disk, out = (Path(each) for each in sys.argv[1:3])
    format, *rest = sys.argv[3:] or ["raw"]
    if rest:
        os.fdatasync = os.fsync = lambda fd: None
    task, _ = single_disk(disk, out, format)
    ConvertDisk(task).run(Work(lambda event: None, threading.Event()))
    where_now(out).rename(out)
