"""Check a claim against its sources without a model: quotations, numbers, names, dates. The same for both engines.

Compares values, not words. What is missing in the cited spans is looked for in the heading of the cited articles, the
sentences before and after the spans, the rest of those articles, then in the others. If a cited article has it, it
passes, and the sentence that has it becomes evidence; if only another article has it, it is unclear; if none has it, it
fails. What a sentence means - who does what to whom, how certainly - only a reader can judge (`reading`). Never repairs
a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..nlp.day_cuts import find_day_cut, without
from ..nlp.doc import Doc
from ..nlp.prompt_injection import speaks_to_program
from ..nlp.tokenize import normalize_whitespace, words
from ..records import Check, CheckName, Claim, Evidence
from .dates import check_dates
from .names import check_names
from .negation import lost_negation
from .numbers import check_numbers
from .passages import EvidenceSearch, Findings, StoryText
from .quotes import check_quotes

VALUES: tuple[CheckName, ...] = ("quotes", "numbers", "names", "dates")
_LONGEST = 5_000  # characters; longer claims are not read: many times any sentence, and no trap
_OWN_WORDS = "the source's own words"
_UNREAD = Check("meaning", "not_run", "no model read it")


@dataclass(frozen=True)
class ClaimChecker:
    """The value checks of one story, for an engine that checks while it writes."""

    story: StoryText
    model_will_read: bool = False  # then no rule judges what the claims mean

    def check(self, claim: Claim) -> Claim:
        """The claim with its checks, and the evidence that they added."""
        return check_claim(claim, self.story, model_will_read=self.model_will_read)


def check_claim(claim: Claim, story: StoryText, *, model_will_read: bool = False) -> Claim:
    """The claim with its checks: verbatim, then the values, then meaning.

    If a model will read the claim, meaning is left to it. Otherwise it fails for a lost negation, and is not run for
    anything else.

    If a value is in a sentence of a cited article that the claim does not cite, that sentence is added to the evidence
    (by "match").
    """
    if not claim.evidence:
        return _refused(claim, "the claim cites no source")
    if claim.edited:
        return _check_cut(claim, story.language)
    if is_verbatim(claim):
        checks = [Check(name, "pass", _OWN_WORDS) for name in ("verbatim", *VALUES)]
        return replace(claim, checks=(*checks, Check("meaning", "not_run", _OWN_WORDS)))
    if len(claim.text) > _LONGEST:
        return _refused(claim, f"the claim has {len(claim.text):,} characters; up to {_LONGEST:,} are read")
    if not words(claim.text):
        return _refused(claim, "the claim has no words")
    findings = _check_values(claim, story)
    added = {passage.evidence: None for each in findings for passage in each.passages}
    return replace(
        claim,
        evidence=_joined(claim.evidence, added),
        checks=(
            Check("verbatim", "not_run", "written anew"),
            *(each.check() for each in findings),
            _UNREAD if model_will_read else _meaning(claim, story),
        ),
    )


def check_sentence(claim: Claim, text: StoryText, *, model_will_read: bool) -> Claim:
    """Somebody else's sentence with its value checks, and what can be decided about its meaning before reading."""
    if speaks_to_program(claim.text):
        return replace(claim, checks=(Check("meaning", "fail", "it speaks to a program, not to a reader"),))
    if not claim.evidence:
        unread = Check("meaning", "unclear", "no passage of the sources is like it")
        refuted = Check("meaning", "fail", "no passage of the sources says it")
        return replace(claim, checks=(refuted if model_will_read else unread,))
    return check_claim(claim, text, model_will_read=model_will_read)


def _meaning(claim: Claim, story: StoryText) -> Check:
    """What a rule can show about meaning."""
    if not story.is_foreign(claim.evidence):
        lost = lost_negation(claim.text, [item.text for item in claim.evidence], story.language)
        if lost:
            return Check("meaning", "fail", f"it lacks the “{lost}” of the cited passages")
    return _UNREAD


def check_claims(claims: Sequence[Claim], checker: ClaimChecker) -> tuple[Claim, ...]:
    """Give every claim its checks."""
    return tuple(map(checker.check, claims))


def _check_values(claim: Claim, story: StoryText) -> list[Findings]:
    doc = story.doc(claim.text)
    search = EvidenceSearch(story, doc, claim.evidence)
    speaker = claim.attributed_to or ""
    return [
        check_quotes(doc, speaker, search),
        check_numbers(doc, claim.origins, claim.articles, search),
        check_names(doc, speaker, search),
        check_dates(doc, search),
    ]


def is_verbatim(claim: Claim) -> bool:
    """Whether a claim is one cited span, apart from white space and a list mark: its words are then the source's."""
    text = normalize_whitespace(claim.text)
    return any(normalize_whitespace(item.text).lstrip("-*• ") == text.lstrip("-*• ") for item in claim.evidence)


def is_cut(claim: Claim, language: str) -> bool:
    """Whether a claim is its first evidence span without the one day that `edited` names, and nothing else differs."""
    span = claim.evidence[0].text if claim.evidence else ""
    cut = find_day_cut(Doc(span, language))
    if cut is None or claim.edited != (span[cut[0] : cut[1]],):
        return False
    return " ".join(without(span, cut).split()) == claim.text


def _check_cut(claim: Claim, language: str) -> Claim:
    """A claim with a day taken out: no longer word for word, but all that is left of it is in its source."""
    if not is_cut(claim, language):
        return _refused(claim, "more than one day as an aside was taken out of the first cited passage, or was changed")
    detail = (
        f"the source's own words but for “{normalize_whitespace(claim.edited[0]).strip(' ,')}”, which was taken out"
    )
    checks = [Check("verbatim", "not_run", detail), *(Check(name, "pass", _OWN_WORDS) for name in VALUES)]
    return replace(claim, checks=(*checks, Check("meaning", "not_run", _OWN_WORDS)))


def failures(checks: Iterable[Check]) -> tuple[str, ...]:
    """What failed, in words."""
    return tuple(check.detail for check in checks if check.outcome == "fail")


def _refused(claim: Claim, why: str) -> Claim:
    """The claim with every check failed for one reason."""
    return replace(claim, checks=(*(Check(name, "fail", why) for name in ("verbatim", *VALUES)), _UNREAD))


def _joined(evidence: tuple[Evidence, ...], added: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with the sentences that the checks add, each once."""
    cited = [(item.article, item.start, item.end) for item in evidence]
    new = [
        item for item in added
        if not any(item.article == article and start <= item.start and item.end <= end for article, start, end in cited)
    ]  # fmt: skip
    return (*evidence, *new)
