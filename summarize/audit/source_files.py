"""Read the articles of a finished summary again and prove that they are what the summary says. Trusts no path, no
encoding and no length in the file; never changes a text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ..errors import InputError
from ..ingest.decode import decode
from ..ingest.documents import extract
from ..ingest.extracted import READERS, Extracted, Reader
from ..ingest.files import NOT_THERE, read_file, shown
from ..ingest.item_files import holds_items, item_texts
from ..ingest.record_files import TABLES, ParsedArticle, read_records, read_rows
from ..records import Article
from .findings import FindingCollector

# Codecs that are not character sets; some take quadratic time on hostile input.
_NO_CHARSETS = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"))


@dataclass(slots=True)
class Sources:
    """The source texts of a summary, read once each.

    `articles` by id, in the summary's order; `texts` holds only those whose text could be proved; `places` the n of
    [n]; `names` what to call an article in a message: "[2] b.txt". `read_otherwise`: the n of documents whose file is
    unchanged, but from which the reader installed here, another version, gives a different text.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    read_otherwise: tuple[int, ...] = ()


def copies_only(data: Mapping[str, object]) -> tuple[int, ...]:
    """The n of every article [n] that names no file: only the copy inside the summary proves its text.

    Texts from standard input or from a calling program have no file. A forger could say the same of any article, and
    nothing in the file tells the two apart: code that shows a proof must show these numbers too.
    """
    articles = data.get("articles")
    items = articles if isinstance(articles, list | tuple) else ()
    return tuple(n for n, item in enumerate(items, 1) if isinstance(item, Mapping) and not _names_file(item))


def read_sources(data: Mapping[str, object], ledger: FindingCollector, *, root: Path | None, max_size: int) -> Sources:
    """Read every article of a summary; the ledger gets what is missing, changed or malformed.

    A path is tried as given, then from `root`. `max_size` is in bytes per file.
    """
    sources = Sources()
    shelf = _Shelf(root, max_size)
    otherwise: list[int] = []
    for place, item in enumerate(ledger.items(data, "articles", "summary"), 1):
        identity = item.get("id")
        if not isinstance(identity, str) or not identity or identity in sources.articles:
            ledger.add(f"article {place}: its id is missing or used twice", token=identity, where=f"article {place}")
            continue
        path = item.get("path")
        name = f"[{place}] {shown(path)}" if isinstance(path, str) else f"[{place}]"
        text = _text(item, name, shelf, ledger)
        sources.places[identity], sources.names[identity] = place, name
        if text is not None:
            sources.texts[identity] = text
            if text != shelf.read_now.get(str(path), text):
                otherwise.append(place)
        sources.articles[identity] = Article(
            id=identity,
            text=text or "",
            sha256="",
            title=_optional(item, "title"),
            publisher=_optional(item, "publisher"),
            published=_optional(item, "published"),
            language=_optional(item, "language"),
            origin=_optional(item, "origin"),
        )
    sources.read_otherwise = tuple(otherwise)
    return sources


def _names_file(item: Mapping[str, object]) -> bool:
    path = item.get("path")
    return isinstance(path, str) and path != "-" and not path.startswith("-:")


def _optional(item: Mapping[str, object], key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) else None


class _Shelf:
    """Opens source files, each once."""

    def __init__(self, root: Path | None, max_size: int) -> None:
        self.root, self.max_size = root, max_size
        self._bytes: dict[str, bytes] = {}
        self._records: dict[str, dict[int, tuple[str, ...]]] = {}
        self.read_now: dict[str, str] = {}  # by path, what the readers installed here give for documents

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises `InputError`."""
        if path not in self._bytes:
            self._bytes[path] = self._open(path)
        return self._bytes[path]

    def record(self, path: str, number: int) -> tuple[str, ...]:
        """What may be the text of one record of a file: for a table row, any cell. Raises `InputError`."""
        if path not in self._records:
            raw, suffix = self.read(path), Path(path).suffix.lower()
            if holds_items(raw, is_json=suffix not in TABLES):
                self._records[path] = {place: (text,) for place, text in item_texts(raw, path).items()}
                return self._records[path].get(number, ())
            decoded = decode(raw)
            if suffix in TABLES:
                self._records[path] = _rows(decoded.text)
            else:
                found = read_records(decoded.text, path, lines=suffix not in (".json", ""))
                drafts = (item.article for item in found if isinstance(item, ParsedArticle))
                self._records[path] = {article.record: (article.text,) for article in drafts if article.record}
        return self._records[path].get(number, ())

    def document(self, path: str, reader: Reader) -> Extracted:
        """What the reader installed here finds in a document. Raises `InputError`."""
        found = extract(self.read(path), reader, path)
        self.read_now[path] = found.text
        return found

    def _open(self, path: str) -> bytes:
        try:
            return read_file(path, self.max_size)
        except InputError as first:
            if self.root is None or Path(path).is_absolute():
                raise
            try:
                return read_file(str(self.root / path), self.max_size)
            except InputError as second:
                # Of two failures, the one that found something says more: "a folder, not a file".
                raise (first if second.message == NOT_THERE else second) from second


def _rows(text: str) -> dict[int, tuple[str, ...]]:
    """The cells of a table's rows by number, with a header and without: it is not known whether there was one."""
    rows = read_rows(text)
    return {number: (*row, *(rows[number] if number < len(rows) else ())) for number, row in enumerate(rows, 1)}


