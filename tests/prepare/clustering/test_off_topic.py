from pathlib import Path

import pytest

from benchmarks.corpus import make_articles
from summarize import load_articles
from summarize.prepare.clustering.off_topic import find_off_topic
from summarize.prepare.preparation import prepare_story

SEEDS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))]
GARDEN = """The heaviest pumpkin ever weighed at the fair of Brine brought its gardener a silver spade on Saturday.
The pumpkin weighed 412 kilograms, eleven more than the gardener's pumpkin of last autumn.
The gardener said that the pumpkin had been given rain water and a little milk every evening.
Judges of the fair needed a crane and two ropes to lift the pumpkin on the scales.
Visitors of the fair bought 900 bowls of pumpkin soup, and the gardener will keep the seeds."""


def off_topic(*texts):
    return find_off_topic(prepare_story(load_articles([{"text": text} for text in texts]).articles))


def test_articles_about_one_event_are_all_kept():
    assert off_topic(*SEEDS).articles == frozenset()


def test_an_article_about_another_event_is_set_aside_with_a_notice():
    found = off_topic(*SEEDS[:3], GARDEN)
    assert found.articles == {"a4"}
    notice, offer = found.warnings
    assert (notice.code, notice.article) == ("off_topic", "a4")
    assert "[4]" in notice.message
    assert offer.code == "several_stories"
    assert "4 articles tell of 2 events" in offer.message
    assert "summarize group" in offer.message


@pytest.mark.parametrize(
    ("title", "away"), [("Ukraine and Trump: a pumpkin deal", set()), ("Ukraine in the garden: a pumpkin deal", {"a4"})]
)
def test_an_article_whose_title_shares_three_words_with_one_of_the_story_is_kept(title, away):
    titled = [{"text": text, "title": "Trump and Ukraine near minerals deal"} for text in SEEDS[:3]]
    articles = load_articles([*titled, {"text": GARDEN, "title": title}]).articles
    assert find_off_topic(prepare_story(articles)).articles == away


def test_the_largest_group_is_the_story_wherever_it_stands():
    assert off_topic(GARDEN, *SEEDS[2:]).articles == {"a1"}


def test_of_two_unrelated_articles_the_first_is_kept():
    assert off_topic(GARDEN, SEEDS[2]).articles == {"a2"}


def test_short_reports_of_one_event_are_kin():
    assert off_topic("\n".join(GARDEN.split("\n")[:2]), "\n".join(GARDEN.split("\n")[2:])).articles == frozenset()


def test_a_line_or_two_says_too_little_to_be_a_stranger():
    assert off_topic(SEEDS[2], "The heaviest pumpkin won.").articles == frozenset()


def test_one_article_or_none_has_no_stranger():
    assert off_topic(GARDEN).articles == find_off_topic(prepare_story([])).articles == frozenset()


def test_the_background_at_the_end_of_a_long_article_makes_no_stranger():
    background = "The fair's pond holds carp{0}, reed{0}, frog{0}, lily{0}, newt{0} and moss{0} in summer."
    long = "\n".join([SEEDS[3], SEEDS[2], *(background.format(n % 9) for n in range(700))])
    assert off_topic(*SEEDS[:3], long).articles == frozenset()


def test_many_articles_about_one_event_are_all_kept_though_each_has_words_of_its_own():
    articles = load_articles(make_articles(300, "varied")).articles
    assert find_off_topic(prepare_story(articles)).articles == frozenset()


def other_event(name: str, terms: int) -> str:
    """A sentence of so many distinct words that stand nowhere else."""
    return " ".join(f"{name}{chr(97 + n) * 2}" for n in range(terms)) + "."


@pytest.mark.parametrize(("terms", "away"), [(12, {"a4"}), (11, set())])
def test_how_much_an_article_must_say_to_be_a_stranger(terms, away):
    assert off_topic(*SEEDS[:3], other_event("zor", terms)).articles == away


@pytest.mark.parametrize(("count", "named"), [(5, 5), (6, 0)])
def test_five_strangers_are_named_and_more_are_counted(count, named):
    found = off_topic(
        *SEEDS[:3], *(other_event(name, 20) for name in ("zor", "bim", "kul", "pav", "dex", "gom")[:count])
    )
    assert len(found.articles) == count
    assert sum(notice.code == "off_topic" for notice in found.warnings) == named


PIER = """The council of Vellmark voted to close the old pier of the town after engineers found rotten timber.
Mayor Rettig of Vellmark told the council that boats will land at the ferry dock from Monday on.
The repair of the pier costs four million crowns, and the council of Vellmark pays half of the money."""
ESSAY = """My aunt believed in luck as others believe in soup, and once sold a mill to a priest for three songs.
He never learned that paint is cheaper than prayer and lasts longer under snow, rain, moss and hail.
In winter the geese came down from the hills and ate whatever poets, widows and clerks had left on the lawn.
Rettig would have liked that lawn, its timber gate, its gnats, its wasps and its slow brown cows."""
OF_PIER = "Rettig finds rotten timber, boats and crowns"  # the essay has two stems of six
OF_ESSAY = "Mayor Rettig, luck, moss, hail and snow"  # the reports have two stems of six


@pytest.mark.parametrize(
    ("of_pier", "of_essay", "away"),
    [
        (OF_PIER, OF_ESSAY, set()),
        (f"{OF_PIER}, engineers", OF_ESSAY, {"a4"}),  # two of seven
        (OF_PIER, f"{OF_ESSAY}, gnats", {"a4"}),
        (OF_PIER, "Mayor of the money, luck, moss and hail", {"a4"}),  # nobody is named in both titles
        ("Rettig and pier", "Mayor Rettig and luck", {"a4"}),  # the essay has nothing of it but a name
    ],
)
def test_an_essay_is_kept_if_both_titles_name_the_same_and_each_text_tells_the_other_s(of_pier, of_essay, away):
    reports = [{"text": f"{PIER} It was a {weather} day.", "title": of_pier} for weather in ("dry", "wet", "cold")]
    articles = load_articles([*reports, {"text": ESSAY, "title": of_essay}]).articles
    assert find_off_topic(prepare_story(articles)).articles == away
