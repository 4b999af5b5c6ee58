from __future__ import annotations

from dataclasses import replace

from summarize.check import account
from summarize.compose.asking import Loss
from summarize.compose.finishing import Material, Written, finish
from summarize.compose.replies import Proposal
from summarize.compose.statements import without
from summarize.prepare import find_differences
from tests.scripted import BRIDGE, FERRY, assignment_of, story_of

STORY = story_of(BRIDGE, FERRY)
ASSIGNMENT = assignment_of(STORY, words=40)
USABLE = list(without(STORY.sentences, ()))


def on(words: str, text: str = "", **more: object) -> Proposal:
    """A proposal on the statement with these words; its own words unless others are given."""
    number = next(n for n, each in enumerate(ASSIGNMENT.statements) if words in each.text)
    return Proposal(text=text or ASSIGNMENT.statements[number].text, cites=(number,), **more)  # type: ignore[arg-type]


def done(*proposals: Proposal, **more: object):
    return finish(ASSIGNMENT, Written(proposals, **more), Material(USABLE))  # type: ignore[arg-type]


def test_claims_are_numbered_in_reading_order_with_exact_evidence():
    draft = done(on("20,000"), on("3 million"))
    assert [claim.id for claim in draft.claims] == ["c1", "c2"]
    texts = {article.id: article.text for article in STORY.articles}
    for claim in draft.claims:
        assert all(texts[e.article][e.start : e.end] == e.text for e in claim.evidence)


def test_what_the_model_cites_and_what_is_found_are_told_apart():
    (claim,) = done(on("was closed on Monday", "Inspectors found 14 cracked bolts in the bridge on Monday.")).claims
    assert [(e.article, e.by) for e in claim.evidence] == [("a1", "model"), ("a2", "match")]
    assert (claim.articles, claim.origins) == (2, 2)
    (claim,) = done(on("3 million", found=True)).claims
    assert claim.evidence[0].by == "match"


def test_the_least_important_sentences_give_way_to_the_length():
    draft = done(*(on(words, weight=n) for n, words in enumerate(("20,000", "3 million", "Nobody", "A ferry"), 1)))
    assert 36 <= sum(len(claim.text.split()) for claim in draft.claims) <= 44
    assert "Nobody" in " ".join(claim.text for claim in draft.claims)


def test_a_text_that_is_too_short_is_filled_with_notes_on_something_else():
    draft = done(
        on("was closed on Monday"), spares=(on("Inspectors found"), on("20,000", weight=3), on("Nobody", weight=4))
    )
    assert [claim.evidence[0].text[:6] for claim in draft.claims] == ["The br", "“Nobod", "About "]
    draft = done(on("was closed on Monday"), spares=(on("Inspectors found"),))
    assert len(draft.claims) == 1, "it says the same"


def test_every_sentence_is_accounted_for_once():
    draft = done(on("3 million"), losses=(Loss(on("A ferry"), "names: nobody"),), unheard=frozenset((3,)))
    counts = account(len(STORY.sentences), draft.omitted)
    assert counts.used == 1
    places = [(each.article, each.start) for each in draft.omitted]
    assert len(set(places)) == len(places) == len(STORY.sentences) - 1
    assert counts.omitted["failed_check"] == 2


def test_a_repeat_of_a_claim_names_it():
    draft = done(on("was closed on Monday"), on("20,000"))
    repeat = next(each for each in draft.omitted if each.reason == "duplicate")
    assert repeat.of == "c1"


def test_a_lost_headline_gives_way_to_a_title_of_the_articles():
    story = story_of("Bridge closed after bolts crack\n\n" + BRIDGE, FERRY)
    assignment = assignment_of(story)
    first = Proposal(text=assignment.statements[0].text, cites=(0,))
    draft = finish(assignment, Written((first,)), Material(list(without(story.sentences, ()))))
    titles = [s.text for s in story.sentences if s.zone == "title"]
    assert draft.headline == (titles[0] if titles else "")


def test_a_headline_that_held_is_printed_with_its_evidence():
    draft = done(on("3 million"), headline=on("was closed on Monday", "Bridge over the Nara river closed"))
    assert draft.headline == "Bridge over the Nara river closed"
    assert draft.headline_evidence[0].article == "a1"


def test_losses_and_lost_calls_are_said():
    draft = done(
        on("3 million"),
        losses=(Loss(on("A ferry", "A ferry sank."), "support: no"), Loss(on("Nobody"), "quotes: no", replaced=True)),
        troubles=("extract 2/3: it was empty",),
    )
    assert [notice.code for notice in draft.warnings] == ["sentence_dropped", "sentence_replaced", "call_lost"]
    assert "“A ferry sank.” (support: no)" in draft.warnings[0].message


def test_articles_set_aside_are_listed_whole():
    draft = finish(
        ASSIGNMENT,
        Written((on("3 million"),)),
        Material(list(without(STORY.sentences, {"a2"})), off_topic=frozenset({"a2"})),
    )
    assert {each.reason for each in draft.omitted if each.article == "a2"} == {"off_topic"}


def test_sentences_held_back_are_listed_and_said():
    flagged = [each for each in USABLE if "A ferry" in each.text]
    usable = [each for each in USABLE if each not in flagged]
    draft = finish(ASSIGNMENT, Written((on("3 million"),)), Material(usable, flagged))
    (listed,) = [each for each in draft.omitted if each.reason == "failed_check"]
    assert listed.detail == "reads like an instruction to a program"
    assert draft.warnings[-1].code == "instructions"
    assert draft.parts == 0


COST = "\n\nThe repair of the bridge over the Nara river will cost {} million euros and take until May."
DISPUTED = assignment_of(story_of(BRIDGE + COST.format(7), FERRY + COST.format(9)), words=40)


def disputed(*proposals: Proposal, headline: Proposal | None = None):
    story = DISPUTED.story
    differences = find_differences(story.articles, story.sentences)
    assert [each.record.point.partition(";")[0] for each in differences] == [
        "Which amount it is: 7 million euros or 9 million euros"
    ]
    usable = list(without(story.sentences, ()))
    return finish(DISPUTED, Written(proposals, headline=headline), Material(usable), differences)


def of_disputed(words: str, **more: object) -> Proposal:
    number = next(n for n, each in enumerate(DISPUTED.statements) if words in each.text)
    return Proposal(text=DISPUTED.statements[number].text, cites=(number,), **more)  # type: ignore[arg-type]


def test_a_sentence_that_takes_a_side_is_lost_and_said_so():
    draft = disputed(of_disputed("20,000"), of_disputed("9 million"))
    assert [claim.text[:6] for claim in draft.claims] == ["About "]
    assert [len(each.positions) for each in draft.disagreements] == [2]
    assert "one side of a disagreement" in draft.warnings[0].message
    assert "failed_check" in {each.reason for each in draft.omitted}


def test_a_side_that_says_whose_it_is_may_stay():
    side = of_disputed("9 million")
    assert disputed(replace(side, attributed_to="Paul Brandt")).claims == (), "the sentence does not say it"
    told = replace(side, text="One report says the repair of the bridge over the Nara river will cost 9 million euros.")
    assert len(disputed(told).claims) == 1


def test_a_headline_that_takes_a_side_is_none():
    headline = replace(of_disputed("9 million"), text="Repair of the bridge over the Nara will cost 9 million euros")
    assert disputed(of_disputed("20,000"), headline=headline).headline != headline.text
    neutral = replace(headline, text="Repair of the bridge over the Nara until May")
    assert disputed(of_disputed("20,000"), headline=neutral).headline == neutral.text
