"""Times of publication, spans of groups, and when something undated clearly belongs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.prepare.clustering.days import (
    WINDOW,
    Span,
    clear_time,
    clearly_more,
    goes_on,
    saga_goes_on,
    story_nearness,
    time_of,
)

FIRST = date(2025, 3, 1).toordinal()


def at(*times: float) -> Span:
    return Span(min(times), max(times), sum(times) / len(times), len(times))


@pytest.mark.parametrize(
    ("published", "time"),
    [
        ("2025-03-01", 0.5),
        ("20250301", 0.5),
        ("2025-03-01T18:00", 0.75),
        ("2025-03-01T18:00Z", 0.75),
        ("2025-03-01 06:00:00+00:00", 0.25),
        ("2025-03-01T23:00-05:00", 1 + 4 / 24),  # the next day in UTC
        ("2025-03-02T01:00+02:00", 23 / 24),  # the day before
        ("2025-02-28T23:30:00-00:30", 0.0),
    ],
)
def test_a_date_is_its_noon_and_a_time_is_in_utc(published: str, time: float) -> None:
    assert time_of(published) == pytest.approx(FIRST + time, abs=1e-6)


@pytest.mark.parametrize("published", [None, "", "yesterday", "2025-02-30", "2025-03-01T25:00", "１２"])
def test_what_is_no_time_is_none(published: str | None) -> None:
    assert time_of(published) is None


@pytest.mark.parametrize("published", ["0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59"])
def test_the_ends_of_the_calendar_are_no_error(published: str) -> None:
    assert time_of(published) is not None


def test_two_reports_on_either_side_of_midnight_are_as_near_as_minutes() -> None:
    late, early = time_of("2025-03-01T23:50-05:00"), time_of("2025-03-02T05:10Z")
    assert late is not None
    assert early is not None
    assert story_nearness(at(late), at(early)) > 0.99


@pytest.mark.parametrize(("apart", "goes"), [(0.0, True), (2.0, True), (2.5, True), (2.6, False), (3.0, False)])
def test_a_story_goes_on_over_two_dates_and_not_over_three(apart: float, goes: bool) -> None:
    assert (story_nearness(at(1.0), at(1.0 + apart)) > 0) is goes
    assert (story_nearness(at(1.0 + apart), at(1.0)) > 0) is goes
    assert goes_on([1.0 + apart, 1.0]) is goes


def test_the_next_article_of_a_story_is_within_the_window_of_whole_days() -> None:
    tenths = [n / 10 for n in range(100)]
    near = [int(late) - int(early) for early in tenths for late in tenths if story_nearness(at(early), at(late))]
    assert max(near) == WINDOW


@pytest.mark.parametrize(("apart", "goes"), [(31.0, True), (31.1, False)])
def test_a_saga_goes_on_over_a_month(apart: float, goes: bool) -> None:
    assert saga_goes_on(at(1.0), at(1.0 + apart)) is goes
    assert saga_goes_on(None, at(1.0))


def test_nearness_falls_to_a_half_in_a_week_between_the_means() -> None:
    assert story_nearness(at(1.0), at(1.0)) == 1.0
    assert story_nearness(at(1.0, 7.0), at(7.0, 15.0)) == pytest.approx(0.5)
    assert story_nearness(at(1.0), at(2.0)) == pytest.approx(0.906, abs=0.001)
    assert story_nearness(None, at(1.0)) == story_nearness(None, None) == 1.0


def test_a_story_goes_on_through_the_articles_between() -> None:
    assert goes_on([1.0, 3.0, 5.0, 7.0])
    assert not goes_on([1.0, 3.0, 6.0, 7.0])
    assert goes_on([])


def test_spans_are_joined_with_their_counts() -> None:
    assert at(1.0, 2.0).joined(at(6.0)) == Span(1.0, 6.0, 3.0, 3)
    assert at(1.0, 3.0).apart(at(2.0)) == 0.0
    assert at(5.0).apart(at(1.0, 2.0)) == 3.0


def test_the_time_of_the_nearest_is_clear_unless_another_time_is_nearly_as_near() -> None:
    assert clear_time([(0.5, 10.0), (0.4, 40.0)]) == 10.0
    assert clear_time([(0.5, 10.0), (0.46, 40.0)]) is None
    assert clear_time([(0.5, 10.0), (0.45, 40.0)]) is None
    assert clear_time([(0.5, 10.0), (0.46, 12.0), (0.3, 40.0)]) == 10.0
    assert clear_time([(0.5, 10.0), (0.49, 12.0), (0.48, 14.0)]) == 10.0  # one story, from day to day
    assert clearly_more(0.45) == pytest.approx(0.5)


@given(st.lists(st.floats(0, 100), max_size=8))
def test_the_order_of_times_does_not_matter(times: list[float]) -> None:
    assert goes_on(times) == goes_on(times[::-1])
