from summarize.lang.language import load_language
from summarize.prepare.zoning.paragraphs import find_blocks
from summarize.prepare.zoning.segments import in_list, make_parts

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
