"""What the log costs a page: median and 95th percentile with and without it, over the demo's municipality.

    OMHU_MAPPE=… python bench/log.py [N]

Opens pages N times (default 40) for a rådgiver and a leader through the whole stack (Django's test client), once as
it is and once with the post left out, turn by turn so that a busy machine is fair to both.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
os.environ.setdefault("OMHU_DEMO", "1")
for _navn in ("BRUGER", "ADRESSE", "SOEGNING", "EKSPORT"):
    os.environ[f"OMHU_GRAENSE_{_navn}"] = "1000000"


def main(antal: int) -> None:
    from omhu.config.kommandoer.faelles import klargoer

    klargoer()
    from django.test import Client

    from omhu.adgang.log.models import Logpost
    from omhu.adgang.models import Bruger
    from omhu.sager.models import Sag

    foer = Logpost.objects.count()
    print(f"{Sag.objects.count()} sager")
    for navn in ("mette.kjaer", "bente.krogh"):
        bruger = Bruger.objects.get(username=navn)
        klient = Client(headers={"host": "localhost"})
        klient.force_login(bruger)
        sag = Sag.objects.filter(lukket=None, enhed=bruger.enhed).first() or Sag.objects.first()
        for sti in ("/", "/sager/", f"/sager/{sag.pk}/"):
            if klient.get(sti).status_code == 200:
                print(f"{navn:12} {sti:14}", *_maal(klient, sti, antal))
    print(f"{Logpost.objects.count() - foer} poster")


def _maal(klient, sti: str, antal: int) -> list[str]:
    tider: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(antal):
        for med in (True, False):
            with _uden_log(not med):
                t = time.perf_counter()
                klient.get(sti)
                tider[med].append((time.perf_counter() - t) * 1000)
    return [
        f"{'med' if m else 'uden'} {_p(tider[m], 50):.1f}/{_p(tider[m], 95):.1f} ms"
        for m in (True, False)
    ]


def _p(tal: list[float], procent: int) -> float:
    return statistics.quantiles(tal, n=100)[procent - 1]


@contextmanager
def _uden_log(ja: bool):
    from omhu.adgang.log import middleware

    skriv = middleware._skriv
    if ja:
        middleware._skriv = lambda *_: None
    try:
        yield
    finally:
        middleware._skriv = skriv


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
