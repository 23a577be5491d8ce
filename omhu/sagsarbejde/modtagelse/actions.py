"""Receiving an underretning: to the child's case, or to a new one, for one child or several at once.

BL § 136, stk. 1 (SEL § 155, stk. 1): every concern is registered, whoever tells it and however it is told.
The caller recomputes the obligations of the cases (`frister.actions.genberegn_sager`) in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.kalender import lokal_dag
from omhu.regler.katalog import katalog
from omhu.sagsarbejde.actions import ALDRIG_FOER, check_maa_registrere
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.boern import Nyt, NytBarn, aabn, sagerne, sig_til_beskyttede
from omhu.sagsarbejde.modtagelse.kaede import UNDERRETNING
from omhu.sagsarbejde.modtagelse.skriv import Maal, check_kode, check_laengde, skridt, tekst
from omhu.tidslinje.models import Skridt

SENEST_OM = timedelta(minutes=5)
"""Clocks that differ."""
FREMTID = "Tidspunktet ligger i fremtiden. Skriv, hvornår I modtog underretningen."
NY = "Ny underretning"
ANONYM = (
    "En anonym underretter har hverken navn eller telefon her. Slet det, eller vælg, hvem der underretter, og kryds "
    "af, at navnet skal beskyttes."
)


@dataclass(frozen=True)
class Henvendelse:
    """What was told, when, how and by whom; the same for all the children."""

    modtaget: datetime
    underretter: str
    aarsager: tuple[str, ...]
    overgreb: bool
    aeresrelateret: bool = False
    maade: str = ""
    tekst: str = ""
    underretter_navn: str = ""
    underretter_kontakt: str = ""
    beskyttet: bool = False
    """Is the underretter's name to be kept from the parties (FVL § 15 b)?"""
    enhed: Enhed | None = None

    @property
    def anonym(self) -> bool:
        """Does nobody know who told it?"""
        kendt = koder.kode("underretter", self.underretter)
        return bool(kendt and kendt.anonym)

    def attributter(self) -> dict[str, str]:
        """The fields of the step. The name of the underretter is not among them."""
        return {
            "afsender": self.underretter,
            "anonym": "ja" if self.anonym else "",
            "overgreb": "ja" if self.overgreb else "nej",
            "skaerpet": "ja" if koder.lovtype(self.underretter).skaerpet else "",
            "aeresrelateret": "ja" if self.aeresrelateret else "nej",
            "aarsager": "+".join(self.aarsager),
            "maade": self.maade,
        }


@dataclass(frozen=True)
class Modtaget:
    """What became of one child: its case and the step."""

    maal: Maal
    underretning: Skridt
    andre: tuple[int, ...] = ()
    """Further cases that were written in; the caller recomputes them too, and shows nothing of them."""


@transaction.atomic
def modtag(h: Henvendelse, boern: Sequence[NytBarn], *, af: Bruger) -> list[Modtaget]:
    """Register it for every child, or for none. Raises PermissionDenied, and ValidationError by field; for the n-th
    child the field is `barn.<n>.<felt>` (from 0)."""
    kraev_ret(af, Ret.REGISTRERE)
    check_maa_registrere(af, katalog().arter[UNDERRETNING])
    _check(h)
    aarsager = koder.navn("aarsag", "+".join(h.aarsager))
    bekymring = f"{aarsager[:1].upper()}{aarsager[1:]}."
    maal = sagerne(boern, Nyt(lokal_dag(h.modtaget), h.enhed, bekymring, "underretningen"), af=af)
    return [_skriv(m, h, b, af) for m, b in zip(maal, boern, strict=True)]


def _check(h: Henvendelse) -> None:
    dag = lokal_dag(h.modtaget)
    if h.modtaget > timezone.now() + SENEST_OM:
        raise ValidationError({"modtaget_dag": FREMTID})
    if dag < ALDRIG_FOER:
        raise ValidationError(
            {"modtaget_dag": f"Året {dag.year} kan ikke passe. Skriv dagen igen."}
        )
    check_kode("underretter", h.underretter, dag, "underretter")
    for aarsag in h.aarsager:
        check_kode("aarsag", aarsag, dag, "aarsager")
    if h.maade:
        check_kode("maade", h.maade, dag, "maade")
    if not h.aarsager:
        raise ValidationError(
            {"aarsager": "Vi mangler, hvad den handler om. Vælg mindst én årsag."}
        )
    om_overgreb = [k for a in h.aarsager if (k := koder.kode("aarsag", a)) and k.overgreb]
    if om_overgreb and not h.overgreb:
        raise ValidationError(
            {"overgreb": "Du har valgt overgreb som årsag. Svar ja her, eller fjern årsagen."}
        )
    if h.anonym and (h.underretter_navn or h.underretter_kontakt):
        felt = "underretter_navn" if h.underretter_navn else "underretter_kontakt"
        raise ValidationError({felt: ANONYM})
    check_laengde("tekst", h.tekst)


def _skriv(m: Maal, h: Henvendelse, barn: NytBarn, af: Bruger) -> Modtaget:
    aabn(m, lokal_dag(h.modtaget), NY, af=af)
    u = skridt(m, UNDERRETNING, h.modtaget, af=af, felter=h.attributter())
    felter = {
        "tekst": h.tekst,
        "underretter_navn": h.underretter_navn,
        "underretter_kontakt": h.underretter_kontakt,
        "beskyttet": "ja" if h.beskyttet else "",
        "termin": barn.termin.isoformat() if barn.termin else "",
    }
    tekst(m, "underretning", felter, af=af, rod=u.rod)
    return Modtaget(m, u, () if m.skjult else sig_til_beskyttede(barn.cpr, m.sag, NY, af))
