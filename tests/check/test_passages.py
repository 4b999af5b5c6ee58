"""Where the checks look: nearest first, nothing before it is needed, every passage with its exact place. Findings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.passages import EvidenceSearch, Findings, Match, Scope, StoryText, instead_note, quoted
from summarize.records import Evidence, Origin
from tests.claims import article, cite, cut, search_for, span, story

FIRST = "One ferry sank. Two boats came. Three men swam. Four dogs barked. Five cars drove off."
SECOND = "Six ships waited. Seven gulls cried."


def holding(search: EvidenceSearch, word: str) -> tuple[str, str] | None:
    found = search.find(lambda passage: word in passage.doc.text)
    return (found.scope, found.passage.doc.text) if found else None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Three", ("cited", "Three men swam.")),
        ("Harbour", ("heading", "Harbour Post. Ferry lost. 2031-03-04")),
        ("Two", ("near", "Two boats came.")),
        ("Four", ("near", "Four dogs barked.")),
        ("One", ("article", "One ferry sank.")),
        ("Five", ("article", "Five cars drove off.")),
        ("Gazette", ("elsewhere", "Inland Gazette")),
        ("Seven", ("elsewhere", "Seven gulls cried.")),
        ("Eight", None),
    ],
)
def test_the_nearest_passage_is_found(word: str, expected: tuple[str, str] | None) -> None:
    first = article(FIRST, "a1", publisher="Harbour Post", title="Ferry lost", published="2031-03-04T09:00:00Z")
    text = story(first, article(SECOND, "a2", publisher="Inland Gazette"))
    _, search = search_for(text, "Men swam.", cite(text, "Three"))
    assert holding(search, word) == expected


def test_in_a_scope_of_several_the_passage_that_shares_most_counts() -> None:
    text = story(
        "A ferry sank. Rain fell on the port. Snow came. The ferry of the port carried sheep on Friday. Fog on Friday."
    )
    _, search = search_for(text, "The ferry carried sheep on Friday.", cite(text, "A ferry"))
    assert holding(search, "Friday") == ("article", "The ferry of the port carried sheep on Friday.")


def test_a_span_over_several_sentences_has_neighbours_on_either_side() -> None:
    text = story(FIRST)
    _, search = search_for(text, "Boats came.", span(text.articles[0], "boats came. Three men"))
    assert holding(search, "Two") == ("near", "Two boats came.")
    assert holding(search, "swam") == ("near", "Three men swam.")
    assert holding(search, "One") == ("near", "One ferry sank.")
    assert holding(search, "Five") == ("article", "Five cars drove off.")


@pytest.mark.parametrize("words", ["Three men swam. ", " Three men swam."])
def test_a_blank_at_either_end_of_a_span_is_no_sentence(words: str) -> None:
    text = story(FIRST)
    _, search = search_for(text, "Men swam.", span(text.articles[0], words))
    scopes = [found[0] for each in ("Two", "Four", "One", "Five") if (found := holding(search, each))]
    assert scopes == ["near", "near", "article", "article"]


def test_before_a_sentence_stand_those_that_begin_earlier_the_nearest_first() -> None:
    text = story(FIRST)
    before = text.before("a1", cite(text, "Three").start)
    assert [passage.doc.text for passage in before] == ["Two boats came.", "One ferry sank."]


def test_the_first_and_the_last_sentence_have_one_neighbour() -> None:
    text = story(FIRST)
    for cited, near in (("One", "Two"), ("Five", "Four")):
        _, search = search_for(text, "", cite(text, cited))
        assert (holding(search, near) or ("",))[0] == "near"
        assert (holding(search, "Three") or ("",))[0] == "article"


def test_what_is_cited_from_an_unknown_article_is_left_out() -> None:
    text = story(FIRST)
    _, search = search_for(text, "Men swam.", Evidence("zz", 0, 3, "Men"), cite(text, "Three"))
    assert (search.articles, len(search.cited), len(search.evidence)) == (("a1",), 1, 2)


def test_nothing_is_cut_into_sentences_before_it_is_needed() -> None:
    asked: list[int] = []
    articles = [article(FIRST)]

    def sentences() -> list[object]:
        asked.append(1)
        return list(cut(articles))

    text = StoryText(articles, sentences)  # type: ignore[arg-type]  # counts only
    _, search = search_for(text, "Men swam.", span(articles[0], "Three men swam."))
    assert holding(search, "swam") == ("cited", "Three men swam.")
    assert asked == []
    assert holding(search, "Five")
    assert holding(search, "Nine") is None
    assert asked == [1]


def test_a_passage_keeps_its_annotations() -> None:
    text = story(FIRST)
    item = cite(text, "Three")
    assert text.cited(item) is text.cited(Evidence(item.article, item.start, item.end, item.text, "match"))
    assert text.heading("a1") is text.heading("a1")
    assert text.sentences("a1") is text.sentences("a1")
    assert text.sentences("zz") == ()


@pytest.mark.parametrize(
    ("known", "heading"),
    [
        ({}, ""),
        (
            {"publisher": "Post", "author": "N. Ferro", "title": "Ferry lost", "published": "2031-03-04T09:00"},
            "Post. N. Ferro. Ferry lost. 2031-03-04",
        ),
        ({"origin": "Reuters"}, "Reuters"),
    ],
)
def test_what_a_heading_holds(known: dict[str, str], heading: str) -> None:
    text = story(article(FIRST, **known))
    assert text.heading("a1").doc.text == heading
    assert text.heading("a1").start == -1


def test_the_report_that_an_article_goes_back_to_is_in_its_heading() -> None:
    origins = [Origin(id="o1", name="AFP", articles=("a2",)), Origin(id="o2", name="dpa", articles=("a1", "a3"))]
    text = story(article(FIRST, origin="Reuters"), SECOND, SECOND, origins=origins)
    assert [text.heading(each).doc.text for each in ("a1", "a2", "a3")] == ["Reuters", "AFP", "dpa"]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2031-03-04T09:00:00Z", date(2031, 3, 4)),
        ("2031-03-04", date(2031, 3, 4)),
        ("March 4", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_publication(published: str | None, day: date | None) -> None:
    text = story(article(FIRST, published=published))
    assert text.published("a1") == day
    assert text.cited(cite(text, "One")).published == day
    assert text.published("zz") is None


def test_languages_are_told_by_article_and_those_unknown_are_the_summarys() -> None:
    german = "Die Fähre ist gestern Abend vor der Küste gesunken, und niemand wurde verletzt, sagte der Minister. " * 8
    text = story(article(german, "a1"), article("12 34", "a2"), article(SECOND, "a3", language="pt"), language="en")
    assert text.languages == {"a1": "de", "a2": "en", "a3": "pt"}
    assert text.cited(Evidence("a1", 0, 3, "Die")).doc.language == "de"
    assert text.is_foreign([Evidence("a2", 0, 2, "12")]) is False
    assert text.is_foreign([Evidence("a2", 0, 2, "12"), Evidence("a1", 0, 3, "Die")]) is True


def test_citations_are_numbered_by_place_each_once() -> None:
    text = story(FIRST, SECOND)
    assert text.citation(["a2", "a1", "a2"]) == "[2] and [1]"
    assert text.citation(["zz"]) == "[zz]"


def test_words_written_in_small_letters_are_collected() -> None:
    text = story("The ferry sank.", "A Bell rang.")
    assert {"ferry", "sank", "rang"} <= text.lowercase_words
    assert text.lowercase_words.isdisjoint({"The", "the", "Bell", "bell"})


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("AZaz. \n“”é…?12字。", max_size=80), min_size=1, max_size=3))
def test_every_passage_is_the_articles_own_characters(texts: list[str]) -> None:
    text = story(*texts)
    _, search = search_for(text, "A", Evidence("a1", 0, len(texts[0]), texts[0]))
    for passage in search.everywhere():
        if passage.start >= 0:
            item = passage.evidence
            source = text.articles[text.citation_numbers[item.article] - 1].text
            assert source[item.start : item.end] == item.text
            assert item.by == "match"


def findings(**fields: object) -> Findings:
    return Findings("names", "name", **fields)  # type: ignore[arg-type]  # its own fields


@pytest.mark.parametrize(
    ("found", "outcome", "detail"),
    [
        (findings(), "pass", "no names in it"),
        (findings(looked_at=1), "pass", "1 name found in the sources"),
        (findings(looked_at=2), "pass", "2 names found in the sources"),
        (findings(looked_at=2, unclear=["a"]), "unclear", "a"),
        (findings(unclear=["a", "b", "c"]), "unclear", "a; b"),
        (findings(looked_at=2, unclear=["a"], failed=["b"]), "fail", "b"),
        (findings(failed=["a", "b", "c"]), "fail", "a; b"),
    ],
)
def test_the_worst_counts(found: Findings, outcome: str, detail: str) -> None:
    check = found.check()
    assert (check.name, check.outcome, check.detail, check.by) == ("names", outcome, detail, "")


@pytest.mark.parametrize(
    ("scope", "added", "unclear"),
    [
        ("cited", 0, []),
        ("heading", 0, []),
        ("near", 1, []),
        ("article", 1, []),
        ("elsewhere", 0, ["“Bell” is not in [1], only in [2], which is not cited"]),
    ],
)
def test_what_is_taken_by_where_it_was_found(scope: Scope, added: int, unclear: list[str]) -> None:
    text = story("A ferry sank.", "Tom Bell rang.")
    _, search = search_for(text, "Bell rang.", cite(text, "ferry"))
    found = findings()
    found.record("Bell", Match(scope, text.cited(cite(text, "Bell"))), search)
    assert (len(found.passages), found.unclear, found.failed) == (added, unclear, [])


@pytest.mark.parametrize(("text", "shown"), [("Bell", "“Bell”"), ("“no”", "“no”"), ("'no'", "'no'"), ("«no»", "«no»")])
def test_a_token_is_quoted_once(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([], ""),
        (["a"], " (the cited passages have “a”)"),
        (["a", "b", "a", "c"], " (the cited passages have “a”, “b”, “c”)"),
        (["a", "b", "c", "d"], " (the cited passages have “a”, “b”, “c”)"),
    ],
)
def test_at_most_three_are_named_each_once(found: list[str], shown: str) -> None:
    assert instead_note(found) == shown
