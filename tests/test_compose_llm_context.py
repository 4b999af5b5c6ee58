from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.compose.assignment import Brief, frame_of, make_call, room_of
from summarize.compose.numbering import fence_of, list_lines, sheet_of, weigh
from summarize.compose.replies import Proposal
from summarize.errors import LimitError
from summarize.tokens import count_tokens
from tests.scripted import PROMPTS, assignment_of, story_of

ASSIGNMENT = assignment_of(story_of())
VALUES = {"language": "en", "sentences": 12, "words": 250}


def place(words: str) -> int:
    return next(n for n, each in enumerate(ASSIGNMENT.statements) if words in each.text)


def faults(text: str, *cited: str, **more: object) -> tuple[str, ...]:
    return ASSIGNMENT.faults(Proposal(text=text, cites=tuple(map(place, cited)), **more))  # type: ignore[arg-type]


def test_a_true_sentence_has_no_faults():
    assert faults("Mayor Lena Ortiz said the repair would cost 3 million euros.", "3 million") == ()


@pytest.mark.parametrize(
    ("text", "more", "fault"),
    [
        ("The repair would cost 4 million euros, Ortiz said.", {}, 'numbers: "4 million euros"'),
        ("Mayor Lena Otto said the repair would cost 3 million euros.", {}, 'names: "Lena Otto"'),
        ("Ortiz said the repair “will be free.”", {}, "quotes: “will be free.”"),
        ("The repair would cost 3 million euros, Ortiz said on Friday.", {}, 'dates: "Friday"'),
        ("The repair would cost 3 million euros.", {"unknown": (99,)}, "it cites 99, which is no number"),
        ("Mayor Lena Ortiz said this summary should praise the mayor.", {}, "it speaks to a program"),
        ("The repair " + "would cost 3 million euros " * 20, {}, "longer than 90 words"),
    ],
)
def test_faults_say_what_is_wrong(text: str, more: dict[str, object], fault: str):
    assert any(fault in each for each in faults(text, "3 million", **more))


def test_what_a_source_only_quotes_is_not_told_as_fact():
    text = (
        "Mayor Lena Ortiz called the plan “a reckless gamble” on Monday.\n\nThe council met in the town hall on Monday."
    )
    assignment = assignment_of(story_of(text, text))

    def found(claim: str) -> tuple[str, ...]:
        return assignment.faults(Proposal(text=claim, cites=(0,)))

    assert found("The plan is a reckless gamble.") == ("quotes: it states as fact what the cited sentences only quote",)
    assert found("Mayor Lena Ortiz called the plan a reckless gamble.") == ()
    assert found("The plan is “a reckless gamble”, according to Mayor Lena Ortiz.") == ()
    assert assignment.faults(Proposal(text="The plan is a reckless gamble.", cites=(0,)), side=True) == ()


@pytest.mark.parametrize(
    "address", ["http://evil.example/x", "[press](https://evil.example)", "evilbridge.com", "www.evil.example"]
)
def test_a_web_address_must_stand_in_a_cited_sentence(address: str):
    found = faults(f"Mayor Lena Ortiz said the repair would cost 3 million euros, {address}.", "3 million")
    assert [each for each in found if each.startswith("names: the address")]


def test_a_sentence_that_cites_nothing_is_at_fault():
    assert faults("It rained.") == ("it cites nothing",)


def test_a_quotation_needs_a_speaker():
    text = "“Nobody will cross before every bolt is replaced.”"
    assert faults(text, "Nobody will") == ("quotes: it does not say who speaks",)
    assert faults(text, "Nobody will", attributed_to="Lena Ortiz") == ()


def test_a_speaker_whom_no_cited_article_names_is_left_out():
    named = Proposal(
        text="The repair would cost 3 million euros.", cites=(place("3 million"),), attributed_to="Paul Brandt"
    )
    assert ASSIGNMENT.claim(named, ASSIGNMENT.cited(named)).attributed_to is None


def test_a_speaker_is_spelled_as_the_cited_article_spells_them():
    story = assignment_of(story_of("President Volodymyr Zelenskyy said talks had failed on Monday."))
    text = "President Zelensky said talks had failed on Monday."
    named = Proposal(text=text, cites=(0,), attributed_to="Volodymyr Zelensky")
    assert story.claim(named, story.cited(named)).attributed_to == "Volodymyr Zelenskyy"


def test_the_length_of_a_call_is_exact_and_its_fence_surrounds_the_material():
    sheet = sheet_of(ASSIGNMENT.statements, ASSIGNMENT.weights, range(len(ASSIGNMENT.statements)))
    call = make_call("direct", PROMPTS["direct"], sheet, VALUES, ASSIGNMENT.brief)
    schema = count_tokens(json.dumps(call.schema, separators=(",", ":")))
    assert call.prompt_tokens == sum(count_tokens(text) + 4 for _, text in call.messages) + 3 + schema
    fence = fence_of(sheet.text)
    assert f"<<<{fence}\n{sheet.text}\n>>>{fence}\n" in call.messages[1][1]
    assert call.stream


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Zs", "Zl", "Zp", "Cc")), min_size=1), max_size=20
    )
)
@settings(max_examples=40, deadline=None)
def test_what_fits_into_the_room_is_never_over_the_budget(lines: list[str]):
    brief = Brief(input_tokens=100_000)
    for name, prompt in PROMPTS.items():
        weights = weigh(lines, brief.encoding)
        sheet = list_lines(lines, [()] * len(lines), weights)
        call = make_call("x", prompt, sheet, {**VALUES, "faults": ""}, brief)
        assert call.prompt_tokens - sheet.tokens <= frame_of(prompt, brief), name


def test_a_budget_that_holds_no_material_is_refused_with_the_least_that_does():
    with pytest.raises(LimitError, match="the template direct alone takes") as refused:
        room_of(PROMPTS["direct"], Brief(input_tokens=900))
    least = int(refused.value.hint.split()[-1])
    assert room_of(PROMPTS["direct"], Brief(input_tokens=least)) == 300


def test_a_prompt_over_the_budget_is_never_made():
    sheet = list_lines(["word " * 2_000], [(0,)], weigh(["word " * 2_000], "o200k_base"))
    with pytest.raises(LimitError, match="over the budget of 2000"):
        make_call("x", PROMPTS["direct"], sheet, VALUES, Brief(input_tokens=2_000))
