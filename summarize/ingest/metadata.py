"""What is said of an article beside its text: the fields of records and table headers, and `articles.yaml`.

People name fields in many ways in JSON records and tables. `articles.yaml` holds what an editor knows of files and the
files don't say, by file name. It is strict: a misspelt key is an error with its line, never ignored. Reads no article.

    interview.docx:
      publisher: The Daily Example
      published: 2025-02-17
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

from ..errors import InputError
from ..records import Article, Notice, Skipped
from .files import as_name, read_file, shown

if TYPE_CHECKING:
    from ..yamlfile import Document

KEYS = ("text", "id", "title", "publisher", "author", "published", "url", "language", "origin")
# Other names of a field; if a record has several, our own goes first, then these in their order.
_ALIASES = {
    "text": ("body", "content", "article", "article_text", "articlebody", "full_text", "fulltext"),
    "title": ("headline",),
    "published": ("date", "published_at", "datepublished", "date_published", "publishedat", "pubdate"),
    "url": ("link",),
    "publisher": ("source",),
    "author": ("byline",),
    "language": ("lang",),
}
_KEY_OF = {name: key for key in KEYS for name in (key, *_ALIASES.get(key, ()))}
_RANK = {name: place for place, name in enumerate(_KEY_OF)}
# Keys of records that this program itself writes; they need no remark.
_OURS = frozenset(("path", "record", "schema", "articles"))
_MAX_NAMED_FIELDS = 8  # fields that a remark names
_MAX_UNKNOWN_NAMES = 1_000  # distinct unknown names that are remembered
_KINDS = {
    str: "a string",
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}
Fields: TypeAlias = Mapping[str, str]
NAMES = ("articles.yaml", "articles.yml")
SIDECAR_KEYS = ("title", "publisher", "author", "published", "url", "origin", "language")
_MAX_SIDECAR_BYTES = 1_000_000  # bytes
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?\Z")


def key_of(name: str) -> str:
    """The field that a name stands for, in upper or lower case; "" for an unknown name."""
    return _KEY_OF.get(_folded(name), "")


def chosen_fields(record: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    """The record's fields by our keys: the name it gives them and the value, without nulls.

    A value under another name than ours that is not text may mean something else, and is left alone.
    """
    found: dict[str, tuple[str, object]] = {}
    names = [name for name in record if isinstance(name, str) and _is_field(name, record[name])]
    for name in sorted(names, key=lambda name: (_is_blank(record[name]), _RANK[_folded(name)])):
        found.setdefault(key_of(name), (name, record[name]))
    return found


def field_text(key: str, name: str, value: object) -> str:
    """A field's value as text: a Python date in ISO 8601, the name of a person or paper given as an object.

    Raises `InputError` for any other value that is not a string.
    """
    text = _text_of(key, value)
    if text is None:
        raise InputError(f'its "{name}" is {kind_of(value)}, not a string')
    return text


def kind_of(value: object) -> str:
    """The type of a value, in JSON's words."""
    return _KINDS.get(type(value), type(value).__name__)


class UnknownFields:
    """Collects the names of fields that are not read, to report them once."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def note(self, names: Iterable[object]) -> None:
        """Remember the names in a record that stand for nothing we read."""
        if len(self._names) < _MAX_UNKNOWN_NAMES:
            new = (name for name in names if isinstance(name, str) and name.strip())
            self._names.update(dict.fromkeys(name for name in new if not key_of(name) and name not in _OURS))

    def notice(self, path: str) -> Iterator[Notice]:
        """The remark about a file's unknown fields; none if all are known."""
        if self._names:
            named = ", ".join(shown(name[:40]) for name in list(self._names)[:_MAX_NAMED_FIELDS])
            more = " …" if len(self._names) > _MAX_NAMED_FIELDS else ""
            yield Notice("unknown_fields", f"{shown(path)}: fields that are not read: {named}{more}")


