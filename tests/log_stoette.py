"""The log's database is open in every test that uses the data's, and can be emptied after tests that commit."""

from __future__ import annotations

import pytest

from omhu.adgang.log import ALIAS

BEGGE = ["default", ALIAS]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fundet = item.get_closest_marker("django_db")
        if fundet is not None:
            maerke = pytest.mark.django_db(*fundet.args, **{**fundet.kwargs, "databases": BEGGE})
        elif {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            maerke = pytest.mark.django_db(databases=BEGGE)
        else:
            continue
        item.add_marker(maerke, append=False)


@pytest.fixture(autouse=True, scope="session")
def _loggen_kan_toemmes():
    """Tests that really commit empty all tables afterwards (Django's flush); the log's triggers step aside for it."""
    from django.core.management.commands import flush

    from omhu.adgang.log import vagter

    toem = flush.Command.handle

    def handle(self, **valg):
        from django.db import connections

        if valg["database"] != ALIAS:
            return toem(self, **valg)
        forbindelse = connections[ALIAS]
        vagter.luk_op(forbindelse)
        vagter.luk_proever_op(forbindelse)
        try:
            return toem(self, **valg)
        finally:
            vagter.luk(forbindelse)
            vagter.luk_proever(forbindelse)

    flush.Command.handle = handle
    yield
    flush.Command.handle = toem


@pytest.fixture(autouse=True, scope="session")
def _loggens_database_faar_kun_loggens_tabeller():
    """Django's tests migrate every app on every database; Omhu itself (`config/database/start.py`) gives the log's
    database the log's migrations only, and so do the tests."""
    from django.core.management.commands import migrate

    migrer = migrate.Command.handle

    def handle(self, *ord_, **valg):
        if valg["database"] == ALIAS and not valg["app_label"]:
            valg |= {"app_label": ALIAS, "run_syncdb": False}
        return migrer(self, *ord_, **valg)

    migrate.Command.handle = handle
    yield
    migrate.Command.handle = migrer
