"""The gate of one story, for an engine that checks while it writes, and what confirms a claim. Repairs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..records import Article, Check, Claim
from ..text.opposites import contrary
from ..text.words import denies
from .context import Context, context_of
from .gate import check_claim, is_verbatim, support

# A claim is confirmed by evidence that holds more of it than the gate asks for: that it does not contradict is no
# confirmation. True restatements of the seeds hold 0.6 to 0.9 of a claim, other sentences on its subject 0.5 at most.
_CONFIRMS = 0.55
_NOTHING = Context()  # all that is needed to judge a source's own words


@dataclass(frozen=True)
class Judge:
    """Judges claims in the context of a whole story, whose articles are read when a claim first asks for it."""

    articles: Sequence[Article]
    language: str = "en"

    @cached_property
    def context(self) -> Context:
        """What the checks may know of the story."""
        return context_of(self.articles, self.language)

    def __call__(self, claim: Claim) -> tuple[Check, ...]:
        """The checks of a claim."""
        return check_claim(claim, _NOTHING if is_verbatim(claim) else self.context)

    def confirms(self, claim: Claim) -> bool:
        """Whether a claim's evidence says all of it."""
        return confirms(claim, self.context)


def check_claims(claims: Sequence[Claim], judge: Judge) -> tuple[Claim, ...]:
    """Give every claim its checks."""
    return tuple(replace(claim, checks=judge(claim)) for claim in claims)


def confirms(claim: Claim, context: Context) -> bool:
    """Whether a claim's evidence says all of it: most of its words, what it denies, and no check failed."""
    texts = " ".join(item.text for item in claim.evidence)
    return (
        denies(texts) >= denies(claim.text)
        and not (context.language == "en" and contrary(claim.text, texts))
        and support(claim.text, claim.evidence, context) >= _CONFIRMS
        and all(check.outcome != "fail" for check in check_claim(claim, context))
    )
