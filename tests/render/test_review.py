from __future__ import annotations

import html
import re
from base64 import b64encode
from dataclasses import fields, replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from summarize import Summary, render_html
from summarize.records import Article, Omission
from summarize.render import labels
from summarize.render.checklist import render_checklist
from tests.review_story import ARTICLES, EMPTY, FULL, first_line, span
from tests.test_render_hostile import HOSTILE, poisoned

VOID = {"meta", "input", "rect", "link", "br"}
MORE_HOSTILE = [
    *HOSTILE,
    "</script><script>alert(1)</script></style><style>*{display:none}</style>",
    "]]> --> <!-- {{ 7*7 }} {% raw %} ${7*7} <%= 7 %>",
    '" onmouseover="alert(1)" x=\'',
    "javascript:alert(1)",
    'https://evil.example/"><script>alert(1)</script>#:~:text=x',
    "\u202eabc\u2066\u200b\x1b[31m\x9b\u2028\x85",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#60;",
    "\u05d0\u05d1\u05d2 (abc) \u0627\u0644",
]


class Page(HTMLParser):
    """A page's elements, ids, links, visible words; fails where tags are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.feed(text)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in self.raw:
            self.raw[tag].append("")
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in self.raw:
            self.raw[self.stack[-1]][-1] += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, name: str) -> list[str]:
        return [given[name] for _, given in self.tags if name in given]


@pytest.fixture(scope="module")
def full() -> Page:
    return Page(render_html(FULL))


def test_equal_summaries_give_equal_bytes():
    assert render_html(FULL) == render_html(replace(FULL))
    assert render_html(FULL).encode("utf-8").endswith(b"</html>\n")


@pytest.mark.parametrize("summary", [FULL, EMPTY], ids=["full", "empty"])
def test_every_link_inside_the_page_leads_somewhere_and_no_id_stands_twice(summary: Summary):
    page = Page(render_html(summary))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    inside = [href[1:] for href in page.all("href") if href.startswith("#")]
    assert set(inside) <= set(ids)
    for name in ("aria-labelledby", "for"):
        assert set(page.all(name)) <= set(ids)


def test_links_out_are_those_of_the_articles_and_tell_nobody_where_they_come_from(full: Page):
    out = [given for tag, given in full.tags if tag == "a" and not given["href"].startswith("#")]
    assert {given["href"].partition("#")[0] for given in out} == {
        "https://courier.example/2025/ferries?id=7", "https://post.example/ferries",
    }  # fmt: skip
    assert all(given["rel"] == "noopener noreferrer" for given in out)
    assert any("#top:~:text=Rescue%20boats" in given["href"] for given in out)


def test_every_passage_of_an_article_with_an_address_links_to_the_passage_there(full: Page):
    document = render_html(FULL)
    places = re.findall(r'<p class="where">(.*?)</p>', document, re.DOTALL)
    assert len(places) > 20
    for place in places:
        from_the_web = re.search(r'aria-label="\[[12][^0-9]', place) is not None
        assert (":~:text=" in place) is from_the_web, place


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(full: Page):
    (policy,) = (given["content"] for _, given in full.tags if given.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    hashed = {
        kind: {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts}
        for kind, texts in full.raw.items()
    }
    assert set(rules.pop("style-src").split()) == hashed["style"]
    assert set(rules.pop("script-src").split()) == hashed["script"]
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


@pytest.mark.parametrize("summary", [FULL, EMPTY], ids=["full", "empty"])
def test_nothing_is_loaded_and_nothing_runs_from_an_attribute(summary: Summary):
    page = Page(render_html(summary))
    for tag, given in page.tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "form", "base", "video", "audio", "source"}
        assert not {"src", "srcset", "style", "action", "background", "poster"} & given.keys(), tag
        assert not any(name.startswith("on") for name in given), tag
    sheet = "".join(page.raw["style"])
    assert "url(" not in sheet and "@import" not in sheet


def test_the_same_labels_as_in_the_other_outputs(full: Page):
    said = [
        labels.made(FULL), labels.alarm(FULL), *labels.checks(FULL), labels.caution(FULL), labels.independence(FULL),
        labels.signature(FULL), *(labels.failures(claim) for claim in FULL.claims),
        *(labels.remarks(claim, FULL) for claim in FULL.claims), *(share.what for share in labels.accounting(FULL)),
    ]  # fmt: skip
    for words in filter(None, said):
        assert words in full.text, words


def test_the_article_stands_in_the_page_to_the_letter():
    page = render_html(FULL)
    for article in ARTICLES:
        body = page.partition(f'aria-label="Article {article.id[1:]}"')[2].partition("</article>")[0].partition(">")[2]
        body = re.sub(r'<a class="back.*?</a>', "", body)
        plain = html.unescape(re.sub(r"<[^>]*>", "", body))
        assert [line for line in plain.splitlines() if line] == [line for line in article.text.splitlines() if line]


def test_every_set_aside_sentence_is_listed_with_its_reason_and_its_place(full: Page):
    listed = [given["href"] for tag, given in full.tags if tag == "a" and re.fullmatch(r"#s\d+", given["href"])]
    assert listed == [f"#s{place}" for place in range(1, len(FULL.omitted) + 1)]
    reasons = [given["data-why"] for _, given in full.tags if "data-why" in given]
    assert sorted(reasons)[0] == "about something else, or in another language"
    assert len(reasons) == len(FULL.omitted)
    assert "names: no “Oduya” in it" in full.text


def test_every_set_aside_sentence_of_the_seeds_is_listed(summary: Summary):
    page = Page(render_html(summary))
    assert sum(bool(re.fullmatch(r"s\d+", each)) for each in page.all("id")) == len(summary.omitted) > 200


def test_empty_sections_say_what_that_means():
    text = Page(render_html(EMPTY)).text
    assert labels.disagreements(EMPTY) in text
    for words in (
        "never guessed",
        "nothing is known about which",
        "more than one way",
        "did not record who is heard",
        "Nothing is listed as set aside",
        "there is no warning",
        "There are no articles",
        "no sentence was chosen",
    ):
        assert words in text, words


def test_filters_are_offered_for_what_there_is(full: Page):
    ids = set(full.all("id"))
    assert {"show-all", "show-look", "show-failed", "show-unsourced", "show-disputed", "show-alone"} <= ids
    assert {"why-all", "why-budget", "why-duplicate"} <= ids and "why-orphan" not in ids
    assert "show-unread" not in ids, "it would show the same sentence as another one does"
    assert "to look at 3" in full.text


def test_every_filter_has_its_rule_in_the_style_sheet(full: Page):
    from summarize.records import OmissionReason
    from summarize.render.verdicts import KINDS

    sheet = full.raw["style"][0]
    for kind in KINDS:
        assert f"#show-{kind}:checked) .claim:not(.look-{kind}" in sheet
    for reason in OmissionReason.__args__:  # type: ignore[attr-defined]
        assert f"#why-{reason}:checked) .aside li:not(.w-{reason})" in sheet


def test_headings_are_in_order(full: Page):
    levels = [int(tag[1]) for tag, _ in full.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


def test_languages_and_directions_are_those_of_the_articles(full: Page):
    bodies = [given for tag, given in full.tags if tag == "article"]
    assert [(given.get("lang"), given["dir"]) for given in bodies] == [
        ("en", "auto"), ("en", "auto"), ("ar", "rtl"), ("en", "auto"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["", None, 'en"><script>', "x", "a b", "en_US", "\u202e", "-"])
def test_a_language_that_is_none_is_left_out(language: Any):
    article = replace(ARTICLES[0], language=language)
    page = Page(render_html(replace(FULL, articles=(article, *ARTICLES[1:]))))
    (first, *_) = (given for tag, given in page.tags if tag == "article")
    assert "lang" not in first


def test_articles_are_folded_and_those_that_no_sentence_cites_stand_apart_at_the_end():
    unread = Article(id="m1", text="Rain.", sha256="", title="Rain")
    page = Page(render_html(replace(FULL, articles=(unread, *ARTICLES))))
    places = {given["id"]: place for place, (_, given) in enumerate(page.tags) if given.get("class") == "article"}
    assert not any("open" in given for _, given in page.tags if given.get("class") == "article")
    apart = next(place for place, (_, given) in enumerate(page.tags) if given.get("id") == "uncited")
    assert places["a1"] > apart > max(places[f"a{number}"] for number in range(2, 6))
    assert "1 article that no sentence cites" in page.text and "5 articles, 4 of them cited" in page.text


def test_where_nothing_is_cited_nothing_stands_apart():
    page = Page(render_html(replace(EMPTY, articles=ARTICLES)))
    assert "uncited" not in page.all("id") and "4 articles" in page.text


def test_an_article_is_named_by_its_title_and_its_file_stands_inside_only(full: Page):
    names = re.findall(r'<summary><span class="number">\d.*?</summary>', render_html(FULL))
    assert len(names) == 4 and not any("ferries/" in name for name in names)
    assert "ferries/3.txt" in full.text


def test_the_verdict_stands_on_top_and_what_it_counts_is_linked(full: Page):
    top = render_html(FULL).partition('<p class="verdict careful">')[2].partition("</p>")[0]
    assert re.sub("<[^>]*>", "", top) == first_line(FULL)
    assert re.findall('href="(#[a-z0-9]+)"', top) == ["#c2", "#disagreements", "#told", "#notes"]


def test_days_that_are_certain_are_drawn_and_the_others_folded():
    page = render_html(FULL)
    drawn = page.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    assert re.findall(r'<li id="(t\d)"( class="\w+")?>', drawn) == [("t1", ""), ("t3", ""), ("t4", ' class="later"')]
    assert re.findall(r'<li id="(t\d)"', page.partition('<ol class="loose">')[2]) == ["t2"]


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        (("2025-03-03", "2025-03-10"), ["", ""]),
        (("2025-03-03", "2025-03-11"), ["", "later"]),
        (("2025-03-03", "2025-03-03"), ["", "same"]),
        (("2025-03", "2025-04-30"), ["", ""]),
        (("2025-02-30", "2025-03-01"), ["", "later"]),
        (("2025-03-03", None), []),
        (("soon", "2025-03-03"), []),
    ],
)
def test_the_line_of_days_has_more_room_where_more_than_a_week_lies_between(days: Any, gaps: list[str]):
    entries = tuple(replace(FULL.timeline[0], when=day) for day in days)
    page = render_html(replace(FULL, timeline=entries))
    drawn = page.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    assert re.findall(r'<li id="t\d"(?: class="(\w+)")?>', drawn) == gaps


def test_both_sides_of_a_point_stand_beside_each_other_with_publisher_and_day(full: Page):
    for section in ("disagreements", "told"):
        part = render_html(FULL).partition(f'<section id="{section}"')[2].partition("</section>")[0]
        assert part.count('<div class="side">') == 2 * part.count('<div class="sides">') > 0
    assert re.search("Sella Courier ?, 2025-03-03", full.text) and "Told differently What the inquiry is" in full.text


def test_a_side_that_is_its_passage_word_for_word_is_not_shown_twice():
    own = replace(FULL.disagreements[0].positions[0], text=FULL.disagreements[0].positions[0].evidence[0].text)
    point = replace(FULL.disagreements[0], positions=(own, own))
    part = render_html(replace(FULL, disagreements=(point,))).partition('<section id="disagreements"')[2]
    assert part.partition("</section>")[0].count("Two ferries collided off") == 2


def test_the_check_list_of_the_page_is_the_one_that_is_written(full: Page):
    rows = render_html(FULL).partition('<pre id="rows"')[2].partition(">")[2].partition("</pre>")[0]
    assert html.unescape(rows).splitlines() == render_checklist(FULL).removeprefix("\ufeff").splitlines()
    (key,) = full.all("data-key")
    (other,) = Page(render_html(replace(FULL, claims=FULL.claims[:6]))).all("data-key")
    assert key != other, "decisions on one text must not be taken for those on another"


def test_shared_words_are_marked_as_words_and_not_inside_others():
    text = render_html(FULL)
    assert '<mark class="shared">boats</mark> reached' in text
    origin = FULL.origins[0]
    for shared, marked in (
        (("port", "e", "(", ""), ["Port", "Port"]),
        (("ferry", "killing"), ["ferries", "killed", "ferries"]),
        (("<b>",), []),
    ):
        pair = replace(origin.alignments[0], shared=shared)
        page = render_html(replace(FULL, origins=(replace(origin, alignments=(pair,)),)))
        assert re.findall('<mark class="shared">(.*?)</mark>', page) == marked


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=range(len(MORE_HOSTILE)))
def test_hostile_words_stay_words_in_every_field(text: str):
    built: Summary = poisoned(Summary, text)
    document = render_html(built)
    document.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", document)
    page = Page(document)
    paged = replace(FULL, articles=tuple(replace(each, pages=((0, 1),)) for each in FULL.articles))
    known = Page(render_html(paged))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in known.tags}
    assert {name for _, given in page.tags for name in given} <= {name for _, given in known.tags for name in given}
    assert page.raw["script"] == known.raw["script"] and page.raw["style"][0] == known.raw["style"][0]
    for href in page.all("href"):
        assert re.match(r"#[a-z0-9-]+$|https?://[\x21-\x7e]+$", href)


def test_templates_inside_texts_are_not_filled():
    text = Page(render_html(replace(FULL, headline="{{ 7 * 7 }} {% if %}"))).text
    assert "{{ 7 * 7 }} {% if %}" in text


def test_an_unknown_reason_or_article_is_no_error():
    odd = Omission("a1", 0, 3, 'x" onclick="y')  # type: ignore[arg-type]
    page = Page(render_html(replace(FULL, omitted=(odd, Omission("nobody", 0, 3, "budget")))))
    assert [given["class"] for _, given in page.tags if given.get("class", "").startswith("o ")] == ["o o-other"]


def test_every_field_of_the_records_reaches_the_page():
    """A word of its own in each text field; those that only programs read are named."""
    seen = Page(render_html(FULL)).text
    told = {
        "headline": FULL.headline, "model": FULL.run.model, "started": FULL.run.started,
        "prompt": FULL.run.prompts["direct"]["sha256"], "point": FULL.disagreements[1].point,
        "position": FULL.disagreements[1].positions[1].text, "when": "2025-03-03", "as_written": "on Monday evening",
        "timeline": FULL.timeline[1].text, "name": FULL.names[0].name, "spelling": "Ilen Varo",
        "misspelling": "likely a misspelling", "why": FULL.origins[0].why, "skipped": "ferries/photo.jpg: not text",
        "telling": FULL.told_differently[0].point,
        "warning": FULL.warnings[1].message, "kind": "change over time", "confidence": "(inferred)",
        "told": FULL.told_differently[0].positions[1].text,
        "alone": "57 %", "author": "Ada Marrow", "publisher": "Evening Post", "cost": "$0.0123", "cached": "1 of them",
    }  # fmt: skip
    for name, words in told.items():
        assert words and words in seen, name
    assert len(fields(Summary)) == 18, "a new field of the summary wants its place on the page"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "cited in sentence 1"),
        (2, "cited in sentences 1, 2"),
        (8, "cited in sentences 1, 2, 3, 4, 5, 6, 7, 8"),
        (9, "cited in sentences 1, 2, 3, 4, 5, 6, 7, 8 and 1 more"),
    ],
)
def test_eight_sentences_that_rest_on_an_article_are_named(count: int, said: str):
    rain = replace(FULL.claims[0], evidence=(span(1, "Two"),))
    claims = tuple(replace(rain, id=f"c{n}") for n in range(1, count + 1))
    words = Page(render_html(replace(EMPTY, articles=ARTICLES, claims=claims))).text
    assert said in words and f"{said}," not in words and f"{said} and" not in words


def test_style_rules_join_passages_of_one_sentence_where_there_are_several():
    one, two = span(1, "Two"), span(2, ARTICLES[1].text[:10])
    claims = (replace(FULL.claims[0], evidence=(one,)), replace(FULL.claims[1], evidence=(one, two)))
    style = "\n".join(Page(render_html(replace(EMPTY, articles=ARTICLES, claims=claims))).raw["style"])
    assert "#articles:has(.g-c2:target)" in style and "#articles:has(.g-c1:target)" not in style
