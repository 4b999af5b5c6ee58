"""Dask workers carry the stories on; model calls stay here. Needs the extra `dask`.

On each Dask worker a story runs in a process of ours, within the same bounds as on this machine, so that one that
crashes, hangs or grows ends that process and not the worker. If a worker ends all the same, Dask runs its stories
elsewhere; those that were on every worker that ended are suspects, and a suspect runs alone: it is guilty only if it
ends its worker then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from ..errors import ConfigError, OutputError
from ..version import VERSION
from .local import Bounds, Killed, LocalExecutor
from .steps import StepResult, WorkOrder, pack, unpack

LOCAL = "local"
_MAX_WAIT_SECONDS = 60.0  # seconds for a scheduler to answer and have a worker
_executors: dict[str, LocalExecutor] = {}  # of a Dask worker, by its address


class DaskExecutor:
    """The workers of a scheduler (`tcp://HOST:PORT`), or with "local" those of a cluster started here for the batch.

    `workers` is the size of a local cluster.
    """

    def __init__(self, address: str, bounds: Bounds, workers: int) -> None:
        self._address, self._bounds, self._workers = address, bounds, workers
        self._client: Any = None
        self._cluster: Any = None
        self._numbers = count()
        self._alone = _ExclusiveAccess()
        self._suspects: set[str] = set()
        self._guilty: dict[str, str] = {}

    async def open(self) -> int:
        """Connect; gives the number of stories that are carried on at once. Raises ConfigError."""
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise ConfigError("dask needs the package distributed", hint="pip install 'summarize[dask]'") from error
        address: Any = self._address
        try:
            if address == LOCAL:
                address = self._cluster = await LocalCluster(
                    n_workers=self._workers, threads_per_worker=1, dashboard_address=None, asynchronous=True
                )
            self._client = await Client(address, asynchronous=True, set_as_default=False, timeout=_MAX_WAIT_SECONDS)
            await self._client.wait_for_workers(1, timeout=_MAX_WAIT_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            raise ConfigError(
                f"{self._address}: no Dask scheduler with a worker answers there ({str(error)[:200]})",
                hint="name a scheduler, tcp://HOST:PORT, or local",
            ) from error
        await self._check_versions(self._client)
        threads = self._client.nthreads()
        return int(max(1, sum((await threads if asyncio.iscoroutine(threads) else threads).values())))

    async def _check_versions(self, client: Any) -> None:
        """All workers must have this version: another one would write different summaries. Raises ConfigError."""
        found = await client.run(version_here, on_error="return")
        for address, version in sorted(found.items()):
            if version != VERSION:
                said = f"summarize {version}" if isinstance(version, str) else f"no summarize that works ({version})"
                raise ConfigError(
                    f"the Dask worker {address} has {said}, this is {VERSION}",
                    hint="install the same version on all workers, see docs/batch.md",
                )

    async def advance(self, order: WorkOrder, raw: bytes) -> StepResult:
        """Let any worker carry a story on. Raises Killed."""
        from distributed import KilledWorker

        if order.key in self._guilty:
            raise Killed(self._guilty[order.key])
        while True:
            try:
                async with self._alone.turn(alone=order.key in self._suspects):
                    return await self._asked(order, raw)
            except KilledWorker as error:
                if order.key in self._suspects:
                    self._guilty[order.key] = f"it ended {error.allowed_failures + 1} Dask workers, running alone"
                    raise Killed(self._guilty[order.key]) from error
                self._suspects.add(order.key)

    async def _asked(self, order: WorkOrder, raw: bytes) -> StepResult:
        data, _ = pack(replace(order, since=0))
        bounds = {"seconds": self._bounds.seconds, "memory": self._bounds.memory}
        future = self._client.submit(
            carried_on, VERSION, data, raw, bounds, key=f"summarize-{next(self._numbers)}-{order.id}", pure=False
        )
        try:
            found, blobs = await future
        finally:
            future.release()
        if "other_version" in found:
            raise ConfigError(
                f"a Dask worker has summarize {found['other_version']}, this is {VERSION}",
                hint="install the same version on all workers, see docs/batch.md",
            )
        if "killed" in found:
            raise Killed(found["killed"])
        if "broken" in found:
            raise OutputError(f"a Dask worker cannot work: {found['broken']}")
        return unpack(found, blobs)

    async def drop(self, order: str) -> None:
        """Nothing is kept of a story here; its worker forgets it with the next."""

    async def close(self) -> None:
        """Let go of the scheduler; end a cluster that was started for the batch."""
        if self._client:
            await self._client.close()
        if self._cluster:
            await self._cluster.close()


class _ExclusiveAccess:
    """Lets many in at once, or one alone, who waits until all others have left and meanwhile keeps new ones out."""

    def __init__(self) -> None:
        self._inside = 0
        self._only = asyncio.Lock()
        self._left = asyncio.Condition()

    @asynccontextmanager
    async def turn(self, *, alone: bool) -> AsyncIterator[None]:
        """Take one turn."""
        if alone:
            async with self._only:
                async with self._left:
                    await self._left.wait_for(lambda: not self._inside)
                yield
            return
        async with self._only:  # nobody is alone now
            self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            async with self._left:
                self._left.notify_all()


def version_here() -> str:
    """The version installed on a worker."""
    return VERSION


async def carried_on(
    version: str, data: Mapping[str, Any], raw: bytes, bounds: Mapping[str, Any]
) -> tuple[dict[str, Any], list[bytes]]:
    """On a Dask worker: carry a story on by one step, in its own process. Raises nothing on the story's account."""
    if version != VERSION:
        return {"other_version": VERSION}, []
    from distributed import get_worker

    worker = get_worker()
    if worker.address not in _executors:
        _executors[worker.address] = LocalExecutor(worker.state.nthreads, Bounds(**bounds))
    order = WorkOrder(**{**data, "formats": tuple(data["formats"]), "answers": tuple(data["answers"])})
    try:
        return pack(await _executors[worker.address].advance(order, raw))
    except Killed as killed:
        return {"killed": str(killed)}, []
    except OutputError as error:
        return {"broken": error.message}, []
