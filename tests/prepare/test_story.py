from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.corpus import make_articles
from summarize import load_articles
from summarize.prepare import prepare_story, with_titles
from summarize.records import Zone

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


def test_a_title_in_the_text_is_the_articles_title_unless_another_is_known():
    first, second, third = with_titles(
        story(
            {"text": f"Vellmark Closes Its Old Pier\n\n{LIST}"},
            {"text": f"Vellmark Shuts   the Rotten Pier\n\n{LIST}", "title": "Pier shut"},
            {"text": SPANISH},
        )
    )
    assert first.title == "Vellmark Closes Its Old Pier"
    assert second.title == "Pier shut"
    assert third.title is None


def test_a_line_that_is_too_long_is_no_title():
    prepared = story({"text": f"{' '.join(['Vellmark'] * 40)}\n\n{LIST}"})
    for length, expected in ((300, True), (301, False)):
        text = "V" * length + LIST
        zones = ((Zone(0, length, "title"), Zone(length, len(text), "body")),)
        article = replace(prepared.articles[0], text=text)
        (found,) = with_titles(replace(prepared, articles=(article,), zones=zones))
        assert (found.title is not None) is expected
