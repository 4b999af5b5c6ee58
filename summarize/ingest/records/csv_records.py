"""Articles from tables (.csv, .tsv), one per row: one column holds the text, others such as title and url by name.

A bad row costs only itself. Nothing is numbered here; see `record_files`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from ...errors import InputError
from ...records import Notice, Skipped
from .fields import UnknownFields, chosen_fields, key_of
from .record_files import ParsedArticle, draft_record

TABLES = (".csv", ".tsv")
_DELIMITERS = ",;\t|"
_NAMED = 8  # columns that an error names


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
    named = ", ".join(head[:30] for head in heads[:_NAMED]) + (" …" if len(heads) > _NAMED else "")
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
