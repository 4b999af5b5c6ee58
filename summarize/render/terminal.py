"""A summary as text for a terminal. Never lets an article's characters control the terminal, never computes facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from ..records import Claim, Disagreement, Evidence, Summary
from . import labels, sources
from .escape import quoted, visible, without_images
from .layout import TIE, columns, cut, isolated, turned, wrapped

Style = Literal["plain", "bold", "dim"]
Line = tuple[Style, str]

NARROWEST = 20
SHOWN_SOURCES = 12  # in short form; of more articles only the cited ones are named
_CODES = {"plain": "", "bold": "\x1b[1m", "dim": "\x1b[2m"}
_RESET = "\x1b[0m"
_MIN_NAME_COLUMNS = 24  # columns of a source's name that are shown even if its line then needs a second one
_INDENT = "  "


def render_text(
    summary: Summary, *, width: int = 80, color: bool = False, evidence: bool = False, full: bool = False
) -> str:
    """The summary for reading: text with citations [n], sources, one status line, and what a reader must know.

    `full` adds how it was checked, the timeline, names, balance and what became of every sentence. `evidence` puts each
    sentence on its own lines, with its source passages and their character offsets below. `width` is in terminal
    columns, at least 20. `color` adds bold and dim with ANSI codes; nothing is said by colour alone. Ends with a line
    break.
    """
    width = max(width, NARROWEST)
    number = sources.numbers(summary)
    blocks = [
        _top(summary, number, width, full),
        *(_evidenced(summary, number, width) if evidence else _story(summary, number, width)),
        *([_disagreements(summary, number, width)] if summary.disagreements else []),
        (_told_differently if full else _matters_told_differently)(summary, number, width),
        *(_report(summary, number, width) if full else _ending(summary, width)),
    ]
    return "\n".join(_painted(block, color) for block in blocks if block)


def render_prose(summary: Summary) -> str:
    """The bare text: one line per paragraph, an empty line between two, no headline, no citation, no mark of any kind.

    What failed a check is included like the rest: code that shows this must say so beside it (`labels.alarm`).
    """
    paragraphs = (
        " ".join(isolated(visible(claim.text)) for _, claim in paragraph)
        for paragraph in sources.paragraphs(summary.claims)
    )
    return "\n\n".join(paragraphs) + "\n"


def _ending(summary: Summary, width: int) -> Iterator[list[Line]]:
    """What follows the text unless more is asked for."""
    yield _short_sources(summary, width)
    notes = [*labels.problems(summary), *labels.skipped(summary), labels.own_citations(summary)]
    yield _notes(labels.SECTIONS["notes"], [without_images(note) for note in notes if note], width)
    yield _label(labels.status(summary), width)


def _report(summary: Summary, number: dict[str, int], width: int) -> Iterator[list[Line]]:
    """Everything that is known about the text, the most used first."""
    yield _notes(labels.SECTIONS["unused"], labels.skipped(summary), width)
    yield _notes(labels.SECTIONS["notes"], [without_images(each) for each in labels.warnings(summary)], width)
    yield _sources(summary, width)
    yield _checks(summary, width)
    if not summary.disagreements:
        yield _disagreements(summary, number, width)
    yield _timeline(summary, number, width)
    yield _notes(labels.SECTIONS["names"], labels.names(summary), width)
    yield _notes(labels.SECTIONS["reports"], labels.reports(summary), width)
    yield _notes(labels.SECTIONS["balance"], labels.balance(summary), width)
    yield _set_aside(summary, width)
    yield _label(labels.signature(summary), width)


def _painted(block: Iterable[Line], color: bool) -> str:
    """A block's lines, each ended by a line break."""
    return "".join(
        f"{_CODES[style]}{line}{_RESET}\n" if color and style != "plain" and line else f"{line}\n"
        for style, line in block
    )


def _paragraph(text: str, width: int, style: Style = "plain", first: str = "", rest: str | None = None) -> list[Line]:
    """Lines of text that is already safe; `first` and `rest` open the first and the other lines."""
    return [(style, line) for line in wrapped(text, width, first=first, rest=rest)] if text else []


def _label(text: str, width: int, style: Style = "dim", first: str = "") -> list[Line]:
    """Lines of a label, which may hold untrusted words."""
    return _paragraph(visible(text), width, style, first)


