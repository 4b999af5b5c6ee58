from __future__ import annotations

import pytest

from summarize.compose.asking import Heard, Job, ask
from summarize.compose.numbering import sheet_of
from summarize.model import Call, Reply
from tests.scripted import PROMPTS, Script, assignment_of, drive, number_of, reply, said, story_of

ASSIGNMENT = assignment_of(story_of())
SHEET = sheet_of(ASSIGNMENT.statements, ASSIGNMENT.weights, range(len(ASSIGNMENT.statements)))
JOB = Job(name="extract 1/1", prompt=PROMPTS["extract"], sheet=SHEET, sentences=6)
TRUE = "Mayor Lena Ortiz said the repair would cost 3 million euros."
FALSE = "Mayor Lena Ortiz said the repair would cost 4 million euros."


def hear(script: Script, *jobs: Job) -> tuple[list[Heard], list[tuple[Call, ...]]]:
    return drive(ask(ASSIGNMENT, jobs or (JOB,)), script)  # type: ignore[return-value] # drive gives what the flow gives


def cost(call: Call) -> int:
    return number_of(call, "3 million")


def test_a_good_reply_needs_no_second_call():
    (heard,), batches = hear(lambda call: reply(said(TRUE, cost(call))))
    assert [each.text for each in heard.proposals] == [TRUE]
    assert len(batches) == 1


def test_jobs_are_asked_side_by_side_and_only_the_failed_ones_again():
    seen: list[str] = []

    def script(call: Call) -> str:
        seen.append(call.name)
        return "no" if seen.count("b") == 1 and call.name == "b" else reply(said(TRUE, cost(call)))

    jobs = [Job(name=name, prompt=PROMPTS["extract"], sheet=SHEET, sentences=6) for name in "abc"]
    heard, batches = hear(script, *jobs)
    assert [[call.name for call in batch] for batch in batches] == [["a", "b", "c"], ["b"]]
    assert all(each.proposals for each in heard)


def test_an_unreadable_reply_is_asked_for_again_with_the_reason():
    replies = iter(["Sorry?", reply(said(TRUE, 2))])
    (heard,), batches = hear(lambda _: next(replies))
    assert heard.proposals
    assert "Your last reply was no use: it was not one JSON object." in batches[1][0].messages[1][1]


def test_a_cut_off_reply_is_asked_for_again_with_half_the_sentences():
    replies = iter([Reply(text='{"sentences": [', finish="length"), Reply(text=reply(said(TRUE, 2)))])
    (heard,), batches = hear(lambda _: next(replies))
    assert heard.proposals
    assert "Write the 3 most important" in batches[1][0].messages[0][1]


@pytest.mark.parametrize("finish", ["refusal", "content_filter"])
def test_a_refusal_is_not_asked_again(finish: str):
    (heard,), batches = hear(lambda _: Reply(text="", finish=finish))  # type: ignore[arg-type] # a parametrized literal
    assert heard.trouble
    assert len(batches) == 1


def test_what_stays_unreadable_is_given_up():
    (heard,), batches = hear(lambda _: "{}")
    assert heard.trouble
    assert heard.trouble.why == "it broke the schema: reply lacks sentences"
    assert len(batches) == 2


def test_a_sentence_that_fails_is_mended_in_one_small_call():
    def script(call: Call) -> str:
        if call.name.startswith("repair"):
            return reply(said(TRUE, cost(call), id=2))
        return reply(
            said("About 20,000 cars use the bridge every day.", number_of(call, "20,000")),
            said(FALSE, cost(call), weight=7),
        )

    (heard,), batches = hear(script)
    assert [each.text for each in heard.proposals] == ["About 20,000 cars use the bridge every day.", TRUE]
    assert heard.proposals[1].weight == 7
    assert heard.losses == ()
    (repair,) = batches[1]
    assert repair.name == "repair extract 1/1"
    reason = 'numbers: "4 million euros" is not in the cited sentence (there: "3 million euros")'
    assert f"2 [{cost(repair)}] {FALSE} - {reason}" in repair.messages[1][1].splitlines()


def test_what_is_mended_badly_gives_way_to_the_cited_sentence():
    (heard,), batches = hear(
        lambda call: reply(said(FALSE, cost(call), id=1) if "repair" in call.name else said(FALSE, cost(call)))
    )
    assert [each.text for each in heard.proposals] == [TRUE]
    assert heard.losses[0].replaced
    assert len(batches) == 2, "a call gets one second chance"


def test_what_has_no_fit_sentence_to_give_way_to_is_lost():
    wild = "The minister of finance resigned over a secret account in Panama."
    (heard,), _ = hear(lambda call: reply() if "repair" in call.name else reply(said(wild, 1)))
    assert heard.proposals == ()
    assert not heard.losses[0].replaced


def test_what_the_repair_gives_up_is_dropped():
    (heard,), _ = hear(lambda call: reply(said(FALSE, id=1) if "repair" in call.name else said(FALSE, cost(call))))
    assert heard.proposals == ()
    assert [loss.replaced for loss in heard.losses] == [False]


def test_a_cited_sentence_does_not_repeat_what_is_kept():
    (heard,), _ = hear(
        lambda call: reply() if "repair" in call.name else reply(said(TRUE, cost(call)), said(FALSE, cost(call)))
    )
    assert [each.text for each in heard.proposals] == [TRUE]
    assert [loss.replaced for loss in heard.losses] == [False]


def test_an_unknown_number_is_sent_back_with_the_likeliest_lines():
    _, batches = hear(
        lambda call: reply() if "repair" in call.name else reply(said(TRUE, 999, number_of(call, "ferry")))
    )
    assert TRUE in batches[1][0].messages[1][1].partition("To mend")[0]


def test_wrong_citations_are_put_right_without_a_call():
    (heard,), batches = hear(lambda call: reply(said(TRUE, number_of(call, "20,000"))))
    (proposal,) = heard.proposals
    assert ASSIGNMENT.statements[proposal.cites[0]].text == TRUE
    assert proposal.found
    assert len(batches) == 1


def test_an_unknown_number_is_never_resolved_by_guessing():
    (heard,), batches = hear(lambda call: reply() if "repair" in call.name else reply(said(TRUE, 999)))
    assert heard.proposals == ()
    assert "it cites 999" in batches[1][0].messages[1][1]


def test_a_headline_that_fails_is_dropped():
    job = Job(name="direct", prompt=PROMPTS["direct"], sheet=SHEET, sentences=6, words=100)
    (heard,), _ = hear(lambda call: reply(said(TRUE, 2), headline=("Bridge repair costs 9 million euros", [2])), job)
    assert heard.headline is None
    assert heard.losses[0].why.startswith("headline: numbers")


def test_repairs_stay_within_the_budget():
    assignment = assignment_of(story_of(), input_tokens=1_300)
    many = [said(f"Mayor Lena Ortiz said the repair would cost {n} million euros.", 2) for n in range(10, 60)]
    flow = ask(assignment, [JOB])
    next(flow)
    (repair,) = flow.send((Reply(text=reply(*many)),))
    assert 900 < repair.prompt_tokens <= 1_300
