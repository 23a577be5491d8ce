"""Writing a text: a new one, its next edition, its end. Two who write at once lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.fritekst import CPR_I_TEKST
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.cpr import har_cpr
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave

Felter = Mapping[str, str]


class Konflikt(Exception):
    """Somebody else has written in the same fields since: `nyeste` is theirs, `felter` names what collides.
    `samlet` is both together, with the writer's own words where they collide."""

    def __init__(self, nyeste: Udgave, felter: list[str], samlet: dict[str, str]) -> None:
        super().__init__("En anden har gemt imens.")
        self.nyeste, self.felter, self.samlet = nyeste, felter, samlet


@transaction.atomic
def opret(
    sag: Sag,
    slags: str,
    felter: Felter,
    *,
    af: Bruger,
    skridt_rod: UUID | None = None,
    bygger_paa: Skrift | None = None,
    emne: str = "",
) -> Skrift:
    """Begin a text with its first edition. Raises PermissionDenied and ValidationError (Danish, by field)."""
    _check_maa(sag, af)
    rene = _rene(slags, felter)
    skrift = Skrift.objects.create(
        sag=sag,
        slags=slags,
        emne=emne,
        skridt_rod=skridt_rod,
        bygger_paa=bygger_paa,
        oprettet_af=af,
    )
    Udgave.objects.create(skrift=skrift, sag=sag, nr=1, felter=rene, skrevet_af=af)
    return skrift


@transaction.atomic
def gem(
    skrift: Skrift,
    felter: Felter,
    *,
    paa: int,
    af: Bruger,
    begrundelse: str = "",
    hele: bool = True,
) -> Udgave:
    """Write the next edition. `paa` is the edition that the writer had before them; what others have written in
    other fields since stays. `hele=False`: only the fields given, the rest as they are. Nothing new gives the newest
    edition again. Raises Konflikt, PermissionDenied, ValidationError (Danish, by field)."""
    _check_maa(skrift.sag, af)
    rene = _rene(skrift.slags, felter)
    Skrift.objects.select_for_update().get(pk=skrift.pk)
    ny, gammel = nyeste(skrift), udgave(skrift, paa)
    mine = rene if hele else {**gammel.felter, **rene}
    mine = {n: v for n, v in mine.items() if v}
    samlet = _flet(gammel.felter, mine, ny)
    if samlet == ny.felter:
        return ny
    if skrift.afsluttet and len(begrundelse.strip()) < 5:
        raise ValidationError(
            {"begrundelse": "Teksten er afsluttet. Skriv, hvorfor du føjer noget til."}
        )
    return Udgave.objects.create(
        skrift=skrift,
        sag_id=skrift.sag_id,
        nr=ny.nr + 1,
        felter=samlet,
        begrundelse=begrundelse.strip() if skrift.afsluttet else "",
        skrevet_af=af,
    )


@transaction.atomic
def afslut(skrift: Skrift, *, skridt_rod: UUID | None, af: Bruger) -> None:
    """The text is finished; `skridt_rod` is the act that dates it."""
    _check_maa(skrift.sag, af)
    if skrift.afsluttet:
        raise ValidationError("Teksten er allerede afsluttet. Hent siden igen.")
    skrift.skridt_rod = skridt_rod or skrift.skridt_rod
    skrift.afsluttet = timezone.now()
    skrift.save(update_fields=["skridt_rod", "afsluttet"])


def nyeste(skrift: Skrift) -> Udgave:
    """The edition in force."""
    return Udgave.objects.filter(skrift=skrift).order_by("-nr").select_related("skrevet_af")[0]


def udgave(skrift: Skrift, nr: int) -> Udgave:
    """One edition, as a page that is sent names it. Raises ValidationError (Danish) when there is none such."""
    fundet = Udgave.objects.filter(skrift=skrift, nr=nr).first()
    if fundet is None:
        raise ValidationError("Siden er for gammel. Hent den igen; din kladde er gemt.")
    return fundet


def _check_maa(sag: Sag, af: Bruger) -> None:
    kraev_ret(af, Ret.REGISTRERE)
    hent_sag(af, sag.pk)


def _flet(foer: Felter, mine: Felter, ny: Udgave) -> dict[str, str]:
    """Mine on top of theirs, field by field. Raises Konflikt where both have changed the same."""
    deres = ny.felter
    navne = foer.keys() | mine.keys() | deres.keys()
    sammenstoed = [
        n
        for n in sorted(navne)
        if mine.get(n, "") != foer.get(n, "")
        and deres.get(n, "") != foer.get(n, "")
        and mine.get(n, "") != deres.get(n, "")
    ]
    samlet = {
        n: mine.get(n, "") if mine.get(n, "") != foer.get(n, "") else deres.get(n, "")
        for n in navne
    }
    samlet = {n: v for n, v in samlet.items() if v}
    if sammenstoed:
        raise Konflikt(ny, sammenstoed, samlet)
    return samlet


def _rene(slags: str, felter: Felter) -> dict[str, str]:
    """Trimmed fields, empty ones away. Raises ValidationError by field."""
    kendt = skema.slags(slags)
    rene, fejl = {}, {}
    for navn, vaerdi in felter.items():
        tekst = str(vaerdi or "").replace("\r\n", "\n").replace("\x00", "").strip()
        felt = kendt.felt(navn)
        if felt is None:
            raise ValueError(f"{slags} har ikke feltet {navn}")
        if len(tekst) > skema.HOEJST:
            fejl[navn] = (
                f"Teksten er på {len(tekst)} tegn; her er plads til {skema.HOEJST}. "
                "Del den, eller læg den på sagen som fil."
            )
        elif har_cpr(tekst):
            fejl[navn] = CPR_I_TEKST
        elif felt.form == "valg" and tekst and tekst not in dict(felt.valg):
            fejl[navn] = "Vælg en af mulighederne."
        if tekst:
            rene[navn] = tekst
    if fejl:
        raise ValidationError(fejl)
    return rene
