"""A summary as a page to read and to check: one HTML file, the text on one side and its sources on the other.

The file loads nothing and can be read with scripts off: citations are links to passages, filters and colours are form
controls that the style sheet reads. Its Content Security Policy names the hashes of its own style and script, so that
nothing an article brings along can run. Never computes facts: what it shows is in the records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from ..nlp.tokenize import normalize_whitespace, terms, words
from ..records import Article, Evidence, Omission, Summary
from . import labels, sources, verdicts
from .checklist import render_checklist
from .escape import page_environment, page_file, policy_of, quoted, visible
from .review_citations import CitationIndex, Passage, cite_all, marked_text
from .review_sources import Name, article_names, copies, host, web_address
from .verdicts import BRIEF, outcome, verdict

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SCRIPTS = ("review.js", "review_card.js", "review_copy.js", "review_desk.js")
_SHOWN_USES = 8
# Style rules that follow a group of passages; beyond this many, only the passage that was asked for is marked.
_MAX_STYLED_GROUPS = 300
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A set-aside sentence: its id in the article, its words, why, and the number of the claim that says the same."""

    id: str
    text: str
    reason: str
    why: str
    claim: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as shown: its source line, its text in HTML, what was set aside from it, and what cites it."""

    article: Article
    source: sources.Source
    body: Markup
    language: str
    direction: str
    aside: list[SetAside]
    url: str | None
    uses: str


def render_html(summary: Summary) -> str:
    """The summary as one self-contained HTML file; equal summaries give equal text. Ends with a line break."""
    marks = cite_all(summary)
    aside = _aside(summary, marks)
    readings, split = _readings(summary, marks, aside)
    style = page_file(__package__, "review.css")
    script = "\n".join(page_file(__package__, name) for name in _SCRIPTS)
    follow = _follow_rules(marks, split)
    names = article_names(summary)
    page = _environment().get_template("review.html.j2")
    return page.render(
        summary=summary,
        calm=replace(summary, disagreements=()),  # a separate link says that articles differ
        labels=labels,
        source_words=sources,
        shared=_sharing(summary),
        article_name=_article_names(names),
        origin_name=_origin_names(summary),
        cites=marks.citations,
        aside_reasons=Counter(item.reason for reading in readings for item in reading.aside),
        claim_numbers={claim.id: number for number, claim in enumerate(summary.claims, 1)},
        names=names,
        readings=readings,
        cited=[reading for reading in readings if reading.uses],
        uncited=[reading for reading in readings if not reading.uses],
        numbers=marks.number,
        reasons=labels.reasons(summary),
        language=_language_of(summary),
        policy=policy_of([style, follow], [script]),
        style=_ours(style),
        follow=_ours(follow),
        script=_ours(script),
        **_sentences(summary),
        **_days(summary),
        **_forms(summary),
    )


def _sentences(summary: Summary) -> dict[str, object]:
    """What the page says about sentences: the verdict, the reasons to look at each, the filters."""
    found = [verdicts.looks(claim, summary.disagreements, summary.told_differently) for claim in summary.claims]
    filters = verdicts.filters(found)
    settle = (number for number, looks in enumerate(found, 1) if any(look.settle for look in looks))
    return {
        "looking": verdicts,
        "looks": found,
        "filters": filters,
        "marks": verdicts.MARKS,
        "shown_tags": ({each.kind for each in filters} & set(verdicts.TAGS)) | {"edited"},  # a cut is always shown
        "to_settle": next(settle, 0),
        "verdict": verdict(summary),
        "unread": any(outcome(claim) in ("values", "unchecked") for claim in summary.claims),
        "brief": [BRIEF[outcome(claim)] for claim in summary.claims],
        "paragraphs": list(sources.paragraphs(summary.claims)),
    }


def _days(summary: Summary) -> dict[str, object]:
    """The timeline in two parts: certain days, with the size of the gap before each, and all others."""
    certain, others, before = [], [], ""
    drawn = sum(bool(_day(entry.when)) for entry in summary.timeline) > 1
    for number, entry in enumerate(summary.timeline, 1):
        if not drawn or not _day(entry.when):
            others.append((entry, number))
            continue
        certain.append((entry, number, _gap(before, _day(entry.when))))
        before = _day(entry.when)
    return {"certain_days": certain, "uncertain_days": others}


def _gap(before: str, day: str) -> str:
    """How a day relates to the one before it: "same", "" for the next few, "later" for more than a week."""
    if before == day:
        return "same"
    if len(before) != len(day) or len(day) != len("2025-03-03"):
        return ""
    return "later" if (_date(day) - _date(before)).days > 7 else ""


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:  # 30 February
        return date.min


def _forms(summary: Summary) -> dict[str, object]:
    """The forms in which the page offers its text for copying; all are escaped here, including line breaks."""
    forms = copies(summary)
    rows = render_checklist(summary).removeprefix("\ufeff").replace("\r\n", "\n")
    texts = {"plain": escape(forms.plain), "markdown": escape(forms.markdown), "html": forms.html}
    return {
        "copies": {form: _ours(text) for form, text in texts.items()},
        "rows": _ours(escape(rows)),
        "key": sha256(rows.encode("utf-8", "replace")).hexdigest()[:32],
    }


def _aside(summary: Summary, marks: CitationIndex) -> dict[str, list[SetAside]]:
    """What was set aside, by article; each sentence also becomes a passage of its article."""
    words = labels.reasons(summary)
    claims = {claim.id: number for number, claim in enumerate(summary.claims, 1)}
    texts = {article.id: article.text for article in summary.articles}
    listed: dict[str, list[SetAside]] = {article.id: [] for article in summary.articles}
    for place, item in enumerate(summary.omitted, 1):
        if item.article not in texts:
            continue
        why = _why(item, words)
        address, reason = f"s{place}", item.reason if item.reason in words else "other"
        text = texts[item.article][max(item.start, 0) : max(item.end, 0)]
        listed[item.article].append(SetAside(address, text, reason, why, claims.get(item.of or "")))
        note = visible(why)
        marks.passages[item.article].append(Passage(address, item.start, item.end, reason=reason, note=note))
    return listed


def _why(item: Omission, words: dict[str, str]) -> str:
    why = words.get(item.reason, item.reason)
    return f"{why}: {item.detail}" if item.detail else why


def _readings(
    summary: Summary, marks: CitationIndex, aside: dict[str, list[SetAside]]
) -> tuple[list[Reading], frozenset[str]]:
    readings: list[Reading] = []
    split: frozenset[str] = frozenset()
    uses = _uses(summary)
    for article, source in zip(summary.articles, sources.all_sources(summary), strict=True):
        html, parts = marked_text(article.text, marks.passages[article.id])
        split |= parts
        tag = _tag(article.language)
        right_to_left = tag.partition("-")[0].lower() in _RIGHT_TO_LEFT
        direction = "rtl" if right_to_left else "auto"
        url, used = web_address(article.url), uses.get(article.id, "")
        readings.append(Reading(article, source, _ours(html), tag, direction, aside[article.id], url, used))
    return readings, split


def _uses(summary: Summary) -> dict[str, str]:
    """By article, the sentences that rest on it: "cited in sentences 1, 3"; no entry if nothing cites it."""
    cited: dict[str, dict[int, None]] = {}
    for number, claim in enumerate(summary.claims, 1):
        for span in claim.evidence:
            cited.setdefault(span.article, {})[number] = None
    for span in summary.headline_evidence:
        cited.setdefault(span.article, {})
    return {article: _cited_in(list(numbers)) for article, numbers in cited.items()}


def _cited_in(numbers: Sequence[int]) -> str:
    if not numbers:
        return "cited in the headline"
    more = len(numbers) - _SHOWN_USES
    listed = ", ".join(map(str, numbers[:_SHOWN_USES])) + (f" and {more} more" if more > 0 else "")
    return f"cited in sentence{'s' * (len(numbers) > 1)} {listed}"


def _tag(language: str | None) -> str:
    """A language tag if it is well-formed (RFC 5646), else ""."""
    return language if language and _LANGUAGE.fullmatch(language) else ""


def _language_of(summary: Summary) -> str:
    """The summary's language as far as known: what was asked for, else that of the first article it cites."""
    asked = _tag(str(summary.run.config.get("language") or ""))
    cited = [span.article for claim in summary.claims for span in claim.evidence[:1]]
    known = {article.id: _tag(article.language) for article in summary.articles}
    return asked or next((known[each] for each in cited if known.get(each)), "")


