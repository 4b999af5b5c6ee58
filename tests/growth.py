"""How much more work a longer input takes: two sizes compared, never a number of seconds.

One large input is measured against as many small ones as it is longer, so that linear work costs both sides the same
and what else the machine does meets both alike. What counts is this thread's time on the processor; waiting and other
processes do not. Inputs differ in size by a little: what was remembered of one is of no use to the next.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from math import ceil
from typing import TypeVar

T = TypeVar("T")
Text = TypeVar("Text", str, bytes)

MEASURABLE = 0.005  # seconds of work that a side should take, by several inputs of its size
MOST = 5  # large inputs of a side
ENOUGH = 5.0  # seconds of work after which nothing is measured again: no disturbance is as long


def assert_grows_no_faster_than(
    run: Callable[[T], object],
    make: Callable[[int], T],
    *,
    small: int,
    large: int,
    power: float = 1.5,
    tries: int = 5,
    clock: Callable[[], float] = time.thread_time,
) -> None:
    """Fail when the work of `run(make(size))` grows faster than the size to the `power`.

    A power of 1.5 lies between n log n and n², with room for noise on either side: eight times the size may take 23
    times the work, where n log n takes ten times and n² 64 times as much. The least time of the tries so far counts,
    for either size; the first try that is within the bound ends the test. `clock` counts seconds of work.
    """
    times = large // small
    assert times >= 4, "the sizes are too close to each other to tell growth from noise"
    smalls, larges = map(make, _around(small)), map(make, _around(large))
    spent = _work(run, [next(larges)], clock)  # loads what is loaded once
    rounds = min(MOST, max(1, ceil(MEASURABLE / max(spent, 1e-6))))
    least_small = least_large = float("inf")
    ratio = 0.0
    for _ in range(tries):
        one = _work(run, list(islice(larges, rounds)), clock)
        other = _work(run, list(islice(smalls, rounds * times)), clock)
        least_large, least_small = min(one, least_large), min(other, least_small)
        ratio = times * least_large / max(least_small, 1e-9)
        spent += one + other
        if ratio <= times**power or spent > ENOUGH:
            break
    assert ratio <= times**power, f"{times} times the size takes {ratio:.0f} times the work"


def assert_linear(run: Callable[[Text], object], unit: Text, length: int = 100_000) -> None:
    """Fail when the work for one unit again and again, up to `length` characters or bytes, grows like its square."""
    most = length // len(unit)
    assert_grows_no_faster_than(run, lambda size: unit * size, small=most // 8, large=most)


def _around(size: int) -> Iterator[int]:
    """The size and its neighbours, nearest first, up to a tenth of it away; then again."""
    steps = [0, *(sign * step for step in range(1, max(size // 10, 1)) for sign in (1, -1))]
    return (size + step for step in cycle(steps))


def _work(run: Callable[[T], object], inputs: Sequence[T], clock: Callable[[], float]) -> float:
    """Seconds of work for all inputs, without those of the garbage collector."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        start = clock()
        for each in inputs:
            run(each)
        return clock() - start
    finally:
        if collecting:
            gc.enable()
