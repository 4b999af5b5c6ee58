"""The embedded engine keeps to one language."""

from __future__ import annotations

from dataclasses import replace

from summarize.compose.language_filter import in_one_language
from summarize.prepare import foreign_articles, prepare_story
from summarize.records import Article


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
