"""A job about a finished conversion and the guest in it: what all of these have alike."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.job import drives
from engine.job.trial.subject import Subject
from engine.job.work import Job, Request


@dataclass(frozen=True, slots=True)
class SubjectJob(Job):
    """The drives are those of the conversion's folder, and the request names it."""

    kind: ClassVar[str]  #: of its request
    subject: Subject

    @property
    @abstractmethod
    def asked(self) -> dict[str, Any]:
        """What is asked for, as plain data of the request."""

    @property
    def folder(self) -> str:
        """Absolute path of the conversion."""
        return str(self.subject.folder.absolute())

    @property
    def drives(self) -> drives.Drives:
        return drives.drives([self.subject.folder])

    @property
    def request(self) -> Request:
        return {"kind": self.kind, "folder": self.folder, **self.asked}
