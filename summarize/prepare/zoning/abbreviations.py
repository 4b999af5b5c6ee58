"""Abbreviations after which a sentence goes on, as data: titles, references and units that sentencex does not know.

Lower case, without the last full stop. A word belongs here only when it hardly ever ends a sentence.
`_SHARED` holds for every language: reports name foreigners by the titles of their own country.
"""

from __future__ import annotations

from functools import cache

_SHARED = "mr mrs ms messrs dr prof sgt capt lt cmdr gov cllr"
_LISTS = {
    "en": (
        "gen lt col sgt capt maj adm gov sen rep rev pres supt dept est approx ft mt st messrs mses vs fig nos vol"
        " ms mx mmes mme mlle sra srta govs reps sens profs revs hon ald cllr cpl pvt pfc spc ofc cmdr brig cdr"
        " det insp asst atty amb msgr br fr ste"
    ),
    "ar": "د أ م ص",
    "de": "dr prof nr bzw ca evtl ggf inkl vgl sog abs art bd hl st str tel z.b d.h u.a i.d.r",
    "es": "sr sra srta dr dra d ud uds núm pág págs art gral lic ing av avda",
    "fr": "m mm mme mmes mlle dr pr me art p pp av bd st ste n° no chap fig",
    "hi": "डॉ श्री प्रो पं रु",
    "it": "sig dott dr prof on avv ing art n pag nr s.p.a s.r.l ecc",
    "nl": "dhr mevr mw dr drs prof ir ing blz o.a d.w.z m.b.t t.o.v art nr bijv ca",
    "pl": "gen dr prof inż mgr hab ul al pl ok tj tzn np por str nr art im św płk mjr kpt godz tys mln mld tzw",
    "pt": "sr sra dr dra prof eng art pág págs n.º núm av exmo",
    "ru": "г-н г-жа проф акад ген им ул стр см тов тыс т.е т.к т.н и.о",
    "tr": "dr prof doç av gen sn no bkz yrd op",
    "uk": "п проф акад ген ім вул стор див тис т.зв",
    "vi": "ts ths gs pgs tp bs",
}


@cache
def abbreviations(language: str) -> frozenset[str]:
    """The list of a language, with the titles that hold for all."""
    return frozenset(f"{_SHARED} {_LISTS.get(language, '')}".split())
