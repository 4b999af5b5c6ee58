"""The review page in a real browser, from a file, without a network. Skipped, and said so, where there is no Chromium.

`BROWSER_TESTS=required` makes a missing browser a failure; `CHROMIUM` names one that is not on the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from summarize import Summary, render_html
from summarize.records import Article, Claim, Evidence
from summarize.render.review_citations import cite_all
from summarize.render.review_looks import looks
from summarize.render.text_fragment import PassageLinks
from tests.review_story import EMPTY, FULL
from tests.test_render_hostile import poisoned

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
DESKTOP, PHONE = (1440, 900), (390, 844)
HIGHLIGHT = "solid 2px"

Opener = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = "the review page was not tried in a browser: no Chromium found (Debian's package is chromium)"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens summaries as pages from files; in the end no page may have asked for anything else or complained."""
    contexts, asked, complaints = [], [], []

    def open_page(shown: Summary | str, size: tuple[int, int] = DESKTOP, **more: Any) -> Page:
        path = tmp_path / f"review-{len(contexts)}.html"
        path.write_bytes((shown if isinstance(shown, str) else render_html(shown)).encode())
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert {url.partition("#")[0] for url in asked} == {
        f"{tmp_path.as_uri()}/review-{n}.html" for n in range(len(contexts))
    }
    assert complaints == []


def parts(page: Page, identity: str) -> str:
    """The text of a passage, all its parts in order, without the ways back that stand in it."""
    found: str = page.evaluate(
        """id => {
          const copy = [...document.querySelectorAll(`[id="${id}"], .x-${id}`)].map(part => part.cloneNode(true));
          copy.forEach(part => part.querySelectorAll('.back').forEach(back => back.remove()));
          return copy.map(part => part.textContent).join('');
        }""",
        identity,
    )
    return found


def in_sight(page: Page, identity: str) -> bool:
    """Whether the element's first line lies in the window, not scrolled out of its pane, with nothing above it."""
    return bool(
        page.evaluate(
            """id => {
              const element = document.getElementById(id), box = element.getClientRects()[0];
              if (!box || box.top < 0 || box.bottom > innerHeight || box.left < 0) return false;
              const at = document.elementFromPoint(box.left + Math.min(4, box.width / 2), box.top + box.height / 2);
              return element === at || element.contains(at) || at.contains(element);
            }""",
            identity,
        )
    )


def until(page: Page, expression: str, argument: object = None) -> None:
    """Wait until an expression holds. Playwright’s own waiting evaluates text in the page, whose policy forbids it."""
    for _ in range(3_000):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never came true: {expression}")


def landed(page: Page, identity: str) -> bool:
    """Wait until the focus is on the element that was asked for; the script moves it after the browser has jumped."""
    until(page, "id => document.activeElement.id === id", identity)
    return in_sight(page, identity)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || ''"))


def style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    script = "([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[name]"
    return str(page.evaluate(script, [selector, name, pseudo]))


def visible_claims(page: Page) -> list[str]:
    shown: list[str] = page.evaluate(
        "[...document.querySelectorAll('.claim')].filter(claim => claim.checkVisibility()).map(claim => claim.id)"
    )
    return shown


def unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")


def checking(page: Page) -> None:
    """Go to the checking view, in which every sentence stands for itself with all its citations."""
    page.locator("#view-check").check(force=True)


def squeezed(text: str) -> str:
    """A text without white space: between two paragraphs of a page there is none."""
    return "".join(text.split())


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("kind", ["seeds", "full"])
def test_a_click_on_any_citation_lands_on_its_passage(opened: Opener, summary: Summary, kind: str, size: Any):
    shown = summary if kind == "seeds" else FULL
    page = opened(shown, size, color_scheme="light", reduced_motion="reduce")
    checking(page)
    unfolded(page)
    wanted = {each.id: each.span for found in cite_all(shown).citations.values() for each in found}
    links = page.locator("a.cite:visible")
    seen = set()
    for link in links.all():
        link.click()
        identity = str(link.get_attribute("href"))[1:]
        seen.add(identity)
        assert landed(page, identity), identity
        assert page.url.endswith(f"#{identity}")
        assert squeezed(parts(page, identity)) == squeezed(wanted[identity].text)
        assert HIGHLIGHT in style(page, f"#{identity}", "outline")
        assert style(page, f"#{identity}", "backgroundColor") == "rgb(255, 231, 163)"
        number = [article.id for article in shown.articles].index(wanted[identity].article) + 1
        assert page.locator(f"#a{number} #{identity}").count() == 1
    assert seen == set(wanted)


