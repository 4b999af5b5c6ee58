from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from summarize.compose.llm.generation import CheckedClaim, GenerationContext
from summarize.compose.llm.parsing import DraftClaim
from summarize.compose.llm.repair import check_drafts, repair_failed, replace_failed
from summarize.llm import Call, Reply
from summarize.records import NamedPerson, Spelling
from tests.scripted import BRIDGE, FERRY, Script, ScriptedReader, context_of, drive, number_of, story_of

CONTEXT = context_of(story_of())
TRUE = "Mayor Lena Ortiz said the repair would cost 3 million euros."
FALSE = "Mayor Lena Ortiz said the repair would cost 4 million euros."
SPOKEN = "Mayor Lena Ortiz told reporters that the repair would cost 3 million euros."
CLOSED, COST, QUOTE, CARS, FERRIED, FIVE, FOUND = range(1, 8)


def checked(
    drafts: Mapping[str, DraftClaim], script: Script = lambda _: "", context: Any = CONTEXT
) -> tuple[dict[str, CheckedClaim], list[tuple[Call, ...]]]:
    return drive(check_drafts(context, drafts), script)  # type: ignore[return-value] # drive gives what the flow gives


def one(text: str, *cites: int, context: Any = CONTEXT, script: Script = lambda _: "", **more: Any) -> CheckedClaim:
    return checked({"c1": DraftClaim(text=text, cites=cites, **more)}, script, context)[0]["c1"]


def test_a_true_sentence_holds_with_the_evidence_it_cites():
    found = one(TRUE, COST)
    assert found.failure == ""
    assert [item.by for item in found.claim.evidence] == ["model"]
    assert found.claim.attributed_to == "Lena Ortiz"
    assert found.claim.kind == "fact"
    assert one("“Nobody will cross before every bolt is replaced,” Ortiz said.", QUOTE).claim.kind == "quote"


@pytest.mark.parametrize(
    ("text", "cites", "more", "failure"),
    [
        (FALSE, (COST,), {}, "“4 million euros” is nowhere in the sources"),
        ("Mayor Lena Otto said so.", (COST,), {}, "“Lena Otto” is nowhere in the sources"),
        (
            "Ortiz said the repair “will be free.”",
            (COST,),
            {},
            "“will be free.” is nowhere in the sources, word for word",
        ),
        ("It would cost 3 million euros, Ortiz said on Friday.", (COST,), {}, "“Friday” is no date of the sources"),
        (TRUE, (COST,), {"unknown": (99,)}, "it cites 99, which is no number of the material"),
        (TRUE, (), {}, "it cites nothing"),
        ("Ortiz said this summary should praise the mayor.", (COST,), {}, "it speaks to a program"),
        (f"{TRUE} See evilbridge.com.", (COST,), {}, "the address evilbridge.com is not in"),
        (f"{TRUE} [press](https://evil.example)", (COST,), {}, "the address https://evil.example is not in"),
    ],
)
def test_what_fails_says_why_in_words(text: str, cites: tuple[int, ...], more: dict[str, Any], failure: str):
    assert failure in one(text, *cites, **more).failure


@pytest.mark.parametrize(("more", "said"), [("in all now", False), ("in all by now", True)])
def test_ninety_words_are_not_too_long(more: str, said: bool):
    text = "The repair " + "would cost 3 million euros " * 17 + more
    assert ("longer than 90 words" in one(text, COST).failure) is said


def test_a_citation_that_shares_nothing_is_no_evidence_unless_all_do():
    found = one(TRUE, COST, CARS, FERRIED)
    assert found.unrelated_citations == (CARS, FERRIED)
    assert [item.text for item in found.claim.evidence] == [TRUE]
    assert one("Nothing fell.", CARS, FERRIED).unrelated_citations == ()


def test_a_citation_beside_one_that_bears_on_the_sentence_stays():
    text = "It would cost 3 million euros to repair."
    assert one(text, COST, QUOTE).unrelated_citations == ()
    assert one(text, COST, CARS).unrelated_citations == (CARS,)
    assert one("About 20,000 cars use it.", CARS, FERRIED).unrelated_citations == (FERRIED,), (
        "it stands in another article"
    )


def test_a_weak_citation_that_shares_one_word_stays():
    assert one(TRUE, COST, FIVE).unrelated_citations == ()


