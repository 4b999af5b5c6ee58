"""Finds where articles mention persons: by title, by given name and surname, by what surrounds the name.

A heuristic on capitals, for scripts that have them. It prefers missing a person to taking a body or a place for one.
Linear in the text; does not decide who is who.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...lang.language import load_language, words_of_all
from ...lang.tables import names_of
from ...nlp.names import is_title
from ...nlp.speech_verbs import NAMES_OF_DAYS, SPEECH_VERBS
from ...records import Sentence

_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ɏΆ-ΫЀ-ЯḀ-ỿ"  # small letters stand between the capitals of some of these ranges
_WORD = rf"(?:(?:[{_CAPITAL}]\.){{1,4}}|[{_CAPITAL}][^\W_]*(?:['’\-‐‑][^\W_]+){{0,4}})"
_PARTICLES = rf"(?:(?:{'|'.join(names_of('particles'))})[ \u00a0]){{0,2}}"
_RUN = re.compile(rf"(?<![\w.]){_WORD}(?:[ \u00a0]{_PARTICLES}{_WORD})*")
_TOKEN = re.compile(_WORD)
_BEFORE = re.compile(r"([^\W\d_]+)\.?[ \u00a0]$")
_AFTER = re.compile(r", \d{1,3}(?=[,.])|, (?:then )?(?:an?|the|his|her|its) ([^,.;]{3,60})|,? (?:who\b|([^\W\d_]+))")
_ENDINGS = re.compile(r"(?<=[^\W_]{3})(?:ed|ing|s|e)$")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_MOST_WORDS = 6  # of a person's name
_LEAST_LETTERS = 3  # of a surname
_HOMES = 4  # articles remembered per surname, enough for a rare one
_MARKS = '.,;:!?”’")'
_NEAR = 24  # characters before a name in which its title stands
_STATES = frozenset(("us", "uk", "un", "eu", "usa", "uae", "dc"))
_NO_PERSON = words_of_all("words_of_bodies")
_OPENS_SENTENCE = words_of_all("words_opening_sentences")
_ROLES = words_of_all("offices")


@dataclass(slots=True)
class Surname:
    """What is known of a surname as written: the `given` names (as one text) and `titles` before it.

    `alone` counts mentions without a given name.
    `unsure` are given names that opened a sentence and may be ordinary words ("Warned Zelenskyy"). `homes` are
    the first articles (ids) it stands in. `person` says that something shows the surname to be a person's.
    """

    given: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    homes: list[str] = field(default_factory=list)
    alone: int = 0
    person: bool = False

    @property
    def count(self) -> int:
        """Mentions in all."""
        return self.alone + self.given.total()

    def settle(self, small: frozenset[str]) -> None:
        """Take an unsure given name for one, unless others are sure and a form of it is written small ("warning")."""
        for name, count in self.unsure.items():
            if name in self.given or not (self.given and _is_ordinary(name.lower(), small)):
                self.given[name] += count
            else:
                self.alone += count
        self.unsure.clear()


def _is_ordinary(word: str, small: frozenset[str]) -> bool:
    base = _ENDINGS.sub("", word)
    return word in _OPENS_SENTENCE or not small.isdisjoint(
        (word, base, *(base + ending for ending in ("e", "s", "ed", "es", "ing", "ings")))
    )


@dataclass(frozen=True, slots=True)
class Mentions:
    """Surnames by spelling, and full names (two words and more) that may be persons', by first mention."""

    surnames: dict[str, Surname]
    full: tuple[str, ...]


def find_mentions(sentences: Sequence[Sentence], language: str) -> Mentions:
    """The names in a story. Only running text is read, because headlines write everything with capitals."""
    told = [sentence for sentence in sentences if sentence.zone in ("body", "abstract")]
    small = frozenset(word.rstrip(_MARKS) for each in told for word in each.text.split() if word.islower())
    stop = load_language(language).function_words | load_language("en").function_words
    found: defaultdict[str, Surname] = defaultdict(Surname)
    full: dict[str, bool] = {}
    for sentence in told:
        text = sentence.text
        for run in _RUN.finditer(text):
            for words, title, end in _pieces(text, run, small, stop):
                if len(words) > _MOST_WORDS or not _NO_PERSON.isdisjoint(map(str.lower, words)):
                    continue
                person = bool(title) or (len(words) > 1 and _says_person(text, end))
                known = found[words[-1]]
                _note(known, words, title, person, sure=bool(title) or not _opens(text, run.start()))
                if len(known.homes) < _HOMES and sentence.article not in known.homes:
                    known.homes.append(sentence.article)
                if len(words) > 1:
                    name = " ".join(words)
                    full[name] = full.get(name, False) or person
    for known in found.values():
        known.settle(small)
    surnames = {name: known for name, known in found.items() if _may_be_surname(name, known, small)}
    return Mentions(surnames, tuple(name for name, person in full.items() if person))


def _opens(text: str, start: int) -> bool:
    """Whether a word's capital is due to its position."""
    before = text[max(0, start - 4) : start].rstrip(" \u00a0")
    return not before or not (before[-1].isalnum() or before[-1] in ",;)’'")


def _note(known: Surname, words: Sequence[str], title: str, person: bool, *, sure: bool) -> None:
    """Add one mention to what is known."""
    *before, _ = words
    known.person = known.person or person
    if title:
        known.titles.add(title)
    if before:
        (known.given if sure else known.unsure)[" ".join(before)] += 1
    else:
        known.alone += 1


def _may_be_surname(name: str, known: Surname, small: frozenset[str]) -> bool:
    """Whether a last word is more than an acronym, an initial or an ordinary word."""
    if len(name) < _LEAST_LETTERS or (name.isupper() and len(name) > _LEAST_LETTERS):
        return False
    return bool(known.titles) or name.lower() not in small


def _pieces(
    text: str, run: re.Match[str], small: frozenset[str], stop: frozenset[str]
) -> Iterator[tuple[list[str], str, int]]:
    """Names in a run of capitalised words, cut at titles, days, states and possessives: (words, title before, end)."""
    words: list[str] = []
    before = _BEFORE.search(text, max(0, run.start() - _NEAR), run.start())
    title = before.group(1).lower() if before and is_title(before.group(1)) else ""
    end = run.start()
    for token in _TOKEN.finditer(text, run.start(), run.end()):
        word = token.group()
        if is_title(word) or _breaks(word, not words and token.start() == run.start(), small, stop):
            if words:
                yield words, title, end
            words, title = [], (word.lower() if is_title(word) else "")
            continue
        plain = _POSSESSIVE.sub("", word)
        words.append(plain)
        end = token.end()
        if plain != word:
            yield words, title, token.start() + len(plain)
            words, title = [], ""
    if words:
        yield words, title, end


def _breaks(word: str, first: bool, small: frozenset[str], stop: frozenset[str]) -> bool:
    """Whether a word of a run is not part of a name: a day, a state, a small word, a common one at the run's start."""
    lower = word.lower()
    if not word[0].isupper():
        return True
    if lower in NAMES_OF_DAYS or (word.isupper() and lower.replace(".", "") in _STATES) or lower in stop:
        return True
    return first and lower in small


def _says_person(text: str, end: int) -> bool:
    """Whether what follows a name shows a person: a verb of saying, "who", an age, an office."""
    found = _AFTER.match(text, end)
    if not found:
        return False
    role, verb = found.groups()
    if role:
        return any(word.lower() in _ROLES for word in role.split())
    return verb is None or verb.lower() in SPEECH_VERBS