def _article_names(names: Mapping[str, Name]) -> Callable[[str], str]:
    return lambda identity: names[identity].label if identity in names else identity


def _origin_names(summary: Summary) -> Callable[[str], str]:
    number = sources.numbers(summary)
    names = {}
    for place, origin in enumerate(summary.origins, 1):
        held = "".join(f"[{number.get(article, '?')}]" for article in origin.articles)
        names[origin.id] = f"{quoted(origin.name) if origin.name else f'report {place}, not named'} {held}"
    return lambda identity: names.get(identity, identity)


def _sharing(summary: Summary) -> Callable[[Evidence, Sequence[str]], Markup]:
    languages = {article.id: article.language or "" for article in summary.articles}
    return lambda span, shared: _ours(_with_shared(span.text, shared, languages.get(span.article, "")))


def _with_shared(text: str, shared: Sequence[str], language: str) -> str:
    """A passage as HTML, with the words it shares with another marked, whatever their case and inflection."""
    line = quoted(text)
    stems = {stem for each in shared for stem in terms(each, language)}
    alike = {word for word in words(line) if len(own := terms(word, language)) == 1 and own[0] in stems}
    wanted = sorted(({quoted(each) for each in shared} | alike) - {""}, key=len, reverse=True)
    if not wanted:
        return escape(line)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE)
    parts: list[str] = []
    place = 0
    for match in found.finditer(line):
        parts += [escape(line[place : match.start()]), f'<mark class="shared">{escape(match[0])}</mark>']
        place = match.end()
    return "".join([*parts, escape(line[place:])])


