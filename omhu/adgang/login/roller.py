"""From the municipality's roles to Omhu's: the mapping (OMHU_LOGIN_ROLLER)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import ROLLER, Raekkevidde

KRAEVER_ENHED = (Raekkevidde.ENHED, Raekkevidde.GREN)
FELTER = {"rolle", "enhed", "kle"}


class Opsaetningsfejl(ValueError):
    """A setting of the login cannot be used. The text is Danish, names the setting and says what to do."""


@dataclass(frozen=True)
class Tildeling:
    """What one of the municipality's roles gives in Omhu."""

    rolle: str
    enhed: str = ""
    """The unit's name, or its id in the source; empty = as the provider says, else none."""
    kle: str = ""


def oversaettelse() -> dict[str, Tildeling]:
    """The mapping, in its order: the first that a user has decides. Raises Opsaetningsfejl."""
    return _laest(settings.OMHU.login_roller)


def _laest(vaerdi: str) -> dict[str, Tildeling]:
    tekst = vaerdi.strip()
    if tekst and not tekst.startswith("{"):
        tekst = _fil(tekst)
    if not tekst:
        return {}
    try:
        raa = json.loads(tekst)
    except ValueError as fejl:
        raise Opsaetningsfejl(
            f"OMHU_LOGIN_ROLLER kan ikke læses som JSON (linje {getattr(fejl, 'lineno', 1)}). "
            'Skriv fx {"Omhu-Nord": {"rolle": "RAADGIVER", "enhed": "Team Nord"}}.'
        ) from fejl
    if not isinstance(raa, dict):
        raise Opsaetningsfejl(
            "OMHU_LOGIN_ROLLER skal være et JSON-objekt: en rolle, og hvad den giver."
        )
    return {navn: _tildeling(navn, givet) for navn, givet in raa.items()}


def _fil(sti: str) -> str:
    try:
        return Path(sti).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fejl:
        raise Opsaetningsfejl(
            f"OMHU_LOGIN_ROLLER peger på filen {sti}, som ikke kan læses. Ret stien eller rettighederne."
        ) from fejl


def _tildeling(navn: str, givet: Any) -> Tildeling:
    if isinstance(givet, str):
        givet = {"rolle": givet}
    if not isinstance(givet, dict) or not givet.keys() <= FELTER:
        raise Opsaetningsfejl(
            f"OMHU_LOGIN_ROLLER, »{navn}«: skriv rolle, og eventuelt enhed og kle; andet kendes ikke."
        )
    rolle = str(givet.get("rolle", "")).strip().upper()
    if rolle not in Bruger.Rolle.values:
        raise Opsaetningsfejl(
            f"OMHU_LOGIN_ROLLER, »{navn}«: Omhu kender ikke rollen »{givet.get('rolle', '')}«. "
            f"Vælg en af {', '.join(Bruger.Rolle.values)}."
        )
    kle = givet.get("kle", "")
    return Tildeling(
        rolle, str(givet.get("enhed", "")), " ".join(kle) if isinstance(kle, list) else str(kle)
    )


def mangler_enhed(tildeling: Tildeling) -> bool:
    """Does the role see nothing without a unit, and none is named?"""
    return ROLLER[tildeling.rolle].raekkevidde in KRAEVER_ENHED and not tildeling.enhed
