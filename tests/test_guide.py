"""The guide: each command in it is one that the program takes, and the first pages are run."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures import machine, windows2003

from engine.catalogue import CATALOGUE
from engine.cli.main import main, make_parser

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
GERMAN = sorted((GUIDE / "de").glob("*.md"))
BLOCK = re.compile(r"(<!-- run -->\n)?```sh\n(.*?)```", re.DOTALL)


def commands(text: str, *, run: bool = False) -> Iterator[list[str]]:
    """The words of each command of ours in a page; with ``run`` those that are to be run."""
    for marked, block in BLOCK.findall(text):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["vmx2xen"] and (marked or not run):
                yield words[1:]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_the_program_takes_each_command(page: Path) -> None:
    """Options, their values and how many words there are; names of files are examples."""
    for words in commands(page.read_text("utf-8")):
        if words and words[0] != "VM.vmx":
            made_up = {"D": "xl", "T": "xen-4.20"}  # of the README's table
            make_parser().parse_args([made_up.get(word, word) for word in words])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_codes_that_are_named_are_in_the_catalogue(page: Path) -> None:
    text = page.read_text("utf-8")
    assert {*re.findall(r"\b[EW]\d{3}\b", text)} <= {*CATALOGUE}
    anchors = {*re.findall(r'<a id="(\w+)">', (ROOT / "docs" / "findings.md").read_text("utf-8"))}
    assert {*re.findall(r"findings\.md#(\w+)", text)} <= anchors


def test_a_command_that_is_not_taken_is_found() -> None:
    """The test of the pages is one that can fail."""
    (words,) = commands("```sh\nvmx2xen convert --no-such a.vmx  # a comment\nls\n```")
    with pytest.raises(SystemExit):
        make_parser().parse_args(words)


def test_the_german_guide_has_the_same_pages_commands_and_codes() -> None:
    """What is typed and what is linked to is no matter of language."""
    assert [page.name for page in GERMAN] == [page.name for page in PAGES]
    for page, german in zip(PAGES, GERMAN, strict=True):
        texts = [each.read_text("utf-8") for each in (page, german)]
        assert [*commands(texts[0])] == [*commands(texts[1])], page.name
        codes = [sorted(re.findall(r"findings\.md#(\w+)", text)) for text in texts]
        assert codes[0] == codes[1], page.name
        pages = [{*re.findall(r"\]\(([\w-]+\.md)", text)} for text in texts]
        assert pages[0] == pages[1], page.name


def test_every_page_is_reached_from_the_first() -> None:
    first = (ROOT / "docs" / "guide" / "README.md").read_text("utf-8")
    assert {*re.findall(r"\]\(([\w-]+\.md)\)", first)} == {p.name for p in PAGES} - {"README.md"}


def test_the_way_from_drop_to_result_is_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows2003.build(tmp_path / "guest.raw", size=32 << 20)
    built = machine.build(
        tmp_path / "server", image=tmp_path / "guest.raw", snapshots=1, name="server"
    )
    for each in built.vmx.parent.iterdir():
        shutil.move(each, tmp_path / each.name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "server").rmdir()
    first = (ROOT / "docs" / "guide" / "first.md").read_text("utf-8")
    run = list(commands(first, run=True))
    assert [words[0] for words in run] == ["inspect", "convert", "verify", "certificate"]
    for words in run:
        assert main(words) == 0, words
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"server.img", "server.cfg", "manifest.json", "server.certificate.html"} <= names
