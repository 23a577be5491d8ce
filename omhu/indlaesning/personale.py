"""Units and staff of a package. An import makes no one a leader and lets no one in: accounts come without a
password and as rådgiver; a superbruger gives the rest."""

from __future__ import annotations

from datetime import date

from omhu.adgang.models import Bruger, Enhed
from omhu.indlaesning.lager import Lager


def skriv_personale(lager: Lager) -> None:
    """Make the units and accounts that are not there yet; those that are there are left as they are."""
    raekker = dict(lager.andre("enhed"))
    if raekker:
        _skriv_enheder(raekker)
    nye = _nye_brugere(dict(lager.andre("sagsbehandler")))
    for bruger in nye:
        bruger.set_unusable_password()
    Bruger.objects.bulk_create(nye)


def _skriv_enheder(raekker: dict[str, dict[str, str]]) -> None:
    enheder = {e.kilde_id: e for e in Enhed.objects.filter(kilde_id__in=raekker)}
    nye = [
        Enhed(navn=r["navn"][:120], kilde_id=noegle, type=_type(r.get("type", "")))
        for noegle, r in raekker.items()
        if noegle not in enheder
    ]
    Enhed.objects.bulk_create(nye)
    enheder |= {e.kilde_id: e for e in nye}
    for e in nye:
        overordnet = enheder.get(raekker[e.kilde_id].get("overordnet_id", ""))
        e.overordnet = overordnet if overordnet is not e else None
    Enhed.objects.bulk_update([e for e in nye if e.overordnet], ["overordnet"])


def _type(kode: str) -> str:
    return kode if kode in Enhed.Type.values else Enhed.Type.TEAM


def _nye_brugere(raekker: dict[str, dict[str, str]]) -> list[Bruger]:
    navne, initialer = set(), set()
    for brugernavn, ini in Bruger.objects.values_list("username", "initialer"):
        navne.add(brugernavn.casefold())
        initialer.add(ini.casefold())
    enheder = dict(Enhed.objects.exclude(kilde_id="").values_list("kilde_id", "pk"))
    nye = []
    for noegle, r in raekker.items():
        ini = r.get("initialer", "")[:10]
        brugernavn = (r.get("brugernavn") or ini or noegle)[:150]
        if brugernavn.casefold() in navne or (ini and ini.casefold() in initialer):
            continue
        fornavn, _, efternavn = r["navn"].rpartition(" ")
        nye.append(
            Bruger(
                username=brugernavn,
                first_name=fornavn[:150],
                last_name=efternavn[:150],
                initialer=ini,
                enhed_id=enheder.get(r.get("enhed_id", "")),
                ansat_til=_dag(r.get("ansat_til", "")),
            )
        )
        navne.add(brugernavn.casefold())
    return nye


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst) if tekst else None
    except ValueError:
        return None
