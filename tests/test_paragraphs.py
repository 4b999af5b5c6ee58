"""Paragraphs: none much longer than a screen likes, and sentences that stood together stay together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.paragraphs import in_paragraphs
from summarize.records import Claim, Evidence


def claim(words: int, start: int = 0, article: str = "a1") -> Claim:
    text = " ".join(["word"] * words)
    return Claim(id="c", text=text, evidence=(Evidence(article, start, start + len(text), text),))


def lengths(*claims: Claim) -> list[int]:
    return [len(paragraph) for paragraph in in_paragraphs(claims)]


@pytest.mark.parametrize(("second", "shape"), [(40, [2]), (41, [1, 1])])
def test_a_paragraph_has_at_most_eighty_words(second: int, shape: list[int]) -> None:
    assert lengths(claim(40), claim(second, 5_000)) == shape


@pytest.mark.parametrize(("second", "shape"), [(80, [2]), (81, [1, 1])])
def test_a_sentence_right_behind_the_one_before_stays_with_it_up_to_120_words(second: int, shape: list[int]) -> None:
    first = claim(40)
    assert lengths(first, claim(second, first.evidence[0].end + 1)) == shape


@pytest.mark.parametrize(("gap", "shape"), [(200, [2]), (201, [1, 1]), (-1, [1, 1])])
def test_right_behind_is_within_200_characters(gap: int, shape: list[int]) -> None:
    first = claim(40)
    assert lengths(first, claim(60, first.evidence[0].end + gap)) == shape


def test_another_article_is_not_right_behind() -> None:
    first = claim(40)
    assert lengths(first, claim(60, first.evidence[0].end + 1, "a2")) == [1, 1]


@pytest.mark.parametrize(("second", "shape"), [(80, [2, 1]), (81, [1, 1, 1])])
def test_the_writers_paragraphs_stand_up_to_120_words(second: int, shape: list[int]) -> None:
    numbered = [(claim(40), 1), (claim(second, 5_000), 1), (claim(10, 9_000), 2)]
    assert lengths(*(replace(each, paragraph=number) for each, number in numbered)) == shape


def test_nothing_is_lost_whatever_the_lengths() -> None:
    assert lengths() == []
    assert lengths(claim(200), claim(1, 5_000), claim(300, 9_000)) == [1, 1, 1]
    assert lengths(Claim(id="c", text="no evidence", evidence=()), claim(10)) == [2]
