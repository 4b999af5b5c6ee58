"""Takes out of a page what its reader cannot see, and counts it. Knows attributes, inline styles and simple rules of
`<style>`; loads no style sheet and runs no script.

Text in the colour of its ground or at no size is how a page tells a machine what it tells no person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Style: TypeAlias = dict[str, str]
_Rules: TypeAlias = dict[str, Style]

_NEVER_SEEN = frozenset(("noscript", "template"))
_NO_TEXT = frozenset(
    ("script", "style", "head", "title", "meta", "link", "option", "select", "textarea", "svg", "math")
)
_WHOLE_PAGE = frozenset(("html", "body"))  # scripts show them later; hiding them is no hiding of a passage
_FAR = 900  # pixels off the screen; screen-reader tricks use 999 or more
_TINY = 2.0  # pixels of a type size nobody reads
_MOST_STYLE = 300_000  # characters of <style> that are read
_SIMPLE = re.compile(r"([a-z][a-z0-9-]{0,30})?([.#][a-zA-Z_-][a-zA-Z0-9_-]{0,100})?\Z")
_LENGTH = re.compile(r"\s*(-?[0-9]{0,9}(?:\.[0-9]{0,9})?)\s*(px|pt|em|rem|%|vw|vh|ch|ex|in|cm|mm)?\b")
_PIXELS = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 10.0, "vw": 10.0, "vh": 8.0, "ch": 8.0, "ex": 8.0}
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]{0,80})\)")
_NAMED = {"white": (255, 255, 255), "snow": (255, 250, 250), "black": (0, 0, 0), "red": (255, 0, 0), "gray": (128,) * 3}
_NEAR = 24  # of 3 × 255: two colours nobody tells apart


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks at a place, as far as a page's own markup says: what children inherit."""

    hidden: bool = False  # by what a child can undo: visibility, type size
    sizeless: bool = False
    color: tuple[int, ...] | None = None
    ground: tuple[int, ...] | None = (255, 255, 255)  # None: an image, or not known


def drop_hidden(tree: HtmlElement) -> int:
    """Take hidden elements and texts out of a page, in place; give the number of characters, white space folded.

    Text that only its colour, its opacity or aria-hidden hides stays when it is more than half of the page: then a
    style sheet that is not here shows it (dark pages, pages behind a dialog).
    """
    rules = _rules(tree)
    gone = _outermost(tree, lambda element: _is_never_seen(element) or _goes(element, rules))
    count = sum(map(_cut, gone))
    count += sum(map(_erase, list(_unseen(tree, rules))))
    return count + _drop_doubtful(tree, rules)


def style_of(element: HtmlElement, rules: _Rules) -> Style:
    """What the page's own rules and the element's attributes say about its look; the later and nearer wins."""
    tag = element.tag if isinstance(element.tag, str) else ""
    found: Style = {}
    if rules:
        marks = ["." + name for name in (element.get("class") or "").split()[:30]]
        if element.get("id"):
            marks.append("#" + str(element.get("id")).strip())
        for key in (tag, *marks, *(tag + mark for mark in marks)):
            found |= rules.get(key, {})
    for attribute, name in (("color", "color"), ("bgcolor", "background-color")):
        if element.get(attribute):
            found[name] = str(element.get(attribute)).strip().lower()
    return found | _declarations(element.get("style") or "")


def _rules(tree: HtmlElement) -> _Rules:
    """The rules of the page's <style> elements whose selectors are one tag, class or id. At-rules are passed over."""
    text = "\n".join(str(style.text or "") for style in tree.iter("style"))[:_MOST_STYLE]
    found: _Rules = {}
    for selectors, body in _blocks(_without_comments(text)):
        style = _declarations(body)
        for selector in selectors.split(",") if style else ():
            key = selector.strip()
            if key and _SIMPLE.match(key):
                found[key] = found.get(key, {}) | style
    return found


def _without_comments(css: str) -> str:
    parts = css.split("/*")
    return parts[0] + " ".join(part.partition("*/")[2] for part in parts[1:])


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The (selectors, body) pairs of a style sheet's outer rules, in one pass."""
    place, depth, start, selectors = 0, 0, 0, ""
    for match in re.finditer(r"[{};]", css):
        if match[0] == "{":
            if depth == 0:
                selectors, start = css[place : match.start()], match.end()
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                if "@" not in selectors:
                    yield selectors, css[start : match.start()]
                place = match.end()
        elif depth == 0:  # an @import or @charset
            place = match.end()


