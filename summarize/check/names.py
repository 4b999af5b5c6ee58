"""The check of names: every name of a claim is in its sources, in any of the forms that mean the same.

A surname for a full name, initials for a body, a capital for its government, a people for its country, in every
language in which a name is known. Never decides who a person is, and never takes a common word for a name: if a capital
letter may be due only to the word's position, a name that is not found is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ..lang.language import words_of_all
from ..lang.tables import keys_of, spelled_out
from ..nlp.doc import Doc
from ..nlp.names import Name, fold_name, folded_parts, is_title, looks_ordinary, similarity, sound_alike, word_likeness
from ..nlp.numbers import measure_of
from ..nlp.speech_verbs import VERBS
from ..nlp.tokenize import words
from .passages import EvidenceSearch, Findings, Match, Passage, instead_note, quoted

_CAPITAL_NOUNS = frozenset(("de",))  # languages in which every noun has a capital: it makes none a name
_REACH = 3  # sentences before a passage that are searched for whom its "he" means
_SHORTEST = 4  # fewest letters of a word whose endings may differ ("Ottoman-era" beside "Ottoman Empire" has none)


def check_names(claim: Doc, speaker: str, search: EvidenceSearch) -> Findings:
    """Look for every name of a claim, including `speaker` (whom it is attributed to, "" for nobody)."""
    findings = Findings("names", "name")
    if not any(char.isupper() or char.islower() for char in claim.text):
        findings.unclear.append("this script has no capitals to tell names by")
        return findings
    spoken = search.story.doc(speaker, claim.language).names if speaker and speaker not in claim.text else ()
    for name in (*_names_of(claim), *spoken):
        findings.looked_at += 1
        parts = _parts_of(name)
        match = search.find(lambda passage, name=name, parts=parts: _has_name(passage, name, parts))  # type: ignore[misc]
        if match and match.scope == "cited" and len(parts) > 1:
            match = _full_name_nearby(parts, search) or match
        if match is None and _is_scattered(parts, search):
            continue  # each of its words is in a cited article, though nowhere together
        if match:
            findings.record(name.text, match, search)
        elif not name.certain and not _is_speaker(claim.text, name):
            findings.looked_at -= 1  # a capital due to its position
        elif not name.certain or _is_adjective(name) or _is_noun(name, claim.language):
            findings.unclear.append(f"{quoted(name.text)} is not in the sources, if it is a name")
        elif search.story.is_foreign(search.evidence):
            findings.unclear.append(f"{quoted(name.text)} is not written this way in a source in another language")
        else:
            there = [other.text for passage in search.cited for other in passage.doc.names]
            findings.failed.append(f"{quoted(name.text)} is nowhere in the sources{instead_note(there)}")
    findings.passages += _owners_of_pronouns(claim, search)
    return findings


def _owners_of_pronouns(claim: Doc, search: EvidenceSearch) -> Iterator[Passage]:
    """The sentences that say who it is if a cited one has only "he said": near it, with a name of the claim.

    Whoever reads the claim beside its passages must see whom they mean.
    """
    named = [name.words[-1] for name in claim.names if name.certain or len(name.words) > 1]
    cited = {(passage.article, passage.start) for passage in search.cited}
    for passage in search.cited if named else ():
        if passage.doc.speaker.kind == "pronoun":
            before = search.story.before(passage.article, passage.start)
            near = [other for other in before if other.start + len(other.doc.text) <= passage.start][:_REACH]
            owner = next((other for other in near if not other.doc.folded.isdisjoint(named)), None)
            if owner and (owner.article, owner.start) not in cited:
                yield owner


def _names_of(claim: Doc) -> Iterator[Name]:
    """The names of a claim that are no part of a number, a unit or a quotation's opening: not "Sixty-one", "38 °C"."""
    values = [figure.value for figure in claim.figures]
    taken = [(value.start, value.end) for value in values if value.kind != "label"]
    taken += [
        (value.end, unit.end)
        for value in values
        if (unit := measure_of(claim.text, value.end, claim.language)) is not None
    ]
    for name in claim.names:
        inside = any(start <= name.start < end or name.start <= start < name.end for start, end in taken)
        written = any(map(str.isupper, name.text))
        if (
            written
            and not inside
            and not (len(name.words) == 1 and is_title(name.text))
            and not looks_ordinary(name, claim.lowercase_words)
        ):
            yield _with_title(name, claim.text)


def _with_title(name: Name, text: str) -> Name:
    """The name with the title before it if the two together are a body's: General Motors."""
    title = text[: name.start].rpartition(" ")[0].rpartition(" ")[2]
    if not is_title(title) or not keys_of(" ".join((fold_name(title), *name.words))):
        return name
    start = text.rindex(title, 0, name.start)
    return replace(name, start=start, text=text[start : name.end], words=(fold_name(title), *name.words))


