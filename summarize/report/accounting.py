"""How much each article and each report contributes, the account of all input sentences, and one hash for all of it.

Judges no content. Copies of one report count once, as everywhere; one-sidedness is stated only as far as counting shows
it. The hash is SHA-256 of headline, claims and disagreements in canonical JSON: any later change of a word, a passage
or a recorded check changes it. It proves nothing against somebody who recomputes it: for that, keep it apart from the
file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from ..errors import GateError, InputError
from ..ingest.files import shown
from ..nlp.names import fold_name
from ..nlp.speech_verbs import PARTIES
from ..nlp.tokenize import has_an_end
from ..records import Accounting, Article, Balance, Claim, Notice, Omission, Origin, Share, Summary

if TYPE_CHECKING:
    from ..story import Story

_NEARLY_ALL = 0.8  # share of the claims; a report that alone carries so many gives nearly all of them
_LEAST_CLAIMS = 4  # with fewer, a share says nothing
_LEAST_ATTRIBUTED = 3  # attributed claims; with fewer, a single speaker is not worth mentioning
_MOST_NAMED = 3  # articles, and reasons, that an error names
PARTS = ("headline", "headline_evidence", "claims", "disagreements")


def find_balance(claims: Sequence[Claim], articles: Iterable[str], origins: Sequence[Origin]) -> Balance:
    """The share of each article (ids) and each origin in the claims, in their order."""
    homes = {article: origin.id for origin in origins for article in origin.articles}
    by_article = [(claim.id, {span.article for span in claim.evidence}) for claim in claims]
    by_origin = [(name, {homes.get(article, article) for article in found}) for name, found in by_article]
    return Balance(articles=_shares(by_article, articles), origins=_shares(by_origin, [each.id for each in origins]))


def _shares(claims: Sequence[tuple[str, set[str]]], givers: Iterable[str]) -> tuple[Share, ...]:
    part: dict[str, int] = {}
    alone: dict[str, list[str]] = {}
    for name, found in claims:
        for giver in found:
            part[giver] = part.get(giver, 0) + 1
        if len(found) == 1:
            alone.setdefault(next(iter(found)), []).append(name)
    whole = len(claims) or 1
    return tuple(
        Share(giver, part.get(giver, 0), round(part.get(giver, 0) / whole, 4), tuple(alone.get(giver, ())))
        for giver in givers
    )


def find_one_sided(
    balance: Balance, claims: Sequence[Claim], articles: Sequence[Article], origins: Sequence[Origin]
) -> tuple[Notice, ...]:
    """What the reader must know about a summary that hears one side: one report behind it, or one speaker in it."""
    return tuple(
        Notice("one_sided", message)
        for message in (_one_report(balance, articles, origins), _one_voice(claims))
        if message
    )


def _one_report(balance: Balance, articles: Sequence[Article], origins: Sequence[Origin]) -> str:
    if len(articles) < 2:
        return ""  # said elsewhere: one article was given
    if len(origins) == 1:
        return f"one-sided input: all {len(articles)} articles go back to one report, so only its account is heard"
    claims = max((share.claims for share in balance.origins), default=0)
    first = max(balance.origins, key=lambda share: len(share.alone))
    whole = round(first.claims / first.share) if first.share else 0
    if claims < _LEAST_CLAIMS or len(first.alone) < _NEARLY_ALL * whole:
        return ""
    number = {article.id: n for n, article in enumerate(articles, 1)}
    carried = next(origin.articles for origin in origins if origin.id == first.id)
    cited = ", ".join(f"[{number[article]}]" for article in carried[:3] if article in number)
    return (
        f"one-sided: {len(first.alone)} of {whole} sentences rest on one report alone ({cited}), "
        f"though {len(origins)} were given"
    )


def _one_voice(claims: Sequence[Claim]) -> str:
    """A remark on a summary in which one person, or one party, says all that is said."""
    speakers = [claim.attributed_to for claim in claims if claim.attributed_to]
    if len(speakers) < _LEAST_ATTRIBUTED or 2 * len(speakers) < len(claims):
        return ""
    last = {fold_name(speaker.split()[-1]) for speaker in speakers}
    if len(last) == 1:
        return f"one-sided: all {len(speakers)} sentences that say who speaks give the word to {max(speakers, key=len)}"
    parties = [{party for party in PARTIES if party in speaker.lower()} for speaker in speakers]
    common = set.intersection(*parties)
    if len(common) == 1:
        return f"one-sided: all {len(speakers)} sentences that say who speaks give the word to {common.pop().title()}s"
    return ""


def account(sentences: int, omitted: Sequence[Omission]) -> Accounting:
    """Count the dispositions of `sentences` input sentences. Raises GateError when more were omitted than there are."""
    counts = Counter(omission.reason for omission in omitted)
    if len({(omission.article, omission.start) for omission in omitted}) != len(omitted) or len(omitted) > sentences:
        raise GateError("the account of the sentences does not add up: one is counted twice")
    return Accounting(sentences, sentences - len(omitted), dict(sorted(counts.items())))


def explain_unfit(story: Story, omitted: Sequence[Omission]) -> InputError:
    """The error for articles without a sentence that is fit for a summary: which articles, and why."""
    names = [article.path or article.title or article.url or article.id for article in story.articles]
    more = " …" if len(names) > _MOST_NAMED else ""
    named = ", ".join(shown(name) for name in names[:_MOST_NAMED]) + more
    body = [sentence.text for sentence in story.sentences if sentence.zone == "body"]
    if body and not any(map(has_an_end, body)):
        why = "no sentence in it ends with . ! or ?, so sentences cannot be told apart"
    else:
        reasons = Counter(each.detail or each.reason for each in omitted).most_common(_MOST_NAMED)
        why = ", ".join(f"{reason} ({count:,})" for reason, count in reasons) or "no sentence in it"
    return InputError(f"{named}: no sentence is fit for a summary: {why}", hint="look at the zones of its sentences")


def with_digest(summary: Summary) -> Summary:
    """The summary with its digest."""
    return replace(summary, digest=digest_of({part: _as_json(getattr(summary, part)) for part in PARTS}))


def digest_of(data: Mapping[str, object]) -> str:
    """The digest of a summary's JSON: keys in order, no white space, UTF-8."""
    said = {part: data.get(part) for part in PARTS}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # as in the file
    return hashlib.sha256(whole.encode()).hexdigest()


def _as_json(value: object) -> object:
    return [asdict(item) for item in value] if isinstance(value, tuple) else value
