from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.compose.replies import Answer, Unusable, read_reply, schema_faults
from summarize.model import Reply
from tests.scripted import PROMPTS, reply, said

SCHEMA = PROMPTS["direct"].schema
CITES = ((4,), (7, 9), (2,))
GOOD = reply(said("It rained.", 1, 2), headline=("Rain", [3]))


def read(text: str, finish: Any = "stop") -> Answer | Unusable:
    return read_reply(Reply(text=text, finish=finish), SCHEMA, CITES)


def test_numbers_become_the_statements_they_stand_for():
    answer = read(GOOD)
    assert isinstance(answer, Answer)
    assert answer.headline is not None
    assert answer.headline.cites == (2,)
    assert answer.proposals[0].cites == (4, 7, 9)


@pytest.mark.parametrize("number", [0, -1, 4, 999, 10**30])
def test_an_unknown_number_is_kept_as_unknown(number: int):
    answer = read(reply(said("It rained.", 1, number), headline=("Rain", [1])))
    assert isinstance(answer, Answer)
    assert (answer.proposals[0].cites, answer.proposals[0].unknown) == ((4,), (number,))


@pytest.mark.parametrize(
    "around",
    [
        "```json\nGOOD\n```", "Here is the summary:\n\nGOOD\n\nI hope this helps.", "<think>Is {it} so?</think>GOOD",
        "<think>a</think>\n```\nGOOD\n```", "\ufeffGOOD", "  GOOD\n", "<reasoning>no</reasoning>Sure! GOOD",
    ],
)  # fmt: skip
def test_fences_prose_and_reasoning_are_taken_off(around: str):
    assert read(around.replace("GOOD", GOOD)) == read(GOOD)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"), ("  \n", "empty"), ("I cannot help with that.", "not one JSON object"),
        (GOOD[:-20], "not one JSON object"), (GOOD + GOOD, "not one JSON object"), ("[1, 2]", "reply is not object"),
        ("<think>and so on " + GOOD, "not one JSON object"), ("null", "reply is not object"),
        (GOOD.replace('"weight": 5', '"weight": NaN'), "not one JSON object"),
        (GOOD.replace('"weight": 5', '"weight": 5, "weight": 6'), "not one JSON object"),
        (GOOD.replace('"weight": 5', '"weight": "5"'), r"reply\.sentences\[0\]\.weight is not integer"),
        (GOOD.replace('"weight": 5', '"weight": true'), r"weight is not integer"),
        (GOOD.replace('"weight": 5', '"weight": 5, "note": 1'), r"reply\.sentences\[0\] has an unknown key"),
        (GOOD.replace('"kind": "fact"', '"kind": "truth"'), "is none of fact, quote, opinion, forecast"),
        (GOOD.replace('"weight": 5', '"height": 5'), "lacks weight"),
        ('{"sentences":' * 50_000, "not one JSON object"), ("9" * 10_000, "not one JSON object"),
        ("x" * 2_000_001, "far too long"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(text: str, why: str):
    found = read(text)
    assert isinstance(found, Unusable)
    assert found.trouble == "unreadable"
    assert re.search(why, found.why), found.why


@pytest.mark.parametrize(
    ("finish", "trouble"), [("length", "cut_off"), ("refusal", "refused"), ("content_filter", "refused")]
)
def test_the_finish_reason_comes_before_the_text(finish: str, trouble: str):
    found = read(GOOD, finish)
    assert isinstance(found, Unusable)
    assert found.trouble == trouble


def test_texts_are_one_line_and_weights_in_range():
    answer = read(reply(said("It\nrained\ud800.", 1, weight=99, who=" "), said(" ", 1), headline=("Rain", [3])))
    assert isinstance(answer, Answer)
    (proposal,) = answer.proposals
    assert (proposal.text, proposal.weight, proposal.attributed_to) == ("It rained\ufffd.", 9, None)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["headline", "text", "cites", "sentences", "point", "kind"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(values)
def test_the_validator_agrees_with_a_full_one(value: Any):
    whole = isinstance(value, float) and value.is_integer()  # 1.0 is an integer for JSON Schema, not for us
    valid = not list(schema_faults(value, SCHEMA))
    assert whole or valid == jsonschema.Draft202012Validator(SCHEMA).is_valid(value)


@given(st.sampled_from(["headline", "sentences", "disagreements"]), values)
def test_the_validator_agrees_on_nearly_right_replies(key: str, value: Any):
    body = json.loads(GOOD) | {key: value}
    fault = any(schema_faults(body, SCHEMA))
    if "." not in json.dumps(value):
        assert fault != jsonschema.Draft202012Validator(SCHEMA).is_valid(body)
