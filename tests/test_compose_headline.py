"""The headline: an article's own title, neutral where there is one, with its span."""

from __future__ import annotations

from summarize import Article, prepare_story
from summarize.compose.candidates import find_candidates
from summarize.compose.headline import choose_headline
from summarize.prepare import Story
from summarize.text.words import terms

BODY = (
    "The city council of Porto voted on Tuesday to close the old bridge for repairs until the spring of next year. "
    "Residents of the northern district will use a ferry while the bridge is closed for repairs.\n\n"
    "Mayor Ana Ruiz said that the repairs of the bridge will cost the city 3 million euros in all."
)


def story_of(*texts: str) -> Story:
    return prepare_story([Article(id=f"a{n}", text=text, sha256="0") for n, text in enumerate(texts, 1)])


def headline(
    story: Story, off_topic: frozenset[str] = frozenset(), rank: dict[str, int] | None = None
) -> tuple[str, list[str]]:
    days = rank or {article.id: 0 for article in story.articles}
    candidates = find_candidates(story, off_topic)
    told = [(candidate, terms(candidate.passage.text)) for candidate in candidates]
    text, evidence = choose_headline(story, told, days, off_topic)
    texts = {article.id: article.text for article in story.articles}
    assert all(texts[e.article][e.start : e.end] == e.text for e in evidence)
    return text, [e.article for e in evidence]


def test_the_title_that_says_most_of_the_story_wins() -> None:
    story = story_of(f"A week in review\n\n{BODY}", f"Council closes old bridge for repairs\n\n{BODY}")
    assert headline(story) == ("Council closes old bridge for repairs", ["a2"])


def test_a_judging_or_asking_title_loses_against_a_neutral_one() -> None:
    story = story_of(
        f"Council closes old bridge in shameful disaster for repairs\n\n{BODY}", f"Bridge closes for repairs\n\n{BODY}"
    )
    assert headline(story)[1] == ["a2"]


def test_a_title_that_borrows_the_words_of_one_side_loses_against_one_in_its_own() -> None:
    own, borrowed = "Council closes old bridge for repairs", "Council closes ‘death trap’ old bridge for repairs"
    assert headline(story_of(f"{borrowed}\n\n{BODY}", f"{own}\n\n{BODY}"))[0] == own
    assert headline(story_of(f"{borrowed}\n\n{BODY}", BODY))[0] == borrowed


def test_of_equal_titles_the_one_of_the_last_day_wins() -> None:
    story = story_of(f"Council closes old bridge\n\n{BODY}", f"Council closes the bridge\n\n{BODY}")
    assert headline(story, rank={"a1": 0, "a2": 1})[1] == ["a2"]
    assert headline(story, rank={"a1": 1, "a2": 0})[1] == ["a1"]


def test_without_titles_there_is_no_headline() -> None:
    assert headline(story_of(BODY)) == ("", [])


def test_an_article_set_aside_gives_no_headline() -> None:
    story = story_of(f"Council closes old bridge for repairs\n\n{BODY}")
    assert headline(story, frozenset(("a1",))) == ("", [])


def test_the_seeds_headline_is_a_title_of_theirs(story: Story) -> None:
    text, articles = headline(story)
    assert text
    assert len(articles) == 1
    titles = {" ".join(s.text.split()) for s in story.sentences if s.zone == "title"}
    assert text in titles
