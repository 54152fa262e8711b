"""What the parts of the window share: threads, tasks, the log, the settings, the queue."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

from gui.log.log_buffer import LogBuffer
from gui.queue.queue import Queue
from gui.queue.unfinished import Unfinished
from gui.settings import Settings
from gui.threads.few import Few
from gui.threads.job_thread import Workers
from gui.threads.tasks import Tasks


@dataclass(slots=True)
class Context:
    """Of one session."""

    workers: Workers
    tasks: Tasks
    log: LogBuffer
    settings: Settings
    few: Few = field(init=False)  #: of the workers, for what is looked at
    queue: Queue = field(init=False)
    unfinished: Unfinished = field(init=False)
    #: the folders that open machines are to be converted into: no two of them go into the same
    targets: dict[Hashable, Path] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.few = Few(self.workers)
        self.queue = Queue(self.workers, self.tasks, self.log)
        self.unfinished = Unfinished(self.queue, self.settings)
