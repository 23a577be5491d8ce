"""One person of every role, and one case of every kind of nearness to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.frister.actions import genberegn_sager
from omhu.sager.models import Barn, Sag, Sagsadgang
from omhu.tidslinje.actions import registrer
from omhu.tilsyn.models import Granskning

ROLLER = tuple(Bruger.Rolle)
NAERHEDER = (
    "egen_enhed",
    "andet_team",
    "andet_center",
    "beskyttet",
    "navngivet",
    "spaerret",
    "noedadgang",
    "udloebet",
)
"""How a case lies to every person of the cast: the unit it is in, or what is said of it by name."""

_STAEDER = {"andet_team": "syd", "navngivet": "syd", "noedadgang": "syd", "udloebet": "syd"}
_ENHED = {"CHEF": "center", "JURIST": None, "SUPERBRUGER": None, "SYSTEMADMINISTRATOR": None}
_ENHED |= {"OEKONOM": None, "POLITIKER": None, "EKSTERN_GRANSKER": None, "UDVALGSSEKRETAER": None}
_ENHED |= {"UDFOERER": None}


@dataclass
class Kreds:
    """The cast."""

    enheder: dict[str, Enhed] = field(default_factory=dict)
    folk: dict[str, Bruger] = field(default_factory=dict)
    sager: dict[str, Sag] = field(default_factory=dict)
    leder_syd: Bruger | None = None


def lav_kreds(*, med_skridt: bool = True) -> Kreds:
    """Two teams in one centre and one in another, thirteen people, eight cases."""
    k = Kreds()
    k.enheder["center"] = Enhed.objects.create(navn="Familie", type=Enhed.Type.CENTER)
    k.enheder["nord"] = Enhed.objects.create(navn="Nord", overordnet=k.enheder["center"])
    k.enheder["syd"] = Enhed.objects.create(navn="Syd", overordnet=k.enheder["center"])
    k.enheder["andet"] = Enhed.objects.create(navn="Handicap", type=Enhed.Type.CENTER)
    for nr, rolle in enumerate(ROLLER):
        k.folk[rolle] = _person(k, rolle, nr)
    k.leder_syd = _bruger("lsyd", "Jens Dahl", Bruger.Rolle.TEAMLEDER, k.enheder["syd"], "JD")
    for nr, naerhed in enumerate(NAERHEDER):
        k.sager[naerhed] = _sag(k, naerhed, nr, med_skridt=med_skridt)
    if med_skridt:
        genberegn_sager([s.pk for s in k.sager.values()])
    return k


def _person(k: Kreds, rolle: str, nr: int) -> Bruger:
    enhed = k.enheder.get(_ENHED.get(rolle, "nord") or "")
    person = _bruger(f"b{nr}", f"Person{nr} Nr{nr}", rolle, enhed, f"P{nr}")
    if rolle == Bruger.Rolle.EKSTERN_GRANSKER:
        person.udloeber = timezone.localdate() + timedelta(30)
        person.tavshed = timezone.now()
        person.save()
        Granskning.objects.create(
            bruger=person, navn=str(person), formaal="Prøve", til=person.udloeber,
            tavshed=person.tavshed, oprettet_af=person,
        )  # fmt: skip
    return person


def _bruger(navn: str, helt: str, rolle: str, enhed: Enhed | None, initialer: str) -> Bruger:
    fornavn, efternavn = helt.split()
    return Bruger.objects.create(
        username=navn,
        first_name=fornavn,
        last_name=efternavn,
        rolle=rolle,
        enhed=enhed,
        initialer=initialer,
    )


def _sag(k: Kreds, naerhed: str, nr: int, *, med_skridt: bool) -> Sag:
    barn = Barn.objects.create(
        navn=f"Barn{nr} Prøve", cpr=f"70061740{nr:02d}", foedselsdato=date(2017, 6, 10)
    )
    sted = "andet" if naerhed == "andet_center" else _STAEDER.get(naerhed, "nord")
    beskyttet = naerhed in ("beskyttet", "navngivet")
    sag = Sag.objects.create(
        barn=barn,
        nummer=f"A-{nr}",
        enhed=k.enheder[sted],
        beskyttelse=Sag.Beskyttelse.ANSAT if beskyttet else "",
    )
    _adgange(k, sag, naerhed)
    if med_skridt:
        i_dag = timezone.localdate()
        registrer(sag, "SAG_OPRETTET", i_dag - timedelta(40))
        registrer(sag, "UNDERRETNING", i_dag - timedelta(30), attributter={"afsender": "skole"})
    return sag


def _adgange(k: Kreds, sag: Sag, naerhed: str) -> None:
    slags = {
        "navngivet": Sagsadgang.Slags.NAVNGIVET,
        "spaerret": Sagsadgang.Slags.SPAERRET,
        "noedadgang": Sagsadgang.Slags.NOEDADGANG,
        "udloebet": Sagsadgang.Slags.NOEDADGANG,
    }.get(naerhed)
    if slags is None:
        return
    slut = {"noedadgang": timedelta(hours=4), "udloebet": timedelta(minutes=-1)}.get(naerhed)
    Sagsadgang.objects.bulk_create(
        Sagsadgang(
            bruger=b,
            sag=sag,
            slags=slags,
            begrundelse="Prøve",
            givet_af=b,
            udloeber=timezone.now() + slut if slut else None,
        )
        for b in k.folk.values()
    )


_EGNE = {"egen_enhed", "navngivet", "noedadgang"}
_ALLE = _EGNE | {"andet_team", "andet_center", "udloebet"}
SER: dict[str, set[str]] = {
    "RAADGIVER": _EGNE,
    "MODTAGELSE": _EGNE,
    "KOORDINATOR": _EGNE,
    "TEAMLEDER": _EGNE | {"beskyttet"},
    "CHEF": _EGNE | {"beskyttet", "andet_team", "udloebet"},
    "JURIST": _ALLE,
    "OEKONOM": set(),
    "SUPERBRUGER": _ALLE,
    "SYSTEMADMINISTRATOR": set(),
    "UDVALGSSEKRETAER": {"navngivet", "noedadgang"},
    "UDFOERER": set(),
    "EKSTERN_GRANSKER": {"navngivet", "noedadgang"},
    "POLITIKER": set(),
}
"""The answer sheet: which cases each role sees. Written by hand, not computed from the rights."""
REGISTRERER = {"RAADGIVER", "MODTAGELSE", "KOORDINATOR", "TEAMLEDER", "CHEF", "SUPERBRUGER"}
LAESER = REGISTRERER | {"JURIST", "UDVALGSSEKRETAER", "EKSTERN_GRANSKER"}
RETTER: dict[str, set[str]] = {
    "BESKYTTE": {"TEAMLEDER", "CHEF"},
    "LEDE": {"TEAMLEDER", "CHEF", "SUPERBRUGER"},
    "FORDELE": {"KOORDINATOR", "TEAMLEDER", "CHEF", "SUPERBRUGER"},
    "NOEDADGANG": {"RAADGIVER", "MODTAGELSE", "KOORDINATOR", "TEAMLEDER", "CHEF", "JURIST"},
    "SE_INDLAESNING": {"TEAMLEDER", "CHEF", "SUPERBRUGER"},
    "INDLAESE": {"SUPERBRUGER"},
    "SE_LOG": {"CHEF", "JURIST"},
    "STYRE_BRUGERE": {"SYSTEMADMINISTRATOR"},
    "EKSPORTERE": REGISTRERER | {"JURIST"},
    "TILSYN": {"TEAMLEDER", "CHEF", "JURIST"},
    "GRANSKE": {"KOORDINATOR", "TEAMLEDER", "CHEF", "JURIST", "EKSTERN_GRANSKER"},
    "KONCEPTER": {"CHEF", "JURIST", "SUPERBRUGER"},
    "ALVORLIGE_FUND": {"CHEF", "JURIST"},
    "SE_TAL": {"OEKONOM", "POLITIKER"},
}
