"""What a line of text looks like: facts about its shape, from which `zones` decides what it is. Decides nothing itself.

The phrase lists hold what web sites everywhere print around articles (English, Spanish, Portuguese, French, German,
Italian, Dutch). A phrase alone never makes a line boilerplate: position, shape and cohesion with the event have a say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..text.words import WORD, fold

# What readers are asked to do or told about the site. Matched in folded lower case, outside quotation marks.
_SITE = re.compile(
    r"""\b(?:
      newsletters?|subscri(?:be|bers?|ption)|unsubscribe|sign\ (?:me\ |in|up)|log\ ?in|register\ (?:or|to|now|for\ free)|cookies?|ad\ ?block(?:er)?s?
    | advertis(?:e|ement|ing)|sponsored|affiliate|paid\ (?:content|partner)|leave\ a\ (?:reply|comment)|post\ a\ comment|comments?\ (?:below|section)
    | (?:share|save|gift)\ this|share\ (?:on|via)|follow\ us|like\ us|join\ us|click\ here|tap\ here|read\ more|read\ (?:also|next|on)|more\ (?:on\ this|stories|from|news|like\ this)
    | all\ rights\ reserved|terms\ (?:of\ (?:use|service)|and\ conditions)|privacy|contact\ us|about\ us|about\ the\ author
    | related\ (?:articles?|stories|posts?|news|content|topics?|links?)|most\ (?:read|popular|viewed|shared|commented)|trending|recommended\ for|you\ (?:may|might)\ (?:also\ )?like
    | top\ stories|latest\ (?:news|stories|headlines)|also\ read|up\ next|watch\ (?:now|live|below|:)|listen\ (?:to|now)|podcasts?|download\ (?:the|our)|our\ app
    | donat(?:e|ion)s?|support\ (?:us|our|local|independent)|whatsapp|telegram|instagram|facebook|e-?mail\ address|your\ (?:e-?mail|inbox)|required\ fields
    | views?\ (?:and\ opinions\ )?expressed|disclaimer|javascript
    | back\ to\ top|skip\ to|scroll\ (?:down|to)|view\ (?:all|more|gallery|comments)|reading\ time|min(?:ute)?s?\ read|updated\ \d|last\ (?:updated|modified)|published\ (?:on|at|:)
    | first\ (?:appeared|published)|this\ (?:article|story)\ (?:was|is|has\ been|first|originally)|correction|editor's\ note|have\ a\ (?:tip|story)|send\ (?:us|your)|get\ in\ touch|tell\ us
    | suscr[íi]b\w+|bolet[íi]n|inscr[íi]b\w+|comparte|s[íi]guenos|lee\ tambi[ée]n|le\ puede\ interesar|te\ puede\ interesar|m[áa]s\ le[íi]das?|noticias\ relacionadas|todos\ los\ derechos|publicidad|inicia\ sesi[óo]n|deja\ un\ comentario
    | assine|assinantes?|leia\ (?:tamb[ée]m|mais)|compartilhe|partilhe|siga-nos|mais\ lidas|not[íi]cias\ relacionadas|todos\ os\ direitos|publicidade|deixe\ um\ coment[áa]rio|receba
    | abonnez|abonn[ée]s?|inscrivez|partage[rz]|suivez|lire\ aussi|[àa]\ lire|les\ plus\ lus|tous\ droits|publicit[ée]|laissez\ un\ commentaire
    | abonnier\w*|newsletter-anmeldung|anmelden|jetzt\ (?:teilen|lesen|kostenlos)|teilen|folgen\ sie|lesen\ sie\ auch|mehr\ zum\ thema|meistgelesen|meistgelesene|anzeige|alle\ rechte|impressum|datenschutz|kommentar(?:e|ieren)
    | iscriviti|abbonati|condividi|seguici|leggi\ anche|pi[ùu]\ letti|tutti\ i\ diritti|pubblicit[àa]|lees\ (?:ook|meer)|abonneer|delen|alle\ rechten|meest\ gelezen
    )\b|©|®|\bcopyright\b""",
    re.VERBOSE,
)
# A line that opens a run of links to other stories.
_MARKER = re.compile(
    r"""^\W*(?:tags?|keywords?|topics?|filed\ under|categories|related|more\ (?:on|from|stories|news|in)|read\ (?:more|also|next)|also\ (?:read|on|in)|most\ (?:read|popular|viewed|shared)|trending
    |recommended|you\ (?:may|might)|top\ stories|the\ latest|latest|don't\ miss|up\ next|sponsored|from\ our|elsewhere
    |etiquetas|temas|lee\ tambi[ée]n|m[áa]s\ (?:le[íi]d|noticias|sobre)|relacionad|te\ puede|le\ puede|leia|mais\ (?:lidas|not|sobre)|veja\ tamb|assuntos|t[óo]picos|lire\ aussi|[àa]\ lire|sur\ le\ m[êe]me|les\ plus
    |schlagw|themen|mehr\ (?:zum|aus|zu)|lesen\ sie|das\ k[öo]nnte|meistgelesen|leggi\ anche|argomenti|lees\ (?:ook|meer))""",
    re.VERBOSE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|ene|abr|ago|dic|fev|mai|juin|juil|août|okt|dez|januar|februar|märz|january|february|march|april|june|july|august|september|october|november|december)\w*\.?"
_STAMP_WORD = re.compile(
    rf"""(?:{_MONTH}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?|am|pm|a\.m\.|p\.m\.|et|est|edt|gmt|utc|cet|uhr|ist|pst|h|hrs|min|mins|minutes?|hours?|days?|ago|read|lesezeit|lectura|leitura
    |updated|published|posted|modified|last|on|at|by|first|edition|actualizado|publicado|aktualisiert|stand|veröffentlicht|de|del|a|as|às|las|há|hace|vor|reading|time|tiempo|tempo|\d[\d:.,/h-]*(?:st|nd|rd|th)?)""",
    re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:by|from|words|text|story|photographs?|reporting|por|par|von|di|door|redacci[óo]n|reda[çc][ãa]o|texto|foto)\b:? +(?=[^\W\d_a-z])",
    re.I,
)
_CREDIT = re.compile(
    r"\breporting by\b|\b(?:photo(?:graph)?s?|image|picture|illustration|graphic|video|credit|foto|imagen|imagem|bild|crédito)s?\b ?(?:by|:|/|\()|\(photo|\bgetty images\b|\bfile (?:photo|picture)\b|\breuters/|\bap photo\b|/ ?(?:ap|afp|reuters|dpa|efe|lusa|pa)\b",
    re.I,
)
# A sentence that begins with an order to the reader.
_COMMAND = re.compile(
    r"""(?:^|[.!?:–—]\s)(?:please\ )?(?:subscribe|sign\ up|get|donate|read|follow|share|download|turn\ on|click|join|visit|access|enjoy|unlock|try|support|listen|watch|register|suscr[íi]b\w+|s[íi]ganos|assine|siga|abonnez|abonnieren|folgen|iscriviti)\b""",
    re.VERBOSE,
)
_ABSTRACT_LABEL = re.compile(
    r"""^\W*(?:tl;?\ ?dr|key\ (?:points|takeaways|facts)|takeaways|in\ (?:brief|short)|summary|at\ a\ glance|quick\ (?:look|read|take)s?|highlights|the\ gist|what\ (?:you\ need\ )?to\ know
    |lo\ esencial|(?:en\ )?resumen|claves|(?:em\ )?resumo|pontos-chave|l'essentiel|en\ bref|das\ wichtigste|in\ k[üu]rze|auf\ einen\ blick|in\ sintesi|in\ breve|in\ het\ kort)\b[^.]{0,30}(?::|$)""",
    re.VERBOSE,
)
# "Name Name is the paper's health correspondent", "Name has covered courts since 2016".
_NOTICE = re.compile(
    r"^\W*(?:corrections?|clarification|disclaimer|editor's note|note to readers|more information|citation|copyright|source|fe de erratas|errata|korrektur|aviso legal|hinweis der redaktion)\s?:",
    re.I,
)
_BIOGRAPHY = re.compile(
    r"^(?:[^\W\d_a-z][\w.’'-]+ ){2,4}(?:is|has|covers|writes|reports|joined)\b.*\b(?:correspondent|reporter|editor|writer|columnist|freelance|journalist|author|covered|covers|covering|writes)\b"
)
_SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|yourself|you're|you've|tu|tus|usted|você|vocês|vous|votre|vos|sie|ihre?n?|ihr)\b", re.I
)
_QUOTED = re.compile(r'"[^"]{0,2000}(?:"|$)|«[^»]{0,2000}(?:»|$)')
BULLET = re.compile(r"\s*(?:[-*•‣◦▪–—·●○►▶✓]|\d{1,2}[.)])\s+(?=\S)")
_LINK = re.compile(r"https?://|\bwww\.|→|»\s*$|^\s*›|\s›\s|\s>\s", re.I)
_TERMINAL = tuple(".!?…。！？।۔؟")
_CLOSING = "\"'”’»)]」』）"


