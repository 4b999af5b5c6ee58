"""Pages over a hostile web: nothing gets through that must not, and each failure is one line with its cause."""

from __future__ import annotations

import gzip
import itertools
import ssl
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import InputError
from summarize.ingest.web.fetcher import FetchPolicy, Page, fetch_pages
from summarize.ingest.web.page_cache import PageCache
from summarize.version import VERSION
from tests.web_server import Request, Web, answer, dripping, redirect

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

PAGE = answer(b"<p>Words.")


def fetched(web: Web, *urls: str, cache: PageCache | None = None, **manners: object) -> list[Page | InputError]:
    return fetch_pages(urls, FetchPolicy(**manners), web.network, cache)  # type: ignore[arg-type]


def page(web: Web, url: str = "http://news.example/a", **more: object) -> Page:
    (found,) = fetched(web, url, **more)  # type: ignore[arg-type]
    assert isinstance(found, Page), found
    return found


def reason(web: Web, url: str = "http://news.example/a", **more: object) -> str:
    (found,) = fetched(web, url, **more)  # type: ignore[arg-type]
    assert isinstance(found, InputError), found
    assert "\n" not in found.message
    return found.message


def test_a_page_is_fetched_politely_and_nothing_about_who_asks_is_sent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("ALL_PROXY", "socks5://proxy.example")
    cookie = answer(b"<p>Words.", set_cookie="id=1; Path=/")
    with Web({"news.example/a": cookie, "news.example/b": PAGE}) as web:
        first, second = fetched(web, "http://news.example/a#part", "http://news.example/b")
        assert first == Page("http://news.example/a", "text/html; charset=utf-8", b"<p>Words.")
        assert isinstance(second, Page)
    assert [each.path for each in web.requests] == ["/robots.txt", "/a", "/b"]
    for request in web.requests:
        assert request.headers.pop("accept")
        assert request.headers == {
            "connection": "keep-alive",
            "host": "news.example",
            "user-agent": f"summarize/{VERSION}",
            "accept-encoding": "gzip, deflate",
        }
    assert set(web.connected) == {("93.184.216.1", 80)}


def test_order_is_that_of_the_addresses_and_one_failure_costs_itself():
    with Web({"a.example/1": PAGE, "b.example/1": PAGE}) as web:
        found = fetched(web, "http://b.example/1", "http://a.example/no", "ftp://x/", "http://a.example/1")
    assert [each.url if isinstance(each, Page) else each.message for each in found] == [
        "http://b.example/1",
        "no such page (404)",
        "only https and http addresses are read, not ftp",
        "http://a.example/1",
    ]


def test_a_host_is_asked_one_request_at_a_time_and_hosts_side_by_side():
    under_way: list[str] = []
    seen: list[tuple[str, ...]] = []
    all_there = threading.Barrier(3, timeout=60)

    def slow(request: Request, connection: Any) -> None:
        under_way.append(request.host)
        if request.path == "/0":
            all_there.wait()  # broken unless three hosts are asked at once
        time.sleep(0.01)
        seen.append(tuple(under_way))
        under_way.remove(request.host)
        connection.sendall(PAGE)

    names = [f"{host}.example/{n}" for n in range(4) for host in "abc"]
    with Web(dict.fromkeys(names, slow)) as web:
        assert all(isinstance(each, Page) for each in fetched(web, *(f"http://{name}" for name in names)))
    assert len(seen) == 12 and all(len(set(hosts)) == len(hosts) for hosts in seen)


def test_a_host_that_others_redirect_to_is_asked_one_request_at_a_time_too():
    under_way: list[str] = []
    seen: list[int] = []
    both_there = threading.Barrier(2, timeout=60)

    def to_shop(request: Request, connection: Any) -> None:
        both_there.wait()
        connection.sendall(redirect(f"http://shop.example/{request.host}"))

    def slow(request: Request, connection: Any) -> None:
        under_way.append(request.url)
        time.sleep(0.1)
        seen.append(len(under_way))
        under_way.remove(request.url)
        connection.sendall(PAGE)

    pages = {f"{host}.example/": to_shop for host in "ab"} | {f"shop.example/{host}.example": slow for host in "ab"}
    with Web(pages) as web:
        found = fetched(web, "http://a.example/", "http://b.example/", ignore_robots=True)
    assert all(isinstance(each, Page) for each in found)
    assert seen == [1, 1]


