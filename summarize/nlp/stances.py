"""What a sentence says about a matter, by the family of its predicate and its side: "did not sign" answers no.

A family is what can be said about a matter ("answer": accepted, is considering, refused), a side one of the things
said; both are data (`lang/data/told.toml`). Reads a predicate with the negation before it, its name and the words that
follow; what is only wished, feared, expected or conditional is not a stance. Which stances are on one matter is decided
elsewhere; of two plain texts `contrary` tells whether they say opposite things, by words that come in pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ..lang.language import PHRASES, joined, load_language
from ..lang.tables import load_table
from .names import Name
from .tokenize import COMPOUND, folded_words, term_set, terms

_BREAK = re.compile(r"[.;:!?()—–]|,\s(?:but|and|while|mas|e|enquanto)\s")
_END = re.compile(r"[,.;:!?]\s")
_BEFORE = 4  # words before a predicate in which it can be denied or put in doubt
_LOOKED_BACK = 60  # characters in which they stand
_PASSIVE = 2  # words in front of a predicate in which an auxiliary makes it a passive
_NEAR = 25  # characters behind "by" in which the name stands
_AFTER = 4  # words behind it that say what it is about
_LOOKED_AHEAD = 70
_DOUBTED = 2  # words that say something behind "may", which it makes uncertain
# The side that a negation makes of a side.
_DENIED = {"yes": "no", "no": "yes", "done": "not done", "discussed": "not discussed", "agreed": "not agreed"}
_ASIDE = ("open", "coming")  # sides that a word like "would" does not take away

_Forms = tuple[tuple[str, str, str], ...]  # family, side, form


@dataclass(frozen=True, slots=True)
class Predicates:
    """One language's data. `pattern` finds any predicate, `readings` of its `forms` says which it is."""

    pattern: re.Pattern[str]
    forms: _Forms
    negations: frozenset[str]
    plain_negations: frozenset[str]  # those of a verb only
    denies_that: re.Pattern[str]
    copulas: frozenset[str]
    narrowing: frozenset[str]  # beside a negation they leave most of it standing: "not only"
    unreal: frozenset[str]
    passive: frozenset[str]
    states: frozenset[str]
    by: frozenset[str]
    mute: re.Pattern[str]
    done_by: re.Pattern[str]  # "was designed by", its participle as a group
    meeting: re.Pattern[str]
    gathered: re.Pattern[str]
    bring: re.Pattern[str]


@lru_cache(maxsize=4096)
def readings(forms: _Forms, found: str) -> tuple[tuple[str, str], ...]:
    """(family, side) of each form that matches a found predicate (in small letters)."""
    first = found[0]
    return tuple(
        (family, side) for family, side, form in forms if form[0] == first and re.fullmatch(_shape(form), found)
    )


@cache
def predicates(language: str) -> Predicates | None:
    """The predicates of a language (two letters); None if there are no data."""
    table = load_table("told").get(language)
    if table is None:
        return None
    forms = tuple(
        (family, side, form)
        for family, sides in table.items()
        if isinstance(sides, dict)
        for side, listed in sides.items()
        for form in listed
    )
    return Predicates(
        _any_of(sorted({form for _, _, form in forms}, key=lambda form: (-len(form), form))),
        forms,
        frozenset(table["negations"]),
        frozenset(table["not"]),
        _any_of(table["denies_that"]),
        frozenset(table["copulas"]),
        frozenset(table["narrowing"]),
        frozenset(table["unreal"]),
        frozenset(table["passive"]),
        frozenset(table["states"]),
        frozenset(table["by"]),
        _any_of(table["mute"]),
        re.compile(
            rf"\b(?:{'|'.join(table['passive'])})\s([^\W\d_]{{3,20}})\s(?:{'|'.join(table['by'])})\s", re.IGNORECASE
        ),
        _any_of(table["meeting"]),
        _any_of(table["gathered"]),
        _any_of(table["bring"]),
    )


def _any_of(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_shape, forms))})\b", re.IGNORECASE)


def _shape(form: str) -> str:
    r"""The pattern of a form: "*" stands for further letters, "_" for one word or two."""
    return re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", r"\s").replace("_", r"\w{1,30}(?:\s\w{1,30})?")


