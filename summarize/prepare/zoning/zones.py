"""Which part of an article is the report, and which is title, abstract, heading or boilerplate.

Nothing is deleted: every character that is not white space is in exactly one zone, and each zone has its reason. Rules:
losing body text is worse than keeping noise; no rule names a phrase of any one article; a site phrase alone condemns
nothing; its position, its shape or low cohesion with the event must add to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ...lang.language import load_language, words_of_all
from ...records import Zone
from .abstracts import mark_abstract, mark_key_points
from .paragraphs import Block, Cohesion, Event, Part, event_of, find_blocks, in_list, sampling_step, share_event
from .segments import make_parts

_MOST_BLOCKS = 5_000  # paragraphs; a file with more is not an article and is kept unchanged
_HEADING_WORDS = 16  # longest heading, in words
_NOTICE_WORDS = 12  # longest label of a button or a box
_LONG_WORDS = 60  # most words of a site's remark to its readers
_LONG_NOTICE = 20  # a longer remark by the site must say "we" or "you", unless it is at either end
_POST_WORDS = 120  # most words of posts pasted as one paragraph
_TEASER = 24  # most words of a paragraph above the report that one sign of the site makes foreign
_LEAST_SOLID = 3  # sentences that an article must have before a line without a full stop breaks off
_MOST_NOTICE = 40  # a longer paragraph within the report is not suspected
_RUN_LINES = 200  # lines of the longest run of links at an article's end
_KIN = 0.5  # cohesion above which a paragraph belongs to the event, 1 being usual for the article
_STRANGER = 0.35  # below this cohesion it does not; between the two, shape decides
_TWO_SIGNS = 2  # signs of the site’s voice; many a paragraph about the press or the web has one
_RUNNING = 0.6  # share of words with a capital; with fewer a line is running text
_CUT_WORDS = 14  # words from which a last line is running text that breaks off, and one sign of the site no reason


def find_event(texts: Sequence[str], languages: Sequence[str]) -> Event:
    """The vocabulary of the event that all texts of a story tell of."""
    step = sampling_step(len(texts))
    sample = list(zip(texts, languages, strict=True))[::step]
    return event_of([_parts(text, find_blocks(text), language)[1] for text, language in sample], step)


def find_zones(texts: Sequence[str], languages: Sequence[str], event: Event | None = None) -> list[tuple[Zone, ...]]:
    """Zones of each text of one story, in order. `texts` and `languages` run in parallel.

    `event` is the story's, if the texts are only some of it.
    """
    blocks = [find_blocks(text) for text in texts]
    articles = [_parts(*each) for each in zip(texts, blocks, languages, strict=True)]
    share_event([cohesion for _, cohesion in articles], event)
    waiting = deque(zip(blocks, articles, strict=True))
    del blocks, articles
    zones: list[tuple[Zone, ...]] = []
    while waiting:  # an article's lines and all that was found about them are released once it is decided
        each, (parts, _) = waiting.popleft()
        zones.append(tuple(_merged(_decide(parts))) if parts else _unjudged(each))
    return zones


def _parts(text: str, blocks: Sequence[Block], language: str) -> tuple[list[Part], Cohesion]:
    return make_parts(text, blocks if len(blocks) <= _MOST_BLOCKS else [], load_language(language))


def _unjudged(blocks: Sequence[Block]) -> tuple[Zone, ...]:
    return tuple(Zone(block.start, block.end, "body", "too many lines to judge them") for block in blocks)


def _decide(parts: list[Part]) -> list[Part]:
    """Take all decisions in order; each sees those before it. If no sentence remains, none of them was right."""
    decided = parts
    for decide in (
        _mark_mail_head,
        _mark_transcript,
        _mark_furniture,
        _mark_loose_end,
        _mark_tail,
        _mark_links,
        _mark_head,
        mark_key_points,
        _mark_headings,
        _mark_islands,
        mark_abstract,
    ):
        decided = decide(decided)
    return decided if any(part.solid and not part.kind for part in decided) else parts


def _merged(parts: Iterable[Part]) -> Iterator[Zone]:
    """One zone per part, but neighbouring parts of one paragraph and kind become one zone."""
    zone: Zone | None = None
    last = None
    for part in parts:
        kind = part.kind or "body"
        if zone and last and part.follows(last) and zone.kind == kind:
            zone = Zone(zone.start, part.block.end, kind, zone.reason)
        else:
            if zone:
                yield zone
            zone = Zone(part.block.start, part.block.end, kind, part.reason)
        last = part
    if zone:
        yield zone


# -- decisions, each over all paragraphs of one article ---------------------------------------------------------------


def _mark_mail_head(parts: list[Part]) -> list[Part]:
    """An e-mail that was saved as text: its first lines are fields, sender or subject among them."""
    first = int(bool(parts) and parts[0].shape.opens_mail)
    end = first
    while end < len(parts) and parts[end].shape.mail_field:
        end += 1
    names = {part.shape.mail_field for part in parts[first:end]}
    if len(names) < 2 or names.isdisjoint(words_of_all("telling_mail_fields")):
        return parts
    return [*(part.marked("boilerplate", "head of a mail") for part in parts[:end]), *parts[end:]]


def _mark_transcript(parts: list[Part]) -> list[Part]:
    """A broadcast's captions: lines that begin like captions, and what follows them in capitals."""
    starts = [part.shape.opens_caption for part in parts]
    if not any(starts) or not (sum(starts) > 1 or any("WEBVTT" in part.shape.text for part in parts)):
        return parts
    out, in_run = list(parts), False
    for i, part in enumerate(parts):
        in_run = starts[i] or (in_run and part.shape.in_capitals)
        if in_run:
            out[i] = part.marked("boilerplate", "captions of a broadcast")
    return out


