"""Verbs of saying, words that lead to a source, and nouns for persons and bodies that speak. Data only, by language.

Written for this program from the verbs news style guides name; `speech` decides what they mean in a sentence.
"""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs whose grammatical subject speaks, whatever noun it is: "the plumber said".
STRONG = _set(
    """say says said saying tell tells told telling add adds added adding states stated stating ask asks asked
    reply replies replied remark remarks remarked explain explains explained insist insists insisted argue argues argued
    write writes wrote tweet tweeted testify testifies testified joke joked shout shouted complain complained
    dijo dice dijeron afirmó aseguró explicó añadió declaró manifestó disse diz disseram afirmou declarou acrescentou
    dit déclaré affirmé ajouté expliqué sagt sagte sagten erklärte betonte meinte ergänzte gesagt
    detto affermato spiegato dichiarato aggiunto disse"""
)
# Verbs that also do other work ("the figures suggested"): their subject must be a name or a speaking noun.
OTHER = _set(
    """note notes noted noting call calls called calling claim claims claimed claiming warn warns warned warning
    comment commented declare declares declared announce announces announced describe describes described describing
    relay relayed respond responds responded continue continues continued conclude concluded contend contends contended
    acknowledge acknowledges acknowledged admit admits admitted suggest suggests suggested posted recall recalled
    predict predicts predicted predicting promise promised vow vows vowed urge urges urged urging report reports
    reported confirm confirms confirmed deny denies denied characterize characterized characterise characterised
    quote quoted express expresses expressed recount recounted quip quipped accuse accuses accused accusing dub dubbed
    label labeled labelled refer referred referring inform informs informed mention mentions mentioned clarify clarifies
    clarified indicate indicates indicated stress stresses stressed emphasize emphasizes emphasized emphasizing
    emphasise emphasised reiterate reiterates reiterated observe observes observed pledge pledged caution cautioned
    counter countered allege alleges alleged assure assured disclose disclosed reveal revealed inquire inquired
    threaten threatens threatened boast boasted demand demands demanded hint hinted signal signaled signalled
    señaló señala indicó apuntó sostuvo comentó advirtió anunció reconoció afirma
    explicou informou contou ressaltou destacou comentou avaliou completou alertou anunciou garantiu
    affirme explique ajoute indiqué précisé estimé assuré lancé souligné annoncé déclare
    erklärt teilte berichtete warnte forderte kündigte schrieb nannte sprach mitteilte
    afferma sottolineato commentato"""
)
# A claim of belief says less than a verb of saying beside it; counted only where there is no other.
WEAK = _set("believe believes believed think thinks thought cree acredita croit glaubt crede")
# These do other things to other things: "called Putin", "continued to fall". They count beside a quotation only.
ONLY_WITH_QUOTATION = _set(
    """call calls called calling continue continues continued posted quoted dub dubbed label labeled labelled respond
    responds responded"""
)
# The one who is spoken to stands behind these: "told the Associated Press".
WITH_LISTENER = _set("tell tells told inform informs informed assure assured ask asks asked")
VERBS = STRONG | OTHER | WEAK
PARTICIPLES = frozenset(word for word in STRONG | OTHER if word.endswith("ing"))
# English verbs want their subject in front, but for a quotation before them; these do not.
ROMANCE_OR_GERMAN = _set(
    """dijo dice dijeron afirmó aseguró explicó añadió declaró manifestó disse diz disseram afirmou declarou acrescentou
    dit déclaré affirmé ajouté expliqué sagt sagte sagten erklärte betonte meinte ergänzte gesagt detto affermato
    spiegato dichiarato aggiunto señaló señala indicó apuntó sostuvo comentó advirtió anunció reconoció afirma
    explicou informou contou ressaltou destacou comentou avaliou completou alertou anunciou garantiu affirme explique
    ajoute indiqué précisé estimé assuré lancé souligné annoncé déclare erklärt teilte berichtete warnte forderte
    kündigte schrieb nannte sprach mitteilte afferma sottolineato commentato cree acredita croit glaubt crede"""
)
# The source follows: "according to the ministry", "laut Polizei". The first needs its "to".
SOURCE_FOLLOWS = _set("according per según selon segundo laut secondo conforme")

