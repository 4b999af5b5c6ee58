"""Sentence boundaries with exact character offsets.

sentencex does the work, paragraph by paragraph; the rules below repair what it joins or splits wrongly, each for a
fault seen in real articles. Nothing is dropped: whatever is not white space belongs to exactly one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import sentencex

from ...lang.language import PHRASES, Language, joined, pattern_of_all, words_of_all
from ...nlp.tokenize import UNSPACED
from .lines import Span, lines_of

_LONGEST = 4_000  # characters the splitter gets at once: its time grows with their square where quotations stay open
# Same length, so that offsets hold; sentencex takes a line's end for a sentence's and no lone surrogate.
_PLAIN = {**dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")}
# Marks of UTF-8 read as another encoding, and marks that nobody can restore but by their place. Same length: a blank
# beside a quotation mark, letters for an apostrophe.
_DAMAGED = re.compile(
    r"â€[\u0153\x9c\u201c\x93]|â€(?:\x9d|[\u2122\x99\u02dc\x98]|[\u201d\x94\u0093]|\s|$)|Â(?=[\s\xa0«»])|‚Ä[úùôòìî]"
)
_MENDED = {"â€œ": "  “", "â€\x9c": "  “", "â€\x9d": "”  ", "â€™": "aaa", "â€\x99": "aaa", "â€˜": "  ‘", "â€\x98": "  ‘",
           "â€“": " – ", "â€\x93": " – ", "â€”": " — ", "â€\x94": " — ", "â€ ": "”  ",
           "‚Äú": "  “", "‚Äù": "”  ", "‚Äô": "aaa", "‚Äò": "  ‘", "‚Äì": " – ", "‚Äî": " — "}  # fmt: skip
_OPENING_MARKS = ("â€œ", "‚Äú")
_LOST = (
    ("’", re.compile(r"(?<=[^\W\d_])\ufffd(?=[^\W\d_])")),
    ("“", re.compile(r"(?<!\S)\ufffd(?=[^\W\d_])")),
    ("”", re.compile(r"(?<=[.,!?])\ufffd")),
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CLOSING = "”\"’'»)“」』"
_OPENING = "“„«"

# -- sentences that the splitter does not split ------------------------------------------------------------------------
# "in D.C. “I want ...”": behind initials a quotation that begins with a function word is a sentence of its own.
_QUOTED_AFTER = re.compile(r"\b(?:[A-Z]\.){2} (?=[“\"]([A-Z][a-z’']{0,9})\b)")
# A full stop or closing quotation mark run into the next sentence: "imports from Japan.US officials", "said.”The".
_GLUED = re.compile(r"[.!?](?<=[^\W\d_A-Z]{2}[.!?])[”\"’)]?(?=[“\"‘]?[^\W\d_a-z][^\W\d_]{1,3})")
# "for me. I am", "dijo que no. Luego": the splitter knows "Me." as a state's name, "no." as that of a number.
_WORD_END = rf"\b{PHRASES}\.[”\"»]? $"
_CAPITAL_AFTER = re.compile(r"\.[”\"»]? (?=[¿¡“\"«]?([A-ZÀ-ÖØ-ÞЀ-Я][^\W\d_]*)(?![\d]))")
# A whole sentence in brackets, an ellipsis, before a capital: "(He denied it.) His deputy", "phone… The office".
_BRACKET_END = re.compile(r"[.!?]\) (?=[“\"‘«„]?[^\W\d_a-z])")
_ELLIPSIS_END = re.compile(r"…[”\"»]? ([^\W\d_a-z][^\W\d_]*)")
# "after 12 min. The goal", "в 1987 г. Тогда": behind its figure a unit may end a sentence; a function word shows it.
_UNIT_END = re.compile(r"\d ?[^\W\d_]{1,3}\. $")
# "uit. ’s Ochtends": a clipped word opens the next sentence.
_CLIPPED_AFTER = re.compile(r"[.!?] (?=[’']s [A-Z])")
# A headline without a full stop run into the text, told by the function word it is run into: "its banksTwo people".
# Two names are written like that.
_HEADLINE_END = re.compile(r"([A-Z](?<=[^\W\d_A-Z].)(?<!\bGoFundM)(?<!\bLinkedI)[a-z]{0,9}) ")
# A full stop before a figure, which the splitter takes for a decimal point: かかる。1日に.
_FIGURE_AFTER = re.compile(r"(?<=[^\W\d_])。(?=\d)")
# What binds a quotation that ended with a full stop to the words behind it: 「はい。」と語った.
_PARTICLES = "とはがをのにでもや"
# A full stop in a quotation that ends where the script puts no blank: 「いいえ。」大臣は. A particle after it goes on.
_QUOTED_END = re.compile(rf"。[」』”](?=[^\s」』”、，。{_PARTICLES}])")

# -- sentences that the splitter splits wrongly ------------------------------------------------------------------------
_LAST_TOKEN = re.compile(r"\S{1,24}$")
_TOKEN_BEFORE = re.compile(r"[^\s(]{1,60}$")
_TIME_END = rf"\b{PHRASES}\.$"
# "Sen. Tove Rask, R-S.C., said": the splitter takes a state's first letter behind a party for a sentence's last.
_PARTY = re.compile(r"\b[DRI]-[A-Z]\.$")
_INITIAL = re.compile(r"[A-Z]\.")
# "JJ.OO.", "L'A.S.": initials, doubled for the plural or behind an apostrophe.
_INITIALS = re.compile(r"(?:^|[\s.(“\"«„'’-])[A-Z]{1,3}\.$")
_INITIALS_AFTER = re.compile(r"[A-Z]{1,3}\.")
# "le 4 janv. 2031": a month's short name between its day and its year.
_DAY_BEFORE = re.compile(r"\b\d{1,2} [^\W\d_]{3,5}\.$")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
# "12 févr. (Tern) — Le": a bracket that the sentence goes on behind is no sentence of its own.
_BRACKET_INSIDE = re.compile(r"\([^()]{1,40}\)(?: ?[—–,;:]| [a-z])")
_NUMERAL = re.compile(r"(?:\d{1,3}|[IVX]{1,5})\.")
_SPEECH_DASH = re.compile(r"[–—-] ?[^\W\d_A-Z]")


def split_sentences(text: str, language: Language) -> list[Span]:
    """Boundaries of all sentences of a text, as character offsets without white space at either end.

    A line break ends a sentence. A direct quotation of several sentences stays in one piece.
    """
    return [span for start, end in lines_of(text) for span in split_block(text, start, end, language)]


def split_block(text: str, start: int, end: int, language: Language) -> list[Span]:
    """Boundaries of the sentences in text[start:end], in which line breaks are mere white space."""
    plain = _plain(text[start:end])
    spans: list[Span] = []
    for first, last in _pieces(plain):
        piece = plain[first:last]
        offset = start + first
        places = [offset, *(_beside_mark(text, offset + end) for end in _ends(piece, language))]
        spans.extend(pairwise(places))
    return [span for span in (_trimmed(text, a, b) for a, b in spans) if span]


def _beside_mark(text: str, place: int) -> int:
    """Move a boundary that fell into a damaged opening mark ("â€œ") in front of it."""
    start = max(0, place - 2)
    mark = next((mark for mark in _OPENING_MARKS if mark[0] in text[start:place]), "")
    found = text.find(mark, start, place + 2) if mark else -1
    return found if start <= found < place else place


def _plain(text: str) -> str:
    """The text, character for character, with blanks for line ends, no lone surrogates, and damaged marks repaired."""
    if "â€" in text or "Â" in text or "‚Ä" in text or "\ufffd" in text:
        text = _DAMAGED.sub(lambda mark: _MENDED.get(mark[0]) or " " * len(mark[0]), text)
        for mark, pattern in _LOST:
            text = pattern.sub(mark, text)
    text = text if text.isprintable() else text.translate(_PLAIN)
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _pieces(text: str) -> Iterator[Span]:
    """Cut an enormous paragraph at sentence ends, or at blanks, so that the cost stays in proportion."""
    start = 0
    while len(text) - start > _LONGEST:
        low, high = start + _LONGEST // 2, start + _LONGEST
        stop = max(text.rfind(". ", low, high), text.rfind("。", low, high))
        cut = stop + 1 or text.rfind(" ", low, high) + 1 or high
        yield start, cut
        start = cut
    yield start, len(text)


def _ends(piece: str, language: Language) -> list[int]:
    """Ends of a piece's sentences, ascending, the piece's own end last."""
    found = {boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language.code or "en", piece)}
    kept: list[int] = []
    for end in sorted(found):
        if 0 < end < len(piece) and not _continues(piece, kept[-1] if kept else 0, end, language):
            kept.append(_before_opening(piece, end))
    missed = _missed_ends(piece, language) | _ends_behind_short_words(piece, found, language.function_words)
    return sorted({*kept, *missed, len(piece)})


# -- missed ends ------------------------------------------------------------------------------------------------------


def _missed_ends(piece: str, language: Language) -> set[int]:
    common = language.function_words
    glued = (match for match in _GLUED.finditer(piece) if _is_glued(piece, match.start(), match.end()))
    found = {_before_opening(piece, match.end()) for match in glued}
    found |= {m.end() for m in _QUOTED_AFTER.finditer(piece) if _is_common(m[1], common)}
    found |= {match.end() for match in _CLIPPED_AFTER.finditer(piece)}
    if "he U." in piece and (country_end := _country_end(language)):
        found |= {match.end() for match in country_end.finditer(piece)}
    if ".)" in piece or "?)" in piece or "!)" in piece:
        found |= {match.end() for match in _BRACKET_END.finditer(piece) if _opens_as_sentence(piece, match.start())}
    if "…" in piece:
        found |= {match.start(1) for match in _ELLIPSIS_END.finditer(piece) if _is_common(match[1], common)}
    if "。" in piece:
        found |= {match.end() for match in _QUOTED_END.finditer(piece)}
        found |= {match.end() for match in _FIGURE_AFTER.finditer(piece)}
    return found | _headline_end(piece, common)


def _ends_behind_short_words(piece: str, found: set[int], common: frozenset[str]) -> set[int]:
    """Ends that the splitter takes for an abbreviation's full stop: behind a pronoun, behind the unit of a figure."""
    words = pattern_of_all("words_like_abbreviations", _WORD_END, 0)
    ends = set()
    for match in _CAPITAL_AFTER.finditer(piece):
        end = match.end()
        if end not in found:
            head = piece[max(0, end - 30) : end]
            unit = len(match[1]) > 1 and _is_common(match[1], common) and _UNIT_END.search(head)
            if unit or words.search(head):
                ends.add(end)
    return ends