def _text(item: Mapping[str, object], name: str, shelf: _Shelf, ledger: FindingCollector) -> str | None:
    """The article's text if it is proved; else None, with the reasons in the ledger."""
    before = len(ledger.found)
    try:
        if item.get("reader") is not None:
            text = _extracted(item, name, shelf, ledger)
        else:
            text = _stored(item, name, shelf, ledger) if "text" in item else _from_file(item, name, shelf, ledger)
    except InputError as error:
        ledger.add(f"source {name}: {error.message}", token=item.get("path"), where=name)
        return None
    if text is not None and item.get("characters") != len(text):
        message = f"source {name} has {len(text):,} characters, the summary says {item.get('characters')!r:.40}"
        ledger.add(message, token=item.get("characters"), where=name)
    return text if len(ledger.found) == before else None


def _from_file(item: Mapping[str, object], name: str, shelf: _Shelf, ledger: FindingCollector) -> str | None:
    path = item.get("path")
    if not isinstance(path, str) or not path:
        ledger.add(f"source {name}: neither a path nor a text to check against", where=name)
        return None
    raw = shelf.read(path)
    if not _prove(raw, item, name, ledger):
        return None
    text = _decoded(raw, item.get("encoding"))
    if text is None:
        encoding = item.get("encoding")
        ledger.add(f"source {name}: {encoding!r:.40} is not a text encoding", token=encoding, where=name)
    return text


def _decoded(raw: bytes, encoding: object) -> str | None:
    if not isinstance(encoding, str) or encoding.lower().replace("-", "_") in _NO_CHARSETS:
        return None
    try:
        return raw.decode(encoding, "replace")
    except (LookupError, ValueError):  # an unknown codec, not a text codec, a zero character in its name
        return None


def _stored(item: Mapping[str, object], name: str, shelf: _Shelf, ledger: FindingCollector) -> str | None:
    """A text that the summary carries: a record of a file must still say the same, a whole file must decode to it.

    Without a file there is only the text's own hash (see `copies_only`).
    """
    text, path, record = item.get("text"), item.get("path"), item.get("record")
    if not isinstance(text, str):
        ledger.add(f"source {name}: its text is not a string", token=text, where=name)
        return None
    if not _names_file(item):
        return text if _prove(text.encode("utf-8", "surrogatepass"), item, name, ledger) else None
    if not isinstance(record, int) or isinstance(record, bool):
        if _from_file(item, name, shelf, ledger) not in (None, text):
            ledger.add(f"source {name}: the text in the summary is not the file's", token=path, where=name)
        return text
    if text not in shelf.record(str(path), record):
        ledger.add(f"source {name}: record {record} of the file is no longer this text", token=path, where=name)
        return None
    return text if _prove(text.encode("utf-8", "surrogatepass"), item, name, ledger) else None


def _extracted(item: Mapping[str, object], name: str, shelf: _Shelf, ledger: FindingCollector) -> str | None:
    """A text extracted from a document: it must be the one that was hashed, its file unchanged, the same reader must
    read the same again. With another version of the reader only the first two can be required.
    """
    text, path, label = item.get("text"), item.get("path"), item.get("reader")
    kind = next((reader for reader in READERS if isinstance(label, str) and label.partition(",")[0] == reader), None)
    if not isinstance(text, str) or kind is None:
        ledger.add(f"source {name}: a document without a text, or from an unknown reader", token=label, where=name)
        return None
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != item.get("text_sha256"):
        message = f"source {name}: the text in the summary has changed: its SHA-256 is not the summary's"
        ledger.add(message, token=item.get("text_sha256"), where=name)
        return None
    if not _names_file(item):
        return text
    if not _prove(shelf.read(str(path)), item, name, ledger):
        return None
    found = shelf.document(str(path), kind)
    same = found.text == text and [list(page) for page in found.pages] == _listed(item.get("pages"))
    if not same and found.reader == label:
        ledger.add(f"source {name}: the text in the summary is not what {label} reads", token=path, where=name)
        return None
    return text


def _listed(pages: object) -> list[list[object]]:
    return [list(page) for page in pages if isinstance(page, list | tuple)] if isinstance(pages, list | tuple) else []


def _prove(raw: bytes, item: Mapping[str, object], name: str, ledger: FindingCollector) -> bool:
    if hashlib.sha256(raw).hexdigest() == item.get("sha256"):
        return True
    ledger.add(f"source {name} has changed: its SHA-256 is not the summary's", token=item.get("sha256"), where=name)
    return False


def uncovered(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of a text outside all spans that hold at least one word of two letters, as (start, end)."""
    place = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        gap = text[place:start]
        if any(a.isalpha() and b.isalpha() for a, b in pairwise(gap)):
            yield place + len(gap) - len(gap.lstrip()), place + len(gap.rstrip())
        place = max(place, end)
