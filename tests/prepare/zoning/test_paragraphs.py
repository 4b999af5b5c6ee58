import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.prepare.zoning.paragraphs import find_blocks, lines_of, make_block

WRAPPED = """The harbour council of Vellmark voted on Tuesday to close the old pier
for two years. Engineers had warned the council in March that the timber
of the pier was rotten, and that nobody should walk on it any longer at
all.

The repair will cost four million crowns, the council said on Tuesday
evening. Fishing boats will land at the new harbour until the old pier
opens again in two years.
"""


def texts(text):
    return [text[block.start : block.end] for block in find_blocks(text)]


def test_each_line_is_a_block():
    assert texts("One.\n\n  Two. \r\nThree.") == ["One.", "Two.", "Three."]


def test_every_line_end_of_unicode_ends_a_line():
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g"
    assert [text[start:end] for start, end in lines_of(text)] == list("abcdefg")


def test_hard_wrapped_lines_are_joined_up_to_a_blank_line():
    assert [text[:11] for text in texts(WRAPPED)] == ["The harbour", "The repair "]
    assert [text[:11] for text in texts(WRAPPED.replace("\n", "\r\n"))] == ["The harbour", "The repair "]


def test_short_lines_that_end_as_sentences_are_not_joined():
    text = "\n".join(["The harbour council voted on Tuesday to close the pier."] * 8)
    assert len(texts(text)) == 8


def test_a_list_in_wrapped_text_keeps_its_items_apart():
    lines = WRAPPED.splitlines()
    text = "\n".join(
        [*lines[:4], "- the new harbour of Vellmark that was opened last year by the council", "- two", *lines[4:]]
    )
    assert "- two" in texts(text)


@given(st.text(st.characters(codec=None)))
def test_blocks_cover_all_but_white_space_in_order(text):
    blocks = find_blocks(text)
    covered = [i for block in blocks for i in range(block.start, block.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(block.shape.text == text[block.start : block.end] == block.shape.text.strip() for block in blocks)


def test_a_made_block_has_no_white_space_at_its_ends():
    block = make_block("ab  cd  ef", 2, 8)
    assert (block.start, block.end, block.shape.text) == (4, 6, "cd")


def test_a_headline_that_a_line_break_cut_in_two_is_one_block():
    text = (
        "Two years after the vote on the old harbour, the council's\nown engineers ask for a second one.\nIt is late."
    )
    assert [block.shape.text for block in find_blocks(text)] == [text[: text.index("\nIt")], "It is late."]


@pytest.mark.parametrize(
    "text",
    [
        "Council closes the old pier\nNo boat may land for two years",
        "The council closed the old pier.\niPhones were not allowed in",
        "news\nsport and weather today",
        "Council closes the old pier today\n\nand other stories of the week",
    ],
)
def test_lines_that_stand_for_themselves_are_not_joined(text):
    assert len(find_blocks(text)) == 2
