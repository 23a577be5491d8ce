"""A migration of a municipality in use locks no table for as long as it is large."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations import operations as op
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Random

from omhu.adgang.migrering import IndeksUdenLaas
from tests.database.laase import laaser

FOERSTE_DRIFT = {
    "adgang": "0002_roller",
    "afgoerelse": "0001_initial",
    "aftaler": "0001_initial",
    "frister": "0004_fast_soegesti",
    "indlaesning": "0003_flyt_cpr",
    "journal": "0001_initial",
    "log": "0003_stikproeve",
    "login": "0001_sessioner",
    "sager": "0009_relation_fejlskrevet",
    "soegning": "0001_initial",
    "tekster": "0001_initial",
    "tidslinje": "0002_kun_tilfoejelse",
    "tilsyn": "0006_trukket",
}
"""The last migration of each app before the first municipality: those up to here met only empty tables."""
TILLADT: dict[tuple[str, str, str], str] = {}
"""(app, migration, operation) -> why it may lock all the same, fx that the table has a hundred rows at most."""


def alle_laase() -> dict[tuple[str, str, str], str]:
    loader = MigrationLoader(None)
    fund = {}
    for app, navn in sorted(loader.graph.nodes):
        if not _vores(app) or navn[:4] <= FOERSTE_DRIFT.get(app, "")[:4]:
            continue
        migration = loader.graph.nodes[app, navn]
        tilstand = loader.project_state((app, navn), at_end=False)
        for operation, grund in laaser(migration, tilstand):
            fund[app, navn, operation] = grund
    return fund


def _vores(app: str) -> bool:
    from django.apps import apps

    return apps.get_app_config(app).name.startswith("omhu.")


def test_no_migration_locks_a_filled_table_without_a_reason():
    fund = alle_laase()
    assert {k: v for k, v in fund.items() if k not in TILLADT} == {}


def test_no_reason_is_given_for_what_is_not_there():
    assert set(TILLADT) <= set(alle_laase())


# -- the watch itself -----------------------------------------------------------------------------


def foer() -> ProjectState:
    tilstand = ProjectState()
    tilstand.add_model(
        ModelState(
            "proeve",
            "Ting",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("navn", models.CharField(max_length=10)),
                ("dag", models.DateField(null=True)),
            ],
        )
    )
    return tilstand


def fundet(*operationer, atomic: bool = True) -> list[str]:
    m = Migration("0002", "proeve")
    m.operations, m.atomic = list(operationer), atomic
    return [navn for navn, _ in laaser(m, foer())]


INDEKS = models.Index(fields=["navn"], name="ting_navn")
LIGE = models.CheckConstraint(condition=models.Q(id__gt=0), name="ting_id")


def _navn(vaerdi: object) -> str:
    """The same in every process: without the address of a function."""
    return re.sub(r" at 0x\w+", "", str(vaerdi))


@pytest.mark.parametrize(
    "operation",
    [
        op.AddIndex("ting", INDEKS),
        op.AddField("ting", "slags", models.CharField(max_length=4, default="", db_index=True)),
        op.AddField("ting", "kode", models.CharField(max_length=4, unique=True)),
        op.AddField("ting", "lod", models.FloatField(db_default=Random())),
        op.AddField("ting", "over", models.ForeignKey("proeve.ting", models.PROTECT, null=True)),
        op.AlterField("ting", "navn", models.IntegerField()),
        op.AlterField("ting", "navn", models.CharField(max_length=5)),
        op.AlterField("ting", "dag", models.DateField()),
        op.AlterField("ting", "navn", models.CharField(max_length=10, db_index=True)),
        op.AddConstraint("ting", LIGE),
        op.RunPython(op.RunPython.noop),
        op.RunSQL("UPDATE proeve_ting SET navn = ''"),
        IndeksUdenLaas("ting", INDEKS),
    ],
    ids=_navn,
)
def test_what_locks_is_found(operation):
    assert len(fundet(operation)) >= 1


@pytest.mark.parametrize(
    ("operation", "atomic"),
    [
        (op.AddField("ting", "slags", models.CharField(max_length=4, default="")), True),
        (op.AddField("ting", "slags", models.IntegerField(null=True)), True),
        (op.AddField("ting", "slags", models.BooleanField(db_default=False)), True),
        (op.AlterField("ting", "navn", models.CharField(max_length=20)), True),
        (op.AlterField("ting", "navn", models.TextField()), True),
        (op.RemoveField("ting", "dag"), True),
        (AddConstraintNotValid("ting", LIGE), True),
        (ValidateConstraint("ting", "ting_id"), False),
        (IndeksUdenLaas("ting", INDEKS), False),
        (op.RunPython(op.RunPython.noop), False),
    ],
    ids=_navn,
)
def test_what_does_not_lock_goes_free(operation, atomic):
    m = Migration("0002", "proeve")
    m.operations, m.atomic = [operation], atomic
    from tests.database.laase import _grunde

    assert list(_grunde(operation, m, foer(), set())) == []


def test_a_table_made_in_the_same_migration_is_empty():
    ny = op.CreateModel("Ny", [("id", models.BigAutoField(primary_key=True))])
    felt = op.AddField("ny", "navn", models.CharField(max_length=4, unique=True))
    assert fundet(ny, felt) == []


INDEKS_PROGRAM = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
from omhu.config.kommandoer.faelles import klargoer
klargoer()
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from omhu.adgang.migrering import IndeksUdenLaas
from omhu.config.database.start import som_ejer
with som_ejer("default"):
    tilstand = MigrationLoader(connection).project_state()
    efter = tilstand.clone()
    o = IndeksUdenLaas("sag", models.Index(fields=["nummer"], name="proeve_nummer"))
    o.state_forwards("sager", efter)

    def findes():
        with connection.cursor() as c:
            return "proeve_nummer" in connection.introspection.get_constraints(c, "sager_sag")

    for skridt in (o.database_forwards, o.database_backwards):
        with connection.schema_editor(atomic=False) as editor:
            fra, til = (tilstand, efter) if skridt == o.database_forwards else (efter, tilstand)
            skridt("sager", editor, fra, til)
        print(findes())
"""


def test_an_index_is_made_beside_those_who_work_on_either_database(request, tmp_path):
    if connection.vendor == "postgresql":
        miljoe = request.getfixturevalue("installation").som_ejer()
    else:
        from os import environ

        uden = {k: v for k, v in environ.items() if not k.startswith("OMHU_")}
        miljoe = uden | {"OMHU_MAPPE": str(tmp_path)}
    svar = subprocess.run(
        [sys.executable, "-c", INDEKS_PROGRAM], env=miljoe, capture_output=True, text=True
    )
    assert svar.stdout.split() == ["True", "False"], svar.stderr
