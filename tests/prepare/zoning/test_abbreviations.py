import pytest

from summarize.lang.language import load_language
from summarize.prepare.zoning.abbreviations import abbreviations


def test_a_language_without_a_list_knows_the_titles_that_hold_for_all():
    assert {"mr", "ms", "dr"} <= abbreviations(load_language("xx")) <= abbreviations(load_language("en"))
    assert "sgt" in abbreviations(load_language("pt"))


@pytest.mark.parametrize(
    "language", ["ar", "ca", "de", "en", "es", "fr", "hi", "it", "nl", "pl", "pt", "ru", "tr", "uk", "vi"]
)
def test_entries_are_small_and_without_their_last_full_stop(language):
    assert all(word == word.lower() and not word.endswith(".") for word in abbreviations(load_language(language)))
