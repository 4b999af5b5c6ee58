"""Which texts tell of one event: likeness, clusters, and what must not be joined."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import make_articles, make_pile
from summarize.nlp.similarity import dot
from summarize.prepare.clustering.clusters import (
    Cluster,
    Topic,
    copy_of,
    find_clusters,
    find_neighbours,
    find_stories,
    find_topics,
)
from summarize.prepare.clustering.days import Span

# Two speeches of one invented minister on one day, each told twice: the same names, another matter.
FERRY = (
    "Transport minister Odalys Brenk told parliament that the ferry Marwen will be sold. It lost 40 million a year, as "
    "passengers prefer the new airline. Dockers at Tolsund fear for 300 jobs and want the ferry kept in public hands.",
    "The ferry Marwen is for sale. Dockers protested at Tolsund against the loss of 300 jobs, while passengers said "
    "the airline costs twice as much. Odalys Brenk called the ferry's yearly loss of 40 million too heavy to bear.",
)
TUNNEL = (
    "Transport minister Odalys Brenk told parliament that the Grell tunnel stays shut. Engineers found cracks in its "
    "eastern tube, which salt water had widened. Lorries must take the mountain road until the cracks are sealed.",
    "Lorries queue on the mountain road because the Grell tunnel is shut. Its eastern tube has cracks that salt water "
    "widened, engineers reported, and sealing them lasts until June. Odalys Brenk asked drivers for patience.",
)


def clusters(*texts: str, language: str = "en") -> list[list[int]]:
    return [cluster.members for cluster in find_clusters(find_topics(texts, [language] * len(texts)))]


def stories(texts: list[str], times: list[float | None]) -> tuple[list[list[int]], int]:
    """The stories, and in how many sagas they are."""
    found, sagas = find_stories(find_topics(texts, ["en"] * len(texts)), times)
    return [cluster.members for cluster in found], len(set(sagas))


def test_two_matters_of_one_speaker_are_two_events() -> None:
    assert clusters(FERRY[0], TUNNEL[0], TUNNEL[1], FERRY[1]) == [[0, 3], [1, 2]]


@pytest.mark.parametrize("pair", [FERRY, TUNNEL])
def test_two_reports_of_one_matter_are_one_event(pair: tuple[str, str]) -> None:
    assert clusters(*pair) == [[0, 1]]


def test_the_largest_cluster_comes_first_then_the_one_that_begins_first() -> None:
    assert clusters(FERRY[0], TUNNEL[0], TUNNEL[1]) == [[1, 2], [0]]
    assert clusters(FERRY[0], "Nothing of this is alike: plums ripen, bees hum.") == [[0], [1]]


def test_copies_are_one_cluster_however_many() -> None:
    assert clusters(*[FERRY[0]] * 200, *TUNNEL) == [list(range(200)), [200, 201]]


def test_copies_of_two_reports_of_one_event_stay_together() -> None:
    assert clusters(FERRY[0], FERRY[1], FERRY[0], FERRY[1], FERRY[0], FERRY[1]) == [[0, 1, 2, 3, 4, 5]]


def test_a_text_without_words_stands_alone() -> None:
    assert clusters("", "...", FERRY[0], FERRY[1]) == [[2, 3], [0], [1]]
    assert clusters() == []


def test_words_in_scripts_without_blanks_are_compared() -> None:
    bridge = "市议会星期二决定关闭旧桥进行紧急维修，北区居民必须乘坐渡轮。"
    again = "旧桥将关闭进行紧急维修，市议会星期二这样决定。居民必须乘坐渡轮。"
    assert clusters(bridge, "面包价格上涨了三成，农民说小麦歉收是主要原因。", again, language="zh") == [[0, 2], [1]]


def test_a_pile_is_sorted_as_it_was_made() -> None:
    pile = make_pile(120, seed=3)
    found = clusters(*(record["text"] for record in pile))
    stories = {record["story"] for record in pile}
    assert sum(len({pile[n]["story"] for n in members}) == 1 for members in found) >= 0.9 * len(found)
    assert 0.9 * len(stories) <= len(found) <= 1.1 * len(stories)


def test_the_order_of_a_pile_does_not_matter() -> None:
    texts = [*FERRY, *TUNNEL, "Plums ripen early in the valley of Brine this year."]
    for order in permutations(range(5)):
        there = {frozenset(order[n] for n in members) for members in clusters(*(texts[n] for n in order))}
        assert there == {frozenset((0, 1)), frozenset((2, 3)), frozenset((4,))}


def test_the_longest_texts_are_read_at_their_beginning() -> None:
    background = " ".join(f"w{n}" for n in range(20_000))
    assert clusters(f"{FERRY[0] * 40} {background}", FERRY[1] * 40) == [[0, 1]]


def test_a_cluster_keeps_the_sum_of_all_cosines() -> None:
    topics = find_topics([record["text"] for record in make_articles(4)], ["en"] * 4)
    found = Cluster([0], dict(topics[0].weights))
    assert found.coherence == 1.0
    for n in (1, 2, 3):
        other = Cluster([n], dict(topics[n].weights))
        found.absorb(other, found.similarity(other))
    pairs = [dot(topics[i].weights, topics[j].weights) for i in range(4) for j in range(i)]
    assert found.coherence == pytest.approx(sum(pairs) / 6)


@pytest.mark.parametrize(("apart", "found"), [(0.0, [[0, 1]]), (2.0, [[0, 1]]), (3.0, [[0], [1]])])
def test_reports_of_one_event_lie_within_days(apart: float, found: list[list[int]]) -> None:
    assert stories([*FERRY], [10.0, 10.0 + apart]) == (found, 1)


def test_a_story_goes_on_through_the_reports_between() -> None:
    texts = [FERRY[0], FERRY[1], FERRY[0], FERRY[1]]
    assert stories(texts, [1.0, 3.0, 5.0, 7.0])[0] == [[0, 1, 2, 3]]
    assert stories(texts, [1.0, 3.0, 8.0, 10.0])[0] == [[0, 1], [2, 3]]


def test_copies_on_far_days_are_two_stories() -> None:
    assert stories([FERRY[0]] * 4, [1.0, 1.0, 20.0, 20.0]) == ([[0, 1], [2, 3]], 1)
    assert stories([FERRY[0]] * 4, [1.0, 1.0, 60.0, 60.0]) == ([[0, 1], [2, 3]], 2)  # nor one saga


def test_a_pile_of_one_day_is_sorted_as_one_without_days() -> None:
    texts = [*FERRY, *TUNNEL, "Plums ripen early in the valley of Brine this year."]
    assert stories(texts, [7.0] * 5) == stories(texts, [None] * 5)
    assert stories(texts, [7.0] * 5)[0] == clusters(*texts)


def test_a_text_without_a_day_joins_what_it_clearly_belongs_to() -> None:
    assert stories([FERRY[0], *TUNNEL, FERRY[1]], [1.0, 1.0, 30.0, None])[0][0] == [0, 3]


def test_a_text_without_a_day_that_may_tell_of_two_days_stands_alone() -> None:
    days = [1.0, 1.0, 20.0, 20.0, None]
    assert stories([FERRY[0], FERRY[0], FERRY[0], FERRY[0], FERRY[1]], days) == ([[0, 1], [2, 3], [4]], 1)
    near = [FERRY[0], FERRY[0], FERRY[1], FERRY[1], FERRY[1]]  # but the copy of a report belongs to it
    assert stories(near, days) == ([[2, 3, 4], [0, 1]], 1)


def test_texts_without_a_day_join_each_other_where_they_are_clearly_nearer() -> None:
    days = [1.0, 20.0, None, None]
    assert stories([FERRY[0], FERRY[0], FERRY[1], FERRY[1]], days)[0] == [[2, 3], [0], [1]]


def test_the_fourth_of_a_day_is_found_by_the_day_of_the_text_without_one() -> None:
    """What is joined to a text without a day is of that text's day from then on."""
    texts = [FERRY[0], FERRY[1], FERRY[1]]
    assert stories(texts, [1.0, None, 3.0])[0] == [[0, 1, 2]]
    assert stories(texts, [1.0, None, 9.0])[0] == [[1, 2], [0]]


