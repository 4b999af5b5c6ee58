"""Read what stands before or behind a number and makes it a bound: "more than 500", "up to 600", "500 or more".

Six languages. Never reads the number itself, never decides whether two bounds agree.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Bound = Literal["", "over", "least", "under", "most", "nearly", "about"]

_BEFORE: dict[str, dict[Bound, str]] = {
    "en": {
        "over": "more than|over|above|exceed|exceeds|exceeded|exceeding|upwards of|in excess of|topped|topping|beyond"
        "|greater than|higher than|older than|surpassed|surpassing|better than",
        "least": "at least|no fewer than|no less than|not less than|a minimum of|minimum of|not fewer than",
        "under": "less than|fewer than|under|below|lower than|younger than|short of|shy of|smaller than",
        "most": "at most|within|up to|as many as|as much as|no more than|not more than|a maximum of|maximum of",
        "nearly": "nearly|almost|close to|just under|approaching|just below|not quite|virtually",
        "about": "about|around|roughly|some|approximately|circa|an estimated|estimated|ca|c|or so|just over"
        "|a little over|slightly more than|little more than",
    },
    "de": {
        "over": "mehr als|über|gut",
        "least": "mindestens|wenigstens|nicht weniger als",
        "under": "weniger als|unter",
        "most": "höchstens|bis zu|maximal|nicht mehr als",
        "nearly": "fast|beinahe|knapp|nahezu",
        "about": "etwa|rund|ungefähr|circa|ca|zirka",
    },
    "es": {
        "over": "más de|mas de|superior a|por encima de",
        "least": "al menos|por lo menos|como mínimo",
        "under": "menos de|inferior a|por debajo de",
        "most": "hasta|como máximo|no más de",
        "nearly": "casi|cerca de",
        "about": "unos|unas|alrededor de|aproximadamente",
    },
    "fr": {
        "over": "plus de|plus d'|supérieur à",
        "least": "au moins|au minimum",
        "under": "moins de|moins d'",
        "most": "au plus|jusqu'à|au maximum",
        "nearly": "près de|presque|quasiment",
        "about": "environ|quelque|quelques|à peu près|autour de",
    },
    "it": {
        "over": "più di|oltre|superiore a",
        "least": "almeno|non meno di",
        "under": "meno di|sotto",
        "most": "al massimo|fino a|non più di",
        "nearly": "quasi",
        "about": "circa|intorno a|all'incirca",
    },
    "pt": {
        "over": "mais de|acima de|superior a",
        "least": "pelo menos|ao menos|no mínimo",
        "under": "menos de|abaixo de",
        "most": "até|no máximo|não mais de",
        "nearly": "quase|perto de",
        "about": "cerca de|aproximadamente|por volta de|em torno de",
    },
}  # fmt: skip
_BEHIND: dict[Bound, str] = {
    "least": "or more|or higher|or greater|and more|oder mehr|o más|ou plus|o più|ou mais",
    "most": "or less|or fewer|at most|oder weniger|o menos|ou moins",
    "about": "or so|odd",
}
_REACH = 28  # characters before a number: the longest wording and a blank
# "more than the 500", "nearly a third", "under the age of 50"
_ARTICLES = re.compile(r"(?: (?:the|a|an|only|just))?(?: (?:age|ages|aged)(?: of)?)?\s*$")


@lru_cache(maxsize=8)
def _wordings(language: str) -> tuple[tuple[Bound, str], ...]:
    """The wordings of a language, the longest first, so that "no more than" is never read as "more than"."""
    table = _BEFORE.get(language, _BEFORE["en"])
    pairs = [(bound, words) for bound, joined in table.items() for words in joined.split("|")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


def bound_of(text: str, start: int, end: int, language: str = "en") -> Bound:
    """What makes the number `text[start:end]` a bound or an estimate; "" where it is said plainly."""
    before = text[max(0, start - _REACH) : start].lower().replace("’", "'")
    before = _ARTICLES.sub("", before)
    for bound, words in _wordings(language):
        if before.endswith(words) and not before[: -len(words)][-1:].isalnum():
            return bound
    after = text[end : end + 16].lower().lstrip(" -")
    for bound, joined in _BEHIND.items():
        if any(after.startswith(words) for words in joined.split("|")):
            return bound
    return "least" if re.match(r"[-\s]?plus\b|\+", text[end : end + 6].lower()) else ""


def bears(said: Bound, found: Bound) -> bool:
    """Whether a number found with one bound bears the same number said with another.

    An estimate bears the bare number and the other way round; a true bound must be said, and not turned round.
    """
    if said in (found, "about"):
        return True
    return said in _BORNE.get(found, ())


# By the bound of the evidence: what may be said of it with the same number.
_BORNE: dict[Bound, tuple[Bound, ...]] = {
    "": ("least", "most"),
    "about": ("", "nearly"),
    "nearly": ("", "most", "under"),
    "over": ("least",),
    "least": ("",),  # newspapers drop it: "at least 17 died" becomes "17 died"
    "under": ("most", "nearly"),
}
