"""The check of quotations: word for word in the sources, and spoken by the speaker who says them there.

One or two words in quotation marks are a wording, not a quotation, and capitalised words are the title of a work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ..nlp.doc import Doc
from ..nlp.names import Name, folded_parts, names, similarity, word_likeness
from ..nlp.speakers import find_speaker, says_by_role
from ..nlp.tokenize import UNSPACED, WORD, words
from .negation import lost_context
from .passages import EvidenceSearch, Findings, Passage, quoted

_LEAST = 3  # words of a quotation; fewer are somebody's wording
_OMISSION = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]{0,80}\])\s*")  # where the writer left words out or inserted some
_HYPHENATED = re.compile(r"(?<=\w)(?:\u00ad|[-‐]\s*\n\s*)(?=\w)")  # a word broken at a line's end
_NOT_WORDS = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?…](?=[\s”’\"'»)]|$)")
_EDGE_MARKS = " “”‘’\"'«»„,:;"  # at the ends of words that are shown
_SHOWN = 6  # words
_TITLE_WORDS = 0.6  # share of capitalised words from which quotation marks hold a title


def check_quotes(claim: Doc, speaker: str, search: EvidenceSearch) -> Findings:
    """Look for every quotation of a claim; `speaker` is whom the claim is attributed to, "" for nobody."""
    findings = Findings("quotes", "quotation")
    holding: list[Passage] = []
    for quotation in claim.quotations:
        inner = claim.text[quotation.inner_start : quotation.inner_end]
        pieces = [words_only(piece) for piece in _OMISSION.split(inner)]
        short = sum(map(_length, pieces)) < _LEAST
        match = search.find(lambda passage, pieces=pieces: _holds(passage, pieces))  # type: ignore[misc]  # bound now
        if match:
            holding.append(match.passage)
        if short or _is_title(inner):
            continue
        findings.looked_at += 1
        written = claim.text[quotation.start : quotation.end]
        if match:
            findings.record(written, match, search)
            findings.unclear += filter(None, [_missing_context(claim, written, pieces, search)])
        elif search.story.is_foreign(search.evidence):
            findings.unclear.append(
                f"{quoted(written)} may be a translation: a translated quotation cannot be compared"
            )
        else:
            findings.failed.append(f"{quoted(written)} is nowhere in the sources, word for word")
    other = _other_speaker(claim, speaker, [passage for passage in holding if passage.start >= 0])
    if other and not findings.failed:
        findings.failed.append(other)
    return findings


@lru_cache(maxsize=10_000)
def words_only(text: str) -> str:
    """A text as its words in small letters, separated by blanks: marks, dashes, ligatures and line breaks are folded.

    In scripts written without spaces every character is a word.
    """
    joined = _HYPHENATED.sub("", unicodedata.normalize("NFKC", text).replace("’", "'")).replace("'", "")
    plain = joined.casefold() if joined.isascii() else UNSPACED.sub(r" \g<0> ", joined.casefold())
    return _NOT_WORDS.sub(" ", plain).strip()


def _length(piece: str) -> int:
    """Words in a folded piece; two characters of a script without spaces count as one."""
    unspaced = len(UNSPACED.findall(piece))
    return len(piece.split()) - unspaced + unspaced // 2


def _holds(passage: Passage, pieces: Sequence[str]) -> bool:
    """Whether a passage holds the pieces of a quotation, as whole words and in order."""
    source, at = f" {words_only(passage.doc.text)} ", 0
    for piece in pieces:
        start = source.find(f" {piece} ", at) if piece else at
        if start < 0:
            return False
        at = start + len(piece)
    return any(pieces)


def _missing_context(claim: Doc, written: str, pieces: Sequence[str], search: EvidenceSearch) -> str:
    """Why quoted words may say something else in their source: they are denied, conditional or asked there, and the
    claim leaves that out. "" if a passage has them without it.
    """
    note = ""
    for passage in search.everywhere():
        if not _holds(passage, pieces):
            continue
        before, after, is_whole = _sentence_around(passage.doc, pieces)
        lost = lost_context(claim.text, before, after, passage.doc.language, is_whole=is_whole)
        if not lost:
            return ""
        what = "is part of a question" if lost == "?" else f"follows “{_last_words(before)}”"
        note = note or f"in the source {quoted(written)} {what}, which is left out"
    return note


def _sentence_around(source: Doc, pieces: Sequence[str]) -> tuple[str, str, bool]:
    """The rest of the sentence in which a quotation stands, within what the source itself quotes; whether that begins
    with the same words, so that what stands before it is the source's own.
    """
    text, origins, folded = source.text, list[re.Match[str]](), list[str]()
    for word in WORD.finditer(text):
        parts = words_only(word.group()).split()
        folded += parts
        origins += [word] * len(parts)  # of each folded word, the word of the text that it comes from
    row, kept = f" {' '.join(folded)} ", [piece for piece in pieces if piece]
    first = row.find(f" {kept[0]} ")
    last = row.find(f" {kept[-1]} ", first)
    if first < 0 or last < 0:  # a word that is broken in the source is not one of its words
        return "", "", False
    start = origins[row.count(" ", 0, first)].start()
    end = origins[row.count(" ", 0, last + 1 + len(kept[-1])) - 1].end()
    within = next(
        ((q.inner_start, q.inner_end) for q in source.quotations if q.inner_start <= start < q.inner_end), None
    )
    low, high = within or (0, len(text))
    is_whole = within is not None and not words(text[low:start])
    before = text[: max(0, low - 1)] if is_whole else text[low:start]
    after = _SENTENCE_END.search(text, end, high)
    return _SENTENCE_END.split(before)[-1], text[end : after.end() if after else high], is_whole


def _last_words(text: str) -> str:
    return " ".join(text.split()[-_SHOWN:]).strip(_EDGE_MARKS)


def _is_title(inner: str) -> bool:
    """Whether quoted words look like a title of a work, a campaign or a song: few, most with capitals, no full stop."""
    listed = words(inner)
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in listed)
    return len(listed) <= 12 and inner[-1:] not in ".,!?" and capitals >= max(2, _TITLE_WORDS * len(listed))


def _other_speaker(claim: Doc, speaker: str, holding: Sequence[Passage]) -> str:
    """Why the quoted words are somebody else's; "" if nothing shows that."""
    who = _speaker_of(claim.text, speaker)
    them = names(who, claim.language) if who else ()
    if not them or not holding:
        return ""
    others = []
    for passage in holding:
        spoken = passage.doc.speaker
        theirs = names(spoken.text, claim.language) if spoken.kind == "name" else ()
        if not theirs or _may_be_one(them, theirs) or _is_subject_of_saying(them, passage) or _is_named(who, passage):
            return ""
        if _may_be_one(claim.names, theirs):
            return ""  # the claim names both: only a reader can tell whose words they are there
        others.append(spoken.text)
    return f"{quoted(who)} is not who says the quoted words: {quoted(others[0])} does"


def _speaker_of(text: str, speaker: str) -> str:
    quoting = next((part for part in text.split(";") if any(mark in part for mark in '“"«„‘')), text)
    subject = find_speaker(quoting)
    return subject.text if subject.kind == "name" else speaker


def _may_be_one(some: Sequence[Name], others: Sequence[Name]) -> bool:
    return any(similarity(one, other) != "different" for one in some for other in others)


def _is_subject_of_saying(them: Sequence[Name], passage: Passage) -> bool:
    """Whether one of the names is next to a verb of saying in a sentence that quotes several speakers."""
    outside = passage.doc.outside
    return any(
        says_by_role(outside, (name.start, name.end)) for name in passage.doc.names if _may_be_one(them, (name,))
    )


def _is_named(who: str, passage: Passage) -> bool:
    """Whether a sentence names the speaker at all, outside its quotations, in a role that no verb shows."""
    outside = set(folded_parts(words(passage.doc.outside)))
    parts = [*folded_parts(word for word in words(who) if word[0].isupper())]
    if not parts or passage.doc.speaker.kind == "name":
        return False
    return any(word_likeness(parts[-1], other) == "same" for other in outside)