def _folded(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _is_field(name: str, value: object) -> bool:
    key = key_of(name)
    return bool(key) and value is not None and (_folded(name) == key or _text_of(key, value) is not None)


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _text_of(key: str, value: object) -> str | None:
    if isinstance(value, str):
        return value
    if key == "published" and isinstance(value, date):
        return value.isoformat()
    return _names(value) if key in ("author", "publisher") else None


def _names(value: object) -> str | None:
    """The names in an object with a "name", or in a list of names and such objects; None if one has none."""
    listed = value if isinstance(value, list) else [value]
    names = [each.get("name") if isinstance(each, Mapping) else each for each in listed]
    named = [name for name in names if isinstance(name, str) and name.strip()]
    return ", ".join(named) if named and len(named) == len(names) else None


def is_iso_date(value: str) -> bool:
    """Whether a text is a date or date-time in ISO 8601's extended form: 2025-02-17, 2025-02-17T08:00Z."""
    try:
        return value.startswith(datetime.fromisoformat(value).date().isoformat())
    except ValueError:
        return False


_RULES: dict[str, tuple[Callable[[str], bool], str]] = {
    "published": (is_iso_date, "an ISO date such as 2025-02-17 or 2025-02-17T08:00Z"),
    "url": (lambda value: value.startswith(("https://", "http://")), "an address that begins with https:// or http://"),
    "language": (lambda value: bool(_LANGUAGE.match(value)), "a language code such as en or pt-BR"),
}


def is_sidecar(path: str) -> bool:
    """Whether a file's name says that it holds metadata and is not an article."""
    return PurePath(path).name in NAMES


def parse_sidecar(text: str, name: str) -> dict[str, dict[str, str]]:
    """The fields of each file named in a sidecar. Raises `InputError`: "file:line: what is wrong"."""
    from ..yamlfile import YamlError, parse_yaml  # PyYAML takes 12 ms, which a run without a sidecar need not pay

    try:
        document = parse_yaml(text)
    except YamlError as error:
        raise InputError(f"{_at(name, error.line)}: not usable YAML ({error.message})") from error
    if not isinstance(document.value, dict | None):
        raise InputError(f"{_at(name, 1)}: it holds no file names with fields below them")
    return {file: _fields(document, name, file, value) for file, value in (document.value or {}).items()}


def check_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """Fields given by a program, checked like a sidecar's. Raises `InputError` without a place."""
    return {key: value for key, given in fields.items() if (value := _checked(key, given)) is not None}


def _fields(document: Document, name: str, file: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict | None):
        raise InputError(f"{_at(name, document.lines[file,])}: {file[:60]!r} needs fields such as `publisher: NAME`")
    found: dict[str, str] = {}
    for key, given in (value or {}).items():
        try:
            checked = _checked(key, given)
        except InputError as error:
            raise InputError(f"{_at(name, document.lines[file, key])}: {error.message}") from error
        if checked is not None:
            found[key] = checked
    return found


def _checked(key: str, value: object) -> str | None:
    """A field's text, None if it is empty."""
    if key not in SIDECAR_KEYS:
        import difflib  # takes 5 ms, which only a mistake needs

        near = difflib.get_close_matches(key.lower(), SIDECAR_KEYS, n=1)
        advice = f"did you mean {near[0]}?" if near else f"choose from {', '.join(SIDECAR_KEYS)}"
        raise InputError(f"{key[:40]!r} is not a field of an article ({advice})")
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{key} is not text (put it in quotation marks)")
    text = " ".join(value.split())
    right, what = _RULES.get(key, (bool, "a text"))
    if text and not right(text):
        raise InputError(f"{key}: {text[:40]!r} is not {what}")
    return text or None


def _at(name: str, line: int) -> str:
    return f"{shown(name)}:{line}" if line else shown(name)


class Sidecars:
    """The metadata of a run: given for all, or found beside the files. Remembers what it has read and what was used."""

    def __init__(self, given: str | os.PathLike[str] | Mapping[str, Mapping[str, object]] | None) -> None:
        self.skipped: list[Skipped] = []
        self._found: dict[str, dict[str, dict[str, str]]] = {}
        self._used: set[tuple[str, str]] = set()
        self._given, self._given_in = _given(given)

    def complete(self, article: Article) -> Article:
        """The article with what is given for it, else what is found beside its file, else its own."""
        if not article.path:
            return article
        folder = os.path.dirname(article.path)  # noqa: PTH120 - pathlib would turn "./a" into "a"
        if folder not in self._found:
            self._found[folder] = self._beside(folder)
        beside = self._look_up(self._found[folder], article.path, folder, folder)
        given = self._look_up(self._given, article.path, self._given_in, "\0given")
        fields = {**beside, **given}
        return replace(article, **fields) if fields else article  # type: ignore[arg-type] # SIDECAR_KEYS are texts

    def notices(self) -> list[Notice]:
        """A warning for every name that no article has: a misspelt one would otherwise have no effect, silently."""
        all_of = {"\0given": self._given, **self._found}
        unused = [(home, file) for home, files in all_of.items() for file in files if (home, file) not in self._used]
        return [
            Notice("unused_metadata", f"{_named(home)}: {shown(file)[:80]} is not one of the files that were read")
            for home, file in unused
        ]

    def _look_up(self, files: Mapping[str, dict[str, str]], path: str, folder: str, home: str) -> dict[str, str]:
        for name in _names_of(path, folder):
            if name in files:
                self._used.add((home, name))
                return files[name]
        return {}

    def _beside(self, folder: str) -> dict[str, dict[str, str]]:
        for name in NAMES:
            path = as_name(os.path.join(folder, name))  # noqa: PTH118 - the same
            if os.path.lexists(path):
                try:
                    return _read(path)
                except InputError as error:
                    self.skipped.append(Skipped(path, error.message))
        return {}


def _given(
    given: str | os.PathLike[str] | Mapping[str, Mapping[str, object]] | None,
) -> tuple[dict[str, dict[str, str]], str]:
    """Metadata given for the whole run, and the folder its file names start from."""
    if given is None:
        return {}, ""
    if isinstance(given, Mapping):
        return {str(file): check_fields(fields) for file, fields in given.items()}, ""
    path = os.fspath(given)
    return _read(path), os.path.dirname(path)  # noqa: PTH120 - the same


def _read(path: str) -> dict[str, dict[str, str]]:
    raw = read_file(path, _MAX_SIDECAR_BYTES)
    try:
        return parse_sidecar(raw.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(path)}: not UTF-8 (byte {error.start})") from error


def _names_of(path: str, folder: str) -> Iterable[str]:
    """How a sidecar in a folder may name a file: as the user gave it, from its own folder, or by its last part."""
    plain = PurePath(path).as_posix()
    start = PurePath(folder).as_posix() if folder else "."
    relative = posixpath.relpath(plain, start) if posixpath.isabs(plain) == posixpath.isabs(start) else plain
    return dict.fromkeys((relative, path, plain, posixpath.basename(plain)))


def _named(home: str) -> str:
    return "the metadata given" if home == "\0given" else shown(os.path.join(home, NAMES[0]))  # noqa: PTH118 - the same
