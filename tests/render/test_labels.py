from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.records import (
    Accounting,
    Alignment,
    Article,
    Balance,
    Check,
    CheckName,
    Claim,
    Evidence,
    NamedPerson,
    Notice,
    OmissionReason,
    Origin,
    Outcome,
    Run,
    Share,
    Skipped,
    Spelling,
    Summary,
    TimelineEntry,
    Usage,
)
from summarize.render import labels, sources

ARTICLES = tuple(
    Article(id=f"a{n}", text="Rain fell.", sha256=f"{n}" * 64, path=f"{n}.txt", published="2025-02-16T08:00:00Z")
    for n in (1, 2, 3)
)
EMBEDDED = Run(engine="embedded", model=None, version="1", config={"words": 120})
MODEL = Run(engine="model", model="some-model", version="1")


def claim(*articles: str, text: str = "Rain fell.", origins: int = 1, **more: object) -> Claim:
    evidence = tuple(Evidence(article, 0, 10, "Rain fell.") for article in articles)
    return Claim(id="c", text=text, evidence=evidence, articles=len(articles), origins=origins, **more)  # type: ignore[arg-type]


def summary(*claims: Claim, **more: object) -> Summary:
    origins = tuple(Origin(id=a.id, name=None, articles=(a.id,)) for a in ARTICLES)
    known = {
        "headline": "Rain", "headline_evidence": (), "claims": claims, "articles": ARTICLES, "origins": origins,
        "accounting": Accounting(3, 1, {"duplicate": 2}), "omitted": (), "run": EMBEDDED,
    }  # fmt: skip
    return Summary(**{**known, **more})  # type: ignore[arg-type]


def test_an_extract_says_that_it_quotes_and_that_no_model_wrote() -> None:
    said = labels.made(summary(claim("a1"), claim("a2")))
    assert said.startswith("4 words, selected from 3 articles without a language model: every sentence is quoted")


def test_sentences_that_are_not_quoted_are_counted() -> None:
    assert "1 of 2 sentences are quoted" in labels.made(summary(claim("a1"), claim("a2", text="It rained.")))


def test_words_of_a_later_article_are_no_quotation_of_the_first() -> None:
    evidence = (Evidence("a1", 0, 10, "It poured."), Evidence("a2", 0, 10, "Rain fell."))
    said = labels.made(summary(Claim(id="c", text="Rain fell.", evidence=evidence)))
    assert "0 of 1 sentence" in said


def test_a_model_is_named() -> None:
    assert labels.made(summary(claim("a1"), run=MODEL)) == "2 words, written by the model some-model from 3 articles."


def test_failed_checks_are_named_with_their_details() -> None:
    checks = (Check("names", "pass"), Check("numbers", "fail", "5 is not there"), Check("dates", "fail"))
    assert labels.failures(claim("a1", checks=checks)) == "CHECK FAILED – figures: 5 is not there; dates"
    assert labels.failures(claim("a1", checks=checks[:1])) == ""
    read = (Check("meaning", "fail", "no passage says it: “by night”", "some-model"),)
    assert labels.failures(claim("a1", checks=read)) == (
        "CHECK FAILED – read by some-model: no passage says it: “by night”"
    )


@pytest.mark.parametrize(
    ("check", "name", "words"),
    [
        (Check("verbatim", "pass"), "wording", "quoted word for word"),
        (Check("verbatim", "fail"), "wording", "not word for word"),
        (Check("verbatim", "not_run"), "wording", "written anew"),
        (Check("quotes", "pass"), "quotations", "found in the sources"),
        (Check("numbers", "fail"), "figures", "FAILED"),
        (Check("names", "unclear"), "names", "unclear"),
        (Check("dates", "not_run"), "dates", "not looked for"),
        (Check("meaning", "pass", by="some-model"), "read by some-model", "supported"),
        (Check("meaning", "fail", by="some-model"), "read by some-model", "not supported"),
        (Check("meaning", "unclear", by="some-model"), "read by some-model", "unclear"),
        (Check("meaning", "not_run", by="some-model"), "read by some-model", "not read"),
        (Check("meaning", "fail"), "meaning", "not supported"),
        (Check("meaning", "not_run"), "meaning", "not read"),
    ],
)
def test_every_outcome_has_its_words(check: Check, name: str, words: str) -> None:
    assert (labels.check_name(check), labels.check_words(check)) == (name, words)


