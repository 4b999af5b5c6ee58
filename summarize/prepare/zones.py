"""Which part of an article is the report, and which is title, abstract, heading or the site's own furniture.

Nothing is deleted: every character that is not white space lies in exactly one zone, and each zone carries its reason.
Rules: losing body text is worse than keeping dirt; no rule names a phrase of any one article; a site phrase alone
condemns nothing, it takes position, shape or low cohesion with the event as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..records import Zone, ZoneKind
from ..text.words import terms
from .blocks import Block, dateline_length, find_blocks, split_at_separators
from .sentences import split_block

_SOLID_WORDS = 8  # a paragraph of at least so many words that ends as a sentence can be body on its shape alone
_HEADING_WORDS = 16  # longest heading, in words
_LONG_WORDS = 60  # a longer paragraph is judged sentence by sentence
_KIN = 0.34  # share of a paragraph's terms known to the event above which it belongs to it
_STRANGER = 0.25  # share below which it does not; between the two, shape decides
_RESTATED = 0.5  # share of an abstract's terms that one later passage holds
_ABSTRACT_MOST = 0.4  # an abstract is at most this share of the article's words


@dataclass(frozen=True, slots=True)
class _Part:
    """A block with what has been decided about it."""

    block: Block
    known: float  # share of its terms that the event's other passages hold
    kind: ZoneKind | None = None
    reason: str = ""

    def marked(self, kind: ZoneKind, reason: str) -> _Part:
        """This part with a decision, unless one was taken before."""
        return self if self.kind else replace(self, kind=kind, reason=reason)

    @property
    def solid(self) -> bool:
        """Whether it reads as a paragraph of a report."""
        shape = self.block.shape
        return (
            self.block.size >= _SOLID_WORDS and shape.ends_sentence and not (shape.site_phrases and self.known < _KIN)
        )


def find_zones(texts: Sequence[str], languages: Sequence[str]) -> list[tuple[Zone, ...]]:
    """Zones of each text of one story, in order. `texts` and `languages` run in parallel."""
    blocks = [find_blocks(text) for text in texts]
    bags = [[frozenset(terms(b.shape.text, lang)) for b in each] for each, lang in zip(blocks, languages, strict=True)]
    event = _Event(blocks, bags)
    return [
        tuple(_zones_of(text, each, event.knows(number), bags[number], languages[number]))
        for number, (text, each) in enumerate(zip(texts, blocks, strict=True))
    ]


class _Event:
    """In how many articles and where each term stands: the vocabulary of the event."""

    def __init__(self, blocks: list[list[Block]], bags: list[list[frozenset[str]]]) -> None:
        self._bags = bags
        self._own = [_core(each, bag) for each, bag in zip(blocks, bags, strict=True)]
        self._articles: dict[str, int] = {}
        for counts in self._own:
            for term in counts:
                self._articles[term] = self._articles.get(term, 0) + 1

    def knows(self, number: int) -> list[float]:
        """For each block of an article: the share of its terms that stand elsewhere in the event's reports."""
        own = self._own[number]
        shares = []
        for bag in self._bags[number]:
            known = sum(self._articles.get(t, 0) > (t in own) or own.get(t, 0) > 1 for t in bag)
            shares.append(known / len(bag) if bag else 0.0)
        return shares