def _parts_of(name: Name) -> list[str]:
    """The words that identify a name: no ranks; of "Ottoman-era" the first."""
    if _is_adjective(name):
        return fold_name(name.text.partition("-")[0]).split()
    return [part for part in name.words if part not in words_of_all("ranks_before_names")] or list(name.words)


def _has_name(passage: Passage, name: Name, parts: Sequence[str]) -> bool:
    """Whether a passage has a name: all its words, a name that can mean the same, or what stands for it."""
    doc = passage.doc
    if all(_has_word(doc.folded, part) for part in parts):
        return True
    if _stands_for(name, doc):
        return True
    return _initials_meet(name, doc)


def _full_name_nearby(parts: Sequence[str], search: EvidenceSearch) -> Match | None:
    """Where the cited articles write a name in full that the cited spans have only in part: "Van Camp" there.

    Whoever reads the claim must see where its given name comes from.
    """
    match = search.find(lambda passage: all(part in passage.doc.folded for part in parts))
    return match if match and match.scope in ("near", "article") else None


def _has_word(there: frozenset[str], word: str) -> bool:
    """Whether one of these folded words is the same in another form: a people for a country, a spelling variant."""
    if word in there or (word.endswith("s") and word[:-1] in there) or f"{word}s" in there:
        return True
    full = spelled_out(word)
    if full and all(part in there for part in full.split()):
        return True
    return any(_is_form(word, other) for other in there if other[0] == word[0] or len(word) < _SHORTEST)


@lru_cache(maxsize=50_000)
def _is_form(word: str, other: str) -> bool:
    if spelled_out(other) == word:
        return True
    if min(len(word), len(other)) < _SHORTEST:
        return False
    return word_likeness(word, other) != "different" or sound_alike(word, other)


def _stands_for(name: Name, doc: Doc) -> bool:
    """Whether the text has another name of the same country, capital or body: "Washington" beside "American"."""
    mine = keys_of(" ".join(name.words))
    return bool(mine) and not mine.isdisjoint(_keys_in(doc.words))


@lru_cache(maxsize=5_000)
def _keys_in(written: tuple[str, ...]) -> frozenset[str]:
    """What the words of a text, and two to four of them together, can mean."""
    folded = [*folded_parts(written)]
    runs = [" ".join(folded[at : at + size]) for at in range(len(folded)) for size in (1, 2, 3, 4)]
    runs += [word[:-cut] for word in folded for cut in (1, 2) if len(word) > _SHORTEST + cut]  # francesa: francês
    return frozenset().union(*map(keys_of, runs))


def _initials_meet(name: Name, doc: Doc) -> bool:
    """GM beside General Motors, NLRB beside its full name; and the other way round."""
    written = name.text.replace(".", "")
    if len(name.words) == 1 and written.isupper() and 2 <= len(written) <= 6:
        return f" {written}" in f" {_capitals(doc.words)}" or written in _first_letters(doc.words)
    if len(name.words) >= 2:
        initials = "".join(word[0] for word in name.words if word not in words_of_all("left_out_of_initials"))
        pieces = [similarity(name, other) != "different" for other in doc.names]
        return (len(initials) > 1 and initials in doc.folded) or any(pieces)
    return False


@lru_cache(maxsize=5_000)
def _capitals(written: tuple[str, ...]) -> str:
    """The first letters of capitalised words; a blank if a small content word comes between."""
    letters = []
    for word in written:
        if word[0].isupper():
            letters += [part[0] for part in re.split(r"[-‐]", word) if part]
        elif word not in words_of_all("left_out_of_initials"):
            letters.append(" ")
    return "".join(letters).upper()


@lru_cache(maxsize=5_000)
def _first_letters(written: tuple[str, ...]) -> str:
    small = words_of_all("left_out_of_initials")
    return "".join(word[0].upper() for word in written if word not in small)


def _is_speaker(text: str, name: Name) -> bool:
    """Whether a single word at a sentence's start is a person after all: "Kowalski said", "Kowalski's plan"."""
    after = text[name.end : name.end + 24]
    return len(name.words) > 1 or after[:2] in ("'s", "’s") or [*words(after)[:1], ""][0] in VERBS


def _is_scattered(parts: Sequence[str], search: EvidenceSearch) -> bool:
    """Whether the words of a name are in the cited articles, one here and one there."""
    if len(parts) < 2:
        return False
    passages = [passage.doc.folded for passage in search.everywhere() if passage.article in search.articles]
    return all(any(_has_word(there, part) for there in passages) for part in parts)


def _is_noun(name: Name, language: str) -> bool:
    """Whether a capital may be that of any noun: one word, and not a known place or body."""
    return language in _CAPITAL_NOUNS and len(name.words) == 1 and not keys_of(name.words[0])


def _is_adjective(name: Name) -> bool:
    """ "Republican-led", "Ottoman-era": joined with a small word, and known by its first part alone."""
    return "-" in name.text and any(part[:1].islower() for part in name.text.split("-")[1:])
