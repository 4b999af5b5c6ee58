"""The rules of a page's own <style> elements that may hide text, and whether another rule shows it again.

Reads selectors of one tag, class or id; loads no style sheet. What a script or another rule can show is not certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Style: TypeAlias = dict[str, str]

_MOST_STYLE = 300_000  # characters of <style> that are read
_SIMPLE = re.compile(r"([a-z][a-z0-9-]{0,30})?([.#][a-zA-Z_-][a-zA-Z0-9_-]{0,100})?\Z")
_TOKENS = re.compile(r"[.#][a-zA-Z_-][a-zA-Z0-9_-]{0,100}")
_TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
_COMBINATOR = re.compile(r"[\s>+~]")
# Properties that can hide text, or whose values decide whether others do.
_CONCERNED = re.compile(
    r"display|visibility|colou?r|background|font-size|opacity|clip|transform|text-indent|overflow|height|width|left|top"
    r"|right|bottom|animation",
    re.I,
)
_SHOWS = {  # property: values that hide by themselves; any other shows again
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
    "opacity": ("0", "0.0", "0.00", ".0", "0%"),
    "height": ("0", "0px"),
    "max-height": ("0", "0px"),
    "width": ("0", "0px"),
    "max-width": ("0", "0px"),
}


@dataclass(frozen=True, slots=True)
class StyleRules:
    """Declarations by selector (a tag, ".class", "#id" or a tag with one of them), but not what another rule with a
    longer selector, for a state or for other screens takes back.
    """

    rules: dict[str, Style] = field(default_factory=dict)

    @property
    def grounds(self) -> Iterator[str]:
        """All background colours that the rules set."""
        for style in self.rules.values():
            if ground := style.get("background-color") or style.get("background"):
                yield ground

    def style_of(self, element: HtmlElement) -> Style:
        """What the rules and the element's attributes certainly say about its look; the later and nearer wins."""
        tag = element.tag if isinstance(element.tag, str) else ""
        found: Style = {}
        if self.rules:
            marks = ["." + name for name in (element.get("class") or "").split()[:30]]
            if element.get("id"):
                marks.append("#" + str(element.get("id")).strip())
            apply = [self.rules[key] for key in (tag, *marks, *(tag + mark for mark in marks)) if key in self.rules]
            for style in apply:
                found |= style
            if len(apply) > 1:  # between two rules their order decides, and we do not keep it
                found = {name: value for name, value in found.items() if not _is_disputed(name, apply)}
        for attribute, name in (("color", "color"), ("bgcolor", "background-color")):
            if element.get(attribute):
                found[name] = str(element.get(attribute)).strip().lower()
        return found | declarations(element.get("style") or "")


def read_rules(tree: HtmlElement) -> StyleRules:
    """The rules of the page's <style> elements. At-rules hide nothing, because they hold for some screens only."""
    text = "\n".join(str(style.text or "") for style in tree.iter("style"))[:_MOST_STYLE]
    rules: dict[str, Style] = {}
    shown: set[tuple[str, str]] = set()
    for selectors, body, in_at_rule in _blocks(_without_comments(text)):
        if not _CONCERNED.search(body):
            continue
        style = declarations(body)
        showing = [name for name in _SHOWS if name in style and not _hides(name, style)]
        for key in map(str.strip, selectors.split(",")):
            simple = None if in_at_rule or not key else _SIMPLE.match(key)
            if simple:
                rules[key] = rules.get(key, {}) | style
            shown.update((token, name) for token in _shown_tokens(key, simple) for name in showing)
    for key, style in rules.items():
        for name in _SHOWS:
            if name in style and any((token, name) in shown for token in _tokens(key)[:1]):
                del style[name]
    return StyleRules(rules)


def _shown_tokens(key: str, simple: re.Match[str] | None) -> Sequence[str]:
    """What a selector names last: the tokens that its rule may show."""
    if simple is None:
        return _tokens(_COMBINATOR.split(key)[-1])
    return [simple[1]] if all(simple.groups()) else []


def _hides(name: str, style: Style) -> bool:
    return style.get(name) in _SHOWS[name]


def _is_disputed(name: str, apply: list[Style]) -> bool:
    return name in _SHOWS and len({_hides(name, style) for style in apply if name in style}) > 1


def _tokens(compound: str) -> list[str]:
    """The classes and ids of a selector without blanks, or its tag if it has neither."""
    tag = _TAG.match(compound)
    return _TOKENS.findall(compound) + ([tag[0]] if tag else [])


@lru_cache(maxsize=500)
def declarations(style: str) -> Style:
    """The properties of a style attribute or a rule's body, in lower case, without "!important"; do not change it."""
    found: Style = {}
    for part in style[:5_000].lower().split(";"):
        name, colon, value = part.partition(":")
        if colon and (name := name.strip()):
            found[name] = value.replace("!important", "").strip()
    return found


def _without_comments(css: str) -> str:
    parts = css.split("/*")
    return parts[0] + " ".join(part.partition("*/")[2] for part in parts[1:])


def _blocks(css: str) -> Iterator[tuple[str, str, bool]]:
    """The (selectors, body, whether inside an at-rule) of a style sheet's rules, in one pass.

    At-rules for screens are entered, one level deep; those for print alone are skipped.
    """
    place, start, selectors = 0, 0, ""
    heads: list[str] = []  # of the open blocks
    for match in re.finditer(r"[{};]", css):
        if match[0] == "{":
            heads.append(css[place : match.start()])
            place = start = match.end()
            selectors = heads[-1]
        elif match[0] == "}":
            if heads and (at := _at_rule(heads, selectors)) is not None:
                yield selectors, css[start : match.start()], at
            if heads:
                heads.pop()
            place, selectors = match.end(), ""
        elif not heads:  # an @import or @charset
            place = match.end()


def _at_rule(heads: list[str], selectors: str) -> bool | None:
    """Whether the rule that closes is inside an at-rule for screens; None if it is not a rule to read."""
    if not selectors.strip() or "@" in selectors or len(heads) > 2:
        return None
    if len(heads) == 1:
        return False
    outer = heads[0].strip().lower()
    return True if outer.startswith(("@media", "@supports", "@layer")) and "print" not in outer else None
