"""When articles were published, and what their days say about belonging together. Knows no texts, reads no clock.

A time is in days, in UTC; a date without a time of day counts as its noon.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

# Flat around these values, on real stories and mixtures of them: benchmarks/README.md.
_APART = 2.5  # days without an article after which a story is over: two dates, plus the uncertainty of a date
_LULL = 31.0  # days without a story after which a saga is over
_HALF = 7.0  # days between two groups, on average, that halve their similarity
_CLEAR = 0.9  # share of the similarity to the nearest: whatever is this similar too must be of the same days
_DATE = len("2025-02-17")

WINDOW = 3  # whole days on either side in which a story's next article can lie


@dataclass(frozen=True, slots=True)
class Span:
    """First, last and mean time of `count` articles."""

    first: float
    last: float
    mean: float
    count: int = 1

    def joined(self, other: Span) -> Span:
        """The span of both."""
        count = self.count + other.count
        mean = (self.mean * self.count + other.mean * other.count) / count
        return Span(min(self.first, other.first), max(self.last, other.last), mean, count)

    def apart(self, other: Span) -> float:
        """The days between two spans, 0.0 if they overlap."""
        return max(0.0, self.first - other.last, other.first - self.last)


def story_nearness(one: Span | None, other: Span | None) -> float:
    """The part of their similarity that two groups keep: all at one time, 0.0 if no story continues between them.

    Also all, if the days of one are not known.
    """
    if one is None or other is None:
        return 1.0
    return float(0.5 ** (abs(one.mean - other.mean) / _HALF)) if one.apart(other) <= _APART else 0.0


def saga_goes_on(one: Span | None, other: Span | None) -> bool:
    """Whether two groups can be events of one saga; also true if the days of one are not known."""
    return one is None or other is None or one.apart(other) <= _LULL


def time_of(published: str | None) -> float | None:
    """The time of an ISO 8601 date or date-time, None if it is neither; without a zone it is taken as UTC."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    if len(published or "") <= _DATE:
        return moment.toordinal() + 0.5
    zone = moment.utcoffset()
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second - (zone.total_seconds() if zone else 0)
    return moment.toordinal() + seconds / 86_400


def clear_time(near: Sequence[tuple[float, float]]) -> float | None:
    """When something without a day belongs, None if that is not clear.

    `near` holds the similarity and time of what resembles it. Reports of one event are of one time; if two are nearly
    equally near and of different times, it may tell of either.
    """
    nearest, time = max(near)
    return time if goes_on(each for similarity, each in near if similarity >= _CLEAR * nearest) else None


def clearly_more(similarity: float) -> float:
    """The similarity at which another one no longer counts."""
    return similarity / _CLEAR


def goes_on(times: Iterable[float]) -> bool:
    """Whether a story can continue through these times."""
    ordered = sorted(times)
    return all(later - earlier <= _APART for earlier, later in pairwise(ordered))
