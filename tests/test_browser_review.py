"""The review page in a real browser, from a file, without a network. Skipped, and said so, where there is no Chromium.

`BROWSER_TESTS=required` makes a missing browser a failure; `CHROMIUM` names one that is not on the path.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from summarize import Summary, render_html
from summarize.records import Article, Check, Claim, Evidence, Omission
from summarize.render.checklist import render_checklist
from summarize.render.review_citations import cite_all
from summarize.render.review_sources import PassageLinks, copies
from summarize.render.verdicts import looks
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
    page.wait_for_timeout(200)  # a busy browser may end its own jump late and take the focus along
    page.evaluate("document.getElementById('c2e1').focus({preventScroll: true})")
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


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_on_a_phone_no_switch_leaves_its_frame(opened: Opener, width: int):
    page = opened(FULL)
    page.set_viewport_size({"width": width, "height": 844})
    over = "e => [e, ...e.querySelectorAll('label')].every(each => each.getBoundingClientRect().right <= innerWidth)"
    wider = """e => { const frame = e.getBoundingClientRect().right;
        return [...e.querySelectorAll('label')].every(each => each.getBoundingClientRect().right <= frame); }"""
    assert page.locator(".view").evaluate(over) and page.locator(".view").evaluate(wider)
    assert page.locator(".theme").evaluate(over)
    assert page.locator(".theme").is_visible() == (width > 352)


def test_what_nobody_read_has_no_tick(opened: Opener):
    found = (Check("names", "pass"), Check("meaning", "not_run"))
    unread = replace(FULL, claims=tuple(replace(claim, checks=found) for claim in FULL.claims if claim.evidence))
    assert style(opened(unread), ".verdict", "content", "::before") == '"–"'
    read = (*found[:1], Check("meaning", "pass", "supported", "reader"))
    done = replace(unread, claims=tuple(replace(claim, checks=read) for claim in unread.claims))
    assert style(opened(done), ".verdict", "content", "::before") == '"✓"'


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


def test_it_opens_as_prose_with_one_citation_for_each_article(opened: Opener):
    page = opened(FULL)
    assert page.locator("#view-read").is_checked()
    assert style(page, "#c1", "display") == style(page, "#c1 .said", "display") == "inline"
    shown = page.locator("#c2 .cite:visible")
    assert shown.all_inner_texts() == ["[1]", "[2]"]
    assert not page.locator(".decide").first.is_visible() and not page.locator(".label").first.is_visible()
    assert page.locator(".mark.failed").inner_text() == "check failed"
    checking(page)
    assert style(page, "#c1", "display") == "block"
    assert page.locator("#c2 .cite:visible").count() >= 7
    assert page.locator("#c2 p.fail").is_visible() and not page.locator(".marks").first.is_visible()


def test_a_mark_in_the_text_leads_to_its_check(opened: Opener):
    page = opened(FULL)
    page.locator("#c4 .mark.unclear").click()
    assert landed(page, "c4")
    assert page.locator("#view-check").is_checked() and page.locator("#c4 p.unclear").first.is_visible()
    page = opened(FULL)
    page.locator(".verdict a.to-check").click()
    assert landed(page, "c2") and page.locator("#view-check").is_checked()


def test_a_card_shows_source_day_and_passages_to_pointer_and_keyboard(opened: Opener):
    page = opened(FULL)
    card = page.locator("#card")
    page.locator("#c2 .cite").first.hover()
    card.wait_for(state="visible")
    words = card.inner_text()
    assert words.startswith("Sella Courier · 2025-03-03\n")
    assert "Ferry collision in Port Sella leaves 18 dead" in words
    assert "Rescue boats reached the vessels within 20 minutes." in words and "and 3 more" in words
    assert page.locator("#c2 .cite").first.get_attribute("aria-describedby") == "card"
    card.hover()
    page.wait_for_timeout(300)
    assert card.is_visible(), "the pointer may go onto the card"
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    page.mouse.move(5, 5)
    page.locator("#c1 .cite").nth(2).focus()
    page.keyboard.press("Shift+Tab")
    card.wait_for(state="visible")
    assert "Evening Post" in card.inner_text() and "At least 21 people" in card.inner_text()
    page.keyboard.press("Tab")
    until(page, "document.getElementById('card').textContent.includes('اصطدمت')")
    page.locator("#c4 .cite").first.hover()
    until(page, "document.getElementById('card').textContent.startsWith('2025-03-05Minister orders inquiry')")
    box = card.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= DESKTOP[0]


def test_escape_moves_nothing_that_can_be_seen(opened: Opener, summary: Summary):
    for size in (DESKTOP, (1440, 600)):
        page = opened(summary, size)
        link = page.locator(".claim .cite:visible").nth(2)
        link.scroll_into_view_if_needed()
        place = "document.querySelector('.desk').scrollTop"
        before = page.evaluate(place)
        link.click()
        until(page, "document.activeElement.matches('.p')")
        assert page.evaluate(place) == before
        page.keyboard.press("Escape")
        until(page, "document.activeElement.matches('a.cite')")
        page.wait_for_timeout(100)
        assert page.evaluate(place) == before


def test_the_other_view_keeps_the_sentence_one_was_at(opened: Opener, summary: Summary):
    page = opened(summary, (1440, 500))
    page.evaluate("document.getElementById('c6').scrollIntoView({block: 'start'})")
    top = "[...document.querySelectorAll('.claim')].find(c => c.getBoundingClientRect().bottom > 80)"
    first, height = page.evaluate(f"(c => [c.id, c.getBoundingClientRect().top])({top})")
    page.locator("#view-check").press(" ")
    assert abs(page.evaluate(f"document.getElementById('{first}').getBoundingClientRect().top") - height) < 2


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_pressed_is_large_enough_for_a_finger(opened: Opener, size: Any):
    """24 by 24 CSS pixels at least (WCAG 2.5.8), for citations as well, although rows of text are exempt."""
    page = opened(FULL, size)
    for view in ("read", "check"):
        page.locator(f"#view-{view}").check(force=True)
        unfolded(page)
        small = page.evaluate(
            """pressed => [...document.querySelectorAll(pressed)].filter(e => e.checkVisibility())
              .map(e => [e.className, e.getBoundingClientRect()])
              .filter(([, box]) => box.width < 24 || box.height < 24)
              .map(([name, box]) => [name, box.width, box.height])""",
            ".cite[href], .back, .web, .mark, button, .seg label, .filter label",
        )
        assert small == []


def pasted(page: Page, kind: str) -> dict[str, str]:
    """What a button gave the clipboard, by type."""
    page.locator(f"[data-copy={kind}]").click()
    until(page, "document.querySelector('.copied').textContent.endsWith('copied')")
    read: dict[str, str] = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const text = async type => [type, await (await item.getType(type)).text()];
          return Object.fromEntries(await Promise.all(item.types.map(text)));
        }"""
    )
    return read


