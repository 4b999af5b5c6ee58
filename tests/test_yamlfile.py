from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.yamlfile import MAX_CHARACTERS, YamlError, parse_yaml
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("12:30", "12:30"),
        ("2026-11-22", "2026-11-22"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-3", -3),
        ("1_000", "1_000"),
        ("1.10", 1.1),
        ("1.5e3", 1500.0),
        ("~", None),
        ("", None),
        ('"5"', "5"),
        ("<<", "<<"),
        ("[1, {x: y}]", [1, {"x": "y"}]),
    ],
)
def test_scalars_follow_yaml_1_2(written, value):
    assert parse_yaml(f"key: {written}").value == {"key": value}


def test_every_key_and_item_keeps_its_line():
    document = parse_yaml("# note\na: 1\nb:\n  - x\n  - c: |\n      text\n")
    assert document.lines["a",] == 2
    assert document.lines["b", 1] == 5
    assert document.lines["b", 1, "c"] == 5


def test_an_empty_text_is_none():
    assert parse_yaml("# only a comment\n").value is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3", 3, "'a' is given twice (first on line 1)"),
        ("x:\n  a: 1\n  a: 2", 3, "given twice"),
        ("a: &x 1\nb: *x", 1, "aliases"),
        ("&a [*a]", 1, "aliases"),
        ("a: !!python/object:os.system x", 1, "tags"),
        ("a: !!timestamp 2026-11-22", 1, "tags"),
        ("a: [1", 1, "flow sequence"),
        ("a: 1\n---\nb: 2", 2, "another document"),
        ("1: 2", 1, "must be text"),
        ("? [a]\n: b", 1, "must be text"),
        ("a: " + "9" * 5000, 1, "too long"),
        ("a: 1\nb: \x00", 2, "U+0000"),
        ("a: 1\n\tb: 1", 2, "cannot start any token"),
        ("a: b: c", 1, "not allowed here"),
        ("- " * 50, 1, "levels deep"),
    ],
)
def test_what_is_refused_names_its_line(text, line, message):
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert caught.value.line == line
    assert message in caught.value.message


def test_a_huge_text_is_refused():
    with pytest.raises(YamlError, match="longer than"):
        parse_yaml("#" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    "unit", ["[", "{", "- ", "? ", "a: ", "[a,", "a", "'", '"', " ", "\n", "0", "#", "%", "a: |\n"]
)
def test_hostile_texts_take_linear_time(unit):
    def parse(text):
        with contextlib.suppress(YamlError):
            parse_yaml(text)

    assert_linear(parse, unit)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        parse_yaml(text)
    except YamlError as error:
        assert "\n" not in error.message