def _core(blocks: list[Block], bags: list[frozenset[str]]) -> dict[str, int]:
    """In how many report-like paragraphs each term of an article stands; the tail counts little, teasers live there."""
    counts: dict[str, int] = {}
    solid = [
        i for i, b in enumerate(blocks) if b.size >= _SOLID_WORDS and b.shape.ends_sentence and not b.shape.site_phrases
    ]
    for i in solid[: max(3, (2 * len(solid) + 2) // 3)]:
        for term in bags[i]:
            counts[term] = counts.get(term, 0) + 1
    return counts


def _zones_of(
    text: str, blocks: list[Block], known: list[float], bags: list[frozenset[str]], language: str
) -> Iterator[Zone]:
    parts = [_Part(block, share) for block, share in zip(blocks, known, strict=True)]
    for decide in (_mark_furniture, _mark_tail, _mark_links, _mark_head, _mark_headings):
        parts = decide(parts)
    parts = _mark_abstract(parts, bags)
    first_body = True
    for part in parts:
        kind = part.kind or "body"
        if kind in ("body", "title"):
            yield from _inner_zones(text, part, kind, language, first=first_body)
            first_body = first_body and kind != "body"
        else:
            yield Zone(part.block.start, part.block.end, kind, part.reason)


# -- decisions, each over all paragraphs of one article ---------------------------------------------------------------


def _mark_furniture(parts: list[_Part]) -> list[_Part]:
    """Paragraphs whose own shape says that the site speaks, not the report."""
    return [part.marked("boilerplate", reason) if (reason := _furniture(part)) else part for part in parts]


def _furniture(part: _Part) -> str:
    shape, size = part.block.shape, part.block.size
    if not size:
        return "no words"
    if shape.stamp:
        return "date or time stamp"
    if shape.byline:
        return "byline"
    if shape.labels_notice and part.known < 0.6:
        return "notice of the publisher"
    if shape.credit and (not shape.ends_sentence or part.known < 1) and size <= 45 and _is_credit(part):
        return "photo caption or credit"
    if shape.link_like and not shape.ends_sentence and size <= 20 and part.known < _KIN:
        return "links"
    return _site_speaks(part)


def _is_credit(part: _Part) -> bool:
    """A credit ends its line; a sentence that merely speaks of a photograph goes on."""
    return not part.block.shape.ends_sentence or part.block.shape.text.rstrip().endswith((")", "]"))


def _site_speaks(part: _Part) -> str:
    shape, size = part.block.shape, part.block.size
    if not shape.site_phrases or size > _LONG_WORDS or ('"' in shape.unquoted and size > _HEADING_WORDS):
        return ""
    if not shape.ends_sentence and size <= 12 and part.known < (0.8 if shape.addresses_reader else 0.5):
        return "site notice"
    if part.known < 0.5 and (shape.addresses_reader or (shape.commands and size <= 14 and part.known < _STRANGER)):
        return "address to the reader"
    if part.known < _STRANGER and (shape.site_phrases >= 3 or not shape.ends_sentence):
        return "site notice, foreign to the event"
    return ""


def _mark_tail(parts: list[_Part]) -> list[_Part]:
    """What follows the last paragraph of the report: walk up from the end until one reads as report."""
    end = len(parts)
    while end and not _closes_report(parts, end - 1):
        end -= 1
    if not end:  # nothing reads as report: an article of short lines, keep it all
        return parts
    return [*parts[:end], *(part.marked("boilerplate", "after the end of the report") for part in parts[end:])]


def _closes_report(parts: list[_Part], i: int) -> bool:
    part = parts[i]
    shape = part.block.shape
    if part.kind or part.block.size < 4:
        return False
    if not shape.ends_sentence:
        return _in_list(parts, i)
    if shape.site_phrases and part.known < _STRANGER:
        return False
    site = shape.site_phrases >= 2 or shape.biography or (shape.site_phrases and shape.addresses_reader)
    return part.known >= _KIN or not site


def _in_list(parts: list[_Part], i: int) -> bool:
    """Whether a short line belongs to a list that a colon introduced."""
    while (
        i and not parts[i].kind and not parts[i].block.shape.ends_sentence and parts[i].block.size <= 2 * _HEADING_WORDS
    ):
        i -= 1
        if parts[i].block.shape.introduces:
            return True
    return False


def _mark_links(parts: list[_Part]) -> list[_Part]:
    """Runs of links to other stories: a marker line, then headlines; at the article's end teaser sentences as well."""
    out, in_run = list(parts), False
    for i, part in enumerate(parts):
        if _opens_links(parts, i):
            in_run = True
            out[i] = part.marked("boilerplate", "opens a run of links")
            if _is_late_run(parts, i):
                return [*out[: i + 1], *(p.marked("boilerplate", "in a run of links") for p in parts[i + 1 :])]
        elif in_run:
            in_run = not (part.block.shape.ends_sentence and part.block.size >= 6)
            if in_run:
                out[i] = part.marked("boilerplate", "in a run of links")
    return out


def _opens_links(parts: list[_Part], i: int) -> bool:
    part, shape = parts[i], parts[i].block.shape
    leads_list = shape.introduces and i + 1 < len(parts) and bool(parts[i + 1].block.shape.bullet)
    open_ended = not shape.ends_sentence or shape.asks
    return shape.marks_links and open_ended and not leads_list and (part.known < 0.8 or shape.introduces)


def _is_late_run(parts: list[_Part], i: int) -> bool:
    """Whether all that follows a marker is links: late in the article, mostly headlines, and less kin than the report."""
    before, rest = parts[:i], parts[i + 1 :]
    if not rest or sum(p.block.size for p in before) < _ABSTRACT_MOST * sum(p.block.size for p in parts):
        return False
    report = [p.known for p in before if not p.kind and p.solid] or [0.0]
    if any(a.solid and b.solid for a, b in pairwise(rest)):
        return False
    headlines = sum(not p.block.shape.ends_sentence for p in rest)
    return headlines >= 0.4 * len(rest) and _mean([p.known for p in rest]) < 0.8 * _mean(report)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _mark_head(parts: list[_Part]) -> list[_Part]:
    """What stands before the first paragraph of the report: a headline, perhaps a second one, the site's lines."""
    first = next((i for i, p in enumerate(parts) if not p.kind and p.solid), len(parts))
    out = list(parts)
    lines = [i for i in range(first) if _is_head_line(parts[i])]
    own = [i for i in lines if _is_own(parts[i])]
    title = own[0] if own else None
    for i in lines:
        if i == title:
            out[i] = parts[i].marked("title", "first headline")
        elif i in own:
            out[i] = parts[i].marked("heading", "headline before the report")
        else:
            out[i] = parts[i].marked("boilerplate", "before the report, foreign to it")
    return _key_points(out, first)


def _is_own(part: _Part) -> bool:
    """Whether a line above the report speaks of its event, not of the site."""
    shape = part.block.shape
    site = shape.site_phrases and (shape.commands or part.known < 0.5)
    return part.known >= _STRANGER and not shape.addresses_reader and not site


def _is_head_line(part: _Part) -> bool:
    shape = part.block.shape
    open_ended = not shape.ends_sentence or shape.asks
    return not part.kind and open_ended and not shape.introduces and not shape.bullet and part.block.size <= 40


def _key_points(parts: list[_Part], first: int) -> list[_Part]:
    """Boxes of key points: a list in front of the report that no sentence introduces, or lines below such a label."""
    out, words = list(parts), sum(p.block.size for p in parts)
    bullets = [i for i in range(min(first + 1, len(parts))) if parts[i].block.shape.bullet and not _in_list(parts, i)]
    labels = [i for i, p in enumerate(parts) if p.block.shape.labels_abstract]
    for i in labels:
        long = parts[i].block.size > 6
        below = [i] if long else _run_of_bullets(parts, i + 1)
        bullets.extend(below)
        out[i] = parts[i].marked("abstract" if long else "heading", "label of a box of key points")
    if len(bullets) < 2 and not labels or sum(parts[i].block.size for i in bullets) > _ABSTRACT_MOST * words:
        return parts
    return [p.marked("abstract", "key points of the report") if i in bullets else p for i, p in enumerate(out)]


def _run_of_bullets(parts: list[_Part], start: int) -> list[int]:
    end = start
    while end < len(parts) and parts[end].block.shape.bullet:
        end += 1
    return list(range(start, end))


def _mark_headings(parts: list[_Part]) -> list[_Part]:
    """Short lines without a full stop between paragraphs."""
    return [
        part.marked("heading", "short line above a paragraph")
        if not part.kind and i and _is_heading(parts, i)
        else part
        for i, part in enumerate(parts)
    ]


def _is_heading(parts: list[_Part], i: int) -> bool:
    shape, size = parts[i].block.shape, parts[i].block.size
    following = next((p for p in parts[i + 1 :] if not p.kind), None)
    if following is None or size > _HEADING_WORDS or shape.bullet or shape.introduces or _in_list(parts, i):
        return False
    if shape.ends_sentence and not _is_quoted(shape.folded):
        return shape.asks and (shape.title_case > 0.6 or size <= 4)
    return following.block.size > size or bool(following.block.shape.bullet)


def _is_quoted(folded: str) -> bool:
    """Whether a line is one quotation and nothing else, as headings made of somebody's words are."""
    return folded.startswith('"') and folded.endswith('"') and not folded.rstrip('"').endswith((".", "!", ","))


# -- the abstract -----------------------------------------------------------------------------------------------------


def _mark_abstract(parts: list[_Part], bags: list[frozenset[str]]) -> list[_Part]:
    """A lead-in that the report behind the next heading tells again, or a box of key points."""
    body = [i for i, p in enumerate(parts) if not p.kind]
    words = sum(parts[i].block.size for i in body)
    out = list(parts)
    for cut in _cuts(parts):
        lead = [i for i in body if i < cut]
        rest = [bags[i] for i in body if i > cut]
        size = sum(parts[i].block.size for i in lead)
        if lead and size <= _ABSTRACT_MOST * words and _restates([bags[i] for i in lead], rest):
            for i in lead:
                out[i] = out[i].marked("abstract", "told again in the report below")
    return out


def _cuts(parts: list[_Part]) -> list[int]:
    """Places of headings that may part an abstract from the report: the first three, none deep inside."""
    headings = [i for i, p in enumerate(parts) if p.kind == "heading"]
    return headings[:3]


def _restates(lead: list[frozenset[str]], rest: list[frozenset[str]]) -> bool:
    """Whether each paragraph of the lead-in finds most of its terms again in few passages of the rest."""
    bags = [bag for bag in lead if len(bag) >= 4]
    if not bags or not rest:
        return False
    return all(_best_match(bag, rest) >= _RESTATED for bag in bags)


def _best_match(bag: frozenset[str], rest: list[frozenset[str]]) -> float:
    """Share of a paragraph's terms that the best window of three later paragraphs holds."""
    windows = (frozenset().union(*rest[i : i + 3]) for i in range(max(1, len(rest) - 2)))
    return max(len(bag & window) / len(bag) for window in windows)


# -- inside a paragraph -----------------------------------------------------------------------------------------------


def _inner_zones(text: str, part: _Part, kind: ZoneKind, language: str, *, first: bool) -> Iterator[Zone]:
    """Split off what is glued to a paragraph: site names, datelines, single sentences of the site."""
    block = part.block
    if kind == "title" or (first and not part.kind):
        pieces = split_at_separators(block.shape.text, dashes=kind == "title")
        if len(pieces) >= 3 or (kind == "title" and len(pieces) == 2):
            yield from _separated(block, pieces, titled=kind == "title")
            return
    start = block.start
    if kind == "body":
        glued = dateline_length(block.shape.text)
        if glued and (first or "(" in block.shape.text[:glued]):
            yield Zone(start, start + glued, "boilerplate", "dateline")
            start += glued
    if kind == "title" or part.block.size <= _LONG_WORDS:
        yield Zone(start, block.end, kind, part.reason)
        return
    yield from _by_sentence(text, start, block.end, language)


def _separated(block: Block, pieces: list[tuple[int, int]], *, titled: bool) -> Iterator[Zone]:
    """A line of pieces: the longest short one is the headline, a long one at the end is text, the rest names the site."""
    words = [len(block.shape.text[a:b].split()) for a, b in pieces]
    head = max((i for i, n in enumerate(words) if 3 <= n <= 25), key=lambda i: words[i], default=None)
    for i, (a, b) in enumerate(pieces):
        if i == head:
            kind, reason = ("title", "headline in a line of site names")
        elif words[i] > 25:
            kind, reason = ("abstract", "text glued to the headline") if titled or i else ("body", "")
        else:
            kind, reason = ("boilerplate", "site name or byline beside the headline")
        yield Zone(block.start + a, block.start + b, kind, reason)  # type: ignore[arg-type]


def _by_sentence(text: str, start: int, end: int, language: str) -> Iterator[Zone]:
    """Mark single sentences of a long paragraph in which the site speaks to the reader."""
    run = start
    for a, b in split_block(text, start, end, language):
        shape_part = _Part(Block(a, b, find_blocks(text[a:b])[0].shape), 0.5)
        shape = shape_part.block.shape
        if shape.site_phrases >= 2 and (shape.addresses_reader or not shape.ends_sentence) and '"' not in shape.folded:
            if run < a:
                yield Zone(run, a, "body")
            yield Zone(a, b, "boilerplate", "site notice inside a paragraph")
            run = b
    if run < end:
        yield Zone(run, end, "body")
