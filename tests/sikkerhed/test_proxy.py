"""The proxy of the operations guide, as written there, in front of a real server: TLS, addresses, slow callers."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.sikkerhed.server import ROD, VAERT

SIDE = ROD / "docs" / "guide" / "drift-sikkerhed.md"
NGINX = (
    os.environ.get("OMHU_NGINX") or shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
)
MANGLER = "IKKE KØRT: nginx mangler (apt-get install nginx-light, eller OMHU_NGINX)"
pytestmark = pytest.mark.skipif(not (NGINX and shutil.which("openssl")), reason=MANGLER)


@dataclass
class Proxy:
    """nginx with the guide's own configuration; only ports, paths and certificate are the test's."""

    http: int
    https: int
    certifikat: Path

    def hent(self, sti: str, metode: str = "GET", krop: bytes | None = None, **hoveder: str):
        forbindelse = HTTPSConnection("127.0.0.1", self.https, timeout=30, context=self.tls())
        try:
            alle = {"Host": VAERT} | {k.replace("__", "-"): v for k, v in hoveder.items()}
            forbindelse.request(metode, sti, body=krop, headers=alle)
            svar = forbindelse.getresponse()
            return svar.status, {k.lower(): v for k, v in svar.getheaders()}, svar.read().decode()
        finally:
            forbindelse.close()

    def tls(self) -> ssl.SSLContext:
        tls = ssl.create_default_context(cafile=str(self.certifikat))
        tls.check_hostname = False
        return tls


def _ledig() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="module")
def proxy(server, tmp_path_factory):
    mappe = tmp_path_factory.mktemp("nginx")
    http, https = _ledig(), _ledig()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-days", "2", "-subj", f"/CN={VAERT}",
         "-keyout", mappe / "noegle.pem", "-out", mappe / "kaede.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    guide = re.search(r"```nginx\n(.*?)```", SIDE.read_text("utf-8"), re.S)[1]
    for fra, til in (
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{https} ssl;"),
        ("/etc/ssl/omhu/", f"{mappe}/"),
        ("127.0.0.1:8000", f"127.0.0.1:{server.port}"),
    ):
        assert guide.count(fra) >= 1, fra
        guide = guide.replace(fra, til)
    mapper = "".join(
        f"{m}_temp_path {mappe}/{m}; " for m in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    som = "user root;" if os.geteuid() == 0 else ""
    (mappe / "nginx.conf").write_text(
        f"{som} pid {mappe}/pid; error_log {mappe}/fejl.log; events {{}} http {{ access_log off; {mapper}\n{guide} }}"
    )
    proces = subprocess.Popen(
        [NGINX, "-p", mappe, "-c", mappe / "nginx.conf", "-g", "daemon off;"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        _vent(proces, https)
        yield Proxy(http, https, mappe / "kaede.pem")
    finally:
        proces.terminate()
        proces.wait(timeout=10)


def _vent(proces, port: int) -> None:
    for _ in range(100):
        if proces.poll() is not None:
            pytest.fail(f"nginx stoppede: {proces.stderr.read()}", pytrace=False)
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def test_http_leads_to_https(proxy):
    forbindelse = HTTPConnection("127.0.0.1", proxy.http, timeout=10)
    forbindelse.request("GET", "/sager/", headers={"Host": VAERT})
    svar = forbindelse.getresponse()
    assert (svar.status, svar.getheader("Location")) == (301, f"https://{VAERT}/sager/")


def test_a_page_comes_through_with_its_headers_and_cookies(proxy):
    status, hoveder, tekst = proxy.hent("/login/")
    assert (status, "Log ind" in tekst) == (200, True)
    assert hoveder["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "default-src 'none'" in hoveder["content-security-policy"]
    assert hoveder["set-cookie"].startswith("__Host-csrftoken=")
    assert hoveder["server"] == "nginx"


@pytest.mark.parametrize(
    ("version", "ok"),
    [
        (ssl.TLSVersion.TLSv1, False),
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_only_new_tls_is_spoken(version, ok, proxy):
    tls = proxy.tls()
    tls.set_ciphers("ALL:@SECLEVEL=0")
    tls.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    tls.maximum_version = version
    if ok:
        tls.minimum_version = version
    try:
        with (
            socket.create_connection(("127.0.0.1", proxy.https), timeout=10) as s,
            tls.wrap_socket(s),
        ):
            talte = True
    except (ssl.SSLError, OSError):
        talte = False
    assert talte == ok


def test_nothing_the_caller_writes_is_taken_for_the_proxy_s(proxy):
    """Also by an underscore, which the server behind cannot tell from a dash."""
    loegn = {
        "X__Forwarded__For": "9.9.9.9", "X_Forwarded_For": "9.9.9.9", "X__Forwarded__Proto": "http",
        "X_Forwarded_Proto": "http", "Forwarded": "for=9.9.9.9;proto=http", "X__Real__IP": "9.9.9.9",
    }  # fmt: skip
    assert proxy.hent("/falder/kalder/", **loegn)[::2] == (200, "127.0.0.1")


def test_slow_callers_do_not_keep_others_out(proxy):
    """Forty forms that never come: nginx holds them, and the eight places of the server stay free. More than eight
    must still be held when the page has come, or it came because they were given up."""
    besked = f"POST /soeg/ HTTP/1.1\r\nHost: {VAERT}\r\nContent-Length: 1000\r\n\r\nq="
    with ExitStack() as aabne:
        holdt = []
        for _ in range(40):
            s = aabne.enter_context(
                socket.create_connection(("127.0.0.1", proxy.https), timeout=10)
            )
            tls = aabne.enter_context(proxy.tls().wrap_socket(s))
            tls.sendall(besked.encode())
            tls.setblocking(False)
            holdt.append(tls)
        assert proxy.hent("/login/")[0] == 200
        assert sum(_holdes(tls) for tls in holdt) > 8


def _holdes(tls: ssl.SSLSocket) -> bool:
    """Neither answered nor closed."""
    try:
        tls.recv(1)
    except ssl.SSLWantReadError:
        return True
    return False


def test_what_is_too_big_does_not_reach_the_server(proxy):
    forbindelse = HTTPSConnection("127.0.0.1", proxy.https, timeout=30, context=proxy.tls())
    forbindelse.putrequest("POST", "/soeg/", skip_host=True)
    forbindelse.putheader("Host", VAERT)
    forbindelse.putheader("Content-Length", str(300 << 20))
    forbindelse.endheaders()
    assert forbindelse.getresponse().status == 413
    forbindelse.close()
