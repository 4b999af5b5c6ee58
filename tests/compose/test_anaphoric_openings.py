"""Openings that point back, in ten languages: one that must not stand alone, one that may, one in the first person."""

from __future__ import annotations

import pytest

from summarize.compose import anaphoric_openings
from summarize.compose.eligibility import judge

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


@pytest.mark.parametrize("language", BACK)
def test_what_points_back_needs_the_sentence_before(language: str) -> None:
    eligibility = judge(BACK[language], language=language)
    assert (eligibility.fault, eligibility.needs_lead) == ("orphan", True)


@pytest.mark.parametrize("language", ALONE)
def test_what_looks_alike_and_points_at_nothing_stands_alone(language: str) -> None:
    assert judge(ALONE[language], language=language).fault == ""


@pytest.mark.parametrize("language", FIRST)
def test_the_first_person_is_somebodys_voice(language: str) -> None:
    eligibility = judge(FIRST[language], language=language)
    assert (eligibility.fault, "first" in eligibility.why) == ("failed_check", True)


def test_the_patterns_are_quick_on_their_worst() -> None:
    patterns = [
        *anaphoric_openings.POINTS_BACK.values(),
        *anaphoric_openings.POINTS_NOWHERE.values(),
        *anaphoric_openings.FIRST_PERSON.values(),
    ]
    worst = [piece * 25_000 for piece in ("وأضاف  ", "наш", "我 ", "ông ", "इस ")]
    for pattern in patterns:  # a pattern that backtracks without bound would take hours
        for text in worst:
            assert pattern.match(text) is None or pattern.match(text).end() < 100  # type: ignore[union-attr]  # just tested
            pattern.search(text)
