"""A note of the journal on paper: when it happened, when it was written, by whom, and what it says."""

from __future__ import annotations

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.bord.felter import felt
from omhu.kerne.ord_om_tid import antal, dato, klokken
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import af_skrift, brev_paa_papir, med_navn
from omhu.rapporter.dokument import Blok, Dokument, Fakta
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The note. Written later than it happened is said (journal duty, OFL § 13)."""
    assert skridt is not None
    blokke: list[Blok] = [Fakta(_tider(skridt))]
    for navn, tekst in skridt.data.items():
        if tekst:
            blokke += med_navn(felt(skridt.art, navn).label, tekst)
    for skrift in skrifter(sag).filter(skridt_rod=skridt.rod):
        blokke += af_skrift(skrift)
    return brev_paa_papir("Journalnotat", blokke, af=bruger, sag=sag, underskrevet=False)


def _tider(s: Skridt) -> list[tuple[str, str]]:
    skrevet = timezone.localtime(s.registreret)
    senere = (skrevet.date() - s.dag).days
    efter = f", {antal(senere, 'dag', 'dage')} efter" if senere > 0 else ""
    return [
        ("Skete", dato(s.dag) + ("" if s.kun_dato else f" {klokken(s.sket)}")),
        ("Skrevet", f"{dato(skrevet.date())} {klokken(skrevet)}{efter}"),
        ("Skrevet af", str(s.registreret_af or s.kilde)),
        ("Rettet", "Ja. Den gamle udgave står på sagen." if s.erstatter_id else ""),
    ]


BREV = Brev("notat", "Journalnotat", lav, arter=("JOURNALNOTAT",))
