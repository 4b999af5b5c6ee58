"""Which sentences say the same: one of them is printed; evidence must really do so, mere likeness makes a repeat."""

from __future__ import annotations

from functools import partial

import pytest

from summarize.compose.extractive.concepts import Unit, WeighedPassage, find_concepts
from summarize.compose.extractive.repeats import Corroboration, Repeats, corroborate
from summarize.compose.extractive.repeats import _agree as agree
from summarize.compose.extractive.selection import choose
from summarize.nlp.doc import Doc
from summarize.nlp.tokenize import terms
from summarize.records import Sentence

BRIDGE = "The council of Porto closed the old bridge over the river for repairs on Tuesday."
FILLER = [
    "Farmers expect a poor harvest after the dry summer.",
    "The museum opens a new wing for modern painting.",
    "A cyclist won the mountain stage by two minutes.",
    "Fuel prices fell for the third month.",
]


def compare(claim: str, *others: str, same_article: bool = False, language: str = "en") -> Corroboration:
    texts = [claim, *others, *FILLER]
    sentences = [
        Sentence("a1" if n == 0 or same_article else f"a{n + 1}", n, 0, len(text), text, "body", "", n)
        for n, text in enumerate(texts)
    ]
    doc = partial(Doc, language=language)
    return corroborate(sentences, [tuple(terms(text, language)) for text in texts], [Unit((0,))], doc)


def test_the_same_statement_in_another_article_is_evidence() -> None:
    found = compare(BRIDGE, "On Tuesday the council of Porto closed the old bridge over the river to do repairs.")
    assert found.evidence[0] == (1,)
    assert 1 not in found.repeats


@pytest.mark.parametrize(
    "other",
    [
        "The council of Porto did not close the old bridge over the river for repairs on Tuesday.",
        "The council of Porto never closed the old bridge over the river for repairs on Tuesday.",
    ],
)
def test_a_denial_is_no_evidence(other: str) -> None:
    assert compare(BRIDGE, other).evidence[0] == ()


@pytest.mark.parametrize(
    ("language", "claim", "other"),
    [
        ("en", "Mai Chen called the closed bridge a sin.", "The closed bridge is wrong, Mai Chen said."),
        ("en", "The council of Porto closed the old bridge to all but pas de deux.", BRIDGE),
        ("pt", "A câmara fechou a ponte no rio Douro.", "A câmara fechou a ponte do rio Douro."),
        ("de", "Der Rat schloss die Brücke, sagte Mai Chen.", "Der Rat schloss die Brücke, so Chen."),
    ],
)
def test_another_languages_negation_denies_nothing(language: str, claim: str, other: str) -> None:
    assert agree(claim, other, language)


@pytest.mark.parametrize(
    ("language", "denial", "other"),
    [
        ("en", "The council didn’t close the bridge.", "The council closed the bridge."),
        ("en", "The council refused to close the bridge.", "The council closed the bridge."),
        ("pt", "A câmara não fechou a ponte.", "A câmara fechou a ponte."),
        ("es", "El ayuntamiento no cerró el puente.", "El ayuntamiento cerró el puente."),
        ("es", "El ayuntamiento ha negado el cierre.", "El ayuntamiento ha dado el cierre."),
        ("fr", "Le conseil refuse de fermer le pont.", "Le conseil décide de fermer le pont."),
        ("de", "Der Rat schloss die Brücke nicht.", "Der Rat schloss die Brücke."),
        ("it", "Il comune non ha chiuso il ponte.", "Il comune ha chiuso il ponte."),
        ("ca", "El consell no va tancar el pont.", "El consell va tancar el pont."),
    ],
)
def test_a_languages_own_negation_denies(language: str, denial: str, other: str) -> None:
    assert not agree(denial, other, language)
    assert agree(denial, denial, language)


def test_another_figure_is_no_evidence() -> None:
    claim = "The repairs of the old bridge in Porto will cost the council 3 million euros."
    assert compare(claim, claim.replace("3 million", "5 million")).evidence[0] == ()
    assert compare(claim, claim.replace("3 million", "three million")).evidence[0] == (1,)


