"""The formats of images, in one table: a new one is a file of ``engine/job/formats``, and a line.

Nothing is imported: the command line names the formats without loading what writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The word for a format: a key of :data:`FORMATS`.
Format = str


@dataclass(frozen=True, slots=True)
class ImageFormat:
    """What is known of a format."""

    title: str  #: what people call it
    suffix: str  #: how the name of an image ends
    driver: str  #: what QEMU calls it
    starts: bool  #: whether a domain of Xen's can start from it
    module: str  #: that writes it, reads it back and checks it: see :mod:`engine.job.images`


FORMATS: dict[Format, ImageFormat] = {
    "raw": ImageFormat("raw", ".img", "raw", True, "engine.job.formats.raw"),
    "vmdk": ImageFormat("VMDK", ".vmdk", "vmdk", False, "engine.job.formats.vmdk"),
    "vhd": ImageFormat("VHD", ".vhd", "vpc", True, "engine.job.formats.vhd"),
    "qcow2": ImageFormat("qcow2", ".qcow2", "qcow2", True, "engine.job.formats.qcow2"),
}
