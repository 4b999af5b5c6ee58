from __future__ import annotations

import pytest

from summarize.compose.llm.points import Point, merge_points, sentences_to_show
from summarize.compose.llm.source_sentences import SourceSentence
from tests.growth import assert_grows_no_faster_than


def source(text: str, article: str = "a1") -> SourceSentence:
    return SourceSentence(text, (), (article,))


SOURCES = [
    source("The flood in Nara closed three bridges on Monday, the council said."),
    source("Three bridges were closed by the flood in Nara on Monday.", "a2"),
    source("The mayor of Nara asked the region for money.", "a2"),
    source("The flood in Nara closed five bridges on Monday, the ministry said.", "a3"),
]


def merged(*points: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Merge points of calls of their own, all of the first rank."""
    given = [Point(places, ((n, 1),)) for n, places in enumerate(points)]
    return [point.places for point in merge_points(SOURCES, given, "en")]


def test_points_that_share_a_sentence_are_one_and_no_sentence_stands_in_two():
    assert merged((2, 0), (2,)) == [(2, 0)]
    assert merged((2,), (0,), (2, 0)) == [(2,), (0,)]


def test_points_that_tell_the_same_are_one_also_with_other_figures():
    assert merged((0,), (2,), (1,), (3,)) == [(0, 1, 3), (2,)]


def test_the_best_rank_of_every_call_is_kept_and_its_sentence_leads():
    one, two = Point((0,), ((0, 4),)), Point((1,), ((1, 2),))
    (both,) = merge_points(SOURCES, [one, two], "en")
    assert both == Point((1, 0), ((0, 4), (1, 2)))
    assert both.best == 2


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("The flood in Nara closed a bridge near the old mill.", 1),
        ("The flood in Nara took a bridge.", 2),
        ("Nara has a bridge that nobody ever closed.", 2),
    ],
)
def test_half_of_the_shorter_ones_words_and_four_are_needed(text: str, points: int):
    sources = [source("The flood in Nara closed three bridges on Monday, the council said."), source(text)]
    assert len(merge_points(sources, [Point((0,), ((0, 1),)), Point((1,), ((1, 1),))], "en")) == points


SUBJECT = "The new Demon 170 of the Dodge brand {}."
SAID = [
    "goes on sale in March",
    "burns alcohol",
    "was shown at night in Las Vegas",
    "costs a hundred thousand dollars",
    "weighs less than the old one",
    "sprints in two seconds",
]


def test_words_of_the_storys_subject_alone_make_no_two_sentences_one():
    sources = [source(SUBJECT.format(each)) for each in SAID]
    assert len(merge_points(sources, [Point((n,), ((n, 1),)) for n in range(6)], "en")) == 6
    sources.append(source(SUBJECT.format("goes on sale next March")))
    assert len(merge_points(sources, [Point((n,), ((n, 1),)) for n in range(7)], "en")) == 6


def test_the_lead_of_every_article_is_one_point_although_its_words_are_the_subjects():
    sources = [source("The bridge over the Nara river was closed on Monday after a flood.", f"a{n}") for n in range(12)]
    (point,) = merge_points(sources, [Point((n,), ((n, 1),)) for n in range(12)], "en")
    assert len(point.places) == 12


def test_likeness_is_no_chain():
    words = [f"{letter}emoral" for letter in "bdfghklmnprstvwz"]
    chain = [source(" ".join(words[n : n + 6])) for n in range(11)]
    points = merge_points(chain, [Point((n,), ((n, 1),)) for n in range(11)], "en")
    assert max(len(point.places) for point in points) < 8


def test_putting_points_together_grows_with_their_number():
    syllables = [a + b for a in "bdfgklmnprst" for b in ("an", "el", "or", "ib")]
    towns = [source(f"In town {n} of {syllables[n % 48]}{syllables[n % 47]} a bridge fell.") for n in range(5_000)]
    assert_grows_no_faster_than(
        lambda points: merge_points(towns, points, "en"),
        lambda count: [Point((n,), ((n % 16, 1 + n // 16),)) for n in range(count)],
        small=500,
        large=4_000,
    )


def test_shown_is_what_tells_something_more():
    assert sentences_to_show(SOURCES, Point((0, 1, 2)), "en") == (0, 2), "the second only repeats"
    figures = [source("The flood killed 12 people in Nara."), source("The flood killed 19 people in Nara.")]
    assert sentences_to_show(figures, Point((0, 1)), "en") == (0, 1), "another figure is another version"


def test_at_most_five_sentences_of_a_point_are_shown():
    texts = ["mayor spoke loudly", "ferry sank quickly", "school closed early", "train came late", "storm hit hard"]
    sources = [source(text) for text in [*texts, "river rose high", "money ran out"]]
    assert sentences_to_show(sources, Point(tuple(range(5))), "en") == (0, 1, 2, 3, 4)
    assert sentences_to_show(sources, Point(tuple(range(7))), "en") == (0, 1, 2, 3, 4)


def worded(*words: str) -> SourceSentence:
    return source(" ".join(f"{word}x" for word in words))


def own(name: str, count: int) -> list[str]:
    return [f"{name}{n}" for n in range(count)]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [pytest.param(6, 4, True, id="two fifths are new"), pytest.param(7, 3, False, id="less is new")],
)
def test_how_much_more_a_sentence_tells(old: int, new: int, shown: bool):
    sources = [worded(*own("kra", 10)), worded(*own("kra", old), *own("lom", new))]
    assert sentences_to_show(sources, Point((0, 1)), "en") == ((0, 1) if shown else (0,))


@pytest.mark.parametrize(
    ("shared", "others", "points"),
    [
        pytest.param(4, 4, 1, id="half of the words"),
        pytest.param(4, 5, 2, id="less than half"),
        pytest.param(3, 0, 2, id="three words"),
    ],
)
def test_how_many_words_two_points_share(shared: int, others: int, points: int):
    sources = [worded(*own("kra", shared), *own(side, others)) for side in ("lom", "piv")]
    assert len(merge_points(sources, [Point((n,), ((n, 1),)) for n in range(2)], "en")) == points


@pytest.mark.parametrize(
    ("held", "points", "subject", "merged"),
    [
        pytest.param(5, 12, 3, True, id="words of five sentences"),
        pytest.param(6, 12, 3, False, id="words of six"),
        pytest.param(6, 12, 2, True, id="two of four words are no subject"),
        pytest.param(8, 20, 3, True, id="words of two fifths"),
        pytest.param(9, 20, 3, False, id="words of more than two fifths"),
    ],
)
def test_which_words_are_of_the_subject(held: int, points: int, subject: int, merged: bool):
    """Two points share four words; so many other ones hold some of them."""
    alike = [worded(*own("kra", 4), *own(side, 4)) for side in ("lom", "piv")]
    others = [worded(*own("kra", subject if n < held - 2 else 0), *own(f"zul{n}y", 9)) for n in range(points - 2)]
    found = merge_points([*alike, *others], [Point((n,), ((n, 1),)) for n in range(points)], "en")
    assert len(found) == points - merged


@pytest.mark.parametrize(("others", "merged"), [(2, True), (3, False)])
def test_three_quarters_of_the_words_may_all_be_of_the_subject(others: int, merged: bool):
    alike = [worded(*own("kra", 6), *own(side, others)) for side in ("lom", "piv")]
    fillers = [worded(*own("kra", 6)[n % 2 :: 2], *own(f"zul{n}y", 9)) for n in range(12)]
    found = merge_points([*alike, *fillers], [Point((n,), ((n, 1),)) for n in range(14)], "en")
    assert len(found) == 14 - merged
