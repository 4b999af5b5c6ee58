"""Finds names by their capitals and tells whether two names can mean the same person or thing. No dictionary, no model.

A heuristic: it knows titles, particles, initials and a handful of abbreviations, and it says (`certain`) if a capital
may only mark the start of a sentence. In scripts without capitals it finds no names. Two words can be one name in two
spellings by accents, transliterations or a wrong letter. This module never decides who a person is: whether "Johnson"
and "Johnston" are one man is for a caller who sees given names and titles.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ..lang.language import load_language, words_of_all
from ..lang.tables import first_forms
from .tokenize import COMPOUND, fold, without_accents

_TITLES = words_of_all("titles")
_PARTICLES = words_of_all("name_particles")
_ALIASES = first_forms("aliases")
_DEMONYM_ENDINGS = words_of_all("demonym_endings")
_ORDINARY_ENDINGS = tuple(words_of_all("no_name_endings"))
_OPENERS = frozenset("“„«‘\"'([{‹「『•*-–—#")
_STOPS = frozenset(".!?:…。！？\n")
_ABBREVIATED = words_of_all("pointed_titles")
LEAST_SLIP = 6  # letters of the shorter word: with fewer, one letter more or less makes another name (Wei, Wen)
_LEAST_KEY = 4  # fewest letters of two words that sound alike and are one name; shorter ones may differ only in accents
# What different transliterations write for one sound, in this order; equal remainders mean equal sounds.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[aou])e(?![aeiou])", ""),  # ö, ü and ä without their points
        (r"tsch|tch|tš", "ch"),
        (r"sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ck|q|c(?![ehiy])", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"tz", "ts"),
        (r"dzh|dj", "j"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"j(?![aeiou])|y", "i"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[^aeiou])ie$", "i"),
    )
)
_FORM_OF = first_forms("spellings")
_DOUBLED = re.compile(r"(.)\1+")
_TWICE = re.compile(r"([^aeiouy])\1")

Likeness = Literal["same", "variant", "different"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written: `text` is `source[start:end]`, without titles and possessive.

    `words` are its words folded for comparison (lower case, no accents, no points). `certain` is False if its only
    capital is at the start of a sentence and may mean nothing.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    initial: bool
    joined: bool


def names(text: str, language: str = "en", lowercase_words: Collection[str] = frozenset()) -> tuple[Name, ...]:
    """Find the names of a text in order. Offsets are characters.

    `lowercase_words` stand in small letters elsewhere (in the articles): at a sentence's start, a capital on one of
    them means nothing. Function words of the language count among them.
    """
    stop = load_language(language).function_words
    found: list[Name] = []
    for run in _runs(_tokens(text), stop, lowercase_words):
        found.extend(_names_of(text, run, lowercase_words))
    return tuple(found)


def similarity(a: Name, b: Name) -> Likeness:
    """How alike two names are: the same by alias, a spelling variant (Zelensky, Zelenskyy), or different.

    The shorter name's words must all be in the longer, in order, and its last word must not be only the given name of
    someone else: "Trump" is "Donald Trump", "Melania Trump" is not.
    """
    if _alias(a) == _alias(b):
        return "same"
    short, long = (a.words, b.words) if len(a.words) <= len(b.words) else (b.words, a.words)
    worst: Likeness = "same"
    place = 0
    for word in short:
        degrees = [(at, word_likeness(word, long[at])) for at in range(place, len(long))]
        hit = next((pair for pair in degrees if pair[1] != "different"), None)
        if hit is None:
            return "different"
        place = hit[0] + 1
        worst = hit[1] if hit[1] == "variant" else worst
    return worst


def same_name(a: str, b: str) -> bool:
    """Whether two names, given as texts, can mean the same one; spelling variants count as the same."""
    return similarity(_as_name(a), _as_name(b)) != "different"


def word_likeness(a: str, b: str) -> Likeness:
    """How alike two folded words are: equal, an alias, a people and its country, an initial, or one letter apart."""
    if a == b or (a in _ALIASES and _ALIASES[a] == _ALIASES.get(b)):
        return "same"
    short, long = sorted((a, b), key=len)
    if long.startswith(short) and (len(short) == 1 or (len(short) > 3 and long[len(short) :] in _DEMONYM_ENDINGS)):
        return "same"  # J for John; Ukrain… below needs the stem
    stem = short.rstrip("aeiy")
    if len(stem) > 3 and long.startswith(stem) and long[len(stem) :] in _DEMONYM_ENDINGS:
        return "same"
    if a[0] == b[0] and len(short) >= 6 and len(long) - len(short) <= 1 and _one_edit(short, long):
        return "variant"
    return "different"


def looks_ordinary(name: Name, lowercase_words: Collection[str] = frozenset()) -> bool:
    """Whether an uncertain name is more likely a common word at a sentence's start ("Negotiators said")."""
    if name.certain or len(name.words) > 1:
        return False
    word = name.words[0]
    return word.endswith(_ORDINARY_ENDINGS) or any(
        form in lowercase_words for form in (word, word.rstrip("s"), f"{word}s")
    )


