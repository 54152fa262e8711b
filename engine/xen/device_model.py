"""qemu-noacpi: what is started in QEMU's place so that a domain with acpi=0 can be created.

libxl passes -no-acpi for acpi=0, in every release so far; QEMU dropped the option in 9.0. The
script says the same in QEMU's words (resources/qemu-noacpi.sh).
"""

from __future__ import annotations

from importlib import resources
from pathlib import PurePosixPath

from engine.xen.domain import Domain

NAME = "qemu-noacpi"
USUAL = f"/usr/local/bin/{NAME}"  #: where it is on the server if nothing else is said


def is_wanted(domain: Domain) -> bool:
    """Whether ``domain`` names the script: then it is written beside the configuration."""
    return PurePosixPath(domain.device_model_override).name == NAME


def script() -> str:
    """The text, for a POSIX shell."""
    return resources.files("resources").joinpath(f"{NAME}.sh").read_text("utf-8")
