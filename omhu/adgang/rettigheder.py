"""What each role may do: the one table. Code asks for a right, never for a role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from django.core.exceptions import PermissionDenied

from omhu.adgang.models import Bruger


class Ret(StrEnum):
    """Something one may be allowed to do. The Danish words are in `ORD`."""

    SE_SAGER = auto()
    REGISTRERE = auto()
    LEDE = auto()
    FORDELE = auto()
    BESKYTTE = auto()
    NOEDADGANG = auto()
    EKSPORTERE = auto()
    SE_INDLAESNING = auto()
    INDLAESE = auto()
    SE_TAL = auto()
    SE_LOG = auto()
    STYRE_BRUGERE = auto()
    TILSYN = auto()
    GRANSKE = auto()
    KONCEPTER = auto()
    ALVORLIGE_FUND = auto()


ORD = {
    Ret.SE_SAGER: "læse sager",
    Ret.REGISTRERE: "registrere i sager",
    Ret.LEDE: "se hele enhedens arbejde og godkende fravalg",
    Ret.FORDELE: "fordele sager",
    Ret.BESKYTTE: "beskytte sager og give adgang til dem",
    Ret.NOEDADGANG: "tage nødadgang til en sag",
    Ret.EKSPORTERE: "hente lister som fil",
    Ret.SE_INDLAESNING: "se indlæsninger",
    Ret.INDLAESE: "indlæse udtræk",
    Ret.SE_TAL: "se tal for hele området",
    Ret.SE_LOG: "se, hvem der har set en sag",
    Ret.STYRE_BRUGERE: "oprette og ændre brugere",
    Ret.TILSYN: "lede ledelsestilsyn",
    Ret.GRANSKE: "læse sager i et ledelsestilsyn",
    Ret.KONCEPTER: "ændre tilsynskoncepter",
    Ret.ALVORLIGE_FUND: "se de alvorlige fund i ledelsestilsyn",
}


class Raekkevidde(StrEnum):
    """How far a role reaches from the unit of its user."""

    INGEN = auto()
    LISTE = auto()
    ENHED = auto()
    GREN = auto()
    """The unit and those below it; nothing for a user without one."""
    ALLE = auto()
    """All units; for a user with one, it and those below it."""


@dataclass(frozen=True)
class Rolleret:
    """The rights of one role."""

    raekkevidde: Raekkevidde
    maa: frozenset[Ret] = frozenset()


def _rolle(raekkevidde: Raekkevidde, *maa: Ret) -> Rolleret:
    return Rolleret(raekkevidde, frozenset(maa))


_ARBEJDE = (Ret.SE_SAGER, Ret.REGISTRERE, Ret.NOEDADGANG, Ret.EKSPORTERE)
_LEDELSE = (*_ARBEJDE, Ret.LEDE, Ret.FORDELE, Ret.BESKYTTE, Ret.SE_INDLAESNING)
_TILSYN = (Ret.TILSYN, Ret.GRANSKE, Ret.KONCEPTER, Ret.ALVORLIGE_FUND)

ROLLER: dict[str, Rolleret] = {
    Bruger.Rolle.RAADGIVER: _rolle(Raekkevidde.ENHED, *_ARBEJDE),
    Bruger.Rolle.MODTAGELSE: _rolle(Raekkevidde.ENHED, *_ARBEJDE),
    Bruger.Rolle.KOORDINATOR: _rolle(Raekkevidde.ENHED, *_ARBEJDE, Ret.FORDELE, Ret.GRANSKE),
    Bruger.Rolle.TEAMLEDER: _rolle(Raekkevidde.GREN, *_LEDELSE, Ret.TILSYN, Ret.GRANSKE),
    Bruger.Rolle.CHEF: _rolle(Raekkevidde.GREN, *_LEDELSE, *_TILSYN, Ret.SE_LOG),
    Bruger.Rolle.JURIST: _rolle(
        Raekkevidde.ALLE, Ret.SE_SAGER, Ret.NOEDADGANG, Ret.EKSPORTERE, Ret.SE_LOG, *_TILSYN
    ),
    Bruger.Rolle.OEKONOM: _rolle(Raekkevidde.INGEN, Ret.SE_TAL),
    Bruger.Rolle.SUPERBRUGER: _rolle(
        Raekkevidde.ALLE,
        Ret.SE_SAGER,
        Ret.REGISTRERE,
        Ret.EKSPORTERE,
        Ret.LEDE,
        Ret.FORDELE,
        Ret.SE_INDLAESNING,
        Ret.INDLAESE,
        Ret.KONCEPTER,
    ),
    Bruger.Rolle.SYSTEMADMINISTRATOR: _rolle(Raekkevidde.INGEN, Ret.STYRE_BRUGERE),
    Bruger.Rolle.UDVALGSSEKRETAER: _rolle(Raekkevidde.LISTE, Ret.SE_SAGER),
    Bruger.Rolle.UDFOERER: _rolle(Raekkevidde.INGEN),
    Bruger.Rolle.EKSTERN_GRANSKER: _rolle(Raekkevidde.LISTE, Ret.SE_SAGER, Ret.GRANSKE),
    Bruger.Rolle.POLITIKER: _rolle(Raekkevidde.INGEN, Ret.SE_TAL),
}


def rolleret(bruger: Bruger) -> Rolleret:
    """The rights of the user's role; none for a role that the table does not know."""
    return ROLLER.get(bruger.rolle, Rolleret(Raekkevidde.INGEN))


def roller_med(ret: Ret) -> list[tuple[str, str]]:
    """The roles that have a right, as (code, Danish name)."""
    return [(r.value, r.label) for r in Bruger.Rolle if ret in ROLLER[r].maa]


def har_ret(bruger: Bruger, ret: Ret) -> bool:
    """May the user do this at all? Which cases it holds for is another question (`omfang`)."""
    return bruger.is_active and ret in rolleret(bruger).maa


def kraev_ret(bruger: Bruger, ret: Ret) -> None:
    """Raises PermissionDenied with a Danish sentence that names the right."""
    if not har_ret(bruger, ret):
        raise PermissionDenied(
            f"Din rolle ({bruger.get_rolle_display().lower()}) kan ikke {ORD[ret]}. "
            "Tal med din leder, hvis du har brug for det."
        )
