"""Writes what goes to /usr/share: ``python -m installer.share FOLDER PACKAGES MAINTAINER``.

PACKAGES is the folder of the Python packages that are in the .deb. The date of all is that in
SOURCE_DATE_EPOCH, so that the same sources make the same files.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import time
from email.utils import formatdate
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from engine import __version__
from installer import bill_of_materials, completion
from installer.licences import copyright_text
from installer.manual import manual

ROOT = Path(__file__).parents[1]
DESKTOP = ROOT / "installer" / "desktop"
ICON = ROOT / "resources" / "vmx2xen.svg"
ID = "org.vmx2xen.vmx2xen"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)  #: of the icon, in pixels


def write(share: Path, packages: Path, maintainer: str, when: int) -> None:
    """Write everything; ``when`` is the date in seconds since 1970."""
    _desktop(share, when)
    _icons(share / "icons" / "hicolor")
    _text(share / "man/man1/vmx2xen.1.gz", manual(when))
    _text(share / "bash-completion/completions/vmx2xen", completion.bash())
    _text(share / "zsh/vendor-completions/_vmx2xen", completion.zsh())
    _text(share / "fish/vendor_completions.d/vmx2xen.fish", completion.fish())
    _text(share / "doc/vmx2xen/copyright", copyright_text(packages, time.gmtime(when).tm_year))
    _text(share / "doc/vmx2xen/vmx2xen.cdx.json", bill_of_materials.text(packages, when))
    _text(share / "doc/vmx2xen/changelog.gz", _changelog(maintainer, when))
    _text(share / "doc/vmx2xen/NEWS.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))


def _desktop(share: Path, when: int) -> None:
    entry = (DESKTOP / f"{ID}.desktop").read_text("utf-8")
    _text(share / "applications" / f"{ID}.desktop", entry)
    types = (DESKTOP / f"{ID}.mime.xml").read_text("utf-8")
    _text(share / "mime/packages" / f"{ID}.xml", types)
    about = (DESKTOP / f"{ID}.metainfo.xml.in").read_text("utf-8")
    about = about.replace("@VERSION@", __version__).replace("@DATE@", str(when))
    _text(share / "metainfo" / f"{ID}.metainfo.xml", about)


def _icons(theme: Path) -> None:
    for size in SIZES:
        drawn(size).save(str(_place(theme / f"{size}x{size}/apps/{ID}.png")))
    shutil.copyfile(ICON, _place(theme / f"scalable/apps/{ID}.svg"))


def drawn(size: int) -> QImage:
    """The icon, ``size`` pixels high and wide."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(ICON)).render(painter)
    painter.end()
    return picture


def _changelog(maintainer: str, when: int) -> str:
    return (
        f"vmx2xen ({__version__}) unstable; urgency=medium\n\n"
        "  * What is new is told in NEWS.gz.\n\n"
        f" -- {maintainer}  {formatdate(when)}\n"
    )


def _text(path: Path, text: str) -> None:
    content = text.encode()
    if path.suffix == ".gz":
        content = gzip.compress(content, 9, mtime=0)
    _place(path).write_bytes(content)


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(os.environ["SOURCE_DATE_EPOCH"]))
