"""Writing the texts of an undersøgelse: the plan with its themes, the statements, the text itself.

A text is begun empty by the first who writes in it, so that two who begin at once have the same edition before them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.sager.models import Sag
from omhu.sagsarbejde.datoer import check_dag
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.sagsarbejde.undersoegelse import ics
from omhu.sagsarbejde.undersoegelse.queries import PLAN, UDSAGN, Undersoegelse
from omhu.sagsarbejde.undersoegelse.skema import FRAVALGT, TEMAER

Raekke = Mapping[str, str]
UDSAGN_MANGLER = {
    "dimension": "Vælg, hvad det handler om.",
    "slags": "Vælg, om det er en ressource, en bekymring eller uafklaret.",
    "kilde": "Skriv, hvem det kommer fra.",
    "dato": "Skriv den dag, det blev sagt eller skrevet.",
    "tekst": "Skriv udsagnet.",
}


def skrift_til(
    u: Undersoegelse, slags: str, *, af: Bruger, bygger_paa: Skrift | None = None
) -> Skrift:
    """The text of a kind; begun empty where there is none. Two who begin it at once get the same."""
    with transaction.atomic():
        Sag.objects.select_for_update(of=("self",)).get(pk=u.sag.pk)
        fundet = (
            skrifter(u.sag, slags).filter(emne__in=u.forloeb.roedder).order_by("-oprettet").first()
        )
        return fundet or tekster.opret(
            u.sag, slags, {}, af=af, emne=str(u.forloeb.rod), bygger_paa=bygger_paa
        )


@transaction.atomic
def gem_tekst(
    u: Undersoegelse, felter: Raekke, *, paa: int, af: Bruger, begrundelse: str = ""
) -> Udgave:
    """Save the text itself. After the end a reason is asked for. Raises Konflikt and ValidationError."""
    skrift = skrift_til(u, u.forloeb.slags, af=af)
    return tekster.gem(skrift, felter, paa=paa, af=af, begrundelse=begrundelse)


# -- plan ------------------------------------------------------------------------------------------


@transaction.atomic
def gem_plan(u: Undersoegelse, felter: Raekke, *, paa: int, af: Bruger) -> Udgave:
    """Save questions, themes and the plan's rows; empty rows go. A row that a statement has been asked for stays."""
    _check_aaben(u)
    rene = _uden_tomme(felter)
    fejl = _temafejl(rene) | _punktfejl(u, rene)
    if fejl:
        raise ValidationError(fejl)
    return tekster.gem(skrift_til(u, PLAN, af=af), rene, paa=paa, af=af)


def _uden_tomme(felter: Raekke) -> dict[str, str]:
    """Away with rows that say nothing: a theme of one's own without name and choice, a point without words."""
    rene = {n: v for n, v in felter.items() if v and v.strip()}
    for nr, r in tekstskema.raekker(rene, "punkt").items():
        if not r.get("hvad") and not r.get("hvem"):
            rene = {n: v for n, v in rene.items() if not n.startswith(f"punkt.{nr}.")}
    for nr, r in tekstskema.raekker(rene, "tema").items():
        if nr in TEMAER:
            rene.pop(f"tema.{nr}.navn", None)
        elif not r.get("navn"):
            rene = {n: v for n, v in rene.items() if not n.startswith(f"tema.{nr}.")}
    return rene


def _temafejl(felter: Raekke) -> dict[str, str]:
    return {
        f"tema.{nr}.grund": "Skriv kort, hvorfor temaet ikke er med."
        for nr, r in tekstskema.raekker(felter, "tema").items()
        if r.get("valg") == FRAVALGT and not r.get("grund")
    }


