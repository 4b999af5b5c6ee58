"""The whole story, from articles to a checked summary: prepare, draft, check, report.

Rule: `plan` does no I/O, knows no clock and starts nothing. It yields batches of `Call`, is sent the replies in the
same order, and returns the `Summary`; a driver owns the model, the clock and the event loop. Without a model the plan
yields nothing, and everything else is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from .check import ClaimChecker, StoryText, check_claims
from .compose.draft import Draft
from .compose.eligibility import judge_line
from .compose.extractive.candidates import in_one_language
from .compose.extractive.engine import draft_embedded
from .config import Config
from .errors import InputError, ProviderError
from .prepare.clustering.off_topic import find_off_topic
from .prepare.differing_accounts import find_differing_accounts
from .prepare.disagreements import differences_of
from .prepare.people import find_people
from .prepare.preparation import prepare_story
from .records import Disagreement, Event, LoadResult, NamedPerson, Notice, Run, Summary
from .report import (
    account,
    explain_unfit,
    find_balance,
    find_one_sided,
    find_timeline,
    find_unchanged_spellings,
    with_digest,
    with_other_wordings,
)
from .story import Difference, Story, with_titles
from .version import VERSION

if TYPE_CHECKING:
    from .check.reading import ClaimReader
    from .compose.llm.generation import GenerationRequest
    from .llm import Flow
    from .prompts import Prompt

Plan: TypeAlias = "Flow[Summary]"
OnEvent: TypeAlias = Callable[[Event], None]
BackgroundTasks: TypeAlias = list[Callable[[], object]]


@dataclass(frozen=True, slots=True)
class _EngineDraft:
    """A draft, and the engine that wrote it. `prompts` are version and SHA-256 of its templates, by name."""

    draft: Draft
    engine: Literal["embedded", "model"]
    prompts: dict[str, dict[str, str]] = field(default_factory=dict)


class _StoryFacts:
    """A story, its settings, and what is known of it; each part is computed when it is first asked for.

    `off_topic` are the ids of articles about another event.
    """

    def __init__(self, story: Story, config: Config, off_topic: frozenset[str]) -> None:
        self.story, self.config, self.off_topic = story, config, off_topic

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Figures and days that differ."""
        return differences_of(self.story, self.off_topic)

    @cached_property
    def differing_accounts(self) -> tuple[Disagreement, ...]:
        """What independent reports tell differently."""
        return find_differing_accounts(self.story, self.off_topic, self.differences)

    @cached_property
    def people(self) -> tuple[NamedPerson, ...]:
        """Persons spelled in several ways."""
        story = self.story
        return find_people(story.articles, story.sentences, story.origins, story.language, self.config.spellings)

    @cached_property
    def checker(self) -> ClaimChecker:
        """The value checks."""
        story = self.story
        text = StoryText(story.articles, lambda: story.sentences, story.language, story.origins)
        return ClaimChecker(text, model_will_read=self.config.check == "model")

    def background_tasks(self) -> BackgroundTasks:
        """The parts as tasks. What they give is thrown away: they fill caches that are read after the first replies."""
        text = self.checker.story
        return [
            lambda: self.people,
            lambda: text.lowercase_words,
            lambda: text.languages,
            lambda: self.differing_accounts,
        ]


