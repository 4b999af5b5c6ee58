"""What a choice of units lacks: the answer of whoever is accused, the introduction of a bare surname, of "the plan".

Decides nothing about units. Looks at wordings, not meanings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...lang.language import NEVER, PHRASES, Language, joined, load_language, pattern_of
from ...nlp.doc import Doc
from ...nlp.names import sound_alike
from ...nlp.tokenize import term_set, words
from ...story import Story
from .candidates import Candidate, text_of
from .concepts import Unit

_DENIAL_SHARE = 0.3  # share of the length asked for that a denial may take
_SURNAME = r"[A-Z][a-z’'-]{1,20}(?:[A-Z][a-z]{1,20})?"


def missing_denial(
    candidates: Sequence[Candidate], picked: Sequence[Unit], units: Sequence[Unit], length: int, language: str = "en"
) -> Unit | None:
    """The shortest unit that answers an accusation among the picked ones, if none of them does; else None.

    It must name somebody whom the accusation also names, and accuse nobody new. `length` is the summary's, in words.
    """
    accuses, denies = pattern_of(language, "accusations", flags=0), pattern_of(language, "denials", flags=0)
    texts = [text_of(candidates, unit.passages) for unit in picked]
    if any(denies.search(text) for text in texts):
        return None
    accused = set[str]().union(*(_capitalized(text) for text in texts if accuses.search(text)))
    told = set[str]().union(*map(_capitalized, texts))
    found: list[tuple[int, Unit]] = []
    for unit in units if accused else ():
        text = text_of(candidates, unit.passages)
        size = sum(candidates[i].passage.words for i in unit.passages)
        if size <= _DENIAL_SHARE * length and denies.search(text) and _answers(text, accused, told, accuses):
            found.append((size, unit))
    return min(found, key=lambda each: (each[0], each[1].passages), default=(0, None))[1]


def _answers(text: str, accused: set[str], told: set[str], accuses: re.Pattern[str]) -> bool:
    """Whether a denial is about the case that is told: another case begins with somebody new who is accused."""
    names = _capitalized(text)
    first = _without_possessive(words(text)[0])
    begins = (
        first if first in told else next((word for word in map(_without_possessive, words(text)) if word in names), "")
    )
    return not accused.isdisjoint(names | {first}) and (begins in told or not accuses.search(text))


def _capitalized(text: str) -> set[str]:
    """The words with a capital, without their possessive; not the first one, which any sentence capitalises."""
    return {_without_possessive(word) for word in words(text)[1:] if word[0].isupper()}


def _without_possessive(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")


def unintroduced(candidates: Sequence[Candidate], picked: Sequence[Unit], story: Story) -> list[Unit]:
    """The units, among those picked in reading order, whose speaker or subject first appears there by surname only.

    The article must have given the full name earlier.
    """
    articles = {article.id: article.text for article in story.articles}
    language = load_language(story.language)
    told = ""
    found = []
    for unit in picked:
        first = candidates[unit.passages[0]].sentence
        text = text_of(candidates, unit.passages)
        surname = _bare_speaker(story.doc(text), language) or _bare_subject(text, articles[first.article], language)
        met = any(sound_alike(surname, word) for word in words(told) if word[0] == surname[:1])
        if surname and not met and _stands_behind_given_name(surname, articles[first.article][: first.start], language):
            found.append(unit)
        told += f" {text}"
    return found


def unexplained(candidates: Sequence[Candidate], picked: Sequence[Unit], story: Story) -> list[Unit]:
    """The units, among those picked in reading order, that take for known what no unit before them tells: "the plan".

    The article must have told of it further up: what it begins with, its readers know.
    """
    articles = {article.id: article.text for article in story.articles}
    told: set[str] = set()
    found = []
    for unit in picked:
        first = candidates[unit.passages[0]].sentence
        things = definite_things(story.doc(candidates[unit.passages[0]].passage.text))
        unmet = frozenset[str]().union(*(thing for thing in things if thing.isdisjoint(told)))
        if unmet and unmet & term_set(articles[first.article][: first.start], story.language):
            found.append(unit)
        for i in unit.passages:
            told |= story.doc(candidates[i].passage.text).stems
    return found


def definite_things(sentence: Doc) -> list[frozenset[str]]:
    """The stems of each thing that a sentence takes for known and does not describe, no name among them.

    What it begins with ("The plan was", "In his statement,"), somebody's word or deed ("Ruiz’s letter and"), who speaks
    ("the ministry said").
    """
    opens = _opening_phrase(sentence.language).match(sentence.text)
    things = [opens[1]] if opens else []
    begins = _definite_subject(sentence.language).match(sentence.text)
    if begins and load_language(sentence.language).speakers.isdisjoint(begins[1].split()):
        things.append(begins[1])
    things += [match[1] for match in _somebodys_deed(sentence.language).finditer(sentence.outside)]
    speaker = _definite_speaker(sentence.language).fullmatch(sentence.speaker.text)
    if speaker and sentence.speaker.kind == "role":
        things.append(speaker[1])
    plain = (thing for thing in things if thing.islower())
    return [stems for thing in plain if (stems := frozenset(term_set(thing, sentence.language)))]


@cache
def _opening_phrase(code: str) -> re.Pattern[str]:
    """ "In the statement," of a language's own words."""
    openers = load_language(code).openers_of_known_things
    return joined(openers, rf"{PHRASES} ((?:[\w-]{{1,20}} ){{0,2}}?[\w-]{{1,20}}),", 0)


