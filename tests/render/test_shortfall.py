"""What is missing of a summary: the gravest first, and nothing where only extras were left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.errors import GateError, InputError, ProviderError
from summarize.records import Check, Notice, Omission, Skipped
from summarize.render.shortfall import Shortfall, find_shortfall
from tests.review_story import FULL

WHOLE = replace(
    FULL,
    claims=tuple(replace(claim, checks=()) for claim in FULL.claims),
    warnings=(),
    skipped=(),
    omitted=(),
)
FIRST = WHOLE.articles[0].id
FAILED = (replace(WHOLE.claims[0], checks=(Check("names", "fail"),)), *WHOLE.claims[1:])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, None),
        ({"warnings": (Notice("headline_dropped", "x"),)}, None),
        ({"skipped": (Skipped("a.txt", "a duplicate: read once"),)}, None),
        ({"skipped": (Skipped("a.txt", "no such file"), Skipped("b.txt", "empty"))}, Shortfall("inputs", 2)),
        ({"warnings": (Notice("fallback", "x"),)}, Shortfall("fallback")),
        ({"warnings": (Notice("language", "x"),)}, Shortfall("language")),
        (
            {"omitted": (Omission(FIRST, 0, 1, "off_topic"), Omission(FIRST, 2, 3, "off_topic"))},
            Shortfall("off_topic", 1),
        ),
        ({"claims": FAILED}, Shortfall("checks", claims=(WHOLE.claims[0].id,))),
        *(
            ({"warnings": (Notice(code, "x"),)}, Shortfall("lost"))
            for code in ("sentence_dropped", "call_lost", "reply_cut_off")
        ),
        ({"warnings": (Notice("not_read", "x"),)}, Shortfall("unread")),
        ({"warnings": (Notice("not_read", "x"), Notice("call_lost", "x"))}, Shortfall("lost")),
    ],
)
def test_what_is_missing(changes: dict[str, object], found: Shortfall | None) -> None:
    assert find_shortfall(replace(WHOLE, **changes)) == found  # type: ignore[arg-type]


def test_the_gravest_is_told() -> None:
    lost, fallback = Notice("call_lost", "x"), Notice("fallback", "x")
    worse = replace(WHOLE, claims=FAILED, warnings=(lost,))
    assert find_shortfall(worse) == Shortfall("checks", claims=(WHOLE.claims[0].id,))
    assert find_shortfall(replace(worse, skipped=(Skipped("a.txt", "empty"),))) == Shortfall("inputs", 1)
    assert find_shortfall(replace(worse, warnings=(lost, fallback))) == Shortfall("fallback")


@pytest.mark.parametrize(
    ("found", "error", "message"),
    [
        (Shortfall("fallback"), ProviderError, "the model could not be used, so the summary was written without it"),
        (Shortfall("inputs", 1), InputError, "1 input was not used"),
        (Shortfall("inputs", 1200), InputError, "1,200 inputs were not used"),
        (Shortfall("off_topic", 1), InputError, "1 article is about something else and left out"),
        (Shortfall("off_topic", 2), InputError, "2 articles are about something else and left out"),
        (Shortfall("language"), InputError, "the summary is not in the language you asked for"),
        (Shortfall("checks", claims=("a", "b")), GateError, "checks failed on a, b"),
        (Shortfall("lost"), GateError, "part of what the model wrote was lost"),
        (Shortfall("unread"), GateError, "the model did not read every sentence"),
    ],
)
def test_what_is_missing_is_said_and_has_its_error(found: Shortfall, error: type[Exception], message: str) -> None:
    assert (found.error, found.message) == (error, message)
