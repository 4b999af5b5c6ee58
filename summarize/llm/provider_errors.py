"""What can go wrong with one request: whether to try again, whether it may have been billed, what the user can do.

Everything that leaves this module is redacted: a message holds the status, the request id, the attempts and at most 200
characters of what the server said; never a header, never the key, which a 401 may echo.

A failed request is sent again after the wait the server asks for, else after a pause with jitter. That is arithmetic:
nothing here waits or sends; the clock and randomness are given.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from functools import lru_cache
from http import HTTPStatus

from ..errors import LimitError, ProviderError, RetryableError, SummarizeError

_SHORTEST_KEY = 6  # characters
QUOTED = 200  # characters of a server's message that are shown
_MAX_MESSAGE = 20_000  # characters of a server's message that are examined

_TOKEN = re.compile(r"(?i)\b(?:sk|pk|key)-[\w*.…-]{6,}|\b(?:bearer|basic)\s[\w*.~+/=…-]{6,}")
_CONTEXT = re.compile(r"(?i)context[ _](?:length|size)|context window|too many tokens|prompt is too long")
_PAGE = re.compile(r"(?i)<!doctype html|<html\b")
_PAGE_HEAD = 1_000  # a web page shows that it is one within so many characters
_RUN_AGAIN = "run the same command again later; finished calls are not paid again"
_NO_ROOM = re.compile(r"(?i)resource[ _]unavailable")  # OpenAI's flex tier, with a 429
LEAST_PAUSE = 0.5  # seconds, if the server names none: what just failed needs time to recover
FIRST_JITTER = 0.5  # seconds at most above that; doubles with every attempt
LONGEST_JITTER = 20.0  # seconds
SPREAD = 0.1  # the server's wait is lengthened by up to this share, so that not all callers come back at once
MAX_BILLED_REQUESTS = 2  # requests of one call that may have been billed
MAX_TIER_WAITS = 6  # times that a call waits for room in a cheap tier: a minute or two, as pauses grow


class Kind(Enum):
    """What happened. Each has: worth another try, may have been billed, the error it ends as, and what to do."""

    CONNECTION = (True, False, RetryableError, "check the network and OPENAI_BASE_URL")
    CERTIFICATE = (False, False, ProviderError, "install the certificate authorities, or name them in SSL_CERT_FILE")
    LOST = (True, True, RetryableError, _RUN_AGAIN)
    TIMEOUT = (True, True, RetryableError, "run the same command again, or raise request_timeout")
    DEADLINE = (False, True, RetryableError, "run the same command again, or raise call_deadline")
    THROTTLED = (True, False, RetryableError, _RUN_AGAIN + "; rpm, tpm and concurrency slow it down")
    SERVER = (True, False, RetryableError, _RUN_AGAIN)
    MALFORMED = (True, True, RetryableError, "check that OPENAI_BASE_URL is an OpenAI-compatible endpoint")
    EMPTY = (True, True, RetryableError, _RUN_AGAIN + ", or name another model")
    QUOTA = (False, False, ProviderError, "add credit or raise the limit in the provider's billing settings")
    KEY = (False, False, ProviderError, "set OPENAI_API_KEY to a valid key")
    FORBIDDEN = (False, False, ProviderError, "ask the provider for access to this model")
    NOT_FOUND = (False, False, ProviderError, "check the model's name and OPENAI_BASE_URL")
    REDIRECT = (False, False, ProviderError, "set OPENAI_BASE_URL to the final address; redirects are not followed")
    BAD_REQUEST = (False, False, ProviderError, "the endpoint does not accept this request; see the message")
    FILTERED = (False, False, ProviderError, "the provider's content filter refused the prompt")
    CONTEXT = (False, False, LimitError, "lower input_tokens, output_tokens or reasoning_tokens")
    TOO_LARGE = (False, True, LimitError, "the reply is larger than any summary; check OPENAI_BASE_URL")

    def __init__(self, again: bool, billed: bool, error: type[SummarizeError], hint: str) -> None:
        self.again, self.billed, self.error, self.hint = again, billed, error, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One failed request. `retry_after` is the wait the server asks for, in seconds; `said` is what it refused.

    `charged`: the provider may have charged for it whatever its kind, because the status was 200. `unavailable`: the
    cheap tier that was asked for has no room now, which no slower pace would help.
    """

    kind: Kind
    message: str
    status: int | None = None
    request_id: str = ""
    retry_after: float | None = None
    again: bool = True
    said: str = ""
    charged: bool = False
    unavailable: bool = False

    @property
    def worth_retrying(self) -> bool:
        """Whether another attempt may succeed and the server does not forbid one."""
        return self.kind.again and self.again

    @property
    def may_be_billed(self) -> bool:
        """Whether the provider may charge for the request."""
        return self.charged or self.kind.billed


