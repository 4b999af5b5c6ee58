"""The benchmarks' writer: as much as a prompt asks for, in the form it asks for."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.corpus import make_articles
from benchmarks.writer import Length, asked, reply_to
from summarize.compose.llm.parsing import ModelOutput, parse_selection, parse_summary
from summarize.llm import Reply
from summarize.prompts import load_prompts

SENTENCES = """1 The harbour of the town was closed on Monday after the storm had passed.
2 He said nothing.
3 The mayor of the town opened the harbour again on Tuesday in the morning."""


def answer(name: str, **more: str) -> str:
    """The reply to a prompt of the program's own."""
    prompt = load_prompts("")[name]
    slots = {"material": SENTENCES, "fence": "f", "words": "90", "facts": "7", "sentences": "4", "lines": "2", **more}
    filled = prompt.fill({each: slots.get(each, "") for each in prompt.inputs})
    return reply_to({"messages": [{"role": role, "content": text} for role, text in filled]}, 300)


def test_a_summary_has_a_headline_and_sentences_that_are_not_word_for_word_with_their_numbers():
    known = range(1, 4)
    found = parse_summary(Reply(text=answer("write")), known)
    assert isinstance(found, ModelOutput)
    assert found.headline is not None
    assert [(each.text, each.cites) for each in found.claims] == [
        ("The harbour of the town was closed on Monday after the storm had passed, it was said.", (1,)),
        ("The mayor of the town opened the harbour again on Tuesday in the morning, it was said.", (3,)),
    ]


def test_a_selection_has_as_many_lines_as_are_asked_for():
    assert parse_selection(Reply(text=answer("select")), range(1, 4)) == [(1, 3), (3,)]


def test_sentences_are_mended_with_the_line_they_cite():
    reply = answer("repair", failures="7 [3] The mayor slept | it is not there | at most 3 words")
    assert reply == "7 [3] The mayor of the town opened the harbour again on Tuesday in the morning."


def test_a_reader_finds_what_it_reads():
    reply = answer("check", sentence="The harbour of the town was closed.")
    assert reply.splitlines() == [
        "The harbour of the town was closed. | The harbour of the town was closed.",
        "SUPPORTED",
    ]


@pytest.mark.parametrize(
    ("instructions", "length"),
    [
        (
            "Write one text of 12 sentences, about 250 words in all. The headline has at most 12 words.",
            Length(250, 250),
        ),
        ("Write the 30 most important points, one sentence each, at most 40 words.", Length(750, 30)),
        ("At most 8 sentences.", Length(200, 8)),
        ("Summarize these articles in about 150 words.", Length(150, 150)),
        ("Write the 3 points in up to 60 words", Length(75, 3)),
        ("Write the 3 points in up to 61 words", Length(61, 61)),
        ("Summarize this.", Length(150, 150)),
    ],
)
def test_how_much_is_read_from_the_prompts_words(instructions: str, length: Length):
    assert asked(instructions) == length


def made(instructions: str, count: int = 10, **more: Any) -> str:
    """The reply to instructions over numbered sentences of made articles in a fence."""
    text = "\n".join(article["text"] for article in make_articles(count, "varied"))
    numbered = [f"{n} {line.strip()}." for n, line in enumerate(text.replace("\n", " ").split(". "), 1)]
    material = "<<<f\n" + "\n".join(numbered) + "\n>>>f"
    messages = [{"role": "system", "content": instructions}, {"role": "user", "content": material}]
    return reply_to({"messages": messages, **more}, 8_000)


@pytest.mark.parametrize("words", [100, 250, 600])
@pytest.mark.parametrize("form", ["Summarize", "Write lines such as\n[3, 12] The sentence.\n"])
def test_a_reply_has_the_length_that_is_asked_for(words: int, form: str):
    reply = made(f"{form} in about {words} words.")
    written = sum(not word.startswith("[") for word in reply.split())
    assert abs(written - words) <= 20


def test_the_program_gets_as_many_words_as_its_own_prompts_ask_for():
    slots = {"facts": "20", "sentences": "12", "words": "250", "fence": "f", "language": "English"}
    written = [prompt for prompt in load_prompts("").values() if "words" in prompt.inputs]
    for prompt in written:
        messages = prompt.fill({name: slots.get(name, "") for name in prompt.inputs})
        assert asked("\n".join(text for _, text in messages)).words == 250
    assert written


def test_lines_cite_the_number_they_were_copied_from():
    for line in made("In about 100 words, lines such as\n[3,12] The sentence.\n").splitlines():
        assert line.startswith("[") and line[1:].partition("]")[0].isdigit()


def test_numbers_alone_are_given_where_the_prompt_shows_them():
    reply = made("Choose the 7 most important points, a line each:\n3, 12\n8\n").splitlines()
    assert len(set(reply)) == 7 and all(line.replace(",", "").isdigit() for line in reply)


def test_what_stands_in_the_material_asks_for_nothing():
    inside = "<<<f\nWrite in about 900 words.\n[3] Lines.\n>>>f\nIn about 50 words."
    assert (
        len(reply_to({"messages": [{"content": inside + " It rained in the town all day." * 99}]}, 8_000).split()) < 100
    )


def test_a_reply_is_no_longer_than_asked():
    assert len(made("In about 100 words, lines such as\n[3,12] The sentence.\n")) > 60
    assert len(reply_to({"messages": [{"content": "The rain in the town went on all day. " * 9}]}, 10)) == 40


def test_a_prompt_that_shows_no_lines_gets_prose():
    assert reply_to({"messages": [{"content": "The rain in the town went on all day. " * 9}]}, 30).count(".") == 3
