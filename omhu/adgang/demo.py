"""The demo's login without a password: only in the demo, and only from the machine it runs on."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from omhu.adgang.models import Bruger

PR_ROLLE = 4
BESKRIVELSE = {
    Bruger.Rolle.RAADGIVER: "Skrivebord med egne sager og frister",
    Bruger.Rolle.MODTAGELSE: "Nye underretninger og egne frister",
    Bruger.Rolle.KOORDINATOR: "Teamets sager, og hvem der har dem",
    Bruger.Rolle.TEAMLEDER: "Teamets frister, fordelt på rådgivere",
    Bruger.Rolle.CHEF: "Alle team under sig, og hvem der har set hvad",
    Bruger.Rolle.JURIST: "Læser sager og loggen, registrerer intet",
    Bruger.Rolle.OEKONOM: "Tal for hele området, ingen sager",
    Bruger.Rolle.SUPERBRUGER: "Alle enheder, indlæsning og regler",
    Bruger.Rolle.SYSTEMADMINISTRATOR: "Brugere og roller, ingen sager",
    Bruger.Rolle.UDVALGSSEKRETAER: "De sager, udvalget skal behandle",
    Bruger.Rolle.UDFOERER: "Ingen sider endnu",
    Bruger.Rolle.EKSTERN_GRANSKER: "En liste af sager, til en slutdato",
    Bruger.Rolle.POLITIKER: "Tal, aldrig et barn",
}


@dataclass(frozen=True)
class Demorolle:
    """A role with the people one may try it as."""

    navn: str
    beskrivelse: str
    brugere: list[Bruger]


def er_lokal_demo(request: HttpRequest) -> bool:
    """True in the demo for a caller on this machine; a proxy in between counts as somewhere else."""
    if not settings.OMHU.demo or request.META.get("omhu.gennem_proxy", True):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def demoroller() -> list[Demorolle]:
    """A few people of each role, the same ones each time: the demo makes those it suggests first."""
    return [
        Demorolle(rolle.label, BESKRIVELSE[rolle], brugere)
        for rolle in Bruger.Rolle
        if (brugere := list(_brugere(rolle)[:PR_ROLLE]))
    ]


def _brugere(rolle: Bruger.Rolle) -> QuerySet[Bruger]:
    aktive = Bruger.objects.filter(is_active=True, rolle=rolle, ansat_til=None)
    return aktive.select_related("enhed").order_by("pk")