def test_another_figure_for_one_thing_is_no_repeat() -> None:
    told = "The council of Porto closed the old bridge over the river and felled {} trees on Tuesday."
    found = compare(told.format(40), told.format(75), told.format(40).replace("40 trees", "75 lamps"))
    assert found.differing == {1: (0, "“75”, not “40”")}
    assert set(found.repeats) == {2}
    same_article = compare(told.format(40), told.format(75), same_article=True)
    assert same_article.differing == {}
    assert set(same_article.repeats) == {1}


def test_the_same_article_does_not_confirm_itself() -> None:
    again = "On Tuesday the council of Porto closed the old bridge over the river to do repairs."
    assert compare(BRIDGE, again, same_article=True).evidence[0] == ()


def test_what_has_nothing_to_do_with_it_is_neither() -> None:
    found = compare(BRIDGE)
    assert found.evidence == ((),)
    assert found.repeats == {}


def test_a_list_that_mentions_the_claim_among_much_else_is_no_evidence() -> None:
    long = (
        "The council of Porto closed the old bridge over the river for repairs on Tuesday, raised the price of water, "
        "hired forty teachers, sold its shares in the harbour, opened two parks, renamed the market square, "
        "bought electric buses and postponed the vote on the stadium, the tram line and the new library."
    )
    assert compare(BRIDGE, long).evidence[0] == ()


def test_a_claim_of_two_sentences_is_not_confirmed_by_half_of_it() -> None:
    second = "Engineers had found deep cracks in two of its seven piers last autumn."
    texts = [BRIDGE, second, "Engineers last autumn found deep cracks in two of its seven piers.", *FILLER]
    sentences = [Sentence(f"a{min(n, 1)}", n, 0, len(t), t, "body", "", n) for n, t in enumerate(texts)]
    sentences[1] = Sentence("a0", 1, 0, len(second), second, "body", "", 1)
    found = corroborate(sentences, [tuple(terms(text)) for text in texts], [Unit((0, 1))], Doc)
    assert found.evidence == ((),)
    assert found.repeats == {2: 0}


def test_nothing_is_evidence_and_repeat_at_once() -> None:
    found = compare(BRIDGE, BRIDGE.replace("Tuesday", "Tuesday night"), "The old bridge over the river was closed.")
    assert not {n for each in found.evidence for n in each} & set(found.repeats)
    assert set(found.repeats.values()) <= {0}


def alike(shared: int, own: int, others: int, claim: str = "kra lom", other: str = "kra lom") -> str:
    """What a sentence is that shares so many terms with a claim, which has `own` more of them, and it `others`."""
    common = tuple(f"kra{n}" for n in range(shared))
    terms_of = [common + tuple(f"{side}{n}" for n in range(n)) for side, n in (("lom", own), ("piv", others))]
    sentences = [Sentence(f"a{n}", n, 0, len(text), text, "body", "", n) for n, text in enumerate((claim, other), 1)]
    found = corroborate(sentences, terms_of, [Unit((0,))], Doc)
    return "evidence" if found.evidence[0] else "repeat" if found.repeats else ""


@pytest.mark.parametrize(
    ("shared", "own", "others", "what"),
    [
        pytest.param(10, 4, 0, "evidence", id="three fifths of the claim"),
        pytest.param(10, 5, 0, "repeat", id="less than three fifths of the claim"),
        pytest.param(10, 0, 11, "evidence", id="a third of the sentence"),
        pytest.param(10, 0, 12, "repeat", id="less than a third of the sentence"),
        pytest.param(10, 7, 20, "repeat", id="near half of the claim"),
        pytest.param(10, 8, 20, "", id="less of either"),
        pytest.param(2, 0, 0, "evidence", id="two terms"),
        pytest.param(1, 0, 0, "", id="one term nominates nobody"),
    ],
)
def test_how_much_another_sentence_must_hold(shared: int, own: int, others: int, what: str) -> None:
    assert alike(shared, own, others) == what


