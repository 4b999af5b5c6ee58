"""Which sentences can stand in a neutral summary by themselves, and why others cannot."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.compose import eligibility
from summarize.compose.eligibility import is_neutral, is_ongoing, judge
from summarize.lang.language import PHRASES, known_languages, load_language, pattern_of
from summarize.nlp.doc import Doc
from tests.growth import assert_linear

GOOD = [
    "The city council of Porto voted on Tuesday to close the old bridge for repairs until the spring.",
    "“The bridge cannot carry the traffic through another winter,” chief engineer Ana Ruiz told the council on Monday.",
    "It is the first time that the council of Porto has closed the bridge to traffic and pedestrians.",
    "The old bridge of Porto was closed by the council on Thursday, March 1, 2018.",
    "In October, it was announced that the old bridge of Porto would be closed until the spring.",
    "After this week the council of Porto will let the buses of the northern district cross the bridge.",
    "The council of Porto criticized those who had closed the bridge without asking the engineers.",
    "Mayor Ana Ruiz said that the council of Porto had closed the bridge, and nobody else spoke.",
    "This week the council of Porto will vote on the plan to close the old bridge for repairs.",
    "Ukrainian President Volodymyr Zelensky says he directed his ministers not to sign off on a proposed agreement.",
    "The council closed " + "the pier and " * 23 + "the docks.",  # 74 words
    "The council closed " + "the pier and " * 23 + "the old docks.",  # 75 words
    "The council closed the old docks.",  # six words
    "Mayor Ana Ruiz called the report “a shameful attack on the engineers of the city of Porto.”",
]
NEEDS_LEAD = [
    "He also expressed interest in opening the bridge to the buses of other cities next year.",
    "They voted on Tuesday to close the old bridge in Porto for repairs until the spring.",
    "This means that the buses of the northern district will take the long way round the lake.",
    "“The bridge cannot carry the traffic through another winter,” she told the council on Monday.",
    "However, the engineers of the city warned that the bridge cannot carry the traffic of another winter.",
    "It was the third major report of the engineers of the city of Porto.",
    "Mayor Ana Ruiz spoke of the bridge at a rally here on Tuesday evening.",
    "“So the council’s approach is the right approach for the city of Porto,” Ana Ruiz said on Monday.",
    "As these buses of the northern district waited, the engineers of Porto closed the bridge.",
    "In October, it announced that the old bridge would be closed for repairs until the spring.",
    "It is a change that leaves the buses of the northern district without a way across the river.",
    "In fact, a number of engineers of the city had warned of cracks in the pillars of the bridge.",
    "The engineers of Porto cited that report as they closed the old bridge to all traffic.",
    "The council of Porto and its engineers had spent many hours of the night on that question.",
    "Seven of the bridge's pillars have cracks that reach down to the bed of the river, she said.",
    "Mayor Ana Ruiz of Porto sent another to the engineers on the evening of the same day.",
    "A few minutes later, a crane of the city of Porto lifted the middle of the old bridge.",
    "“Those two letters are what the council of Porto will not forgive,” Mayor Ana Ruiz said on Monday.",
    "But the engineers of the city warned that the bridge cannot carry the traffic of another winter.",
    "Pressed on whether the bridge would open again, he said: “The council of Porto will decide that in the spring.”",
]
UNFIT = [
    "The official said that the bridge cannot carry the traffic through another winter in Porto.",
    "Too short to stand.",
    "The proposed agreement between the council and the engineers of the city aims to:",
    "Will the council of Porto offer the northern district a ferry while the bridge is closed?",
    "“The bridge cannot carry the traffic through another winter and must be closed.”",
    "The engineers of the city said that “the bridge cannot carry the traffic of another winter.",
    "We believe that the council of Porto was right to close the bridge for repairs in winter.",
    "You can read more about the bridge and its repairs on the pages of the city council.",
    "The council of Porto shamefully blasted the engineers over the desperate state of the old bridge.",
    "The council of Porto hastily closed the controversial bridge for repairs until the spring.",
    "The council of Porto must close the old bridge to traffic before another winter comes to the city.",
    "Image of the old bridge of Porto and of the mayor on her way to the council",
    "Mayor Ana Ruiz at the office of the council in Porto, Thursday, March 1, 2018.",
    "Mayor Ana Ruiz speaks to engineers after the council of Porto closed the bridge, March 1, 2018.",
    "In conclusion, the council of Porto has closed the old bridge for repairs until the spring.",
    "At least the initial version of the plan for the old bridge of Porto …",
    "Word " * 90 + "end.",
    "The council closed " + "the pier and " * 24 + "docks.",  # 76 words
    "The council city closed docks.",  # five words
]


@pytest.mark.parametrize("sentence", GOOD)
def test_a_plain_sentence_can_stand(sentence: str) -> None:
    assert judge(sentence).fault == ""


@pytest.mark.parametrize("sentence", NEEDS_LEAD)
def test_a_sentence_that_points_back_needs_the_one_before(sentence: str) -> None:
    found = judge(sentence)
    assert found.fault == "orphan"
    assert found.needs_lead
    assert found.why


@pytest.mark.parametrize("sentence", UNFIT)
def test_what_no_editor_would_print_is_left_out(sentence: str) -> None:
    found = judge(sentence)
    assert found.fault in ("orphan", "failed_check")
    assert found.why


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Sie haben am Dienstag beschlossen, die alte Brücke in Porto bis zum Frühjahr für Arbeiten zu sperren."),
        ("es", "Ellos decidieron el martes cerrar el viejo puente de Oporto por obras urgentes hasta la primavera."),
        ("pt", "Eles decidiram na terça-feira fechar a velha ponte do Porto para obras urgentes até a primavera."),
        ("fr", "Ils ont décidé mardi de fermer le vieux pont de Porto pour des travaux urgents jusqu’au printemps."),
        ("it", "Loro hanno deciso martedì di chiudere il vecchio ponte di Porto per lavori urgenti fino a primavera."),
    ],
)
def test_other_languages_point_back_too(language: str, sentence: str) -> None:
    assert judge(sentence, language=language).needs_lead


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pt", "Nesse ponto, só a câmara do Porto poderia tomar a decisão de fechar a velha ponte."),
        ("pt", "Dizem ainda que a velha ponte do Porto não será aberta antes da primavera."),
        ("pt", "Cansado, o prefeito anunciou que a velha ponte do Porto vai fechar até a primavera."),
        ("pt", "Depois da reunião na câmara, ele fechou a velha ponte do Porto até a primavera."),
        ("es", "Añadió además que el viejo puente de Oporto no se abrirá antes de la primavera."),
        ("es", "Tras la reunión en el ayuntamiento, ella cerró el viejo puente de Oporto hasta abril."),
    ],
)
def test_verbs_without_a_subject_and_late_pronouns_point_back(language: str, sentence: str) -> None:
    assert judge(sentence, language=language).needs_lead


@pytest.mark.parametrize("opens", ["Nessa segunda-feira", "Nesta semana"])
def test_a_day_of_this_week_points_nowhere(opens: str) -> None:
    assert judge(f"{opens} a câmara do Porto fechou a velha ponte até a primavera.", language="pt").fault == ""


def test_an_article_may_open_with_one_judgement_more() -> None:
    two = "The council of Porto hastily closed the controversial bridge for repairs until the spring."
    assert judge(two).fault == "failed_check"
    assert judge(two, opens_article=True).fault == ""
    three = two.replace("repairs", "the supposed repairs")
    assert judge(three, opens_article=True).fault == "failed_check"


def test_a_list_item_without_a_stop_belongs_to_its_list() -> None:
    assert judge("Open the old bridge to the buses of the northern district of Porto", listed=True).fault == "orphan"


def test_a_loaded_word_is_somebodys_when_it_is_quoted() -> None:
    assert is_neutral(Doc("Mayor calls report “shameful”"))
    assert not is_neutral(Doc("Mayor slams shameful report"))
    assert not is_neutral(Doc("Is the bridge safe?"))


@given(st.text(max_size=300), st.sampled_from(["en", "de", "pt", "zh", "xx"]), st.booleans())
def test_every_fault_has_its_reason(sentence: str, language: str, listed: bool) -> None:
    found = judge(sentence, language=language, listed=listed)
    assert bool(found.fault) == bool(found.why)
    assert not (found.needs_lead and not found.fault)


@pytest.mark.parametrize("piece", ["a ", "the ", "during ", "it is ", "the third ", "both a ", "“", ", he ", "n't "])
def test_an_endless_sentence_takes_linear_time(piece: str) -> None:
    assert_linear(judge, piece)
    assert_linear(lambda line: is_neutral(Doc(line)), piece)


@pytest.mark.parametrize(
    "text",
    [
        "Clinton, in turn, affirmed their claims before the committee on Monday.",
        "[A]ny order of the council of Karsel on the new bridge is suspended until Monday.",
        "The bridge of Karsel, by contrast, was opened to the buses on Monday.",
        "The 61-year-old senator said that the bridge of Karsel was safe on Monday.",
        "Ada Orne of the council said that the buses meet these criteria.",
        "Ada Orne said that the council of Karsel admires those men and their courage.",
        "Inspectors found four seat belts in this vehicle after the accident on Monday.",
        "The heart rate fell at 3 p.m. that day, according to the police report.",
        "Paul Brandt of the city council denied that.",
        "The questions come as the council prepares a vote on the new bridge.",
        "Other councillors quickly criticized the mayor of Karsel for the delay.",
        "Indeed, he has risen in the polls since the debate in Karsel.",
        "Contact reporter Ada Orne at 896-7758.",
        "Plus join Bo Lund for a live chat during the debate, starting at 8 p.m.",
    ],
)
def test_what_leans_on_something_before_or_speaks_to_the_reader_is_left_out(text: str) -> None:
    assert judge(text).fault == "orphan"


@pytest.mark.parametrize(
    "text",
    [
        "The council of Karsel will vote on the new bridge in this case on Monday.",
        "The city of Karsel said that the bridge was closed on Monday.",
        "The council of Karsel thanked those people who had repaired the bridge.",
        "A 61-year-old senator from Karsel said that the bridge was safe on Monday.",
        "Prices in Karsel rose this year by 12 percent, the council said.",
        "Follow-up checks at the bridge in Karsel begin on Monday, the city said.",
    ],
)
def test_what_stands_alone_stays(text: str) -> None:
    assert not judge(text).fault


@pytest.mark.parametrize(
    "sentence",
    [
        "They voted on Tuesday to close the old bridge of Porto for repairs.",
        "The minister visited the site of the attack in Lisbon on Tuesday morning.",
    ],
)
def test_nothing_stands_before_the_first_sentence_of_an_article(sentence: str) -> None:
    assert judge(sentence).fault == "orphan"
    assert not judge(sentence, opens_article=True).fault


def test_one_loaded_word_lowers_the_value_of_an_articles_first_sentence_and_two_are_too_many() -> None:
    sentence = "The council of Porto slammed the plan to close the old bridge on Tuesday."
    one = judge(sentence, opens_article=True)
    assert (one.fault, one.judgements) == ("", ("slammed",))
    assert judge(sentence).fault == "failed_check"
    two = "The council of Porto slammed the shameful plan to close the old bridge."
    assert judge(two, opens_article=True).fault == "failed_check"


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("No entanto, a prefeitura do Porto decidiu fechar a ponte velha.", "orphan"),
        ("A informação foi divulgada pela prefeitura do Porto na terça-feira.", "orphan"),
        ("Segundo ela, a ponte velha do Porto ficará fechada até a primavera.", "orphan"),
        ("“A ponte velha ficará fechada até o fim do ano”, disse o coordenador.", "orphan"),
        ("“A ponte velha ficará fechada até o fim do ano”, disse o coordenador Rui Costa.", ""),
        ("O nadador conquistou mais dois ouros no domingo em Lisboa.", "orphan"),
        ("Agora, a meta é a medalha de ouro dos jogos de Lisboa.", "orphan"),
        ("O ministro da Saúde do Egito visitou os feridos no domingo.", ""),
        ("O nadador brasileiro Rui Costa conquistou mais dois ouros no domingo.", ""),
        ("A decisão da prefeitura do Porto de fechar a ponte velha foi criticada.", ""),
        ("O título de campeão foi decidido no domingo em Lisboa, na final.", ""),
    ],
)
def test_portuguese_openings_that_point_back(sentence: str, fault: str) -> None:
    assert judge(sentence, language="pt").fault == fault


@pytest.mark.parametrize(
    ("sentence", "language", "ongoing"),
    [
        ("Ferrania and Ostmark are still negotiating over the dam.", "en", True),
        ("The two sides have made great progress in their talks.", "en", True),
        ("A couple from Porto is suing the builders of the bridge.", "en", False),
        ("Ferrania signed the treaty, and talks on the dam are still continuing to drag.", "en", False),
        ("A Câmara discute o projeto da ponte.", "pt", True),
        ("A Câmara aprovou o projeto da ponte.", "pt", False),
        ("Ferrania and Ostmark are still negotiating over the dam.", "xx", False),
    ],
)
def test_what_goes_on_and_what_was_done(sentence: str, language: str, ongoing: bool) -> None:
    assert is_ongoing(sentence, language) is ongoing


@pytest.mark.parametrize(
    ("sentence", "usable"),
    [
        (
            "Mayor Ruiz Ana Maria RuizCouncil weighs new school Ferry opens MORE closed the old bridge on Tuesday.",
            False,
        ),
        ("The RuizMORE plan for the old bridge of Porto was dropped by the council on Tuesday evening.", False),
        ("Council weighs new school Ferry opens MORE said the old bridge would be closed on Tuesday.", False),
        ("“We need MORE bridges than Porto has ever had,” Mayor Ana Ruiz told the council on Tuesday.", True),
        ("Mayor Ruiz closed the old bridge and the YouTube channel of the council on Tuesday evening.", True),
    ],
)
def test_a_link_that_is_glued_into_a_sentence_makes_it_unfit_even_as_an_opening(sentence: str, usable: bool) -> None:
    assert (not judge(sentence, opens_article=True).fault) == usable


@pytest.mark.parametrize(
    ("language", "appeal", "sentence"),
    [
        (
            "en",
            "Add Porto as an interest to stay up to date on the latest Porto news and video.",
            "Add the ferry of Porto to the list of what the council closed on Tuesday.",
        ),
        (
            "en",
            "Here are five things to know about the old bridge of Porto.",
            "Heredia of the council of Porto closed the old bridge on Tuesday.",
        ),
        (
            "en",
            "An earlier version of this article gave a wrong age of the old bridge.",
            "An earlier version of the old bridge of Porto stood further up the river.",
        ),
        (
            "pt",
            "Inscreva-se no canal e receba todas as notícias do Porto.",
            "A Câmara do Porto assinou o contrato da ponte velha na terça-feira.",
        ),
        (
            "es",
            "Síguenos en redes para no perder las noticias de la ciudad de Porto.",
            "Siguen cerradas las dos calles del puente viejo de la ciudad de Porto.",
        ),
        (
            "fr",
            "Abonnez-vous à notre lettre pour suivre les travaux du pont de Porto.",
            "Les abonnés du réseau de Porto ont perdu le courant mardi soir.",
        ),
        (
            "de",
            "Lesen Sie hier alles über die alte Brücke der Stadt Porto.",
            "Lesen sie den Vertrag nicht, verlieren die Händler von Porto ihr Geld.",
        ),
        (
            "it",
            "Leggi anche tutti gli articoli sul vecchio ponte della città di Porto.",
            "Leggi più severe per i ponti entrano in vigore a Porto da martedì.",
        ),
        (
            "nl",
            "Lees ook alles over de oude brug van de stad Porto.",
            "Leesbaar was het rapport over de oude brug van Porto volgens de raad niet.",
        ),
        (
            "ca",
            "Subscriu-te al butlletí per rebre totes les notícies del pont de Porto.",
            "El consell de Porto va tancar el pont vell dimarts al vespre.",
        ),
    ],
)
def test_appeals_to_readers_are_known_in_each_language_with_words_of_sites(language, appeal, sentence) -> None:
    assert judge(appeal, language=language).why == "an appeal to the reader"
    assert judge(sentence, language=language).why != "an appeal to the reader"


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
    found = {name: value for name, value in vars(eligibility).items() if isinstance(value, re.Pattern)}
    for code in known_languages():
        found |= {f"{key}-{code}": pattern_of(code, key, PHRASES) for key in KEYS if getattr(load_language(code), key)}
    for build in (eligibility.bare_role, eligibility.bare_occasion):
        found[f"{build.__name__}-en"] = build("en")
    return found | {"bare_speaker-pt": eligibility.bare_speaker("pt")}


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
    assert not eligibility.points_back("He said so.", "xx")
    assert not eligibility.bare_role("xx").search("The official said so.")
    assert not eligibility.bare_speaker("en").search("“Não”, disse o ministro.")
    assert eligibility.bare_speaker("pt").search("“Não”, disse o ministro.")


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
    assert not eligibility.verdicts(text)
    assert not eligibility._OBLIGATION.search(text)


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
    assert eligibility.solicits(text)


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
    assert not eligibility.solicits(text)
