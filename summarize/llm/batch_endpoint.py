"""A provider's Batch API, as OpenAI, Azure and others have it: a file of calls goes in, a file of answers comes out.

Nothing here is tried twice: before a request whose outcome nobody saw is made again, it is looked for (`find`).
Whatever goes wrong is raised as `Failed`, without the key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .provider_errors import Failed, Fault, Kind, redact

if TYPE_CHECKING:
    from openai.types import Batch

    from .openai_client import OpenAIModel

URL: Final = "/v1/chat/completions"  # of each line
MARK = "summarize"  # the metadata's name that marks our batches
ENDED = ("completed", "failed", "expired", "cancelled")
_LISTED = 10_000  # batches that are looked through
_MAX_ANSWER_BYTES = 4_000_000_000  # bytes of a file of answers
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,199}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderBatch:
    """How a batch stands: its status as the server names it, the files of its answers ("" for none), and why it failed.

    A batch that has `ended` does not change any more.
    """

    status: str
    files: tuple[str, ...] = ()
    why: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status in ENDED


class BatchEndpoint:
    """The Batch API of a model's endpoint. All methods raise Failed, or ProviderError when there is no key."""

    def __init__(self, model: OpenAIModel) -> None:
        self._model = model

    async def upload(self, path: Path, name: str) -> str:
        """Send a file of lines; gives the server's id of it."""
        with path.open("rb") as file, self._model.connected() as client:
            return _id((await client.files.create(file=(name, file), purpose="batch")).id)

    async def submit(self, file: str, mark: str) -> str:
        """Have the lines of a file answered; gives the batch's id. From here on it costs money."""
        with self._model.connected() as client:
            made = await client.batches.create(
                completion_window="24h", endpoint=URL, input_file_id=file, metadata={MARK: mark}
            )
            return _id(made.id)

    async def find(self, mark: str) -> str:
        """The id of the batch that was submitted with a mark; "" if there is none."""
        seen = 0
        with self._model.connected() as client:
            async for batch in client.batches.list(limit=100):
                seen += 1
                if (batch.metadata or {}).get(MARK) == mark:
                    return _id(batch.id)
                if seen >= _LISTED:
                    break
        return ""

    async def look(self, batch: str) -> ProviderBatch:
        """The state of a batch. Its output file is listed before its error file."""
        with self._model.connected() as client:
            found = await client.batches.retrieve(batch)
            files = tuple(_id(file) for file in (found.output_file_id, found.error_file_id) if file)
            return ProviderBatch(status=str(found.status), files=files, why=redact(_why(found), self._model.secret))

    async def fetch(self, file: str, into: Path) -> None:
        """Write a file of answers to the disk."""
        size = 0
        with self._model.connected() as client, into.open("wb") as kept:
            async with client.files.with_streaming_response.content(file) as response:
                async for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > _MAX_ANSWER_BYTES:
                        raise Failed(Fault(kind=Kind.TOO_LARGE, message="a file of answers is too large", status=200))
                    kept.write(chunk)


def _id(value: object) -> str:
    """An id that can stand in an address. Raises Failed."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise Failed(Fault(kind=Kind.MALFORMED, message="the server gave an invalid id", status=200))


def _why(batch: Batch) -> str:
    """The first reason that a server gives for a batch that it refused."""
    said = batch.errors.data if batch.errors else None
    return str(said[0].message or said[0].code or "") if said else ""
