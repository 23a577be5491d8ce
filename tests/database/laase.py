"""Operations of a migration that lock a filled table on PostgreSQL while it is read or written, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations import operations as op
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Field, ForeignKey, GeneratedField
from django.db.models.expressions import Value

UFARLIGE = (
    op.CreateModel, op.DeleteModel, op.RemoveField, op.RenameField, op.RenameModel, op.RenameIndex, op.RemoveIndex,
    op.RemoveConstraint, op.AlterModelOptions, op.AlterModelManagers, op.AlterModelTable, op.AlterModelTableComment,
    op.AlterOrderWithRespectTo, AddConstraintNotValid, ValidateConstraint, RemoveIndexConcurrently,
)  # fmt: skip
"""Short locks, or none that others feel."""
POSTGRESQL = DatabaseWrapper(
    {
        "NAME": "x",
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "OPTIONS": {},
        "TIME_ZONE": None,
    }
)
"""Never connected: it says what a field's column would be."""


def laaser(migration: Migration, foer: ProjectState) -> Iterator[tuple[str, str]]:
    """(operation, why and what instead) for every operation that must not meet a filled table. `foer` is the state
    before the migration; it is moved on."""
    nye: set[str] = set()
    for o in migration.operations:
        yield from ((_navn(o), grund) for grund in _grunde(o, migration, foer, nye))
        if isinstance(o, op.CreateModel):
            nye.add(o.name_lower)
        o.state_forwards(migration.app_label, foer)


def _navn(o) -> str:
    led = [getattr(o, n, "") for n in ("model_name", "name")]
    return " ".join([type(o).__name__, *(str(x).lower() for x in led if x)])


def _grunde(o, migration: Migration, foer: ProjectState, nye: set[str]) -> Iterator[str]:
    if getattr(o, "model_name_lower", "") in nye or isinstance(o, UFARLIGE):
        return
    if isinstance(o, AddIndexConcurrently):
        if migration.atomic:
            yield "et indeks uden lås kræver atomic = False"
    elif isinstance(o, op.AddIndex):
        yield "indekset bygges under lås; brug omhu.adgang.migrering.IndeksUdenLaas"
    elif isinstance(o, op.AddField):
        yield from _nyt_felt(o.field)
    elif isinstance(o, op.AlterField):
        model = foer.models[migration.app_label, o.model_name_lower]
        yield from _aendret_felt(model.fields[o.name], o.field)
    elif isinstance(o, op.AddConstraint):
        yield "hele tabellen efterses under lås; brug AddConstraintNotValid og bagefter ValidateConstraint"
    elif isinstance(o, op.RunPython | op.RunSQL):
        if migration.atomic:
            yield "kan holde låse, til alt er skrevet; brug atomic = False, skriv i portioner, eller sig hvorfor ikke"
    elif isinstance(o, op.SeparateDatabaseAndState):
        for del_ in o.database_operations:
            yield from _grunde(del_, migration, foer, nye)
    else:
        yield "er ikke vurderet; læg den i UFARLIGE, eller sig hvorfor den ikke låser"


def _nyt_felt(felt: Field) -> Iterator[str]:
    if isinstance(felt, GeneratedField):
        yield "kolonnen regnes ud for hver række under lås"
    elif felt.db_default is not NOT_PROVIDED and not isinstance(
        felt.db_default, Value | str | int | bool
    ):
        yield "en standardværdi, der regnes ud, skriver hele tabellen om under lås"
    if felt.unique or felt.db_index:
        yield "indekset bygges under lås; tilføj feltet uden, og indekset bagefter uden lås"
    if isinstance(felt, ForeignKey) and felt.db_constraint:
        yield "hele tabellen efterses under lås; brug db_constraint=False og en nøgle NOT VALID bagefter"


def _aendret_felt(gammelt: Field, nyt: Field) -> Iterator[str]:
    fra, til = gammelt.db_type(POSTGRESQL), nyt.db_type(POSTGRESQL)
    if fra != til and not _kun_laengere(fra, til):
        yield f"{fra} til {til} skriver hele tabellen om under lås; brug et nyt felt"
    if gammelt.null and not nyt.null:
        yield "hele tabellen efterses under lås; brug først en CHECK (… IS NOT NULL) NOT VALID"
    if (nyt.unique or nyt.db_index) and not (gammelt.unique or gammelt.db_index):
        yield "indekset bygges under lås; brug omhu.adgang.migrering.IndeksUdenLaas"


def _kun_laengere(fra: str | None, til: str | None) -> bool:
    def laengde(type_: str | None) -> float | None:
        if type_ in ("text", "varchar"):
            return float("inf")
        if type_ and type_.startswith("varchar("):
            return float(type_[8:-1])
        return None

    kort, lang = laengde(fra), laengde(til)
    return kort is not None and lang is not None and lang >= kort
