from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from summarize import load_articles
from summarize.nlp.doc import Doc
from summarize.prepare.preparation import prepare_story
from summarize.prepare.provenance.near_duplicates import Rewrite, find_copies, find_rewrites, names_and_figures, sketch
from summarize.records import Sentence

WORDS = [f"{stem}{ending}" for stem in ("harbour", "inspect", "council", "transport") for ending in "abcdefghij"]
DATA = Path(__file__).parents[2] / "data" / "origins"


def body(*texts: str) -> list[Sentence]:
    return [Sentence("a1", n, 0, len(text), text, "body", "", n) for n, text in enumerate(texts)]


def sentences(first: int, count: int) -> list[str]:
    """Sentences of nine words, each from another place of a long list."""
    long = [WORDS[(7 * n * n + 3 * n) % len(WORDS)][:7] + f" the{n} sea{n}" for n in range(first, first + 3 * count)]
    return [" ".join(long[at : at + 3]) for at in range(0, len(long), 3)]


def copies(bodies: list[list[Sentence]]) -> list[tuple[int, int]]:
    return find_copies(bodies, [frozenset(sketch(each)) for each in bodies])


def test_a_text_within_a_longer_one_is_a_copy():
    text = sentences(0, 30)
    assert copies([body(*text), body(*text[10:])]) == [(0, 1)]


def test_texts_with_a_third_in_common_are_no_copies():
    text, other = sentences(0, 30), sentences(500, 20)
    assert copies([body(*text), body(*text[:10], *other)]) == []


def test_many_copies_are_chained_not_compared_all_with_all():
    text = body(*sentences(0, 30))
    pairs = copies([text] * 40)
    assert len(pairs) <= 4 * 40
    linked = {0}
    for one, other in sorted(pairs, key=lambda pair: pair[1]):
        if one in linked:
            linked.add(other)
    assert linked == set(range(40))


def test_articles_without_words_are_no_copies_of_each_other():
    assert copies([[], []]) == []
    assert copies([]) == []


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u202c"])
@pytest.mark.parametrize("count", [3, 30])
def test_what_takes_no_room_between_letters_hides_no_copy(mark: str, count: int):
    text = sentences(0, count)
    marked = ["".join(c + mark * (c in "aeiou") for c in each) for each in text]
    assert copies([body(*text), body(*marked)]) == [(0, 1)]


def test_two_short_texts_on_one_thing_are_no_copies():
    one = "A bus accident at Harrow Pass killed 18 people."
    assert copies([body(one), body("The bus accident at Harrow Pass killed 21 people.")]) == []
    assert copies([body(one), body(one)]) == [(0, 1)]
    assert copies([body(one), body("Rain fell all day long in the hills.", one)]) == [(0, 1)]


def test_short_copies_are_copies_whatever_their_words():
    text = "The sea was rough. Two men fell in it. One got out by the old pier. All of us ran to help him at once."
    assert copies([body(text), body(text + " So we did.")]) == [(0, 1)]


def apart(first: int, count: int, start: str = "harbour") -> list[str]:
    """Sentences of one seven-letter word and so many short ones that each gives one sampled run: 30 are long enough."""
    return [f"{start} at{n} by{n} to{n} on{n} up{n} so{n}" for n in range(first, first + count)]


@pytest.mark.parametrize(("kept", "copy"), [(14, False), (15, True), (20, True)])
def test_half_of_the_shorter_text_makes_a_copy(kept: int, copy: bool) -> None:
    one, other = apart(0, 30), apart(0, kept) + apart(100, 30 - kept)
    assert bool(copies([body(*one), body(*other)])) is copy


@pytest.mark.parametrize(("kept", "copy"), [(13, False), (14, True)])
def test_half_of_the_runs_of_a_short_text_make_a_copy(kept: int, copy: bool) -> None:
    one = [f"so{n}" for n in range(24)]  # twenty runs of five words
    other = one[:kept] + [f"at{n}" for n in range(24 - kept)]
    assert bool(copies([body(" ".join(one)), body(" ".join(other))])) is copy


@pytest.mark.parametrize(("length", "copy"), [(699, True), (700, False)])
def test_of_a_text_below_700_characters_all_runs_are_taken(length: int, copy: bool) -> None:
    text = ("so the old bus ran by " * 40)[: length - 2].strip()  # no word of seven letters begins a sampled run
    text += "a" * (length - len(text))
    assert bool(copies([body(text), body(text)])) is copy


@pytest.mark.parametrize(("sampled", "copy"), [(3, False), (4, True)])
def test_fewer_than_four_sampled_runs_decide_nothing(sampled: int, copy: bool) -> None:
    one, other = (apart(0, sampled) + apart(first, 40, "sea") for first in (100, 200))
    assert bool(copies([body(*one), body(*other)])) is copy


def test_three_words_a_sentence_are_a_script_with_blanks() -> None:
    short = [f"so it{n} ran" for n in range(10)]
    assert copies([body(*short), body(*short)]) == [(0, 1)]
    long = [f"so itself{n} ran" for n in range(60)]
    mixed = [f"itself{n} ran so" for n in reversed(range(60))]
    assert copies([body(*long), body(*mixed)]) == []


