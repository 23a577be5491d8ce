"""A password, and what the log says."""

from __future__ import annotations

from omhu.adgang.log import ALIAS
from omhu.adgang.log.models import Logpost

KODE = "solsorten-synger-kl-4"


def poster(handling: str) -> list[Logpost]:
    """The posts of a kind, the oldest first."""
    return list(Logpost.objects.using(ALIAS).filter(handling=handling).order_by("nr"))


def se_loginsider(bruger, sider: dict[str, str]) -> None:
    """Every page of the login, for the tests that look at all pages."""
    from allauth.mfa.totp.internal import auth
    from django.http import HttpRequest
    from django.test import Client

    from omhu.adgang.login import totp
    from omhu.adgang.login.bekraeft import gem

    klient = Client()

    def se(sti: str, **felter: str) -> None:
        svar = klient.post(sti, felter) if felter else klient.get(sti)
        if svar.status_code != 302:
            sider[f"{sti} {' '.join(felter)}"] = svar.content.decode()

    def lad_tiden_gaa() -> None:
        session = klient.session
        session["bekraeftet"] -= 3600
        session.save()

    klient.force_login(bruger)
    for sti in ("/konto/sessioner/", "/konto/engangskode/"):
        se(sti)
    auth.TOTP.activate(bruger, auth.generate_totp_secret())
    koder = totp.nye_koder(bruger)
    se("/konto/engangskode/")
    se("/konto/engangskode/nye-koder/", ja="1")
    lad_tiden_gaa()
    se("/konto/engangskode/fra/", hvorfor="ny telefon")
    session = klient.session
    session["bekraeftet"] += 3600
    request = HttpRequest()
    request.session = session
    gem(request, "/konto/engangskode/fra/", [("hvorfor", "x")])
    session.save()
    se("/konto/bekraeft/")
    totp.fjern(bruger)
    auth.TOTP.activate(bruger, auth.generate_totp_secret())
    bruger.set_password(KODE)
    bruger.save()
    klient = Client()
    se("/login/", username=bruger.username, password=KODE)
    se("/login/kode/")
    se("/login/kode/", kode=koder[0])
    totp.fjern(bruger)
    from django.template.loader import render_to_string

    sider["afvist"] = render_to_string(
        "adgang/login_afvist.html", {"tekst": "Du er ikke oprettet."}
    )
