"""When a failed request is sent again: after the wait the server asks for, else after a pause with jitter.

Rule: this is arithmetic. It waits for nothing and sends nothing; the clock and randomness are given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from .provider_errors import Fault

LEAST_PAUSE = 0.5  # seconds, if the server names none: what just failed needs time to recover
FIRST_JITTER = 0.5  # seconds at most above that; doubles with every attempt
LONGEST_JITTER = 20.0  # seconds
SPREAD = 0.1  # the server's wait is lengthened by up to this share, so that not all callers come back at once
MOST_BILLED = 2  # requests of one call that may have been billed
MOST_WAITS = 6  # times that a call waits for room in a cheap tier: a minute or two, as pauses grow


def server_delay(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds the server asks to wait: Retry-After-Ms, or Retry-After in seconds or as an HTTP date; None if neither.

    `now` is the wall clock in seconds since 1970. Nonsense, 0 and a date in the past count as none.
    """
    if milliseconds := _number(headers.get("retry-after-ms", "")):
        return milliseconds / 1000
    wish = headers.get("retry-after", "")
    if seconds := _number(wish):
        return seconds
    try:
        left = parsedate_to_datetime(wish).timestamp() - now if wish else 0.0
    except (ValueError, TypeError, OverflowError):
        return None
    return left if left > 0 else None


def _number(text: str) -> float | None:
    """Read a finite number that is not negative; no number has 20 digits here."""
    try:
        value = float(text[:20])
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None


def pause_before(attempt: int, fault: Fault, random: Callable[[], float]) -> float:
    """Seconds to wait before request number `attempt` (2 or more): what the server asks, else half a second and jitter.

    `random` gives numbers from 0 to 1.
    """
    if fault.retry_after is not None:
        return fault.retry_after * (1 + SPREAD * random()) + SPREAD * random()
    return LEAST_PAUSE + random() * min(LONGEST_JITTER, FIRST_JITTER * 2.0 ** (attempt - 2))


@dataclass(slots=True)
class Tries:
    """The requests of one call so far. All count, including those that only learned what the server accepts.

    A `patient` call waits for room in a cheap tier, which uses up no attempt. `tier` is asked for instead of the
    settings' unless it is None; "" leaves it to the provider.
    """

    most: int
    made: int = 0
    billed: int = 0
    last: Fault | None = None
    patient: bool = False
    waits: int = 0
    tier: str | None = None

    def failed(self, fault: Fault) -> None:
        """Note a request that failed."""
        self.billed += fault.may_be_billed
        self.last = fault
        if self.patient and fault.unavailable and self.waits < MOST_WAITS:
            self.waits += 1
            self.most += 1

    def turn_to(self, tier: str, attempts: int) -> None:
        """Ask for another tier from now on, with fresh attempts."""
        self.tier, self.last, self.patient = tier, None, False
        self.most = self.made + attempts

    def may_retry(self) -> bool:
        """Whether another request is allowed."""
        return (
            self.last is not None and self.last.worth_retrying and self.made < self.most and self.billed < MOST_BILLED
        )
