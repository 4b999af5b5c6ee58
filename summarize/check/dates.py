"""The check of dates: every day, month or weekday that a claim names is in its sources, as the day that it means."""

from __future__ import annotations

from ..nlp.dates import DateMention, agree
from ..nlp.doc import Doc
from .passages import EvidenceSearch, Findings, Passage, instead_note, quoted


def check_dates(claim: Doc, search: EvidenceSearch) -> Findings:
    """Look for every date of a claim. A date that no source says in these words, but none contradicts, is unclear."""
    findings = Findings("dates", "date")
    for claimed in claim.dates:
        findings.looked_at += 1
        match = search.find(lambda passage, claimed=claimed: _supports(passage, claimed))  # type: ignore[misc]  # bound now
        if match:
            findings.record(claimed.text, match, search)
        elif _may_be_meant(claimed, search):
            findings.unclear.append(f"{quoted(claimed.text)} is not said so in {search.cited_articles()}")
        else:
            there = [mention.text for passage in search.cited for mention in passage.doc.dates]
            findings.failed.append(f"{quoted(claimed.text)} is no date of the sources{instead_note(there)}")
    return findings


def _supports(passage: Passage, claimed: DateMention) -> bool:
    """Whether a passage supports a date; a heading holds the day of publication."""
    return any(agree(claimed, found, passage.published) for found in passage.doc.dates)


def _may_be_meant(claimed: DateMention, search: EvidenceSearch) -> bool:
    """Whether a date that no source words this way may still be meant.

    A relative wording ("this summer") can be put in many ways; where the sources are less exact (a month without its
    year, a weekday without its day), they contradict nothing.
    """
    if claimed.phrase or claimed.part or claimed.days is not None or not (claimed.month or claimed.weekday is not None):
        return True
    if claimed.month and not claimed.day and not claimed.year:
        return any(found.month == claimed.month for passage in search.everywhere() for found in passage.doc.dates)
    for passage in search.everywhere():
        for found in passage.doc.dates:
            if _says_less(claimed, found):
                return True
    return False


def _says_less(claimed: DateMention, found: DateMention) -> bool:
    """Whether a found date equals the claimed one as far as it goes."""
    if claimed.weekday is not None and not claimed.month:
        return found.days is not None or bool(found.day)  # "today", "May 3": may be that weekday
    if (found.month, found.day) != (claimed.month, claimed.day):
        return False
    return claimed.year is None or found.year is None or found.year == claimed.year
