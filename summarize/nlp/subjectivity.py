"""Wordings by which a writer judges, reads minds or foretells in their own voice. English; what it finds it can quote.

Structures rather than lists of loaded words, which find hardly any of what experts mark: degrees of a judgement,
interpretations tied to a fact by a participle, motives, superlatives of taste, verdicts that have no owner. What stands
inside quotation marks is somebody's and does not count; whether a speaker owns the rest is for the caller.
"""

from __future__ import annotations

import re

from .speakers import outside_quotations

_PLAIN = (
    "law|unlaw|peace|success|care|use|grate|previ|continu|simultane|unanim|anonym|seri|vari|religi|spontane|meaning"
)
# Each form with the reason that a reader is given.
_FORMS = (
    (
        "a judgement with its degree",
        r"\b(?:far|much|wholly|utterly|deeply|highly|hugely|wildly|bitterly|famously|remarkably|extremely|incredibly|"
        r"profoundly|painfully)\ (?:too\ |more\ |less\ )?(?!than\b|of\b|the\b|over\b)"
        r"(?:\w+(?:ous|ful|ive|able|ible|ish|ant|ent|ty)|critical|personal|sharp|hot|ugly|odd|rare|cold|warm)\b",
    ),
    ("a manner that is a judgement", rf"\b(?!(?:{_PLAIN})(?:fully|ously))\w{{3,}}(?:fully|ously)\b"),
    (
        "an interpretation tied to a fact",
        r",\ (?:thus\ |further\ |thereby\ )?(?:underscoring|highlighting|underlining|signall?ing|reflecting|"
        r"illustrating|cementing|fuell?ing|sparking|stoking|deepening|heightening|dealing\ a|marking\ a|"
        r"raising\ (?:questions|fears|concerns|doubts|hopes)|casting\ doubt|sending\ a|setting\ the\ stage|"
        r"paving\ the\ way|adding\ to)\b",
    ),
    (
        "a feeling that is read into somebody",
        r"\b(?:grown|grew|growing|visibly|clearly)\ (?:increasingly\ |deeply\ )?(?:frustrated|angered|angry|annoyed|"
        r"irritated|emboldened|furious|fearful|worried|wary|weary|elated|dismayed|alarmed|nervous|impatient|defiant)\b"
        r"|(?<=,\ )(?:frustrated|angered|angry|annoyed|irritated|emboldened|furious|elated|dismayed|alarmed|impatient|"
        r"incensed|enraged|infuriated|stung|buoyed|exasperated)\ (?:with|by|at|over|about|that)\b",
    ),
    (
        "a motive that is read into somebody",
        r"\b(?:in\ an?\ (?:\w+\ )?(?:effort|attempt|bid)\ to|(?:eager|keen|desperate|anxious|loath|content)\ to|"
        r"secretly|(?:tried|tries|sought|seeks?|trying|seeking|attempts?|attempted|effort)\ to\ (?:paint|cast|portray|"
        r"spin|stoke|deflect|distract|downplay|capitali[sz]e|score|exploit))\b",
    ),
    (
        "a superlative of taste",
        r"\bthe\ (?:worst|greatest|finest|ugliest|most\ \w+(?:ous|ful|ive|ing|able|ible|ant|ent))\b(?!\ of\ \d)",
    ),
    (
        "a verdict without an owner",
        r"\b(?:no\ wonder|to\ be\ sure|to\ say\ the\ least|it\ is\ (?:clear|no\ secret|obvious|hard\ to)|there\ is\ "
        r"no\ doubt|a\ (?:testament|testimony|blow|boon|slap)\ to|turning\ point|watershed|all\ eyes|under\ fire|"
        r"came\ under|(?:runs?|ran|flies|flew)\ (?:counter\ to|in\ the\ face\ of)|"
        r"(?:chorus|slew|torrent|barrage|wave)\ of)\b",
    ),
    (
        "a mood or a habit that the writer sees",
        r"\b(?:an?|the)\ (?:somber|sombre|exuberant|defiant|jubilant|beaming|chastened|subdued|angry|furious|emotional|"
        r"combative|triumphant)\ (?=(?-i:[A-Z]))|\byet\ another\b|"
        r"\bhas\ a\ (?:tendency|habit|knack)\ (?:of|for)\b|"
        r"\bha(?:ve|s)\ (?:often|long|widely)\ been\ (?:viewed|seen)\ as\b|"
        r"\b(?:found|finds)\ (?:itself|himself|herself|themselves)\ (?:\w+ing|in|at|under)\b|"
        r"\ba\ (?:tactical|cynical|calculated|desperate)\ (?:move|ploy|bid)\b|"
        r"\banother\ (?:major|further|big)\ (?:setback|blow|embarrassment)\b",
    ),
    (
        "a word that judges",
        r"\b(?:controversial\w*|heated|acrimonious|lavish\w*|divisive|contentious|vulgar|dubious\w*|sweeping|bitter|"
        r"fierce(?:ly)?|dramatic(?:ally)?|imploded?|bonhomie|stark(?:ly)?|stern(?:ly)?|vicious\w*|bold(?:ly)?|explosive|embroiled|"
        r"scandal-\w+|touted|railed|decried|seized\ upon|pounced|rebuff\w*|hit\ back|fired\ back|clapped\ back|"
        r"blistering|searing|forceful)\b",
    ),
)  # fmt: skip
_COLOUR = tuple((why, re.compile(pattern, re.IGNORECASE | re.VERBOSE)) for why, pattern in _FORMS)


def colour(text: str) -> tuple[tuple[str, str], ...]:
    """The writer's own judgements in a sentence, outside quotations: (words, why they are one)."""
    outside = outside_quotations(text)
    return tuple((match.group().strip(", "), why) for why, pattern in _COLOUR for match in pattern.finditer(outside))
