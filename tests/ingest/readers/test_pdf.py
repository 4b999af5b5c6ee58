"""Glyph numbers are told from language, in many ways of going wrong and in sixteen languages. PDF: running text with
page numbers; what cannot be read is said.
"""

from __future__ import annotations

import io
import random
import string
import zlib
from collections import Counter
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic._font import Font

from summarize.errors import InputError
from summarize.ingest.documents import extract
from summarize.ingest.readers import pdf as reader
from summarize.ingest.readers.pdf import Line, flowing, is_garbage, largest, read_pdf, without_furniture
from tests.documents import pdf, pdf_file, set_in_print
from tests.page_shapes import ARABIC, GERMAN, JAPANESE, RUSSIAN, TEXTS

LANGUAGES = sorted((Path(__file__).parents[2] / "data" / "languages").glob("*.txt"))
ENGLISH = "\n".join(TEXTS)


def shifted(text: str, by: int) -> str:
    return "".join(chr(33 + (ord(c) - 33 + by) % 94) if "!" <= c <= "~" else c for c in text)


def permuted(text: str, seed: int) -> str:
    other = random.Random(seed).sample(string.ascii_lowercase, 26)
    return text.lower().translate(dict(zip(map(ord, string.ascii_lowercase), other, strict=True)))


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_no_language_is_garbage(path: Path) -> None:
    assert not is_garbage(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        *(" ".join(each * 3) for each in (TEXTS, GERMAN, RUSSIAN, ARABIC, JAPANESE)),
        "Contents " + "1 Introduction ................ 3 2 The storm .............. 12 " * 10,
        "Norwick 12 14 3.5 % 1,200 7 (2) 19 € 40 " * 20,
        "Mae'r bont ar gau ers dydd Mawrth, medd y cyngor, ac ni fydd yn ailagor cyn y gwanwyn nesaf yn y dref. " * 3,
        "Silta pysyi suljettuna tiistaina, ja lautat alkoivat kulkea uudelleen keskipäivällä, kertoi satama. " * 3,
        "Most zůstal v úterý zavřený, protože bouře strhla část zábradlí; čtvrtek přinese rozhodnutí rady města. " * 3,
        "Daraja lilibaki limefungwa Jumanne, siku moja baada ya dhoruba kung'oa sehemu ya reli yake ya chuma. " * 3,
        "Read more at https://norwick.example/2025/03/04/a_b?c=d&e=f and #bridge @norwick " * 5,
        "\uf0b7 One point of the list and what it says \uf0b7 Another point of it and what that says " * 3,
        "xkcd qwrt zzz",  # too short to judge
    ],
)
def test_nor_are_tables_lists_and_languages_that_are_not_known(text: str) -> None:
    assert not is_garbage(text)


@pytest.mark.parametrize("by", [1, 3, 13, 29, 31, 64, 90])
def test_shifted_letters_are(by: int) -> None:
    assert is_garbage(shifted(ENGLISH, by))


def test_so_are_letters_put_for_others_nearly_always() -> None:
    assert sum(is_garbage(permuted(ENGLISH, seed)) for seed in range(100)) >= 90


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0xE000 + ord(c)) if c > " " else c for c in ENGLISH),
        "".join("\ufffd" if c > "m" else c for c in ENGLISH),
        "".join(chr(1 + ord(c) % 8) if c.isalpha() else c for c in ENGLISH),
        " ".join("".join(f"/g{ord(c)}" for c in word) for word in ENGLISH.split()),
        " ".join(f"/G{ord(word[0])} /G{len(word)}" for word in ENGLISH.split() * 3),
        " ".join("".join(f"(cid:{ord(c)})" for c in word) for word in ENGLISH.split()),
        "!\"#$%& '()*+,- ./ :;<=>? @[\\]^ _`{|}~ " * 20,
    ],
    ids=range(7),
)
def test_glyphs_by_number_and_characters_of_no_alphabet_are(text: str) -> None:
    assert is_garbage(text)


def test_a_fifth_of_the_characters_is_the_bound() -> None:
    def mixed(share: float) -> str:
        words = ("bridge closed harbour council " * 50).replace(" ", "")
        return words[: int(1000 * (1 - share))] + "\ufffd" * int(1000 * share)

    assert is_garbage(mixed(0.22)) and not is_garbage("The bridge is closed. " * 50 + "\ufffd" * 150)


