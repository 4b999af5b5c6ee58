"""Prove a finished summary (its JSON, schema "summarize/2") against its source files.

Nothing in the file is trusted: wrong types, unknown ids and hostile values become findings, never errors. The sources
decide, not the checks that the file claims to have passed; nothing is repaired.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from ..check.gate import check_claim, check_sentence, is_cut, is_verbatim
from ..check.passages import StoryText
from ..nlp.doc import Doc
from ..nlp.names import fold_name
from ..nlp.subjectivity import kind_of
from ..nlp.tokenize import normalize_whitespace, words
from ..records import (
    SCHEMA,
    CheckName,
    CitedBy,
    Claim,
    ClaimKind,
    Confidence,
    Evidence,
    OmissionReason,
    Origin,
    Outcome,
    PointKind,
    Summary,
)
from ..render.json_text import render_json
from ..report.accounting import digest_of, find_balance
from ..report.timeline import days_meant
from .findings import AuditReport, FindingCollector
from .recompute import Dispositions, is_ours, recompute_dispositions, settings_of
from .source_files import Sources, copies_only, read_sources, uncovered
from .summary_file import check_form, read_summary

if TYPE_CHECKING:
    from ..config import Config
    from ..llm import Call, Reply
    from ..prompts import Prompt
    from ..story import Story

_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»")
_MAX_NAMED_ARTICLES = 5  # articles named one by one
Given: TypeAlias = "Summary | Mapping[str, object] | bytes | str | os.PathLike[str]"
_POINTS = get_args(PointKind)


def verify_summary(data: Given, *, root: Path | None = None, max_size: int = 20_000_000) -> AuditReport:
    """Check a summary against the files it cites; no finding means that everything stands, apart from the `limits`.

    `data` is a `Summary`, its parsed JSON, the JSON's bytes, or the path of its file. Source paths are tried as given,
    then relative to `root` (for a file: its folder). `max_size` is in bytes per source.
    Checked: files and hashes, every span, every claim's words, numbers, names, dates and quotations against its own
    evidence, its counts, and that each sentence is accounted for once. Raises InputError and LimitError for bytes or a
    file that hold no JSON object.
    """
    proof = _prove(data, root, max_size)
    return proof if isinstance(proof, AuditReport) else proof.result()


def reread_plan(
    data: Given,
    config: Config,
    prompts: Mapping[str, Prompt],
    root: Path | None = None,
) -> Generator[tuple[Call, ...], tuple[Reply, ...], AuditReport]:
    """Prove a summary, then have a model read every sentence again that is not its source's own words.

    A generator: it yields one batch of calls and is sent the replies. What the model does not find supported is a
    finding; what it did not read is one of the proof's `limits`.
    """
    from ..check.reading import ClaimReader

    proof = _prove(data, root, config.max_size)
    if isinstance(proof, AuditReport):
        return proof
    reader = ClaimReader.of(config, proof.text, prompts)
    told = [*([proof.headline] if proof.headline else []), *proof.told]
    asked = [claim for claim in told if claim.evidence and not is_verbatim(claim)]
    replies = (yield reader.calls([(claim, ()) for claim in asked])) if asked else ()
    outcomes: Counter[str] = Counter()
    for claim, reply in zip(asked, replies, strict=True):
        check = reader.read(claim, reply).check
        outcomes[check.outcome] += 1
        if check.outcome in ("fail", "not_run"):
            where = proof.where(claim.evidence)
            message = f"read by {reader.by}: {check.detail}" if check.outcome == "fail" else f"not read: {check.detail}"
            proof.ledger.add(message, claim=claim.id, token=_token(check.detail), where=where)
    words = {"pass": "supported", "unclear": "unclear", "fail": "not supported", "not_run": "not read"}
    found = ", ".join(f"{count} {words[outcome]}" for outcome, count in sorted(outcomes.items()))
    return proof.result(f"; read by {reader.by}: {found}" if found else "; every sentence is its source's own words")


def _prove(data: Given, root: Path | None, max_size: int) -> AuditReport | _Audit:
    """Prove a summary offline; a finished proof if there is no summary to examine."""
    if isinstance(data, str | os.PathLike):
        root = root or Path(data).parent
    if isinstance(data, Summary):
        data = render_json(data).encode("utf-8")
    if isinstance(data, bytes | str | os.PathLike):
        data = read_summary(data)
    ledger = FindingCollector()
    if not isinstance(data, Mapping):
        ledger.add("the summary is not a JSON object", token=data)
        return AuditReport(ledger.found)
    if data.get("schema") != SCHEMA:
        ledger.add(f"the schema is not {SCHEMA}", token=data.get("schema"))
    if data.get("digest") != digest_of(data):
        message = "digest: headline, claims or disagreements were changed after they were written"
        ledger.add(message, token=data.get("digest"), where="digest")
    check_form(data, ledger)
    sources = read_sources(data, ledger, root=root, max_size=max_size)
    proof = _Audit(data, sources, ledger)
    proof.run()
    return proof


def _limits(data: Mapping[str, object], sources: Sources) -> list[str]:
    """What the proof cannot reach: articles without a file, documents read differently, another version's decisions."""
    alone, run = copies_only(data), data.get("run")
    limits = []
    if alone:
        limits.append(f"{_which(alone)} checked against the copy inside the summary only")
    if sources.read_otherwise:
        which = _which(sources.read_otherwise)
        limits.append(f"{which} read differently by the readers installed here; the file is unchanged")
    if isinstance(run, Mapping) and not is_ours(run):
        limits.append(f"version {run.get('version')!s:.20} made it, so kinds, speakers and reasons were not recomputed")
    return limits


