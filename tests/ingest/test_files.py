"""Paths, folders and safe opening, with everything a hostile directory can hold."""

from __future__ import annotations

import io
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.errors import InputError
from summarize.ingest import files
from summarize.ingest.files import as_name, as_text, is_web_address, list_files, read_file, read_stream, shown

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX only")
LIMIT = 20_000_000


@pytest.fixture(autouse=True)
def never_hangs() -> Iterator[None]:
    """An opening that waits would wait for ever: turn it into a failure."""
    signal.alarm(20)
    yield
    signal.alarm(0)


def refusal(path: Path | str, max_size: int = LIMIT) -> str:
    with pytest.raises(InputError) as caught:
        read_file(str(path), max_size)
    return caught.value.message


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    raw = bytes(range(256)) * 10_000
    (tmp_path / "f").write_bytes(raw)
    assert read_file(str(tmp_path / "f"), LIMIT) == raw
    assert read_file(str(tmp_path / "f"), len(raw)) == raw


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"words")
    (tmp_path / "link").symlink_to("f")
    assert read_file(str(tmp_path / "link"), LIMIT) == b"words"


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "a pipe" in refusal(tmp_path / "pipe")


def test_a_pipe_that_took_a_files_place_is_refused_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "f").write_bytes(b"words")
    monkeypatch.setattr(files, "_status", lambda path: (tmp_path / "f").stat())
    assert "a pipe" in refusal(tmp_path / "pipe")


def test_a_socket_a_device_and_a_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # socket names are limited to some hundred characters
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        assert "a socket" in refusal("socket")
    assert "a device" in refusal("/dev/zero")
    assert "a device" in refusal("/dev/null")
    assert "a folder" in refusal(tmp_path)


def test_a_sparse_giant_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "giant.txt").open("wb") as stream:
        stream.truncate(10 * 2**30)
    assert refusal(tmp_path / "giant.txt") == "10,737.4 MB, more than 20.0 MB; raise max_size (--max-size) to read it"


def test_one_byte_too_many_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"12345")
    assert "5 bytes, more than 4 bytes" in refusal(tmp_path / "f", max_size=4)


def test_a_file_that_grows_while_it_is_read_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f").write_bytes(b"x" * 5000)
    monkeypatch.setattr(files, "_refuse", lambda status, max_size: None)
    assert "larger than 4,000 bytes" in refusal(tmp_path / "f", max_size=4000)


def test_an_endless_stream_is_stopped_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(InputError, match="larger than"):
        read_stream(stream, 3_000_000)  # type: ignore[arg-type]
    assert stream.given == 3_000_001


def test_a_stream_in_short_pieces_is_read_whole() -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(3)

    assert read_stream(Dripping(b"one two three"), LIMIT) == b"one two three"


def test_a_signal_that_does_not_wake_a_read_still_ends_it() -> None:
    """As one that comes just before the read blocks: here another thread takes it, so that nothing wakes the read."""

    class Rung(Exception):
        pass

    def ring(number: int, frame: object) -> None:
        raise Rung

    def send() -> None:
        time.sleep(0.05)
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        woken.append(ended.wait(60))  # the end of the pipe would wake the read too, but late
        os.close(writing)

    reading, writing = os.pipe()
    ended, woken = threading.Event(), list[bool]()
    before = signal.signal(signal.SIGUSR1, ring)
    sender = threading.Thread(target=send)
    try:
        with os.fdopen(reading, "rb") as stream:
            sender.start()
            with pytest.raises(Rung):
                read_stream(stream, LIMIT)
    finally:
        ended.set()
        sender.join()
        signal.signal(signal.SIGUSR1, before)
    assert woken == [True]


def test_a_pipe_is_read_to_its_end_however_it_comes() -> None:
    reading, writing = os.pipe()

    def drip() -> None:
        for piece in (b"a" * 70_000, b"b", b"c" * 10):
            os.write(writing, piece)
            time.sleep(0.01)
        os.close(writing)

    writer = threading.Thread(target=drip)
    with os.fdopen(reading, "rb") as stream:
        writer.start()
        assert read_stream(stream, LIMIT) == b"a" * 70_000 + b"b" + b"c" * 10
    writer.join()
    assert read_stream(io.BufferedReader(io.BytesIO(b"no file under it")), LIMIT) == b"no file under it"  # type: ignore[arg-type]