def test_the_claims_other_passages_are_marked_in_another_way(opened: Opener):
    page = opened(FULL)
    page.locator("#c1 .cite").nth(1).click()
    assert style(page, "#c1e2", "outlineStyle") == "solid"
    for other in ("#c1e1", "#c1e3"):
        assert style(page, other, "outlineStyle") == "dashed"
    assert style(page, "#c3e1", "outlineStyle") == "none"
    assert style(page, "#c1", "boxShadow") != "none" and style(page, "#c2", "boxShadow") == "none"


def test_every_part_of_a_split_passage_is_marked(opened: Opener):
    page = opened(FULL)
    checking(page)
    page.locator("#c2 .cite").nth(3).click()
    split = page.locator(".x-c2e4")
    assert split.count() >= 1
    assert (
        page.evaluate("[...document.querySelectorAll('.x-c2e4')].map(e => getComputedStyle(e).outlineStyle)")
        == ["solid"] * split.count()
    )


def test_keyboard_alone_goes_there_and_back(opened: Opener):
    page = opened(FULL)
    page.locator("#c2 .cite").first.focus()
    page.keyboard.press("Enter")
    assert landed(page, "c2e1")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.matches('a.cite')")
    assert focused(page) == "#c2e1" and page.url.endswith("#c2")
    page.keyboard.press("Enter")
    assert landed(page, "c2e1")
    page.keyboard.press("Tab")
    back = focused(page)
    assert back in ("#c2", "#c7")
    # A busy browser may end its own jump late and take the focus back: the key is pressed on the link itself.
    page.locator(f'#c2e1 a[href="{back}"]').first.press("Enter")
    assert landed(page, back[1:])


def test_the_browsers_back_returns_too(opened: Opener):
    page = opened(FULL)
    page.locator("#c3 .cite").first.click()
    page.go_back()
    until(page, "location.hash === ''")
    assert style(page, "#c3e1", "outlineStyle") == "none"


def test_escape_returns_into_a_folded_list(opened: Opener):
    page = opened(FULL)
    page.locator(".fold:has(#aside) > summary").click()
    page.locator("#aside .aside summary").first.click()
    page.locator("#aside .aside a").first.click()
    assert landed(page, "s1")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.matches('#aside a')")
    assert focused(page) == "#s1"


def test_tab_meets_everything_in_the_order_of_the_page(opened: Opener):
    page = opened(FULL)
    reachable = page.evaluate(
        """() => { window.order = [...document.querySelectorAll('a[href], input, summary, [tabindex="0"]')]
          .filter(e => e.checkVisibility() && !(e.type === 'radio' && !e.checked)); return window.order.length; }"""
    )
    met = []
    for _ in range(reachable):
        page.keyboard.press("Tab")
        met.append(page.evaluate("window.order.indexOf(document.activeElement)"))
        assert float(style(page, ":focus", "outlineWidth").removesuffix("px")) >= 2
    met = [place for place in met if place >= 0]
    assert met == sorted(met)
    assert len(met) > 0.9 * reachable


def test_the_first_tab_skips_to_the_summary(opened: Opener):
    page = opened(FULL)
    page.keyboard.press("Tab")
    assert focused(page) == "#summary"
    page.keyboard.press("Tab")
    assert focused(page) == "#articles"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#articles') !== null")


def test_every_way_back_leads_to_what_cites(opened: Opener):
    page = opened(FULL)
    unfolded(page)
    backs = page.locator("#articles a.back:visible")
    assert backs.count() >= 12
    for back in backs.all():
        home = str(back.get_attribute("href"))[1:]
        back.click()
        assert landed(page, home), home


def test_the_filter_shows_the_sentences_that_need_a_look(opened: Opener):
    page = opened(FULL)
    found = [looks(claim, FULL.disagreements) for claim in FULL.claims]
    everything = [f"c{number}" for number in range(1, len(found) + 1)]
    checking(page)
    assert visible_claims(page) == everything
    page.locator("#show-all").focus()
    page.keyboard.press("ArrowRight")
    assert visible_claims(page) == [f"c{n}" for n, each in enumerate(found, 1) if any(look.settle for look in each)]
    page.locator("#show-failed").check(force=True)
    assert visible_claims(page) == ["c2"]
    page.goto(page.url + "#c1")
    assert visible_claims(page) == ["c1", "c2"]
    page.locator("#view-read").check(force=True)
    assert visible_claims(page) == everything, "the text is always whole where it is read"


