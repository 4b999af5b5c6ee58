"""Cassettes: how they are matched, cleaned, written readably and played, and the stories they were recorded on.

Matched on method, path and body as JSON; only allowed headers are kept; every endpoint is one canonical host. Playing
never records. Recording is the job of `tests/recording.py`.
"""

from __future__ import annotations

import asyncio
import difflib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import vcr
import yaml
from vcr.cassette import Cassette
from vcr.record_mode import RecordMode
from vcr.request import Request

from summarize import LoadResult, OpenAIModel, Summary, asummarize, load_articles, summarize
from summarize.llm.endpoint import ModelDependencies, ModelSettings
from tests.desk import kind_of, lines_of

REPOSITORY = Path(__file__).parents[1]
CASSETTES = REPOSITORY / "cassettes"
DESK = REPOSITORY / "tests" / "data" / "desk"
ENDPOINT = "https://endpoint.invalid"  # the canonical host; no such name exists
KEY = "no-key-is-needed-to-play"
KEPT_OF_REQUEST, KEPT_OF_RESPONSE = frozenset(("content-type",)), frozenset(("content-type",))
KEPT_OF_BODY = frozenset(("object", "model", "choices", "usage", "error"))  # not ids, clocks and fingerprints
Driver = Literal["sync", "async"]


@dataclass(frozen=True)
class Scenario:
    """One recorded run: its articles, settings and written answers, from `tests/data/desk/NAME.yaml`."""

    name: str
    content: Mapping[str, Any]

    @property
    def articles(self) -> LoadResult:
        return story(self.content["articles"])

    @property
    def cassette(self) -> Path:
        return CASSETTES / f"{self.name}.yaml"

    @property
    def model(self) -> str:
        """The name the cassette was recorded with."""
        recorded = yaml.load(self.cassette.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return str(recorded["interactions"][0]["request"]["body"]["model"])

    def run(self, url: str, model: str, *, key: str = KEY, driver: Driver = "sync", **more: Any) -> Summary:
        """Summarize the scenario's articles with the model at this address, one call at a time."""
        settings = {"cache": "none", "concurrency": 1, **self.content.get("settings", {}), **more}
        world = ModelDependencies(environment={"OPENAI_API_KEY": key}, sleep=_no_sleep)
        asked = ModelSettings(stream=bool(settings.get("stream", False)))
        writer = OpenAIModel(model, base_url=url, settings=asked, surroundings=world)
        if driver == "sync":
            return summarize(self.articles, model=writer, **settings)
        return asyncio.run(asummarize(self.articles, model=writer, **settings))

    def play(self, driver: Driver = "sync", **more: Any) -> tuple[Summary, Cassette]:
        """Run the scenario from its cassette; nothing is sent."""
        with playing(self.cassette) as cassette:
            return self.run(f"{ENDPOINT}/v1", self.model, driver=driver, **more), cassette


def scenario(name: str) -> Scenario:
    """A scenario by its name."""
    text = (DESK / f"{name}.yaml").read_text(encoding="utf-8")
    return Scenario(name, yaml.load(text, Loader=yaml.CSafeLoader))


def names() -> list[str]:
    """All scenarios, sorted."""
    return sorted(path.stem for path in DESK.glob("*.yaml"))


def story(given: str) -> LoadResult:
    """The articles of a scenario: "seeds", some of them ("seeds 2 4"), or a folder of `tests/data/desk`."""
    kind, *chosen = given.split()
    folder = REPOSITORY / "seeds" if kind == "seeds" else DESK / kind
    paths = sorted(folder.glob("*.txt"))
    return load_articles([paths[int(n)] for n in chosen] if chosen else paths)


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0)


@contextmanager
def playing(path: Path) -> Iterator[Cassette]:
    with recorder().use_cassette(str(path), record_mode=RecordMode.NONE) as cassette:
        yield cassette


@contextmanager
def recording(path: Path) -> Iterator[Cassette]:
    with recorder().use_cassette(str(path), record_mode=RecordMode.ALL, drop_unused_requests=True) as cassette:
        yield cassette


def recorder() -> vcr.VCR:
    """The recorder. The body decides; template and material only find the likest request to show beside a new one."""
    made = vcr.VCR(
        serializer="readable",
        match_on=("method", "path", "template", "material", "json_body"),
        before_record_request=canonical_request,
        before_record_response=canonical_response,
        decode_compressed_response=True,
    )
    made.register_serializer("readable", Readable)
    made.register_matcher("template", same_template)
    made.register_matcher("material", same_material)
    made.register_matcher("json_body", same_body)
    return made


