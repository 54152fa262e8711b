"""The certificate of a conversion: all that is known is on it, and nothing on it is alive."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fixtures import machine, windows2003
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.choices import Choices
from engine.cli.main import main
from engine.findings import Refusal
from engine.job import work
from engine.job.convert.conversion_job import ConversionJob
from engine.job.convert.plan import make
from engine.job.result.conversion import Conversion, Sent
from engine.job.trial import results
from engine.report import certificate, certificate_pictures
from engine.report.certificate_pictures import Picture
from engine.vmware.machine import read

MOMENT = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Windows 2003 with a snapshot, converted."""
    base = tmp_path_factory.mktemp("certificate")
    windows2003.build(base / "guest.raw", size=32 << 20)
    built = machine.build(base / "vm", image=base / "guest.raw", snapshots=1)
    plan = make(read(built.vmx), base / "out", Choices(sha256=True))
    outcome = work.run(ConversionJob(plan), lambda _: None, threading.Event())
    assert outcome.outcome == "done", outcome
    return base / "out"


@pytest.fixture(scope="module")
def conversion(folder: Path) -> Conversion:
    return Conversion.open(folder)


class Seen(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_all_that_is_known_is_on_it(conversion: Conversion) -> None:
    html = certificate.page(conversion, "Ada", MOMENT)
    text = Seen(html).text
    (image,) = conversion.images
    for known in (
        str(conversion.source),
        image.digest,
        image.sha256,
        "win2003-000001.vmdk",  # the chain
        "win2003.vmdk",
        "Ada",
        "2026-11-29T12:00:00+00:00",
        conversion.config.read_text().splitlines()[-1],
        conversion.findings[0]["code"],
        f"{len(image.changes)} changes in the guest",
        "It can be taken back, to the byte.",
        "atapi",
        "unchanged since it was written",
    ):
        assert known in text, known


def test_it_is_one_file_that_loads_and_runs_nothing(conversion: Conversion) -> None:
    seen = Seen(certificate.page(conversion, "Ada", MOMENT))
    tags = {tag for tag, _ in seen.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "a", "form", "svg"}
    names = {name for _, attributes in seen.elements for name, _ in attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    policy = dict(seen.elements[3][1])
    only = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert policy["content"] == only


def tried(folder: Path, conversion: Conversion, pictures: dict[str, bytes]) -> Conversion:
    """A copy of a result with a trial for each picture, the file that it names."""
    cells = []
    (folder / results.PICTURES).mkdir(parents=True)
    for name, content in pictures.items():
        (folder / results.PICTURES / Path(name).name).write_bytes(content)
        cells.append(
            {
                "hal": "halmacpi",
                "flags": f"acpi=1 {name}",
                "where": "here",
                "outcome": "reached",
                "code": "",
                "message": "",
                "remedy": "",
                "settings": {},
                "when": "2026-11-29T12:00:00+00:00",
                "derived": "fits",
                "picture": name,
            }
        )
    digest = ",".join(each.digest for each in conversion.images)
    told = {"version": 1, "digest": digest, "cells": cells}
    (folder / results.NAME).write_text(json.dumps(told))
    return replace(conversion, folder=folder)


def test_screens_of_trials_are_in_the_page(conversion: Conversion, tmp_path: Path) -> None:
    """Only what is a picture, beside the results, and not too large; of many only some."""
    png = b"\x89PNG\r\n\x1a\n" + b"screen"
    large = png + bytes(certificate_pictures.SIZE_LIMIT)
    pictures = {"good.png": png, "none.png": b"<script>", "large.png": large}
    found = tried(tmp_path / "out", conversion, pictures)
    screens = certificate_pictures.screens(found, results.kept(found))
    assert [each.caption for each in screens] == ["halmacpi acpi=1 good.png"]
    many = tried(tmp_path / "many", conversion, {f"{n}.png": png for n in range(20)})
    assert len(certificate_pictures.screens(many, results.kept(many))) == certificate_pictures.MOST


def test_pictures_are_part_of_the_page(conversion: Conversion) -> None:
    picture = Picture('<b>"disk"', b"\x89PNG\r\n\x1a\n")
    seen = Seen(certificate.page(conversion, "Ada", MOMENT, disks=[picture]))
    (attributes,) = [dict(each) for tag, each in seen.elements if tag == "img"]
    assert attributes["src"] == "data:image/png;base64,iVBORw0KGgo="
    assert attributes["alt"] == '<b>"disk"'
    assert "b" not in {tag for tag, _ in seen.elements}


def test_a_link_is_no_picture(conversion: Conversion, tmp_path: Path) -> None:
    found = tried(tmp_path / "out", conversion, {"a.png": b"\x89PNG\r\n\x1a\n"})
    there = tmp_path / "out" / results.PICTURES / "a.png"
    there.rename(tmp_path / "elsewhere.png")
    there.symlink_to(tmp_path / "elsewhere.png")
    assert certificate_pictures.screens(found, results.kept(found)) == ()


hostile = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</pre></details><iframe src=//evil>",
            "$title ${body} $",
            "&lt;b&gt; &#x27; &amp;",
            "\u202egnp.exe\x1b]0;x\x07",
            "<!--",
            "]]><style>*{}</style>",
        ]
    ),
)


@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(hostile, hostile, hostile)
def test_names_cannot_break_out(conversion: Conversion, one: str, two: str, three: str) -> None:
    """Whatever a stranger called things, the page has the same elements."""

    def named(first: str, second: str, third: str) -> Conversion:
        (image,) = conversion.images
        change = {"kind": "file", "path": first, "before": second, "after": 3, "note": third}
        layer = {"file": second, "format": third, "cid": first}
        other = replace(image, changes=(change,), layers=(layer,), place=first)
        note = {"code": first, "message": second, "remedy": third}
        sent = Sent(first, second, (third, first), second)
        return replace(
            conversion, name=first, images=(other,), findings=(note,), deliveries=(sent,)
        )

    harmless = Seen(certificate.page(named("a", "b", "c"), "d", MOMENT))
    html = certificate.page(named(one, two, three), three, MOMENT)
    seen = Seen(html)
    assert seen.elements == harmless.elements
    assert not {"\x1b", "\u202e", "\x07"} & {*html}


def test_the_configuration_cannot_break_out(folder: Path, tmp_path: Path) -> None:
    """A user's own text is text, too."""
    copy = tmp_path / "out"
    shutil.copytree(folder, copy)
    found = Conversion.open(copy)
    found.config.write_text("</pre><script>alert(1)</script>")
    seen = Seen(certificate.page(found, "Ada", MOMENT))
    assert "script" not in {tag for tag, _ in seen.elements}
    assert "It was changed by hand since it was written." in seen.text
    assert "</pre><script>" in seen.text


def test_a_manifest_that_was_changed_gets_none(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "out"
    shutil.copytree(folder, copy)
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"win2003"', '"win2004"', 1))
    with pytest.raises(Refusal, match="E420"):
        certificate.page(Conversion.open(copy), "Ada", MOMENT)


def test_the_command_writes_it_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "page.html"
    assert main(["certificate", str(folder), str(target), "--by", "Ada & Co", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(target)
    assert "Ada &amp; Co" in target.read_text("utf-8")
    assert main(["certificate", str(folder), str(target)]) == 3
    assert "E402" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_it_goes_beside_the_configuration(folder: Path, conversion: Conversion) -> None:
    assert main(["certificate", str(folder)]) == 0
    assert certificate.default_path(conversion).is_file()
    assert certificate.default_path(conversion).name == "win2003.certificate.html"