SEEDS = sorted((Path(__file__).parents[3] / "seeds").iterdir())


ARTICLE = [line.strip() for seed in SEEDS[1:4] for line in seed.read_text("utf-8").split("\n") if len(line) > 200]


PRINT = set_in_print("A headline in large type", ARTICLE, head="The Norwick Post · 4 March 2025")


def test_a_print_of_several_pages_is_running_text_again() -> None:
    found = read_pdf(PRINT)
    assert found.text.split("\n\n")[0] == found.title == "A headline in large type"
    whole = [text for text in ARTICLE if text in found.text.split("\n\n")]
    assert len(whole) >= len(ARTICLE) - len(found.pages)  # where a page ends with a sentence, so may its paragraph
    assert [text for text in ARTICLE if text not in found.text.replace("\n\n", " ")] == []
    assert "Norwick Post" not in found.text
    assert "Page " not in found.text


def test_offsets_lead_to_the_page_a_sentence_stands_on() -> None:
    found = read_pdf(PRINT)
    assert [number for _, number in found.pages] == list(range(1, len(found.pages) + 1))
    assert len(found.pages) >= 3
    bounds = [*(start for start, _ in found.pages), len(found.text)]
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(PRINT)).pages):
        lines = page.extract_text().split("\n")[1:-1]
        assert found.text[bounds[number] :].startswith(lines[0][:40])
        assert found.text[: bounds[number + 1]].rstrip().endswith(lines[-1][-40:])


def test_a_page_of_pictures_among_others_is_said() -> None:
    raw = pdf([[(72, 700, 10, "Words on a page.")], [], [(72, 700, 10, "More words.")]])
    found = read_pdf(raw)
    assert found.warnings == (("pages_without_text", "1 of 3 pages hold no text, pictures at most: 2"),)
    assert [number for _, number in found.pages] == [1, 3]


def test_a_title_property_counts_when_the_text_confirms_it() -> None:
    lines = [(72.0, 700.0, 10.0, "Ferry service resumes"), (72.0, 680.0, 10.0, "Words of the text.")]
    titled = pdf_file(_with_info(lines, "Ferry service resumes"), "/Info 6 0 R ")
    other = pdf_file(_with_info(lines, "Microsoft Word - draft7.docx"), "/Info 6 0 R ")
    assert read_pdf(titled).title == "Ferry service resumes"
    assert read_pdf(other).title is None


def _with_info(lines: list[tuple[float, float, float, str]], title: str) -> list[bytes]:
    stream = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, size, text in lines).encode()
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) >>" % title.encode(),
    ]


_LOCK = (
    f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<41> <41>] "
)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7\nnothing else", "damaged"),
        (PRINT[:400], "damaged"),
        (pdf([[], []]), "without a text layer (2 pages of pictures, or empty)"),
        (pdf([[(72, 700, 10, "Words.")]], extra=_LOCK), "a PDF locked with a password"),
        (pdf([[(72, 700, 10, "Words.")]]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "damaged PDF"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(raw: bytes, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(raw)
    assert why in caught.value.message


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_file_locked_against_changes_only_is_read(algorithm: str) -> None:
    assert read_pdf(locked(algorithm, "")).text == read_pdf(PRINT).text
    with pytest.raises(InputError, match="locked with a password"):
        read_pdf(locked(algorithm, "secret"))


def locked(algorithm: str, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PRINT))
    writer.encrypt(password, owner_password="of the owner", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_locked_file_is_read_in_the_child_process_too() -> None:
    assert extract(locked("AES-256", ""), "pdf").text == read_pdf(PRINT).text


def test_glyphs_without_letters_are_refused_and_a_few_are_not() -> None:
    shifted = ["".join(chr(33 + (ord(c) - 62) % 94) if "!" <= c <= "~" else c for c in text) for text in ARTICLE]
    with pytest.raises(InputError, match="a PDF whose text layer cannot be read"):
        read_pdf(set_in_print("", shifted))
    assert read_pdf(set_in_print("", [*ARTICLE, shifted[0][:100]])).text


def test_a_font_is_read_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    original = Font.__dict__["from_font_resource"]

    def counted(of: type[Font], resource: object) -> Font:
        read.append(resource)
        return original.__func__(of, resource)

    monkeypatch.setattr(Font, "from_font_resource", classmethod(counted))
    patched = Font.__dict__["from_font_resource"]
    pages = len(read_pdf(PRINT).pages)
    assert (pages >= 3, len(read)) == (True, 1)
    assert Font.__dict__["from_font_resource"] is patched  # as it was found
    with pytest.raises(InputError):
        read_pdf(PRINT[:400])
    assert Font.__dict__["from_font_resource"] is patched


def test_a_stream_that_unpacks_to_hundreds_of_megabytes_is_stopped() -> None:
    packer = zlib.compressobj()
    bomb = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(300)), packer.flush()])
    objects = _with_info([(72, 700, 10, "Words.")], "x")
    objects[3] = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    with pytest.raises(InputError, match="PDF"):
        read_pdf(pdf_file(objects))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(PRINT) - 1), st.binary(min_size=1, max_size=30))
