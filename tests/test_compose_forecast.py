from __future__ import annotations

import pytest

from summarize.compose.assignment import Brief
from summarize.compose.forecast import forecast
from summarize.compose.modelled import draft_modelled
from summarize.prepare import Story
from tests.scripted import PROMPTS, drive, good, judge_of


@pytest.mark.parametrize("budget", [1_100, 1_500, 4_000, 24_000])
def test_no_run_takes_more_than_forecast(story: Story, budget: int):
    brief = Brief(input_tokens=budget)
    first = next(draft_modelled(story, brief, PROMPTS, judge_of(story)))
    bound = forecast(first, brief, PROMPTS)
    _, batches = drive(draft_modelled(story, brief, PROMPTS, judge_of(story)), good)
    calls = [call for batch in batches for call in batch]
    assert bound.calls <= len(calls) <= bound.most_calls
    assert sum(call.prompt_tokens for call in calls) <= bound.most_prompt_tokens
    assert bound.strategy == ("direct" if budget == 24_000 else "extract and merge")


def test_the_certain_part_is_the_first_batch(story: Story):
    brief = Brief()
    first = next(draft_modelled(story, brief, PROMPTS, judge_of(story)))
    bound = forecast(first, brief, PROMPTS)
    assert (bound.calls, bound.prompt_tokens) == (1, first[0].prompt_tokens)
    assert bound.most_completion_tokens == 2 * brief.output_tokens
