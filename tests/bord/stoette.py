"""What the tests of the desk share: steps written through the real actions, and reading of pages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.frister.models import Pligt
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.actions import registrer


def for_dage_siden(dage: int):
    """The day so many days ago."""
    return timezone.localdate() - timedelta(days=dage)


def aar(barn: Barn) -> str:
    """How the child's age stands on a page of today: `9 år`."""
    return f"{barn.alder(timezone.localdate())} år"


def skriv(sag: Sag, *skridt: tuple) -> None:
    """Register (kind, days ago, fields of nyt_skridt) and recompute."""
    for art, dage, *felter in skridt:
        registrer(sag, art, for_dage_siden(dage), **(felter[0] if felter else {}))
    genberegn_sag(sag)
    sag.refresh_from_db()


def fyld(hold) -> None:
    """Emil's case in Team Nord: a late kvittering, a running undersøgelse, a measure that asks for a talk."""
    skriv(
        hold.sag,
        ("SAG_OPRETTET", 40),
        ("SAGSBEHANDLER_TILDELT", 40, {"attributter": {"initialer": "MK"}}),
        ("UNDERRETNING", 20, {"attributter": {"afsender": "skole"}}),
        ("SCREENING", 18, {"attributter": {"resultat": "bfu"}}),
        ("BFU_BESLUTTET", 18),
        ("AFGOERELSE", 5, {"attributter": {"samtykke": "ja"}, "indsatser": "kontaktperson"}),
    )


def fremmed_sag(hold) -> Sag:
    """A case of Team Syd."""
    barn = Barn.objects.create(
        navn="Sofie Lund", cpr="6201220004", foedselsdato=for_dage_siden(1600)
    )
    sag = Sag.objects.create(barn=barn, nummer="S-1", enhed=hold.syd)
    skriv(
        sag,
        ("SAG_OPRETTET", 30),
        ("SAGSBEHANDLER_TILDELT", 30, {"attributter": {"initialer": "OB"}}),
        ("UNDERRETNING", 20, {"attributter": {"afsender": "nabo"}}),
    )
    return sag


def pligt(hold, regel: str) -> Pligt:
    """The one obligation of Emil's case by rule."""
    return Pligt.objects.filter(sag=hold.sag, regel=regel).order_by("frist_dag").first()


def tekst(svar) -> str:
    """The words of a page, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", svar.content.decode())).split())


def taltlinks(html: str, sti: str) -> list[tuple[str, int]]:
    """Every link into a list whose text is or begins with a number: (address, number)."""
    fundne = []
    for adresse, indhold in re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL):
        ord_ = unescape(re.sub(r"<[^>]+>", " ", indhold)).replace(".", "")
        tal = re.search(r"^[\s▲◆◇○✓△af]*(\d+)", ord_)
        if tal and unescape(adresse).startswith(sti):
            fundne.append((unescape(adresse), int(tal.group(1))))
    return fundne


def antal_paa(svar) -> int:
    """The number on top of a list."""
    return int(re.search(r'id="antal">([\d.]+) ', svar.content.decode()).group(1).replace(".", ""))