def _follow_rules(marks: CitationIndex, split: frozenset[str]) -> str:
    """Style rules that mark, without a script, what belongs to the passage that was asked for.

    They contain only our own ids and classes. They look for the target only among the articles, because a browser
    searches the whole inside of the named element for each rule.
    """
    homes = list(marks.homes)[:_MAX_STYLED_GROUPS]
    several = [home for home in homes if marks.homes[home] > 1]
    parts = sorted(split)[:_MAX_STYLED_GROUPS]
    also = [f"#articles:has(.g-{home}:target) .g-{home}:not(:target, :target *)" for home in several]
    asking = [f".desk:has(+ #articles .g-{home}:target) #{home}" for home in homes]
    rest = [f"#articles:has(#{part}:target) .x-{part}" for part in parts]
    rules = (
        (also, "background:var(--also);outline:1px dashed var(--also-line);outline-offset:1px"),
        (asking, "box-shadow:var(--bar);background:var(--current)"),
        (rest, "background:var(--target);color:var(--target-ink);outline:2px solid var(--target-line)"),
    )
    return "\n".join(f"{','.join(selectors)}{{{style}}}" for selectors, style in rules if selectors)


@cache
def _environment() -> Environment:
    environment = page_environment(__package__)
    environment.filters |= {"words": quoted, "day": _day, "host": host, "same": _same}
    return environment


def _ours(text: str) -> Markup:
    """HTML, style or script of our own, in which whatever came from outside is already escaped."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - the one place; tests put hostile words into every field


def _day(value: str | None) -> str:
    """An ISO date for a `time` element, "" for what is not one."""
    date = (value or "").partition("T")[0]
    return date if _DATE.fullmatch(date) else ""


def _same(one: str, other: str) -> bool:
    return normalize_whitespace(one) == normalize_whitespace(other)
