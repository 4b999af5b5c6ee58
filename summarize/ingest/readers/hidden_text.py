"""Removes from a page what its reader certainly cannot see, and counts it. Knows attributes, inline styles and simple
rules of `<style>`; loads no style sheet and runs no script.

Text in the colour of its background, or at no size, is how a page tells a machine what it tells no person. What a click
shows (slides, tabs, folded passages), or what another rule may show, is not hidden.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias

from .style_rules import Style, StyleRules, declarations, read_rules

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER_SEEN = ("noscript", "template")  # if one had swallowed the page, `repair_tree` has made it an ordinary part
_NO_TEXT = frozenset(
    ("script", "style", "head", "title", "meta", "link", "option", "select", "textarea", "svg", "math")
)
_WHOLE_PAGE = frozenset(("html", "body"))  # scripts show them later; hiding them does not hide a passage
_FAR = 900  # pixels off the screen; screen-reader tricks use 999 or more
_TINY = 2.0  # pixels; nobody reads a smaller type
_LENGTH = re.compile(r"\s*(-?[0-9]{0,9}(?:\.[0-9]{0,9})?)\s*(px|pt|em|rem|%|vw|vh|ch|ex|in|cm|mm)?\b")
_PIXELS = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 10.0, "vw": 10.0, "vh": 8.0, "ch": 8.0, "ex": 8.0}
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]{0,80})\)")
_NAMED_COLOURS = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "gray": (128,) * 3,
}
_WHITE = (255, 255, 255)
_MAX_COLOUR_DISTANCE = 24  # of 3 × 255: nobody can tell two such colours apart
# Parts of class names of what a page shows one at a time, or unfolds.
_FEW_CLASSES = 40  # up to so many, the parser's own search is quicker
_TWINS = 30  # neighbours examined on either side
_MOST_GROUNDS = 200  # background colours that a text's colour is compared with
_UNFOLDS = ("slid", "swiper", "carousel", "galler", "tab", "pane", "accordion", "collaps", "expand", "toggle", "faq")
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "href")
_CONTROLLING = "descendant::*[@aria-controls or @data-target or @data-bs-target or self::a[starts-with(@href, '#')]]"
_CANDIDATES = "descendant::*[@style or @hidden or @color or @bgcolor or self::dialog]"


@dataclass(frozen=True, slots=True)
class _TextStyle:
    """How text looks at a place, as far as the page's own markup says: what children inherit."""

    hidden: bool = False  # by something a child can undo: visibility, type size
    sizeless: bool = False
    color: tuple[int, ...] | None = None
    ground: tuple[int, ...] | None = _WHITE  # None: an image, or not known


def drop_hidden(tree: HtmlElement) -> int:
    """Remove hidden elements and texts from a page, in place; give the number of characters, white space folded.

    Text that only its colour or its opacity hides stays if it is more than half of the page: then a style sheet that we
    do not have shows it (dark pages, pages behind a dialog).
    """
    rules = read_rules(tree)
    is_odd = _SuspiciousStyle(tree, rules)
    styles = {element: rules.style_of(element) for element in _candidates(tree, rules, is_odd)}
    gone = dict.fromkeys(_outermost([*tree.iter(*_NEVER_SEEN), *_hidden_elements(tree, styles)]))
    count = sum(map(_cut, gone))
    left = {element: style for element, style in styles.items() if not _lies_in(element, gone)}
    odd = (each for each, style in left.items() if is_odd(style) or (each.get("style") and _sets_ground(style)))
    looks: dict[HtmlElement, _TextStyle] = {}
    places = [found for root in _outermost(odd) for found in _walk(root, _look_around(root, rules, looks), rules)]
    count += sum(_erase(place) for place, look in places if look.hidden or look.sizeless)
    colored = [place for place, look in places if _is_one_color(look) and _letters(place)]
    faint = _outermost(element for element, style in left.items() if _is_transparent(element, style))
    return count + _drop_doubtful(tree, colored, faint)


def _hidden_elements(tree: HtmlElement, styles: Mapping[HtmlElement, Style]) -> Iterator[HtmlElement]:
    """The elements that are hidden with all they hold; what a click shows loses the marks that hide it."""
    controlled = _controlled(tree)
    for element in tree.xpath("//*[@aria-hidden]"):  # everyone sees it, but other programs skip it
        if _is_shown_by_click(element, controlled):
            _remove_hiding_marks(element)
    for element, style in styles.items():
        if element.tag in _NO_TEXT | _WHOLE_PAGE:
            continue
        if _is_shown_by_click(element, controlled):
            _remove_hiding_marks(element)
        elif _hides_children(element, style):
            yield element


