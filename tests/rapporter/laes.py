"""Reading the files back: their words in order, as a reader of the file would get them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
import pypdf
from docx.oxml.ns import qn
from pypdf.generic import StreamObject

BUND = re.compile(r"^.*Side \d+ af \d+$", re.M)


def ord_i_pdf(fil: bytes) -> list[str]:
    """The words of a PDF without the foot of its pages; bullets and break marks are not words."""
    sider = [s.extract_text() for s in pypdf.PdfReader(BytesIO(fil)).pages]
    tekst = "\n".join(BUND.sub("", s) for s in sider)
    return tekst.replace("\u200b", "").replace("•", " ").split()


def ord_i_docx(fil: bytes) -> list[str]:
    """The words of a Word file in order, tables too, without head and foot of pages."""
    krop = docx.Document(BytesIO(fil)).element.body
    afsnit = [
        "".join("\n" if n.tag != qn("w:t") else n.text or "" for n in p.iter(qn("w:t"), qn("w:br")))
        for p in krop.iter(qn("w:p"))
    ]
    return "\n".join(afsnit).split()


def flad(ord_: list[str]) -> str:
    """Words as one string that is the same wherever a line was broken or a word divided."""
    return "".join(ord_).replace("-", "")


def alt_i(fil: bytes) -> bytes:
    """Every byte of a file, unpacked: what a curious reader could find in it."""
    if fil.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(fil)) as z:
            return b"\n".join(z.read(n) for n in z.namelist())
    laeser = pypdf.PdfReader(BytesIO(fil))
    dele = [fil, str(laeser.metadata).encode(), *(s.extract_text().encode() for s in laeser.pages)]
    alle = [laeser.get_object(nr) for nr in range(1, int(str(laeser.trailer["/Size"])))]
    dele += [del_.get_data() for del_ in alle if isinstance(del_, StreamObject)]
    assert len(dele) > 5
    return b"\n".join(dele)
