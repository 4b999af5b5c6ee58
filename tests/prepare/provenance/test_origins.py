import random
from itertools import permutations
from pathlib import Path

import pytest

from summarize import load_articles
from summarize.prepare.preparation import prepare_story
from summarize.prepare.provenance.origins import find_origins

SEEDS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))]


def origins(*records):
    records = [record if isinstance(record, dict) else {"text": record} for record in records]
    return prepare_story(load_articles(records).articles).origins


def paragraphs(text):
    return [line for line in text.splitlines() if line.strip()]


def shuffled(text):
    lines = paragraphs(text)
    random.Random(1).shuffle(lines)
    return "\n".join(lines)


CHANGES = {
    "the same": str,
    "cut": lambda text: "\n".join(paragraphs(text)[: len(paragraphs(text)) // 2]),
    "shuffled": shuffled,
    "new headline": lambda text: "\n".join(["Quite another headline", *paragraphs(text)[1:]]),
    "thinned": lambda text: "\n".join(line for n, line in enumerate(paragraphs(text)) if n % 3),
    "plain quotation marks": lambda text: text.translate(str.maketrans("“”’", '""\'')),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("seed", SEEDS, ids=range(5))
def test_a_copy_is_of_one_origin(seed, change):
    (origin,) = origins(seed, change(seed))
    assert origin.articles == ("a1", "a2")
    assert "most of their wording in common" in origin.why


def test_a_copy_shows_a_sentence_that_both_hold():
    (origin,) = origins(SEEDS[1], CHANGES["shuffled"](SEEDS[1]))
    assert origin.confidence == "inferred"
    assert [each.article for each in origin.evidence] == ["a1", "a2"]
    assert origin.evidence[0].text == origin.evidence[1].text


def test_many_copies_are_told_together():
    (ap,) = origins(*[SEEDS[4]] * 4)
    assert ap.why == (
        "they credit The Associated Press (“told The Associated Press”, “told the AP”, “told AP”); "
        "[1] to [4] have most of their wording in common"
    )
    first, second = origins(SEEDS[0], SEEDS[3], SEEDS[0], SEEDS[3], SEEDS[3], SEEDS[0])
    assert first.why == "[1], [3] and [6] have most of their wording in common"
    assert second.why.endswith("; [2], [4] and [5] have most of their wording in common")
    (many,) = origins(*[SEEDS[0]] * 100)
    assert many.why == "[1] to [100] have most of their wording in common"


@pytest.mark.parametrize(
    ("copies", "listed"),
    [
        (8, "[1], [3], [5], [7], [9], [11], [13] and [15]"),
        (9, "[1], [3], [5], [7], [9], [11], [13], [15] and 1 more"),
    ],
)
def test_up_to_eight_copies_apart_from_each_other_are_listed(copies, listed):
    others = [f"Kaplan{n} opened bridge {n} of the river Orla{n} on day {n}." for n in range(copies)]
    found = origins(*(text for other in others for text in (SEEDS[0], other)))
    assert found[0].why == f"{listed} have most of their wording in common"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["told the AP", "told AP"], 2),
        (["told the AP", "told AP", "told The Associated Press"], 3),
        (["told the AP", "told AP", "told The Associated Press", "told Associated Press"], 3),
    ],
)
def test_three_credits_are_shown(said, shown):
    (origin,) = origins("The bridge closed. " + " ".join(f"Orne {each} it is old." for each in said))
    assert origin.why.startswith("it credits The Associated Press (“")
    assert origin.why.count("“") == shown


def test_two_texts_of_one_origin_are_told_apart():
    record = {"text": SEEDS[0], "origin": "The Wire"}
    other = {"text": SEEDS[1], "origin": "The Wire"}
    (wire,) = origins(record, other, record, other)
    assert wire.why == (
        "you gave them the same origin; [1] and [3] have most of their wording in common; "
        "[2] and [4] have most of their wording in common"
    )


def test_the_seeds_are_four_reports_one_of_them_rewritten():
    found = origins(*SEEDS)
    assert [origin.articles for origin in found] == [("a1",), ("a2", "a3"), ("a4",), ("a5",)]
    assert [origin.confidence for origin in found] == [None, "inferred", "stated", "stated"]
    assert [origin.name for origin in found] == [None, None, "Financial Times", "The Associated Press"]
    for pair in found[1].alignments:
        for side, number in ((pair.first, 2), (pair.second, 1)):
            assert side.article == f"a{number + 1}"
            assert SEEDS[number][side.start : side.end] == side.text
        assert pair.shared
        assert all(word in pair.first.text for word in pair.shared)
    for origin in found[2:]:
        assert all(SEEDS[int(e.article[1]) - 1][e.start : e.end] == e.text for e in origin.evidence)


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_the_order_of_articles_does_not_decide(order):
    found = origins(*[SEEDS[n] for n in order])
    groups = {frozenset(order[int(article[1]) - 1] for article in origin.articles) for origin in found}
    assert groups == {frozenset({0}), frozenset({1, 2}), frozenset({3}), frozenset({4})}


