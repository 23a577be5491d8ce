"""A copy taken while Omhu is in use: the real server, real clients, and everything that was acknowledged is there."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest

from tests.config.test_kommandoer import OMHU

KLIENTER = 4
GRAENSER = ("BRUGER", "ADRESSE", "SOEGNING", "EKSPORT", "INDLAESNING")


class Klient(threading.Thread):
    """A browser of the demo that registers notes on one case after the other, and knows which were acknowledged."""

    def __init__(self, rod: str, nr: int) -> None:
        super().__init__(daemon=True)
        self.rod, self.nr = rod, nr
        self.aabner = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.kvitteret: list[str] = []
        self.fejl: Exception | None = None
        self.stop = False

    def run(self) -> None:
        try:
            sager = self.log_ind(self.nr) or self.log_ind(0)
            while not self.stop:
                self.noter(sager[len(self.kvitteret) % len(sager)])
        except Exception as fejl:
            self.fejl = fejl

    def hent(self, sti: str, felter: dict[str, str] | None = None) -> str:
        data = urlencode(felter).encode() if felter else None
        ind = urllib.request.Request(self.rod + sti, data, {"Referer": self.rod + sti})
        with self.aabner.open(ind, timeout=60) as svar:
            self.landet = svar.url
            return svar.read().decode()

    def log_ind(self, nr: int) -> list[str]:
        """As one of the demo's rådgivere; returns the cases that one has."""
        self.aabner = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        side = self.hent("/login/")
        veje = re.findall(r'action="(/login/demo/\d+/)"', side)
        self.hent(veje[nr], {"csrfmiddlewaretoken": _csrf(side)})
        return re.findall(r'href="(/sager/\d+/)', self.hent("/sager/"))

    def noter(self, sag: str) -> None:
        emne = f"klient {self.nr} note {len(self.kvitteret)}"
        sti = f"{sag}registrer/JOURNALNOTAT/"
        side = self.hent(sti)
        dag = re.search(r'name="dag"[^>]*value="([^"]+)"', side)
        self.hent(sti, {"csrfmiddlewaretoken": _csrf(side), "dag": dag[1], "emne": emne})
        assert "registrer" not in self.landet, "the form came back"
        self.kvitteret.append(emne)


def _csrf(side: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', side)[1]


@pytest.fixture
def demo(mappe, demo_data):
    """The demo municipality, small, served by its own server process; gives its address."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    miljoe = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    miljoe |= {"OMHU_MAPPE": str(mappe), "PORT": str(port)}
    miljoe |= {f"OMHU_GRAENSE_{g}": "1000000" for g in GRAENSER}
    server = subprocess.Popen(
        [*OMHU, "demo", "--skala", "0.01"], env=miljoe, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    rod = f"http://127.0.0.1:{port}"
    try:
        _vent_paa(rod)
        yield rod
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def _vent_paa(rod: str) -> None:
    frist = time.monotonic() + 120
    while True:
        try:
            Klient(rod, 0).hent("/login/")
            return
        except OSError:
            if time.monotonic() > frist:
                raise
            time.sleep(0.2)


@pytest.fixture
def klienter(demo):
    """Clients that are registering, each with some notes acknowledged already."""
    alle = [Klient(demo, nr) for nr in range(KLIENTER)]
    for k in alle:
        k.start()
    _vent_til_alle_har_noteret(alle, [3] * KLIENTER)
    yield alle
    for k in alle:
        k.stop = True
    for k in alle:
        k.join(60)


def _vent_til_alle_har_noteret(klienter, antal: list[int]) -> None:
    """Until each client has so many notes acknowledged; a minute is enough on a slow machine."""
    frist = time.monotonic() + 60
    while True:
        assert not any(k.fejl for k in klienter), [k.fejl for k in klienter]
        if all(len(k.kvitteret) >= n for k, n in zip(klienter, antal, strict=True)):
            return
        assert time.monotonic() < frist, [len(k.kvitteret) for k in klienter]
        time.sleep(0.05)


def noter_i(database) -> set[str]:
    with sqlite3.connect(database) as con:
        alle = con.execute("SELECT data FROM tidslinje_skridt WHERE art = 'JOURNALNOTAT'")
        return {e for (d,) in alle if (e := json.loads(d).get("emne", "")).startswith("klient")}


def test_every_step_that_was_acknowledged_before_the_copy_is_in_it(omhu, klienter, ny, tmp_path):
    fil = tmp_path / "omhu.kopi"
    foer = {e for k in klienter for e in k.kvitteret}
    svar = omhu("sikkerhedskopi", fil)
    imens = {e for k in klienter for e in k.kvitteret} - foer
    assert svar.returncode == 0, svar.stderr
    assert not any(k.fejl for k in klienter), [k.fejl for k in klienter]
    assert len(foer) >= 3 * KLIENTER
    assert len(imens) >= KLIENTER, "they went on registering"

    svar = omhu("genskab", fil, **ny())
    assert svar.returncode == 0, svar.stderr
    assert "pligter er beregnet igen og er de samme" in svar.stdout
    kopierede = noter_i(tmp_path / "ny" / "omhu.sqlite3")
    assert foer <= kopierede
    for k in klienter:  # one moment: a note is never there without the same client's note before
        egne = sorted(int(e.split()[-1]) for e in kopierede if e.startswith(f"klient {k.nr} "))
        assert egne == list(range(len(egne)))
    assert omhu("log", "kontrol", **ny()).returncode == 0


def test_a_killed_copy_leaves_nothing_and_disturbs_nobody(omhu, klienter, mappe, tmp_path):
    """Killed while it copies the database into its folder, and while it writes the locked file."""
    fil = tmp_path / "omhu.kopi"
    for sted in (mappe, tmp_path):
        assert any(_draebt_undervejs(fil, mappe, sted) for _ in range(5)), "too fast to be killed"
        assert not fil.exists()
    _vent_til_alle_har_noteret(klienter, [len(k.kvitteret) + 3 for k in klienter])
    assert omhu("sikkerhedskopi", fil).returncode == 0
    assert not _halvt(mappe) + _halvt(tmp_path)


def _draebt_undervejs(fil, mappe, sted) -> bool:
    """Was a copy killed once it had something unfinished in `sted`? False when it was done before the blow fell."""
    fil.unlink(missing_ok=True)
    proces = subprocess.Popen(
        [*OMHU, "sikkerhedskopi", str(fil)], env={"OMHU_MAPPE": str(mappe), "PATH": ""}
    )
    frist = time.monotonic() + 60
    while not (halvt := _halvt(sted)) and proces.poll() is None and time.monotonic() < frist:
        time.sleep(0.002)
    proces.kill()
    return proces.wait() == -signal.SIGKILL and bool(halvt)


def _halvt(sted) -> list:
    return [*sted.glob(".kopi-*"), *sted.glob(".*.delvis")]


SKRIV = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
django.setup()
from datetime import date
from django.db import transaction
from omhu.adgang.raekkesikkerhed import fra_nu_system
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer
fra_nu_system()
sag = Sag.objects.first()
for n in range(100_000):
    with transaction.atomic():
        registrer(sag, "JOURNALNOTAT", date(2020, 3, 2))
        registrer(sag, "JOURNALNOTAT", date(2020, 3, 3))
    if n == 3:
        print("i gang", flush=True)
"""
