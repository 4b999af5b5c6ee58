"""Running text with page numbers from a PDF, by pypdf. Runs in the child process. Reads no pictures and no forms.

A readable text layer is told from one of glyph numbers, which fonts give if they don't say what they show: only what no
language looks like is refused (glyph names, characters of no alphabet, letters in shares that no language has).
Printed lines become paragraphs without running heads, page numbers and the hyphens of line breaks.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...lang.language import PHRASES, pattern_of_all
from ...nlp.language_id import guess_language
from ..extracted import Extracted

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_SAMPLE = 200_000  # characters examined
_MIN_CHARACTERS = 120  # characters needed for a judgement, without blanks
_ODD_SHARE = 0.2  # of the characters: private ones, replacements, glyphs by number
_SYMBOL_SHARE = 0.35  # of the characters: marks other than letters, figures or dot leaders; dense tables stay below
_MIXED_SHARE = 0.3  # of the words: figures or marks between letters
_VOWELS = frozenset("aeiouyæœøåıáàâäãéèêëíìîïóòôöõúùûüůűőýąęėįųūāēīōăýů")
_FEWEST, _MOST = 0.27, 0.62  # shares of vowels among Latin letters; Czech has the fewest, .36, Hawaiian the most, .6
_HARD_SHARE = 0.25  # of the words of four letters and more: four consonants in a row, in German one in ten
_GLYPHS = re.compile(r"/[A-Za-z]{0,6}[0-9]{1,5}(?=[\s/]|\Z)|\(cid:[0-9]{1,5}\)|/uni[0-9A-Fa-f]{4}|glyph[0-9]{1,5}")
_NO_CHARACTERS = ("Co", "Cc", "Cn")  # private, control, unassigned
_LEADERS = frozenset(".·…_-–—•|*")
_WORDS = re.compile(r"[a-z\u00df-\u024f]{4,40}")
_HARD = re.compile(rf"[^{''.join(sorted(_VOWELS))}]{{4}}")
_MIXED = re.compile(r"(?<=[A-Za-z])[0-9@#$%&*+<>=^~`_\\\[\]{}](?=[A-Za-z])")
# What pypdf raises on damaged files, its own errors and Python's, found by damaging files.
_STUMBLES = (
    *(NotImplementedError, RecursionError, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(AssertionError, ArithmeticError, UnicodeError),
)
_MOST_PAGES = 2_000
_NO_TITLE = re.compile(
    r"untitled|microsoft |slide 1|dokument[0-9]|document[0-9]|.{0,80}\.(?:docx?|indd|qxp|pages|pdf|txt|rtf)\Z", re.I
)
_MAX_NAMED_PAGES = 10  # pages that a warning names
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)

_EDGE = 3  # lines at the top and at the bottom of a page that may be a running head or foot
_REPEATED = 0.4  # of the pages: left and right pages may each have a head of their own
_NUMBER = r"(?:[0-9]{1,4}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))"  # Roman ones of a preface, up to 39
_DIGITS = re.compile(r"[0-9]+")
_BULLET = re.compile(r"(?:[•▪◦‣■●–—*-]|\(?[0-9]{1,2}[.)]|[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\Z")
_OTHER_TYPE, _SLIGHTLY = 0.15, 0.06  # shares of a type size: a heading; letters of another face among the text
_HYPHENS = "-\u2010\u00ad"


def is_garbage(text: str) -> bool:
    """Whether hardly any of a text's characters can be what its pages show."""
    text = text[:_SAMPLE]
    dense = "".join(text.split())
    if len(dense) < _MIN_CHARACTERS:
        return False
    numbered = sum(len(found[0]) for found in _GLYPHS.finditer(text))
    odd = sum(c == "\ufffd" or unicodedata.category(c) in _NO_CHARACTERS for c in dense)
    if odd + numbered > _ODD_SHARE * len(dense):
        return True
    counted = [c for c in dense if c not in _LEADERS]
    symbols = sum(unicodedata.category(c)[0] in "SPC" for c in counted)
    if symbols > _SYMBOL_SHARE * max(_MIN_CHARACTERS, len(counted)):
        return True
    words = text.split()
    if sum(bool(_MIXED.search(word)) for word in words) > _MIXED_SHARE * len(words):
        return True
    return not guess_language(text) and _is_no_alphabet(text)


