"""Two articles on one invented event in each of seventeen languages: cuts, citations, the gate, mixtures."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from summarize import (
    Article,
    Call,
    Claim,
    ScriptedModel,
    group_articles,
    load_articles,
    prepare_story,
    render_json,
    render_markdown,
    render_text,
    summarize,
)
from summarize.check.gate import check_claim
from summarize.check.passages import StoryText
from summarize.ingest.extracted import is_wall
from summarize.ingest.readers.pdf import Line, without_furniture
from summarize.lang.language import load_language
from summarize.nlp.dates import dates
from summarize.nlp.doc import Doc
from summarize.nlp.language_id import language_of
from summarize.nlp.numeric_values import values
from summarize.nlp.quotations import quotations
from summarize.prepare.provenance.credits import find_credit
from summarize.prepare.zoning.lines import LineFeatures
from summarize.records import Evidence
from summarize.report.timeline import dated
from tests.scripted import supported

FOLDER = Path(__file__).parent / "data" / "languages"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.txt"))
UNSPACED = ("zh", "ja")


def story_text(given: Sequence[Article], language: str) -> StoryText:
    """Articles as the checks of a summary in a language read them."""
    return StoryText(given, lambda: prepare_story(given).sentences, language)


every = pytest.mark.parametrize("language", LANGUAGES)


def lines(language: str) -> list[list[str]]:
    """The paragraphs of both articles, as lists of sentences, one after the other."""
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").strip()
    return [paragraph.split("\n") for article in text.split("\n====\n") for paragraph in article.split("\n\n")]


def texts(language: str) -> list[str]:
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").strip()
    gap = "" if language in UNSPACED else " "
    return [
        "\n\n".join(gap.join(paragraph.split("\n")) for paragraph in article.split("\n\n"))
        for article in text.split("\n====\n")
    ]


def articles(*languages: str) -> Sequence[Article]:
    return load_articles([{"text": text} for language in languages for text in texts(language)])


def test_the_seventeen_languages_are_there() -> None:
    assert LANGUAGES == [
        "ar",
        "ca",
        "de",
        "en",
        "es",
        "fr",
        "hi",
        "it",
        "ja",
        "nl",
        "pl",
        "pt",
        "ru",
        "tr",
        "uk",
        "vi",
        "zh",
    ]


@every
def test_the_language_is_found(language: str) -> None:
    assert [language_of(article.text) for article in articles(language)] == [language, language]


@every
def test_sentences_are_cut_where_the_author_cut_them(language: str) -> None:
    story = prepare_story(articles(language))
    assert [sentence.text for sentence in story.sentences] == [line for lines_ in lines(language) for line in lines_]


@every
def test_the_engine_cites_exact_sentences_and_tells_the_event(language: str) -> None:
    given = articles(language)
    summary = summarize(given, words=150 if language in UNSPACED else 80)
    known = {article.id: article.text for article in given}
    written = {line for lines_ in lines(language) for line in lines_}
    assert len(summary.claims) >= 3
    for claim in summary.claims:
        rest = claim.text  # a sentence, or two that need each other
        for line in sorted(written, key=len, reverse=True):
            rest = rest.replace(line, "")
        assert not rest.strip(), rest
        assert {check.outcome for check in claim.checks if check.name != "meaning"} == {"pass"}
        assert all(known[item.article][item.start : item.end] == item.text for item in claim.evidence)
    assert any(count.low == 14 for claim in summary.claims for count in values(claim.text, language))
    assert sum(summary.accounting.omitted.values()) + summary.accounting.used == summary.accounting.sentences
    assert summary.run.config["language"] == language


@every
def test_who_speaks_unnamed_and_who_asks_is_left_out(language: str) -> None:
    summary = summarize(articles(language), words=400)
    told = " ".join(claim.text for claim in summary.claims)
    spoken = lines(language)[1][2]  # “Nobody should drive there …,” she said.
    gap = "" if language in UNSPACED else " "
    assert spoken not in told or lines(language)[1][1] + gap + spoken in told
    assert not any(claim.text.endswith(("?", "？", "؟")) for claim in summary.claims)


@every
def test_the_facts_are_read_as_values(language: str) -> None:
    told = [line for lines_ in lines(language) for line in lines_]
    found = [value for line in told for value in values(line, language)]
    amounts = {value.low for value in found}
    assert {Decimal(14), Decimal(38_500), Decimal(52)} <= amounts
    assert (Decimal(24_000_000) if language == "hi" else Decimal(2_400_000)) in amounts
    days = {(mention.year, mention.month, mention.day) for line in told for mention in dates(line, language)}
    assert {(2026, 3, 3), (None, 4, 15)} <= days
    assert any(quotations(line) for line in told)


def corrupted(text: str, old: str, new: str) -> str:
    """The text with a figure changed, in whatever digits it is written."""
    for digits in ("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"):
        table = {ord(a): b for a, b in zip("0123456789", digits, strict=True)}
        if old.translate(table) in text:
            return text.replace(old.translate(table), new.translate(table))
    raise AssertionError(f"{old} is not in {text}")


@every
@pytest.mark.parametrize(("place", "old", "new", "check"), [(0, "14", "41", "numbers"), (1, "15", "16", "dates")])
def test_a_changed_figure_fails(language: str, place: int, old: str, new: str, check: str) -> None:
    given = articles(language)
    line = lines(language)[1][place]
    start = given[0].text.index(line)
    evidence = (Evidence(given[0].id, start, start + len(line), line),)
    context = story_text(given, language)
    shorter = re.sub(r"\s*[.。।]$", "", line)  # not verbatim, so that the checks look at it
    kept = {
        each.name: each.outcome for each in check_claim(Claim(id="c", text=shorter, evidence=evidence), context).checks
    }
    assert "fail" not in kept.values()
    changed = Claim(id="c", text=corrupted(shorter, old, new), evidence=evidence)
    failed = {each.name for each in check_claim(changed, context).checks if each.outcome == "fail"}
    assert check in failed


@every
def test_a_changed_month_fails(language: str) -> None:
    months = {
        "ar": ("أبريل", "مايو"), "ca": ("abril", "juny"), "de": ("April", "Mai"), "en": ("April", "June"),
        "es": ("abril", "junio"),
        "fr": ("avril", "juin"), "hi": ("अप्रैल", "जून"), "it": ("aprile", "giugno"), "ja": ("4月", "6月"),
        "nl": ("april", "juni"), "pl": ("kwietnia", "czerwca"), "pt": ("abril", "junho"), "ru": ("апреля", "июня"),
        "tr": ("Nisan", "Haziran"), "uk": ("квітня", "червня"), "vi": ("tháng 4", "tháng 6"), "zh": ("4月", "6月"),
    }  # fmt: skip
    given, line = articles(language), lines(language)[1][1]
    start = given[0].text.index(line)
    evidence = (Evidence(given[0].id, start, start + len(line), line),)
    claim = Claim(id="c", text=line.replace(*months[language]), evidence=evidence)
    assert claim.text != line
    assert "dates" in {
        each.name for each in check_claim(claim, story_text(given, language)).checks if each.outcome == "fail"
    }


# -- what stands around an article, by the words of one file -----------------------------------------------------------

CATALAN = [" ".join(paragraph) for paragraph in lines("ca")]


def test_lines_around_a_catalan_article_are_no_body() -> None:
    front = ["Redacció Velmora", "Actualitzat 3 de març de 2026, 10:30"]
    back = ["Imatge: Ada Orne", "Subscriu-te al butlletí. Tots els drets reservats."]
    (article,) = load_articles([{"text": "\n\n".join([CATALAN[0], *front, *CATALAN[1:3], *back])}])
    (zones,) = prepare_story([article]).zones
    kinds = {article.text[zone.start : zone.end].strip(): zone.kind for zone in zones}
    assert {kinds[line] for line in front + back} <= {"byline", "boilerplate"}
    assert {kinds[line] for line in CATALAN[1:3]} == {"body"}


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("Redacció Velmora", "byline"),
        ("Actualitzat 3 de març de 2026, 10:30", "stamp"),
        ("Imatge: Ada Orne", "credit"),
        ("Ada Orne Ferrer és periodista i corresponsal", "biography"),
        ("Llegeix també: el pont de Velmora", "marks_links"),
        ("Correcció: el pont té 52 anys", "labels_notice"),
    ],
)
def test_lines_around_a_catalan_article_are_known(line: str, sign: str) -> None:
    assert getattr(LineFeatures(line), sign)
    assert not getattr(LineFeatures(CATALAN[1]), sign)


def test_a_catalan_credit_names_the_agency_and_a_caption_its_archive() -> None:
    text = "\n".join([*CATALAN[:3], "Amb informació d'EFE.", "Font: EFE"])
    (article,) = load_articles([{"text": text}])
    credit = find_credit(article)
    assert credit is not None
    assert credit.medium == "EFE"
    assert LineFeatures("ARXIU - El pont de Velmora").caption
    assert not LineFeatures("Arxiu del pont de Velmora").caption


@pytest.mark.parametrize(("label", "heads"), [("", True), ("Directe: ", False)])
def test_a_label_of_what_a_page_shows_is_no_catalan_headline(label: str, heads: bool) -> None:
    title = "el vaixell de càrrega Aurelia va envestir el vell pont de Velmora"
    given = [{"title": label + title, "text": "\n\n".join(CATALAN[1:3])}, {"text": "\n\n".join(CATALAN[4:6])}]
    headline = summarize(load_articles(given), words=80).headline
    assert headline
    assert (headline == label + title) == heads


def test_a_catalan_wall_is_no_article() -> None:
    assert is_wall("Contingut exclusiu per a subscriptors. Ja en sou?") == "a paywall, not the article"
    assert is_wall("Inicia sessió per continuar") == "a log-in page, not the article"
    assert not is_wall(CATALAN[1])


def test_a_catalan_page_number_and_a_day_to_come_are_read() -> None:
    pages = [[Line(told, n), Line(f"Pàgina {n} de 3", n)] for n, told in enumerate(CATALAN[:3], 1)]
    assert [[line.text for line in page] for page in without_furniture(pages)] == [[told] for told in CATALAN[:3]]
    wednesday = date(2026, 3, 4)
    (coming,) = dated(Doc("El vell pont serà obert divendres.", "ca"), wednesday)
    (past,) = dated(Doc("El vell pont va obrir divendres.", "ca"), wednesday)
    assert (coming.day, past.day) == (date(2026, 3, 6), date(2026, 2, 27))


# -- more than one language -------------------------------------------------------------------------------------------


def test_without_a_model_the_majority_language_is_kept_and_the_rest_is_said() -> None:
    given = [*texts("en"), texts("de")[0], texts("ru")[0]]
    summary = summarize(load_articles([{"text": text} for text in given]), words=80)
    assert {item.article for claim in summary.claims for item in claim.evidence} <= {"a1", "a2"}
    (notice,) = [notice for notice in summary.warnings if notice.code == "other_language"]
    assert "2 of 4 articles" in notice.message
    assert "1 in German, 1 in Russian" in notice.message
    aside = [each for each in summary.omitted if each.article in ("a3", "a4")]
    assert {(each.reason, each.detail) for each in aside} == {
        ("off_topic", "the article is in another language than the summary")
    }
    assert len(aside) == sum(sentence.article in ("a3", "a4") for sentence in prepare_story(summary.articles).sentences)


def test_the_language_asked_for_is_kept_when_there_is_an_article_in_it() -> None:
    summary = summarize(articles("en", "de"), words=80, language="de")
    assert {item.article for claim in summary.claims for item in claim.evidence} <= {"a3", "a4"}
    tag = summarize(articles("en", "de"), words=80, language="de-AT")
    assert [claim.text for claim in tag.claims] == [claim.text for claim in summary.claims]


def test_a_language_nobody_writes_is_not_pretended() -> None:
    summary = summarize(articles("en"), words=80, language="fr")
    (notice,) = [notice for notice in summary.warnings if notice.code == "language"]
    assert "no article is in French" in notice.message
    assert summary.claims[0].text in {line for lines_ in lines("en") for line in lines_}


def test_a_foreign_quotation_or_name_makes_no_article_foreign() -> None:
    (quoted,) = load_articles([{"text": texts("en")[0] + "\n\n" + lines("de")[1][2]}])
    summary = summarize([quoted, replace(articles("en")[1], id="b")], words=80)
    assert not [notice for notice in summary.warnings if notice.code == "other_language"]


GERMAN, COST = lines("de")[1], lines("de")[2][0]


def check_across(text: str, evidence: str, published: str | None = None) -> dict[str, tuple[str, str]]:
    german = replace(articles("de")[0], published=published)
    start = german.text.index(evidence)
    claim = Claim(id="c1", text=text, evidence=(Evidence(german.id, start, start + len(evidence), evidence),))
    checks = check_claim(claim, story_text([german, replace(articles("en")[1], id="b")], "en")).checks
    return {check.name: (check.outcome, check.detail) for check in checks}


def test_a_translated_claim_is_checked_as_far_as_that_goes() -> None:
    found = check_across("The freighter Aurelia rammed a bridge in Velmora on 3 March 2026, injuring 14.", GERMAN[0])
    assert {name: outcome for name, (outcome, _) in found.items()} == {
        "verbatim": "not_run", "quotes": "pass", "numbers": "pass", "names": "pass", "dates": "pass",
        "meaning": "not_run",
    }  # fmt: skip
    assert found["verbatim"][1] == "written anew"


@pytest.mark.parametrize(
    ("text", "check", "token"),
    [
        ("The freighter Aurelia rammed a bridge in Velmora on 3 March 2026, injuring 41.", "numbers", "41"),
        ("The freighter Aurelia rammed a bridge in Velmora on 13 March 2026, injuring 14.", "dates", "13 March 2026"),
    ],
)
def test_what_no_translation_changes_is_still_found_out(text: str, check: str, token: str) -> None:
    outcome, detail = check_across(text, GERMAN[0])[check]
    assert outcome == "fail"
    assert token in detail


def test_a_name_in_its_other_form_is_unclear() -> None:
    outcome, detail = check_across("The freighter Aurelia rammed a bridge in Welmora-on-Sea.", GERMAN[0])["names"]
    assert outcome == "unclear"
    assert "is not in the sources" in detail


def test_a_translated_quotation_is_unclear() -> None:
    outcome, detail = check_across("“The old bridge was hit,” reports from Velmora said.", GERMAN[0])["quotes"]
    assert outcome == "unclear"
    assert "translation" in detail


def test_evidence_in_the_claims_own_language_decides_where_it_is_enough() -> None:
    english, german = articles("en")[0], replace(articles("de")[0], id="g")
    line = lines("en")[1][0]
    start, there = english.text.index(line), german.text.index(GERMAN[0])
    evidence = (
        Evidence(english.id, start, start + len(line), line),
        Evidence("g", there, there + len(GERMAN[0]), GERMAN[0]),
    )
    claim = Claim(id="c", text=line.replace("The cargo ship", "The ship"), evidence=evidence)
    checks = check_claim(claim, story_text([english, german], "en")).checks
    assert {check.outcome for check in checks if check.name not in ("verbatim", "meaning")} == {"pass"}


def test_a_model_writes_in_the_majority_language_from_evidence_in_all() -> None:
    """The model is told the language, may cite foreign sentences, and its claims are not failed for their language."""

    def answer(call: Call) -> str:
        prompt = "\n".join(text for _, text in call.messages)
        if call.role == "check":
            return supported(call)
        number = re.search(r"(\d+)\W{1,3}" + re.escape(COST[:30]), prompt)
        assert number, prompt
        return f"# The bridge [{number[1]}]\n[{number[1]}] The repair costs about 2.4 million euros, Tomas Brandt said."

    model = ScriptedModel(answer)
    given = [*texts("en"), texts("de")[0]]
    summary = summarize(load_articles([{"text": text} for text in given]), words=60, model=model)
    assert "summary in English" in "".join(text for _, text in model.calls[0].messages)
    (claim,) = summary.claims
    assert {item.text for item in claim.evidence} >= {COST}
    outcomes = {check.name: check.outcome for check in claim.checks}
    assert outcomes["numbers"] == "pass"
    assert "fail" not in outcomes.values()


def test_stories_meet_across_languages_by_names_and_figures() -> None:
    found = group_articles(articles("es", "fr", "pt"))
    assert [len(group.articles) for group in found] == [6]
    assert found[0].languages == ("es", "fr", "pt")
    other = {
        "text": "Les vignerons de Castelroux redoutent le gel : Anne Pradel et Luc Morvan protègent 1 200 hectares."
    }
    assert len(group_articles(load_articles([{"text": texts("es")[0]}, other]))) == 2


# -- right to left ----------------------------------------------------------------------------------------------------


def test_right_to_left_text_keeps_its_direction_and_its_citations_stay_outside() -> None:
    summary = summarize(articles("ar"), words=60)
    shown = render_text(summary, width=50).split("\n")
    story = [line for line in shown if "\u2068" in line]
    assert story
    assert sum(line.startswith("\u200f") for line in story) > 3
    for line in story:
        assert line.count("\u2068") == line.count("\u2069")
        assert line.startswith(("\u200f", "  "))  # a paragraph, or an entry of the timeline
        depth = 0
        for char in line:
            depth += (char == "\u2068") - (char == "\u2069")
            assert depth in (0, 1)
            assert not (depth and char in "[]")
    markdown = render_markdown(summary)
    assert "\n\u200f\u2068" in markdown
    assert markdown.count("\u2068") == markdown.count("\u2069")
    written = render_json(summary)
    assert not any(mark in written for mark in "\u200f\u2068\u2069")
    assert json.loads(written)["claims"][0]["text"] == summary.claims[0].text


def test_left_to_right_text_gets_no_marks() -> None:
    summary = summarize(articles("en"), words=60)
    assert render_text(summary).isascii() or not set(render_text(summary)) & set("\u200f\u2068\u2069")
    assert not set(render_markdown(summary)) & set("\u200f\u2068\u2069")


SITE_WORDS = (
    "site_phrases", "link_openers", "link_labels", "glued_link_ends", "reader_words", "reader_orders",
    "publisher_words", "notice_labels", "credit_words", "picture_nouns", "picture_positions", "caption_openings",
    "contributor_phrases", "appeals_to_readers", "byline_openings",
)  # fmt: skip


@pytest.mark.parametrize("code", ["ca", "de", "en", "es", "fr", "it", "nl", "pt"])
def test_a_language_with_words_of_sites_has_all_kinds_of_them(code: str) -> None:
    language = load_language(code)
    assert [key for key in SITE_WORDS if not getattr(language, key)] == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Legenda da foto, a ponte velha de Velmora", "A legenda da foto diz pouco."),
        ("Fuente de la imagen, Nordline Pie de foto, el puente", "La fuente de la imagen no se conoce."),
        ("Légende image, le vieux pont de Velmora", "La légende image du pont est connue."),
        ("Bildquelle, Nordline Bildunterschrift, die alte Brücke", "Das Archivbild hing in der Brücke."),
        ("Didascalia, il vecchio ponte di Velmora", "La didascalia dice poco."),
        ("Archieffoto: de oude brug van Velmora", "Het archief van de brug is oud."),
        ("Peu de foto, el pont vell de Velmora", "Al peu de la foto hi ha un nom."),
        ("Image caption The old bridge of Velmora", "Images of the bridge were shown."),
    ],
)
def test_captions_are_known_by_their_openings_in_all_languages(line: str, sentence: str) -> None:
    assert LineFeatures(line).caption
    assert not LineFeatures(sentence).caption
