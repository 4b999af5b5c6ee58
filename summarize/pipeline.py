"""The whole story, from articles to a checked summary.

Rule: `plan` does no I/O, knows no clock and starts nothing. It yields batches of `Call`, is sent the replies in the
same order, and returns the `Summary`; the drivers own the model, the clock and the event loop. Without a model the plan
yields nothing, and everything else is the same.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from .check import ClaimChecker, StoryText, check_claims
from .compose import Draft, draft_embedded, in_one_language, judge_eligibility
from .config import Config
from .errors import ConfigError, InputError, ProviderError, UsageError
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
from .records import Article, Disagreement, Event, LoadResult, NamedPerson, Notice, Run, Summary, Usage
from .report import account, find_kept_spellings, find_one_sided, find_timeline, weigh, with_digest, with_other_wordings
from .version import VERSION

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from .audit.findings import AuditReport
    from .check.reading import ClaimReader
    from .compose.llm.context import GenerationRequest
    from .llm import Call, Model, Reply
    from .llm.prices import Prices
    from .llm.runner import ModelRun
    from .prompts import Prompt

Plan: TypeAlias = "Generator[tuple[Call, ...], tuple[Reply, ...], Summary]"
Result = TypeVar("Result")

# Of the reading calls of 264 claims over news stories: tokens of a prompt and of a careful reply, on average.
_READING_TOKENS, _READING_REPLY = 500, 62
_MORE_READ = 3  # headline and two sides of a disagreement
OnEvent: TypeAlias = Callable[[Event], None]
_Errands: TypeAlias = list[Callable[[], object]]
_NAMED = 3  # articles, and reasons, that an error names
_Drafted: TypeAlias = "tuple[Draft, dict[str, dict[str, str]]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a run would send, found out without sending anything.

    Tokens are counted in `encoding`, which is `assumed` when the model's own is not known.
    `address` is the endpoint's, None for the embedded engine and for models without one. `strategy` is "direct" (one
    call writes the summary), "select + write" (sentences are chosen from all parts, the summary is written from them)
    or "" (no call). `calls` are the first round's: name and prompt tokens. The `most` count all rounds, a second chance
    for every call included; dollars are None when the price is not known.

    Reading what was written comes on top: `check_calls` of `checker` and their tokens and dollars are an estimate, for
    nothing is written yet. `checker` is None where only values are compared.
    """

    engine: Literal["embedded", "model"]
    model: str | None = None
    address: str | None = None
    encoding: str = ""
    assumed: bool = False
    strategy: Literal["", "direct", "select + write"] = ""
    calls: tuple[tuple[str, int], ...] = ()
    most_calls: int = 0
    most_prompt_tokens: int = 0
    most_completion_tokens: int = 0
    most_first_cost_usd: float | None = 0.0
    most_cost_usd: float | None = 0.0
    checker: str | None = None
    check_calls: int = 0
    check_prompt_tokens: int = 0
    check_completion_tokens: int = 0
    check_cost_usd: float | None = 0.0