def _is_no_alphabet(text: str) -> bool:
    """Whether Latin letters occur in shares and runs that no language written in them has."""
    latin = [c for c in text.casefold() if "a" <= c <= "z" or "\u00df" <= c <= "\u024f"]
    if len(latin) < _MIN_CHARACTERS:
        return False
    if not _FEWEST <= sum(c in _VOWELS for c in latin) / len(latin) <= _MOST:
        return True
    long = _WORDS.findall(text.casefold())
    return sum(bool(_HARD.search(word)) for word in long) > _HARD_SHARE * max(1, len(long))


def read_pdf(raw: bytes) -> Extracted:
    """Extract the text of a PDF. Raises `InputError` if it is encrypted, damaged or holds only pictures."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw), strict=False)
        _decrypt(reader)
        count = len(reader.pages)
        if count > _MOST_PAGES:
            raise InputError(f"a PDF of {count:,} pages; more than {_MOST_PAGES:,} are not read")
        with _fonts_read_once():
            raw_lines: list[str] = []
            pages = [_lines(page, number, raw_lines) for number, page in enumerate(reader.pages, 1)]
    except (PyPdfError, *_STUMBLES) as error:
        raise InputError(f"a damaged PDF ({' '.join(str(error).split())[:100] or type(error).__name__})") from error
    kept = without_furniture(pages)
    text, starts = flowing(kept)
    _refuse_unreadable(text, "\n".join(raw_lines), count)
    first = next((page for page in kept if page), [])
    return Extracted(
        text=text,
        reader=f"pdf, pypdf {pypdf.__version__}",
        title=_title(reader, text) or largest(first),
        author=_said(reader, "author"),
        pages=starts,
        warnings=_empty_pages(pages),
    )


@contextmanager
def _fonts_read_once() -> Iterator[None]:
    """Let pypdf read each font once per document: by itself it does so for every page, most of the time of long PDFs.

    If another version of pypdf keeps its fonts elsewhere, nothing is changed and reading takes longer.
    """
    try:
        from pypdf.generic._font import Font
    except ImportError:
        yield
        return
    original = Font.__dict__["from_font_resource"]
    # The dictionaries are kept too, so that no other one can take the place of one in memory.
    known: dict[int, tuple[object, Font]] = {}

    def read_once(of: type[Font], resource: Any) -> Font:
        if id(resource) not in known:
            known[id(resource)] = resource, original.__func__(of, resource)
        return known[id(resource)][1]

    setattr(Font, "from_font_resource", classmethod(read_once))  # noqa: B010 - no type checker knows such an assignment
    try:
        yield
    finally:
        setattr(Font, "from_font_resource", original)  # noqa: B010


def _decrypt(reader: PdfReader) -> None:
    """Open a PDF that is only locked against changes; its empty password is no secret."""
    if not reader.is_encrypted:
        return
    from pypdf.errors import DependencyError

    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise InputError("an encrypted PDF; save a copy without protection") from error
    if not opened:
        raise InputError("a PDF locked with a password; save a copy without it")


def _lines(page: PageObject, number: int, raw_lines: list[str]) -> list[Line]:
    """The lines of a page in the order of its content, each with the place and size of its first letters.

    `raw_lines` receives their texts as the file has them.
    """
    lines: list[Line] = []
    parts: list[str] = []
    place: list[tuple[float, float]] = []
    sizes: Counter[float] = Counter()

    def close() -> None:
        raw_lines.append("".join(parts))
        text = _tidy(raw_lines[-1])
        if text:
            x, y = place[0] if place else (0.0, 0.0)
            size = sizes.most_common(1)[0][0] if sizes else 0.0  # a bullet before the text may be of another size
            lines.append(Line(text, number, x, y, size))
        parts.clear()
        place.clear()
        sizes.clear()

    def visit(text: str, cm: Any, tm: Any, font: object, size: float) -> None:
        for at, piece in enumerate(text.split("\n")):
            if at:
                close()
            if letters := len(piece.strip()):
                x, y, points = _place(cm, tm, size)
                sizes[points] += letters
                if not place:
                    place.append((x, y))
            parts.append(piece)

    page.extract_text(visitor_text=visit)
    close()
    return lines


def _place(cm: Any, tm: Any, size: float) -> tuple[float, float, float]:
    """Where text stands on the page and how large it is: its own matrix times the page's."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
    return round(float(x), 1), round(float(y), 1), round(float(size) * float(scale), 1)