def test_a_copy_of_a_rewrite_is_of_the_same_origin():
    found = origins(*SEEDS, SEEDS[2])
    assert [origin.articles for origin in found] == [("a1",), ("a2", "a3", "a6"), ("a4",), ("a5",)]


def test_articles_that_credit_one_agency_are_of_its_origin():
    one = "NORDHAVN (Reuters) - The ferry Alva ran aground on Monday, and nobody was hurt. It carries cars."
    two = "Copyright 2025 Reuters. The council of Nordhavn met on Tuesday. It spoke about the harbour."
    (origin,) = origins(one, two)
    why = "they credit Reuters (“NORDHAVN (Reuters)”, “(Reuters) -”, “Copyright 2025 Reuters”)"
    assert (origin.name, origin.confidence, origin.why) == ("Reuters", "stated", why)
    assert [each.text for each in origin.evidence] == ["NORDHAVN (Reuters)", "(Reuters) - ", "Copyright 2025 Reuters"]


def test_what_the_user_says_of_an_article_outweighs_its_credit():
    one = {"text": "NORDHAVN (Reuters) - The ferry Alva ran aground on Monday.", "origin": "Harbour police"}
    (origin,) = origins(one)
    assert (origin.name, origin.confidence) == ("Harbour police", "given")


def test_copies_are_one_telling_and_rewrites_are_several():
    articles = load_articles([{"text": text} for text in (*SEEDS, SEEDS[2])]).articles
    assert prepare_story(articles).text_groups == (0, 1, 2, 3, 4, 2)


def test_what_the_user_says_joins_and_names():
    first, second = origins(
        {"text": SEEDS[0], "origin": "Nordline"}, SEEDS[1], {"text": SEEDS[2], "origin": "nordline"}
    )
    assert (first.name, first.articles, first.confidence) == ("Nordline", ("a1", "a3"), "given")
    assert (second.name, second.confidence) == (None, None)


def test_copies_in_a_script_without_spaces_are_found():
    text = "\n".join(
        f"港口委员会第{n}次会议决定关闭旧码头{n}年。工程师在{n}月警告说木材已经腐烂。" for n in range(3, 12)
    )
    assert len(origins(text, shuffled(text))) == 1
    assert len(origins(text, "渔民说他们将使用新港口。市长感谢了所有人。" * 5)) == 2


def test_no_articles_and_articles_without_words_have_no_common_origin():
    assert find_origins([], []).origins == ()
    assert len(origins("12", "— 7 —")) == 2


def thinned(text, rest):
    """The text without every fourth word, from one of the first four on: four such texts share no run of five words."""
    kept = (
        [word for n, word in enumerate(line.split()) if n % 4 != rest or word[0].isupper()] for line in paragraphs(text)
    )
    return "\n\n".join(" ".join(line) for line in kept)


ORIGINAL = (Path(__file__).parents[2] / "data" / "origins" / "original.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("count", "told"), [(2, 1), (3, 3), (4, 3)])
def test_three_pairs_of_rewrites_are_described(count, told):
    (origin,) = origins(*(thinned(ORIGINAL, rest) for rest in range(count)))
    assert origin.why.count("likely one report") == told
    assert origin.why.endswith("so do 3 more pairs of them") is (count == 4)
    assert ("more pair" in origin.why) is (count == 4)


def test_of_two_copies_the_first_is_compared_with_a_rewrite():
    (origin,) = origins(ORIGINAL, ORIGINAL, thinned(ORIGINAL, 0))
    assert {pair.second.article for pair in origin.alignments} | {pair.first.article for pair in origin.alignments} == {
        "a1",
        "a3",
    }


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_fragment_of_a_report_hides_no_rewrite_of_it(order):
    data = Path(__file__).parents[2] / "data" / "origins"
    full = (data / "original.txt").read_text(encoding="utf-8")
    texts = [full, (data / "rewrite.txt").read_text(encoding="utf-8"), "\n".join(paragraphs(full)[:4])]
    assert len(origins(*[texts[n] for n in order])) == 1


def test_what_the_user_parts_stays_parted():
    found = origins({"text": SEEDS[1], "origin": "One"}, {"text": SEEDS[1], "origin": "Another"})
    assert [origin.name for origin in found] == ["One", "Another"]
    (one,) = origins({"text": SEEDS[0], "origin": "AP"}, {"text": SEEDS[1], "origin": "The  Associated Press"})
    assert one.confidence == "given"
