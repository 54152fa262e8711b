"""The machines of a plan: by folders, patterns and a table, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from refusals import refused

from engine.job.fleet import plan_file, selection


def selected(folder: Path, text: str) -> list[tuple[str, dict[str, Any]]]:
    """Names of the machines below ``folder``, and what their rows say."""
    (folder / "p.toml").write_text(text)
    found, _ = selection.selected(plan_file.read(folder / "p.toml"))
    return [(str(each.path.relative_to(folder)), each.row) for each in found]


@pytest.fixture
def vms(tmp_path: Path) -> Path:
    """Configurations alone: nothing looks into them here."""
    for name in ("a/a.vmx", "b/b.vmx", "c[1]/c.vmx", "a/more/d.vmx"):
        path = tmp_path / "vms" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('config.version = "8"\n')
    return tmp_path


@pytest.mark.parametrize(
    "text", ["", "name\nvm\n", "machine,colour\nvm,red\n", "machine,wave\nvm,two\n",
             "machine,sha256\nvm,perhaps\n", "machine\nvm,too,many\n", 'machine\n"open'],
)  # fmt: skip
def test_what_is_no_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "few.csv").write_text(text)
    assert refused(lambda: selected(tmp_path, '[fleet]\ntable = "few.csv"\n')) == "E890"


def test_machines_are_in_the_order_of_the_plan_each_once(vms: Path) -> None:
    found = selected(vms, '[fleet]\nmachines = ["vms/b/b.vmx", "vms/[ab]/*.vmx", "vms/b"]\n')
    assert found == [("vms/b/b.vmx", {}), ("vms/a/a.vmx", {})]


def test_a_name_with_brackets_is_meant_as_it_is_where_it_is_there(vms: Path) -> None:
    assert selected(vms, '[fleet]\nmachines = ["vms/c[1]/c.vmx"]\n') == [("vms/c[1]/c.vmx", {})]


def test_a_folder_has_the_machines_below_it(vms: Path) -> None:
    """But below a machine none is looked for."""
    found = selected(vms, '[fleet]\nmachines = ["vms"]\n')
    assert sorted(name for name, _ in found) == [
        "vms/a/a.vmx", "vms/b/b.vmx", "vms/c[1]/c.vmx",
    ]  # fmt: skip


@pytest.mark.parametrize("pattern", ["vms/z*", "nothing", "ssh://a b/x.vmx"])
def test_what_matches_nothing_is_said(vms: Path, pattern: str) -> None:
    text = f'[fleet]\nmachines = ["{pattern}"]\n'
    assert refused(lambda: selected(vms, text)) in ("E890", "E870")


def test_rows_say_what_their_cells_say(vms: Path) -> None:
    """By columns; an empty cell says nothing, and what Excel puts first is no name."""
    (vms / "t.csv").write_text(
        "\ufeffmachine,push,wave,sha256,without\n"
        'vms/b/b.vmx,"root@x:/srv, too",3,YES,scsi0:1 scsi0:2\n'
        "vms/a/a.vmx,,,0,\n"
    )
    found = selected(vms, '[fleet]\ntable = "t.csv"\nmachines = ["vms/a/a.vmx"]\n')
    assert found == [
        (
            "vms/b/b.vmx",
            {
                "push": "root@x:/srv, too",
                "wave": 3,
                "sha256": True,
                "without": ["scsi0:1", "scsi0:2"],
            },
        ),
        ("vms/a/a.vmx", {"sha256": False}),
    ]


@pytest.mark.parametrize("row", [",x", "vms/a/a.vmx", "vms/a/a.vmx,x,more", "esxi://,x"])
def test_rows_that_do_not_have_their_columns(vms: Path, row: str) -> None:
    (vms / "t.csv").write_text(f"machine,push\n{row}\n")
    text = '[fleet]\ntable = "t.csv"\n'
    if row == "vms/a/a.vmx":  # a cell that is missing says nothing
        assert selected(vms, text) == [("vms/a/a.vmx", {})]
    else:
        assert refused(lambda: selected(vms, text)) == "E890"


def test_a_table_is_no_larger_than_people_write(vms: Path) -> None:
    (vms / "t.csv").write_text("machine\nvms/a/a.vmx\n")
    text = '[fleet]\ntable = "t.csv"\n'
    assert selected(vms, text) == [("vms/a/a.vmx", {})]
    with (vms / "t.csv").open("r+b") as file:
        file.truncate((16 << 20) + 1)
    assert refused(lambda: selected(vms, text)) == "E890"


def test_a_plan_that_names_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "vms").mkdir()
    assert refused(lambda: selected(tmp_path, '[fleet]\nmachines = ["vms"]\n')) == "E890"
