"""What has happened in a case, step by step, to hand out: the oldest first, only what still stands."""

from __future__ import annotations

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.bord.felter import felt
from omhu.bord.sagsside import Skridtlinje, skridtlinjer
from omhu.kerne.ord_om_tid import antal, dato, klokken
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import barnet, brev_paa_papir
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Tabel
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The table as of today."""
    gyldige = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag))
    linjer = skridtlinjer(list(gyldige.select_related("registreret_af")), bruger)[::-1]
    blokke: list[Blok] = [
        Afsnit(
            f"Listen viser, hvad der er sket i sagen om {barnet(sag)} til og med {dato(timezone.localdate())}. "
            f"Der står {antal(len(linjer), 'skridt', 'skridt')}, og det ældste kommer først."
        ),
        Tabel(["Dag", "Hvad", "Oplysninger"], [_raekke(x) for x in linjer], (3, 4, 6)),
    ]
    return brev_paa_papir("Sagens tidslinje", blokke, af=bruger, sag=sag, underskrevet=False)


def _raekke(x: Skridtlinje) -> list[str]:
    s = x.skridt
    felter = [f"{felt(s.art, navn).label.rstrip('?')}: {vaerdi}" for navn, vaerdi in x.felter]
    if s.naeste:
        felter.append(f"Næste: {dato(s.naeste)}")
    dag = dato(s.dag) + ("" if s.kun_dato else f"\n{klokken(s.sket)}")
    return [dag, x.art, "\n".join(felter)]


BREV = Brev("tidslinje", "Sagens tidslinje", lav)