def _punktfejl(u: Undersoegelse, felter: Raekke) -> dict[str, str]:
    fejl: dict[str, str] = {}
    raekker = tekstskema.raekker(felter, "punkt")
    for nr, r in raekker.items():
        if not r.get("hvad"):
            fejl[f"punkt.{nr}.hvad"] = "Skriv, hvad I skal have."
        if not r.get("hvem"):
            fejl[f"punkt.{nr}.hvem"] = "Skriv, hvem det skal komme fra."
        if r.get("senest") and date.fromisoformat(r["senest"]) < u.forloeb.begyndt:
            fejl[f"punkt.{nr}.senest"] = (
                f"Dagen ligger, før undersøgelsen begyndte ({dato(u.forloeb.begyndt)}). Ret datoen."
            )
    bedt = {str(t.attributter.get("punkt", "")) for t in u.forloeb.af("UDTALELSE_ANMODET")}
    vaek = sorted(nr for nr in bedt - {""} - set(raekker))
    if vaek:
        fejl["__all__"] = (
            "Der er bedt om en udtalelse på en af de rækker, du har fjernet. Lad rækken stå, eller træk "
            "anmodningen tilbage på tidslinjen først."
        )
    return fejl


# -- statements ------------------------------------------------------------------------------------


@transaction.atomic
def tilfoej_udsagn(u: Undersoegelse, nye: Sequence[Raekke], *, af: Bruger) -> Udgave:
    """Write statements below those that are there. Raises ValidationError by field of the row (`0.tekst`)."""
    _check_aaben(u)
    fejl = {f"{nr}.{felt}": f for nr, r in enumerate(nye) for felt, f in _udsagnsfejl(u, r).items()}
    if fejl:
        raise ValidationError(fejl)
    skrift = skrift_til(u, UDSAGN, af=af)
    ny = tekster.nyeste(skrift)
    felter = dict(ny.felter)
    for r in nye:
        felter |= tekstskema.flad("udsagn", {tekstskema.naeste_id(felter, "udsagn"): r})
    return tekster.gem(skrift, felter, paa=ny.nr, af=af)


@transaction.atomic
def ret_udsagn(u: Undersoegelse, nr: str, raekke: Raekke, *, paa: int, af: Bruger) -> Udgave:
    """Change one statement. Raises Konflikt when another has changed the same."""
    _check_aaben(u)
    fejl = _udsagnsfejl(u, raekke)
    if fejl:
        raise ValidationError(fejl)
    felter = tekstskema.flad("udsagn", {nr: raekke})
    return tekster.gem(skrift_til(u, UDSAGN, af=af), felter, paa=paa, af=af, hele=False)


@transaction.atomic
def fjern_udsagn(u: Undersoegelse, nr: str, *, af: Bruger) -> Udgave:
    """Take a statement away; older editions keep it."""
    _check_aaben(u)
    skrift = skrift_til(u, UDSAGN, af=af)
    ny = tekster.nyeste(skrift)
    felter = {n: v for n, v in ny.felter.items() if not n.startswith(f"udsagn.{nr}.")}
    return tekster.gem(skrift, felter, paa=ny.nr, af=af)


@transaction.atomic
def vaelg_ics(u: Undersoegelse, udgave: str, *, af: Bruger) -> Udgave:
    """Which edition of the triangle new statements follow; those that are there keep their words."""
    _check_aaben(u)
    if udgave not in ics.udgaver():
        raise ValidationError("Vælg en af udgaverne.")
    skrift = skrift_til(u, UDSAGN, af=af)
    return tekster.gem(skrift, {"ics": udgave}, paa=tekster.nyeste(skrift).nr, af=af, hele=False)


def _udsagnsfejl(u: Undersoegelse, r: Raekke) -> dict[str, str]:
    fejl = {felt: f for felt, f in UDSAGN_MANGLER.items() if not r.get(felt, "").strip()}
    if "dato" not in fejl:
        try:
            check_dag(u.sag, date.fromisoformat(r["dato"]), "dato")
        except ValidationError as f:
            fejl["dato"] = " ".join(f.messages)
        except ValueError:
            fejl["dato"] = "Datoen kan ikke læses. Skriv den som 24.11.2026."
    return fejl


def _check_aaben(u: Undersoegelse) -> None:
    if u.forloeb.slut is not None:
        raise ValidationError(
            f"{u.forloeb.navn} er slut {dato(u.forloeb.slut.dag)}, og planen og udsagnene ligger fast. "
            "Begynd en opdatering, hvis noget har ændret sig."
        )