@pytest.mark.parametrize("name", CheckName.__args__)  # type: ignore[attr-defined]
@pytest.mark.parametrize("outcome", Outcome.__args__)  # type: ignore[attr-defined]
@pytest.mark.parametrize("by", ["", "some-model"])
def test_no_words_say_more_than_was_looked_at(name: CheckName, outcome: Outcome, by: str) -> None:
    check = Check(name, outcome, "", by)
    said = f"{labels.check_name(check)} {labels.check_words(check)}".lower()
    assert not {"pass", "passed", "verified", "true", "correct"} & set(said.split())
    assert ("supported" in said.split()) == (name == "meaning" and outcome in ("pass", "fail"))


def test_doubts_are_told_with_their_check_unless_a_reader_settled_them() -> None:
    names = Check("names", "unclear", "“Ruiz” is not in [1], only in [2], which is not cited")
    told = "names unclear: “Ruiz” is not in [1], only in [2], which is not cited"
    assert labels.doubts(claim("a1", checks=(names,))) == told
    assert labels.doubts(claim("a1", checks=(names, Check("meaning", "not_run", "no model read it")))) == told
    assert labels.doubts(claim("a1", checks=(names, Check("meaning", "pass", "supported", "some-model")))) == ""
    unsure = Check("meaning", "unclear", "the reply has no verdict", "some-model")
    assert labels.doubts(claim("a1", checks=(names, unsure))) == (
        f"{told}; read by some-model unclear: the reply has no verdict"
    )
    assert labels.doubts(claim("a1", checks=(Check("names", "pass"),))) == ""


def test_failed_and_uncited_sentences_raise_an_alarm() -> None:
    failed = claim("a1", checks=(Check("names", "fail"),))
    assert "2 of 3 sentences failed" in labels.alarm(summary(claim("a1"), failed, claim()))
    assert labels.alarm(summary(claim("a1"))) == ""


VALUES = tuple(Check(name, "pass") for name in ("quotes", "numbers", "names", "dates"))  # type: ignore[arg-type]
QUOTED = (Check("verbatim", "pass"), *VALUES, Check("meaning", "not_run"))


def anew(*but: Check) -> Claim:
    """A claim that was written anew, with all values found but for those given."""
    other = {check.name for check in but}
    kept = [check for check in (Check("verbatim", "not_run"), *VALUES) if check.name not in other]
    return claim("a1", checks=(*kept, *but))


def test_sentences_are_counted_by_what_was_looked_at_and_by_whom() -> None:
    story = summary(
        claim("a1", checks=QUOTED),
        anew(Check("meaning", "pass", "supported", "some-model")),
        anew(Check("names", "unclear"), Check("meaning", "pass", "supported", "some-model")),
        anew(Check("names", "unclear"), Check("numbers", "fail"), Check("meaning", "fail", "", "some-model")),
        anew(Check("meaning", "not_run", "the call failed", "some-model")),
    )
    assert labels.checks(story) == [
        "1 sentence: quoted word for word",
        "4 sentences compared by value: 2 with names, figures, dates and quotations found in the sources, "
        "1 with one that is unclear, 1 with one that FAILED",
        "3 sentences read by some-model: 2 supported, 1 not supported",
        "1 sentence: read by nobody",
    ]


