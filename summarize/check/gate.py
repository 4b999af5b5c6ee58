"""Check a claim against its own evidence, without a model: support, names, numbers, dates, quotations.

The same for both engines. Compares values, not strings, and looks nowhere but in the cited spans; the rest of the story
only says how a word weighs, which words are ordinary and which spellings exist. Never repairs a claim, never trusts who
wrote it. What it cannot see - swapped roles, false emphasis - is the `meaning` check, which needs a checker and stays
not run.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ..records import Article, Check, CheckName, Claim, Evidence
from ..text.dates import agree, dates
from ..text.language import language_of
from ..text.names import Name, fold_name, likeness, looks_ordinary, names, word_likeness
from ..text.quotations import fold_quotes, is_balanced, quotations
from ..text.values import Value, agrees, values
from ..text.words import folded_words, is_denial, is_negation, squeeze, terms, words
from .abroad import check_abroad, foreign_evidence
from .distances import unknown_distance
from .reversals import opposite, usurped

# A cited sentence that holds less than this share of the claim's weight does not carry it. Measured: citing by this
# threshold lifted citation F1 from 21.7-56.5 to 68.1-77.9 for three models (the project's design, section 6).
SUPPORT_FLOOR = 0.30
_NEARLY_THE_SAME = 0.8  # of the evidence's weight held by the claim: then a missing "not" was lost, not left out
# Words that say a small number without naming it.
_SAY_ONE = frozenset(("a", "an", "one", "single", "only", "another", "each", "sole", "lone", "once"))
_SAY_TWO = frozenset(("both", "two", "pair", "couple", "twice", "either", "neither", "double", "second"))
_ROUNDING = {"over": ROUND_FLOOR, "than": ROUND_FLOOR, "least": ROUND_FLOOR, "nearly": ROUND_CEILING}
_ROUNDING |= {"almost": ROUND_CEILING, "under": ROUND_CEILING, "about": ROUND_HALF_UP, "around": ROUND_HALF_UP}
_ROUNDING |= {"roughly": ROUND_HALF_UP, "some": ROUND_HALF_UP, "approximately": ROUND_HALF_UP, "circa": ROUND_HALF_UP}
_SMALL_WORDS = frozenset(("of", "the", "and", "for", "de"))  # initials leave them out
_COUNTS_REPORTS = re.compile(r"\s+(?:news )?reports?\b")  # copies of one origin are one report
_COUNTS_ARTICLES = re.compile(r"\s+(?:news )?(?:articles?|outlets?)\b")
_NOUN_CAPITALS = frozenset(("de", "lb"))  # languages that write every noun with a capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the checks may know of a story besides a claim's own evidence.

    `weights`: inverse document frequency by stem; `ordinary`: words seen in lower case; `spellings`: folded words seen
    with a capital; `published`: day of publication by article id; `places`: the n of [n] by article id;
    `languages`: two-letter codes by article id.
    """

    language: str = "en"
    weights: Mapping[str, float] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    spellings: frozenset[str] = frozenset()
    published: Mapping[str, date] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)

    def citation(self, evidence: Sequence[Evidence]) -> str:
        """Where it was looked, for messages: "[1]", "[1] and [3]"."""
        found = dict.fromkeys(str(self.places.get(item.article, item.article)) for item in evidence)
        return " and ".join(f"[{place}]" for place in found)


def context_of(
    articles: Sequence[Article], language: str = "en", *, places: Mapping[str, int] | None = None
) -> Context:
    """Gather the context of a story from all its articles; one pass over their words. `places` are for messages."""
    seen = Counter(term for article in articles for term in set(terms(article.text, language)))
    ordinary: set[str] = set()
    spellings: set[str] = set()
    for article in articles:
        for word in set(words(article.text)):
            (ordinary if word.islower() else spellings).add(word)
    return Context(
        language=language,
        weights={term: math.log(1 + len(articles) / count) for term, count in seen.items()},
        ordinary=frozenset(ordinary),
        spellings=frozenset(part for word in spellings for part in fold_name(word).split()),
        published={article.id: day for article in articles if (day := _day(article.published))},
        places=places or {article.id: place for place, article in enumerate(articles, 1)},
        languages={article.id: language_of(article.text, article.language) for article in articles},
    )


def check_claims(claims: Sequence[Claim], articles: Sequence[Article], language: str = "en") -> tuple[Claim, ...]:
    """Give every claim its checks, in the context of the whole story: the one that `judge_of` judges in.

    Articles are read only when a claim is not a source's own words.
    """
    places = {article.id: place for place, article in enumerate(articles, 1)}
    verbatim = all(_is_verbatim(claim) for claim in claims)
    context = Context(language=language, places=places) if verbatim else context_of(articles, language, places=places)
    return tuple(replace(claim, checks=check_claim(claim, context)) for claim in claims)


