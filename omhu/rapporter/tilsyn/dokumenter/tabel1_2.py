"""Tabel 1 and 2 as Task Force prints them, for the cases of the round."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.frister.regelsaet import kalender, regler
from omhu.maalinger import beregn, hent_koncept, vis
from omhu.maalinger.sag import Resultat
from omhu.maalinger.tilsyn.sprog import Tabel as Konceptets
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift, Punkter, Tabel
from omhu.rapporter.tilsyn.fra_runde import rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tidslinje.maalesager import maalesager
from omhu.tidslinje.queries import Synsdag
from omhu.tilsyn.models import Runde
from omhu.tilsyn.runder.koncept import koncept_af


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """The tables that the concept takes from measures. Raises ValidationError (Danish) without cases."""
    fundne = {t.maaling for t in koncept_af(runde.udgave).tabeller}
    maalt = {m: _maal(runde, m) for m in fundne}
    blokke: list[Blok] = []
    for tabel in koncept_af(runde.udgave).tabeller:
        blokke += _tabel(tabel, [r for r in maalt[tabel.maaling] if _med(r, tabel)])
    blokke.append(
        Afsnit(
            "Tabellerne er regnet af det, der er registreret i rundens sager, "
            "og af læsernes vurderinger."
        )
    )
    return rundepapir(f"Tabel 1 og 2: {runde.navn}", runde, blokke)


def _med(r: Resultat, tabel: Konceptets) -> bool:
    """Rows that unfold (`4MD-01`) belong to the row that they come from."""
    return any(r.raekke == navn or r.raekke.startswith(f"{navn}-") for navn in tabel.raekker)


def _maal(runde: Runde, maaling: str) -> list[Resultat]:
    with som_system():  # the figures are those of the round, not of what the reader may open
        pk = set(runde.sager.filter(tilstand="MED").values_list("sag_id", flat=True))
        if not pk:
            raise ValidationError("Der er ingen sager i runden at regne på.")
        sager = [sag for _, sag in maalesager(Synsdag(runde.til), pk)]
    return beregn(
        hent_koncept(maaling), sager, runde.fra, runde.til, regler=regler(), kalender=kalender()
    )


def _tabel(tabel: Konceptets, resultater: list[Resultat]) -> list[Blok]:
    raekker = [[r.gruppe, r.tekst, r.vist_som] for r in resultater]
    advarsler = [f"{r.raekke}: {_uden_sager(a)}" for r in resultater for a in r.advarsler]
    noter = vis.fodnoter(resultater) if resultater else []
    return [
        Overskrift(tabel.navn),
        Tabel(["Tema", "Det er undersøgt", "Sager"], raekker, [3, 7, 3]),
        *([Punkter(advarsler)] if advarsler else []),
        *(Afsnit(n) for n in noter),
    ]


def _uden_sager(advarsel: str) -> str:
    """A table is handed out: it tells how many cases, not which."""
    return advarsel.partition(": ")[0].rstrip(".") + "."


DOKUMENT = Rundedokument(
    "tabel-1-2", "Tabel 1 og 2", "Som i Task Forces statusrapporter.", lav, nr=6,
    naar=lambda runde: bool(koncept_af(runde.udgave).tabeller),
)  # fmt: skip
