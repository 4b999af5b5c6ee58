"""Patterns that decide whether a sentence can stand alone and is neutral, built from the languages' own wordings.

English is supported best. A language whose file has no such wordings has no such rules: only the shape of its sentences
is judged. Patterns that depend on no language apply to sentences in all of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..lang.language import NEVER, PHRASES, joined, load_language, pattern_of, pattern_of_all, words_of_all

_OPENING = PHRASES + r"\b"
QUOTED_POINTER = pattern_of_all("quoted_pointers", _OPENING)
CONTRAST = pattern_of_all("contrasting_openings", PHRASES + r"\b[ ,]")
CONTINUES = words_of_all("continuing_openings")
CONCLUDES = pattern_of_all("concluding_openings", _OPENING)
_LINK = re.compile(r"\b(?:https?://|www\.)\w", re.IGNORECASE)
# Apart, because a search would try those of a sentence's beginning at each of its characters.
_APPEALS = sorted(words_of_all("appeals_to_readers"))
_OPENS_APPEAL = joined((phrase for phrase in _APPEALS if phrase.startswith("^")), PHRASES)
_APPEAL = joined((phrase for phrase in _APPEALS if not phrase.startswith("^")), PHRASES)
SECOND_PERSON = pattern_of_all("second_person")
VERDICT = pattern_of_all("verdicts", flags=0)  # read in small letters, which is faster
OUTLOOK = pattern_of_all("obligations")
SUBORDINATE = pattern_of_all("subordinators")
NAMED_BEFORE = re.compile(r"(?<=[\w,;’'] )[A-Z][a-z]+|^[A-Z][a-z]+ (?:[A-Z]|and [A-Z])")


@lru_cache(maxsize=256)  # a sentence is asked more than once
def verdicts(text: str) -> tuple[str, ...]:
    """The words with which a text judges, in small letters."""
    return tuple(match.group() for match in VERDICT.finditer(text.lower()))


def points_back(text: str, language: str) -> bool:
    """Whether a sentence opens by pointing back to somebody or something named before."""
    return bool(pattern_of(language, "points_back").match(text)) and not pattern_of(language, "points_nowhere").match(
        text
    )


def solicits(text: str) -> bool:
    """Whether a sentence belongs to the page, not the event: it addresses the reader, or says what a picture shows."""
    return bool(_OPENS_APPEAL.match(text) or _APPEAL.search(text) or _LINK.search(text))


@cache
def bare_speaker(language: str) -> re.Pattern[str]:
    """A speaker at a sentence's end who is identified only by a role."""
    data = load_language(language)
    verbs, roles = data.verbs_before_bare_roles, "|".join(data.bare_roles_behind_verbs)
    return joined(verbs, rf"\b{PHRASES} (?:{roles})\.?$") if roles else NEVER


@cache
def bare_role(language: str) -> re.Pattern[str]:
    """A person whom neither a name nor a description identifies."""
    adjectives = "|".join(load_language(language).adjectives_of_roles)
    return _bare(language, "bare_roles", rf"(?:(?:{adjectives}) ){{0,2}}")


@cache
def bare_occasion(language: str) -> re.Pattern[str]:
    """An occasion that nothing describes."""
    return _bare(language, "bare_occasions")


def _bare(language: str, key: str, adjectives: str = "") -> re.Pattern[str]:
    data = load_language(language)
    determiners, behind = "|".join(sorted(data.pointing_determiners)), "|".join(data.describing_phrases)
    described = rf"(?!['’]s| (?:{behind})\b)"
    return joined(getattr(data, key), rf"\b(?:{determiners}) {adjectives}{PHRASES}\b{described}")
