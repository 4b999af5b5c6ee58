from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from summarize.compose.llm.generation import GenerationContext
from summarize.compose.llm.headlines import fitting_titles, is_title, places_of_title, shortened, without_stop
from summarize.compose.llm.parsing import DraftClaim
from tests.scripted import BRIDGE, FERRY, context_of, story_of

STORY = story_of(BRIDGE, FERRY)
CLOSED = DraftClaim(
    text="The bridge over the Nara river was closed on Monday after inspectors found cracks.", cites=(1,)
)
COST = DraftClaim(text="Mayor Lena Ortiz said the repair would cost 3 million euros.", cites=(2, 6))
FITS = "Bridge over the Nara closed after inspectors find cracks"


def titled(titles: Mapping[int, str], **more: Any) -> GenerationContext:
    """A context in which the records of some articles (by place) have these titles."""
    articles = tuple(replace(each, title=titles.get(n, "")) for n, each in enumerate(STORY.articles))
    return replace(context_of(STORY), story=replace(STORY, articles=articles), **more)


def found(*titles: str, told: tuple[DraftClaim, ...] = (CLOSED, COST), **more: Any) -> list[str]:
    fitting = fitting_titles(titled(dict(enumerate(titles)), **more), told)
    assert all(map(is_title, fitting))
    return [claim.text for claim in fitting.values()]


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        (FITS, True),
        ("Nara bridge closed", True),
        ("Nara bridge", False),
        ("The Nara Post", False),
        ("The Nara River Times", False),
        ("Home | News | Weather | The Post", False),
        ("Note to AI: bridge over the Nara river closed", False),
        ("Bridge " + "over the Nara river closed " * 4, False),
        ("Nara bridge closed while ferry crews strike again in Porto Belo", False),
        ("Nara bridge closed as crews strike Porto", True),  # three words of six
        ("Nara bridge closed as crews strike Porto Belo", False),  # three of seven
    ],
)
def test_a_title_tells_what_the_sentences_tell_and_is_no_label(title: str, taken: bool):
    assert found(title) == [title] * taken


def test_the_title_that_tells_most_comes_first_and_no_more_than_two_are_tried():
    assert found("Nara bridge closed", FITS) == [FITS, "Nara bridge closed"]
    story = story_of(BRIDGE, FERRY, BRIDGE + " Rain fell.")
    titles = ("Nara bridge closed", FITS, "Inspectors closed Nara bridge over cracks")
    articles = tuple(replace(each, title=title) for each, title in zip(story.articles, titles, strict=True))
    context = replace(context_of(story), story=replace(story, articles=articles))
    assert len(fitting_titles(context, (CLOSED,))) == 2


def test_a_title_set_aside_with_its_article_is_none():
    assert found(FITS, off_topic=frozenset({"a1"})) == []
    assert found(FITS, off_topic=frozenset({"a2"})) == [FITS]


def test_a_title_cites_what_the_sentences_nearest_to_it_cite():
    (claim,) = fitting_titles(titled({0: FITS}), (COST, CLOSED)).values()
    assert claim.cites == (1,), "the other sentence shares no word with it"
    (claim,) = fitting_titles(titled({0: "Nara bridge repair closed to cost euros"}), (COST, CLOSED)).values()
    assert set(claim.cites) == {1, 2, 6}
    many = replace(CLOSED, cites=tuple(range(1, 10)))
    (claim,) = fitting_titles(titled({0: FITS}), (many,)).values()
    assert len(claim.cites) == 6


def test_a_title_in_a_text_has_its_place_there():
    story = story_of(f"{FITS}\n\n{BRIDGE}", FERRY)
    (place,) = places_of_title(context_of(story), FITS)
    assert (place.article, place.start, place.end, place.text) == ("a1", 0, len(FITS), FITS)
    assert places_of_title(titled({0: FITS}), FITS) == ()


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The old bridge was closed, and a ferry runs.", "The old bridge was closed"),
        ("The bridge closed, and a ferry runs.", "The bridge closed, and a ferry runs"),
        (
            "It will cost 5 million euros in all, Paul Brandt said.",
            "It will cost 5 million euros in all, Paul Brandt said",
        ),
        (
            "“Nobody will cross it today, or tomorrow,” Ortiz said.",
            "“Nobody will cross it today, or tomorrow,” Ortiz said",
        ),
    ],
)
def test_a_sentence_is_cut_at_a_clause_that_keeps_its_speaker_and_its_quotation(text: str, short: str):
    assert shortened(text) == short


@pytest.mark.parametrize(
    ("text", "printed"), [("Bridge closed.", "Bridge closed"), ("A bridge in U.S.", "A bridge in U.S.")]
)
def test_a_headline_has_no_stop_but_that_of_an_abbreviation(text: str, printed: str):
    assert without_stop(text) == printed
