"""The gate of one story, for an engine that checks while it writes, and what confirms a claim. Repairs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Article, Check, Claim
from ..text.opposites import contrary
from ..text.words import denies
from .context import Context, context_of
from .gate import check_claim, support

# A claim is confirmed by evidence that holds more of it than the gate asks for: that it does not contradict is no
# confirmation. True restatements of the seeds hold 0.6 to 0.9 of a claim, other sentences on its subject 0.5 at most.
_CONFIRMS = 0.55


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges claims in the context of a whole story."""

    context: Context

    def __call__(self, claim: Claim) -> tuple[Check, ...]:
        """The checks of a claim."""
        return check_claim(claim, self.context)

    def confirms(self, claim: Claim) -> bool:
        """Whether a claim's evidence says all of it: most of its words, what it denies, and no check failed."""
        texts = " ".join(item.text for item in claim.evidence)
        return (
            denies(texts) >= denies(claim.text)
            and not (self.context.language == "en" and contrary(claim.text, texts))
            and support(claim.text, claim.evidence, self.context) >= _CONFIRMS
            and all(check.outcome != "fail" for check in self(claim))
        )


def judge_of(articles: Sequence[Article], language: str = "en") -> Judge:
    """The judge of a story with these articles."""
    return Judge(context_of(articles, language))
