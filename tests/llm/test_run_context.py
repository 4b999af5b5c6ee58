"""The retry budget of a run, and who listens."""

from __future__ import annotations

import asyncio

from summarize.llm.run_context import RetryBudget, RunScope, current_scope, enter_scope
from summarize.records import Event


def test_three_retries_and_a_tenth_of_the_calls_may_fail():
    async def failures(calls: int) -> int:
        budget = RetryBudget()
        budget.calls = calls
        failed = 0
        while await budget.take():
            budget.put_back(succeeded=False)
            failed += 1
        return failed

    assert [asyncio.run(failures(calls)) for calls in (0, 1, 10, 100)] == [3, 3, 4, 13]


def test_a_retry_that_succeeds_costs_nothing():
    async def main() -> None:
        budget = RetryBudget()
        for _ in range(1000):
            assert await budget.take()
            budget.put_back(succeeded=True)

    asyncio.run(main())


def test_who_finds_it_empty_waits_for_the_others_retries():
    async def main() -> list[bool]:
        budget = RetryBudget()
        for _ in range(3):
            await budget.take()
        waiting = [asyncio.ensure_future(budget.take()) for _ in range(3)]
        await asyncio.sleep(0)
        assert not any(each.done() for each in waiting)
        budget.put_back(succeeded=True)
        budget.put_back(succeeded=False)
        await asyncio.sleep(0)
        budget.put_back(succeeded=False)
        await asyncio.sleep(0)
        first = [each for each in waiting if each.done()]
        assert len(first) == 1
        budget.put_back(succeeded=False)
        return list(await asyncio.gather(*waiting))

    assert sorted(asyncio.run(main())) == [False, False, True]


def test_a_scope_is_the_tasks_own():
    heard: list[str] = []

    async def one(name: str) -> None:
        enter_scope(RunScope(lambda event: heard.append(f"{name} {event.stage}")))
        await asyncio.sleep(0)
        current_scope().on_event(Event("words"))

    async def main() -> None:
        await asyncio.gather(one("a"), one("b"))
        current_scope().on_event(Event("nobody"))

    asyncio.run(main())
    assert heard == ["a words", "b words"]