def bodies_of(*texts: str) -> list[list[Sentence]]:
    story = prepare_story(load_articles([{"text": text} for text in texts]).articles)
    return [[s for s in story.sentences if s.article == article.id and s.zone == "body"] for article in story.articles]


def text(name: str) -> str:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8")


def lines(name: str) -> list[str]:
    return [line for line in text(name).splitlines() if line]


def found_rewrites(bodies: list[list[Sentence]]) -> tuple[Rewrite, ...]:
    return find_rewrites(bodies, Doc, [names_and_figures(each) for each in bodies])


def rewrites(*texts: str) -> list[tuple[int, int]]:
    return [(min(each.first, each.second), max(each.first, each.second)) for each in found_rewrites(bodies_of(*texts))]


def test_a_rewrite_is_found_and_an_independent_report_is_not():
    assert rewrites(text("original"), text("independent"), text("rewrite")) == [(0, 2)]


def test_it_needs_no_third_article_to_compare_with():
    assert rewrites(text("original"), text("rewrite")) == [(0, 1)]
    assert rewrites(text("original"), text("independent")) == []


def test_a_shorter_rewrite_in_another_order_is_found():
    found = lines("rewrite")
    swapped = [*found[:3], found[4], found[3], *found[5:8]]
    assert rewrites(text("original"), "\n\n".join(swapped)) == [(0, 1)]


def test_the_same_facts_in_a_random_order_are_likely_another_report():
    first, *rest = lines("rewrite")
    order = [5, 9, 1, 7, 3, 8, 0, 6, 2, 4]
    thinned = [" ".join(rest[n].split()[:9]) + "." for n in order]
    assert rewrites(text("original"), "\n\n".join([first, *thinned])) == []


def test_a_few_sentences_about_one_announcement_are_not_enough():
    assert rewrites("\n\n".join(lines("original")[:5]), "\n\n".join(lines("rewrite")[:5])) == []


def test_the_alignments_are_the_sentences_side_by_side():
    (found,) = found_rewrites(bodies_of(text("original"), text("rewrite")))
    assert isinstance(found, Rewrite)
    assert found.of == len(bodies_of(text("rewrite"))[0])
    texts = {"a1": text("original"), "a2": text("rewrite")}
    for pair in found.alignments:
        assert {pair.first.article, pair.second.article} == {"a1", "a2"}
        for side in (pair.first, pair.second):
            assert texts[side.article][side.start : side.end] == side.text
        assert all(word in pair.first.text for word in pair.shared)
    shown = [(pair.first.text, pair.second.text) for pair in found.alignments]
    assert any("priced at 3.4 million" in one and "cost 3.4 million" in two for one, two in shown)


@pytest.mark.parametrize("others", [0, 20])
def test_among_many_articles_the_rewrite_is_still_found(others: int):
    fillers = [
        "\n\n".join(
            f"In Town{n}x{s} the board of Area{n} chose {n * 37 + s} members on day {s}, said Person{n} Lead{s}."
            for s in range(12)
        )
        for n in range(others)
    ]
    assert rewrites(text("original"), *fillers, text("rewrite")) == [(0, others + 1)]


def test_articles_without_sentences_or_facts_are_left_alone():
    assert found_rewrites([]) == ()
    assert found_rewrites([[], []]) == ()
    plain = "\n\n".join(f"the cat sat on mat {'abcdefghijk'[n]} and slept there all day." for n in range(11))
    assert rewrites(plain, plain) == []


