"""What was tried as text, as data, and as rows that others can check."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

from job.trial.seen import cell_of, failed, reached
from refusals import refused

from engine.job.trial import report
from engine.job.trial.cell import Cell
from engine.job.trial.results import HERE, Results, Tried
from engine.job.trial.subject import Subject
from engine.xen.compat import Guest, Verdict

NT5 = Guest("windows", (5, 2), hal="halacpi", name="secret")


def pair(about: Subject, kind: str, result: str) -> tuple[Cell, Tried]:
    """A cell of which ``kind`` was derived, and what was seen."""
    derived = Verdict(kind, "a reason", "a source")  # type: ignore[arg-type]
    cell = replace(cell_of(about, acpi="1", apic="0"), derived=derived)
    return cell, Results(about).keep(cell, HERE, reached() if result == "reached" else failed())


def test_only_what_disagrees_is_told_and_exported(about: Subject, tmp_path: Path) -> None:
    pairs = [pair(about, kind, result) for kind, result in
             (("fits", "reached"), ("fails", "reached"), ("runs", "failed"), ("fails", "failed"),
              ("unknown", "failed"))]  # fmt: skip
    told = report.disagreements(pairs)
    assert [each.code for each in told] == ["W730", "W730"]
    report.export(tmp_path / "rows.toml", NT5, pairs)
    text = (tmp_path / "rows.toml").read_text()
    first, second = tomllib.loads(text)["row"]
    assert first["guest"] == {
        "generation": NT5.generation, "bits": 32, "release": NT5.release,
        **({"hal": pairs[0][0].hal} if pairs[0][0].hal else {}),
    }  # fmt: skip
    assert (first["verdict"], second["verdict"]) == ("runs", "fails")
    assert "a login was seen" in first["reason"]
    assert "E740 was seen" in second["reason"]
    assert (first["flags"]["acpi"], first["flags"]["apic"], first["flags"]["hdtype"]) == (
        True, False, "ide",
    )  # fmt: skip
    assert "secret" not in text
    assert report.rows(NT5, pairs[:1]) == ""


def test_a_place_that_cannot_be_written_is_said(about: Subject, tmp_path: Path) -> None:
    assert refused(lambda: report.export(tmp_path / "no/rows.toml", NT5, [])) == "E403"


def test_a_line_says_what_was_derived_and_what_was_seen(about: Subject) -> None:
    cell, tried = pair(about, "runs", "reached")
    assert report.line(cell, tried) == (
        f"{cell.name}: derived: runs; tried: reached (a login) (4 s; QEMU 7.2, kvm, max, pc)"
    )
    _, tried = pair(about, "runs", "failed")
    assert report.seen(tried).startswith("E740 ")
    refusal = Results(about).keep_refused(cell, HERE, "E750", "There is no room.", "")
    assert report.seen(refusal) == "E750 There is no room. (not started)"


def test_a_table_has_the_columns_that_say_something(about: Subject) -> None:
    cell, _ = pair(about, "runs", "reached")
    heads, line = report.table([(cell, "seen")])
    assert heads.split("  ")[0] == "Flags"  # no HAL: this guest has none
    assert "acpi=1 apic=0" in line
    assert line.endswith("runs     seen")
    assert heads.index("Derived") == line.index("runs")
    with_hal = replace(cell, hal="halacpi")
    assert report.table([(with_hal, "seen"), (cell, "")])[0].startswith("HAL")


def test_bus_and_firmware_have_columns_of_their_own() -> None:
    settings = {"hdtype": "ahci", "firmware": "uefi"}
    found = report.columns("hal", "acpi=1 hdtype=ahci firmware=uefi vcpus=2", settings)
    assert found == ("hal", "acpi=1 vcpus=2", "ahci", "uefi")


def test_all_of_it_is_plain_data(about: Subject) -> None:
    cell, tried = pair(about, "fails", "reached")
    found = json.loads(json.dumps(report.as_json(cell, tried)))
    assert (found["agrees"], found["derived"], found["reason"]) == (False, "fails", "a reason")
    assert (found["accelerator"], found["hypervisor"], found["outcome"]) == (
        "kvm", "QEMU 7.2", "reached",
    )  # fmt: skip
    assert "runner" not in found
