"""Which stories there are, what each is called, and the id that says whether it has changed.

They are files of records, lines of a file, or what a mixed pile is sorted into. A file whose first line is an object
with "articles" or "story" holds many stories; any other file of records is one. Only the places of texts are kept, so
that a million stories take no more memory than their names do.

Rule: a job's id depends on what shapes its outputs and on nothing else, so that a faster machine, another limit or a
higher cap does not make a finished story unfinished.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import BinaryIO

from ..config import Config
from ..errors import InputError, UsageError
from ..ingest.decode import parse_json
from ..ingest.files import as_name, as_text, is_web_address, list_files, read_file
from ..ingest.metadata import is_sidecar
from ..records import Article, Group, Skipped
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
_LINES = (".jsonl", ".ndjson")
_RECORDS = (*_LINES, ".json", ".csv", ".tsv")
_LONGEST_KEY = 300  # characters
_UNWRITTEN = ("sha256", "encoding", "stored", "record", "path")  # of an article: they tell of the file it came from


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


def find_stories(paths: Iterable[str | os.PathLike[str]], max_size: int) -> Iterator[Story | Skipped]:
    """Every story that the paths name, once, and every input that is not a story, with the reason.

    A file of more than `max_size` bytes is skipped unless it holds one story per line; then no line may be longer.
    """
    seen: dict[str, str] = {}
    for found in _found(paths, max_size):
        if isinstance(found, Skipped):
            yield found
        elif found.key not in seen:
            seen[found.key] = found.source.path
            yield found
        elif found.source.spans:
            yield Skipped(f"{found.source.path}:{found.key}", f"a story of that name is in {seen[found.key]} already")
        else:  # two folders may hold files of the same name
            mark = hashlib.sha256(found.source.path.encode()).hexdigest()[:8]
            yield Story(f"{found.key}-{mark}", found.source)


def _found(paths: Iterable[str | os.PathLike[str]], max_size: int) -> Iterator[Story | Skipped]:
    for given in paths:
        name = os.fsdecode(given)
        if name == "-" or is_web_address(name):
            raise UsageError(f"{name}: stories are read from files and folders", hint="write it into a file first")
        try:
            files, skipped = list_files(name)
        except InputError as error:
            yield Skipped(as_text(name), error.message)
            continue
        yield from skipped
        for path in files:
            if not is_sidecar(path):
                yield from _of_file(path, max_size)


def _of_file(path: str, max_size: int) -> Iterator[Story | Skipped]:
    """The stories of one file."""
    shown, ending = as_text(path), Path(path).suffix.lower()
    if ending not in _RECORDS:
        yield Skipped(shown, f"an article, no file of records ({', '.join(_RECORDS)}), and so no story")
        return
    try:
        if ending in _LINES and _holds_stories(path, max_size):
            yield from _Lines(shown, max_size).stories()
            return
        digest = hashlib.sha256(read_file(path, max_size)).hexdigest()
    except (InputError, OSError) as error:
        yield Skipped(shown, error.message if isinstance(error, InputError) else error.strerror or str(error))
        return
    yield Story(as_text(Path(path).stem)[:_LONGEST_KEY], Source(shown, digest))


def _holds_stories(path: str, max_size: int) -> bool:
    """Whether the first line with content is a story or an article of one."""
    with Path(as_name(path)).open("rb") as file:
        if not file.seekable():
            raise InputError("not a regular file")
        first = next((line for _, line in _bounded(file, max_size) if line.strip()), b"")
    try:
        value = _parsed(first)
    except InputError:
        return False
    return "articles" in value or ("story" in value and "text" in value)


def _bounded(file: BinaryIO, max_size: int) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, each with its offset; of one that is too long only its beginning, a byte too much."""
    offset = 0
    while line := file.readline(max_size + 1):
        yield offset, line
        offset += len(line)
        while len(line) > max_size and not line.endswith(b"\n"):
            line = file.readline(max_size + 1)
            offset += len(line)


@dataclass
class _Lines:
    """A file with one story or article per line; a story's articles may be anywhere in it."""

    path: str
    max_size: int
    _spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _hashes: dict[str, hashlib._Hash] = field(default_factory=dict)

    def stories(self) -> Iterator[Story | Skipped]:
        """Give the stories; those whose articles are on lines of their own come last."""
        with Path(as_name(self.path)).open("rb") as file:
            for number, (offset, line) in enumerate(_bounded(file, self.max_size), 1):
                found = self._take(line, offset, number) if line.strip() else None
                if found:
                    yield found
        for key, spans in self._spans.items():
            yield Story(key, Source(self.path, self._hashes[key].hexdigest(), tuple(spans)))

    def _take(self, line: bytes, offset: int, number: int) -> Story | Skipped | None:
        """A line's story; None if the line is one article of a story."""
        where = f"{self.path}:{number}"
        if len(line) > self.max_size:
            return Skipped(where, f"longer than {self.max_size:,} bytes")
        try:
            value = _parsed(line)
        except InputError as error:
            return Skipped(where, error.message)
        whole = isinstance(value.get("articles"), list)
        key = _key(value.get("id", value.get("story")) if whole else value.get("story"))
        if not key:
            return Skipped(where, 'it has no "id" of a story' if whole else 'it has no "story" and no "articles"')
        if whole:
            return Story(key, Source(self.path, hashlib.sha256(line).hexdigest(), ((offset, len(line)),)))
        self._spans.setdefault(key, []).append((offset, len(line)))
        self._hashes.setdefault(key, hashlib.sha256()).update(line)
        return None


def _key(value: object) -> str:
    """A story's key; "" if the value is not one."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text.strip().encode("utf-8", "replace").decode()[:_LONGEST_KEY]


def _parsed(line: bytes) -> Mapping[str, object]:
    """A line's object. Raises InputError."""
    try:
        value = parse_json(line.decode("utf-8-sig"), dict)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8") from error
    if not isinstance(value, dict):
        raise InputError("not a JSON object")
    return value


def articles_in(lines: bytes) -> bytes:
    """The articles on a story's lines as one JSON text that `ingest` reads. Raises InputError."""
    records: list[object] = []
    for line in lines.split(b"\n"):
        if line.strip():
            value = dict(_parsed(line))
            value.pop("story", None)
            inner = value.get("articles")
            records += inner if isinstance(inner, list) else [value]
    return json.dumps({"articles": records}).encode()


def line_of(key: str, articles: Sequence[Article | Mapping[str, object]]) -> str:
    """A story as one line of a file of stories, which `find_stories` reads back."""
    return json.dumps({"id": key, "articles": [_record(each) for each in articles]})


def _record(article: Article | Mapping[str, object]) -> dict[str, object]:
    if not isinstance(article, Article):
        return dict(article)
    known = {each.name: getattr(article, each.name) for each in fields(article) if each.name not in _UNWRITTEN}
    return {
        name: value
        for name, value in known.items()
        if value is not None and name not in ("reader", "text_sha256", "pages")
    }


def group_key(group: Group) -> str:
    """A key that a story of a pile keeps when others join or leave: its day and a mark of its first article."""
    first = min(group.articles, key=lambda article: (article.published or "9999", article.sha256))
    return f"{(first.published or 'story')[:10]}-{first.sha256[:10]}"
