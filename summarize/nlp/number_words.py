"""Words for numbers in languages beside the six of `numerals`: units, tens, scales, halves. Data only.

Inflected forms are listed one by one. Chinese and Japanese have their signs (万, 億) among the short scales.
"""

from __future__ import annotations


def _forms(table: str) -> dict[str, int]:
    """Read "two three=3 drie=3": a word with its value, or several words before one value."""
    found: dict[str, int] = {}
    words: list[str] = []
    for item in table.split():
        word, _, value = item.partition("=")
        words.append(word)
        if value:
            found.update(dict.fromkeys(words, int(value)))
            words = []
    return found


SMALL = {
    "nl": _forms("""nul=0 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13
        veertien=14 vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 veertig=40
        vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90"""),
    "ru": _forms("""ноль=0 два две двух двое=2 три трёх трех трое=3 четыре четырёх четырех=4 пять пяти=5 шесть шести=6
        семь семи=7 восемь восьми=8 девять девяти=9 десять десяти=10 одиннадцать=11 двенадцать двенадцати=12
        тринадцать=13 четырнадцать=14 пятнадцать=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19
        двадцать двадцати=20 тридцать=30 сорок=40 пятьдесят=50 шестьдесят=60 семьдесят=70 восемьдесят=80 девяносто=90
        двести=200 триста=300 четыреста=400 пятьсот=500 шестьсот=600 семьсот=700 восемьсот=800 девятьсот=900"""),
    "uk": _forms("""нуль=0 два дві двох двоє=2 три трьох троє=3 чотири чотирьох=4 шість шести=6 сім=7 вісім=8 десять=10
        одинадцять=11 дванадцять=12 тринадцять=13 чотирнадцять=14 шістнадцять=16 сімнадцять=17 вісімнадцять=18
        двадцять=20 тридцять=30 сорок=40 шістдесят=60 сімдесят=70 вісімдесят=80 двісті=200 триста=300 чотириста=400
        шістсот=600 сімсот=700 вісімсот=800"""),
    "pl": _forms("""zero=0 dwa dwie dwóch dwaj dwoje=2 trzy trzech trzej troje=3 cztery czterech czterej=4 pięć pięciu=5
        sześć sześciu=6 siedem siedmiu=7 osiem ośmiu=8 dziewięć dziewięciu=9 dziesięć dziesięciu=10 jedenaście
        jedenastu=11 dwanaście dwunastu=12 trzynaście=13 czternaście czternastu=14 piętnaście piętnastu=15 szesnaście=16
        siedemnaście=17 osiemnaście=18 dziewiętnaście=19 dwadzieścia dwudziestu=20 trzydzieści=30 czterdzieści=40
        pięćdziesiąt=50 sześćdziesiąt=60 siedemdziesiąt=70 osiemdziesiąt=80 dziewięćdziesiąt=90 dwieście=200
        trzysta=300 czterysta=400 pięćset=500 sześćset=600 siedemset=700 osiemset=800 dziewięćset=900"""),
    "tr": _forms("""sıfır=0 iki=2 üç=3 dört=4 beş=5 altı=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kırk=40 elli=50
        altmış=60 yetmiş=70 seksen=80 doksan=90"""),
    "vi": _forms("hai=2 bốn=4 sáu=6 bảy=7 tám=8"),  # the others are other words too: ba, năm, chín, mười
    "ar": _forms("""اثنان اثنين=2 ثلاثة ثلاث=3 أربعة أربع=4 خمسة خمس=5 ستة ست=6 سبعة سبع=7 ثمانية ثماني=8 تسعة تسع=9
        عشرة=10 عشرون عشرين=20 ثلاثون ثلاثين=30 أربعون أربعين=40 خمسون خمسين=50 ستون ستين=60 سبعون سبعين=70
        ثمانون ثمانين=80 تسعون تسعين=90"""),
    "hi": _forms("""शून्य=0 दो=2 तीन=3 चार=4 पांच पाँच=5 छह=6 सात=7 आठ=8 नौ=9 दस=10 ग्यारह=11 बारह=12 तेरह=13 चौदह=14
        पंद्रह=15 सोलह=16 सत्रह=17 अठारह=18 उन्नीस=19 बीस=20 तीस=30 चालीस=40 पचास=50 साठ=60 सत्तर=70 अस्सी=80
        नब्बे=90"""),
    "zh": {},
    "ja": {},
}
LARGE = {
    "nl": _forms("honderd=100 duizend=1000 miljoen=1000000 miljard=1000000000 biljoen=1000000000000"),
    "ru": _forms("""сто=100 тыс тысяча тысячи тысяч тысячу=1000 млн миллион миллиона миллионов=1000000 млрд миллиард
        миллиарда миллиардов=1000000000 трлн триллион триллиона триллионов=1000000000000"""),
    "uk": _forms("""сто=100 тис тисяча тисячі тисяч тисячу=1000 млн мільйон мільйона мільйони мільйонів=1000000 млрд
        мільярд мільярда мільярди мільярдів=1000000000 трлн трильйон трильйона трильйонів=1000000000000"""),
    "pl": _forms("""sto=100 tys tysiąc tysiąca tysiące tysięcy=1000 mln milion miliona miliony milionów=1000000 mld
        miliard miliarda miliardy miliardów=1000000000 bln bilion biliona biliony bilionów=1000000000000"""),
    "tr": _forms("yüz=100 bin=1000 milyon=1000000 milyar=1000000000 trilyon=1000000000000"),
    "vi": _forms("trăm=100 nghìn ngàn=1000 triệu=1000000 tỷ tỉ=1000000000"),
    "ar": _forms("""مئة مائة=100 مئتان مئتين=200 ألف آلاف ألفا=1000 مليون ملايين مليونا مليوني=1000000 مليار مليارات
        مليارا=1000000000 تريليون=1000000000000"""),
    "hi": _forms("""सौ=100 हजार हज़ार=1000 लाख=100000 करोड़ करोड़=10000000 अरब=1000000000 खरब=100000000000
        मिलियन=1000000 बिलियन=1000000000"""),
    "zh": {},
    "ja": {},
}
SHARED_HALVES = {
    "nl": {"helft"}, "ru": {"половина", "половину", "половины"}, "uk": {"половина", "половину", "половини"},
    "pl": {"połowa", "połowę", "połowy"}, "tr": {"yarısı"}, "ar": {"نصف"}, "hi": {"आधा", "आधे"},
    "vi": set(), "zh": set(), "ja": set(),
}  # fmt: skip
