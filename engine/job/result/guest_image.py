"""The guest in an image: looked into, changed in place, and changed back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from engine.disk.disk import Disk
from engine.disk.edits import commit
from engine.disk.edits.edit import Edit, load
from engine.disk.files import Files
from engine.disk.reader import Reader
from engine.findings import Finding, finding, refuse
from engine.guest import fit, fit_process
from engine.guest.fit import Fitting
from engine.guest.inspect import Guest, inspect
from engine.guest.windows import changes
from engine.guest.windows.windows_system import Windows
from engine.guest.wishes import Wishes
from engine.job import images
from engine.job.places import state_folder
from engine.job.result import edit_history, redigest
from engine.job.result.domain_along import bring_along
from engine.job.result.edit_history import GuestEdit
from engine.vmware.chain import open_chain
from engine.vmware.locate import Folder

_NOT_RAW = (b"KDMV", b"COWD", b"# Di", b"QFI\xfb")  #: how VMDK and qcow2 begin
_VHD_COOKIE = b"conectix"


@contextmanager
def opened(image: Path, *, trusted: bool = False) -> Iterator[Disk]:
    """An image as a disk: a raw one, a device, one of ours, or the chain that a .vmdk ends."""
    if image.suffix.lower() == ".vmdk":
        chain = open_chain(image, Folder(image.parent, trusted), "")
        with chain.files:
            yield Reader(chain.mapping, chain.files)
        return
    format = images.format_of(image)
    if format == "raw":
        check_raw(image)
    mapping, files = images.read(image, format)
    with files:
        yield Reader(mapping, files)


def look(image: Path, *, trusted: bool = False) -> Guest:
    """The guest in ``image``; refuses what cannot be read, and E630."""
    with opened(image, trusted=trusted) as disk:
        return inspect(disk)


def choose(guest: Guest, root: str = "") -> Windows:
    """The Windows at ``root``, or the one that starts by default; refuses E448, E645."""
    if not guest.windows:
        raise refuse("E448")
    return fit.choose(guest, root)


def prepare(image: Path, guest: Guest, wishes: Wishes) -> Fitting:
    """The change that ``wishes`` ask for; nothing is written. Refuses as fitting does."""
    with opened(image) as disk:
        return fit_process.prepare(disk, guest, wishes)


def recover(image: Path) -> tuple[Finding, ...]:
    """Finish what a crash interrupted; to be called before anything else is done with it."""
    if not image.exists():
        return ()
    folder, notes = undo_folder(image), list[Finding]()
    settle = partial(_settle, image, notes)
    if half := being_undone(image):
        settle = partial(_settle_undo, image, notes, half)
    found = commit.recover(image, folder, settle)
    for each in edits(image):
        edit_history.note_missing(each, image)
    edit_history.drop_kept(image, folder)
    return (*found, *notes)


def check_settled(image: Path) -> None:
    """Refuse (E605) an image that :func:`recover` has something to do with."""
    commit.check_settled(image, undo_folder(image))


def change(image: Path, fitting: Fitting) -> tuple[Path | None, tuple[Finding, ...]]:
    """Carry out a change, and bring along what goes with the image.

    The file that takes it back, None if there is nothing to do; and what is to be known then.
    Refuses E650 for what is no raw image, and as :func:`engine.disk.edits.commit.commit` does.
    """
    check_raw(image)
    notes: list[Finding] = []
    settle = partial(_settle, image, notes)
    file = commit.commit(image, fitting.edit, undo_folder(image), settle)
    if file is not None:
        edit_history.note_change(file, image, changes.summary(fitting.changes))
    return file, tuple(notes)


def edits(image: Path) -> tuple[GuestEdit, ...]:
    """The changes that can be taken back, the newest last."""
    return edit_history.edits(image, undo_folder(image))


def undo(
    image: Path, *, anyway: bool = False, conversion: bool = False
) -> tuple[GuestEdit | None, tuple[Finding, ...]]:
    """Take back the newest change; which it was, if any, and what is to be known then.

    ``conversion``: what the conversion fitted is meant. Once a change of the user's was taken back
    it has to be (E441). Else refuses as ``commit.undo`` does.
    """
    folder = undo_folder(image)
    newest = next(reversed(edits(image)), None)
    if newest is None:
        commit.check_settled(image, folder)
        return None, ()
    is_fitting = newest.by == "conversion"
    if is_fitting and not conversion and edit_history.was_undone(image, folder):
        raise refuse("E441", path=image, what=newest.what)
    notes: list[Finding] = []
    settle = partial(_settle_undo, image, notes, newest)
    commit.undo(image, folder, anyway=anyway, settle=settle)
    if is_fitting:
        notes.append(finding("W432", what=newest.what))
    return newest, tuple(notes)


def refit(image: Path) -> tuple[Path | None, tuple[Finding, ...]]:
    """Fit the guest again as the conversion had, after :func:`undo` took that back.

    The file that takes it back once more, None if there is nothing to be fitted again; and what is
    to be known then. Refuses E650, and E604 where something else has written to the same pages.
    """
    check_raw(image)
    folder = undo_folder(image)
    kept = edit_history.kept_fitting(image, folder)
    if not kept.exists():
        return None, ()
    edit, notes = load(kept), list[Finding]()
    file = commit.commit(image, edit, folder, partial(_settle, image, notes))
    if file is not None:
        edit_history.note_refitted(file, image)
    edit_history.drop_kept(image, folder)
    return file, tuple(notes)


def being_undone(image: Path) -> GuestEdit | None:
    """The change whose taking back was interrupted, which :func:`recover` finishes."""
    return edit_history.being_undone(image, undo_folder(image)) if image.exists() else None


def _settle(image: Path, notes: list[Finding], edit: Edit) -> None:
    """Bring along what goes with an image, changed or changed back."""
    redigest.revise(image, edit)
    notes += bring_along(image, partial(look, image))


def _settle_undo(image: Path, notes: list[Finding], undone: GuestEdit, edit: Edit) -> None:
    """What goes with a change that is taken back; that of the conversion is kept for a refit."""
    if undone.by == "conversion":
        edit.save(edit_history.kept_fitting(image, undone.file.parent))
    _settle(image, notes, edit)
    edit_history.note_undone(undone.file, image)


def check_raw(image: Path) -> None:
    """Refuse (E410, E650) what cannot be changed in place."""
    with Files() as files:
        file = files.add(image, device=True)
        size = files.size(file)
        head = files.read(file, 0, min(size, 4))
        foot = files.read(file, max(size - 512, 0), min(size, 8))
    if head in _NOT_RAW or foot == _VHD_COOKIE or image.suffix.lower() == ".vmdk":
        raise refuse("E650", path=image)


def undo_folder(image: Path) -> Path:
    """Where the files that take changes back are: beside the image, but for a device."""
    if not image.is_block_device():
        return image.parent
    folder = state_folder(image)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
