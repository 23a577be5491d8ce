"""Data in two sizes: the demo's generator makes them, so that pages meet what a municipality has."""

from __future__ import annotations

import pytest
from django.db import connection

from omhu.adgang.models import Bruger


@pytest.fixture
def kommune(db):
    """Build an invented municipality of a given scale; gives a rådgiver, a leader and the superbruger."""

    def byg(skala: float) -> dict[str, Bruger]:
        from omhu.config.demo import byg_demo

        assert byg_demo(skala=skala)
        if connection.vendor == "postgresql":  # as autovacuum has done on a server in use
            with connection.cursor() as c:
                c.execute("ANALYZE")
        brugere = {b.username: b for b in Bruger.objects.all()}
        return {
            "raadgiver": brugere["mette.kjaer"],
            "leder": brugere["bente.krogh"],
            "superbruger": brugere["peter.skov"],
        }

    return byg
