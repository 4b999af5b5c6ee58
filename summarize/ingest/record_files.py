"""Articles from JSON and JSON Lines, one per record, and from tables (.csv, .tsv), one per row.

A bad record costs only itself; unknown fields are reported once. In a table one column holds the text, others such as
title and url by name. Nothing is numbered here: a `ParsedArticle` carries the id its record asked for, or "".
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from ..records import SCHEMA, Article, Notice, Skipped
from .decode import parse_json
from .files import is_web_address
from .metadata import UnknownFields, chosen_fields, field_text, is_iso_date, key_of, kind_of

_FAMILY = SCHEMA.partition("/")[0] + "/"
_OWN = "a summary written by this program, not an article: `summarize render` shows it"
TABLES = (".csv", ".tsv")
_DELIMITERS = ",;\t|"
_MAX_NAMED_COLUMNS = 8  # columns that an error names


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article before it is numbered, its name in messages, and (code, message) pairs of remarks about it."""

    article: Article
    name: str
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PendingFetch:
    """An article still to be fetched: its address, its name in messages, and what is known of it (keys of a record).

    `deeper`: whether the address may hold a feed or a file of records, with its own articles. `instead` stands in for
    it if it cannot be fetched: what a feed itself says of it.
    """

    url: str
    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    deeper: bool = True
    instead: ParsedArticle | None = None


class _Repeating(dict[str, object]):
    """A JSON object that has one of our keys twice. Which of the two was meant cannot be known."""


def read_records(
    text: str, path: str, *, lines: bool = False
) -> Iterator[ParsedArticle | PendingFetch | Skipped | Notice]:
    """One draft, or the reason why there is none, for each record of a JSON text, or of JSON Lines with `lines`.

    For a record with an address and no text, the page is to be fetched as the article.

    A JSON text may be an object, an array of objects, {"articles": [...]}, or one object per line after all. Raises
    `InputError` before the first record if the text is none of these.
    """
    if lines or _is_lines(text):
        numbered = enumerate(text.split("\n"), 1)
        values: Iterator[object] = (_line(line, place) for place, line in numbered if line.strip())
    else:
        values = iter(_records(_parse(text)))
    return _drafts(values, path)


def looks_like_records(text: str) -> bool:
    """Whether a text of unknown kind is JSON or JSON Lines with at least one object in it."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        return _is_lines(text) or any(isinstance(value, dict) for value in _records(_parse(text)))
    except InputError:
        return False


def draft_record(record: object, name: str, path: str | None = None, number: int | None = None) -> ParsedArticle:
    """The article that a record describes, with its fields under our names or others (`record_fields`).

    Raises `InputError` with the reason if it describes none.
    """
    strings = {key: field_text(key, name, value) for key, (name, value) in _fields(record).items()}
    given = {key: value for key, value in strings.items() if key == "text" or value.strip()}
    remarks = []
    if any("\ud800" <= c <= "\udfff" for value in given.values() for c in value):
        given = {key: _mended(value) for key, value in given.items()}
        remarks.append(("lone_surrogate", "half a character (a lone surrogate) was replaced by U+FFFD"))
    if "published" in given and not is_iso_date(given["published"]):
        remarks.append(("bad_date", f"published {given.pop('published')[:40]!r} is not an ISO date; it was left out"))
    article = Article(
        **{"id": "", **given},  # type: ignore[arg-type]  # texts, of fields that are texts
        sha256=hashlib.sha256(given["text"].encode()).hexdigest(),
        path=path,
        record=number,
        stored=True,
    )
    return ParsedArticle(article, name, tuple(remarks))


def pending_fetch_of(record: object, name: str) -> PendingFetch | None:
    """What a record without a text asks to fetch; None if it has a text, or no web address."""
    if not isinstance(record, Mapping) or _is_summary(record) or isinstance(record, _Repeating):
        return None
    fields = chosen_fields(record)
    _, url = fields.pop("url", ("", None))
    if "text" in fields or not isinstance(url, str) or not is_web_address(url):
        return None
    given = {key: _mended(value) for key, (_, value) in fields.items() if isinstance(value, str) and value.strip()}
    if "published" in given and not is_iso_date(given["published"]):
        del given["published"]
    return PendingFetch(url, name, given, deeper=False)


def _drafts(values: Iterator[object], path: str) -> Iterator[ParsedArticle | PendingFetch | Skipped | Notice]:
    unknown = UnknownFields()
    for number, value in enumerate(values, 1):
        if isinstance(value, Mapping) and not _is_summary(value):
            unknown.note(value)
        name = f"{path}:record {number}"
        try:
            yield pending_fetch_of(value, name) or draft_record(value, name, path, number)
        except InputError as error:
            yield Skipped(name, error.message)
    yield from unknown.notice(path)


def _is_lines(text: str) -> bool:
    """Whether the first line is a whole object and another line follows."""
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith("{") or not rest.strip():
        return False
    try:
        return isinstance(_parse(first), dict)
    except InputError:
        return False


def _line(line: str, place: int) -> object:
    """A line's value, or the `InputError` to report for that line alone."""
    try:
        return _parse(line)
    except InputError as error:
        return InputError(f"line {place}: {error.message}")


