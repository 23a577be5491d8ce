"""A document says the same as PDF and as Word file, and nothing in it is ever more than text."""

from __future__ import annotations

import time
from io import BytesIO

import docx as worddokument
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import BooleanObject

from omhu.rapporter import pdf as pdfmodul
from omhu.rapporter.docx import docx
from omhu.rapporter.dokument import (
    Afsnit,
    Brevhoved,
    Dokument,
    Fakta,
    Overskrift,
    Overstregning,
    Punkter,
    Sideskift,
    Stykke,
    Tabel,
    Underskrift,
    niveauer,
    prosa,
)
from omhu.rapporter.pdf import pdf
from tests.rapporter.laes import alt_i, ord_i_docx, ord_i_pdf


def helt() -> Dokument:
    """One of every block."""
    return Dokument(
        "Æblet på øen",
        [
            Overskrift("Første"),
            Afsnit("Kære ", Stykke("Åse", fed=True), Stykke(" Ærø", kursiv=True), "\nny linje"),
            Punkter(["et punkt", ["to ", Stykke("punkter", fed=True)]]),
            Overskrift("For dyb", 3),
            Fakta([("Modtaget", "22. november 2026"), ("Uden værdi", "")]),
            Tabel(["Dag", "Hvad"], [["1. maj", "Samtale"], ["2. maj", ["a\nb"]]], (1, 3)),
            Afsnit("Han hedder ", Overstregning("FVL § 15"), "."),
            Overstregning(),
            Sideskift(),
            *prosa("Første afsnit.\n\nAndet afsnit\nmed to linjer."),
            Underskrift("Mette Kjær", ("Rådgiver", "Team Nord")),
        ],
        hoved=Brevhoved(("Aarby Kommune", "Team Nord"), "22. november 2026", "N-1", ("Skolen",)),
        bund="Aarby Kommune · sag N-1",
        forfatter="Aarby Kommune",
    )


def test_both_files_say_the_same():
    d = helt()
    i_pdf, i_docx = ord_i_pdf(pdf(d)), ord_i_docx(docx(d))
    assert i_pdf == i_docx
    tekst = " ".join(i_pdf)
    for ventet in (
        "Æblet på øen",
        "Kære Åse Ærø ny linje",
        "Modtaget: 22. november 2026",
        "1. maj",
    ):
        assert ventet in tekst
    assert "Uden værdi" not in tekst