@pytest.mark.parametrize("kind", ["full", "hostile"])
def test_each_button_copies_its_form(opened: Opener, kind: str):
    shown: Summary = FULL if kind == "full" else poisoned(Summary, ATTACK)
    page = opened(shown, permissions=["clipboard-read", "clipboard-write"])
    made = copies(shown)
    assert pasted(page, "plain") == {"text/plain": made.plain}
    assert pasted(page, "markdown") == {"text/plain": made.markdown}
    both = pasted(page, "html")
    assert both["text/plain"] == made.plain
    assert "<script" not in both["text/html"] and "<img" not in both["text/html"]
    assert ("<sup>" in both["text/html"]) and "<ol>" in both["text/html"]


def test_keys_step_through_the_sentences_and_show_their_passages(opened: Opener):
    page = opened(FULL)
    page.keyboard.press("j")
    assert focused(page) == "", "the keys are those of the checking view"
    checking(page)
    page.evaluate("document.activeElement.blur()")
    for expected in ("c1", "c2", "c3"):
        page.keyboard.press("j")
        assert focused(page) == expected and in_sight(page, expected)
    page.keyboard.press("k")
    assert focused(page) == "c2"
    assert page.locator("#a1").get_attribute("open") is not None and in_sight(page, "c2e1")
    assert page.locator("#c2e1.lit").count() == 1 and page.locator("#c3e1.lit").count() == 0
    page.locator("#show-failed").check(force=True)
    page.locator("#c2").focus()
    page.keyboard.press("j")
    assert focused(page) == "c2", "only what the filter shows is stepped through"


