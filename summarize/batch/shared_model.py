"""The one door through which a batch's calls leave: limited in number at once and in money, with shared retries.

A call is written into the ledger at the most it can cost before it is sent, and at its actual cost when it has ended.
Rule: it changes no call and no reply.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal

from ..config import Config
from ..errors import ConfigError, LimitError
from ..llm import Call, Model, Reply
from ..llm.backend import Backend
from ..llm.run_context import RetryBudget, Scope, current_scope, enter_scope
from .ledger import Ledger

STORY: ContextVar[str] = ContextVar("summarize_batch_story", default="")


@dataclass(eq=False)
class Door:
    """What all models of a batch share: slots, dollars, calls, retries. `ledger` remembers the money.

    `used_up` is the error of the first call for which no money or no call was left: no story can go on then.
    """

    ledger: Ledger
    concurrency: int
    max_cost: Decimal | None = None
    max_calls: int = 0
    retries: RetryBudget = field(default_factory=RetryBudget)
    sent: int = 0
    under_way: int = 0
    used_up: LimitError | None = None
    _reserved: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.concurrency)
        self._settled = asyncio.Condition()
        self._spent = self.ledger.spent()

    @classmethod
    def of(cls, config: Config, ledger: Ledger) -> Door:
        """A door with the limits of the settings."""
        most = Decimal(str(config.max_cost)) if config.max_cost else None
        return cls(ledger, config.concurrency, most, config.max_calls)

    @asynccontextmanager
    async def pass_through(self, call: Call, backend: Backend) -> AsyncIterator[list[Decimal | None]]:
        """Wait for a slot and for money. The block appends what the call cost; a failed call costs nothing.

        A cancelled call may have been paid for: it stays in the ledger at the most it can cost. Raises LimitError.
        """
        async with self._slots:
            most = backend.most(call)
            await self._reserve(call, most)
            cost: list[Decimal | None] = []
            row, seen = 0, False
            self.under_way += 1
            try:
                row = self.ledger.reserve(STORY.get(), call.name, backend.name, most)
                yield cost
                seen = True
            except Exception:
                seen = True
                raise
            finally:
                self.under_way -= 1
                self._reserved -= most
                paid = (cost[0] if cost else Decimal(0)) if seen else most
                self._spent += paid or 0
                if seen and row:
                    self.ledger.settle(row, paid)
                async with self._settled:
                    self._settled.notify_all()

    async def _reserve(self, call: Call, most: Decimal) -> None:
        async with self._settled:
            while self.max_cost is not None and self._spent + self._reserved + most > self.max_cost:
                if not self._reserved:
                    raise self._used_up(
                        f"{call.name} could bring the batch to ${self._spent + most:.4f}, "
                        f"over max_cost ${self.max_cost}",
                        "max_cost",
                    )
                await self._settled.wait()
            if self.max_calls and self.sent >= self.max_calls:
                raise self._used_up(
                    f"{call.name} would be call {self.sent + 1} of the batch, over max_calls {self.max_calls}",
                    "max_calls",
                )
            self.sent += 1
            self._reserved += most

    def _used_up(self, why: str, setting: str) -> LimitError:
        self.used_up = used_up_error(why, setting)
        return self.used_up


def used_up_error(why: str, setting: str) -> LimitError:
    """The error of a batch that has no money or no calls left."""
    return LimitError(why, hint=f"raise {setting} and run the batch again; finished stories and calls are kept")


class SharedModel:
    """A batch's model, asked through its door. Raises ConfigError if `max_cost` is set and its price is not known."""

    def __init__(self, model: Model, backend: Backend, door: Door) -> None:
        self._model, self._backend, self._door = model, backend, door
        self.name = backend.name
        self.identity = backend.identity
        self.base_url = str(getattr(model, "base_url", ""))
        self.reasons = bool(getattr(model, "reasons", False))
        if door.max_cost is not None and not backend.priced:
            raise ConfigError(
                f"max_cost cannot be kept: the price of {backend.name} is not known",
                hint="give its prices, or leave max_cost out",
            )

    async def complete(self, call: Call) -> Reply:
        """Answer a call in its turn. Raises LimitError when the batch's money is used up."""
        run = current_scope()
        enter_scope(Scope(run.on_event, self._door.retries, run.notices))
        async with self._door.pass_through(call, self._backend) as cost:
            reply = await self._model.complete(call)
            cost.append(self._backend.cost(call, reply))
        return reply
