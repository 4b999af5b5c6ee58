import random
from pathlib import Path

import pytest

from summarize import load_articles
from summarize.prepare import prepare_story
from summarize.prepare.origins import find_origins

SEEDS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))]


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
    assert origin.confidence == "inferred"


def test_a_copy_shows_a_sentence_that_both_hold():
    (origin,) = origins(SEEDS[4], CHANGES["shuffled"](SEEDS[4]))
    assert [each.article for each in origin.evidence] == ["a1", "a2"]
    assert origin.evidence[0].text == origin.evidence[1].text


def test_articles_on_one_topic_are_of_their_own_origins():
    found = origins(*SEEDS)
    assert [origin.articles for origin in found] == [("a1",), ("a2",), ("a3",), ("a4",), ("a5",)]
    assert {origin.confidence for origin in found} == {None}


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
    assert find_origins([], []) == ()
    assert len(origins("12", "— 7 —")) == 2
