"""Pack OpenAI's `.tiktoken` rank files into the compact form shipped in `summarize/_ranks/`.

    python tools/pack_ranks.py o200k_base.tiktoken cl100k_base.tiktoken --to summarize/_ranks

Line i (from 0) of a `.tiktoken` file is `base64(token) i`, without a gap, so the rank is the line number and need not
be stored. The compact form is one length byte per token, then the bytes of all tokens, deflated (zlib, level 9). It
holds exactly what the file holds: `unpack` gives the file back, byte for byte, and packing proves that before it
writes.

The same input gives the same compact form everywhere; the deflated bytes may differ between zlib builds.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
import zlib
from itertools import accumulate, pairwise
from pathlib import Path


def pack(lines: bytes) -> bytes:
    """Turn the bytes of a `.tiktoken` file into the compact form.

    Raises ValueError when a rank is not its line's number or a token is empty or longer than 255 bytes.
    """
    tokens = []
    for number, line in enumerate(lines.splitlines()):
        encoded, rank = line.split()
        if int(rank) != number:
            raise ValueError(f"line {number + 1} holds rank {int(rank)}, not {number}")
        tokens.append(base64.b64decode(encoded, validate=True))
    if not all(1 <= len(token) <= 255 for token in tokens):
        raise ValueError("a token is empty or longer than 255 bytes")
    return zlib.compress(bytes(map(len, tokens)) + b"".join(tokens), level=9)


def unpack(packed: bytes) -> bytes:
    """Give back the `.tiktoken` file that a compact form was made from, byte for byte.

    The number of tokens is the one n for which n lengths and the bytes they announce fill the form exactly. Both only
    grow with n, so there is no second such n. Raises ValueError when there is none.
    """
    form = zlib.decompress(packed)
    sizes = accumulate(length + 1 for length in form)
    count = next((n for n, size in enumerate(sizes, 1) if size >= len(form)), 0)
    ends = list(accumulate(form[:count], initial=count))
    if ends[-1] != len(form):
        raise ValueError("not a compact form: lengths and bytes do not add up")
    return b"".join(b"%b %d\n" % (base64.b64encode(form[a:b]), rank) for rank, (a, b) in enumerate(pairwise(ends)))


def main(arguments: list[str]) -> None:
    """Pack each named file into `--to`, and print what was read and written with its SHA-256."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, help="NAME.tiktoken")
    parser.add_argument("--to", type=Path, required=True, help="folder for NAME.zlib")
    options = parser.parse_args(arguments)
    for file in options.files:
        lines = file.read_bytes()
        packed = pack(lines)
        if unpack(packed) != lines:
            raise ValueError(f"{file.name} is not in the canonical form and would not come back as it was")
        target = options.to / f"{file.stem}.zlib"
        target.write_bytes(packed)
        digest = hashlib.sha256(lines).hexdigest()
        sys.stdout.write(f"{file.name} (SHA-256 {digest}) -> {target.name} ({len(packed)} bytes)\n")


if __name__ == "__main__":
    main(sys.argv[1:])
