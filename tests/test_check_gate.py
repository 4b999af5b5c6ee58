"""Claims against their own evidence: paraphrases pass, altered figures, names, days and quotations do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from summarize.check.context import Context, context_of

from summarize.check import Judge, check_claims
from summarize.check.gate import check_claim, support
from summarize.records import Article, Claim, Evidence
from tests.growth import assert_linear

PATHS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
ARTICLES = [Article(id=f"a{n}", text=p.read_text(encoding="utf-8"), sha256="") for n, p in enumerate(PATHS, 1)]
CONTEXT = context_of(ARTICLES)


def cite(article: int, beginning: str) -> Evidence:
    """The line of a seed that begins with these words."""
    text = ARTICLES[article].text
    start = text.index(beginning)
    end = text.find("\n", start)
    return Evidence(f"a{article + 1}", start, end, text[start:end])


PROPOSAL = cite(0, "Treasury Secretary Scott Bessent presented")
CLAIMED = cite(3, "The proposal from US")
RIGHTS = cite(3, "Ukrainian President Volodymyr Zelenskyy has turned down")
AIMS = cite(3, "Zelenskyy aims to connect")
RUDE = cite(0, "“Scott Bessent actually")
VISIT = cite(1, "The United States and Ukraine")
GIVEN = cite(4, "Zelensky did not go into details")
COLONIAL = cite(4, "“It’s a colonial agreement")


def failures(text: str, *evidence: Evidence, context: Context = CONTEXT, **fields: str) -> dict[str, str]:
    claim = Claim(id="c1", text=text, evidence=evidence, attributed_to=fields.get("speaker"))
    return {check.name: check.detail for check in check_claim(claim, context) if check.outcome == "fail"}


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Bessent presented the proposal to Zelenskyy; it sought about $500bn in return.", PROPOSAL),
        ("Trump said the U.S. was entitled to $500 billion of Ukraine's resources for its aid.", CLAIMED),
        ("Mr. Trump asserted a right of the United States to 500 billion dollars of Ukrainian resources.", CLAIMED),
        ("Zelensky rejected an American offer to take half of the rights to Ukraine's minerals.", RIGHTS),
        ("Zelensky wants security assurances in any minerals agreement, 3 people familiar with the talks said.", AIMS),
        ("The Ukrainian president wants American and European assurances tied to the mineral reserves.", AIMS),
        ("Kellogg, President Trump's envoy, brought significant progress in a 3-day visit to Kyiv.", VISIT),
        ("Bessent “was treated rather rudely,” Donald Trump told reporters.", RUDE),
        ("They told Bessent “no,” Trump told reporters on Wednesday.", RUDE),
        ("The document was given to Ukrainian officials on Wednesday by US Treasury Secretary Scott Bessent.", GIVEN),
        ('"It\'s a colonial agreement," the senior official said.', COLONIAL),
    ],
)
def test_a_faithful_paraphrase_passes(text: str, evidence: Evidence) -> None:
    assert failures(text, evidence) == {}


@pytest.mark.parametrize(
    ("text", "evidence", "check", "token"),
    [
        ("Bessent presented a deal seeking $600 billion in return.", PROPOSAL, "numbers", '"$600 billion"'),
        ("Bessent presented a deal seeking about $510 billion in return.", PROPOSAL, "numbers", '"$510 billion"'),
        ("Zelensky rejected an offer to take 60% of the rights to minerals.", RIGHTS, "numbers", '"60%"'),
        ("Zelensky wants assurances in the agreement, four people familiar said.", AIMS, "numbers", '"four"'),
        ("Kellogg made progress in a visit to Moscow, envoy of Trump.", VISIT, "names", '"Moscow"'),
        ("Trump’s envoy Steve Kellogg made progress during a visit to Kyiv.", VISIT, "names", '"Steve Kellogg"'),
        ("Putin aims to connect security assurances to the mineral reserves.", AIMS, "names", '"Putin"'),
        ("Scott Trump told reporters that Bessent was treated rudely.", RUDE, "names", '"Scott Trump"'),
        ("They told him “no,” Trump told reporters on Tuesday.", RUDE, "dates", '"Tuesday"'),
        ("Bessent “was treated very rudely,” Trump told reporters.", RUDE, "quotes", "“was treated very rudely,”"),
        ("Bessent “was treated rather rude,” Trump told reporters.", RUDE, "quotes", "“was treated rather rude,”"),
        ("Bessent was “treated rather rudely, Trump told reporters.", RUDE, "quotes", "“treated rather rudely"),
        (
            "It’s a colonial agreement and Zelensky can sign it, the senior official said.",
            COLONIAL,
            "support",
            '"cannot"',
        ),
        ("Trump did not say Ukraine’s resources were his in return for aid.", CLAIMED, "support", '"not"'),
        (
            "Zelenskyy accepted the US offer of half the rights to Ukraine’s minerals.",
            RIGHTS,
            "support",
            '"accepted"',
        ),
        ("By the following week, Zelensky had turned down the offer of rights.", RIGHTS, "dates", '"following week"'),
        ("The moon is made of cheese.", COLONIAL, "support", "0%"),
    ],
)
def test_an_altered_claim_fails_and_names_the_token(text: str, evidence: Evidence, check: str, token: str) -> None:
    found = failures(text, evidence)
    assert token in found[check]


def test_the_message_says_where_it_looked_and_what_stands_there() -> None:
    found = failures("The deal sought $600 billion from Ukraine’s rare earth minerals.", PROPOSAL)
    assert found["numbers"].startswith('"$600 billion" is not in the cited sentence of [1] (there: "$500 billion"')


def test_a_hedged_number_may_be_rounded() -> None:
    source = Evidence("a1", 0, 40, "The deal is worth $498.7 million to them.")
    assert "numbers" not in failures("The deal is worth about $500 million to them.", source)
    assert "numbers" in failures("The deal is worth $500 million to them.", source)
    assert "numbers" in failures("The deal is worth more than $500 million to them.", source)


def test_a_spelling_is_accepted_only_when_an_article_uses_it() -> None:
    assert "names" not in failures("The paper was given by Scott Bessent on Wednesday.", GIVEN)
    assert "names" in failures("The paper was given by Scott Bossent on Wednesday.", GIVEN)


def test_a_day_is_resolved_from_the_publication_date() -> None:
    articles = [Article(id="a1", text="They met on Friday in Munich.", sha256="", published="2025-02-16T08:00:00Z")]
    source, context = Evidence("a1", 0, 29, articles[0].text), context_of(articles)
    assert "dates" not in failures("They met on Feb. 14, 2025, in Munich.", source, context=context)
    assert "dates" in failures("They met on Feb. 13, 2025, in Munich.", source, context=context)


def test_a_quotation_needs_its_speaker_in_the_evidence() -> None:
    text = "Bessent “was treated rather rudely,” he said."
    assert "quotes" not in failures(text, RUDE, speaker="Donald Trump")
    assert "Rubio" in failures(text, RUDE, speaker="Marco Rubio")["quotes"]


def test_a_claim_without_evidence_fails_everything_but_meaning() -> None:
    outcomes = {check.name: check.outcome for check in check_claim(Claim(id="c", text="It is.", evidence=()), CONTEXT)}
    assert outcomes.pop("meaning") == "not_run"
    assert set(outcomes.values()) == {"fail"}


def test_scripts_without_capitals_are_said_to_be_unchecked() -> None:
    source = Evidence("a1", 0, 12, "乌克兰总统拒绝了500亿美元协议")
    claim = Claim(id="c", text="总统拒绝了协议", evidence=(source,))
    outcomes = {check.name: check.outcome for check in check_claim(claim, Context(language="zh"))}
    assert outcomes["names"] == "not_run"
    assert outcomes["numbers"] == "pass"


def test_german_nouns_are_no_names() -> None:
    source = Evidence("a1", 0, 70, "Die Ukraine lehnte am Montag den Vorschlag der USA über Rohstoffe ab.")
    context = Context(language="de")
    assert "names" not in failures("Die Ukraine lehnte den Entwurf der USA über Rohstoffe ab.", source, context=context)


def test_every_line_of_the_seeds_passes_against_itself() -> None:
    for article in ARTICLES:
        for line in {line.strip() for line in article.text.splitlines() if len(line) > 40}:
            start = article.text.index(line)
            source = Evidence(article.id, start, start + len(line), line)
            longer = Evidence(article.id, start, start + len(line), f"{line} ")
            assert failures(line, source) == {}
            # one more word turns the shortcut for verbatim claims off
            found = failures(f"{line} indeed", longer)
            assert not {"names", "numbers", "dates", "support"} & found.keys(), (line, found)


def test_check_claims_fills_in_the_checks_and_keeps_the_rest() -> None:
    claims = [Claim(id="c1", text=RUDE.text, evidence=(RUDE,)), Claim(id="c2", text="Nine men.", evidence=(AIMS,))]
    first, second = check_claims(claims, Judge(ARTICLES))
    assert (first.id, first.text) == ("c1", RUDE.text)
    assert [check.outcome for check in first.checks] == ["pass"] * 5 + ["not_run"]
    assert "[4]" in next(check.detail for check in second.checks if check.name == "numbers")


def test_support_weighs_rare_words_more() -> None:
    context = Context(weights={"deal": 0.1, "miner": 2.0, "sign": 0.1})
    source = [Evidence("a1", 0, 9, "the minerals")]
    assert support("minerals deal signed", source, context) > 0.9
    assert support("deal signed", source, context) == 0


def test_the_rest_of_the_story_tells_which_words_are_no_names() -> None:
    said, other = "Talks failed in spring. The ferry was late.", "The council met earlier than planned."
    articles = [Article(id="a1", text=said, sha256=""), Article(id="a2", text=other, sha256="")]
    claim = Claim(id="c1", text="Earlier talks failed in spring.", evidence=(Evidence("a1", 0, 23, said[:23]),))
    (checked,) = check_claims([claim], Judge(articles))
    assert [check.name for check in checked.checks if check.outcome == "fail"] == []


def test_words_of_another_speaker_fail() -> None:
    trump = "Trump called Zelensky a “dictator” on Friday."
    hughes = "Hughes said the United States offered a historic deal to Zelensky."
    evidence = [Evidence("a1", 0, len(trump), trump), Evidence("a2", 0, len(hughes), hughes)]
    assert "Trump" in failures("Hughes said Zelensky is a dictator.", *evidence)["support"]
    assert failures("Trump said Zelensky is a dictator.", *evidence) == {}


def test_the_summary_may_count_its_own_reports() -> None:
    told = "Talks failed after Kyiv objected."
    claim = Claim(id="c1", text=f"Two reports say: {told}", evidence=(Evidence("a1", 0, len(told), told),), articles=2)
    claim = replace(claim, origins=2)

    def numbers(claim: Claim) -> str:
        return next(check.outcome for check in check_claim(claim, CONTEXT) if check.name == "numbers")

    assert numbers(claim) == "pass"
    assert numbers(replace(claim, origins=1)) == "fail"  # two copies are one report
    assert numbers(replace(claim, origins=1, text=f"Two articles say: {told}")) == "pass"
    assert numbers(replace(claim, text=f"Two sources say: {told}")) == "fail"
    assert numbers(replace(claim, articles=1, origins=1, text=f"One report says: {told}")) == "pass"
    assert numbers(replace(claim, text=f"Two officials say: {told}")) == "fail"


@pytest.mark.parametrize(
    "unit",
    [
        "not ",
        "Kyiv said ",
        "5 miles ",
        "turned a ",
        "“a” ",
        "of Ada ",
        "Ada’s ",
        "one in 4 ",
        "more than 5 ",
        "the leader ",
    ],
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    def check(text: str) -> None:
        source = Evidence("a1", 0, len(text), text)
        context = context_of([Article(id="a1", text=text, sha256="")])
        check_claim(Claim(id="c", text=f"Meanwhile {text[:1_000]}", evidence=(source,), attributed_to="Ada"), context)

    assert_linear(check, unit, 20_000)


def test_what_is_too_long_to_read_fails_and_says_so() -> None:
    text = "Talks went on. " * 400
    source = Evidence("a1", 0, len(text), text)
    assert "6,0" in failures(f"Also {text}", source)["names"]
    assert failures(text, source) == {}


def test_initials_stand_for_their_name() -> None:
    told = "An official told the Associated Press that talks of the National Security Council failed."
    short = "An official told AP that talks of the NSC failed."
    context = context_of([Article(id="a1", text=f"{told} {short}", sha256="")])
    long_one, short_one = Evidence("a1", 0, len(told), told), Evidence("a1", 0, len(short), short)
    assert failures("Talks failed, an official told the AP.", long_one, context=context) == {}
    assert failures("Talks of the National Security Council failed.", short_one, context=context) == {}
    assert "CIA" in failures("Talks failed, an official told the CIA.", long_one, context=context)["names"]