def _tidy(text: str) -> str:
    """A line without printing ligatures, control characters and doubled blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text.translate(_LIGATURES)).split())


def _refuse_unreadable(text: str, raw: str, pages: int) -> None:
    if is_garbage(raw):
        raise InputError(
            "a PDF whose text layer cannot be read (its fonts don't say which letters they are); have its text "
            "recognised (OCR) first"
        )
    if not any(map(str.isalnum, text)):
        raise InputError(
            f"a PDF without a text layer ({pages:,} page{'s' * (pages != 1)} of pictures, or empty); have its text "
            "recognised (OCR) first"
        )


def _empty_pages(pages: list[list[Line]]) -> tuple[tuple[str, str], ...]:
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    if not empty:
        return ()
    named = ", ".join(empty[:_MAX_NAMED_PAGES]) + (" …" if len(empty) > _MAX_NAMED_PAGES else "")
    return (("pages_without_text", f"{len(empty):,} of {len(pages):,} pages hold no text, pictures at most: {named}"),)


def _title(reader: PdfReader, text: str) -> str | None:
    """The title in the file's properties, if the text confirms it: programs write anything there."""
    title = _said(reader, "title")
    if not title or _NO_TITLE.match(title):
        return None
    return title if _letters(title) in _letters(text[:5_000]) else None


def _said(reader: PdfReader, name: str) -> str | None:
    """A property of the file. An author without a blank is the name of an account, not of a person."""
    try:
        value = getattr(reader.metadata, name, None)
    except _STUMBLES:  # a damaged property costs only itself
        return None
    text = _tidy(str(value))[:300] if isinstance(value, str) else ""
    return text if text and (name != "author" or " " in text) else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, its page (from 1), the place of its first letter and its type size in points.

    `y` grows upwards; all are zero if places are not known.
    """

    text: str
    page: int
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads, feet and page numbers. Only the first or last three lines of a page may go.

    If nothing would be left (slides that are all alike), everything stays.
    """
    filled = sum(map(bool, pages))
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    needed = max(2, _REPEATED * filled)
    kept = [[line for line in page if not _is_furniture(line, page, seen, needed)] for page in pages]
    return kept if any(kept) else [list(page) for page in pages]


def _edges(page: Sequence[Line]) -> list[Line]:
    return [*page[:_EDGE], *page[max(_EDGE, len(page) - _EDGE) :]]


@cache
def _page_number() -> re.Pattern[str]:
    """A line that is nothing but a page's number: "- 3 -", "Page 3 of 12"."""
    of = pattern_of_all("of_pages", rf"(?:/|\||{PHRASES})\s?{_NUMBER}").pattern
    return pattern_of_all("page_words", rf"[\s\-–—|•·]*{PHRASES}?\s?{_NUMBER}\s?(?:{of})?[\s\-–—|•·]*\Z")


def _key(line: Line) -> tuple[str, int]:
    """What a running head has in common on every page: its words, except figures, and its height."""
    return _DIGITS.sub("#", line.text.casefold()).strip(), round(line.y / 6)


def _is_furniture(line: Line, page: Sequence[Line], seen: Counter[tuple[str, int]], needed: float) -> bool:
    if line not in _edges(page):
        return False
    outermost = line in (page[0], page[-1]) or line in page[1:2] or line in page[-2:-1]
    return (outermost and bool(_page_number().match(line.text))) or seen[_key(line)] >= needed