def _records(value: object) -> list[object]:
    if isinstance(value, dict):
        if _is_summary(value):
            return [value]  # refused as a record, with the reason
        articles = value.get("articles")
        return articles if isinstance(articles, list) and "text" not in value else [value]
    if isinstance(value, list):
        return value
    raise InputError('no records in it; give an object, an array or {"articles": [...]}')


def _parse(text: str) -> object:
    return parse_json(text, _object)


def _is_summary(value: Mapping[object, object]) -> bool:
    """Whether it is the JSON of a summary, whose articles may carry their texts."""
    schema = value.get("schema")
    return isinstance(schema, str) and schema.startswith(_FAMILY) and "claims" in value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Repeating(found)


def _fields(record: object) -> dict[str, tuple[str, object]]:
    """A record's fields under our keys, without nulls, each with the name that it has there."""
    if isinstance(record, InputError):
        raise record
    if not isinstance(record, Mapping):
        raise InputError(f"{kind_of(record)}, not an object")
    if _is_summary(record):
        raise InputError(_OWN)
    if isinstance(record, _Repeating):
        raise InputError("one of its keys occurs twice")
    fields = chosen_fields(record)
    if "text" not in fields:
        raise InputError('it has no "text"')
    return fields


def _mended(value: str) -> str:
    """The string with surrogate pairs joined and lone surrogates replaced by U+FFFD."""
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_csv(text: str, path: str, column: str = "") -> Iterator[ParsedArticle | Skipped | Notice]:
    """One draft, or the reason why there is none, for each row of a table; rows count from 1 after the header.

    `column` is the header of the column with the text, or its number from 1 in a table without headers; "" looks for a
    header such as "text". Raises `InputError` before the first row if there is no such column.
    """
    rows = read_rows(text)
    if not rows:
        raise InputError("no rows in it")
    heads = [cell.strip().casefold() for cell in rows[0]]
    place, headed = _place(heads, column.strip().casefold())
    unknown = UnknownFields()
    unknown.note(rows[0][:place] + rows[0][place + 1 :] if headed else ())
    keys = _keys(heads, place) if headed else {}
    for number, row in enumerate(rows[1:] if headed else rows, 1):
        name = f"{path}:record {number}"
        if not any(cell.strip() for cell in row):
            continue
        try:
            yield draft_record(_record(row, place, keys), name, path, number)
        except InputError as error:
            yield Skipped(name, error.message)
    yield from unknown.notice(path)


def read_rows(text: str) -> list[list[str]]:
    """The cells of a table, quoted ones whole. The delimiter is the one of , ; tab and | that splits its header most.

    Raises `InputError` if a row's quotation marks never close.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # for the whole process: raised, never lowered
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        return list(csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"not a usable table ({error})") from error


def _place(heads: Sequence[str], column: str) -> tuple[int, bool]:
    """The place of the column with the text, and whether the first row is a header."""
    if column and column in heads:
        return heads.index(column), True
    if column.isdecimal() and 0 < int(column) <= len(heads):
        return int(column) - 1, any(map(key_of, heads))
    known = chosen_fields({head: head for head in heads})
    if "text" in known and not column:
        return heads.index(known["text"][0]), True
    named = ", ".join(head[:30] for head in heads[:_MAX_NAMED_COLUMNS]) + (
        " …" if len(heads) > _MAX_NAMED_COLUMNS else ""
    )
    wanted = f"no column {column[:30]!r}" if column else "no column with the text"
    raise InputError(f"{wanted}; name it as `column` (its first row is: {named})")


def _keys(heads: Sequence[str], place: int) -> dict[int, str]:
    """The field that each column holds, one column per field; the text's is known."""
    ranked = chosen_fields({head: head for head in heads})
    return {at: key for key, (head, _) in ranked.items() if key != "text" and (at := heads.index(head)) != place}


def _record(row: Sequence[str], place: int, keys: dict[int, str]) -> dict[str, str]:
    if place >= len(row):
        raise InputError("the row is too short: it has no text")
    given = {key: row[at].strip() for at, key in keys.items() if at < len(row) and row[at].strip()}
    return given | {"text": row[place]}
