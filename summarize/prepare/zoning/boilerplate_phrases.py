"""What web sites everywhere print around articles, as data: phrases by language, matched word by word.

A phrase alone never condemns a line; `zones` asks for position, shape or low cohesion with the event as well.
Phrases are lower-case words as `WORD` finds them ("e mail" for "e-mail"), parted by commas.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

Index = dict[str, tuple[tuple[str, ...], ...]]  # a phrase's first word: its phrases, longest first

_SITE = """
those of the writer, those of the author, of the author alone,
newsletter, newsletters, subscribe, subscribers, subscriber, subscription, subscriptions, unsubscribe, sign me up,
sign in, sign up, signing up, log in, login, register or, register to, register now, register for free, cookie,
cookies, ad blocker, adblock, adblocker, ad blockers, advertise, advertisement, advertising, sponsored, affiliate,
paid content, paid partner, leave a reply, leave a comment, post a comment, comments, your comment, share this, save
this, save for later, gift this, share on, share via, send by e mail, follow us, like us, join us, click here, tap
here, read more, read also, also read, read next, read on, continue reading, more on this, more stories, more from,
more news, more like this, all rights reserved, terms of use, terms of service, terms and conditions, our terms,
privacy, contact us, reproduction in whole, for private purposes, may apply, about us, about the author, related
articles, related article, related stories, related story, related posts, related news, related content, related
topics, related links, most read, most popular, most viewed, most shared, most commented, trending, recommended for,
you may like, you may also like, you might like, you might also like, top stories, latest news, latest stories, latest
headlines, up next, watch now, watch live, watch below, listen to, listen now, podcast, podcasts, download the,
download our, our app, in the app, notifications, push alerts, text alerts, get alerts, donate, donation, donations,
support us, support our, support local, support independent, consider a contribution, membership, become a member,
whatsapp, telegram, instagram, facebook, e mail address, email address, your e mail, your email, your inbox, your
mailbox, required fields, views expressed, views and opinions expressed, opinions expressed, share the opinions, the
opinions of, its contributors, the views of, disclaimer, javascript, back to top, skip to, scroll down, scroll to,
view all, view more, view gallery, view comments, load more, reading time, min read, mins read, minute read, minutes
read, last updated, last modified, published on, first appeared, first published, originally published, correction,
clarification, editor's note, have a tip, have a story, send us, get in touch, tell us, tell a friend, earn a
commission, may earn, live coverage, this blog, this page, this site, this website, this article, this story, this
interview, this material, this text, this video, this content, this post, our website, our site, our journalism, our
work, our reporters, our daily, our weekly, our free, house rules, follow up comments, by e mail, without permission,
written permission, message rates, copyright, for free, no spam, letter to the editor, write to the editor, letters to
the editor, letters may, was this, find this, your feedback, reporting by, editing by, edited for clarity, to your
door, in your inbox
"""
_SITE_ELSEWHERE = """
suscríbete, suscríbase, suscribirse, suscripción, suscriptor, suscriptores, boletín, inscríbete, inscríbase, comparte,
compartir, compartir en, comparta, síguenos, síganos, lee también, lea también, leer más, seguir leyendo, ver más, le
puede interesar, te puede interesar, más leído, más leída, más leídos, más leídas, noticias relacionadas, todos los
derechos, derechos reservados, prohibida su reproducción, publicidad, iniciar sesión, inicia sesión, registrarte,
registrarse, deja un comentario, comentario, comentarios, comentar, este artículo, esta noticia, este sitio, esta
página, este contenido, esta web, política de privacidad, hazte socio, hazte socia, haz clic, avísanos, escríbenos,
descarga nuestra, descarga la, regístrate, publicado originalmente, newsletter de, fe de errores, actualizado, tiempo
de lectura, assine, assinante, assinantes, assinatura, subscreva, subscrever, subscrição, leia também, leia mais, veja
também, veja mais, ler mais, continue a ler, compartilhe, compartilhar, partilhe, partilhar, siga nos, mais lidas,
mais lido, mais lidos, notícias relacionadas, todos os direitos, direitos reservados, publicidade, deixe um
comentário, comentários, comentário, receba, clique, baixe, baixe o app, fale com a gente, fale connosco, este site,
este artigo, este texto, este conteúdo, esta notícia, artigo corrigido, texto corrigido, artigo atualizado, encontrou
algum erro, abonnez, abonné, abonnés, abonnement, inscrivez, partager, partagez, suivez, lire aussi, à lire, lire la
suite, les plus lus, tous droits, publicité, laissez un commentaire, commentaire, commentaires, cet article, ce site,
cette page, se connecter, connectez, infolettre, téléchargez, abonnieren, abonnenten, newsletter anmeldung, anmelden,
registrieren, jetzt teilen, jetzt lesen, jetzt anhören, jetzt kostenlos, kostenlos, kündbar, teilen, drucken, folgen
sie, lesen sie auch, lesen sie mehr, mehr zum thema, meistgelesen, meistgelesene, anzeige, alle rechte, impressum,
datenschutz, kommentar, kommentare, kommentieren, diskutieren sie, ihre meinung, ihre e mail, dieser artikel, dieser
beitrag, diese seite, externer inhalt, sozialen netzwerk, mit einem klick, bestellen, lesezeit, nachdruck, iscriviti,
abbonati, abbonamento, condividi, seguici, leggi anche, leggi tutto, più letti, tutti i diritti, pubblicità, commenti,
commenta, questo articolo, questo sito, questa pagina, registrati, scarica, lees ook, lees meer, abonneer, delen, alle
rechten, meest gelezen, reageer, reacties, dit artikel, deze pagina, deze site, deel dit, meld je aan, nieuwsbrief
"""
_LINKS = """
tags, tag, keyword, keywords, topic, topics, filed under, categories, category, related, more on, more from, more
stories, more news, more in, read more, read also, read next, also read, also on, also in, most read, most popular,
most viewed, most shared, trending, recommended, you may, you might, top stories, the latest, latest, don't miss, up
next, sponsored, from our, elsewhere, see also, etiquetas, temas, archivado en, lee también, lea también, más leído,
más leída, más noticias, más sobre, lo más, relacionado, relacionada, relacionados, relacionadas, noticias
relacionadas, te puede, le puede, además, leia, mais lidas, mais notícias, mais sobre, mais do, mais de, veja também,
veja mais, assuntos, tópicos, continue a ler, notícias relacionadas, lire aussi, à lire, sur le même, les plus,
schlagwörter, schlagworte, themen, mehr zum, mehr aus, mehr zu, lesen sie, das könnte, meistgelesen, meistgelesene,
leggi anche, argomenti, lees ook, lees meer
"""
_READER = """
you, your, yours, yourself, you're, you've, you'll, please, tu, tus, ti, tú, usted, ustedes, por favor, mostrarte,
você, vocês, vous, votre, vos, dein, deine, deinen, finden sie, können sie, haben sie, sie haben, bitte, tuo, tua,
tuoi, jouw, uw
"""
_SITE_SELF = """
we, our, ours, we're, we've, we'll, nuestro, nuestra, nuestros, nuestras, nosso, nossa, nossos, nossas, nous, notre,
wir, unser, unsere, unserem, unseren, unserer, nostro, nostra, nostri, nostre, wij, ons
"""
_ORDERS = """
subscribe, sign, get, donate, read, follow, share, download, turn, click, join, visit, access, enjoy, unlock, try,
support, listen, watch, register, write, send, tell, see, save, continue, leave, suscríbete, suscríbase, síganos,
síguenos, hazte, regístrate, lee, comparte, assine, subscreva, siga, leia, receba, baixe, clique, abonnez, inscrivez,
suivez, abonnieren, folgen, diskutieren, iscriviti, abbonati, seguici, leggi
"""
_NOTICE = """
correction, corrections, clarification, disclaimer, editor's note, note to readers, more information, journal
information, citation, copyright, source, provided by, fe de erratas, fe de errores, errata, korrektur, aviso legal,
hinweis der redaktion, quelle, quellen, fuente, fonte
"""
_ABSTRACT = """
tl dr, tldr, key points, key point, key takeaways, key facts, key moments, takeaways, in brief, in short, summary, at
a glance, quick look, quick looks, quick read, quick take, quick takes, highlights, story highlights, the gist, what
to know, what you need to know, things to know, the main points, lo esencial, en resumen, resumen, claves, las claves,
em resumo, resumo, pontos chave, l'essentiel, en bref, das wichtigste, in kürze, auf einen blick, in sintesi, in
breve, in het kort
"""
_CREDIT = """
reporting editing getty file ap afp reuters dpa efe lusa pa photo photos photograph photographs image images picture
pictures illustration illustrations graphic graphics video videos credit credits foto fotos imagen imagens imagem
imagems bild bilds crédito créditos
"""


def _index(*lists: str) -> Index:
    index: Index = {}
    phrases = {tuple(phrase.split()) for each in lists for phrase in each.split(",") if phrase.strip()}
    for phrase in sorted(phrases, key=lambda words: (-len(words), words)):
        index[phrase[0]] = (*index.get(phrase[0], ()), phrase)
    return index


@cache
def site_phrases() -> Index:
    """Newsletter boxes, share bars, comment forms, legal notes, appeals."""
    return _index(_SITE, _SITE_ELSEWHERE)


@cache
def link_openers() -> Index:
    """How a line begins that opens a run of links to other stories."""
    return _index(_LINKS)


@cache
def reader_words() -> Index:
    """The reader addressed."""
    return _index(_READER)


@cache
def self_words() -> Index:
    """The publisher speaking of itself."""
    return _index(_SITE_SELF)


@cache
def orders() -> Index:
    """First words of a sentence that asks the reader to do something."""
    return _index(_ORDERS)


@cache
def notice_labels() -> Index:
    """First words of the publisher's remarks about the article."""
    return _index(_NOTICE)


@cache
def abstract_labels() -> Index:
    """First words of a box of key points or its heading."""
    return _index(_ABSTRACT)


@cache
def credit_words() -> frozenset[str]:
    """Words of which every credit of a photograph or an agency holds one."""
    return frozenset(_CREDIT.split())


def count_phrases(words: Sequence[str], index: Index) -> int:
    """How many phrases of the index stand in a run of lower-case words; no word counts twice."""
    count = after = 0
    for place in [i for i, word in enumerate(words) if word in index]:
        if place >= after and (length := match_length(words, index, place)):
            count, after = count + 1, place + length
    return count


def match_length(words: Sequence[str], index: Index, place: int = 0) -> int:
    """Words of the longest phrase of the index that begins at `place`, 0 where none does."""
    if place >= len(words):
        return 0
    for phrase in index.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
