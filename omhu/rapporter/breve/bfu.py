"""The finished undersøgelse or afdækning on paper, with room for the parents' remarks (BL §§ 19-22, SEL § 50)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir, med_navn
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta, Overskrift, Punkter
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.undersoegelse import queries
from omhu.sagsarbejde.undersoegelse.queries import PLAN, Undersoegelse
from omhu.sagsarbejde.undersoegelse.skema import AFSNIT, TEMAER
from omhu.tidslinje.models import Skridt

UDEN_TEKST = "Undersøgelsen er ikke skrevet i Omhu. Skriv den under Teksten, og prøv igen."
SAMTALER = {
    "BOERNESAMTALE": "Samtale med barnet",
    "BOERNESAMTALE_FRAVALGT": "Samtale med barnet fravalgt",
}


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The document about the step that finished it. Raises ValidationError where there is no text."""
    assert skridt is not None
    for f in queries.alle(sag):
        if f.slut is not None and f.slut.id == skridt.rod:
            return _dokument(bruger, queries.hent(sag, f.rod))
    raise ValidationError(UDEN_TEKST)


def lav_af_skrift(bruger: Bruger, sag: Sag, skrift: Skrift) -> Dokument:
    """A draft, before it is finished: for hearing the parties."""
    if skrift.slags not in AFSNIT:
        raise ValidationError(UDEN_TEKST)
    return _dokument(bruger, queries.hent(sag, UUID(skrift.emne)))


def _dokument(bruger: Bruger, u: Undersoegelse) -> Dokument:
    felter = u.felter(u.forloeb.slags)
    if not felter:
        raise ValidationError(UDEN_TEKST)
    f = u.forloeb
    blokke: list[Blok] = [
        Afsnit(f"{f.navn} om {barnet(u.sag)}." + ("" if f.afsluttet else " Udkast.")),
        Fakta(
            [
                ("Besluttet", dato(f.begyndt)),
                ("Afsluttet", dato(f.slut.dag) if f.slut and f.afsluttet else ""),
                ("Begyndt på grund af", _udslag(u)),
                *[(SAMTALER[t.art], dato(t.dag)) for t in (*u.foer, *f.trin) if t.art in SAMTALER],
            ]
        ),
    ]
    for overskrift, navne in AFSNIT[f.slags]:
        indhold = [b for navn in navne for b in _felt(u, felter, navn)]
        if indhold:
            blokke += [Overskrift(overskrift), *indhold]
    blokke += [
        Overskrift("Jeres bemærkninger"),
        Afsnit("I kan skrive her, hvad I mener om undersøgelsen. Det kommer til at stå sammen med den."),
        Afsnit("." * 80),
        Afsnit("." * 80),
    ]  # fmt: skip
    titel = f"{f.navn}, opdatering" if u.opdatering else f.navn
    return brev_paa_papir(titel, blokke, af=bruger, sag=u.sag)


def _udslag(u: Undersoegelse) -> str:
    """The day the decisive event is told to have happened, as the finishing step says."""
    dag = (
        str(u.forloeb.slut.attributter.get("udslagsgivende_anfoert_i_bfu", ""))
        if u.forloeb.slut
        else ""
    )
    try:
        return f"det, vi fik at vide {dato(date.fromisoformat(dag))}" if dag else ""
    except ValueError:
        return ""  # fmt: skip


def _felt(u: Undersoegelse, felter: dict[str, str], navn: str) -> list[Blok]:
    kendt = skema.slags(u.forloeb.slags)
    if navn == "@behov":
        behov = [r["tekst"] for r in skema.raekker(felter, "behov").values() if r.get("tekst")]
        return [Overskrift("Behov, der ikke er dækket", 2), Punkter(behov)] if behov else []
    if navn == "@tema":
        navne = {t.nr: t.navn for t in queries.temaer(u.felter(PLAN))}
        return [
            b
            for nr, r in skema.raekker(felter, "tema").items()
            for b in med_navn(navne.get(nr) or TEMAER.get(nr, "Tema"), r.get("tekst", ""), 2)
        ]
    felt, tekst = kendt.felt(navn), felter.get(navn, "")
    if felt is None or not tekst:
        return []
    return med_navn(felt.label, dict(felt.valg).get(tekst, tekst), 2)


BREV = Brev(
    "bfu",
    "Undersøgelsen",
    lav,
    arter=("BFU_AFSLUTTET", "AFDAEKNING_AFSLUTTET"),
    naar=med_tekst(*AFSNIT),
    lav_af_skrift=lav_af_skrift,
)
