"""Feeds and deliveries on disk: chosen, counted, proved again; hostile ones cost themselves only."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from summarize import load_articles, render_json, summarize, verify_summary
from summarize.errors import InputError, UsageError
from summarize.ingest.item_files import _content, holds_items
from summarize.ingest.web.settings import WebSettings

SEEDS = sorted((Path(__file__).parents[2] / "seeds").iterdir())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def entry(title: str, number: int, text: str, more: str = "") -> str:
    link = f"https://news.example/{number}"
    return f"<item><title>{title}</title><link>{link}</link><description>{text}</description>{more}</item>"


def feed(*entries: str, title: str = "The Example") -> str:
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(entries)}</channel></rss>"


def dated(day: str) -> str:
    return f"<pubDate>{day}</pubDate>"


def written(text: str | bytes, name: str = "feed.xml") -> str:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


@pytest.mark.parametrize(
    ("raw", "is_json", "found"),
    [
        (b"<rss/>", False, True),
        (b'\xef\xbb\xbf <?xml version="1.0"?><feed/>', False, True),
        ("<?xml version='1.0'?><newsItem/>".encode("utf-16"), False, True),
        (b"<html/>", False, False),
        (b"<opml/>", True, False),
        (b'{"body_text": "x", "headline": "y"}', True, True),
        (b'{"body_text": "x", "headline": "y"}', False, False),
        (b'{"body_text": "x", "headline": "y"}\n{"x": 1}', True, True),
        (b'{"text": "x", "note": {"body_text": "y"}}', True, False),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', True, True),
        (b'{"body_text": ', True, False),
        (b"", True, False),
        (b"<", True, False),
    ],
)
def test_a_container_is_told_by_its_content(raw: bytes, is_json: bool, found: bool):
    assert holds_items(raw, is_json=is_json) is found


def test_entries_are_articles_and_the_rest_is_listed_and_said():
    name = written(feed(entry("One", 1, "A teaser."), entry("Two", 2, ""), "<item><guid>x</guid></item>"))
    intake = load_articles([name])
    (article,) = intake
    assert (article.path, article.record, article.url) == (name, 1, "https://news.example/1")
    assert (article.title, article.publisher, article.stored) == ("One", "The Example", True)
    assert [(one.path, one.why) for one in intake.skipped] == [
        ("feed.xml:record 2", "no text in it; --fetch-links reads the page it links to"),
        ("feed.xml:record 3", "no text in it"),
    ]
    assert [notice.code for notice in intake.warnings] == ["teasers"]


def test_since_and_match_choose_and_what_they_leave_out_is_counted():
    entries = [
        entry("Flooding in Río", 1, "The river rose.", dated("Sun, 01 Nov 2026 10:00:00 GMT")),
        entry("Flood", 2, "The sea.", dated("Sun, 01 Nov 2026 10:00:00 GMT")),
        entry("Flood of the river", 3, "Old.", dated("Fri, 30 Oct 2026 23:59:59 GMT")),
        entry("Flood of the river", 4, "No day."),
    ]
    name = written(feed(*entries))
    intake = load_articles([name], web=WebSettings(since="2026-10-31", match="flood RIO river"))
    assert [article.record for article in intake] == [1]
    assert intake.skipped == ()
    (chosen, _) = intake.warnings
    assert chosen.message.startswith("feed.xml: 1 of 4 entries taken (1 ")
    for part in ("1 older than asked for", "1 without a date", "1 without the words asked for"):
        assert part in chosen.message


def test_words_in_scripts_without_spaces_are_found_anywhere():
    name = written(feed(entry("東京で大きな地震", 1, "昨日、地震が起きた。")))
    assert len(load_articles([name], web=WebSettings(match="地震"))) == 1


def test_a_feed_of_which_nothing_is_taken_is_skipped_with_the_count():
    intake = load_articles([written(feed(entry("One", 1, "Words."))), *SEEDS[:1]], web=WebSettings(match="nowhere"))
    assert [one.why for one in intake.skipped] == [
        "none of its 1 entries was asked for (1 without the words asked for)"
    ]
    assert load_articles([written(feed()), *SEEDS[:1]]).skipped[0].why == "no entries in it"


@pytest.mark.parametrize(
    ("since", "moment"),
    [
        ("", None),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("12h", datetime(1970, 1, 1, 12, tzinfo=UTC)),
        ("1d", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_since_is_a_day_or_a_time_ago(since: str, moment: datetime | None):
    assert WebSettings(since=since).earliest(86_400.0) == moment


@pytest.mark.parametrize("since", ["soon", "7", "7y", "2026-13-01", "9999w" * 3, "-1d"])
def test_a_since_that_is_no_date_is_a_usage_error(since: str):
    with pytest.raises(UsageError, match="is not a date"):
        WebSettings(since=since).choice()


def as_rss(texts: list[str]) -> str:
    entries = []
    for number, text in enumerate(texts, 1):
        paragraphs = "".join(f"<p>{escaped(line)}</p>" for line in text.splitlines() if line.strip())
        content = f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded>"
        entries.append(f"<item><title>T{number}</title>{content}</item>")
    head = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>X</title>"
    return f"{head}{''.join(entries)}</channel></rss>"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_ninjs(texts: list[str]) -> str:
    items = [
        {"uri": f"urn:x:{n}", "headline": f"T{n}", "type": "text", "body_text": text} for n, text in enumerate(texts)
    ]
    return json.dumps({"items": items})


def as_json_feed(texts: list[str]) -> str:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"content_text": text} for text in texts]}
    )


def as_newsml(texts: list[str]) -> str:
    items = "".join(
        "<newsItem><itemMeta/><contentMeta/><contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body>"
        + "".join(f"<p>{escaped(line)}</p>" for line in text.splitlines() if line.strip())
        + "</body></html></inlineXML></contentSet></newsItem>"
        for text in texts
    )
    return f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{items}</itemSet></newsMessage>"


@pytest.mark.parametrize(
    ("name", "write"),
    [("s.rss", as_rss), ("s.json", as_ninjs), ("f.json", as_json_feed), ("s.xml", as_newsml)],
)
def test_the_seeds_so_delivered_give_their_summary_and_it_is_proved(name: str, write):
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    delivered = summarize(load_articles([written(write(texts), name)]))
    plain = summarize(load_articles(SEEDS))
    assert [" ".join(claim.text.split()) for claim in delivered.claims] == [
        " ".join(claim.text.split()) for claim in plain.claims
    ]
    Path("out.json").write_text(render_json(delivered), encoding="utf-8")
    proof = verify_summary(Path("out.json"))
    assert (list(proof), proof.limits) == ([], ())
    changed = Path(name).read_text(encoding="utf-8").replace("Zelensky", "Zelenskiy")
    Path(name).write_text(changed, encoding="utf-8")
    assert any("of the file is no longer this text" in str(finding) for finding in verify_summary(Path("out.json")))


HOSTILE = {
    "bomb.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel>',
    "other.xml": "<opml><body/></opml>",
    "deep.xml": "<newsMessage>" + "<a>" * 100_000,
    "cut.xml": "<newsMessage><newsItem>",
    "empty.rss": "<rss",
    "binary.xml": b"<rss>" + bytes(range(256)) * 40,
    "deep.json": '{"body_text": "x", "headline": ' + "[" * 100_000,
}


def test_hostile_documents_cost_themselves_only():
    names = [written(content, name) for name, content in HOSTILE.items()]
    intake = load_articles([written("The bridge fell.", "good.txt"), *names])
    assert [article.path for article in intake] == ["good.txt"]
    assert len(intake.skipped) == len(names)
    assert all(one.why and "\n" not in one.why for one in intake.skipped)


@pytest.mark.parametrize("reply", ["[]", '{"items": 5}', "7", "nonsense", '{"form": "feed"}'])
def test_a_reply_of_another_shape_is_an_error(reply: str):
    with pytest.raises(InputError):
        _content(reply)


def test_a_reply_with_items_of_another_shape_keeps_the_right_ones():
    assert _content('{"form": "feed", "items": [5, {"text": 7}, {"text": "Words."}]}').items == [{"text": "Words."}]


def test_a_delivery_on_standard_input(tmp_path: Path):
    import io

    (article,) = load_articles(["-"], stdin=io.BytesIO(as_ninjs(["Some words."]).encode()))
    assert (article.path, article.record, article.text) == ("-", 1, "Some words.")
