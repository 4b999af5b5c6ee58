"""Calls and answers by files of a folder, as `vllm run-batch` reads and writes them."""

from __future__ import annotations

import asyncio
import os

import pytest

from summarize.batch.file_exchange import FileExchange
from summarize.errors import OutputError


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"{}\n{}\n")
    return path


def test_a_file_goes_out_and_answers_come_back(tmp_path, lines):
    folder = tmp_path / "files"
    exchange = FileExchange(folder, now=lambda: 0.0)

    async def work():
        assert await exchange.find("abc") == ""
        file = await exchange.upload(lines, "abc.jsonl")
        assert await exchange.find("abc") == "abc"
        batch = await exchange.submit(file, "abc")
        assert not (await exchange.look(batch)).ended
        (folder / "abc.out.jsonl").write_bytes(b"1\n2\n")
        standing = await exchange.look(batch)
        await exchange.fetch(standing.files[0], tmp_path / "got")
        return standing

    assert asyncio.run(work()).status == "completed"
    assert [each.name for each in sorted(folder.iterdir())] == ["abc.in.jsonl", "abc.out.jsonl"]
    assert (folder / "abc.in.jsonl").read_bytes() == lines.read_bytes()
    assert (tmp_path / "got").read_bytes() == b"1\n2\n"


@pytest.mark.parametrize(
    ("answers", "age", "ended"),
    [(b"1\n2\n", 0, True), (b"1\n2", 0, False), (b"1\n", 119.9, False), (b"1\n", 120, True), (b"", 120, True)],
)
def test_a_file_that_is_being_written_is_waited_for(tmp_path, lines, answers, age, ended):
    exchange = FileExchange(tmp_path / "files", now=lambda: 1_000.0 + age)
    asyncio.run(exchange.upload(lines, "abc.jsonl"))
    path = tmp_path / "files" / "abc.out.jsonl"
    path.write_bytes(answers)
    os.utime(path, (1_000, 1_000))
    assert asyncio.run(exchange.look("abc")).ended is ended


def test_a_folder_that_is_a_file_is_one_line(tmp_path, lines):
    with pytest.raises(OutputError, match="files of calls and answers"):
        asyncio.run(FileExchange(lines).upload(lines, "abc.jsonl"))
