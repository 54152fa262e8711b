"""A Linux mended as a whole: what is left of it is told, and what was written is read again."""

from __future__ import annotations

import pytest
from fixtures import linux, linux_vmware
from fixtures.raw_disk import Memory

from engine.choices import LINUX_PARTS
from engine.disk.edits.overlay import Overlay
from engine.guest.helper.helper_protocol import Refused
from engine.guest.helper.linux_mender import Mended, Request, mend
from engine.guest.linux.actions import Editor, Write
from engine.guest.linux.mending import Machine

SECONDS = 1_700_000_000


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    folder = tmp_path_factory.mktemp("linux")
    tree = linux_vmware.tree(folder / "tree")
    return Memory(linux.ext4(folder / "raw", tree, 16 << 20).read_bytes())


def mended(disk: Memory, machine: Machine) -> tuple[Overlay, Mended]:
    overlay = Overlay(disk)
    return overlay, mend(overlay, Request(machine, SECONDS))


def test_what_is_mended_no_longer_holds_and_nothing_is_left(disk: Memory) -> None:
    overlay, found = mended(disk, Machine())
    assert "/boot/initrd.img" in str([each.path for each in found.changes])
    assert found.findings
    left = [each.commands for each in found.left]
    again = mend(overlay, Request(Machine(), SECONDS))
    assert again.changes == ()
    assert [each.commands for each in again.left] == left


def test_what_is_kept_is_left_with_its_commands(disk: Memory) -> None:
    overlay, found = mended(disk, Machine(keep=LINUX_PARTS))
    assert (found.changes, found.findings, overlay.edit().pages) == ((), (), {})
    (left,) = found.left
    assert (left.device, left.kind) == ("0", "")
    assert left.distribution.startswith("Debian")
    assert any("update-initramfs" in command for command in left.commands)


@pytest.mark.parametrize("size", [1 << 20, 0])
def test_a_disk_without_linux_has_nothing_to_mend(size: int) -> None:
    _, found = mended(Memory(bytes(size)), Machine(is_uefi=True))
    assert found == Mended((), (), (), ())


def test_what_does_not_read_as_it_was_written_is_refused(
    disk: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = Editor.do

    def wrong(self: Editor, action: Write) -> object:
        content = action.content[:-1] + b"?" if isinstance(action, Write) else b""
        return do(self, Write(action.path, content)) if content else do(self, action)

    monkeypatch.setattr(Editor, "do", wrong)
    with pytest.raises(Refused) as caught:
        mended(disk, Machine())
    assert caught.value.code == "E662"
    assert "does not read as it was written" in caught.value.fields["reason"]