def check_claim(claim: Claim, context: Context) -> tuple[Check, ...]:
    """Run all checks of one claim against its own evidence, in a fixed order."""
    if not claim.evidence:
        lost = tuple(Check(name, "fail", "the claim cites nothing") for name in _CHECKS)
        return (*lost, _MEANING)
    if _is_verbatim(claim):
        return (*(Check(name, "pass", "the source's own words") for name in _CHECKS), _MEANING)
    if foreign_evidence(claim, context):
        return (*check_abroad(claim, context, _CHECKS), _MEANING)
    return (*(run(claim, context) for run in _CHECKS.values()), _MEANING)


def support(text: str, evidence: Sequence[Evidence], context: Context) -> float:
    """The share of a text's weight (inverse document frequency of its content words) that evidence holds, 0 to 1."""
    said = set(terms(text, context.language))
    held = {term for item in evidence for term in terms(item.text, context.language)}
    heaviest = max(context.weights.values(), default=1.0)
    weight = {term: context.weights.get(term, heaviest) for term in said}
    total = math.fsum(weight.values())  # exact: the order of a set is chance
    missing = math.fsum(
        value for term, value in weight.items() if term not in held and not _spelled_otherwise(term, held)
    )
    return 1.0 - missing / total if total else 1.0


def check_support(claim: Claim, context: Context) -> Check:
    """Whether the evidence holds enough of the claim's content, and no negation was gained or lost."""
    if not terms(claim.text, context.language):
        return Check("support", "not_run", "the claim has no content words")
    share = support(claim.text, claim.evidence, context)
    where = context.citation(claim.evidence)
    if share < SUPPORT_FLOOR:
        return Check("support", "fail", f"{where} holds only {share:.0%} of the claim's content words, by weight")
    turned = (_negation(claim, context) or _reversal(claim, context)) if context.language == "en" else ""
    if turned:
        return Check("support", "fail", turned)
    return Check("support", "pass", f"{where} holds {share:.0%} of the claim's content words, by weight")


def check_names(claim: Claim, context: Context) -> Check:
    """Whether every name of the claim stands in its evidence, by alias or by a spelling the articles use."""
    if not any(char.isupper() or char.islower() for char in claim.text):
        return Check("names", "not_run", "this script has no capitals to tell names by")
    said = [name for name in _names(claim.text, context) if not looks_ordinary(name, context.ordinary)]
    known = [name for item in claim.evidence for name in _names(item.text, context)]
    loose = {part for item in claim.evidence for word in words(item.text) for part in fold_name(word).split()}
    notes = []
    for name in said:
        outcome = _name_outcome(name, known, loose, context)
        if outcome == "different":
            return Check("names", "fail", _missing(name.text, claim.evidence, context, _spread(name, known)))
        if outcome != "same":
            notes.append(f'"{name.text}" is spelled "{outcome}" there')
    return Check("names", "pass", "; ".join(notes) or _counted(len(said), "name"))


def check_numbers(claim: Claim, context: Context) -> Check:
    """Whether every number of the claim stands in its evidence, by value."""
    said = _values(claim.text, context, with_years=False)
    known = [value for item in claim.evidence for value in _values(item.text, context, with_years=True)]
    loose = {word.lower() for item in claim.evidence for word in words(item.text)}
    for value in said:
        found = any(agrees(value, other) for other in known)
        if not (found or _is_small(value, loose) or _is_rounded(value, claim, known) or _counts_reports(value, claim)):
            alike = [other.text for other in known if other.kind == value.kind] or [other.text for other in known]
            return Check("numbers", "fail", _missing(value.text, claim.evidence, context, alike))
    return Check("numbers", "pass", _counted(len(said), "number"))


def check_dates(claim: Claim, context: Context) -> Check:
    """Whether every date of the claim stands in its evidence: by day where both resolve, else by what is said."""
    said = dates(claim.text, context.language)
    known = [
        (mention, context.published.get(item.article))
        for item in claim.evidence
        for mention in dates(item.text, context.language)
    ]
    for mention in said:
        if not any(agree(mention, other, published) for other, published in known):
            return Check(
                "dates", "fail", _missing(mention.text, claim.evidence, context, [other.text for other, _ in known])
            )
    unknown = unknown_distance(claim.text, [item.text for item in claim.evidence], len(known))
    if unknown and context.language == "en":
        there = [other.text for other, _ in known]
        return Check("dates", "fail", _missing(unknown, claim.evidence, context, there))
    return Check("dates", "pass", _counted(len(said), "date"))


