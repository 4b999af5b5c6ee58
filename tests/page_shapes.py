"""Shapes of news pages as they stand on the web, made from templates: what surrounds an article, never the same twice.

Every text is ours; the markup is what content systems write. `SHAPES` and `FAULTY` are what `tests/ingest/readers/test_html_page.py` reads.
"""

from __future__ import annotations

import json
from typing import NamedTuple

TITLE = "Ferry service resumes after storm closes the harbour bridge"
DAY = "2025-03-04"
TEXTS = (
    "The harbour bridge at Norwick stayed closed on Tuesday, a day after a storm tore away part of its railing.",
    "“Nobody was hurt, and that is what counts,” said Ida Brandt, who runs the port, in a statement to reporters.",
    "Ferries began to cross again at noon. Some 1,200 people had waited since morning, according to the operator.",
    "The town council will meet on Friday to decide who pays for the repairs, which may cost 3.5 million euros.",
    "Engineers had warned in 2019 that the railing was rusting. The council put the work off for want of money.",
)
NOISE = (
    "Most read: five recipes for a rainy weekend",
    "Sign up for our newsletter and never miss a story",
    "Related: Ten photographs of lighthouses you have to see",
)


class LineFeatures(NamedTuple):
    """A page and what a reader must find: title, day, texts that must be there and texts that must not."""

    name: str
    page: bytes
    title: str | None = TITLE
    day: str | None = DAY
    has: tuple[str, ...] = TEXTS
    lacks: tuple[str, ...] = NOISE


def _p(texts: tuple[str, ...] = TEXTS, mark: str = "p") -> str:
    return "\n".join(f"<{mark}>{text}</{mark}>" for text in texts)


def _page(body: str, head: str = "", title: str = f"{TITLE} - The Norwick Post", lang: str = "en") -> str:
    named = f"<title>{title}</title>" if title else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{named}{head}</head><body>{body}</body></html>'
    )


def _shape(name: str, page: str | bytes, **known: object) -> LineFeatures:
    return LineFeatures(name, page if isinstance(page, bytes) else page.encode(), **known)  # type: ignore[arg-type]


