"""What several test files share: the seeds as articles, prepared, and summarized."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from summarize import LoadResult, Summary, load_articles, prepare_story, summarize
from summarize.story import Story

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def seeds() -> LoadResult:
    """The five seed articles, their paths as a user at the repository's root would give them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(REPOSITORY)
        return load_articles(["seeds/"])


@pytest.fixture(scope="session")
def story(seeds: LoadResult) -> Story:
    """The seeds, zoned and split into sentences."""
    return prepare_story(seeds.articles)


@pytest.fixture(scope="session")
def sentences(story: Story) -> list[str]:
    """The body sentences of the seeds."""
    return [sentence.text for sentence in story.sentences if sentence.zone == "body"]


@pytest.fixture(scope="session")
def summary(seeds: LoadResult) -> Summary:
    """The summary of the seeds at the default length."""
    return summarize(seeds)