def _which(places: Sequence[int]) -> str:
    """The n of articles with their verb: "[2], [3] are"."""
    named = ", ".join(f"[{n}]" for n in places[:_MAX_NAMED_ARTICLES])
    more = f" and {len(places) - _MAX_NAMED_ARTICLES:,} more" if len(places) > _MAX_NAMED_ARTICLES else ""
    return f"{named}{more} {'is' if len(places) == 1 else 'are'}"


def _counts(data: Mapping[str, object]) -> str:
    """How many claims, passages and articles the file holds."""
    empty = FindingCollector()
    claims, articles = empty.items(data, "claims", "summary"), empty.items(data, "articles", "summary")
    passages = sum(len(empty.items(claim, "evidence", "claim")) for claim in claims)
    return f"claims: {len(claims)}, passages: {passages}, articles: {len(articles)}"


class _Audit:
    """One verification: the document, its sources, and the findings so far."""

    def __init__(self, data: Mapping[str, object], sources: Sources, ledger: FindingCollector) -> None:
        self.data, self.sources, self.ledger = data, sources, ledger
        run = ledger.mapping(data, "run", "summary")
        engine = ledger.one_of(run, "engine", ("embedded", "model", "draft"), "run")
        self.run_record = run
        self.is_embedded, self.is_draft = engine == "embedded", engine == "draft"
        checker = run.get("checker")
        self.reader = checker if isinstance(checker, str) and not self.is_embedded else ""
        self.language = _language(run, sources)
        self.text = StoryText(tuple(sources.articles.values()), lambda: self.story.sentences, self.language)
        self.cited: dict[str, list[tuple[int, int]]] = {}
        self.claims: set[str] = set()
        self.texts: set[str] = set()  # of the claims
        self.homes: dict[str, str] = {}
        self.origins: list[str] = []
        self.proved: list[Claim] = []
        self.told: list[Claim] = []
        self.headline: Claim | None = None
        self.strange: set[object] = set()  # unknown articles of omitted sentences, each reported once

    @cached_property
    def story(self) -> Story:
        """The proved articles, prepared as the run prepared them."""
        from ..prepare.preparation import (
            prepare_story,  # slow to import, and `summarize verify --help` does not need it
        )

        keep = settings_of(self.run_record).get("keep_boilerplate") is True
        return prepare_story(list(self.sources.articles.values()), language=self.language, keep_boilerplate=keep)

    def run(self) -> None:
        self._origins()
        for place, item in enumerate(self.ledger.items(self.data, "claims", "summary"), 1):
            self._claim(item, place)
        self._headline()
        self._points("disagreements", "disagreement")
        if "told_differently" in self.data or is_ours(self.run_record):
            self._points("told_differently", "told differently")
        self._timeline()
        if "balance" in self.data or is_ours(self.run_record):
            self._balance()
        if "names" in self.data or is_ours(self.run_record):
            self._names()
        omitted = self._omitted()
        numbers = self._accounts(Counter(reason for spans in omitted.values() for *_, reason in spans))
        names, origins, points = (self.data.get(name) for name in ("names", "origins", "disagreements"))
        told = self.data.get("told_differently")
        dispositions = Dispositions(self.cited, omitted, numbers, names, origins, points, told, self.told)
        if self._can_recount():
            recompute_dispositions(self.story, self.sources, dispositions, self.run_record, self.ledger)

    def result(self, read: str = "") -> AuditReport:
        """What was found; `read` says what a model found in addition."""
        limits = _limits(self.data, self.sources)
        return AuditReport.of(self.ledger.found, limits=limits, counts=_counts(self.data) + read)

    def _can_recount(self) -> bool:
        """Whether this version made it, from articles that are all proved: then its decisions can be recomputed."""
        config, sources = settings_of(self.run_record), self.sources
        if not is_ours(self.run_record) or len(sources.texts) != len(sources.articles):
            return False
        known = isinstance(config.get("language"), str) and isinstance(config.get("keep_boilerplate"), bool)
        return known and bool(sources.articles)

    def _origins(self) -> None:
        for item in self.ledger.items(self.data, "origins", "summary"):
            identity = self.ledger.text(item, "id", "origin")
            where = f"origin {identity}"
            self.origins += [identity] if identity is not None else []
            members = item.get("articles")
            for member in members if isinstance(members, list | tuple) else [None]:
                if not isinstance(member, str) or member not in self.sources.articles:
                    self.ledger.add(f"{where}: unknown article", token=member, where=where)
                elif member in self.homes:
                    self.ledger.add(f"{where}: article {member} is in two origins", token=member, where=where)
                elif identity is not None:
                    self.homes[member] = identity
            if item.get("confidence") is not None:
                self.ledger.one_of(item, "confidence", get_args(Confidence), where)
            self._evidence(item, "evidence", where)
        for article in self.sources.articles.keys() - self.homes.keys():
            self.ledger.add(f"article {article} is in no origin", token=article, where="origins")

    def _claim(self, item: Mapping[str, object], place: int) -> None:
        identity = self.ledger.text(item, "id", f"claim {place}")
        text = self.ledger.text(item, "text", f"claim {place}")
        name = identity or str(place)
        if name in self.claims:
            self.ledger.add("its id is used twice", claim=name, token=name)
        self.claims.add(name)
        self.texts |= {text} if text else set()
        kind = self.ledger.one_of(item, "kind", get_args(ClaimKind), "claim", claim=name)
        evidence = self._evidence(item, "evidence", "evidence", claim=name)
        self.proved.append(Claim(id=name, text="", evidence=evidence))
        for found in evidence:
            self.cited.setdefault(found.article, []).append((found.start, found.end))
        if not self._can_judge(evidence):
            return
        speaker = self._speaker(item.get("attributed_to"), text or "", evidence, name)
        if text is None or not text.strip():
            self.ledger.add("its text is empty", claim=name)
            return
        articles = {found.article for found in evidence}
        claim = Claim(
            id=name,
            text=text,
            evidence=evidence,
            attributed_to=speaker,
            kind=cast(ClaimKind, kind or "fact"),
            articles=len(articles),
            origins=len({self.homes.get(article, article) for article in articles}),
            edited=self._edited(item, name),
        )
        self.told.append(claim)
        self._gate(claim, item)
        self._counts(claim, item)
        if self.is_embedded and is_ours(self.run_record):
            self._reading(claim)

    def _speaker(self, speaker: object, text: str, evidence: Sequence[Evidence], claim: str) -> str | None:
        """To whom a claim is attributed: somebody whom its text or its evidence names."""
        if speaker is not None and not (isinstance(speaker, str) and self._is_named(speaker, text, evidence)):
            where = self.where(evidence)
            self.ledger.add(f"attributed to a name not in {where}", claim=claim, token=speaker, where=where)
        return speaker if isinstance(speaker, str) else None

    def _edited(self, item: Mapping[str, object], claim: str) -> tuple[str, ...]:
        """What the file says was taken out of a claim; nothing in older files."""
        said = item.get("edited", [])
        if isinstance(said, list | tuple) and all(isinstance(each, str) for each in said):
            return tuple(said)
        self.ledger.add("its edited is not a list of texts", claim=claim, token=said)
        return ()

    def _can_judge(self, evidence: Sequence[Evidence]) -> bool:
        """Whether all cited texts are proved; what is wrong with a source is said once, not at every claim."""
        return all(found.article in self.sources.texts for found in evidence)

    def _reading(self, claim: Claim) -> None:
        """The embedded engine reads kind and speaker off the words; so they can be read again."""
        said = Doc(claim.text)
        kind = kind_of(said)
        if claim.kind != kind:
            self.ledger.add(f"its kind is {claim.kind}; read again it is {kind}", claim=claim.id, token=claim.kind)
        speaker = said.speaker.text or None
        if claim.attributed_to != speaker:
            message = f"attributed to {_named(claim.attributed_to)}; read again it is {_named(speaker)}"
            self.ledger.add(message, claim=claim.id, token=claim.attributed_to or "")

    def _counts(self, claim: Claim, item: Mapping[str, object]) -> None:
        own = {
            found.article
            for found in claim.evidence
            if normalize_whitespace(found.text) == normalize_whitespace(claim.text)
        }
        homes = {self.homes.get(article, article) for article in own}
        for key, true, alone in (("articles", claim.articles, len(own)), ("origins", claim.origins, len(homes))):
            said = self.ledger.number(item, key, "claim", claim=claim.id)
            # A reader said which of them carry it alone; if none did, those that have it word for word do. The embedded
            # engine's evidence is complete.
            least = true if self.is_embedded else 1
            most = true if self.is_embedded or self._was_read(item) else alone
            if said is not None and not least <= said <= max(1, most):
                self.ledger.add(f"says {said} {key}, its evidence has {true}", claim=claim.id, token=said)

    def _was_read(self, item: Mapping[str, object]) -> bool:
        """Whether the file says that the reader of the run found a claim supported."""
        checks = FindingCollector().items(item, "checks", "claim")
        return bool(self.reader) and any(
            (check.get("name"), check.get("outcome"), check.get("by")) == ("meaning", "pass", self.reader)
            for check in checks
        )

    def _gate(self, claim: Claim, item: Mapping[str, object] | None) -> None:
        """Run the checks again; with `item`, compare them with the results in the file."""
        where = self.where(claim.evidence)
        if self.is_embedded and not self._is_own_words(claim):
            but = " except for one day" if claim.edited else ""
            message = f"the text is not the cited sentence of {where}, word for word{but}"
            self.ledger.add(message, claim=claim.id, token=_first_difference(claim), where=where)
        check_one = check_sentence if self.is_draft else check_claim
        checked = check_one(claim, self.text, model_will_read=bool(self.reader))
        checks = checked.checks
        for check in checks:
            if check.outcome == "fail" and not self.is_draft:  # a draft may fail, if the file says so
                self.ledger.add(
                    f"{check.name}: {check.detail}", claim=claim.id, token=_token(check.detail), where=where
                )
        for found in checked.evidence[len(claim.evidence) :]:  # an honest file cites the passage it was found in
            message = f"a value of it stands only in {self.where([found])}, which it does not cite"
            self.ledger.add(message, claim=claim.id, token=found.text, where=self.where([found]))
        if item is not None:
            self._recorded(claim.id, item, {check.name: check.outcome for check in checks})

    def _recorded(self, claim: str, item: Mapping[str, object], true: Mapping[CheckName, Outcome]) -> None:
        seen = set()
        for check in self.ledger.items(item, "checks", "claim", claim=claim):
            name = self.ledger.one_of(check, "name", get_args(CheckName), "check", claim=claim)
            outcome = self.ledger.one_of(check, "outcome", get_args(Outcome), "check", claim=claim)
            self.ledger.text(check, "detail", "check", claim=claim)
            expected = true.get(cast(CheckName, name))
            by = self.ledger.text(check, "by", "check", claim=claim)
            read = name == "meaning" and bool(by) and by == self.reader  # read by a model, which is not asked here
            if by and not read:
                message = f"the {name} check names a reader, {by!r:.60}, who is not the run's"
                self.ledger.add(message, claim=claim, token=by)
            if name in seen or (outcome != expected and not read):
                message = f"the recorded {name} check says {outcome}; checked again it is {expected}"
                self.ledger.add(message, claim=claim, token=outcome)
            seen.add(name)
        if missing := [name for name in true if name not in seen]:
            self.ledger.add(f"no record of the checks {', '.join(missing)}", claim=claim)

    def _is_own_words(self, claim: Claim) -> bool:
        """Whether the text is one cited sentence; a headline may be part of one, or of a cited article's title."""
        if claim.edited:
            return is_cut(claim, self.language)
        text = " ".join(claim.text.split())
        cited = [" ".join(found.text.split()) for found in claim.evidence]
        if claim.id == "headline":
            titles = (self.sources.articles[found.article].title for found in claim.evidence)
            cited += [" ".join(title.split()) for title in titles if title]
        return text in cited or (claim.id == "headline" and any(text in sentence for sentence in cited))

    def _is_named(self, speaker: str, text: str, evidence: Sequence[Evidence]) -> bool:
        """A speaker must be named in a cited article: "he said" takes the name from another sentence.

        Whom the claim itself names is compared with all other names of it, where spellings and titles count as well.
        """
        if speaker.strip() and speaker in text:
            return True
        texts = " ".join(self.sources.texts.get(name, "") for name in {found.article for found in evidence})
        there = {fold_name(word) for word in words(texts)}
        return bool(speaker.strip()) and all(fold_name(word) in there for word in words(speaker))

    def _headline(self) -> None:
        text = self.ledger.text(self.data, "headline", "summary")
        evidence = self._evidence(self.data, "headline_evidence", "headline", claim="headline")
        if text and self._can_judge(evidence):
            headline = Claim(id="headline", text=text, evidence=evidence)
            self._gate(headline, None)
            self.headline = headline

    def _points(self, name: str, each: str) -> None:
        """Every side of the points in one of the two lists is in its passages."""
        for item in self.ledger.items(self.data, name, "summary"):
            where = f"{each} {self.ledger.text(item, 'id', each)}"
            self.ledger.text(item, "point", where)
            self.ledger.one_of(item, "kind", _POINTS, where)
            for position in self.ledger.items(item, "positions", where):
                self._stands(position, where)

    def _timeline(self) -> None:
        for item in self.ledger.items(self.data, "timeline", "summary"):
            evidence = self._stands(item, "timeline")
            text = item.get("text")
            if is_ours(self.run_record) and text not in self.texts and not _is_sentence(text, evidence):
                self.ledger.add("timeline: the words are in no claim and no passage", token=text, where="timeline")
            written = self.ledger.text(item, "as_written", "timeline") or ""
            published = {each: day for each in self.sources.articles if (day := self.text.published(each))}
            meant = days_meant(written, evidence, published, self.language)
            when = item.get("when")
            if not meant and self._can_judge(evidence):
                where = self.where(evidence)
                self.ledger.add(f'timeline: "{written}" is not a date in {where}', token=written, where=where)
            elif meant and not any(when == each for each in meant):
                message = f'timeline: {when!r:.40} is not the day of "{written}"'
                self.ledger.add(message, token=when, where="timeline")

    def _balance(self) -> None:
        """The shares are counted again from the claims."""
        members = {name: tuple(each for each, home in self.homes.items() if home == name) for name in self.origins}
        origins = [Origin(id=name, name=None, articles=members[name]) for name in self.origins]
        true = asdict(find_balance(self.proved, list(self.sources.articles), origins))
        said = self.ledger.mapping(self.data, "balance", "summary")
        for key in ("articles", "origins"):
            shares = {str(share.get("id")): share for share in self.ledger.items(said, key, "balance")}
            for share in true[key]:
                share["alone"] = list(share["alone"])
                if shares.pop(share["id"], None) != share:
                    message = f"balance: the share of {share['id']} is not that of the claims"
                    self.ledger.add(message, token=share["id"], where="balance")
            for name in shares:
                self.ledger.add(f"balance: a share of something unknown, {name!r:.40}", token=name, where="balance")

    def _names(self) -> None:
        """Every spelling is in its evidence and in each article that it names."""
        for item in self.ledger.items(self.data, "names", "summary"):
            person = self.ledger.text(item, "name", "names") or ""
            for spelling in self.ledger.items(item, "spellings", "names"):
                self._spelling(spelling, f"names: {person:.40}")

    def _spelling(self, spelling: Mapping[str, object], where: str) -> None:
        text = self.ledger.text(spelling, "text", where) or ""
        count = self.ledger.number(spelling, "count", where)
        span = self._span(self.ledger.mapping(spelling, "evidence", where), where, None)
        if span is not None and span.text != text:
            self.ledger.add(f'{where}: "{text}" is not what its evidence says', token=text, where=where)
        named = spelling.get("articles")
        articles = [each for each in named if isinstance(each, str)] if isinstance(named, list | tuple) else []
        there = [self.sources.texts.get(each, text).count(text) if text else 0 for each in articles]
        known = all(article in self.sources.articles for article in articles)
        if not (known and there and all(there) and (count is None or len(there) <= count <= sum(there))):
            message = f'{where}: "{text}" does not stand {count} times in the articles it names'
            self.ledger.add(message, token=text, where=where)

    def _stands(self, item: Mapping[str, object], where: str) -> tuple[Evidence, ...]:
        """Check the text and evidence of something that is not a claim but makes a statement."""
        evidence = self._evidence(item, "evidence", where)
        text = self.ledger.text(item, "text", where)
        if text and text.strip() and self._can_judge(evidence):
            for check in check_claim(
                Claim(id=where, text=text, evidence=evidence), self.text, model_will_read=bool(self.reader)
            ).checks:
                if check.outcome == "fail":
                    message = f"{where}: {check.name}: {check.detail}"
                    self.ledger.add(message, token=_token(check.detail), where=self.where(evidence))
        return evidence

    def _evidence(
        self, item: Mapping[str, object], key: str, where: str, *, claim: str | None = None
    ) -> tuple[Evidence, ...]:
        spans = self.ledger.items(item, key, where, claim=claim)
        return tuple(found for span in spans if (found := self._span(span, where, claim)))

    def _span(self, span: Mapping[str, object], where: str, claim: str | None) -> Evidence | None:
        """One evidence span, with the slice of its article, which its text must equal."""
        by = self.ledger.one_of(span, "by", get_args(CitedBy), where, claim=claim)
        text = self.ledger.text(span, "text", where, claim=claim)
        place = self._place(span, where, claim)
        if place is None or text is None or by is None:
            return None
        article, start, end = place
        source = self.sources.texts.get(article)
        if source is not None and source[start:end] != text:
            spot = f"{self.sources.names[article]}, characters {start}-{end}"
            self.ledger.add(f"{where}: the text is not what is in {spot}", claim=claim, token=text, where=spot)
            text = source[start:end]  # what rests on the span is compared with what is really there
        return Evidence(article, start, end, text, cast(CitedBy, by))

    def _place(self, span: Mapping[str, object], where: str, claim: str | None) -> tuple[str, int, int] | None:
        """(article, start, end) of a span if the article is known and the offsets lie inside it."""
        article = span.get("article")
        if not isinstance(article, str) or article not in self.sources.articles:
            named = article if isinstance(article, str) else None
            if (where, claim, named) not in self.strange:
                self.ledger.add(f"{where}: unknown article {article!r:.40}", claim=claim, token=article, where=where)
            self.strange.add((where, claim, named))
            return None
        start = self.ledger.number(span, "start", where, claim=claim)
        end = self.ledger.number(span, "end", where, claim=claim)
        if start is None or end is None:
            return None
        source = self.sources.texts.get(article)
        if not 0 <= start < end or (source is not None and end > len(source)):
            name = self.sources.names[article]
            message = f"{where}: characters {start!r:.30}-{end!r:.30} do not exist in {name}"
            self.ledger.add(message, claim=claim, token=start, where=name)
            return None
        return article, start, end

    def _omitted(self) -> dict[str, list[tuple[int, int, str]]]:
        """Check the omitted sentences; gives them by article as (start, end, reason)."""
        omitted: dict[str, list[tuple[int, int, str]]] = {}
        spans = {article: list(found) for article, found in self.cited.items()}
        for item in self.ledger.items(self.data, "omitted", "summary"):
            reason = self.ledger.one_of(item, "reason", get_args(OmissionReason), "omitted")
            place = self._place(item, "omitted", None)
            self.ledger.text(item, "detail", "omitted")
            of = item.get("of")
            if of is not None and not (isinstance(of, str) and of in self.claims):
                self.ledger.add("omitted: repeats an unknown claim", token=of, where="omitted")
            if place is None or reason is None:
                continue
            article, start, end = place
            omitted.setdefault(article, []).append((start, end, reason))
            spans.setdefault(article, []).append((start, end))
        for article, text in self.sources.texts.items():
            self._coverage(article, text, sorted(spans.get(article, [])))
        return omitted

    def _coverage(self, article: str, text: str, spans: list[tuple[int, int]]) -> None:
        """Every word of a source is used or listed as omitted, and nothing is both."""
        name = self.sources.names[article]
        used = set(self.cited.get(article, []))
        starts, ends = {start for start, _ in spans} | {len(text)}, {end for _, end in spans} | {0}
        last = (0, 0)
        for span in spans:
            whole = _is_edge(text, span[0], ends) and _is_edge(text, span[1], starts)
            if span not in used and not (whole and text[span[0] : span[1]].strip() == text[span[0] : span[1]]):
                message = f"omitted: characters {span[0]}-{span[1]} of {name} are no sentence"
                self.ledger.add(message, token=span[0], where=name)
            if span[0] < last[1] and not (span in used and last in used):
                message = f"omitted: characters {span[0]}-{span[1]} of {name} are listed twice or used"
                self.ledger.add(message, token=span[0], where=name)
            last = max(last, span, key=lambda found: found[1])
        for start, end in uncovered(text, spans):
            message = f"characters {start}-{end} of {name} are neither used nor listed as omitted"
            self.ledger.add(message, token=text[start:end], where=name)

    def _accounts(self, counts: Mapping[str, int]) -> tuple[int | None, int | None]:
        """Check the sums; gives the stated numbers of all sentences and of used ones."""
        accounting = self.ledger.mapping(self.data, "accounting", "summary")
        sentences = self.ledger.number(accounting, "sentences", "accounting")
        used = self.ledger.number(accounting, "used", "accounting")
        said = self.ledger.mapping(accounting, "omitted", "accounting")
        if {key: value for key, value in said.items() if value} != counts:
            self.ledger.add("accounting: the counts by reason are not those of the omitted list", token=dict(said))
        if sentences is not None and used is not None and used + sum(counts.values()) != sentences:
            message = f"accounting: {used} used and {sum(counts.values())} omitted do not make {sentences} sentences"
            self.ledger.add(message, token=sentences)
        return sentences, used

    def where(self, evidence: Sequence[Evidence]) -> str:
        """The cited spans, for messages."""
        spots = [f"{self.sources.names[f.article]}, characters {f.start}-{f.end}" for f in evidence[:3]]
        return " and ".join(spots) or "no evidence"


