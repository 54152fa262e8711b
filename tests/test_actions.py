"""Actions in sentences: the option on the command line, with the fields of the finding."""

from __future__ import annotations

import string

import pytest

from engine.actions import ACTIONS, named, said
from engine.phrase import Phrase


def test_a_sentence_has_the_option_with_its_fields() -> None:
    found = said("Say {key} ({do_set_key}).", key="memory")
    assert found == "Say memory (--set memory=…)."
    assert found.template == "Say {key} ({do_set_key})."
    assert isinstance(found.fields["do_set_key"], Phrase)
    assert found.fields["do_set_key"].fields["key"] == "memory"  # the window makes its text of it


def test_the_actions_of_a_sentence_in_their_order() -> None:
    assert named("{do_undo} {path} {do_agree:>4} {{do_raw}} {undo_it} {do_undo}") == (
        "do_undo", "do_agree", "do_undo",
    )  # fmt: skip
    assert named("nothing to do") == ()


def test_what_is_filled_in_is_no_template() -> None:
    assert said("{path} {do_agree}", path="{do_raw}") == "{do_raw} --yes"
    assert said("{do_choose_hal}", hal="{do_raw}") == "--hal {do_raw}"


def test_an_action_that_there_is_not_is_a_bug() -> None:
    with pytest.raises(KeyError):
        said("{do_what}")


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_the_window_asks_for_no_field_that_the_option_has_not(name: str) -> None:
    """But for the memory and the fitting, whose window has a text of its own."""
    option, window = ({field for _, field, _, _ in string.Formatter().parse(text) if field}
                      for text in (ACTIONS[name].option, ACTIONS[name].window))  # fmt: skip
    assert window <= option | {"fitting"}
    assert ACTIONS[name].option.isprintable()
    assert ACTIONS[name].window.isprintable()