def _mark_furniture(parts: list[Part]) -> list[Part]:
    """Paragraphs whose own shape shows that the site speaks, not the report."""
    return [
        part.marked("boilerplate", reason) if not part.kind and (reason := _boilerplate(part)) else part
        for part in parts
    ]


def _boilerplate(part: Part) -> str:
    if part.shape.caption:
        return "photo caption or credit"
    if part.size <= _POST_WORDS and part.shape.post:
        return "post from a social network"
    if part.size > _LONG_WORDS:
        return ""
    return next((reason for reason, holds in _signs(part) if holds), "") or _site_speaks(part)


def _signs(part: Part) -> Iterator[tuple[str, bool]]:
    """Reasons to take a paragraph for boilerplate, cheap ones first, and whether each holds."""
    shape, short = part.shape, not part.shape.ends_sentence
    yield "no words", not part.size
    yield "date or time stamp", shape.stamp
    yield "byline", shape.byline and part.relevance < _KIN
    yield "notice of the publisher", shape.labels_notice and part.relevance < 0.9
    yield "photo caption or credit", shape.credit and _is_credit(part)
    yield "photo caption or credit", short and shape.positions
    yield "link to another story", shape.link(glued=short and part.number > 1)
    yield "codes of a news wire", short and shape.wire_line
    yield "advertisement", shape.advert
    yield "credit, copyright or contact", shape.sign_off
    yield "links", short and part.size <= 20 and shape.link_like and part.relevance < _KIN


def _is_credit(part: Part) -> bool:
    """A credit ends its line; a sentence that mentions a photograph continues, but a file photo is the site's."""
    shape = part.shape
    if not shape.ends_sentence or shape.text.endswith((")", "]")):
        return True
    return any(phrase in shape.text.lower() for phrase in words_of_all("stock_pictures"))


def _site_speaks(part: Part) -> str:
    """Points for the site's voice, weighed against cohesion with the event: the lower it is, the fewer are needed."""
    shape = part.shape
    if part.size > _MOST_NOTICE or (shape.quotes and part.size > _HEADING_WORDS) or not shape.site_voice:
        return ""
    if not shape.ends_sentence and shape.site_phrases and part.size <= _NOTICE_WORDS:
        return "site notice" if part.relevance < (0.8 if shape.site_voice > 1 else _KIN) else ""
    if part.size > _LONG_NOTICE and not (shape.addresses_reader or shape.speaks_of_itself):
        return ""
    if shape.commands and part.size <= _LONG_NOTICE and (shape.site_phrases or shape.names_account):
        return "the site asks its readers" if part.relevance < 0.8 else ""
    limit = {1: 0.0, 2: _STRANGER, 3: _KIN}.get(shape.site_voice, 0.7)
    return "the site speaks to its readers" if part.relevance < limit else ""


def _mark_loose_end(parts: list[Part]) -> list[Part]:
    """What an article that was cut off ends with: a sentence without its end, behind sentences that have theirs.

    Its last word tells it from a sentence whose full stop is missing: it is no word of the article, or a small one.
    """
    *above, last = parts
    before = above[-1] if above else last
    if last.kind or last.shape.ends_sentence or last.shape.bullet or not before.shape.ends_sentence:
        return parts
    if sum(part.solid for part in above) < _LEAST_SOLID or not _is_cut_off(above, last):
        return parts
    return [*above, last.marked("boilerplate", "breaks off at the end of the article")]


