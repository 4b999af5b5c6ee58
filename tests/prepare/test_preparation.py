from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import make_articles
from summarize import load_articles
from summarize.prepare import preparation as preparing
from summarize.prepare.clustering.off_topic import find_off_topic
from summarize.prepare.preparation import article_facts, prepare_story
from summarize.prepare.processes import Work
from summarize.records import Article
from summarize.story import Story

SEEDS = load_articles([Path(__file__).parents[2] / "seeds"]).articles
SPANISH = """El consejo del puerto de Vellmark votó el martes a favor de cerrar el viejo muelle durante dos años.
Los ingenieros habían advertido en marzo que la madera del muelle estaba podrida y podía romperse.
La reparación costará cuatro millones de coronas, según dijo el alcalde, que no quiso dar más detalles."""
LIST = """The council of Vellmark named the places on Tuesday evening:
- the new harbour
- the ferry dock
The boats will stay there for two years, said the mayor of the town.
The mayor added:
“Nobody was hurt.”
The council will meet again in May, said the mayor of the town."""
CREDITED = "The ferry runs again on Friday.\n\nThe mayor opened it.\n\n(Reporting by Ada Moor; Editing by Kit Vale)"


def story(*records, **options):
    return prepare_story(load_articles(list(records)).articles, **options)


def test_sentences_are_numbered_and_are_exact_slices():
    prepared = prepare_story(SEEDS)
    for article in SEEDS:
        own = [sentence for sentence in prepared.sentences if sentence.article == article.id]
        assert [sentence.number for sentence in own] == list(range(len(own)))
        assert all(article.text[s.start : s.end] == s.text == s.text.strip() for s in own)
        assert sum(len("".join(s.text.split())) for s in own) == len("".join(article.text.split()))


def test_what_a_colon_introduces_knows_its_lead_in():
    leads = {s.text: s.lead for s in story({"text": LIST}).sentences}
    assert leads["- the new harbour"] == leads["- the ferry dock"] == 0
    assert leads["“Nobody was hurt.”"] == 4
    assert {text for text, lead in leads.items() if lead is None} == {
        "The council of Vellmark named the places on Tuesday evening:",
        "The boats will stay there for two years, said the mayor of the town.",
        "The mayor added:",
        "The council will meet again in May, said the mayor of the town.",
    }


def test_boilerplate_is_body_on_request():
    kinds = Counter(zone.kind for zones in prepare_story(SEEDS).zones for zone in zones)
    kept = Counter(zone.kind for zones in prepare_story(SEEDS, keep_boilerplate=True).zones for zone in zones)
    assert kept["boilerplate"] == 0
    assert kept["body"] == kinds["body"] + kinds["boilerplate"]
    assert kept["title"] == kinds["title"]


def test_the_majoritys_language_is_the_storys_and_another_breaks_nothing():
    prepared = prepare_story([*SEEDS, *load_articles([{"text": SPANISH, "id": "es"}]).articles])
    assert prepared.language == "en"
    assert len([s for s in prepared.sentences if s.article == "es" and s.zone == "body"]) == 3


def test_a_wanted_language_wins_and_an_articles_own_is_believed():
    assert prepare_story(SEEDS, language="pt").language == "pt"
    assert story({"text": "Ok.", "language": "de"}).language == "de"


def test_no_article_is_an_empty_story_in_english():
    prepared = prepare_story([])
    assert (prepared.sentences, prepared.zones, prepared.origins, prepared.language) == ((), (), (), "en")


@pytest.mark.parametrize("text", ["a", "x" * 300_000, "a\n" * 20_000, "The pier fell. " * 20_000, "\ud800 ok."])
def test_odd_texts_lose_nothing(text):
    article = load_articles([{"text": text}]).articles[0]
    prepared = prepare_story([article])
    assert "".join("".join(s.text.split()) for s in prepared.sentences) == "".join(article.text.split())


def test_many_articles_are_prepared_alike():
    articles = load_articles(make_articles(60, "varied")).articles
    prepared = prepare_story(articles)
    assert len(prepared.zones) == 60
    assert len(prepared.origins) == 60
    body = [zone for zones in prepared.zones for zone in zones if zone.kind == "body"]
    assert sum(zone.end - zone.start for zone in body) > 0.99 * sum(len(article.text) for article in articles)


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
    monkeypatch.setattr(preparing, "available", lambda: processes)
    return prepare_story(articles, **more)


@pytest.mark.parametrize("keep_boilerplate", [False, True])
def test_other_processes_change_nothing(keep_boilerplate: bool, monkeypatch: pytest.MonkeyPatch):
    articles = pile(210)
    alone = prepared(articles, 1, monkeypatch, keep_boilerplate=keep_boilerplate)
    asked: list[int] = []
    shared_out = preparing.in_shares
    monkeypatch.setattr(
        preparing, "in_shares", lambda work, shares: asked.append(len(shares)) or shared_out(work, shares)
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

    monkeypatch.setattr(preparing, "in_shares", here)
    monkeypatch.setattr(preparing, "available", lambda: processors)
    given = [Article(id=f"a{n}", text=f"Bridge {n} fell on Monday.", sha256="") for n in range(articles)]
    assert [each.sentences[0].text for each in article_facts(given, ["en"] * articles)] == [each.text for each in given]
    assert bool(asked) is shared
    assert not shared or len(asked[0][0]) > len(asked[1][0]), "ours is larger: we need not start first"


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("articles", [200, 201, 203, 1000])
def test_every_article_is_in_one_share(articles: int, count: int):
    borders = preparing._borders(articles, count)
    assert (borders[0], borders[-1], len(borders)) == (0, articles, count + 1)
    assert borders == sorted(set(borders))
