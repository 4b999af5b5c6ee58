"""The most that a run can take, from its first batch of calls: for a price before anything is paid. Asks no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model import Call
from ..prompts import Prompt
from .assignment import Brief, room_of


@dataclass(frozen=True, slots=True)
class Forecast:
    """Bounds of a run: calls that are certain with their prompt tokens, and the most calls and tokens there can be."""

    strategy: str
    calls: int
    prompt_tokens: int
    most_calls: int
    most_prompt_tokens: int
    most_completion_tokens: int


def forecast(first: Sequence[Call], brief: Brief, prompts: Mapping[str, Prompt]) -> Forecast:
    """Bound a run. Every call may have one second chance; merges are bounded by the longest possible replies."""
    known = sum(call.prompt_tokens for call in first)
    merges = 0 if len(first) < 2 else _most_merges(len(first), brief, prompts)
    most = 2 * (len(first) + merges)
    return Forecast(
        strategy="direct" if len(first) < 2 else "extract and merge",
        calls=len(first) + (len(first) > 1),
        prompt_tokens=known,
        most_calls=most,
        most_prompt_tokens=known + (most - len(first)) * brief.input_tokens,
        most_completion_tokens=most * brief.output_tokens,
    )


def _most_merges(replies: int, brief: Brief, prompts: Mapping[str, Prompt]) -> int:
    """Merge calls of all levels when every reply is as long as allowed and every call at least half full."""
    room = room_of(prompts["merge"], brief)
    tokens = replies * brief.output_tokens
    merges = 1
    while tokens > room:
        calls = 1 + 2 * tokens // room
        merges += calls
        tokens = min(tokens // 2, calls * brief.output_tokens)
    return merges