def _candidates(tree: HtmlElement, rules: StyleRules, is_odd: _SuspiciousStyle) -> Iterator[HtmlElement]:
    """The elements that their own attributes, or a rule, may hide."""
    yield from tree.xpath(_CANDIDATES)
    keys = [key for key, style in rules.rules.items() if _is_gone(style) or _is_faint(style) or is_odd(style)]
    if not keys:
        return
    yield from _with_one_of(tree, frozenset(key.partition(".")[2] for key in keys if "." in key))
    ids = frozenset(key.partition("#")[2] for key in keys if "#" in key)
    yield from (element for element in tree.xpath("//*[@id]") if element.get("id").strip() in ids) if ids else ()
    tags = [key for key in keys if key.isalnum() and key not in _WHOLE_PAGE]
    yield from tree.iter(*tags) if tags else ()


def _with_one_of(tree: HtmlElement, classes: frozenset[str]) -> Iterator[HtmlElement]:
    """The elements of at least one of the classes."""
    known: dict[str, bool] = {}  # pages repeat the same class attributes
    for element in tree.xpath(_with_classes(sorted(classes))) if classes else ():
        names = element.get("class")
        if names not in known:
            known[names] = not classes.isdisjoint(names.split())
        if known[names]:
            yield element


def _with_classes(classes: Sequence[str]) -> str:
    """A path to all elements that may have one of a few classes, else to all that have any."""
    if len(classes) > _FEW_CLASSES:
        return "//*[@class]"
    return "//*[" + " or ".join(f"contains(@class, '{name}')" for name in classes) + "]"


def _controlled(tree: HtmlElement) -> frozenset[str]:
    """The ids of what controls on the page open."""
    values = (element.get(name) or "" for element in tree.xpath(_CONTROLLING) for name in _CONTROLS)
    return frozenset(name.lstrip("#") for value in values for name in value.split())


def _is_shown_by_click(element: HtmlElement, controlled: frozenset[str]) -> bool:
    """Whether a click shows an element that may be hidden: a control names it, or it is one of several of which another
    is visible.
    """
    if (element.get("id") or "").strip() in controlled and element.get("id"):
        return True
    marks = f"{element.get('class')} {element.get('role')}".lower()
    if not any(mark in marks for mark in _UNFOLDS):
        return False
    twins = chain(islice(element.itersiblings(), _TWINS), islice(element.itersiblings(preceding=True), _TWINS))
    names = frozenset((element.get("class") or "").split())
    return any(
        each.tag == element.tag and not names.isdisjoint((each.get("class") or "").split()) and not _is_marked(each)
        for each in twins
    )


def _is_marked(element: HtmlElement) -> bool:
    """Whether an element's own attributes hide it, or say that it is not the one to read."""
    style = declarations(element.get("style") or "")
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or _is_gone(style)


def _remove_hiding_marks(element: HtmlElement) -> None:
    """Remove the marks that would make other programs skip an element."""
    for name in ("hidden", "aria-hidden", "style"):
        element.attrib.pop(name, None)


def _hides_children(element: HtmlElement, style: Style) -> bool:
    """Whether it hides its children too, whatever they say."""
    hidden = element.get("hidden")
    if hidden is not None and hidden.strip().lower() != "until-found":
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    return _is_gone(style)


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
    """A length in pixels, roughly; None if there is none."""
    match = _LENGTH.match(value) if value else None
    if not match or match[1] in ("", "-", ".", "-."):
        return None
    return float(match[1]) * _PIXELS.get(match[2] or "px", 30.0)


class _SuspiciousStyle:
    """Finds styles that may hide their content by visibility, type size or colour, and so need a closer look."""

    def __init__(self, tree: HtmlElement, rules: StyleRules) -> None:
        own = (declarations(style) for style in tree.xpath("//@style[contains(., 'background')]", smart_strings=False))
        found = dict.fromkeys((*rules.grounds, *filter(None, map(_ground_of, own)), *tree.xpath("//@bgcolor")))
        plain = (_color(ground.strip().lower(), _TextStyle()) for ground in found)
        self._grounds = [_WHITE, *(color for color in plain if color is not None)][:_MOST_GROUNDS]

    def __call__(self, style: Style) -> bool:
        """Whether to look closer."""
        if style.get("visibility") in ("hidden", "collapse"):
            return True
        size = _pixels(style.get("font-size"))
        if size is not None and size < _TINY:
            return True
        color = _color(style["color"], _TextStyle()) if "color" in style else None
        ground = _color(_ground_of(style), _TextStyle()) if color is not None and _sets_ground(style) else None
        if color is not None and ground is not None and _distance(color, ground) > _MAX_COLOUR_DISTANCE:
            return False  # as in buttons and boxes: both are given, and they differ
        return color is not None and any(_distance(color, ground) <= _MAX_COLOUR_DISTANCE for ground in self._grounds)


