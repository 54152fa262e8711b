"""The report of a fleet: a page for people (HTML), a table (CSV), and JSON for programs."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.disk import side_files
from engine.findings import refuse
from engine.job.fleet.here import by_outcome
from engine.job.fleet.order import Record
from engine.job.places import replace_durably
from engine.printable import one_line, printable

FORMAT = 1
_COLUMNS = ("machine", "outcome", "seconds", "bytes", "digests", "delivered", "worker", "findings",
            "folder", "source")  # fmt: skip
_HEADS = ("Machine", "Outcome", "Seconds", "Bytes", "Digests", "To", "What to know")
#: What a spreadsheet takes for a formula where a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color-scheme: light dark }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem }
tr { border-bottom: 1px solid #8884 }
td.number { text-align: right; font-variant-numeric: tabular-nums }
code { font-size: 12px; overflow-wrap: anywhere }
.done { color: #1a7f37 } .refused, .failed { color: #cf222e } .stopped, .waiting { color: #9a6700 }
"""


def page(state: Path) -> Path:
    """Where the page is."""
    return state / "report.html"


def plain(record: Record) -> dict[str, Any]:
    """A record as plain data; sizes in bytes, times in ISO 8601."""
    return {
        **asdict(record),
        "seconds": record.seconds,
        "began": _time(record.began),
        "ended": _time(record.ended),
    }


def write(state: Path, records: Sequence[Record], cluster: str) -> None:
    """Write all three, each as a whole in the place of what was there; refuses E403.

    ``cluster``: address of the scheduler whose workers do it; empty for this computer.
    """
    rights = _rights(records)
    try:
        state.mkdir(side_files.of_folder(rights), parents=True, exist_ok=True)
    except OSError as error:
        raise refuse("E403", path=state, reason=error) from None
    ordered = sorted(records, key=lambda each: (each.outcome == "done", each.name))
    for name, text in (
        ("report.json", _json(ordered, cluster)),
        ("report.csv", _csv(ordered)),
        ("report.html", _html(ordered)),
    ):
        replace_durably(state / name, text, rights)


def _rights(records: Sequence[Record]) -> int:
    """Who may read all machines and results that the report is about, as ``chmod`` counts."""
    rights = 0o644
    for each in records:
        for path in (Path(each.machine), Path(each.folder) / side_files.MANIFEST):
            with suppress(OSError, ValueError):  # on a host, not there yet, or no path at all
                rights &= side_files.rights_of(path)
    return rights | side_files.OWNER


def earlier(state: Path) -> dict[str, Record]:
    """The records of the newest report, by folder; none where there is no report of ours."""
    try:
        records = [_record(each) for each in _newest(state)["machines"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {each.folder: each for each in records}


def cluster(state: Path) -> str:
    """The address of the scheduler that the newest report names; empty for none."""
    found = _newest(state).get("cluster", "")
    return found if isinstance(found, str) else ""


def _newest(state: Path) -> dict[str, Any]:
    """The newest report; empty where there is none of ours."""
    try:
        found = json.loads((state / "report.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _record(found: dict[str, Any]) -> Record:
    """A record out of plain data; the counterpart of :func:`plain`."""
    values = {key: found[key] for key in Record.__slots__}
    for key in ("began", "ended"):
        values[key] = datetime.fromisoformat(found[key]).timestamp() if found[key] else 0.0
    for key in ("findings", "disks", "shares"):
        values[key] = tuple(found[key])
    return Record(**values)


def _json(records: Sequence[Record], cluster: str) -> str:
    found = {
        "format": FORMAT,
        "cluster": cluster,
        "outcomes": by_outcome(records),
        "machines": [plain(each) for each in records],
    }
    return json.dumps(found, indent=1) + "\n"


def _csv(records: Sequence[Record]) -> str:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(_COLUMNS)
    for each in records:
        lines.writerow(_cell(value) for value in _row(each))
    return text.getvalue()


def _row(record: Record) -> tuple[object, ...]:
    """Values of the columns."""
    return (
        record.name,
        record.outcome,
        record.seconds,
        sum(disk["size"] for disk in record.disks),
        " ".join(disk["digest"] for disk in record.disks),
        record.delivered,
        record.worker,
        " ".join(each["code"] for each in record.findings),
        record.folder,
        record.machine,
    )


def _cell(value: object) -> object:
    text = one_line(value) if isinstance(value, str) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _html(records: Sequence[Record]) -> str:
    counts = ", ".join(f"{count} {outcome}" for outcome, count in by_outcome(records).items())
    rows = "\n".join(map(_html_row, records))
    heads = "".join(f"<th>{each}</th>" for each in _HEADS)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Fleet</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>Fleet</h1><p>{len(records)} machines: "
        f"{counts}. {datetime.now(UTC):%Y-%m-%d %H:%M} UTC</p>\n"
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></body></html>\n"
    )


def _html_row(record: Record) -> str:
    findings = "<br>".join(
        f"<b>{_safe(each['code'])}</b> {_safe(each['message'])} {_safe(each['remedy'])}"
        for each in record.findings
    )
    digests = "<br>".join(
        f"{_safe(disk['file'])}<br><code>{_safe(disk['digest'])}</code>" for disk in record.disks
    )
    size = sum(disk["size"] for disk in record.disks)
    return (
        f'<tr><td>{_safe(record.name)}</td><td class="{_safe(record.outcome)}">'
        f'{_safe(record.outcome)}</td><td class="number">{record.seconds:.1f}</td>'
        f'<td class="number">{size}</td><td>{digests}</td><td>{_safe(record.delivered)}</td>'
        f"<td>{findings or _safe(record.detail)}</td></tr>"
    )


def _safe(text: str) -> str:
    return html.escape(printable(text))


def _time(seconds: float) -> str:
    return (
        datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds") if seconds else ""
    )
