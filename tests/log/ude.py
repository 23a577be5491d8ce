"""A program of its own for the tests: an Omhu folder with real files, written to by several processes.

python -m tests.log.ude lav               make the databases and one case
python -m tests.log.ude skriv N           write N posts as fast as it goes
python -m tests.log.ude svar              open the case: print the status, and whether the child is named
python -m tests.log.ude registrer         register a step: print the status, and how many steps there are
python -m tests.log.ude svar laeseadgang  the same with a log that can only be read
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omhu.config.settings")


def main(hvad: str, *rest: str) -> None:
    from omhu.config.kommandoer.faelles import klargoer

    if hvad == "lav":
        klargoer()
        from tests.conftest import lav_hold

        lav_hold()
        return
    import django

    django.setup()
    from omhu.adgang.raekkesikkerhed import fra_nu_system
    from omhu.config.database.server import indret

    indret()  # as a server process: it does not wait for ever
    fra_nu_system()
    if hvad == "skriv":
        from omhu.adgang.log import Handling, log

        for n in range(int(rest[0])):
            log(Handling.LAES, sager=[n], detaljer={"proces": os.getpid()})
        return
    if "laeseadgang" in rest:
        from django.db import connections

        with connections["log"].cursor() as c:
            c.execute("PRAGMA query_only = ON")
    _svar(hvad)


def _svar(hvad: str) -> None:
    from django.test import Client

    from omhu.adgang.models import Bruger
    from omhu.sager.models import Sag
    from omhu.tidslinje.models import Skridt

    client = Client(headers={"host": "localhost"})
    sag = Sag.objects.get(nummer="N-1")
    bruger = Bruger.objects.get(username="mk")
    _log_ind(client, bruger)
    if hvad == "registrer":
        felter = {"dag": "2026-01-15", "note": "Talt med skolen"}
        svar = client.post(f"/sager/{sag.pk}/registrer/JOURNALNOTAT/", felter)
        print(svar.status_code, Skridt.objects.count())
    else:
        svar = client.get(f"/sager/{sag.pk}/")
        print(svar.status_code, b"Emil" in svar.content)


def _log_ind(client, bruger) -> None:
    """A session, without the post that the login itself would ask for."""
    from omhu.adgang.log import signaler

    skriv, signaler.log = signaler.log, lambda *_, **__: None
    client.force_login(bruger)
    signaler.log = skriv


if __name__ == "__main__":
    main(*sys.argv[1:])
