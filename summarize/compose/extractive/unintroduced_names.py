"""Whom a summary names by surname alone without ever saying who that is, although their articles do, further up.

Decides nothing about units. Looks at speakers and subjects; prefers missing somebody to taking a place for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...lang.language import load_language
from ...nlp.speakers import find_speaker
from ...nlp.spellings import sound_alike
from ...nlp.tokenize import word_set, words
from ...prepare import Story
from .candidates import Candidate, text_of
from .selection import Unit

_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)\.? ")
_SURNAME = re.compile(r"[A-Z][a-z’'-]{1,20}(?:[A-Z][a-z]{1,20})?")
_SUBJECT = re.compile(
    rf"({_SURNAME.pattern}) (?:is|was|has|had|also|later|then|did|does|will|would|could|can|remain(?:s|ed))\b"
)
_NO_GIVEN = word_set("mr mrs ms miss dr president senator sen rep gov secretary judge minister mayor chief")


def unintroduced(candidates: Sequence[Candidate], picked: Sequence[Unit], story: Story) -> list[Unit]:
    """The units, among those picked in reading order, whose speaker or subject first appears there by surname only.

    The article must have given the full name earlier.
    """
    articles = {article.id: article.text for article in story.articles}
    told = ""
    found = []
    for unit in picked:
        first = candidates[unit.passages[0]].sentence
        text = text_of(candidates, unit.passages)
        surname = _bare_speaker(text) or _bare_subject(text, articles[first.article])
        met = any(sound_alike(surname, word) for word in words(told) if word[0] == surname[:1])
        if surname and not met and _given(surname, articles[first.article][: first.start]):
            found.append(unit)
        told += f" {text}"
    return found


def _bare_speaker(text: str) -> str:
    """The surname by which alone a sentence names its speaker, "" when it says more or nobody speaks."""
    speaker = find_speaker(text)
    name = _TITLED.sub("", speaker.text)
    return name if speaker.kind == "name" and _SURNAME.fullmatch(name) else ""


def _bare_subject(text: str, article: str) -> str:
    """The surname with which a sentence begins, where its article shows that it is a person's; else ""."""
    begins = _SUBJECT.match(text)
    if not begins:
        return ""
    name = re.escape(begins[1])
    person = rf"\b(?:Mr|Mrs|Ms|Dr)\.? {name}\b|\b{name} (?:said|says|told|added|testified)\b|\b{name}, \d\d,"
    return begins[1] if re.search(person, article) else ""


def _given(surname: str, text: str) -> bool:
    """Whether a text has the surname behind a given name."""
    before = re.findall(rf"(?<![\w’'-])([A-Z][\w’'-]{{0,30}}\.?)(?: [A-Z]\.)? {re.escape(surname)}\b", text)
    given = {word.rstrip(".").lower() for word in before}
    return any(len(word) > 1 for word in given - _NO_GIVEN - load_language("en").function_words)
