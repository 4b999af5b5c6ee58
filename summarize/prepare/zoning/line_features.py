"""What a line of text looks like: facts about its shape, from which `zones` decides what it is. Decides nothing itself.

Facts are computed when first asked for: most lines of most articles are plain sentences about which little is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from ...lang.language import PHRASES, known_languages, load_language, pattern_of_all, words_of_all
from ...nlp.tokenize import WORD, count_words, fold
from . import boilerplate

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
        index = boilerplate.site_phrases()
        sign = "©" in self.text
        found = boilerplate.count_phrases(self.lower, index)
        return sign + (boilerplate.count_phrases(self.outside, index) if found and self.outside else found)

    @cached_property
    def site_voice(self) -> int:
        """Points for signs that the site speaks: its phrases, the reader addressed, itself named, an order given."""
        voices = (self.addresses_reader, self.speaks_of_itself, self.commands)
        return min(self.site_phrases, 3) + sum(voices)

    @cached_property
    def marks_links(self) -> bool:
        """Whether the line begins like one that opens a run of links: tags, related articles, most read."""
        return self.size <= 12 and boilerplate.match_length(self.outside, boilerplate.link_openers()) > 0

    @cached_property
    def addresses_reader(self) -> bool:
        """Second person or a request outside quotation marks."""
        return self._speaks(boilerplate.reader_words())

    @cached_property
    def speaks_of_itself(self) -> bool:
        """First person plural outside quotation marks."""
        return self._speaks(boilerplate.self_words())

    @cached_property
    def commands(self) -> bool:
        """Begins with an order."""
        return boilerplate.match_length(self.outside, boilerplate.orders()) > 0

    @cached_property
    def labels_abstract(self) -> int:
        """Words in the label of a box of key points, 0 if there is none.

        It is alone on its line, apart from a name, or opens the line and has a colon.
        """
        if self.size > _LABEL_WORDS:
            return 0
        index = boilerplate.abstract_labels()
        words = boilerplate.match_length(self.lower[:6], index)
        alone = not self.ends_sentence and (len(self.lower) <= words + 2 if words else self._ends_with_label)
        if alone:
            return len(self.lower)
        return words if words and ":" in self.text[:60] else 0

    @property
    def _ends_with_label(self) -> bool:
        lower, index = self.lower, boilerplate.abstract_labels()
        return 2 < len(lower) <= 12 and any(boilerplate.match_length(lower[-n:], index) == n for n in (2, 3))

    @cached_property
    def labels_notice(self) -> bool:
        """Begins with a label such as "Correction:" or "Disclaimer:"."""
        return ":" in self.text[:40] and boilerplate.match_length(self.lower[:4], boilerplate.notice_labels()) > 0

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
        if self.size > 45 or boilerplate.credit_words().isdisjoint(self.lower):
            return False
        signs = pattern_of_all("picture_nouns", _NAMES_MAKER), pattern_of_all("credit_phrases", PHRASES)
        return any(sign.search(self.text) for sign in signs)

    def _speaks(self, index: boilerplate.Index) -> bool:
        return not index.keys().isdisjoint(self.lower) and boilerplate.count_phrases(self.outside, index) > 0


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
