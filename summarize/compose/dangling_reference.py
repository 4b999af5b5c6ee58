"""Wordings that decide whether a sentence can stand alone and is neutral, by language. Data and nothing else.

English is known best; ten more languages stand in `openings`. One that is not listed has no such rules: its sentences
are judged by their shape only.
"""

from __future__ import annotations

import re

from . import anaphoric_openings


def _starts(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\b", re.IGNORECASE | re.VERBOSE)


# Sentence openings that point back to somebody or something named before.
POINTS_BACK = {
    **anaphoric_openings.POINTS_BACK,
    "en": _starts(
        r"""he|she|they|it|his|her|their|its|these|those|this|that|such|both|another|instead|then|so|similarly|likewise
        |the\ (?:latter|same|two|pair|duo|move|decision|announcement|comments?|remarks?|findings)
        |the\ (?:speech|vote|statement|pledge|ruling|rebuke|claim|question|incident)s?
          \ (?:came|comes|was|were|is|are|puts?|marks?|follow\w*|set)
        |the\ (?:questions?|allegations?|remarks?|comments?|revelations?|developments?)\ (?:come|comes|came|follow\w*)
        |other|in\ turn|moments\ later|since\ then|later\ that|for\ (?:example|instance)
        |after\ that|by\ (?:then|contrast)
        |at\ the\ time|in\ contrast|as\ a\ result"""
    ),
    "es": _starts(
        r"""él|ella|ellos|ellas|esto|eso|este|estos|estas|ese|esa|esos|esas|su|sus|así|allí|ahí|entonces
        |por\ es[oa]|por\ ello|por\ ejemplo"""
    ),
    "pt": _starts(
        r"""ele|ela|eles|elas|isto|isso|este|essa|esse|estas|estes|essas|esses|aquele|aquela|seu|sua|seus|suas
        |assim|lá|então|por\ isso|por\ exemplo|todos|outr[oa]s?|antes,|acima\ dess\w+|por\ sua\ (?:vez|parte)|já\ [oa]
        |[oa]\ porta-voz|no\ entanto|entretanto|contudo|todavia|além\ diss?o|com\ iss?o|depois\ diss?o
        |(?:segundo|conforme|de\ acordo\ com|para)\ el[ea]s?|na\ (?:ocasião|oportunidade)
        |nisso|disso
        |[oa]s?\ (?:mesm[oa]s?|últim[oa]s?)\ (?:é|são|foi|foram)
        |[oa]\ (?:informação|decisão|medida|declaração|afirmação|anúncio|pedido|título|conquista|resultado)
          \ (?:foi|é|ocorre|ocorreu|veio|reforça|deve|será)"""
    ),
    "fr": _starts(r"il|elle|ils|elles|cet|cette|ces|cela|son|sa|ses|leur|leurs|ainsi|puis|par\ exemple"),
    "de": _starts(
        r"""er|sie|dies|diese|dieser|dieses|ihr|ihre|sein|seine|dort|damit|dabei|daher|deshalb|dann|zum\ beispiel"""
    ),
    "it": _starts(r"lui|lei|loro|questo|questa|questi|queste|ciò|suo|sua|così|poi|per\ esempio"),
}

# The same words where they point at nothing: "It is the first time that", "This week", "Esta terça-feira".
POINTS_NOWHERE = {
    **anaphoric_openings.POINTS_NOWHERE,
    "en": re.compile(
        r"""(?!it\ (?:is|was)\ the\ (?:first|second|third|fourth|fifth|latest|last)\b
              (?![^.]*\b(?:that|since|when|for|in|to)\b))
          it\ (?:is|was|will\ be|has\ been|remains|remained|appears|seems|became)\ (?:(?:not|also|still|now)\ )?
              (?:the|an?|only|clear|unclear|likely|unlikely|possible|expected|important|estimated|known|reported|said)\b
          |this\ (?:week|month|year|morning|weekend|time|summer|winter|spring|autumn|fall)\b|these\ days\b
          |such\ (?:as|a)\b|both\ (?:\w+\ ){1,4}and\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "pt": re.compile(r"est[ae] (?:semana|mês|ano|manhã|noite|tarde|\w+-feira|sábado|domingo)", re.IGNORECASE),
    "es": re.compile(
        r"""est[ea]\ (?:semana|mes|año|mañana|noche|tarde|lunes|martes|miércoles|jueves|viernes|sábado|domingo)""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "fr": re.compile(
        r"il (?:y a|faut|est|s[’']agit)\b|cet(?:te)? (?:été|hiver|automne|année|semaine)|ce printemps", re.IGNORECASE
    ),
    "de": re.compile(r"dies(?:e|en|er|es) (?:woche|jahr|monat|morgen|abend|sommer|winter)", re.IGNORECASE),
}

# "…", disse o coordenador.: nobody knows who that is.
BARE_SPEAKER = {
    "pt": re.compile(
        r"""\b(?:disse|afirmou|declarou|explicou|informou|acrescentou|ressaltou|completou|contou|comentou|lembrou)
            \ [oa]\ (?:coordenador|ministr[oa]|presidente
            |secretári[oa]|delegad[oa]|diretor|advogad[oa]|técnic[oa]|treinador
            |jogador|nadador|piloto|senador|deputad[oa]|médic[oa]|governador|prefeit[oa]|juiz|oficial
            |dirigente|porta-voz)a?\.?$""",
        re.IGNORECASE | re.VERBOSE,
    )
}

# A quotation that opens with a person's pronoun: the reader cannot know whom the speaker means.
QUOTED_POINTER = _starts(r"he|she|they|his|her|their|so")

# Openings that tie a sentence to the one before; the first four cannot open a paragraph.
CONTRAST = re.compile(
    r"(?:but|and|or|nor|however|meanwhile|nevertheless|indeed|still|moreover|mas|porém|e|pero|y|aunque|mais|et|aber"
    r"|und|ma|ed)\b[ ,]",
    re.IGNORECASE,
)
CONTINUES = ("but", "and", "or", "nor", "however")
# What an article says last about itself: it sums up what its reader has read.
CONCLUDES = re.compile(
    r"(?:in (?:conclusion|summary|closing|sum)|to (?:sum up|conclude|summari[sz]e)|all in all"
    r"|em (?:conclusão|resumo|suma)|en (?:conclusión|resumen|suma|conclusion|résumé|somme)"
    r"|zusammenfassend|alles in allem|in (?:conclusione|sintesi))\b",
    re.IGNORECASE,
)

# English: persons without a name or a description ("the official said"), and occasions ("at the meeting").
_NOT_DESCRIBED = r"(?!['’]s|\ (?:of|for|at|from|in|who|that|which|said\ to|with|on|between|against|to|by)\b)"
BARE_ROLE = re.compile(
    rf"""\b(?:the|that|this)\ (?:(?:senior|former|same|first|second|third|other|\w+ian|\w+ese|\w+ish|american)\ ){{0,2}}
      (?:officials?|sources?|spokes(?:man|woman|person)|secretary|minister|officer|witness|man|woman|couple|suspect
        |victim|judge|lawyer|attorney|senator|lawmaker|executive|analyst|teenager|boy|girl|driver|duo|pair)\b
      {_NOT_DESCRIBED}""",
    re.IGNORECASE | re.VERBOSE,
)
BARE_OCCASION = re.compile(
    rf"""\b(?:the|that|this)\ (?:meeting|briefing|interview|ceremony|hearing|incident|crash|attack|blast)\b
      {_NOT_DESCRIBED}""",
    re.IGNORECASE | re.VERBOSE,
)
# English: "After the talks, he said": the pronoun's owner stands in the sentence before.
LATE_PRONOUN = re.compile(
    r"""(?:during|after|before|following|in|at|on|asked|pressed|speaking|later|earlier)\b[^,]{0,200},\ (?:he|she)\b
      |(?:following|after|during|before)\ (?:their|his|her|its)\b
      |(?:many|most|some|all|both|one|two|none|each|several|few)\ of\ (?:these|those|them)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# English: "Clinton, in turn, agreed", "in this vehicle", "that day", "The council denied that.": of something before;
# "a rally here": without the dateline nobody knows where.
LEANS = re.compile(
    r"""^[^,.]{1,40},\ in\ turn,|\bwas\ (?:similarly|equally|likewise)\b
      |\b(?:in|on|at|from|with|into|for|along\ with)\ (?:this|these|those)\ (?!week|month|year|morning|afternoon
        |evening|night|weekend|summer|winter|spring|fall|autumn|season|time|point|day|case|way|country|century|decade|moment|stage
        |kind|sort|type|regard|respect|context|matter|issue|area|who|that|with|from|in\b|of\b)[a-z]+
      |\b(?:that\ (?:day|night|morning|evening))\b
      |\bhere\b(?!\ (?:is|are)\b|[’']s)
      |\bthose\ (?:(?:two|three|four|five|six|many)\ )?(?:decades|years|days|talks)\b
      |\b(?:denied|said|saying|confirmed|disputed|rejected|claimed|doubted)\ (?:that|this|so|those|these)\.?$""",
    re.IGNORECASE | re.VERBOSE,
)
# "Contact reporter Ana Ruiz at 896-7758.", "Plus join us for a live chat.": of the page, not of the event; so are who
# reports for which station, what the reader is to watch or follow, what a picture shows and who took it.
SOLICITS = re.compile(
    r"""^(?:contact|e-?mail|call|follow|reach)\b[^.]{0,80}(?:@|\d{3}[-.\ ]\d{4})
      |^(?:subscribe|sign\ up|click\ (?:here|on)|read\ more|watch\ (?:live|now))\b
      |^(?:watch|see|read|listen\ to|check\ out|find\ out|stay\ tuned|follow|scroll|tap|swipe|get\ ready)\b
     (?!-|\ (?:was|is|has|had|were|are|said|will|would)\b)
  |,\ (?:get\ ready|stay\ tuned|check\ out)\b
  |^(?:leia|veja|assista|confira|acompanhe|ouça|clique|saiba|siga|compartilhe)\b
  |\b(?:reports?|reporting)\ for\ (?-i:[A-Z]{2,6}\b|[A-Z][\w.]{0,20}\ (?:News|TV|Radio))
  |^(?:photos?|pictured|image|foto|imagem)\ ?(?::|(?:by|courtesy|credit)\b)
  |^for\ more\ (?:on|about|information|details|coverage)\b|\b(?:https?://|www\.)\w
  |\((?:photo|image|foto|ap\ photo|getty)[^()]{0,80}\)\.?$
  |\b(?:plus\ )?join\ (?:us|\w+\ \w+)\ for\ a\ live\b|^plus[,:]?\ (?:join|watch|read)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NAMED_BEFORE = re.compile(r"(?<=[\w,;’'] )[A-Z][a-z]+|^[A-Z][a-z]+ (?:[A-Z]|and [A-Z])")

FIRST_PERSON = {
    **anaphoric_openings.FIRST_PERSON,
    "en": re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Ww]e|[Ww]e[’'](?:re|ve|ll)|[Ll]et[’']s|[Mm]y|[Oo]ur|us|me)\b"),
    "es": re.compile(r"\b(?:yo|nosotros|nosotras|nuestr[oa]s?)\b", re.IGNORECASE),
    "pt": re.compile(r"\b(?:eu|nós|noss[oa]s?|meu|minha)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:je|nous|notre|nos|mon)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:ich|wir|uns|unsere?[nrms]?|mein)\b"),
    "it": re.compile(r"\b(?:noi|nostr[oaie])\b", re.IGNORECASE),
}
SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|você|vocês|usted|vous|votre)\b", re.IGNORECASE)

# The writer's own verdicts and colour. A list finds few of them (design, section 6): it is here for what no editor
# would print unattributed, not as a measure of bias. English.
VERDICT = re.compile(
    r"""\b(?:notabl[ey]|distort(?:s|ed|ion)|denigrat\w+|blast(?:s|ed)|slamm?(?:s|ed|ing)|lambast\w+|excoriat\w+
      |lash(?:es|ed|ing)\ out|ripp(?:ed|ing)\ into|bash(?:ed|es|ing)|skewer\w+|barbs|tirade|rant(?:s|ed|ing)?|gloat\w*
      |smear\w*|shameful\w*|disgraceful\w*|outrageous\w*|disastrous\w*|shocking(?:ly)?|stunning(?:ly)?|appalling
      |astonishing(?:ly)?|horrifying|brazen\w*|blatant\w*|ridiculous\w*|absurd\w*|laughable|pathetic|hypocri\w+|chaotic
      |desperate(?:ly)?|humiliat\w+|infamous\w*|notorious\w*|so-called|far-fetched|baseless|bizarre\w*|reckless\w*
      |heroic\w*|courageous\w*|brilliant\w*|masterful\w*|thugs?|crony|cronies|puppet|fiery|bombshell|firestorm|scathing
      |(?:not\ |un)?surprisingly|of\ course|sadly|thankfully|(?:un)?fortunately|ironically|predictably|frankly|harsh
      |did(?:\ not|n[’']t)\ mince\ words|for\ good\ reason|holy\ shit|philander\w*|inflammatory|abysmal\w*|farcical\w*
      |(?:can|could)(?:\ not|n[’']t|not)\ afford\ to|(?:was|were)\ always\ going\ to|never\ seems?\ to|political\ death
      |needless\ to\ say|clearly|obviously|undoubtedly|arguably|tough\ stance|strong\ warnings?|jaw-dropping|red\ meat
      |\w+-wrecking|mercurial|circus|fury|furor|stok(?:e|es|ed|ing)
      |game.changer|historic\ moment|doubl(?:ed|ing)\ down|cav(?:ed|ing)\ to|flip-flop\w*|meltdown|embattled|besieged
      |all\ but\ (?:\w+ed|cut|shut|lost|won|dead|over|certain)|(?:is|are|was|were)\ (?:widely\ )?(?:seen|viewed)\ as
      |remains?\ to\ be\ seen|time\ will\ tell|no\ wonder
      |to\ say\ the\ least|it\ is\ (?:clear|obvious)\ that|there\ is\ no\ doubt|what\ appears\ to\ be)\b""",
    re.VERBOSE | re.IGNORECASE,
)
OUTLOOK = re.compile(r"\b(?:must|should|ought to)\b", re.IGNORECASE)
SUBORDINATE = re.compile(r"\b(?:that|whether|who|which|what|how|if|why)\b", re.IGNORECASE)