def made_up() -> Iterator[str]:
    """Words that no language has, each with other letters at its beginning."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprtvz" for vowel in "aiou"]
    return ("".join(reversed(each)) + "k" for each in product(syllables, repeat=3))


def rows(article: str, sentences: list[str]) -> list[Sentence]:
    return [Sentence(article, n, 0, len(text), text, "body", "", n) for n, text in enumerate(sentences)]


def two_tellings(
    count: int = 8, shared: int = 4, own: int = 4, faint: tuple[int, int] = (0, 0), turn: int = -1
) -> list[list[Sentence]]:
    """Two articles of `count` sentences that share and do not share so many words each with their counterparts.

    Sixteen more of `faint` such words follow, in the second article the other way round if `turn` is -1.
    """
    new = made_up()

    def texts(shared: int, own: int) -> tuple[str, str]:
        common = [*islice(new, shared)]
        return " ".join([*common, *islice(new, own)]), " ".join([*common, *islice(new, own)])

    clear = [texts(shared, own) for _ in range(count)]
    others = [texts(*faint) for _ in range(16)] if faint[0] else []
    return [
        rows("a1", [one for one, _ in (*clear, *others)]),
        rows("a2", [other for _, other in (*clear, *others[::turn])]),
    ]


def two_facts(shared: int, count: int) -> list[frozenset[str]]:
    """The facts of two articles, `count` each, of which they share so many."""
    return [frozenset(f"{'x' if n < shared else side}{n}" for n in range(count)) for side in "ab"]


@pytest.mark.parametrize(
    ("telling", "facts", "shown"),
    [
        pytest.param({"shared": 3, "own": 6}, (5, 10), 0, id="the three marks together are too low"),
        pytest.param({"shared": 3, "own": 6}, (6, 10), 8, id="the three marks together are enough"),
        pytest.param({"count": 4}, (8, 10), 0, id="four sentences"),
        pytest.param({"count": 5}, (8, 10), 5, id="five sentences"),
        pytest.param({}, (7, 7), 0, id="seven facts"),
        pytest.param({}, (8, 8), 8, id="eight facts"),
        pytest.param({"shared": 6}, (3, 10), 0, id="three facts of ten"),
        pytest.param({"shared": 6}, (4, 10), 8, id="four facts of ten"),
        pytest.param({"shared": 2, "own": 1}, (10, 10), 0, id="sentences with two words in common"),
        pytest.param({"shared": 3, "own": 1}, (10, 10), 8, id="sentences with three words in common"),
        pytest.param({"count": 6, "faint": (6, 30), "turn": 1}, (8, 10), 6, id="a little alike in the same order"),
        pytest.param({"count": 6, "faint": (4, 40)}, (7, 10), 6, id="sentences hardly alike in another order"),
        pytest.param({"count": 6, "faint": (6, 30)}, (8, 10), 0, id="sentences a little alike in another order"),
    ],
)
def test_how_much_alike_two_tellings_are(telling: dict[str, Any], facts: tuple[int, int], shown: int) -> None:
    found = find_rewrites(two_tellings(**telling), Doc, two_facts(*facts))
    assert [(each.first, each.second, len(each.alignments)) for each in found] == ([(0, 1, shown)] if shown else [])


@pytest.mark.parametrize(("shared", "shown"), [(7, 7), (8, 8), (9, 8)])
def test_at_most_eight_words_in_common_are_shown(shared: int, shown: int) -> None:
    (found,) = find_rewrites(two_tellings(shared=shared), Doc, two_facts(10, 10))
    assert {len(pair.shared) for pair in found.alignments} == {shown}


def test_a_letter_or_digit_alone_is_no_word_in_common() -> None:
    one, two = (rows(f"a{n}", [f"7 {each.text}" for each in body]) for n, body in enumerate(two_tellings(), 1))
    (found,) = find_rewrites([one, two], Doc, two_facts(10, 10))
    assert {len(pair.shared) for pair in found.alignments} == {4}


@pytest.mark.parametrize(("name", "same"), [("Hamburger", True), ("Hambuck", False)])
def test_names_are_the_same_by_their_first_six_letters(name: str, same: bool) -> None:
    one, other = (names_and_figures(rows("a1", [f"the {each} bell rang"])) for each in ("Hamburg", name))
    assert (one == other) is same


def beside(count: int, *facts: frozenset[str]) -> list[tuple[int, int]]:
    """The rewrites found if two tellings stand last among `count` articles; `facts` are those of the last ones."""
    bodies = [rows(f"a{n}", []) for n in range(count - 2)] + two_tellings()
    others = [frozenset((f"y{n}",)) for n in range(count - len(facts))]
    return [(each.first, each.second) for each in find_rewrites(bodies, Doc, [*others, *facts])]


def numbered(*numbers: int) -> frozenset[str]:
    return frozenset(f"x{n}" for n in numbers)


@pytest.mark.parametrize(
    ("count", "closer", "found"),
    [
        pytest.param(12, 4, True, id="of twelve articles all pairs are compared"),
        pytest.param(13, 4, False, id="of thirteen an article with four others"),
        pytest.param(13, 3, True, id="the fourth of the four others"),
    ],
)
def test_many_articles_are_compared_with_those_they_share_most_facts_with(count: int, closer: int, found: bool) -> None:
    facts = [numbered(*range(12))] * closer + [numbered(*range(20)), numbered(*range(10))]
    assert beside(count, *facts) == ([(count - 2, count - 1)] if found else [])


@pytest.mark.parametrize(
    ("holders", "found"),
    [pytest.param(12, True, id="twelve have the facts"), pytest.param(13, False, id="thirteen have them")],
)
def test_a_fact_that_many_articles_have_leads_to_no_comparison(holders: int, found: bool) -> None:
    common = numbered(*range(10))
    facts = [common | {f"z{n}"} for n in range(holders - 2)]
    bodies = two_tellings() + [rows(f"b{n}", []) for n in range(14)]
    others = [frozenset((f"y{n}",)) for n in range(16 - holders)]
    assert bool(find_rewrites(bodies, Doc, [common, common, *facts, *others])) is found


@pytest.mark.parametrize(("rare", "found"), [(1, False), (2, True)])
def test_one_rare_fact_in_common_leads_to_no_comparison(rare: int, found: bool) -> None:
    common, own = numbered(*range(10)), {f"w{n}" for n in range(rare)}
    bodies = two_tellings() + [rows(f"b{n}", []) for n in range(12)]
    assert bool(find_rewrites(bodies, Doc, [common | own, common | own, *[common] * 12])) is found
