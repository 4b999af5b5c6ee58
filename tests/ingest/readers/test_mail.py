"""Mail: subject, sender, day; the part that says more; lines made whole; attachments named. Saved pages with their
parts.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.readers.mail import read_mail, read_mhtml, unwrapped
from tests.documents import eml, html_page, mhtml
from tests.page_shapes import TEXTS

DATE = "Mon, 17 Feb 2025 08:00:00 +0100"


def test_a_message_gives_its_text_subject_sender_and_day() -> None:
    found = read_mail(eml("Größe der Brücke", TEXTS, date=DATE))
    assert found.text == "\n\n".join(TEXTS)
    assert (found.title, found.author, found.publisher) == ("Größe der Brücke", "The Example", None)
    assert found.published == "2025-02-17T08:00:00+01:00"


def test_a_lists_sender_is_its_publisher() -> None:
    found = read_mail(eml("Issue 5", TEXTS, newsletter=True))
    assert (found.author, found.publisher, found.published) == (None, "The Example", None)


def test_the_page_part_is_read_when_the_plain_one_only_points_at_it() -> None:
    rows = "".join(f"<tr><td><p>{text}</p></td></tr>" for text in TEXTS)
    page = f"<html><body><table>{rows}</table><p style='display:none'>Preheader words.</p></body></html>"
    found = read_mail(eml("Issue 5", ["View this issue in your browser."], html_part=page, newsletter=True))
    assert found.text == "\n\n".join(TEXTS)
    assert found.warnings == (("hidden_text", "16 characters that the message hides were left out"),)


def test_the_plain_part_is_read_when_it_says_as_much() -> None:
    page = "".join(f"<p>{text} <b>!</b></p>" for text in TEXTS)
    assert read_mail(eml("Issue 5", TEXTS, html_part=page)).text == "\n\n".join(TEXTS)


def test_lines_broken_at_a_width_are_made_whole_and_short_ones_kept() -> None:
    message = EmailMessage()
    message["Subject"] = "Wrapped"
    message.set_content(
        "The harbour bridge at Norwick stayed closed on Tuesday, a day after a\n"
        "storm tore away part of its railing. Ferries began to cross again.\n\n"
        "Routes:\n- Norwick to Elm, fourteen crossings a day in the summer timetable\n- Norwick to Stave\n\n"
        "Ida Brandt\nThe port\n"
    )
    assert read_mail(bytes(message)).text == (
        "The harbour bridge at Norwick stayed closed on Tuesday, a day after a storm tore away part of its railing. "
        "Ferries began to cross again.\n\nRoutes:\n- Norwick to Elm, fourteen crossings a day in the summer timetable\n"
        "- Norwick to Stave\n\nIda Brandt\nThe port"
    )


def test_flowing_lines_are_joined_as_their_format_says() -> None:
    raw = b"Subject: x\nContent-Type: text/plain; format=flowed\n\nThe bridge \nstays closed.\nFerries run.\n"
    assert read_mail(raw).text == "The bridge stays closed.\nFerries run."


def test_attachments_are_named_and_not_read() -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("Words of the message.")
    message.add_attachment(b"%PDF-1.4", "application", "pdf", filename="minutes.pdf")
    message.add_attachment(b"x", "application", "zip", filename="a\tb.zip")
    found = read_mail(bytes(message))
    assert found.warnings == (("attachments", "2 attachments were not read: minutes.pdf, a b.zip"),)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not an e-mail"),
        (b"\n\nWords.", "not an e-mail"),
        (b"Subject: x\n\n", "no text"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "no text"),
        (b"Subject: x\nFrom: " + b'"' * 30_000 + b"\n\nWords.", "longer than any mail program writes"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 2_000, "more than 1,000 parts"),
    ],
)
def test_what_is_no_mail_is_refused_in_words(raw: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_mail(raw)


def test_damaged_heads_cost_themselves() -> None:
    found = read_mail(b"Subject: =?utf-8?q?=ff=fe?= =?x?b?%%?=\nDate: Someday\nFrom: <<<>>\n\nWords of the message.")
    assert found.text == "Words of the message."
    assert found.published is None


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_reason(raw: bytes) -> None:
    try:
        assert read_mail(b"Subject: x\n" + raw).text
    except (InputError, RecursionError) as error:
        assert str(error)


PAGE = html_page("A headline", TEXTS)


def test_the_page_of_an_archive_is_read_with_its_address() -> None:
    found = read_mhtml(mhtml(PAGE, "https://norwick.example/story"))
    assert found.text == "\n\n".join(["A headline", *TEXTS])
    assert (found.title, found.url) == ("A headline", "https://norwick.example/story")
    assert found.reader.startswith("mhtml, trafilatura ")


def test_the_day_of_saving_is_not_the_day_of_publication() -> None:
    assert read_mhtml(mhtml(PAGE)).published is None


def test_the_part_that_the_archive_starts_with_is_read() -> None:
    frame = b"<html><body><p>A frame with an advert in it.</p></body></html>"
    parts = b"".join(
        b"--b\r\nContent-Type: text/html\r\nContent-ID: <%s>\r\n\r\n%s\r\n" % (name, page)
        for name, page in ((b"frame@x", frame), (b"main@x", PAGE))
    )
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; start="<main@x>"; boundary=b\r\n\r\n'
    assert TEXTS[0] in read_mhtml(head + parts + b"--b--\r\n").text


@pytest.mark.parametrize("raw", [b"", b"Words.", b"MIME-Version: 1.0\nContent-Type: image/png\n\nxyz"])
def test_an_archive_without_a_page_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match="no web page"):
        read_mhtml(raw)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 attachment was not read: f0.bin"),
        (5, "5 attachments were not read: f0.bin, f1.bin, f2.bin, f3.bin, f4.bin"),
        (6, "6 attachments were not read: f0.bin, f1.bin, f2.bin, f3.bin, f4.bin …"),
    ],
)
def test_up_to_five_attachments_are_named(count: int, said: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Bridge"
    message.set_content("The bridge was closed.")
    for n in range(count):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"f{n}.bin")
    assert read_mail(bytes(message)).warnings == (("attachments", said),)


@pytest.mark.parametrize(("length", "plain"), [(20, True), (19, False)])
def test_half_of_the_letters_make_the_plain_part_the_text(length: int, plain: bool) -> None:
    message = EmailMessage()
    message["Subject"] = "Bridge"
    message.set_content("a" * length)
    message.add_alternative(f"<p>{'b' * 40}</p>", subtype="html")
    assert read_mail(bytes(message)).text == ("a" * length if plain else "b" * 40)


def test_broken_lines_are_made_whole_only_at_the_width() -> None:
    assert unwrapped("Short.\nLines.\n\nStay.") == "Short.\nLines.\n\nStay."
    assert unwrapped("x" * 200 + "\ny") == "x" * 200 + "\ny"
    assert unwrapped("") == ""


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (("w" * 100, "next"), True),  # no line of a mail is longer
        (("w" * 101, "next"), False),
        (("x" * 60, "y" * 52, "next"), False),  # the word would have fitted
        (("x" * 60, "y" * 53, "next"), True),
    ],
)
def test_a_line_is_broken_where_the_next_word_would_not_fit(rows: tuple[str, ...], joined: bool) -> None:
    assert unwrapped("\n".join(rows)).endswith(f" {rows[-1]}" if joined else f"\n{rows[-1]}")
