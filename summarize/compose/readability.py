"""Whether a source sentence can stand in a summary by itself, and in a neutral summary at all.

Each rule gives a reason in words. What fails is left out or, where only its antecedent is missing, taken together with
the sentence before it. Rules know English best; for other languages the lists are shorter and let more through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..text.quotations import is_balanced
from ..text.speech import find_speaker, outside_quotations, quoted_share
from ..text.words import count_words

_LEAST_WORDS = 6  # a shorter sentence says too little by itself
_MOST_WORDS = 75  # a longer one is a list or a splitting fault
_ALL_QUOTED = 0.9  # share of letters inside quotation marks above which nobody is named as the speaker

# Sentence openings that point back. The third group points back only as a subject: "It is the first time that" is fine.
_POINTS_BACK = re.compile(
    r"""(?:he|she|they|his|her|their|its|him|them|these|those|this|that|such|both|another|others|the\ (?:former|latter|same|two|pair|duo|move|decision|announcement|comments?|remarks?|statement|meeting|incident|news|measure|findings)
      |also|instead|then|there|here|still|yet|so|thus|therefore|hence|otherwise|moreover|furthermore|additionally|similarly|likewise|in\ addition|in\ contrast|as\ a\ result|for\ example|for\ instance|after\ that|by\ then|at\ the\ time|by\ contrast|that\ said
      |él|ella|ellos|ellas|esto|eso|esta|este|estos|estas|ese|esa|su|sus|también|además|así|allí|ahí|por\ eso|por\ ello|sin\ embargo
      |ele|ela|eles|elas|isto|isso|esta|este|essa|esse|estas|estes|essas|esses|aquele|aquela|seu|sua|seus|suas|também|além\ disso|assim|lá|ali|por\ isso|já\ (?:o|a)\ outr[oa]
      |il|elle|ils|elles|ce|cet|cette|ces|cela|son|sa|ses|leur|leurs|aussi|ainsi|en\ outre|de\ plus|là
      |er|sie|dies|diese|dieser|dieses|das|ihr|ihre|sein|seine|auch|außerdem|dort|damit|dabei|daher|deshalb|zudem
      |lui|lei|loro|questo|questa|questi|queste|ciò|suo|sua|inoltre|così|anche)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"(?:it (?:is|was|will be|has been|remains|remained|appears|seems|became) (?:not |also |still |now )?(?:the|a|an|only|clear|unclear|likely|unlikely|possible|expected|important|estimated|known|reported|said)\b|there (?:is|are|was|were|has|have|will|had)\b|this (?:week|month|year|morning|weekend|time|summer|winter|spring|autumn|fall)\b|these days\b|that (?:[a-z]+ ){1,6}(?:is|was) )", re.IGNORECASE
)
_OPENING_IT = re.compile(r"it\b", re.IGNORECASE)
_OPENING_CONTRAST = re.compile(r"(?:but|and|or|nor|however|meanwhile|nevertheless|nonetheless|mas|porém|e|pero|y|aunque|mais|et|aber|und|ma|ed)\b[ ,]", re.IGNORECASE)
# "the official said": a role without a name or a description, known only from the sentence before.
_BARE_ROLE = re.compile(
    r"\b(?:the|that|this) (?:(?:senior|former|same|first|second|third|other|latter|\w+ian|\w+ese|\w+ish|american) ){0,2}(?:official|officials|source|sources|spokesman|spokeswoman|spokesperson|secretary|minister|officer|witness|man|woman|couple|suspect|victim|judge|lawyer|attorney|company|group|report|study|statement|agency|department|senator|lawmaker|executive|analyst|teenager|boy|girl|driver|document|letter|duo|pair)\b(?! (?:of|for|at|from|in|who|that|which|said to|with|on|between|against|to)\b)", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\b(?:I|I’m|I'm|I’ve|I've|we|we’re|we're|we’ve|my|our|us|me|mine|ours|nós|nosso|nossa|nosotros|nuestro|nuestra|nous|notre|nos|wir|uns|unser|unsere|noi|nostro)\b")
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|você|vocês|usted|vous|votre)\b", re.IGNORECASE)
# The writer's own verdicts, outlooks and colour, outside quotation marks. A list finds few of them (design, section 6):
# it is here for what no editor would print unattributed, not as a measure of bias.
_VERDICT = re.compile(
    r"""\b(?:notabl[ey]|distort(?:s|ed|ion)|denigrat\w+|blast(?:s|ed|ing)|slamm?(?:s|ed|ing)?|lambast\w+|lash(?:es|ed|ing)\ out|ripp(?:ed|ing)|bash(?:ed|es|ing)|excoriat\w+|skewer\w+|barbs?|tirade|rant(?:s|ed|ing)?|gloat\w*|smear\w*
      |shameful\w*|disgrac\w+|outrage(?:ous)?\w*|disastrous\w*|catastroph\w+|shocking(?:ly)?|stunning(?:ly)?|astonishing(?:ly)?|appalling|horrif(?:ic|ying)|brazen\w*|blatant\w*|ridiculous\w*|absurd\w*|laughable|pathetic|hypocri\w+
      |chaotic|desperate(?:ly)?|humiliat\w+|infamous\w*|notorious\w*|so-called|radical|extremist|far-fetched|baseless|bizarre\w*|reckless\w*|heroic\w*|courageous\w*|brilliant\w*|masterful\w*|thug\w*|crony|cronies|puppet
      |unsurprisingly|not\ surprisingly|surprisingly|of\ course|sadly|tragically|thankfully|fortunately|unfortunately|ironically|predictably|frankly|needless\ to\ say|clearly|obviously|undoubtedly|arguably|harsh|tough\ stance|strong\ warnings?
      |fier(?:y|ce)\w*|bombshell|firestorm|scathing|jaw-dropping|game.changer|historic\ moment|red\ meat|doubl(?:ed|ing)\ down|cav(?:ed|ing)|flip-flop\w*|meltdown|embattled)\b
    |\b(?:remains?\ to\ be\ seen|only\ time\ will\ tell|appears?\ to\ be\ the\ (?:biggest|largest|worst|first)|what\ appears\ to\ be)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_OUTLOOK = re.compile(r"\b(?:must|should|ought\ to|has\ to|have\ to|needs?\ to)\b", re.IGNORECASE)

Fault = Literal["", "orphan", "failed_check"]


@dataclass(frozen=True, slots=True)
class Fitness:
    """Whether a sentence may be used: `fault` "" if so; `needs_lead` if only together with the sentence before it."""

    fault: Fault = ""
    why: str = ""
    needs_lead: bool = False


def judge(sentence: str, *, listed: bool) -> Fitness:
    """Judge one sentence as it stands in its article; `listed` says that it is an item below a lead-in line."""
    text = " ".join(sentence.split())
    outside = outside_quotations(text)
    for rule in (_whole, _quotation, _opening, _voice):
        fitness = rule(text, outside, listed)
        if fitness.fault:
            return fitness
    return Fitness()


def _whole(text: str, outside: str, listed: bool) -> Fitness:
    """Complete as a sentence: length, end, balance of quotation marks."""
    words = count_words(text)
    if not _LEAST_WORDS <= words <= _MOST_WORDS:
        return Fitness("orphan", "too short to stand alone" if words < _LEAST_WORDS else "too long")
    if text.endswith((":", "：", ",", ";")) or (listed and not text.endswith((".", "!", "”", '"', "。"))):
        return Fitness("orphan", "belongs to a list")
    if not is_balanced(text):
        return Fitness("orphan", "part of a quotation that goes on elsewhere")
    if outside.rstrip().endswith(("?", "？")):
        return Fitness("orphan", "a question")
    return Fitness()


def _quotation(text: str, outside: str, listed: bool) -> Fitness:
    """A quotation needs its speaker in the same sentence, by name or description."""
    share = quoted_share(text)
    if share > _ALL_QUOTED:
        return Fitness("orphan", "quotation without its speaker", needs_lead=True)
    if not share:
        return Fitness()
    speaker = find_speaker(text)
    if speaker.kind == "pronoun":
        return Fitness("orphan", "the speaker is named only in a sentence before", needs_lead=True)
    if share > 0.5 and not speaker.kind:
        return Fitness("orphan", "quotation without its speaker")
    return Fitness()


def _opening(text: str, outside: str, listed: bool) -> Fitness:
    """The sentence must not point back to one that is not there."""
    start = text.lstrip("“\"‘'«- •*")
    contrast = _OPENING_CONTRAST.match(start)
    rest = start[contrast.end() :] if contrast else start
    if _EXPLETIVE.match(rest):
        return Fitness()
    if _POINTS_BACK.match(rest) or _OPENING_IT.match(rest):
        return Fitness("orphan", "points back to the sentence before", needs_lead=True)
    if _BARE_ROLE.search(outside):
        return Fitness("orphan", "names somebody only by a role given before", needs_lead=True)
    if contrast and contrast.group().lower().startswith(("but", "and", "or", "nor")):
        return Fitness("orphan", "continues the sentence before", needs_lead=True)
    return Fitness()


def _voice(text: str, outside: str, listed: bool) -> Fitness:
    """The reporter's voice must be neutral: no verdicts, no outlooks, no first or second person."""
    if _FIRST_PERSON.search(outside) or _SECOND_PERSON.search(outside):
        return Fitness("failed_check", "first or second person outside a quotation")
    if match := _VERDICT.search(outside):
        return Fitness("failed_check", f"the writer's own judgement ({match.group()!r})")
    if _OUTLOOK.search(outside) and not find_speaker(text).kind:
        return Fitness("failed_check", "says what ought to be without saying who says so")
    return Fitness()
