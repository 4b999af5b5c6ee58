"""A day is told where it is certain, and nowhere else; the order is by day, then as told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import load_articles, summarize, verify_summary
from summarize.nlp.doc import Doc
from summarize.records import Article, Claim, Evidence, Omission, Sentence
from summarize.report.timeline import dated, days_meant, find_timeline

WEDNESDAY = date(2025, 2, 19)


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("The council met on Feb. 14, 2025, and voted.", "Feb. 14, 2025", "2025-02-14"),
        ("The council voted on Monday.", "Monday", "2025-02-17"),
        ("The council voted on Wednesday.", "Wednesday", "2025-02-19"),
        ("The council voted yesterday.", "yesterday", "2025-02-18"),
        ("The council will vote on Friday.", "Friday", "2025-02-21"),
        ("On Friday, the council will vote.", "Friday", "2025-02-21"),
        ("The mayor said on Monday that the council will vote.", "Monday", "2025-02-17"),
        ("The council voted last Friday.", "last Friday", "2025-02-14"),
        ("The council voted last Wednesday.", "last Wednesday", "2025-02-12"),
        ("The council voted on Dec. 20.", "Dec. 20", "2024-12-20"),
        ("The council will vote on June 20.", "June 20", "2025-06-20"),
        ("The council voted on June 20.", "June 20", None),
        ("The council voted on May 30.", "May 30", "2025-05-30"),  # a hundred days from then
        ("The council voted on May 31.", "May 31", None),
        ("The mayor said late on Friday the council will vote.", "Friday", "2025-02-14"),
        ("The mayor said it will be dry here on Friday.", "Friday", "2025-02-21"),
        ("The council will meet the owners of all harbour ferries on Friday.", "Friday", "2025-02-21"),
        (
            "The council will meet the owners and captains of all harbour ferries and the old lifeboats on Friday.",
            "Friday",
            None,
        ),
        ("The council will vote on May 20.", "May 20", "2025-05-20"),
        ("The council voted last Monday.", "last Monday", None),
        ("The council will vote next Friday.", "next Friday", None),
        ("The council will vote on Wednesday.", "Wednesday", None),
        ("Noting that Friday is the deadline, the mayor left.", "Friday", None),
        ("The report was published by the council on Monday.", "Monday", "2025-02-17"),
        ("The plans of the council were shown on Monday.", "Monday", "2025-02-17"),
        ("The council has to decide by Friday.", "Friday", "2025-02-21"),
        ("The council voted last week.", "last week", None),
        ("The council voted in February.", "February", None),
        ("The council voted in February 2025.", "February 2025", None),
    ],
)
def test_a_day_is_told_where_it_is_certain(text: str, written: str, day: str | None) -> None:
    (found,) = dated(Doc(text), WEDNESDAY)
    assert (found.as_written, found.day and found.day.isoformat()) == (written, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The pact is not ready to protect us, the mayor told the Harbour Post on Saturday in Ellerfeld.",
            "2025-02-15",
        ),
        ("The mayor spoke to lawmakers on Saturday.", "2025-02-15"),
        ("On a visit to Marwick on Saturday she refused the offer.", "2025-02-15"),
        ("To end the strike, the union met the owners on Saturday.", "2025-02-15"),
        ("The mayor, who will travel to Marwick, spoke on Saturday.", "2025-02-15"),
        ("The vote, due in spring, was put off on Saturday.", "2025-02-15"),
        ("The union will, it said on Saturday, strike again.", "2025-02-15"),
        ("The union will be heard on Saturday.", "2025-02-22"),
        ("The ferry is to be shown on Saturday.", "2025-02-22"),
        ("The mayor plans to speak on Saturday.", "2025-02-22"),
        ("The mayor wanted to meet the union on Saturday.", None),
        ("The union agreed to end the strike on Saturday.", None),
        ("The mayor asked the union to come on Saturday.", None),
        ("The mayor was to speak on Saturday.", None),
        ("The mayor ordered the harbour closed on Saturday.", "2025-02-15"),
        ("The union wanted to strike, the mayor said on Saturday.", "2025-02-15"),
        ("The union agreed to a truce, and the ferries sailed on Saturday.", "2025-02-15"),
    ],
)
def test_a_saturday_in_a_sunday_article(text: str, day: str | None) -> None:
    """A "to" in the sentence puts no statement a week ahead, and what was only meant has no certain day."""
    (found,) = dated(Doc(text), date(2025, 2, 16))
    assert (found.day and found.day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["The council voted on Monday.", "The council met yesterday.", "The vote was on Feb. 14."]
)
def test_without_a_publication_date_only_whole_dates_are_days(text: str) -> None:
    (found,) = dated(Doc(text), None)
    assert found.day is None


def test_relative_words_in_a_quotation_count_from_a_day_nobody_knows() -> None:
    assert [each.as_written for each in dated(Doc("“We vote on Monday,” she said on Tuesday."), WEDNESDAY)] == [
        "Tuesday"
    ]
    assert [each.as_written for each in dated(Doc("“We voted on 2 May 2024,” she said."), WEDNESDAY)] == ["2 May 2024"]


def article(number: int, text: str, published: str | None = None) -> Article:
    return Article(id=f"a{number}", text=text, sha256="", published=published)


def claim(number: int, *articles: Article) -> Claim:
    spans = tuple(Evidence(each.id, 0, len(each.text), each.text) for each in articles)
    return Claim(id=f"c{number}", text=articles[0].text, evidence=spans)


def test_events_stand_by_day_and_undated_ones_after_in_the_order_of_claims() -> None:
    late = article(1, "The council voted on Monday.", "2025-02-19")
    vague = article(2, "The mayor left on Friday.")
    early = article(3, "The bridge fell on Jan. 2, 2025.")
    found = find_timeline([claim(1, vague), claim(2, late), claim(3, early)], [late, vague, early], [], [], Doc)
    assert [(entry.when, entry.as_written) for entry in found] == [
        ("2025-01-02", "Jan. 2, 2025"), ("2025-02-17", "Monday"), (None, "Friday"),
    ]  # fmt: skip


def test_a_weekday_counts_from_its_own_article() -> None:
    one = article(1, "The council of Porto voted on Monday to close the bridge.", "2025-02-19")
    other = article(2, "The council of Porto voted on Monday to close the bridge.", "2025-02-26")
    found = find_timeline([claim(1, one), claim(2, other)], [one, other], [], [], Doc)
    assert [entry.when for entry in found] == ["2025-02-17", "2025-02-24"]


def test_one_event_of_one_day_stands_once_with_all_its_evidence() -> None:
    one = article(1, "The council of Porto voted on Monday to close the bridge.", "2025-02-19")
    other = article(2, "On Feb. 17, 2025, the council of Porto voted to close the bridge.")
    (found,) = find_timeline([claim(1, one), claim(2, other)], [one, other], [], [], Doc)
    assert [span.article for span in found.evidence] == ["a1", "a2"]


def test_a_sentence_without_room_may_add_a_day() -> None:
    used, spare = article(1, "The council voted on Monday.", "2025-02-19"), "The bridge fell on Jan. 2, 2025, at noon."
    sentences = [Sentence("a2", 0, 0, len(spare), spare, "body", "", 0)]
    articles = [used, article(2, spare)]
    omitted = [Omission("a2", 0, len(spare), "budget")]
    found = find_timeline([claim(1, used)], articles, sentences, omitted, Doc)
    assert [(entry.when, entry.text) for entry in found] == [("2025-01-02", spare), ("2025-02-17", used.text)]
    assert len(find_timeline([claim(1, used)], articles, sentences, omitted, Doc, lambda _: False)) == 1
    orphan = [Omission("a2", 0, len(spare), "orphan")]
    assert len(find_timeline([claim(1, used)], articles, sentences, orphan, Doc)) == 1


def test_six_days_at_most_are_added() -> None:
    texts = [f"Bridge number {n} fell on Jan. {n}, 2025, at noon." for n in range(2, 10)]
    sentences = [Sentence("a2", n, 100 * n, 100 * n + len(text), text, "body", "", 0) for n, text in enumerate(texts)]
    omitted = [Omission("a2", each.start, each.end, "budget") for each in sentences]
    assert len(find_timeline([], [article(2, "")], sentences, omitted, Doc)) == 6


def test_a_claim_adds_three_days_at_most() -> None:
    days = article(1, "Bridges fell on Jan. 2, 2025, on Jan. 3, 2025, on Jan. 4, 2025, and on Jan. 5, 2025.")
    assert [each.when for each in find_timeline([claim(1, days)], [days], [], [], Doc)] == [
        "2025-01-02", "2025-01-03", "2025-01-04",
    ]  # fmt: skip


@pytest.mark.parametrize(("common", "events"), [("bridges", 1), ("trams", 2)])
def test_half_of_the_words_of_one_day_are_one_event(common: str, events: int) -> None:
    one = article(1, "Bridges, ferries, tunnels, roads stopped on Jan. 2, 2025.")
    other = article(2, f"Cranes, {common}, harbours, markets closed on Jan. 2, 2025.")
    mine, theirs = Doc(one.text).stems, Doc(other.text).stems
    assert (2 * len(mine & theirs) == len(mine) == len(theirs)) is (events == 1)
    assert len(find_timeline([claim(1, one), claim(2, other)], [one, other], [], [], Doc)) == events


def test_what_a_wording_means_is_read_again() -> None:
    span = Evidence("a1", 0, 28, "The council voted on Monday.")
    assert days_meant("Monday", [span], {"a1": WEDNESDAY}, "en") == {"2025-02-17"}
    assert days_meant("Monday", [span], {}, "en") == {None}
    assert days_meant("Tuesday", [span], {}, "en") == set()


def test_a_changed_timeline_is_found() -> None:
    texts = ["The council of Porto voted on Monday to close the old bridge for repairs until the spring.", "It rained."]
    intake = load_articles([{"text": text, "published": "2025-02-19"} for text in texts])
    import json

    from summarize import render_json  # the file as it is written

    data = json.loads(render_json(summarize(intake)))
    assert list(verify_summary(data)) == []
    assert data["timeline"][0]["when"] == "2025-02-17"
    for change in (
        {"when": "2025-02-24"},
        {"when": None},
        {"when": 5},
        {"as_written": "Friday"},
        {"text": "A storm came."},
    ):
        forged = {**data, "timeline": [{**data["timeline"][0], **change}]}
        assert any("timeline" in finding.message for finding in verify_summary(forged)), change
    shares = data["balance"]["articles"]
    forged = {**data, "balance": {**data["balance"], "articles": [{**shares[0], "claims": 7}, *shares[1:]]}}
    assert any("balance" in finding.message for finding in verify_summary(forged))


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for found in dated(Doc(text), WEDNESDAY):
        assert found.as_written in text


def test_a_claim_of_two_sentences_is_dated_with_both_of_them() -> None:
    one = article(1, "Ana Ruiz told the council on Monday that she would leave.", "2025-02-19")
    two = article(2, "Ana Ruiz is the mayor of Porto.")
    told = replace(
        claim(1, one, two), text="Ana Ruiz, the mayor of Porto, told the council on Monday that she would leave."
    )
    (entry,) = find_timeline([told], [one, two], [], [], Doc)
    assert (entry.when, [span.article for span in entry.evidence]) == ("2025-02-17", ["a1", "a2"])


def test_other_evidence_dates_a_claim_only_where_its_own_leaves_the_day_open() -> None:
    text = "The council of Porto voted on Monday to close the bridge."
    own, later = article(1, text, "2025-02-19"), article(2, f"{text[:-1]} for good.", "2025-02-26")
    (entry,) = find_timeline([claim(1, own, later)], [own, later], [], [], Doc)
    assert (entry.when, [span.article for span in entry.evidence]) == ("2025-02-17", ["a1"])