@cache
def _country_end(language: Language) -> re.Pattern[str] | None:
    """ "in the U.S. President Ruiz said": with the article before it, a title and a name behind, the sentence ended."""
    titles = "|".join(re.escape(title.capitalize()) for title in sorted(language.titles_opening_sentences))
    if not titles:
        return None
    return re.compile(rf"\b[Tt]he U\.(?:S|K|N)\.(?:A\.)? (?=(?:{titles}) (?:[A-Z][a-z]{{1,20}} )?[A-Z])")


def _headline_end(piece: str, common: frozenset[str]) -> set[int]:
    """The end of a headline of three words or more that is glued to a paragraph's front."""
    match = next((m for m in _HEADLINE_END.finditer(piece, 0, 150) if _is_common(m[1], common)), None)
    head = piece[: match.start(1)] if match else ""
    return {len(head)} if head.count(" ") >= 2 and ". " not in head else set()


def _is_common(word: str, common: frozenset[str]) -> bool:
    """Whether a capitalised word is a function word, as those that begin sentences often are."""
    return word[0].isupper() and word.lower() in common


def _is_glued(piece: str, place: int, end: int) -> bool:
    """Whether the full stop at `place` ends a sentence and does not split a token such as bbc.co.uk."""
    if piece[end].islower():
        return False
    token = _TOKEN_BEFORE.search(piece[max(0, place - 60) : place])
    head = token.group() if token else ""
    tail = piece[end : end + 60].split(" ", 1)[0]
    return not ("@" in head + tail or "/" in head or f"{head}.".startswith("www.") or ("." in head and head.islower()))


