"""A loop for callers without one, and for callers inside another."""

from __future__ import annotations

import asyncio

import pytest

from summarize.model.private_loop import PrivateLoop


async def the_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def fails() -> None:
    raise ValueError("no")


def test_all_batches_run_on_one_loop():
    with PrivateLoop() as private:
        assert private.run(the_loop()) is private.run(the_loop())
        with pytest.raises(ValueError, match="no"):
            private.run(fails())


def test_inside_a_running_loop_it_works_beside_it():
    async def notebook() -> bool:
        with PrivateLoop() as private:
            inner = private.run(the_loop())
            with pytest.raises(ValueError, match="no"):
                private.run(fails())
            return inner is private.run(the_loop()) and inner is not asyncio.get_running_loop()

    assert asyncio.run(notebook())
