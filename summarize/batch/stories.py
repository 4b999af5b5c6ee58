"""Which stories there are: files of records, lines of a file, or what a mixed pile is sorted into.

A file whose first line is an object with "articles" or "story" holds many stories; any other file of records is one.
Only the places of texts are kept, so that a million stories take no more memory than their names do.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError, UsageError
from ..ingest.files import as_name, as_text, is_web_address, list_files, read_file
from ..ingest.records.json_text import parse_json
from ..ingest.records.sidecar import is_sidecar
from ..records import Article, Group, Skipped
from .jobs import Source, Story

_LINES = (".jsonl", ".ndjson")
_RECORDS = (*_LINES, ".json", ".csv", ".tsv")
_LONGEST_KEY = 300  # characters
_UNWRITTEN = ("sha256", "encoding", "stored", "record", "path")  # of an article: they tell of the file it came from


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