def _opens_as_sentence(piece: str, end: int) -> bool:
    """Whether the bracket that closes after `end` opened at the beginning of a sentence."""
    start = piece.rfind("(", max(0, end - 600), end)
    return start == 0 or (start > 1 and piece[:start].rstrip()[-1:] in '.!?”"')


# -- wrong ends -------------------------------------------------------------------------------------------------------


def _continues(piece: str, start: int, end: int, language: Language) -> bool:
    """Whether the sentence continues after an end that the splitter found."""
    head = piece[max(start, end - 60) : end].rstrip()
    rest = piece[end : end + 80].lstrip()
    if not rest or not head:
        return False
    if head[-1] in _CLOSING:
        return _speaker_follows(piece, end, head, rest)
    if head[-1] in "?!…" and _SPEECH_DASH.match(rest):
        return True
    if head[-1] in "!…":
        return rest[0].islower()
    party = _PARTY.search(head) and _INITIAL.match(rest)
    return head[-1] == "." and (bool(party) or _is_inside_token(piece, end) or _is_abbreviated(head, rest, language))


def _is_inside_token(piece: str, end: int) -> bool:
    """Whether a full stop stands in a token: a decimal figure (२.४), "JJ.OO.", "J.-P.", "(Tern).— Two ferries"."""
    before, after = piece[end - 2 : end - 1], piece[end : end + 1]
    if before.isdecimal() and after.isdecimal():
        return True
    if piece[end - 1] == "." and after in {"-", "–", "—"}:
        return True
    return bool(_INITIALS_AFTER.match(piece, end) and _INITIALS.search(piece[max(0, end - 6) : end]))


