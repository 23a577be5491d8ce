"""Appending many steps. Django's bulk_create prepares each of eighteen values of a row anew, which is most of
the time of a load of a million; here the few kinds of value that a database writes its own way are prepared
once, and the rest goes as it is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from omhu.tidslinje.models import Skridt


class NytSkridt(NamedTuple):
    """A row of the timeline, by column. `sket` and `registreret` are ms since the epoch, `data` JSON."""

    id: UUID
    sag_id: int
    art: str
    sket: int
    dag: str
    kun_dato: bool
    registreret: int
    registreret_af_id: int | None
    rod: UUID
    erstatter_id: UUID | None
    tilbagetrukket: bool
    navn: str
    vedroerer: str
    indsatser: str
    naeste: str
    data: str
    kilde: str
    kilde_id: str
    nr: int


def tilfoej(skridt: list[NytSkridt]) -> None:
    """Insert the rows. The caller holds the transaction."""
    if not skridt:
        return
    kolonner = ", ".join(connection.ops.quote_name(_kolonne(f)) for f in NytSkridt._fields)
    plads = ", ".join(["%s"] * len(NytSkridt._fields))
    tabel = connection.ops.quote_name(Skridt._meta.db_table)
    with connection.cursor() as markoer:
        markoer.executemany(
            f"INSERT INTO {tabel} ({kolonner}) VALUES ({plads})",  # noqa: S608 -- names from the model
            [_vaerdier(s) for s in skridt],
        )


def _kolonne(felt: str) -> str:
    kolonner = {f.attname: f.column for f in Skridt._meta.concrete_fields}
    return str(kolonner[felt])


def _vaerdier(s: NytSkridt) -> tuple[Any, ...]:
    return (
        _uuid(s.id),
        s.sag_id,
        s.art,
        _tid(s.sket),
        _dag(s.dag),
        s.kun_dato,
        _tid(s.registreret),
        s.registreret_af_id,
        _uuid(s.rod),
        s.erstatter_id and _uuid(s.erstatter_id),
        s.tilbagetrukket,
        s.navn,
        s.vedroerer,
        s.indsatser,
        _dag(s.naeste) if s.naeste else None,
        _data(s.data),
        s.kilde,
        s.kilde_id,
        s.nr,
    )


def _uuid(nummer: UUID) -> Any:
    return nummer if connection.features.has_native_uuid_field else nummer.hex


@lru_cache(maxsize=50_000)
def _tid(ms: int) -> Any:
    return connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(ms / 1000, UTC))


@lru_cache(maxsize=50_000)
def _dag(dag: str) -> Any:
    return connection.ops.adapt_datefield_value(date.fromisoformat(dag))


def _data(tekst: str) -> Any:
    if connection.vendor == "sqlite":
        return tekst
    return connection.ops.adapt_json_value(json.loads(tekst), None)
