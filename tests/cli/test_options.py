from __future__ import annotations

from dataclasses import fields

import click
import pytest

from summarize.cli.options import GROUPS, HELPS, GroupedOption, nearest, setting_flags, setting_options
from summarize.config import Config


def command() -> click.Command:
    return click.Command("any", params=setting_options(), callback=lambda **given: given)


def parsed(*arguments: str) -> dict[str, object]:
    return command().make_context("any", list(arguments)).params


def test_every_setting_has_an_option_named_after_it():
    assert {option.name: option.opts[0] for option in setting_options()} == {
        each.name: "--" + each.name.replace("_", "-") for each in fields(Config)
    } | {"no_cache": "--no-cache"}


def test_an_option_that_is_not_given_is_none():
    assert set(parsed().values()) == {None, False}
    assert set(setting_flags(parsed()).values()) == {None}


def test_no_cache_is_cache_none_unless_a_cache_is_named():
    assert setting_flags(parsed("--no-cache"))["cache"] == "none"
    assert setting_flags(parsed("--no-cache", "--cache", "x.db"))["cache"] == "x.db"
    assert set(setting_flags(parsed("--words", "9"))) == {each.name for each in fields(Config)}


def test_a_switch_can_be_turned_off_too():
    assert parsed("--strict")["strict"] is True
    assert parsed("--no-strict")["strict"] is False


def test_values_stay_text_for_the_settings_own_rules():
    assert parsed("--words", "many", "--engine", "none")["words"] == "many"


def test_every_option_stands_under_a_known_heading():
    for option in setting_options():
        assert isinstance(option, GroupedOption)
        assert option.group in GROUPS


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("words", "--words N", "Length of the summary, in words (default: 250)."),
        ("max_size", "--max-size SIZE", "Skip input files that are larger (default: 20MB)."),
        ("strict", "--[no-]strict", None),
        ("engine", "--engine auto|embedded|model", None),
        ("max_calls", "--max-calls N", "Most calls a run may send (0 = unlimited)."),
        ("run_deadline", "--run-deadline S", "Stop asking the model after S seconds (default: 3600)."),
        ("stream", "--[no-]stream", "Show sentences as they arrive, before they are checked (default: on)."),
        ("model", "--model NAME", "Have this language model write the summary."),
    ],
)
def test_help_comes_from_the_settings(name: str, left: str, right: str | None):
    context = click.Context(command())
    option = next(each for each in setting_options() if each.name == name)
    assert isinstance(option, GroupedOption)
    record = option.get_help_record(context)
    assert record is not None
    assert record[0] == left
    assert right is None or record[1] == right


def test_choices_are_completed():
    option = next(each for each in setting_options() if each.name == "engine")
    found = option.shell_complete(click.Context(command()), "e")
    assert [each.value for each in found] == ["embedded"]


def test_every_heading_is_in_one_of_the_helps():
    assert set(GROUPS) == set(HELPS["--help-all"])


@pytest.mark.parametrize(
    ("typed", "meant"), [("--lenght", "--length"), ("--word", "--words"), ("--langauge", "--language")]
)
def test_an_option_that_does_not_exist_names_the_nearest(typed: str, meant: str):
    error = nearest(click.NoSuchOption(typed), setting_options())
    assert error.message == f"there is no option {typed}; did you mean {meant}?"


def test_an_option_like_no_other_gets_no_suggestion():
    assert nearest(click.NoSuchOption("--zzz"), setting_options()).message == "there is no option --zzz"


@pytest.mark.parametrize("flag", ["--words", "--length"])
def test_a_length_may_be_given_by_two_names(flag: str):
    assert parsed(flag, "90")["words"] == "90"
