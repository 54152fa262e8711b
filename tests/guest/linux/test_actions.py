"""Changes of files in a Linux carried out: what is made, what is listed, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dissect.extfs import ExtFS
from guest.linux.trees import tree_of

from engine.disk.edits.overlay import Overlay
from engine.guest.helper.helper_protocol import Refused
from engine.guest.linux.actions import Action, Append, Editor, Link, Rename, Write
from engine.guest.windows.changes import EntryChange, FileChange

SECONDS = 1_700_000_000

Done = tuple[list[FileChange | EntryChange], Any]
Do = Callable[..., Done]


@pytest.fixture
def do(tmp_path: Path) -> Do:
    """Carries actions out on a small Linux; the list of changes, and the root as it is then."""
    tree = tree_of(tmp_path, {"etc/fstab": "old\n", "etc/ssl/key": "key", "boot/image": "12345"})

    def act(*actions: Action) -> Done:
        (mount,) = tree.mounts
        overlay = Overlay(mount.device.disk)
        editor = Editor(overlay, tree, SECONDS)
        changes = [editor.do(each) for each in actions]
        editor.close()
        return changes, ExtFS(io.BytesIO(overlay.pread(0, overlay.size))).root

    return act


def node(root: Any, path: str) -> Any:
    for name in path.strip("/").split("/"):
        root = root.listdir()[name]
    return root


def content(root: Any, path: str) -> bytes:
    data: bytes = node(root, path).open().read()
    return data


def test_a_file_gets_other_content_in_place(do: Do) -> None:
    changes, root = do(Write("/etc/fstab", b"new content\n", "by UUID", 0o600))
    assert changes == [FileChange("/etc/fstab", 4, 12, "by UUID")]
    assert content(root, "/etc/fstab") == b"new content\n"
    own = node(root, "/etc/fstab").inode
    assert own.i_mode & 0o777 == 0o644  # the mode is for new files
    assert own.i_mtime == SECONDS


def test_a_new_file_gets_its_folders_and_its_mode(do: Do) -> None:
    changes, root = do(Write("/etc/new/deep/file", b"x", mode=0o755), Write("/etc/new/2", b""))
    assert changes == [
        FileChange("/etc/new/deep/file", None, 1),
        FileChange("/etc/new/2", None, 0),
    ]
    assert content(root, "/etc/new/deep/file") == b"x"
    assert node(root, "/etc/new/deep/file").inode.i_mode == 0o100755
    assert node(root, "/etc/new/2").inode.i_mode == 0o100644
    assert node(root, "/etc/new/deep").inode.i_mode & 0o170000 == 0o040000


def test_a_file_gets_longer(do: Do) -> None:
    changes, root = do(Append("/boot/image", b"678", 5, "with drivers"))
    assert changes == [FileChange("/boot/image", 5, 8, "with drivers")]
    assert content(root, "/boot/image") == b"12345678"


def test_links_and_names(do: Do) -> None:
    changes, root = do(
        Link("/etc/wants/own.service", "../own.service"), Rename("/boot/image", "image.old")
    )
    assert changes == [
        EntryChange("/etc/wants/own.service", "", "../own.service"),
        EntryChange("/boot/image", "image", "image.old"),
    ]
    assert node(root, "/etc/wants/own.service").link == "../own.service"
    assert content(root, "/boot/image.old") == b"12345"
    assert "image" not in node(root, "/boot").listdir()


@pytest.mark.parametrize(
    "action", [Append("/boot/none", b"x", 0), Rename("/none", "x"), Write("/etc", b"x")]
)
def test_what_is_no_file_is_refused(do: Do, action: Action) -> None:
    with pytest.raises(Refused) as caught:
        do(action)
    assert caught.value.code == "E617"
