"""Where a file named in a configuration is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import Refusal
from engine.source.paths import listing
from engine.vmware.locate import NAME_LIMIT, Folder, last_name, locate
from engine.vmware.places import How, Located, Place

PLACE = Place("scsi0:0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A machine's folder with a few files, and a file outside of it."""
    folder = tmp_path / "vm"
    (folder / "sub").mkdir(parents=True)
    for name in ("disk.vmdk", "Größe 1.vmdk", "sub/deep.vmdk"):
        (folder / name).write_text(name)
    (tmp_path / "outside.vmdk").write_text("outside")
    return folder


def find(written: str, folder: Path, trusted: bool = False) -> Located:
    return locate(written, folder, Folder(folder, trusted), PLACE)


def check_named(found: Located, path: Path) -> None:
    """It is where its name says, and nothing is to be said of it."""
    assert (found.path, found.how, found.findings) == (path, How.NAMED, ())


def path_or_code(written: str, folder: Path) -> Path | str:
    try:
        return find(written, folder).path
    except Refusal as refusal:
        return refusal.findings[0].code


def code(written: str, folder: Path, trusted: bool = False) -> str:
    with pytest.raises(Refusal) as caught:
        find(written, folder, trusted)
    return caught.value.findings[0].code


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("disk.vmdk", "disk.vmdk"),
        ("./disk.vmdk", "disk.vmdk"),
        ("Größe 1.vmdk", "Größe 1.vmdk"),
        ("sub/deep.vmdk", "sub/deep.vmdk"),
        ("sub\\deep.vmdk", "sub/deep.vmdk"),
        ("sub/../disk.vmdk", "sub/../disk.vmdk"),
    ],
)
def test_within_the_folder(folder: Path, written: str, name: str) -> None:
    check_named(find(written, folder), folder / name)


def test_absolute_within_the_folder(folder: Path) -> None:
    check_named(find(str(folder / "disk.vmdk"), folder), folder / "disk.vmdk")


@pytest.mark.parametrize(
    "written",
    [
        "/vmfs/volumes/4a5b/vm/disk.vmdk",
        "[datastore 1] vm/disk.vmdk",
        "[] /vmfs/volumes/4a5b/vm/disk.vmdk",
        "C:\\Virtual Machines\\vm\\disk.vmdk",
        "d:/vm/disk.vmdk",
        "\\\\server\\share\\disk.vmdk",
        "\\vm\\disk.vmdk",
        "other/disk.vmdk",
        "DISK.vmdk",
        "C:\\VM\\DISK.VMDK",
    ],
)
def test_of_another_place_but_here_by_name(folder: Path, written: str) -> None:
    located = find(written, folder)
    assert located.path == folder / "disk.vmdk"
    assert [each.code for each in located.findings] == ["W105"]
    assert "scsi0:0" in located.findings[0].message


def test_the_working_directory_does_not_matter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "sub")
    assert code("deep.vmdk", folder) == "E201"
    assert code("\\deep.vmdk", folder, trusted=True) == "E201"


def test_a_name_in_two_cases_is_not_guessed(folder: Path) -> None:
    (folder / "Disk.vmdk").write_text("another")
    assert code("DISK.VMDK", folder) == "E201"
    check_named(find("Disk.vmdk", folder), folder / "Disk.vmdk")


@pytest.mark.parametrize(
    "written",
    ["no.vmdk", "/no.vmdk", "[ds] no", "C:\\", "..\\no.vmdk", "[ds]", "[ds] ..", "C:\\.."],
)
def test_missing(folder: Path, written: str) -> None:
    assert code(written, folder) == "E201"
    assert code(written, folder, trusted=True) == "E201"


@pytest.mark.parametrize("written", ["", "a\0b", "x" * (NAME_LIMIT + 1), "x" * 300, "y/" * 2000])
def test_impossible_names(folder: Path, written: str) -> None:
    assert code(written, folder, trusted=True) == "E201"


class TestLeadingOut:
    @pytest.mark.parametrize("written", ["../outside.vmdk", "sub/../../outside.vmdk", ".."])
    def test_relative(self, folder: Path, written: str) -> None:
        assert code(written, folder) == "E109"
        assert find(written, folder, trusted=True).path == folder / written

    def test_backslashes(self, folder: Path) -> None:
        assert code("..\\outside.vmdk", folder) == "E109"

    def test_absolute(self, folder: Path) -> None:
        outside = folder.parent / "outside.vmdk"
        assert code(str(outside), folder) == "E109"
        check_named(find(str(outside), folder, trusted=True), outside)

    def test_a_copy_of_the_same_name_here_is_preferred(self, folder: Path) -> None:
        here = folder / "outside.vmdk"
        here.write_text("outside")
        located = find(str(folder.parent / "outside.vmdk"), folder)
        assert (located.path, located.how) == (here, How.BESIDE)
        assert [each.code for each in located.findings] == ["W105"]

    @pytest.mark.parametrize("other", ["another size", "OUTSIDE"])
    def test_another_file_of_the_same_name_here_is_not(self, folder: Path, other: str) -> None:
        (folder / "outside.vmdk").write_text(other)
        outside = folder.parent / "outside.vmdk"
        assert code(str(outside), folder) == "E109"
        check_named(find(str(outside), folder, trusted=True), outside)

    def test_symbolic_links(self, folder: Path) -> None:
        (folder / "link.vmdk").symlink_to("../outside.vmdk")
        (folder / "inner.vmdk").symlink_to("sub/deep.vmdk")
        assert code("link.vmdk", folder) == "E109"
        assert code("[ds] link.vmdk", folder) == "E109"
        check_named(find("link.vmdk", folder, trusted=True), folder / "link.vmdk")
        check_named(find("inner.vmdk", folder), folder / "inner.vmdk")

    def test_links_of_folders(self, folder: Path) -> None:
        (folder / "up").symlink_to("..")
        assert code("up/outside.vmdk", folder) == "E109"

    def test_a_link_in_a_circle_is_missing(self, folder: Path) -> None:
        (folder / "a.vmdk").symlink_to("a.vmdk")
        assert code("a.vmdk", folder) == "E201"

    def test_a_folder_that_is_a_link_itself(self, folder: Path) -> None:
        alias = folder.parent / "alias"
        alias.symlink_to(folder)
        check_named(find("disk.vmdk", alias), alias / "disk.vmdk")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("a/b.vmdk", "b.vmdk"),
        ("C:\\a\\b.vmdk", "b.vmdk"),
        ("[ds] a/b.vmdk", "b.vmdk"),
        ("/", ""),
        ("", ""),
    ],
)
def test_last_name(written: str, name: str) -> None:
    assert last_name(written) == name


def test_listing(folder: Path) -> None:
    assert [each.name for each in listing(folder)] == ["Größe 1.vmdk", "disk.vmdk", "sub"]
    assert listing(folder / "nothing") == []


parts = st.sampled_from(["..", "/", "\\", "C:", "[ds] ", "vm", "disk.vmdk", ".", "~", "\0", "up"])


@settings(deadline=None)
@given(written=st.text() | st.lists(parts).map("".join))
def test_nothing_leads_out_of_an_untrusted_folder(
    tmp_path_factory: pytest.TempPathFactory, written: str
) -> None:
    folder = tmp_path_factory.mktemp("vm")
    (folder / "disk.vmdk").touch()
    (folder / "up").symlink_to("..")
    found = path_or_code(written, folder)
    if isinstance(found, Path):
        assert found.resolve().is_relative_to(folder.resolve())
    else:
        assert found in ("E109", "E201")