def _is_abbreviated(head: str, rest: str, language: Language) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial, an ordinal or the number of a list item."""
    match = _LAST_TOKEN.search(head)
    token = match.group().lstrip('(“"«„') if match else ""
    word = re.split("['’-]", token[:-1].lower())[-1]
    before = head[: len(head) - len(token)].rstrip()
    if _NUMERAL.fullmatch(token) and (not before or before[-1] in ":;" or _is_ordinal(token, before, rest, language)):
        return True
    if word == "www" or _tells_time(head, rest) or _is_dated(head, rest):
        return True
    if word in abbreviations(language) and not _is_acronym(token, rest):
        return not (before[-1:].isdigit() and _opens_with_function_word(rest, language))
    if rest[0].islower():
        return len(word) <= 4 or "." in word
    return _is_initial(token, before, rest, language)


def _is_ordinal(token: str, before: str, rest: str, language: Language) -> bool:
    """Whether a figure with its point counts off the noun behind it: "im 19. Jahrhundert", "in der 88. Minute"."""
    if not (language.ordinals_have_points and token[0].isdigit() and rest[0].isupper()):
        return False
    return before.rsplit(None, 1)[-1].lower() in language.function_words and not _opens_with_function_word(
        rest, language
    )


def _is_dated(head: str, rest: str) -> bool:
    """Whether a month's short name stands between its day and its year, or its day and a dateline's agency."""
    return bool(_DAY_BEFORE.search(head) and (_YEAR.match(rest) or _BRACKET_INSIDE.match(rest)))


def _is_acronym(token: str, rest: str) -> bool:
    """Whether a word in capitals among small letters is another one than the abbreviation it spells: the CIA, cia."""
    return len(token) > 3 and token[:-1].isalpha() and token.isupper() and rest[1:2].islower()


def _is_initial(token: str, before: str, rest: str, language: Language) -> bool:
    """Whether one letter stands for a word: an initial ("R. Augusta"), or what a figure follows ("n. 40")."""
    letter = re.split("[-–]", token[:-1])[-1]
    if len(letter) != 1 or not letter.isalpha():
        return False
    if letter.islower():
        return rest[0].isdigit() and not before[-1:].isdigit()
    return not letter.isascii() or (rest[0].isupper() and not _opens_with_function_word(rest, language))


def _opens_with_function_word(rest: str, language: Language) -> bool:
    word = re.match(r"[^\W\d_]+", rest)
    return word is not None and _is_common(word.group(), language.function_words)


@cache
def abbreviations(language: Language) -> frozenset[str]:
    """Behind these a sentence goes on: those of a language, and the titles by which reports anywhere name foreigners.

    In small letters, without the last full stop.
    """
    return words_of_all("abbreviations_abroad") | language.abbreviations


def _tells_time(head: str, rest: str) -> bool:
    """Whether a shortened word of a time ends `head`, and the time goes on: "9 a.m." and "Tuesday"."""
    short = pattern_of_all("abbreviations_of_times", _TIME_END, 0)
    return bool(short.search(head)) and bool(pattern_of_all("behind_abbreviations_of_times", PHRASES, 0).match(rest))


def _speaker_follows(piece: str, end: int, head: str, rest: str) -> bool:
    """Whether a quotation's speaker follows: in small letters, after a dash or, without letter case, in few words."""
    if rest[0].islower() or (_SPEECH_DASH.match(rest) and head[-1] in '”"»“'):
        return True
    if head[-2:-1] in "?!" and (speaker := _speaker().match(rest)):
        return not re.search(r"[“\"]", rest[speaker.end() :].partition(". ")[0])  # else the next quotation's speaker
    if UNSPACED.match(rest):
        return rest[0] in _PARTICLES or not head[:-1].endswith("。")
    caseless = rest[0].isalpha() and not rest[0].isupper()
    clause = re.split(r"[.!?।؟۔]", rest, maxsplit=1)[0]
    return caseless and head[-2:-1] in "?؟!" and len(clause) < len(rest) and len(clause.split()) <= 5


