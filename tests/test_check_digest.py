"""The digest: any change of what a summary says shows, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from summarize import load_articles, render_json, summarize
from summarize.check.digest import PARTS, digest_of, with_digest
from summarize.records import Check, Summary
from tests.scripted import BRIDGE, FERRY


@pytest.fixture(scope="module")
def found() -> Summary:
    return summarize(load_articles([{"text": BRIDGE}, {"text": FERRY}]), words=60)


def test_the_digest_of_the_record_is_that_of_its_json(found: Summary):
    data = json.loads(render_json(found))
    assert found.digest == data["digest"] == digest_of(data)
    assert len(found.digest) == 64


def test_any_word_passage_or_check_that_changes_changes_it(found: Summary):
    claim = found.claims[0]
    changed = [
        replace(found, headline=found.headline + "."),
        replace(found, claims=found.claims[1:]),
        replace(found, claims=(replace(claim, text=claim.text + " "), *found.claims[1:])),
        replace(found, claims=(replace(claim, evidence=()), *found.claims[1:])),
        replace(found, claims=(replace(claim, checks=(Check("names", "fail"),)), *found.claims[1:])),
        replace(found, claims=(replace(claim, origins=9), *found.claims[1:])),
    ]
    digests = {with_digest(each).digest for each in (found, *changed)}
    assert len(digests) == len(changed) + 1


def test_what_it_cost_and_when_does_not_change_it(found: Summary):
    later = replace(found, usage=replace(found.usage, seconds=99.0), run=replace(found.run, started="2030-01-01"))
    assert with_digest(later).digest == found.digest


def test_text_that_json_cannot_hold_has_the_digest_of_what_the_file_holds(found: Summary):
    broken = with_digest(replace(found, headline="a \ud800 surrogate"))
    assert digest_of(json.loads(render_json(broken))) == broken.digest


def test_a_file_without_these_parts_has_a_digest_too():
    assert digest_of({}) == digest_of(dict.fromkeys(PARTS))
