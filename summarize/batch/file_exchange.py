"""Calls and answers as files in a folder, for a server that is run over a file: `vllm run-batch -i IN -o OUT`.

We write `MARK.in.jsonl`; whoever answers writes `MARK.out.jsonl`. That counts once it has a line for each call, or has
not been written to for a while: then what is missing is lost.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from ..errors import OutputError
from ..llm.batch_endpoint import Standing

_STILL = 120.0  # seconds without a change; then a file with missing lines is taken as it is
_IN, _OUT = ".in.jsonl", ".out.jsonl"


class FileExchange:
    """The folder. `now` gives seconds since 1970. Raises OutputError if it cannot be written or read."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.folder, self._now = folder, now

    async def upload(self, path: Path, name: str) -> str:
        """Put a file of lines into the folder; it appears only when complete."""
        mark = name.removesuffix(".jsonl")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            begun = self.folder / f".{mark}.begun"
            shutil.copyfile(path, begun)
            begun.replace(self.folder / f"{mark}{_IN}")
        except OSError as error:
            raise self._failed(error) from error
        return mark

    async def submit(self, file: str, mark: str) -> str:
        """Nothing to do: the file is in the folder and waits for whoever answers."""
        return file

    async def find(self, mark: str) -> str:
        """The batch's id: its mark."""
        return mark if (self.folder / f"{mark}{_IN}").is_file() else ""

    async def look(self, batch: str) -> Standing:
        """Whether the answers are there."""
        answers = self.folder / f"{batch}{_OUT}"
        try:
            if not answers.is_file():
                return Standing(status="in_progress")
            whole = _lines(answers) >= _lines(self.folder / f"{batch}{_IN}")
            still = self._now() - answers.stat().st_mtime >= _STILL
        except OSError as error:
            raise self._failed(error) from error
        return Standing(status="completed", files=(batch,)) if whole or still else Standing(status="in_progress")

    async def fetch(self, file: str, into: Path) -> None:
        """Copy the answers."""
        try:
            shutil.copyfile(self.folder / f"{file}{_OUT}", into)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self.folder}: cannot be used for the files of calls and answers ({error.strerror or error})",
            hint="name another folder for the batch files",
        )


def _lines(path: Path) -> int:
    """The number of complete lines in a file."""
    count = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            count += part.count(b"\n")
    return count
