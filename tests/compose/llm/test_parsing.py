from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.compose.llm.parsing import (
    DraftClaim,
    ModelOutput,
    Unusable,
    parse_repairs,
    parse_selection,
    parse_summary,
)
from summarize.llm import Reply
from tests.growth import assert_linear

KNOWN = range(1, 60)
LINES = """# Bridge closed after bolts crack [1,2]
[3,12] The bridge was closed.
[4] ~ A ferry runs.
! cost | [5] 3 million | [6] 5 million"""


def read(text: str, **more: object) -> ModelOutput | Unusable:
    return parse_summary(Reply(text=text, **more), KNOWN)  # type: ignore[arg-type]


def claims(text: str) -> list[tuple[str, tuple[int, ...]]]:
    found = read(text)
    assert isinstance(found, ModelOutput), found
    return [(each.text, each.cites) for each in found.claims]


TWO = [("The bridge was closed.", (3, 12)), ("A ferry runs.", (4,))]


def test_headline_sentences_and_disagreements_are_read():
    assert read(LINES) == ModelOutput(
        DraftClaim(text="Bridge closed after bolts crack", cites=(1, 2)),
        (
            DraftClaim(text="The bridge was closed.", cites=(3, 12)),
            DraftClaim(text="A ferry runs.", cites=(4,), minor=True),
        ),
        (read(LINES).disagreements[0],),  # type: ignore[union-attr]
    )
    (found,) = read(LINES).disagreements  # type: ignore[union-attr]
    assert found.point == "cost"
    assert [(side.text, side.cites) for side in found.positions] == [("3 million", (5,)), ("5 million", (6,))]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("[3] One.\n[4] Two.\n\n\n[5] Three.\n[6] Four.\n", [1, 1, 2, 2]),
        ("# Head [3]\n\n[3] One.\n[4] Two.\n\n[5] Three.\n[6] Four.\n\n! x | [3] a | [4] b", [1, 1, 2, 2]),
        ("[3] One.\n[4] Two.\n[5] Three.\n[6] Four.", [0, 0, 0, 0]),  # nobody marked any
        ("[3] One.\n\n[4] Two.\n[5] Three.", [1, 2, 2]),
        ("[3] One.\n\n[4] Two.\n\n[5] Three.\n[6] Four.", [0, 0, 0, 0]),  # three of four: every line stands alone
        (
            "[3] One.\n[4] Two.\n\nA line that no number supports.\n\n[5] Three.\n[6] Four.\n[7] Five.",
            [1, 1, 2, 3, 3, 3],
        ),
    ],
)
def test_an_empty_line_ends_a_paragraph_if_few_are_marked(text: str, paragraphs: list[int]):
    found = read(text)
    assert isinstance(found, ModelOutput)
    assert [each.paragraph for each in found.claims] == paragraphs


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("[3] Lena Ortiz – the mayor – said so.", "Lena Ortiz – the mayor – said so."),
        ("The cost rose by 12. [3]", "The cost rose by 12."),
        ("- 2) [3] Lena Ortiz - the mayor - said so.", "Lena Ortiz - the mayor - said so."),
    ],
)
def test_only_what_a_line_begins_with_is_a_bullet(line: str, text: str):
    assert claims(line) == [(text, (3,))]


def test_a_side_of_a_difference_keeps_its_last_figure():
    found = read(
        "[3] One.\n! cost | [3] It was 12. | [4] “No!” said the mayor: 15.\nx | [3] Stop! It was 12. | [4] 15."
    )
    sides = [[side.text for side in each.positions] for each in found.disagreements]  # type: ignore[union-attr]
    assert sides == [["It was 12.", "“No!” said the mayor: 15."], ["Stop! It was 12.", "15."]]


