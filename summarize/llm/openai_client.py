"""A model behind any OpenAI-compatible endpoint: the one place that uses `openai` and `tenacity` and reads the key.

One owner of retries: the client's own are off. Every exception is mapped where it is raised, so that no traceback,
message or log can carry a header or the key. The client is created for the first call that is really sent, because
importing it costs a second.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..errors import ProviderError
from ..records import Event
from . import Call, Reply
from .endpoint import (
    AUTO,
    FLEX,
    MODES,
    NO_EFFORT,
    Capabilities,
    ModelDependencies,
    ModelSettings,
    check_address,
    is_azure,
    is_loopback,
    is_openai,
)
from .provider_errors import Failed, Fault, Kind, Tries, as_error, fault_of_status, pause_before, server_delay
from .rate_limits import RateLimiter, Reservation, SlidingWindow, prompt_tokens_of
from .response_parser import Answer
from .run_context import current_scope

if TYPE_CHECKING:
    import openai
    from tenacity import RetryCallState

OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE, URL_VARIABLE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
NO_KEY = "none"  # what a server on this machine is told when there is no key
LEAST_TEXT = 200_000  # characters that any reply may have
TEXT_A_TOKEN = 64  # characters per token; a longer reply is not an answer to what was asked
# What the first request would import, on the loop.
_LATE = ("tenacity", "anyio._backends._asyncio")


@dataclass(slots=True, eq=False)
class _LoopState:
    """What belongs to one event loop: the client, its users, and the callers waiting to send."""

    admission: RateLimiter
    client: openai.AsyncOpenAI | None = None
    users: int = 0
    connecting: asyncio.Lock = field(default_factory=asyncio.Lock)


class OpenAIModel:
    """A model of an OpenAI-compatible endpoint, by name. The key is read from OPENAI_API_KEY when a call is sent.

    `base_url` is OPENAI_BASE_URL unless given, else OpenAI's own; it must be https, or http on this machine, where no
    key is needed. `beside` is a model whose requests and tokens per minute count together with this one's. What a
    server does not accept (a tier, an effort, a format) is found out once and then left out; a run's notices say so.
    As an async context manager it closes its connections at the end.

    Raises ConfigError for a bad address; `complete` raises ProviderError (the user must act), RetryableError (try again
    later) or LimitError (size).
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        settings: ModelSettings | None = None,
        surroundings: ModelDependencies | None = None,
        beside: OpenAIModel | None = None,
    ) -> None:
        self.name = name
        self.settings = settings or ModelSettings()
        self._world = surroundings or ModelDependencies()
        self.base_url = check_address(base_url or self._world.environment.get(URL_VARIABLE) or OPENAI_URL)
        chosen = self.settings.reply_format
        self._capabilities = Capabilities(
            mode=MODES[0] if chosen == AUTO else chosen,
            fixed=chosen != AUTO,
            token_field="max_completion_tokens" if is_openai(self.base_url) else "max_tokens",
            stream=self.settings.stream,
            temperature=self.settings.temperature,
            effort=self.settings.reasoning_effort,
            tier=self.settings.tier,
            cache_key=is_openai(self.base_url) or is_azure(self.base_url),
        )
        self._refused: dict[str, str] = {}  # extras the server does not take, and what it said
        self._window: SlidingWindow = beside._window if beside else SlidingWindow(self.settings.rpm, self.settings.tpm)
        self._states: WeakKeyDictionary[asyncio.AbstractEventLoop, _LoopState] = WeakKeyDictionary()

    @property
    def identity(self) -> str:
        """Everything besides the call that shapes a reply; part of the cache's key."""
        effort = f" effort={self.settings.reasoning_effort}" if self.settings.reasoning_effort else ""
        return f"openai {self.base_url} {self.name} temperature={self.settings.temperature}{effort}"

    @property
    def reasons(self) -> bool:
        """Whether the model is told to reason, and so spends reply tokens before it writes."""
        return self.settings.reasoning_effort not in NO_EFFORT

    async def __aenter__(self) -> OpenAIModel:
        self._state().users += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        state = self._state()
        state.users -= 1
        if state.users <= 0 and state.client:
            client, state.client = state.client, None
            await client.close()

    async def complete(self, call: Call) -> Reply:
        """Answer one call: at most `attempts` requests, none before the server's Retry-After; the deadline ends it."""
        current_scope().retries.calls += 1
        await self._ready()
        tries = Tries(self.settings.attempts, patient=self.settings.tier == FLEX)
        deadline = asyncio.timeout(None)  # starts with the first request: waiting to send is not the server's fault
        try:
            async with deadline:
                reply = await self._served(call, tries, deadline)
        except Failed as failure:
            fault = failure.fault
        except TimeoutError:
            fault = self._too_late(tries)
        else:
            self._tell_refused()
            return replace(reply, attempts=tries.made, maybe_billed=tries.billed)
        if fault.kind is Kind.FILTERED:
            return Reply(text="", finish="content_filter", refusal=fault.message, attempts=tries.made)
        raise as_error(fault, call=call.name, model=self.name, attempts=tries.made)

    def request(self, call: Call) -> dict[str, object]:
        """The request for a call as a line of a file: not streamed, no service tier, in the form the server accepts."""
        return replace(self._capabilities, tier="").body(replace(call, stream=False), self.name)

    def learn(self, fault: Fault, call: Call) -> bool:
        """Whether a refused request can be put another way; from now on `request` puts it that way."""
        easier = self._capabilities.next_after_refusal(fault, call)
        self._capabilities = easier or self._capabilities
        return easier is not None

    def read(self, body: bytes, call: Call) -> Reply:
        """Read an answer that came in a file. Raises Failed."""
        answer = self._answer(call, self.secret, "application/json")
        answer.feed(body)
        return self._counted(answer.reply(), call)

    def _answer(self, call: Call, secret: str, kind: str) -> Answer:
        """An answer that has not come in yet; `kind` is its content type."""
        return Answer(secret, kind, self.settings.max_reply, max(LEAST_TEXT, TEXT_A_TOKEN * call.max_tokens))

    @property
    def secret(self) -> str:
        """The key, to be kept out of what is shown; "" where there is none."""
        return self._world.environment.get(KEY_VARIABLE, "").strip()

    @contextmanager
    def connected(self) -> Iterator[openai.AsyncOpenAI]:
        """The client, for requests that are not calls. Whatever goes wrong inside is raised as Failed."""
        client = self._client()
        try:
            yield client
        except Failed as failure:
            fault = failure.fault
        except _mapped_errors() as error:
            fault = _fault_of(error, self.secret, self._world.now())
        else:
            return
        raise Failed(fault)

    def _too_late(self, tries: Tries) -> Fault:
        last = f"; before that, {tries.last.message}" if tries.last else ""
        return Fault(kind=Kind.DEADLINE, message=f"no answer within {self.settings.call_deadline:g} s{last}")

    async def _served(self, call: Call, tries: Tries, deadline: asyncio.Timeout) -> Reply:
        """Answer a call. If the flex tier has no room for minutes, ask without it, at the usual price."""
        try:
            return await self._retrying(call, tries, deadline)
        except Failed as failure:
            if not (failure.fault.unavailable and tries.patient and self._capabilities.tier):
                raise
            said = failure.fault.message
        message = f"some calls were served at {self.name}'s ordinary tier and price: flex had no room for minutes"
        current_scope().notice("tier_unavailable", message)
        current_scope().on_event(Event("retry", tries.made, tries.most, f"{call.name}: {said}; again without flex"))
        tries.turn_to("", self.settings.attempts)
        return await self._retrying(call, tries, deadline)

    async def _retrying(self, call: Call, tries: Tries, deadline: asyncio.Timeout) -> Reply:
        from tenacity import AsyncRetrying

        def pause(_: RetryCallState) -> float:
            return pause_before(tries.made + 1, tries.last, self._world.random) if tries.last else 0.0

        def out_of_time(state: RetryCallState) -> bool:
            ends = deadline.when()
            return ends is not None and asyncio.get_running_loop().time() + state.upcoming_sleep > ends

        def tell(state: RetryCallState) -> None:
            said = tries.last.message if tries.last else ""
            detail = f"{call.name}: {said}; again in {state.upcoming_sleep:.1f} s"
            current_scope().on_event(Event("retry", tries.made, tries.most, detail))

        return await AsyncRetrying(
            retry=lambda state: state.outcome is not None and state.outcome.failed and tries.may_retry(),
            wait=pause,
            stop=out_of_time,
            sleep=self._world.sleep,
            before_sleep=tell,
            reraise=True,
        )(self._attempt, call, tries, deadline)

    async def _attempt(self, call: Call, tries: Tries, deadline: asyncio.Timeout) -> Reply:
        """One turn of the retry loop, within the run's retry budget. Being rate-limited takes nothing from it."""
        budget, last = current_scope().retries, tries.last
        counted = last is not None and last.kind is not Kind.THROTTLED
        if last and counted and not await budget.take():
            tries.last = replace(last, again=False, message=f"{last.message}; this run's retries are used up")
            raise Failed(tries.last)
        succeeded = False
        try:
            reply = await self._ask(call, tries, deadline)
            succeeded = True
        finally:
            if counted:
                throttled = tries.last is not None and tries.last.kind is Kind.THROTTLED
                budget.put_back(succeeded=succeeded or throttled)
        return reply

    async def _ask(self, call: Call, tries: Tries, deadline: asyncio.Timeout) -> Reply:
        """Send the call; when the server does not know a part of the request, learn that and send it again."""
        while True:
            capabilities = self._capabilities if tries.tier is None else replace(self._capabilities, tier=tries.tier)
            try:
                reply = await self._send(call, capabilities, tries, deadline)
            except Failed as failure:
                if not self._learn(capabilities, failure.fault, call, tries) or tries.made >= tries.most:
                    raise
            else:
                self._capabilities = replace(self._capabilities, proven=True)
                return reply

    def _learn(self, tried: Capabilities, fault: Fault, call: Call, tries: Tries) -> bool:
        """Whether there is another way to ask: found just now, or by a call that ran beside this one.

        A refused extra does not count as an attempt: if three were refused one by one, no attempt would be left.
        """
        easier = tried.next_after_refusal(fault, call)
        if easier is None:
            return False
        if extra := tried.dropped(easier):
            tries.most += 1
            self._refused.setdefault(extra, fault.message)
        if replace(self._capabilities, proven=False, tier="") == replace(tried, proven=False, tier=""):
            self._capabilities = easier if tries.tier is None else replace(easier, tier=self._capabilities.tier)
        return True

    def _tell_refused(self) -> None:
        """Note for the reader which settings had to be left out; a cache key is not a setting."""
        chosen = {"reasoning_effort": self.settings.reasoning_effort, "service_tier": self.settings.tier}
        for extra, said in self._refused.items():
            if value := chosen.get(extra):
                message = f"{self.name} was asked without {extra} {value}, which the server does not take: {said}"
                current_scope().notice("setting_refused", message)

    async def _send(self, call: Call, capabilities: Capabilities, tries: Tries, deadline: asyncio.Timeout) -> Reply:
        """Send one request, in its turn."""
        admission = self._state().admission
        place = await admission.enter(self._size(call))
        used: int | None = None
        fault: Fault | None = None
        try:
            if deadline.when() is None:
                deadline.reschedule(asyncio.get_running_loop().time() + self.settings.call_deadline)
            tries.made += 1
            reply = await self._exchange(call, capabilities)
            used = reply.prompt_tokens + reply.completion_tokens
        except Failed as failure:
            fault = failure.fault
            tries.failed(fault)
            used = None if fault.may_be_billed else 0
            raise
        finally:
            _leave(admission, place, used, fault)
        admission.succeeded()
        return reply

    def _size(self, call: Call) -> int:
        """Tokens that a call may take, for the limits; not counted if nothing limits them."""
        if not (self.settings.tpm or call.prompt_tokens):
            return call.max_tokens
        return prompt_tokens_of(call, self.name) + call.max_tokens

    async def _exchange(self, call: Call, capabilities: Capabilities) -> Reply:
        """Send one request and read its answer. Whatever goes wrong becomes a fault, here and nowhere else."""
        client = self._client()
        secret = client.api_key if client.api_key != NO_KEY else ""
        try:
            async with asyncio.timeout(self.settings.request_timeout):
                body: Any = capabilities.body(call, self.name)
                async with client.chat.completions.with_streaming_response.create(**body) as response:
                    self._state().admission.answered(response.headers)
                    answer = self._answer(call, secret, response.headers.get("content-type", ""))
                    await _read(answer, response.iter_bytes())
                    reply = replace(answer.reply(), request_id=response.headers.get("x-request-id", "")[:80])
                return self._counted(reply, call)
        except Failed as failure:
            fault = failure.fault
        except _mapped_errors() as error:
            fault = _fault_of(error, secret, self._world.now())
        raise Failed(fault)

    def _counted(self, reply: Reply, call: Call) -> Reply:
        """Count the tokens ourselves if the server does not: what was used must not look free."""
        if reply.prompt_tokens or reply.completion_tokens:
            return reply
        from ..tokens import count_tokens, encoding_for

        written = count_tokens(reply.text, encoding_for(self.name)) + reply.reasoning_tokens
        return replace(reply, prompt_tokens=prompt_tokens_of(call, self.name), completion_tokens=written)

    def _state(self) -> _LoopState:
        loop = asyncio.get_running_loop()
        if loop not in self._states:
            self._states[loop] = _LoopState(RateLimiter(self._window, self._world.clock, self._world.sleep))
        return self._states[loop]

    async def _ready(self) -> None:
        """Have a client, and let calls begin one after the other: to build many requests at once would hold the loop.

        To import what a client needs takes most of a second: that is done in a thread, once.
        """
        state = self._state()
        async with state.connecting:
            if state.client is None:
                state.client = await asyncio.to_thread(self._new_client, self._key())
            await asyncio.sleep(0)

    def _client(self) -> openai.AsyncOpenAI:
        state = self._state()
        if state.client is None:
            state.client = self._new_client(self._key())
        return state.client

    def _key(self) -> str:
        """The key; an endpoint on this machine may do without. Raises ProviderError, which never shows it."""
        key = self.secret
        if not key and not is_loopback(self.base_url):
            raise ProviderError(f"no key for {self.base_url}: {KEY_VARIABLE} is not set", hint="set it to your key")
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise ProviderError(f"{KEY_VARIABLE} holds characters no key has", hint="copy the key again")
        return key or NO_KEY

    def _new_client(self, key: str) -> openai.AsyncOpenAI:
        import openai

        from .transport import new_connection

        per_read = min(self.settings.request_timeout, self.settings.call_deadline)
        connection = new_connection(self.base_url, per_read, self._world.transport)
        client = openai.AsyncOpenAI(api_key=key, base_url=self.base_url, max_retries=0, http_client=connection)
        assert client.chat.completions  # noqa: S101 - imported when it is first asked for
        for name in _LATE:
            with suppress(ImportError):
                importlib.import_module(name)
        return client


