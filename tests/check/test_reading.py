"""The reading check: a verdict counts only with words that are there; every odd reply is unclear, never a pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.reading import ClaimReader, Reading, _end_of, _shown
from summarize.llm import Reply
from summarize.prompts import load_prompts
from summarize.records import Claim, Evidence
from tests.claims import article, cite, story
from tests.growth import assert_linear

STORY = story(
    article("Rain fell. The bridge closed on Monday. It is old.", publisher="Post"),
    article("Inspectors closed the bridge.", "a2"),
)
READER = ClaimReader(load_prompts()["check"], STORY, "reader")
FURTHER = (cite(STORY, "Inspectors"),)
CLAIM = Claim(id="c1", text="The bridge was shut on Monday.", evidence=(cite(STORY, "closed on"),))
GOOD = "bridge was shut | The bridge closed"


def read(text: str, finish: str = "stop", **fields: str) -> Reading:
    return READER.read(CLAIM, Reply(text=text, finish=finish, **fields), FURTHER)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (f"{GOOD}\nSUPPORTED", "pass"),
        (f"{GOOD}\n**Supported**", "pass"),
        (f"{GOOD}\nVerdict: supported", "pass"),
        (f"<think>NOT SAID: Monday</think>\n{GOOD}\nSUPPORTED", "pass"),
        ("bridge | the bridge … on Monday\nSUPPORTED", "pass"),
        ("bridge | 1: The bridge closed\nSUPPORTED", "pass"),
        ("bridge | #1 “The bridge closed”\nSUPPORTED", "pass"),
        ("bridge | [2]: closed the bridge\nSUPPORTED", "pass"),
        ("bridge | 1: no such words\nSUPPORTED", "unclear"),
        ("bridge | The bridge 1: closed\nSUPPORTED", "unclear"),
        ("rain | Rain fell.\nSUPPORTED", "pass"),  # the line before is shown too
        ("SUPPORTED", "unclear"),
        ("bridge | -\nSUPPORTED", "unclear"),
        (f"{GOOD}\nMonday | -\nSUPPORTED", "unclear"),
        (f"{GOOD}\nMonday | closed on a Monday\nSUPPORTED", "unclear"),
        ("The sentence looks fine to me.", "unclear"),
        ("", "unclear"),
        (f"<think>{GOOD}\nSUPPORTED", "unclear"),
        ("CONTRADICTED", "unclear"),
        ("CONTRADICTED: Paris", "unclear"),
        ("CONTRADICTED: was it so", "unclear"),  # a word of three letters names nothing
        ("CONTRADICTED: shut it", "fail"),
        ("CONTRADICTED: on Monday", "fail"),
        ("_contradicted_: Monday", "fail"),
        (f"{GOOD}\nCONTRADICTED", "fail"),
        ("bridge | no such words\nCONTRADICTED", "unclear"),
        ("NOT SAID: shut", "fail"),
        ("not_said: shut", "fail"),
        ("Monday | -\nNOT SAID", "unclear"),
    ],
)
def test_what_a_reply_says(reply: str, outcome: str) -> None:
    found = read(reply).check
    assert (found.name, found.outcome, found.by) == ("meaning", outcome, "reader"), found.detail


@pytest.mark.parametrize(
    ("numbers", "alone"),
    [("", ()), (" 1", ("a1",)), (" 1 2", ("a1", "a2")), (" 2, 2", ("a2",)), (" 0 3 99", ()), (" 2 7", ("a2",))],
)
def test_only_articles_that_were_shown_carry_a_claim(numbers: str, alone: tuple[str, ...]) -> None:
    assert read(f"{GOOD}\nSUPPORTED{numbers}").alone == alone


@pytest.mark.parametrize(
    ("finish", "refusal", "detail"),
    [
        ("length", "", "cut off"),
        ("refusal", "no", "refused"),
        ("content_filter", "", "filter"),
        ("failed", "429", "429"),
        ("failed", "", "the call failed"),
    ],
)
def test_a_reply_that_did_not_end_is_not_run(finish: str, refusal: str, detail: str) -> None:
    found = read(f"{GOOD}\nSUPPORTED", finish, refusal=refusal).check
    assert found.outcome == "not_run"
    assert detail in found.detail


def test_the_question_shows_passages_with_their_heading_and_the_line_before() -> None:
    call = READER.call(CLAIM, FURTHER)
    asked = call.messages[-1][1].splitlines()
    assert asked[1:-1] == [
        "#1 Post",
        "before: Rain fell.",
        "The bridge closed on Monday.",
        "#2",
        "Inspectors closed the bridge.",
        "Sentence: The bridge was shut on Monday.",
    ]
    assert (call.name, call.role, call.optional, call.max_tokens) == ("check c1", "check", True, 500)
    assert call.prompt_tokens > 100


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text("|-SUPORTED\n*<think>/ 19", max_size=80))
def test_no_reply_makes_it_raise(reply: str) -> None:
    assert read(reply).check.outcome in ("pass", "fail", "unclear")


@pytest.mark.parametrize("unit", ["a | The bridge\n", "<think>", "SUPPORTED 1\n", "(", "\x00\x1b[31m|", "*_` "])
def test_a_long_reply_is_read_in_linear_time(unit: str) -> None:
    assert_linear(read, unit, 100_000)
    assert read(unit * 500_000).check.outcome in ("pass", "fail", "unclear")


def test_the_sentence_before_is_not_shown_again_where_it_is_a_passage_itself() -> None:
    asked = READER.call(Claim(id="c1", text="x", evidence=(cite(STORY, "Rain"), cite(STORY, "closed on"))))
    assert asked.messages[-1][1].splitlines()[1:-1][:3] == ["#1 Post", "Rain fell.", "The bridge closed on Monday."]


def test_of_the_sentence_before_the_last_200_characters_are_shown() -> None:
    whole = "ab " * 66 + "cd"
    assert _end_of(whole) == whole  # 200 characters
    assert _end_of(f"x{whole}") == f"… {whole.partition(' ')[2]}"


@pytest.mark.parametrize(("count", "shown"), [(12, 12), (13, 12)])
def test_twelve_passages_are_shown(count: int, shown: int) -> None:
    items = tuple(Evidence("a1", n, n + 1, "x") for n in range(count))
    assert _shown(Claim(id="c1", text="x", evidence=items[:1]), items) == items[:shown]


def test_the_first_question_of_many_decides_whether_anybody_can_be_asked() -> None:
    calls = READER.calls([(CLAIM, ()), (CLAIM, FURTHER)])
    assert [call.optional for call in calls] == [False, True]