def _citations(evidence: Iterable[Evidence], number: dict[str, int]) -> str:
    """Citations "[4][2]"; beyond six, a count instead of the rest."""
    cited = sources.cited(evidence, number)
    shown = "".join(f"[{label}]" for label in cited[: sources.SHOWN_CITATIONS])
    more = len(cited) - sources.SHOWN_CITATIONS
    return f"{shown} and{TIE}{more}{TIE}more" if more > 0 else shown


def _claim(claim: Claim, number: dict[str, int], summary: Summary) -> str:
    """A sentence with its citations and whatever must be said beside it."""
    said = "; ".join(filter(None, [labels.remarks(claim, summary), labels.failures(claim), labels.doubts(claim)]))
    cited = _citations(claim.evidence, number) or "[NO SOURCE]"
    return f"{isolated(quoted(claim.text))}{TIE}{cited}{f' ({visible(said)})' if said else ''}"


def _top(summary: Summary, number: dict[str, int], width: int, full: bool) -> list[Line]:
    cited = _citations(summary.headline_evidence, number)
    headline = (isolated(quoted(summary.headline)) or labels.heading(summary)) + (TIE + cited if cited else "")
    below = [
        *_label(labels.made(summary) if full else "", width),
        *_label(labels.alarm(summary), width, "bold"),
        *_label(labels.unread(summary), width, "bold"),
    ]
    lines = _paragraph(headline, width, "bold", *_direction(summary.headline))
    return [*lines, ("plain", ""), *below] if below else lines


def _story(summary: Summary, number: dict[str, int], width: int) -> Iterator[list[Line]]:
    """The text in paragraphs."""
    for paragraph in sources.paragraphs(summary.claims):
        said = " ".join(_claim(claim, number, summary) for _, claim in paragraph)
        yield _paragraph(said, width, "plain", *_direction(paragraph[0][1].text))


def _direction(text: str) -> tuple[str, str]:
    """What opens the first and the other lines of a paragraph that may run from right to left."""
    return turned(text), turned(text)


def _evidenced(summary: Summary, number: dict[str, int], width: int) -> Iterator[list[Line]]:
    """The text sentence by sentence, each with its passages."""
    if summary.headline_evidence:
        yield _passages("Headline", summary.headline, summary.headline_evidence, number, width)
    for claim in summary.claims:
        yield [
            *_paragraph(_claim(claim, number, summary), width, "plain", *_direction(claim.text)),
            *_passages("", claim.text, claim.evidence, number, width),
        ]


def _passages(name: str, said: str, evidence: Iterable[Evidence], number: dict[str, int], width: int) -> list[Line]:
    """Where each passage is, and its words unless they are the sentence itself."""
    lines = _paragraph(name, width, "dim")
    for span in evidence:
        words = "word for word" if span.text == said else f"“{isolated(quoted(span.text))}”"
        (cited,) = sources.cited([span], number)
        place = f"[{cited}] characters {span.start}–{span.end}{labels.by_whom(span)}: {words}"
        lines += _paragraph(place, width, "dim", "    ")
    return lines


def _title(text: str, width: int) -> list[Line]:
    return _paragraph(text, width, "bold")


def _short_sources(summary: Summary, width: int) -> list[Line]:
    """One line per source, shortening a long title; what must be said about it may need another."""
    shown, left_out = sources.in_short(summary, SHOWN_SOURCES)
    lines = _title(labels.SECTIONS["sources"], width)
    for source in shown:
        mark = f"{_INDENT}[{source.number}] "
        told = "".join(f" · {visible(part)}" for part in (source.day, *source.notes) if part)
        room = width - columns(mark)
        name = cut(quoted(source.name), max(room - columns(told), min(room, _MIN_NAME_COLUMNS)))
        lines += _paragraph(isolated(name) + told, width, "plain", mark)
    more = f"and {left_out:,} more that no sentence cites" if left_out else ""
    return [*lines, *_label(more, width, first=_INDENT)]


