"""The parts of an article: what runs into a paragraph's text without a line break is cut off, the enormous is split.

Site names, bylines with a time, datelines, clock times, labels and loose ends become parts of their own. Functions that
end in `_length` give a length in characters from a paragraph's front, and never judge what remains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...lang.language import PHRASES, Language, pattern_of_all
from ...nlp.tokenize import WORD
from .lines import LineFeatures, Span, is_stamp, match_length, phrases
from .paragraphs import Block, Cohesion, Part, is_solid, make_block
from .sentences import split_block, split_sentences

_LONG_WORDS = 100  # a longer paragraph is judged sentence by sentence
_ENORMOUS = 50_000  # characters; a longer paragraph is not an article in one line and is kept unchanged
_HEADLINE_WORDS = 30  # most words of a headline with its site's name
_FIRST_LINES = 6  # lines above the report among which the headline is
# Separators between a headline, the site's name and what follows; dashes only with a blank on both sides.
_BAR = re.compile(r" [|\\·•»›] | :: ")
_BAR_OR_DASH = re.compile(r" [|\\·•»›–—-] | :: ")
# "LISBON (Agency) -", "Munich, Feb. 3 —", "WASHINGTON, D.C. | AP -": a place, perhaps a date or an agency, then a dash.
_PLACE = (
    r"[^\W\d_a-z][\w’'.-]{0,30}"
    rf"(?:[ ,/]{{1,2}}(?:[^\W\d_a-z][\w’'.-]{{0,30}}|{PHRASES}|\d{{1,2}}\.?,?|[a-z]{{3}}\.?)){{0,5}}"
)
_DATELINE = (
    rf"{_PLACE}[.,]?\s?(?:\([^()]{{1,40}}\)\s?[-–—―:.]{{0,3}}|[,.]?\s?(?:[-–—―]{{1,2}}(?=\s)|[–—―]))"
    r"\s{0,3}(?=[“\"‘«„]?[^\W_a-z])"
)
_BARE = re.compile(r"[A-Z]{4,20}(?:[ ,]{1,2}[A-Z.]{2,20}){0,2} (?=([A-Z][a-z]{0,9}) )")  # "WASHINGTON The number of"
# "(ABC) The harbour was closed", "(Nordline) - The harbour"
_LONE_AGENCY = re.compile(
    r"\((?:[A-Z]{2,6}\)\s?[-–—]{0,2}|[^\W\d_a-z][\w.&’' -]{1,30}\)\s?[-–—]{1,2})\s{1,3}(?=[“\"]?[A-Z])"
)
_AGENCY = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?|\s?(?:Uhr|h|GMT|ET|CET|UTC)\b)?(?: [A-Z]{3,12}\b)?"
    r"(?:\s?[—–|:-]\s(?:[^—–|:.!?]{1,40}\s[—–|]\s)?|\s)\s{0,3}(?=[^\W\d_a-z“\"„«‘])"
)
_LABEL = rf"{PHRASES}: {{1,3}}(?=[“\"A-Z\d])"
_PLACE_LETTERS = 4  # fewest of a place in capitals: NATO has as many, but a dateline is far more frequent
_HEAD = 300  # characters in which a byline and the time glued to an article's first sentence end
_MONTH = r"[^\W\d_]{3,10}\.?"
_TIME = r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?"
_TOKEN = re.compile(r"[^\s|·•]+\s*(?:[|·•–—-]\s+)?")
_ADVERT_FRONT = rf"{PHRASES}\s{{1,3}}(?=[“\"«„]?[^\W\d_a-z])"
_ADVERT_BACK = rf"(?<=[.!?”\"])\s{{1,3}}{PHRASES}$"
_FIGURES = re.compile(r"\d[:.h]\d\d|\d{4}")
_STAMP = re.compile(
    rf"(?:\b\d{{1,2}}\.? (?:de )?{_MONTH},? (?:de )?\d{{4}}\b|\b{_MONTH} \d{{1,2}},? \d{{4}}\b)"
    rf"|\b[^\W\d_]{{4,14}}(?: on)?:? (?:[^\W\d_]{{2,4}}\.?,? )?(?:{_MONTH} \d{{1,2}},? )?(?:at )?{_TIME}"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block and the paragraph it came from, marked if its place alone says what it is."""

    block: Block
    paragraph: int
    reason: str = ""
    inner: bool = False