@lru_cache(maxsize=20_000)  # a story repeats the same names
def fold_name(word: str) -> str:
    """One word of a name for comparing: lower case, no accents, points, possessive or apostrophes."""
    plain = without_accents(fold(word)).lower().replace(".", "")
    return plain.removesuffix("'s").rstrip("'").replace("'", "").replace("-", " ").strip()


def folded_parts(words: Iterable[str]) -> Iterator[str]:
    """Words of names for comparing, one by one: of "Ottoman-era" two."""
    return (part for word in words for part in fold_name(word).split())


def _as_name(text: str) -> Name:
    words = [token.text for token in _tokens(text) if not _is_title(token)]
    return Name(0, len(text), text, tuple(folded_parts(words)))


def _alias(name: Name) -> str:
    joined = " ".join(name.words)
    return _ALIASES.get(joined, joined)


def _one_edit(short: str, long: str) -> bool:
    """Whether one insertion, deletion or replacement makes two words equal."""
    at = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _tokens(text: str) -> list[_Token]:
    """Words with their position; `initial`: at a sentence's start, `joined`: one blank after the word before."""
    made: list[_Token] = []
    last = ""
    end = 0
    for match in COMPOUND.finditer(text):
        gap = text[end : match.start()]
        point_ok = gap == ". " and (len(last) == 1 or last.lower() in _ABBREVIATED)
        joined = bool(made) and (gap in (" ", "\u00a0") or point_ok)
        initial = _is_initial(gap, not made, last, point_ok)
        made.append(_Token(match.group(), match.start(), match.end(), initial, joined))
        last, end = match.group(), match.end()
    return made


def _is_initial(gap: str, first: bool, last: str, point_ok: bool) -> bool:
    """Whether a capital is due to its position: text start, after a full stop, a line break or an opening mark."""
    if first or point_ok:
        return first
    mark = next((char for char in gap if char in _STOPS), "")
    return bool(mark) or any(char in _OPENERS and char not in "-–—'" for char in gap) or last.endswith("..")


def _is_capital(token: _Token) -> bool:
    return token.text[0].isupper() or (token.text[0].islower() and any(char.isupper() for char in token.text[1:]))


def _is_title(token: _Token) -> bool:
    word = token.text.lower().rstrip(".")
    return word in _TITLES or (len(word) > 5 and word.removesuffix("s") in _TITLES)


def _runs(tokens: list[_Token], stop: Collection[str], lowercase_words: Collection[str]) -> list[list[_Token]]:
    """Capitalised words that stand together; particles join if a capital follows."""
    runs: list[list[_Token]] = []
    open_run = False
    for place, token in enumerate(tokens):
        follows = tokens[place + 1 : place + 3]
        if open_run and token.joined and _is_particle(token, follows):
            runs[-1].append(token)
            continue
        if (
            not _is_capital(token)
            or _is_function_word(token, stop)
            or _is_common_start(token, follows, lowercase_words)
        ):
            open_run = False
            continue
        if open_run and token.joined and not _closes(runs[-1][-1]):
            runs[-1].append(token)
        else:
            runs.append([token])
        open_run = True
    return runs


def _is_particle(token: _Token, follows: list[_Token]) -> bool:
    """de, van, von der: small words of a name, with a capital to follow."""
    if token.text not in _PARTICLES or not follows or not follows[0].joined:
        return False
    return _is_capital(follows[0]) or (follows[0].text in _PARTICLES and len(follows) > 1 and _is_capital(follows[1]))


def _closes(token: _Token) -> bool:
    """A possessive ends a name (Trump’s White House are two); so does an abbreviated country."""
    return token.text.endswith(("’s", "'s")) or fold_name(token.text) in _ALIASES


def _is_function_word(token: _Token, stop: Collection[str]) -> bool:
    """ "The", "He", "I’ve"; but not US or IT in capitals."""
    lower = fold(token.text).lower()
    acronym = len(token.text) > 1 and token.text.isupper()
    return (lower in stop or lower.partition("'")[0] in stop) and not acronym


