"""Sentences that speak to a program instead of a reader: "ignore the above", "you are an assistant", chat markup.

A heuristic by the well-known forms in English and their like in five languages (data). It cannot find all; what it
misses still stands between the fences of a prompt and before the gate. Knows nothing of articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from ..lang.tables import load_table

_Form: TypeAlias = tuple[tuple[str, ...], str]  # words of which a text must hold one to match, and what is looked for
_RUN = 30  # sentences looked at together, about an article's
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
_INVISIBLE |= dict.fromkeys(range(0xE0000, 0xE0080))  # tag characters: text that no reader sees


def speaks_to_program(text: str) -> bool:
    """Whether a sentence reads like an instruction to a program. Characters that nobody sees do not hide it."""
    return _speaks(_visible(text), _forms())


def speaking_to_program(texts: Sequence[str]) -> list[bool]:
    """The same for many sentences, in a quarter of the time: most forms have no word in a whole run of them."""
    found: list[bool] = []
    for start in range(0, len(texts), _RUN):
        run = [_visible(text) for text in texts[start : start + _RUN]]
        together = "\n".join(run).lower()
        forms = [each for each in _forms() if any(cue in together for cue in each[0])]
        found += [_speaks(text, forms) for text in run]
    return found


def _visible(text: str) -> str:
    if text.isascii():
        return text
    return (text if text.isprintable() else text.translate(_INVISIBLE)).replace("’", "'")


def _speaks(plain: str, forms: Sequence[_Form]) -> bool:
    if _openings().match(plain):
        return True
    lower = plain.lower()
    for cues, form in forms:  # plain loops, because this runs on every sentence
        for cue in cues:
            if cue in lower:
                if _compiled(form).search(plain):
                    return True
                break
    return False


@cache
def _forms() -> tuple[_Form, ...]:
    """The forms with their parts written out."""
    data = load_table("injections")
    found = []
    for each in data["forms"]:
        form = each["form"]
        for name, part in data["parts"].items():
            form = form.replace(f"<{name}>", part)
        found.append((tuple(each["cues"]), form))
    return tuple(found)


@cache
def _openings() -> re.Pattern[str]:
    return re.compile("|".join(load_table("injections")["openings"].values()), re.IGNORECASE)


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compiled when a text first needs it."""
    return re.compile(form, re.IGNORECASE | re.VERBOSE)
