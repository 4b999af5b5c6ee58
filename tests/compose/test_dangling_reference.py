"""Wordings as data: every pattern is bounded in time, and no pattern swallows plain news."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from summarize.compose import dangling_reference
from tests.growth import assert_linear


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for name, value in vars(dangling_reference).items():
        if isinstance(value, re.Pattern):
            found[name] = value
        elif isinstance(value, Mapping):
            found |= {f"{name}-{key}": each for key, each in value.items() if isinstance(each, re.Pattern)}
    return found


PATTERNS = patterns()
WORST = ("a ", "the ", "both a a a a ", "during ", "x", "it is ")


@pytest.mark.parametrize("name", PATTERNS)
def test_the_worst_text_takes_linear_time(name: str) -> None:
    for unit in WORST:
        assert_linear(PATTERNS[name].search, unit)


def test_there_are_patterns_for_each_language_that_is_said_to_be_known() -> None:
    assert len(PATTERNS) > 10
    assert any(name.endswith("-en") for name in PATTERNS)


@pytest.mark.parametrize("text", ["The council voted to close the bridge.", "Kyiv received the document on Wednesday."])
def test_plain_news_is_no_verdict(text: str) -> None:
    assert not dangling_reference.VERDICT.search(text)
    assert not dangling_reference.OUTLOOK.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Watch the full speech of the mayor on our channel.",
        "Football fans, get ready for a long evening at the stadium.",
        "Leia a íntegra da nota da prefeitura.",
        "For more on the old bridge, pick up the new issue.",
        "Residents can see the timetable at www.example.org from Monday on.",
        "Ana Ruiz reports for KPTV from the old bridge.",
        "Photo: the old bridge of Porto on Tuesday morning.",
        "The old bridge of Porto before the repairs (Photo by Ana Ruiz).",
    ],
)
def test_calls_to_the_reader_and_notes_of_pictures_are_no_news(text: str) -> None:
    assert dangling_reference.SOLICITS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Watch was once the name of a small town in the north of the country.",
        "For more than a year the bridge has been closed.",
        "A video shows the bridge falling into the river.",
        "The mayor told residents to follow the news and to watch the river.",
        "Reports for the second quarter will be published on Tuesday.",
    ],
)
def test_news_of_such_things_is_news(text: str) -> None:
    assert not dangling_reference.SOLICITS.search(text)