WRITTEN = {
    "lines": "[3,12] The bridge was closed.\n[4] A ferry runs.",
    "spaces": "[3, 12]  The bridge was closed. \n\n[ 4 ] A ferry runs.",
    "numbers behind": "The bridge was closed. [3,12]\nA ferry runs [4].",
    "numbers before the stop": "The bridge was closed [3][12].\nA ferry runs [4].",
    "single brackets": "[3] [12] The bridge was closed.\n[4] A ferry runs.",
    "bullets": "- [3,12] The bridge was closed.\n* [4] A ferry runs.",
    "a numbered list": "1. [3,12] The bridge was closed.\n2) [4] A ferry runs.",
    "bold": "**[3,12]** The bridge was closed.\n[4] **A ferry runs.**",
    "a fence": "```text\n[3,12] The bridge was closed.\n[4] A ferry runs.\n```",
    "prose around": "Here is the summary:\n[3,12] The bridge was closed.\n[4] A ferry runs.\nShall I make it shorter?",
    "reasoning": "<think>\n[9] Or that?\n</think>\n[3,12] The bridge was closed.\n[4] A ferry runs.",
    "a paragraph": "The bridge was closed. [3][12] A ferry runs. [4]",
    "paragraphs": "# A headline [1]\n\nThe bridge was closed. [3,12] A ferry runs. [4]",
    "a paragraph, numbers first": "[3,12] The bridge was closed. [4] A ferry runs.",
    "parentheses": "The bridge was closed (3, 12).\nA ferry runs. (4)",
    "other brackets": "【3,12】The bridge was closed.\n［4］A ferry runs.",
    "a table's arrow and a colon": "[3,12]: The bridge was closed.\n[4] - A ferry runs.",
    "hashes": "[#3, #12] The bridge was closed.\n[#4] A ferry runs.",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_whatever_it_is_wrapped_in_a_sentence_is_read(text: str):
    assert claims(text) == TWO


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("One. [3] ~ Two. [4] Three. [5]", [False, True, False]),
        ("~ One. [3] Two. [4] ~ Three. [5]", [True, False, True]),
        ("One. [3] Two. [4] ~\n\nThree. [5]", [False, True, False]),  # behind the last of a paragraph
        ("[3] One.\n[4] ~ Two.\n[5] Three. ~", [False, True, True]),
    ],
)
def test_the_mark_of_what_can_go_first_belongs_to_its_sentence(text: str, minor: list[bool]):
    found = read(text)
    assert isinstance(found, ModelOutput)
    assert [(each.text, each.minor) for each in found.claims] == list(
        zip(["One.", "Two.", "Three."], minor, strict=True)
    )


@pytest.mark.parametrize(
    ("numbers", "cites"),
    [
        ("3-5", (3, 4, 5)),
        ("3–5,7", (3, 4, 5, 7)),
        ("3;5", (3, 5)),
        ("3, 3", (3,)),
        ("9-3", (9, 3)),
        ("3-40", (3, 40)),
        ("3-14", tuple(range(3, 15))),
        ("3-15", (3, 15)),
    ],
)
def test_lists_and_short_ranges_of_numbers_are_read(numbers: str, cites: tuple[int, ...]):
    assert claims(f"[{numbers}] It fell.") == [("It fell.", cites)]


def test_brackets_that_hold_words_are_text():
    assert claims("[3] He called it “the [only] bridge [sic]”.") == [("He called it “the [only] bridge [sic]”.", (3,))]


def test_a_model_that_repeats_itself_is_read_once():
    assert claims("[3,12] The bridge was closed.\n[4] A ferry runs.\n" * 50) == TWO


def test_numbers_inside_a_sentence_are_its_citations():
    assert claims("The bridge [3] was closed [12], the mayor said.") == [
        ("The bridge was closed, the mayor said.", (3, 12))
    ]


def test_a_number_that_the_prompt_did_not_hold_is_unknown():
    (claim,) = read("[3,99] It fell.").claims  # type: ignore[union-attr]
    assert (claim.cites, claim.unknown) == ((3,), (99,))


@pytest.mark.parametrize(
    "line", ["[4] ~ A ferry runs.", "[4]~ A ferry runs.", "~ A ferry runs. [4]", "[4] A ferry runs. ~"]
)
def test_a_mark_says_that_a_sentence_may_go(line: str):
    (claim,) = read(line).claims  # type: ignore[union-attr]
    assert (claim.text, claim.minor) == ("A ferry runs.", True)


def test_a_tilde_inside_a_sentence_is_none():
    (claim,) = read("[4] It costs ~3 million euros.").claims  # type: ignore[union-attr]
    assert (claim.text, claim.minor) == ("It costs ~3 million euros.", False)


