"""Mutants are other programs, and tests that are run on them say which they catch."""

from __future__ import annotations

import ast
from pathlib import Path

from mutants.__main__ import drawn, tried
from mutants.modules import MODULES, catchers
from mutants.mutate import mutants

_SOURCE = b'''"""A text, \xc3\xa4."""
def least(a: int, b: int = 3) -> int | None:
    """Not me."""
    if a < b and not a == 7:
        return a + 1
    raise ValueError(f"{a < b}")
'''

_TEST = """
from engine.disk.block_map import least

def test_least():
    assert least(1) == 2
    assert not least(9)
"""


def test_each_is_another_program() -> None:
    found = mutants(_SOURCE)
    texts = {ast.unparse(ast.parse(each.of(_SOURCE))) for each in found}
    assert len(texts) == len(found)
    assert ast.unparse(ast.parse(_SOURCE)) not in texts
    assert {each.what for each in found} == {
        "a < b and (not a == 7) became a < b or not a == 7",
        "a < b and (not a == 7) became a < b",
        "a < b and (not a == 7) became not a == 7",
        "a < b became a <= b", "not a == 7 became a == 7", "a == 7 became a != 7",
        "7 became 8", "3 became 4", "1 became 2", "a + 1 became a - 1", "return a + 1 became None",
        "raise ValueError(f'{a < b}') dropped",
    }  # fmt: skip


def test_all_of_the_engine_s_can_be_compiled() -> None:
    for module in MODULES:
        source = Path(module).read_bytes()
        for each in mutants(source):
            ast.parse(each.of(source))
        assert catchers(module), module
        assert [name for name in catchers(module) if not Path(name).exists()] == []


def test_the_same_seed_draws_the_same() -> None:
    assert drawn(20, "a") == drawn(20, "a") != drawn(20, "b")


def test_what_is_tested_is_caught(tmp_path: Path) -> None:
    module = "engine/disk/block_map.py"
    (tmp_path / module).parent.mkdir(parents=True)
    own = tmp_path / catchers(module)[0]
    own.parent.mkdir(parents=True)
    own.write_text(_TEST)
    (tmp_path / "engine/__init__.py").touch()
    source = b"def least(a, b=3):\n    return a + 1 if a < b else None\n"
    (tmp_path / module).write_bytes(source)
    said = {each.what: tried(tmp_path, module, each) for each in mutants(source)}
    assert said["a < b became a <= b"] == "survived"
    assert said["a + 1 became a - 1"] == "killed"
    assert (tmp_path / module).read_bytes() == source