@dataclass(frozen=True, slots=True)
class Stance:
    """One predicate of a sentence: its family and side, whose it is ("" if no name comes before it), what it is about.

    `about` are the stems of the words that follow, names among them.
    """

    family: str
    side: str
    actor: str
    about: frozenset[str]
    start: int
    end: int


def stances(text: str, language: str, named: tuple[Name, ...]) -> tuple[Stance, ...]:
    """The stances of a sentence in order; `named` are its names. () in a language without data."""
    lexicon = predicates(language)
    if lexicon is None or not lexicon.pattern.search(text):
        return ()
    taken = [match.span() for match in lexicon.mute.finditer(text)]
    found = []
    for match in lexicon.pattern.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        for family, side in readings(lexicon.forms, match[0].lower()):
            held = _side_held(text, match.start(), side, lexicon)
            if held:
                about = _about(text, match.end(), language)
                found.append(
                    Stance(family, held, _actor(text, match, named, lexicon), about, match.start(), match.end())
                )
    return tuple(found)


def contrary(one: str, other: str, language: str = "en") -> bool:
    """Whether one text has a word and the other only its opposite, or says as certain what the other does not.

    In a plain case the words suffice: "passed" in one, "failed" in the other; "closed" in one, "may be closed" in the
    other. What takes more than single words is not detected, and nothing is in a language without such pairs.
    """
    data = load_language(language)
    if not data.antonyms:
        return False
    mine, theirs = frozenset(folded_words(one)), frozenset(folded_words(other))
    if bool(mine & data.unsure) != bool(theirs & data.unsure) and (
        _doubted(one, language) & term_set(other, language) or _doubted(other, language) & term_set(one, language)
    ):
        return True
    return any(
        (mine & first and not mine & second and theirs & second and not theirs & first)
        or (mine & second and not mine & first and theirs & first and not theirs & second)
        for first, second in data.antonyms
    )


def _doubted(text: str, language: str) -> set[str]:
    """The stems of what a text says only may be: of the first words that say something behind "may", "allegedly"."""
    found = _unsure_words(language).finditer(text)
    behind = (terms(text[match.end() : match.end() + _LOOKED_AHEAD], language)[:_DOUBTED] for match in found)
    return {stem for stems in behind for stem in stems}


@cache
def _unsure_words(language: str) -> re.Pattern[str]:
    return joined(load_language(language).unsure, rf"\b{PHRASES}\b")


def _side_held(text: str, place: int, side: str, lexicon: Predicates) -> str:
    """The side with the negation before it applied; "" for what is not a fact."""
    before = _BREAK.split(text[max(0, place - _LOOKED_BACK) : place])[-1]
    words = [word[0].lower() for word in COMPOUND.finditer(before)][-_BEFORE:]
    denied = any(word in lexicon.negations or word.endswith(("n't", "n’t")) for word in words)
    if denied:
        return _DENIED.get(side, "")
    if side in _ASIDE:  # "would consider" is considering; "has a duty to consider" is not
        return "" if words[-1:] == ["to"] else side
    return "" if not lexicon.unreal.isdisjoint(words[-3:]) else side


def _actor(text: str, match: re.Match[str], named: tuple[Name, ...], lexicon: Predicates) -> str:
    """The last word of the name whose deed a predicate is: the last one before it or, in a passive, the one after "by";
    "" if there is none.
    """
    words = [word[0].lower() for word in COMPOUND.finditer(text, max(0, match.start() - _LOOKED_BACK), match.start())]
    if match[0].lower() not in lexicon.states and not lexicon.passive.isdisjoint(words[-_PASSIVE:]):
        behind = COMPOUND.match(text, match.end() + 1)
        if not behind or behind[0].lower() not in lexicon.by:
            return ""
        return next((name.words[-1] for name in named if behind.end() < name.start <= behind.end() + _NEAR), "")
    before = [name for name in named if name.end <= match.start() and name.certain]
    return before[-1].words[-1] if before else ""


def _about(text: str, place: int, language: str) -> frozenset[str]:
    rest = _END.split(text[place : place + _LOOKED_AHEAD], maxsplit=1)[0]
    words = [word for word in COMPOUND.findall(rest) if word[0].isalpha()][:_AFTER]
    return frozenset(terms(" ".join(words), language))
