"""A summary as Markdown that reads well raw, on GitHub and in plain CommonMark viewers.

Every citation links to the heading under which its passages are quoted with their character offsets. Viewers that give
headings no anchors show the same text without the jump. Never writes HTML or images, and links only to its own headings
and to the articles' http(s) addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..records import Claim, Disagreement, Evidence, Summary
from . import labels, sources
from .escape import markdown, markdown_code, markdown_link, quoted
from .layout import isolated, turned

Numbers = dict[str, int]


def render_markdown(summary: Summary) -> str:
    """The summary as one Markdown document: text, sources, checks, what was set aside, and every cited passage.

    Offsets are characters of the decoded article, half open. Ends with a line break.
    """
    number = sources.numbers(summary)
    differing = _section(labels.differing(summary), _disagreements(summary, number))
    blocks = [
        *_top(summary, number),
        *_story(summary, number),
        *(differing if summary.disagreements else []),  # part of what there is to know
        *_section(labels.SECTIONS["told"], _told_differently(summary, number)),
        *_section(labels.SECTIONS["sources"], _sources(summary)),
        *_section(labels.SECTIONS["reports"], _bullets(labels.reports(summary))),
        *_section(labels.SECTIONS["checks"], _bullets(_checks(summary))),
        *([] if summary.disagreements else differing),
        *_section(labels.SECTIONS["timeline"], _timeline(summary, number)),
        *_section(labels.SECTIONS["names"], _bullets(labels.names(summary))),
        *_section(labels.SECTIONS["balance"], _bullets(labels.balance(summary))),
        *_section(labels.SECTIONS["account"], _set_aside(summary)),
        *_section(labels.SECTIONS["unused"], _bullets(labels.skipped(summary))),
        *_section(labels.SECTIONS["notes"], _bullets(labels.warnings(summary))),
        *_section("Evidence", _evidence(summary, number)),
        f"*{markdown(labels.signature(summary))}*",
    ]
    return "\n\n".join(blocks) + "\n"


def _words(text: str) -> str:
    """Words of an article, as text that renders as itself."""
    return isolated(markdown(quoted(text)))


def _section(title: str, blocks: Iterable[str]) -> list[str]:
    """A titled section, or nothing if it would be empty."""
    content = list(filter(None, blocks))
    return [f"## {title}", *content] if content else []


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    """One block with a line per bullet."""
    yield "\n".join(f"- {markdown(line)}" for line in lines if line)


def _citations(evidence: Iterable[Evidence], number: Numbers, name: str) -> str:
    """Linked citations; beyond six, one link with the count of the rest."""
    target = f"#evidence-for-{name.replace(' ', '-')}"
    cited = sources.cited(evidence, number)
    shown = [f"[\\[{label}\\]]({target})" for label in cited[: sources.SHOWN_CITATIONS]]
    more = len(cited) - sources.SHOWN_CITATIONS
    return "".join(shown) + (f" [and {more} more]({target})" if more > 0 else "")


def _top(summary: Summary, number: Numbers) -> Iterator[str]:
    headline = _words(summary.headline) or labels.heading(summary)
    yield f"# {headline} {_citations(summary.headline_evidence, number, 'the headline')}".rstrip()
    yield f"*{markdown(labels.made(summary))}*"
    if alarm := labels.alarm(summary):
        yield f"**{markdown(alarm)}**"
    if unread := labels.unread(summary):
        yield f"**{markdown(unread)}**"


def _story(summary: Summary, number: Numbers) -> Iterator[str]:
    for paragraph in sources.paragraphs(summary.claims):
        said = " ".join(_claim(place, claim, number, summary) for place, claim in paragraph)
        yield turned(paragraph[0][1].text) + said


def _claim(place: int, claim: Claim, number: Numbers, summary: Summary) -> str:
    """A sentence with its citations and whatever must be said beside it."""
    cited = _citations(claim.evidence, number, f"sentence {place}") or "**\\[NO SOURCE\\]**"
    calm = "; ".join(filter(None, (labels.remarks(claim, summary), labels.doubts(claim))))
    failed = labels.failures(claim)
    said = (f" ({markdown(calm)})" if calm else "") + (f" **({markdown(failed)})**" if failed else "")
    return f"{_words(claim.text)} {cited}{said}"


def _sources(summary: Summary) -> Iterator[str]:
    shown, left_out = sources.sources(summary)
    lines = [_source(source) for source in shown]
    if left_out:
        lines.append(f"- and {left_out:,} more that no sentence cites; the JSON output lists all")
    yield "\n".join(lines)


def _source(source: sources.Source) -> str:
    link = markdown_link(source.url)
    name = _words(source.title or "") or (_words(source.url or "") if link else "")
    title = f"[{name}]({link})" if link else name
    first = " — ".join(part for part in (title, _words(", ".join(source.facts))) if part)
    place = "" if link else markdown_code(source.place)
    return f"- **\\[{source.number}\\]** {labels.joined([first, place, *map(markdown, source.notes)])}"


def _checks(summary: Summary) -> list[str]:
    notes = [labels.caution(summary), labels.independence(summary), labels.own_citations(summary)]
    return [*labels.checks(summary), *notes]


def _disagreements(summary: Summary, number: Numbers) -> Iterator[str]:
    yield markdown(labels.disagreements(summary))
    yield from _points(summary.disagreements, "disagreement", number)


def _told_differently(summary: Summary, number: Numbers) -> Iterator[str]:
    yield markdown(labels.told_differently(summary))
    yield from _points(summary.told_differently, "telling", number)


def _points(points: Iterable[Disagreement], name: str, number: Numbers) -> Iterator[str]:
    """Each point with its sides below each other, with source and day; `name` is used for their evidence."""
    for place, point in enumerate(points, 1):
        lines = [f"**{_words(point.point) or place}** {markdown(labels.kind_of(point))}".rstrip(), ""]
        for position in point.positions:
            day = f", {markdown(position.published)}" if position.published else ""
            cited = _citations(position.evidence, number, f"{name} {place}")
            lines.append(f"- {_words(position.text)} {cited}{day}")
        yield "\n".join(lines)


def _timeline(summary: Summary, number: Numbers) -> Iterator[str]:
    if summary.timeline:
        yield markdown(labels.undated(summary))
    yield "\n".join(
        f"- **{_words(entry.when or entry.as_written) or 'undated'}** {_words(labels.event(entry))} "
        + _citations(entry.evidence, number, f"date {place}")
        for place, entry in enumerate(summary.timeline, 1)
    )


def _set_aside(summary: Summary) -> Iterator[str]:
    shares = [(share.count, share.percent, share.what) for share in labels.accounting(summary)]
    rows = [*shares, (summary.accounting.sentences, "100 %", "sentences read")]
    table = [f"| {count:,} | {markdown(percent)} | {markdown(what)} |" for count, percent, what in rows]
    yield "\n".join(["| Sentences | Share | |", "|---:|---:|---|", *table])
    yield markdown(labels.missing(summary.accounting))


def _evidence(summary: Summary, number: Numbers) -> Iterator[str]:
    """Every cited passage, under the heading that its citations link to."""
    yield from _passages("the headline", summary.headline_evidence, number)
    for place, claim in enumerate(summary.claims, 1):
        yield from _passages(f"sentence {place}", claim.evidence, number)
    for name, points in (("disagreement", summary.disagreements), ("telling", summary.told_differently)):
        for place, point in enumerate(points, 1):
            both = [span for position in point.positions for span in position.evidence]
            yield from _passages(f"{name} {place}", both, number)
    for place, entry in enumerate(summary.timeline, 1):
        yield from _passages(f"date {place}", entry.evidence, number)


def _passages(name: str, evidence: Iterable[Evidence], number: Numbers) -> Iterator[str]:
    lines = [
        f"- \\[{''.join(sources.cited([span], number))}\\] characters {span.start}–{span.end}"
        f"{labels.by_whom(span)}: “{_words(span.text)}”"
        for span in evidence
    ]
    if lines:
        yield f"### Evidence for {name}"
        yield "\n".join(lines)