def _declarations(style: str) -> Style:
    found: Style = {}
    for part in style[:5_000].lower().split(";"):
        name, colon, value = part.partition(":")
        if colon and (name := name.strip()):
            found[name] = value.replace("!important", "").strip()
    return found


def _outermost(tree: HtmlElement, chosen: Callable[[HtmlElement], bool]) -> list[HtmlElement]:
    """The chosen elements that lie in no other chosen one, so that none is counted or taken out twice."""
    found, pending = [], [tree]
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str):
            continue
        if chosen(element):
            found.append(element)
        elif element.tag not in _NO_TEXT:
            pending.extend(element)
    return found


def _is_never_seen(element: HtmlElement) -> bool:
    """Whether no browser with scripts shows it."""
    return element.tag in _NEVER_SEEN


def _goes(element: HtmlElement, rules: _Rules) -> bool:
    """Whether it takes its children with it, whatever those say."""
    if element.tag in _NO_TEXT | _WHOLE_PAGE:
        return False
    hidden = element.get("hidden")
    if hidden is not None and hidden.strip().lower() != "until-found":
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    return bool(element.get("style") or rules) and _is_gone(style_of(element, rules))


def _is_gone(style: Style) -> bool:
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    if style.get("clip-path", "").startswith(("inset(50%", "inset(100%", "circle(0")):
        return True
    if "scale(0)" in style.get("transform", "") or style.get("clip", "").replace(" ", "").startswith("rect(0"):
        return style.get("position") in ("absolute", "fixed") or "transform" in style
    boxless = any(_pixels(style.get(name)) == 0 for name in ("height", "max-height", "width", "max-width"))
    return (boxless and style.get("overflow", "").startswith("hidden")) or _is_off_screen(style)


def _is_off_screen(style: Style) -> bool:
    if (indent := _pixels(style.get("text-indent"))) is not None and indent <= -_FAR:
        return True
    moved = style.get("position") in ("absolute", "fixed", "relative")
    shifts = [_pixels(style.get(name)) for name in (("left", "top", "right", "bottom") if moved else ())]
    shifts += [_pixels(style.get(name)) for name in ("margin-left", "margin-top")]
    return any(shift is not None and shift <= -_FAR for shift in shifts)


def _pixels(value: str | None) -> float | None:
    """A length in pixels, roughly; None where there is none."""
    match = _LENGTH.match(value) if value else None
    if not match or match[1] in ("", "-", ".", "-."):
        return None
    return float(match[1]) * _PIXELS.get(match[2] or "px", 30.0)


_Place: TypeAlias = "tuple[HtmlElement, str]"  # an element and "text" or "tail"


def _walk(tree: HtmlElement, rules: _Rules) -> Iterator[tuple[_Place, _Look]]:
    """Every piece of text with how it looks, without recursion: pages nest deeper than Python's stack."""
    pending = [(tree, _Look())]
    while pending:
        element, inherited = pending.pop()
        if not isinstance(element.tag, str):
            yield (element, "tail"), inherited
            continue
        look = _seen(element, inherited, rules)
        if element.tag not in _NO_TEXT:
            yield (element, "text"), look
            pending.extend((child, look) for child in element)
        yield (element, "tail"), inherited


def _seen(element: HtmlElement, look: _Look, rules: _Rules) -> _Look:
    if not (rules or element.get("style") or element.get("color") or element.get("bgcolor")):
        return look
    style = style_of(element, rules)
    if not style:
        return look
    if element.tag not in _WHOLE_PAGE and (visibility := style.get("visibility")):
        look = replace(look, hidden=visibility in ("hidden", "collapse"))
    if size := style.get("font-size"):
        number = _pixels(size)
        relative = "em" in size.replace("rem", "") or "%" in size
        if number is not None and not (relative and look.sizeless):
            look = replace(look, sizeless=number < _TINY)
    if "color" in style:
        look = replace(look, color=_color(style["color"], look))
    return _on_ground(look, style)


