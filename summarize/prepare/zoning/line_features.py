"""What a line of text looks like: facts about its shape, from which `zones` decides what it is. Decides nothing itself.

Facts are computed when first asked for: most lines of most articles are plain sentences about which little is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ...nlp.tokenize import WORD, count_words, fold
from . import boilerplate_phrases

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|ene|abr|ago|dic|fev|mai|juin|juil|août|okt|dez"
    r"|januar|februar|märz|january|february|march|april|june|july|august|september|october|november|december"
    r"|enero|febrero|marzo|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro)\.?"
)
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?)"
_NUMBER = r"(?:\d[\d:.,/h-]*(?:st|nd|rd|th|h|d)?)"
_STAMP_WORD = re.compile(
    rf"""{_MONTH},?|{_DAY}|{_NUMBER}|am|pm|a\.m\.?|p\.m\.?|et|est|edt|gmt|utc|cet|uhr|ist|pst|h|hrs|mins?|minutes?|hours?|days?|ago|read
    |lesezeit|lectura|leitura|updated|published|posted|modified|last|on|at|by|first|edition|actualizado|publicado|atualizado|aktualisiert
    |veröffentlicht|stand|um|am|de|del|a|as|às|las|há|hace|vor|reading|time|tiempo|tempo|minutos""",
    re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Ss]tory by|[Ww]ords(?: by)?:|[Tt]ext(?: by|o)?:|[Pp]or|[Pp]ar|[Vv]on|[Dd]i|[Dd]oor"
    r"|[Aa]utor(?:a|in)?:|Redacción|Redação)"
    r" ?:? ?(?=[^\W\d_a-z])"
)
_CREDIT = re.compile(
    r"\breporting by\b|\bediting by\b"
    r"|\b(?:photo(?:graph)?|image|picture|illustration|graphic|video|credit|foto|imagen|imagem|bild|crédito)s?"
    r" ?(?:by\b|:|/|\()"
    r"|\bgetty images\b|\bfile (?:photo|picture)\b|\bap photo\b|\breuters/| ?/ ?(?:ap|afp|reuters|dpa|efe|lusa|pa)\b",
    re.I,
)
# "Name Name is the paper's health correspondent", "Name has covered courts since 2016".
_PRESENTED = re.compile(r"(?:[^\W\d_a-z][\w.’'-]{1,30} ){2,4}(?:is|has|covers|writes|reports|joined|es|é|ist)\b")
_TRADE = frozenset(
    [
        "correspondent",
        "reporter",
        "editor",
        "writer",
        "columnist",
        "freelance",
        "journalist",
        "covered",
        "covers",
        "covering",
        "writes",
        "redactor",
        "redactora",
        "periodista",
        "corresponsal",
        "jornalista",
        "repórter",
        "redator",
        "redatora",
        "colunista",
        "redakteur",
        "redakteurin",
        "journalistin",
    ]
)
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
        index = boilerplate_phrases.site_phrases()
        sign = "©" in self.text
        found = boilerplate_phrases.count_phrases(self.lower, index)
        return sign + (boilerplate_phrases.count_phrases(self.outside, index) if found and self.outside else found)

    @cached_property
    def site_voice(self) -> int:
        """Points for signs that the site speaks: its phrases, the reader addressed, itself named, an order given."""
        voices = (self.addresses_reader, self.speaks_of_itself, self.commands)
        return min(self.site_phrases, 3) + sum(voices)

    @cached_property
    def marks_links(self) -> bool:
        """Whether the line begins like one that opens a run of links: tags, related articles, most read."""
        return (
            self.size <= 12 and boilerplate_phrases.match_length(self.outside, boilerplate_phrases.link_openers()) > 0
        )

    @cached_property
    def addresses_reader(self) -> bool:
        """Second person or a request outside quotation marks."""
        return self._speaks(boilerplate_phrases.reader_words())

    @cached_property
    def speaks_of_itself(self) -> bool:
        """First person plural outside quotation marks."""
        return self._speaks(boilerplate_phrases.self_words())

    @cached_property
    def commands(self) -> bool:
        """Begins with an order."""
        return boilerplate_phrases.match_length(self.outside, boilerplate_phrases.orders()) > 0

    @cached_property
    def labels_abstract(self) -> int:
        """Words in the label of a box of key points, 0 if there is none.

        It is alone on its line, apart from a name, or opens the line and has a colon.
        """
        if self.size > _LABEL_WORDS:
            return 0
        index = boilerplate_phrases.abstract_labels()
        words = boilerplate_phrases.match_length(self.lower[:6], index)
        alone = not self.ends_sentence and (len(self.lower) <= words + 2 if words else self._ends_with_label)
        if alone:
            return len(self.lower)
        return words if words and ":" in self.text[:60] else 0

    @property
    def _ends_with_label(self) -> bool:
        lower, index = self.lower, boilerplate_phrases.abstract_labels()
        return 2 < len(lower) <= 12 and any(boilerplate_phrases.match_length(lower[-n:], index) == n for n in (2, 3))

    @cached_property
    def labels_notice(self) -> bool:
        """Begins with a label such as "Correction:" or "Disclaimer:"."""
        return (
            ":" in self.text[:40]
            and boilerplate_phrases.match_length(self.lower[:4], boilerplate_phrases.notice_labels()) > 0
        )

    @cached_property
    def biography(self) -> bool:
        """Presents the article's writer."""
        if self.size > _LABEL_WORDS or _TRADE.isdisjoint(self.lower):
            return False
        return bool(_PRESENTED.match(self.text))

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
        """A short line that names the writer: "By" and capitalised words, perhaps a date."""
        return self.size <= 16 and not self.ends_sentence and bool(_BYLINE.match(self.text))

    @cached_property
    def credit(self) -> bool:
        """Names a photograph's maker or agency."""
        return (
            self.size <= 45
            and not boilerplate_phrases.credit_words().isdisjoint(self.lower)
            and bool(_CREDIT.search(self.text))
        )

    def _speaks(self, index: boilerplate_phrases.Index) -> bool:
        return not index.keys().isdisjoint(self.lower) and boilerplate_phrases.count_phrases(self.outside, index) > 0


def is_stamp(text: str) -> bool:
    """Whether a text consists of words and figures of dates and times alone."""
    tokens = [token for token in re.split(r"[\s|·•,–—()-]+", fold(text).lower()) if token]
    return bool(tokens) and all(_STAMP_WORD.fullmatch(token.rstrip(":")) for token in tokens)
