"""The digest changes with any word, passage or check, and with nothing else."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.records import Check, Claim, Disagreement, Evidence, Position
from summarize.report.digest import digest_of

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