class _Known:
    """What is known of a story besides its sentences; each part is found when it is first asked for.

    `off_topic` are articles on something else (ids).
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
        return ClaimChecker(text, is_read=self._config.check == "model")

    def background_tasks(self) -> _Errands:
        """Each part as work of its own."""
        text = self.checker.story
        return [lambda: self.people, lambda: text.ordinary, lambda: text.languages, lambda: self.told_differently]


def plan(
    articles: Sequence[Article],
    config: Config,
    on_event: OnEvent = lambda _: None,
    background_tasks: _Errands | None = None,
) -> Plan:
    """The flow of one summary; it asks a model when `config.engine` is "model".

    A driver throws the ProviderError of a batch into the plan, which goes on with the embedded engine when
    `config.fallback` says so. What the embedded engine writes instead has a notice with the code "fallback".
    `usage`, `run.model` and `run.started` are left for the driver, who knows the model and has a clock. `background_tasks` gets
    work that a driver may do in another thread while it waits for the first replies; undone it is done later. Raises
    InputError when there is nothing to summarize, and what the drafting engines raise.
    """
    intake = articles if isinstance(articles, LoadResult) else LoadResult(tuple(articles))
    if not intake.articles:
        raise InputError("there is no article to summarize", hint="name files, folders or mappings with a text")
    on_event(Event("prepare", 0, len(intake)))
    story = prepare_story(intake.articles, language=config.language, keep_boilerplate=config.keep_boilerplate)
    off_topic = find_off_topic(story)
    story = replace(story, term_counts=())  # large, and of no more use
    on_event(Event("compose", 0, len(story.sentences)))
    known = _Known(story, config, off_topic.off_topic)
    if background_tasks is not None:
        background_tasks += known.background_tasks()
    draft, prompts = yield from _draft(story, config, known, background_tasks)
    if not draft.claims and not draft.disagreements:  # what is only disputed stands in the list of disagreements
        raise _nothing_to_say(story, draft)
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
    warnings = (*intake.warnings, *story.warnings, *off_topic.warnings, *summary.warnings)
    return with_digest(replace(summary, skipped=intake.skipped, warnings=warnings))


def _nothing_to_say(story: Story, draft: Draft) -> InputError:
    """The error of articles of which no sentence can be used: whose they are, and why not."""
    names = [article.path or article.title or article.url or article.id for article in story.articles]
    named = ", ".join(shown(name) for name in names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    body = [sentence.text for sentence in story.sentences if sentence.zone == "body"]
    if body and not any(map(has_an_end, body)):
        why = "no sentence in it has an end (. ! ?), so none can be told from the next"
    else:
        reasons = Counter(each.detail or each.reason for each in draft.omitted)
        why = ", ".join(f"{reason} ({count:,})" for reason, count in reasons.most_common(_NAMED)) or "no sentence in it"
    return InputError(f"{named}: no sentence is fit for a summary: {why}", hint="`summarize tokens` shows its zones")


def _checked(story: Story, draft: Draft, known: _Known, run: Run) -> Summary:
    """The summary of a draft: each claim with its checks, and the account of all sentences."""
    balance = weigh(draft.claims, [article.id for article in story.articles], story.origins)
    claims = draft.claims if run.engine == "model" else check_claims(draft.claims, known.checker)
    kept = find_kept_spellings(str(run.config.get("spellings", "")), draft.headline, claims, known.people)
    one_sided = find_one_sided(balance, draft.claims, story.articles, story.origins)
    return Summary(
        headline=draft.headline,
        headline_evidence=draft.headline_evidence,
        claims=with_other_wordings(claims, story.sentences, story.language),
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
            story.language,
            lambda text: not judge_eligibility(text, language=story.language).fault,
        ),
        names=known.people,
        balance=balance,
        warnings=(*draft.warnings, *one_sided, *kept, *_one_only(story.articles)),
        run=run,
    )


def _draft(
    story: Story, config: Config, known: _Known, background_tasks: _Errands | None
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


def _draft_embedded(story: Story, config: Config, known: _Known) -> Draft:
    """A draft of selected sentences, all in one language."""
    spoken, aside, notices = in_one_language(story, known.off_topic)
    other = spoken.language != story.language  # then what differs in that language is still to be found
    differences = differences_of(spoken, known.off_topic) if other else known.differences
    draft = draft_embedded(spoken, config.words, aside, differences)
    return replace(draft, warnings=(*notices, *draft.warnings))


def _draft_with_model(
    story: Story, config: Config, known: _Known, background_tasks: _Errands | None
) -> Generator[tuple[Call, ...], tuple[Reply, ...], _Drafted]:
    from .compose.llm.context import prepare_context
    from .compose.llm.engine import draft_with_model
    from .prompts import load_prompts

    prompts, request = load_prompts(config.prompts), _request(config, story.language)
    checks = known.checker, _reader(config, known, prompts)
    written = {name: prompt for name, prompt in prompts.items() if name != "check"}
    context = prepare_context(story, request, written, checks, known.off_topic, lambda: known.people)
    if background_tasks is not None:
        background_tasks.append(context.index.prepare)
    draft = yield from draft_with_model(context, lambda: known.differences)
    return draft, {name: {"version": each.version, "sha256": each.sha256} for name, each in sorted(prompts.items())}


def _reader(config: Config, known: _Known, prompts: Mapping[str, Prompt]) -> ClaimReader | None:
    """Who reads what was written; None where only values are compared."""
    if config.check == "values":
        return None
    from .check.reading import ClaimReader

    return ClaimReader.of(config, known.checker.story, prompts)


def _request(config: Config, language: str) -> GenerationRequest:
    from .compose.llm.context import GenerationRequest
    from .tokens import encoding_for

    return GenerationRequest(
        words=config.words,
        language=language,
        input_tokens=config.input_tokens,
        output_tokens=config.output_tokens,
        max_parallel_calls=config.concurrency,
        encoding=encoding_for(config.model),
    )


def summarize(
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> Summary:
    """Summarize articles about one event. `settings` are fields of `Config`: `words=250`, `language="en"`.

    Articles come from `load_articles`, or are mappings with at least "text". A model writes the summary when one is
    given, or with `engine="model"` and the name of one. Raises a `SummarizeError`: InputError (no usable article),
    UsageError (not a list of articles), ConfigError (a setting), and with a model what its calls raise.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    chosen, tell = _config(config, settings, model), on_event or (lambda _: None)
    return _timed(_driver(_articles(articles, chosen), chosen, model, tell).run(), started, clock)