@pytest.mark.parametrize(
    "line",
    [
        "# It fell [1,2]",
        "## It fell [1,2]",
        "**Headline:** It fell [1,2]",
        "Headline: It fell [1, 2]",
        "# Headline: It fell (1, 2)",
        "#It fell [1,2]",
    ],
)
def test_a_headline_is_known_by_its_mark_or_its_name(line: str):
    found = read(f"{line}\n[3] It fell on Monday.")
    assert found.headline == DraftClaim(text="It fell", cites=(1, 2))  # type: ignore[union-attr]


def test_a_headline_without_numbers_rests_on_what_the_first_sentence_rests_on():
    assert read("# It fell today\n[3,4] It fell on Monday.").headline.cites == (3, 4)  # type: ignore[union-attr]
    assert read("[3,4] It fell on Monday.").headline is None  # type: ignore[union-attr]


def test_a_label_is_no_headline():
    assert read("## News summary\n[3,4] It fell on Monday.").headline is None  # type: ignore[union-attr]
    assert read("## It fell yesterday\n[3,4] It fell on Monday.").headline.text == "It fell yesterday"  # type: ignore[union-attr]


def test_a_year_in_parentheses_is_no_citation():
    assert claims("[3] It fell (4).") == [("It fell (4).", (3,))]
    assert claims("[3] It fell.\nIt had been built long ago (1974).\n[4] It sank.")[1][1] == ()


def test_a_heading_below_the_sentences_is_no_headline():
    assert read("[3] It fell.\n## Disagreements [4]").headline is None  # type: ignore[union-attr]


def test_a_sentence_between_others_without_numbers_is_one_that_cites_nothing():
    assert claims("[3] It fell.\nNobody had seen it coming.\n[4] It sank.")[1] == ("Nobody had seen it coming.", ())
    assert len(claims("[3] It fell.\nNobody knew.\n[4] It sank.")) == 2, "too short to be a sentence of its own"
    assert len(claims("[3] It fell.\nNobody had seen it coming.")) == 1, "prose behind the last sentence"


@pytest.mark.parametrize(
    "line", ["! cost | [5] 3 million", "! | [5] 3 million | [6] 5 million", "! cost | 3 million | 5 million"]
)
def test_a_disagreement_without_a_point_or_two_cited_sides_is_named_as_unreadable(line: str):
    found = read(f"[3] It fell.\n{line}")
    assert found.disagreements == ()  # type: ignore[union-attr]
    assert found.bad_lines == (line,)  # type: ignore[union-attr]


def test_a_disagreement_may_have_three_sides_and_no_mark():
    (found,) = read("[3] It fell.\n- cost [5] | [5] 3 million | [6] 5 million | [7] 7 million").disagreements  # type: ignore[union-attr]
    assert (found.point, len(found.positions)) == ("cost", 3)


def test_of_a_reply_that_was_cut_off_the_whole_lines_count():
    found = read("[3] It fell.\n[4] It sa", finish="length")
    assert [each.text for each in found.claims] == ["It fell."]  # type: ignore[union-attr]
    assert found.cut_off  # type: ignore[union-attr]
    assert read("[3] It fell", finish="length") == Unusable("cut_off", "it was cut off at its length limit")


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (Reply(text="", finish="refusal"), "refused"),
        (Reply(text="[3] It fell.", finish="content_filter"), "refused"),
        (Reply(text="", finish="failed", refusal="no such model"), "failed"),
        (Reply(text=" \n"), "unreadable"),
        (Reply(text="I would rather not."), "unreadable"),
        (Reply(text='{"headline": "It fell"}'), "unreadable"),
        (Reply(text="# It fell [1]"), "unreadable"),
        (Reply(text="<think>[3] It fell."), "unreadable"),
        (Reply(text="[3] It fell.\n" * 200_000), "unreadable"),
    ],
    ids=["refusal", "filter", "failed", "empty", "prose", "JSON", "headline only", "endless reasoning", "too long"],
)
def test_a_reply_without_a_sentence_is_unusable_for_a_reason(reply: Reply, failure: str):
    for found in (parse_summary(reply, KNOWN),):
        assert isinstance(found, Unusable)
        assert found.failure == failure
        assert found.why