NAMES = ["Ada Berg", "Olga Dorn", "Elif Falk", "Ivo Lind", "Noor Saleh"]


@pytest.mark.parametrize(("named", "what"), [(4, "evidence"), (3, "repeat")])
def test_evidence_names_four_of_five_whom_the_claim_names(named: int, what: str) -> None:
    claim, other = (f"The vote went to {', '.join(NAMES[:count])} today." for count in (5, named))
    assert alike(5, 0, 0, claim, other) == what


def test_of_two_claims_that_a_sentence_repeats_alike_it_belongs_to_the_first() -> None:
    sentences = [Sentence(f"a{n}", n, 0, 3, "kra", "body", "", n) for n in range(3)]
    held = [("a", "b", "x", "y"), ("c", "d", "v", "w"), ("a", "b", "c", "d")]
    assert corroborate(sentences, held, [Unit((0,)), Unit((1,))], Doc).repeats == {2: 0}


def passage(text: str, words: int, origin: int = 0, place: int = 0) -> WeighedPassage:
    return WeighedPassage(text, "xx", words, ((origin, place),), tuple(text.split('"')[1::2]))


def chosen_of(passages: list[WeighedPassage], words: int, told: list[Unit] | None = None) -> list[int]:
    taken = [n for unit in told or () for n in unit.passages]
    units = [Unit((n,)) for n in range(len(passages)) if n not in taken]
    return [n for unit in choose(passages, find_concepts(passages), units, words, told or ()) for n in unit.passages]


def test_two_articles_tell_the_same_in_half_of_the_shorter_ones_words() -> None:
    first = passage("kra lom piv zul", 10, 0)
    twin, other = passage("kra lom wek tof", 10, 1), passage("kra sug wek tof", 10, 1)
    more = [passage(f"nim{n} rof{n}", 10, n % 2, 1 + n) for n in range(4)]  # so that the words of the event are common
    assert len({0, 1} & set(chosen_of([first, twin, *more], 200))) == 1
    assert {0, 1} <= set(chosen_of([first, other, *more], 200))


def test_sentences_that_give_another_figure_for_one_thing_are_no_twins() -> None:
    told = "the old mill by the river holds {} barrels of salted herring"

    def chosen(other: str) -> list[int]:
        texts = [told.format(40), other]
        passages = [WeighedPassage(text, "en", 11, ((n, 1),)) for n, text in enumerate(texts)]
        return sorted(chosen_of(passages, 40))

    assert chosen(told.format(75)) == [0, 1]
    assert len(chosen(told.format(40))) == 1
    assert len(chosen(told.format(75).replace("barrels", "boxes"))) == 1


def test_an_opening_that_shares_two_fifths_comes_in_only_where_the_length_needs_it() -> None:
    first, opening = passage("kra lom piv zul bin", 20, 0), passage("kra lom wek tof sug", 20, 1)
    other = passage("gil hum nim", 20, 1, 1)
    more = [passage(f"nim{n} rof{n}", 20, n % 2, 2 + n) for n in range(4)]
    assert len({0, 1} & set(chosen_of([first, opening, other, *more], 120))) == 1
    assert {0, 1} <= set(chosen_of([first, opening], 60))
    less = passage("kra wek tof sug tev", 20, 1)
    assert {0, 1} <= set(chosen_of([first, less, other, *more], 130))


@pytest.mark.parametrize(("place", "words", "same"), [(0, 4, True), (0, 5, False), (1, 4, False)])
def test_two_openings_that_share_a_quarter_tell_one_event(place: int, words: int, same: bool) -> None:
    own = " ".join(f"wek{n}" for n in range(words - 1))
    passages = [passage("kra lom piv zul bin tof", 20, 0), passage(f"kra {own}", 20, 1, place)]
    passages += [passage(f"kra nim{n}", 20, n % 2, 5 + n) for n in range(20)]  # so that the shared word is common
    repeats = Repeats(passages, find_concepts(passages), [Unit((n,)) for n in range(2)])
    assert repeats.is_same(0, 1) is same