async def asummarize(
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> Summary:
    """The same as `summarize`, for callers inside an event loop; articles that are mappings are read in a thread."""
    import asyncio

    started, clock = datetime.now(UTC), time.monotonic()
    chosen, tell = _config(config, settings, model), on_event or (lambda _: None)
    read = articles if isinstance(articles, LoadResult) else await asyncio.to_thread(_articles, articles, chosen)
    return _timed(await _driver(read, chosen, model, tell).arun(), started, clock)


def check_draft(
    draft: str | Article,
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> Summary:
    """Check a text that somebody wrote, sentence by sentence, against articles; gives it in the form of a summary.

    Each sentence is a claim with the passages that share most with it as evidence, and its checks: values without a
    model, meaning too with one (given, or `engine="model"` and the name of one). Markdown's marks and citation numbers
    are taken off. Raises what `summarize` raises; InputError also for a draft without a sentence.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    chosen, tell = _config(config, settings, model), on_event or (lambda _: None)
    return _timed(_draft_driver(draft, _articles(articles, chosen), chosen, model, tell).run(), started, clock)


async def acheck_draft(
    draft: str | Article,
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> Summary:
    """The same as `check_draft`, for callers inside an event loop."""
    import asyncio

    started, clock = datetime.now(UTC), time.monotonic()
    chosen, tell = _config(config, settings, model), on_event or (lambda _: None)
    read = articles if isinstance(articles, LoadResult) else await asyncio.to_thread(_articles, articles, chosen)
    return _timed(await _draft_driver(draft, read, chosen, model, tell).arun(), started, clock)


def _draft_driver(
    draft: str | Article, articles: Sequence[Article], config: Config, model: Model | None, on_event: OnEvent
) -> _Driver[Summary]:
    from .check.drafts import check_plan

    text = Article(id="draft", text=draft, sha256="") if isinstance(draft, str) else draft
    prompts = None
    if config.engine == "model" and config.check == "model":
        from .prompts import load_prompts

        prompts = load_prompts(config.prompts)
    on_event(Event("prepare", 0, len(articles)))
    return _Driver(check_plan(text, articles, config, prompts), [], config, model, on_event)


def reread_summary(
    data: Mapping[str, object] | bytes | os.PathLike[str],
    *,
    root: Path | None = None,
    model: Model | None = None,
    config: Config | None = None,
    on_event: OnEvent | None = None,
    **settings: object,
) -> AuditReport:
    """What `verify_summary` does, and then have a model read every sentence again; gives the same kind of proof.

    A sentence that the model does not find supported by its passages, or could not read, is a finding. Raises what
    `verify_summary` and a model's calls raise, and ConfigError when no model is named.
    """
    from .audit.verify import reread_plan
    from .prompts import load_prompts

    chosen = replace(_config(config, settings, model), engine="model")
    flow = reread_plan(data, chosen, load_prompts(chosen.prompts), root)
    return _Driver(flow, [], chosen, model, on_event or (lambda _: None)).run()


def _driver(articles: Sequence[Article], config: Config, model: Model | None, on_event: OnEvent) -> _Driver[Summary]:
    background_tasks: _Errands = []
    return _Driver(plan(articles, config, on_event, background_tasks), background_tasks, config, model, on_event)


@dataclass(frozen=True, slots=True)
class _Driver(Generic[Result]):
    """Runs a plan: asks the model what it asks, and does its errands while the first replies are on their way."""

    flow: Generator[tuple[Call, ...], tuple[Reply, ...], Result]
    background_tasks: _Errands
    config: Config
    model: Model | None
    on_event: OnEvent

    def run(self) -> Result:
        """Without the caller's event loop: one is started when the plan asks a model."""
        try:
            calls = next(self.flow)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # StopIteration carries it untyped
        from .llm.sync_runner import SyncRunner

        with SyncRunner() as loop:
            return loop.run(self._answered(calls))

    async def arun(self) -> Result:
        """Inside the caller's event loop."""
        try:
            calls = next(self.flow)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # StopIteration carries it untyped
        return await self._answered(calls)

    async def _answered(self, calls: tuple[Call, ...]) -> Result:
        """Answer the plan's batches from the first one on, to its end."""
        from .llm.background_tasks import meanwhile
        from .llm.factory import model_of, open_run

        model, flow = self.model or model_of(self.config), self.flow

        def tell(event: Event) -> None:
            self.on_event(event)
            if event.stage == "call answered":
                self.on_event(_spent(run.usage))

        async with open_run(model, self.config, tell, _checkers(self.config, model)) as run:
            try:
                while True:
                    try:
                        async with meanwhile(self.background_tasks):
                            replies = await run.answer(calls)
                    except ProviderError as error:
                        calls = flow.throw(error)
                    else:
                        calls = flow.send(replies)
            except StopIteration as end:
                result: Result = end.value
        return _accounted(result, model, run) if isinstance(result, Summary) else result


def _accounted(summary: Result, model: Model, run: ModelRun) -> Result:
    """A summary with what its calls cost and what a reader should know of them."""
    assert isinstance(summary, Summary)  # noqa: S101 - tells the type checker what the caller has asked
    name = str(getattr(model, "name", type(model).__name__)) if summary.run.engine == "model" else None
    warnings = (*summary.warnings, *run.notices)
    return replace(summary, warnings=warnings, usage=run.usage, run=replace(summary.run, model=name))


def _checkers(config: Config, model: Model) -> dict[str, Model]:
    """The model that answers reading calls, where it is another one than the writer; limits count together."""
    if not config.checker or config.check == "values":
        return {}
    from .llm.factory import model_of
    from .llm.openai_client import OpenAIModel

    return {"check": model_of(config, config.checker, model if isinstance(model, OpenAIModel) else None)}


def _spent(usage: Usage) -> Event:
    """Tokens so far, and their price in words, as a step of the run."""
    cost = "price unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    return Event("spent", usage.prompt_tokens + usage.completion_tokens, 0, cost)


def preview(
    articles: Iterable[Article | Mapping[str, object]],
    *,
    model: Model | None = None,
    config: Config | None = None,
    **settings: object,
) -> Preview:
    """Find out what `summarize` with the same arguments would send, and the most it can cost. Needs no key.

    Raises what `summarize` raises before its first call.
    """
    chosen = _config(config, settings, model)
    flow = plan(_articles(articles, chosen), chosen)
    try:
        calls = next(flow)
    except StopIteration:
        return Preview(engine="embedded")
    finally:
        flow.close()
    from .llm.factory import model_of, prices_of, reply_tokens
    from .llm.rate_limits import prompt_tokens_of
    from .tokens import encoding_for, known_encoding

    asked = model or model_of(chosen)
    sizes = [prompt_tokens_of(call, chosen.model) for call in calls]
    direct = len(calls) == 1 and calls[0].name == "direct"
    # A second chance each; then the summary is written, mended and at worst written again.
    later = len(calls) + 1 + (0 if direct else 2 + 2 * _most_selections(len(calls), chosen))
    prices = prices_of(asked, chosen)
    first, rest = _dollars(prices, sizes, chosen), _dollars(prices, [chosen.input_tokens], chosen)
    found = Preview(
        engine="model",
        model=chosen.model or type(asked).__name__,
        address=getattr(asked, "base_url", None),
        encoding=encoding_for(chosen.model),
        assumed=known_encoding(chosen.model) is None,
        strategy="direct" if direct else "select + write",
        calls=tuple((call.name, size) for call, size in zip(calls, sizes, strict=True)),
        most_calls=len(calls) + later,
        most_prompt_tokens=sum(sizes) + later * chosen.input_tokens,
        most_completion_tokens=(len(calls) + later) * reply_tokens(chosen),
        most_first_cost_usd=first,
        most_cost_usd=None if first is None or rest is None else first + later * rest,
    )
    return found if chosen.check == "values" else _with_checks(found, asked, chosen)


def _with_checks(found: Preview, model: Model, config: Config) -> Preview:
    """A preview with what reading the summary will take, about: a call a sentence, a headline, the sides of a point."""
    from .compose.llm.selecting import sentences_wanted
    from .llm.factory import prices_of

    reader = _checkers(config, model).get("check", model)
    prices = prices_of(reader, config)
    calls = sentences_wanted(config.words) + _MORE_READ
    cost = prices.most(_READING_TOKENS, _READING_REPLY) if prices else None
    return replace(
        found,
        checker=config.checker or found.model,
        check_calls=calls,
        check_prompt_tokens=calls * _READING_TOKENS,
        check_completion_tokens=calls * _READING_REPLY,
        check_cost_usd=None if cost is None else float(calls * cost),
    )


def _dollars(prices: Prices | None, prompts: Sequence[int], config: Config) -> float | None:
    """The most that calls with prompts of so many tokens can cost, if no reply is used up by reasoning."""
    from .llm.factory import reply_tokens

    costs = [prices.most(tokens, reply_tokens(config)) if prices else None for tokens in prompts]
    known = [cost for cost in costs if cost is not None]
    return float(sum(known)) if len(known) == len(costs) else None


def _most_selections(chunks: int, config: Config) -> int:
    """How many further calls can select again what so many calls have chosen, on all levels.

    A level that leaves most of what it was given is the last, and calls are at least half full.
    """
    from .compose.llm.context import material_budget
    from .compose.llm.selecting import SHRINKS
    from .prompts import load_prompts

    room = material_budget(load_prompts(config.prompts)["select"], _request(config, config.language or "en"))
    tokens, calls = float(chunks * room), 0
    while tokens > room:
        calls += -(-2 * int(tokens) // room)
        tokens *= SHRINKS
    return calls


def _articles(articles: Iterable[Article | Mapping[str, object]], config: Config) -> Sequence[Article]:
    """Articles as they are, if their ids tell them apart; mappings are read first."""
    if isinstance(articles, LoadResult):
        return articles
    from .ingest import load_articles
    from .ingest.web.settings import WebSettings

    if isinstance(articles, str | bytes | Mapping) or hasattr(articles, "__fspath__"):
        return load_articles(articles)  # type: ignore[arg-type]  # a path, or refused there, with the way to write it
    given = list(articles)
    ready = [article for article in given if isinstance(article, Article)]
    if not ready:
        mappings = [each for each in given if not isinstance(each, Article)]
        return load_articles(mappings, max_size=config.max_size, web=WebSettings.of(config))
    if len(ready) < len(given):
        raise UsageError("articles and mappings are mixed", hint="give all of them to load_articles, or none")
    if len({article.id for article in ready}) < len(ready):
        raise UsageError("two articles have the same id", hint="read all of them with one call of load_articles")
    return ready


def _config(config: Config | None, settings: Mapping[str, object], model: Model | None) -> Config:
    """The settings of this call. A model that is given writes the summary; "auto" alone takes the embedded engine."""
    unknown = sorted(set(settings) - set(Config.__dataclass_fields__))
    if unknown:
        raise ConfigError(f"{unknown[0]} is no setting", hint=f"settings are {', '.join(Config.__dataclass_fields__)}")
    chosen = replace(config or Config(), **settings)  # type: ignore[arg-type]  # Config validates its values
    if model is None:
        return chosen
    if chosen.engine == "embedded":
        raise ConfigError("a model is given and the engine is embedded", hint="leave one of them out")
    return replace(chosen, engine="model", model=chosen.model or str(getattr(model, "name", "")))


def _one_only(articles: Sequence[Article]) -> tuple[Notice, ...]:
    if len(articles) > 1:
        return ()
    message = "only one article was given: this is a selection from it, and nothing in it is confirmed by another"
    return (Notice("one_article", message, articles[0].id),)


def _timed(summary: Summary, started: datetime, clock: float) -> Summary:
    usage: Usage = replace(summary.usage, seconds=round(time.monotonic() - clock, 3))
    return replace(summary, usage=usage, run=replace(summary.run, started=started.isoformat(timespec="seconds")))
