"""The whole story, from articles to a checked summary.

Rule: `plan` does no I/O, knows no clock and starts nothing. It yields batches of `Call`, is sent the replies in the
same order, and returns the `Summary`; a driver owns the model, the clock and the event loop. Without a model the plan
yields nothing, and everything else is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from .check import ClaimChecker, StoryText, check_claims
from .compose import Draft, draft_embedded, in_one_language, judge_line
from .config import Config
from .errors import InputError, ProviderError
from .ingest.files import shown
from .prepare import (
    Difference,
    Story,
    differences_of,
    find_off_topic,
    find_people,
    prepare_story,
    told_differently,
    with_titles,
)
from .prepare.zoning.sentences import has_an_end
from .records import Article, Disagreement, Event, LoadResult, NamedPerson, Notice, Run, Summary
from .report import (
    account,
    find_balance,
    find_one_sided,
    find_timeline,
    find_unchanged_spellings,
    with_digest,
    with_other_wordings,
)
from .version import VERSION

if TYPE_CHECKING:
    from .check.reading import ClaimReader
    from .compose.llm.generation import GenerationRequest
    from .llm import Call, Reply
    from .prompts import Prompt

Plan: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Summary]"
OnEvent: TypeAlias = Callable[[Event], None]
BackgroundTasks: TypeAlias = list[Callable[[], object]]
_MAX_NAMED_ARTICLES = 3  # how many articles, and reasons, an error names
_Drafted: TypeAlias = "tuple[Draft, dict[str, dict[str, str]]]"


class _StoryFacts:
    """What is known of a story besides its sentences; each part is computed when it is first asked for.

    `off_topic` are the ids of articles about another event.
    """

    def __init__(self, story: Story, config: Config, off_topic: frozenset[str]) -> None:
        self._story, self._config, self.off_topic = story, config, off_topic

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Figures and days that differ."""
        return differences_of(self._story, self.off_topic)

    @cached_property
    def told_differently(self) -> tuple[Disagreement, ...]:
        """What independent reports tell differently."""
        return told_differently(self._story, self.off_topic, self.differences)

    @cached_property
    def people(self) -> tuple[NamedPerson, ...]:
        """Persons spelled in several ways."""
        story = self._story
        return find_people(story.articles, story.sentences, story.origins, story.language, self._config.spellings)

    @cached_property
    def checker(self) -> ClaimChecker:
        """The value checks."""
        story = self._story
        text = StoryText(story.articles, lambda: story.sentences, story.language, story.origins)
        return ClaimChecker(text, model_will_read=self._config.check == "model")

    def background_tasks(self) -> BackgroundTasks:
        """The parts as tasks."""
        text = self.checker.story  # keeps its words and languages, so that no check waits for them later
        of_text = (lambda: text.lowercase_words, lambda: text.languages)
        return [lambda: self.people, *of_text, lambda: self.told_differently]


