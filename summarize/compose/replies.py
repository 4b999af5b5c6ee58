"""From a model's raw reply to proposals, or to the reason why it cannot be used. Trusts nothing, mends nothing.

Order of judgement: size, finish reason, refusal, JSON (strict, one document; reasoning, a fence or prose around it is
taken off once), schema. A cut-off object is never completed. Whether a proposal stands on what it cites is judged
elsewhere; here a cited number only becomes the statements it stands for, or an unknown number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, cast

from ..model import Reply
from ..records import ClaimKind
from .statements import one_line

DisputeKind = Literal["contradiction", "change_over_time", "different_quantities", "framing"]
Trouble = Literal["cut_off", "refused", "unreadable"]

_LARGEST = 2_000_000  # characters; the longest allowed reply has some 100,000
_THINKING = (("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<reasoning>", "</reasoning>"))
_PATH = 60  # characters of a place in the reply that a reason names
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
    "integer": int, "number": (int, float),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A sentence the model proposes. `cites` are numbers of statements; `unknown` are numbers its prompt did not hold.

    `weight` is the model's own, 1 to 9. `number` is the id of a sentence that this one mends, else 0. `found` says that
    the statements are not those the model cited but those that carry the sentence.
    """

    text: str
    cites: tuple[int, ...]
    unknown: tuple[int, ...] = ()
    attributed_to: str | None = None
    kind: ClaimKind = "fact"
    weight: int = 5
    number: int = 0
    found: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """A point on which the articles differ, as the model sees it; one proposal a side."""

    point: str
    kind: DisputeKind
    positions: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A readable reply. `headline` is None where the template asks for none."""

    headline: Proposal | None
    proposals: tuple[Proposal, ...]
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """A reply that cannot be used, and why, in words for the model and the reader."""

    trouble: Trouble
    why: str


def read_reply(reply: Reply, schema: Mapping[str, object], cites: Sequence[tuple[int, ...]]) -> Answer | Unusable:
    """Read a reply against its schema. `cites[n - 1]` are the statements that number n of its prompt stands for."""
    unfinished = _unfinished(reply)
    if unfinished:
        return unfinished
    try:
        value = _strict_json(_bare(reply.text))
    except (ValueError, RecursionError):
        return Unusable("unreadable", "it was not one JSON object" if reply.text.strip() else "it was empty")
    fault = next(schema_faults(value, schema), "")
    return Unusable("unreadable", f"it broke the schema: {fault}") if fault else _answer(value, cites)


def _unfinished(reply: Reply) -> Unusable | None:
    """Why a reply is not worth reading, if so."""
    if len(reply.text) > _LARGEST:
        return Unusable("unreadable", "it was far too long")
    if reply.finish == "length":
        return Unusable("cut_off", "it was cut off at its length limit")
    if reply.finish != "stop":
        return Unusable("refused", "the model refused" if reply.finish == "refusal" else "a content filter stopped it")
    return None


def schema_faults(value: Any, schema: Mapping[str, Any], path: str = "reply") -> Iterator[str]:
    """Where and how a value breaks a schema of the subset that templates may use. Numbers are not cast."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is_type(value, each) for each in types):
        yield f"{path[:_PATH]} is not {' or '.join(types)}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{path[:_PATH]} is none of {', '.join(map(str, schema['enum']))}"
    elif isinstance(value, dict):
        properties = schema["properties"]
        for key in schema["required"]:
            if key not in value:
                yield f"{path[:_PATH]} lacks {key}"
        for key, each in value.items():
            if key not in properties:
                yield f"{path[:_PATH]} has an unknown key"
            else:
                yield from schema_faults(each, properties[key], f"{path}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from schema_faults(each, schema["items"], f"{path}[{number}]")


def _is_type(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _bare(text: str) -> str:
    """The reply without reasoning before it, and without a fence or prose around its object."""
    text = text.strip().removeprefix("\ufeff")
    for start, end in _THINKING:
        if text.startswith(start):
            text = text.partition(end)[2].strip()  # reasoning that never ends leaves nothing
    if text.startswith("{") and text.endswith("}"):
        return text
    first, last = text.find("{"), text.rfind("}")
    return text[first : last + 1] if 0 <= first < last else text


def _strict_json(text: str) -> Any:
    """One JSON document; NaN, infinities and keys given twice are refused. Raises ValueError, RecursionError."""
    return json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _answer(value: Mapping[str, Any], cites: Sequence[tuple[int, ...]]) -> Answer:
    headline = value.get("headline")
    return Answer(
        _proposal(headline, cites) if headline else None,
        tuple(_proposal(item, cites) for item in value["sentences"] if item["text"].strip()),
        tuple(
            Dispute(
                one_line(item["point"]),
                cast(DisputeKind, item["kind"]),
                tuple(_proposal(position, cites) for position in item["positions"]),
            )
            for item in value.get("disagreements", ())
        ),
    )


def _proposal(item: Mapping[str, Any], cites: Sequence[tuple[int, ...]]) -> Proposal:
    known = [number for number in item["cites"] if 1 <= number <= len(cites)]
    return Proposal(
        text=one_line(item["text"]),
        cites=tuple(dict.fromkeys(statement for number in known for statement in cites[number - 1])),
        unknown=tuple(number for number in item["cites"] if not 1 <= number <= len(cites)),
        attributed_to=one_line(item.get("attributed_to") or "") or None,
        kind=item.get("kind", "fact"),
        weight=max(1, min(9, item.get("weight", 5))),
        number=item.get("id", 0),
    )