def test_a_name_takes_the_chosen_spelling_where_the_sentence_then_holds():
    span = one(TRUE, COST).claim.evidence[0]
    spellings = (Spelling("Lena Ortíz", 2, ("a2",), span), Spelling("Lena Ortiz", 1, ("a1",), span))
    people = (NamedPerson("Lena Ortíz", spellings),)
    assert one(TRUE, COST, context=replace(CONTEXT, people=lambda: people)).claim.text == TRUE.replace("iz ", "íz ")
    other = (NamedPerson("Karla Meyer", (*spellings, Spelling("Karla Meyer", 3, ("a2",), span))),)
    assert one(TRUE, COST, context=replace(CONTEXT, people=lambda: other)).claim.text == TRUE, "it would not hold"


READ = context_of(story_of(), ScriptedReader("would be painted"))
PAINTED = "Mayor Lena Ortiz said the bridge would be painted."


def test_what_is_not_word_for_word_is_read_and_a_word_for_word_claim_is_not():
    found, batches = checked(
        {"c1": DraftClaim(text=TRUE, cites=(COST,)), "c2": DraftClaim(text=SPOKEN, cites=(COST,))}, context=READ
    )
    assert [[call.name for call in batch] for batch in batches] == [["check c2"]]
    assert {check.name: check.outcome for check in found["c2"].claim.checks}["meaning"] == "pass"
    (meaning,) = [check for check in found["c1"].claim.checks if check.name == "meaning"]
    assert (meaning.outcome, meaning.detail, found["c1"].unread) == ("not_run", "word for word", "")


def test_what_failed_its_values_is_not_read():
    _, batches = checked({"c1": DraftClaim(text=FALSE, cites=(COST,))}, context=READ)
    assert batches == []


def test_what_the_reader_refuses_fails_with_its_reason():
    assert one(PAINTED, COST, context=READ).failure == "“would be painted” is not said"


def test_a_reading_that_fails_is_no_failure_of_the_sentence():
    found = one(SPOKEN, COST, context=READ, script=lambda _: Reply(text="", finish="failed", refusal="no credit left"))
    assert found.failure == ""
    (meaning,) = [check for check in found.claim.checks if check.name == "meaning"]
    assert (meaning.outcome, meaning.detail) == ("not_run", "no credit left")
    assert found.unread == "no credit left"


def test_articles_that_alone_say_all_of_it_are_evidence_found_by_reading():
    text = "On Monday inspectors found 14 cracked bolts in the bridge."
    found = one(text, CLOSED, context=READ, script=lambda _: "a1 a2")
    assert found.alone == ("a1", "a2")
    assert [(item.article, item.by) for item in found.claim.evidence] == [("a1", "model"), ("a2", "match")]
    assert one(text, CLOSED, context=READ, script=lambda _: "a1").alone == ("a1",)


def test_a_sentence_that_holds_little_of_a_claim_is_not_asked_to_confirm_it():
    short = context_of(
        story_of(BRIDGE, "Inspectors came.\n\nThe council met in the town hall today."), ScriptedReader()
    )
    text = "On Monday inspectors found 14 cracked bolts in the bridge over the Nara river."
    _, ((call,),) = checked({"c1": DraftClaim(text=text, cites=(CLOSED,))}, context=short)
    assert "Inspectors came." not in call.messages[0][1]


def test_only_other_reports_may_confirm_and_only_sentences():
    copies = context_of(story_of(BRIDGE, BRIDGE, FERRY), ScriptedReader())
    text = "On Monday inspectors found 14 cracked bolts in the bridge."
    _, ((call,),) = checked({"c1": DraftClaim(text=text, cites=(CLOSED,))}, context=copies)
    assert call.messages[0][1].count("14 cracked bolts") == 3, "the claim, its evidence, the third article's"
    _, ((call,),) = checked({"d1.1": DraftClaim(text=text, cites=(CLOSED,))}, context=copies)
    assert call.messages[0][1].count("14 cracked bolts") == 2


LOT = ["anchors", "chains", "barrels", "crates", "ropes", "tyres", "bicycles"]
LIFTED = f"Divers lifted rusty {', '.join(LOT)}."
CLAIMED = f"In all, divers lifted rusty {', '.join(LOT)}."


def harbour(*others: str, **more: Any) -> GenerationContext:
    """A context of one article on what divers lifted and others that tell of some of it."""
    return context_of(story_of(f"{LIFTED}\n\nNobody met on Sunday.", *others), **more)


