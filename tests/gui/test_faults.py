"""Faults of the first window, seen in use, and the tests that keep each of them gone.

Numbers are those of the report on version 0.1.0. A test that is named here is there: who renames or
removes one is told what it was for.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Number -> what was wrong, and the tests of what is right.
FAULTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "1": ("300 machines were dropped, 100 opened, and nothing was said", (
        "gui/machines/test_drop_area.py::test_a_drop_of_thousands_is_all_looked_at",
        "vmware/test_search.py::test_there_may_be_any_number",
        "vmware/test_search.py::test_too_many_files_are_told",
        "gui/test_main_window.py::test_each_machine_of_a_folder_has_its_line_in_the_log",
        "gui/test_heartbeat.py::test_no_beat_is_late_with_three_hundred_machines",
    )),
    "2": ("a finished result was lost by one click", (
        "gui/machines/test_machine_pane.py::"
        "test_a_result_stays_when_something_else_is_chosen_after_it",
        "gui/result/test_domain_again.py::test_the_configuration_is_written_again",
    )),
    "3": ("a finished conversion could not be opened again", (
        "gui/machines/test_finished_machine.py::test_a_drop_opens_it",
        "gui/machines/test_finished_machine.py::test_the_folder_above_opens_all_results_in_it",
        "gui/machines/test_finished_machine.py::test_a_machine_that_was_converted_before_says_so",
    )),
    "4": ("known not to start, and yet Done", (
        "gui/road/test_road.py::test_a_setting_that_fails_is_red",
        "gui/road/test_road.py::test_what_will_not_start_is_asked_for_once",
        "gui/machines/test_machine_pane.py::test_it_asks_once_where_some_will_not_start",
    )),
    "5": ("the folder on the server could not be said, commands were not quoted", (
        "gui/result/test_result_page.py::"
        "test_the_folder_on_the_server_is_chosen_and_remembered",
        "gui/result/test_result_page.py::test_hosts_that_ssh_knows_are_offered",
        "gui/result/test_result_page.py::test_a_server_is_tested_before_anything_is_sent",
        "gui/road/test_result_card.py::test_commands_are_for_the_server_that_is_named",
        "gui/road/test_then_send.py::test_it_is_converted_sent_and_started",
        "job/convert/test_file_names.py::test_any_name_is_a_safe_name",
    )),
    "6": ("after Undo the page still said that everything is fine", (
        "gui/road/test_result_card.py::"
        "test_the_change_of_the_guest_is_undone_after_a_question",
        "job/result/test_refit_job.py::test_it_is_as_the_conversion_left_it",
    )),
    "7": ("nothing was found, while nothing had been looked at", (
        "gui/road/test_road.py::test_nothing_is_good_that_was_not_looked_at",
    )),
    "8": ("the list said OK for machines with warnings, running or failed", (
        "gui/machines/test_machine_pane.py::test_each_machine_says_how_it_stands",
    )),
    "9": ("Convert was off the screen at 200 %", (
        "gui/road/test_road.py::test_nothing_is_cut_off_and_the_next_act_is_seen",
        "gui/road/test_road.py::test_a_card_that_is_unfolded_beside_the_drawer_is_not_cut",
        "gui/test_window_layout.py::test_the_drawer_covers_the_road_where_both_have_no_room",
    )),
    "10": ("what was clicked ran away from the mouse", (
        "gui/road/test_road.py::test_nothing_that_is_clicked_moves_by_unfolding",
    )),
    "11": ("deep chains could not be read or chosen", (
        "gui/history/test_lanes.py::test_a_straight_line_is_not_indented",
        "gui/history/test_history_view.py::test_newest_first_with_dates",
        "gui/history/test_history_view.py::test_a_click_and_keys_choose",
        "gui/history/test_history_view.py::test_states_are_searched_for",
        "gui/history/test_history_view.py::test_names_that_begin_alike_show_what_differs",
        "gui/chain/test_chain_nodes.py::"
        "test_a_snapshot_in_a_deep_chain_is_told_from_its_neighbours",
    )),
    "12": ("many machines were one long tree, and none could be found", (
        "gui/machines/test_machine_pane.py::test_what_is_looked_for_is_shown_alone",
        "gui/machines/test_machine_pane.py::test_one_click_converts_all_that_are_ready",
        "gui/machines/test_machine_pane.py::"
        "test_those_that_are_selected_are_converted_and_closed",
        "gui/machines/test_machine_pane.py::"
        "test_what_loads_takes_no_selection_and_can_be_stopped",
        "gui/presets/test_preset.py::"
        "test_what_is_chosen_for_one_is_chosen_for_the_selected_ones",
    )),
    "13": ("a result could not be tried", (
        "gui/trial/test_trial_panel.py::test_a_guest_is_seen_and_ended",
        "gui/trial/test_trials_panel.py::test_cells_are_tried_and_one_is_used",
    )),
    "14": ("what the command line could choose, the window could not", (
        "gui/road/test_target_card.py::test_the_format_is_chosen_in_the_card",
        "gui/xen/test_xen_page.py::test_the_target_decides_what_is_told",
        "gui/xen/test_domain_editor.py::test_what_has_no_field_is_typed",
        "gui/xen/test_config_preview.py::test_what_differs_is_marked_and_can_be_copied",
        "gui/result/test_result_work.py::"
        "test_an_image_that_was_started_is_accepted_if_agreed",
    )),
    "14b": ("one disk that is missing blocked the whole machine", (
        "gui/machines/test_finding_rows.py::"
        "test_a_file_that_is_missing_can_be_located_and_its_disk_left_out",
        "gui/test_main_window.py::test_a_disk_is_left_out_by_its_tick",
    )),
    "15": ("a failure was a dead end", (
        "gui/road/test_bottom_bar.py::test_after_a_failure_it_is_tried_again",
        "gui/result/test_result_work.py::test_a_stopped_conversion_is_discarded",
    )),
    "16": ("what is changed in the guest was 195 rows, without what matters", (
        "gui/guest/test_guest_switches.py::test_each_sentence_is_a_switch",
        "gui/road/test_road.py::test_each_card_says_one_thing",
        "gui/guest/test_guest_view.py::test_windows_and_its_changes",
    )),
    "17": ("the table of HALs was cut, and did not say what can be had", (
        "gui/xen/test_compat_panel.py::test_all_of_the_table_is_seen_at_any_width",
        "gui/xen/test_compat_panel.py::test_what_windows_does_not_change_to_is_faint",
        "gui/xen/test_compat_view.py::test_names_have_their_share_at_any_width",
        "gui/xen/test_compat_legend.py::test_nothing_is_cut_off",
        "gui/guest/test_guest_switches.py::test_what_windows_does_not_change_to_is_not_chosen",
    )),
    "18": ("words of the command line stood in the window", (
        "test_findings.py::test_no_text_names_an_option",
        "test_findings.py::test_what_the_window_cannot_do_is_known",
        "gui/machines/test_finding_rows.py::test_what_we_can_do_has_a_button",
    )),
    "19": ("the largest thing of a result was its digest, and what comes next was not said", (
        "gui/road/test_result_card.py::test_the_digest_is_not_the_largest_thing",
        "gui/road/test_result_card.py::"
        "test_the_change_of_the_guest_is_undone_after_a_question",
        "job/convert/test_file_names.py::test_file_name",
    )),
    "20": ("Go on and Cancel were the same, and it could not close when done", (
        "gui/test_main_window.py::test_leaving_while_it_runs_is_asked_about",
        "gui/queue/test_queue.py::test_the_session_ends_once_all_is_done",
    )),
    "21": ("which snapshots of a broken chain are whole was not said", (
        "gui/road/test_whole_offer.py::test_a_broken_chain_offers_what_is_whole",
        "gui/test_main_window.py::test_a_missing_part_is_located_and_converted",
    )),
    "22": ("each state had the same target, and its date was out of sight", (
        "gui/machines/test_migration.py::"
        "test_each_state_has_a_folder_of_its_own_until_one_is_named",
        "gui/history/test_history_view.py::test_newest_first_with_dates",
    )),
    "23": ("notices stayed above what came later", (
        "gui/widgets/test_notices.py::test_what_only_tells_something_leaves_by_itself",
        "gui/test_main_window.py::test_a_drop_of_nothing_is_told",
    )),
    "24": ("a disk that filled up did not say how much is missing", (
        "job/convert/test_space.py::test_a_drive_that_fills_up_says_how_much_is_missing",
    )),
    "25": ("the log did not say which machine a line is about", (
        "gui/log/test_log_console.py::test_lines_of_one_machine_are_looked_for",
        "gui/test_main_window.py::test_each_machine_of_a_folder_has_its_line_in_the_log",
        "gui/desktop/test_desktop_status.py::test_a_desktop_without_all_that_is_fine",
    )),
    "26": ("the queue said neither how long nor how much, and one could not tidy it", (
        "gui/queue/test_queue_view.py::"
        "test_rows_say_how_much_is_done_and_what_is_over_goes_at_once",
        "gui/queue/test_queue.py::test_while_it_is_paused_nothing_begins",
        "gui/test_main_window.py::"
        "test_the_next_act_has_a_key_and_the_title_says_how_far_it_is",
        "gui/desktop/test_desktop_status.py::test_the_task_bar_shows_how_much_is_done",
        "gui/desktop/test_desktop_status.py::test_of_several_the_end_is_told_once",
    )),
    "27": ("fields had no frame in the dark", (
        "gui/desktop/test_theme.py::test_the_frame_of_a_field_can_be_seen_in_the_dark",
    )),
    "28": ("six of ten columns were behind a scroll bar, and rows changed their height", (
        "gui/chain/test_chain_tree.py::test_columns_that_have_no_room_are_on_the_tip",
        "gui/chain/test_chain_tree.py::test_rows_stay_as_high_when_a_machine_is_closed",
        "gui/chain/test_chain_desk.py::"
        "test_where_there_is_little_room_the_picture_is_below",
    )),
    "29": ("what system it is was nowhere, and lists were as wide as the screen", (
        "gui/road/test_road.py::"
        "test_what_it_is_is_said_first_and_nothing_is_wider_than_what_is_in_it",
    )),
    "30": ("an appliance held 0 bytes on disk", (
        "vmware/test_ovf.py::test_disks_are_read_in_place",
    )),
    "31": ("dialogs were not the desktop's, and the window was black at first", (
        "gui/desktop/test_portal.py::"
        "test_the_portal_is_asked_for_dialogs_where_there_is_one",
        "gui/test_launch.py::test_the_window_belongs_to_its_desktop_entry",
        "gui/test_main_window.py::test_a_whole_session",
    )),
    "32": ("letters were taken twice, and there was no list of keys and no help", (
        "gui/test_window_menus.py::test_each_key_is_there_once_and_is_listed",
        "gui/test_accessible.py::test_letters_on_a_page_are_told_apart",
        "gui/help/test_guide_view.py::test_the_key_of_help_opens_it",
        "gui/picture/test_picture_canvas.py::test_it_can_be_heard",
    )),
    "33": ("some words were not German, or no series", (
        "translations/test_translations.py::test_every_text_is_translated",
        "gui/test_language.py::test_phrases_of_the_engine_are_german_in_all_their_parts",
        "gui/test_language.py::test_verdicts_are_a_series_in_german",
    )),
}  # fmt: skip


@cache
def _named_in(file: str) -> frozenset[str]:
    """The names of the tests in a file below tests."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(
        each.name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    )


def test_all_of_them_are_there() -> None:
    assert list(FAULTS) == [str(n) for n in range(1, 15)] + ["14b"] + [
        str(n) for n in range(15, 34)
    ]


@pytest.mark.parametrize("number", FAULTS)
def test_each_has_tests_that_keep_it_gone(number: str) -> None:
    fault, tests = FAULTS[number]
    assert fault
    assert tests
    for each in tests:
        file, _, name = each.partition("::")
        assert name in _named_in(file), each
