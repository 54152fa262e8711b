"""The report of a fleet: a page, a table and data, whatever machines are called."""

from __future__ import annotations

import csv
import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from job.fleet import machines
from job.fleet.performing import performed
from refusals import refused

from engine.job.fleet import report
from engine.job.fleet.order import Record

DONE = Record(
    "vm-1", "/vms/1.vmx", "/out/vm-1", "done", (), "",
    ({"file": "a.img", "size": 7, "digest": "a" * 64, "sha256": ""},
     {"file": "b.img", "size": 5, "digest": "b" * 64, "sha256": ""}),
    "root@x:/srv", "host 1", 1.5, 4.0, ("server x",),
)  # fmt: skip
WAITING = Record("vm-0", "/vms/0.vmx", "/out/vm-0", "waiting")


def rows(state: Path) -> list[dict[str, str]]:
    with (state / "report.csv").open(newline="") as table:
        return list(csv.DictReader(table))


def test_the_report(tmp_path: Path) -> None:
    fleet = machines.build(tmp_path, 2, broken=1)
    vmx = tmp_path / "vms/vm-000/vm-000.vmx"
    vmx.write_text(vmx.read_text().replace('"vm-000"', '"=<b>evil</b>"'))
    performed(fleet)
    state = fleet.plan.with_suffix(".fleet")
    found = json.loads((state / "report.json").read_text())
    assert found["outcomes"] == {"refused": 1, "done": 1}
    with (state / "report.csv").open(newline="") as table:
        [row] = [each for each in csv.DictReader(table) if each["outcome"] == "done"]
    assert not row["machine"].startswith("=")
    assert row["bytes"] == str(machines.SIZE)
    assert len(row["digests"]) == 64
    page = (state / "report.html").read_text()
    assert "<b>evil" not in page
    assert row["digests"] in page
    assert "E204" in page


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    report.write(tmp_path / "state", [DONE, WAITING], "tcp://x:8786")
    assert report.earlier(tmp_path / "state") == {"/out/vm-1": DONE, "/out/vm-0": WAITING}
    assert report.cluster(tmp_path / "state") == "tcp://x:8786"
    found = json.loads((tmp_path / "state/report.json").read_text())
    assert found["outcomes"] == {"waiting": 1, "done": 1}
    assert sorted(each.name for each in (tmp_path / "state").iterdir()) == [
        "report.csv", "report.html", "report.json",
    ]  # fmt: skip


def test_what_is_not_done_comes_first(tmp_path: Path) -> None:
    report.write(tmp_path, [DONE, replace(WAITING, name="vm-9"), WAITING], "")
    assert [each["machine"] for each in rows(tmp_path)] == ["vm-0", "vm-9", "vm-1"]
    assert rows(tmp_path)[2]["bytes"] == "12"
    assert rows(tmp_path)[2]["digests"] == f"{'a' * 64} {'b' * 64}"
    assert rows(tmp_path)[2]["seconds"] == "2.5"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "a\n=b"])
def test_no_name_is_a_formula_or_a_line_of_its_own(tmp_path: Path, name: str) -> None:
    report.write(tmp_path, [replace(DONE, name=name)], "")
    [row] = rows(tmp_path)
    assert not row["machine"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len((tmp_path / "report.csv").read_text().splitlines()) == 2


def test_no_name_is_a_part_of_the_page(tmp_path: Path) -> None:
    evil = "<script>alert('x')</script>\x1b[2J"
    finding = {"code": evil, "message": evil, "remedy": evil}
    disks = ({"file": evil, "size": 1, "digest": evil},)
    report.write(
        tmp_path,
        [replace(DONE, name=evil, delivered=evil, findings=(finding,), disks=disks),
         replace(WAITING, detail=evil)],
        "",
    )  # fmt: skip
    page = (tmp_path / "report.html").read_text()
    assert "<script" not in page
    assert "\x1b" not in page
    assert page.count("&lt;script&gt;") == 8


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"machines": 7}',
        b'{"machines": [{}]}',
        b'{"machines": [], "cluster": 7}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_report_of_others_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "report.json").write_bytes(content)
    assert report.earlier(tmp_path) == {}
    assert report.cluster(tmp_path) == ""


def test_a_time_that_is_none_says_nothing(tmp_path: Path) -> None:
    report.write(tmp_path, [DONE], "")
    found: dict[str, Any] = json.loads((tmp_path / "report.json").read_text())
    found["machines"][0]["began"] = "yesterday"
    (tmp_path / "report.json").write_text(json.dumps(found))
    assert report.earlier(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    assert refused(lambda: report.write(tmp_path / "state", [DONE], "")) == "E403"


@pytest.mark.parametrize(
    ("machine", "result", "expected"),
    [(0o644, 0o644, 0o644), (0o600, None, 0o600), (0o644, 0o640, 0o640), (None, 0o600, 0o600)],
)
def test_it_is_for_those_who_may_read_all_that_it_is_about(
    tmp_path: Path, machine: int | None, result: int | None, expected: int
) -> None:
    own = replace(DONE, machine=str(tmp_path / "vm.vmx"), folder=str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    for path, rights in ((own.machine, machine), (f"{own.folder}/manifest.json", result)):
        if rights is not None:
            Path(path).touch()
            Path(path).chmod(rights)
    report.write(tmp_path / "state", [own], "")
    found = {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "state").iterdir()}
    assert found == {expected}
