"""What a line of text looks like and says: facts from which `zones` decides what it is. Decides nothing itself.

Facts are computed when asked for: most lines of most articles are plain sentences about which little is asked. What web
sites, agencies and mails print around articles is known by phrases (lower-case words as `WORD` finds them: "e mail" for
"e-mail") or by its shape. A phrase alone never condemns a line; `zones` also requires position, shape or low cohesion
with the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from ...lang.language import PHRASES, joined, known_languages, load_language, pattern_of_all, words_of_all
from ...lang.tables import names_of
from ...nlp.tokenize import WORD, count_words, fold

Span = tuple[int, int]  # characters, half open
Index = dict[str, tuple[tuple[str, ...], ...]]  # a phrase's first word: its phrases, longest first

_NUMBER = re.compile(r"\d[\d:.,/h-]*(?:st|nd|rd|th|h|d)?")
_NAMES_WRITER = PHRASES + r" ?:? ?(?=[^\W\d_a-z])"
_NAME = r"[^\W\d_a-z][\w.’'-]{0,30}(?: [^\W\d_a-z][\w.’'-]{0,30}){1,2}"
_NAMES_SEVERAL = rf"{_NAME}(?:(?:, | {PHRASES} |, {PHRASES} ){_NAME}){{1,4}}$"  # "Ana Ruiz and Tove Rask"
_NAMES_MAKER = rf"\b{PHRASES}s? ?(?:by\b|:|/|\()"
# "Name Name is the paper's health correspondent", "Name has covered courts since 2016".
_PRESENTS = rf"(?:[^\W\d_a-z][\w.’'-]{{1,30}} ){{2,4}}{PHRASES}\b"
_QUOTATION_MARKS = '"“”„‟″«»＂'
_QUOTED = re.compile(r'"[^"]{0,2000}(?:"|$)')
BULLET = re.compile(r"\s{0,20}(?:[-*•‣◦▪–—·●○►▶✓]|\d{1,2}[.)])\s{1,20}(?=\S)")
_LINK = re.compile(r"https?://|\bwww\.|→|←|»\s?$| [›>»] ", re.I)
# The last letters of one piece of text and the first of the next: a sentence's end, a per cent sign, a small letter.
_JOINT = re.compile(r"(?:[a-zà-öø-ÿ]{2}[.!?…]?|%)[\"”’)]?[A-ZÀ-ÖØ-Þ“„«][a-zà-öø-ÿ]+ ")
_TERMINAL = tuple(".!?…。！？।۔؟")
_CLOSING = "\"'”’»)]」』）"
_LABEL_WORDS = 60  # most words of a box of key points in one paragraph, label included
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
_CAPTION_WORDS = 100  # most words of a caption that ends in a credit
_CREDIT_LENGTH = 130  # characters at a line's end that may be a credit in brackets
_BRACKETED = rf"\([^()]{{0,40}}{PHRASES}[^()]{{0,60}}\)\W?$"
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
_WIRE_CODES = re.compile(r"[\x00-\x08\x0e-\x1b]+\s*")


def lines_of(text: str) -> Iterator[Span]:
    """Each line that is not blank, without white space at either end. Every Unicode line end ends a line."""
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            lead = start + (0 if line[0] == bare[0] else len(line) - len(line.lstrip()))
            codes = _WIRE_CODES.match(bare) if bare[0] < " " else None
            if codes and codes.end() < len(bare):  # what a news wire sends before a text is a separate line
                yield lead, lead + len(codes[0].rstrip())
                lead, bare = lead + codes.end(), bare[codes.end() :]
            yield lead, lead + len(bare)
        start += len(line)


@dataclass(frozen=True)
class LineFeatures:
    """Facts about one line; all computed on demand from `text`."""

    text: str

    @cached_property
    def size(self) -> int:
        """Number of words; of characters in scripts without spaces. 0 for a line of marks."""
        size = count_words(self.text)
        return size if size > 5 or WORD.search(self.text) else 0

    @cached_property
    def words(self) -> list[str]:
        """The line's words as written."""
        return WORD.findall(self.text)

    @cached_property
    def lower(self) -> list[str]:
        """The line's words in lower case, with plain apostrophes."""
        return WORD.findall(self.text.lower().replace("’", "'"))

    @cached_property
    def folded(self) -> str:
        """The line with plain quotation marks, dashes and blanks; same length as the text."""
        return fold(self.text)

    @cached_property
    def outside(self) -> list[str]:
        """`lower` without what is between double quotation marks."""
        return WORD.findall(_QUOTED.sub(" ", self.folded).lower()) if self.quotes else self.lower

    @cached_property
    def quotes(self) -> bool:
        """Whether the line has double quotation marks."""
        return any(mark in self.text for mark in _QUOTATION_MARKS)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence does, ignoring closing marks."""
        return self._end.endswith(_TERMINAL)

    @cached_property
    def asks(self) -> bool:
        """Whether the line ends with a question mark."""
        return self._end.endswith(("?", "？", "؟"))

    @cached_property
    def _end(self) -> str:
        return self.text[-40:].rstrip().rstrip(_CLOSING).rstrip()

    @cached_property
    def introduces(self) -> bool:
        """Whether the line ends with a colon, as a list's lead-in does."""
        return self.text[-40:].rstrip().endswith((":", "："))

    @cached_property
    def bullet(self) -> int:
        """Length of the list mark at the line's start, in characters; 0 if there is none."""
        match = BULLET.match(self.text)
        return match.end() if match else 0

    @cached_property
    def title_case(self) -> float:
        """Share of the words of four letters or more that begin with a capital."""
        long = [word for word in self.words if len(word) > 3]
        return sum(word[0].isupper() for word in long) / len(long) if long else 0.0

    @cached_property
    def site_phrases(self) -> int:
        """How many boilerplate phrases are outside quotation marks, or inside if everything is quoted."""
        index = phrases("site_phrases")
        sign = "©" in self.text
        found = count_phrases(self.lower, index)
        return sign + (count_phrases(self.outside, index) if found and self.outside else found)

    @cached_property
    def site_voice(self) -> int:
        """Points for signs that the site speaks: its phrases, the reader addressed, itself named, an order given."""
        voices = (self.addresses_reader, self.speaks_of_itself, self.commands)
        return min(self.site_phrases, 3) + sum(voices)

    @cached_property
    def marks_links(self) -> bool:
        """Whether the line begins like one that opens a run of links: tags, related articles, most read."""
        return self.size <= 12 and match_length(self.outside, phrases("link_openers")) > 0

    @cached_property
    def addresses_reader(self) -> bool:
        """Second person or a request outside quotation marks."""
        return self._speaks(phrases("reader_words"))

    @cached_property
    def speaks_of_itself(self) -> bool:
        """First person plural outside quotation marks."""
        return self._speaks(phrases("publisher_words"))

    @cached_property
    def commands(self) -> bool:
        """Begins with an order."""
        return match_length(self.outside, phrases("reader_orders")) > 0

    @cached_property
    def labels_abstract(self) -> int:
        """Words in the label of a box of key points, 0 if there is none.

        It is alone on its line, apart from a name, or opens the line and has a colon.
        """
        if self.size > _LABEL_WORDS:
            return 0
        index = phrases("abstract_labels")
        words = match_length(self.lower[:6], index)
        alone = not self.ends_sentence and (len(self.lower) <= words + 2 if words else self._ends_with_label)
        if alone:
            return len(self.lower)
        return words if words and ":" in self.text[:60] else 0

    @property
    def _ends_with_label(self) -> bool:
        lower, index = self.lower, phrases("abstract_labels")
        return 2 < len(lower) <= 12 and any(match_length(lower[-n:], index) == n for n in (2, 3))

    @cached_property
    def labels_notice(self) -> bool:
        """Begins with a label such as "Correction:" or "Disclaimer:"."""
        return ":" in self.text[:40] and match_length(self.lower[:4], phrases("notice_labels")) > 0

    @cached_property
    def biography(self) -> bool:
        """Presents the article's writer."""
        if self.size > _LABEL_WORDS or words_of_all("words_of_writers").isdisjoint(self.lower):
            return False
        return bool(pattern_of_all("verbs_presenting_writers", _PRESENTS, 0).match(self.text))

    @cached_property
    def link_like(self) -> bool:
        """Web addresses, arrows, breadcrumb trails, or a run of short pieces between bars."""
        return bool(_LINK.search(self.text)) or self.text.count("|") >= 2 or self.text.count(" / ") >= 2

    @cached_property
    def joints(self) -> int:
        """Different places where one piece of text runs into the next without a blank, as glued teasers do."""
        return len(set(_JOINT.findall(self.text[:2000])))

    @cached_property
    def stamp(self) -> bool:
        """Whether the line is nothing but a date, a time or a reading time."""
        return self.size <= 20 and any(c.isdigit() for c in self.text) and is_stamp(self.text)

    @cached_property
    def byline(self) -> bool:
        """A short line that names the writer: "By" and capitalised words, perhaps a date, or several names alone."""
        if self.size > 16 or self.ends_sentence:
            return False
        names_writer = pattern_of_all("byline_openings", _NAMES_WRITER, 0)
        return bool(
            names_writer.match(self.text) or pattern_of_all("joins_range_ends", _NAMES_SEVERAL, 0).match(self.text)
        )

    @cached_property
    def credit(self) -> bool:
        """Names a photograph's maker or agency."""
        if self.size > 45 or words_of_all("credit_words").isdisjoint(self.lower):
            return False
        signs = pattern_of_all("picture_nouns", _NAMES_MAKER), pattern_of_all("credit_phrases", PHRASES)
        return any(sign.search(self.text) for sign in signs)

    @property
    def caption(self) -> bool:
        """Whether it is a photograph's caption by its first words, by the credit it ends in, or by one behind a bar."""
        if pattern_of_all("caption_openings", PHRASES, 0).match(self.text[:120]):
            return True
        credited = self.text.endswith(")") and self.size <= _CAPTION_WORDS
        if credited and pattern_of_all("credit_phrases", _BRACKETED).search(self.text[-_CREDIT_LENGTH:]):
            return True
        return "|" in self.text and bool(pattern_of_all("credit_phrases", _BESIDE_BAR).search(self.text))

    @property
    def positions(self) -> bool:
        """Whether it says where somebody stands in a picture: "Tove Rask, left, and the mayor"."""
        return bool(pattern_of_all("picture_positions", _POSITION, 0).search(self.text))

    def link(self, *, glued: bool) -> bool:
        """Whether it is a link to another story by its label: "Related: …", "(MORE: …)".

        With `glued`, one that is glued to its topic counts too ("Free fares:Town council votes"), as a title may be.
        """
        text = self.text
        if ":" not in text[:_LINK_HEAD] or len(text.split(None, _LINK_WORDS)) > _LINK_WORDS or _RUN_ON.search(text):
            return False
        return bool(pattern_of_all("link_labels", _LINK_LABEL).match(text) or (glued and _GLUED_TOPIC.match(text)))

    @property
    def wire_line(self) -> bool:
        """Whether it is what news wires put around a report: numbers and slugs, notes to editors, sign-offs."""
        return len(self.text) <= 150 and bool(_WIRE.fullmatch(self.text))

    @property
    def mail_field(self) -> str:
        """The name of the field that a line of a mail's head holds, in lower case; "" for any other line."""
        found = pattern_of_all("mail_fields", _MAIL_FIELD).match(self.text)
        return found[1].lower() if found else ""

    @property
    def opens_mail(self) -> bool:
        """Whether a line of dashes says that a forwarded or older message follows."""
        return self.text.startswith("--") and bool(
            pattern_of_all("forwarding_words", _FORWARDED).match(self.text[:120])
        )

    @property
    def post(self) -> bool:
        """Whether it is a post pasted from a social network."""
        return ("/" in self.text or "(@" in self.text) and bool(_POST.search(self.text))

    @property
    def sign_off(self) -> bool:
        """Whether it is only a credit, a copyright, contributors' names or a way to reach the writer."""
        if len(self.text) > 250:
            return False
        contributors = pattern_of_all("contributor_phrases", _CONTRIBUTORS, 0)
        if _CONTACT.fullmatch(self.text) or _COPYRIGHT.match(self.text) or contributors.search(self.text):
            return True
        return len(self.text.split()) <= _CREDIT_WORDS and bool(_platforms().search(self.text))

    @property
    def names_account(self) -> bool:
        """Whether a social-network account is named by its handle."""
        return "@" in self.text and bool(_HANDLE.search(self.text))

    @property
    def opens_caption(self) -> bool:
        """Whether it begins like a broadcast's captions: with `>>`, a time range, or the format's name."""
        return self.text[:1] in "W>0123456789" and bool(_CAPTIONER.match(self.text))

    @property
    def in_capitals(self) -> bool:
        """Whether nearly all letters are capitals, as in a broadcast's captions."""
        capitals = sum(map(str.isupper, self.text))
        return sum(map(str.islower, self.text)) < 0.15 * capitals

    @property
    def advert(self) -> bool:
        """Whether a paragraph tells its reader to buy or look at something, as no report does."""
        orders = len(pattern_of_all("advertising_orders", _ORDER, 0).findall(self.text))
        if not orders or '"' in self.text or "“" in self.text:
            return False
        sales = len({match.lower() for match in pattern_of_all("advertising_words", _SALES).findall(self.text)})
        return sales >= (1 if orders >= _FEW_ORDERS else _MANY_SALES)

    @property
    def pointer(self) -> bool:
        """Whether a sentence merely says where more can be found on the web."""
        if len(self.text.split()) > _POINTER_WORDS:
            return False
        return bool(pattern_of_all("pointers_to_more").search(self.text) and _ADDRESS.search(self.text))

    @property
    def pointer_length(self) -> int:
        """Length of a pointer that ends a paragraph as its last sentence, 0 if there is none."""
        place = max(self.text.rfind(end, 0, -1) for end in (". ", "! ", "? ")) + 2
        return len(self.text) - place if place > 1 and LineFeatures(self.text[place:]).pointer else 0

    def _speaks(self, index: Index) -> bool:
        return not index.keys().isdisjoint(self.lower) and count_phrases(self.outside, index) > 0