SCREW = "lost a screw. Divers looked for it among eels, mussels, weeds, crabs, shells, ropes, boots, bottles, tyres"


@pytest.mark.parametrize(("apart", "found"), [(0.0, [[0, 1]]), (1.0, [[0, 1]]), (2.0, [[0], [1]])])
def test_what_is_hardly_alike_is_one_event_only_on_the_same_days(apart: float, found: list[list[int]]) -> None:
    screw = f"The ferry Marwen {SCREW} and old anchors of the bay."  # a likeness of .153, where .13 is the least
    assert stories([FERRY[0], screw], [10.0, 10.0 + apart])[0] == found


def test_events_of_a_saga_need_be_a_little_less_alike_than_reports_of_one() -> None:
    more = ", coins, spoons, forks, nets, sails, oars, lamps, plates and old anchors of the bay for nine hours."
    assert stories([FERRY[0], f"The ferry Marwen {SCREW}{more}"], [10.0, 10.0]) == ([[0], [1]], 1)  # .124
    assert stories([FERRY[0], f"The Marwen {SCREW}, coins and old anchors of the bay."], [10.0, 10.0])[1] == 2  # .100


def test_what_one_of_two_is_asked_they_are_asked_together() -> None:
    one, other = Cluster([0], {"w": 1.0}), Cluster([1], {"w": 1.0}, span=Span(3.0, 3.0, 3.0), asked=0.5)
    one.absorb(other, 1.0)
    assert (one.asked, one.span) == (0.5, other.span)


