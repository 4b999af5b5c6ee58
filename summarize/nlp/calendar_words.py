"""Names of months and weekdays, and words for near days, in languages beside the six of `dates`. Data only.

Months in the order of the year and days from Monday on, the forms of one joined by "|". Names of two words (as of
December in the Levant) are not listed.
"""

from __future__ import annotations

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "январь|января|январе февраль|февраля|феврале март|марта|марте апрель|апреля|апреле май|мая|мае "
    "июнь|июня|июне июль|июля|июле август|августа|августе сентябрь|сентября|сентябре октябрь|октября|октябре "
    "ноябрь|ноября|ноябре декабрь|декабря|декабре",
    "uk": "січень|січня|січні лютий|лютого|лютому березень|березня|березні квітень|квітня|квітні "
    "травень|травня|травні червень|червня|червні липень|липня|липні серпень|серпня|серпні "
    "вересень|вересня|вересні жовтень|жовтня|жовтні листопад|листопада|листопаді грудень|грудня|грудні",
    "pl": "styczeń|stycznia|styczniu luty|lutego|lutym marzec|marca|marcu kwiecień|kwietnia|kwietniu maj|maja|maju "
    "czerwiec|czerwca|czerwcu lipiec|lipca|lipcu sierpień|sierpnia|sierpniu wrzesień|września|wrześniu "
    "październik|października|październiku listopad|listopada|listopadzie grudzień|grudnia|grudniu",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ar": "يناير فبراير|شباط مارس|آذار أبريل|ابريل|إبريل|نيسان مايو|أيار يونيو|حزيران يوليو|تموز أغسطس|اغسطس "
    "سبتمبر|أيلول أكتوبر|اكتوبر نوفمبر ديسمبر",
    "hi": "जनवरी फरवरी|फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर",
}
WEEKDAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "ru": "понедельник|понедельника вторник|вторника среда|среду|среды четверг|четверга пятница|пятницу|пятницы "
    "суббота|субботу|субботы воскресенье|воскресенья",
    "uk": "понеділок|понеділка вівторок|вівторка середа|середу|середи четвер|четверга ятниця|ятницю|ятниці "
    "субота|суботу|суботи неділя|неділю|неділі",  # п’ятниця falls into two at its apostrophe
    "pl": "poniedziałek|poniedziałku wtorek|wtorku środa|środę|środy czwartek|czwartku piątek|piątku "
    "sobota|sobotę|soboty niedziela|niedzielę|niedzieli",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "ar": "الاثنين|الإثنين الثلاثاء الأربعاء|الاربعاء الخميس الجمعة السبت الأحد|الاحد",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार|गुरूवार|बृहस्पतिवार शुक्रवार शनिवार रविवार",
}
NEAR_DAYS = {
    "nl": {"vandaag": 0, "gisteren": -1, "eergisteren": -2},
    "ru": {"сегодня": 0, "вчера": -1, "позавчера": -2, "завтра": 1},
    "uk": {"сьогодні": 0, "вчора": -1, "учора": -1, "завтра": 1},
    "pl": {"dziś": 0, "dzisiaj": 0, "wczoraj": -1, "jutro": 1},
    "tr": {"bugün": 0, "dün": -1, "yarın": 1},
    "ar": {"أمس": -1, "غدا": 1},
    "hi": {"आज": 0},  # "कल" is yesterday and tomorrow
    "vi": {},
    "zh": {},
    "ja": {},
}
# 2026年3月3日, 3月; 星期二, 周二, 火曜日; ngày 3 tháng 3 năm 2026; thứ Ba, Chủ nhật ("thứ ba" is also "third").
YEAR_SIGN, MONTH_SIGN, DAY_SIGNS = "年", "月", "日号號"
SIGNS_OF_DAYS = {sign: place for place, sign in enumerate("月火水木金土日")}
SIGNS_OF_DAYS |= {sign: place for place, sign in enumerate("一二三四五六日")} | {"天": 6}
VIETNAMESE_DAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "nhật": 6}
