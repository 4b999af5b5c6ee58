"""What the tests of the model path share: a small story, replies written by hand, a driver without any I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from summarize.check import ClaimChecker, StoryText
from summarize.compose.draft import Draft
from summarize.compose.llm.engine import draft_with_model
from summarize.compose.llm.generation import GenerationContext, GenerationRequest, prepare_context
from summarize.llm import Call, Reply
from summarize.prepare.preparation import prepare_story
from summarize.prompts import load_prompts
from summarize.records import Article, Check, Claim, Evidence, Reading
from summarize.story import Story

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
PROMPTS = {name: prompt for name, prompt in load_prompts().items() if name != "check"}


def story_of(*texts: str, **details: Any) -> Story:
    """A story of articles with these texts."""
    articles = [
        Article(
            **{
                "id": f"a{n}",
                "text": text,
                "sha256": "0" * 64,
                "title": f"Report {n}",
                "publisher": f"Paper {n}",
                **details,
            }
        )
        for n, text in enumerate(texts or (BRIDGE, FERRY), 1)
    ]
    return prepare_story(articles, language="en")


class ScriptedReader:
    """Reads claims: whatever holds one of the words in `lies` is contradicted, all else supported by each article."""

    def __init__(self, *lies: str) -> None:
        self._lies = lies

    def call(self, claim: Claim, further: Sequence[Evidence] = ()) -> Call:
        passages = "\n".join(item.text for item in (*claim.evidence, *further))
        return Call(name=f"check {claim.id}", messages=(("user", f"{passages}\n\n{claim.text}"),), optional=True)

    def read(self, claim: Claim, reply: Reply, further: Sequence[Evidence] = ()) -> Reading:
        if reply.finish == "failed":
            return Reading(Check("meaning", "not_run", reply.refusal, "reader"))
        lie = next((lie for lie in self._lies if lie in claim.text), "")
        if lie:
            return Reading(Check("meaning", "fail", f"“{lie}” is not said", "reader"))
        held = [item.article for item in (*claim.evidence, *further) if item.article in reply.text.split()]
        return Reading(Check("meaning", "pass", by="reader"), tuple(dict.fromkeys(held)))


def checker_of(story: Story, *, model_will_read: bool = False) -> ClaimChecker:
    """The value checks of a story."""
    text = StoryText(story.articles, lambda: story.sentences, story.language, story.origins)
    return ClaimChecker(text, model_will_read=model_will_read)


def context_of(
    story: Story, reader: ScriptedReader | None = None, *, off_topic: frozenset[str] = frozenset(), **limits: Any
) -> GenerationContext:
    """What the stages work with; `limits` are fields of the request."""
    checks = checker_of(story, model_will_read=reader is not None), reader
    return prepare_context(story, GenerationRequest(**limits), PROMPTS, checks, off_topic)


def material(call: Call) -> dict[int, str]:
    """The numbered lines of a call's prompt."""
    text = call.messages[-1][1].partition("\nTo mend:\n")[0]
    return {int(number): text for number, text in re.findall(r"^(\d+) (.*)$", text, re.MULTILINE)}


def number_of(call: Call, words: str) -> int:
    """The number of the line that holds these words."""
    return next(number for number, text in material(call).items() if words in text)


def said(text: str, *cites: int) -> str:
    """One line of a summary."""
    return f"[{','.join(map(str, cites))}] {text}" if cites else text


def summary(*lines: str, headline: str = "", cites: Sequence[int] = ()) -> str:
    """A whole reply."""
    return "\n".join([*([f"# {headline} [{','.join(map(str, cites))}]"] if headline else []), *lines])


def supported(call: Call) -> str:
    """What a reader says that finds a sentence in the passage that is most like it."""
    shown, _, asked = call.messages[-1][1].rpartition("\nSentence: ")
    source, passages = 0, []
    for line in shown.splitlines()[1:]:
        source += line.startswith("#")
        if not line.startswith(("#", "before: ")):
            passages.append((source, line))
    said = set(asked.splitlines()[0].split())
    best, passage = max(passages, key=lambda each: len(said & set(each[1].split())))
    return f"all of it | {passage}\nSUPPORTED {best}"


def good(call: Call) -> str:
    """What a good model says to any call: every sentence of the material on its own line; all of it is supported."""
    if call.messages[0][1].startswith("You check"):
        return supported(call)
    lines = material(call)
    first = call.messages[0][1]
    if first.startswith("You choose"):
        return "\n".join(map(str, lines))
    if first.startswith("You mend"):
        return ""
    if first.startswith("You check"):
        return "SUPPORTED"
    return summary(
        *(said(text, number) for number, text in lines.items()),
        headline="Bridge over the Nara river closed",
        cites=[next(iter(lines))],
    )


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
    """Draft a summary of these texts (the bridge, unless given) with a scripted model; `reader` reads it."""
    reader = limits.pop("reader", None)
    return drive(draft_with_model(context_of(story_of(*texts), reader, **limits)), script)
