"""Check a claim against its own evidence, without a model: support, names, numbers, dates, quotations.

The same for both engines. Compares values, not strings, and looks nowhere but in the cited spans; the rest of the story
only says how a word weighs, which words are ordinary, which spellings exist and whom a cited "he" means. Never repairs
a claim, never trusts who wrote it. What it cannot see - false emphasis, roles that no plain verb shows - is the
`meaning` check, which needs a checker and stays not run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date

from ..records import Check, CheckName, Claim, Evidence
from ..text.dates import DateMention, agree, dates
from ..text.irregular import base_form
from ..text.names import word_likeness
from ..text.words import folded_words, squeeze, terms, words
from .abroad import check_abroad, foreign_evidence
from .clauses import invented_clause
from .context import Context, counted, missing, names_in
from .distances import unknown_distance
from .figures import borne_figures, check_numbers
from .modality import not_yet_done
from .naming import check_names, is_same_name
from .negations import turned_negation
from .quoting import check_quotes
from .reversals import opposite, usurped
from .roles import swapped

# A cited sentence that holds less than this share of the claim's weight does not carry it. Measured: citing by this
# threshold lifted citation F1 from 21.7-56.5 to 68.1-77.9 for three models (the project's design, section 6).
SUPPORT_FLOOR = 0.30
_LONGEST = 5_000  # characters of a claim that is read: many times any sentence, and no trap
_Dated = tuple[DateMention, date | None, tuple[bool, ...]]
_AHEAD = re.compile(
    r"\b(?:will|would|may|to|next|coming|due|expect|expected|plans?|planned|scheduled|starting|beginning|from|until|by)\b"
)


def check_claim(claim: Claim, context: Context) -> tuple[Check, ...]:
    """Run all checks of one claim against its own evidence, in a fixed order."""
    if not claim.evidence:
        lost = tuple(Check(name, "fail", "the claim cites nothing") for name in _CHECKS)
        return (*lost, _MEANING)
    if len(claim.text) > _LONGEST and not is_verbatim(claim):
        why = (
            f"the claim has {len(claim.text):,} characters; what is not a source's own words is read up to {_LONGEST:,}"
        )
        return (*(Check(name, "fail", why) for name in _CHECKS), _MEANING)
    if is_verbatim(claim):
        return (*(Check(name, "pass", "the source's own words") for name in _CHECKS), _MEANING)
    if foreign_evidence(claim, context):
        return (*check_abroad(claim, context, _CHECKS), _MEANING)
    return (*(run(claim, context) for run in _CHECKS.values()), _MEANING)


def support(
    text: str, evidence: Sequence[Evidence], context: Context, held_otherwise: Collection[str] = frozenset()
) -> float:
    """The share of a text's weight (inverse document frequency of its content words) that evidence holds, 0 to 1.

    `held_otherwise` are words (stems) that it holds in another form.
    """
    said = set(terms(text, context.language))
    held = {term for item in evidence for term in terms(item.text, context.language)} | set(held_otherwise)
    heaviest = max(context.weights.values(), default=1.0)
    weight = {term: context.weights.get(term, heaviest) for term in said}
    total = math.fsum(weight.values())  # exact: the order of a set is chance
    missing = math.fsum(
        value for term, value in weight.items() if term not in held and not _spelled_otherwise(term, held)
    )
    return 1.0 - missing / total if total else 1.0


def check_support(claim: Claim, context: Context) -> Check:
    """Whether the evidence holds enough of the claim's content, and no negation was gained or lost."""
    if not words(claim.text):
        return Check("support", "fail", "the claim has no words")
    if not terms(claim.text, context.language):
        return Check("support", "not_run", "the claim has no content words")
    share = support(claim.text, claim.evidence, context)
    if share < SUPPORT_FLOOR:
        share = support(claim.text, claim.evidence, context, _held_otherwise(claim, context))
    where = context.citation(claim.evidence)
    if share < SUPPORT_FLOOR:
        return Check("support", "fail", f"{where} holds only {share:.0%} of the claim's content words, by weight")
    turned = _turned(claim, context) if context.language == "en" else ""
    if turned:
        return Check("support", "fail", turned)
    added = invented_clause(claim.text, claim.evidence) if context.language == "en" else ""
    if added:
        return Check("support", "fail", f'{where} holds no word of "{added}"')
    return Check("support", "pass", f"{where} holds {share:.0%} of the claim's content words, by weight")


def _held_otherwise(claim: Claim, context: Context) -> set[str]:
    """Words of a claim that its evidence holds as a value, a day or the form of an irregular verb."""
    spans = [figure.text for figure in borne_figures(claim, context)]
    known = _known_dates(claim, context)
    spans += [mention.text for mention in dates(claim.text, context.language) if _is_borne(mention, known)]
    held = {term for span in spans for term in terms(span, context.language)}
    if context.language == "en":
        bases = {base_form(word) for item in claim.evidence for word in folded_words(item.text)}
        same = [word for word in folded_words(claim.text) if base_form(word) in bases]
        held |= set(terms(" ".join(same), "en"))
    return held