def canonical_request(request: Request) -> Request:
    """The request without what is only true here: the host, all headers but the allowed, the limit's name, a key."""
    split = urlsplit(request.uri)
    request.uri = f"{ENDPOINT}{split.path}"
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in KEPT_OF_REQUEST}
    body = json.loads(request.body)
    if "max_completion_tokens" in body:
        body["max_tokens"] = body.pop("max_completion_tokens")
    body.pop("prompt_cache_key", None)  # sent to some addresses only; it says nothing that the messages do not
    request.body = json.dumps(body, ensure_ascii=False).encode()
    return request


def canonical_response(response: dict[str, Any]) -> dict[str, Any]:
    """The response without identifiers, clocks and all headers but the allowed."""
    headers = {name.lower(): value for name, value in response["headers"].items() if name.lower() in KEPT_OF_RESPONSE}
    body = response["body"]["string"]
    text = body.decode() if isinstance(body, bytes) else body
    if "event-stream" in str(headers):
        events = [_kept(json.loads(data)) for data in _data_of(text) if data != "[DONE]"]
        text = _stream_of([*events, "[DONE]"])
    elif text.startswith("{"):
        text = json.dumps(_kept(json.loads(text)), ensure_ascii=False)
    return {"status": response["status"], "headers": headers, "body": {"string": text.encode()}}


def _kept(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key in KEPT_OF_BODY}


def same_body(sent: Request, recorded: Request) -> None:
    """Compare bodies as JSON; the message shows the lines that differ."""
    one, two = json.loads(recorded.body), json.loads(sent.body)
    if one != two:
        lines = difflib.unified_diff(_lines(one), _lines(two), "recorded", "sent", lineterm="", n=0)
        raise AssertionError("JSON bodies differ:\n" + "\n".join(line[:300] for line in lines))


def same_template(sent: Request, recorded: Request) -> bool:
    """Whether two requests come from one template."""
    return kind_of(json.loads(sent.body)) == kind_of(json.loads(recorded.body))


def same_material(sent: Request, recorded: Request) -> bool:
    """Whether two requests hold the same numbered lines."""
    return lines_of(json.loads(sent.body)["messages"]) == lines_of(json.loads(recorded.body)["messages"])


def _lines(body: Mapping[str, Any]) -> list[str]:
    """A body as lines: the messages' texts as they are, the rest as JSON."""
    texts = [line for message in body["messages"] for line in (message["role"] + ":", *message["content"].splitlines())]
    rest = {key: value for key, value in body.items() if key != "messages"}
    return [*texts, *json.dumps(rest, indent=1, ensure_ascii=False).splitlines()]


def _data_of(text: str) -> list[str]:
    return [line.removeprefix("data:").strip() for line in text.splitlines() if line.startswith("data:")]


def _stream_of(events: list[Any]) -> str:
    texts = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in events)
    return "".join(f"data: {text}\n\n" for text in texts)


class Readable:
    """vcrpy's serializer: bodies as mappings, texts of several lines as they stand, interactions in a stable order."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        interactions = [
            {"request": _open_request(each["request"]), "response": _open_response(each["response"])}
            for each in cassette["interactions"]
        ]
        interactions.sort(key=_place)
        return yaml.dump(
            {"interactions": interactions, "version": cassette["version"]},
            Dumper=Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=120,
        )

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        cassette: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
        for each in cassette["interactions"]:
            each["request"]["body"] = json.dumps(each["request"]["body"], ensure_ascii=False)
            body = each["response"]["body"]
            packed = _stream_of(body["events"]) if "events" in body else json.dumps(body["json"], ensure_ascii=False)
            each["response"]["body"] = {"string": packed}
        return cassette


class Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they stand, and everything in full."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Dumper.add_representer(str, _text_node)


def _open_request(request: Mapping[str, Any]) -> dict[str, Any]:
    return {**request, "body": json.loads(request["body"])}


def _open_response(response: Mapping[str, Any]) -> dict[str, Any]:
    body = response["body"]["string"]
    text = body.decode() if isinstance(body, bytes) else body
    if text.startswith("data:"):
        events = [each if each == "[DONE]" else json.loads(each) for each in _data_of(text)]
        return {**response, "body": {"events": events}}
    return {**response, "body": {"json": json.loads(text)}}


def _place(interaction: Mapping[str, Any]) -> tuple[str, str]:
    """Order by template and material, not by hash or time, so that a re-recording gives a readable diff."""
    body = interaction["request"]["body"]
    return kind_of(body), body["messages"][-1]["content"].partition("\n")[2]