def test_the_news_of_an_article_shares_less_than_a_third_with_the_opening_of_another() -> None:
    opening = passage("kra lom piv zul bin wek", 20, 0)
    filler = [passage(f"nim{n} rof{n}", 20, n % 2, 1 + n) for n in range(4)]
    for place, together in ((2, False), (3, True)):
        news = passage("kra lom tof sug hum gil", 20, 1, place)
        assert ({0, 1} <= set(chosen_of([opening, news, *filler], 112))) == together
    other = passage("kra tev tof sug hum gil", 20, 1, 2)
    assert {0, 1} <= set(chosen_of([opening, other, *filler], 112))


def test_what_two_chosen_sentences_tell_together_is_not_told_again() -> None:
    told = [passage("kra lom piv zul bin wek", 10, 0, 4), passage("tof sug hum gil tev nok", 10, 1, 4)]
    filler = passage("nim rof", 10, 0, 1)
    for third, news in (("kra lom tof sug dap zod", False), ("kra lom tof fep dap zod gub hal", True)):
        passages = [*told, passage(third, 10, 2, 4), filler]
        assert (2 in chosen_of(passages, 60, [Unit((0,)), Unit((1,))])) == news


def test_a_quotation_is_printed_once_and_the_title_of_a_work_as_often_as_it_is_named() -> None:
    rest = "piv zul bin wek tof sug hum gil", "nim rof dap zod gub hal fep nok"
    for first, second, both in (
        ("a loss that hurts", "a loss that hurts us all", False),
        ("The Loss of Porto", "The Loss of Porto", True),
        ("loss", "loss", True),
    ):
        passages = [passage(f'{rest[0]} "{first}"', 20, 0, 4), passage(f'{rest[1]} "{second}," kra', 20, 1, 4)]
        for told, other in ((0, 1), (1, 0)):
            assert (other in chosen_of(passages, 60, [Unit((told,))])) == both


@pytest.mark.parametrize(
    ("texts", "same"),
    [
        (("kra lom piv zul bin dap gil hum", "kra lom piv zul wek tof sug nim"), True),  # four of eight
        (("kra lom piv zul bin dap gil hum zod", "kra lom piv zul wek tof sug nim rof"), False),  # of nine
        (("kra lom piv bin dap gil", "kra lom piv wek tof sug"), False),  # three of six
    ],
)
def test_sentences_of_one_article_tell_the_same_in_four_words_that_are_half(texts: tuple[str, str], same: bool) -> None:
    common = [passage("kra lom piv zul", 10, place=9 + n) for n in range(20)]
    passages = [passage(text, 10, place=n + 4) for n, text in enumerate(texts)] + common
    repeats = Repeats(passages, find_concepts(passages), [Unit((n,)) for n in range(2)])
    assert repeats.is_same(0, 1) is same


@pytest.mark.parametrize(
    ("texts", "same"), [(("kra lom piv", "kra lom wek"), True), (("kra lom piv", "kra sug wek"), False)]
)
def test_sentences_of_one_article_tell_the_same_where_their_weighted_terms_are_near(
    texts: tuple[str, str], same: bool
) -> None:
    passages = [passage(text, 10, place=n + 4) for n, text in enumerate((*texts, "nim rof", "gil hum"))]
    repeats = Repeats(passages, find_concepts(passages), [Unit((n,)) for n in range(4)])
    assert repeats.is_same(0, 1) is repeats.is_same(1, 0) is same


def test_a_pair_of_sentences_retells_what_shares_nearly_half_of_the_shorter_ones_words() -> None:
    texts = ["kra lom piv zul bin", "wek tof sug nim rof", "kra lom piv gil hum dap", "kra lom gil hum dap zod"]
    passages = [passage(text, 10, n // 2, 4 + n) for n, text in enumerate(texts)]
    repeats = Repeats(passages, find_concepts(passages), [Unit((0, 1)), Unit((2,)), Unit((3,))])
    assert repeats.retells(0, 1)  # three of six words
    assert not repeats.retells(0, 2)  # two of six
    assert not repeats.retells(1, 2), "neither is a pair"
