"""A made-up story whose summary has something in every field, and one that has nothing in any. For tests of pages."""

from __future__ import annotations

from hashlib import sha256

from summarize.records import (
    Accounting,
    Alignment,
    Article,
    Balance,
    Check,
    Claim,
    Disagreement,
    Evidence,
    NamedPerson,
    Notice,
    Omission,
    Origin,
    Position,
    Run,
    Share,
    Skipped,
    Spelling,
    Summary,
    TimelineEntry,
    Usage,
)
from summarize.render.verdicts import verdict

COURIER = """\
Ferry collision in Port Sella leaves 18 dead
By Ada Marrow

Two ferries collided off Port Sella on Monday evening, and 18 people died, the harbour authority said.
Rescue boats reached the vessels within 20 minutes. The sea was calm.

“We saw the lights too late,” said Captain Ilen Varro, who steered the smaller ferry. He was treated for minor injuries.
The authority promised a report by 14 March. The sea was calm.

Sign up for our newsletter
"""

EVENING = """\
Port Sella disaster: 21 killed, agency says

At least 21 people were killed when two ferries ran into each other near Port Sella on Monday, North Wire reported.
Boats were at the scene in 20 minutes, and the sea was calm, North Wire said.
“We noticed the lights too late,” Captain Ilen Varo told the agency.
Shares of Sella Lines fell by 7 % on Tuesday.
"""

ARABIC = """\
تصادم عبّارتين قرب بورت سيلا

اصطدمت عبّارتان مساء الاثنين قرب بورت سيلا، وقالت سلطة الميناء إن 18 شخصا قتلوا.
وقال الوزير إن التحقيق سيستغرق عدة أسابيع.
"""

DAILY = """\
Minister orders inquiry after ferries collide

Transport minister Lena Oduya ordered an inquiry on Tuesday and said the northern lane would stay closed.
On Wednesday she reopened the northern lane for cargo.
The opposition called the inquiry “a fig leaf”.
The minister said the inquiry would be independent – no ministry would take part in it.
"""


def article(number: int, text: str, **more: str) -> Article:
    known = {"path": f"ferries/{number}.txt", "sha256": sha256(text.encode()).hexdigest(), "language": "en"}
    return Article(**{"id": f"a{number}", "text": text, **known, **more})  # type: ignore[arg-type]


ARTICLES = (
    article(
        1, COURIER, title="Ferry collision in Port Sella leaves 18 dead", publisher="Sella Courier",
        author="Ada Marrow", published="2025-03-03", url="https://courier.example/2025/ferries?id=7#top",
    ),
    article(2, EVENING, publisher="Evening Post", published="2025-03-04", url="https://post.example/ferries"),
    article(3, ARABIC, language="ar", title="تصادم عبّارتين قرب بورت سيلا", publisher="الصباح"),
    article(4, DAILY, title="Minister orders inquiry after ferries collide", published="2025-03-05T08:00:00Z"),
)  # fmt: skip


def span(number: int, first: str, last: str = "", *, by: str = "model") -> Evidence:
    """The first passage of article `number` that begins and ends with these words."""
    text = ARTICLES[number - 1].text
    start = text.index(first)
    end = text.index(last, start) + len(last) if last else start + len(first)
    return Evidence(f"a{number}", start, end, text[start:end], by)  # type: ignore[arg-type]


READER = "example-reader"


def passed(*but: Check) -> tuple[Check, ...]:
    """The checks of a sentence that was written anew, all its values found, and read as supported; but for these."""
    other = {check.name: check for check in but}
    values = [Check(name, "pass") for name in ("quotes", "numbers", "names", "dates")]  # type: ignore[arg-type]
    usual = (Check("verbatim", "not_run", "written anew"), *values, Check("meaning", "pass", "supported", READER))
    return tuple(other.get(check.name, check) for check in usual)


COLLISION = span(1, "Two ferries collided", "authority said.")
KILLED = span(2, "At least 21", "reported.")
BOATS = span(1, "Rescue boats", "20 minutes.")
SCENE = span(2, "Boats were", "North Wire said.")
VARRO = span(1, "“We saw", "smaller ferry.")
VARO = span(2, "“We noticed", "the agency.")
CLOSED = span(4, "Transport minister", "stay closed.")
REOPENED = span(4, "On Wednesday", "cargo.")

