"""JSON text to values: every failure in words, none in Python's."""

from __future__ import annotations

import pytest

from summarize.errors import InputError
from summarize.ingest.records.json_text import decode_json, parse_json, unique_keys


def test_a_text_gives_its_value() -> None:
    assert parse_json('{"a": [1, null]}') == {"a": [1, None]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le"])
def test_bytes_give_their_text(encoding: str) -> None:
    assert decode_json('{"a": "é"}'.encode(encoding)).strip("\ufeff") == '{"a": "é"}'


def test_bytes_of_another_encoding_are_refused() -> None:
    with pytest.raises(InputError, match="neither UTF-8 nor UTF-16"):
        decode_json(b'{"a": "\xe9"}')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON (Expecting value, line 1, column 1)"),
        ("[" * 100_000, "not usable JSON (nested too deeply)"),
        ("9" * 5_000, "not usable JSON (a number with thousands of digits)"),
        ('{"a": 1, "a": 2}', "not usable JSON (a key occurs twice in one object)"),
        ('[{"b": {"a": 1, "a": 1}}]', "not usable JSON (a key occurs twice in one object)"),
    ],
)
def test_a_failure_is_said_in_words(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_json(text, unique_keys)
    assert caught.value.message == said