# -- Where it must not go ----------------------------------------------------------------------------------------------

INSIDE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.0.0.1/",
    "http://[::1]/",
    "http://169.254.169.254/latest",
]


@pytest.mark.parametrize("target", [*INSIDE, "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/"])
def test_a_redirect_inside_is_refused_and_not_connected_to(target: str):
    with Web({"news.example/a": redirect(target)}, names={"localhost": lambda: ["127.0.0.1"]}) as web:
        assert "redirects to an address that is not read" in (said := reason(web)) or "this machine" in said
        assert {number for number, _ in web.connected} == {"93.184.216.1"}


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "gopher://news.example/", "data:text/html,hi", "ftp://news.example/", "//x@y.example/"],
)
def test_a_redirect_to_no_web_address_is_refused(target: str):
    with Web({"news.example/a": redirect(target)}) as web:
        assert reason(web).startswith("it redirects to an address that is not read: ")
    assert web.asked == ["news.example/a"]


def test_a_name_that_leads_inside_is_refused_before_anything_is_sent():
    with Web(
        names={"news.example": lambda: ["10.1.2.3"], "mixed.example": lambda: ["93.184.216.9", "127.0.0.1"]}
    ) as web:
        assert "news.example leads to 10.1.2.3, which is in a private network" in reason(web)
        assert "leads to 127.0.0.1, which is this machine" in reason(web, "http://mixed.example/")
        assert "in a private network" in reason(web, ignore_robots=True)
    assert (web.connected, web.requests) == ([], [])


def test_a_name_that_changes_its_mind_is_judged_at_every_connection():
    """DNS rebinding: public when first asked, this machine ever after."""
    turns = itertools.chain([["93.184.216.34"]], itertools.repeat(["127.0.0.1"]))
    with Web({"news.example/a": PAGE}, names={"news.example": lambda: next(turns)}) as web:
        # The first connection is for robots.txt and closes; the second would lead inside.
        assert "news.example leads to 127.0.0.1" in reason(web)
    assert web.connected == [("93.184.216.34", 80)]
    assert web.asked == []


def test_what_was_judged_is_what_is_connected_to():
    turns = iter([["93.184.216.34"]])  # a second question would end the test with StopIteration
    with Web({"news.example/a": PAGE}, names={"news.example": lambda: next(turns)}) as web:
        page(web, ignore_robots=True)
    assert (web.looked_up, web.connected) == (["news.example"], [("93.184.216.34", 80)])


def test_other_ports_and_inner_networks_are_read_when_asked_for():
    names = {"desk.example": lambda: ["192.168.1.5"]}
    with Web({"desk.example:8080/a": PAGE}, names=names) as web:
        assert "port 8080" in reason(web, "http://desk.example:8080/a")
        assert page(web, "http://desk.example:8080/a", allow_private=True).url == "http://desk.example:8080/a"
    assert web.connected[-1] == ("192.168.1.5", 8080)


# -- Redirects ---------------------------------------------------------------------------------------------------------


def test_redirects_are_followed_to_the_address_that_is_kept():
    pages = {"news.example/a": redirect("/b", 301), "news.example/b": redirect("http://www.example/c?d#e", 308)}
    with Web({**pages, "www.example/c?d": PAGE}) as web:
        assert page(web).url == "http://www.example/c?d"


def test_a_thousand_redirects_end_at_the_eleventh():
    pages = {f"news.example/{n}": redirect(f"/{n + 1}") for n in range(1000)}
    with Web(pages) as web:
        assert reason(web, "http://news.example/0") == "more than 10 redirects"
        assert len(web.asked) == 11


def test_a_circle_and_a_way_from_https_to_http_are_refused():
    with Web({"news.example/a": redirect("/b"), "news.example/b": redirect("/a#again")}) as web:
        assert reason(web) == "its redirects go round in a circle"


# -- Limits ------------------------------------------------------------------------------------------------------------


