"""Opens the ZIP archive of an office document: entries are counted and measured before any is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from ...errors import InputError

_MOST_ENTRIES = 5_000
_MOST_BYTES = 100_000_000  # of all entries, unpacked; pictures are most of a large document
_MOST_XML = 25_000_000  # of the part that holds the text; its tree takes about ten times as much
_DOCTYPE = re.compile(rb"<!\s*(?:doctype|entity)", re.I)
_ENCRYPTED = 1


def open_box(raw: bytes) -> zipfile.ZipFile:
    """The archive, if it is one and unpacks to no more than a document may. Raises `InputError`."""
    try:
        box = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError("a damaged document: its ZIP archive cannot be opened") from error
    entries = box.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise InputError(f"an archive of {len(entries):,} entries, which no document needs")
    size = sum(entry.file_size for entry in entries)
    if size > _MOST_BYTES:
        raise InputError(f"it unpacks to {size / 1e6:,.0f} MB, more than {_MOST_BYTES / 1e6:,.0f} MB")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise InputError("an encrypted document; save a copy without a password")
    return box


def read_part(box: zipfile.ZipFile, name: str) -> bytes | None:
    """One XML part of a document, None if it has no part of that name. Raises `InputError` for forbidden content.

    Entity bombs live in document type declarations; no office program writes one.
    """
    try:
        entry = box.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > _MOST_XML:
        raise InputError(f"its text unpacks to {entry.file_size / 1e6:,.0f} MB, more than {_MOST_XML / 1e6:,.0f} MB")
    try:
        with box.open(entry) as stream:
            part = stream.read(_MOST_XML + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"a damaged document: {name} cannot be unpacked") from error
    except Exception as error:  # zlib and lzma raise their own errors, which share no base class
        raise InputError(f"a damaged document: {name} cannot be unpacked ({type(error).__name__})") from error
    if len(part) > _MOST_XML:
        raise InputError(f"{name} unpacks to more than it says")
    if _DOCTYPE.search(part.replace(b"\0", b"")):  # without the zeros of UTF-16
        raise InputError("it declares XML entities, which no office program does")
    return part
