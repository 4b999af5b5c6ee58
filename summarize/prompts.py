"""Load the prompt templates, check them before any call, fill them. Holds no prompt text and calls no model.

A template is a YAML file in the shape of GitHub Models' prompt files (name, description, messages of role and content)
with this program's keys under one mapping, `x-summarize`: `version` and `inputs` (the slots it uses). Replies are lines
of text, which the template itself describes. Slots are `{{ name }}` and nothing else: no filter, no logic, no comment.
A slot's value is never read as a template, so article text stays text.

The templates ship with the package, as `config.yaml` does. Installed, they lie in its folder `_data`; in a checkout,
which an editable install does not copy, at the top of the repository; never in the working directory.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from .errors import PromptError

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from .yamlfile import Document, Place

SUFFIX = ".prompt.yaml"
MATERIAL = "material"  # the slot for article text
FENCE = "fence"  # the slot for the token of the lines around it
# What the program can fill in, by template. A template may leave slots out, except the two above.
SLOTS: Mapping[str, tuple[str, ...]] = {
    "write": (FENCE, MATERIAL, "facts", "language", "note", "sentences", "words"),
    "select": (FENCE, MATERIAL, "lines", "note"),
    "repair": (FENCE, MATERIAL, "failures", "language"),
    "check": (FENCE, MATERIAL, "sentence"),
}
_FENCE_DIGITS = 20  # hexadecimal
_KEYS = ("name", "description", "messages", "x-summarize")
_OWN_KEYS = ("version", "inputs")
_MESSAGE_KEYS = ("role", "content")
_ROLES = ("system", "user", "assistant")
_SLOT = re.compile(r"\{\{ ?([a-z_]+) ?\}\}")
_JINJA_MARKS = ("{{", "{%", "{#", "}}", "%}", "#}")
_LARGEST = 100_000  # bytes; a template is a page


def fence_of(text: str) -> str:
    """The token of the lines around a text: 20 hex digits of its SHA-256. No text can contain its own."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_FENCE_DIGITS]


def read_resource(name: str) -> str:
    """Give the text of a shipped file, such as "config.yaml" or "prompts/direct.prompt.yaml".

    Raises FileNotFoundError when the installation is incomplete or the name is unknown.
    """
    found = _home(resources.files(__package__)).joinpath(*name.split("/"))
    if not found.is_file():
        raise FileNotFoundError(f"{name} is not part of this installation")
    return found.read_text(encoding="utf-8")


def _home(package: Traversable) -> Traversable:
    """Choose the folder: `_data` inside the package, else the repository around it, known by its two landmarks."""
    packed = package.joinpath("_data")
    if packed.is_dir():
        return packed
    if isinstance(package, Path) and _is_repository(package.parent):
        return package.parent
    raise FileNotFoundError("the files that ship with summarize are missing from this installation")