@dataclass(frozen=True)
class Shape:
    """Facts about one line; all computed on demand from `text`."""

    text: str

    @cached_property
    def folded(self) -> str:
        """Lower case, plain quotation marks, dashes and blanks; same length as the text."""
        return fold(self.text).lower() if len(self.text.lower()) == len(self.text) else fold(self.text)

    @cached_property
    def unquoted(self) -> str:
        """`folded` without what stands between double quotation marks, or all of it where nothing else is left."""
        outside = _QUOTED.sub(" ", self.folded)
        return outside if WORD.search(outside) else self.folded.strip(' "')

    @cached_property
    def words(self) -> list[str]:
        """The line's words as written."""
        return WORD.findall(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence does, closing marks left aside."""
        return self.text.rstrip().rstrip(_CLOSING).rstrip().endswith(_TERMINAL)

    @cached_property
    def asks(self) -> bool:
        """Whether the line ends with a question mark."""
        return self.text.rstrip().rstrip(_CLOSING).endswith(("?", "？", "؟"))

    @cached_property
    def introduces(self) -> bool:
        """Whether the line ends with a colon, as a list's lead-in does."""
        return self.text.rstrip().endswith((":", "："))

    @cached_property
    def bullet(self) -> int:
        """Length of the list mark at the line's start, in characters; 0 where there is none."""
        match = BULLET.match(self.text)
        return match.end() if match else 0

    @cached_property
    def title_case(self) -> float:
        """Share of the words of four letters or more that begin with a capital."""
        long = [word for word in self.words if len(word) > 3]
        return sum(word[0].isupper() for word in long) / len(long) if long else 0.0

    @cached_property
    def site_phrases(self) -> int:
        """How many phrases of web-site furniture stand outside quotation marks."""
        return len(_SITE.findall(self.unquoted))

    @cached_property
    def marks_links(self) -> bool:
        """Whether the line opens a run of links: tags, related articles, most read."""
        return len(self.words) <= 12 and bool(_MARKER.match(self.unquoted.strip()))

    @cached_property
    def addresses_reader(self) -> bool:
        """Second person outside quotation marks."""
        return bool(_SECOND_PERSON.search(self.unquoted))

    @cached_property
    def commands(self) -> bool:
        """An imperative to the reader at the start of a sentence, outside quotation marks."""
        return bool(_COMMAND.search(self.unquoted))

    @cached_property
    def labels_abstract(self) -> bool:
        """Begins with the label of a box of key points."""
        return len(self.words) <= 60 and bool(_ABSTRACT_LABEL.match(self.folded))

    @cached_property
    def labels_notice(self) -> bool:
        """Begins with a label such as "Correction:" or "Disclaimer:"."""
        return bool(_NOTICE.match(self.folded))

    @cached_property
    def biography(self) -> bool:
        """Presents the article's writer."""
        return len(self.words) <= 60 and bool(_BIOGRAPHY.match(self.text))

    @cached_property
    def link_like(self) -> bool:
        """Web addresses, arrows, breadcrumb trails, or a run of short pieces between bars."""
        return bool(_LINK.search(self.text)) or self.text.count("|") >= 2

    @cached_property
    def stamp(self) -> bool:
        """Nothing but a date, a time, a reading time."""
        tokens = [token for token in re.split(r"[\s|·•,–—()-]+", self.folded) if token]
        known = sum(bool(_STAMP_WORD.fullmatch(token.rstrip(":"))) for token in tokens)
        return bool(tokens) and len(tokens) <= 16 and known == len(tokens) and any(c.isdigit() for c in self.text)

    @cached_property
    def byline(self) -> bool:
        """A short line that names the writer: "By" and capitalised words, perhaps a date."""
        return len(self.words) <= 16 and not self.ends_sentence and bool(_BYLINE.match(self.text.strip()))

    @cached_property
    def credit(self) -> bool:
        """Names a photograph's maker or agency."""
        return len(self.words) <= 45 and bool(_CREDIT.search(self.text))
