"""A mixed pile becomes stories: whole, in order, with what holds them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import make_pile
from summarize import group_articles, load_articles
from summarize.errors import UsageError

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
PUMPKIN = """The heaviest pumpkin at the fair
The heaviest pumpkin ever weighed at the fair of Brine brought Ottilie Quast a silver spade on Saturday.
The pumpkin weighed 412 kilograms, eleven more than the pumpkin with which Quast won last autumn."""
QUAST = """Quast said that the pumpkin had been given rain water and milk every evening.
Judges of the fair of Brine needed a crane to lift Ottilie Quast's pumpkin of 412 kilograms on the scales."""


def test_a_mixed_pile_becomes_stories_the_largest_first() -> None:
    pile = [{"text": PUMPKIN, "id": "p1", "published": "2025-10-04"}, *map(str, SEEDS)]
    pile.append({"text": QUAST, "id": "p2", "published": "2025-10-06T08:00Z"})
    seeds, pumpkin = group_articles(load_articles(pile))
    assert [article.path for article in seeds.articles] == [str(path) for path in SEEDS]
    assert [article.id for article in pumpkin.articles] == ["p1", "p2"]
    assert (seeds.since, seeds.until) == (None, None)
    assert (pumpkin.since, pumpkin.until) == ("2025-10-04", "2025-10-06")
    assert pumpkin.languages == ("en",)


def test_a_story_says_what_holds_it_together_in_its_own_words() -> None:
    (found,) = group_articles(load_articles([{"text": PUMPKIN}, {"text": QUAST}]))
    assert {"Quast", "pumpkin", "Ottilie"} <= set(found.shared)
    assert len(found.shared) <= 6
    assert found.title in (PUMPKIN.partition("\n")[0], QUAST.partition("\n")[0])


def test_a_title_of_its_own_counts_and_is_shown() -> None:
    (found,) = group_articles(load_articles([{"text": QUAST, "title": "A pumpkin  of\n412 kilograms"}]))
    assert found.title == "A pumpkin of 412 kilograms"


def test_a_first_line_without_end_is_cut_at_a_word() -> None:
    (found,) = group_articles(load_articles([{"text": "Pumpkins grow. " * 100}]))
    assert len(found.title) <= 160
    assert found.title.endswith("Pumpkins…")


def test_lines_that_all_pages_of_a_site_share_join_nothing() -> None:
    menu = "\n".join(f"Subscribe to the Brine Gazette for {thing}" for thing in ("sport", "weather", "arts", "money"))
    texts = [
        "The bakery of Marwen burned down on Friday night; nobody was hurt.",
        "Swimmers crossed the strait in record time before noon.",
        "The court at Tolsund heard the last witness about forged stamps.",
        "Snow closed the pass; two lorries waited for the plough.",
        "A choir of ninety sang at the opening of the new library.",
    ]
    found = group_articles(load_articles([{"text": f"{menu}\n{text}\n{menu}"} for text in texts]))
    assert len(found) == 5


def test_an_article_of_nothing_but_shared_lines_is_kept() -> None:
    found = group_articles(load_articles([{"text": "Subscribe to the Brine Gazette"}] * 5))
    assert sum(len(group.articles) for group in found) == 5


def test_equal_piles_give_equal_groups() -> None:
    articles = load_articles(make_pile(40))
    assert group_articles(articles) == group_articles(list(articles))
    assert sorted(a.id for group in group_articles(articles) for a in group.articles) == sorted(a.id for a in articles)


def test_nothing_gives_nothing() -> None:
    assert group_articles([]) == ()


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(UsageError, match="load_articles"):
        group_articles([{"text": PUMPKIN}])  # type: ignore[list-item]
