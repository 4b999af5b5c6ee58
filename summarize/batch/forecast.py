"""What a batch would cost, before anything is sent: some of its stories are examined, the rest estimated from them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import InputError
from ..llm.run_context import BATCH
from ..records import Skipped
from .driver import NO_STORY, BatchOptions, Stories, stories_in
from .steps import WorkOrder, articles_of
from .stories import Story

if TYPE_CHECKING:
    from ..api import Preview

SAMPLE = 20  # stories that are examined, spread over all


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