def test_without_a_reader_the_meaning_is_said_to_be_unread() -> None:
    assert labels.checks(summary(anew(Check("meaning", "not_run", "no model read it")))) == [
        "1 sentence compared by value: 1 with names, figures, dates and quotations found in the sources",
        "Meaning: read by nobody",
    ]
    lost = anew(Check("meaning", "fail", "it lacks the “not” of the cited passages"))
    assert labels.checks(summary(lost))[1] == "1 sentence read by a rule: 1 not supported"
    assert labels.checks(summary(claim("a1", checks=QUOTED))) == ["1 sentence: quoted word for word"]


def test_what_was_not_checked_is_never_called_found() -> None:
    assert labels.checks(summary(claim("a1"))) == [
        "1 sentence compared by value: 1 not looked at",
        "Meaning: read by nobody",
    ]
    assert labels.caution(summary(claim("a1"))) == ""


def test_each_way_of_checking_has_its_caution() -> None:
    assert "not a proof" in labels.caution(summary(anew(Check("meaning", "pass", "supported", "some-model"))))
    assert "does not mean that the sources say" in labels.caution(summary(anew(), claim("a1", checks=QUOTED)))
    assert labels.caution(summary(claim("a1", checks=QUOTED))) == "Word for word does not mean true or fair."


def test_a_draft_is_called_somebody_elses() -> None:
    draft = Run(engine="draft", model=None, version="1")
    assert labels.made(summary(claim("a1"), run=draft)) == (
        "A draft of 1 sentence (2 words), checked against 3 articles; this program wrote none of it."
    )
    assert labels.signature(summary(run=draft)) == "summarize 1: no model was called"
    assert labels.signature(summary(run=replace(draft, checker="some-model"))).startswith("summarize 1: 0 calls")
    assert "not compared with each other" in labels.disagreements(summary(run=draft))


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        ((1, 1), "No sentence was matched with a second report"),
        ((2, 3), "Every sentence was found in two or more separate reports."),
        (
            (2, 1),
            "1 of 2 sentences was found in two or more separate reports; for the other none was matched",
        ),
        (
            (2, 2, 1, 1),
            "2 of 4 sentences were found in two or more separate reports; for the other 2 none was matched",
        ),
        ((), ""),
    ],
)
def test_resting_on_one_report_is_said_once(origins: tuple[int, ...], said: str) -> None:
    assert labels.independence(summary(*(claim("a1", origins=count) for count in origins))).startswith(said)


def test_one_article_or_one_report_is_said() -> None:
    assert "only one article" in labels.independence(summary(claim("a1"), articles=ARTICLES[:1]))
    one = (Origin(id="o", name=None, articles=("a1", "a2", "a3")),)
    assert "All articles go back to one report" in labels.independence(summary(claim("a1"), origins=one))


def test_copies_and_unnamed_speakers_are_said_beside_the_claim() -> None:
    joined = (Origin(id="o", name=None, articles=("a1", "a2")),)
    assert labels.remarks(claim("a1", "a2"), summary(origins=joined)) == "one report"
    assert labels.remarks(claim("a1", "a2"), summary()) == "", "two reports, each with a part: no copies"
    assert labels.remarks(claim("a1", "a2", origins=2), summary()) == ""
    assert labels.remarks(claim("a1", attributed_to="the  envoy"), summary()) == "according to the envoy"
    assert labels.remarks(claim("a1", text="The Envoy spoke.", attributed_to="an envoy"), summary()) == ""


def test_an_empty_list_of_disagreements_is_no_agreement() -> None:
    assert "may still contradict" in labels.disagreements(summary())
    assert "no proof" in labels.disagreements(summary(run=MODEL))


def test_the_shares_name_every_reason_in_words() -> None:
    counts = Accounting(10, 2, {"budget": 5, "title": 0, "heading": 3})
    shares = labels.accounting(summary(accounting=counts))
    assert [(share.count, share.percent) for share in shares] == [(2, "20 %"), (5, "50 %"), (3, "30 %")]
    assert [share.what for share in shares[1:]] == ["no room in 120 words", "headings"]


