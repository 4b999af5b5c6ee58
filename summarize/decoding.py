"""JSON values back to frozen records, guided by the records' own types. Trusts nothing and repairs nothing.

A field missing from the JSON takes its default; a key that the record does not know is ignored, so that a later
version's file can be read. Anything else that does not fit is an error that names the place:
"claims[3].evidence[0].start".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


class Unreadable(ValueError):
    """A value that does not fit its field; the message is one line: the place and what was expected there."""


def decode_record(kind: type[Record], value: object, where: str = "") -> Record:
    """The record of a class, made from a JSON object. Raises Unreadable."""
    if not isinstance(value, Mapping):
        raise Unreadable(f"{where or 'it'} is not an object")
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    found = {}
    for each in fields(kind):  # type: ignore[arg-type]  # callers pass a dataclass
        place = f"{where}.{each.name}" if where else each.name
        if each.name in value:
            found[each.name] = _decoded(hints[each.name], value[each.name], place)
        elif not _has_default(each):
            raise Unreadable(f"{place} is missing")
    return kind(**found)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _has_default(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _decoded(kind: Any, value: object, where: str) -> object:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in inner:
            return None
        (wanted,) = [each for each in inner if each is not NoneType]
        return _decoded(wanted, value, where)
    if origin is Literal:
        return _one_of(inner, value, where)
    if origin is tuple:
        return _sequence(inner, value, where)
    if origin is dict:
        return _mapping(inner, value, where)
    return decode_record(kind, value, where) if is_dataclass(kind) else _plain(kind, value, where)  # type: ignore[arg-type]


def _one_of(allowed: tuple[object, ...], value: object, where: str) -> object:
    if isinstance(value, str) and value in allowed:
        return value
    raise Unreadable(f"{where} is not one of {', '.join(map(str, allowed))}")


def _sequence(inner: tuple[Any, ...], value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise Unreadable(f"{where} is not a list")
    if inner[-1] is Ellipsis:
        return tuple(_decoded(inner[0], item, f"{where}[{place}]") for place, item in enumerate(value))
    if len(value) != len(inner):
        raise Unreadable(f"{where} has {len(value)} values, not {len(inner)}")
    return tuple(_decoded(each, item, f"{where}[{n}]") for n, (each, item) in enumerate(zip(inner, value, strict=True)))


def _mapping(inner: tuple[Any, ...], value: object, where: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise Unreadable(f"{where} is not an object")
    wanted = inner[1] if inner else object
    return {str(key): _decoded(wanted, item, f"{where}.{key}") for key, item in value.items()}


def _plain(kind: Any, value: object, where: str) -> object:
    """A string, a number, true or false; "object" takes whatever JSON holds."""
    if kind is object or kind is Any:
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    raise Unreadable(f"{where} is not {names.get(kind, getattr(kind, '__name__', 'known'))}")