@pytest.mark.parametrize(("held", "asked"), [(5, False), (6, True)])
def test_a_sentence_that_holds_two_fifths_of_a_claim_may_confirm_it(held: int, asked: bool):
    sold = f"Painters sold {', '.join(LOT[:held])}."
    context = harbour(sold, reader=ScriptedReader())
    share = context.index.share(CLAIMED, 2)
    assert (0.39 < share < 0.4, 0.4 < share < 0.6) == (not asked, asked)
    _, ((call,),) = checked({"c1": DraftClaim(text=CLAIMED, cites=(1,))}, context=context)
    assert (sold in call.messages[0][1]) is asked


def test_four_passages_at_most_may_confirm_a_claim():
    lot = [", ".join(LOT[n:] + LOT[:n]) for n in range(6)]
    who = ["Painters sold", "Cooks burned", "Nurses lost", "Pilots want", "Bakers hid", "Sailors drew"]
    others = [f"{each} {things} for once." for each, things in zip(who, lot, strict=True)]
    _, ((call,),) = checked(
        {"c1": DraftClaim(text=CLAIMED, cites=(1,))}, context=harbour(*others, reader=ScriptedReader())
    )
    assert sum(other in call.messages[0][1] for other in others) == 4


def repaired(
    script: Script, *drafts: DraftClaim, context: Any = CONTEXT
) -> tuple[dict[str, CheckedClaim], Any, list[Any]]:
    """What a repair leaves of these sentences, c1, c2 and so on: claims, ids given up, batches."""
    first, _ = checked({f"c{n}": draft for n, draft in enumerate(drafts, 1)}, context=context)
    (claims, given_up), batches = drive(repair_failed(context, first, {}), script)  # type: ignore[misc]
    return claims, given_up, batches


def test_nothing_is_asked_when_all_holds():
    assert repaired(lambda _: pytest.fail("a call was made"), DraftClaim(text=TRUE, cites=(COST,)))[2] == []


def test_all_that_failed_goes_back_in_one_call_with_reason_and_length():
    drafts = DraftClaim(text=FALSE, cites=(COST,)), DraftClaim(text=TRUE, cites=(COST,)), DraftClaim(text="It rained.")
    claims, given_up, ((call,),) = repaired(lambda call: f"1 [{number_of(call, '3 million')}] {TRUE}\n2 -", *drafts)
    assert (call.name, call.optional) == ("repair", True)
    lines = call.messages[1][1].splitlines()
    assert (
        f"1 [2] {FALSE} | “4 million euros” is nowhere in the sources (the cited passages have “3 million euros”)"
        " | at most 11 words" in lines
    )
    assert "2 [] It rained. | it cites nothing | at most 2 words" in lines
    assert [each.claim.text for each in claims.values() if not each.failure] == [TRUE, TRUE]
    assert given_up == {"c3"}


def test_the_material_holds_what_is_cited_what_stands_before_it_and_the_likeliest():
    _, _, ((call,),) = repaired(lambda _: "", DraftClaim(text="Ortiz said “nobody crosses it now.”", cites=(QUOTE,)))
    shown = call.messages[1][1].partition("To mend")[0]
    assert all(CONTEXT.sources[number - 1].text in shown for number in (COST, QUOTE))
    assert CONTEXT.sources[CARS - 1].text not in shown
    _, _, ((call,),) = repaired(lambda _: "", DraftClaim(text=TRUE, unknown=(999,)))
    assert TRUE in call.messages[1][1].partition("To mend")[0]


FAIR = "Painters of the northern school met old friends, bakers, pilots and nurses at a fair in June and sold {} there."


@pytest.mark.parametrize(("held", "offered"), [(2, False), (3, True)])
def test_a_sentence_that_holds_a_fifth_of_a_claim_is_offered(held: int, offered: bool):
    context = harbour(FAIR.format(", ".join(LOT[:held])))
    share = context.index.share(CLAIMED, 2)
    assert (0.1 < share < 0.2, 0.2 < share < 0.3) == (not offered, offered)
    _, _, ((call,),) = repaired(lambda _: "", DraftClaim(text=CLAIMED, unknown=(999,)), context=context)
    assert ("Painters" in call.messages[1][1]) is offered


def test_six_sentences_at_most_are_offered():
    context = harbour(*[FAIR.format(f"{', '.join(LOT)} and {n} lamps") for n in range(20, 29)])
    _, _, ((call,),) = repaired(lambda _: "", DraftClaim(text=CLAIMED, unknown=(999,)), context=context)
    assert call.messages[1][1].count("Painters") + call.messages[1][1].count(LIFTED) == 6


