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


HEADLINE = "Two years after the vote the council's\nown engineers ask again."


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("A.\nB.\n" + HEADLINE, 3, id="the third and fourth line"),
        pytest.param("A.\nB.\nC.\n" + HEADLINE, 5, id="the fourth and fifth line"),
        pytest.param("Council closes the old pier\nfor years.", 1, id="five words and two"),
        pytest.param("Council closes old pier\nfor years.", 2, id="four words and two"),
        pytest.param("Council closes the old pier\nforever.", 2, id="five words and one"),
    ],
)
def test_what_is_a_headline_cut_in_two(text, blocks):
    assert len(find_blocks(text)) == blocks


def rows(*ends):
    """Lines of these lengths; one that is negative ends a sentence."""
    return "\n".join(("word " * 30)[: abs(end) - 1].replace(" ", "_") + ("." if end < 0 else "x") for end in ends)


@pytest.mark.parametrize(
    ("lengths", "blocks"),
    [
        pytest.param([100] * 5, 5, id="five lines"),
        pytest.param([100] * 6, 1, id="six lines"),
        pytest.param([100] * 5 + [74] * 4, 1, id="most lines are full"),
        pytest.param([100] * 5 + [74] * 5, 10, id="half of the lines are full"),
        pytest.param([100] * 5 + [75] * 5, 10, id="three quarters are not full"),
        pytest.param([100] * 5 + [76] * 5, 1, id="more than three quarters are full"),
        pytest.param([100] * 4 + [-100] * 3, 1, id="most full lines are open"),
        pytest.param([100] * 4 + [-100] * 4, 8, id="half of the full lines are open"),
        pytest.param([100] * 4 + [-60] + [100] * 4, 1, id="a line of three fifths goes on"),
        pytest.param([100] * 4 + [-59] + [100] * 4, 2, id="a shorter line ends a paragraph"),
    ],
)
def test_what_are_lines_of_one_width(lengths, blocks):
    assert len(find_blocks(rows(*lengths))) == blocks


def test_any_single_line_end_may_cut_a_paragraph():
    assert len(find_blocks(rows(*[100] * 6).replace("\n", "\u2028"))) == 1
