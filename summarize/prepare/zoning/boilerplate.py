"""What web sites, agencies and mails print around articles: their phrases, and lines that are no prose by their shape.

A phrase alone never condemns a line; `zones` also requires position, shape or low cohesion with the event. Phrases are
lower-case words as `WORD` finds them ("e mail" for "e-mail"). Captions, posts, transcripts, credits and
pointers are told by their shape; if a sign holds only at an article's end or in a run, `zones` checks that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...lang.language import PHRASES, joined, pattern_of_all, words_of_all
from ...lang.tables import names_of

Index = dict[str, tuple[tuple[str, ...], ...]]  # a phrase's first word: its phrases, longest first

# A post pasted with its picture's address or its signature: "— Name (@handle) August 6, 2017".
_POST = re.compile(
    r"\bpic\.twitter\.com/|\bhttps?://t\.co/|[-–—] ?[^()]{1,60}\(@\w{1,30}\) ?(?:[^\W\d_]{3,10}\.? \d|\d{1,2} )"
)
_PLATFORM = rf" ?/ ?{PHRASES}\.?$"
_CREDIT_WORDS = 8  # a credit of a name and a platform is no longer
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright) ?(?:\(c\) ?|© ?)?(?:19|20)\d\d\b", re.I)
_CONTRIBUTORS = rf"\b{PHRASES}\.?$"
_CONTACT = re.compile(
    r"(?:[\w ]{0,20}: ?)?(?:@\w{1,30}|[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3})(?: ?[|·,/].{0,60})?"
)
_HANDLE = re.compile(r"(?<![\w.])@\w{2,30}\b")
_CAPTIONER = re.compile(r"WEBVTT\b|>> ?|\d{2}:\d{2}(?::\d{2})?[.,]\d{3} -->")
_ADDRESS = re.compile(r"\b[\w-]{2,40}\.(?:gov|com|org|net|edu|int|info|eu|[a-z]{2})\b(?!['’])")
_POINTER_WORDS = 30
_LINK_WORDS = 45  # most words of a link to another story
_LINK_HEAD = 70  # characters in which the colon behind its label stands
_LINK_LABEL = rf"\W{{0,3}}{PHRASES} ?: ?(?=\S)"
# "Free fares:Town council votes": what was a link's own line is glued to its topic.
_GLUED_TOPIC = re.compile(r"[^\W\d_][^:.!?\"“]{2,60}[^\W\d_][?!]?:(?=[^\W\d_a-z][^\W\d_]*[ ’'])")
_RUN_ON = re.compile(r"[^\W_A-Z][.)!?][^\W\d_a-z]")  # the report is glued to the link
_POSITION = rf"[^\W\d_a-z][\w’'-]{{1,30}} [^\W\d_a-z][\w’'-]{{1,30}}, {PHRASES},? "
_BESIDE_BAR = rf"\|[^|.!?]{{2,60}}?{PHRASES}"
_ORDER = rf"(?:^|[.!?:*]\s{{0,3}})\W{{0,4}}{PHRASES}"  # at a sentence's beginning; news hardly ever orders twice
_SALES = rf"\b(?:{PHRASES}|www\.\S{{1,40}}|[\w-]{{2,40}}\.com)\b"
_FEW_ORDERS, _MANY_SALES = 2, 3


# Headers and trailers of IPTC 7901 and ANPA 1312 as agencies still send them.
_WIRE = re.compile(
    r"(?:ZCZC|GLNO|NNNN)\b.{0,120}"
    r"|[\x00-\x08\x0e-\x1b]*[a-z]{1,2}[0-9]{4}\s?(?:[a-z]\s){1,6}\s?[a-z]{2}-\S.{0,80}"  # a0412 r i bc-storm 03-04 0312
    r"|\^[A-Z]{2}[-–][^<]{1,100}<|\^(?:Eds|EDS|Note|With)\b[^<]{0,120}[<=]?|\^[^<=]{1,60}="
    r"|[A-Z]{2,4}-[A-Z]{2,4}-[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{4}[A-Z]{3}<?"  # EP-NY-03-04-25 1820EST<
    r"|[A-Z]{2,5} (?:[a-z]{1,5}[/-]){0,4}[a-z]{1,5} [0-9]{6} (?:GMT|UTC) [A-Z]{3} [0-9]{2}"  # EP jl 041820 GMT MAR 25
)
_MAIL_FIELD = (
    rf"({PHRASES}|reply-to|sender|message-id|in-reply-to|return-path|received|mime-version"
    r"|x-[a-z-]{1,40}|content-[a-z-]{1,40}|list-[a-z-]{1,40}):\s"
)
_FORWARDED = rf"-{{2,40}}\s?{PHRASES}\b"


# -- phrases of all languages -----------------------------------------------------------------------------------------


def _index(key: str) -> Index:
    """The phrases that all languages have under a key."""
    index: Index = {}
    phrases = {tuple(phrase.split()) for phrase in words_of_all(key)}
    for phrase in sorted(phrases, key=lambda words: (-len(words), words)):
        index[phrase[0]] = (*index.get(phrase[0], ()), phrase)
    return index


@cache
def site_phrases() -> Index:
    """Newsletter boxes, share bars, comment forms, legal notes, appeals."""
    return _index("site_phrases")


@cache
def link_openers() -> Index:
    """How a line begins that opens a run of links to other stories."""
    return _index("link_openers")


@cache
def reader_words() -> Index:
    """The reader addressed."""
    return _index("reader_words")


@cache
def self_words() -> Index:
    """The publisher speaking of itself."""
    return _index("publisher_words")


@cache
def orders() -> Index:
    """First words of a sentence that asks the reader to do something."""
    return _index("reader_orders")


@cache
def notice_labels() -> Index:
    """First words of the publisher's remarks about the article."""
    return _index("notice_labels")