def test_a_damaged_file_gives_a_text_or_a_reason(place: int, damage: bytes) -> None:
    small = pdf([[(72, 700, 10, "Words on a page.")]])
    place %= len(small)
    try:
        assert read_pdf(small[:place] + damage + small[place + len(damage) :]).text
    except InputError as error:
        assert "PDF" in error.message


def column(texts: list[str], page: int = 1, top: float = 700.0, size: float = 10.0, x: float = 72.0) -> list[Line]:
    return [Line(text, page, x, top - 12 * row, size) for row, text in enumerate(texts)]


def test_running_heads_and_page_numbers_go_and_the_text_stays() -> None:
    pages = [
        [
            Line("The Norwick Post · 4 March", n, 72, 810, 8),
            *column([f"{'very ' * n}good lines.", f"More{'!' * n}"], n),
            Line(f"Page {n}", n, 290, 30, 8),
        ]
        for n in range(1, 6)
    ]
    kept = without_furniture(pages)
    assert [[line.text for line in page] for page in kept] == [
        [f"{'very ' * n}good lines.", f"More{'!' * n}"] for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("3", True), ("- 3 -", True), ("Page 3 of 9", True), ("Seite 3", True), ("3/9", True), ("iv", True),
        ("xxxix", True), ("2025 was a bad year.", False), ("mix", False), ("Civil", False), ("Page", False),
        ("1,200 people waited.", False),
    ],
)  # fmt: skip
def test_page_numbers_are_told_from_lines_of_text(number: str, is_one: bool) -> None:
    page = [*column(["First line.", "Second.", "Third.", "Fourth."]), Line(number, 1, 290, 30, 8)]
    assert (number not in [line.text for line in without_furniture([page])[0]]) is is_one


def test_figures_in_the_middle_of_a_page_stay() -> None:
    page = column(["One.", "Two.", "Three.", "1984", "Four.", "Five.", "Six."])
    assert without_furniture([page]) == [page]


def test_slides_that_are_all_alike_keep_their_lines() -> None:
    pages = [column([f"Slide {n}"], n) for n in range(1, 9)]
    assert without_furniture(pages) == pages


def test_lines_of_a_paragraph_are_joined_and_a_gap_parts_paragraphs() -> None:
    page = column(["The bridge stayed closed on", "Tuesday after the storm tore", "its railing away."])
    page += column(["Ferries began to cross again", "at noon, the operator said."], top=650)
    text, pages = flowing([page])
    assert text == (
        "The bridge stayed closed on Tuesday after the storm tore its railing away.\n\n"
        "Ferries began to cross again at noon, the operator said."
    )
    assert pages == ((0, 1),)


def test_an_indent_a_short_last_line_a_bullet_and_another_size_part_paragraphs_too() -> None:
    page = [Line("A headline in large type", 1, 72, 730, 16)]
    page += column(["The bridge stayed closed on", "Tuesday."])
    page += column(
        ["Ferries began to cross again", "at noon, the operator said so", "more than once that day, too."], top=676
    )
    page += [Line("Engineers had warned in time", 1, 84, 640, 10), *column(["that the railing was rusting."], top=628)]
    page += column(["• Norwick to Elm", "• Norwick to Stave"], top=616)
    assert flowing([page])[0].split("\n\n") == [
        "A headline in large type",
        "The bridge stayed closed on Tuesday.",
        "Ferries began to cross again at noon, the operator said so more than once that day, too.",
        "Engineers had warned in time that the railing was rusting.",
        "• Norwick to Elm",
        "• Norwick to Stave",
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The bridge was recon-", "structed in time."], "The bridge was reconstructed in time."),
        (["The bridge was recon\u00ad", "structed in time."], "The bridge was reconstructed in time."),
        (["A well-known risk, a well-", "known one."], "A well-known risk, a well-known one."),
        (["The ferry of Norwick-", "Elm is late again."], "The ferry of Norwick-Elm is late again."),
        (["It cost 3 to 5 -", "so they said."], "It cost 3 to 5 - so they said."),
        (["From 2019-", "2021 they waited."], "From 2019- 2021 they waited."),
    ],
)
def test_hyphens_of_the_line_break_go_and_others_stay(lines: list[str], text: str) -> None:
    assert flowing([column(lines)])[0] == text


