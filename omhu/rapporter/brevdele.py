"""What letters share: letterhead, signature, rules in words, and texts of the case work as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.frister.regelsaet import regel
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.dokument import (
    Blok,
    Brevhoved,
    Dokument,
    Fakta,
    Overskrift,
    Overstregning,
    Underskrift,
    prosa,
)
from omhu.regler.ord import antal_tekst, varighed_tekst
from omhu.regler.sprog import Version
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift

KORT = 120
"""A text up to this long stands beside its label; a longer one below it."""


def brev_paa_papir(
    titel: str,
    blokke: Sequence[Blok],
    *,
    af: Bruger,
    sag: Sag,
    modtager: Sequence[str] = (),
    dag: date | None = None,
    underskrevet: bool = True,
) -> Dokument:
    """A letter with the municipality's head, the case number in the foot and the writer's signature."""
    dag = dag or timezone.localdate()
    kommune = settings.OMHU.kommune
    ender: list[Blok] = [underskrift(af)] if underskrevet else []
    return Dokument(
        titel,
        [*blokke, *ender],
        hoved=Brevhoved(_afsender(sag), dato(dag), sag.nummer, tuple(modtager)),
        bund=f"{kommune} · sag {sag.nummer}",
        forfatter=kommune,
        dag=dag,
    )


def _afsender(sag: Sag) -> tuple[str, ...]:
    raadgiver = f"Rådgiver: {sag.ansvarlig}" if sag.ansvarlig else ""
    return (settings.OMHU.kommune, str(sag.enhed), raadgiver)


def underskrift(af: Bruger) -> Underskrift:
    """Who sends the letter, with role and unit."""
    return Underskrift(
        str(af), (af.get_rolle_display(), str(af.enhed) if af.enhed else settings.OMHU.kommune)
    )


def barnet(sag: Sag) -> str:
    """The child's name in running text; one without a name is `barnet`."""
    return sag.barn.navn or "barnet"


# -- rules in words --------------------------------------------------------------------------------


def regelversion(regel_id: str, dag: date) -> Version:
    """A rule as it stood on a day. Raises LookupError for a rule that is not in use."""
    fundet = regel(regel_id)
    if fundet is None:
        raise LookupError(regel_id)
    gamle = [v for v in fundet.versioner if v.fra <= dag]
    return gamle[-1] if gamle else fundet.versioner[0]


def hjemmel(regel_id: str, dag: date) -> str:
    """The paragraph: `BL § 138`, with `(ikke verificeret)` until somebody has held it against the law."""
    v = regelversion(regel_id, dag)
    return v.hjemmel if v.status == "verificeret" else f"{v.hjemmel} ({v.status})"


def laengde(regel_id: str, dag: date) -> str:
    """How long a rule gives: `24 timer`, `7 arbejdsdage`."""
    frist = regelversion(regel_id, dag).tilfaelde[0].frist
    return antal_tekst(frist.timer, "timer") if frist.timer else varighed_tekst(frist)


# -- texts of the case work ------------------------------------------------------------------------


def af_skrift(
    skrift: Skrift, *, niveau: int = 1, streget: dict[str, str] | None = None
) -> list[Blok]:
    """All that a text says (`tekster.queries.skrifter` has read it), field by field under its label. `streget`:
    names of fields that the reader may not see -> why."""
    kendt = skema.slags(skrift.slags)
    skjult = streget or {}
    felter: dict[str, str] = vars(skrift)["felter"]  # an annotation of the query
    blokke: list[Blok] = []
    for felt in kendt.felter:
        blokke += _felt(felt, felter.get(felt.navn, ""), niveau, skjult.get(felt.navn))
    for liste, under in kendt.lister.items():
        for nr, raekke in skema.raekker(felter, liste).items():
            for felt in under:
                grund = skjult.get(f"{liste}.{nr}.{felt.navn}")
                blokke += _felt(felt, raekke.get(felt.navn, ""), niveau + 1, grund)
    return blokke


def _felt(felt: skema.Tekstfelt, tekst: str, niveau: int, grund: str | None) -> list[Blok]:
    if not tekst.strip():
        return []
    if grund is not None:
        return [Overskrift(felt.label, niveau), Overstregning(grund)]
    if felt.form == "dato":
        return [Fakta([(felt.label, _dag(tekst))])]
    return med_navn(felt.label, dict(felt.valg).get(tekst, tekst), niveau)


def _dag(tekst: str) -> str:
    try:
        return dato(date.fromisoformat(tekst))
    except ValueError:
        return tekst


def med_navn(navn: str, tekst: str, niveau: int = 1) -> list[Blok]:
    """A text under its name: short ones beside it, long ones below a heading."""
    if len(tekst) <= KORT and "\n" not in tekst.strip():
        return [Fakta([(navn.rstrip("?"), tekst.strip())])]
    return [Overskrift(navn, niveau), *prosa(tekst)]
