"""Plans of machines, and what is foreseen of other choices."""

from __future__ import annotations

from dataclasses import replace

from fixtures.machine import Machine

from engine.choices import Choices
from engine.job.convert import outlook
from engine.job.convert.outlook import Outlook
from engine.job.convert.plan import Plan, make
from engine.vmware import machine as vmware


def planned(built: Machine, choices: Choices | None = None, *, vcpus: int = 2) -> Plan:
    found = replace(vmware.read(built.vmx), vcpus=vcpus)
    return make(found, built.vmx.parent / "out", choices or Choices())


def foreseen(built: Machine, choices: Choices | None = None, *, vcpus: int = 2) -> Outlook:
    """What a plan without any choices makes of them."""
    return outlook.of(planned(built, vcpus=vcpus), choices or Choices())
