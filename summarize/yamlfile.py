"""Read one YAML document strictly, keeping the line on which each value stands.

Scalars follow YAML 1.2: `no` and `on` are words, `12:30` and `2026-11-22` are text, `010` is ten. Refused: a key
given twice, a key that is not text, aliases, tags, several documents, deep nesting, huge files. Knows no setting and no
prompt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import yaml

MAX_CHARACTERS = 200_000  # a prompt file has some 5,000; PyYAML reads about 300,000 a second
MAX_DEPTH = 20  # prompt files need 6

_STR, _INT, _FLOAT = "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
_BOOL, _NULL = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"
_INT_BASES = {"0o": 8, "0x": 16}

Place = tuple[str | int, ...]


class YamlError(ValueError):
    """The text is not YAML as we accept it. `line` counts from 1, 0 when it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Document(NamedTuple):
    """What the text says: the value, and the line (from 1) of every key and item by its place, `("messages", 0)`."""

    value: object
    lines: Mapping[Place, int]


class _Loader(yaml.SafeLoader):
    """PyYAML's parser with YAML 1.2's scalars, a depth limit and no aliases. Composes nodes, constructs nothing."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        """Compose one node, refusing what could make a small file huge or an object out of it."""
        event = self.peek_event()  # type: ignore[no-untyped-call] # the stubs leave it bare
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise YamlError("anchors and aliases (&, *) are not allowed", line)
        if event.tag and event.tag != "!":
            raise YamlError(f"tags are not allowed ({event.tag[:40]})", line)
        if self.depth == MAX_DEPTH:
            raise YamlError(f"nested more than {MAX_DEPTH} levels deep", line)
        self.depth += 1
        node = super().compose_node(parent, index)  # type: ignore[arg-type] # the stubs know only int
        self.depth -= 1
        return node


for _tag, _pattern, _first in (
    (_BOOL, r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    (_INT, r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", "-+0123456789"),
    (_FLOAT, r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z", "-+.0123456789"),
    (_NULL, r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def parse_yaml(text: str) -> Document:
    """Parse one document; an empty text gives the value None. Raises YamlError, which names the line."""
    if len(text) > MAX_CHARACTERS:
        raise YamlError(f"longer than {MAX_CHARACTERS:,} characters")
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        raise YamlError(problem, mark.line + 1 if mark else 0) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(f"the character U+{error.character:04X} is not allowed", line) from error
    lines: dict[Place, int] = {}
    return Document(None if root is None else _value(root, (), lines), lines)


def _value(node: yaml.Node, place: Place, lines: dict[Place, int]) -> object:
    """Turn a node into plain Python, noting the line of everything inside it in `lines` (the caller's fresh dict)."""
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return {key: _value(value, (*place, key), lines) for key, value in _pairs(node, place, lines)}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, number), lines) for number, item in enumerate(node.value)]
    try:
        return _SCALARS[node.tag](node.value)
    except ValueError as error:  # more digits than Python converts
        raise YamlError("a number is too long", node.start_mark.line + 1) from error


def _pairs(node: yaml.MappingNode, place: Place, lines: dict[Place, int]) -> list[tuple[str, yaml.Node]]:
    pairs = []
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.tag != _STR:
            raise YamlError("a key must be text (put it in quotation marks)", line)
        if (*place, key.value) in lines:
            first = lines[*place, key.value]
            raise YamlError(f"the key {key.value[:40]!r} is given twice (first on line {first})", line)
        lines[*place, key.value] = line
        pairs.append((key.value, value))
    return pairs


def _integer(text: str) -> int:
    base = _INT_BASES.get(text[:2])
    return int(text[2:], base) if base else int(text)


_SCALARS: Mapping[str, Callable[[str], object]] = {
    _STR: str,
    _BOOL: lambda text: text.lower() == "true",
    _INT: _integer,
    _FLOAT: float,
    _NULL: lambda text: None,
}