def _sources(summary: Summary, width: int) -> list[Line]:
    shown, left_out = sources.sources(summary)
    lines = _title(labels.SECTIONS["sources"], width)
    for source in shown:
        mark = f"{_INDENT}[{source.number}] "
        rest = " " * columns(mark)
        title = isolated(quoted(source.title or ""))
        facts = ", ".join(isolated(quoted(fact)) for fact in source.facts)
        name = " — ".join(filter(None, (title, facts)))
        details = labels.joined([isolated(visible(source.place)), *map(visible, source.notes)])
        lines += _paragraph(name, width, "plain", mark)
        lines += _paragraph(details, width, "dim", rest if name else mark, rest)
    more = f"and {left_out:,} more that no sentence cites; the JSON output lists all" if left_out else ""
    return [*lines, *_label(more, width, first=_INDENT)]


def _checks(summary: Summary, width: int) -> list[Line]:
    notes = [labels.caution(summary), labels.independence(summary), labels.own_citations(summary)]
    return [
        *_title(labels.SECTIONS["checks"], width),
        *(line for check in labels.checks(summary) for line in _label(check, width, "plain", _INDENT)),
        *_label(" ".join(filter(None, notes)), width, first=_INDENT),
    ]


def _disagreements(summary: Summary, number: dict[str, int], width: int) -> list[Line]:
    lines = _title(labels.differing(summary), width)
    lines += _label(labels.disagreements(summary), width, first=_INDENT)
    return [*lines, *_points(summary.disagreements, number, width)]


def _told_differently(summary: Summary, number: dict[str, int], width: int) -> list[Line]:
    if not summary.told_differently:
        return []
    note = _label(labels.told_differently(summary), width, first=_INDENT)
    return [*_title(labels.SECTIONS["told"], width), *note, *_points(summary.told_differently, number, width)]


def _matters_told_differently(summary: Summary, number: dict[str, int], width: int) -> list[Line]:
    """The matters with the articles that tell them; the sentences themselves are in the full report."""
    matters = []
    for point in summary.told_differently:
        cited = _citations([item for position in point.positions for item in position.evidence], number)
        matters.append(f"{isolated(quoted(point.point))}{TIE}{cited}")
    return _paragraph("; ".join(matters), width, first=f"{labels.SECTIONS['told']}: ", rest="  ") if matters else []


def _points(points: Iterable[Disagreement], number: dict[str, int], width: int) -> list[Line]:
    """Each point, with its sides below each other, with source and day."""
    lines: list[Line] = []
    for point in points:
        kind = visible(labels.kind_of(point))
        lines += _paragraph(" ".join(filter(None, (isolated(quoted(point.point)), kind))), width, first=_INDENT)
        for position in point.positions:
            day = f" {visible(position.published)}" if position.published else ""
            text = f"{isolated(quoted(position.text))}{TIE}{_citations(position.evidence, number)}{day}"
            lines += _paragraph(text, width, first="    – ")
    return lines


def _timeline(summary: Summary, number: dict[str, int], width: int) -> list[Line]:
    lines: list[Line] = []
    for entry in summary.timeline:
        when = visible(entry.when or f"“{quoted(entry.as_written)}”")
        text = f"{isolated(quoted(labels.event(entry)))}{TIE}{_citations(entry.evidence, number)}"
        lines += _paragraph(f"{when}  {text}", width, first=_INDENT, rest="    ")
    note = _label(labels.undated(summary), width, first=_INDENT)
    return [*_title(labels.SECTIONS["timeline"], width), *note, *lines] if lines else []


def _set_aside(summary: Summary, width: int) -> list[Line]:
    shares = labels.accounting(summary)
    count_width = max(len(f"{share.count:,}") for share in shares)
    lines = _title(labels.SECTIONS["account"], width)
    lines += _label(f"{labels.plural(summary.accounting.sentences, 'sentence')} read:", width, first=_INDENT)
    for share in shares:
        lines += _label(share.what, width, "plain", f"{_INDENT}{share.count:>{count_width},} {share.percent:>5}  ")
    return [*lines, *_label(labels.missing(summary.accounting), width, "plain", _INDENT)]


def _notes(title: str, notes: list[str], width: int) -> list[Line]:
    lines = [line for note in notes for line in _label(note, width, "plain", f"{_INDENT}- ")]
    return [*_title(title, width), *lines] if lines else []
