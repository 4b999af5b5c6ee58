from __future__ import annotations

import pytest

from summarize.compose.llm.context import GenerationRequest, prompt_overhead
from summarize.compose.llm.selecting import Selection, points_sheet, select_points, sentences_wanted
from summarize.llm import Call, Reply
from tests.scripted import PROMPTS, Script, context_of, drive, material, story_of

TOWNS = [
    [
        f"In town {n} the flood closed bridge {m} and cut off {10 * n + m} houses on {day}."
        for m, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    ]
    for n in range(12)
]


def select(script: Script, *texts: str, **limits: int) -> tuple[Selection, list[tuple[Call, ...]]]:
    context = context_of(story_of(*(texts or ["\n\n".join(town) for town in TOWNS])), **limits)
    return drive(select_points(context), script)  # type: ignore[return-value] # drive gives what the flow gives


def first(call: Call, count: int = 1) -> str:
    """The first lines of the material, a point each."""
    return "\n".join(map(str, list(material(call))[:count]))


# Sentences of which no two are alike, of words that no language has.
_SYLLABLES = [a + b for a in "bdfgklmnprst" for b in ("an", "el", "or", "ib")]
LARGE = [
    "\n\n".join(
        "The " + " ".join(f"{_SYLLABLES[(n * k + m) % 48]}{_SYLLABLES[(m * k + n) % 48]}a" for k in range(1, 14)) + "."
        for m in range(30)
    )
    for n in range(20)
]
SMALL = {"input_tokens": 1_360, "words": 100}


def test_all_parts_are_asked_at_once_and_their_choices_come_together():
    selection, batches = select(first, **SMALL)
    assert len(batches[0]) > 1
    assert [call.name for call in batches[0]] == [
        f"select {n}/{len(batches[0])}" for n in range(1, len(batches[0]) + 1)
    ]
    assert sum(len(point.places) for point in selection.points) == len(batches[0])