def test_reasons_are_words_and_the_budget_is_named() -> None:
    known = labels.reasons(summary())
    assert known["budget"] == "no room in 120 words" and known["title"] == "titles"
    assert set(known) == set(OmissionReason.__args__)  # type: ignore[attr-defined]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=9))
def test_per_cents_add_up_to_a_hundred(counts: list[int]) -> None:
    reasons = ["budget", "duplicate", "title", "heading", "abstract", "orphan", "off_topic", "failed_check"]
    record = Accounting(sum(counts), counts[0], dict(zip(reasons, counts[1:], strict=False)))
    percents = [share.percent for share in labels.accounting(summary(accounting=record))]
    assert sum(int(percent.replace("<1", "0").removesuffix(" %")) for percent in percents) == (
        100 if any(counts) else 0
    )
    assert "<1 %" not in percents or sum(counts) > 100


def test_accounts_that_do_not_add_up_are_said() -> None:
    assert labels.missing(Accounting(5, 1, {"title": 3})) == "These are 4, not 5: the rest is missing."
    assert labels.missing(Accounting(4, 1, {"title": 3})) == ""


def test_long_lists_of_skipped_inputs_end_in_a_count() -> None:
    lines = labels.skipped(summary(skipped=tuple(Skipped(f"{n}.bin", "binary") for n in range(2000))))
    assert lines[0] == "0.bin: binary" and len(lines) == 11 and "1990 more" in lines[-1]


@pytest.mark.parametrize(("inputs", "last"), [(11, "10.bin: binary"), (12, "… and 2 more; the JSON output lists all")])
def test_a_count_stands_for_two_lines_at_least(inputs: int, last: str) -> None:
    lines = labels.skipped(summary(skipped=tuple(Skipped(f"{n}.bin", "binary") for n in range(inputs))))
    assert (len(lines), lines[-1]) == (11, last)


def test_warnings_carry_the_number_of_their_article() -> None:
    notices = (Notice("x", "guessed encoding", "a2"), Notice("y", "few articles"))
    assert labels.warnings(summary(warnings=notices)) == ["[2] guessed encoding", "few articles"]


def test_the_price_of_a_model_is_told_or_said_to_be_unknown() -> None:
    usage = Usage(calls=3, cached_calls=1, prompt_tokens=12000, completion_tokens=900, cost_usd=None, seconds=4.2)
    assert labels.signature(summary(run=MODEL, usage=usage)) == (
        "summarize 1: 3 calls (1 from the cache), 12,000 tokens in, 900 out, price not known"
    )
    thought = labels.signature(summary(run=MODEL, usage=replace(usage, reasoning_tokens=800)))
    assert "900 out (800 of them reasoning), price" in thought
    assert labels.signature(summary()) == "summarize 1, embedded engine: no model was called"


def test_citations_are_article_numbers_in_the_order_of_the_evidence() -> None:
    number = sources.numbers(summary())
    assert sources.cited(claim("a3", "a1", "a3", "gone").evidence, number) == ["3", "1", "?"]


def test_paragraphs_hold_about_eighty_words_and_keep_the_order() -> None:
    claims = [claim("a1", text="word " * length) for length in (30, 40, 20, 90, 10)]
    parts = [[number for number, _ in part] for part in sources.paragraphs(claims)]
    assert parts == [[1, 2], [3], [4], [5]]


def test_the_source_list_says_what_is_shared_and_what_is_used() -> None:
    articles = (*ARTICLES, Article(id="a4", text="", sha256="1" * 64, path="x.jsonl", record=7))
    origins = (
        Origin(id="o1", name="Agency", articles=("a2", "a3"), confidence="stated"),
        Origin(id="o2", name=None, articles=("a1", "a4")),
    )
    shown, left_out = sources.sources(summary(claim("a1"), claim("a1", "a2"), articles=articles, origins=origins))
    assert left_out == 0
    assert [source.notes for source in shown] == [
        ("cited by 2 sentences",),
        ("report of Agency (stated in the text)", "cited by 1 sentence"),
        ("same report as [2], report of Agency (stated in the text)", "not cited"),
        ("same text as [1]", "not cited"),
    ]
    assert shown[3].place == "x.jsonl, record 7" and shown[0].facts == ("2025-02-16",)


