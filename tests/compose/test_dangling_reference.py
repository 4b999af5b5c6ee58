"""Wordings as data: every pattern is bounded in time, swallows no plain news, and knows its language's openings."""

from __future__ import annotations

import re

import pytest

from summarize.compose import dangling_reference
from summarize.compose.eligibility import judge
from summarize.lang.language import PHRASES, known_languages, load_language, pattern_of
from tests.growth import assert_linear

# One that must not stand alone, one that may, one in the first person.
BACK = {
    "nl": "Hij zei dat de oude brug over de rivier tot april dicht blijft.",
    "ru": "Она сказала, что старый мост через реку закрыт до середины апреля.",
    "uk": "Вона сказала, що старий міст через річку закрито до середини квітня.",
    "pl": "Ona powiedziała, że stary most na rzece będzie zamknięty do kwietnia.",
    "tr": "O, nehrin üzerindeki eski köprünün nisana kadar kapalı kalacağını söyledi.",
    "vi": "Ông đã nói rằng cây cầu cũ qua sông sẽ đóng cửa đến tháng tư.",
    "ar": "وأضاف أن الجسر القديم فوق النهر سيبقى مغلقا حتى منتصف أبريل.",
    "hi": "उन्होंने कहा कि नदी पर बना पुराना पुल अप्रैल तक बंद रहेगा।",
    "zh": "她表示，河上的旧桥将一直关闭到四月中旬。",
    "ja": "彼は川にかかる古い橋を四月まで閉鎖すると述べた。",
}
ALONE = {
    "nl": "Deze week blijft de oude brug over de rivier in Velmora dicht.",
    "ru": "Этим летом старый мост через реку в Велморе останется закрытым.",
    "uk": "Це перший міст через річку, який місто Велмора закрило цього року.",
    "pl": "To pierwszy most na rzece, który miasto Velmora zamknęło w tym roku.",
    "tr": "Bu yıl Velmora kentindeki eski köprü aylarca trafiğe kapalı kalacak.",
    "vi": "Ông Minh nói rằng cây cầu cũ qua sông sẽ đóng cửa đến tháng tư.",
    "ar": "هذا العام سيبقى الجسر القديم في مدينة فيلمورا مغلقا لعدة أشهر.",
    "hi": "इस साल वेल्मोरा शहर का पुराना पुल कई महीनों तक बंद रहेगा।",
    "zh": "其他城市也关闭了河上的旧桥，以便进行维修。",
    "ja": "同志社大学は川にかかる古い橋の調査を四月に始める。",
}
FIRST = {
    "nl": "Volgens de planning moeten we de oude brug tot april dicht houden.",
    "ru": "Старый мост через реку мы вынуждены закрыть до середины апреля.",
    "uk": "Старий міст через річку ми змушені закрити до середини квітня.",
    "pl": "Stary most na rzece my musimy zamknąć do połowy kwietnia.",
    "tr": "Nehrin üzerindeki eski köprüyü biz nisana kadar kapalı tutacağız.",
    "vi": "Cây cầu cũ qua sông khiến chúng ta phải đi vòng đến tháng tư.",
    "ar": "في مدينة فيلمورا نحن نغلق الجسر القديم حتى منتصف أبريل.",
    "hi": "नदी पर बना पुराना पुल हम अप्रैल तक बंद रखने वाले हैं।",
    "zh": "河上的旧桥我们将一直关闭到四月中旬。",
    "ja": "川にかかる古い橋を私たちは四月まで閉鎖する。",
}


KEYS = ("points_back", "points_nowhere", "first_person", "ongoing", "late_pronouns", "leaning_phrases")


def patterns() -> dict[str, re.Pattern[str]]:
    found = {name: value for name, value in vars(dangling_reference).items() if isinstance(value, re.Pattern)}
    for code in known_languages():
        found |= {f"{key}-{code}": pattern_of(code, key, PHRASES) for key in KEYS if getattr(load_language(code), key)}
    for build in (dangling_reference.bare_role, dangling_reference.bare_occasion):
        found[f"{build.__name__}-en"] = build("en")
    return found | {"bare_speaker-pt": dangling_reference.bare_speaker("pt")}


