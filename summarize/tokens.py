"""Exact token counts of OpenAI's encodings, offline from the first run on. Never reaches the network.

The vocabularies are package data (`_ranks/`), turned into a `tiktoken.Encoding` at the first count: about 0.3 s of CPU
and 80 MB, so nothing that works without a model calls this module. tiktoken's registry and its cache folder are not
used: the former breaks when two packages define a name, the latter deletes files it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from .errors import UsageError

if TYPE_CHECKING:
    from tiktoken import Encoding

DEFAULT_ENCODING = "o200k_base"

# Longer families first where one begins like another: every GPT-4 with a point in its number has the newer encoding.
_FAMILIES = {
    "o200k_base": ("gpt-4o", "chatgpt-4o", "gpt-4.", "gpt-5", "gpt-oss", "o1", "o3", "o4"),
    "cl100k_base": ("gpt-4", "gpt-3.5", "gpt-35", "text-embedding", "davinci-002", "babbage-002"),
}

# Places where counts add up, because both encodings always begin a new piece there: before a single space that
# follows a non-space; after a line's end and before what is neither white space nor "/"; before a full stop of
# Chinese or Japanese that follows a letter or a digit.
_SAFE_CUT = re.compile(r"(?<=\S)(?= \S)|(?<=\n)(?=[^\s/])|(?<=[^\W_])(?=[。！？])")

# tiktoken takes 38 s for 10 MB of one letter and fails on 1 MB of blanks: longer texts are counted in stretches. A
# stretch ends at the first safe cut after SHORTEST characters, and at LONGEST where there is none.
_SHORTEST = 16_000
_MAX_PIECE = 32_000


class _Definition(NamedTuple):
    """What makes an encoding besides its tokens' bytes: their number, its splitting pattern, its special tokens."""

    tokens: int
    pattern: str
    special: dict[str, int]


_DEFINITIONS = {
    "o200k_base": _Definition(
        tokens=199_998,
        pattern="|".join(
            (
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"\p{N}{1,3}",
                r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
                r"\s*[\r\n]+",
                r"\s+(?!\S)",
                r"\s+",
            )
        ),
        special={"<|endoftext|>": 199_999, "<|endofprompt|>": 200_018},
    ),
    "cl100k_base": _Definition(
        tokens=100_256,
        pattern=r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+"
        r"| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
        special={
            "<|endoftext|>": 100_257,
            "<|fim_prefix|>": 100_258,
            "<|fim_middle|>": 100_259,
            "<|fim_suffix|>": 100_260,
            "<|endofprompt|>": 100_276,
        },
    ),
}


def known_encoding(model: str) -> str | None:
    """Name the encoding of an OpenAI model, or None when the model's family is not known here.

    Understands dated and fine-tuned names ("gpt-4o-2024-05-13", "ft:gpt-4o:…") and a provider in front ("openai/o3").
    """
    name = model.strip().lower().rpartition("/")[2].removeprefix("ft:")
    for encoding, families in _FAMILIES.items():
        if any(_belongs(name, family) for family in families):
            return encoding
    return None


def encoding_for(model: str | None) -> str:
    """Name the encoding to count with: the model's own, or `DEFAULT_ENCODING` as an assumption.

    It was assumed exactly when `known_encoding` gives None; code that shows the count must say so.
    """
    return (known_encoding(model) if model else None) or DEFAULT_ENCODING


@cache
def load_encoding(name: str) -> Encoding:
    """Build an encoding from package data, once per process. Raises UsageError for a name not known here."""
    import tiktoken

    definition = _DEFINITIONS.get(name)
    if definition is None:
        raise UsageError(f"unknown encoding {name!r}", hint=f"choose from {', '.join(_DEFINITIONS)}")
    ranks = _ranks(name, definition.tokens)
    encoding = tiktoken.Encoding(
        name, pat_str=definition.pattern, mergeable_ranks=ranks, special_tokens=definition.special
    )
    ranks.clear()  # what encodes has made its own copy of these 25 MB
    return encoding


def count_tokens(text: str, encoding: str = DEFAULT_ENCODING) -> int:
    """Count the tokens of a text. Names of special tokens are text like any other; lone surrogates count as U+FFFD.

    The count is exactly tiktoken's except in one case: a text of more than 32,000 characters with a run of more than
    16,000 characters without a safe cut (no single space, no line's end: one endless word, blanks, emoji). Such a run
    is cut by force every 32,000 characters, and each forced cut can shift the count by a few tokens (seen: -2 to +3).

    Raises UsageError for an encoding other than o200k_base and cl100k_base.
    """
    return _count(text, load_encoding(encoding).encode_ordinary)


def count_each(texts: Iterable[str], encoding: str = DEFAULT_ENCODING) -> list[int]:
    """Count the tokens of each text, as `count_tokens` does. Raises UsageError as it does."""
    encode = load_encoding(encoding).encode_ordinary
    return [len(encode(text)) if len(text) <= _MAX_PIECE else _count(text, encode) for text in texts]


def count_pieces(text: str, cuts: Sequence[int], encoding: str = DEFAULT_ENCODING) -> list[int]:
    """Count the tokens of each piece of a text: `text[:cuts[0]]`, `text[cuts[0]:cuts[1]]` … `text[cuts[-1]:]`.

    `cuts` are ascending offsets in characters. Each count is that of the piece alone, whatever the cuts. Over cuts
    for which `is_safe_cut` holds they also add up: the sum of neighbours is the count of their joined text, so chunks
    can be packed by addition. Over other cuts a sum can be off by a token per cut, in either direction.

    Raises ValueError when the cuts do not ascend or leave the text, UsageError as `count_tokens` does.
    """
    bounds = (0, *cuts, len(text))
    if any(start > end for start, end in pairwise(bounds)):
        raise ValueError("cuts must ascend and lie inside the text")
    return count_each((text[start:end] for start, end in pairwise(bounds)), encoding)


def is_safe_cut(text: str, offset: int) -> bool:
    """Say whether the counts of `text[:offset]` and `text[offset:]` add up exactly to the count of the whole."""
    return offset in (0, len(text)) or _SAFE_CUT.match(text, offset) is not None


def _belongs(name: str, family: str) -> bool:
    """Say whether a model's name is its family's or continues it: "o1-mini" belongs to "o1", "o10" does not."""
    following = name[len(family) : len(family) + 1]
    return name.startswith(family) and not (family[-1].isalnum() and following.isalnum())


def _count(text: str, encode: Callable[[str], list[int]]) -> int:
    """Count a text's tokens: in one go, as nearly always, or in stretches."""
    if len(text) <= _MAX_PIECE:
        return len(encode(text))
    return sum(len(encode(stretch)) for stretch in _stretches(text))


def _stretches(text: str, shortest: int = _SHORTEST, longest: int = _MAX_PIECE) -> Iterator[str]:
    """Cut a text into stretches of at most `longest` characters, at safe cuts where there are any."""
    start = 0
    while len(text) - start > longest:
        cut = _SAFE_CUT.search(text, start + shortest, start + longest)
        end = cut.start() if cut else start + longest
        yield text[start:end]
        start = end
    yield text[start:]


def _ranks(name: str, tokens: int) -> dict[bytes, int]:
    """Read an encoding's ranks by token: one length byte per token, then the bytes of all (see `_ranks/README.md`)."""
    import zlib
    from importlib.resources import files

    form = zlib.decompress((files("summarize") / "_ranks" / f"{name}.zlib").read_bytes())
    ends = accumulate(form[:tokens], initial=tokens)
    return {form[start:end]: rank for rank, (start, end) in enumerate(pairwise(ends))}