def flowing(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text, its paragraphs separated by an empty line, and (start offset, page number) of each page with text.

    A paragraph continues over lines, columns and pages until something shows its end: a larger gap, an indent, another
    type size, or a sentence that ends on a line with room for the next word.
    """
    lines = [line for page in pages for line in page if line.text.strip()]
    ends = _endings(lines)
    whole = _whole_words(lines)
    starts: list[tuple[int, int]] = []
    parts: list[str] = []
    length = 0
    for place, line in enumerate(lines):
        piece = " ".join(line.text.replace("\u00ad ", "").split())
        if place:
            before = parts[-1]
            joint, cut = ("\n\n", 0) if ends(place) else _joint(before, piece, whole)
            parts[-1] = before[: len(before) - cut]
            parts.append(joint)
            length += len(joint) - cut
        if not starts or starts[-1][1] != line.page:
            starts.append((length, line.page))
        parts.append(piece)
        length += len(piece)
    return "".join(parts), tuple(starts)


def _joint(before: str, after: str, whole: Counter[str]) -> tuple[str, int]:
    """What goes between two lines of a paragraph, and how many characters to remove from the first: a hyphen."""
    if not before.endswith(tuple(_HYPHENS)) or len(before) < 2 or not before[-2].isalpha() or not after[:1].isalpha():
        return " ", 0
    if before.endswith("\u00ad"):
        return "", 1
    head, tail = re.findall(r"\w*\Z", before[:-1])[0], re.match(r"\w*", after)
    joined = head + (tail[0] if tail else "")
    hyphened = f"{head}-{tail[0] if tail else ''}"
    if not after[0].islower() or whole[hyphened.casefold()] > whole[joined.casefold()]:
        return "", 0
    return "", 1


def _whole_words(lines: Iterable[Line]) -> Counter[str]:
    """Words inside lines, hyphenated ones whole: they show what a word split at a line's end is."""
    return Counter(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.casefold()))


def _endings(lines: Sequence[Line]) -> Callable[[int], bool]:
    """A function that tells whether a paragraph begins with the line of that number."""
    leading = _leadings(lines)
    widths = _widths(lines)

    def begins(place: int) -> bool:
        before, line = lines[place - 1], lines[place]
        after = lines[place + 1] if place + 1 < len(lines) else None
        if _BULLET.match(line.text) and not before.text.rstrip().endswith(tuple(_HYPHENS)):
            return True
        full = len(before.text) + 1 + len(line.text.split(" ", 1)[0]) > 0.85 * widths[_column(before)]
        ended = bool(_SENTENCE_END.search(before.text.rstrip()))
        change = abs(before.size - line.size) / (max(before.size, line.size) or 1)
        if change > _OTHER_TYPE or (change > _SLIGHTLY and (ended or not full)):
            return True
        if before.page != line.page or line.y > before.y + 1:  # the next page or column: no gap to measure
            return (ended or not full) and not line.text[:1].islower()
        gap = leading.get(round(line.size), 0)
        if gap and before.y - line.y > 1.3 * gap:
            return True
        return (ended and not full) or (_is_indented(line, after, before) and (ended or not full))

    return begins


def _is_indented(line: Line, after: Line | None, before: Line) -> bool:
    """Whether a line begins further in than the one after it, or than the one before if it is the last."""
    step = 0.7 * (line.size or 10)
    if after is None or after.page != line.page or after.y >= line.y:
        return before.page == line.page and before.y > line.y and line.x > before.x + step
    return line.x > after.x + step


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance between lines, by type size: the lower median, because gaps only add to it."""
    gaps: dict[int, list[float]] = {}
    for a, b in pairwise(lines):
        if a.page == b.page and round(a.size) == round(b.size) and 0 < a.y - b.y < 4 * (a.size or 12):
            gaps.setdefault(round(b.size), []).append(a.y - b.y)
    return {size: median(sorted(found)[: max(1, (len(found) + 1) * 2 // 3)]) for size, found in gaps.items()}


def _column(line: Line) -> tuple[int, int]:
    return round(line.size), line.page


def _widths(lines: Sequence[Line]) -> dict[tuple[int, int], int]:
    """Roughly the longest line, in characters, of each type size on each page."""
    lengths: dict[tuple[int, int], list[int]] = {}
    for line in lines:
        lengths.setdefault(_column(line), []).append(len(line.text))
    return {key: sorted(found)[int(0.9 * (len(found) - 1))] for key, found in lengths.items()}


def largest(page: Sequence[Line]) -> str | None:
    """The lines in a page's largest type, if it is larger than most and they are no longer than a headline."""
    if not page:
        return None
    usual = median(line.size for line in page)
    size = max(line.size for line in page)
    head = " ".join(line.text.strip() for line in page if line.size == size)
    return head if size > 1.2 * usual and 0 < len(head) <= 300 else None
