"""`summarize_batch`: many stories in, one result after another out, a folder that remembers. Owns the thread.

`forecast_batch` says what a batch would cost before anything is sent: some of its stories are examined, the rest
estimated from them.
"""

from __future__ import annotations

import asyncio
import os
import queue
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Unpack

from ..arguments import options_of
from ..config import Config, Settings
from ..errors import ConfigError, InputError, OutputError, UsageError
from ..ingest import load_articles
from ..ingest.web.settings import WebSettings
from ..llm.run_context import BATCH
from ..prepare.clustering.groups import group_articles
from ..records import Article, Event, Skipped
from ..render import BY_SHORT_NAME
from .ledger import LEDGER, STATES, Ledger, Retry, forget_ledger, is_worked_in, read_tally
from .local import Bounds, Executor, LocalExecutor
from .outputs import all_there, tidy, write_whole
from .run import Batch, BatchResult, BatchSetup, finished_before
from .steps import WorkOrder, articles_of
from .stories import Story, find_stories, group_key, line_of, shape_of

if TYPE_CHECKING:
    from ..api import Preview
    from ..llm import Model
    from .answers import Answers

Articles: TypeAlias = "Sequence[Article | Mapping[str, object]]"
Stories: TypeAlias = (
    "str | os.PathLike[str] | Mapping[str, Articles] | Iterable[str | os.PathLike[str] | tuple[str, Articles]]"
)
# What to do where there is no story.
NO_STORY = (
    "what holds articles is a pile, which `group` (--group) sorts into stories; docs/batch.md says what stories are"
)
_GIVEN = "stories.jsonl"  # stories that are in no file, or were sorted out of a pile