SELECTED = {
    "lines": "12,40,7\n3",
    "spaces": " 12, 40, 7 \n\n 3 ",
    "brackets": "[12,40,7]\n[3]",
    "bullets": "- 12,40,7\n- 3",
    "a numbered list": "1. 12,40,7\n2. 3",
    "names": "Point 1: 12,40,7\nPoint 2: 3",
    "prose": "I choose:\n12,40,7 the closing\n3 (the ferry)",
    "one line": "12,40,7; 3",
    "a fence": "```\n12,40,7\n3\n```",
    "unknown numbers": "12,40,7,99\n99\n3",
}


@pytest.mark.parametrize("text", SELECTED.values(), ids=SELECTED)
def test_points_are_read_however_they_are_written(text: str):
    assert parse_selection(Reply(text=text), KNOWN) == [(12, 40, 7), (3,)]


def test_all_numbers_on_one_line_are_a_point_each():
    line = ",".join(map(str, range(1, 10)))
    assert parse_selection(Reply(text=line), KNOWN) == [(n,) for n in range(1, 10)]
    assert parse_selection(Reply(text="1,2,3,4,5,6,7,8"), KNOWN) == [tuple(range(1, 9))]


@pytest.mark.parametrize("text", ["", "none of them", "99", "The first point is 12"])
def test_a_selection_without_a_known_number_is_unusable(text: str):
    assert isinstance(parse_selection(Reply(text=text), KNOWN), Unusable)


def test_mended_sentences_are_read_by_their_item():
    text = "1 # [3,12] It fell.\n2. [4] It sank.\n- 3 [5] It burned.\n4 -\n9 [5] Nobody asked."
    found = parse_repairs(Reply(text=text), KNOWN, range(1, 5))
    assert {n: each and (each.text, each.cites) for n, each in found.items()} == {
        1: ("It fell.", (3, 12)), 2: ("It sank.", (4,)), 3: ("It burned.", (5,)), 4: None
    }  # fmt: skip


def test_a_single_mended_sentence_needs_no_item():
    assert parse_repairs(Reply(text="[3] It fell."), KNOWN, [1])[1].text == "It fell."  # type: ignore[union-attr]
    assert parse_repairs(Reply(text="[3] It fell."), KNOWN, [1, 2]) == {}
    assert parse_repairs(Reply(text="", finish="failed"), KNOWN, [1]) == {}


@given(st.text(alphabet=st.sampled_from("[]0123456789,.~#!|-* \nabC”"), max_size=200))
def test_no_reply_breaks_the_parser_and_only_known_numbers_are_cited(text: str):
    found = parse_summary(Reply(text=text), range(1, 10))
    if isinstance(found, ModelOutput):
        drafts = [*found.claims, *(side for each in found.disagreements for side in each.positions)]
        for each in drafts:
            assert each.text
            assert "\n" not in each.text
            assert set(each.cites) <= set(range(1, 10))
            assert not set(each.unknown) & set(range(1, 10))
    selected = parse_selection(Reply(text=text), range(1, 10))
    if not isinstance(selected, Unusable):
        assert all(0 < n < 10 for point in selected for n in point)


@pytest.mark.parametrize("unit", ["[1]", "[1] a. ", "a ", "| ", "~ ", "# ", "1,", "- ", "[1,", "**", "1 ["])
def test_a_hostile_line_is_read_in_linear_time(unit: str):
    assert_linear(lambda text: parse_summary(Reply(text=f"[2] It fell.\n{text}"), KNOWN), unit)
    assert_linear(lambda text: parse_selection(Reply(text=text), KNOWN), unit)
    assert_linear(lambda text: parse_repairs(Reply(text=text), KNOWN, [1]), unit)


def test_of_a_line_forty_numbers_are_read():
    (claim,) = read(f"[{','.join(map(str, range(1, 46)))}] It fell.").claims  # type: ignore[union-attr]
    assert claim.cites == tuple(range(1, 41))


def test_one_bar_stands_in_a_sentence_two_part_a_disagreement():
    assert claims("[3] It fell | and sank.") == [("It fell | and sank.", (3,))]
    assert len(read("[3] It fell.\ncost | [5] 3 million | [6] 5 million").disagreements) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(("line", "count"), [("Nobody had seen it coming.", 3), ("Nobody had seen it.", 2)])
def test_a_line_of_five_words_may_be_a_sentence(line: str, count: int):
    assert len(claims(f"[3] It fell.\n{line}\n[4] It sank.")) == count