def _is_common_start(token: _Token, follows: list[_Token], lowercase_words: Collection[str]) -> bool:
    followed = bool(follows) and follows[0].joined and _is_capital(follows[0])
    return token.initial and token.text.lower() in lowercase_words and not followed and not token.text.isupper()


def _names_of(text: str, run: list[_Token], lowercase_words: Collection[str]) -> list[Name]:
    """Split a run at its titles: "U.S. Treasury Secretary Scott Bessent" names the U.S. and Scott Bessent."""
    pieces: list[list[_Token]] = [[]]
    of_state = text[: run[0].start].lower().endswith("secretary of ") and run[0].text == "State"
    for token in run[of_state:]:
        if _is_title(token):
            pieces.append([])
        elif fold_name(token.text) in _ALIASES:
            pieces.extend([[token], []])
        else:
            pieces[-1].append(token)
    made = []
    for piece in pieces:
        lowered = piece and piece[0].initial and len(piece) > 1 and piece[0].text.lower() in lowercase_words
        kept = piece[1:] if lowered else piece
        while kept and kept[-1].text in _PARTICLES:
            kept = kept[:-1]
        if kept:
            made.append(_name(text, kept))
    return made


def _name(text: str, tokens: list[_Token]) -> Name:
    start, end = tokens[0].start, tokens[-1].end
    written = text[start:end]
    for ending in ("’s", "'s", "’", "'"):
        written = written.removesuffix(ending)
    words = tuple(folded_parts(token.text for token in tokens))
    acronym = len(tokens[0].text) > 1 and tokens[0].text.isupper()
    certain = len(tokens) > 1 or not tokens[0].initial or acronym
    return Name(start, start + len(written), written, words, certain)


def is_title(word: str) -> bool:
    """Whether a word is a title or an office that comes before a person's name: "President", "Gen.", "Mr"."""
    return word.lower().rstrip(".") in _TITLES


@lru_cache(maxsize=50_000)
def sound_key(word: str) -> str:
    """What a word sounds like, roughly, whatever alphabet it was taken from: "Zelenskyy" and "Zelenskiy" agree."""
    folded = fold_name(word).replace(" ", "")
    key = _FORM_OF.get(folded, folded)
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return _DOUBLED.sub(r"\1", key)


def sound_alike(one: str, other: str) -> bool:
    """Whether two words are one name: in two transliterations, or with and without accents, points or capitals."""
    a, b = fold_name(one).replace(" ", ""), fold_name(other).replace(" ", "")
    if not _may_share_accents(one, other):
        return False
    if a == b or (a in _FORM_OF and _FORM_OF[a] == _FORM_OF.get(b)):
        return True
    return min(len(a), len(b)) >= _LEAST_KEY and sound_key(one) == sound_key(other)


def given_alike(one: str, other: str) -> bool:
    """Whether two given names can be one person's: alike in sound, or an initial of the other."""
    a, b = fold_name(one), fold_name(other)
    return a[:1] == b[:1] if min(len(a), len(b)) == 1 else sound_alike(one, other)


def is_slip(one: str, other: str, least: int = LEAST_SLIP) -> bool:
    """Whether one letter added, lost, replaced or moved makes two words equal, as a typing error does.

    `least`: letters of the shorter word. Endings that make another word are not slips: genitives and plurals (Merkels),
    peoples (Iranian), women of a family (Zelenska beside Zelensky, Ivanova beside Ivanov).
    """
    a, b = fold_name(one), fold_name(other)
    if a == b or min(len(a), len(b)) < least or abs(len(a) - len(b)) > 1 or a[:-1] == b or b[:-1] == a:
        return False
    if (a.endswith("a") != b.endswith("a")) or a[0] != b[0]:
        return False
    return not slips(a).isdisjoint(slips(b))


def only_doubles(one: str, other: str) -> bool:
    """Whether two words differ only in consonants written once or twice (Kellogg, Kelogg)."""
    a, b = fold_name(one), fold_name(other)
    return a != b and _TWICE.sub(r"\1", a) == _TWICE.sub(r"\1", b)


def slips(word: str) -> frozenset[str]:
    """The word and what is left of it if any one letter is removed: words one slip apart share one of these."""
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(len(word)))))


def _may_share_accents(one: str, other: str) -> bool:
    """Tân and Tấn are two names; Tan may be either."""
    a, b = one.casefold(), other.casefold()
    return a == b or without_accents(a) == a or without_accents(b) == b
