"""The check of dates: every day, month or weekday that a claim names is in its sources, as the day that it means."""

from __future__ import annotations

from ..nlp.dates import DateMention, agree
from ..nlp.doc import Doc
from .passages import EvidenceSearch, Findings, Passage, instead_note, quoted


def check_dates(claim: Doc, search: EvidenceSearch) -> Findings:
    """Look for every date of a claim. A date that no source says in these words, but none contradicts, is unclear."""
    findings = Findings("dates", "date")
    for said in claim.dates:
        findings.looked_at += 1
        found = search.find(lambda passage, said=said: _bears(passage, said))  # type: ignore[misc]  # bound now
        if found:
            findings.record(said.text, found, search)
        elif _may_be_meant(said, search):
            findings.unclear.append(f"{quoted(said.text)} is not said so in {search.cited_articles()}")
        else:
            there = [mention.text for passage in search.cited for mention in passage.doc.dates]
            findings.failed.append(f"{quoted(said.text)} is no date of the sources{instead_note(there)}")
    return findings


def _bears(passage: Passage, said: DateMention) -> bool:
    """Whether a passage supports a date; a heading holds the day of publication."""
    return any(agree(said, found, passage.published) for found in passage.doc.dates)


def _may_be_meant(said: DateMention, search: EvidenceSearch) -> bool:
    """Whether a date that no source words this way may still be meant.

    A relative wording ("this summer") can be put in many ways; where the sources are less exact (a month without its
    year, a weekday without its day), they contradict nothing.
    """
    if said.phrase or said.part or said.days is not None or not (said.month or said.weekday is not None):
        return True
    if said.month and not said.day and not said.year:
        return any(found.month == said.month for passage in search.everywhere() for found in passage.doc.dates)
    for passage in search.everywhere():
        for found in passage.doc.dates:
            if _says_less(said, found):
                return True
    return False


def _says_less(said: DateMention, found: DateMention) -> bool:
    """Whether a found date equals the claimed one as far as it goes."""
    if said.weekday is not None and not said.month:
        return found.days is not None or bool(found.day)  # "today", "May 3": may be that weekday
    if (found.month, found.day) != (said.month, said.day):
        return False
    return said.year is None or found.year is None or found.year == said.year
