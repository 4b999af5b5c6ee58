import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.lang.language import load_language
from summarize.prepare.zoning.paragraphs import (
    Cohesion,
    Event,
    event_of,
    find_blocks,
    in_list,
    is_solid,
    make_block,
    sampling_step,
    share_event,
)
from summarize.prepare.zoning.segments import make_parts

BODY = "The harbour council of Vellmark voted on Tuesday to close the old pier for two years."

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


# -- parts ------------------------------------------------------------------------------------------------------------


def parts(text):
    return make_parts(text, find_blocks(text), load_language("en"))[0]


def test_a_decision_stands():
    (part,) = parts(BODY)
    marked = part.marked("heading", "first")
    assert (marked.marked("title", "second").kind, part.kind) == ("heading", None)


def test_a_short_line_below_a_colon_is_in_a_list():
    found = parts(f"{BODY}\nThe council named two places:\n- the new harbour\nthe ferry dock\n{BODY}\nOuter Pier")
    assert [in_list(found, i) for i in range(6)] == [False, False, True, True, False, False]


# -- cohesion ---------------------------------------------------------------------------------------------------------

FIRST = """The harbour council of Vellmark closed the old pier on Tuesday evening.
Engineers warned the council that the timber of the old pier was rotten.
A gardener in Brine grew the heaviest pumpkin ever weighed at the yearly fair."""
SECOND = """Vellmark's old pier was closed by the harbour council after engineers warned.
The rotten timber of the pier will be replaced, said the harbour council."""


def cohesions(*texts):
    found = [Cohesion(find_blocks(text), "en") for text in texts]
    share_event(found)
    return found


def test_a_paragraph_the_other_reports_tell_again_is_kin():
    first, _ = cohesions(FIRST, SECOND)
    assert first.share(0) > 0.7
    assert first.relevance(0) > 0.8


def test_a_paragraph_about_something_else_is_none():
    first, _ = cohesions(FIRST, SECOND)
    assert first.share(2) < 0.2


def test_a_single_article_is_measured_by_what_it_repeats():
    (alone,) = cohesions(FIRST)
    assert alone.relevance(1) > alone.relevance(2)


def test_many_articles_share_the_vocabulary_of_some():
    found = cohesions(*[FIRST, SECOND] * 100)
    assert found[-2].share(0) > 0.7


def test_no_article_and_no_words_are_no_error():
    share_event([])
    (empty,) = cohesions("***")
    assert empty.relevance(0) == 0


def test_a_part_of_a_story_is_judged_as_in_the_whole():
    texts = [f"Gardener {n} of Brine sold pumpkin{n} and gourd{n} at the fair.\n{FIRST}" for n in range(60)]
    step, whole = sampling_step(len(texts)), cohesions(*texts)
    event = event_of(cohesions(*texts)[::step], step)
    part = [Cohesion(find_blocks(text), "en") for text in texts[7:30]]
    share_event(part, Event(event.terms, step, 7))
    shares = [[each.share(i) for i in range(4)] for each in whole]
    assert [[each.share(i) for i in range(4)] for each in part] == shares[7:30]


@pytest.mark.parametrize(("articles", "step"), [(0, 1), (1, 1), (24, 1), (25, 2), (48, 2), (49, 3), (1000, 42)])
def test_at_most_24_articles_are_sampled(articles: int, step: int):
    assert sampling_step(articles) == step


@pytest.mark.parametrize(("words", "solid"), [(7, False), (8, True)])
def test_a_sentence_of_eight_words_can_be_report(words: int, solid: bool):
    (block,) = find_blocks(" ".join(["Pier"] * words) + ".")
    assert (block.size, is_solid(block)) == (words, solid)


def test_an_article_that_repeats_little_is_measured_by_more_than_it_repeats():
    numbers = iter(range(100))
    lines = [
        " ".join([first, *(f"word{next(numbers)}" for _ in range(9))]) + "." for first in ("pier", "pier", "a", "b")
    ]
    (alone,) = cohesions("\n".join(lines))
    assert alone.share(0) == 0.1
    assert alone.relevance(0) == 0.5  # though it is twice as much as is usual here


def wort(count):
    return " ".join(["wort"] * count)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param(f"Wort {wort(49)}. Wort {wort(49)}.", 1, id="100 words"),
        pytest.param(f"Wort {wort(49)}. Wort {wort(50)}.", 2, id="101 words"),
        pytest.param(("Wort wort. " * 5_000)[:49_998] + "x.", 4_546, id="50,000 characters"),
        pytest.param(("Wort wort. " * 5_000)[:49_999] + "x.", 1, id="50,001 characters"),
        pytest.param(f"Advertisement {BODY}", 2, id="an advertisement in front"),
    ],
)
def test_into_how_many_parts_a_paragraph_falls(text, count):
    assert len(parts(text)) == count


@pytest.mark.parametrize(("words", "dateline"), [(100, False), (101, True)])
def test_a_paragraph_that_breaks_off_is_the_report_if_it_is_long(words, dateline):
    found = parts(f"VELLMARK — Wort {wort(words - 3)}")
    assert (found[0].reason == "dateline") is dateline


@pytest.mark.parametrize(("between", "words", "listed"), [(59, 32, True), (60, 32, False), (0, 33, False)])
def test_how_far_a_list_reaches(between, words, listed):
    lines = ["The council named these:", *["the quay"] * between, wort(words)]
    assert in_list(parts("\n".join(lines)), len(lines) - 1) is listed


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        pytest.param(f"{wort(27)} | The Post", [None, "boilerplate"], id="thirty words with the site"),
        pytest.param(f"{wort(28)} | The Post", [None], id="more than thirty"),
        pytest.param(f"Post | {wort(30)} | Brine", ["boilerplate", None, "boilerplate"], id="a headline of thirty"),
        pytest.param(f"Post | {wort(31)} | Brine", [None, None, "boilerplate"], id="no headline"),
        pytest.param(f"{wort(30)} | {wort(30)} | Brine", [None, "boilerplate", "boilerplate"], id="a site of thirty"),
    ],
)
def test_how_long_a_headline_with_its_site_is(line, kinds):
    assert [part.kind for part in parts(f"{line}\n{BODY}")[:-1]] == kinds


@pytest.mark.parametrize(
    "line",
    [
        "Old pier closes | The Brine Post",
        "0 Old pier closes",
        "Old pier closes Maud Rettig 13 Nov 2024 - 07:00 It fell",
    ],
)
@pytest.mark.parametrize(("above", "cut"), [(5, True), (6, False)])
def test_a_headline_is_among_the_first_six_lines(line, above, cut):
    found = parts("\n".join([*["Old pier"] * above, line, BODY]))
    assert len(found) == above + 2 + cut


def test_a_single_time_among_several_paragraphs_is_no_live_blog():
    assert [part.reason for part in parts(f"11:04 {BODY}\n{BODY}")] == ["", ""]
