"""Every text has a German one, and nobody forgets it."""

from __future__ import annotations

import ast
import re
import shutil
import string
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from translations.__main__ import FOLDER, update
from translations.texts import ROOT, Text, texts, texts_of

GERMAN = FOLDER / "vmx2xen_de.ts"
REMEDY = "run `make translations`, then fill in what is unfinished in resources/translations"


def translated() -> dict[Text, str]:
    """The finished translations."""
    found = {}
    for context in ElementTree.parse(GERMAN).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None:
                source = Text(context.findtext("name", ""), message.findtext("source", ""))
                found[source] = translation.text or ""
    return found


def test_every_text_is_translated() -> None:
    known = translated()
    missing = [f"{each.context}: {each.source}" for each in texts() if not known.get(each)]
    assert missing == [], REMEDY


def test_nothing_is_translated_that_is_gone() -> None:
    assert translated().keys() - set(texts()) == set(), REMEDY


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize(
    "sign",
    [
        fields,
        lambda text: len(re.findall(r"&\w", text)),  # the keys of menus and buttons
        lambda text: re.findall(r"--[\w=-]+", text),  # options of the command line
        lambda text: text[:1].isspace(),
        lambda text: re.findall(r"[.:?…]?$", text),
        lambda text: text.count("\n"),
    ],
    ids=["fields", "mnemonics", "options", "space before", "end", "lines"],
)
def test_source_and_translation_agree(sign: object) -> None:
    assert callable(sign)
    differing = [
        f"{text.source!r} – {german!r}"
        for text, german in translated().items()
        if sign(text.source) != sign(german)
    ]
    assert differing == []


def test_what_is_loaded_is_up_to_date() -> None:
    """The .qm is kept beside the .ts, so that neither a clone nor a package has to make it."""
    loaded = QTranslator()
    assert loaded.load(str(GERMAN.with_suffix(".qm")))
    old = [text for text, german in translated().items() if loaded.translate(*text) != german]
    assert old == [], REMEDY


def test_lupdate_finds_nothing_else(tmp_path: Path) -> None:
    copy = Path(shutil.copy(GERMAN, tmp_path))
    update(copy)
    assert copy.read_text("utf-8") == GERMAN.read_text("utf-8"), REMEDY


def said_in_english_only(path: Path) -> list[str]:
    """What a finding is given in plain words, which nobody can translate."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "finding",
            "refuse",
            "Refused",
        ):
            for given in (each.value for each in node.keywords):
                match given:
                    case ast.Constant(value=str()) | ast.JoinedStr():
                        words = ast.unparse(given)
                        if re.search(r"[a-z]{2,} ", re.sub(r"{.*?}", "", words)):
                            found.append(f"{path.name}:{given.lineno}: {words}")
    return found


def test_findings_are_given_phrases() -> None:
    engine = sorted((ROOT / "engine").rglob("*.py"))
    assert [each for path in engine for each in said_in_english_only(path)] == []


def test_plain_words_are_not_overlooked(tmp_path: Path) -> None:
    module = tmp_path / "part.py"
    module.write_text('refuse("E101", path=path, reason=f"it has {count} lines", kind="NTFS")\n')
    assert said_in_english_only(module) == ["part.py:1: f'it has {count} lines'"]


def test_what_is_no_literal_is_not_overlooked(tmp_path: Path) -> None:
    module = tmp_path / "part.py"
    module.write_text('def shown():\n    return _tr(f"{1} of 2")\n')
    with pytest.raises(ValueError, match=r"part\.py:2"):
        list(texts_of(module))


@pytest.mark.parametrize("path", sorted((ROOT / "gui").rglob("*.py")), ids=lambda path: path.stem)
def test_the_context_of_a_module_is_its_name(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name="_tr", body=[ast.Return(value=ast.Call(args=[context, _]))]):
                assert ast.literal_eval(context) == path.stem