def make_parts(text: str, blocks: Sequence[Block], language: Language) -> tuple[list[Part], Cohesion]:
    """Cut blocks into parts; `cohesion` still waits for the event's vocabulary (see `share_event`)."""
    pieces = [piece for n, block in enumerate(blocks) for piece in _headline(text, block, n)]
    pieces = [piece for each in _without_front(text, pieces, language) for piece in _sentences(text, each, language)]
    pieces[-1:] = [piece for last in pieces[-1:] for piece in _without_pointer(text, last)]
    pieces[-1:] = [piece for last in pieces[-1:] for piece in _without_loose_end(text, last, language)]
    cohesion = Cohesion([piece.block for piece in pieces], language.code)
    parts = [
        Part(p.block, cohesion, n, p.paragraph, "boilerplate" if p.reason else None, p.reason, p.inner)
        for n, p in enumerate(pieces)
    ]
    return parts, cohesion


def _headline(text: str, block: Block, number: int) -> Iterator[_Piece]:
    """Cut a line of headline, site name and byline: the longest short piece is the headline; text may follow last.

    A separator belongs to the site's name beside it."""
    shape = block.shape
    spans = split_at_separators(shape.text[:400]) if number < _FIRST_LINES else []
    if len(spans) < 2 or (len(spans) == 2 and (shape.ends_sentence or block.size > _HEADLINE_WORDS)):
        yield _Piece(block, number)
        return
    spans[-1] = (spans[-1][0], len(shape.text))
    sizes = [len(shape.text[a:b].split()) for a, b in spans]
    head = max(range(len(spans)), key=lambda i: (sizes[i] <= _HEADLINE_WORDS, sizes[i]))
    sites = [i != head and size <= _HEADLINE_WORDS for i, size in enumerate(sizes)]
    for i, (a, b) in enumerate(spans):
        start = spans[i - 1][1] if sites[i] and i and not sites[i - 1] else a
        end = spans[i + 1][0] if i + 1 < len(spans) and (sites[i] or not sites[i + 1]) else b
        reason = "site name or byline beside the headline" if sites[i] else ""
        yield _Piece(make_block(text, block.start + start, block.start + end), number, reason)


def _without_front(text: str, pieces: Sequence[_Piece], language: Language) -> Iterator[_Piece]:
    """Take datelines, bylines with a time and the times of a live blog off the paragraphs they are glued to."""
    live = sum(clock_length(piece.block.shape.text) > 0 for piece in pieces) > 1
    first, dated = True, False
    for piece in pieces:
        if piece.reason:
            yield piece
            continue
        is_report = is_solid(piece.block) or piece.block.size > _LONG_WORDS
        may_begin = is_report and not piece.block.shape.caption
        places = {"first": first and may_begin, "early": may_begin and not dated and piece.paragraph < _FIRST_LINES}
        length, reason = _front(piece, language, places, live=live)
        first, dated = first and not is_report, dated or reason == "dateline"
        yield from _cut_off(text, piece, length, reason)


def _front(piece: _Piece, language: Language, places: Mapping[str, bool], *, live: bool) -> tuple[int, str]:
    """Length and reason of what is glued to a paragraph's front. `places` are those of `dateline_length`."""
    shape = piece.block.shape
    if piece.paragraph < _FIRST_LINES and _begins_with_counter(shape):
        return 2, "counter of comments or shares"
    if piece.paragraph < _FIRST_LINES and (length := head_length(shape.text, language)):
        return length, "headline, byline and time in one line"
    if length := dateline_length(shape.text, language, **places):
        return length, "dateline"
    if length := label_length(shape.text):
        return length, "label of a paragraph"
    return (clock_length(shape.text) if live and not shape.stamp else 0), "time of an entry"


def _begins_with_counter(shape: LineFeatures) -> bool:
    """Whether a headline begins with the 0 of a counter: no headline does so by itself."""
    return shape.text.startswith("0 ") and shape.text[2:3].isupper() and not shape.ends_sentence


def _cut_off(text: str, piece: _Piece, length: int, reason: str) -> Iterator[_Piece]:
    start, end = piece.block.start, piece.block.end
    if length:
        yield _Piece(make_block(text, start, start + length), piece.paragraph, reason, piece.inner)
        yield _Piece(make_block(text, start + length, end), piece.paragraph, inner=piece.inner)
    else:
        yield piece


