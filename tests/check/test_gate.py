"""The gate: verbatim, then the values, then what no rule decides; evidence that it adds stands where it says."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.check.gate import VALUES, ClaimChecker, _joined, check_claim, check_claims, failures, is_verbatim
from summarize.check.passages import StoryText
from summarize.records import Check, Claim, Evidence
from tests.claims import DATA, article, cases, cite, span, story

TEXT = story(
    "The ferry Bela sank. It was dark. It was cold. The ferry Bela sank with 640 passengers off Aldmouth.",
    "The ferry Bela sank on Friday.",
)
SANK = cite(TEXT, "Bela sank.")


def outcomes(claim: Claim, text: StoryText = TEXT, *, model_will_read: bool = False) -> dict[str, str]:
    return {check.name: check.outcome for check in check_claim(claim, text, model_will_read=model_will_read).checks}


def claim(text: str, *cited: Evidence) -> Claim:
    return Claim(id="c1", text=text, evidence=cited or (SANK,))


def test_the_checks_stand_in_order() -> None:
    checked = check_claim(claim("The Bela went down."), TEXT)
    assert [check.name for check in checked.checks] == ["verbatim", *VALUES, "meaning"]
    assert [check.outcome for check in checked.checks] == ["not_run", *["pass"] * 4, "not_run"]


@pytest.mark.parametrize("text", ["The ferry Bela sank.", "The ferry\n Bela  sank.", "- The ferry Bela sank."])
def test_the_sources_own_words_pass(text: str) -> None:
    assert is_verbatim(claim(text))
    assert outcomes(claim(text)) == {"verbatim": "pass", **dict.fromkeys(VALUES, "pass"), "meaning": "not_run"}


@pytest.mark.parametrize("text", ["The ferry Bela sank", "the ferry Bela sank.", "The ferry Bela sank. It was dark."])
def test_other_words_are_not_verbatim(text: str) -> None:
    assert not is_verbatim(claim(text))
    assert outcomes(claim(text))["verbatim"] == "not_run"


@pytest.mark.parametrize(
    ("text", "length", "refused"),
    [("word ", 5_000, False), ("word ", 5_001, True)],
)
def test_a_claim_of_endless_length_is_refused(text: str, length: int, refused: bool) -> None:
    found = check_claim(claim((text * 1_001)[:length]), TEXT)
    assert ("5,000 are read" in found.checks[0].detail) is refused


def test_a_claim_that_cites_or_says_nothing_is_refused() -> None:
    for each, why in ((Claim(id="c1", text="It sank.", evidence=()), "cites no source"), (claim("…?!"), "no words")):
        checks = check_claim(each, TEXT).checks
        assert {check.outcome for check in checks[:-1]} == {"fail"}
        assert why in checks[0].detail


def test_found_evidence_is_added_once_with_exact_places() -> None:
    checked = check_claim(claim("The ferry Bela sank with 640 aboard off Aldmouth."), TEXT)
    assert checked.evidence == (SANK, cite(TEXT, "640"))
    assert checked.evidence[1].by == "match"
    assert failures(checked.checks) == ()


def test_what_lies_inside_a_cited_span_is_not_added_again() -> None:
    whole = span(TEXT.articles[0], TEXT.articles[0].text)
    assert check_claim(claim("640 were aboard off Aldmouth.", whole), TEXT).evidence == (whole,)


def test_only_elsewhere_is_unclear_and_adds_nothing() -> None:
    checked = check_claim(claim("On Friday the ferry Bela sank."), TEXT)
    assert {check.name: check.outcome for check in checked.checks}["dates"] == "unclear"
    assert checked.evidence == (SANK,)


def test_nowhere_fails() -> None:
    found = outcomes(claim("On Sunday 17 boats of Torvald Lunde “sank in the deep”."))
    assert {name: found[name] for name in VALUES} == dict.fromkeys(VALUES, "fail")


def test_meaning_is_left_to_a_reader() -> None:
    text = story("The minister did not resign.")
    lost = claim("The minister chose to resign.", cite(text, "resign"))
    assert outcomes(lost, text)["meaning"] == "fail"
    assert outcomes(lost, text, model_will_read=True)["meaning"] == "not_run"
    assert outcomes(lost, story("The minister did not resign.", language="de"))["meaning"] == "not_run"


def test_all_claims_of_a_story_are_checked() -> None:
    checked = check_claims([claim("It sank."), claim("It swam.")], ClaimChecker(TEXT))
    assert [len(each.checks) for each in checked] == [6, 6]


def test_failures_are_the_words_of_what_failed() -> None:
    checks = (Check("names", "fail", "a"), Check("dates", "unclear", "b"), Check("quotes", "fail", "c"))
    assert failures(checks) == ("a", "c")


@pytest.mark.parametrize("kind", ["quotes", "numbers", "names", "dates"])
def test_evidence_that_is_added_is_the_articles_text(kind: str) -> None:
    for case in cases(kind):
        text = case.story()
        given_claim = Claim(id="c", text=case.claim, evidence=(span(text.articles[0], case.cited),))
        checked = check_claim(given_claim, text)
        assert replace(checked, evidence=given_claim.evidence, checks=()) == given_claim
        for item in checked.evidence:
            assert text.articles[text.citation_numbers[item.article] - 1].text[item.start : item.end] == item.text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_makes_it_raise(said: str, source: str) -> None:
    text = story(f"The ferry sank. {source}", source)
    assert check_claim(claim(said, cite(text, "ferry")), text).checks


@pytest.mark.parametrize(("part", "caught", "alarms"), [("dev", 0.70, 0.0), ("held", 0.80, 0.0)])
def test_labelled_claims_of_six_languages(part: str, caught: float, alarms: float) -> None:
    tally: Counter[tuple[bool, bool]] = Counter()
    for row in map(json.loads, (DATA / f"gate.{part}.jsonl").read_text(encoding="utf-8").splitlines()):
        cited = tuple(Evidence(each["article"], each["start"], each["end"], each["text"]) for each in row["evidence"])
        known = Claim(id=row["id"], text=row["claim"], evidence=cited, attributed_to=row.get("attributed_to"))
        failed = bool(failures(check_claim(known, _labelled_story(row["story"], row["language"])).checks))
        tally[row["label"] == "supported", failed] += 1
    assert tally[False, True] >= caught * (tally[False, True] + tally[False, False])
    assert tally[True, True] <= alarms * (tally[True, True] + tally[True, False])


def _labelled_story(name: str, language: str) -> StoryText:
    if name == "seeds":
        paths = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
        return story(*(article(p.read_text(encoding="utf-8"), f"seeds/{p.name}") for p in paths), language=language)
    rows = map(json.loads, (DATA / "stories.jsonl").read_text(encoding="utf-8").splitlines())
    known = [row for row in rows if row["story"] == name]
    return story(
        *(article(r["text"], r["id"], published=r["published"], language=r["language"]) for r in known),
        language=language,
    )


@pytest.mark.parametrize(
    ("start", "end", "article_id", "added"),
    [
        (10, 20, "a1", False),  # the cited characters themselves
        (10, 15, "a1", False),
        (15, 20, "a1", False),
        (9, 20, "a1", True),
        (10, 21, "a1", True),
        (10, 20, "a2", True),
    ],
)
def test_what_a_rule_found_inside_a_cited_span_is_cited_already(
    start: int, end: int, article_id: str, added: bool
) -> None:
    cited, found = (Evidence("a1", 10, 20, "x" * 10),), Evidence(article_id, start, end, "x" * (end - start))
    assert _joined(cited, [found]) == ((*cited, found) if added else cited)


def _edited_claim(text: str, said: str, *edited: str) -> Claim:
    of = article(text)
    return check_claim(Claim(id="c1", text=said, evidence=(span(of, text),), edited=edited), story(of))


def test_a_day_that_was_cut_is_said_and_all_that_is_left_is_the_source() -> None:
    found = _edited_claim(
        "The council voted,\non Friday, for the bridge.", "The council voted for the bridge.", ",\non Friday,"
    )
    assert (found.checks[0].name, found.checks[0].outcome) == ("verbatim", "not_run")
    assert "“on Friday”" in found.checks[0].detail
    assert not failures(found.checks)


@pytest.mark.parametrize(
    ("said", "edited"),
    [
        ("The council voted for a bridge.", (", on Friday,",)),
        ("The council voted for the bridge", (", on Friday,",)),
        ("The council voted, on Friday, for the bridge.", (", on Friday,",)),  # nothing was cut
        ("The council voted for the bridge.", (" on Friday",)),  # not what was cut
        ("The council voted.", (", on Friday, for the bridge",)),  # more than a day
        ("The council voted for the bridge.", (", on Friday,", "")),
    ],
)
def test_anything_else_that_was_cut_or_changed_fails(said: str, edited: tuple[str, ...]) -> None:
    assert failures(_edited_claim("The council voted, on Friday, for the bridge.", said, *edited).checks)
