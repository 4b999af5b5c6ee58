"""Check a text that this program did not write, sentence by sentence, against articles.

Each sentence gets the passages that share most with it as evidence, the value checks and, with a model, the reading. A
generator like the summary's own flow: it yields batches of calls and is sent the replies. Changes no word of the draft
except its markup and its citation marks.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from ..compose.draft import unread_notices
from ..config import Config
from ..errors import InputError
from ..llm import Call, Reply
from ..nlp.doc import Doc
from ..nlp.prompt_injection import speaks_to_program
from ..nlp.similarity import TermIndex
from ..nlp.subjectivity import kind_of
from ..prepare.preparation import prepare_story
from ..prompts import Prompt
from ..records import Article, Claim, Evidence, LoadResult, Notice, Omission, Reading, Run, Sentence, Summary
from ..report.accounting import account, find_balance, with_digest
from ..story import Story, with_titles
from ..version import VERSION
from .gate import check_claim, check_sentence
from .passages import StoryText
from .reading import ClaimReader

Checking = Generator[tuple[Call, ...], tuple[Reply, ...], Summary]

_MOST = 4  # how many sentences are shown as the evidence for one
_ADDS = 0.12  # share of a sentence's weight that each of them must add to what the others hold
_LEAST_SHARE = 0.15  # smallest share at which a sentence is evidence at all
_MAY_CARRY = 0.45  # smallest share at which a sentence of a further article may say all of it by itself
_FURTHER = 3  # such sentences shown to a reader
_MARKUP = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+|>\s?)")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^()\s]{0,2000}\)")
_CITATION = re.compile(r"\s?\\?\[\^?\d{1,4}(?:\s?[,–-]\s?\d{1,4}){0,9}\\?\]|\s?\[\^[\w-]{1,30}\]")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?!\w)")
_HEADING = re.compile(r"(?m)^\s{0,3}#{1,6}\s+(.+)$")


def check_plan(
    draft: Article, articles: Sequence[Article], config: Config, prompts: Mapping[str, Prompt] | None = None
) -> Checking:
    """The flow of one check. With `prompts` a model reads each sentence (`config.checker`, or `config.model`).

    Raises InputError if the draft has no sentence, or there is no article.
    """
    intake = articles if isinstance(articles, LoadResult) else LoadResult(tuple(articles))
    if not intake.articles:
        raise InputError("there is no article to check against", hint="name files, folders or web addresses")
    story = prepare_story(intake.articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    text = StoryText(story.articles, lambda: story.sentences, story.language, story.origins)
    headline, sentences = _parts_of(draft, story.language)
    finder = _EvidenceFinder(story, text)
    body = [_claim(finder, f"c{n}", sentence) for n, sentence in enumerate(sentences, 1)]
    title = [_claim(finder, "headline", headline)] if headline else []
    reader = ClaimReader.of(config, text, prompts) if prompts else None
    checked = [check_sentence(each, text, model_will_read=reader is not None) for each in (*title, *body)]
    if reader:
        checked = yield from _read(reader, finder, checked)
    claims = tuple(each for each in checked if each.id != "headline")
    top = next((each for each in checked if each.id == "headline"), None)
    run = Run(
        engine="draft",
        model=None,
        version=VERSION,
        prompts={"check": {"version": prompts["check"].version, "sha256": prompts["check"].sha256}} if prompts else {},
        config={**asdict(config), "language": story.language},
        checker=reader.by if reader else None,
    )
    warnings = (*intake.warnings, *story.warnings, *_title_notice(top), *_unread(checked))
    return _summary(story, claims, top, run, replace(intake, warnings=warnings))


def _parts_of(draft: Article, language: str) -> tuple[str, list[str]]:
    """The headline of a draft, "" if it has none, and its sentences, without markup. Raises InputError for none."""
    heading = _HEADING.search(draft.text[:2_000])
    title = plain_text(draft.title or (heading[1] if heading and not draft.text[: heading.start()].strip() else ""))
    body = plain_text(draft.text[heading.end() :] if heading and title == plain_text(heading[1]) else draft.text)
    if not body.strip():
        raise InputError("the draft has no sentence", hint="give a text of at least one sentence")
    prepared = prepare_story([replace(draft, text=body, title=None)], language=language, keep_boilerplate=True)
    shown = [sentence for sentence in prepared.sentences if sentence.zone in ("body", "title", "abstract")]
    lines = [" ".join(sentence.text.split()) for sentence in shown]
    if len(lines) > 1 and (lines[0] == title or (not title and shown[0].zone == "title")):
        title, lines = lines[0], lines[1:]
    if not lines:
        raise InputError("the draft has no sentence", hint="give a text of at least one sentence")
    return title, lines


def plain_text(text: str) -> str:
    """A draft without Markdown marks, links and citation numbers."""
    text = _LINK.sub(r"\1", text)
    text = _CITATION.sub("", text)
    text = _MARKUP.sub("", text)
    return _EMPHASIS.sub(r"\2", text).strip()


@dataclass(frozen=True)
class _EvidenceFinder:
    """Finds the sentences of a story that a sentence may rest on."""

    story: Story
    text: StoryText

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that can be evidence."""
        return tuple(each for each in self.story.sentences if not speaks_to_program(each.text))

    @cached_property
    def index(self) -> TermIndex:
        """Their stems."""
        return TermIndex([self.text.doc(each.text, self.text.languages[each.article]).stems for each in self.sentences])

    def evidence(self, sentence: str) -> tuple[Evidence, ...]:
        """The sentences that together hold most of a sentence's weight, the best first; () if none is like it."""
        stems = self.text.doc(sentence).stems
        whole = self.index.weight(stems) or 1.0
        candidates, covered, chosen = self.index.candidates(stems), frozenset[str](), list[int]()
        while candidates and len(chosen) < _MOST:
            best = max(candidates, key=lambda index: self.index.weight((stems & self.index.of(index)) - covered))
            gain = self.index.weight((stems & self.index.of(best)) - covered) / whole
            if gain < (_ADDS if chosen else _LEAST_SHARE):
                break
            chosen.append(best)
            covered |= stems & self.index.of(best)
            candidates.remove(best)
        return tuple(Evidence.of(self.sentences[index], "match") for index in chosen)

    def further(self, claim: Claim) -> tuple[Evidence, ...]:
        """Sentences of articles outside its evidence that may say all of it, one per article."""
        stems = self.text.doc(claim.text).stems
        cited, further = {item.article for item in claim.evidence}, list[Evidence]()
        for index in self.index.candidates(stems):
            item = Evidence.of(self.sentences[index], "match")
            share = self.index.share(stems, self.index.of(index))
            if item.article not in cited and share >= _MAY_CARRY and len(further) < _FURTHER:
                further.append(item)
                cited.add(item.article)
        return tuple(further)


