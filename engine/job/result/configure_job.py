"""The configuration of a finished conversion written again with other settings, as a job.

No image is read through or copied: what a guest is told is a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.findings import Finding, refuse
from engine.job.result import told_domain
from engine.job.trial import subject
from engine.job.trial.subject_job import SubjectJob
from engine.job.work import Step, Work
from engine.phrase import Phrase
from engine.translate import flag_findings
from engine.xen import overrides
from engine.xen.domain import Domain

KIND = "configure"
_LOST = "W434"  #: changes by hand that are no settings


@dataclass(frozen=True, slots=True)
class ConfigureJob(SubjectJob):
    """Flags, memory and network cards as they are to be; what was changed by hand is taken over."""

    kind = KIND
    settings: Mapping[str, str]
    domain: Domain
    findings: tuple[Finding, ...]  #: what is to be said of the new flags
    agreed: bool = False  #: to losing what was changed by hand and is no setting

    @classmethod
    def planned(
        cls, folder: Path, settings: Mapping[str, str], *, agreed: bool = False
    ) -> ConfigureJob:
        """The job for the conversion in ``folder`` and ``settings`` as --set takes them.

        Refuses E501 and E502 for what is not possible, E840 for changes by hand that would be lost
        (unless ``agreed``), and what a trial of the conversion is refused for.
        """
        about = subject.look(folder)
        if not agreed and any(each.code == _LOST for each in about.taken):
            raise refuse("E840", path=folder)
        told = overrides.apply(about.domain, settings)
        if told.vcpus % told.cores_per_socket:
            told = replace(told, cores_per_socket=1)
        why = flag_findings.comment(about.guest, told)
        told = replace(told, comments=(*told.comments[:-1], why))
        findings = tuple(flag_findings.of_domain(about.guest, told))
        return cls(about, dict(settings), told, findings, agreed)

    @property
    def title(self) -> Phrase:
        return Phrase("Configure {machine}", machine=self.domain.name)

    @property
    def asked(self) -> dict[str, Any]:
        return {"settings": dict(self.settings), "agreed": self.agreed}

    def steps(self) -> list[Step]:
        return [_Write(self)]

    @property
    def told(self) -> Phrase:
        return Phrase("The configuration is written again")

    def result(self) -> dict[str, Any]:
        return {"folder": self.folder, "settings": dict(self.settings)}


@dataclass(frozen=True, slots=True)
class _Write:
    job: ConfigureJob
    total: int = 0
    name: Phrase = Phrase("Write the configuration")

    def run(self, work: Work) -> None:
        job = self.job
        told_domain.write(job.subject.folder, job.domain, flag_findings.OF_DOMAIN, job.findings)