def check_quotes(claim: Claim, context: Context) -> Check:
    """Whether every quotation of the claim is verbatim in its evidence, and its speaker is named there."""
    sources = [fold_quotes(item.text) for item in claim.evidence]
    said = [found for found in quotations(claim.text) if found.depth == 0]
    for found in said:
        inner = fold_quotes(claim.text[found.inner_start : found.inner_end]).strip(".,;:!?' ")
        if not any(_stands_in(inner, source) for source in sources):
            return Check("quotes", "fail", _missing(claim.text[found.start : found.end], claim.evidence, context, []))
    if not is_balanced(claim.text):
        return Check("quotes", "fail", "a quotation mark of the claim has no partner")
    if said and claim.attributed_to and not _names_speaker(claim, context):
        return Check("quotes", "fail", _missing(claim.attributed_to, claim.evidence, context, []))
    return Check("quotes", "pass", _counted(len(said), "quotation"))


_CHECKS: dict[CheckName, Callable[[Claim, Context], Check]] = {
    "support": check_support,
    "names": check_names,
    "numbers": check_numbers,
    "dates": check_dates,
    "quotes": check_quotes,
}
_MEANING = Check("meaning", "not_run", "no checker was asked for")


def _is_verbatim(claim: Claim) -> bool:
    """A claim that is one cited span, white space aside, needs no reading: all its tokens stand in the evidence."""
    text = squeeze(claim.text)
    return any(squeeze(item.text) == text for item in claim.evidence)


def _missing(token: str, evidence: Sequence[Evidence], context: Context, there: Sequence[str]) -> str:
    spans = "sentence" if len(evidence) == 1 else "sentences"
    found = ", ".join(f'"{text}"' for text in list(dict.fromkeys(there))[:3])
    marked = token if token[:1] in "“\"'‘«„" else f'"{token}"'
    message = f"{marked} is not in the cited {spans} of {context.citation(evidence)}"
    return f"{message} (there: {found})" if found else message


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}" if count else f"no {noun}s"


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _spelled_otherwise(term: str, held: set[str]) -> bool:
    return len(term) >= 6 and any(word_likeness(term, other) != "different" for other in held if other[0] == term[0])


def _negation(claim: Claim, context: Context) -> str:
    """Name a negation that the claim gained or lost; "" when neither can be shown."""
    said, known = _negators(claim.text), [word for item in claim.evidence for word in _negators(item.text)]
    plain = list(filter(is_negation, said))
    where = context.citation(claim.evidence)
    if plain and not known:
        return f'"{plain[0]}" is not in the cited text of {where}: a negation was gained'
    if known and not said and len(claim.evidence) == 1:
        source = Evidence(claim.evidence[0].article, 0, 1, claim.text)
        lost = list(filter(is_negation, known))
        if lost and support(claim.evidence[0].text, [source], context) >= _NEARLY_THE_SAME:
            return f'the claim lacks the "{lost[0]}" of {where}: a negation was lost'
    return ""


def _reversal(claim: Claim, context: Context) -> str:
    """Name a verb turned into its opposite, or a speaker who says what another said; "" when neither can be shown."""
    sources = [item.text for item in claim.evidence]
    verb, there = opposite(claim.text, sources)
    if verb:
        return _missing(verb, claim.evidence, context, [there] if there else [])
    heaviest = max(context.weights.values(), default=1.0)

    def mass(found: Collection[str]) -> float:
        return math.fsum(context.weights.get(term, heaviest) for term in found)

    who, other = usurped(claim.text, claim.attributed_to, sources, context.language, mass)
    if not who:
        return ""
    return f'"{who}" is not in the cited sentence of {context.citation(claim.evidence)} that says so: "{other}" speaks'


def _negators(text: str) -> list[str]:
    return list(filter(is_denial, folded_words(text)))


def _names(text: str, context: Context) -> list[Name]:
    """The names of a text without its dates; nouns of languages that capitalise them count only in groups."""
    taken = [(found.start, found.end) for found in dates(text, context.language)]
    return [
        name
        for name in names(text, context.language, context.ordinary)
        if not any(start <= name.start < end for start, end in taken)
    ]


def _name_outcome(name: Name, known: Sequence[Name], loose: set[str], context: Context) -> str:
    """ "same", "different", or the spelling that the evidence uses."""
    degrees = [(likeness(name, other), other) for other in known]
    spelled = not context.spellings or all(_is_spelling(word, context) for word in name.words)
    if any(degree == "same" for degree, _ in degrees) and spelled:
        return "same"
    variant = next((other.text for degree, other in degrees if degree == "variant"), None)
    if variant and spelled:
        return variant
    if context.language in _NOUN_CAPITALS and len(name.words) == 1 and not name.text.isupper():
        return "same"
    return "same" if _stands_apart(name, known, loose) or _is_initialism(name, known) else "different"