def test_among_thousands_of_articles_only_cited_ones_are_listed() -> None:
    articles = tuple(Article(id=f"a{n}", text="", sha256=f"{n:064}") for n in range(5000))
    shown, left_out = sources.sources(summary(claim("a7", "a4999"), articles=articles, origins=()))
    assert [source.number for source in shown] == [8, 5000] and left_out == 4998


def person(name: str, *spellings: tuple[str, int, bool]) -> NamedPerson:
    span = Evidence("a1", 0, 4, "Rain")
    return NamedPerson(name, tuple(Spelling(text, count, ("a1", "a3"), span, slip) for text, count, slip in spellings))


RUIZ = person("Ana Ruiz", ("Ruiz", 9, False), ("Ruizz", 1, True))


@pytest.mark.parametrize("text", ["Mayor Ruizz left.", "It was Ruizz’s bridge.", "“Ruizz,” she said."])
def test_a_likely_misspelling_is_said_beside_the_claim(text: str) -> None:
    assert (
        labels.remarks(claim("a1", text=text), summary(names=(RUIZ,)))
        == "spelled “Ruizz”; the articles mostly write “Ruiz”"
    )


@pytest.mark.parametrize("text", ["Mayor Ruiz left.", "The Ruizzes left."])
def test_other_words_are_no_misspelling(text: str) -> None:
    assert labels.remarks(claim("a1", text=text), summary(names=(RUIZ,))) == ""


def test_spellings_are_listed_with_their_counts_and_articles() -> None:
    assert labels.names(summary(names=(RUIZ,))) == [
        "Ana Ruiz: “Ruiz” 9 times in [1][3], “Ruizz” 1 time in [1][3] (likely a misspelling)"
    ]
    assert len(labels.names(summary(names=(RUIZ,) * 30))) == labels.SHOWN_NOTES + 1


def many(count: int) -> tuple[Article, ...]:
    return tuple(replace(ARTICLES[0], id=f"b{n}") for n in range(1, count + 1))


@pytest.mark.parametrize(("count", "end"), [(6, "[5][6]"), (7, "[5][6] and 1 more")])
def test_six_articles_of_a_spelling_are_shown(count: int, end: str) -> None:
    spelling = replace(RUIZ.spellings[0], articles=tuple(article.id for article in many(count)))
    (line,) = labels.names(summary(names=(replace(RUIZ, spellings=(spelling,)),), articles=many(count)))
    assert line.endswith(end)


@pytest.mark.parametrize(("count", "end"), [(10, "on [10] (0)."), (11, "on [10] (0), and 1 more have a part.")])
def test_ten_shares_of_the_balance_are_shown(count: int, end: str) -> None:
    shares = tuple(Share(article.id, 1, 0.1) for article in many(count))
    origins = tuple(Origin(id=article.id, name=None, articles=(article.id,)) for article in many(count))
    told = summary(claim("b1"), articles=many(count), origins=origins, balance=Balance(articles=shares))
    assert labels.balance(told)[0].endswith(end)


@pytest.mark.parametrize(("count", "lines"), [(1, 0), (2, 1)])
def test_two_articles_have_a_balance_and_one_has_none(count: int, lines: int) -> None:
    shares = tuple(Share(article.id, 1, 1.0) for article in many(count))
    origins = tuple(Origin(id=article.id, name=None, articles=(article.id,)) for article in many(count))
    told = summary(claim("b1"), articles=many(count), origins=origins, balance=Balance(articles=shares))
    assert len(labels.balance(told)) == lines