def _is_edge(text: str, place: int, neighbours: set[int]) -> bool:
    """Whether a sentence may begin or end here: next to white space, or where the next one ends or begins."""
    return place in neighbours or text[place].isspace() or text[place - 1].isspace()


def _is_sentence(text: object, evidence: Sequence[Evidence]) -> bool:
    """Whether a text is one of the passages, apart from white space."""
    return isinstance(text, str) and normalize_whitespace(text) in [
        normalize_whitespace(found.text) for found in evidence
    ]


def _language(run: Mapping[str, object], sources: Sources) -> str:
    """The summary's language as set, else the most common one among the articles."""
    language = settings_of(run).get("language")
    known = [article.language for article in sources.articles.values() if article.language]
    return (
        language if isinstance(language, str) and language else max(sorted(set(known)), key=known.count, default="en")
    )


def _named(speaker: str | None) -> str:
    return f'"{speaker}"' if speaker else "nobody"


def _token(detail: str) -> str:
    """The token a failed check names first."""
    found = _QUOTED.search(detail)
    return found[1] or found[2] or found[3] if found else ""


def _first_difference(claim: Claim) -> str:
    """The first word of a claim that its closest evidence does not have at that place."""
    said = claim.text.split()
    best = ""
    for found in claim.evidence:
        there = found.text.split()
        same = next((at for at, pair in enumerate(zip(said, there, strict=False)) if pair[0] != pair[1]), len(there))
        best = said[same] if same < len(said) else best
    return best
