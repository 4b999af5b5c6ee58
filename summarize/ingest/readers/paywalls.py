"""Tells a page that only asks (to pay, to log in, to accept cookies, to prove to be human) from an article.

A short text with such a request in it is a wall; in a long one the request is a box beside the news.
"""

from __future__ import annotations

import re

_BARE = 60  # words; a text that short needs only one weak sign
_SPACES = re.compile(r"\s+")

# Kinds of wall: the reason, the words a page of it has at most (a teaser before a paywall has a hundred or more, other
# walls are short), and the set phrases that tell it, in lower case, in the languages whose walls are met most.
_WALLS = (
    (
        "a paywall, not the article",
        180,
        (
            "subscribe to continue reading", "subscribe to read", "to continue reading this article",
            "to continue reading, subscribe", "this article is for subscribers", "subscriber-only",
            "for subscribers only", "exclusive to subscribers", "already a subscriber", "become a subscriber to read",
            "subscribe now to keep reading", "keep reading with a free trial", "start your free trial",
            "unlock this article", "this content is reserved for subscribers",
            "you have reached your limit of free articles", "you've reached your limit of free articles",
            "articles remaining this month", "this is a premium article",
            "jetzt weiterlesen mit", "dieser artikel ist nur für abonnenten", "sie möchten weiterlesen",
            "diesen artikel weiterlesen", "réservé aux abonnés", "réservé à nos abonnés", "de cet article à lire",
            "contenido exclusivo para suscriptores", "suscríbete para seguir leyendo", "para seguir leyendo",
            "exclusivo para assinantes", "conteúdo exclusivo para assinantes", "assine para continuar lendo",
            "articolo riservato agli abbonati", "contenuto riservato agli abbonati",
            "abbonati per continuare a leggere", "alleen voor abonnees", "artykuł dostępny tylko dla subskrybentów",
        ),
    ),
    (
        "a log-in page, not the article",
        100,
        (
            "log in to continue", "sign in to continue", "please log in to read", "please sign in to read",
            "register to continue reading", "create a free account to continue", "bitte melden sie sich an, um",
            "connectez-vous pour lire", "inicia sesión para continuar", "faça login para continuar",
        ),
    ),
    (
        "a consent page, not the article",
        180,
        (
            "we value your privacy", "before you continue to", "manage your privacy", "we and our partners",
            "we use cookies and similar technologies", "to continue, please accept cookies", "accept all cookies",
            "consent to the use of cookies", "wir und unsere partner", "bitte stimmen sie", "mit werbung weiterlesen",
            "nous et nos partenaires", "avec votre accord", "accepter et continuer", "nosotros y nuestros socios",
            "aceptar y continuar", "noi e i nostri partner", "accetta e continua", "wij en onze partners",
            "nós e os nossos parceiros",
        ),
    ),
    (
        "a check for robots, not the article",
        100,
        (
            "verify you are human", "verifying you are human", "are you a robot", "checking your browser before",
            "complete the security check", "unusual traffic from your", "enable javascript and cookies to continue",
            "access to this page has been denied", "checking if the site connection is secure",
            "press & hold to confirm",
        ),
    ),
    (
        "a page that needs scripts to show its text",
        100,
        (
            "please enable javascript", "you need to enable javascript", "javascript is disabled",
            "javascript is required", "requires javascript", "bitte aktivieren sie javascript",
            "veuillez activer javascript",
        ),
    ),
    (
        "an error page, not the article",
        80,
        (
            "page not found", "404 not found", "error 404", "the page you requested could not be found",
            "the page you are looking for", "403 forbidden", "access denied", "seite nicht gefunden",
            "page introuvable", "página no encontrada", "página não encontrada", "pagina non trovata",
            "not available in your region", "not available in your country", "unavailable due to legal reasons",
        ),
    ),
)  # fmt: skip
_MOST = max(most for _, most, _ in _WALLS)
_WEAK = (
    ("a paywall, not the article", ("subscribe", "abonnez-vous", "suscríbete", "abonnieren", "assine", "abbonati")),
    ("a log-in page, not the article", ("log in", "sign in", "anmelden", "se connecter", "iniciar sesión")),
    ("a consent page, not the article", ("cookies", "consent")),
)
_WEAK_NEEDED = 2  # mentions in a bare text: a brief may mention a subscription once


def is_wall(text: str, title: str | None = None) -> str:
    """Why a page's text is no article: "a paywall, not the article" and the like; "" when it may be one.

    `text` is the main text that was found on the page. A long text is never a wall.
    """
    words = len(text.split())
    if words > _MOST:
        return ""
    folded = _SPACES.sub(" ", f"{title or ''}\n{text}".lower().replace("’", "'"))
    for reason, most, signs in _WALLS:
        if words <= most and any(sign in folded for sign in signs):
            return reason
    if words > _BARE:
        return ""
    return next((why for why, signs in _WEAK if sum(map(folded.count, signs)) >= _WEAK_NEEDED), "")
