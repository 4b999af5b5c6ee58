"""What makes a number a bound, in several languages, and which bound bears which."""

from __future__ import annotations

import pytest

from summarize.nlp.numeric_qualifiers import bears, bound_of
from summarize.nlp.numeric_values import values


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("More than 500 people came.", "en", "over"),
        ("No more than 500 people came.", "en", "most"),
        ("At least 18 people died.", "en", "least"),
        ("No fewer than 18 people died.", "en", "least"),
        ("Fewer than 18 people died.", "en", "under"),
        ("It cost nearly $4 million.", "en", "nearly"),
        ("It cost nearly a third of that.", "en", "nearly"),
        ("It cost roughly $4 million.", "en", "about"),
        ("Losses could exceed $2.5 billion.", "en", "over"),
        ("As many as 600 soldiers.", "en", "most"),
        ("500 or more came.", "en", "least"),
        ("The 500-plus guests.", "en", "least"),
        ("They counted 500 people.", "en", ""),
        ("Moreover 500 came.", "en", ""),
        ("Mehr als 500 Menschen kamen.", "de", "over"),
        ("Mindestens 18 Menschen starben.", "de", "least"),
        ("Menos de 4.000 personas.", "es", "under"),
        ("Près de 500 personnes.", "fr", "nearly"),
        ("Oltre 500 persone.", "it", "over"),
        ("Cerca de 3 mil moradores.", "pt", "about"),
        ("Pelo menos 17 pessoas.", "pt", "least"),
        ("O custo foi superior a 500 euros.", "pt", "over"),
        ("El coste es inferior a 500 euros.", "es", "under"),
        ("More than the 500 expected came.", "en", "over"),
        ("Over a 500 people came.", "xx", "over"),
    ],
)
def test_a_bound_is_read(text: str, language: str, bound: str) -> None:
    (value, *_) = values(text, language)
    assert bound_of(text, value.start, value.end, language) == bound


@pytest.mark.parametrize(
    ("said", "found", "borne"),
    [
        ("", "", True),
        ("about", "over", True),
        ("over", "", False),
        ("", "over", False),
        ("least", "", True),
        ("", "least", True),
        ("most", "least", False),
        ("over", "under", False),
        ("least", "over", True),
        ("over", "least", False),
        ("", "under", False),
        ("", "nearly", True),
        ("nearly", "", False),
    ],
)
def test_a_bound_must_be_borne(said, found, borne: bool) -> None:
    assert bears(said, found) is borne