def _is_initialism(name: Name, known: Sequence[Name]) -> bool:
    """AP beside the Associated Press, NATO beside its full name; the other way round from three letters on."""
    written = name.text.replace(".", "")
    if len(name.words) == 1:
        return written.isupper() and 2 <= len(written) <= 6 and any(_initials(o) == name.words[0] for o in known)
    short = (other for other in known if len(other.words) == 1 and other.text.replace(".", "").isupper())
    return len(name.words) > 2 and any(_initials(name) == other.words[0] for other in short)


def _initials(name: Name) -> str:
    return "".join(word[0] for word in name.words if word not in _SMALL_WORDS) if len(name.words) > 1 else ""


def _is_spelling(word: str, context: Context) -> bool:
    return word in context.spellings or word in context.ordinary or len(word) <= 2 or _relates(word, context)


def _relates(word: str, context: Context) -> bool:
    """Ukrainian where the articles say Ukraine, American where they say U.S."""
    return any(word_likeness(word, other) == "same" for other in context.spellings)


def _stands_apart(name: Name, known: Sequence[Name], loose: set[str]) -> bool:
    """Whether all words of a name stand in the evidence without being parts of different names ("Scott Trump")."""
    if not all(word in loose for word in name.words):
        return False
    homes = [{place for place, other in enumerate(known) if word in other.words} for word in name.words]
    named = [home for home in homes if home]
    return len(named) < 2 or bool(set.intersection(*named))


def _spread(name: Name, known: Sequence[Name]) -> list[str]:
    """Names of the evidence to show beside a missing one: those that share a word first."""
    return [other.text for other in sorted(known, key=lambda other: not set(other.words) & set(name.words))]


def _values(text: str, context: Context, *, with_years: bool) -> list[Value]:
    """Numbers outside dates; the years of dates count as numbers that a claim may use."""
    found = dates(text, context.language)
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    blanked = "".join(" " if place in taken else char for place, char in enumerate(text)) if taken else text
    made = list(values(blanked, context.language))
    if with_years:
        years = [(mention, Decimal(mention.year)) for mention in found if mention.year]
        made += [Value("year", year, year, "", seen.start, seen.end, seen.text) for seen, year in years]
    return made


def _is_small(value: Value, loose: set[str]) -> bool:
    """One and two said in words: "one of the men" beside "an official", "two" beside "both"; "first" as an adverb."""
    spoken = value.text.isalpha()
    if not spoken or value.kind not in ("count", "ordinal"):
        return False
    if value.low == 1:
        return value.kind == "ordinal" or bool(loose & _SAY_ONE)
    return value.low == 2 and bool(loose & _SAY_TWO)


def _counts_reports(value: Value, claim: Claim) -> bool:
    """Whether a number is the summary's own count of its evidence: "one report says", "three articles say".

    Not "two sources say": those are people, and only an article can count them.
    """
    end = value.start + len(value.text.split()[0])
    for pattern, most in ((_COUNTS_REPORTS, claim.origins), (_COUNTS_ARTICLES, claim.articles)):
        if pattern.match(claim.text, end):
            return value.low == value.high and 1 <= value.low <= most
    return False


def _is_rounded(value: Value, claim: Claim, known: Sequence[Value]) -> bool:
    """Whether a hedged number ("about 500", "more than 500") is what a number of the evidence rounds to."""
    before = [word.lower() for word in words(claim.text[max(0, value.start - 20) : value.start])]
    way = _ROUNDING.get(before[-1]) if before else None
    if way is None or value.low != value.high or not value.low:
        return False
    digits = len(value.low.normalize().as_tuple().digits)
    return any(
        agrees(value, replace(other, low=_to_digits(other.low, digits, way), high=other.high))
        for other in known
        if other.low and not other.rough
    )


def _to_digits(number: Decimal, digits: int, way: str) -> Decimal:
    step = Decimal(1).scaleb(number.adjusted() - digits + 1)
    whole: Decimal = (number / step).to_integral_value(rounding=way)
    return whole * step


def _stands_in(inner: str, source: str) -> bool:
    """Whether words stand in a source at word boundaries."""
    at = source.find(inner)
    while inner and at >= 0:
        before, after = source[at - 1 : at], source[at + len(inner) : at + len(inner) + 1]
        if not (before.isalnum() and inner[0].isalnum()) and not (after.isalnum() and inner[-1].isalnum()):
            return True
        at = source.find(inner, at + 1)
    return not inner


def _names_speaker(claim: Claim, context: Context) -> bool:
    """Whether a word of the speaker's name stands in the evidence; "he said" leaves it to the sentence before."""
    speaker = {part for word in words(claim.attributed_to or "") for part in fold_name(word).split()}
    there = {part for item in claim.evidence for word in words(item.text) for part in fold_name(word).split()}
    related = any(word_likeness(a, b) != "different" for a in speaker for b in there)
    return related or not any(_names(item.text, context) for item in claim.evidence)
