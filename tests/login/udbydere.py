"""Identity providers as processes of their own, and one that lies."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.login.server import i_gang, ledig_port

KLIENT, HEMMELIGHED = "omhu", "en-hemmelighed-til-proeven"


class OidcUdbyder:
    """oidc-provider-mock in a process of its own; `saet` makes or changes one of its users."""

    def __init__(self, port: int) -> None:
        self.adresse = f"http://127.0.0.1:{port}"

    def saet(self, sub: str, **paastande: object) -> None:
        data = json.dumps(paastande).encode()
        request = Request(
            f"{self.adresse}/users/{sub}", data, {"Content-Type": "application/json"}, method="PUT"
        )
        urlopen(request, timeout=10).close()


@contextmanager
def oidc_udbyder(mappe: Path) -> Iterator[OidcUdbyder]:
    """A provider that listens on the loopback address."""
    udbyder = OidcUdbyder(port := ledig_port())
    kommando = [str(Path(sys.executable).with_name("oidc-provider-mock")), "--port", str(port)]
    svarer = f"{udbyder.adresse}/.well-known/openid-configuration"
    with i_gang(kommando, mappe / "oidc.log", svarer, dict(os.environ)):
        yield udbyder


def rsa_noegle() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Loegner:
    """A provider that answers as the test says: change `paastande`, `beskrivelse`, `underskriv` and `userinfo`."""

    def __init__(self) -> None:
        self.noegle = rsa_noegle()
        self.adresse = ""
        self.paastande: dict[str, Any] = {}
        self.beskrivelse: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.underskriv: Callable[[dict[str, Any]], str] = self.rigtigt
        self.nede = False
        self.vist: list[str] = []
        """The bodies of the requests for a token."""

    def rigtigt(self, paastande: dict[str, Any]) -> str:
        return jwt.encode(paastande, self.noegle, algorithm="RS256", headers={"kid": "en"})

    def token(self) -> dict[str, Any]:
        nu = int(time.time())
        grund = {
            "iss": self.adresse,
            "aud": KLIENT,
            "sub": "guid-mette",
            "iat": nu,
            "exp": nu + 300,
        }
        alle = {k: v for k, v in {**grund, **self.paastande}.items() if v is not None}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.underskriv(alle)}

    def svar(self, sti: str) -> dict[str, Any]:
        if sti == "/token":
            return self.token()
        if sti == "/jwks":
            offentlig = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.noegle.public_key()))
            return {"keys": [{**offentlig, "kid": "en", "use": "sig", "alg": "RS256"}]}
        if sti == "/userinfo":
            return self.userinfo
        return {
            "issuer": self.adresse,
            **{
                f"{n}_endpoint": f"{self.adresse}/{n}"
                for n in ("authorization", "token", "userinfo")
            },
            "jwks_uri": f"{self.adresse}/jwks",
            **self.beskrivelse,
        }


@contextmanager
def loegner() -> Iterator[Loegner]:
    """A lying provider on the loopback address."""
    udbyder = Loegner()

    class Svarer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            laengde = int(self.headers.get("Content-Length") or 0)
            if laengde:
                udbyder.vist.append(self.rfile.read(laengde).decode())
            krop = json.dumps(udbyder.svar(self.path)).encode()
            self.send_response(500 if udbyder.nede else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(krop)))
            self.end_headers()
            self.wfile.write(krop)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Svarer)
    udbyder.adresse = f"http://127.0.0.1:{server.server_address[1]}"
    traad = threading.Thread(target=server.serve_forever, daemon=True)
    traad.start()
    try:
        yield udbyder
    finally:
        server.shutdown()
        server.server_close()


class SamlUdbyder:
    """A pysaml2 provider in a process of its own; `saet` says who its people are."""

    def __init__(self, mappe: Path, port: int) -> None:
        self.mappe, self.port = mappe, port
        self.id = f"http://127.0.0.1:{port}/metadata"
        self.adresse = f"http://127.0.0.1:{port}/sso"

    def saet(self, navn: str, **person: Any) -> None:
        fil = self.mappe / "personer.json"
        alle = json.loads(fil.read_text("utf-8")) if fil.exists() else {}
        fil.write_text(json.dumps({**alle, navn: {"id": navn, **person}}), "utf-8")

    @contextmanager
    def koer(self, sp_metadata: Path) -> Iterator[None]:
        """Run it, knowing Omhu by its metadata."""
        kommando = [
            sys.executable,
            "-m",
            "tests.login.saml_idp",
            str(self.mappe),
            str(self.port),
            self.id,
        ]
        with i_gang(
            [*kommando, str(sp_metadata)], self.mappe / "idp.log", self.adresse, dict(os.environ)
        ):
            yield


def saml_udbyder(mappe: Path) -> SamlUdbyder:
    """A provider with a key of its own; not running yet."""
    from tests.login.saml_idp import lav_noegle

    lav_noegle(mappe)
    return SamlUdbyder(mappe, ledig_port())
