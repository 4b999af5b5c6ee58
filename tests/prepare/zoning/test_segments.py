import pytest

from summarize.lang.language import load_language
from summarize.prepare.zoning.paragraphs import find_blocks
from summarize.prepare.zoning.segments import (
    Cohesion,
    Event,
    event_of,
    in_list,
    is_solid,
    make_parts,
    sampling_step,
    share_event,
)

BODY = "The harbour council of Vellmark voted on Tuesday to close the old pier for two years."


def parts(text):
    return make_parts(text, find_blocks(text), load_language("en"))[0]


def test_a_site_name_is_taken_off_the_headline_with_its_separator():
    found = parts(f"Old pier of Vellmark closes | The Brine Post\n{BODY}")
    assert [part.block.shape.text for part in found] == ["Old pier of Vellmark closes", "| The Brine Post", BODY]
    assert [part.kind for part in found] == [None, "boilerplate", None]


def test_a_dateline_is_taken_off_the_first_paragraph_alone():
    found = parts(f"VELLMARK — {BODY}\nVELLMARK — {BODY}")
    assert [part.reason for part in found] == ["dateline", "", ""]


@pytest.mark.parametrize(("above", "cut"), [(5, True), (6, False)])
def test_a_dateline_with_a_place_in_capitals_may_stand_below_a_few_captions(above, cut):
    found = parts("\n".join([*["The old pier was photographed by nobody at all in March."] * above, f"BRINE — {BODY}"]))
    assert ("dateline" in [part.reason for part in found]) == cut


def test_an_old_photograph_s_caption_has_no_dateline():
    assert [part.reason for part in parts(f"FILE - In this file photo the pier is seen.\n{BODY}")] == ["", ""]


def test_times_are_taken_off_the_entries_of_a_live_blog_but_not_off_a_single_line():
    assert [part.reason for part in parts(f"11:04 {BODY}\n11:20 {BODY}")].count("time of an entry") == 2
    assert [part.reason for part in parts(f"11:04 {BODY}")].count("time of an entry") == 0


def test_an_enormous_paragraph_falls_into_sentences_that_follow_each_other():
    found = parts(" ".join([BODY] * 10))
    assert len(found) == 10
    assert all(part.inner and part.follows(found[0]) for part in found)


def test_a_paragraph_no_article_has_stays_whole():
    assert len(parts(" ".join([BODY] * 1_000))) == 1


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
    share_event(part, Event.of(dict(event.terms), step, 7))
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
