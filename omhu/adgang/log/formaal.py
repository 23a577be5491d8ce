"""What a look is for: derived from how the user stands to the case, unless the view says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices

if TYPE_CHECKING:
    from omhu.adgang.models import Bruger


class Formaal(TextChoices):
    """Purposes, as the family may be told them."""

    EGEN_SAG = "EGEN_SAG", "Er ansvarlig for sagen"
    EGEN_ENHED = "EGEN_ENHED", "Arbejder i den enhed, der har sagen"
    LEDELSE = "LEDELSE", "Leder den enhed, der har sagen"
    MODTAGELSE = "MODTAGELSE", "Tager imod underretninger"
    KOORDINERING = "KOORDINERING", "Fordeler og koordinerer sager"
    JURA = "JURA", "Juridisk bistand i sagen"
    OEKONOMI = "OEKONOMI", "Økonomi i sagen"
    FORVALTNING = "FORVALTNING", "Forvalter systemet for hele kommunen"
    UDVALG = "UDVALG", "Forbereder sager til børne- og ungeudvalget"
    UDFOERELSE = "UDFOERELSE", "Udfører en indsats i sagen"
    GRANSKNING = "GRANSKNING", "Gransker sager efter aftale"
    NAVNGIVET = "NAVNGIVET", "Har fået adgang til netop den sag"
    NOEDADGANG = "NOEDADGANG", "Nødadgang med begrundelse"
    KONTROL = "KONTROL", "Kontrol af loggen"
    EGENACCESS = "EGENACCESS", "Svar på en anmodning om indsigt"


EFTER_ROLLE = {
    "MODTAGELSE": Formaal.MODTAGELSE,
    "KOORDINATOR": Formaal.KOORDINERING,
    "TEAMLEDER": Formaal.LEDELSE,
    "CHEF": Formaal.LEDELSE,
    "JURIST": Formaal.JURA,
    "OEKONOM": Formaal.OEKONOMI,
    "SUPERBRUGER": Formaal.FORVALTNING,
    "SYSTEMADMINISTRATOR": Formaal.FORVALTNING,
    "UDVALGSSEKRETAER": Formaal.UDVALG,
    "UDFOERER": Formaal.UDFOERELSE,
    "EKSTERN_GRANSKER": Formaal.GRANSKNING,
}
Sted = tuple[int | None, int | None]
"""A case's responsible user and its unit."""


def udled(bruger: Bruger | None, sager: Mapping[int, Sted]) -> dict[str, list[int]]:
    """The cases by purpose, the most common first; nothing without a user."""
    svar: dict[str, list[int]] = {}
    for pk, sted in sager.items() if bruger is not None else ():
        assert bruger is not None
        svar.setdefault(_et(bruger, *sted).value, []).append(pk)
    return dict(sorted(svar.items(), key=lambda led: (-len(led[1]), led[0])))


def i_post(sager: Mapping[str, list[int]]) -> tuple[str, dict[str, Any]]:
    """A post's `formaal` and, for a list of cases with several, which cases have another than the first."""
    koder = list(sager)
    andre = {kode: sorted(sager[kode]) for kode in koder[1:]}
    return "+".join(koder), {"formaal": andre} if andre else {}


def for_sag(formaal: str, detaljer: Mapping[str, Any], sag: int) -> str:
    """The purpose of a post for one of its cases."""
    for kode, pk in (detaljer.get("formaal") or {}).items():
        if sag in pk:
            return str(kode)
    return formaal.split("+")[0]


def _et(bruger: Bruger, ansvarlig: int | None, enhed: int | None) -> Formaal:
    if ansvarlig == bruger.pk:
        return Formaal.EGEN_SAG
    if bruger.rolle in EFTER_ROLLE:
        return EFTER_ROLLE[bruger.rolle]
    return Formaal.EGEN_ENHED if enhed == bruger.enhed_id else Formaal.NAVNGIVET


def paa_dansk(formaal: str) -> str:
    """A post's purpose in words; what a view wrote itself stands as it is."""
    navne = dict(Formaal.choices)
    return "; ".join(navne.get(led, led) for led in formaal.split("+"))
