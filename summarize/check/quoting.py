"""The check of quotations: verbatim in the evidence, and in the mouth of the speaker who has them there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Check, Claim, Evidence
from ..text.names import Name, fold_name, likeness, names, word_likeness
from ..text.quotations import fold_quotes, is_balanced, quotations
from ..text.speech import find_speaker, outside_quotations, says_by_role
from ..text.words import words
from .context import Context, counted, missing, names_in

_CUT = re.compile(r"\s*(?:\.\.\.|\[[^\]]{0,80}\])\s*")  # where a quoter left words out or put some in
_EDGES = ".,;:!?' "


def check_quotes(claim: Claim, context: Context) -> Check:
    """Whether every quotation of the claim is verbatim in its evidence, and its speaker is the one it has there."""
    sources = [fold_quotes(item.text) for item in claim.evidence]
    said = [found for found in quotations(claim.text) if found.depth == 0]
    homes: list[Evidence] = []
    for found in said:
        inner = fold_quotes(claim.text[found.inner_start : found.inner_end])
        holding = [item for item, source in zip(claim.evidence, sources, strict=True) if _holds(source, inner)]
        if not holding:
            return Check("quotes", "fail", missing(claim.text[found.start : found.end], claim.evidence, context, []))
        homes += holding
    if not is_balanced(claim.text):
        return Check("quotes", "fail", "a quotation mark of the claim has no partner")
    if said and claim.attributed_to and not _names_speaker(claim, context):
        return Check("quotes", "fail", missing(claim.attributed_to, claim.evidence, context, []))
    who, other = _misplaced(claim, homes, context)
    if who:
        why = f"“{other}” says it there"
        return Check("quotes", "fail", missing(who, homes, context, [], why))
    return Check("quotes", "pass", counted(len(said), "quotation"))


def _holds(source: str, inner: str) -> bool:
    """Whether a source holds quoted words, in order, where the quoter may have cut or opened a sentence with them."""
    at = 0
    for piece in _CUT.split(inner):
        part = piece.strip(_EDGES)
        at = _find(source, part, at)
        if at < 0:
            return False
    return True


def _find(source: str, part: str, start: int) -> int:
    """Where words stand in a source at word boundaries, their first letter large or small; -1 for nowhere."""
    ends = [_place(source, form, start) for form in {part, part[:1].upper() + part[1:], part[:1].lower() + part[1:]}]
    found = [end for end in ends if end >= 0]
    return min(found) if found else -1


def _place(source: str, part: str, start: int) -> int:
    if not part:
        return start
    at = source.find(part, start)
    while at >= 0:
        before, after = source[at - 1 : at], source[at + len(part) : at + len(part) + 1]
        if not (before.isalnum() and part[0].isalnum()) and not (after.isalnum() and part[-1].isalnum()):
            return at + len(part)
        at = source.find(part, at + 1)
    return -1


def _misplaced(claim: Claim, homes: Sequence[Evidence], context: Context) -> tuple[str, str]:
    """A claim's speaker and the one the evidence gives the words to; ("", "") where nothing shows that they differ."""
    if not homes:
        return "", ""
    spoken = next((part for part in claim.text.split(";") if any(mark in part for mark in '“"«„‘')), claim.text)
    found = find_speaker(spoken)
    who = found.text if found.kind == "name" else claim.attributed_to or ""
    them = names(who, context.language)
    if not them:
        return "", ""
    others = []
    for item in homes:
        speaker = find_speaker(item.text)
        theirs = names(speaker.text, context.language) if speaker.kind == "name" else ()
        if not theirs or _meet(them, theirs) or _speaks(them, item.text, context):
            return "", ""
        others.append(speaker.text)
    return who, others[0]


def _meet(some: Sequence[Name], others: Sequence[Name]) -> bool:
    return any(likeness(one, other) != "different" for one in some for other in others)


def _speaks(them: Sequence[Name], text: str, context: Context) -> bool:
    """Whether one of the names stands beside a verb of saying of a text that quotes several speakers."""
    outside = outside_quotations(text)
    return any(
        says_by_role(outside, (name.start, name.end)) for name in names_in(outside, context) if _meet(them, (name,))
    )


def _names_speaker(claim: Claim, context: Context) -> bool:
    """Whether a word of the speaker's name stands in the evidence; "he said" leaves it to the sentence before."""
    speaker = {part for word in words(claim.attributed_to or "") for part in fold_name(word).split()}
    there = {part for item in claim.evidence for word in words(item.text) for part in fold_name(word).split()}
    related = any(word_likeness(a, b) != "different" for a in speaker for b in there)
    return related or not any(names_in(item.text, context) for item in claim.evidence)
