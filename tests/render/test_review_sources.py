from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.records import Article, Omission, Origin
from summarize.render.review_sources import Name, article_names, host
from tests.review_story import EMPTY, FULL

TEXT = "Subscribe now\n\nHarbour lane to close\n\nThe harbour lane closes on Sunday, the port said. Ferries stop.\n"
ARTICLE = Article(id="a", text=TEXT, sha256="", path="news/7f3a.txt")
TITLE = Omission("a", TEXT.index("Harbour"), TEXT.index("close\n") + 5, "title")
OFFER = Omission("a", 0, 13, "boilerplate")


def name(article: Article, *omitted: Omission, origins: tuple[Origin, ...] = ()) -> Name:
    return article_names(replace(EMPTY, articles=(article,), omitted=omitted, origins=origins))[article.id]


def test_a_given_title_comes_before_the_one_in_the_text():
    assert name(replace(ARTICLE, title="Lane shut"), TITLE).title == "Lane shut"
    assert name(ARTICLE, OFFER, TITLE).title == "Harbour lane to close"


def test_without_a_title_the_first_words_that_are_the_articles_own_stand_for_one():
    assert name(ARTICLE, OFFER).title == "“Harbour lane to close”"
    assert name(ARTICLE).title == "“Subscribe now”"
    long = replace(ARTICLE, text="word " * 40)
    assert name(long).title.endswith("word …”") and len(name(long).title) <= 76
    assert name(replace(ARTICLE, text="x" * 200)).title == f"“{'x' * 72} …”"


def test_the_place_is_the_last_resort():
    assert name(replace(ARTICLE, text=" \n")).title == "news/7f3a.txt"
    assert name(replace(ARTICLE, text="", path=None, url="https://p.example/x")).title == "https://p.example/x"
    assert name(replace(ARTICLE, text="", path=None)).title == "a"


def test_who_published_it_is_said_as_surely_as_it_is_known():
    credit = Origin(id="o", name="North Wire", articles=("a",), confidence="stated")
    web = replace(ARTICLE, url="https://www.post.example/x")
    assert name(replace(web, publisher="Evening Post"), origins=(credit,)).publisher == "Evening Post"
    assert name(web, origins=(credit,)).publisher == "post.example"
    assert name(ARTICLE, origins=(credit,)).publisher == "report of North Wire"
    assert name(ARTICLE, origins=(replace(credit, confidence="inferred"),)).publisher == ""


def test_the_label_has_number_title_and_publisher():
    names = article_names(FULL)
    assert names["a2"].label == "[2] “Port Sella disaster: 21 killed, agency says” (Evening Post)"
    assert names["a4"].label == "[4] Minister orders inquiry after ferries collide"
    assert names["a4"].day == "2025-03-05" and names["a3"].day == ""


@pytest.mark.parametrize(
    ("url", "found"), [("https://www.a.example/x", "a.example"), ("javascript:alert(1)", ""), (None, "")]
)
def test_only_a_web_address_has_a_host(url: str | None, found: str):
    assert host(url) == found


def test_the_head_of_a_hostile_text_is_read_in_linear_time():
    from tests.growth import assert_linear

    assert_linear(lambda text: article_names(replace(EMPTY, articles=(replace(ARTICLE, text=text),))), "\n \t" * 300)
