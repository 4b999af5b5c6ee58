"""Whose report an article says it is: bylines, copyright lines, "first published by", "told the ...".

Only what the text says explicitly, with the place where it says so. A medium that is named once, as everybody names it
("Axios reported", "told Fox News"), is not a credit for the whole article. Joins no articles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ...lang.language import PHRASES, joined, pattern_of_all, words_of_all
from ...lang.tables import load_table, names_of
from ...records import Article, Evidence

_AGENCY_OF = {alias: name for name, aliases in load_table("agencies").items() for alias in aliases}
_FOLDED_AGENCIES = {alias.casefold(): name for alias, name in _AGENCY_OF.items()}
_AGENCY = "|".join(sorted(map(re.escape, _AGENCY_OF), key=len, reverse=True))
_PAPER = "|".join((*names_of("papers"), *names_of("one_word_papers")))
_NAME = rf"(?:[Tt]he )?(?P<medium>(?:{_AGENCY})\b|(?:[A-Z][\w’'&-]{{0,20}} ){{0,3}}(?:{_PAPER})\b|[A-Z]{{2,4}}\b)"
_ITS_AGENCY = rf"(?P<medium>{_AGENCY})"
_NEAR = 32  # characters before a notice in which it can say that it is a picture's
_TOP = 700  # characters in which a byline or dateline stands
_SIGNS = (  # kind, one of these must be there, what is looked for
    # what names the article's own maker
    ("byline", ("(",), rf"\({_ITS_AGENCY}\)\s*[-–—]+\s"),
    ("byline", ("(",), rf"^[A-ZÀ-Ý][A-ZÀ-Ý .,’'-]{{1,60}}[A-ZÀ-Ý][^\n]{{0,40}}\({_ITS_AGENCY}\)"),
    ("byline", ("By ",), rf"^By [^\n]{{2,80}}?(?:,|\||/| of| for) ?(?:[Tt]he )?{_ITS_AGENCY}\b"),
    ("byline", ("-", "–", "—"), rf"^[^\n]{{0,60}}[–—-]\s?{_ITS_AGENCY}$"),
    # what names where it was before
    ("notice", ("©", "(c)", "(C)", "opyright"), rf"(?:©|\([Cc]\)|[Cc]opyright)[ ,]*(?:\d{{4}})?[ ,]*(?:by )?{_NAME}"),
    ("reuters", ("diting by ",),
     r"\((?:Additional )?[Rr]eporting by [^()\n]{3,200}; ?(?:[Ww]riting by [^()\n]{3,200}; ?)?[Ee]diting by "),
)  # fmt: skip
_WORDINGS = (  # kind, the key in `Language` of words of which one must be there, what stands around them
    ("notice", "material_from", rf"\b(?i:{PHRASES}) (?:d[aoe]s? |de la |von |of )?{_ITS_AGENCY}\b"),
    ("told", "told_to", rf"\b{PHRASES} {_NAME}"),  # what its speakers say to whom
    # what is known from elsewhere
    ("reported", "reported", rf"\b{_NAME} (?:first )?{PHRASES}\b"),
    ("reported", "first_reported_by", rf"\b{PHRASES} {_NAME}"),
    ("reported", "known_from", rf"\b{PHRASES} {_NAME}"),
)
_ALONE = rf"^{PHRASES}?{_ITS_AGENCY}\.?$"
_POINTS = {"byline": 10, "notice": 10, "reuters": 10, "told": 3, "reported": 2}
_ENOUGH = 6  # points: a byline, two who told it, three reports of it
_ANONYMOUS = rf"\b{PHRASES}\b[^.\n]{{0,80}}$"
_PICTURE = rf"\b{PHRASES}s?\b[^.\n]{{0,20}}$"
_WORD_BEFORE = 120  # characters before "told" in which its subject stands


@dataclass(frozen=True, slots=True)
class Credit:
    """The medium an article says it comes from, and where it says so. `medium` has one form for all its aliases."""

    medium: str
    evidence: tuple[Evidence, ...]


def find_credit(article: Article) -> Credit | None:
    """The medium that an article credits with its report; None if it names none, or two equally often."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    points: Counter[str] = Counter()
    for kind, medium, start, end in _mentions(article.text):
        found[medium].append((start, end))
        points[medium] += _POINTS[kind] + (kind == "told" and _is_anonymous(article.text, start))
    agency = _FOLDED_AGENCIES.get((article.publisher or "").strip().casefold().removesuffix(" news"))
    if agency:
        return Credit(agency, _spans(article, found.get(agency, [])))
    ranking = points.most_common(2)
    if not ranking or ranking[0][1] < _ENOUGH or (len(ranking) > 1 and ranking[1][1] == ranking[0][1]):
        return None
    medium = ranking[0][0]
    return Credit(medium, _spans(article, found[medium]))