def test_decisions_stay_in_the_browser_and_are_saved_as_the_check_list(opened: Opener):
    page = opened(FULL)
    checking(page)
    page.locator("#editor").fill('=HYPERLINK("x") Ed')
    page.locator("#c1").focus()
    page.keyboard.press("a")
    page.locator("#c2").focus()
    page.keyboard.press("e")
    until(page, "document.activeElement.matches('#c2 textarea')")
    page.keyboard.type('+1, “20 minutes” "jar"')
    page.keyboard.press("Enter")
    page.keyboard.type("k\u202e")
    page.locator("#c3 .decide label", has_text="Reject").click()
    page.locator("#c5 .decide label", has_text="Accept").click()
    page.locator("#c5 .decide label", has_text="Accept").click()
    assert page.locator("#decided").inner_text() == "3"
    page.reload()
    checking(page)
    assert page.locator("#decided").inner_text() == "3"
    page.locator("#show-undecided").check(force=True)
    assert visible_claims(page) == ["c4", "c5", "c6", "c7"]
    with page.expect_download() as waiting:
        page.locator("#save").click()
    saved = waiting.value.path().read_bytes().decode()
    assert waiting.value.suggested_filename == "check-list.csv"
    rows = list(csv.reader(io.StringIO(saved.removeprefix("\ufeff"))))
    known = list(csv.reader(io.StringIO(render_checklist(FULL).removeprefix("\ufeff"))))
    assert saved.startswith("\ufeff") and rows[0] == known[0] and len(rows) == len(known)
    assert [row[:-3] for row in rows] == [row[:-3] for row in known]
    editor = '\'=HYPERLINK("x") Ed'
    assert [row[-3:] for row in rows[1:6]] == [
        [editor, "accept", ""], [editor, "edit", '\'+1, “20 minutes” "jar" k'], [editor, "reject", ""],
        ["", "", ""], ["", "", ""],
    ]  # fmt: skip
    other = opened(replace(FULL, claims=FULL.claims[:3]))
    checking(other)
    assert other.locator("#decided").inner_text() == "0"


def test_a_browser_that_keeps_nothing_still_takes_decisions(opened: Opener):
    page = opened(FULL)
    kept = '{"c1": [7], "editor": {}}'
    page.evaluate(
        "kept => localStorage.setItem(`summarize ${document.getElementById('rows').dataset.key}`, kept)", kept
    )
    page.reload()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    checking(page)
    page.locator("#c1 .decide label", has_text="Accept").click()
    assert page.locator("#decided").inner_text() == "1" and page.locator("#editor").input_value() == ""


def long_pile(articles: int) -> Summary:
    """A summary of many articles, each with many lines that were set aside."""
    text = "Harbour report.\n" + "".join(f"Line {n} says that the water rose again.\n" for n in range(60))
    many = tuple(Article(id=f"m{n}", text=text, sha256=str(n), title=f"Report {n}") for n in range(articles))
    claims = tuple(
        Claim(id=f"c{n}", text="The water rose.", evidence=(Evidence(f"m{n}", 16, 55, text[16:55]),)) for n in range(10)
    )
    lines = [match.span() for match in re.finditer("Line.*", text)][1:]
    omitted = tuple(Omission(each.id, start, end, "budget") for each in many for start, end in lines)
    return replace(EMPTY, articles=many, claims=claims, omitted=omitted)


def test_many_articles_lay_out_no_more_than_what_is_open(opened: Opener):
    """Counted in boxes, not in seconds: 200 articles that nothing cites stay folded and cost no layout."""
    boxes = "[...document.querySelectorAll('#articles *, #aside *')].filter(e => e.checkVisibility()).length"
    few, many = (opened(long_pile(count)).evaluate(boxes) for count in (20, 200))
    assert few == many < 400


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
        page.locator(".made .cite").first.hover()
        page.locator("#card").wait_for(state="visible")
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
