"""The names that people use for an article's fields, in JSON records and table headers. Reads no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ...errors import InputError
from ...records import Notice
from ..files import shown

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
_NAMED = 8  # fields that a remark names
_MOST = 1_000  # distinct unknown names that are remembered
_KINDS = {
    str: "a string",
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


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
        if len(self._names) < _MOST:
            new = (name for name in names if isinstance(name, str) and name.strip())
            self._names.update(dict.fromkeys(name for name in new if not key_of(name) and name not in _OURS))

    def notice(self, path: str) -> Iterator[Notice]:
        """The remark about a file's unknown fields; none if all are known."""
        if self._names:
            named = ", ".join(shown(name[:40]) for name in list(self._names)[:_NAMED])
            more = " …" if len(self._names) > _NAMED else ""
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
