import pytest

from summarize.lang.language import load_language
from summarize.prepare.zoning.paragraphs import find_blocks
from summarize.prepare.zoning.segments import (
    advert_lengths,
    clock_length,
    dateline_length,
    head_length,
    label_length,
    make_parts,
    split_at_separators,
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


# -- on either side of each limit -------------------------------------------------------------------------------------


def reasons(text):
    return [part.reason for part in parts(text)]


def of_words(begin, count, end=""):
    """A line of so many words that begins with some."""
    return " ".join([*begin.split(), *["Pier"] * count][:count]) + end


def of_letters(begin, count, end):
    """A paragraph of so many characters between its first words and its last."""
    return begin + "x" * (count - len(begin) - len(end)) + end


ABOVE = "The old pier was photographed by nobody at all in March."
SITE = "site name or byline beside the headline"
SENTENCES = " ".join(["The council of Vellmark has closed the old pier."] * 11)  # of nine words each


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(of_words("VELLMARK —", 101), ["dateline", ""], id="more than a hundred words are report"),
        pytest.param(of_words("VELLMARK —", 100), [""], id="a hundred without an end are none"),
        pytest.param(of_words("", 27) + " | Brine Post", ["", SITE], id="thirty words with a site's name"),
        pytest.param(of_words("", 28) + " | Brine Post", [""], id="a longer line is no headline"),
        pytest.param(of_words("", 30) + " | Old pier closes | Post", ["", SITE, SITE], id="a headline of thirty words"),
        pytest.param(of_words("", 31) + " | Old pier closes | Post", ["", "", SITE], id="more words are text"),
        pytest.param(f"{of_words('', 30)} | {of_words('', 30)} | Post", ["", SITE, SITE], id="thirty words beside it"),
        pytest.param(f"{of_words('', 30)} | {of_words('', 31)} | Post", ["", "", SITE], id="text beside it"),
        pytest.param(f"{ABOVE}\nOSLO — {BODY}", ["", "dateline", ""], id="four capitals are a place"),
        pytest.param(f"{ABOVE}\nNRD — {BODY}", ["", ""], id="three may be a body"),
        pytest.param(f"11:04 {BODY}\n{BODY}", ["", ""], id="one time is no live blog"),
        pytest.param(f"Advertisement {BODY}", ["label of an advertisement", ""], id="nothing behind the text"),
        pytest.param("The council closed the old", [""], id="a loose end and nothing before it"),
    ],
)
def test_what_is_cut_off(text, found):
    assert reasons(text) == found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Old pier closes | The Brine Post", SITE),
        ("0 Council closes the pier", "counter of comments or shares"),
        (f"Pier closes By Maud Rettig March 3, 2031 10:42 {BODY}", "headline, byline and time in one line"),
    ],
)
@pytest.mark.parametrize(("above", "cut"), [(5, True), (6, False)])
def test_what_is_cut_off_an_article_s_first_six_lines_only(line, reason, above, cut):
    assert (reason in reasons("\n".join([*[BODY] * above, line]))) is cut


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param(f"{SENTENCES} Today.", True, id="a hundred words"),
        pytest.param(f"{SENTENCES} It fell.", False, id="a hundred and one"),
        pytest.param(of_letters(f"{SENTENCES} It fell. ", 50_000, "."), False, id="fifty thousand characters"),
        pytest.param(of_letters(f"{SENTENCES} It fell. ", 50_001, "."), True, id="more than any article's paragraph"),
        pytest.param(of_letters("", 50_000, " fell down. The rest of it is"), False, id="with a loose end"),
        pytest.param(of_letters("", 50_001, " fell down. The rest of it is"), True, id="too long for a loose end"),
    ],
)
def test_what_is_read_sentence_by_sentence(text, whole):
    assert (len(parts(text)) == 1) is whole


# -- what is glued to a text ------------------------------------------------------------------------------------------

ENGLISH = load_language("en")
REST = "The council voted on Tuesday to close the old pier of the town for two years."


@pytest.mark.parametrize(
    "front",
    [
        "VELLMARK (Nordline) - ",
        "VELLMARK, 3 October — ",
        "Brine, Sept 14 (Nordline) — ",
        "VELLMARK — ",
        "VELLMARK ― ",
        "VELLMARK ",
        "Vellmark. ",
        "New Vellmark. ",
        "New Vellmark — ",
        "Bonn. ",
        "(NRD) ",
        "(NRD) — ",
        "(Nordline) - ",
        "(Nordline.example) -- ",
        "VELLMARK—",
        "BRINE, Kent–",
    ],
)
def test_datelines_are_measured(front):
    assert dateline_length(front + REST, ENGLISH, first=True) == len(front)


