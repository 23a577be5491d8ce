"""The bundle of an aktindsigt: a list of everything, then what goes along, with black fields; files of PDF come last.

What is struck out never reaches the document: a black field has no room for what stood there.
"""

from __future__ import annotations

import logging
from io import BytesIO

import pypdf
from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import antal, dato
from omhu.rapporter import pdfsider
from omhu.rapporter.brevdele import brev_paa_papir
from omhu.rapporter.dokument import (
    Afsnit,
    Blok,
    Del,
    Dokument,
    Fakta,
    Overskrift,
    Overstregning,
    Sideskift,
    Stykke,
    Tabel,
)
from omhu.rapporter.pdf import pdf
from omhu.sagsarbejde.journal import filvalg, lager
from omhu.sagsarbejde.journal.aktindsigt import DELVIS, MED, UDEN, Akt, akter, mangler
from omhu.sagsarbejde.journal.filtyper import FILTYPER
from omhu.sagsarbejde.journal.models import Dokument as Fil
from omhu.sagsarbejde.journal.skema import PARTER
from omhu.sagsarbejde.tekster.actions import nyeste
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of what is in the file
KAN_IKKE = (
    "Vi kan ikke tage sider ud af filen. Hold hele filen ude, og læg en overstreget kopi på sagen."
)
ORD = {MED: "Med", DELVIS: "Med overstregninger", UDEN: "Ikke med"}


def bundt(bruger: Bruger, skrift: Skrift) -> bytes:
    """The whole as one PDF. Raises ValidationError (Danish) while something is not chosen."""
    alle = akter(skrift)
    if fejl := mangler(alle):
        raise ValidationError(fejl)
    filer = {a.nr: _sider(a) for a in alle if a.fil_med}
    return _saml(pdf(dokument(bruger, skrift, alle, {n for n, f in filer.items() if f})), filer)


def dokument(bruger: Bruger, skrift: Skrift, alle: list[Akt], vedlagt: set[int]) -> Dokument:
    """The bundle without the files; `vedlagt` are the numbers of the things whose file follows as pages."""
    felter = nyeste(skrift).felter
    til = felter.get("navn") or dict(PARTER)[felter["part"]]
    bedt = Skridt.objects.filter(rod__in=[skrift.skridt_rod]).order_by("-registreret").first()
    blokke: list[Blok] = [
        Afsnit(
            f"Du har bedt om aktindsigt{f' den {dato(bedt.dag)}' if bedt else ''}. Her er svaret."
        ),
        Afsnit(
            f"Der er {antal(len(alle), 'ting', 'ting')} i sagen. Listen viser dem alle. Det, der ikke er med, står der "
            "også, med grunden. Det overstregede er erstattet af et sort felt; det, der stod, er ikke i filen."
        ),
        Fakta([("Du bad om", felter.get("omfang", ""))]),
        Overskrift("Indhold"),
        Tabel(["Nr.", "Dato", "Hvad", "Svar"], [_linje(a, vedlagt) for a in alle], (1, 3, 6, 6)),
    ]
    if any(a.valg != MED for a in alle):
        blokke.append(
            Afsnit(
                "Er du uenig i, at noget er holdt ude, kan du klage. Skriv til os; vi sender klagen videre."
            )
        )
    for a in alle:
        if a.valg != UDEN:
            blokke += _akt(a, vedlagt)
    return brev_paa_papir(
        "Aktindsigt", blokke, af=bruger, sag=skrift.sag, modtager=(til,), underskrevet=False
    )


def _linje(a: Akt, vedlagt: set[int]) -> list[str]:
    """A row of the list. Of what is left out or struck in, only its kind is told: a title may say too much."""
    hvad = a.titel if a.valg == MED else a.slags
    svar = ORD[a.valg] + (f": {a.grund_ord.lower()}" if a.valg != MED and a.grund_ord else "")
    if a.dokument:
        svar += _om_filen(a, vedlagt)
    return [str(a.nr), dato(a.dag), hvad, svar]


def _om_filen(a: Akt, vedlagt: set[int]) -> str:
    if not a.fil_med:
        return ". Filen er ikke med." if a.valg == DELVIS else ""
    if a.sider_ude:
        return f". Filen ligger bagest, {filvalg.ord_om(a.streger)}."
    if a.nr not in vedlagt and a.dokument:
        type_ = FILTYPER.get(a.dokument.filtype)
        return f". Filen (dokument {a.dokument.nr}, {type_.navn if type_ else 'en fil'}) gives for sig."
    return ". Filen ligger bagest."


def _akt(a: Akt, vedlagt: set[int]) -> list[Blok]:
    ud: list[Blok] = [Sideskift()] if a.nr == 1 else []
    ud += [
        Overskrift(f"{a.nr}. {a.titel if a.valg == MED else a.slags}"),
        Fakta(
            [
                ("Dato", dato(a.dag)),
                ("Hvad", a.slags if a.titel != a.slags else ""),
                ("Filen", f"{filvalg.ord_om(a.streger)}: {a.grund_ord}" if a.sider_ude else ""),
            ]
        ),
    ]
    for s in a.stykker:
        ud.append(Overskrift(s.label, 2))
        ud += _afsnit(a, s.navn, s.saetninger)
    return ud


def _afsnit(a: Akt, navn: str, saetninger: list[str]) -> list[Blok]:
    """The sentences; neighbours that are struck out become one field."""
    dele: list[Del] = []
    for nr, saetning in enumerate(saetninger):
        if not a.er_streget(navn, nr):
            dele.append(Stykke(saetning if saetning.endswith("\n") else f"{saetning} "))
        elif not (dele and isinstance(dele[-1], Overstregning)):
            dele.append(Overstregning(a.grund_ord))
    return [Afsnit(*dele)]


def _sider(a: Akt) -> list[pypdf.PageObject]:
    """The pages of a file that go along; none when it is no PDF, or one that cannot be read. Raises ValidationError
    (Danish) when pages are to be left out and cannot be."""
    assert a.dokument is not None
    laeser = _laes(a.dokument)
    if laeser is None and a.sider_ude:
        raise ValidationError(f"Nr. {a.nr}: {KAN_IKKE}")
    try:
        return pdfsider.uden(laeser, a.sider_ude) if laeser else []
    except ValueError as fejl:
        raise ValidationError(
            f"Nr. {a.nr}: Filen har {antal(fejl.args[0], 'side', 'sider')}. Ret de sider, der ikke skal med."
        ) from fejl
    except (pypdf.errors.PyPdfError, KeyError, TypeError, AttributeError, RecursionError) as fejl:
        raise ValidationError(f"Nr. {a.nr}: {KAN_IKKE}") from fejl


def _laes(fil: Fil) -> pypdf.PdfReader | None:
    """A file's pages; None when it is no PDF, or one that cannot be read."""
    if fil.filtype != "pdf":
        return None
    try:
        laeser = pypdf.PdfReader(BytesIO(b"".join(lager.laes(fil))))
        return None if laeser.is_encrypted or not len(laeser.pages) else laeser
    except (pypdf.errors.PyPdfError, ValueError, KeyError, RecursionError):
        return None


def _saml(foerst: bytes, filer: dict[int, list[pypdf.PageObject]]) -> bytes:
    if not any(filer.values()):
        return foerst
    samlet = pypdf.PdfWriter()
    samlet.append(BytesIO(foerst))
    for nr, sider in filer.items():
        fra = len(samlet.pages)
        for side in sider:
            samlet.add_page(side)
        if sider:
            samlet.add_outline_item(title=f"Nr. {nr}", page_number=fra)
    ud = BytesIO()
    samlet.write(ud)
    return ud.getvalue()
