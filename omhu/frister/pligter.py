"""From a row of the evaluator to a stored obligation, and the status of either."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from omhu.frister.models import Pligt
from omhu.kerne.kalender import dagens_begyndelse, dagens_slutning, ms, tid_af
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke, status_ved


def noegle(raekke: Raekke) -> str:
    """The obligation's lasting name in its case: rule, trigger and number."""
    udloest = raekke.udloest
    return f"{raekke.regel.id}:{udloest.id or udloest.art}:{raekke.nr}"


def pligt_af(raekke: Raekke, sag_id: int) -> Pligt:
    """An unsaved obligation with the row's facts."""
    return Pligt(sag_id=sag_id, noegle=noegle(raekke), **indhold(raekke))


def indhold(raekke: Raekke) -> dict[str, Any]:
    """The row's facts by the names of `FELTER`: all columns but the key."""
    m = raekke.moenster
    fravalgt = raekke.fravalgt
    return {
        "regel": raekke.regel.id,
        "version": raekke.version.id,
        "tilfaelde": raekke.tilfaelde,
        "gruppe": raekke.regel.gruppe,
        "art": raekke.regel.art,
        "nr": raekke.nr,
        "udloest_rod": _rod(raekke.udloest),
        "udloest_art": raekke.udloest.art,
        "udloest_dag": raekke.udloest.dag,
        "udloest_tid": raekke.udloest.tid,
        "indsatser": "+".join(raekke.udloest.indsatser)[:200],
        "anker_rod": _rod(raekke.anker),
        "anker_dag": raekke.anker_dag,
        "frist_dag": raekke.frist_dag,
        "frist_tid": raekke.frist_tid,
        "lukket": raekke.lukket or "",
        "lukket_dag": raekke.lukket_dag,
        "lukket_tid": tid_af(raekke.lukket_ms) if raekke.lukket else None,
        "opfyldt_rod": _rod(raekke.opfyldt),
        "opfyldt_art": raekke.opfyldt.art if raekke.opfyldt else "",
        "opfyldt_dag": raekke.opfyldt.dag if raekke.opfyldt else None,
        "opfyldt_tid": raekke.opfyldt.tid if raekke.opfyldt else None,
        "sent": raekke.sent,
        "fravalgt_rod": _rod(fravalgt),
        "fravalgt_grund": str(fravalgt.attributter.get("begrundelse", ""))[:200]
        if fravalgt
        else "",
        "bortfaldet_rod": _rod(raekke.bortfaldet),
        "uvis_dag": raekke.uvis.dag if raekke.uvis else None,
        "uvis_rod": _rod(raekke.uvis),
        "grund": raekke.grund[:300],
        "ved_udeblivelse": m.ved_udeblivelse,
        "vurderes": raekke.vurderes,
    }


def _rod(trin: Trin | None) -> UUID | None:
    return trin.id if trin and isinstance(trin.id, UUID) else None


_FELTER = [f for f in Pligt._meta.concrete_fields if f.name not in ("id", "sag", "noegle")]
_OVERSAETTES = [f for f in _FELTER if isinstance(f, models.UUIDField | models.DateField)]
FELTER = [f.name for f in _FELTER]


def gem(raekker: Iterable[tuple[int, str, dict[str, Any]]]) -> None:
    """Insert (case, key, content), or overwrite the content of the key: one statement, prepared once.

    `bulk_create` builds its SQL anew for every thirty rows, which took most of the time of a recomputation.
    """
    vaerdier = [[sag, navn, *_i_orden(felter)] for sag, navn, felter in raekker]
    if vaerdier:
        with connection.cursor() as cursor:
            cursor.executemany(_gem_sql(), vaerdier)


def _i_orden(felter: dict[str, Any]) -> list[Any]:
    """The values in the order of FELTER, days, instants and UUIDs as the database wants them."""
    oversat = {
        f.name: f.get_db_prep_save(felter[f.name], connection)
        for f in _OVERSAETTES
        if felter[f.name] is not None
    }
    alle = felter | oversat
    return [alle[navn] for navn in FELTER]


def _gem_sql() -> str:
    navn = connection.ops.quote_name
    kolonner = [navn(str(f.column)) for f in _FELTER]
    return (
        f"INSERT INTO {navn(Pligt._meta.db_table)} (sag_id, noegle, {', '.join(kolonner)}) "  # noqa: S608 - names from the model
        f"VALUES (%s, %s{', %s' * len(kolonner)}) ON CONFLICT (sag_id, noegle) DO UPDATE SET "
        + ", ".join(f"{k} = excluded.{k}" for k in kolonner)
    )


def _ms(tid: datetime | None, dag: date | None) -> int | None:
    if tid is not None:
        return ms(tid)
    return dagens_begyndelse(dag) if dag else None


def status(pligt: Pligt, nu: date | datetime) -> Status:
    """Status at the end of a local day or at an instant."""
    return status_ved(
        ms(nu) if isinstance(nu, datetime) else dagens_slutning(nu),
        lukket=pligt.lukket,
        lukket_ms=_ms(pligt.lukket_tid, pligt.lukket_dag) or 0,
        frist_ms=ms(pligt.frist_tid) if pligt.frist_tid else dagens_slutning(pligt.frist_dag),
        for_sent_ms=_ms(pligt.opfyldt_tid, pligt.opfyldt_dag) if pligt.sent else None,
        uvis_ms=_ms(None, pligt.uvis_dag),
        vurderes=pligt.vurderes,
        ved_udeblivelse=pligt.ved_udeblivelse,
    )
