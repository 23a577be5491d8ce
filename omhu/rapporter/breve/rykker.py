"""Reminder of a statement that has not come."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import barnet, brev_paa_papir
from omhu.rapporter.breve.anmodning import modtager
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Stykke
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

ER_KOMMET = "Udtalelsen er modtaget, så der er ikke noget at rykke for."
FOR_TIDLIGT = "Fristen er ikke gået endnu. Vent, eller ring i stedet."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter. Raises ValidationError when it has come, or is not late yet."""
    assert skridt is not None
    svar = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art="UDTALELSE_MODTAGET"))
    if svar.filter(vedroerer=skridt.som_trin().navn).exists():
        raise ValidationError(ER_KOMMET)
    if skridt.naeste is None or not _sen(skridt):
        raise ValidationError(FOR_TIDLIGT)
    om = str(skridt.data.get("om", "")) or "en udtalelse"
    blokke: list[Blok] = [
        Afsnit(
            f"{dato(skridt.dag)} bad vi om {om.lower()} om {barnet(sag)}. "
            f"Vi skulle have haft den {dato(skridt.naeste)}, men vi kan ikke se, at den er kommet."
        ),
        Afsnit(
            "Vi har brug for den for at kunne hjælpe barnet i tide. ",
            Stykke("Send den i dag, eller ring til os.", fed=True),
        ),
        Afsnit("Har du sendt den, så se bort fra brevet, og sig til. Så leder vi efter den."),
    ]
    titel = "Vi mangler din udtalelse"
    return brev_paa_papir(titel, blokke, af=bruger, sag=sag, modtager=(modtager(skridt),))


def _sen(skridt: Skridt) -> bool:
    return skridt.naeste is not None and skridt.naeste < timezone.localdate()


BREV = Brev(
    "rykker",
    "Rykker om udtalelse",
    lav,
    arter=("UDTALELSE_ANMODET",),
    naar=lambda s, kendt: _sen(s) and s.som_trin().navn not in kendt.besvarede,
)