def _is_cut_off(above: list[Part], last: Part) -> bool:
    """Whether a line ends with a small word, or with one that stands nowhere else in the article: a part of a word."""
    word = last.shape.lower[-1] if last.shape.lower else ""
    small = word in load_language(last.cohesion.language).function_words
    return small or not any(word in part.shape.lower for part in above)


def _mark_tail(parts: list[Part]) -> list[Part]:
    """What follows the last paragraph of the report: go up from the end until one reads like report."""
    end = len(parts)
    while end and not _closes_report(parts, end - 1):
        end -= 1
    if not any(not part.kind for part in parts[:end]):  # nothing reads like report: an article of short lines, keep it
        return parts
    return [*parts[:end], *(part.marked("boilerplate", "after the end of the report") for part in parts[end:])]


def _closes_report(parts: list[Part], i: int) -> bool:
    part, shape = parts[i], parts[i].shape
    if part.kind or (part.size <= _LONG_WORDS and shape.pointer):
        return False
    if part.inner and shape.ends_sentence and not shape.biography:
        return shape.site_voice <= shape.speaks_of_itself or part.relevance >= _KIN  # a speaker, too, says "we"
    if not shape.ends_sentence or part.size < 4:
        return in_list(parts, i) or _is_cut_short(part) or (i == len(parts) - 1 and _breaks_off(part))
    if shape.biography or shape.joints >= 2:
        return part.relevance >= (1 if shape.biography else 0.6)
    long = part.size > _LONG_WORDS and not (shape.site_voice > 2 and part.relevance < _STRANGER)
    return long or shape.site_voice < (_TWO_SIGNS if part.size > _CUT_WORDS else 1) or part.relevance >= _KIN + 0.1


def _breaks_off(part: Part) -> bool:
    """Whether an article's last line is running text that was cut off, within a word or after "Sen."."""
    shape = part.shape
    talks = shape.site_voice or shape.joints or shape.link_like or shape.marks_links
    return not talks and shape.title_case < _RUNNING and (part.size >= _CUT_WORDS or shape.ends_sentence)


def _is_cut_short(part: Part) -> bool:
    """Whether a paragraph of the report breaks off, as the last one of a shortened article does."""
    shape = part.shape
    return (
        part.size > _LONG_NOTICE
        and not (shape.site_voice >= _TWO_SIGNS or shape.joints or shape.link_like)
        and part.relevance >= _KIN
    )


def _mark_links(parts: list[Part]) -> list[Part]:
    """Runs of links to other stories: a marker line, then headlines; at the article's end also teaser sentences."""
    out, in_run, seen, words = list(parts), False, 0, sum(part.size for part in parts)
    for i, part in enumerate(parts):
        if _opens_links(parts, i):
            in_run = not _is_full_link(part)
            out[i] = part.marked("boilerplate", "opens a run of links")
            late = in_run and seen >= 0.4 * words and len(parts) - i <= _RUN_LINES
            if late and _is_late_run(parts[i + 1 :]):
                return [*out[: i + 1], *(p.marked("boilerplate", "in a run of links") for p in parts[i + 1 :])]
        elif in_run:
            in_run = not (part.shape.ends_sentence and part.size >= 6)
            if in_run:
                out[i] = part.marked("boilerplate", "in a run of links")
        seen += part.size
    return out


def _is_full_link(part: Part) -> bool:
    """Whether a marker line names its link itself ("Read also: …"), so that no run need follow."""
    _, colon, rest = part.shape.text.partition(":")
    return bool(colon) and len(rest.split()) >= 3


def _opens_links(parts: list[Part], i: int) -> bool:
    part, shape = parts[i], parts[i].shape
    if not shape.marks_links or part.inner:
        return False
    leads_list = shape.introduces and i + 1 < len(parts) and bool(parts[i + 1].shape.bullet)
    open_ended = not shape.ends_sentence or shape.asks
    return open_ended and not leads_list and (part.size <= 5 or _is_full_link(part) or part.relevance < 1)


def _is_late_run(rest: list[Part]) -> bool:
    """Whether what follows a marker to the article's end is links: mostly headlines or glued teasers, off topic."""
    if any(one.solid and other.solid for one, other in pairwise(rest)):
        return False
    if any(part.solid and part.relevance > 0.9 and not part.shape.joints for part in rest):
        return False
    headlines = sum(not part.shape.ends_sentence or part.shape.joints > 0 for part in rest)
    return headlines >= 0.4 * len(rest) and sum(part.relevance for part in rest) < 0.8 * len(rest)


