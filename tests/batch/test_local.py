"""Processes that carry stories on: real ones, that crash, hang, are greedy or are killed from outside."""

from __future__ import annotations

import asyncio
import json
import os
import signal

import pytest

from summarize.batch import local
from summarize.batch.local import Bounds, Killed, LocalExecutor
from summarize.batch.steps import answer_of, call_of
from tests.batch.test_steps import MODEL, order, reply
from tests.batches import TRAP, articles_of


@pytest.fixture
def trapped(monkeypatch):
    monkeypatch.setattr(local, "_BOOT", TRAP)


def raw_of(number: int, word: str = "") -> bytes:
    return json.dumps({"id": "k", "articles": articles_of(number, word)}).encode()


async def closing(executor: LocalExecutor, work):
    try:
        return await work
    finally:
        await executor.close()


def run(executor: LocalExecutor, work):
    return asyncio.run(closing(executor, work))


def test_stories_are_carried_on_by_several_processes():
    executor = LocalExecutor(2)

    async def work():
        orders = [order(id=str(number)) for number in range(6)]
        steps = await asyncio.gather(*(executor.advance(each, raw_of(n)) for n, each in enumerate(orders)))
        return steps, executor.processes

    steps, processes = run(executor, work())
    assert [step.facts["headline"].split()[2] for step in steps] == [
        "Arlen",
        "Borra",
        "Calde",
        "Drevo",
        "Elmin",
        "Faro",
    ]
    assert len(set(processes)) == 2
    assert os.getpid() not in processes


@pytest.mark.parametrize(
    ("word", "bounds", "why"),
    [
        ("POISON", Bounds(), "crashed"),
        ("ENDLESS", Bounds(seconds=0.2), "longer than 0.2 s"),
        ("GREEDY", Bounds(), "more than 2 GB"),
    ],
)
def test_a_story_that_ends_its_process_costs_itself_only(trapped, monkeypatch, word, bounds, why):
    monkeypatch.setattr(local, "_START_SECONDS", 30.0 if word != "ENDLESS" else 3.0)
    executor = LocalExecutor(1, bounds)

    async def work():
        return await asyncio.gather(
            executor.advance(order(id="bad"), raw_of(1, word)),
            *(executor.advance(order(id=f"good {n}"), raw_of(n)) for n in range(3)),
            return_exceptions=True,
        )

    bad, *good = run(executor, work())
    assert isinstance(bad, Killed)
    assert why in str(bad)
    assert all(step.files for step in good)


def test_open_stories_survive_the_end_of_their_process(trapped):
    executor = LocalExecutor(1)

    async def work():
        first = await executor.advance(order(MODEL, id="open"), raw_of(1))
        with pytest.raises(Killed):
            await executor.advance(order(id="bad"), raw_of(2, "POISON"))
        answers = (answer_of([reply(call_of(each)) for each in first.calls]),)
        return await executor.advance(order(MODEL, id="open", answers=answers, since=0), raw_of(1))

    assert not run(executor, work()).lost


def test_a_process_killed_from_outside_costs_open_stories_nothing():
    executor = LocalExecutor(1)

    async def work():
        first = await executor.advance(order(MODEL, id="open"), raw_of(1))
        os.kill(executor.processes[0], signal.SIGKILL)
        while executor.processes:
            await asyncio.sleep(0.01)
        answers = (answer_of([reply(call_of(each)) for each in first.calls]),)
        second = await executor.advance(order(MODEL, id="open", answers=answers), raw_of(1))
        if not second.calls:
            return second
        os.kill(executor.processes[0], signal.SIGKILL)
        answers = (*answers, answer_of([reply(call_of(each)) for each in second.calls]))
        return await executor.advance(order(MODEL, id="open", answers=answers, since=1), raw_of(1))

    step = run(executor, work())
    assert step.error is None
    assert not step.lost


def test_a_story_nobody_waits_for_is_not_worked_on():
    executor = LocalExecutor(1)

    async def work():
        first = asyncio.create_task(executor.advance(order(id="1"), raw_of(1)))
        await asyncio.sleep(0)
        second = asyncio.create_task(executor.advance(order(id="2"), raw_of(2)))
        await asyncio.sleep(0)
        second.cancel()
        step = await first
        third = await executor.advance(order(id="3"), raw_of(3))
        await executor.drop("1")
        return step, third, executor._slots[0].steps

    step, third, steps = run(executor, work())
    assert step.files
    assert third.files
    assert steps == 2


def test_a_process_is_relieved_after_so_many_steps(monkeypatch):
    monkeypatch.setattr(local, "_MAX_STEPS", 2)
    executor = LocalExecutor(1)

    async def work():
        seen = []
        for number in range(5):
            await executor.advance(order(id=str(number)), raw_of(number))
            seen.append(executor.processes[0])
        return seen

    seen = run(executor, work())
    assert len(set(seen)) == 3


def test_no_key_reaches_a_worker(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("SUMMARIZE_WORDS", "9")
    assert not {"OPENAI_API_KEY", "SUMMARIZE_WORDS"} & set(local._environment())
    assert "PATH" in local._environment()