def test_a_sentence_goes_on_over_the_page_and_the_page_starts_inside_it() -> None:
    text, pages = flowing([column(["The bridge stayed closed on"], 1), column(["tuesday after the storm."], 2)])
    assert text == "The bridge stayed closed on tuesday after the storm."
    assert pages == ((0, 1), (28, 2))
    assert text[28:].startswith("tuesday")


def test_a_page_begins_a_paragraph_where_a_sentence_ended() -> None:
    assert flowing([column(["One ends."], 1), column(["Two begins."], 2)]) == (
        "One ends.\n\nTwo begins.",
        ((0, 1), (11, 2)),
    )


def test_the_largest_type_is_the_title() -> None:
    lines = column(["Words."] * 5)
    assert (
        largest([Line("A headline", 1, 72, 760, 18), Line("in two lines", 1, 72, 740, 18), *lines])
        == "A headline in two lines"
    )
    assert largest(lines) is None
    assert largest([]) is None


words = st.text(alphabet="ab -.\u00ad1é", min_size=1, max_size=12)


lines = st.builds(Line, words, st.just(1), st.floats(0, 500), st.floats(0, 800), st.sampled_from([8.0, 10.0, 16.0]))


@given(st.lists(st.lists(lines, max_size=8), max_size=4))
def test_no_letter_is_lost_and_pages_are_in_order(pages: list[list[Line]]) -> None:
    numbered = [[Line(li.text, n, li.x, li.y, li.size) for li in page] for n, page in enumerate(pages, 1)]
    text, starts = flowing(numbered)
    letters = "".join(c for page in numbered for line in page for c in line.text if c.isalnum())
    assert "".join(c for c in text if c.isalnum()) == letters
    assert list(starts) == sorted(starts)
    assert all(0 <= start <= len(text) for start, _ in starts)


SAID = "the bridge over the river is closed and the police said that nobody was hurt in the accident on monday "


def said(letters: int) -> str:
    """English of so many letters, blanks apart."""
    text = (SAID * 9)[:900]
    while len("".join(text.split())) > letters:
        text = text[:-1]
    return text


@pytest.mark.parametrize(
    ("text", "garbage"),
    [
        ("\ufffd" * 119, False),
        ("\ufffd" * 120, True),
        ("\ufffd" * 24 + " " + said(96), False),  # a fifth
        ("\ufffd" * 25 + " " + said(95), True),
        ("§" * 42 + " " + said(78), False),
        ("§" * 43 + " " + said(77), True),
        (" ".join(["na7me"] * 9 + (SAID * 2).split()[:21]), False),
        (" ".join(["na7me"] * 10 + (SAID * 2).split()[:20]), True),
    ],
)
def test_what_is_garbage_has_limits(text: str, garbage: bool) -> None:
    assert is_garbage(text) == garbage


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("z" * 119, False),
        ("z" * 120, True),
        (" ".join(["aobstroeia"] * 5 + ["bananas"] * 15), False),  # four consonants in a row in a quarter of the words
        (" ".join(["aobstroeia"] * 6 + ["bananas"] * 14), True),
    ],
)
def test_letters_of_no_alphabet_have_limits(text: str, strange: bool) -> None:
    assert reader._is_no_alphabet(text) == strange


@pytest.mark.parametrize(("count", "cut"), [(10, False), (11, True)])
def test_ten_empty_pages_are_named(count: int, cut: bool) -> None:
    ((_, said),) = reader._empty_pages([[]] * count)
    assert said.endswith("10 …" if cut else ", 10")


