"""What a run may ask of the web: every setting arrives. (`since` is tried in test_ingest_item_files.)"""

from __future__ import annotations

from dataclasses import fields

from summarize.config import Config
from summarize.ingest.web.settings import WebSettings

GIVEN = {
    "allow_private": True,
    "ignore_robots": True,
    "fetch_links": True,
    "since": "7d",
    "match": "river",
    "cache": "none",
}


def test_every_setting_of_the_run_arrives():
    found = WebSettings.of(Config(page_deadline=5.0, **GIVEN))  # type: ignore[arg-type]
    assert {name: getattr(found, name) for name in GIVEN} == GIVEN
    assert found.deadline == 5.0
    assert {field.name for field in fields(WebSettings)} == {*GIVEN, "deadline", "network"}


def test_the_defaults_are_strict_and_those_of_the_settings():
    assert WebSettings.of(Config()) == WebSettings()
    assert not (WebSettings().allow_private or WebSettings().ignore_robots or WebSettings().fetch_links)
