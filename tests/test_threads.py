"""Work in threads: what is told there is told on the loop, and the loop is never held. Work done while a model
writes. A loop for callers without one, and for callers inside another.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

import pytest

from benchmarks.corpus import make_articles
from summarize import Event, ScriptedModel, acheck_draft, asummarize, summarize, threads
from summarize.threads import Abandoned, LoopThread, SyncRunner, run_background_tasks
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


@pytest.fixture(autouse=True)
def short_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_HEAD_START", 0.0)


def wait_beside(*work: Callable[[], None], seconds: float = 0.05) -> None:
    async def block() -> None:
        given = list(work)
        async with run_background_tasks(given):
            await asyncio.sleep(seconds)

    asyncio.run(block())


def test_they_are_done_in_order_when_the_block_ends() -> None:
    done: list[int] = []
    wait_beside(lambda: done.append(1), lambda: done.append(2))
    assert done == [1, 2]
    wait_beside()


def test_a_block_that_ends_at_once_does_not_wait_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_HEAD_START", 60.0)
    done: list[int] = []
    wait_beside(lambda: done.append(1), seconds=0)
    assert done == []


@pytest.mark.parametrize("failure", [LookupError, asyncio.CancelledError, KeyboardInterrupt])
def test_a_block_that_fails_ends_at_once(failure: type[BaseException]) -> None:
    begun, release, ended = threading.Event(), threading.Event(), threading.Event()

    def errand() -> None:
        begun.set()
        release.wait(60)  # unless it is let go, which nobody does before the block has ended
        ended.set()

    async def block() -> None:
        async with run_background_tasks([errand]):
            while not begun.is_set():
                await asyncio.sleep(0.01)
            raise failure

    with pytest.raises(failure):
        asyncio.run(block())
    assert not ended.is_set()
    release.set()
    assert ended.wait(60)


def test_one_that_fails_is_left_to_who_asks_for_its_result() -> None:
    done: list[int] = []

    def fails() -> None:
        raise ZeroDivisionError

    wait_beside(lambda: done.append(1), fails, lambda: done.append(2))
    assert done == [1]


def test_what_is_not_begun_when_a_block_ends_is_left_for_the_next() -> None:
    done: list[int] = []
    begun, release = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        release.wait(60)
        done.append(1)

    async def blocks() -> None:
        given: list[Callable[[], object]] = [first, lambda: done.append(2)]
        async with run_background_tasks(given):
            while not begun.is_set():
                await asyncio.sleep(0.01)
            asyncio.get_running_loop().call_later(0.05, release.set)  # only after the block has ended
        assert (done, len(given)) == ([1], 1)
        async with run_background_tasks(given):
            while len(done) < 2:
                await asyncio.sleep(0.01)
        assert given == []

    asyncio.run(blocks())
    assert done == [1, 2]


async def the_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def fails() -> None:
    raise ValueError("no")


def test_all_batches_run_on_one_loop():
    with SyncRunner() as private:
        assert private.run(the_loop()) is private.run(the_loop())
        with pytest.raises(ValueError, match="no"):
            private.run(fails())


def test_inside_a_running_loop_it_works_beside_it():
    async def notebook() -> bool:
        with SyncRunner() as private:
            inner = private.run(the_loop())
            with pytest.raises(ValueError, match="no"):
                private.run(fails())
            return inner is private.run(the_loop()) and inner is not asyncio.get_running_loop()

    assert asyncio.run(notebook())


def test_a_signal_that_meets_a_task_is_raised_and_not_told_besides(caplog: pytest.LogCaptureFixture) -> None:
    class Ended(KeyboardInterrupt):
        pass

    async def inner() -> None:
        raise Ended

    async def outer() -> None:
        task = asyncio.ensure_future(inner())
        await asyncio.sleep(1)
        del task

    with pytest.raises(Ended), SyncRunner() as loop:
        loop.run(outer())
    gc.collect()
    assert caplog.messages == []