def _ld(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


OG = (
    f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Norwick Post">'
    '<meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2025-03-04T18:20:00+01:00">'
    '<link rel="canonical" href="https://norwick.example/2025/03/ferry">'
)
NAV = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>'
FOOT = '<footer><p>© 2025 The Norwick Post</p><ul><li><a href="/imprint">Imprint</a></li></ul></footer>'
RAIL = (
    "<aside><h3>More</h3><ul>"
    + "".join(f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(NOISE))
    + "</ul></aside>"
)
H1 = f"<h1>{TITLE}</h1>"

WORDPRESS = _page(
    f'{NAV}<div id="page" class="site"><main id="main"><article id="post-77" class="post type-post hentry"><header '
    f'class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on"><time '
    'class="entry-date published" datetime="2025-03-04T18:20:00+01:00">4 March 2025</time></span> <span class="byline">by '
    f'<a rel="author" href="/author/jo">Jo Lindqvist</a></span></div></header><div class="entry-content">{_p()}</div>'
    f'<footer class="entry-footer"><span class="tags-links">Tagged bridge, port</span></footer></article></main>'
    f'<div id="secondary" class="widget-area">{RAIL}</div></div>{FOOT}',
    OG + '<meta name="generator" content="WordPress 6.7">',
)
AMP = (
    '<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js">'
    f"</script><title>{TITLE}</title><style amp-boilerplate>body{{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal "
    "both}@-webkit-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}</style><noscript><style "
    "amp-boilerplate>body{-webkit-animation:none}</style></noscript>"
    f'{_ld(datePublished="2025-03-04T18:20:00Z")}</head><body><amp-ad width="300" height="250"></amp-ad><article>{H1}'
    f'<amp-img src="a.jpg" width="1" height="1"></amp-img>{_p()}<amp-list src="/more"></amp-list></article></body></html>'
)
LIVE = _page(
    f"{NAV}<main><h1>{TITLE}</h1><p>Follow the day as it happens.</p>"
    + "".join(
        f'<article class="live-post"><h2>{9 + n}:00</h2><time datetime="2025-03-04T{9 + n:02}:00:00Z">{9 + n}:00</time>'
        f"<p>{text}</p></article>"
        for n, text in enumerate(TEXTS)
    )
    + f"</main>{FOOT}",
    OG,
)
BANNER = (
    '<div id="cookie-banner" class="cookie-consent" role="dialog"><h2>We value your privacy</h2><p>We and our 842 partners '
    "store cookies on your device to show you advertising that fits you. You can change your mind at any time.</p>"
    "<button>Accept all</button><button>Reject</button></div>"
)
COMMENTS = (
    '<section id="comments" class="comments-area"><h2>2 comments</h2><ol class="comment-list"><li class="comment"><p>First '
    'reader says the ferry is always late anyway and nobody cares about it.</p></li><li class="comment"><p>Second reader '
    "disagrees with the first one and says so at some length.</p></li></ol><form><textarea></textarea></form></section>"
)
TABLE = (
    "<table><thead><tr><th>Route</th><th>Crossings</th></tr></thead><tbody><tr><td>Norwick to Elm</td><td>14 a day</td></tr>"
    "<tr><td>Norwick to Stave</td><td>6 a day</td></tr></tbody></table>"
)
OLD_LAYOUT = (
    f"<html><head><title>{TITLE}</title></head><body bgcolor=#ffffff><table width=780><tr><td colspan=2><img src=logo.gif>"
    "</td></tr><tr><td width=160 valign=top><font size=2><a href=/>Home</a><br><a href=/news>News</a></font></td><td>"
    f"<font face=Arial size=4><b>{TITLE}</b></font><br><font size=1>4 March 2025</font><br><br>"
    + "<br><br>".join(f"<font face=Arial size=2>{text}</font>" for text in TEXTS)
    + "</td></tr></table></body></html>"
)
GERMAN = (
    "Die Brücke über den Hafen von Norwick blieb am Dienstag gesperrt, nachdem ein Sturm das Geländer abgerissen hatte.",
    "„Niemand wurde verletzt, und darauf kommt es an“, sagte die Hafenmeisterin Ida Brandt vor Journalisten in der Stadt.",
    "Die Fähren fahren seit dem Mittag wieder. Rund 1.200 Menschen hatten nach Angaben der Reederei seit dem Morgen gewartet.",
)
RUSSIAN = (
    "Мост через гавань Норвика оставался закрытым во вторник, через день после того, как шторм сорвал часть ограждения.",
    "«Никто не пострадал, и это главное», — сказала журналистам начальник порта Ида Брандт на встрече в городской ратуше.",
    "Паромы снова начали ходить в полдень. По данным оператора, с утра переправы ждали около 1200 человек.",
)
ARABIC = (
    "ظل جسر ميناء نورويك مغلقا يوم الثلاثاء بعد يوم من عاصفة مزقت جزءا من سوره الحديدي وأوقفت حركة المرور في المدينة.",
    "وقالت مديرة الميناء إيدا براندت للصحفيين إن أحدا لم يصب بأذى وإن هذا هو المهم في الوقت الحالي.",
    "وعادت العبارات إلى العمل ظهرا بعد أن انتظر نحو 1200 شخص منذ الصباح وفقا للشركة المشغلة للخط.",
)
JAPANESE = (
    "ノーウィック港の橋は火曜日も閉鎖されたままとなった。前日の嵐で欄干の一部が壊れたためで、市は通行止めを続けている。",
    "港を管理するイーダ・ブラント氏は記者団に対し、けが人はなく、それが何より大切なことだと語った。",
    "フェリーは正午に運航を再開した。運航会社によると、朝からおよそ千二百人が乗り場で待っていたという。",
)
QUOTES = (
    "“She told me, ‘The railing “will not” hold another winter,’ and I believed her,” Brandt said of the engineer’s report.",
    "The report’s title, “‘Rust’ and what it costs”, was quoted in the council’s minutes, which call it “alarming”.",
    *TEXTS,
)
SECOND = (
    "A new stadium will open in Elm next spring, the builders said on Monday.",
    "Tickets go on sale in May at the usual places.",
)
FIGURE = (
    '<figure><img src="a.jpg" alt="A bridge"><figcaption>The bridge on Tuesday. Photo: A. Moll / Example Agency</figcaption>'
    "</figure>"
)
HERO = f'<div class="hero" style="background-image:url(storm.jpg);color:#fff"><h1 style="color:#fff">{TITLE}</h1></div>'

SHAPES = (
    _shape("a blog system's post", WORDPRESS),
    _shape("an accelerated page", AMP),
    _shape("the headline in JSON-LD only", _page(f"{NAV}<div>{_p()}</div>{FOOT}", _ld(datePublished=DAY), title="Norwick Post")),
    _shape(
        "JSON-LD in a graph with other things",
        _page(
            f"{NAV}<article>{H1}{_p()}</article>",
            '<script type="application/ld+json">'
            + json.dumps({"@graph": [{"@type": "WebSite", "name": "X"}, {"@type": ["Article"], "headline": TITLE, "datePublished": "2025-03-04T10:00:00Z"}]})
            + "</script>",
        ),
    ),
    _shape("broken JSON-LD", _page(f"<article>{H1}{_p()}</article>", '<script type="application/ld+json">{"headline": "x", }</script>' + OG)),
    _shape("a live blog", LIVE, lacks=()),
    _shape("a rail of related links", _page(f"{NAV}<main><article>{H1}{_p()}</article></main>{RAIL}{FOOT}", OG)),
    _shape("a cookie banner before the text", _page(f"{BANNER}{NAV}<article>{H1}{_p()}</article>{FOOT}", OG), lacks=("842 partners",)),
    _shape("comments below", _page(f"{NAV}<article>{H1}{_p()}</article>{COMMENTS}{FOOT}", OG), lacks=("First reader", "Second reader")),
    _shape("a print view", _page(f"<h1>{TITLE}</h1><p>Printed from norwick.example on 4 March 2025</p>{_p()}", OG)),
    _shape("a table of figures", _page(f"{NAV}<article>{H1}{_p()}{TABLE}</article>", OG), has=(*TEXTS, "Norwick to Elm", "14 a day")),
    _shape("a list of points", _page(f"{NAV}<article>{H1}{_p(TEXTS[:3])}<ul>{_p(TEXTS[3:], 'li')}</ul></article>", OG)),
    _shape("pull quotes", _page(f"{NAV}<article>{H1}{_p(TEXTS[:2])}<blockquote><p>{TEXTS[2]}</p></blockquote>{_p(TEXTS[3:])}</article>", OG)),
    _shape("captions of photographs", _page(f"{NAV}<article>{H1}{FIGURE}{_p()}</article>", OG)),
    _shape("German", _page(f"{NAV}<article><h1>Fähren fahren wieder nach dem Sturm</h1>{_p(GERMAN)}</article>", title="Fähren fahren wieder nach dem Sturm", lang="de"), title="Fähren fahren wieder nach dem Sturm", day=None, has=GERMAN),
    _shape("Russian in windows-1251", _page(f"<article><h1>Паромы снова ходят</h1>{_p(RUSSIAN)}</article>", title="Паромы снова ходят", lang="ru").replace("utf-8", "windows-1251").encode("cp1251"), title="Паромы снова ходят", day=None, has=RUSSIAN),
    _shape("Arabic, right to left", _page(f'<article dir="rtl"><h1>العبارات تعود إلى العمل</h1>{_p(ARABIC)}</article>', title="العبارات تعود إلى العمل", lang="ar"), title="العبارات تعود إلى العمل", day=None, has=ARABIC),
    _shape("Japanese in Shift_JIS", _page(f"<article><h1>フェリーが運航を再開</h1>{_p(JAPANESE)}</article>", title="フェリーが運航を再開", lang="ja").replace("utf-8", "Shift_JIS").encode("cp932"), title="フェリーが運航を再開", day=None, has=JAPANESE),
    _shape("a layout of tables", OLD_LAYOUT, day=None),
    _shape("two articles that scroll on", _page(f"{NAV}<main><article>{H1}{_p()}</article><article><h1>A stadium for Elm</h1>{_p(SECOND)}</article></main>", OG), lacks=NOISE),
    _shape("no title at all", _page(f"<article>{_p()}</article>", title=""), title=None, day=None),
    _shape("a wrong character set declared", _page(f"<article>{H1}{_p()}</article>", OG).replace("utf-8", "iso-8859-1")),
    _shape("no character set declared", _page(f"<article>{H1}{_p()}</article>", OG).replace('<meta charset="utf-8">', "").encode("cp1252")),
    _shape("UTF-16 with its mark", _page(f"<article>{H1}{_p()}</article>", OG).encode("utf-16")),
    _shape("nested quotations", _page(f"<article>{H1}{_p(QUOTES)}</article>", OG), has=QUOTES),
    _shape("minified", _page(f"{NAV}<article>{H1}{_p()}</article>{FOOT}", OG).replace("\n", "").replace("</p>", "").replace("</li>", "")),
    _shape("XHTML", f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{TITLE}</title><meta name="date" content="2025-03-04" /></head><body><div id="content">{H1}{_p()}</div></body></html>'),
    _shape("the site's name before the headline", _page(f"<article>{H1}{_p()}</article>", OG.replace(f'content="{TITLE}"', f'content="The Norwick Post | {TITLE}"'))),
    _shape("og:title is a shorter wording", _page(f"<article>{H1}{_p()}</article>", OG.replace(f'content="{TITLE}"', 'content="Ferry service resumes after storm"')), title="Ferry service resumes after storm"),
    _shape("a logo as the first h1", _page(f'<header><h1 class="logo"><a href="/">The Norwick Post</a></h1></header><article><h1>{TITLE}</h1>{_p()}</article>', OG)),
    _shape("microdata", _page(f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1><meta itemprop="datePublished" content="2025-03-04"><div itemprop="articleBody">{_p()}</div></div>')),
    _shape("divisions instead of paragraphs", _page(f'{NAV}<div class="article-body">{H1}{_p(TEXTS, "div")}</div>{FOOT}', OG)),
    _shape("line breaks instead of paragraphs", _page(f'{NAV}<div class="story">{H1}<div>{"<br><br>".join(TEXTS)}</div></div>{FOOT}', OG)),
    _shape("adverts between paragraphs", _page("<article>" + H1 + "".join(f"<p>{text}</p><div class='ad advertisement' data-ad><span>Advertisement</span></div>" for text in TEXTS) + "</article>", OG)),
    _shape("a newsletter box inside", _page(f'<article>{H1}{_p(TEXTS[:2])}<div class="newsletter-signup"><p>{NOISE[1]}</p><form><input></form></div>{_p(TEXTS[2:])}</article>', OG)),
    _shape("white letters on a picture", _page(f"{HERO}<article>{_p()}</article>", OG)),
    _shape("a dark page", _page(f'<div style="background:#111;color:#eee"><article>{H1}{_p()}</article></div>', OG)),
    _shape("a modified day later than the first", _page(f"<article>{H1}{_p()}</article>", OG + '<meta property="article:modified_time" content="2025-03-09T08:00:00Z">')),
    _shape("single-page application with its text inside", _page(f'<div id="root"><div class="app"><main><article>{H1}{_p()}</article></main></div></div><script>window.__STATE__={{"a":"b"}}</script>', OG)),
    _shape("named entities", _page(f"<article>{H1}{_p()}</article>", OG).replace("“", "&ldquo;").replace("”", "&rdquo;")),
)  # fmt: skip

ARTICLE = f"<article>{H1}{_p()}</article>"
# Parts that are never read, left open before the article, so that they swallow it.
SWALLOWED = (
    *(_shape(f"an unclosed <{tag}> before the article", _page(f'{NAV}<div id="page"><{tag} class="part">{inside}<main>{ARTICLE}</main>{FOOT}', OG))
    for tag, inside in {
        "noscript": '<img src="count.gif" alt="">',
        "nav": '<ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul>',
        "aside": f'<a href="/1">{NOISE[0]}</a>',
        "header": '<a href="/">The Norwick Post</a>',
        "footer": '<a href="/imprint">Imprint</a>',
        "form": '<input name="q"><input type="submit">',
        "fieldset": "<legend>Search</legend>",
        "figure": '<img src="bridge.jpg">',
        "menu": '<li><a href="/">Home</a></li>',
        "dialog": "<span>Cookies</span>",
        "label": "Search",
        "video": '<source src="a.mp4">',
        "noindex": "",
        "template": "<b>A box</b>",
    }.items()),
    _shape("an unclosed <noscript> in the head", _page(f"{NAV}{ARTICLE}{FOOT}", f'{OG}<noscript><img src="count.gif">')),
    _shape("a form around the whole page", _page(f'<form id="aspnetForm" method="post">{NAV}{ARTICLE}{FOOT}</form>', OG)),
    _shape("a menu that is told by its role, never closed", _page(f'<div role="navigation"><a href="/">Home</a><div>{ARTICLE}</div>', OG)),
)  # fmt: skip


def _ruled(name: str, css: str, before: str = "", after: str = "", mark: str = 'class="x"') -> LineFeatures:
    return _shape(
        name,
        _page(
            f"{NAV}<article>{H1}{_p(TEXTS[:2])}{before}<div {mark}>{_p(TEXTS[2:])}</div>{after}</article>",
            f"{OG}<style>{css}</style>",
        ),
    )


# A rule that hides, and another that shows again.
SHOWN_AGAIN = (
    _ruled("a class that scripts add", ".x{display:none} .x.open{display:block}"),
    _ruled("a class of the page that scripts set", ".x{display:none} .js .x{display:block}"),
    _ruled("a child of an opened part", ".x { display : none } .open > .x { display: grid }"),
    _ruled("shown on wide screens", ".x{display:none}@media (min-width:600px){.x{display:block}}"),
    _ruled("shown where grids are known", ".x{display:none} @supports (display:grid){ .x { display: grid } }"),
    _ruled("shown as the target of a link", ".x{display:none}.x:target{display:block}"),
    _ruled("shown beside a ticked box", ".x{display:none} input:checked ~ .x{display:block}", '<input type="checkbox">'),
    _ruled("a passage that fades in", ".x{opacity:0}.x.in{opacity:1;transition:opacity 1s}"),
    _ruled("a passage that an animation shows", "@keyframes in{to{opacity:1}} .x{opacity:0;animation:in 1s forwards}"),
    _ruled("a passage that scripts make visible", ".x{visibility:hidden} .loaded .x{visibility:visible}"),
    _ruled("a folded passage", ".x{max-height:0;overflow:hidden} .x.open{max-height:none}"),
    _ruled("two classes that disagree", ".x{display:none} .y{display:block}", mark='class="x y"'),
    _ruled("an id that disagrees", ".x{display:none} #y{display:block}", mark='class="x" id="y"'),
    _ruled("a tag that is shown by a class", "section{display:none} section.on{display:block}", "<section>Short.</section>"),
    _ruled("hidden in print alone", "@media print{.x{display:none}}"),
)  # fmt: skip


def _slides(name: str, first: str, other: str, around: str = "<div>{}</div>", before: str = "") -> LineFeatures:
    """An article of which each passage but the first waits for a click."""
    slides = [f"<div {other if n else first}><p>{text}</p></div>" for n, text in enumerate(TEXTS)]
    return _shape(
        name, _page(f"{NAV}<main><article>{H1}{before}{around.format(''.join(slides))}</article></main>{FOOT}", OG)
    )


SLIDES = (
    _slides("slides of which one is active", 'class="carousel-item active"', 'class="carousel-item" aria-hidden="true"'),
    _slides("slides that are not displayed", 'class="item-slide"', 'class="item-slide" style="display: none"'),
    _slides("slides that are hidden by attribute", 'class="swiper-item"', 'class="swiper-item" hidden'),
    _slides("a gallery of pictures with texts", 'class="gallery-item on"', 'class="gallery-item" aria-hidden="true" style="opacity:0"'),
    _slides("tabs that name their panels", 'id="t0" role="tabpanel"', 'id="t1" role="tabpanel" hidden', before='<a role="tab" aria-controls="t1">More</a>'),
    _slides("tabs by their role alone", 'class="p" role="tabpanel"', 'class="p" role="tabpanel" hidden'),
    _slides("an accordion", 'id="a" class="panel-body"', 'id="b" class="collapse panel-body" style="height:0;overflow:hidden"', before='<button data-target="#b">+</button>'),
    _slides("the rest behind a link", 'class="first"', 'id="rest" style="display:none"', before='<a href="#rest">Read on</a>'),
    _slides("passages that the browser finds", 'class="a"', 'class="a" hidden="until-found"'),
    _slides("details that are closed", 'class="a"', 'class="a"', around="<details><summary>The whole story</summary>{}</details>"),
)  # fmt: skip
READABLE = (
    _shape("an <html/> that closes itself", f'<!DOCTYPE html><html lang="en"/><head><meta charset="utf-8"><title>{TITLE}</title>{OG}</head><body>{ARTICLE}</body></html>'),
    _shape("a <body/> that closes itself", f'<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title>{OG}</head><body class="home" />{ARTICLE}</html>'),
    _shape("a shadow tree in the page", _page(f'{NAV}<story-body><template shadowrootmode="open">{ARTICLE}</template></story-body>{FOOT}', OG)),
    _shape("a page behind a dialog", _page(f'<div aria-hidden="true">{NAV}{ARTICLE}</div><div role="dialog"><p>Choose your edition.</p></div>', OG)),
    _shape("a story in the noscript of an application", _page(f'<div id="root"></div><noscript>{ARTICLE}</noscript>', OG)),
    _shape("all in one table cell, by line breaks", f"<html><head><title>{TITLE}</title>{OG}</head><body><table><tr><td>{'<br>'.join(TEXTS)}</td></tr></table></body></html>"),
    _shape("words in spans alone", _page("".join(f"<span>{text}</span><br>" for text in TEXTS), OG)),
    _shape("preformatted", _page(f"{NAV}<pre>{chr(10).join(TEXTS)}</pre>", OG)),
)  # fmt: skip
FAULTY = (*SWALLOWED, *SHOWN_AGAIN, *SLIDES, *READABLE)

# How pages place an article; each fault is tried in each.
LAYOUTS = {
    "an article": "<article>{}</article>",
    "capital tags": "<ARTICLE>{}</ARTICLE>",
    "main": "<main>{}</main>",
    "an entry of a blog": '<div class="post"><div class="entry-content">{}</div></div>',
    "the bare body": "{}",
    "a table": "<table width=100%><tr><td valign=top>{}</td></tr></table>",
    "sections": "<div id=content><section><h2>Harbour</h2><div>{}</div></section></div>",
}
_OPENED = ("noscript", "nav", "aside", "header", "footer", "form", "dialog", "template")
SWALLOWED_IN_LAYOUTS = tuple(
    _shape(
        f"{name}, {lang}, swallowed by <{tag}>",
        _page(f'{NAV}<div id="page"><{tag} class="part">{layout.format(H1 + _p(texts))}{FOOT}', OG, lang=lang),
        has=texts,
    )
    for name, layout in LAYOUTS.items()
    for tag in _OPENED
    for lang, texts in (("en", TEXTS), ("ja", JAPANESE))
)
_SHOWN_RULES = (
    ".x{display:none} .x.open{display:block}",
    ".x{display:none} .js .x{display:block}",
    ".x{display:none}@media (min-width:600px){.x{display:block}}",
    ".x{opacity:0}.x.in{opacity:1}",
    ".x{visibility:hidden} .loaded .x{visibility:visible}",
    ".x{max-height:0;overflow:hidden} .x.open{max-height:none}",
    ".x{display:none}\n.y .x{display:flex!important}",
    ".x,.z{display:none} .x:not(.off){display:block}",
)
SHOWN_IN_LAYOUTS = tuple(
    _shape(
        f"{name}, all in {css}",
        _page(
            f'{NAV}<div class="x">{layout.format(H1 + _p())}</div>{RAIL}{FOOT}',
            f"{OG}<style>{css}</style>",
        ),
    )
    for name, layout in LAYOUTS.items()
    for css in _SHOWN_RULES
)
_SLIDE_MARKS = (
    ('class="carousel-item active"', 'class="carousel-item" aria-hidden="true"'),
    ('class="item-slide"', 'class="item-slide" style="display: none"'),
    ('class="swiper-item"', 'class="swiper-item" hidden'),
    ('class="slick-slide slick-active"', 'class="slick-slide" aria-hidden="true" tabindex="-1"'),
    ('id="t0" role="tabpanel"', 'id="t1" role="tabpanel" aria-hidden="true"'),
    ('class="gallery-item on"', 'class="gallery-item" aria-hidden="true" style="opacity:0"'),
)
SLIDES_IN_LAYOUTS = tuple(
    _shape(
        f"{name}, slides by {other}",
        _page(
            NAV
            + layout.format(
                H1 + "".join(f"<div {other if n else first}><p>{text}</p></div>" for n, text in enumerate(TEXTS))
            )
            + RAIL
            + FOOT,
            OG,
        ),
    )
    for name, layout in LAYOUTS.items()
    for first, other in _SLIDE_MARKS
)
_HEAD = f'<!DOCTYPE html><html lang="en"{{}}><head><meta charset="utf-8"><title>{TITLE}</title>{OG}</head>'
_REFUSED = {
    "an <html/> that closes itself": _HEAD.format("/") + "<body>{}</body></html>",
    "a <body/> that closes itself": _HEAD.format("") + '<body class="home" />{}</html>',
    "a shadow tree": _HEAD.format("")
    + f'<body>{NAV}<x-story><template shadowrootmode="open">{{}}</template></x-story>{FOOT}</body></html>',
    "a page behind a dialog": _HEAD.format("")
    + '<body><div aria-hidden="true">{}</div><div role="dialog"><p>Choose your edition.</p></div></body></html>',
    "the noscript of an application": _HEAD.format("")
    + '<body><div id="root"></div><noscript>{}</noscript></body></html>',
    "no closing tag at all": _HEAD.format("") + f"<body>{NAV}{{}}",
}
READABLE_IN_LAYOUTS = tuple(
    _shape(f"{name}, {fault}", page.format(layout.format(H1 + _p())))
    for name, layout in LAYOUTS.items()
    for fault, page in _REFUSED.items()
)
IN_LAYOUTS = (SWALLOWED_IN_LAYOUTS, SHOWN_IN_LAYOUTS, SLIDES_IN_LAYOUTS, READABLE_IN_LAYOUTS)

WALLS = {
    "a paywalled teaser": (_page(f'{NAV}<article>{H1}<p>{TEXTS[0]}</p><div class="paywall"><p>To continue reading this article, subscribe from 1 euro a week. Already a subscriber? Log in.</p></div></article>', OG), "a paywall"),
    "a consent page": (_page("<main><h1>Before you continue to Norwick Post</h1><p>We use cookies and similar technologies. We and our partners store and read information on your device.</p><button>Accept</button></main>"), "a consent page"),
    "a German consent page": (_page("<main><p>Wir und unsere Partner verarbeiten Daten. Mit Werbung weiterlesen oder ein Abonnement abschließen, um ohne Werbung zu lesen.</p></main>", lang="de"), "a consent page"),
    "a check for robots": (_page("<main><h1>norwick.example</h1><p>Verifying you are human. This may take a few seconds. Enable JavaScript and cookies to continue.</p></main>"), "a check for robots"),
    "a page of scripts": (_page('<div id="root"></div><p>You need to enable JavaScript to run this app.</p>'), "a page that needs scripts"),
    "nothing there": (_page("<main><h1>404</h1><p>Page not found. The page you are looking for has been moved or does not exist.</p></main>"), "an error page"),
}  # fmt: skip
FRAMES = "<html><head><title>Frames</title></head><frameset cols='20%,80%'><frame src='menu.html'><frame src='text.html'></frameset></html>"
