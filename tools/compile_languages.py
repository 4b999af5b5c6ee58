"""Compile `summarize/lang/data/<code>.toml` into `summarize/lang/languages.json`, which is read at run time.

The other TOML files there, tables that belong to no language, go into `tables.json` unchanged.

    python tools/compile_languages.py

A list of words is one text with blanks between them, or a list if a phrase has blanks; a table is `value = "words"`.
Patterns are a list of regular expressions, each for one phrase or for a few similar ones. A key that no language knows,
or a value of the wrong form, is an error that names the file and the key. Names of months and days come from
`data/calendars.json` (`tools/generate_calendars.py`); `more_months` and `more_weekdays` add forms.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from summarize.lang import tables
from summarize.lang.language import COMPILED, Language  # found in the checkout, installed or not

DATA = ROOT / "summarize/lang/data"
CALENDARS = "calendars.json"
KINDS = {each.name: str(each.type) for each in fields(Language) if each.name not in ("code", "months", "weekdays")}
MORE = {"more_months": ("months", 12), "more_weekdays": ("weekdays", 7)}


class DataError(Exception):
    """What is wrong in a file of language data: the file, the key, and why."""


def main() -> None:
    """Write the compiled file and say what it holds."""
    for name, text in ((COMPILED, compiled(DATA)), (tables.COMPILED, compiled_tables(DATA))):
        (ROOT / "summarize/lang" / name).write_text(text, encoding="utf-8")
        print(f"{name}: {', '.join(json.loads(text))}; {len(text.encode()):,} bytes")


def compiled(folder: Path) -> str:
    """All languages of a folder as the text of the compiled file. Raises DataError."""
    calendars = json.loads((folder / CALENDARS).read_text(encoding="utf-8"))
    paths = sorted(path for path in folder.glob("*.toml") if _is_language(path))
    found = {path.stem: _language(path, calendars.get(path.stem, {})) for path in paths}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def compiled_tables(folder: Path) -> str:
    """The tables that belong to no language, as the text of their compiled file. Raises DataError."""
    found = {path.stem: _read(path) for path in sorted(folder.glob("*.toml")) if not _is_language(path)}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _is_language(path: Path) -> bool:
    """Whether a file is a language's: its name is a code of two or three letters."""
    return len(path.stem) <= 3


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from None


def _language(path: Path, calendar: Mapping[str, list[str]]) -> dict[str, object]:
    data = _read(path)
    found: dict[str, object] = {}
    for key, value in data.items():
        if key in MORE:
            continue
        if key not in KINDS:
            raise DataError(f"{path.name}: unknown key {key!r}")
        try:
            found[key] = _value(KINDS[key], value)
        except (TypeError, ValueError) as error:
            raise DataError(f"{path.name}: {key}: {error}") from None
    for key, (whole, count) in MORE.items():
        forms = _forms(path, calendar.get(whole, []), data.get(key, []), key, count)
        if forms:
            found[whole] = forms
    return found


def _value(kind: str, value: object) -> object:
    """A value from a file in the form that the compiled file has for its kind."""
    if kind in ("str", "bool"):
        if type(value).__name__ != kind:
            raise TypeError(f"a {kind} is wanted, not {value!r}")
        return value
    if kind in ("Numbers", "Meanings"):
        if not isinstance(value, dict):
            raise TypeError(f'a table of value = "words" is wanted, not {value!r}')
        pairs = [(word, meant) for meant, words in value.items() for word in _words(words)]
        _once([word for word, _ in pairs])
        return {word: int(meant) if kind == "Numbers" else meant for word, meant in pairs}
    read = _patterns if kind.startswith("Pattern") else _words
    if kind in ("Phrases", "PatternTable"):
        if not isinstance(value, dict):
            raise TypeError(f"a table of value = [phrases] is wanted, not {value!r}")
        return {meant: _once(read(phrases)) for meant, phrases in value.items()}
    if kind == "Pairs":
        if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            raise TypeError(f"pairs of words are wanted, not {value!r}")
        return [[sorted(_once(_words(words))) for words in pair] for pair in value]
    return _once(read(value)) if kind in ("tuple[str, ...]", "Patterns") else sorted(_once(_words(value)))


def _words(value: object) -> list[str]:
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise TypeError(f"words are wanted, not {value!r}")
    if capital := next((word for word in words if word != word.lower()), None):
        raise ValueError(f"{capital!r} is not in lower case")
    return words


def _patterns(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(pattern, str) and pattern for pattern in value):
        raise TypeError(f"patterns are wanted, not {value!r}")
    for pattern in value:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r}: {error}") from None
    return value


def _once(words: list[str]) -> list[str]:
    if twice := next((word for place, word in enumerate(words) if word in words[:place]), None):
        raise ValueError(f"{twice!r} stands there twice")
    return words


def _forms(path: Path, known: list[str], more: object, key: str, count: int) -> list[list[str]]:
    """The forms of months or days: those of CLDR and those that a file adds, one text for each month or day."""
    if more and not (isinstance(more, list) and len(more) == count and all(isinstance(text, str) for text in more)):
        raise DataError(f"{path.name}: {key}: {count} texts are wanted")
    texts = [known, more] if isinstance(more, list) and more else [known]
    return [list(dict.fromkeys(" ".join(each).split())) for each in zip(*filter(None, texts), strict=True)]


if __name__ == "__main__":
    try:
        main()
    except DataError as error:
        sys.exit(str(error))