def test_bombs_are_unpacked_no_further_than_the_limit():
    bomb = gzip.compress(bytes(50_000_000))
    raw = zlib.compressobj(wbits=-15)
    deflated = raw.compress(bytes(5_000_000)) + raw.flush()
    pages = {
        "news.example/gzip": answer(bomb, content_encoding="gzip"),
        "news.example/deflate": answer(deflated, content_encoding="deflate"),
        "news.example/twice": answer(gzip.compress(bomb), content_encoding="gzip, gzip"),
        "news.example/br": answer(b"\x0b\x02\x80", content_encoding="br"),
        "news.example/none": answer(b"no gzip at all", content_encoding="gzip"),
        "news.example/cut": answer(gzip.compress(b"Words." * 99)[:-12], content_encoding="gzip"),
    }
    with Web(pages) as web:
        found = fetched(web, *(f"http://{name}" for name in pages), max_size=1_000_000)
    assert [each.message if isinstance(each, InputError) else each for each in found] == [
        "larger than 1.0 MB; raise max_size (--max-size) to read it",
        "larger than 1.0 MB; raise max_size (--max-size) to read it",
        "it is packed in a way that was not asked for ('gzip, gzip')",
        "it is packed in a way that was not asked for ('br')",
        "it cannot be unpacked",
        "it cannot be unpacked (cut off)",
    ]


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_what_is_packed_properly_is_read(coding: str, pack: object):
    with Web({"news.example/a": answer(pack(b"Words."), content_encoding=coding)}) as web:  # type: ignore[operator]
        assert page(web).body == b"Words."


def test_a_large_page_is_refused_by_its_word_and_by_its_bytes():
    said = answer(b"x" * 10, content_length="999999999999")
    endless = dripping(b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\n\r\n", itertools.repeat(b"x" * 65_536), 0)
    with Web({"news.example/said": said, "news.example/endless": endless}) as web:
        assert reason(web, "http://news.example/said") == "larger than 20.0 MB; raise max_size (--max-size) to read it"
        assert reason(web, "http://news.example/endless", max_size=500_000).startswith("larger than 0.5 MB")


@pytest.mark.parametrize("length", ["99", "x", "-5", "5, 6"])
def test_a_length_that_lies_is_no_page(length: str):
    with Web({"news.example/a": answer(b"Words.", content_length=length)}) as web:
        assert reason(web) == "the connection broke, or the answer is not proper HTTP"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 200 X\r\n" + b"x: " + b"y" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 X\r\n" + b"".join(b"x%d: y\r\n" % n for n in range(50_000)) + b"\r\n",
        b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nWords.",
    ],
    ids=["nothing", "nonsense", "another protocol", "one huge header", "many headers", "bad chunk"],
)
def test_what_is_no_http_is_one_line(raw: bytes):
    with Web({"news.example/a": raw}) as web:
        assert reason(web) == "the connection broke, or the answer is not proper HTTP"


@pytest.mark.parametrize("where", ["head", "body", "early hints"])
def test_a_server_that_drips_ends_at_the_deadline(where: str):
    head = b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\ncontent-length: 1000000\r\n\r\n"
    drips = {
        "head": dripping(b"HTTP/1.1 200 X\r\n", (b"x" for _ in itertools.count()), 0.02),
        "body": dripping(head, itertools.repeat(b"x"), 0.02),
        "early hints": dripping(b"", itertools.repeat(b"HTTP/1.1 103 X\r\n\r\n"), 0.02),
    }
    with Web({"news.example/a": drips[where]}) as web:
        assert reason(web, deadline=0.4) == "news.example did not answer in time (0.4 s are all it may take)"


def test_a_name_service_that_never_answers_ends_at_the_deadline():
    def hang() -> list[str]:
        released.wait(60)
        return ["93.184.216.34"]

    released = threading.Event()
    with Web(names={"news.example": hang}) as web:
        assert "did not answer in time" in reason(web, deadline=0.2)
        released.set()
    assert web.connected == []


def test_a_host_that_keeps_failing_is_left_alone():
    with Web({f"news.example/{n}": b"" for n in range(6)}) as web:
        found = fetched(web, *(f"http://news.example/{n}" for n in range(6)), ignore_robots=True)
    assert len(web.requests) == 3
    assert isinstance(found[5], InputError)
    assert found[5].message == "news.example failed 3 times in a row; it is not asked again"


