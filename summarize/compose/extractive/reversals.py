"""Whether a title says the reverse of a printed sentence: "near deal" over "turned down". Wordings, not meanings.

Only what settles a matter one way or the other counts. A title given up without need costs a turn of phrase; one that
another sentence refutes misleads, so the rule asks for little: one matter, and the other way.
"""

from __future__ import annotations

import re

from ...nlp.tokenize import terms

_MATTER = 2  # content words that make a title and a sentence be of one matter

# What comes about, and what does not.
_COMES = {
    "en": r"""(?:near(?:s|ed|ing)?|close\ to|reach(?:es|ed))\ (?:\w+\ )?(?:deal|agreement|accord|truce)
        |agree[sd]?|accept(?:s|ed)?|approv(?:es?|ed)
        |sign(?:s|ed)|resum(?:es?|ed)|back(?:s|ed)|pass(?:es|ed)""",
    "pt": r"""(?:aprov|aceit|concord|retom|assin)(?:a|am|ou|aram)|fech(?:a|am|ou|aram)\ acordo
        |perto\ de\ (?:um\ )?acordo""",
    "es": r"aprueban?|firman?|acept(?:an?|ó|aron)|acuerdan?|(?:aprob|acord|firm|reanud)(?:ó|aron)",
}
_FAILS = {
    "en": r"""turn(?:s|ed)\ down|reject(?:s|ed)|refus(?:es?|ed)|declin(?:es?|ed)\ (?:the|an?|to)|not\ (?:to\ )?sign
        |veto(?:es|ed)|block(?:s|ed)|call(?:s|ed)\ off|cancel(?:s|led|ed)|br(?:ea|o)k(?:s|e)?\ off|suspend(?:s|ed)
        |collaps(?:es|ed)""",
    "pt": r"(?:rejeit|recus|vet|cancel)(?:a|am|ou|aram)|suspende(?:m|u|ram)?|não\ (?:aceit|assin|aprov)\w+",
    "es": r"(?:rechaz|vet|cancel)(?:an?|ó|aron)|suspend(?:e|en|ió|ieron)|no\ (?:acept|firm)\w+",
}
_SETTLES = {
    language: (
        re.compile(rf"\b(?:{_COMES[language]})\b", re.IGNORECASE | re.VERBOSE),
        re.compile(rf"\b(?:{_FAILS[language]})\b", re.IGNORECASE | re.VERBOSE),
    )
    for language in _COMES
}


def is_reversed(title: str, sentence: str, language: str) -> bool:
    """Whether a sentence tells of the title's matter that it went the other way."""
    if language not in _SETTLES or len(set(terms(title, language)) & set(terms(sentence, language))) < _MATTER:
        return False
    comes, fails = _SETTLES[language]
    mine, theirs = _way(title, comes, fails), _way(sentence, comes, fails)
    return mine * theirs < 0


def _way(text: str, comes: re.Pattern[str], fails: re.Pattern[str]) -> int:
    """1 for a text in which something comes about, -1 for one in which it does not, 0 for both or neither."""
    return bool(comes.search(text)) - bool(fails.search(text))