def plan(
    articles: Sequence[Article],
    config: Config,
    on_event: OnEvent = lambda _: None,
    background_tasks: BackgroundTasks | None = None,
) -> Plan:
    """The flow of one summary; it asks a model when `config.engine` is "model".

    A driver throws the ProviderError of a batch into the plan, which goes on with the embedded engine if
    `config.fallback` says so. A summary that the embedded engine then writes has a notice with the code "fallback".
    `usage`, `run.model` and `run.started` are left to the driver, who knows the model and has a clock.
    `background_tasks` gets work that a driver may do in another thread while it waits for the first replies; what is
    not
    done there is done later. Raises InputError if there is nothing to summarize, and what the drafting engines raise.
    """
    intake = articles if isinstance(articles, LoadResult) else LoadResult(tuple(articles))
    if not intake.articles:
        raise InputError("there is no article to summarize", hint="name files, folders or mappings with a text")
    on_event(Event("prepare", 0, len(intake)))
    story = prepare_story(intake.articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    aside = find_off_topic(story)
    story = replace(story, term_counts=())  # large, and no longer needed
    on_event(Event("prepare", len(intake), len(intake)))
    on_event(Event("compose", 0, len(story.sentences)))
    known = _StoryFacts(story, config, aside.articles)
    if background_tasks is not None:
        background_tasks += known.background_tasks()
    draft, prompts = yield from _draft(story, config, known, background_tasks)
    if not draft.claims and not draft.disagreements:  # what is only disputed stands in the list of disagreements
        raise _nothing_to_say(story, draft)
    on_event(Event("compose", len(story.sentences), len(story.sentences)))
    on_event(Event("check", 0, len(draft.claims)))
    run = Run(
        engine="model" if prompts else "embedded",
        model=None,
        version=VERSION,
        prompts=prompts,
        config={**asdict(config), "language": story.language},
        checker=(config.checker or config.model or "the model") if prompts and config.check == "model" else None,
    )
    summary = _checked(story, draft, known, run)
    on_event(Event("check", len(summary.claims), len(draft.claims)))
    warnings = (*intake.warnings, *story.warnings, *aside.warnings, *summary.warnings)
    return with_digest(replace(summary, skipped=intake.skipped, warnings=warnings))


def _nothing_to_say(story: Story, draft: Draft) -> InputError:
    """The error for articles without a usable sentence: which articles, and why."""
    names = [article.path or article.title or article.url or article.id for article in story.articles]
    named = ", ".join(shown(name) for name in names[:_MAX_NAMED_ARTICLES]) + (
        " …" if len(names) > _MAX_NAMED_ARTICLES else ""
    )
    body = [sentence.text for sentence in story.sentences if sentence.zone == "body"]
    if body and not any(map(has_an_end, body)):
        why = "no sentence in it ends with . ! or ?, so sentences cannot be told apart"
    else:
        reasons = Counter(each.detail or each.reason for each in draft.omitted)
        why = (
            ", ".join(f"{reason} ({count:,})" for reason, count in reasons.most_common(_MAX_NAMED_ARTICLES))
            or "no sentence in it"
        )
    return InputError(f"{named}: no sentence is fit for a summary: {why}", hint="look at the zones of its sentences")


def _checked(story: Story, draft: Draft, known: _StoryFacts, run: Run) -> Summary:
    """The summary of a draft: each claim with its checks, and the account of all sentences."""
    balance = find_balance(draft.claims, [article.id for article in story.articles], story.origins)
    claims = draft.claims if run.engine == "model" else check_claims(draft.claims, known.checker)
    kept = find_unchanged_spellings(str(run.config.get("spellings", "")), draft.headline, claims, known.people)
    one_sided = find_one_sided(balance, draft.claims, story.articles, story.origins)
    return Summary(
        headline=draft.headline,
        headline_evidence=draft.headline_evidence,
        claims=with_other_wordings(claims, story.sentences, story.doc),
        articles=with_titles(story),
        origins=story.origins,
        accounting=account(len(story.sentences) + draft.parts, draft.omitted),
        omitted=draft.omitted,
        disagreements=draft.disagreements,
        told_differently=known.told_differently,
        timeline=find_timeline(
            draft.claims,
            story.articles,
            story.sentences,
            draft.omitted,
            story.doc,
            lambda sentence: not judge_line(sentence).fault,
        ),
        names=known.people,
        balance=balance,
        warnings=(*draft.warnings, *one_sided, *kept, *_one_only(story.articles)),
        run=run,
    )


def _draft(
    story: Story, config: Config, known: _StoryFacts, background_tasks: BackgroundTasks | None
) -> Generator[tuple[Call, ...], tuple[Reply, ...], _Drafted]:
    """A draft, and the templates it was made with: version and SHA-256 by name, none for the embedded engine."""
    if config.engine != "model":
        return _draft_embedded(story, config, known), {}
    try:
        return (yield from _draft_with_model(story, config, known, background_tasks))
    except ProviderError as error:
        if config.fallback != "embedded":
            raise
        message = f"the embedded engine wrote this summary, because the model could not be used: {error.message}"
    draft = _draft_embedded(story, config, known)
    return replace(draft, warnings=(Notice("fallback", message), *draft.warnings)), {}


def _draft_embedded(story: Story, config: Config, known: _StoryFacts) -> Draft:
    """A draft of selected sentences, all in one language."""
    spoken, aside, notices = in_one_language(story, known.off_topic)
    other = spoken.language != story.language  # then the differences in that language are still to be found
    differences = differences_of(spoken, known.off_topic) if other else known.differences
    draft = draft_embedded(spoken, config.words, aside, differences)
    return replace(draft, warnings=(*notices, *draft.warnings))


def _draft_with_model(
    story: Story, config: Config, known: _StoryFacts, background_tasks: BackgroundTasks | None
) -> Generator[tuple[Call, ...], tuple[Reply, ...], _Drafted]:
    from .compose.llm.engine import draft_with_model
    from .compose.llm.generation import prepare_context
    from .prompts import load_prompts

    prompts, request = load_prompts(config.prompts), request_of(config, story.language)
    checks = known.checker, _reader(config, known, prompts)
    written = {name: prompt for name, prompt in prompts.items() if name != "check"}
    context = prepare_context(story, request, written, checks, known.off_topic, lambda: known.people)
    if background_tasks is not None:
        background_tasks.append(context.index.prepare)
    draft = yield from draft_with_model(context, lambda: known.differences)
    return draft, {name: {"version": each.version, "sha256": each.sha256} for name, each in sorted(prompts.items())}


def _reader(config: Config, known: _StoryFacts, prompts: Mapping[str, Prompt]) -> ClaimReader | None:
    """The model that reads the claims; None if only values are compared."""
    if config.check == "values":
        return None
    from .check.reading import ClaimReader

    return ClaimReader.of(config, known.checker.story, prompts)


def request_of(config: Config, language: str) -> GenerationRequest:
    """What a model is asked for: a length, a language, and the token limits of a call."""
    from .compose.llm.generation import GenerationRequest
    from .tokens import encoding_for

    return GenerationRequest(
        words=config.words,
        language=language,
        input_tokens=config.input_tokens,
        output_tokens=config.output_tokens,
        max_parallel_calls=config.concurrency,
        encoding=encoding_for(config.model),
    )


def _one_only(articles: Sequence[Article]) -> tuple[Notice, ...]:
    if len(articles) > 1:
        return ()
    message = "only one article was given: this is a selection from it, and nothing in it is confirmed by another"
    return (Notice("one_article", message, articles[0].id),)