class Failed(Exception):
    """One attempt failed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


_BY_STATUS = {
    400: Kind.BAD_REQUEST,
    401: Kind.KEY,
    402: Kind.QUOTA,
    403: Kind.FORBIDDEN,
    404: Kind.NOT_FOUND,
    408: Kind.SERVER,
    409: Kind.SERVER,
    413: Kind.CONTEXT,
    429: Kind.THROTTLED,
    498: Kind.THROTTLED,  # Groq's "capacity exceeded" of its flex tier
}
_BY_CODE = {
    "insufficient_quota": Kind.QUOTA,
    "billing_hard_limit_reached": Kind.QUOTA,
    "invalid_api_key": Kind.KEY,
    "model_not_found": Kind.NOT_FOUND,
    "content_filter": Kind.FILTERED,
    "content_policy_violation": Kind.FILTERED,
    "context_length_exceeded": Kind.CONTEXT,
    "exceed_context_size_error": Kind.CONTEXT,  # llama.cpp's
    "rate_limit_exceeded": Kind.THROTTLED,
}


def fault_of_status(status: int, body: str, *, request_id: str = "", secret: str = "") -> Fault:
    """Read an answer that is an error: its HTTP status (or the code inside a 200) and its body."""
    error = _error_in(body)
    code = str(error.get("code") or error.get("type") or "")
    message = without_page(str(error.get("message") or body))
    kind = _BY_CODE.get(code) or _BY_CODE.get(str(error.get("type"))) or _kind(status)
    if kind is Kind.BAD_REQUEST and _CONTEXT.search(message[:_MAX_MESSAGE]):
        kind = Kind.CONTEXT
    full = status == 498 or (status == 429 and bool(_NO_ROOM.search(f"{code} {message[:_MAX_MESSAGE]}")))
    reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    shown = redact(message, secret)
    return Fault(
        kind=kind,
        message=f"the server answered {status} {reason}".rstrip() + (f" ({shown})" if shown else ""),
        status=status,
        request_id=redact(request_id, secret)[:80],
        said=f"{error.get('param') or ''} {message}"[:_MAX_MESSAGE].lower() if 400 <= status <= 501 else "",
        unavailable=full,
    )


def _kind(status: int) -> Kind:
    if 300 <= status < 400:
        return Kind.REDIRECT
    return _BY_STATUS.get(status) or (Kind.SERVER if status >= 500 else Kind.BAD_REQUEST)


def _error_in(body: str) -> Mapping[str, object]:
    """Find the error object in a body of the usual shapes; {} when there is none."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    inner = read.get("error", read) if isinstance(read, dict) else {}
    return inner if isinstance(inner, dict) else {"message": inner}


def without_page(text: str) -> str:
    """The text; or, for a web page, that it is one, and its title: all that a reader needs.

    A gateway answers with the page it shows to browsers; its markup says nothing about the fault.
    """
    if not _PAGE.search(text[:_PAGE_HEAD]):
        return text
    head = text[:_MAX_MESSAGE]
    start = head.lower().find("<title")
    opened = head.find(">", start) if start >= 0 else -1
    title = head[opened + 1 :].partition("<")[0].strip() if opened >= 0 else ""
    return f"a web page, titled “{html.unescape(title)[:QUOTED]}”" if title else "a web page without a title"


def without_key(text: str, secret: str) -> str:
    """The text without the key, plain or with characters escaped as JSON escapes them."""
    return _forms(secret).sub("[key]", text) if is_secret(secret) else text


def is_secret(key: str) -> bool:
    """Whether a key must be hidden. A plain word, which servers on this machine may accept, may stand in any text."""
    return len(key) >= _SHORTEST_KEY and (not key.isalpha() or len(key) >= 2 * _SHORTEST_KEY)


@lru_cache(maxsize=8)
def _forms(secret: str) -> re.Pattern[str]:
    """The ways in which a key can be written in JSON."""
    return re.compile("".join(rf"(?:\\?{re.escape(char)}|(?i:\\u{ord(char):04x}))" for char in secret))


def redact(text: str, secret: str = "") -> str:
    """One printable line of at most 200 characters without the key, parts of it, or anything that looks like one."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[:_MAX_MESSAGE]).split())
    line = _TOKEN.sub("[key]", without_key(line, secret))
    if len(secret) >= 12:  # a server may mask the middle: "abcde****wxyz"
        line = re.sub(re.escape(secret[:5]) + r"[\w*.…-]*", "[key]", line)
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"


def as_error(fault: Fault, *, call: str, model: str, attempts: int) -> SummarizeError:
    """Give the error that a call ends with: ProviderError (5), RetryableError (6) or LimitError (8)."""
    tries = "1 attempt" if attempts == 1 else f"{attempts} attempts"
    request = f", request {fault.request_id}" if fault.request_id else ""
    wait = f"; it asks to wait {fault.retry_after:.0f} s" if fault.retry_after else ""
    error = fault.kind.error(f"{model}, {call}: {fault.message}{wait} ({tries}{request})", hint=fault.kind.hint)
    error.refused = fault.kind in (Kind.BAD_REQUEST, Kind.CONTEXT)
    return error


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

    `random` gives numbers from 0 to 1. After a 429 all other requests of the run wait too: `RateLimiter.throttled`.
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
        if self.patient and fault.unavailable and self.waits < MAX_TIER_WAITS:
            self.waits += 1
            self.most += 1

    def turn_to(self, tier: str, attempts: int) -> None:
        """Ask for another tier from now on, with fresh attempts."""
        self.tier, self.last, self.patient = tier, None, False
        self.most = self.made + attempts

    def may_retry(self) -> bool:
        """Whether another request is allowed."""
        return (
            self.last is not None
            and self.last.worth_retrying
            and self.made < self.most
            and self.billed < MAX_BILLED_REQUESTS
        )
