"""A sheet for the desk: one row per claim, filled from the records, with empty columns for an editor's decision.

Two forms of one table: CSV for spreadsheets, Markdown for everything else. Never fills in a decision.
"""

from __future__ import annotations

import csv
import io
from typing import Literal

from ..nlp.quotations import quotations
from ..records import Claim, Evidence, Origin, Summary
from . import labels, sources, verdicts
from .escape import cell, markdown, quoted, visible

COLUMNS = (
    "n", "claim", "kind", "said by", "articles", "origins", "quotation", "checks", "evidence",
    "editor", "decision", "note",
)  # fmt: skip
_EMPTY_COLUMNS = 3  # the last columns
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 in the computer's old code page


def render_checklist(summary: Summary, *, layout: Literal["csv", "markdown"] = "csv") -> str:
    """The check-list as CSV (RFC 4180, every cell quoted, with a byte order mark) or as a Markdown table.

    A cell that a spreadsheet could take for a formula begins with an apostrophe. No cell holds a line break.
    """
    rows = _rows(summary)
    return _csv(rows) if layout == "csv" else _markdown(summary, rows)


def _rows(summary: Summary) -> list[list[str]]:
    number = sources.numbers(summary)
    origin_of = {article: origin for origin in summary.origins for article in origin.articles}
    return [
        _row(place, claim, number, origin_of, labels.remarks(claim, summary))
        for place, claim in enumerate(summary.claims, 1)
    ]


def _row(place: int, claim: Claim, number: dict[str, int], origin_of: dict[str, Origin], remarks: str) -> list[str]:
    said = [quotation for quotation in quotations(claim.text) if quotation.depth == 0]
    known = [
        str(place),
        claim.text,
        claim.kind,
        claim.attributed_to or "",
        _counted(claim.articles, ", ".join(f"[{n}]" for n in sources.cited(claim.evidence, number))),
        _counted(claim.origins, _origins(claim, origin_of)),
        " · ".join(claim.text[each.start : each.end] for each in said),
        "; ".join(filter(None, (*_checks(claim), remarks))),
        " · ".join(_evidence(span, number) for span in claim.evidence) or "NO SOURCE",
    ]
    return known + [""] * _EMPTY_COLUMNS


def _counted(count: int, which: str) -> str:
    return f"{count}: {which}" if which else str(count)


def _origins(claim: Claim, origin_of: dict[str, Origin]) -> str:
    """The reports behind a claim's evidence, by name if they have one."""
    found = [origin_of[span.article] for span in claim.evidence if span.article in origin_of]
    return ", ".join(dict.fromkeys(origin.name or f"{origin.id}, not named" for origin in found))


def _checks(claim: Claim) -> list[str]:
    """Outcomes, failures first and with their reasons."""
    calm = [words for outcome, words in verdicts.outcomes(claim) if outcome not in ("fail", "unclear")]
    return [part for part in (labels.failures(claim), labels.doubts(claim), *calm) if part]


def _evidence(span: Evidence, number: dict[str, int]) -> str:
    place = f"[{number.get(span.article, '?')}] characters {span.start}–{span.end}{labels.by_whom(span)}"
    return f"{place}: “{visible(span.text)}”"


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row] for row in rows)
    return _BYTE_ORDER_MARK + out.getvalue()


def _markdown(summary: Summary, rows: list[list[str]]) -> str:
    lines = [
        f"# Check-list: {markdown(quoted(summary.headline)) or labels.heading(summary)}",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|{'---|' * len(COLUMNS)}",
        *(f"| {' | '.join(map(markdown, row))} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"