def test_set_aside_sentences_can_be_chosen_by_reason_and_seen_in_their_place(opened: Opener):
    page = opened(FULL)
    unfolded(page)
    page.locator("#why-boilerplate").check(force=True)
    shown = page.locator(".aside li:visible a:first-child").all_inner_texts()
    assert shown == ["By Ada Marrow", "Sign up for our newsletter"]
    assert style(page, "#s2", "content", "::after") == "none"
    page.locator("#show-aside").check()
    assert "adverts, forms, bylines" in style(page, "#s2", "content", "::after")
    assert "dotted" in style(page, "#s2", "textDecoration")


def test_without_scripts_it_can_all_be_done(opened: Opener):
    page = opened(FULL, java_script_enabled=False)
    unfolded(page)
    page.locator("#c1 .cite").nth(1).click()
    assert in_sight(page, "c1e2") and HIGHLIGHT in style(page, "#c1e2", "outline")
    assert style(page, "#c1e1", "outlineStyle") == "dashed"
    page.locator("#c1e2 > .back").click()
    assert in_sight(page, "c1")
    assert not page.locator(".copying").is_visible()
    checking(page)
    assert not page.locator(".decide").first.is_visible()
    page.locator("#show-look").check(force=True)
    assert "c7" not in visible_claims(page)
    page.locator("#theme-dark").check(force=True)
    assert style(page, ":root", "colorScheme") == "dark"


