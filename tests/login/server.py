"""Real processes for the tests of the login: Omhu's server with a folder of its own, and identity providers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests import proces
from tests.miljoe import klar

ROD = Path(__file__).resolve().parents[2]
STARTTID = 120
FOLK = """
from omhu.adgang.models import Bruger, Enhed
nord = Enhed.objects.create(navn="Team Nord", kilde_id="nord-1")
syd = Enhed.objects.create(navn="Team Syd", kilde_id="syd-1")
def ny(navn, rolle, enhed, kode=""):
    b = Bruger(username=navn.split()[0].lower(), rolle=rolle, enhed=enhed)
    b.first_name, b.last_name = navn.split()
    b.set_password(kode or None)
    b.save()
    return b
mette = ny("Mette Kjær", "RAADGIVER", nord, "solsorten-synger-kl-4")
karin = ny("Karin Holst", "SYSTEMADMINISTRATOR", None, "solsorten-synger-kl-4")
"""
"""Mette and Karin, with passwords, and two units."""


def ledig_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Installation:
    """A folder, a database and settings of its own."""

    def __init__(self, mappe: Path, **indstillinger: str) -> None:
        self.mappe = mappe
        self.port = ledig_port()
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.log = mappe / "server.log"
        rene = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
        self.miljoe = {
            **rene,
            "OMHU_MAPPE": str(mappe / "data"),
            "DJANGO_SETTINGS_MODULE": "omhu.config.settings",
            "PYTHONUNBUFFERED": "1",
            **klar(mappe / "data"),
            **indstillinger,
        }

    def koer(self, kode: str) -> str:
        """Run Python within the installation; gives what it printed."""
        program = f"from omhu.config.kommandoer.faelles import klargoer\nklargoer()\n{kode}"
        svar = proces.python(program, self.miljoe)
        assert svar.returncode == 0, svar.stderr
        return svar.stdout.strip()

    def omhu(self, *ord_: str) -> subprocess.CompletedProcess[str]:
        """Run the command `omhu`."""
        return proces.omhu(ord_, self.miljoe)

    @contextmanager
    def server(self, *ord_: str) -> Iterator[str]:
        """The address of a running server."""
        kommando = [
            Path(sys.executable).with_name("omhu"),
            "server",
            "--port",
            str(self.port),
            *ord_,
        ]
        with i_gang(kommando, self.log, f"{self.adresse}/login/", self.miljoe):
            yield self.adresse


@contextmanager
def i_gang(kommando: list, log: Path, svarer: str, miljoe: dict[str, str]) -> Iterator[None]:
    """A process that runs within the block, from when the address `svarer` answers."""
    with log.open("a") as fil:
        p = subprocess.Popen(kommando, env=miljoe, stdout=fil, stderr=subprocess.STDOUT, cwd=ROD)
        try:
            _vent(p, svarer, log)
            yield
        finally:
            p.terminate()
            try:
                p.wait(timeout=20)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait(timeout=20)


def _vent(p: subprocess.Popen, adresse: str, log: Path) -> None:
    slut = time.monotonic() + STARTTID
    while time.monotonic() < slut:
        if p.poll() is not None:
            pytest.fail(f"Stoppede:\n{log.read_text()[-3000:]}", pytrace=False)
        try:
            urlopen(adresse, timeout=5).close()
            return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"Kom ikke op:\n{log.read_text()[-3000:]}", pytrace=False)
