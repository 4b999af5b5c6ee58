"""Omissions: every sentence no claim uses, once, with the reason that applies."""

from __future__ import annotations

from summarize import Article, prepare_story
from summarize.compose.eligibility import Eligibility
from summarize.compose.extractive.candidates import find_candidates
from summarize.compose.extractive.concepts import Unit
from summarize.compose.extractive.omissions import Dispositions, list_omissions
from summarize.compose.extractive.repeats import Corroboration
from summarize.records import Omission
from summarize.story import Story

TEXT = (
    "The city council of Porto voted on Tuesday to close the old bridge for repairs. "
    "The council of Porto closes the old bridge to repair it. "
    "He also spoke of the ferry that will cross the river. "
    "A ferry will carry the residents of the northern district across the river until the spring."
)


def fates_of(
    story: Story, *picked: int, evidence: tuple[tuple[int, ...], ...] = ((), ()), repeats: dict[int, int] | None = None
) -> tuple[Omission, ...]:
    eligibility = {2: Eligibility("orphan", "points back to the sentence before", needs_lead=True)}
    units = [Unit((n,)) for n in picked]
    found = Corroboration(evidence[: len(units)], repeats or {})
    return list_omissions(story, Dispositions(find_candidates(story, set()), units, found, eligibility), set())


def story_of(text: str = TEXT) -> Story:
    return prepare_story([Article(id="a1", text=text, sha256="0")])


def test_each_fate_has_its_reason() -> None:
    omitted = fates_of(story_of(), 0, repeats={1: 0})
    assert [(o.reason, o.of) for o in omitted] == [("duplicate", "c1"), ("orphan", None), ("budget", None)]
    assert omitted[1].detail == "points back to the sentence before"


def test_a_repeat_names_its_claim_by_reading_order() -> None:
    assert fates_of(story_of(), 3, 0, repeats={1: 1})[0].of == "c2"


def test_further_evidence_is_used_and_so_not_omitted() -> None:
    omitted = fates_of(story_of(), 0, evidence=((1,),))
    assert [o.reason for o in omitted] == ["orphan", "budget"]


def test_all_of_an_article_set_aside_is_off_topic() -> None:
    story = story_of()
    omitted = list_omissions(story, Dispositions([], (), Corroboration((), {}), {}), {"a1"})
    assert [o.reason for o in omitted] == ["off_topic"] * len(story.sentences)


def test_what_is_no_body_is_omitted_by_its_zone(story: Story) -> None:
    omitted = list_omissions(story, Dispositions(find_candidates(story, set()), (), Corroboration((), {}), {}), set())
    assert len(omitted) == len(story.sentences)
    zones = {(s.article, s.start): s.zone for s in story.sentences}
    assert all(o.reason == zones[o.article, o.start] for o in omitted if zones[o.article, o.start] != "body")
