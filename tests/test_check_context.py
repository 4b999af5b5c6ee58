"""What the checks know of a story, and how they word what is missing."""

from __future__ import annotations

from datetime import date

from summarize.check.context import Context, context_of, counted, missing, names_in
from summarize.records import Article, Evidence


def test_a_story_gives_words_spellings_days_and_texts() -> None:
    articles = [Article(id="a1", text="Holt met the mayor.", sha256="", published="2031-03-06T10:00:00Z")]
    context = context_of(articles)
    assert "mayor" in context.ordinary
    assert "holt" in context.spellings
    assert context.published == {"a1": date(2031, 3, 6)}
    assert context.texts == {"a1": "Holt met the mayor."}
    assert context_of([Article(id="a1", text="x", sha256="", published="soon")]).published == {}


def test_a_message_says_what_where_and_why() -> None:
    evidence = [Evidence("a1", 0, 1, "x"), Evidence("a2", 0, 1, "y")]
    context = Context(places={"a1": 1, "a2": 3})
    told = missing("500", evidence, context, ["600", "600"], "it says “600” there")
    assert told == '"500" is not in the cited sentences of [1] and [3] (there: "600"): it says “600” there'
    assert missing("“a”", evidence[:1], context, []) == "“a” is not in the cited sentence of [1]"


def test_counts_are_words() -> None:
    assert [counted(number, "name") for number in (0, 1, 2)] == ["no names", "1 name", "2 names"]


def test_a_day_is_no_part_of_a_name() -> None:
    assert [name.text for name in names_in("They told The Post Thursday.", Context())] == ["Post"]
