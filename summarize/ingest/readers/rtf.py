"""Plain text from a Rich Text document (.rtf), by striprtf. Runs in the child process. Follows no object or link."""

from __future__ import annotations

import re

from ...errors import InputError
from ..extracted import Extracted, hidden_remark

_HIDDEN = re.compile(r"\\v(?![a-z0-9-])[^{}]*?(?:\\v0(?![0-9])|(?=[{}])|\Z)")
_TITLE = re.compile(r"\{\\title ([^{}]{1,500})\}")


def read_rtf(raw: bytes) -> Extracted:
    """Extract the text of a Rich Text document. Raises `InputError` if it is not one or holds no text."""
    from importlib.metadata import version

    if not raw.lstrip().startswith(b"{\\rtf"):
        raise InputError("not a Rich Text document")
    source = raw.decode("cp1252", "replace")  # its own escapes name the code page of everything beyond ASCII
    seen = _HIDDEN.sub("", source)
    hidden = len(_plain(source)) - len(_plain(seen)) if seen != source else 0
    lines = (" ".join(line.split()) for line in _plain(seen).split("\n"))
    text = "\n\n".join(line for line in lines if line.strip("| "))
    if not any(map(str.isalnum, text)):
        raise InputError("no text in the document")
    found = _TITLE.search(source)
    title = " ".join(_plain("{\\rtf1 " + found[1] + "}").split()) if found else ""
    return Extracted(
        text=text,
        reader=f"rtf, striprtf {version('striprtf')}",
        title=title if title and title in text[:5_000] else None,
        warnings=hidden_remark(max(0, hidden)),
    )


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call] # it has no types
