"""Which language a text is in, and when nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.language_id import code_of, guess_language, language_of, name_of

# The same sentence about a bridge, written for this test.
KNOWN = {
    "en": (
        "The council voted on Tuesday to close the old bridge for repairs, and residents of the northern"
        " district will have to use the ferry until the work is finished in spring."
    ),
    "de": (
        "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke wegen dringender Arbeiten zu sperren,"
        " und die Bewohner des Nordens müssen bis zum Frühjahr mit der Fähre fahren."
    ),
    "fr": (
        "Le conseil municipal a décidé mardi de fermer le vieux pont pour des travaux urgents, et les "
        "habitants du nord devront prendre le bac jusqu’au printemps."
    ),
    "es": (
        "El ayuntamiento decidió el martes cerrar el viejo puente por obras urgentes, y los vecinos del "
        "norte tendrán que usar el transbordador hasta la primavera."
    ),
    "ca": (
        "L’ajuntament va decidir dimarts tancar el pont vell per obres urgents, i els veïns del nord "
        "hauran de fer servir el transbordador fins a la primavera."
    ),
    "pt": (
        "A câmara decidiu na terça-feira fechar a velha ponte para obras urgentes, e os moradores do "
        "norte terão de usar a balsa até a primavera."
    ),
    "it": (
        "Il consiglio comunale ha deciso martedì di chiudere il vecchio ponte per lavori urgenti, e gli "
        "abitanti del nord dovranno usare il traghetto fino alla primavera."
    ),
    "nl": (
        "De gemeenteraad besloot dinsdag om de oude brug te sluiten voor dringende werken, en de "
        "bewoners van het noorden moeten tot de lente met de veerpont varen."
    ),
    "pl": (
        "Rada miasta zdecydowała we wtorek o zamknięciu starego mostu na czas pilnych prac, a mieszkańcy"
        " północnej dzielnicy będą musieli do wiosny korzystać z promu, bo nie ma innej drogi."
    ),
    "tr": (
        "Belediye meclisi salı günü eski köprünün acil onarım için kapatılmasına karar verdi ve kuzeyde "
        "oturanlar bahara kadar bu feribotu kullanmak zorunda, çünkü başka bir yol yok."
    ),
    "ru": (
        "Городской совет решил во вторник закрыть старый мост на срочный ремонт, и жителям северного "
        "района придётся до весны пользоваться паромом, потому что другой дороги нет."
    ),
    "uk": (
        "Міська рада вирішила у вівторок закрити старий міст на терміновий ремонт, і мешканцям "
        "північного району доведеться до весни користуватися поромом, бо іншої дороги немає."
    ),
    "ar": (
        "قرر المجلس البلدي يوم الثلاثاء إغلاق الجسر القديم من أجل أعمال عاجلة وسيستخدم سكان الشمال العبارة حتى الربيع"
    ),
    "hi": (
        "नगर परिषद ने मंगलवार को पुराने पुल को मरम्मत के "
        "लिए बंद करने का फैसला किया और उत्तर के "
        "निवासियों को वसंत तक नाव का उपयोग करना होगा।"
    ),
    "vi": (
        "Hội đồng thành phố đã quyết định đóng cửa cây cầu cũ để sửa chữa và người dân ở phía bắc sẽ "
        "phải đi phà cho đến mùa xuân vì không có đường khác."
    ),
    "zh": "市议会星期二决定关闭旧桥进行紧急维修，北区居民在春天之前必须乘坐渡轮。",
    "ja": (
        "市議会は火曜日、緊急の修理のために古い橋を閉鎖することを決め、北部の住民は春まで渡し船を使わなければならない。"
    ),
    "ko": (
        "시의회는 화요일 긴급 보수를 위해 오래된 다리를 폐쇄하기로 결정했으며 "
        "북부 주민들은 봄까지 나룻배를 이용해야 한다."
    ),
    "th": "สภาเมืองมีมติเมื่อวันอังคารให้ปิดสะพานเก่าเพื่อซ่อมแซมเร่งด่วน",
    "he": "מועצת העיר החליטה ביום שלישי לסגור את הגשר הישן לצורך תיקונים דחופים",
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα για επείγουσες εργασίες",
    "fa": (
        "شورای شهر روز سه‌شنبه تصمیم گرفت پل قدیمی را برای تعمیرات فوری ببندد و ساکنان شمال باید تا بهار"
        " از قایق استفاده کنند"
    ),
    "ur": (
        "شہری کونسل نے منگل کو فیصلہ کیا کہ پرانا پل مرمت کے لیے بند کیا جائے گا اور شمال کے رہائشی کشتی"
        " استعمال کریں گے"
    ),
}
# Languages whose function words nobody listed, and texts without any: no answer is better than a wrong one.
UNKNOWN = {
    "bg": (
        "Общинският съвет реши във вторник да затвори стария мост за спешен ремонт и жителите на "
        "северния район ще трябва да ползват ферибота до пролетта."
    ),
    "da": (
        "Byrådet besluttede tirsdag at lukke den gamle bro på grund af akutte reparationer, og beboerne "
        "i den nordlige bydel må bruge færgen indtil foråret."
    ),
    "sv": (
        "Kommunfullmäktige beslutade på tisdagen att stänga den gamla bron för akuta reparationer, och "
        "de boende i norra stadsdelen får använda färjan till våren."
    ),
    "fi": (
        "Kaupunginvaltuusto päätti tiistaina sulkea vanhan sillan kiireellisten korjausten vuoksi, ja "
        "pohjoisen asukkaiden on käytettävä lauttaa kevääseen asti."
    ),
    "ro": (
        "Consiliul local a hotărât marți să închidă podul vechi pentru lucrări urgente, iar locuitorii "
        "din nord vor trebui să folosească bacul până la primăvară."
    ),
    "id": (
        "Dewan kota memutuskan pada hari Selasa untuk menutup jembatan lama karena perbaikan mendesak, "
        "dan warga di utara harus memakai feri sampai musim semi."
    ),
    "cs": (
        "Městská rada v úterý rozhodla uzavřít starý most kvůli naléhavým opravám a obyvatelé severu "
        "budou muset do jara používat přívoz."
    ),
    "hu": (
        "A városi tanács kedden úgy döntött, hogy sürgős javítás miatt lezárja a régi hidat, és az "
        "északi városrész lakóinak tavaszig kompot kell használniuk."
    ),
    "mr": (
        "नगर परिषदेने मंगळवारी जुना पूल दुरुस्तीसाठी बंद करण्याचा निर्णय घेतला आणि उत्तरेकडील रहिवाशांना वसंत ऋतूपर्यंत होडी वापरावी लागेल."
    ),
    "num": "1 2 3 4 5 6 7 8 9 10 2025 $ 12.50",
    "names": "Kellogg Bessent Waltz Zelenskyy Orynchak Kyiv",
    "empty": "",
}


@pytest.mark.parametrize("language", KNOWN)
def test_a_sentence_is_enough(language: str) -> None:
    assert guess_language(KNOWN[language]) == language


@pytest.mark.parametrize("language", UNKNOWN)
def test_says_that_it_does_not_know(language: str) -> None:
    assert guess_language(UNKNOWN[language]) == ""


def test_a_foreign_name_or_quotation_does_not_change_the_language() -> None:
    assert guess_language(KNOWN["en"] + " “La paix”, 和平, мир, she called it.") == "en"
    assert guess_language(KNOWN["zh"] + " (White House, Kyiv)") == "zh"


@given(st.text(max_size=300))
def test_any_text_gets_a_code_or_nothing(text: str) -> None:
    assert len(guess_language(text)) in (0, 2)


@pytest.mark.parametrize(
    ("tag", "code"), [("en", "en"), ("pt-BR", "pt"), ("zh_Hant_TW", "zh"), (" DE ", "de"), ("English", ""), ("", "")]
)
def test_a_tag_has_a_code(tag: str, code: str) -> None:
    assert code_of(tag) == code


def test_an_article_is_in_the_language_of_its_tag_else_of_its_middle() -> None:
    menu = "Startseite und Nachrichten von heute für alle. " * 4
    assert language_of(menu + KNOWN["en"] * 6 + menu) == "en"
    assert language_of(KNOWN["en"] * 6, "nl-BE") == "nl"
    assert language_of(KNOWN["en"] * 6, "not a tag") == "en"


def test_a_short_text_is_told_only_in_a_dense_script() -> None:
    assert language_of(KNOWN["en"][:90]) == ""
    assert language_of(KNOWN["zh"] * 2) == "zh"
    assert language_of("旧桥") == ""


def test_languages_are_named_for_people() -> None:
    assert (name_of("uk"), name_of("xx")) == ("Ukrainian", "xx")


ENGLISH, GERMAN = (f"{KNOWN[code]} " * 50 for code in ("en", "de"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(ENGLISH[:200], "", id="200 letters"),
        pytest.param(ENGLISH[:201], "en", id="201 letters"),
        pytest.param(KNOWN["zh"][:20] * 2, "", id="40 dense signs"),
        pytest.param(KNOWN["zh"][:20] * 2 + "旧", "zh", id="41 dense signs"),
        pytest.param("旧" * 50 + "a" * 50, "", id="half dense"),
        pytest.param("旧" * 51 + "a" * 49, "zh", id="more than half dense"),
        pytest.param(GERMAN[:900] + ENGLISH[:600] + GERMAN[:900], "en", id="the middle of an article"),
        pytest.param(ENGLISH[:300] + GERMAN[:170] + ENGLISH[:300], "en", id="more than the very middle"),
    ],
)
def test_how_much_of_an_article_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(ENGLISH[:4_000] + GERMAN[:4_000], "en", id="the beginning of a long text"),
        pytest.param(ENGLISH[:1_000] + GERMAN[:3_000], "de", id="all of a shorter one"),
        pytest.param(ENGLISH[:2_000] + GERMAN[:2_000], "", id="two languages"),
        pytest.param("a" * 90 + "α" * 10, "", id="a tenth in another script"),
        pytest.param("a" * 89 + "α" * 11, "el", id="more than a tenth"),
        pytest.param("the " * 4 + "pier " * 21, "en", id="four function words of 25"),
        pytest.param("the " * 4 + "pier " * 22, "", id="four of 26"),
        pytest.param("ve " * 2 + "ırmağın " * 18, "tr", id="two of twenty in Turkish"),
        pytest.param("ve " * 2 + "ırmağın " * 28, "", id="two of thirty in Turkish"),
    ],
)
def test_what_outvotes_what(text: str, language: str) -> None:
    assert guess_language(text) == language
