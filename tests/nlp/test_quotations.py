"""Quotation marks: pairs, nesting, apostrophes, orphans, and hostile texts in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.quotations import fold_quotes, is_balanced, quotations
from tests.growth import assert_linear


def found(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A wasted trip,” he said.", ["“A wasted trip,”"]),
        ("They told him ‘no,’ twice.", ["‘no,’"]),
        ('He "said" so.', ['"said"']),
        ("it's 'fine' by me", ["'fine'"]),
        ("„Guten Tag“, sagte sie", ["„Guten Tag“"]),
        ("„Guten Tag”, zei ze", ["„Guten Tag”"]),
        ("« Bonjour », dit-elle", ["« Bonjour »"]),
        ("»Hallo«, sagte er", ["»Hallo«"]),
        ("”Hej”, sa hon", ["”Hej”"]),
        ("彼は「はい」と言った", ["「はい」"]),
        ("《人民日报》说", ["《人民日报》"]),
        ('“Mixed marks," he said', ['“Mixed marks,"']),
        ("the 5'10\" tall man", []),
        ("Trump’s aides’ plan, give ’em the 1990s’ best, in the ’90s", []),
        ("rock ‘n’ roll and rock 'n' roll", []),
        ("the ‘workers’ rights’ bill", ["‘workers’ rights’"]),
    ],
)
def test_quotations_are_found_and_apostrophes_are_not(text: str, expected: list[str]) -> None:
    assert found(text) == expected
    assert is_balanced(text)


def test_nested_quotations_have_their_depth_and_inner_span() -> None:
    text = "“We explained, ‘look, we want to be in a joint venture with you’ not cause we’re trying,” Rubio said."
    outer, inner = quotations(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert text[inner.inner_start : inner.inner_end] == "look, we want to be in a joint venture with you"
    assert text[outer.end :] == " Rubio said."


def test_a_quotation_ends_with_the_outer_mark_when_both_close_together() -> None:
    assert found("“They told him ‘no,’” Trump said.") == ["“They told him ‘no,’”", "‘no,’"]


@pytest.mark.parametrize("text", ["“No end", "no start”", "« ouvert", "He said “a “b” c", "「あ", "a」", "a » b"])
def test_a_mark_without_partner_is_not_balanced(text: str) -> None:
    assert not is_balanced(text)


def test_a_quotation_of_two_paragraphs_opens_twice_and_closes_once() -> None:
    first, second = quotations("“One.\n“Two,” he said.")
    assert (first.closed, second.closed) == (False, True)
    assert first.end == len("“One.")


def test_an_empty_line_ends_an_open_quotation() -> None:
    open_one, closed = quotations("“One\n\nand “two” end")
    assert not open_one.closed
    assert closed.closed


def test_folding_makes_typographic_variants_equal() -> None:
    assert fold_quotes("“It’s a\u00a0‘trap’ – now…”") == fold_quotes('"It\'s a "trap" - now..."')


@given(st.text(alphabet="“”‘’\"'«»„「」ab s.\n", max_size=60))
def test_spans_lie_inside_the_text_and_inner_spans_inside_them(text: str) -> None:
    for q in quotations(text):
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        if q.closed:
            assert (q.inner_start, q.inner_end) == (q.start + 1, q.end - 1)


@pytest.mark.parametrize("unit", ["“", "‘s ", "s’ ", "'\"", "“‘", "»", "\n\n“", ' "a', "“‘x\n"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    assert_linear(quotations, unit)


@pytest.mark.parametrize(("deep", "balanced"), [(4, True), (5, False)])
def test_quotations_lie_four_deep_at_most(deep: int, balanced: bool) -> None:
    opened = "".join("“‘"[n % 2] + "so it was " for n in range(deep))
    assert is_balanced(opened + "".join("”’"[n % 2] for n in reversed(range(deep)))) is balanced