def _on_ground(look: _Look, style: Style) -> _Look:
    ground = style.get("background-color") or style.get("background")
    if "url(" in style.get("background", "") or "background-image" in style or (ground and "gradient" in ground):
        return replace(look, ground=None)
    if ground and not ground.startswith(("transparent", "none", "inherit", "initial", "unset")):
        return replace(look, ground=_color(ground, look))
    return look


def _color(value: str, look: _Look) -> tuple[int, ...] | None:
    """Red, green, blue; None where the value is not understood, and the ground's for a transparent text."""
    value = value.strip()
    if value.startswith("transparent"):
        return look.ground
    if match := _FUNCTION.match(value):
        return _computed(match[1], match[2], look)
    word = re.split(r"[\s/]", value, maxsplit=1)[0]
    if re.fullmatch(r"#?[0-9a-f]{6}(?:[0-9a-f]{2})?", word):
        digits = word.lstrip("#")
        return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))
    if re.fullmatch(r"#[0-9a-f]{3,4}", word):
        return tuple(17 * int(digit, 16) for digit in word[1:4])
    return _NAMED.get(word)


def _computed(name: str, inside: str, look: _Look) -> tuple[int, ...] | None:
    parts = [part for part in re.split(r"[\s,/]+", inside.strip()) if part]
    if len(parts) == 4 and (_number(parts[3]) or 0) < 0.1:
        return look.ground
    numbers = [_number(part) for part in parts[:3]]
    if name.startswith("hsl"):  # of these only white and black are told, by their lightness
        lightness = numbers[2] if len(numbers) == 3 else None
        return {1.0: (255,) * 3, 0.0: (0,) * 3}.get(lightness) if lightness is not None else None
    if len(numbers) < 3 or None in numbers:
        return None
    return tuple(
        round(255 * n) if "%" in part else round(n) for n, part in zip(numbers, parts, strict=False) if n is not None
    )


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None


def _unseen(tree: HtmlElement, rules: _Rules) -> Iterator[_Place]:
    return (place for place, look in _walk(tree, rules) if (look.hidden or look.sizeless) and _letters(place))


def _drop_doubtful(tree: HtmlElement, rules: _Rules) -> int:
    """What may be hidden only for want of the style sheet: a kind of it goes unless it is most of the page."""
    total = sum(len(_letters(place)) for place, _ in _walk(tree, rules))
    colored = [place for place, look in _walk(tree, rules) if _is_one_color(look) and _letters(place)]
    count = 0
    if 2 * sum(len(_letters(place)) for place in colored) <= total:
        count += sum(_erase(place) for place in colored)
    for kind in (_is_aria_hidden, _is_transparent):
        found = _outermost(tree, partial(kind, rules=rules))
        if 2 * sum(map(_size, found)) <= total:
            count += sum(map(_cut, found))
    return count


def _is_one_color(look: _Look) -> bool:
    if look.color is None or look.ground is None:
        return False
    return sum(abs(a - b) for a, b in zip(look.color, look.ground, strict=True)) <= _NEAR


def _is_aria_hidden(element: HtmlElement, rules: _Rules) -> bool:
    return (element.get("aria-hidden") or "").strip().lower() == "true" and element.tag not in _NO_TEXT


def _is_transparent(element: HtmlElement, rules: _Rules) -> bool:
    if element.tag in _NO_TEXT | _WHOLE_PAGE or not (rules or element.get("style")):
        return False
    opacity = _number(style_of(element, rules).get("opacity", ""))
    return opacity is not None and opacity < 0.05


def _letters(place: _Place) -> str:
    element, side = place
    return " ".join(str((element.text if side == "text" else element.tail) or "").split())


def _size(element: HtmlElement) -> int:
    return sum(len(" ".join(text.split())) for text in _texts(element))


def _texts(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag not in _NO_TEXT:
            yield str(part.text or "")
        if part is not element:
            yield str(part.tail or "")


def _cut(element: HtmlElement) -> int:
    """Remove an element, not the text after it; the characters that went."""
    count = _size(element)
    element.drop_tree()
    return count


def _erase(place: _Place) -> int:
    element, side = place
    count = len(_letters(place))
    setattr(element, side, " ")
    return count
