"""What repeats the report in front of it: a lead-in that the report tells again, a box of key points.

Method: a paragraph is restated if one later passage of three paragraphs holds half of its terms.
"""

from __future__ import annotations

from collections.abc import Sequence

from .paragraphs import Part, in_list

_RESTATED = 0.5  # share of an abstract's terms that one later passage holds
_MOST = 0.4  # an abstract is at most this share of the article's words
_LEAST_TERMS = 4  # fewer prove nothing
_ITEMS = 40  # most items of a box
_PLAIN_ITEMS, _ITEM_WORDS = 8, 16  # most items of a box without list marks, most words of one
_LEAD = 30  # most paragraphs of a lead-in
_LATE = ("byline", "date or time stamp", "dateline")  # what stands between a standfirst and the report


def mark_key_points(parts: list[Part]) -> list[Part]:
    """Boxes of key points: a list in front of the report that no sentence introduces, or lines below such a label."""
    words = sum(part.size for part in parts)
    labels = {i: part.shape.labels_abstract for i, part in enumerate(parts)}
    points, headings = set(_front_list(parts)), set()
    for i, length in labels.items():
        if length and (parts[i].kind != "title"):
            below = _box(parts, i + 1)
            alone = len(parts[i].shape.lower) == length
            headings.update([i] if alone else [])
            points.update(below if alone else [i])
    if sum(parts[i].size for i in points) > _MOST * words:
        return parts
    out = list(parts)
    for i in points:
        out[i] = parts[i].marked("abstract", "key points of the report")
    for i in headings:
        out[i] = parts[i].marked("heading", "label of a box of key points")
    return out


def _front_list(parts: Sequence[Part]) -> list[int]:
    """A list of two items or more above the report, its first item perhaps after one paragraph."""
    seen = 0
    found: list[int] = []
    for i, part in enumerate(parts):
        if _is_item(parts, i) and (not found or _is_numbered(part) == _is_numbered(parts[found[0]])):
            found.append(i)
        elif found:
            break
        seen += part.solid and not part.kind
        if seen > 1 and not found:
            break
    return found if len(found) > 1 else []


def _is_item(parts: Sequence[Part], i: int) -> bool:
    return parts[i].shape.bullet > 0 and not in_list(parts, i) and parts[i].kind in (None, "heading")


def _is_numbered(part: Part) -> bool:
    return part.shape.text[0].isdigit()


def _box(parts: Sequence[Part], start: int) -> list[int]:
    """The items below a label: bullets, or short lines until one is a paragraph."""
    end = start
    while end < min(len(parts), start + _ITEMS) and parts[end].shape.bullet and not parts[end].kind:
        end += 1
    if end == start:
        end = start + _plain_items(parts, start)
    return list(range(start, end))


def _plain_items(parts: Sequence[Part], start: int) -> int:
    """How many one-line items follow a label without marks: at least two lines, ended by a paragraph or a heading."""
    count = 0
    near = parts[start : start + _PLAIN_ITEMS + 1]
    while count < len(near) and not near[count].kind and near[count].size <= _ITEM_WORDS:
        count += 1
    ended = count < len(near) and near[count].kind in (None, "heading", "boilerplate")
    return count if ended and count > 1 else 0


def mark_abstract(parts: list[Part]) -> list[Part]:
    """A lead-in that the report after the next heading, byline or dateline tells again."""
    cuts = _cuts(parts)
    if not cuts:
        return parts
    body = [i for i, part in enumerate(parts) if not part.kind]
    words = sum(parts[i].size for i in body)
    out = list(parts)
    for cut in cuts:
        lead = [i for i in body if i < cut]
        rest = [parts[i].bag for i in body if i > cut]
        short = sum(parts[i].size for i in lead) <= _MOST * words
        if short and 0 < len(lead) <= _LEAD and _restates(_by_paragraph(parts, lead), rest):
            for i in lead:
                out[i] = out[i].marked("abstract", "the report below says it again")
    return out


def _by_paragraph(parts: Sequence[Part], lead: Sequence[int]) -> list[frozenset[str]]:
    paragraphs: dict[int, frozenset[str]] = {}
    for i in lead:
        paragraphs[parts[i].paragraph] = paragraphs.get(parts[i].paragraph, frozenset()) | parts[i].bag
    return list(paragraphs.values())


def _cuts(parts: Sequence[Part]) -> list[int]:
    """Places that may separate abstract and report: the first three headings, bylines or datelines below text."""
    first = next((i for i, part in enumerate(parts) if not part.kind), len(parts))
    places = [
        i for i, part in enumerate(parts) if i > first and (part.kind == "heading" or part.reason.startswith(_LATE))
    ]
    return places[:3]


def _restates(lead: Sequence[frozenset[str]], rest: Sequence[frozenset[str]]) -> bool:
    """Whether each paragraph of the lead-in finds most of its terms again in a few passages of the rest."""
    bags = [bag for bag in lead if len(bag) >= _LEAST_TERMS]
    return bool(bags and rest) and all(_best_match(bag, rest) >= _RESTATED for bag in bags)


def _best_match(bag: frozenset[str], rest: Sequence[frozenset[str]]) -> float:
    """Share of a paragraph's terms that the best window of three later paragraphs holds."""
    windows = (frozenset().union(*rest[i : i + 3]) for i in range(max(1, len(rest) - 2)))
    return max(len(bag & window) / len(bag) for window in windows)
