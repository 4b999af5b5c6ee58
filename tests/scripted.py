"""What the tests of the model path share: a small story, replies written by hand, a driver without any I/O."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from summarize import check
from summarize.compose.assignment import Assignment, Brief
from summarize.compose.draft import Draft
from summarize.compose.modelled import draft_modelled
from summarize.compose.numbering import Weights, weigh, weigh_articles
from summarize.compose.recite import Judge
from summarize.compose.statements import collect_statements, without
from summarize.model import Call, Reply
from summarize.prepare import Story, prepare_story
from summarize.prompts import load_prompts
from summarize.records import Article

BRIDGE = (
    "The bridge over the Nara river was closed on Monday after inspectors found 14 cracked bolts.\n\n"
    "Mayor Lena Ortiz said the repair would cost 3 million euros.\n\n"
    "“Nobody will cross before every bolt is replaced,” Ortiz told reporters at the town hall.\n\n"
    "About 20,000 cars use the bridge every day, according to the transport ministry."
)
FERRY = (
    "A ferry will carry commuters across the Nara river while the bridge is closed, the transport ministry said.\n\n"
    "The repair will cost 5 million euros, engineer Paul Brandt told the regional broadcaster.\n\n"
    "Inspectors found 14 cracked bolts in the bridge on Monday and closed it to all traffic."
)
PROMPTS = load_prompts()


def story_of(*texts: str, **details: Any) -> Story:
    """A story of articles with these texts."""
    articles = [
        Article(id=f"a{n}", text=text, sha256="0" * 64, title=f"Report {n}", publisher=f"Paper {n}", **details)
        for n, text in enumerate(texts or (BRIDGE, FERRY), 1)
    ]
    return prepare_story(articles, language="en")


def judge_of(story: Story) -> Judge:
    return check.Judge(story.articles, story.language)


def assignment_of(story: Story, **limits: Any) -> Assignment:
    brief = Brief(**limits)
    statements = collect_statements(without(story.sentences, ()))
    weights = Weights(weigh([each.text for each in statements], brief.encoding), weigh_articles(story, brief.encoding))
    return Assignment(story, brief, PROMPTS, judge_of(story), statements, weights)


def material(call: Call) -> dict[int, str]:
    """The numbered lines of a call's prompt."""
    found = re.findall(r"^(\d+) (?!\[)(.*)$", call.messages[-1][1], re.MULTILINE)
    return {int(number): text for number, text in found}


def number_of(call: Call, words: str) -> int:
    """The number of the line that holds these words."""
    return next(number for number, text in material(call).items() if words in text)


def said(
    text: str, *cites: int, who: str | None = None, kind: str = "fact", weight: int = 5, **more: Any
) -> dict[str, Any]:
    """One sentence of a reply."""
    return {"text": text, "cites": list(cites), "attributed_to": who, "kind": kind, "weight": weight, **more}


def reply(
    *sentences: dict[str, Any], headline: tuple[str, Sequence[int]] | None = None, disagreements: Sequence[Any] = ()
) -> str:
    """A whole reply to `direct` or `merge`; without a headline one to `extract` or `repair`."""
    body: dict[str, Any] = {"sentences": list(sentences)}
    if headline:
        body |= {"headline": {"text": headline[0], "cites": list(headline[1])}, "disagreements": list(disagreements)}
    return json.dumps(body)


def good(call: Call) -> str:
    """What a good model says about the bridge, to any call: every sentence on its line."""
    lines = material(call)
    if call.name.startswith("repair"):
        return reply()
    sentences = [said(re.sub(r" \([^()]*reports?[^()]*\)$", "", text), number) for number, text in lines.items()]
    if "headline" not in call.schema["properties"]:  # type: ignore[operator]
        return reply(*sentences)
    return reply(*sentences, headline=("Bridge over the Nara river closed", [next(iter(lines))]))


Script = Callable[[Call], "str | Reply"]


def drive(flow: Any, script: Script) -> tuple[Draft, list[tuple[Call, ...]]]:
    """Run a generator of calls against a script; its result and the batches it asked."""
    batches: list[tuple[Call, ...]] = []
    try:
        calls = next(flow)
        while True:
            batches.append(calls)
            answers = [script(call) for call in calls]
            calls = flow.send(tuple(each if isinstance(each, Reply) else Reply(text=each) for each in answers))
    except StopIteration as end:
        return end.value, batches


def draft(script: Script, *texts: str, **limits: Any) -> tuple[Draft, list[tuple[Call, ...]]]:
    """Draft a summary of these texts (the bridge, unless given) with a scripted model."""
    story = story_of(*texts)
    return drive(draft_modelled(story, Brief(**limits), PROMPTS, judge_of(story)), script)