def check_dates(claim: Claim, context: Context) -> Check:
    """Whether every date of the claim stands in its evidence: by day where both resolve, else by what is said."""
    said = dates(claim.text, context.language)
    known = _known_dates(claim, context)
    for mention in said:
        if not _is_borne(mention, known):
            return Check(
                "dates", "fail", missing(mention.text, claim.evidence, context, [other.text for other, *_ in known])
            )
    apart = len({context.published.get(item.article) for item in claim.evidence} - {None}) > 1
    unknown = unknown_distance(claim.text, [item.text for item in claim.evidence], len(known), apart=apart)
    if unknown and context.language == "en":
        there = [other.text for other, *_ in known]
        return Check("dates", "fail", missing(unknown, claim.evidence, context, there))
    return Check("dates", "pass", counted(len(said), "date"))


_CHECKS: dict[CheckName, Callable[[Claim, Context], Check]] = {
    "support": check_support,
    "names": check_names,
    "numbers": check_numbers,
    "dates": check_dates,
    "quotes": check_quotes,
}
_MEANING = Check("meaning", "not_run", "no checker was asked for")


def is_verbatim(claim: Claim) -> bool:
    """A claim that is one cited span, white space aside, needs no reading: all its tokens stand in the evidence."""
    text = squeeze(claim.text)
    return any(squeeze(item.text) == text for item in claim.evidence)


def _spelled_otherwise(term: str, held: set[str]) -> bool:
    return len(term) >= 6 and any(word_likeness(term, other) != "different" for other in held if other[0] == term[0])


def _known_dates(claim: Claim, context: Context) -> list[_Dated]:
    """The dates of the evidence, each with its day of publication and the ways it may lie from there."""
    return [
        (mention, context.published.get(item.article), _ways(item.text[: mention.start], context))
        for item in claim.evidence
        for mention in dates(item.text, context.language)
    ]


def _is_borne(mention: DateMention, known: Sequence[_Dated]) -> bool:
    return any(agree(mention, other, published, ways) for other, published, ways in known)


def _ways(before: str, context: Context) -> tuple[bool, ...]:
    """Which way a weekday lies from the day of publication: back, and ahead where what stands before it looks ahead."""
    if context.language != "en" or _AHEAD.search(before[-60:]):
        return (False, True)
    return (False,)


def _turned(claim: Claim, context: Context) -> str:
    """What shows that a claim turns its evidence round; "" when nothing does. The rules know English only."""
    return _negation(claim, context) or _reversal(claim, context) or _roles(claim, context) or _not_yet(claim, context)


def _not_yet(claim: Claim, context: Context) -> str:
    """Name a deed that the claim tells as done and its evidence does not; "" when none can be shown."""
    done, there = not_yet_done(claim.text, [item.text for item in claim.evidence])
    where = context.citation(claim.evidence)
    return f'"{done}" is not in the cited text of {where}: there it is "{there}"' if done else ""


def _negation(claim: Claim, context: Context) -> str:
    """Name a negation that the claim gained or lost; "" when neither can be shown."""
    negation, way = turned_negation(claim.text, [item.text for item in claim.evidence])
    where = context.citation(claim.evidence)
    if way == "gained":
        return f'"{negation}" is not in the cited text of {where}: a negation was gained'
    return f'the claim lacks the "{negation}" of {where}: a negation was lost' if negation else ""


def _roles(claim: Claim, context: Context) -> str:
    """Name a deed that the claim gives to another one than its evidence does; "" when none can be shown."""
    sources = [item.text for item in claim.evidence]
    who, verb, there = swapped(claim.text, sources, lambda text: names_in(text, context), is_same_name)
    if not who:
        return ""
    where = context.citation(claim.evidence)
    return f'"{who}" is not in the cited text of {where} as the one who "{verb}": there it is "{there}"'


def _reversal(claim: Claim, context: Context) -> str:
    """Name a verb turned into its opposite, or a speaker who says what another said; "" when neither can be shown."""
    sources = [item.text for item in claim.evidence]
    verb, there = opposite(claim.text, sources)
    if verb:
        return missing(verb, claim.evidence, context, [there] if there else [])
    heaviest = max(context.weights.values(), default=1.0)

    def mass(found: Collection[str]) -> float:
        return math.fsum(context.weights.get(term, heaviest) for term in found)

    who, other = usurped(claim.text, claim.attributed_to, sources, context.language, mass)
    if not who:
        return ""
    return f'"{who}" is not in the cited sentence of {context.citation(claim.evidence)} that says so: "{other}" speaks'
