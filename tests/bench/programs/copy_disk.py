"""``DISK OUT [FORMAT]``: the copy alone, durable and with digests, but not read back."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import cast

from engine.job.disk_steps import ConvertDisk
from engine.job.disk_task import Format, single_disk
from engine.job.places import where_now
from engine.job.work import Work

if __name__ == "__main__":
    disk, out = (Path(each) for each in sys.argv[1:3])
    task, _ = single_disk(disk, out, cast(Format, sys.argv[3] if sys.argv[3:] else "raw"))
    ConvertDisk(task).run(Work(lambda event: None, threading.Event()))
    where_now(out).rename(out)