def test_the_balance_is_told_by_article_and_where_it_differs_by_report() -> None:
    articles = (Share("a1", 2, 0.67, ("c1",)), Share("a2", 0, 0.0), Share("a3", 2, 0.67, ("c2",)))
    alone = summary(claim("a1"), claim("a3"), balance=Balance(articles=articles))
    assert labels.balance(alone) == ["Of 2 sentences, 2 rest on [1] (1 on it alone), 2 on [3] (1)."]
    origins = (Origin(id="o1", name=None, articles=("a1", "a2")), Origin(id="o2", name=None, articles=("a3",)))
    shared = Balance(articles=articles, origins=(Share("o1", 2, 0.67, ("c1",)), Share("o2", 2, 0.67)))
    assert labels.balance(summary(claim("a1"), claim("a3"), balance=shared, origins=origins))[1] == (
        "By report: 2 rest on [1][2] (1 on it alone), 2 on [3] (0)."
    )
    assert labels.balance(summary()) == []


@pytest.mark.parametrize("place", [0, 100, 160, 400])
def test_a_dated_event_is_cut_but_shows_its_date(place: int) -> None:
    text = ("rain " * (place // 5)) + "on Friday " + "rain " * 60
    shown = labels.event(TimelineEntry(when=None, as_written="Friday", text=text, evidence=()))
    assert "Friday" in shown
    assert len(shown) < 230
    short = TimelineEntry(when=None, as_written="Friday", text="It rained on Friday.", evidence=())
    assert labels.event(short) == "It rained on Friday."


@pytest.mark.parametrize(("length", "whole"), [(160, True), (161, False)])
def test_an_event_of_a_hundred_and_sixty_characters_is_shown_whole(length: int, whole: bool) -> None:
    text = "On Friday it rained ".ljust(length - 1, "r") + "."
    shown = labels.event(TimelineEntry(when=None, as_written="Friday", text=text, evidence=()))
    assert (shown == text) is whole


@pytest.mark.parametrize("after", ["", " and it went on raining"])
def test_a_date_that_ends_where_an_event_is_cut_is_shown(after: str) -> None:
    text = "rain " * 30 + "on Friday".rjust(10, "y") + after + "."
    assert text.index("Friday") + len("Friday") == 160
    shown = labels.event(TimelineEntry(when=None, as_written="Friday", text=text, evidence=()))
    assert shown.endswith("Friday …" if after else "Friday")


QUOTING = "“We saw the whole bridge fall,” Ruiz said."


def quoting(*articles: str, **more: object) -> Claim:
    """A claim with a quotation that stands in all its evidence."""
    spans = tuple(Evidence(article, 0, len(QUOTING), f"Ruiz: {QUOTING}") for article in articles)
    return Claim(id="c", text=QUOTING, evidence=spans, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"confidence": "stated", "name": "The Wire"}, "quoted second-hand"),
        ({"alignments": (Alignment(Evidence("a1", 0, 4, "Rain"), Evidence("a2", 0, 4, "Rain"), ("Rain",)),)},
         "quoted second-hand"),
        ({}, ""),
        ({"confidence": "given", "name": "The Wire"}, ""),
    ],
)  # fmt: skip
def test_a_quotation_from_a_retold_report_is_only_as_quoted_there(more: dict[str, Any], said: str) -> None:
    origin = Origin(**{"id": "o1", "name": None, "articles": ("a1", "a2"), **more})
    assert labels.remarks(quoting("a1"), summary(origins=(origin,))) == said
    assert labels.remarks(claim("a1", text="Ruiz saw it."), summary(origins=(origin,))) == ""
    assert (
        labels.remarks(
            quoting("a1", "a3", origins=2), summary(origins=(origin, Origin(id="o2", name=None, articles=("a3",))))
        )
        == ""
    )


@pytest.mark.parametrize(("words", "said"), [("We saw it", "quoted second-hand"), ("saw it", "")])
def test_three_words_are_a_quotation_and_two_are_a_wording(words: str, said: str) -> None:
    text = f"“{words},” Ruiz said."
    told = Claim(id="c", text=text, evidence=(Evidence("a1", 0, len(text), text),))
    origin = Origin(id="o1", name="The Wire", articles=("a1", "a2"), confidence="stated")
    assert labels.remarks(told, summary(origins=(origin,))) == said