# -- Manners -----------------------------------------------------------------------------------------------------------


def robots(text: str) -> bytes:
    return answer(text.encode(), kind="text/plain")


def test_robots_are_obeyed_on_every_host_and_can_be_ignored():
    pages = {
        "news.example/robots.txt": robots(
            "User-agent: *\nDisallow: /private\n\nUser-agent: summarize\nDisallow: /a$\n"
        ),
        "news.example/private": PAGE,
        "news.example/a": PAGE,
        "news.example/to": redirect("http://other.example/x"),
        "other.example/robots.txt": robots("User-agent: *\nDisallow: /"),
        "other.example/x": PAGE,
    }
    with Web(pages) as web:
        assert reason(web).startswith("the site's robots.txt asks programs not to read it; --ignore-robots")
        assert page(web, "http://news.example/private").body
        assert "robots.txt" in reason(web, "http://news.example/to")
        assert "other.example/x" not in web.asked
        before = len(web.requests)
        assert page(web, "http://news.example/to", ignore_robots=True).url == "http://other.example/x"
        assert [each.path for each in web.requests[before:]] == ["/to", "/x"]


@pytest.mark.parametrize(
    ("file", "allowed"),
    [
        (answer(status=404), True),
        (answer(status=403), True),
        (answer(b"\xff\x00" * 50, kind="image/png"), True),
        (redirect("http://127.0.0.1/"), True),
        (redirect("/robots.txt?"), True),
        (answer(status=500), False),
        (answer(status=429), False),
        (answer(b"#" * 600_000), False),
    ],
)
def test_a_missing_robots_file_allows_and_a_failing_one_does_not(file: bytes, allowed: bool):
    with Web(
        {"news.example/robots.txt": file, "news.example/robots.txt?": redirect("/robots.txt"), "news.example/a": PAGE}
    ) as web:
        if allowed:
            assert page(web)
        else:
            assert "robots.txt could not be fetched (" in reason(web)
        assert {number for number, _ in web.connected} == {"93.184.216.1"}


def test_robots_are_fetched_once_a_site_and_pauses_are_kept():
    pages = {
        "news.example/robots.txt": robots("User-agent: *\nCrawl-delay: 7"),
        **{f"news.example/{n}": PAGE for n in range(3)},
    }
    with Web(pages) as web:
        fetched(web, *(f"http://news.example/{n}" for n in range(3)))
        assert [each.path for each in web.requests] == ["/robots.txt", "/0", "/1", "/2"]
    assert len(web.slept) == 2 and all(0 < pause <= 7 for pause in web.slept)
    pages["news.example/robots.txt"] = robots("User-agent: *\nCrawl-delay: 3600")
    with Web(pages) as web:
        found = fetched(web, "http://news.example/0", "http://news.example/1")
    assert isinstance(found[0], Page) and web.slept == []
    assert isinstance(found[1], InputError) and "asks for 3,600 seconds between two pages" in found[1].message


def test_a_site_that_says_when_to_come_back_is_asked_once_more():
    busy = answer(status=429, retry_after="2")
    with Web({"news.example/a": [busy, PAGE]}) as web:
        assert page(web).body
        assert (web.slept, len(web.asked)) == ([2.0], 2)
    with Web({"news.example/a": [busy]}) as web:
        assert reason(web) == "the site asks to come back later (429, Retry-After: 2)"
        assert len(web.asked) == 2
    with Web({"news.example/a": answer(status=503, retry_after="86400")}) as web:
        assert reason(web) == "the site asks to come back later (503, Retry-After: 86400)"
        assert (web.slept, len(web.asked)) == ([], 1)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (204, "the site gave no page (204)"),
        (300, "the site gave no page (300)"),
        (401, "the site asks for a login (401)"),
        (402, "a paywall: the site asks for payment (402)"),
        (403, "the site refuses this program (403)"),
        (404, "no such page (404)"),
        (410, "the page is gone (410)"),
        (418, "the site gave no page (418)"),
        (451, "the page is barred for legal reasons (451)"),
        (500, "the site failed (500)"),
        (304, "the site gave no page (304)"),
    ],
)
def test_a_status_is_said_in_words(status: int, said: str):
    with Web({"news.example/a": answer(b"" if status in (204, 304) else b"text", status, content_length="")}) as web:
        assert reason(web) == said


