from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.corpus import make_articles
from summarize import load_articles
from summarize.prepare import Story, article_facts, find_off_topic, prepare_story
from summarize.prepare.article_facts import find_each, text_told
from summarize.prepare.processes import Work
from summarize.records import Article, Sentence

CREDITED = "The ferry runs again on Friday.\n\nThe mayor opened it.\n\n(Reporting by Ada Moor; Editing by Kit Vale)"


def pile(count: int) -> list[Article]:
    """Reports of one event, with copies, a stranger, a credit and what no file can hold among them."""
    articles = [*load_articles(make_articles(count - 4, "varied"))]
    odd = ("\ud800 " + CREDITED, articles[3].text, "Share this\n\nRain fell \ud800.", "")
    return [
        *articles[:90],
        *(Article(id=f"odd{n}", text=text, sha256="", title="A ferry \ud800 runs") for n, text in enumerate(odd)),
        *articles[90:],
    ]


def prepared(articles: Sequence[Article], processes: int, monkeypatch: pytest.MonkeyPatch, **more: Any) -> Story:
    monkeypatch.setattr(article_facts, "available", lambda: processes)
    return prepare_story(articles, **more)


@pytest.mark.parametrize("keep_boilerplate", [False, True])
def test_other_processes_change_nothing(keep_boilerplate: bool, monkeypatch: pytest.MonkeyPatch):
    articles = pile(210)
    alone = prepared(articles, 1, monkeypatch, keep_boilerplate=keep_boilerplate)
    asked: list[int] = []
    shared_out = article_facts.in_shares
    monkeypatch.setattr(
        article_facts, "in_shares", lambda work, shares: asked.append(len(shares)) or shared_out(work, shares)
    )
    shared = prepared(articles, 3, monkeypatch, keep_boilerplate=keep_boilerplate)
    assert asked == [3]
    assert replace(shared, term_counts=()) == alone
    assert len(shared.term_counts) == len(articles)
    assert alone.term_counts == ()
    assert find_off_topic(shared) == find_off_topic(alone)
    assert any(len(origin.articles) > 1 for origin in alone.origins)
    assert any(origin.name == "Reuters" for origin in alone.origins)


@pytest.mark.parametrize(("articles", "processors", "shared"), [(199, 2, False), (200, 2, True), (200, 1, False)])
def test_from_two_hundred_articles_on_the_work_is_shared(
    articles: int, processors: int, shared: bool, monkeypatch: pytest.MonkeyPatch
):
    asked: list[Any] = []

    def here(work: Work, shares: Sequence[Any]) -> list[Any]:
        asked.extend(shares)
        return [row for share in shares for row in work(share)]

    monkeypatch.setattr(article_facts, "in_shares", here)
    monkeypatch.setattr(article_facts, "available", lambda: processors)
    given = [Article(id=f"a{n}", text=f"Bridge {n} fell on Monday.", sha256="") for n in range(articles)]
    assert [each.sentences[0].text for each in find_each(given, ["en"] * articles)] == [each.text for each in given]
    assert bool(asked) is shared
    assert not shared or len(asked[0][0]) > len(asked[1][0]), "ours is larger: we need not start first"


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("articles", [200, 201, 203, 1000])
def test_every_article_is_in_one_share(articles: int, count: int):
    borders = article_facts._borders(articles, count)
    assert (borders[0], borders[-1], len(borders)) == (0, articles, count + 1)
    assert borders == sorted(set(borders))


def test_what_an_article_tells_is_its_title_and_all_but_boilerplate_as_far_as_it_is_read():
    def sentence(text: str, zone: Any = "body") -> Sentence:
        return Sentence("a", 0, 0, len(text), text, zone, "", 0)

    article = Article(id="a", text="", sha256="", title="Bridge falls")
    assert (
        text_told(article, [sentence("It fell."), sentence("Share this", "boilerplate"), sentence("Rain", "heading")])
        == "Bridge falls\nIt fell.\nRain"
    )
    long = "x" * 7_999
    assert text_told(replace(article, title=None), [sentence(long), sentence("y"), sentence("z")]) == f"{long}\ny"
