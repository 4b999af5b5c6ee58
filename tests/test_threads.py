"""Work in threads: what is told there is told on the loop, and the loop is never held."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

import pytest

from benchmarks.corpus import make_articles
from summarize import Event, ScriptedModel, acheck_draft, asummarize, summarize
from summarize.threads import Abandoned, LoopThread
from tests.scripted import BRIDGE, good

BEAT = 0.001  # seconds
ARTICLES = make_articles(12, "varied", seed=3)


async def beats(work: Callable[[], Awaitable[object]]) -> tuple[int, int]:
    """How often a thread that only waits woke up while work was done, and the most of it between two turns of the loop.

    The thread suffers from a busy machine as the loop does, so the two can be compared.
    """
    count, longest, over = 0, 0, threading.Event()

    def wait() -> None:
        nonlocal count
        while not over.is_set():
            time.sleep(BEAT)
            count += 1

    async def turn() -> None:
        nonlocal longest
        while True:
            before = count
            await asyncio.sleep(BEAT)
            longest = max(longest, count - before)

    thread, turning = threading.Thread(target=wait), asyncio.create_task(turn())
    thread.start()
    await asyncio.sleep(5 * BEAT)
    longest = count = 0
    try:
        await work()
        await asyncio.sleep(BEAT)
    finally:
        over.set()
        thread.join()
        turning.cancel()
    return count, longest


async def held() -> None:
    summarize(ARTICLES, words=100)


@pytest.mark.parametrize(
    "work",
    [
        lambda: asummarize(ARTICLES, words=100),
        lambda: asummarize(ARTICLES, words=100, model=ScriptedModel(good), check="values"),
        lambda: acheck_draft(BRIDGE * 6, ARTICLES),
    ],
    ids=["embedded", "model", "draft"],
)
def test_the_loop_goes_on_while_the_processor_works(work: Callable[[], Awaitable[object]]) -> None:
    control, held_for = asyncio.run(beats(held))
    assert held_for > control / 2  # what it looks like when the loop is held
    count, longest = asyncio.run(beats(work))
    assert count > 10
    assert longest < count / 4


def test_events_are_told_on_the_loop_in_the_callers_context() -> None:
    name: ContextVar[str] = ContextVar("name", default="")
    heard: list[tuple[str, int, str]] = []

    async def run() -> None:
        name.set("caller")
        await asummarize(
            ARTICLES[:3], words=60, on_event=lambda each: heard.append((each.stage, threading.get_ident(), name.get()))
        )

    asyncio.run(run())
    assert {(thread, caller) for _, thread, caller in heard} == {(threading.get_ident(), "caller")}
    in_place: list[str] = []
    summarize(ARTICLES[:3], words=60, on_event=lambda each: in_place.append(each.stage))
    assert [stage for stage, _, _ in heard] == in_place


def test_what_a_listener_raises_is_raised_in_the_work_and_reaches_the_caller() -> None:
    ended: list[str] = []

    def listen(_: Event) -> None:
        raise KeyError("mine")

    async def run() -> None:
        thread = LoopThread(listen)

        def work() -> None:
            try:
                thread.tell(Event("check"))
            except KeyError:
                ended.append("work")
                raise

        await thread.run(work)

    with pytest.raises(KeyError, match="mine"):
        asyncio.run(run())
    assert ended == ["work"]


def test_a_cancelled_task_ends_at_once_and_its_thread_at_the_next_event() -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(thread: LoopThread) -> None:
        begun.set()
        go_on.wait(60)
        try:
            thread.tell(Event("check"))
        except Abandoned:
            ended.set()
            raise

    async def run() -> list[Event]:
        heard: list[Event] = []
        thread = LoopThread(heard.append)
        task = asyncio.create_task(thread.run(lambda: work(thread)))
        await asyncio.to_thread(begun.wait, 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not ended.is_set()  # the task did not wait for its thread
        go_on.set()
        await asyncio.to_thread(ended.wait, 60)
        return heard

    assert asyncio.run(run()) == []
    assert ended.is_set()


def test_few_pieces_of_work_go_at_once() -> None:
    active, most, lock = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal active, most
        with lock:
            active += 1
            most = max(most, active)
        time.sleep(0.01)
        with lock:
            active -= 1

    async def run() -> None:
        await asyncio.gather(*(LoopThread(lambda _: None).run(work) for _ in range(6)))

    asyncio.run(run())
    assert most == 2
