"""Some pages of a PDF that came from outside, and nothing of the others.

A page of a PDF points at more than it shows: pictures in a dictionary that all pages share, links and threads to other
pages. What the pages that go along do not draw is taken off them first, so that it cannot come into the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pypdf
from pypdf.generic import ContentStream, DictionaryObject, NameObject

PEGER_UD = (
    "/Annots",
    "/B",
    "/AA",
    "/StructParents",
    "/PieceInfo",
    "/Metadata",
    "/Thumb",
    "/LastModified",
)
"""What may lead from a page to another, or tell of it."""
DYBEST = 6


def uden(laeser: pypdf.PdfReader, ude: Iterable[int]) -> list[pypdf.PageObject]:
    """The pages that go along; all as they are where none is left out. Raises ValueError for a number that no page has,
    and pypdf's errors for a file that cannot be read."""
    numre = set(ude)
    sider = list(laeser.pages)
    if not numre:
        return sider
    if max(numre) > len(sider):
        raise ValueError(len(sider))
    med = [s for nr, s in enumerate(sider, 1) if nr not in numre]
    for side in med:
        for noegle in PEGER_UD:
            side.pop(noegle, None)
        side[NameObject("/Resources")] = _brugte(side.get("/Resources"), side.get_contents(), 0)
    return med


def _brugte(ressourcer: Any, indhold: ContentStream | None, dybde: int) -> DictionaryObject:
    """The resources with only those pictures and forms that the content draws."""
    alle = ressourcer.get_object() if ressourcer is not None else DictionaryObject()
    ny = DictionaryObject(alle)
    ny.pop("/Properties", None)
    former = alle.get("/XObject")
    if former is None:
        return ny
    tegnet = {str(o[0]) for o, op in indhold.operations if op == b"Do"} if indhold else set()
    kendte = former.get_object()
    ny[NameObject("/XObject")] = DictionaryObject(
        {NameObject(n): _form(kendte.raw_get(n), dybde) for n in kendte if n in tegnet}
    )
    return ny


def _form(peg: Any, dybde: int) -> Any:
    """A form that is drawn, with only what it draws itself."""
    form = peg.get_object()
    if form.get("/Subtype") == "/Form" and "/Resources" in form:
        if dybde > DYBEST:
            raise pypdf.errors.PdfReadError("forms within forms")
        form[NameObject("/Resources")] = _brugte(
            form["/Resources"], ContentStream(form, None), dybde + 1
        )
    return peg