def _claim(finder: _EvidenceFinder, identity: str, text: str) -> Claim:
    doc = Doc(text)
    return Claim(
        id=identity,
        text=text,
        evidence=finder.evidence(text),
        attributed_to=doc.speaker.text or None,
        kind=kind_of(doc),
    )


def _read(
    reader: ClaimReader, finder: _EvidenceFinder, checked: Sequence[Claim]
) -> Generator[tuple[Call, ...], tuple[Reply, ...], list[Claim]]:
    """Have all sentences read at once that are not a source's own words."""
    asked = [each for each in checked if each.evidence and not _is_decided(each)]
    further = [finder.further(each) for each in asked]
    calls = reader.calls(tuple(zip(asked, further, strict=True)))
    replies = (yield calls) if calls else ()
    read = {
        each.id: _with_reading(each, reader.read(each, reply, more), more, finder)
        for each, more, reply in zip(asked, further, replies, strict=True)
    }
    return [read.get(each.id) or each for each in checked]


def _is_decided(claim: Claim) -> bool:
    """Whether there is nothing to read: a source's own words, or a sentence that is not for readers."""
    return any((check.name, check.outcome) in (("verbatim", "pass"), ("meaning", "fail")) for check in claim.checks)


def _with_reading(claim: Claim, reading: Reading, further: Sequence[Evidence], finder: _EvidenceFinder) -> Claim:
    alone = set(reading.alone)
    reports = {origin.id for origin in finder.story.origins if alone & set(origin.articles)}
    added = tuple(item for item in further if item.article in alone)
    if added:  # what was only there is now found in a cited article
        claim = check_claim(replace(claim, evidence=(*claim.evidence, *added)), finder.text, model_will_read=True)
    return replace(
        claim,
        articles=max(1, len(alone)),
        origins=max(1, len(reports)),
        checks=(*(check for check in claim.checks if check.name != "meaning"), reading.check),
    )


def _summary(story: Story, claims: tuple[Claim, ...], top: Claim | None, run: Run, intake: LoadResult) -> Summary:
    """The result in the form of a summary: sentences with evidence and checks, and the account of the sources."""
    used = {(item.article, item.start) for claim in claims for item in claim.evidence}
    omitted = tuple(_unused(story.sentences, used))
    return with_digest(
        Summary(
            headline=top.text if top else "",
            headline_evidence=top.evidence if top else (),
            claims=claims,
            articles=with_titles(story),
            origins=story.origins,
            accounting=account(len(story.sentences), omitted),
            omitted=omitted,
            balance=find_balance(claims, [article.id for article in story.articles], story.origins),
            skipped=intake.skipped,
            warnings=intake.warnings,
            run=run,
        )
    )


def _unused(sentences: Sequence[Sentence], used: set[tuple[str, int]]) -> Iterator[Omission]:
    for each in sentences:
        if (each.article, each.start) in used:
            continue
        reason = ("unused", "no sentence of the draft rests on it") if each.zone == "body" else (each.zone, each.reason)
        yield Omission(each.article, each.start, each.end, reason[0], None, reason[1])  # type: ignore[arg-type]  # a zone


def _title_notice(top: Claim | None) -> Iterator[Notice]:
    """A notice about the headline, which has no line of its own in the list of sentences: what is wrong with it."""
    if top is None:
        return
    for check in top.checks:
        if check.outcome == "fail":
            yield Notice("headline_failed", f"the headline “{top.text[:90]}”: {check.detail}")


def _unread(checked: Sequence[Claim]) -> Iterator[Notice]:
    """What a reader should have read and did not, once per reason."""
    meanings = (check for claim in checked for check in claim.checks if check.name == "meaning")
    return unread_notices(check.detail for check in meanings if check.outcome == "not_run" and check.by)
