"""A case with parents, at an age and under a law that the test asks for."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from omhu.frister.actions import genberegn_sag
from omhu.sager.models import Person, Relation
from omhu.tidslinje.actions import registrer

SEL_DAG, BL_DAG = date(2022, 5, 2), date(2026, 5, 4)


@pytest.fixture
def familie(hold):
    """Mor and far with shared custody of a child of so many years on a day; gives the case with its first steps."""

    def byg(aar: int, dag: date = BL_DAG):
        barn = hold.sag.barn
        barn.foedselsdato = dag - relativedelta(years=aar, days=3)
        barn.save()
        for navn, art in (("Line Holm", "MOR"), ("Per Holm", "FAR")):
            person = Person.objects.create(navn=navn)
            Relation.objects.create(
                barn=barn, person=person, art=art, foraeldremyndighed="DELT", fra=barn.foedselsdato
            )
        start = dag - relativedelta(months=3)
        registrer(hold.sag, "SAG_OPRETTET", start)
        registrer(hold.sag, "SAGSBEHANDLER_TILDELT", start, attributter={"initialer": "MK"})
        genberegn_sag(hold.sag)
        hold.sag.refresh_from_db()
        return hold.sag

    return byg