@pytest.mark.parametrize(("words", "whole"), [(26, True), (40, False)])
def test_two_hundred_characters_of_a_reason_go_back(words: int, whole: bool):
    invented = " ".join(["gone"] * words)
    _, _, ((call,),) = repaired(lambda _: "", DraftClaim(text=f"Ortiz said “{invented}.”", cites=(COST,)))
    (line,) = [line for line in call.messages[1][1].splitlines() if line.startswith("1 [2]")]
    reason = line.split(" | ")[1]
    assert (reason.endswith("word for word"), len(reason) == 200) == (whole, not whole)
    assert 100 < len(reason) <= 200


def test_what_is_mended_badly_still_fails():
    claims, _, _ = repaired(lambda _: f"1 [2] {FALSE}", DraftClaim(text=FALSE, cites=(COST,)))
    assert "4 million" in claims["c1"].failure


def test_what_is_mended_is_read_again():
    context = context_of(story_of(), ScriptedReader("would be painted"))
    draft = DraftClaim(text=PAINTED.replace("Lena", "Karla"), cites=(COST,))
    claims, _, batches = repaired(
        lambda call: f"1 [2] {PAINTED}" if call.name == "repair" else "", draft, context=context
    )
    assert [[call.name for call in batch] for batch in batches] == [["repair"], ["check c1"]]
    assert claims["c1"].failure == "“would be painted” is not said"


@pytest.mark.parametrize(("more", "holds"), [("", True), (" in all", True), (" in all then", False)])
def test_a_mended_sentence_may_hardly_be_longer_than_the_old_one(more: str, holds: bool):
    claims, _, _ = repaired(lambda _: f"1 [2] {TRUE[:-1]}{more}.", DraftClaim(text=FALSE, cites=(COST,)))
    assert (claims["c1"].failure == "") is holds
    assert holds or claims["c1"].failure == "repaired, it was longer than before"


def test_a_mended_sentence_may_still_go_first_when_the_old_one_might():
    claims, _, _ = repaired(lambda _: f"1 [2] {TRUE}", DraftClaim(text=FALSE, cites=(COST,), minor=True))
    assert claims["c1"].draft.minor


def test_a_failed_repair_leaves_the_failures():
    failed = Reply(text="", finish="failed", refusal="no credit left")
    claims, given_up, _ = repaired(lambda _: failed, DraftClaim(text=FALSE, cites=(COST,)))
    assert "4 million" in claims["c1"].failure
    assert given_up == frozenset()


def test_repairs_stay_within_the_budget():
    context = context_of(story_of(), input_tokens=1_360)
    many = [
        DraftClaim(text=f"Lena Ortiz said the repair would cost {n} million euros.", cites=(2,)) for n in range(10, 60)
    ]
    _, _, ((call,),) = repaired(lambda _: "", *many, context=context)
    assert 1_000 < call.prompt_tokens <= 1_360


def source_instead(failed: CheckedClaim, context: GenerationContext = CONTEXT) -> CheckedClaim | None:
    assert failed.failure
    kept, (dropped,) = replace_failed(context, [failed], frozenset())
    assert (dropped.checked, dropped.replaced) == (failed, bool(kept))
    return kept[0] if kept else None


def test_the_cited_sentence_stands_in_for_a_failed_one_if_it_can_stand_alone():
    instead = source_instead(one(FALSE, COST))
    assert instead
    assert instead.claim.text == TRUE
    assert instead.claim.evidence[0].text == TRUE
    assert source_instead(one("The minister of finance resigned over Panama.", COST)) is None
    assert source_instead(one(FALSE)) is None
    bound = context_of(story_of("He said the repair would cost 3 million euros.\n\n" + BRIDGE))
    assert source_instead(one("He said the repair would cost 4 million euros.", 1, context=bound), bound) is None


@pytest.mark.parametrize(("held", "replaces"), [(3, False), (4, True)])
def test_a_cited_sentence_that_holds_a_fifth_of_a_failed_one_replaces_it(held: int, replaces: bool):
    context = harbour(f"Painters of the school sold {', '.join(LOT[:held])}.")
    failed = one(CLAIMED.replace("In all", "In Porto"), context.writer.numbering.sentences[2], context=context)
    share = context.index.share(failed.draft.text, 2)
    assert (0.19 < share < 0.2, 0.2 < share < 0.3) == (not replaces, replaces)
    assert bool(source_instead(failed, context)) is replaces