def test_other_words_for_a_quotation_are_named() -> None:
    other = Evidence("a2", 0, 4, "Rain")
    assert labels.remarks(quoting("a1", worded_otherwise=(other,)), summary()) == (
        "the quotation is worded otherwise in [2]"
    )


def test_why_articles_are_one_report_is_said_with_what_shows_it() -> None:
    credit = Origin(id="o1", name="The Wire", articles=("a1",), confidence="stated",
                    why="it credits The Wire (“told The Wire”)",
                    evidence=(Evidence("a1", 0, 13, "told The Wire"),))  # fmt: skip
    pair = Alignment(Evidence("a2", 0, 4, "Rain\nfell."), Evidence("a3", 0, 4, "It rained."), ("Rain",))
    rewrite = Origin(id="o2", name=None, articles=("a2", "a3"), confidence="inferred", why="1 of the 1 sentences …",
                     alignments=(pair,))  # fmt: skip
    assert labels.reports(summary(origins=(credit, rewrite))) == [
        "[1] stated: it credits The Wire (“told The Wire”)",
        "[2][3] inferred: 1 of the 1 sentences …; “Rain fell.” beside “It rained.”",
    ]
    assert labels.reports(summary(origins=(Origin(id="o1", name=None, articles=("a1",)),))) == []


def test_only_the_articles_that_hold_the_quotation_are_named() -> None:
    origin = Origin(id="o1", name="The Wire", articles=("a1",), confidence="stated")
    other = Origin(id="o2", name=None, articles=("a2",))
    both = replace(quoting("a1"), evidence=(*quoting("a1").evidence, Evidence("a2", 0, 4, "Rain")))
    assert labels.remarks(both, summary(origins=(origin, other))) == "quoted second-hand by [1]"


def test_a_timeline_without_a_day_says_that_its_order_tells_nothing() -> None:
    def entry(when: str | None) -> TimelineEntry:
        return TimelineEntry(when=when, as_written="Friday", text="It rained on Friday.", evidence=())

    assert "No day is certain" in labels.undated(summary(timeline=(entry(None), entry(None))))
    assert labels.undated(summary(timeline=(entry(None), entry("2031-05-02")))) == ""


def test_the_status_counts_how_each_sentence_came_out() -> None:
    read = (Check("names", "pass"), Check("meaning", "pass", by="reader-1"))
    unsure = (Check("meaning", "unclear", by="reader-1"),)
    wrong = (Check("numbers", "fail", "12 in no source"),)
    own = (Check("verbatim", "pass"),)
    claims = [claim("a1", checks=checks) for checks in (read, read, unsure, wrong, own, ())]
    claims.append(replace(claim("a1"), evidence=()))
    told = labels.status(summary(*claims, run=MODEL, usage=Usage(cost_usd=0.01234)))
    assert told == (
        "7 sentences (14 words) by some-model from 3 articles: 2 read and supported, 1 quoted word for word, 1 FAILED, "
        "1 without a source, 1 unclear, 1 not read for meaning; $0.0123"
    )
    draft = labels.status(summary(claim("a1", checks=read), run=Run(engine="draft", model=None, version="1")))
    assert draft == (
        "1 sentence of a draft, not written by this program, checked against 3 articles: 1 read and supported"
    )


def test_the_status_of_an_extract_says_that_no_model_was_used() -> None:
    own = (Check("verbatim", "pass"),)
    assert labels.status(summary(claim("a1", checks=own))) == (
        "2 words from 3 articles, quoted word for word; no model was used"
    )
    assert "1 of 2 sentences word for word" in labels.status(summary(claim("a1", checks=own), claim("a2")))