@cache
def _somebodys_deed(code: str) -> re.Pattern[str]:
    """ "Ruiz’s letter", "her letter", where nothing behind it says which."""
    language = load_language(code)
    if not language.words_and_deeds:
        return NEVER
    owner = rf"(?:['’]s?|\b(?:{'|'.join(sorted(language.possessives))}))"
    described = rf"(?! (?:{'|'.join(language.describing_phrases)}|\w{{1,20}}ing)\b|['’])"
    return joined(language.words_and_deeds, rf"{owner} (?:[\w-]{{1,20}} )?({PHRASES})\b{described}", 0)


@cache
def _definite_speaker(code: str) -> re.Pattern[str]:
    """ "the ministry": a speaker of one word behind a determiner."""
    return joined(load_language(code).pointing_determiners, rf"{PHRASES} ([\w-]{{1,20}})")


@cache
def _definite_subject(code: str) -> re.Pattern[str]:
    language = load_language(code)
    if not language.pointing_determiners or not language.finite_verbs:
        return NEVER
    determiners = "|".join(word.capitalize() for word in sorted(language.pointing_determiners))
    return joined(language.finite_verbs, rf"(?:{determiners}) ((?:[\w-]{{1,20}} ){{0,2}}?[\w-]{{1,20}}) {PHRASES}\b", 0)


def _bare_speaker(sentence: Doc, language: Language) -> str:
    """The surname by which alone a sentence names its speaker, "" when it says more or nobody speaks."""
    speaker = sentence.speaker
    name = joined(_titles(language), rf"{PHRASES}\.? ", 0).sub("", speaker.text)
    return name if speaker.kind == "name" and re.fullmatch(_SURNAME, name) else ""


def _bare_subject(text: str, article: str, language: Language) -> str:
    """The surname with which a sentence begins, where its article shows that it is a person's; else ""."""
    begins = joined(language.verbs_behind_subjects, rf"({_SURNAME}) {PHRASES}\b", 0).match(text)
    begins = begins or joined(_titles(language), rf"(?:{PHRASES}\.? )?({_SURNAME})['’]s\b", 0).match(text)
    if not begins:
        return ""
    name = re.escape(begins[1])
    titled = joined(_titles(language), rf"\b{PHRASES}\.? {name}\b", 0)
    speaks = joined(language.verbs_of_persons, rf"\b{name} {PHRASES}\b", 0)
    aged = rf"\b{name}, \d\d,"
    return begins[1] if titled.search(article) or speaks.search(article) or re.search(aged, article) else ""


def _titles(language: Language) -> frozenset[str]:
    return frozenset(title.capitalize() for title in language.titles_before_surnames)


def _stands_behind_given_name(surname: str, text: str, language: Language) -> bool:
    """Whether a text has the surname behind a given name."""
    before = re.findall(rf"(?<![\w’'-])([A-Z][\w’'-]{{0,30}}\.?)(?: [A-Z]\.)? {re.escape(surname)}\b", text)
    given = {word.rstrip(".").lower() for word in before}
    return any(len(word) > 1 for word in given - language.titles - language.function_words)
