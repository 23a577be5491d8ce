"""`omhu database`: what kind it is, and whether what guards it is in force."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from omhu.adgang.raekkesikkerhed import fra_nu_system
from omhu.config.database.fejl import Databasefejl
from omhu.config.database.roller import afvigelser
from omhu.config.database.start import LOG, efterse_rolle, forklaret, mangler, roller

RAEKKESIKRE = (
    "sager_sag",
    "sager_barn",
    "sager_sagsadgang",
    "sager_person",
    "sager_relation",
    "sager_rettelse",
    "tidslinje_skridt",
    "frister_pligt",
    "frister_advis",
)


@dataclass
class Fund:
    """What was seen, and what is wrong."""

    linjer: list[str] = field(default_factory=list)
    galt: list[str] = field(default_factory=list)


def eftersyn() -> Fund:
    """Look at the database without changing it. Raises Databasefejl when it cannot be reached."""
    fra_nu_system()
    fund = Fund()
    for alias in (DEFAULT_DB_ALIAS, LOG):
        with forklaret(alias):
            connections[alias].ensure_connection()
    if any(mangler(alias) for alias in (DEFAULT_DB_ALIAS, LOG)):
        fund.galt.append("Databasen er ikke opdateret. Kør »omhu database --opdater«.")
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        _postgresql(fund)
    else:
        fund.linjer.append("SQLite i mappen. Rækkesikkerhed og roller findes kun på PostgreSQL.")
    return fund


def _postgresql(fund: Fund) -> None:
    forbindelse = connections[DEFAULT_DB_ALIAS]
    stor, lille = forbindelse.get_database_version()
    r = roller()
    fund.linjer.append(f"PostgreSQL {stor}.{lille}, rolle {forbindelse.settings_dict['USER']}.")
    try:
        efterse_rolle()
    except Databasefejl as fejl:
        fund.galt.append(str(fejl))
    with forbindelse.cursor() as c:
        c.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
            "AND relnamespace = 'public'::regnamespace"
        )
        lukkede = {navn for (navn,) in c.fetchall()}
        c.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'sager_sag'")
        ejer = (c.fetchone() or [""])[0]
        if ejer == r.app:
            fund.galt.append(
                f"Rollen »{r.app}« ejer tabellerne og kan ændre dem. Giv ejeren sin egen rolle "
                "(OMHU_DATABASE_URL_EJER); så virker rettighederne."
            )
        elif ejer:
            fund.galt += afvigelser(c, r)
    aabne = [t for t in RAEKKESIKRE if t not in lukkede]
    fund.galt += [f"{t} har ikke rækkesikkerhed. Kør »omhu database --opdater«." for t in aabne]
    if not aabne:
        fund.linjer.append(f"Rækkesikkerhed på {len(RAEKKESIKRE)} tabeller.")
    if settings.OMHU.database_url_ejer:
        fund.linjer.append(f"Opdateres som {r.ejer}.")
