"""Letter to a party whose aktindsigt takes longer than the law's days (OFL § 36, stk. 2)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import brev_paa_papir, hjemmel, laengde
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta, Stykke, prosa
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

UDEN_FRIST = "Brevet mangler den nye frist. Ret skridtet på tidslinjen, og skriv den."
UDEN_GRUND = "Brevet mangler en begrundelse. Ret skridtet på tidslinjen, og skriv, hvorfor det tager længere."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter. Raises ValidationError without a new day or a reason: the law asks for both."""
    assert skridt is not None
    grund = _grund(skridt)
    if skridt.naeste is None:
        raise ValidationError(UDEN_FRIST)
    if not grund:
        raise ValidationError(UDEN_GRUND)
    bedt = _bedt(sag, skridt)
    hvornaar = f" Vi fik dit ønske {dato(bedt.dag)}." if bedt else ""
    dag = bedt.dag if bedt else skridt.dag
    blokke: list[Blok] = [
        Afsnit(f"Du har bedt om at se papirer i en sag hos os.{hvornaar}"),
        Afsnit(f"Vi skal svare inden {laengde('aktindsigt', dag)}. Det når vi ikke denne gang."),
        Afsnit("Du får svar senest ", Stykke(dato(skridt.naeste), fed=True), "."),
        Afsnit("Grunden er:"),
        *prosa(grund),
        Fakta([("Regel", hjemmel("aktindsigt", dag))]),
    ]
    return brev_paa_papir("Vi har brug for mere tid", blokke, af=bruger, sag=sag)


def _bedt(sag: Sag, skridt: Skridt) -> Skridt | None:
    """What the letter answers: the newest request before it."""
    alle = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art="AKTINDSIGT_ANMODET"))
    return alle.filter(dag__lte=skridt.dag).order_by("-dag", "-sket", "-nr").first()


def _grund(skridt: Skridt) -> str:
    return str(skridt.data.get("begrundelse", "")).strip()


BREV = Brev(
    "fristbrev",
    "Brev om længere frist",
    lav,
    arter=("FRISTBREV",),
    naar=lambda s, _: bool(s.naeste and _grund(s)),
    regler=("aktindsigt",),
)