async def _read(answer: Answer, chunks: AsyncIterator[bytes]) -> None:
    """Read an answer to its end, and report what has come in so far."""
    shown = thought = 0
    async for chunk in chunks:
        words = answer.feed(chunk)
        if words:
            shown += len(words)
            current_scope().on_event(Event("words", shown, 0, words))
        elif answer.thought > thought:
            thought = answer.thought
            current_scope().on_event(Event("thinking", thought))
        if answer.done:
            break


def _leave(admission: RateLimiter, place: Reservation, used: int | None, fault: Fault | None) -> None:
    """End a request's time in flight, and slow everyone down if it was rate-limited."""
    admission.leave(place, used)
    if fault and fault.kind is Kind.THROTTLED:
        admission.throttled(fault.retry_after)


def _mapped_errors() -> tuple[type[Exception], ...]:
    """What the client and a hostile server can raise; a `SummarizeError` is not among them."""
    import openai

    from .transport import ERRORS

    builtin = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)  # TimeoutError is an OSError
    return (openai.OpenAIError, *ERRORS, *builtin)


def _fault_of(error: BaseException, secret: str, now: float) -> Fault:
    """Map an exception of the client, by what is known about the request."""
    import openai

    from .transport import ERRORS, fault_of_transport

    if isinstance(error, openai.APIStatusError):
        headers = error.response.headers
        request_id = headers.get("x-request-id", "")
        fault = fault_of_status(error.status_code, error.response.text, request_id=request_id, secret=secret)
        again = headers.get("x-should-retry", "").strip().lower() != "false"
        return replace(fault, retry_after=server_delay(headers, now), again=again)
    if isinstance(error, openai.APIConnectionError):
        return fault_of_transport(error.__cause__ or error)
    if isinstance(error, (OSError, *ERRORS)):
        return fault_of_transport(error)
    if isinstance(error, ValueError):
        return Fault(kind=Kind.MALFORMED, message="the server's answer cannot be read", status=200)
    return Fault(kind=Kind.BAD_REQUEST, message=f"the client failed with {type(error).__name__}")
