from __future__ import annotations

from dataclasses import replace

from summarize.records import Evidence
from summarize.render.review_citations import cite_all
from tests.review_story import EMPTY, FULL, span


def test_every_evidence_of_every_kind_is_cited_once():
    marks = cite_all(FULL)
    groups = {key: [citation.span for citation in found] for key, found in marks.citations.items()}
    assert groups["h"] == list(FULL.headline_evidence)
    assert groups["c2"] == list(FULL.claims[1].evidence)
    assert groups["c3w"] == list(FULL.claims[2].worded_otherwise)
    assert groups["d2p1"] == list(FULL.disagreements[1].positions[0].evidence)
    assert groups["t2"] == list(FULL.timeline[1].evidence)
    assert groups["n1"] == [spelling.evidence for spelling in FULL.names[0].spellings]
    assert groups["o1"] == list(FULL.origins[0].evidence)
    assert groups["o1a2"] == [FULL.origins[0].alignments[1].first, FULL.origins[0].alignments[1].second]
    assert "c6" not in groups


def test_ids_are_unique_and_each_leads_to_its_span():
    marks = cite_all(FULL)
    places = {passage.id: (article, passage) for article, found in marks.passages.items() for passage in found}
    cited = [citation for found in marks.citations.values() for citation in found]
    assert len(places) == len(cited) == sum(map(len, marks.passages.values()))
    for citation in cited:
        article, passage = places[citation.id]
        assert (article, passage.start, passage.end) == (citation.span.article, citation.span.start, citation.span.end)
        assert passage.home in marks.homes


def test_further_passages_of_an_article_get_letters():
    many = tuple(span(1, "The sea") for _ in range(28))
    claim = replace(FULL.claims[0], evidence=(*many, span(2, "Boats")))
    labels = [citation.label for citation in cite_all(replace(FULL, claims=(claim,))).citations["c1"]]
    assert labels[:3] == ["1", "1b", "1c"]
    assert labels[25:] == ["1z", "1-27", "1-28", "2"]


def test_evidence_of_an_unknown_article_leads_nowhere():
    claim = replace(FULL.claims[0], evidence=(Evidence("nobody", 0, 3, "who"),))
    (citation,) = cite_all(replace(FULL, claims=(claim,))).citations["c1"]
    assert (citation.label, citation.id, citation.url) == ("?", "", None)


def test_only_articles_with_an_address_have_links_into_the_web():
    found = [citation for citations in cite_all(FULL).citations.values() for citation in citations]
    assert {citation.span.article for citation in found if citation.url} == {"a1", "a2"}


def test_an_empty_summary_cites_nothing():
    assert cite_all(EMPTY).citations == {}