def _ground_of(style: Style) -> str:
    return style.get("background-color") or style.get("background") or ""


def _sets_ground(style: Style) -> bool:
    return "background" in style or "background-color" in style


def _look_around(element: HtmlElement, rules: StyleRules, known: dict[HtmlElement, _TextStyle]) -> _TextStyle:
    """How text looks just outside an element; `known` keeps what was found about the elements around others."""
    path = []
    for ancestor in element.iterancestors():
        if ancestor in known:
            break
        path.append(ancestor)
    above = path[-1].getparent() if path else element.getparent()
    look = known[above] if above is not None else _TextStyle()
    for ancestor in reversed(path):
        look = known[ancestor] = _seen(ancestor, look, rules)
    return look


def _lies_in(element: HtmlElement, others: Collection[HtmlElement]) -> bool:
    return element in others or any(ancestor in others for ancestor in element.iterancestors())


def _outermost(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Those that lie in no other of them, so that none is counted or removed twice."""
    chosen = dict.fromkeys(elements)
    return [element for element in chosen if not any(ancestor in chosen for ancestor in element.iterancestors())]


_Place: TypeAlias = "tuple[HtmlElement, str]"  # an element and "text" or "tail"


def _walk(root: HtmlElement, outside: _TextStyle, rules: StyleRules) -> Iterator[tuple[_Place, _TextStyle]]:
    """Every piece of text inside an element with how it looks, without recursion: pages nest deep."""
    pending = [(root, outside)]
    while pending:
        element, inherited = pending.pop()
        if isinstance(element.tag, str):
            look = _seen(element, inherited, rules)
            if element.tag not in _NO_TEXT:
                yield (element, "text"), look
                pending.extend((child, look) for child in element)
        if element is not root:
            yield (element, "tail"), inherited


def _seen(element: HtmlElement, look: _TextStyle, rules: StyleRules) -> _TextStyle:
    if not (rules.rules or element.get("style") or element.get("color") or element.get("bgcolor")):
        return look
    style = rules.style_of(element)
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


def _on_ground(look: _TextStyle, style: Style) -> _TextStyle:
    ground = style.get("background-color") or style.get("background")
    if "url(" in style.get("background", "") or "background-image" in style or (ground and "gradient" in ground):
        return replace(look, ground=None)
    if ground and not ground.startswith(("transparent", "none", "inherit", "initial", "unset")):
        return replace(look, ground=_color(ground, look))
    return look


def _color(value: str, look: _TextStyle) -> tuple[int, ...] | None:
    """Red, green, blue; None if the value is not understood, and the background's for transparent text."""
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
    return _NAMED_COLOURS.get(word)


def _computed(name: str, inside: str, look: _TextStyle) -> tuple[int, ...] | None:
    parts = [part for part in re.split(r"[\s,/]+", inside.strip()) if part]
    if len(parts) == 4 and (_number(parts[3]) or 0) < 0.1:
        return look.ground
    numbers = [_number(part) for part in parts[:3]]
    if name.startswith("hsl"):  # of these only white and black are recognized, by their lightness
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


def _drop_doubtful(tree: HtmlElement, colored: list[_Place], faint: list[HtmlElement]) -> int:
    """Drop what may look hidden only because a style sheet is missing, each kind unless it is most of the page."""
    if not colored and not faint:
        return 0
    total = _size(tree)
    count = 0
    if 2 * sum(len(_letters(place)) for place in colored) <= total:
        count += sum(_erase(place) for place in colored)
    if 2 * sum(map(_size, faint)) <= total:
        count += sum(map(_cut, faint))
    return count


def _is_one_color(look: _TextStyle) -> bool:
    return (
        look.color is not None
        and look.ground is not None
        and _distance(look.color, look.ground) <= _MAX_COLOUR_DISTANCE
    )


def _distance(color: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(color, other, strict=True))


def _is_transparent(element: HtmlElement, style: Style) -> bool:
    return element.tag not in _NO_TEXT | _WHOLE_PAGE and _is_faint(style)


def _is_faint(style: Style) -> bool:
    if "animation" in style or "animation-name" in style:
        return False
    opacity = _number(style.get("opacity", ""))
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
    """Remove an element, but not the text after it; gives the number of characters removed."""
    count = _size(element)
    element.drop_tree()
    return count


def _erase(place: _Place) -> int:
    element, side = place
    count = len(_letters(place))
    setattr(element, side, " ")
    return count
