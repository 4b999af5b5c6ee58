"""Check a claim that is written in another language than its evidence: what words cannot show is said to be not run.

Figures and dates are values and compare across languages; names do where they are written alike. Words do not, so
`support` is never passed and never failed here. A quotation is words of its source, so a translated one fails. The
context knows the languages of articles. Never translates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..records import Check, CheckName, Claim, Evidence
from ..text.dates import agree, dates
from ..text.language import name_of
from ..text.names import fold_name, names, word_likeness
from ..text.values import agrees, values
from ..text.words import words
from .context import Context

Run = Callable[[Claim, Context], Check]

# Languages whose figures and dates are read in every usual form, so that one that is missing is missing indeed.
_READ = frozenset(("ar", "de", "en", "es", "fr", "hi", "it", "nl", "pl", "pt", "ru", "tr", "uk", "vi"))
_SMALL = 12  # "two", "both", "einige": small counts are said in too many ways


def foreign_evidence(claim: Claim, context: Context) -> tuple[Evidence, ...]:
    """The evidence of a claim that is in another language than the summary; articles of unknown language are not."""
    return tuple(
        item for item in claim.evidence if context.languages.get(item.article, "") not in ("", context.language)
    )


def check_abroad(claim: Claim, context: Context, checks: Mapping[CheckName, Run]) -> tuple[Check, ...]:
    """All checks of a claim with foreign evidence. What its other evidence passes alone is passed."""
    foreign = foreign_evidence(claim, context)
    own = tuple(item for item in claim.evidence if item not in foreign)
    spoken = dict.fromkeys(name_of(context.languages[item.article]) for item in foreign)
    why = f"the claim is in {name_of(context.language)}, {'some of ' * bool(own)}its evidence in {' and '.join(spoken)}"
    found: list[Check] = []
    for name, run in checks.items():
        home = run(replace(claim, evidence=own), context) if own else None
        if name == "quotes":
            found.append(_quotes(run(claim, context), why))
        elif home and home.outcome == "pass":
            found.append(home)
        else:
            found.append(_ACROSS[name](claim, context, why))
    return tuple(found)


def _support(claim: Claim, context: Context, why: str) -> Check:
    return Check("support", "not_run", f"{why}: words of two languages are not compared")


def _names(claim: Claim, context: Context, why: str) -> Check:
    """Passed when every name is written alike there, else not run: names are translated and transcribed."""
    days = [(each.start, each.end) for each in dates(claim.text, context.language)]
    found = names(claim.text, context.language)
    said = [name for name in found if not any(start <= name.start < end for start, end in days)]
    there = {part for item in claim.evidence for word in words(item.text) for part in fold_name(word).split()}
    for name in said:
        if not all(
            part in there or any(word_likeness(part, other) != "different" for other in there) for part in name.words
        ):
            return Check(
                "names", "not_run", f"{why}: “{name.text}” is not written so there, which may be its other form"
            )
    return Check("names", "pass", f"{len(said)} names, written alike in both languages") if said else _nothing("names")


def _numbers(claim: Claim, context: Context, why: str) -> Check:
    known = [value for item in claim.evidence for value in values(item.text, _language(item, context))]
    missing = [
        value for value in values(claim.text, context.language) if not any(agrees(value, other) for other in known)
    ]
    plain = [each for each in missing if any(map(str.isdigit, each.text)) and each.kind != "time" and each.low > _SMALL]
    if plain and _is_read(claim, context):
        return Check("numbers", "fail", _absent(plain[0].text, claim, context, [other.text for other in known]))
    if missing:
        return Check("numbers", "not_run", f"{why}: “{missing[0].text}” was not found there, but may be said in words")
    return Check("numbers", "pass", "by value, across languages")


def _dates(claim: Claim, context: Context, why: str) -> Check:
    known = [
        (mention, context.published.get(item.article))
        for item in claim.evidence
        for mention in dates(item.text, _language(item, context))
    ]
    said = dates(claim.text, context.language)
    missing = [each for each in said if not any(agree(each, other, published) for other, published in known)]
    plain = [each for each in missing if each.day and each.month]
    if plain and any(other.day for other, _ in known) and _is_read(claim, context):
        return Check("dates", "fail", _absent(plain[0].text, claim, context, [other.text for other, _ in known]))
    if missing:
        return Check("dates", "not_run", f"{why}: “{missing[0].text}” was not found there, but may be said otherwise")
    return Check("dates", "pass", "by the day, across languages") if said else _nothing("dates")


def _quotes(check: Check, why: str) -> Check:
    if check.outcome != "fail":
        return check
    return replace(check, detail=f"{check.detail}; {why}: a translation is no quotation")


_ACROSS: dict[CheckName, Callable[[Claim, Context, str], Check]] = {
    "support": _support,
    "names": _names,
    "numbers": _numbers,
    "dates": _dates,
}


def _nothing(name: CheckName) -> Check:
    return Check(name, "pass", f"no {name}")


def _language(item: Evidence, context: Context) -> str:
    return context.languages.get(item.article) or context.language


def _is_read(claim: Claim, context: Context) -> bool:
    return all(_language(item, context) in _READ for item in claim.evidence)


def _absent(token: str, claim: Claim, context: Context, there: list[str]) -> str:
    found = ", ".join(f'"{text}"' for text in list(dict.fromkeys(there))[:3])
    message = f'"{token}" is not in the cited text of {context.citation(claim.evidence)}'
    return f"{message} (there: {found})" if found else message
