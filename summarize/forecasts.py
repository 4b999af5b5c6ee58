"""What a run would send, and the most it can cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Unpack

from .arguments import Articles, options_of, read_articles
from .config import Config, Settings
from .pipeline import plan, request_of

if TYPE_CHECKING:
    from .llm import Model
    from .llm.run_context import Prices

# Average tokens of a prompt and of a careful reply, over the reading calls of 264 claims from news stories.
_READING_TOKENS, _READING_REPLY = 500, 62
_MORE_READ = 3  # headline and two sides of a disagreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a run would send, found without sending anything.

    Tokens are counted in `encoding`, which is `assumed` if the model's own is not known.
    `address` is the endpoint's, None for the embedded engine and for models without one. `strategy` is "direct" (one
    call writes the summary), "select + write" (sentences are chosen from all parts, the summary is written from them)
    or "" (no call). `calls` are the first round's: name and prompt tokens. The `most_` fields count all rounds, with a
    second attempt at every call; dollars are None if the price is not known.

    Reading the finished summary comes on top: `check_calls` of `checker`, their tokens and dollars are an estimate,
    because nothing is written yet. `checker` is None if only values are compared.
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


def preview(
    articles: Articles,
    *,
    model: Model | str | None = None,
    config: Config | None = None,
    **settings: Unpack[Settings],
) -> Preview:
    """Find out what `summarize` with the same arguments would send, and the most it can cost. Needs no key.

    Raises what `summarize` raises before its first call.
    """
    options = options_of(model, config, settings)
    chosen = options.config
    flow = plan(read_articles(articles, chosen), chosen)
    try:
        calls = next(flow)
    except StopIteration:
        return Preview(engine="embedded")
    finally:
        flow.close()
    from .llm.factory import checkers_of, model_of, prices_of, reply_tokens, run_of
    from .llm.rate_limits import prompt_tokens_of
    from .tokens import encoding_for, known_encoding

    asked = options.model or model_of(chosen)
    run_of(asked, chosen, checkers_of(chosen, asked))  # refuses what a real run would: a limit on an unknown price
    sizes = [prompt_tokens_of(call, chosen.model) for call in calls]
    direct = len(calls) == 1 and calls[0].name == "direct"
    # Two attempts at each; then the summary is written, repaired and, at worst, written again.
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
    """A preview with the reading estimated: a call for each sentence, the headline and the sides of a difference."""
    from .compose.llm.selecting import sentences_wanted
    from .llm.factory import checkers_of, prices_of

    reader = checkers_of(config, model).get("check", model)
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
    """The most that calls with these prompt tokens can cost, if reasoning uses up no reply."""
    from .llm.factory import reply_tokens

    costs = [prices.most(tokens, reply_tokens(config)) if prices else None for tokens in prompts]
    known = [cost for cost in costs if cost is not None]
    return float(sum(known)) if len(known) == len(costs) else None


def _most_selections(chunks: int, config: Config) -> int:
    """How many more calls may be needed, on all levels, to select again from what `chunks` calls have chosen.

    A level that keeps most of its input is the last, and calls are at least half full.
    """
    from .compose.llm.generation import material_budget
    from .compose.llm.selecting import SHRINKS
    from .prompts import load_prompts

    room = material_budget(load_prompts(config.prompts)["select"], request_of(config, config.language or "en"))
    tokens, calls = float(chunks * room), 0
    while tokens > room:
        calls += -(-2 * int(tokens) // room)
        tokens *= SHRINKS
    return calls