@cache
def abstract_labels() -> Index:
    """First words of a box of key points or its heading."""
    return _index("abstract_labels")


@cache
def credit_words() -> frozenset[str]:
    """Words of which every photo or agency credit holds one."""
    return words_of_all("credit_words")


def count_phrases(words: Sequence[str], index: Index) -> int:
    """How many phrases of the index occur in a run of lower-case words; no word counts twice."""
    count = after = 0
    for place in [i for i, word in enumerate(words) if word in index]:
        if place >= after and (length := match_length(words, index, place)):
            count, after = count + 1, place + length
    return count


def match_length(words: Sequence[str], index: Index, place: int = 0) -> int:
    """Words of the longest phrase of the index that begins at `place`, 0 if none does."""
    if place >= len(words):
        return 0
    for phrase in index.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0


# -- lines ------------------------------------------------------------------------------------------------------------


def caption(text: str) -> bool:
    """Whether a line is a photograph's caption by its first words, or by a bar and a credit within it."""
    if pattern_of_all("caption_openings", PHRASES, 0).match(text[:120]):
        return True
    return "|" in text and bool(pattern_of_all("credit_phrases", _BESIDE_BAR).search(text))


def positions(text: str) -> bool:
    """Whether a line says where somebody stands in a picture: "Tove Rask, left, and the mayor"."""
    return bool(pattern_of_all("picture_positions", _POSITION, 0).search(text))


def link(text: str, *, glued: bool) -> bool:
    """Whether a line is a link to another story by its label: "Related: …", "(MORE: …)".

    With `glued`, one that is glued to its topic counts too ("Free fares:Town council votes"), as a title may be.
    """
    if ":" not in text[:_LINK_HEAD] or len(text.split(None, _LINK_WORDS)) > _LINK_WORDS or _RUN_ON.search(text):
        return False
    return bool(pattern_of_all("link_labels", _LINK_LABEL).match(text) or (glued and _GLUED_TOPIC.match(text)))


def wire_line(text: str) -> bool:
    """Whether a line is what news wires put around a report: numbers and slugs, notes to editors, sign-offs."""
    return len(text) <= 150 and bool(_WIRE.fullmatch(text))


def mail_field(text: str) -> str:
    """The name of the field that a line of a mail's head holds, in lower case; "" for any other line."""
    found = pattern_of_all("mail_fields", _MAIL_FIELD).match(text)
    return found[1].lower() if found else ""


def opens_mail(text: str) -> bool:
    """Whether a line of dashes says that a forwarded or older message follows."""
    return text.startswith("--") and bool(pattern_of_all("forwarding_words", _FORWARDED).match(text[:120]))


def post(text: str) -> bool:
    """Whether a line is a post pasted from a social network."""
    return ("/" in text or "(@" in text) and bool(_POST.search(text))


def sign_off(text: str) -> bool:
    """Whether a line is only a credit, a copyright, contributors' names or a way to reach the writer."""
    if len(text) > 250:
        return False
    contributors = pattern_of_all("contributor_phrases", _CONTRIBUTORS, 0)
    if _CONTACT.fullmatch(text) or _COPYRIGHT.match(text) or contributors.search(text):
        return True
    return len(text.split()) <= _CREDIT_WORDS and bool(_platforms().search(text))


@cache
def _platforms() -> re.Pattern[str]:
    return joined(names_of("platforms"), _PLATFORM)


def names_account(text: str) -> bool:
    """Whether a social-network account is named by its handle."""
    return "@" in text and bool(_HANDLE.search(text))


def opens_caption(text: str) -> bool:
    """Whether a line begins like a broadcast's captions: with `>>`, a time range, or the format's name."""
    return text[:1] in "W>0123456789" and bool(_CAPTIONER.match(text))


def in_capitals(text: str) -> bool:
    """Whether nearly all letters are capitals, as in a broadcast's captions."""
    capitals = sum(map(str.isupper, text))
    return sum(map(str.islower, text)) < 0.15 * capitals


def advert(text: str) -> bool:
    """Whether a paragraph tells its reader to buy or look at something, as no report does."""
    orders = len(pattern_of_all("advertising_orders", _ORDER, 0).findall(text))
    if not orders or '"' in text or "“" in text:
        return False
    sales = len({match.lower() for match in pattern_of_all("advertising_words", _SALES).findall(text)})
    return sales >= (1 if orders >= _FEW_ORDERS else _MANY_SALES)


def pointer(text: str) -> bool:
    """Whether a sentence merely says where more can be found on the web."""
    points = pattern_of_all("pointers_to_more")
    return len(text.split()) <= _POINTER_WORDS and bool(points.search(text)) and bool(_ADDRESS.search(text))


def pointer_length(text: str) -> int:
    """Length of a pointer that ends a paragraph as its last sentence, 0 if there is none."""
    place = max(text.rfind(end, 0, -1) for end in (". ", "! ", "? ")) + 2
    return len(text) - place if place > 1 and pointer(text[place:]) else 0