@cache
def _speaker() -> re.Pattern[str]:
    """Who asked or cried out, behind a quotation that ends so: "Does it matter?" Ms. Ruiz said, her voice rising."""
    titles = joined(title.capitalize() for title in sorted(words_of_all("titles_behind_quotations"))).pattern
    behind = joined(words_of_all("words_behind_speech"), rf" {PHRASES}\b").pattern
    speaks = rf"(?:{titles}\.? )?(?:[A-Z][\w.’'-]{{1,20}} ){{1,3}}{PHRASES}(?=[.,;]|{behind})"
    return pattern_of_all("speech_behind_quotations", speaks, 0)


def _before_opening(piece: str, end: int) -> int:
    """A mark that opens a quotation belongs to the next sentence: move the boundary in front of it.

    A straight one does so after a blank, or glued to a letter ("met.\"No"), where none is open.
    """
    if piece[end - 1] in _OPENING:
        return end - 1
    head = piece[max(0, end - 2000) : end].rstrip()
    opens = len(head) > 1 and head[-1] == '"' and (head[-2] == " " or piece[end : end + 1].isalpha())
    if opens and head.count('"') % 2:
        return end - (len(piece[max(0, end - 2000) : end]) - len(head)) - 1
    return end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    bare = piece.strip()
    if not bare:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(bare)