def test_the_pdf_can_be_read_aloud_and_archived():
    """PDF/UA-1 and PDF/A-2a: language, title, tags, and the marks that say so."""
    laeser = pypdf.PdfReader(BytesIO(pdf(helt())))
    rod = laeser.trailer["/Root"]
    assert rod["/Lang"] == "da-DK"
    assert rod["/MarkInfo"]["/Marked"] == BooleanObject(True)
    assert rod["/ViewerPreferences"]["/DisplayDocTitle"] == BooleanObject(True)
    assert laeser.metadata.title == "Æblet på øen"
    xmp = rod["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    fundne = maerker(rod["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= fundne
    assert "/H4" not in fundne
    assert len(laeser.pages) == 2


def maerker(knude) -> set[str]:
    """The kinds of tag in a structure tree."""
    knude = knude.get_object() if hasattr(knude, "get_object") else knude
    if isinstance(knude, list):
        return set().union(*map(maerker, knude)) if knude else set()
    if not isinstance(knude, dict):
        return set()
    egne = {str(knude["/S"])} if "/S" in knude else set()
    return egne | (maerker(knude["/K"]) if "/K" in knude else set())


def test_the_fonts_are_in_the_pdf():
    """Fetched by tools/opsaet.py; an archive must not lean on the fonts of a machine."""
    skrifter = {
        str(f.get_object()["/BaseFont"])
        for side in pypdf.PdfReader(BytesIO(pdf(helt()))).pages
        for f in side["/Resources"]["/Font"].values()
    }
    assert any("IBMPlexSans-Bold" in s for s in skrifter), skrifter
    assert all("+IBMPlexSans" in s for s in skrifter), skrifter


def test_without_the_fonts_there_is_a_pdf_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(pdfmodul, "SKRIFTER", tmp_path / "mangler")
    pdfmodul._har_skrift.cache_clear()
    try:
        assert ord_i_pdf(pdf(helt())) == ord_i_docx(docx(helt()))
    finally:
        pdfmodul._har_skrift.cache_clear()


def test_the_word_file_has_real_styles():
    d = worddokument.Document(BytesIO(docx(helt())))
    stilarter = [p.style.name for p in d.paragraphs]
    assert stilarter.count("Title") == 1
    assert [s for s in stilarter if s.startswith("Heading")] == ["Heading 1", "Heading 2"]
    assert stilarter.count("List Bullet") == 2
    (tabel,) = d.tables
    assert tabel.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert tabel.rows[1]._tr.trPr is None
    sprog = d.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert sprog.get(qn("w:val")) == d.core_properties.language == "da-DK"
    bund = d.sections[0].footer.paragraphs[0]._p.xml
    assert "PAGE" in bund
    assert "NUMPAGES" in bund
    assert d.core_properties.author == "Aarby Kommune"


FJENDTLIG = [
    "#panic()", "#sys.inputs", "$x^2$", "*ikke fed* _ikke kursiv_", "= Overskrift", "@ref <label>", "\\ \\u{41}",
    "<b>fed</b> &amp; &lt; ]]> <!-- -->", "{{ settings }} {% debug %}", '"; json("/etc/passwd")',
    "//skjult /* skjult */",
    "https://eksempel.dk/#x", "~ -- --- ... 'a' \"b\"", "[kantet] {krøllet} (rund)", "- ikke et punkt", "+ heller ikke",
    "=1+1", "%PDF-1.7 endobj",
]  # fmt: skip


@pytest.mark.parametrize("tekst", FJENDTLIG)
def test_text_is_only_ever_text(tekst):
    d = Dokument(
        tekst,
        [
            Overskrift(tekst),
            Afsnit(tekst, Stykke(tekst, fed=True)),
            Punkter([tekst]),
            Fakta([(tekst, tekst)]),
            Tabel([tekst], [[tekst]]),
            Overstregning(tekst),
            Underskrift(tekst),
        ],
        hoved=Brevhoved((tekst,), tekst, tekst, (tekst,)),
        bund=tekst,
    )
    i_pdf, i_docx = "".join(ord_i_pdf(pdf(d))), "".join(ord_i_docx(docx(d)))
    skrevet = "".join(tekst.split())
    assert i_docx.count(skrevet) == 15
    assert i_pdf == i_docx


@pytest.mark.parametrize("tegn", ["\x00", "\x01\x1f", "\x7f", "\ufffe", "\ud800", "\u202e"])
def test_signs_that_cannot_be_written_are_left_out(tegn):
    d = Dokument(f"Ti{tegn}tel", [Afsnit(f"for{tegn}efter"), Tabel(["a"], [[f"i{tegn}celle"]])])
    assert ord_i_pdf(pdf(d)) == ord_i_docx(docx(d)) == ["Titel", "forefter", "a", "icelle"]


def test_a_sign_that_no_font_has_is_shown_as_missing_and_said():
    d = Dokument("Brev", [Afsnit("Hun skriver \ue000 og æøå")])
    assert "Hun skriver □ og æøå" in " ".join(ord_i_pdf(pdf(d)))
    assert pdfmodul.UKENDT_NOTE in " ".join(ord_i_pdf(pdf(d)))
    assert "\ue000" in ord_i_docx(docx(d))


@pytest.mark.parametrize(
    "tekst",
    ["x" * 1_000_000, "Emil har det svært i skolen. " * 35_000, "linje\n" * 20_000],
    ids=["one word", "prose", "lines"],
)
def test_a_megabyte_is_written_whole(tekst):
    d = Dokument("Langt", prosa(tekst))
    start = time.process_time()
    i_pdf, i_docx = pdf(d), docx(d)
    assert time.process_time() - start < 30
    assert "".join(ord_i_docx(i_docx)) == "Langt" + "".join(tekst.split())
    assert len(pypdf.PdfReader(BytesIO(i_pdf)).pages) > 50


def test_a_long_word_breaks_within_the_page():
    """In a narrow column too: what runs off the paper is lost to the reader."""
    d = Dokument("Langt", [Tabel(["a", "b"], [["y" * 300, "kort"]], (1, 1))])
    side = pypdf.PdfReader(BytesIO(pdf(d))).pages[0]
    linjer = [x for x in side.extract_text().replace("\u200b", "").split() if set(x) == {"y"}]
    assert sum(map(len, linjer)) == 300
    assert max(map(len, linjer)) < 45


def test_what_is_blacked_out_has_nowhere_to_be():
    """The model has no field for it, so neither file can hold it; nor does the length tell."""
    with pytest.raises(TypeError):
        Overstregning("FVL § 15", tekst="Hemmeligt navn")
    d = Dokument("Brev", [Afsnit("Han er ", Overstregning("FVL § 15"), ".")])
    for fil, laes in ((pdf(d), ord_i_pdf), (docx(d), ord_i_docx)):
        assert "overstreget (FVL § 15)" in " ".join(laes(fil))
    sort = docx(Dokument("Brev", [Overstregning()]))
    assert b'w:fill="000000"' in alt_i(sort)


def test_a_skipped_level_is_closed_up():
    blokke = [
        Overskrift("a", 3),
        Overskrift("b", 3),
        Overskrift("c", 1),
        Afsnit("x"),
        Overskrift("d", 9),
    ]
    assert niveauer(blokke) == [1, 2, 1, 2]
    assert pdf(Dokument("Brev", blokke))


@settings(max_examples=60, deadline=None)
@given(tekst=st.text(max_size=80), grund=st.text(max_size=20))
def test_whatever_is_written_there_is_a_file(tekst, grund):
    """Any signs at all, in every place that takes text."""
    d = Dokument(
        tekst,
        [
            Overskrift(tekst),
            *prosa(tekst),
            Punkter([tekst]),
            Fakta([(tekst, tekst)]),
            Tabel([tekst], [[tekst]]),
            Overstregning(grund),
            Underskrift(tekst, (grund,)),
        ],
        hoved=Brevhoved((tekst,), tekst, tekst, (tekst,)),
        bund=tekst,
        forfatter=tekst,
    )
    assert pdf(d).startswith(b"%PDF")
    assert docx(d).startswith(b"PK")


def test_a_table_needs_a_cell_for_each_heading():
    with pytest.raises(ValueError, match="cell for each heading"):
        Tabel(["a", "b"], [["kun en"]])
