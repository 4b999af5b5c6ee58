from __future__ import annotations

import pytest

from summarize.prepare.provenance.near_duplicates import find_copies
from summarize.records import Sentence

WORDS = [f"{stem}{ending}" for stem in ("harbour", "inspect", "council", "transport") for ending in "abcdefghij"]


def body(*texts: str) -> list[Sentence]:
    return [Sentence("a1", n, 0, len(text), text, "body", "", n) for n, text in enumerate(texts)]


def sentences(first: int, count: int) -> list[str]:
    """Sentences of nine words, each from another place of a long list."""
    long = [WORDS[(7 * n * n + 3 * n) % len(WORDS)][:7] + f" the{n} sea{n}" for n in range(first, first + 3 * count)]
    return [" ".join(long[at : at + 3]) for at in range(0, len(long), 3)]


def test_a_text_within_a_longer_one_is_a_copy():
    text = sentences(0, 30)
    assert find_copies([body(*text), body(*text[10:])]) == [(0, 1)]


def test_texts_with_a_third_in_common_are_no_copies():
    text, other = sentences(0, 30), sentences(500, 20)
    assert find_copies([body(*text), body(*text[:10], *other)]) == []


def test_many_copies_are_chained_not_compared_all_with_all():
    text = body(*sentences(0, 30))
    pairs = find_copies([text] * 40)
    assert len(pairs) <= 4 * 40
    linked = {0}
    for one, other in sorted(pairs, key=lambda pair: pair[1]):
        if one in linked:
            linked.add(other)
    assert linked == set(range(40))


def test_articles_without_words_are_no_copies_of_each_other():
    assert find_copies([[], []]) == []
    assert find_copies([]) == []


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u202c"])
@pytest.mark.parametrize("count", [3, 30])
def test_what_takes_no_room_between_letters_hides_no_copy(mark: str, count: int):
    text = sentences(0, count)
    marked = ["".join(c + mark * (c in "aeiou") for c in each) for each in text]
    assert find_copies([body(*text), body(*marked)]) == [(0, 1)]


def test_two_short_texts_on_one_thing_are_no_copies():
    one = "A bus accident at Harrow Pass killed 18 people."
    assert find_copies([body(one), body("The bus accident at Harrow Pass killed 21 people.")]) == []
    assert find_copies([body(one), body(one)]) == [(0, 1)]
    assert find_copies([body(one), body("Rain fell all day long in the hills.", one)]) == [(0, 1)]


def test_short_copies_are_copies_whatever_their_words():
    text = "The sea was rough. Two men fell in it. One got out by the old pier. All of us ran to help him at once."
    assert find_copies([body(text), body(text + " So we did.")]) == [(0, 1)]


def apart(first: int, count: int, start: str = "harbour") -> list[str]:
    """Sentences of one seven-letter word and so many short ones that each gives one sampled run: 30 are long enough."""
    return [f"{start} at{n} by{n} to{n} on{n} up{n} so{n}" for n in range(first, first + count)]


@pytest.mark.parametrize(("kept", "copy"), [(14, False), (15, True), (20, True)])
def test_half_of_the_shorter_text_makes_a_copy(kept: int, copy: bool) -> None:
    one, other = apart(0, 30), apart(0, kept) + apart(100, 30 - kept)
    assert bool(find_copies([body(*one), body(*other)])) is copy


@pytest.mark.parametrize(("kept", "copy"), [(13, False), (14, True)])
def test_half_of_the_runs_of_a_short_text_make_a_copy(kept: int, copy: bool) -> None:
    one = [f"so{n}" for n in range(24)]  # twenty runs of five words
    other = one[:kept] + [f"at{n}" for n in range(24 - kept)]
    assert bool(find_copies([body(" ".join(one)), body(" ".join(other))])) is copy


@pytest.mark.parametrize(("length", "copy"), [(699, True), (700, False)])
def test_of_a_text_below_700_characters_all_runs_are_taken(length: int, copy: bool) -> None:
    text = ("so the old bus ran by " * 40)[: length - 2].strip()  # no word of seven letters begins a sampled run
    text += "a" * (length - len(text))
    assert bool(find_copies([body(text), body(text)])) is copy


@pytest.mark.parametrize(("sampled", "copy"), [(3, False), (4, True)])
def test_fewer_than_four_sampled_runs_decide_nothing(sampled: int, copy: bool) -> None:
    one, other = (apart(0, sampled) + apart(first, 40, "sea") for first in (100, 200))
    assert bool(find_copies([body(*one), body(*other)])) is copy


def test_three_words_a_sentence_are_a_script_with_blanks() -> None:
    short = [f"so it{n} ran" for n in range(10)]
    assert find_copies([body(*short), body(*short)]) == [(0, 1)]
    long = [f"so itself{n} ran" for n in range(60)]
    mixed = [f"itself{n} ran so" for n in reversed(range(60))]
    assert find_copies([body(*long), body(*mixed)]) == []