def test_a_stream_that_fails_is_refused_with_its_cause() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise IsADirectoryError(21, "Is a directory")

    with pytest.raises(InputError, match="is a directory"):
        read_stream(Failing(), LIMIT)


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lambda p: None, "no such file"),
        (lambda p: p.symlink_to(p.name), "a link that leads back to itself"),
        (lambda p: p.symlink_to("nowhere"), "a link to a file that does not exist"),
    ],
)
def test_names_that_lead_nowhere_are_told_apart(tmp_path: Path, make, cause: str) -> None:
    make(tmp_path / "x")
    assert refusal(tmp_path / "x") == cause


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "f/below"])
def test_impossible_names_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f").write_bytes(b"words")
    assert refusal(name) in {"no such file", "the name is too long"}
    with pytest.raises(InputError):
        list_files(name)


def test_a_file_nobody_may_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f").write_bytes(b"words")

    def deny(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(files, "_opener", deny)
    assert refusal(tmp_path / "f") == "permission denied"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_permissions_of_the_file_system_are_reported(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "f").write_bytes(b"words")
    (tmp_path / "f").chmod(0)
    (tmp_path / "d").chmod(0)
    assert refusal(tmp_path / "f") == "permission denied"
    assert [one.why for one in list_files(str(tmp_path / "d"))[1]] == ["permission denied"]
    (tmp_path / "d").chmod(0o700)


def test_a_folder_is_listed_recursively_sorted_and_without_hidden_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("d/b.txt", "d/a.txt", "d/sub/c.txt", "d/.hidden", "d/.git/config", "d/sub/.x/y"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"words")
    assert list_files("d") == (["d/a.txt", "d/b.txt", "d/sub/c.txt"], [])
    assert list_files("d/")[0] == ["d/a.txt", "d/b.txt", "d/sub/c.txt"]
    assert list_files("./d")[0][0] == "./d/a.txt"
    assert list_files("d/.git") == (["d/.git/config"], [])


def test_loops_of_folders_end(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "d" / "self").symlink_to("self")
    found, skipped = list_files(str(tmp_path))
    assert found == [str(tmp_path / "d" / "self")]
    assert [(Path(one.path).name, one.why.split(";")[0]) for one in skipped] == [("up", "a link to a folder")]


def test_a_very_deep_folder_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deep = Path("d", *["x"] * 1200)
    for part in [*reversed(deep.parents), deep]:
        part.mkdir(exist_ok=True)
    (deep / "f.txt").write_bytes(b"words")
    assert list_files("d") == ([str(deep / "f.txt")], [])
    for part in [deep, *deep.parents][:-1]:  # or the removal of the temporary folder exceeds Python's recursion limit
        (part / "f.txt").unlink(missing_ok=True)
        part.rmdir()


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_bytes(b"words")
    assert [one.why for one in list_files(str(tmp_path))[1]] == ["the folder holds no files"]


@pytest.mark.parametrize(
    ("name", "visible"),
    [
        ("plain name.txt", "plain name.txt"),
        ("été.txt", "été.txt"),
        ("a\nb\x1b[31m", "a\\nb\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udcffb", "a\\udcffb"),
        ("-rf", "./-rf"),
        ("-", "standard input"),
        ("-:record 3", "standard input:record 3"),
        ("a/" * 500, "a/" * 500),
        ("a/" * 500 + "b", "a/" * 40 + "…"),
    ],
)
def test_names_in_messages_are_escaped(name: str, visible: str) -> None:
    assert shown(name) == visible


def test_a_name_that_is_not_utf_8_is_text_and_back_again(tmp_path: Path) -> None:
    raw = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    text = as_text(raw)
    assert text == f"{tmp_path}/caf\\xe9.txt"
    assert as_name(text) == text  # there is no such file
    Path(raw).write_bytes(b"one")
    assert (as_name(text), read_file(text, 10)) == (raw, b"one")
    Path(text).write_bytes(b"two")
    assert (as_name(text), read_file(text, 10)) == (text, b"two")
    assert as_text("plain \\x41 é") == "plain \\x41 é"


@pytest.mark.parametrize("name", ["https://example.org", "HTTP://x", "file:///x", "x-y://z"])
def test_a_scheme_makes_an_address(name: str):
    assert is_web_address(name)


@pytest.mark.parametrize("name", ["a.txt", "-", "C:\\a.txt", "./https://x", "a b://c", "://x", "dir/https://x"])
def test_paths_are_no_addresses(name: str):
    assert not is_web_address(name)
