"""Shares are counted from evidence; one-sidedness is said where counting shows it, and not elsewhere. The account of
all sentences adds up or says why not; the digest changes with what is said, and only then.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import GateError
from summarize.prepare.preparation import prepare_story
from summarize.records import (
    Article,
    Check,
    Claim,
    Disagreement,
    Evidence,
    Omission,
    OmissionReason,
    Origin,
    Position,
    Share,
)
from summarize.report import account, explain_unfit
from summarize.report.accounting import digest_of, find_balance, find_one_sided

ARTICLES = tuple(Article(id=f"a{n}", text="", sha256="") for n in (1, 2, 3))
ORIGINS = (Origin(id="o1", name=None, articles=("a1", "a2")), Origin(id="o2", name=None, articles=("a3",)))


def claim(number: int, *articles: str, by: str | None = None) -> Claim:
    spans = tuple(Evidence(article, 0, 1, "x") for article in articles)
    return Claim(id=f"c{number}", text="x", evidence=spans, attributed_to=by)


def notices(
    claims: list[Claim], origins: tuple[Origin, ...] = ORIGINS, articles: tuple[Article, ...] = ARTICLES
) -> list[str]:
    balance = find_balance(claims, [article.id for article in articles], origins)
    return [notice.message for notice in find_one_sided(balance, claims, articles, origins)]


def test_shares_by_article_and_by_origin() -> None:
    found = find_balance(
        [claim(1, "a1", "a2"), claim(2, "a1"), claim(3, "a3", "a1"), claim(4, "a3")], ["a1", "a2", "a3"], ORIGINS
    )
    assert found.articles == (Share("a1", 3, 0.75, ("c2",)), Share("a2", 1, 0.25), Share("a3", 2, 0.5, ("c4",)))
    assert found.origins == (Share("o1", 3, 0.75, ("c1", "c2")), Share("o2", 2, 0.5, ("c4",)))


def test_two_spans_of_one_article_are_one_part() -> None:
    assert find_balance([claim(1, "a1", "a1")], ["a1"], ()).articles == (Share("a1", 1, 1.0, ("c1",)),)


def test_nothing_is_weighed_without_claims() -> None:
    assert find_balance([], ["a1"], ORIGINS).articles == (Share("a1", 0, 0.0),)


def test_one_report_that_gives_nearly_all_is_said() -> None:
    nearly = [claim(n, "a1", "a2") for n in range(1, 5)] + [claim(5, "a3")]
    assert notices(nearly) == ["one-sided: 4 of 5 sentences rest on one report alone ([1], [2]), though 2 were given"]
    assert notices([*nearly[:3], claim(4, "a3"), claim(5, "a3")]) == []
    seven = [claim(n, "a1") for n in range(1, 8)]
    assert notices([*seven, *[claim(n, "a3") for n in range(8, 11)]]) == [], "less than four fifths"
    assert notices(nearly[:3]) == [], "of three sentences a share says nothing"


def test_one_report_behind_all_articles_is_said() -> None:
    (said,) = notices([claim(1, "a1")], (Origin(id="o1", name=None, articles=("a1", "a2", "a3")),))
    assert "all 3 articles go back to one report" in said
    assert len(notices([claim(1, "a1")], ORIGINS[:1], ARTICLES[:2])) == 1
    assert notices([claim(1, "a1")], ORIGINS[:1], ARTICLES[:1]) == [], "that there is one article is said elsewhere"


def test_one_voice_is_said() -> None:
    both = [claim(1, "a1"), claim(2, "a3")]
    said = [claim(3, "a1", by="Mayor Ana Ruiz"), claim(4, "a3", by="Ruiz"), claim(5, "a1", by="Ana Ruiz")]
    assert notices([*both, *said]) == ["one-sided: all 3 sentences that say who speaks give the word to Mayor Ana Ruiz"]
    assert notices([*both, *said[:2], claim(5, "a1", by="Li Wei")]) == []
    assert notices([*both, *said[:2]]) == [], "two are too few"
    assert len(notices([*both, claim(6, "a1"), *said])) == 1, "half of the sentences"
    assert notices([*both, claim(6, "a1"), claim(7, "a3"), *said]) == [], "less than half"


def test_one_party_is_said() -> None:
    said = [
        claim(1, "a1", by="Republicans"),
        claim(2, "a3", by="a Republican senator"),
        claim(3, "a3", by="Republican leaders"),
    ]
    assert notices(said) == ["one-sided: all 3 sentences that say who speaks give the word to Republicans"]


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


@pytest.mark.parametrize(("count", "named"), [(3, "a1, a2, a3: no"), (4, "a1, a2, a3 …: no")])
def test_three_articles_are_named_if_no_sentence_is_fit(count: int, named: str) -> None:
    story = prepare_story([Article(id=f"a{n}", text="Who will pay for it?", sha256="") for n in range(1, count + 1)])
    reasons = [Omission("a1", n, n + 1, "unused", detail=why) for n, why in enumerate("baacdab")]
    found = explain_unfit(story, reasons)
    assert found.message.startswith(named)
    assert found.message.endswith(": no sentence is fit for a summary: a (3), b (2), c (1)")
    assert explain_unfit(story, ()).message.endswith("summary: no sentence in it")