def _without_pointer(text: str, last: _Piece) -> Iterator[_Piece]:
    """Cut the article's last sentence from its paragraph if it merely says what can be found on the web."""
    start, end = last.block.start, last.block.end
    if last.reason or not (length := last.block.shape.pointer_length):
        yield last
        return
    yield replace(last, block=make_block(text, start, end - length))
    yield replace(last, block=make_block(text, end - length, end), reason="where more can be found")


def _without_loose_end(text: str, last: _Piece, language: Language) -> Iterator[_Piece]:
    """Cut the article's last sentence from its paragraph if it has no end and the paragraph is the report's."""
    shape = last.block.shape
    is_report = not (last.reason or shape.site_voice or shape.link_like or "@" in shape.text)
    if is_report and not shape.ends_sentence and len(shape.text) <= _ENORMOUS:
        start = split_block(text, last.block.start, last.block.end, language)[-1][0]
        if start > last.block.start:
            yield replace(last, block=make_block(text, last.block.start, start), inner=True)
            last = replace(last, block=make_block(text, start, last.block.end), inner=True)
    yield last


def _sentences(text: str, piece: _Piece, language: Language) -> Iterator[_Piece]:
    """The sentences of an enormous paragraph, else the paragraph itself; labels of advertisements apart."""
    if piece.reason:
        yield piece
    elif piece.block.size <= _LONG_WORDS or len(piece.block.shape.text) > _ENORMOUS:
        yield from _without_adverts(text, piece)
    else:
        for start, end in split_block(text, piece.block.start, piece.block.end, language):
            yield from _without_adverts(text, _Piece(make_block(text, start, end), piece.paragraph, inner=True))


def _without_adverts(text: str, piece: _Piece) -> Iterator[_Piece]:
    block = piece.block
    front, back = advert_lengths(block.shape.text)
    if not (front or back):
        yield piece
        return
    spans = [(block.start, block.start + front), (block.start + front, block.end - back), (block.end - back, block.end)]
    for n, (start, end) in enumerate(spans):
        if start < end:
            reason = "" if n == 1 else "label of an advertisement"
            yield _Piece(make_block(text, start, end), piece.paragraph, reason, piece.inner)


# -- what is glued to a text ------------------------------------------------------------------------------------------


def split_at_separators(text: str) -> list[Span]:
    """The pieces of a headline line between bars, backslashes or spaced dashes; no piece holds a separator.

    One piece unless it reads "Headline | Site": three pieces or more between bars, or two of which one is a name.
    """
    bars = _cut(text, _BAR)
    if len(bars) >= 3:
        return bars
    pieces = _cut(text, _BAR_OR_DASH)
    if len(pieces) == 2 and min(_is_name(text[a:b]) for a, b in pieces) < max(_is_name(text[a:b]) for a, b in pieces):
        return pieces
    return [(0, len(text))]


def dateline_length(text: str, language: Language, *, first: bool, early: bool = False) -> int:
    """Length in characters of a dateline at a paragraph's front, 0 where there is none.

    Only an article's `first` paragraph may have one without an agency in brackets, and an `early` one, below captions
    and remarks, a place in capitals.
    """
    match = pattern_of_all("place_particles", _DATELINE, 0).match(text[:160])
    if match:
        found = match.group()
        is_place = _is_place(found, language) if first else early and _is_in_capitals(found)
        if is_place or (not first and _has_agency(found)):
            return match.end()
    if first and (alone := _LONE_AGENCY.match(text)):
        return alone.end()
    return (_city_length(text, language) or _bare_length(text, language)) if first else 0


def clock_length(text: str) -> int:
    """Length of the time of day that a live blog's entry begins with, 0 if there is none."""
    match = _CLOCK.match(text[:80])
    return match.end() if match else 0


def label_length(text: str) -> int:
    """Length of a label such as "Why it matters: " at a paragraph's front, 0 where there is none."""
    match = pattern_of_all("paragraph_labels", _LABEL, 0).match(text)
    return match.end() if match else 0