def _is_repository(folder: Path) -> bool:
    return (folder / "pyproject.toml").is_file() and (folder / "prompts").is_dir()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A checked template. `messages` are (role, template) pairs; `sha256` is of the file's bytes."""

    name: str
    version: str
    sha256: str
    inputs: tuple[str, ...]
    messages: tuple[tuple[str, str], ...]

    def fill(self, values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        """Give the messages as (role, text) pairs. Values the template does not use are ignored.

        Raises PromptError when a value that it uses is missing.
        """
        import jinja2

        used = {name: values[name] for name in self.inputs if name in values}
        try:
            return tuple((role, _compiled(text).render(used)) for role, text in self.messages)
        except jinja2.UndefinedError as error:
            raise PromptError(f"{self.name}: {error.message}") from error


def load_prompts(folder: str = "") -> dict[str, Prompt]:
    """Load all templates by name: those in `folder`, for the rest the shipped ones.

    Raises PromptError naming file, key and line of whatever is wrong, also for a file whose name is no template's.
    """
    own = _own_files(Path(folder)) if folder else {}
    shipped = {name: _load(name, f"prompts/{name}{SUFFIX}", _shipped(name)) for name in SLOTS}
    return shipped | {name: _load(name, str(path), _read(path)) for name, path in own.items()}


def _shipped(name: str) -> bytes:
    try:
        return read_resource(f"prompts/{name}{SUFFIX}").encode()
    except FileNotFoundError as error:
        raise PromptError(str(error), hint="install the package again") from error


def _own_files(folder: Path) -> dict[str, Path]:
    """Find the templates of a folder, by name. Other files are ignored; other *.prompt.yaml are errors."""
    if not folder.is_dir():
        raise PromptError(f"{folder}: not a folder", hint=f"name a folder of *{SUFFIX} files")
    found = {path.name.removesuffix(SUFFIX): path for path in sorted(folder.iterdir()) if path.name.endswith(SUFFIX)}
    for name, path in found.items():
        if name not in SLOTS:
            known = ", ".join(f"{each}{SUFFIX}" for each in SLOTS)
            raise PromptError(f"{path}: no template has this name", hint=f"choose from {known}")
    if not found:
        raise PromptError(f"{folder}: holds no *{SUFFIX} file", hint="copy the shipped one you want to change")
    return found


def _read(path: Path) -> bytes:
    """Read a regular file without waiting for a pipe or device that bears its name."""
    try:
        if not path.is_file():
            raise PromptError(f"{path}: not a regular file")
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:  # noqa: PTH123 - for the flag
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise PromptError(f"{path}: cannot be read ({error.strerror})") from error
    if len(content) > _LARGEST:
        raise PromptError(f"{path}: too large for a template (over {_LARGEST:,} bytes)")
    return content


def _load(name: str, path: str, content: bytes) -> Prompt:
    from . import yamlfile  # imports PyYAML, which a run without a model does not need

    try:
        document = yamlfile.parse_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PromptError(f"{path}: not UTF-8 (byte {error.start})", hint="save the file as UTF-8") from error
    except yamlfile.YamlError as error:
        raise PromptError(f"{path}:{error.line or 1}: {error.message}") from error
    return _File(path, document).prompt(name, hashlib.sha256(content).hexdigest())


class _File:
    """One parsed file being checked; every complaint names file, line and key."""

    def __init__(self, path: str, document: Document) -> None:
        self._path, self._document = path, document

    def prompt(self, name: str, sha256: str) -> Prompt:
        """Check everything and give the template."""
        root = self._mapping(self._document.value, (), _KEYS)
        if root["name"] != name:
            self._refuse(("name",), f"must be {name!r}, the file's name")
        own = self._mapping(root["x-summarize"], ("x-summarize",), _OWN_KEYS)
        inputs = self._inputs(name, own["inputs"])
        messages = self._messages(root["messages"])
        self._slots(messages, inputs)
        self._fences([text for _, text in messages])
        return Prompt(name=name, version=str(own["version"]), sha256=sha256, inputs=inputs, messages=messages)

    def _refuse(self, place: Place, message: str, below: int = 0) -> NoReturn:
        """Raise the error for a key; `below` counts lines below the key's own."""
        known = place
        while known and known not in self._document.lines:
            known = known[:-1]
        line = self._document.lines.get(known, 1) + below
        key = ".".join(map(str, place))
        raise PromptError(f"{self._path}:{line}: {key + ': ' if key else ''}{message}")

    def _mapping(self, value: Any, place: Place, keys: Sequence[str]) -> dict[str, Any]:
        """A mapping with exactly these keys."""
        if not isinstance(value, dict):
            self._refuse(place, f"must hold the keys {', '.join(keys)}")
        for key in value:
            if key not in keys:
                import difflib

                near = difflib.get_close_matches(key, keys, n=1)
                advice = f"did you mean {near[0]}?" if near else f"choose from {', '.join(keys)}"
                self._refuse((*place, key), f"not a key of a template ({advice})")
        for key in keys:
            if key not in value:
                self._refuse(place, f"the key {key} is missing")
        return value

    def _inputs(self, name: str, value: Any) -> tuple[str, ...]:
        place = ("x-summarize", "inputs")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._refuse(place, "must be a list of slot names")
        for number, each in enumerate(value):
            if each not in SLOTS[name]:
                self._refuse((*place, number), f"{each!r} is never filled (choose from {', '.join(SLOTS[name])})")
            if each in value[:number]:
                self._refuse((*place, number), f"{each!r} is given twice")
        for each in (FENCE, MATERIAL):
            if each not in value:
                self._refuse(place, f"the slot {each!r} is missing")
        return tuple(value)

    def _messages(self, value: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, list) or not value:
            self._refuse(("messages",), "must be a list of messages")
        found = []
        for number, item in enumerate(value):
            message = self._mapping(item, ("messages", number), _MESSAGE_KEYS)
            if message["role"] not in _ROLES:
                self._refuse(("messages", number, "role"), f"must be one of {', '.join(_ROLES)}")
            if not isinstance(message["content"], str) or not message["content"].strip():
                self._refuse(("messages", number, "content"), "must be text")
            found.append((message["role"], message["content"]))
        return tuple(found)

    def _slots(self, messages: Sequence[tuple[str, str]], inputs: Sequence[str]) -> None:
        """Every slot is an input, every input a slot, and nothing else stands between braces."""
        used: set[str] = set()
        for number, (_, text) in enumerate(messages):
            place = ("messages", number, "content")
            for name, below in self._slots_of(text, place):
                if name not in inputs:
                    self._refuse(place, f"the slot {name!r} is not among the inputs ({', '.join(inputs)})", below)
                used.add(name)
        for number, name in enumerate(inputs):
            if name not in used:
                self._refuse(("x-summarize", "inputs", number), f"the slot {name!r} is used in no message")

    def _slots_of(self, text: str, place: Place) -> Iterator[tuple[str, int]]:
        """The slots of one message as (name, lines below the key)."""
        for below, line in enumerate(text.splitlines(), 1):
            if any(mark in _SLOT.sub("", line) for mark in _JINJA_MARKS):
                self._refuse(place, "only {{ slots }} are allowed: no filter, no logic, no comment", below)
            yield from ((name, below) for name in _SLOT.findall(line))

    def _fences(self, texts: Sequence[str]) -> None:
        """The material stands once, alone on its line, between slots for the fence's token.

        Alone on its line, because only then the prompt's tokens are exactly the frame's and the material's together.
        """
        holders = [n for n, text in enumerate(texts) if MATERIAL in _SLOT.findall(text)]
        place = ("messages", holders[0], "content")
        lines = texts[holders[0]].splitlines()
        at = next(n for n, line in enumerate(lines) if MATERIAL in _SLOT.findall(line))
        if not _SLOT.fullmatch(lines[at]) or sum(_SLOT.findall(text).count(MATERIAL) for text in texts) > 1:
            self._refuse(place, "the slot 'material' must stand once, alone on its line", at + 1)
        if not lines[at + 1 : at + 2] or lines[at + 1][:1] in ("", " ", "\t", "/"):
            self._refuse(place, "the line below the slot 'material' must begin with a word or a mark", at + 1)
        before, after = _SLOT.findall("".join(lines[:at])), _SLOT.findall("".join(lines[at + 1 :]))
        if FENCE not in before or FENCE not in after:
            self._refuse(place, "the slot 'fence' must stand before and after the slot 'material'", at + 1)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Prompts are plain text for a model: escaping for HTML would change the articles' words.
    return ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False, cache_size=0)


@cache
def _compiled(text: str) -> Any:
    return _environment().from_string(text)
