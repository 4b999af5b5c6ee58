"""Noun phrases that name somebody who can speak: names ("Ana Ruiz"), roles ("the senior official"), pronouns.

Reads a sentence as tokens, with a whole quotation as one; never looks inside a quotation, never judges who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..lang.language import words_of_all
from . import speech_verbs as lexicon
from .quotations import Quotation, quotations
from .tokenize import COMPOUND

SpeakerKind = Literal["name", "role", "pronoun", ""]

_TOKEN = re.compile(rf"(?:{COMPOUND.pattern})['’]?|[^\s\w]")
_NOT_PLAIN = lexicon.OPENS_PHRASE | lexicon.BEFORE_CLAUSES | lexicon.PRONOUNS | lexicon.VERBS
_INNER = lexicon.DETERMINERS | lexicon.SPEAKERS | lexicon.PARTICLES | {"and", "&"}
_NO_NAME_AT_START = lexicon.SPEAKERS | lexicon.DETERMINERS
_NO_ADJECTIVE = lexicon.NOT_NAMES - {"both", "some", "many", "most", "no"}
_NO_SUBJECT_START = lexicon.OPENS_PHRASE | lexicon.NOT_NAMES
_ENDS_TAIL = lexicon.BEFORE_CLAUSES | lexicon.TIMES | {"à", "às", "ao", "aos"}  # "disse o ministro à BBC"
_BEFORE_SUBJECTS = lexicon.BEFORE_CLAUSES | lexicon.NAMES_OF_DAYS | {".", "!", "?"}
_POINTED = words_of_all("pointed_titles") | words_of_all("more_pointed_titles")
_PERSON_ENDINGS = ("ist", "ian", "man", "woman", "er", "or")
_REACH = 28  # most tokens that a clause is followed back
_LONGEST = 14  # tokens of a noun phrase
_LONGEST_TAIL = 9  # words after a role that still belong to it: "familiar with the ongoing talks"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the words that name the speaker, as written in the sentence, and their kind.

    `text` is "" for pronouns, which name nobody.
    """

    text: str
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole quotation (`quoted`), which is never looked into."""

    text: str
    lower: str
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens first..after, and what it says about a speaker."""

    first: int
    after: int
    speaker: Speaker


NOBODY = Speaker("", "")