@pytest.mark.parametrize(
    "text",
    ["The Senate — in an old vote — closed the pier of the town.",
     "Ulm. The council voted on Tuesday to close the old pier.",
     "Sen. Brinkmann closed the old pier of the town today.",
     "Rep. Maud Rettig left the council of Vellmark on Tuesday evening.", "Brine 2 (4) x (2) 2 Vellmark", REST,
     "(Nordline) The pier is closed.", "(A) The pier is closed, (b) the quay is not.", "(NRD) and others said so.",
     "Brinkmann—The mayor of Vellmark—closed the old pier of the town.", "(NRD) and others—said so.",
     "NATO Secretary Brinkmann came to Vellmark on Tuesday evening."],
)  # fmt: skip
def test_sentences_are_no_datelines(text):
    assert dateline_length(text, ENGLISH, first=True) == 0


def test_only_the_first_paragraph_has_a_dateline_without_an_agency():
    assert dateline_length("VELLMARK — " + REST, ENGLISH, first=False) == 0
    assert dateline_length("VELLMARK (Nordline) — " + REST, ENGLISH, first=False) > 0


@pytest.mark.parametrize(("front", "found"), [("BRINE — ", True), ("Brine — ", False), ("EU — ", False)])
def test_an_early_paragraph_may_have_a_place_in_capitals_before_a_dash(front, found):
    assert (dateline_length(front + REST, ENGLISH, first=False, early=True) > 0) == found


@pytest.mark.parametrize("front", ["11:04 ", "13.05 Uhr: ", "11:12 BREAKING ", "11:04 — Share this post — "])
def test_the_time_of_an_entry_is_measured(front):
    assert clock_length(front + REST) == len(front)
    assert clock_length(REST) == 0


@pytest.mark.parametrize(
    "front",
    ["Home Politics Old pier closes Maud Rettig 13 Nov 2024 - 07:00 ", "Published May 12, at 5:47 p.m. ",
     "Muelle cerrado tras la votación 22 agosto, 2024 "],
)  # fmt: skip
def test_a_headline_with_byline_and_time_is_measured(front):
    assert head_length(front + REST, ENGLISH) == len(front)


@pytest.mark.parametrize(
    "text", ["The pier was closed on 13 Nov 2024 After that it rotted.", "In May 2024 The Pier closed.", REST]
)
def test_a_date_inside_a_sentence_ends_no_headline(text):
    assert head_length(text, ENGLISH) == 0


def test_labels_of_paragraphs_are_measured():
    assert label_length(f"Why it matters: {REST}") == len("Why it matters: ")
    assert label_length(f"The big picture: {REST}") == len("The big picture: ")
    assert label_length(REST) == label_length("The latest news: they came.") == 0


def test_labels_of_advertisements_are_measured_at_both_ends():
    assert advert_lengths("Advertisement " + REST) == (len("Advertisement "), 0)
    assert advert_lengths(REST + " Advertisement") == (0, len(" Advertisement"))
    assert advert_lengths("Advertisement is a trade.") == (0, 0)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Old pier closes | The Brine Post", ["Old pier closes", "The Brine Post"]),
        (r"Old pier closes \ Post \ Brine \ text", ["Old pier closes", "Post", "Brine", "text"]),
        ("Old pier closes - the town is sad about it", ["Old pier closes - the town is sad about it"]),
        ("No separator", ["No separator"]),
        ("Old pier closes | Post | Brine", ["Old pier closes", "Post", "Brine"]),
        ("Old pier closes | The Brine Post of town", ["Old pier closes | The Brine Post of town"]),
        ("Old pier closes | The Brine Post of Town", ["Old pier closes", "The Brine Post of Town"]),
    ],
)
def test_a_line_is_cut_at_its_separators(line, pieces):
    assert [line[a:b] for a, b in split_at_separators(line)] == pieces


@pytest.mark.parametrize(("count", "found"), [(16, True), (19, False)])
def test_a_byline_is_looked_for_at_the_front(count, found):
    front = "Old pier closes " * count + "Maud Rettig 13 Nov 2024 - 07:00 "  # 288 and 336 characters
    assert head_length(front + REST, ENGLISH) == (len(front) if found else 0)


def test_a_label_of_an_advertisement_may_be_followed_by_the_sites_words_alone():
    assert advert_lengths("Advertisement Share this") == (len("Advertisement "), 0)
