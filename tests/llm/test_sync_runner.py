"""A loop for callers without one, and for callers inside another."""

from __future__ import annotations

import asyncio
import gc

import pytest

from summarize.llm.sync_runner import SyncRunner


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