def _mark_head(parts: list[Part]) -> list[Part]:
    """What precedes the first paragraph of the report: a headline, perhaps a second one, the site's lines."""
    first = next((i for i, p in enumerate(parts) if not p.kind and _opens_report(p)), len(parts))
    out = list(parts)
    for i in range(first):
        if not parts[i].kind and parts[i].solid:
            out[i] = parts[i].marked("boilerplate", "before the report, foreign to it")
    lines = [i for i in range(first) if _is_head_line(parts[i])]
    own = dict.fromkeys(i for i in lines if _is_own(parts[i]))
    title = _title_among(parts, lines, list(own))
    for i in lines:
        if i == title:
            out[i] = parts[i].marked("title", "first headline")
        elif i in own:
            out[i] = parts[i].marked("heading", "headline before the report")
        else:
            out[i] = parts[i].marked("boilerplate", "before the report, foreign to it")
    return out


def _title_among(parts: list[Part], lines: list[int], own: list[int]) -> int | None:
    """The first line about the event that is longer than a section's name, else the one nearest to it."""
    rest = sorted((i for i in lines if not _is_sales_talk(parts[i])), key=lambda i: -parts[i].relevance)
    return next((i for i in (*own, *rest) if parts[i].size >= 5), own[0] if own else None)


def _is_sales_talk(part: Part) -> bool:
    return part.shape.addresses_reader or part.shape.site_voice > 1 or part.shape.link_like


def _opens_report(part: Part) -> bool:
    if not part.solid:
        return False
    signs = _TWO_SIGNS if part.size > _TEASER else 1
    return part.size > _LONG_WORDS or part.shape.site_voice < signs or part.relevance >= _KIN


def _is_own(part: Part) -> bool:
    """Whether a line above the report is about its event, not about the site."""
    shape = part.shape
    least = 1.0 if shape.addresses_reader else 0.8 if shape.site_phrases else _STRANGER
    return part.relevance >= least and not shape.link_like


def _is_head_line(part: Part) -> bool:
    shape = part.shape
    if part.kind or part.size > 40 or not (shape.asks or not shape.ends_sentence):
        return False
    return not (shape.introduces or shape.bullet or shape.labels_abstract)


def _mark_headings(parts: list[Part]) -> list[Part]:
    """Short lines without a full stop between paragraphs."""
    out = list(parts)
    following: Part | None = None
    for i in range(len(parts) - 1, 0, -1):
        if not parts[i].kind:
            if following and not parts[i].inner and _is_heading(parts, i, following):
                out[i] = parts[i].marked("heading", "short line above a paragraph")
            following = parts[i]
    return out


def _is_heading(parts: list[Part], i: int, following: Part) -> bool:
    shape, size = parts[i].shape, parts[i].size
    capitals = shape.in_capitals
    if size > (_LONG_NOTICE if capitals else _HEADING_WORDS) or shape.introduces:
        return False
    if shape.ends_sentence and not (shape.asks or shape.quotes):
        return False
    if in_list(parts, i) or (shape.bullet and not _is_numbered_heading(parts, i)):
        return False
    if shape.ends_sentence and not _is_quoted(shape.folded):
        return shape.asks and (shape.title_case > 0.6 or size <= 4)
    return following.size > size or bool(following.shape.bullet) or capitals


def _is_numbered_heading(parts: list[Part], i: int) -> bool:
    """Whether a line such as "2. The verdict" is alone above a paragraph, and not a list item."""
    near = [p for p in (*parts[i - 1 : i], *parts[i + 1 : i + 2]) if not p.kind]
    return parts[i].shape.text[0].isdigit() and not any(p.shape.bullet for p in near)


def _is_quoted(folded: str) -> bool:
    """Whether a line is one quotation and nothing else, as headings made of somebody's words are."""
    return folded.startswith('"') and folded.endswith('"') and not folded.rstrip('"').endswith((".", "!", ","))


def _mark_islands(parts: list[Part]) -> list[Part]:
    """Paragraphs foreign to the event between pieces of boilerplate, in the article's second half."""
    out = list(parts)
    half = sum(p.size for p in parts) / 2
    seen = 0
    for i, part in enumerate(parts):
        late = seen >= half
        seen += part.size
        if late and not part.kind and i and out[i - 1].kind == "boilerplate" and _ends_at_furniture(parts, i):
            out[i] = part.marked("boilerplate", "foreign to the event, between notices of the site")
    return out


def _ends_at_furniture(parts: list[Part], i: int) -> bool:
    """Whether all paragraphs from here to the site's next notice are foreign, and not all plain sentences."""
    odd = False
    for part in parts[i : i + _RUN_LINES]:
        if part.kind == "boilerplate":
            return odd
        if part.relevance >= _STRANGER or part.size > _LONG_WORDS:
            return False
        odd = odd or not part.shape.ends_sentence or part.shape.site_voice >= _TWO_SIGNS
    return odd
