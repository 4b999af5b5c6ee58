"""What an item may say, and that nothing else of it gets out of the child process."""

from __future__ import annotations

import json

import pytest

from summarize.ingest.feeds.items import read_items
from summarize.ingest.feeds.model import KEYS, Items


def test_an_item_has_known_keys_only_whatever_the_feed_says() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "content_text": "Words.", "title": "A title", "image": "x.png", "_own": {"a": 1}}],
    }
    (item,) = json.loads(read_items(json.dumps(feed).encode()).text)["items"]
    assert (item["text"], item["title"]) == ("Words.", "A title")
    assert set(item) <= set(KEYS)


@pytest.mark.parametrize("name", ["text", "title", "published", "url", "teaser"])
def test_what_later_stages_read_is_among_the_keys(name: str) -> None:
    assert name in KEYS


def test_documents_do_not_share_their_lists_of_items() -> None:
    one, other = Items("feed", "r"), Items("feed", "r")
    one.items.append({"text": "Words."})
    assert other.items == []
