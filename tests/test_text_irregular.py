"""Base forms of irregular verbs."""

from __future__ import annotations

from summarize.text.irregular import base_form


def test_every_form_leads_to_its_base() -> None:
    assert [base_form(word) for word in ("gave", "given", "give", "met")] == ["give", "give", "give", "meet"]


def test_other_words_stay() -> None:
    assert base_form("walked") == "walked"