def test_more_is_asked_of_one_call_than_of_each_of_many():
    def lines(count: int) -> int:
        _, batches = select(first, input_tokens=600 + 40_000 // count, max_parallel_calls=count, words=250)
        return int(batches[0][0].messages[0][1].partition("Write at most ")[2].split()[0])

    assert lines(1) == 22
    _, batches = select(first, **SMALL)
    asked = int(batches[0][0].messages[0][1].partition("Write at most ")[2].split()[0])
    assert 4 <= asked < 9


def test_an_unusable_reply_is_asked_for_again_and_a_lost_part_is_said():
    def script(call: Call) -> str:
        return "no" if call.name.startswith("select 1/") else first(call)

    selection, batches = select(script, **SMALL)
    assert [call.name for call in batches[1]] == [batches[0][0].name]
    assert "Your last reply was no use: no line of it began with numbers" in batches[1][0].messages[1][1]
    assert selection.failure is None
    assert selection.troubles == (f"{batches[0][0].name}: no line of it began with numbers of the material",)
    assert len(selection.lost) == len(material(batches[0][0]))


def test_a_refusal_is_not_asked_again():
    refusal = Reply(text="", finish="refusal")
    selection, batches = select(lambda call: refusal if call.name.startswith("select 1/") else first(call), **SMALL)
    assert len(batches) == 1
    assert selection.lost


def test_when_nothing_can_be_used_the_reason_is_given():
    selection, _ = select(lambda _: Reply(text="", finish="refusal"), **SMALL)
    assert selection.failure
    assert selection.failure.failure == "refused"


def test_what_does_not_fit_the_writing_call_is_selected_again():
    def script(call: Call) -> str:
        return first(call, 2 if call.name.startswith("select 2.") else 99)

    selection, batches = select(script, *LARGE, input_tokens=1_470, words=400)
    assert {call.name.partition("/")[0] for call in batches[1]} >= {"select 2.1", "select 2.2"}
    assert "\n*\n" in batches[1][0].messages[1][1]
    assert len(selection.points) > 3


def test_points_of_a_part_that_is_not_selected_again_stay():
    def script(call: Call) -> str:
        if call.name.startswith("select 2."):
            return first(call, 1) if call.name.startswith("select 2.1/") else "no"
        return first(call, 99)

    limits = {"input_tokens": 1_470, "words": 400}
    selection, batches = select(script, *LARGE, **limits)
    again, chosen = batches[1], {place for point in selection.points for place in point.places}
    context = context_of(story_of(*LARGE), **limits)
    heard = {place for place in chosen if context.sources[place].text in again[0].messages[1][1]}
    assert chosen - heard, "what was chosen in the parts without a reply"
    assert selection.lost == frozenset()
    assert selection.troubles == ()


def test_selecting_ends_also_when_every_call_chooses_everything():
    selection, batches = select(lambda call: first(call, 999), *LARGE, input_tokens=1_470, words=400)
    assert len(batches) <= 5
    assert selection.points


FLOOD = "The flood closed the bridge over the Nara river on Monday, {}."
OWN = [
    "A school in the village of Brandt opened its new library with a feast.",
    "Farmers sold more apples than in any year since the last war.",
    "The chess club chose Paul Sommer as its chairman for a third time.",
    "Nurses of the regional hospital went on strike over their pay.",
]


def chosen_first(*texts: str) -> str:
    """The leading sentence that is kept first when every call puts its own news above the flood."""

    def script(call: Call) -> str:
        lines = sorted(material(call).items(), key=lambda line: "flood" in line[1])
        return "\n".join(str(n) for n, text in lines if "flood" in text or text in OWN) or "none"

    selection, _ = select(script, *texts, **SMALL)
    context = context_of(story_of(*texts), **SMALL)
    return context.sources[selection.points[0].places[0]].text


def test_more_reports_lift_a_point_above_a_better_rank():
    texts = [
        "\n\n".join([own, FLOOD.format(f"witness {n} said"), *LARGE[n].split("\n\n")[:16]]) for n, own in enumerate(OWN)
    ]
    assert "flood" in chosen_first(*texts)


def test_what_is_kept_is_some_four_times_the_summary_of_the_best_rank_of_every_call():
    limits = {"input_tokens": 6_000, "words": 20}
    selection, batches = select(lambda call: first(call, 999), *LARGE, **limits)
    assert len(batches) == 1
    context = context_of(story_of(*LARGE), **limits)
    words = sum(len(context.sources[place].text.split()) for point in selection.points for place in point.places)
    assert 80 <= words <= 80 + 2 * 14
    calls = [call for point in selection.points for call, _ in point.ranks]
    assert len(set(calls)) == len(calls), "ties are spread over the calls"


def test_what_confirmed_a_point_is_kept_when_it_is_selected_again():
    texts = ["\n\n".join([FLOOD.format(f"witness {n} said"), *LARGE[n].split("\n\n")]) for n in range(20)]

    def script(call: Call) -> str:
        if call.name.startswith("select 2."):
            return next((str(n) for n, text in material(call).items() if "flood" in text), first(call))
        return "\n".join(str(n) for n in sorted(material(call), key=lambda n: "flood" not in material(call)[n]))

    selection, batches = select(script, *texts, input_tokens=1_470, words=400)
    assert any(call.name.startswith("select 2.") for batch in batches for call in batch)
    context = context_of(story_of(*texts), input_tokens=1_470, words=400)
    (point,) = [each for each in selection.points if "flood" in context.sources[each.places[0]].text]
    assert len(point.places) > 10


def test_a_sentence_that_needs_the_one_before_it_brings_it_along():
    text = (
        "Mayor Lena Ortiz of the town of Nara closed the bridge on Monday after an inspection by the ministry.\n\n"
        "“We had no choice at all, and every engineer told us so on the very same day,” she said."
    )
    filler = "\n\n".join(f"Nothing else of note happened in quarter {n} of the town that week." for n in range(60))

    def script(call: Call) -> str:
        return next((str(n) for n, line in material(call).items() if "no choice" in line), "none")

    selection, _ = select(script, text, filler, **SMALL)
    context = context_of(story_of(text, filler), **SMALL)
    shown = points_sheet(context, selection.points).text.splitlines()
    assert [line.partition(" ")[2][:10] for line in shown if line[0].isdigit()] == ["Mayor Lena", "“We had no"]


def test_the_smallest_budget_holds_the_longest_sentence_and_the_one_it_needs():
    long = " ".join(f"{each}a" for each in _SYLLABLES * 2)
    texts = [f"Mayor Lena Ortiz of Nara spoke of {long}.\n\n“And we will never forget {long},” she said." for _ in "ab"]
    least = prompt_overhead(PROMPTS["write"], GenerationRequest()) + 600
    context = context_of(
        story_of(texts[0], texts[1].replace("Mayor", "Nurse"), publisher="P" * 999), input_tokens=least
    )
    selection, _ = drive(
        select_points(context), lambda call: next(str(n) for n, t in material(call).items() if "we" in t)
    )
    assert points_sheet(context, selection.points).tokens <= 600


@pytest.mark.parametrize(("words", "sentences"), [(250, 12), (400, 19), (20, 2), (95, 5)])
def test_a_sentence_has_some_twenty_one_words(words: int, sentences: int):
    assert sentences_wanted(words) == sentences
