"""What the tests of the journal share: files as people send them, and a case with something in it."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from omhu.rapporter.dokument import Afsnit
from omhu.rapporter.dokument import Dokument as Papir
from omhu.rapporter.pdf import pdf
from omhu.sagsarbejde.journal.actions import gem_fil
from omhu.sagsarbejde.journal.filtyper import FILTYPER
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.tidslinje.actions import registrer

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)
CPR = "7107813001"
"""Day + 60: nobody's."""


def lav_pdf(*linjer: str) -> bytes:
    """A real PDF with some lines."""
    return pdf(Papir("Udtalelse", [Afsnit(x) for x in linjer]))


def lav_docx(tekst: str) -> bytes:
    """A real Word file."""
    from docx import Document

    fil, ud = Document(), io.BytesIO()
    fil.add_paragraph(tekst)
    fil.save(ud)
    return ud.getvalue()


def lav_zip(**filer: bytes) -> bytes:
    """A zip file."""
    ud = io.BytesIO()
    with zipfile.ZipFile(ud, "w") as z:
        for navn, data in filer.items():
            z.writestr(navn, data)
    return ud.getvalue()


def sendt(navn: str, data: bytes, type_: str = "application/pdf") -> SimpleUploadedFile:
    """A file as the browser sends it."""
    return SimpleUploadedFile(navn, data, type_)


def en_fil(sag, af):
    """A picture on a case."""
    skridt = registrer(sag, "DOKUMENT", date(2026, 1, 5), attributter={"retning": "ind"})
    skrift = Skrift.objects.create(
        sag=sag, slags="dokument", oprettet_af=af, skridt_rod=skridt.rod, afsluttet=timezone.now()
    )
    Udgave.objects.create(skrift=skrift, sag=sag, nr=1, felter={"titel": "Foto"}, skrevet_af=af)
    return gem_fil(skrift, PNG, FILTYPER["png"])[0]


def en_aktindsigt(sag, af):
    """A request of somebody with custody."""
    skridt = registrer(sag, "AKTINDSIGT_ANMODET", timezone.localdate())
    skrift = Skrift.objects.create(
        sag=sag, slags="aktindsigt", oprettet_af=af, skridt_rod=skridt.rod
    )
    Udgave.objects.create(
        skrift=skrift, sag=sag, nr=1, felter={"part": "myndighed", "navn": "Mor"}, skrevet_af=af
    )
    return skrift