def test_a_folded_article_opens_when_a_passage_in_it_is_asked_for(opened: Opener):
    articles = tuple(Article(id=f"m{n}", text=f"Report {n} came in.\n" * 30, sha256="") for n in range(1, 31))
    claim = Claim(id="c1", text="It came.", evidence=(Evidence("m30", 21, 40, articles[29].text[21:40]),))
    for scripts in (True, False):
        page = opened(replace(EMPTY, articles=articles, claims=(claim,)), java_script_enabled=scripts)
        assert page.locator("details.article[open]").count() == 0
        page.locator("#c1 .cite").first.click()
        assert in_sight(page, "c1e1")
        assert page.locator("details.article[open]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_until_told_otherwise(opened: Opener, scheme: Any):
    page = opened(FULL, color_scheme=scheme)
    before = style(page, "body", "color")
    page.locator("#theme-auto").focus()
    page.keyboard.press("ArrowRight")
    light = style(page, "body", "color")
    page.keyboard.press("ArrowRight")
    dark = style(page, "body", "color")
    assert light != dark and before == (light if scheme == "light" else dark)


def test_nothing_moves_where_motion_is_unwanted(opened: Opener):
    page = opened(FULL, reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0
    assert style(page, "#articles", "scrollBehavior") == "auto"


def test_text_from_right_to_left_stands_right(opened: Opener):
    page = opened(FULL)
    assert style(page, "#a3 article", "direction") == "rtl"
    assert style(page, "#a3 article p", "textAlign") == "start"
    assert style(page, "#a1 article p", "direction") == "ltr"


LONG = "Donaudampfschifffahrtsgesellschaft" * 40


@pytest.mark.parametrize("kind", ["seeds", "full", "empty", "long"])
def test_no_width_scrolls_sideways(opened: Opener, summary: Summary, kind: str):
    long: Summary = poisoned(Summary, LONG)
    page = opened({"seeds": summary, "full": FULL, "empty": EMPTY, "long": long}[kind])
    unfolded(page)
    for width, pane in product((320, 390, 768, 1024, 1440), ("html", "body", ".desk", "#articles")):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.locator(pane).evaluate("e => e.scrollWidth - e.clientWidth") <= 0, (width, pane)


def test_on_a_phone_a_bar_leads_back(opened: Opener):
    page = opened(FULL, PHONE)
    bar = page.locator("#return")
    assert not bar.is_visible()
    page.locator("#c4 .cite").first.click()
    assert bar.inner_text() == "Back to sentence 4"
    bar.click()
    until(page, "document.activeElement.matches('a.cite')")
    assert in_sight(page, "c4") and not bar.is_visible()


def test_an_address_that_names_nothing_does_nothing(opened: Opener):
    page = opened(FULL)
    for odd in ("%", "%E0%A4%A", "nothing", '"]', "c2e1%00", ""):
        page.evaluate("hash => { location.hash = hash }", odd)
    page.evaluate("location.hash = 'c2e1'")
    assert landed(page, "c2e1")


def test_an_address_with_a_passage_opens_there(opened: Opener):
    page = opened(FULL)
    address = page.url
    page.goto("about:blank")
    page.goto(f"{address}#c7e1")
    assert landed(page, "c7e1")


def test_paper_shows_the_summary_its_sources_and_the_cited_passages(opened: Opener):
    page = opened(FULL)
    checking(page)
    page.locator("#show-failed").check(force=True)
    page.emulate_media(media="print")
    assert len(visible_claims(page)) == len(FULL.claims)
    for gone in (".top", "#articles", ".filter", "#run", ".decide"):
        assert not page.locator(gone).first.is_visible(), gone
    printed = page.locator(".print-only")
    for words in ("Sources", "Evening Post", "Cited passages", "Captain Ilen Varro", "characters 60–162"):
        assert words in printed.inner_text()
    assert page.locator("#c2 .mark.failed").is_visible()
    assert page.pdf().startswith(b"%PDF")


ATTACK = "\"'><script>window.hacked=1</script><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>{{7*7}}"


@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_text_stays_text(opened: Opener, scripts: bool):
    page = opened(poisoned(Summary, ATTACK), java_script_enabled=scripts)
    unfolded(page)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object").count() == 0 and page.locator("script").count() == 1
    assert ATTACK in page.locator("h1").inner_text()
    article = page.locator("article").first
    article.evaluate("body => body.querySelectorAll('.back').forEach(back => back.remove())")
    assert ATTACK in article.inner_text()


def test_the_policy_stops_what_escaping_would_miss(browser: Browser, tmp_path: Path):
    """A control: a script, a style and an image that got into the page all the same do nothing."""
    planted = "<script>window.hacked=1</script><img src='https://evil.example/x.png' onerror='window.hacked=2'>"
    path = tmp_path / "planted.html"
    path.write_text(render_html(FULL).replace("<main>", f"<main>{planted}<p id=x style='color:red'>x</p>"), "utf-8")
    page = browser.new_page()
    sent: list[str] = []
    page.on("requestfinished", lambda request: sent.append(request.url))
    page.goto(path.as_uri())
    assert page.evaluate("window.hacked") is None
    assert style(page, "#x", "color") != "rgb(255, 0, 0)"
    assert sent == [path.as_uri()]
    page.close()


@contextmanager
def axe_run(page: Page) -> Iterator[list[str]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    yield [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in found.response["violations"]]


@pytest.mark.parametrize(("size", "scheme"), [*product((DESKTOP, PHONE), ("light", "dark"))])
@pytest.mark.parametrize(("kind", "view"), [*product(("seeds", "full"), ("read", "check")), ("empty", "read")])
def test_axe_finds_nothing(opened: Opener, summary: Summary, kind: str, view: str, size: Any, scheme: Any):
    page = opened(
        {"seeds": summary, "full": FULL, "empty": EMPTY}[kind], size, color_scheme=scheme, reduced_motion="reduce"
    )
    if view == "check" and kind != "empty":
        checking(page)
    if kind != "empty":
        unfolded(page)
        page.locator("#show-aside").check(force=True)
        page.locator("#c2 .cite").first.click()
        page.locator("#headline-text").hover()
        page.locator(".made .cite").first.focus()
    with axe_run(page) as violations:
        assert violations == []


def test_axe_would_find_something(opened: Opener):
    """A control: the same page with a nameless link and pale words."""
    spoiled = render_html(FULL).replace("--quiet: light-dark(#625e57", "--quiet: light-dark(#c9c7c2")
    spoiled = spoiled.replace('<p class="made">', '<a href="#run"></a><p class="made">')
    assert spoiled.count("#c9c7c2") == 1
    policy = spoiled.index("<meta http-equiv")
    spoiled = spoiled[:policy] + spoiled[spoiled.index(">", policy) + 1 :]
    with axe_run(opened(spoiled, color_scheme="light")) as violations:
        assert {each.partition(":")[0] for each in violations} >= {"color-contrast", "link-name"}


def test_chromium_finds_the_passage_a_text_fragment_names(browser: Browser, tmp_path: Path):
    """The words before and after lead to the right one of two equal sentences, far down the page."""
    lines = ["Rain fell - two-way, “here” & there."] + [f"Line {n} of it." for n in range(200)]
    text = "\n".join([*lines, "Then the mayor spoke. Rain fell - two-way, “here” & there. Nobody left.", *lines[1:]])
    start = text.rindex("Rain fell")
    url = PassageLinks(Article(id="a", text=text, sha256="", url="https://p.example/x")).link(start, start + 36)
    assert url is not None
    path = tmp_path / "article.html"
    body = "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in text.splitlines())
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{body}", "utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#{url.partition('#')[2]}")
    until(page, "scrollY > 0")
    box = page.get_by_text("Then the mayor spoke").bounding_box()
    assert box is not None and 0 <= box["y"] <= 720
    page.close()