CLAIMS = (
    Claim(
        id="c1",
        text="Two ferries collided off Port Sella on Monday evening; the number of dead is disputed.",
        evidence=(COLLISION, KILLED, span(3, "اصطدمت", "قتلوا.")),
        articles=3, origins=2, checks=passed(),
    ),
    Claim(
        id="c2",
        text="Rescue boats were there within 25 minutes, and the sea was calm.",
        evidence=(
            BOATS,
            span(1, "The sea was calm."),
            SCENE,
            span(1, "Rescue boats", "He was treated for minor injuries.", by="match"),
            span(1, "reached the vessels within 20 minutes. The sea"),
            span(1, "within 20 minutes. The sea was calm.\n\n“We saw"),
            span(1, "Captain Ilen Varro"),
        ),
        articles=2, origins=1,
        checks=passed(Check("numbers", "fail", "“25 minutes” is in none of the cited passages; they say 20 minutes")),
    ),
    Claim(
        id="c3",
        text="“We saw the lights too late,” said the captain of the smaller ferry.",
        evidence=(VARRO,), attributed_to="Ilen Varro", kind="quote", checks=passed(), worded_otherwise=(VARO,),
    ),
    Claim(
        id="c4",
        text="The minister ordered an inquiry and closed the northern lane, which she reopened for cargo a day later.",
        evidence=(CLOSED, REOPENED), checks=passed(
            Check("dates", "unclear", "“a day later” is not in [4], only in [2], which is not cited"),
            Check("meaning", "not_run", "the call failed", READER),
        ),
    ),
    Claim(
        id="c5",
        text="The opposition called the inquiry “a fig leaf”.",
        evidence=(span(4, "The opposition", "leaf”.", by="match"),), kind="opinion", checks=passed(),
    ),
    Claim(id="c6", text="The inquiry is expected to take weeks.", evidence=(), kind="forecast", origins=0, articles=0),
    Claim(
        id="c7",
        text="North Wire, which the other reports draw on, put the rescue at 20 minutes.",
        evidence=(SCENE, BOATS), articles=2, origins=2, checks=passed(),
    ),
)  # fmt: skip

ORIGINS = (
    Origin(
        id="o1", name="North Wire", articles=("a2", "a1"), confidence="stated",
        evidence=(span(2, "North Wire reported"),),
        why="[2] credits North Wire; [1] tells the same facts in the same order",
        alignments=(
            Alignment(COLLISION, KILLED, ("ferries", "Port Sella", "Monday")),
            Alignment(BOATS, SCENE, ("boats", "20 minutes")),
        ),
    ),
    Origin(id="o2", name=None, articles=("a3",), why="nothing says where it comes from"),
    Origin(id="o3", name="Ministry of Transport", articles=("a4",), confidence="inferred"),
)  # fmt: skip

OMITTED = (
    Omission("a1", *(COURIER.index(t := "Ferry collision in Port"), COURIER.index(t) + 44), "title"),
    Omission("a1", COURIER.index("By Ada"), COURIER.index("By Ada") + 13, "boilerplate", None, "byline"),
    Omission("a1", COURIER.index("The auth"), COURIER.index("14 March.") + 9, "budget"),
    Omission("a1", COURIER.rindex("The sea"), COURIER.rindex("calm.") + 5, "duplicate", "c2"),
    Omission("a1", COURIER.index("Sign up"), COURIER.index("newsletter") + 10, "boilerplate", None, "a form"),
    Omission("a2", EVENING.index("Shares"), EVENING.index("Tuesday.") + 8, "off_topic"),
    Omission("a3", ARABIC.index("وقال الوزير"), len(ARABIC) - 1, "budget"),
    Omission("a4", DAILY.index("The minister said"), len(DAILY) - 1, "failed_check", None, "names: no “Oduya” in it"),
)