def usual_name(medium: str) -> str:
    """The one name of an agency known by several; any other medium as written, with white space folded."""
    name = " ".join(medium.split())
    return _FOLDED_AGENCIES.get(name.casefold(), name)


def _mentions(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Every credit in a text: kind, medium, start, end."""
    top = text[:_TOP]
    known: dict[tuple[str, str], str] = {}  # media by how they are written, each looked for once
    for kind, pattern in _patterns(top, text):
        for match in pattern.finditer(top if kind == "byline" else text):
            if kind == "notice" and _is_of_picture(text, match.start()):
                continue
            written = "Reuters" if kind == "reuters" else match["medium"]
            if (written, kind) not in known:
                known[written, kind] = _medium(written, text, kind)
            medium = known[written, kind]
            if medium:
                yield kind, medium, match.start(), match.end()


def _patterns(top: str, text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What may be found in a text, with its kind: names are slow to look for, the words beside them are not."""
    yield "byline", pattern_of_all("source_labels", _ALONE, re.MULTILINE)
    for kind, needles, sign in _SIGNS:
        if any(needle in (top if kind == "byline" else text) for needle in needles):
            yield kind, _compiled(sign)
    for kind, key, form in _WORDINGS:
        if any(word[1:] in text for word in words_of_all(key)):  # its first letter may be a capital
            yield kind, pattern_of_all(key, form, re.MULTILINE)
    if any(word in text for word in words_of_all("published_first")):
        yield "notice", _published_first()


@cache
def _published_first() -> re.Pattern[str]:
    before = joined(words_of_all("before_publications")).pattern
    return pattern_of_all("published_first", rf"\b{PHRASES}(?: [\w,]+){{0,3}}? {before} {_NAME}", re.MULTILINE)


def _is_of_picture(text: str, start: int) -> bool:
    """Whether a notice says that it is a picture's."""
    picture = pattern_of_all("shown_beside_articles", _PICTURE)
    return bool(picture.search(text, max(0, start - _NEAR), start))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first needs it: few texts need most of them, and compiling takes longer than reading."""
    return re.compile(pattern, re.MULTILINE)


def _medium(written: str, text: str, kind: str) -> str:
    """The medium's one name; "" for what is not a medium, or speaks on air."""
    if written in _AGENCY_OF:
        return _AGENCY_OF[written]
    if _air().search(written):
        return ""
    if written.isupper() and len(written) <= 4:
        return _written_out(written, text)
    return written if kind == "notice" or " " in written or written in names_of("one_word_papers") else ""


@cache
def _air() -> re.Pattern[str]:
    """A broadcaster or network: what is said on air is retold by all."""
    return joined(names_of("stations"))


def _written_out(initials: str, text: str) -> str:
    """The paper with these initials, if the text names it: "FT", "Financial Times"."""
    pattern = r" (?:of (?:the )?)?".join(rf"{letter}[\w’'-]{{1,20}}" for letter in initials)
    match = re.search(rf"\b{pattern}\b", text)
    return match[0] if match and re.fullmatch(_PAPER, match[0].split()[-1]) else ""


def _is_anonymous(text: str, start: int) -> bool:
    """Whether who told it has no name: others cannot have heard it from them."""
    anonymous = pattern_of_all("anonymous_sources", _ANONYMOUS)
    return bool(anonymous.search(text[max(0, start - _WORD_BEFORE) : start]))


def _spans(article: Article, places: list[tuple[int, int]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(article.id, start, end, article.text[start:end], "match") for start, end in sorted(set(places))
    )
