"""A family, or the young person, asks for help itself: registered on the child's case, to be screened.

BL § 18 (SEL § 50): what a municipality hears from the family is screened as an underretning is. Nobody worries about
somebody else, so the 24 hours, the receipt and the genvurdering of an underretning are not asked for.
The caller recomputes the obligations of the cases (`frister.actions.genberegn_sager`) in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.regler.katalog import katalog
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import ALDRIG_FOER, check_maa_registrere
from omhu.sagsarbejde.modtagelse.boern import Nyt, NytBarn, aabn, sagerne, sig_til_beskyttede
from omhu.sagsarbejde.modtagelse.skema import HENVENDELSE
from omhu.sagsarbejde.modtagelse.skriv import Maal, check_kode, check_laengde, skridt, tekst
from omhu.sagsarbejde.tekster.queries import nyeste_felter, paa_skridt
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

ART = "HENVENDELSE"
NY = "Ny henvendelse fra familien"
HENVENDELSEN = "henvendelsen"
FORAELDRE = {"mor": "MOR", "far": "FAR"}
"""Who asks -> what they are to the child; others are chosen."""
FREMTID = "Dagen ligger i fremtiden. Skriv, hvornår familien henvendte sig."
FINDES_IKKE = "Henvendelsen findes ikke på sagen. Måske er den trukket tilbage. Hent sagen igen."


@dataclass(frozen=True)
class FraFamilien:
    """What the family tells and asks for; the same for all the children."""

    dag: date
    fra: str
    maade: str
    tekst: str
    oenske: str = ""
    barnets_ord: str = ""
    navn: str = ""
    kontakt: str = ""
    enhed: Enhed | None = None


@dataclass(frozen=True)
class Modtaget:
    """What became of one child: its case and the step."""

    maal: Maal
    henvendelse: Skridt
    andre: tuple[int, ...] = ()
    """Further cases that were written in; the caller recomputes them too, and shows nothing of them."""


@transaction.atomic
def modtag(h: FraFamilien, boern: Sequence[NytBarn], *, af: Bruger) -> list[Modtaget]:
    """Register it for every child, or for none. Raises PermissionDenied, and ValidationError by field; for the n-th
    child the field is `barn.<n>.<felt>` (from 0)."""
    kraev_ret(af, Ret.REGISTRERE)
    check_maa_registrere(af, katalog().arter[ART])
    _check(h)
    maal = sagerne(boern, Nyt(h.dag, h.enhed, "Familien har selv søgt hjælp.", HENVENDELSEN), af=af)
    return [_skriv(m, h, b, af) for m, b in zip(maal, boern, strict=True)]


def _check(h: FraFamilien) -> None:
    if h.dag > timezone.localdate():
        raise ValidationError({"dag": FREMTID})
    if h.dag < ALDRIG_FOER:
        raise ValidationError({"dag": f"Året {h.dag.year} kan ikke passe. Skriv dagen igen."})
    check_kode("henvender", h.fra, h.dag, "fra", HENVENDELSEN)
    check_kode("maade", h.maade, h.dag, "maade", HENVENDELSEN)
    if not h.tekst.strip():
        raise ValidationError({"tekst": "Vi mangler, hvad familien fortæller. Skriv det."})
    for navn in ("tekst", "oenske", "barnets_ord"):
        check_laengde(navn, getattr(h, navn))


def _skriv(m: Maal, h: FraFamilien, barn: NytBarn, af: Bruger) -> Modtaget:
    aabn(m, h.dag, NY, af=af)
    s = skridt(m, ART, h.dag, af=af, felter={"fra": h.fra, "maade": h.maade})
    felter = {
        "tekst": h.tekst,
        "oenske": h.oenske,
        "barnets_ord": h.barnets_ord,
        "navn": h.navn,
        "kontakt": h.kontakt,
        "termin": barn.termin.isoformat() if barn.termin else "",
    }
    tekst(m, HENVENDELSE.kode, felter, af=af, rod=s.rod)
    return Modtaget(m, s, () if m.skjult else sig_til_beskyttede(barn.cpr, m.sag, NY, af))


def sagens(sag: Sag) -> list[Skridt]:
    """The henvendelser of a case that `hent_sag` gave, the newest first."""
    alle = Skridt.objects.filter(sag=sag, art=ART).select_related("registreret_af")
    return list(gaeldende(Synsdag.i_dag(), alle).order_by("-dag", "-sket", "-nr"))


def hent(bruger: Bruger, sag_pk: int, rod: UUID) -> tuple[Sag, Skridt]:
    """One henvendelse with its case. Raises PermissionDenied, also when there is none."""
    sag = hent_sag(bruger, sag_pk)
    for s in sagens(sag):
        if s.rod == rod:
            return sag, s
    raise PermissionDenied(FINDES_IKKE)


def felter(sag: Sag, h: Skridt) -> dict[str, str]:
    """What was written of it."""
    skrift = paa_skridt(sag, h.rod, HENVENDELSE.kode)
    return dict(nyeste_felter(skrift)[0]) if skrift else {}


def som_person(sag: Sag, rod: str) -> dict[str, str]:
    """Who asked, as the form of a person begins; empty where the case has no such henvendelse."""
    h = next((s for s in sagens(sag) if str(s.rod) == rod), None)
    sagt = felter(sag, h) if h else {}
    if h is None or not sagt.get("navn"):
        return {}
    kontakt = sagt.get("kontakt", "")
    forslag = {
        "navn": sagt["navn"],
        "email" if "@" in kontakt else "telefon": kontakt,
        "art": FORAELDRE.get(str(h.data.get("fra", "")), ""),
    }
    return {n: v for n, v in forslag.items() if v}
