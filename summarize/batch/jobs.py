"""One story of a batch: where its articles are, what it is called, and the id that says whether it has changed.

Rule: a job's id depends on what shapes its outputs and on nothing else, so that a faster machine, another limit or a
higher cap does not make a finished story unfinished.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..config import Config
from ..errors import InputError
from ..ingest.files import as_name, read_file
from ..version import VERSION

# Settings that decide how fast, at what cost and where, never what the output is.
_SHAPELESS = frozenset((
    "allow_partial", "attempts", "cache", "call_deadline", "concurrency", "max_calls", "max_cost", "page_deadline",
    "price_completion", "price_prompt", "request_timeout", "rpm", "run_deadline", "stream", "tier", "tpm",
))  # fmt: skip
RESERVED = frozenset(("index", "ledger", "stories"))  # names of the batch's own files
_LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")  # Windows opens a device for these


@dataclass(frozen=True, slots=True)
class Source:
    """Where a story's articles are: a whole file, or lines of one, as (offset, length) in bytes.

    `digest` is the SHA-256 of those bytes.
    """

    path: str
    digest: str
    spans: tuple[tuple[int, int], ...] = ()

    def read(self, max_size: int) -> bytes:
        """The bytes. Raises InputError if they cannot be read, or no longer match the digest."""
        raw = self._lines() if self.spans else read_file(self.path, max_size)
        if hashlib.sha256(raw).hexdigest() != self.digest:
            raise InputError(
                f"{self.path}: changed while the batch was running",
                hint="run it again; it takes the new text",
            )
        return raw

    def _lines(self) -> bytes:
        lines = []
        try:
            with Path(as_name(self.path)).open("rb") as file:
                for offset, length in self.spans:
                    file.seek(offset)
                    lines.append(file.read(length))
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read ({error.strerror})") from error
        return b"".join(lines)

    def to_json(self) -> str:
        """The source as one line, for the ledger."""
        return json.dumps([self.path, self.digest, self.spans])

    @classmethod
    def from_json(cls, text: str) -> Source:
        """Read what `to_json` wrote."""
        path, digest, spans = json.loads(text)
        return cls(path, digest, tuple((offset, length) for offset, length in spans))


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was found: its key, unique within the batch, and its source."""

    key: str
    source: Source


def shape_of(
    config: Config, formats: Sequence[str], identities: Iterable[str] = (), prompts: Mapping[str, str] | None = None
) -> str:
    """SHA-256 of everything that shapes the outputs of every story: settings, formats, models, prompts, version.

    `identities` are the models' (`Model.identity`), `prompts` the SHA-256 of each template by its name.
    """
    settings = {name: value for name, value in asdict(config).items() if name not in _SHAPELESS}
    settings["engine"] = config.engine == "model"  # "auto" has been decided by now
    shape = [VERSION, settings, sorted(formats), list(identities), dict(prompts or {})]
    return hashlib.sha256(json.dumps(shape, sort_keys=True, default=str).encode()).hexdigest()


def job_id(source: Source, shape: str) -> str:
    """The id of a story's work: another text, setting or version gives another id."""
    return hashlib.sha256(f"{source.digest} {shape}".encode()).hexdigest()


def safe_name(key: str) -> str:
    """The name of a story's files, without ending: the key if every file system takes it, else a unique one like it."""
    plain = _UNSAFE.sub("-", key).strip("-.")
    if (
        plain
        and plain == key
        and len(key) <= _LONGEST_NAME
        and key.lower() not in RESERVED
        and not _DEVICE.fullmatch(key)
    ):
        return key
    return unique_name(key)


def unique_name(key: str) -> str:
    """A safe name that no other key has, whatever its case."""
    plain = _UNSAFE.sub("-", key).strip("-.")[: _LONGEST_NAME - 20].rstrip("-.") or "story"
    return f"{plain}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