@pytest.mark.parametrize(("place", "goes"), [(2, True), (3, False)])
def test_a_running_head_is_one_of_three_lines(place: int, goes: bool) -> None:
    bodies = [[f"{'body ' * n}{row * '!'}" for row in range(1, 10)] for n in range(1, 6)]
    pages = [column([*body[:place], "The Norwick Post", *body[place:]], n) for n, body in enumerate(bodies, 1)]
    kept = [line.text for page in without_furniture(pages) for line in page]
    assert kept.count("The Norwick Post") == (0 if goes else 5)


@pytest.mark.parametrize(("times", "left"), [(4, 0), (3, 3)])
def test_a_running_head_stands_on_two_pages_of_five(times: int, left: int) -> None:
    pages = [
        column(["The Norwick Post" if n <= times else f"{'other ' * n}", f"{'body ' * n}"], n) for n in range(1, 11)
    ]
    kept = [line.text for page in without_furniture(pages) for line in page]
    assert kept.count("The Norwick Post") == left


def test_a_word_of_one_letter_before_a_hyphen_is_joined() -> None:
    assert reader._joint("a-", "bout", Counter()) == ("", 1)
    assert reader._joint("-", "bout", Counter()) == (" ", 0)


FULL = "x" * 99 + "y"


@pytest.mark.parametrize(("word", "parted"), [("abcd", True), ("abcde", False)])
def test_a_line_is_full_from_85_hundredths_of_the_width_on(word: str, parted: bool) -> None:
    text, _ = flowing([column([FULL, FULL, FULL, "z" * 79 + ".", f"{word} {'x' * 94}", FULL])])
    assert ("\n\n" in text) == parted


def paragraphs(one: Line, two: Line) -> int:
    return flowing([[one, two]])[0].count("\n\n") + 1


@pytest.mark.parametrize(
    ("end", "sizes", "count"),
    [
        ("", (10.0, 8.5), 1),  # another type size by 15 hundredths at most
        ("", (10.0, 8.4), 2),
        (".", (50.0, 47.0), 1),  # behind a sentence by 6
        (".", (50.0, 46.9), 2),
    ],
)
def test_another_type_parts_from_its_limits_on(end: str, sizes: tuple[float, float], count: int) -> None:
    one, two = (Line("x" * 60 + end, 1, 72, 700, sizes[0]), Line("y" * 60, 1, 72, 688, sizes[1]))
    assert paragraphs(one, two) == count


@pytest.mark.parametrize(("rise", "count"), [(1.0, 1), (1.1, 2)])
def test_a_line_that_stands_higher_is_in_another_column(rise: float, count: int) -> None:
    lines = [*column(["x" * 100] * 4), Line("short", 1, 72, 100, 10), Line("Capital", 1, 72, 100 + rise, 10)]
    assert flowing([lines])[0].endswith("short Capital" if count == 1 else "short\n\nCapital")


@pytest.mark.parametrize(("gap", "parted"), [(13.0, False), (13.5, True)])
def test_a_gap_parts_from_a_third_more_than_usual_on(gap: float, parted: bool) -> None:
    heights = [700.0, 690.0, 680.0, 670.0, 670.0 - gap]
    text, _ = flowing([[Line("x" * 60, 1, 72, y, 10) for y in heights]])
    assert ("\n\n" in text) == parted


@pytest.mark.parametrize(
    ("line", "after", "before", "indented"),
    [
        ((79.0, 100), (72.0, 88), (72.0, 112), False),  # seven points are no indent of ten-point type
        ((79.1, 100), (72.0, 88), (72.0, 112), True),
        ((80.0, 100), (80.0, 100), (72.0, 112), True),  # what stands beside it says nothing
        ((80.0, 100), None, (72.0, 100), False),
        ((80.0, 100), None, (72.0, 112), True),
        ((79.0, 100), None, (72.0, 112), False),
    ],
)
def test_an_indent_is_told_from_the_line_below_or_above(
    line: tuple[float, float], after: tuple[float, float] | None, before: tuple[float, float], indented: bool
) -> None:
    def at(place: tuple[float, float]) -> Line:
        return Line("x", 1, *place, 10.0)

    assert reader._is_indented(at(line), at(after) if after else None, at(before)) == indented


@pytest.mark.parametrize(("size", "head"), [(12.0, None), (12.1, "Head")])
def test_a_headline_is_a_fifth_larger(size: float, head: str | None) -> None:
    assert largest([*column(["text", "text", "text"]), Line("Head", 1, 72, 50, size)]) == head
