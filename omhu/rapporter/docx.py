"""A document as a Word file with real styles: headings, lists, heading rows, language, page numbers."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from omhu.rapporter.dokument import (
    OVERSTREGET,
    Afsnit,
    Blok,
    Brevhoved,
    Del,
    Dokument,
    Fakta,
    Overskrift,
    Overstregning,
    Punkter,
    Sideskift,
    Tabel,
    Underskrift,
    niveauer,
)

SKRIFT = "Arial"
"""Every machine has it; the letter is edited on the reader's own."""
SIDEBREDDE, MARGEN = Cm(21), Cm(2.4)
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3")


def docx(dokument: Dokument) -> bytes:
    """The document as a Word file."""
    fil = Document()
    _opsaet(fil, dokument)
    if dokument.hoved:
        _hoved(fil, dokument.hoved)
    fil.add_paragraph(dokument.titel, style="Title")
    niveau = iter(niveauer(dokument.blokke))
    for blok in dokument.blokke:
        if isinstance(blok, Overskrift):
            fil.add_heading(blok.tekst.replace("\n", " "), next(niveau))
        else:
            _blok(fil, blok)
    ud = BytesIO()
    fil.save(ud)
    return ud.getvalue()


def _opsaet(fil: Any, d: Dokument) -> None:
    om = fil.core_properties
    om.title, om.author, om.language, om.comments = d.kort_titel, d.forfatter, d.sprog, ""
    om.last_modified_by = d.forfatter
    sprog = fil.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    sprog.set(qn("w:val"), d.sprog)
    normal = fil.styles["Normal"]
    normal.font.size = Pt(10.5)
    for navn in ("Normal", *STYLES):
        _skrift(fil.styles[navn])
    afsnit = fil.sections[0]
    afsnit.page_width, afsnit.page_height = SIDEBREDDE, Cm(29.7)
    afsnit.left_margin = afsnit.right_margin = MARGEN
    _bund(afsnit.footer.paragraphs[0], d.bund)


def _skrift(style: Any) -> None:
    """Black in our font: the template's own are blue and follow a theme."""
    style.font.name = SKRIFT
    style.font.color.rgb = RGBColor(0, 0, 0)
    skrifter = style.element.rPr.rFonts
    for navn in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        skrifter.attrib.pop(qn(f"w:{navn}"), None)


def _bund(afsnit: Paragraph, tekst: str) -> None:
    stop = afsnit.paragraph_format.tab_stops
    stop.add_tab_stop(SIDEBREDDE - 2 * MARGEN, WD_TAB_ALIGNMENT.RIGHT)
    afsnit.style = "Normal"
    for led in (f"{tekst}\tSide ", "PAGE", " af ", "NUMPAGES"):
        stykke = afsnit.add_run("" if led.isupper() and led.isalpha() else led)
        stykke.font.size = Pt(8.5)
        if not stykke.text:
            _felt(stykke, led)


def _felt(stykke: Run, kode: str) -> None:
    """A field that Word fills in, as the page number."""
    for type_ in ("begin", "", "end"):
        if type_:
            del_ = OxmlElement("w:fldChar")
            del_.set(qn("w:fldCharType"), type_)
        else:
            del_ = OxmlElement("w:instrText")
            del_.text = kode
        stykke._r.append(del_)


def _hoved(fil: Any, h: Brevhoved) -> None:
    for linjer in filter(None, (h.til, h.fra)):
        fil.add_paragraph("\n".join(linjer))


def _blok(fil: Any, b: Blok) -> None:
    match b:
        case Afsnit():
            _skriv(fil.add_paragraph(), b.dele)
        case Overstregning():
            _skriv(fil.add_paragraph(), (b,))
        case Punkter():
            for punkt in b.punkter:
                _skriv(fil.add_paragraph(style="List Bullet"), punkt)
        case Fakta():
            for felt, dele in b.raekker:
                _fakta(fil.add_paragraph(), felt, dele)
        case Tabel():
            _tabel(fil, b)
        case Underskrift():
            _underskrift(fil, b)
        case Sideskift():
            fil.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case _:
            raise TypeError(f"{type(b).__name__} is not a block")


def _skriv(afsnit: Paragraph, dele: Iterable[Del]) -> None:
    for del_ in dele:
        if isinstance(del_, Overstregning):
            _streg(afsnit, del_)
        else:
            stykke = afsnit.add_run(del_.tekst)
            stykke.bold, stykke.italic = del_.fed or None, del_.kursiv or None


def _streg(afsnit: Paragraph, streg: Overstregning) -> None:
    """A black field: white on black, so that it is read aloud and cannot be lifted."""
    stykke = afsnit.add_run(OVERSTREGET)
    stykke.font.color.rgb = RGBColor(255, 255, 255)
    stykke._r.get_or_add_rPr().append(_baggrund("000000"))
    if streg.grund:
        afsnit.add_run(f" ({streg.grund})")


def _baggrund(farve: str) -> Any:
    fyld = OxmlElement("w:shd")
    for navn, vaerdi in (("val", "clear"), ("color", "auto"), ("fill", farve)):
        fyld.set(qn(f"w:{navn}"), vaerdi)
    return fyld


def _fakta(afsnit: Paragraph, felt: str, dele: Iterable[Del]) -> None:
    afsnit.paragraph_format.space_after = Pt(2)
    afsnit.add_run(f"{felt}: ").bold = True
    _skriv(afsnit, dele)


def _tabel(fil: Any, b: Tabel) -> None:
    tabel = fil.add_table(rows=0, cols=len(b.hoved), style="Table Grid")
    tabel.autofit = False
    raekke = tabel.add_row()
    raekke._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for celle, navn in zip(raekke.cells, b.hoved, strict=True):
        celle.paragraphs[0].add_run(navn).bold = True
        celle._tc.get_or_add_tcPr().append(_baggrund("E6E6E6"))
    for indhold in b.raekker:
        for celle, dele in zip(tabel.add_row().cells, indhold, strict=True):
            _skriv(celle.paragraphs[0], dele)
    bredde, i_alt = SIDEBREDDE - 2 * MARGEN, sum(b.bredder)
    for soejle, andel in zip(tabel.columns, b.bredder, strict=True):
        for celle in soejle.cells:
            celle.width = int(bredde * andel / i_alt)
    fil.add_paragraph()


def _underskrift(fil: Any, b: Underskrift) -> None:
    hilsen = fil.add_paragraph(b.hilsen)
    hilsen.paragraph_format.space_before = Pt(18)
    hilsen.paragraph_format.keep_with_next = True
    fil.add_paragraph("\n".join(b.linjer))