def head_length(text: str, language: Language) -> int:
    """Length of what is glued before an article's first sentence up to a byline's date and time, 0 where there is none.

    The date belongs to no sentence: none ends before it, no function word leads to it, and a capital letter follows.
    """
    if not _FIGURES.search(text, 0, _HEAD):
        return 0
    for match in _STAMP.finditer(text[:_HEAD]):
        before = text[: match.start()]
        end = _stamp_end(text, match.start())
        after = text[end:].lstrip() if end >= match.end() else ""  # else a month's short form began another word: Mart
        if after and _begins_sentence(after) and not _leads_to_date(before, language) and _is_unpunctuated(before):
            return _past_furniture(text, len(text) - len(after))
    return 0


def advert_lengths(text: str) -> tuple[int, int]:
    """Lengths of an advertisement's label before and behind a text it is glued to, each 0 where there is none."""
    front = pattern_of_all("advert_labels", _ADVERT_FRONT, 0).match(text)
    back = pattern_of_all("advert_labels", _ADVERT_BACK, 0).search(text[-30:])
    return (_past_furniture(text, front.end()) if front else 0), (len(back.group()) if back else 0)


def _stamp_end(text: str, place: int) -> int:
    """Skip words and figures of dates and times."""
    for token in _TOKEN.finditer(text, place, place + 120):
        if not is_stamp(token.group()):
            return token.start()
        place = token.end()
    return place


def _begins_sentence(text: str) -> bool:
    return text[0].isupper() or text[0] in '“"„«‘'


def _leads_to_date(before: str, language: Language) -> bool:
    """Whether the words before a date are those of a sentence: "on", "since", or a comma."""
    last = before.split()[-1:]
    return bool(last) and (last[0].lower() in language.function_words or last[0].endswith((",", ".")))


def _past_furniture(text: str, place: int) -> int:
    """Skip the site's phrases among the next few words, such as a share bar, if a capital letter follows."""
    words = list(WORD.finditer(text, place, place + 100))
    lower = [word.group().lower() for word in words]
    for i in range(min(6, len(words)), -1, -1):
        length = match_length(lower, phrases("site_phrases"), i)
        if not length or i + length >= len(words):
            continue
        end = _stamp_end(text, words[i + length].start())
        between = text[place : words[i + length].start()]
        if _begins_sentence(text[end:] or " ") and not re.search(r"[.!?]", between):
            return end
    return place


def _is_unpunctuated(text: str) -> bool:
    """Whether no sentence ends in a text but a caption's, which a credit or a byline follows."""
    end = re.search(r"[^\W\d_A-Z]{3}[.!?] ", text)
    return not end or text[end.end()] in "(["


def _cut(text: str, separator: re.Pattern[str]) -> list[Span]:
    found = [match.span() for match in separator.finditer(text)]
    return list(zip([0, *(end for _, end in found)], [*(start for start, _ in found), len(text)], strict=True))


def _is_name(text: str) -> bool:
    """Whether a piece may be a site's name: few words, most of them capitalised."""
    words = WORD.findall(text)
    return 0 < len(words) <= 6 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _is_place(found: str, language: Language) -> bool:
    """Tell a dateline from a sentence that merely has a dash early: capitals, an agency, or two words, none common."""
    if "(" in found:
        return _has_agency(found)
    words = _place_in(found).lower().split()
    parted = found[-1].isspace() and len(words) <= 2 and language.function_words.isdisjoint(words)
    return parted or _is_in_capitals(found)


def _place_in(found: str) -> str:
    return re.split(r"[(–—―-]", found, maxsplit=1)[0].strip(" ,.")


def _is_in_capitals(found: str) -> bool:
    """Whether a dateline begins with a place in capitals and a name that is longer than a body's initials."""
    place = _place_in(found).split(",")[0]
    return place.isupper() and len(place) >= _PLACE_LETTERS


def _has_agency(found: str) -> bool:
    return bool(_AGENCY.search(found))


def _city_length(text: str, language: Language) -> int:
    """Length of "Munich. " where it is a sentence of one or two capitalised words, not an abbreviated title."""
    head, stop, rest = text[:50].partition(". ")
    words = head.split()
    if not stop or len(words) > 2 or not all(word[0].isupper() for word in words) or not rest[:1].isupper():
        return 0
    spans = split_sentences(text[:100], language)
    length = len(head) + 2
    return length if spans[0][1] < length < len(text) / 2 and len(head) > 3 else 0


def _bare_length(text: str, language: Language) -> int:
    """Length of a place in capitals that only a function word with a capital parts from the first sentence."""
    match = _BARE.match(text)
    return match.end() if match and match[1].lower() in language.function_words else 0
