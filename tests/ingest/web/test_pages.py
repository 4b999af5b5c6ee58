"""Addresses among the inputs: pages, feeds, records and documents of the web become articles, failures are listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize import Article, LoadResult, WebSettings, load_articles, render_json, summarize, verify_summary
from summarize.errors import ConfigError, InputError
from summarize.ingest.web.pages import canonical, declared_type
from tests.web_server import Web, answer, redirect

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

SEEDS = sorted((Path(__file__).parents[3] / "seeds").iterdir())
SENTENCES = (
    "The bridge over the river fell on Monday morning, the city council of the small town said in a statement.",
    "Nobody was hurt, because the police had closed the road for repairs the evening before, a spokeswoman said.",
    "Engineers will examine the remaining piers this week, and the mayor promised a report before the end of May.",
    "Trains on the line nearby run again since the afternoon, the railway company told reporters at the station.",
)


def html(*sentences: str, head: str = "", title: str = "Bridge falls") -> bytes:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences or SENTENCES)
    page = (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{paragraphs}</article>"
    )
    return page.encode()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def load(web: Web, *sources: object, **wishes: object) -> LoadResult:
    wishes = {"cache": "none", **wishes}
    return load_articles(sources, web=WebSettings(network=web.network, **wishes))  # type: ignore[arg-type]


def only(web: Web, source: object = "https://news.example/a", **wishes: object) -> Article:
    (article,) = load(web, source, **wishes)
    return article


def why(web: Web, source: object = "http://news.example/a", **wishes: object) -> str:
    intake = load(web, SEEDS[0], source, **wishes)
    (skipped,) = intake.skipped
    assert "\n" not in skipped.why
    return skipped.why


def page(body: bytes | None = None, **more: object) -> Web:
    return Web({"news.example/a": answer(html() if body is None else body, **more)})  # type: ignore[arg-type]


def test_a_page_is_an_article_that_carries_its_text():
    with page() as web:
        article = only(web, "http://news.example/a#top")
    assert all(sentence in article.text for sentence in SENTENCES)
    assert (article.url, article.path, article.stored, article.title) == (
        "http://news.example/a",
        None,
        True,
        "Bridge falls",
    )


def test_a_summary_of_pages_is_proved_by_the_copies_in_it():
    pages = {f"news.example/{n}": answer(html(*path.read_text().splitlines())) for n, path in enumerate(SEEDS)}
    with Web(pages) as web:
        told = summarize(load(web, *(f"http://{name}" for name in pages)))
    for claim in told.claims:
        for span in claim.evidence:
            (article,) = (each for each in told.articles if each.id == span.article)
            assert article.text[span.start : span.end] == span.text
    Path("story.json").write_text(render_json(told), encoding="utf-8")
    proof = verify_summary(Path("story.json"))
    assert list(proof) == []
    assert "[1], [2], [3], [4], [5] are checked against the copy inside the summary only" in proof.limits


def test_one_failed_address_costs_itself_only_and_order_is_kept():
    pages = {f"news.example/{n}": answer(html(SENTENCES[n] * 2)) for n in range(3)}
    with Web({**pages, "news.example/in": redirect("http://10.0.0.1/")}) as web:
        Path("file.txt").write_text("A file of words.")
        sources = ["http://news.example/2", "file.txt", "http://news.example/no", "http://news.example/in"]
        intake = load(web, *sources, "gopher://x/", "http://127.0.0.1/", "http://news.example/0")
    assert [article.url or article.path for article in intake] == [
        "http://news.example/2",
        "file.txt",
        "http://news.example/0",
    ]
    assert [one.path for one in intake.skipped] == [*sources[2:], "gopher://x/", "http://127.0.0.1/"]


def test_an_address_is_read_once_however_it_is_spelt():
    pages = {"news.example/a": answer(html()), "news.example/b": redirect("/a")}
    with Web(pages) as web:
        intake = load(web, "http://news.example/a", "HTTP://News.Example:80/a#x", "http://news.example/b")
    assert len(intake) == 1
    assert [one.path for one in intake.skipped] == ["HTTP://News.Example:80/a#x", "http://news.example/b"]
    assert all(one.duplicate for one in intake.skipped)


def test_ignoring_robots_is_said():
    with Web(
        {"news.example/robots.txt": answer(b"User-agent: *\nDisallow: /"), "news.example/a": answer(html())}
    ) as web:
        assert "robots.txt asks programs not to" in why(web)
        intake = load(web, "http://news.example/a", ignore_robots=True)
    assert [notice.code for notice in intake.warnings if notice.code == "robots_ignored"] == ["robots_ignored"]


# -- What kind of thing it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain", b"Just words.", "Just words."),
        ("text/plain; charset=windows-1252", "Größe, sagte er.".encode("cp1252"), "Größe, sagte er."),
        ('text/plain; charset="shift_jis"', "橋が落ちた。".encode("shift_jis"), "橋が落ちた。"),
        ("", b"Just words.", "Just words."),
        ("application/octet-stream", b"Just words.", "Just words."),
        ("text/markdown", b"# Title\n\nWords.", "# Title\n\nWords."),
    ],
)
def test_texts_are_texts_in_the_character_set_that_is_declared(kind: str, body: bytes, text: str):
    with page(body, kind=kind) as web:
        article = only(web, "http://news.example/a")
    assert (article.text, article.reader, article.stored) == (text, None, True)


def test_the_character_set_of_the_header_reaches_the_reader():
    body = html("Die Brücke über den Fluß ist am Montag eingestürzt, sagte der Bürgermeister der Stadt.").decode()
    with page(body.encode("cp1252"), kind="text/html; charset=windows-1252") as web:
        assert "Die Brücke über den Fluß" in only(web, "http://news.example/a").text


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("image/png", b"\x89PNG\r\n", "an image, not an article (image/png)"),
        ("video/mp4", b"x", "a video, not an article (video/mp4)"),
        ("application/javascript", b"x()", "a program or style sheet, not an article"),
        ("text/html", b"", "the page is empty"),
        ("text/html", b"\x89PNG\r\n\x1a\n" + bytes(1_000), ""),
        ("text/html", bytes(range(256)) * 40, ""),
        ("text/plain", b"--- ***", "no words in it"),
        ("application/pdf", b"%PDF-1.4 broken", ""),
        ("application/zip", b"PK\x03\x04" + bytes(100), ""),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        ("application/json", b'{"a": 1}', 'it has no "text"'),
        ("application/xml", b"<opml><body/></opml>", "XML of a kind that is not read (opml)"),
    ],
)
def test_what_is_no_article_says_what_it_is(kind: str, body: bytes, said: str):
    with page(body, kind=kind) as web:
        assert said in why(web) and why(web)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subscribe to continue reading. Already a subscriber? Log in.", "a paywall"),
        ("We value your privacy. We and our partners store cookies. Accept all cookies.", "a consent page"),
    ],
)
def test_a_page_that_only_asks_is_said_and_not_summarised(text: str, said: str):
    with page(html(text)) as web:
        assert said in why(web)


# -- Addresses inside other things -------------------------------------------------------------------------------------

FEED = """<rss version="2.0"><channel><title>The Example</title>
<item><title>One</title><link>http://news.example/1</link><description>A teaser.</description>
<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>http://news.example/2</link></item>
<item><title>Three</title><link>http://127.0.0.1/</link></item>
<item><title>Four</title><link>http://news.example/feed</link></item>
</channel></rss>"""


def feed_pages() -> dict[str, bytes]:
    return {
        "news.example/feed": answer(FEED.encode(), kind="application/rss+xml"),
        "news.example/1": answer(html(title="Another title")),
        "news.example/2": answer(html(SENTENCES[0], SENTENCES[1])),
    }


def test_a_feed_is_its_entries_and_their_links_are_read_when_asked_for():
    with Web(feed_pages()) as web:
        (teaser,) = load(web, "http://news.example/feed")
        assert (teaser.text, teaser.publisher, teaser.path) == ("A teaser.", "The Example", None)
        assert [each for each in web.asked if not each.endswith("feed")] == []
        intake = load(web, "http://news.example/feed", fetch_links=True)
    assert [article.url for article in intake] == ["http://news.example/1", "http://news.example/2"]
    first = intake[0]
    assert (first.title, first.published, first.publisher) == ("One", "2026-11-02T10:00:00Z", "The Example")
    assert SENTENCES[0] in first.text
    reasons = {one.path.rpartition(":")[2]: one.why for one in intake.skipped}
    assert list(reasons) == ["record 3", "record 4"]
    assert "this machine" in reasons["record 3"] and reasons["record 4"].startswith("a duplicate")


def test_what_a_feed_says_of_a_page_stands_for_it_when_it_cannot_be_had():
    pages = {**feed_pages(), "news.example/1": answer(b"gone", kind="text/html", status=404)}
    with Web(pages) as web:
        intake = load(web, "http://news.example/feed", fetch_links=True)
    first = intake[0]
    assert (first.text, first.url, first.title) == ("A teaser.", "http://news.example/1", "One")
    assert "http://news.example/feed:record 1" not in {one.path for one in intake.skipped}
    (said,) = [notice.message for notice in intake.warnings if notice.code == "page_failed"]
    assert "404" in said and "the feed's own summary is used instead" in said


def test_a_link_that_leads_to_a_feed_is_no_article():
    other = FEED.replace("http://news.example/feed", "http://news.example/other")
    pages = {**feed_pages(), "news.example/other": answer(FEED.encode(), kind="text/xml")}
    with Web({**pages, "news.example/feed": answer(other.encode(), kind="text/html")}) as web:
        intake = load(web, "http://news.example/feed", fetch_links=True)
    assert "a feed, not an article" in [one.why for one in intake.skipped]


def test_records_with_an_address_and_no_text_are_fetched_and_say_the_rest_themselves():
    records = [
        {"url": "http://news.example/a", "publisher": "The Paper", "published": "2026-11-02", "id": "x1"},
        {"url": "http://169.254.169.254/latest/meta-data"},
        {"url": "nonsense"},
        {"text": "Words of a record.", "url": "http://news.example/b"},
    ]
    Path("r.json").write_text(json.dumps(records))
    with page() as web:
        intake = load(web, "r.json", {"url": "http://news.example/c"}, {"title": "no text"})
    first, second = intake
    assert (first.id, first.publisher, first.published, first.title) == (
        "x1",
        "The Paper",
        "2026-11-02",
        "Bridge falls",
    )
    assert (first.path, first.record, first.url) == (None, None, "http://news.example/a")
    assert second.text == "Words of a record."
    assert web.asked == ["news.example/a", "news.example/c"]
    reasons = {one.path: one.why for one in intake.skipped}
    assert "metadata service" in reasons["r.json:record 2"]
    assert reasons["r.json:record 3"] == 'it has no "text"'
    assert reasons["input 1" if "input 1" in reasons else "input 2"]


def test_a_link_that_leads_to_records_is_no_article():
    with page(b'[{"text": "A record."}]', kind="application/json") as web:
        intake = load(web, {"text": "Words."}, {"url": "http://news.example/a"})
    assert [one.why for one in intake.skipped] == ["a file of records, not an article"]


def test_records_and_deliveries_at_an_address():
    records = answer(
        json.dumps([{"text": "One record."}, {"url": "http://news.example/2"}]).encode(), kind="application/json"
    )
    ninjs = answer(b'{"uri": "u", "headline": "H", "body_text": "An item of an agency."}', kind="application/json")
    with Web({"news.example/r": records, "news.example/n": ninjs, **feed_pages()}) as web:
        intake = load(web, "http://news.example/r", "http://news.example/n")
    assert [article.text for article in intake][::2] == ["One record.", "An item of an agency."]
    assert intake[1].url == "http://news.example/2"
    assert all(article.path is None and article.record is None and article.stored for article in intake)


# -- Cache, limits, addresses ------------------------------------------------------------------------------------------


def test_pages_are_kept_in_the_users_cache_unless_told_otherwise(tmp_path: Path):
    with page(cache_control="max-age=600") as web:
        only(web, "http://news.example/a", cache="")
        only(web, "http://news.example/a", cache="")
        assert web.asked == ["news.example/a"]
        assert (tmp_path / "cache" / "summarize" / "replies.sqlite").is_file()
        only(web, "http://news.example/a", cache="none")
        assert len(web.asked) == 2


def test_a_cache_that_cannot_be_used_costs_the_cache_and_a_named_one_the_run(tmp_path: Path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with page() as web:
        intake = load(web, "http://news.example/a", cache="")
        assert [notice.code for notice in intake.warnings] == ["cache_failed"]
        with pytest.raises(ConfigError, match="cannot be used as the cache"):
            load(web, "http://news.example/a", cache=str(tmp_path / "cache"))


def test_the_size_limit_is_that_of_files():
    with page(html(*SENTENCES * 50)) as web:
        settings = WebSettings(network=web.network, cache="none")
        intake = load_articles([SEEDS[0], "http://news.example/a"], max_size=10_000, web=settings)
    assert intake.skipped[0].why == "larger than 10,000 bytes; raise max_size (--max-size) to read it"


def test_nothing_but_failures_is_an_input_error():
    with Web() as web, pytest.raises(InputError, match=r"http://news.example/a \(no such page \(404\)\)"):
        load(web, "http://news.example/a")


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("text/html", ("text/html", None)),
        ("Text/HTML; Charset=UTF-8", ("text/html", "UTF-8")),
        ("text/html;charset='x'; boundary=y", ("text/html", "x")),
        ("", ("", None)),
        (";;charset=", ("", None)),
        ("a/b; charset=" + "x" * 500, ("a/b", "x" * 40)),
    ],
)
def test_a_content_type_is_read_leniently(kind: str, read: tuple[str, str | None]):
    assert declared_type(kind) == read


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("https://news.example/canonical", True),
        ("https://www.news.example/x", True),
        ("https://amp.news.example/x", True),
        ("https://other.example/x", False),
        ("https://news.example.evil.example/x", False),
        ("https://user@news.example/x", False),
        ("javascript:alert(1)", False),
        ("https://[", False),
        ("https://news.example/" + "x" * 3_000, False),
        (None, False),
    ],
)
def test_a_page_may_not_pass_for_another_sites(named: str | None, kept: bool):
    url = "https://news.example/a"
    assert canonical(named, url) == (named if kept else url)


def test_the_canonical_address_is_kept():
    head = '<link rel="canonical" href="https://www.news.example/story">'
    with page(html(head=head)) as web:
        assert only(web, "http://news.example/a").url == "https://www.news.example/story"
