"""Who does what to whom: swapped roles are told, plain and passive wordings of the same are not."""

from __future__ import annotations

import pytest

from summarize.check.naming import is_same_name
from summarize.check.roles import swapped
from summarize.text.names import names


def wrong(claim: str, *sources: str) -> tuple[str, str, str]:
    return swapped(claim, sources, names, is_same_name)


@pytest.mark.parametrize(
    ("claim", "source", "who"),
    [
        ("Delko accused Okun of fraud.", "Okun accused Delko of fraud.", "Delko"),
        ("Okun was accused by Delko of fraud.", "Okun accused Delko of fraud.", "Delko"),
        ("Delko accused Okun of fraud.", "Okun refused to concede and accused Delko of fraud.", "Delko"),
        ("Lund accused the opposition of it.", "Lund was absent, and the opposition accused him of it.", "Lund"),
        ("Veer walked out of a meeting with Pohl.", "Pohl walked out of a meeting with Veer.", "Veer"),
        ("There are guarantees for Russia.", "Russia wants no guarantees for Ukraine.", "Russia"),
        ("Moscow’s envoy came.", "Trump’s envoy came from Moscow.", "Moscow"),
        ("They sought German aid.", "Germany sought American aid.", "German"),
        ("The reporter told Vance.", "Vance said Cole told Holt.", "Vance"),
    ],
)
def test_a_swap_is_told(claim: str, source: str, who: str) -> None:
    assert wrong(claim, source)[0] == who


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Okun accused Delko of fraud.", "Okun accused Delko of fraud."),
        ("Delko was accused by Okun of fraud.", "Okun accused Delko of fraud."),
        ("Veer met Pohl.", "Pohl met Veer."),
        ("Rao was congratulated by NASA’s Paul Orr.", "NASA administrator Paul Orr congratulated Rao."),
        ("Cole gave the plan to Zelensky.", "Cole gave the plan to Ukrainian President Volodymyr Zelensky."),
        ("Kyiv rejected it.", "Ukraine rejected it."),
        ("Delko accused Okun.", "He accused Okun."),
        ("Norwell refused, said Tomas Reik.", "Reik said Norwell refused."),
        ("Finland and Poland signed it.", "Poland and Finland signed it."),
    ],
)
def test_the_same_in_other_words_is_none(claim: str, source: str) -> None:
    assert wrong(claim, source) == ("", "", "")
