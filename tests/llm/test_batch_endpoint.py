"""The Batch API as a client sees it, over a server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from summarize.llm.batch_endpoint import BatchEndpoint, ProviderBatch
from summarize.llm.endpoint import ModelDependencies
from summarize.llm.openai_client import OpenAIModel
from summarize.llm.provider_errors import Failed, Kind
from tests.batch_api_server import BatchServer, Ending, completion

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
KEY = "sk-test-0123456789abcdefXYZ"
LINE = b'{"custom_id": "m-1", "method": "POST", "url": "/v1/chat/completions", "body": {"messages": []}}\n'


def asked(server: BatchServer, work: Callable):
    async def main():
        world = ModelDependencies(environment={"OPENAI_API_KEY": KEY})
        async with OpenAIModel("m", base_url=server.url, surroundings=world) as model:
            return await work(BatchEndpoint(model))

    return asyncio.run(main())


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(LINE)
    return path


def test_a_file_is_answered(tmp_path, lines):
    async def work(endpoint: BatchEndpoint):
        file = await endpoint.upload(lines, "mark.jsonl")
        assert await endpoint.find("mark") == ""
        batch = await endpoint.submit(file, "mark")
        assert await endpoint.find("mark") == batch
        assert await endpoint.find("other") == ""
        first, second = await endpoint.look(batch), await endpoint.look(batch)
        await endpoint.fetch(second.files[0], tmp_path / "got")
        return first, second

    with BatchServer(lambda _: completion("yes")) as server:
        first, second = asked(server, work)
    assert (first.status, first.ended, first.files) == ("in_progress", False, ())
    assert second == ProviderBatch(status="completed", files=("output-batch_0",))
    assert b'"custom_id": "m-1"' in (tmp_path / "got").read_bytes()
    assert server.files["file-0"] == LINE
    assert server.names == {"file-0": "mark.jsonl"}
    assert server.batches["batch_0"]["metadata"] == {"summarize": "mark"}


@pytest.mark.parametrize("status", ["completed", "failed", "expired", "cancelled"])
def test_an_ended_batch_is_told_from_one_that_goes_on(status):
    assert ProviderBatch(status=status).ended
    for other in ("validating", "in_progress", "finalizing", "cancelling", "a new word"):
        assert not ProviderBatch(status=other).ended


def test_why_a_batch_failed_is_told_without_the_key(lines):
    async def work(endpoint: BatchEndpoint):
        batch = await endpoint.submit(await endpoint.upload(lines, "mark.jsonl"), "mark")
        return await endpoint.look(batch)

    with BatchServer(lambda _: {}, lambda _: Ending(status="failed", looks=0, why=f"no room for {KEY}")) as server:
        standing = asked(server, work)
    assert standing == ProviderBatch(status="failed", why="no room for [key]")


@pytest.mark.parametrize(("status", "kind"), [(401, Kind.KEY), (429, Kind.THROTTLED), (500, Kind.SERVER)])
def test_a_refusal_is_a_fault_and_is_not_tried_again(lines, status, kind):
    with BatchServer(lambda _: {}, status=lambda _: status) as server:
        with pytest.raises(Failed) as failed:
            asked(server, lambda endpoint: endpoint.upload(lines, "mark.jsonl"))
        assert server.requests == ["upload"]
    assert failed.value.fault.kind is kind


def test_what_is_not_there_is_not_found(tmp_path):
    with BatchServer(lambda _: {}) as server:
        for work in (lambda e: e.look("batch_9"), lambda e: e.fetch("file-9", tmp_path / "got")):
            with pytest.raises(Failed) as failed:
                asked(server, work)
            assert failed.value.fault.kind is Kind.NOT_FOUND


@pytest.mark.parametrize("name", ["", "../files", "a/b", "x" * 201, 7, None])
def test_an_id_that_could_lead_elsewhere_is_none(lines, name):
    with BatchServer(lambda _: {}) as server:
        server._upload = lambda _: {"id": name, "object": "file"}
        with pytest.raises(Failed, match="an invalid id"):
            asked(server, lambda endpoint: endpoint.upload(lines, "mark.jsonl"))
