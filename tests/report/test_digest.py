"""The account of all sentences adds up or says why not; the digest changes with what is said, and only then."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import GateError
from summarize.records import Check, Claim, Disagreement, Evidence, Omission, OmissionReason, Position
from summarize.report import account
from summarize.report.digest import digest_of


@given(st.lists(st.sampled_from(get_args(OmissionReason)), max_size=30), st.integers(0, 20))
def test_used_and_omitted_make_all(reasons: list[OmissionReason], used: int) -> None:
    omitted = [Omission("a1", n, n + 1, reason) for n, reason in enumerate(reasons)]
    found = account(len(reasons) + used, omitted)
    assert found.used == used
    assert found.used + sum(found.omitted.values()) == found.sentences == len(reasons) + used
    assert list(found.omitted) == sorted(set(reasons))


def test_a_sentence_that_stands_twice_is_refused() -> None:
    twice = [Omission("a1", 0, 5, "budget"), Omission("a1", 0, 5, "heading")]
    with pytest.raises(GateError, match="is counted twice"):
        account(5, twice)


def test_the_same_place_in_two_articles_is_two_sentences() -> None:
    assert account(2, [Omission("a1", 0, 5, "budget"), Omission("a2", 0, 5, "budget")]).used == 0


def test_more_omissions_than_sentences_are_refused() -> None:
    with pytest.raises(GateError, match="does not add up"):
        account(1, [Omission("a1", 0, 5, "budget"), Omission("a1", 6, 9, "budget")])


ITEM = Evidence("a1", 0, 4, "Rain")
CLAIM = Claim(id="c1", text="Rain fell.", evidence=(ITEM,), checks=(Check("names", "pass"),))
SIDES = (Position(text="Rain", evidence=(ITEM,)), Position(text="Snow", evidence=(ITEM,)))
MATTER = Disagreement(id="d1", point="weather", kind="contradiction", positions=SIDES)


def summary(headline: str = "Rain", claim: Claim = CLAIM, matter: Disagreement = MATTER) -> dict[str, object]:
    return {
        "headline": headline,
        "headline_evidence": [asdict(ITEM)],
        "claims": [asdict(claim)],
        "disagreements": [asdict(matter)],
    }


@pytest.mark.parametrize(
    "changed",
    [
        summary(headline="Rains"),
        summary(claim=replace(CLAIM, text="Rain fell")),
        summary(claim=replace(CLAIM, attributed_to="Bell")),
        summary(claim=replace(CLAIM, evidence=(replace(ITEM, end=5),))),
        summary(claim=replace(CLAIM, checks=(Check("names", "fail"),))),
        summary(matter=replace(MATTER, positions=SIDES[::-1])),
        summary() | {"headline_evidence": []},
        summary() | {"claims": []},
    ],
)
def test_any_change_shows(changed: dict[str, object]) -> None:
    assert digest_of(changed) != digest_of(summary())


def test_order_of_keys_and_other_parts_do_not_count() -> None:
    turned = dict(reversed(summary().items()))
    assert digest_of(turned | {"warnings": ["x"]}) == digest_of(summary())


@given(st.text(), st.text())
def test_two_headlines_have_two_digests(one: str, other: str) -> None:
    sayable = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in (one, other)]
    same = digest_of(summary(one)) == digest_of(summary(other))
    assert same == (sayable[0] == sayable[1])
    assert len(digest_of(summary(one))) == 64
