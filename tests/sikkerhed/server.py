"""A real server process with https settings, as behind a proxy: several workers, the real log, failing pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ROD = Path(__file__).resolve().parents[2]
VAERT = "omhu.kommunen.example"
GRAENSE = 60
"""Calls a minute from one address: the smallest that the setting allows."""


@dataclass
class Server:
    """Where it listens and what it wrote."""

    port: int
    logfil: Path

    def hent(
        self, sti: str, metode: str = "GET", krop: bytes | None = None, **hoveder: str
    ) -> Svar:
        """One call as the proxy would pass it on, from an address of its own."""
        forbindelse = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            alle = {"Host": VAERT, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
            alle |= {k.replace("_", "-"): v for k, v in hoveder.items()}
            forbindelse.request(
                metode, sti, body=krop, headers={k: v for k, v in alle.items() if v}
            )
            return Svar.af(forbindelse.getresponse())
        finally:
            forbindelse.close()

    def raat(self, tekst: str, vent: float = 10) -> bytes:
        """Bytes as they are, for what no client would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=vent) as s:
            s.sendall(tekst.replace("\n", "\r\n").encode())
            svar = b""
            try:
                while stykke := s.recv(65536):
                    svar += stykke
            except TimeoutError:
                pass
            return svar

    @property
    def log(self) -> str:
        return self.logfil.read_text("utf-8")


@dataclass
class Svar:
    """Status, headers by small name, and text."""

    status: int
    hoveder: dict[str, str]
    cookies: list[str]
    tekst: str

    @classmethod
    def af(cls, svar: HTTPResponse) -> Svar:
        hoveder = {k.lower(): v for k, v in svar.getheaders()}
        cookies = [v.strip() for k, v in svar.getheaders() if k.lower() == "set-cookie"]
        return cls(svar.status, hoveder, cookies, svar.read().decode("utf-8", "replace"))


def start(mappe: Path, miljoe: dict[str, str]) -> tuple[subprocess.Popen, Server]:
    """Start `omhu server` in a folder of its own; it answers when this returns."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    log = mappe / "server.log"
    proces = subprocess.Popen(
        [sys.executable, "-m", "omhu.config.cli", "server", "--port", str(port)],
        env={
            **os.environ,
            "OMHU_MAPPE": str(mappe / "data"),
            "OMHU_HTTPS": "1",
            "OMHU_VAERTER": VAERT,
            "OMHU_GRAENSE_ADRESSE": str(GRAENSE),
            "DJANGO_SETTINGS_MODULE": "tests.sikkerhed.falder_settings",
            "PYTHONPATH": str(ROD),
            "PYTHONUNBUFFERED": "1",
            **miljoe,
        },
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        cwd=ROD,
    )
    server = Server(port, log)
    slut = time.monotonic() + 90
    while time.monotonic() < slut and proces.poll() is None:
        try:
            server.hent("/login/", X_Forwarded_For="192.0.2.250")
            return proces, server
        except OSError:
            time.sleep(0.3)
    proces.terminate()
    raise AssertionError(f"Serveren kom ikke op:\n{server.log[-3000:]}")