PATTERNS = patterns()
WORST = ("a ", "the ", "both a a a a ", "during ", "x", "it is ")
FOREIGN = ("ar", "hi", "ja", "nl", "pl", "ru", "tr", "uk", "vi", "zh")


@pytest.mark.parametrize("name", [name for name in PATTERNS if not name.endswith(FOREIGN)])
def test_the_worst_text_takes_linear_time(name: str) -> None:
    for unit in WORST:
        assert_linear(PATTERNS[name].search, unit)


@pytest.mark.parametrize("name", [name for name in PATTERNS if name.endswith(FOREIGN)])
def test_the_patterns_are_quick_on_their_worst(name: str) -> None:
    for piece in ("وأضاف  ", "наш", "我 ", "ông ", "इस "):  # one that backtracks without bound would take hours
        text = piece * 25_000
        match = PATTERNS[name].match(text)
        assert match is None or match.end() < 100
        PATTERNS[name].search(text)


def test_there_are_patterns_for_each_language_that_is_said_to_be_known() -> None:
    assert len(PATTERNS) > 40
    assert {name.partition("-")[2] for name in PATTERNS} >= {*BACK, "en", "pt", "es", "fr", "de", "it"}


def test_a_language_without_wordings_has_no_such_rules() -> None:
    assert not dangling_reference.points_back("He said so.", "xx")
    assert not dangling_reference.bare_role("xx").search("The official said so.")
    assert not dangling_reference.bare_speaker("en").search("“Não”, disse o ministro.")
    assert dangling_reference.bare_speaker("pt").search("“Não”, disse o ministro.")


@pytest.mark.parametrize("language", BACK)
def test_what_points_back_needs_the_sentence_before(language: str) -> None:
    fitness = judge(BACK[language], language=language)
    assert (fitness.fault, fitness.needs_lead) == ("orphan", True)


@pytest.mark.parametrize("language", ALONE)
def test_what_looks_alike_and_points_at_nothing_stands_alone(language: str) -> None:
    assert judge(ALONE[language], language=language).fault == ""


@pytest.mark.parametrize("language", FIRST)
def test_the_first_person_is_somebodys_voice(language: str) -> None:
    fitness = judge(FIRST[language], language=language)
    assert (fitness.fault, "first" in fitness.why) == ("failed_check", True)


@pytest.mark.parametrize("text", ["The council voted to close the bridge.", "Kyiv received the document on Wednesday."])
def test_plain_news_is_no_verdict(text: str) -> None:
    assert not dangling_reference.verdicts(text)
    assert not dangling_reference.OUTLOOK.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Watch the full speech of the mayor on our channel.",
        "Football fans, get ready for a long evening at the stadium.",
        "Leia a íntegra da nota da prefeitura.",
        "For more on the old bridge, pick up the new issue.",
        "Residents can see the timetable at www.example.org from Monday on.",
        "Ana Ruiz reports for KPTV from the old bridge.",
        "Photo: the old bridge of Porto on Tuesday morning.",
        "The old bridge of Porto before the repairs (Photo by Ana Ruiz).",
    ],
)
def test_calls_to_the_reader_and_notes_of_pictures_are_no_news(text: str) -> None:
    assert dangling_reference.solicits(text)


@pytest.mark.parametrize(
    "text",
    [
        "Watch was once the name of a small town in the north of the country.",
        "For more than a year the bridge has been closed.",
        "A video shows the bridge falling into the river.",
        "The mayor told residents to follow the news and to watch the river.",
        "Reports for the second quarter will be published on Tuesday.",
    ],
)
def test_news_of_such_things_is_news(text: str) -> None:
    assert not dangling_reference.solicits(text)