@cache
def phrases(key: str) -> Index:
    """The phrases that all languages have under a key of `Language`."""
    index: Index = {}
    found = {tuple(phrase.split()) for phrase in words_of_all(key)}
    for phrase in sorted(found, key=lambda words: (-len(words), words)):
        index[phrase[0]] = (*index.get(phrase[0], ()), phrase)
    return index


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


@cache
def _platforms() -> re.Pattern[str]:
    return joined(names_of("platforms"), _PLATFORM)


def is_stamp(text: str) -> bool:
    """Whether a text consists of words and figures of dates and times alone."""
    tokens = [token for token in re.split(r"[\s|·•,–—()-]+", fold(text).lower()) if token]
    return bool(tokens) and all(_tells_time(token.rstrip(":")) for token in tokens)


def _tells_time(token: str) -> bool:
    """Whether a token is a figure or a word of dates and times, perhaps shortened."""
    known = _words_of_times()
    return token in known or token.removesuffix(",").removesuffix(".") in known or bool(_NUMBER.fullmatch(token))


@cache
def _words_of_times() -> frozenset[str]:
    """Months, days and what else stands in times, of all languages."""
    languages = [load_language(code) for code in known_languages()]
    rows = [row for language in languages for row in (*language.months, *language.weekdays)]
    short = [table for language in languages for table in (language.short_months, language.short_weekdays)]
    return words_of_all("stamp_words").union(*rows, *short)