FULL = Summary(
    headline="Ferries collide off Port Sella; toll is disputed",
    headline_evidence=(span(1, "Ferry collision", "18 dead"), span(2, "Port Sella disaster")),
    claims=CLAIMS,
    articles=ARTICLES,
    origins=ORIGINS,
    accounting=Accounting(
        24, 16, {"title": 1, "boilerplate": 2, "budget": 2, "duplicate": 1, "off_topic": 1, "failed_check": 1}
    ),
    omitted=OMITTED,
    run=Run(
        engine="model", model="example-model", version="0.1.0", started="2025-03-05T09:30:00Z",
        checker=READER,
        prompts={"direct": {"version": "3", "sha256": "ab" * 32}}, config={"words": 120, "language": "en", "cache": ""},
    ),
    disagreements=(
        Disagreement(
            id="d1", point="How many people died", kind="contradiction",
            positions=(
                Position(text="18 people died", evidence=(COLLISION,), published="2025-03-03"),
                Position(text="At least 21 people were killed", evidence=(KILLED,), published="2025-03-04"),
            ),
        ),
        Disagreement(
            id="d2", point="Whether the northern lane is open", kind="change_over_time",
            positions=(
                Position(text="The lane stays closed", evidence=(CLOSED,), published="2025-03-05"),
                Position(text="The lane is open for cargo", evidence=(REOPENED,)),
            ),
        ),
    ),
    told_differently=(
        Disagreement(
            id="w1", point="What the inquiry is", kind="told_differently",
            positions=(
                Position(
                    text="A fig leaf, according to the opposition", evidence=(span(4, "The opposition", "leaf”."),),
                    published="2025-03-05",
                ),
                Position(
                    text="An independent inquiry, according to the minister",
                    evidence=(span(4, "The minister said", "part in it."),), published="2025-03-05",
                ),
            ),
        ),
    ),
    timeline=(
        TimelineEntry(
            when="2025-03-03", as_written="on Monday evening", text="The ferries collide", evidence=(COLLISION,)
        ),
        TimelineEntry(when=None, as_written="on Tuesday", text="The minister orders an inquiry", evidence=(CLOSED,)),
        TimelineEntry(when="2025-03-05", as_written="On Wednesday", text="The lane opens", evidence=(REOPENED,)),
        TimelineEntry(
            when="2025-03-14", as_written="by 14 March", text="A report is promised",
            evidence=(span(1, "The authority", "14 March."),),
        ),
    ),
    names=(
        NamedPerson(
            "Ilen Varro",
            (
                Spelling("Ilen Varro", 1, ("a1",), span(1, "Ilen Varro")),
                Spelling("Ilen Varo", 1, ("a2",), span(2, "Ilen Varo"), likely_misspelling=True),
            ),
        ),
    ),
    balance=Balance(
        articles=(
            Share("a1", 4, 4 / 7, ("c3",)),
            Share("a2", 3, 3 / 7),
            Share("a3", 1, 1 / 7),
            Share("a4", 2, 2 / 7, ("c4", "c5")),
        ),
        origins=(Share("o1", 4, 4 / 7, ("c2", "c3", "c7")), Share("o2", 1, 1 / 7), Share("o3", 2, 2 / 7, ("c4", "c5"))),
    ),
    skipped=(Skipped("ferries/photo.jpg", "not text (a JPEG image)"),),
    warnings=(
        Notice("one_sided", "most sentences rest on one report"),
        Notice("no_date", "has no publication date; “on Tuesday” is kept as written", "a3"),
    ),
    usage=Usage(calls=3, cached_calls=1, prompt_tokens=5400, completion_tokens=812, cost_usd=0.0123, seconds=4.2),
)  # fmt: skip

EMPTY = Summary(
    headline="",
    headline_evidence=(),
    claims=(),
    articles=(),
    origins=(),
    accounting=Accounting(0, 0),
    omitted=(),
    run=Run(engine="embedded", model=None, version="0.1.0"),
)


def first_line(summary: Summary) -> str:
    """The verdict as the page shows it, without its links."""
    first, *more = verdict(summary)
    return first.words + "".join(f"{part.after} {part.words}" for part in more)