class Line:
    """A sentence as tokens, and the noun phrases that start or end at one. All numbers are numbers of tokens."""

    def __init__(self, sentence: str, quoted: Sequence[Quotation] | None = None) -> None:
        """`quoted` are the sentence's quotations where they are known."""
        self.text = sentence
        self.tokens = _tokens(sentence, quotations(sentence) if quoted is None else quoted)

    def phrase_before(self, last: int, *, strong: bool) -> Phrase | None:
        """The noun phrase that ends with token `last`, read backwards."""
        word = self.lower(last)
        if word in lexicon.PRONOUNS:
            return Phrase(last, last + 1, Speaker("", "pronoun"))
        if not word[:1].isalpha() or _is_possessive(word):
            return None
        first = last
        while first > 0 and last - first < _LONGEST and self._belongs(first - 1):
            first -= 1
        for start in range(first, last + 1):
            phrase = self.phrase_at(start)
            if phrase and phrase.after == last + 1:
                return phrase
        return self._any_noun(last) if strong else None

    def _any_noun(self, last: int) -> Phrase | None:
        """“the plumber”: any noun with an article close before it."""
        for first in range(last - 1, max(-1, last - 5), -1):
            if self.lower(first) in lexicon.DETERMINERS:
                return Phrase(first, last + 1, Speaker(self.words(first, last + 1), "role"))
            if not self.lower(first)[:1].isalpha() or self.lower(first) in _NO_SUBJECT_START:
                break
        return None

    def _belongs(self, i: int) -> bool:
        """Whether a token may stand inside a noun phrase before its head."""
        word = self.lower(i)
        if self.tokens[i].quoted or word in lexicon.NAMES_OF_DAYS:
            return False
        inner = word in _INNER
        return inner or self._is_abbreviation(i) or self.is_name(i) or _is_possessive(word) or self.is_plain(i)

    def is_plain(self, i: int) -> bool:
        """A lower-case word that may be an adjective: not a function word or a verb of saying."""
        word = self.lower(i)
        return word[:1].isalpha() and word not in _NOT_PLAIN

    def phrase_at(self, start: int) -> Phrase | None:
        """The noun phrase that starts with token `start`: a name, or words up to a noun for somebody who speaks."""
        if not 0 <= start < len(self.tokens) or self.tokens[start].quoted:
            return None
        i, role, name = start, None, None
        limit = min(len(self.tokens), start + _LONGEST)
        while i < limit:
            word = self.lower(i)
            if self.is_name(i) or self._opens_title(i):
                run = self._run(i if self.is_name(i) else i + 1)
                name, i = (name[0] if name and self.lower(i - 1) == "and" else i, run), run
                name = self._owned(name, run)
                i = name[1] if name else run
                continue
            if word in lexicon.SPEAKERS and not _is_possessive(word):
                role, name, i = i, None, i + 1
                continue
            joins = word == "and" and i > start and i + 1 < limit and self._goes_on(i + 1)
            opens = word in lexicon.DETERMINERS and (i == start or self.lower(i - 1) == "and")
            if not (joins or opens or self._modifies(i, role, name)):
                break
            i += 1
        return self._judged(start, role, name)

    def _owned(self, name: tuple[int, int], run: int) -> tuple[int, int] | None:
        """A name that ends in "'s" names nobody, unless a body follows: "the Somerset Sheriff's Office"."""
        if not _is_possessive(self.lower(run - 1)):
            return name
        return (name[0], run + 1) if self.is_name(run) and self.lower(run) in lexicon.BODIES else None

    def _modifies(self, i: int, role: int | None, name: tuple[int, int] | None) -> bool:
        """An adjective before the head; after a name or role only when a speaking noun still follows."""
        if not self.is_plain(i) or self.lower(i) in _NO_ADJECTIVE:
            return False
        if not role and not name:
            return True
        if self.lower(i).endswith(_PERSON_ENDINGS) and self.is_name(i + 1) and self.lower(i) not in lexicon.BETWEEN:
            return True  # "Kenyan conservationist Ana Ruiz"
        if name and self.lower(i).endswith(("s", "ed")):
            return False  # "Ruiz runs tour groups"
        ahead = any(self.lower(k) in lexicon.SPEAKERS for k in (i + 1, i + 2))
        return ahead and self.lower(i) not in lexicon.BETWEEN

    def _judged(self, start: int, role: int | None, name: tuple[int, int] | None) -> Phrase | None:
        if name:
            text = self.words(*name)
            if self.lower(name[0]) in lexicon.PARTIES and not self.is_name(name[0] + 1):
                return None
            foreign = lexicon.SOURCE_FOLLOWS | lexicon.BEFORE_SUBJECT
            if name[0] > start and self.lower(name[0] - 1) in ("a", "an") and self.lower(start - 1) not in foreign:
                return None  # "a North Carolina couple": the name describes what follows
            one = name[1] - name[0] == 1 or self.lower(name[0]) in lexicon.SPEAKERS
            if one and name[0] > start and self.lower(start) in ("der", "die", "das", "ein", "eine"):  # German nouns
                return Phrase(start, name[1], Speaker(self.words(start, name[1]), "role"))
            return Phrase(start, name[1], Speaker(text, "name"))
        if role is not None:
            return Phrase(start, role + 1, Speaker(self.words(start, role + 1), "role"))
        return None

    def _run(self, i: int) -> int:
        """Where a run of capitalised words that starts at token i ends; particles inside it belong to it."""
        while i < len(self.tokens):
            if self.is_name(i) and _is_possessive(self.lower(i)):
                return i + 1
            if not (self.is_name(i) or self._is_abbreviation(i) or self._leads_to_name(i)):
                return i
            i += 1
        return i

    def _leads_to_name(self, i: int) -> bool:
        """A particle inside a name, or the first of two: "von der Leyen"."""
        if self.lower(i) == "for" and self.lower(i - 1) in lexicon.BODIES:
            return self.is_name(i - 1) and self.is_name(i + 1)
        if self.lower(i) not in lexicon.PARTICLES:
            return False
        return self.is_name(i + 1) or (self.lower(i + 1) in lexicon.PARTICLES and self.is_name(i + 2))

    def with_tail(self, phrase: Phrase, stop: int) -> Speaker:
        """A role with what describes it: "two people familiar with the talks"."""
        end = phrase.after
        if self.lower(end) in lexicon.OPENS_PHRASE and self._goes_with_role(end):
            tail = end
            while tail < min(stop, len(self.tokens)) and self._goes_with_role(tail):
                tail += 1
            if self.lower(tail - 1) in lexicon.OPENS_PHRASE:  # "... for Ruiz declined to"
                return NOBODY
            if self.lower(tail) == "that" and self.is_plain(tail - 1):  # "... office found that"
                return NOBODY
            if tail - end <= _LONGEST_TAIL:
                end = tail
        return Speaker(self.words(phrase.first, end), "role")

    def _goes_with_role(self, i: int) -> bool:
        word = self.lower(i)
        return word == "and" or (word[:1].isalnum() and word not in _ENDS_TAIL)

    def lower(self, i: int) -> str:
        """A token in lower case; “ for a quotation, "" for a place outside the line."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def words(self, first: int, after: int) -> str:
        """The characters of the tokens first..after, as written in the sentence."""
        return self.text[self.tokens[first].start : self.tokens[after - 1].end]

    def is_name(self, i: int) -> bool:
        """Whether a token is a capitalised word that is not a function word, a day or a month."""
        if not 0 <= i < len(self.tokens) or self.tokens[i].quoted:
            return False
        token = self.tokens[i]
        plain = token.lower.removesuffix("'s").removesuffix("’s")
        capital = token.text[0].isupper() or (token.text[:3].lower() in ("al-", "el-") and token.text[3:4].isupper())
        if not capital or plain in lexicon.NAMES_OF_DAYS or plain.rstrip(".") in lexicon.NO_SPEAKERS:
            return False
        starts = i == 0 or self.tokens[i - 1].quoted or self.lower(i - 1) in (".", "-", "•")
        return not (plain in lexicon.NOT_NAMES or (starts and plain in _NO_NAME_AT_START))

    def _opens_title(self, i: int) -> bool:
        """“Secretary of State Marco Rubio”: a capitalised noun that a name follows after a particle."""
        particle = self.lower(i + 1) in lexicon.PARTICLES and self.is_name(i + 2)
        return self.tokens[i].text[0].isupper() and self.lower(i) in lexicon.SPEAKERS and particle

    def _is_abbreviation(self, i: int) -> bool:
        """The full stop of "Gen." belongs to the name."""
        before = self.lower(i - 1)
        return self.lower(i) == "." and (before in _POINTED or (len(before) == 1 and self.is_name(i - 1)))

    def _goes_on(self, i: int) -> bool:
        word = self.lower(i)
        plain = self.is_plain(i) and word not in lexicon.BETWEEN
        return plain or self.is_name(i) or word in lexicon.SPEAKERS or word in lexicon.DETERMINERS

    def is_boundary(self, i: int) -> bool:
        """Whether a token ends a clause: a comma, a dash, a bracket, a quotation, the line's start."""
        return i < 0 or self.tokens[i].quoted or self.lower(i) in (",", ";", ":", "—", "–", "-", "(", ")", "•", "*")

    def starts_clause(self, i: int) -> bool:
        """Whether a phrase that starts here may be a subject: after a boundary or a conjunction."""
        before = i - 1
        return self.is_boundary(before) or self.lower(before) in _BEFORE_SUBJECTS

    def clause_start(self, i: int) -> int:
        """The first token after the boundary before a token."""
        start = max(i, 0)
        while not self.is_boundary(start - 1) and i - start < _REACH:
            start -= 1
        return start


def _is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s", "'", "’"))


def _tokens(sentence: str, quoted: Sequence[Quotation]) -> list[Token]:
    """Words, marks and whole outer quotations of a sentence, in order."""
    found: list[Token] = []
    at = 0
    for quotation in quoted:
        if quotation.depth == 0 and quotation.start >= at:
            found += _plain_tokens(sentence, at, quotation.start)
            text = sentence[quotation.start : quotation.end]
            found.append(Token(text, "“", quotation.start, quotation.end, quoted=True))
            at = quotation.end
    return found + _plain_tokens(sentence, at, len(sentence))


def _plain_tokens(sentence: str, start: int, end: int) -> list[Token]:
    return [Token(m.group(), m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(sentence, start, end)]
