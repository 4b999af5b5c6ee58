"""The measure of growth itself: squares are found, n log n and what disturbs single tries is not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest

from tests.growth import assert_grows_no_faster_than, assert_linear


def squares(size: int) -> int:
    return sum(1 for _ in range(size) for _ in range(size))


def lines(size: int) -> int:
    return sum(1 for _ in range(size))


def test_a_square_is_found() -> None:
    with pytest.raises(AssertionError, match=r"8 times the size takes [5-9]\d times the work"):
        assert_grows_no_faster_than(squares, int, small=200, large=1_600)


def test_a_pattern_that_backtracks_is_found() -> None:
    with pytest.raises(AssertionError, match="times the work"):
        assert_linear(re.compile("a*b").findall, "a", 20_000)


def test_what_is_remembered_hides_no_square() -> None:
    known: dict[str, int] = {}

    def remembering(text: str) -> None:
        if text not in known:
            known[text] = squares(len(text))

    with pytest.raises(AssertionError, match="times the work"):
        assert_linear(remembering, "ab", 2_000)


def sorts(size: int) -> list[int]:
    return sorted(range(size), key=lambda number: number * 7_919 % 65_537)


@pytest.mark.parametrize("run", [lines, sorts])
def test_lines_and_sorting_pass(run: Callable[[int], object]) -> None:
    assert_grows_no_faster_than(run, int, small=10_000, large=80_000)


class Machine:
    """A clock that only work moves, and other work beside the first runs of a large input."""

    def __init__(self, work: Callable[[int], float], disturbed: int = 0) -> None:
        self.now, self.measured, self.runs = 0.0, 0, 0
        self.work, self.disturbed = work, disturbed

    def clock(self) -> float:
        self.measured += 1
        return self.now

    def run(self, size: int) -> None:
        self.runs += 1
        self.now += self.work(size) / 1e5
        if size > 5_000 and self.disturbed:
            self.disturbed -= 1
            self.now += 20 * self.work(size) / 1e5

    def measure(self, tries: int = 5) -> None:
        assert_grows_no_faster_than(self.run, int, small=1_000, large=8_000, tries=tries, clock=self.clock)


ALLOWED: dict[str, Callable[[int], float]] = {
    "nothing": lambda _: 5_000.0,
    "n": float,
    "n log n": lambda n: n * math.log(n),
    "n to the 1.45": lambda n: n**1.45 / 10,
}
REFUSED: dict[str, Callable[[int], float]] = {
    "n to the 1.55": lambda n: n**1.55 / 100,
    "n squared": lambda n: n**2 / 1_000,
    "n and a small square": lambda n: n + n**2 / 2_000,
}


@pytest.mark.parametrize("work", ALLOWED.values(), ids=ALLOWED)
def test_one_try_is_enough_for_what_is_allowed(work: Callable[[int], float]) -> None:
    machine = Machine(work)
    machine.measure()
    assert machine.measured == 2 + 4


@pytest.mark.parametrize("work", REFUSED.values(), ids=REFUSED)
def test_every_try_is_taken_before_a_test_fails(work: Callable[[int], float]) -> None:
    machine = Machine(work)
    with pytest.raises(AssertionError, match="8 times the size takes"):
        machine.measure(tries=3)
    assert machine.measured == 2 + 3 * 4


def test_what_disturbs_all_tries_but_one_fails_nothing() -> None:
    Machine(lambda n: n / 10, disturbed=1 + 4).measure()
    with pytest.raises(AssertionError, match="168 times the work"):
        Machine(lambda n: n / 10, disturbed=1 + 5).measure()


def test_long_work_is_measured_once() -> None:
    machine = Machine(lambda n: float(n) ** 2)
    with pytest.raises(AssertionError, match="64 times the work"):
        machine.measure()
    assert (machine.measured, machine.runs) == (2 + 4, 1 + 1 + 8)


def test_sizes_too_close_are_refused() -> None:
    with pytest.raises(AssertionError, match="too close"):
        assert_grows_no_faster_than(lines, int, small=100, large=300)
