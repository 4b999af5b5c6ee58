"""Makes untrusted words harmless in the place where they are shown. Never decides what is shown.

Everything from an article, a file name or a model is untrusted. The sinks: the terminal (nothing that moves the cursor
or changes the reading direction), Markdown (text stays text: no links, images, HTML, lists, formulas), JSON
(well-formed Unicode; what a terminal would obey is written as an escape, so that `cat` is safe), the review page (the
same, before HTML's own escaping) and spreadsheet cells (text, never a formula). Our pages are templates that escape all
they print, under a policy that lets nothing run but their own code.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

# Control characters and lone surrogates become a visible mark; those that are white space become a space.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Soft hyphen, bidi controls, zero-width space and joiner, byte order mark, annotations, tag characters: invisible, and
# used to hide or reorder words. The joiners that Persian, Hindi and emoji need (200C, 200D) stay.
_HIDDEN = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_CITATION = re.compile(r"\[(?=\d{1,6}(?:, pp?\. [0-9, …]{1,40})?\])")
_IMAGE = re.compile(r"!(?=\[)|(?<=\])(?=\()")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&~|$#{}]")
_BLOCK_START = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")
# Viewers turn bare addresses and @names into links even if they are backslash-escaped (cmark-gfm issue 278); a word
# joiner inside them is the one thing that stops all viewers.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=[wW]{3})(?=\.)|(?<=@)")
_LINK = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_UNSAFE_IN_LINK = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$*+,;=%&]")
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")  # the wide forms too: some programs fold them
_SURROGATE = re.compile("[\ud800-\udfff]")
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """One line of visible characters: control characters become "\ufffd", hidden ones go, white space is one space."""
    return " ".join(_HIDDEN.sub("", _CONTROL.sub("\ufffd", text)).split())


def page_text(text: str) -> str:
    """The characters of `visible`, with white space as it is, for text whose form is shown too."""
    return _HIDDEN.sub("", _CONTROL.sub("\ufffd", text))


def cell(text: str) -> str:
    """One visible line that no spreadsheet reads as a formula (OWASP, "CSV Injection")."""
    line = visible(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def quoted(text: str) -> str:
    r"""Words of an article on one visible line; the article's own `[1]` is shown as `\[1]`, not as a citation."""
    return _CITATION.sub(r"\\[", visible(text))


def without_images(text: str) -> str:
    r"""One visible line in which `![a](b)` is shown as `!\[a]\(b)`.

    Program messages are copied into tickets and chats, which would load an article's image.
    """
    return _IMAGE.sub(r"\g<0>\\", visible(text))


def has_own_citation(text: str) -> bool:
    """Whether a text holds something that looks like a citation `[1]`."""
    return bool(_CITATION.search(text))


def markdown(text: str) -> str:
    """Text for Markdown that renders as itself, on one line, wherever it is put on a line.

    Backslashes disarm markup (CommonMark, GitHub's tables, strike-through and formulas); an invisible word joiner
    disarms addresses.
    """
    line = _ADDRESS.sub("\u2060", _MARKDOWN.sub(r"\\\g<0>", visible(text)))
    start = _BLOCK_START.match(line)
    if start is None:
        return line
    return f"{start[0]}\\{line[start.end() :]}" if start[0][0].isdigit() else f"\\{line}"


def markdown_code(text: str) -> str:
    """A path or name as a code span, or as plain Markdown text if back ticks would end the span."""
    line = visible(text)
    return f"`{line}`" if line and "`" not in line else markdown(line)


def markdown_link(url: str | None) -> str | None:
    """The destination of a Markdown link for an http(s) address, percent-encoded, or None for anything else."""
    if url is None or not _LINK.match(url) or _SURROGATE.search(url):
        return None
    encoded = _UNSAFE_IN_LINK.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)
    return f"<{encoded.replace('&', '&amp;')}>"


def json_text(encoded: str) -> str:
    """Encoded JSON without lone surrogates (now "\ufffd"), and with C1 and bidi controls written as escapes."""
    if encoded.isascii() and "\x7f" not in encoded:
        return encoded
    return _OBEYED.sub(lambda m: f"\\u{ord(m[0]):04x}", _SURROGATE.sub("\ufffd", encoded))


def policy_of(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A Content Security Policy (W3C, level 3) that allows exactly these styles and scripts, and nothing else."""
    return "; ".join((
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


@cache
def page_file(package: str, name: str) -> str:
    """A file of the folder `page` of a package."""
    from importlib import resources

    return resources.files(package).joinpath("page", name).read_text(encoding="utf-8")


@cache
def page_environment(package: str) -> Environment:
    """Jinja2 with automatic escaping for the templates of a package's folder `page`.

    Every printed value first becomes one visible line.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(lambda name: page_file(package, name)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """What an expression of the template prints; our own HTML passes unchanged."""
    return value if hasattr(value, "__html__") else visible(str(value))