# -- The cache of pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, web: Web):
    cache = PageCache(tmp_path / "kept.sqlite", now=lambda: web.now)
    yield cache
    cache.close()


@pytest.fixture
def web():
    with Web() as opened:
        yield opened


def test_an_unchanged_page_is_not_sent_again(web: Web, kept: PageCache):
    stamp = "Mon, 02 Nov 2026 10:00:00 GMT"
    web.pages["news.example/a"] = [
        answer(b"One.", etag='"v1"', last_modified=stamp),
        answer(status=304, kind=""),
        answer(b"Two.", etag='"v2"'),
    ]
    for body in (b"One.", b"One.", b"Two."):
        assert page(web, cache=kept, ignore_robots=True) == Page(
            "http://news.example/a", "text/html; charset=utf-8", body
        )
    asked = [(each.headers.get("if-none-match"), each.headers.get("if-modified-since")) for each in web.requests]
    assert asked == [(None, None), ('"v1"', stamp), ('"v1"', stamp)]


def test_a_fresh_page_is_not_asked_for_and_a_stale_one_is(web: Web, kept: PageCache):
    web.pages["news.example/robots.txt"] = answer(b"User-agent: *\nDisallow: /x")
    web.pages["news.example/a"] = answer(b"One.", cache_control="public, max-age=60")
    page(web, cache=kept)
    page(web, cache=kept)
    assert len(web.requests) == 2
    web.now += 61
    page(web, cache=kept)
    assert [each.path for each in web.requests] == ["/robots.txt", "/a", "/a"]
    assert "robots.txt asks" in reason(web, "http://news.example/x", cache=kept)


@pytest.mark.parametrize("control", ["no-store", "No-Store, max-age=60"])
def test_what_must_not_be_kept_is_not(web: Web, kept: PageCache, control: str):
    web.pages["news.example/a"] = answer(b"One.", cache_control=control)
    page(web, cache=kept, ignore_robots=True)
    assert kept.state().pages == 0


@pytest.mark.parametrize("control", ["no-cache, max-age=60", "max-age=0", "max-age=x", ""])
def test_what_must_be_asked_for_is(web: Web, kept: PageCache, control: str):
    web.pages["news.example/a"] = answer(b"One.", cache_control=control)
    for _ in range(2):
        page(web, cache=kept, ignore_robots=True)
    assert len(web.requests) == 2


def test_failures_are_not_kept(web: Web, kept: PageCache):
    web.pages["news.example/a"] = answer(b"No.", 500, cache_control="max-age=600")
    reason(web, cache=kept, ignore_robots=True)
    assert kept.state().pages == 0


# -- Certificates ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority():
    trustme = pytest.importorskip("trustme")
    made = trustme.CA()
    client = ssl.create_default_context()
    made.configure_trust(client)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("news.example").configure_cert(server)
    return server, client


def test_the_certificate_is_the_names_though_the_number_is_connected_to(authority):
    server, client = authority
    with Web({"news.example/a": PAGE}, tls=server, trust=client) as web:
        assert page(web, "https://news.example/a").body
        assert set(web.server_names) == {"news.example"}
        assert set(web.connected) == {("93.184.216.1", 443)}


def test_another_hosts_certificate_and_an_unknown_authority_are_refused(authority):
    server, client = authority
    with Web({"other.example/a": PAGE, "news.example/a": PAGE}, tls=server, trust=client) as web:
        said = "the certificate of other.example is not trusted, or another host's"
        assert reason(web, "https://other.example/a") == said
        web.trust = None
        assert "the certificate of news.example is not trusted" in reason(web, "https://news.example/a")
    assert web.requests == []


def test_a_way_from_https_to_http_is_refused(authority):
    server, client = authority
    with Web({"news.example/a": redirect("http://news.example/b")}, tls=server, trust=client) as web:
        assert reason(web, "https://news.example/a").startswith("it redirects from https to http")