@pytest.mark.parametrize(
    ("words", "told"),
    [(84, "the summary has 84 of the 100 words you asked for"), (85, ""), (110, ""), (111, "you asked for 100")],
)
def test_a_length_that_is_missed_is_said(words: int, told: str) -> None:
    run = replace(EMBEDDED, config={"words": 100})
    found = labels.problems(summary(claim("a1", text="rain " * words), run=run))
    assert len(found) == bool(told) and told in "".join(found)
    said = (Notice("short", "84 words of 100"),)
    assert labels.problems(summary(claim("a1", text="rain " * 84), run=run, warnings=said)) == ["84 words of 100"]
    draft = replace(run, engine="draft")
    assert labels.problems(summary(claim("a1", text="rain " * words), run=draft)) == []


@pytest.mark.parametrize(("words", "said"), [(11, False), (12, True)])
def test_a_tenth_more_than_asked_for_is_no_problem(words: int, said: bool) -> None:
    run = replace(EMBEDDED, config={"words": 10})
    assert bool(labels.problems(summary(claim("a1", text="rain " * words), run=run))) is said


def test_what_was_done_on_the_way_is_no_problem() -> None:
    notices = (Notice("shortened", "a sentence went"), Notice("sentence_dropped", "a sentence was dropped", "a2"))
    run = replace(EMBEDDED, config={})
    assert labels.problems(summary(claim("a1"), run=run, warnings=notices)) == ["[2] a sentence was dropped"]


def test_the_number_of_an_article_stands_once() -> None:
    notices = (Notice("off_topic", "[2] is about another event", "a2"), Notice("feed_cut", "cut", "a3"))
    assert labels.warnings(summary(warnings=notices)) == ["[2] is about another event", "[3] cut"]


def test_what_was_cut_is_shown_beside_the_claim_and_counted_apart() -> None:
    whole = replace(claim("a1", text="Ruiz said."), checks=(Check("verbatim", "pass"),))
    less = replace(
        whole,
        edited=(" on\nFriday",),
        checks=(Check("verbatim", "not_run", "but for “on Friday”"), Check("dates", "pass")),
    )
    assert labels.remarks(less, summary()) == "cut: “on Friday”"
    assert labels.remarks(whole, summary()) == ""
    assert labels.check_words(less.checks[0]) == "not word for word"
    assert labels.checks(summary(claims=(whole, less))) == [
        "1 sentence: quoted word for word",
        "1 sentence: the source’s own words, except a day that was cut",
    ]
    broken = replace(less, checks=(Check("verbatim", "fail", "changed"),))
    assert labels.checks(summary(claims=(broken,)))[0].startswith("1 sentence compared by value")


DRAFT = Run(engine="draft", model=None, version="1")


def test_only_of_a_draft_it_is_said_that_nobody_read_it() -> None:
    own, read = (Check("verbatim", "pass"),), (Check("meaning", "pass", by="reader-1"),)
    found = (Check("names", "pass"), Check("meaning", "not_run"))
    draft = summary(*(claim("a1", checks=checks) for checks in (own, read, found)), run=DRAFT)
    assert labels.unread(draft).startswith("Not read for meaning: 1 of 3 sentences. ")
    assert [labels.remarks(each, draft) for each in draft.claims] == ["", "", "not read"]
    other = replace(draft, run=MODEL)
    assert (labels.unread(other), labels.remarks(other.claims[2], other)) == ("", "")
    assert labels.unread(replace(draft, claims=draft.claims[:2])) == ""


@pytest.mark.parametrize(
    ("weak", "said"), [(1, "1 of 3 sentences failed a check or cites"), (2, "2 of 3 sentences failed a check or cite ")]
)
def test_one_sentence_cites_and_two_cite(weak: int, said: str) -> None:
    claims = [replace(claim("a1"), evidence=())] * weak + [claim("a1")] * (3 - weak)
    assert said in labels.alarm(summary(*claims))


def test_what_stands_on_top_without_a_headline() -> None:
    assert labels.heading(summary()) == "Without a headline"
    assert labels.heading(summary(run=DRAFT)) == "Check of a draft"
