"""Links that open a web article at a passage: text fragments (WICG "URL Fragment Text Directives").

Links only to http and https addresses, and never fetches one. Whether the page still holds the words is for the browser
to find out; if it does not, the link opens the page at its top.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from ..records import Article

EXACT_WORDS = 12  # a longer passage is identified by its first and last words
END_WORDS = 5
CONTEXT_WORDS = 3
_EXACT_CHARACTERS, _END_CHARACTERS = 200, 30  # for scripts without spaces between words
_WEB = re.compile(r"https?://[^/\s?#]", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def web_address(url: str | None) -> str | None:
    """An http(s) address, percent-encoded where needed; None for other schemes and for what is not an address."""
    if url is None or not _WEB.match(url) or _SURROGATE.search(url):
        return None
    return _UNSAFE.sub(lambda unsafe: quote(unsafe[0], safe=""), url)


@dataclass(slots=True)
class PassageLinks:
    """Links to passages of one article, whose text is folded once for all of them."""

    article: Article
    _folded: str | None = field(default=None, init=False)

    def link(self, start: int, end: int) -> str | None:
        """The address of `article.text[start:end]` on the web, None if the article has none or the span is empty.

        A short passage is identified by all its words, a longer one or one that crosses lines by its first and last
        words; if these occur more than once in the article, the words before and after tell the places apart.
        """
        address = web_address(self.article.url)
        lines = [line.split() for line in self.article.text[start:end].splitlines() if line.strip()]
        if address is None or not lines:
            return None
        page, _, anchor = address.partition("#")
        return f"{page}#{anchor.partition(':~:')[0]}:~:text={self._directive(start, end, lines)}"

    def _directive(self, start: int, end: int, lines: list[list[str]]) -> str:
        text, passage = self.article.text, " ".join(lines[0])
        if len(lines) == 1 and len(lines[0]) <= EXACT_WORDS and len(passage) <= _EXACT_CHARACTERS:
            edges = [passage]
        else:
            edges = [_first(lines[0]), _last(lines[-1])]
        parts = [_encoded(edge) for edge in edges]
        if self._repeats(edges[0]):
            before = text[text.rfind("\n", 0, start) + 1 : start].split()[-CONTEXT_WORDS:]
            parts = [f"{_encoded(' '.join(before))}-", *parts] if before else parts
        if self._repeats(edges[-1]):
            after = text[end : text.find("\n", end) % (len(text) + 1)].split()[:CONTEXT_WORDS]
            parts = [*parts, f"-{_encoded(' '.join(after))}"] if after else parts
        return ",".join(parts)

    def _repeats(self, words: str) -> bool:
        """Whether words occur more than once in the article; browsers compare without regard to case."""
        if self._folded is None:
            self._folded = " ".join(self.article.text.split()).casefold()
        return self._folded.count(words.casefold()) > 1


def _first(words: list[str]) -> str:
    text = " ".join(words[:END_WORDS])
    return text if len(text) <= 3 * _END_CHARACTERS else text[:_END_CHARACTERS]


def _last(words: list[str]) -> str:
    text = " ".join(words[-END_WORDS:])
    return text if len(text) <= 3 * _END_CHARACTERS else text[-_END_CHARACTERS:]


def _encoded(words: str) -> str:
    """Percent-encoded, including "-", which like "," and "&" has a special meaning in a text directive."""
    return quote(_SURROGATE.sub("\ufffd", words), safe="").replace("-", "%2D")