SAMPLE = 20  # stories that are examined, spread over all


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How a batch is run.

    `formats` are some of json, html, md and txt. `workers` is the number of processes, 0 for one per core. `retry` says
    which stories of an earlier run are tried again: "failed" (with the quarantined), "partial" or "all" of them. With
    `group` the input is a mixed pile, which is first sorted into stories. `story_deadline` bounds the work on a story,
    in seconds without the time of its calls; `story_memory` bounds its process, in bytes (0: any number). `dask` is the
    address of a scheduler whose workers do the work, or "local" for a cluster that is started for it.

    `batch_api` sends all calls through the provider's Batch API, at half the price and with hours of patience;
    `batch_files` writes them as files into this folder instead and reads the answers there. Every `poll` seconds the
    batch looks for answers, for `wait` seconds in all (None: as long as it takes; 0: only submit what is wanted); after
    that it raises RetryableError, and the same call goes on later.

    Raises ConfigError for a value that is not allowed.
    """

    formats: tuple[str, ...] = ("json", "html")
    workers: int = 0
    retry: Retry = ""
    group: bool = False
    story_deadline: float = 300.0
    story_memory: int = 2_000_000_000
    dask: str = ""
    batch_api: bool = False
    batch_files: str = ""
    poll: float = 60.0
    wait: float | None = None

    def __post_init__(self) -> None:
        unknown = [name for name in self.formats if name not in BY_SHORT_NAME]
        if unknown or not self.formats or len(set(self.formats)) < len(self.formats):
            raise ConfigError(
                f"format: {', '.join(self.formats) or 'none'} is not allowed",
                hint=f"give some of {','.join(BY_SHORT_NAME)}, each once",
            )
        if self.retry not in ("", "failed", "partial", "all"):
            raise ConfigError(f"retry: {self.retry} is not allowed", hint="give failed, partial or all")
        if not (0 <= self.workers <= 1_000 and self.story_deadline > 0 and self.story_memory >= 0):
            raise ConfigError("workers, story_deadline and story_memory must be positive", hint="leave them out")
        if self.batch_api and self.batch_files:
            raise ConfigError("batch_api and batch_files exclude each other", hint="leave one of them out")
        if not (self.poll > 0 and (self.wait is None or self.wait >= 0)):
            raise ConfigError("poll and wait must be seconds", hint="leave them out")


def summarize_batch(
    stories: Stories,
    into: str | os.PathLike[str],
    *,
    options: BatchOptions | None = None,
    model: Model | str | None = None,
    config: Config | None = None,
    on_event: Callable[[Event], None] | None = None,
    **settings: Unpack[Settings],
) -> Iterator[BatchResult]:
    """Summarize many stories; gives each one's result as soon as it is there, those of earlier runs first.

    `stories` are paths of record files, of folders of them, or of files with one story per line; or pairs of a key and
    its articles. Outputs, index and ledger are in the folder `into`; the same call goes on where the last one ended.
    `model` is a model's name or an object of your own; `settings` are fields of `Config`, of which `max_cost` and
    `max_calls` are for all stories together. A story that cannot be summarized is a result, not an exception.

    Raises InputError (no story), UsageError, ConfigError (settings), OutputError (the folder) and, at the end, if the
    batch had to stop early, what stopped it: ProviderError (a key, a name, an outage), LimitError (`max_cost`,
    `max_calls`), OutputError (a full disk).
    """
    given = options_of(model, config, {**settings, "stream": False}, on_event)  # nobody watches words arrive
    chosen, asked, tell = given.config, options or BatchOptions(), given.on_event
    folder = Path(into)
    is_new = not (folder / LEDGER).exists()
    with ExitStack() as stack:
        ledger = stack.enter_context(Ledger(folder))
        tidy(folder)
        answers = _answers(chosen, asked, ledger, given.model, tell)
        shape = _shape(chosen, asked, answers)
        found = _counted(stories_in(stories, folder, chosen, asked), tell)
        ledger.register(found, shape, lambda name: all_there(folder, name, asked.formats), asked.retry)
        workers = asked.workers or os.cpu_count() or 1
        setup = BatchSetup(folder=folder, config=chosen, formats=asked.formats)
        total = ledger.tally().total
        if not total:
            stack.close()
            if is_new:
                forget_ledger(folder)
            raise InputError("there is no story in what was given", hint=NO_STORY)
        tell(Event("stories", 0, total))
        yield from finished_before(ledger, setup)
        executor = _executor(asked, workers)
        batch = Batch(setup, ledger, executor, answers, tell)
        try:
            with _RunningBatch(batch) as working:
                yield from working.results()
        except BaseException:
            with suppress(OutputError):  # the reason for the early end is the one to report
                _write_index(ledger, asked.formats)
            raise
        _write_index(ledger, asked.formats)


def _executor(options: BatchOptions, workers: int) -> Executor:
    bounds = Bounds(options.story_deadline, options.story_memory)
    if not options.dask:
        return LocalExecutor(workers, bounds)
    from .dask import DaskExecutor

    return DaskExecutor(options.dask, bounds, workers)


def _write_index(ledger: Ledger, formats: Sequence[str]) -> None:
    from .outputs import write_index  # imports the template engine

    write_index(ledger, formats)


class _RunningBatch:
    """A batch at work, in a thread with its own event loop. Leaving it, for whatever reason, ends the work."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._results: queue.SimpleQueue[BatchResult | BaseException | None] = queue.SimpleQueue()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="summarize-batch", daemon=True)

    def __enter__(self) -> _RunningBatch:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(RuntimeError, AttributeError):  # the loop is closed or was never created: the work has ended
            self._loop.call_soon_threadsafe(self._cancel)
        self._thread.join()

    def results(self) -> Iterator[BatchResult]:
        """Each result as it comes. Raises what ended the batch early, or the thread."""
        while (result := self._results.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            yield result
        if self._batch.halt:
            raise self._batch.halt

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            asyncio.run(self._work())
        except asyncio.CancelledError:
            pass
        except BaseException as failure:  # raised in the caller's thread
            error = failure
        finally:
            self._ready.set()
            self._results.put(error)

    async def _work(self) -> None:
        self._loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task  # noqa: S101 - a running coroutine has one
        self._cancel = task.cancel
        self._ready.set()
        try:
            await self._batch.run(self._results.put)
        finally:
            await self._batch.executor.close()


def _answers(
    config: Config, options: BatchOptions, ledger: Ledger, model: Model | None, tell: Callable[[Event], None]
) -> Answers | None:
    by_files = options.batch_api or options.batch_files
    if config.engine != "model":
        if by_files:
            raise ConfigError("a batch by files needs a model", hint="name a model, or do not ask for a batch by files")
        return None
    from .answers import Answers, PostedAnswers, WaitPolicy  # the model's path, which other batches need not load

    if by_files:
        files = Path(options.batch_files) if options.batch_files else None
        return PostedAnswers(config, ledger, model, tell, WaitPolicy(poll=options.poll, wait=options.wait, files=files))
    return Answers(config, ledger, model, tell)


def _shape(config: Config, options: BatchOptions, answers: Answers | None) -> str:
    """The shape of the outputs; with a model, its identity and the templates count too."""
    if answers is None:
        return shape_of(config, options.formats)
    from ..prompts import load_prompts

    prompts = {name: prompt.sha256 for name, prompt in load_prompts(config.prompts).items()}
    return shape_of(config, options.formats, answers.identities, prompts)


def _counted(found: Iterator[Story | Skipped], tell: Callable[[Event], None]) -> Iterator[Story]:
    """The stories; for what is not a story, the reason is reported."""
    for number, each in enumerate(found, 1):
        if isinstance(each, Skipped):
            tell(Event("story skipped", number, 0, f"{each.path}: {each.why}"))
        else:
            tell(Event("reading stories", number))
            yield each


def _given(stories: Stories) -> tuple[list[str | os.PathLike[str]], list[tuple[str, Articles]]]:
    """The paths among what the caller gave, and the stories. Raises UsageError if there are both."""
    items: Iterable[Any] = [stories] if isinstance(stories, str | os.PathLike) else stories
    items = items.items() if isinstance(items, Mapping) else items
    paths: list[str | os.PathLike[str]] = []
    pairs: list[tuple[str, Articles]] = []
    for each in items:
        if isinstance(each, str | os.PathLike):
            paths.append(each)
        else:
            key, articles = each
            pairs.append((str(key), articles))
    if paths and pairs:
        raise UsageError("paths and stories are mixed", hint="give one or the other")
    return paths, pairs


def stories_in(stories: Stories, folder: Path, config: Config, options: BatchOptions) -> Iterator[Story | Skipped]:
    """What the caller gave as stories; those without a file are first written into one."""
    paths, pairs = _given(stories)
    if paths and not options.group:
        yield from find_stories(paths, config.max_size)
        return
    if paths:
        pile = load_articles(paths, max_size=config.max_size, web=WebSettings.of(config))
        yield from pile.skipped
        pairs = [(group_key(group), group.articles) for group in group_articles(pile)]
    lines = [line_of(key, articles) for key, articles in pairs]
    if lines:
        kept = folder / _GIVEN
        write_whole(kept, (f"{line}\n".encode() for line in lines))
        yield from find_stories([kept], max(config.max_size, *(len(line) + 1 for line in lines)))


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """How a batch stands: stories by state, dollars so far (calls never seen to end count at the most they can cost).

    `active` says whether a batch is working there now: stories of one that was killed stay "running" until the next.
    `troubles` are its failed and quarantined stories.
    """

    states: Mapping[str, int]
    cost_usd: float
    unsettled_calls: int
    active: bool
    troubles: tuple[BatchResult, ...]


def batch_status(folder: str | os.PathLike[str]) -> BatchStatus:
    """How the batch in a folder stands, also while it runs. Raises InputError if the folder holds none."""
    tally, entries = read_tally(Path(folder))
    setup = BatchSetup(folder=Path(folder), config=Config(), formats=())
    from .run import result_of

    troubles = tuple(result_of(entry, setup, resumed=True) for entry in entries)
    return BatchStatus(
        {state: tally.states[state] for state in STATES},
        tally.cost,
        tally.unsettled,
        is_worked_in(Path(folder)),
        troubles,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchForecast:
    """What a batch would send. Calls, tokens and dollars are for all stories, estimated from the `sampled` ones.

    `likely` dollars are for writing and reading each story once, at full replies; `most` includes every second attempt,
    and reading. Both are None if a price is not known, 0 without a model, and with `half_price` they are those of the
    provider's Batch API.
    """

    stories: int
    skipped: int
    sampled: int
    engine: str
    model: str | None = None
    calls: int = 0
    prompt_tokens: int = 0
    likely_cost_usd: float | None = 0.0
    most_cost_usd: float | None = 0.0
    half_price: bool = False


def forecast_batch(stories: Stories, *, options: BatchOptions | None = None, config: Config) -> BatchForecast:
    """Find out what `summarize_batch` would send for stories that nothing is known about. Sends nothing, needs no key.

    Raises InputError if there is no story, or none of the sample can be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        found = list(stories_in(stories, Path(folder), config, options or BatchOptions()))
        kept = [each for each in found if isinstance(each, Story)]
        skipped = sum(isinstance(each, Skipped) for each in found)
        if not kept:
            raise InputError("there is no story in what was given", hint=NO_STORY)
        if config.engine != "model":
            return BatchForecast(stories=len(kept), skipped=skipped, sampled=0, engine="embedded")
        step = max(1, -(-len(kept) // SAMPLE))
        previews = [preview for story in kept[::step] if (preview := _preview(story, config))]
    if not previews:
        raise InputError("none of the stories that were looked at can be summarized", hint="run it to see why")
    return _scaled(previews, len(kept), skipped, half=bool(options and options.batch_api))


def _preview(story: Story, config: Config) -> Preview | None:
    """What one story would send; None if it would fail."""
    from ..api import preview

    source = story.source
    order = WorkOrder(
        id="", key=story.key, path=source.path, lines=bool(source.spans), settings=asdict(config), formats=("json",)
    )
    try:
        return preview(articles_of(order, source.read(config.max_size)), config=config)
    except InputError:
        return None


def _scaled(previews: Sequence[Preview], stories: int, skipped: int, *, half: bool = False) -> BatchForecast:
    share = stories / len(previews)
    price = share * float(BATCH) if half else share
    return BatchForecast(
        stories=stories,
        skipped=skipped,
        sampled=len(previews),
        engine="model",
        model=previews[0].model,
        calls=round(share * sum(len(each.calls) + each.check_calls for each in previews)),
        prompt_tokens=round(
            share * sum(sum(size for _, size in each.calls) + each.check_prompt_tokens for each in previews)
        ),
        likely_cost_usd=_sum([each.most_first_cost_usd for each in previews], previews, price),
        most_cost_usd=_sum([each.most_cost_usd for each in previews], previews, price),
        half_price=half,
    )


def _sum(costs: Sequence[float | None], previews: Sequence[Preview], share: float) -> float | None:
    """Dollars for all stories, with those of reading; None once one is not known."""
    every = [*costs, *(each.check_cost_usd for each in previews)]
    known = [cost for cost in every if cost is not None]
    return share * sum(known) if len(known) == len(every) else None
