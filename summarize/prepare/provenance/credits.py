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

from ...lang.tables import load_agencies
from ...records import Article, Evidence

_AGENCY_OF = {alias: name for name, aliases in load_agencies().items() for alias in aliases}
_FOLDED_AGENCIES = {alias.casefold(): name for alias, name in _AGENCY_OF.items()}
_AGENCY = "|".join(sorted(map(re.escape, _AGENCY_OF), key=len, reverse=True))
# Words that end the name of a newspaper or magazine.
_PAPER = (
    "Times|Post|Journal|News|Herald|Tribune|Gazette|Guardian|Mail|Telegraph|Press|Chronicle|Globe|Sun|Mirror|Observer|"
    "Independent|Standard|Searchlight|Courier|Dispatch|Bulletin|Review|Register|Examiner|Inquirer|Bee|Weekly|Magazine|"
    "Star|Echo|Argus|Record|Messenger|Sentinel|Ledger|Politico|Axios"
)
# Broadcasters and networks are left out: what is said on air is retold by all.
_AIR = re.compile(r"(?i)\b(?:fox|cnn|bbc|nbc|cbs|abc|msnbc|sky|radio|tv|television|cspan|espn|al jazeera)\b")
_NAME = rf"(?:[Tt]he )?(?P<medium>(?:{_AGENCY})\b|(?:[A-Z][\w’'&-]{{0,20}} ){{0,3}}(?:{_PAPER})\b|[A-Z]{{2,4}}\b)"
_PICTURE = re.compile(r"(?i)\b(?:image|photo|picture|map|graphic|video|illustration)s?\b[^.\n]{0,20}$")
_NEAR = 32  # characters before a notice in which it can say that it is a picture's
_TOP = 700  # characters in which a byline or dateline stands
_PATTERNS = (  # kind, one of these words must be there, what is looked for
    # what names the article's own maker
    ("byline", ("(",), rf"\((?P<medium>{_AGENCY})\)\s*[-–—]+\s"),
    ("byline", ("(",), rf"^[A-ZÀ-Ý][A-ZÀ-Ý .,’'-]{{1,60}}[A-ZÀ-Ý][^\n]{{0,40}}\((?P<medium>{_AGENCY})\)"),
    ("byline", ("By ",), rf"^By [^\n]{{2,80}}?(?:,|\||/| of| for) ?(?:[Tt]he )?(?P<medium>{_AGENCY})\b"),
    ("byline", ("",), rf"^(?:[Bb]y |[Ss]ource: ?|[Ff](?:onte|uente): ?|[Qq]uelle: ?)?(?P<medium>{_AGENCY})\.?$"),
    ("byline", ("-", "–", "—"), rf"^[^\n]{{0,60}}[–—-]\s?(?P<medium>{_AGENCY})$"),
    # what names where it was before
    ("notice", ("©", "(c)", "(C)", "opyright"),
     rf"(?:©|\([Cc]\)|[Cc]opyright)[ ,]*(?:\d{{4}})?[ ,]*(?:by )?{_NAME}"),
    ("notice", ("first ", "originally "),
     rf"\b(?:first|originally) (?:published|appeared|posted)(?: [\w,]+){{0,3}}? (?:by|in|on|at) {_NAME}"),
    ("notice", ("nformações", "nformación", "vec ", "aterial ", "nput", "ourtesy"),
     r"\b(?:[Cc]om informações|[Cc]on información|[Aa]vec|[Mm]it [Mm]aterial|[Ii]nputs? from|[Cc]ourtesy) "
     rf"(?:d[aoe]s? |de la |von |of )?(?P<medium>{_AGENCY})\b"),
    ("reuters", ("diting by ",),
     r"\((?:Additional )?[Rr]eporting by [^()\n]{3,200}; ?(?:[Ww]riting by [^()\n]{3,200}; ?)?[Ee]diting by "),
    # what its speakers say to whom
    ("told",
     ("told ", "informed ", "relayed to ", "confirmed to ", "peaking to ", "spoke ", "nterview ", "tatement ", "mail "),
     r"\b(?:told|informed|relayed to|confirmed to|speaking to|(?:spoke|interview|statement|e-?mail) (?:to|with)) "
     + _NAME),
    # what is known from elsewhere
    ("reported", (" reported", " reports", " has learned", " revealed"),
     rf"\b{_NAME} (?:first )?(?:reported|reports|has learned|revealed)\b"),
    ("reported", ("first reported ",), rf"\bfirst reported (?:by|in) {_NAME}"),
    ("reported", ("according to ", "reported by ", "seen by ", "obtained by ", "reviewed by "),
     rf"\b(?:according to|reported by|seen by|obtained by|reviewed by) {_NAME}"),
)  # fmt: skip
_POINTS = {"byline": 10, "notice": 10, "reuters": 10, "told": 3, "reported": 2}
_ENOUGH = 6  # points: a byline, two who told it, three reports of it
_ANONYMOUS = re.compile(r"(?i)\b(?:official|source|person|people|sources|individuals?|familiar)\b[^.\n]{0,80}$")
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
    for kind, needles, pattern in _PATTERNS:
        where = top if kind == "byline" else text
        for match in _compiled(pattern).finditer(where) if any(needle in where for needle in needles) else ():
            if kind == "notice" and _PICTURE.search(text, max(0, match.start() - _NEAR), match.start()):
                continue
            written = "Reuters" if kind == "reuters" else match["medium"]
            if (written, kind) not in known:
                known[written, kind] = _medium(written, text, kind)
            medium = known[written, kind]
            if medium:
                yield kind, medium, match.start(), match.end()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first needs it: few texts need most of them, and compiling takes longer than reading."""
    return re.compile(pattern, re.MULTILINE)


def _medium(written: str, text: str, kind: str) -> str:
    """The medium's one name; "" for what is not a medium, or speaks on air."""
    if written in _AGENCY_OF:
        return _AGENCY_OF[written]
    if _AIR.search(written):
        return ""
    if written.isupper() and len(written) <= 4:
        return _written_out(written, text)
    return written if kind == "notice" or " " in written or written in ("Politico", "Axios") else ""


def _written_out(initials: str, text: str) -> str:
    """The paper with these initials, if the text names it: "FT", "Financial Times"."""
    pattern = r" (?:of (?:the )?)?".join(rf"{letter}[\w’'-]{{1,20}}" for letter in initials)
    match = re.search(rf"\b{pattern}\b", text)
    return match[0] if match and re.fullmatch(_PAPER, match[0].split()[-1]) else ""


def _is_anonymous(text: str, start: int) -> bool:
    """Whether who told it has no name: others cannot have heard it from them."""
    return bool(_ANONYMOUS.search(text[max(0, start - _WORD_BEFORE) : start]))


def _spans(article: Article, places: list[tuple[int, int]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(article.id, start, end, article.text[start:end], "match") for start, end in sorted(set(places))
    )