def test_a_copy_of_a_cluster_grows_for_itself() -> None:
    one, other = (Cluster([n], {"w": 1.0}) for n in range(2))
    copy_of(one).absorb(other, 1.0)
    assert (one.members, one.weights) == ([0], {"w": 1.0})


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([*FERRY, *TUNNEL, ""]), st.none() | st.floats(0, 40)), max_size=12))
def test_every_text_is_in_one_story(pile: list[tuple[str, float | None]]) -> None:
    found, _ = stories([text for text, _ in pile], [time for _, time in pile])
    assert sorted(n for members in found for n in members) == list(range(len(pile)))


@settings(max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_text_is_in_one_cluster(texts: list[str]) -> None:
    assert sorted(n for members in clusters(*texts) for n in members) == list(range(len(texts)))


def vector(*terms: str) -> dict[str, float]:
    return dict.fromkeys(terms, len(terms) ** -0.5)


def test_pairs_that_share_enough_are_found_once_with_their_cosine() -> None:
    texts = [vector("goat", "zoo"), vector("rain", "mud"), vector("goat", "roses")]
    assert find_neighbours(texts, [None] * 3, 0.1) == [(pytest.approx(0.5), 0, 2)]
    assert find_neighbours(texts, [None] * 3, 0.51) == []
    assert find_neighbours([], [], 0.1) == []


def test_a_text_is_not_its_own_neighbour() -> None:
    assert find_neighbours([vector("goat")], [1.5], 0.0) == []


def test_the_reports_of_one_day_are_found_among_the_hundreds_of_a_saga() -> None:
    """Each list of the whole pile is full of the first sixty; only the lists of a day hold these two."""
    saga = [vector("goat", "zoo", f"thing{n}") for n in range(298)]
    pair = [vector("goat", "zoo", f"rose{n}") for n in range(2)]
    times = [*(float(n * 10) for n in range(298)), 5000.0, 5000.0]
    assert (298, 299) in {(one, other) for _, one, other in find_neighbours(saga + pair, times, 0.1)}
    undated = {(one, other) for _, one, other in find_neighbours(saga + pair, [None] * 300, 0.1)}
    assert (298, 299) not in undated


@pytest.mark.parametrize(("apart", "found"), [(3, True), (5, False)])
def test_the_lists_of_a_day_are_read_a_few_days_around_it(apart: int, found: bool) -> None:
    saga = [vector("goat", "zoo", f"thing{n}") for n in range(100)]
    pair = [vector("goat", "zoo", "rose"), vector("goat", "zoo", "bread")]
    times = [float(n * 10) for n in range(100)] + [5000.0, 5000.0 + apart]
    assert ((100, 101) in {(one, other) for _, one, other in find_neighbours(saga + pair, times, 0.1)}) is found


def test_copies_find_each_other_however_many() -> None:
    pairs = find_neighbours([vector("goat", "zoo")] * 200, [1.0] * 200, 0.1)
    assert {n for _, *pair in pairs for n in pair} == set(range(200))
    assert len(pairs) <= 200 * 24


def test_a_cosine_of_just_the_least_is_enough() -> None:
    texts = [{"goat": 0.5, "zoo": 0.5}, {"goat": 0.5, "mud": 0.5}]
    assert find_neighbours(texts, [None] * 2, 0.25) == [(0.25, 0, 1)]
    assert find_neighbours(texts, [None] * 2, 0.2501) == []


def alike(cosines: Mapping[tuple[int, int], float], texts: int = 0) -> list[list[int]]:
    """The clusters of several texts, of so many whose similarities are these: 0 for any other two of them."""
    weights: list[dict[str, float]] = [{} for _ in range(max(texts, 1 + max(map(max, cosines))))]
    for (one, other), cosine in cosines.items():  # a term of these two alone
        weights[one][f"{one} {other}"] = weights[other][f"{one} {other}"] = sqrt(cosine)
    for n, each in enumerate(weights):
        each[str(n)] = sqrt(1 - sum(weight**2 for weight in each.values()))
    return [each.members for each in find_clusters([Topic(each, len(each)) for each in weights]) if each.members[1:]]


def two_pairs(within: float, across: float) -> dict[tuple[int, int], float]:
    return {(n, m): within if (n, m) in ((0, 1), (2, 3)) else across for m in range(4) for n in range(m)}


@pytest.mark.parametrize(
    ("cosines", "texts", "found"),
    [
        pytest.param({(0, 1): 0.12}, 100, [], id="a little less than two are asked"),
        pytest.param({(0, 1): 0.14}, 100, [[0, 1]], id="what two are asked"),
        pytest.param({(0, 1): 0.155}, 1_000, [], id="less than two of a thousand are asked"),
        pytest.param({(0, 1): 0.175}, 1_000, [[0, 1]], id="what two of a thousand are asked"),
        pytest.param({(0, 1): 0.21}, 32_000, [[0, 1]], id="the most that two are asked"),
        pytest.param({(0, 1): 0.19}, 32_000, [], id="less than the most"),
        pytest.param(
            two_pairs(0.4, 0.26), 4, [[0, 1], [2, 3]], id="two pairs hang together better than with each other"
        ),
        pytest.param(two_pairs(0.4, 0.29), 4, [[0, 1, 2, 3]], id="two pairs as alike as they hang together"),
        pytest.param(two_pairs(0.42, 0.29), 4, [[0, 1, 2, 3]], id="more than so much coherence asks no more"),
        pytest.param({(0, 1): 0.4, (0, 2): 0.17, (1, 2): 0.17}, 3, [[0, 1]], id="a pair and a text less alike"),
        pytest.param({(0, 1): 0.4, (0, 2): 0.19, (1, 2): 0.19}, 3, [[0, 1, 2]], id="a pair and a text alike"),
        pytest.param({(0, 1): 0.78, (0, 2): 0.15, (1, 2): 0.15}, 3, [[0, 1]], id="two reports and a text"),
        pytest.param(
            {(0, 1): 0.82, (0, 2): 0.15, (1, 2): 0.15}, 3, [[0, 1, 2]], id="two copies of a report and a text"
        ),
        pytest.param(
            {(0, 1): 0.5, (0, 2): 0.4, (1, 2): 0.2, (2, 3): 0.35},
            4,
            [[0, 1], [2, 3]],
            id="a text is nearer to one pair",
        ),
    ],
)
def test_how_alike_texts_of_one_event_are(
    cosines: dict[tuple[int, int], float], texts: int, found: list[list[int]]
) -> None:
    assert alike(cosines, texts) == found


def test_what_is_as_alike_as_the_least_is_one_event() -> None:
    topics = [Topic({"a": 1.0}, 1), Topic({"a": 0.13, "b": 0.9}, 2)]
    assert [each.members for each in find_clusters(topics)] == [[0, 1]]
    copies = [Topic({"a": 1.0}, 1), Topic({"a": 0.8, "b": 0.6}, 2), Topic({"a": 0.15, "b": 0.05, "c": 0.9}, 3)]
    assert [each.members for each in find_clusters(copies)] == [[0, 1, 2]]


@pytest.mark.parametrize(("own", "alike"), [(70, True), (150, False)])
def test_only_the_weightiest_terms_of_a_text_count(own: int, alike: bool) -> None:
    common = [f"common{n}" for n in range(80)] * 3
    texts = [" ".join([*[f"{side}{n}" for n in range(own)] * 3, *common]) for side in "xy"]  # rare terms weigh more
    one, other = (Cluster([n], topic.weights) for n, topic in enumerate(find_topics(texts, ["en", "en"])))
    assert (one.similarity(other) > 0.2) is alike
