from __future__ import annotations

import pytest

from summarize.check import Judge
from summarize.records import Article, Claim, Evidence

ONE = "Mayor Lena Ortiz rejected the plan for a toll on the Nara bridge on Monday. The toll was 2 euros."
TWO = "The plan for a toll on the Nara bridge came up in Mayor Lena Ortiz’s talks on Monday. Nobody was hurt."
THREE = "Lena Ortiz, the mayor, turned down a toll on the Nara bridge."
JUDGE = Judge([Article(id=f"a{n}", text=text, sha256="") for n, text in enumerate((ONE, TWO, THREE), 1)])


def claim(text: str, article: str, passage: str) -> Claim:
    return Claim(id="c1", text=text, evidence=(Evidence(article, 0, len(passage), passage),))


@pytest.mark.parametrize(
    ("article", "passage", "expected"),
    [
        ("a1", ONE.partition(". ")[0], True),
        ("a3", THREE, True),
        ("a2", TWO.partition(". ")[0], False),  # the subject alone, without the refusal
        ("a1", "The toll was 2 euros.", False),
    ],
)
def test_only_what_says_the_whole_confirms(article: str, passage: str, expected: bool):
    found = claim("Mayor Lena Ortiz rejected a toll on the Nara bridge.", article, passage)
    assert JUDGE.confirms(found) is expected


def test_a_failed_check_confirms_nothing():
    assert not JUDGE.confirms(claim("The toll was 3 euros.", "a1", "The toll was 2 euros."))
    assert JUDGE.confirms(claim("The toll was 2 euros.", "a1", "The toll was 2 euros."))


def test_what_is_not_denied_is_not_confirmed_by_a_denial():
    assert not JUDGE.confirms(claim("Somebody was hurt on the bridge.", "a2", "Nobody was hurt on the bridge."))
