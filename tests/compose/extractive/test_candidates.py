"""Candidates: every distinct body sentence once, with its copies and its places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.compose.extractive.candidates import find_candidates, find_heads, in_one_language
from summarize.prepare.preparation import prepare_story
from summarize.records import Article
from summarize.story import Story, foreign_articles

FIRST = (
    "Council closes the old bridge\n\n"
    "The city council of Porto voted on Tuesday to close the old bridge for repairs. Nobody spoke against it.\n\n"
    "A ferry will carry the residents of the northern district across the river until the spring."
)
SECOND = "Nobody spoke   against it. The council of Porto raised the price of water for all households by a tenth."


def story_of(*texts: str) -> Story:
    return prepare_story([Article(id=f"a{n}", text=text, sha256="0") for n, text in enumerate(texts, 1)])


def test_equal_sentences_are_one_candidate_with_all_its_places() -> None:
    found = find_candidates(story_of(FIRST, SECOND), frozenset())
    (quiet,) = [candidate for candidate in found if candidate.passage.text == "Nobody spoke against it."]
    assert [sentence.article for sentence in quiet.sentences] == ["a1", "a2"]
    assert quiet.passage.places == ((0, 1), (1, 0))
    assert quiet.passage.words == 4


def test_every_body_sentence_is_in_exactly_one_candidate(story: Story) -> None:
    found = [(s.article, s.number) for candidate in find_candidates(story, frozenset()) for s in candidate.sentences]
    assert sorted(found) == sorted((s.article, s.number) for s in story.sentences if s.zone == "body")


def test_articles_set_aside_have_neither_candidates_nor_heads() -> None:
    story = story_of(FIRST, SECOND)
    assert {c.sentence.article for c in find_candidates(story, {"a1"})} == {"a2"}
    assert find_heads(story, {"a1"}) == []


def test_titles_are_heads_and_no_candidates() -> None:
    story = story_of(FIRST)
    assert [head.text for head in find_heads(story, frozenset())] == ["Council closes the old bridge"]
    assert all("Council closes" not in c.passage.text for c in find_candidates(story, frozenset()))


def story(*languages: str, wanted: str = ""):
    articles = [
        Article(id=f"a{n}", text=f"Bericht {n}. Report {n}.", sha256="", language=code)
        for n, code in enumerate(languages)
    ]
    return prepare_story(articles, language=wanted)


def test_articles_in_other_languages_are_set_aside_and_counted() -> None:
    given = story("en", "de", "en", "ru")
    kept, aside, (notice,) = in_one_language(given, frozenset())
    assert kept is given
    assert aside == foreign_articles(given) == {"a1", "a3"}
    assert notice.code == "other_language"
    assert "2 of 4 articles are set aside (1 in German, 1 in Russian)" in notice.message


def test_one_language_needs_no_word() -> None:
    assert in_one_language(story("en", "en-GB"), frozenset()) == (story("en", "en-GB"), frozenset(), ())


def test_what_is_set_aside_already_is_not_counted_again() -> None:
    _, aside, notices = in_one_language(story("en", "de"), frozenset(("a1",)))
    assert aside == {"a1"}
    assert notices == ()


def test_a_language_of_no_article_gives_way_to_the_majority() -> None:
    kept, aside, notices = in_one_language(story("de", "en", "de", wanted="fr"), frozenset())
    assert kept.language == "de"
    assert aside == {"a1"}
    assert [notice.code for notice in notices] == ["language", "other_language"]
    assert "no article is in French" in notices[0].message


def test_when_everything_is_set_aside_nothing_more_is() -> None:
    given = story("de", wanted="en")
    assert in_one_language(given, frozenset(("a0",)))[0] is given
    assert in_one_language(replace(given, languages=()), frozenset())[1:] == (frozenset(), ())


@pytest.mark.parametrize(("label", "place"), [("It is shut.", 1), ("It is now shut.", 2)])
def test_three_words_do_not_count_as_a_sentence_before_others(label: str, place: int) -> None:
    text = f"Council closes bridge\n\nThe council of Porto voted to close it today. {label} A ferry takes its place."
    found = find_candidates(story_of(text), frozenset())
    assert [each.passage.places for each in found if each.passage.text.startswith("A ferry")] == [((0, place),)]
