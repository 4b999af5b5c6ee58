"""Record the cassettes anew: `python -m tests.recording [NAME ...]`. The one place that ever records.

From the desk (the default) no key is needed: answers written by hand are played back over 127.0.0.1. A prompt that
has no answer is written to a file, with what changed since it was answered; read it, write the answer into
`tests/data/desk/NAME.yaml`, or, when the stored answers still hold, run again with `--accept`.

With `--hosted MODEL` and OPENAI_API_KEY in the environment the runs marked `good: true` are recorded from that endpoint
(OPENAI_BASE_URL or OpenAI's own). The answers must be read before they are committed.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from summarize.errors import SummarizeError
from summarize.llm.openai_client import OPENAI_URL
from tests.desk import Desk, Written
from tests.replay import CASSETTES, DESK, Dumper, Readable, Scenario, names, recording, scenario

DESK_MODEL = "desk"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.recording", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenarios; all when none is named")
    parser.add_argument("--accept", action="store_true", help="file stored answers under the prompts as they are now")
    parser.add_argument("--hosted", metavar="MODEL", help="record from the real endpoint instead of the desk")
    given = parser.parse_args(arguments)
    if given.hosted and not os.environ.get("OPENAI_API_KEY"):
        parser.error("--hosted needs OPENAI_API_KEY")
    wrong = sorted(set(given.names) - set(names()))
    if wrong:
        parser.error(f"no scenario {', '.join(wrong)}; there are {', '.join(names())}")
    return sum(_one(scenario(name), given) for name in given.names or names()) and 1


def _one(chosen: Scenario, given: argparse.Namespace) -> int:
    """Record one scenario; 0 when its cassette was written."""
    if given.hosted:
        return record_hosted(chosen, given.hosted) if chosen.content.get("good") else 0
    return record(chosen, accept=given.accept)


def record_hosted(chosen: Scenario, model: str) -> int:
    """Record one scenario from a real endpoint; the cassette is replaced only by a run that ended well."""
    url = os.environ.get("OPENAI_BASE_URL", OPENAI_URL)
    trial = Path(tempfile.mkdtemp(prefix="hosted-")) / "cassette.yaml"
    with recording(trial):
        chosen.run(url, model, key=os.environ["OPENAI_API_KEY"])
    chosen.cassette.write_text(trial.read_text(encoding="utf-8"), encoding="utf-8")
    _say(f"{chosen.name}: recorded from {model}; read it before you commit it")
    return 0


def record(chosen: Scenario, *, accept: bool = False, into: Path = CASSETTES) -> int:
    """Record one scenario from the desk. What it found unanswered lies in a temporary folder, which is named."""
    outbox = Path(tempfile.mkdtemp(prefix="desk-"))
    trial = outbox / "cassette.yaml"
    with Desk(chosen.content["answers"], outbox, accept, chosen.content.get("readings", {})) as desk:
        try:
            with recording(trial):
                chosen.run(desk.url, DESK_MODEL)
        except SummarizeError as error:
            ended, outcome = type(error).__name__, str(error)
        else:
            ended, outcome = "", "ends well"
    if accept and desk.used:
        _keep(chosen, desk.used, whole=not desk.unanswered)
    for line in desk.rebuilt:
        _say(f"{chosen.name}: {line}")
    if desk.unanswered:
        for path in desk.unanswered:
            _say(f"{chosen.name}: nobody has answered {path}\n{_changes(chosen, path)}")
        return 1
    if ended != chosen.content.get("ends", ""):
        _say(f"{chosen.name}: not recorded, it ends with {ended or 'a summary'}: {outcome}")
        return 1
    (into / chosen.cassette.name).write_text(trial.read_text(encoding="utf-8"), encoding="utf-8")
    unused = len(chosen.content["answers"]) - len(desk.used)
    _say(
        f"{chosen.name}: {len(desk.used)} replies, {outcome}"
        + (f"; {unused} answers were not asked for" * (unused > 0))
    )
    return 0


def _keep(chosen: Scenario, used: list[Written], *, whole: bool) -> None:
    """Write the scenario's answers as they were given: in the order of the calls, under the prompts of now.

    Answers that a whole run did not ask for are dropped; until then they wait.
    """
    answers = [{key: value for key, value in each.items() if key != "from"} for each in used]
    waiting = [each for each in chosen.content["answers"] if not whole and not _was_used(each, used)]
    content: dict[str, Any] = {**chosen.content, "answers": [*answers, *waiting]}
    text = yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120)
    (DESK / f"{chosen.name}.yaml").write_text(text, encoding="utf-8")


def _was_used(answer: Written, used: list[Written]) -> bool:
    return any(answer is each or answer is each.get("from") for each in used)


def _changes(chosen: Scenario, path: Path) -> str:
    """The lines in which an unanswered prompt differs from the likest recorded one."""
    new = path.read_text(encoding="utf-8").split("\n\n", 1)[1].splitlines()
    old = [line.splitlines() for line in _recorded(chosen)]
    if not old:
        return "  (nothing was recorded before)"
    most_similar = max(old, key=lambda each: len(set(each) & set(new)))
    changes = list(difflib.unified_diff(most_similar, new, "recorded", "now", lineterm="", n=0))
    return "\n".join("  " + line[:200] for line in changes[:40])


def _recorded(chosen: Scenario) -> list[str]:
    if not chosen.cassette.exists():
        return []
    bodies = [
        yaml.safe_load(each["request"]["body"])
        for each in Readable.deserialize(chosen.cassette.read_text(encoding="utf-8"))["interactions"]
    ]
    return ["\n\n".join(f"--- {each['role']}\n{each['content']}" for each in body["messages"]) for body in bodies]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
