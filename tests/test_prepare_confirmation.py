from __future__ import annotations

from summarize.prepare import recounted
from summarize.records import Claim, Evidence

HOMES = {"a1": "o1", "a2": "o1", "a3": "o2"}


def claim_on(*texts: tuple[str, str]) -> Claim:
    """A claim that two things happened, on spans given as (article, text)."""
    spans = tuple(Evidence(article, n, n + len(text), text) for n, (article, text) in enumerate(texts))
    return Claim(id="c1", text="rain and snow", evidence=spans, articles=9, origins=9)


def holds_all(claim: Claim) -> bool:
    return {"rain", "snow"} <= {word for item in claim.evidence for word in item.text.split()}


def counts(*texts: tuple[str, str]) -> tuple[int, int]:
    claim = recounted(claim_on(*texts), HOMES, holds_all)
    assert claim.evidence == claim_on(*texts).evidence
    return claim.articles, claim.origins


def test_articles_that_each_hold_the_whole_are_counted():
    assert counts(("a1", "rain snow"), ("a3", "snow rain")) == (2, 2)


def test_copies_are_articles_but_one_origin():
    assert counts(("a1", "rain snow"), ("a2", "rain snow")) == (2, 1)


def test_two_halves_confirm_nothing():
    assert counts(("a1", "rain"), ("a3", "snow")) == (1, 1)


def test_a_half_beside_a_whole_is_not_counted():
    assert counts(("a1", "rain"), ("a3", "snow rain")) == (1, 1)


def test_sentences_of_one_article_count_together():
    assert counts(("a1", "rain"), ("a1", "snow"), ("a3", "rain snow")) == (2, 2)


def test_an_unknown_article_is_its_own_origin_and_no_evidence_counts_one():
    assert counts(("a1", "rain snow"), ("a9", "rain snow")) == (2, 2)
    assert counts() == (1, 1)