NAMES_OF_DAYS = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag lunes martes
    miércoles jueves viernes lundi mardi mercredi jeudi vendredi segunda-feira terça-feira quarta-feira quinta-feira
    sexta-feira lunedì martedì mercoledì giovedì venerdì"""
)
# No speakers, though written like names: shortened months and states.
NO_SPEAKERS = _set(
    """jan feb mar apr jun jul aug sep sept oct nov dec calif conn fla mass mich minn miss tenn wash ariz colo okla penn
    n.y n.j n.h n.c n.d n.m s.c s.d w.va d.c r.i a.m p.m i.e e.g"""
)
PARTIES = _set("democrat republican")  # "the top Democrat": never a name by itself
# Bodies whose names go on after them: "Fund for Nature", "Centers for Disease Control".
BODIES = _set(
    """fund center centers centre centres office department ministry agency bureau commission committee council
    institute association foundation society organization organisation union league alliance coalition campaign
    service court authority administration police board network group party university school hospital church company
    bank"""
)
# Words of time that may stand between a verb and its subject, in languages that turn the two round.
TIMES = _set("hoje ontem anteontem ayer hoy hier aujourd'hui gestern heute ieri oggi yesterday today ainda também")
PRONOUNS = _set("he she they it él ella ellos ellas ele ela eles elas il elle ils elles er sie lui lei loro")
PARTICLES = _set("de da do dos das del della di du la le van von der den ter bin bint ibn al el y e zu of")
DETERMINERS = _set(
    """the a an this that these those his her their its one two three four five six seven eight nine ten both several
    some many multiple another other no
    el la los las un una unos unas o os a as um uma le les l un une des du der die das ein eine einer il lo gli i"""
)
# Words of degree and auxiliaries that may stand between a subject and its verb.
BETWEEN = _set(
    """has have had also later then again already earlier previously once twice often always never both all did does do
    however instead himself herself themselves still just further afterward afterwards reportedly not would will
    ha han a ont hat haben habe também também também também ya já também auch noch zudem encore aussi anche hoy heute"""
)
NOT_NAMES = _set(
    """the a an in on at but and he she they it we i this that as for from with after before while when pressed asked
    speaking or if so yet also however meanwhile still then there although though because since during despite under
    what who which how why where these those his her their its our my your earlier later according both some many most
    all no not by to of o os as el la los las le les der die das il lo gli en im am em no na dans und et mas pero aber
    separately instead following elsewhere including notably especially today yesterday tomorrow here now"""
)
BEFORE_CLAUSES = _set(
    """and but or while because that as after when although though since if whereas nor so yet which where
    y pero e mas et mais und aber dass que che ma wie"""
)
OPENS_PHRASE = _set(
    """of for in at from with to on who familiar close briefed speaking involved knowledgeable acquainted near inside
    about on under by against between de del da do em en del für von aus im in mit à au aux des du della di"""
)
# Nouns for persons and bodies that speak. Plurals are formed by rule.
_SPEAKERS = """official officer source spokesman spokeswoman spokesperson secretary minister president premier
    chancellor
    ambassador envoy senator congressman congresswoman lawmaker legislator deputy governor mayor councillor councilor
    leader chief chairman chairwoman chair director executive manager founder owner head adviser advisor aide diplomat
    negotiator general colonel captain lieutenant sergeant commander soldier veteran prosecutor lawyer attorney judge
    jury witness victim suspect defendant detective investigator sheriff analyst expert economist scientist researcher
    professor teacher doctor nurse physician epidemiologist historian author writer editor reporter journalist columnist
    critic supporter opponent activist campaigner protester organizer organiser resident neighbor neighbour villager
    worker employee farmer fisherman student pupil parent mother father wife husband son daughter brother sister uncle
    aunt friend colleague relative survivor passenger driver pilot owner customer investor trader individual person
    man woman boy girl member delegate representative candidate voter republican democrat conservative opposition
    statement report study survey poll document letter memo agency ministry department court tribunal police
    government administration cabinet parliament congress senate company firm bank campaign office army military navy
    force union association group organization organisation party embassy committee council commission board team
    authority regulator watchdog charity church school university hospital network newspaper paper magazine outlet
    broadcaster people press media city state bishop cardinal archbishop pope king queen prince princess rebel militant
    nominee contender strategist couple
    coach player captain referee manager actor singer musician artist filmmaker producer publisher
    portavoz presidente presidenta ministro ministra gobierno policía fiscal alcalde director directora experto
    porta-voz governo polícia prefeito delegado especialista médico
    porte-parole président présidente ministre gouvernement préfet maire procureur directeur directrice
    sprecher sprecherin polizei minister ministerin präsident präsidentin kanzler kanzlerin regierung ministerium
    portavoce governo polizia sindaco procuratore esperto"""


def _with_plurals(nouns: str) -> frozenset[str]:
    """Each noun and its plural by the rules of spelling; a few forms that no language has do no harm."""
    forms = set()
    for noun in nouns.split():
        stem = noun[:-1] + "ie" if noun.endswith("y") and noun[-2] not in "aeiou" else noun
        forms |= {noun, stem + "s", noun + "es", noun.replace("man", "men") if noun.endswith("man") else noun}
    return frozenset(forms)


SPEAKERS = _with_plurals(_SPEAKERS) - STRONG