def plan(
    articles: LoadResult,
    config: Config,
    on_event: OnEvent = lambda _: None,
    background_tasks: BackgroundTasks | None = None,
) -> Plan:
    """The flow of one summary; it asks a model when `config.engine` is "model".

    A driver throws the ProviderError of a batch into the plan, which goes on with the embedded engine if
    `config.fallback` says so. A summary that the embedded engine then writes has a notice with the code "fallback".
    `usage`, `run.model` and `run.started` are left to the driver, who knows the model and has a clock.
    `background_tasks` gets work that a driver may do in another thread while it waits for the first replies; what is
    not done there is done later. Raises InputError if there is nothing to summarize, and what the drafting engines
    raise.
    """
    if not articles:
        raise InputError("there is no article to summarize", hint="name files, folders or mappings with a text")
    on_event(Event("prepare", 0, len(articles)))
    story = prepare_story(articles.articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    off_topic = find_off_topic(story)
    story = replace(story, term_counts=())  # large, and no longer needed
    on_event(Event("prepare", len(articles), len(articles)))

    on_event(Event("compose", 0, len(story.sentences)))
    facts = _StoryFacts(story, config, off_topic.articles)
    tasks = [] if background_tasks is None else background_tasks
    tasks += facts.background_tasks()
    written = yield from _draft(facts, tasks)
    draft = written.draft
    if not draft.claims and not draft.disagreements:  # what is only disputed stands in the list of disagreements
        raise explain_unfit(story, draft.omitted)
    on_event(Event("compose", len(story.sentences), len(story.sentences)))

    on_event(Event("check", 0, len(draft.claims)))
    summary = _summary(facts, written)
    on_event(Event("check", len(summary.claims), len(draft.claims)))
    warnings = (*articles.warnings, *story.warnings, *off_topic.warnings, *summary.warnings)
    return with_digest(replace(summary, skipped=articles.skipped, warnings=warnings))


def _draft(facts: _StoryFacts, background_tasks: BackgroundTasks) -> Flow[_EngineDraft]:
    """The draft of the engine that the settings name; the embedded one's if the model fails and they allow that."""
    if facts.config.engine != "model":
        return _EngineDraft(_draft_embedded(facts), "embedded")
    try:
        return (yield from _draft_with_model(facts, background_tasks))
    except ProviderError as error:
        if facts.config.fallback != "embedded":
            raise
        message = f"the embedded engine wrote this summary, because the model could not be used: {error.message}"
    draft = _draft_embedded(facts)
    return _EngineDraft(replace(draft, warnings=(Notice("fallback", message), *draft.warnings)), "embedded")


def _draft_embedded(facts: _StoryFacts) -> Draft:
    """A draft of selected sentences, all in one language; its claims are not checked yet."""
    story, left_out, notices = in_one_language(facts.story, facts.off_topic)
    same_language = story.language == facts.story.language
    differences = facts.differences if same_language else differences_of(story, facts.off_topic)
    draft = draft_embedded(story, facts.config.words, left_out, differences)
    return replace(draft, warnings=(*notices, *draft.warnings))


def _draft_with_model(facts: _StoryFacts, background_tasks: BackgroundTasks) -> Flow[_EngineDraft]:
    """A draft that a model wrote; its claims are checked, because what fails is repaired or not printed."""
    from .compose.llm.engine import draft_with_model
    from .compose.llm.generation import prepare_context
    from .prompts import load_prompts

    story, config = facts.story, facts.config
    prompts, request = load_prompts(config.prompts), request_of(config, story.language)
    writing_prompts = {name: prompt for name, prompt in prompts.items() if name != "check"}
    values_and_meaning = facts.checker, _claim_reader(facts, prompts)
    context = prepare_context(
        story, request, writing_prompts, values_and_meaning, facts.off_topic, lambda: facts.people
    )
    background_tasks.append(context.index.prepare)
    draft = yield from draft_with_model(context, lambda: facts.differences)
    used = {name: {"version": each.version, "sha256": each.sha256} for name, each in sorted(prompts.items())}
    return _EngineDraft(draft, "model", used)


def _claim_reader(facts: _StoryFacts, prompts: Mapping[str, Prompt]) -> ClaimReader | None:
    """The model that reads the claims; None if only values are compared."""
    if facts.config.check == "values":
        return None
    from .check.reading import ClaimReader

    return ClaimReader.of(facts.config, facts.checker.story, prompts)


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


def _summary(facts: _StoryFacts, written: _EngineDraft) -> Summary:
    """The summary of a draft: each claim with its checks, what is reported besides, the account of all sentences."""
    story, draft = facts.story, written.draft
    # the model's engine has checked its claims: see `_draft_with_model`
    claims = draft.claims if written.engine == "model" else check_claims(draft.claims, facts.checker)
    balance = find_balance(draft.claims, [article.id for article in story.articles], story.origins)
    one_sided = find_one_sided(balance, draft.claims, story.articles, story.origins)
    unchanged = find_unchanged_spellings(facts.config.spellings, draft.headline, claims, facts.people)
    return Summary(
        headline=draft.headline,
        headline_evidence=draft.headline_evidence,
        claims=with_other_wordings(claims, story.sentences, story.doc),
        articles=with_titles(story),
        origins=story.origins,
        accounting=account(len(story.sentences) + draft.parts, draft.omitted),
        omitted=draft.omitted,
        disagreements=draft.disagreements,
        told_differently=facts.differing_accounts,
        timeline=find_timeline(
            draft.claims,
            story.articles,
            story.sentences,
            draft.omitted,
            story.doc,
            lambda sentence: not judge_line(sentence).fault,
        ),
        names=facts.people,
        balance=balance,
        warnings=(*draft.warnings, *one_sided, *unchanged, *_single_article(story)),
        run=_run(facts, written),
    )


def _run(facts: _StoryFacts, written: _EngineDraft) -> Run:
    """How the summary was made, without what only the driver knows."""
    config = facts.config
    is_read = written.engine == "model" and config.check == "model"
    return Run(
        engine=written.engine,
        model=None,
        version=VERSION,
        prompts=written.prompts,
        config={**asdict(config), "language": facts.story.language},
        checker=(config.checker or config.model or "the model") if is_read else None,
    )


def _single_article(story: Story) -> tuple[Notice, ...]:
    """A notice if nothing could be confirmed, because there is one article."""
    if len(story.articles) > 1:
        return ()
    message = "only one article was given: this is a selection from it, and nothing in it is confirmed by another"
    return (Notice("one_article", message, story.articles[0].id),)
