"""Login by the municipality's OpenID Connect provider.

allauth keeps the state, makes PKCE and fetches the tokens. What it leaves open is done here: the signature of the
id-token is checked although it came straight from the provider, the issuer is the one in the settings and not the one
that the provider calls itself, and a nonce ties the token to this login.
"""

from __future__ import annotations

import hmac
import secrets
import time
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

from omhu.adgang.login.kommunen import HJAELP, Afvist, Kommunerolle, Person

UDBYDER = "kommunens-oidc"
ALGORITMER = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
SLINGREN = 60
"""Seconds that the provider's clock may be off."""
NYLIG = 120
"""Seconds since the provider asked for a password, for a confirmation to be one."""
SVARER_IKKE = "Kommunens login svarer ikke. Prøv igen om lidt."
FREMMED = f"Svaret kom ikke fra kommunens login, eller det er ændret undervejs. {HJAELP}"


class Udbyder(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """The one provider of the installation, from the settings."""

    adapter: Adapter

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        return self.adapter

    def get_default_scope(self) -> list[str]:
        return settings.OMHU.oidc_omfang.split()


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Talks to the provider."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, UDBYDER)

    def get_provider(self) -> Udbyder:
        omhu = settings.OMHU
        udbyder = Udbyder(
            self.request,
            app=SocialApp(
                provider="openid_connect",
                provider_id=UDBYDER,
                name="Kommunens login",
                client_id=omhu.oidc_klient,
                secret=omhu.oidc_hemmelighed,
                settings={"server_url": omhu.oidc_udsteder, "oauth_pkce_enabled": True},
            ),
        )
        udbyder.adapter = self
        return udbyder

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("oidc_svar"))

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description, which must name the issuer we know. Raises Afvist."""
        if not hasattr(self, "_openid_config"):
            fundet = _hent(self.get_provider().server_url)
            if fundet.get("issuer", "").rstrip("/") != settings.OMHU.oidc_udsteder.rstrip("/"):
                raise Afvist(FREMMED, "forkert udsteder", str(fundet.get("issuer", ""))[:200])
            self._openid_config = fundet
        return self._openid_config


def send_videre(request: HttpRequest, formaal: str, videre: str) -> HttpResponse:
    """The redirect to the provider. `formaal` is `login` or `bekraeft`. Raises Afvist."""
    nonce = secrets.token_urlsafe(24)
    ekstra = {"nonce": nonce}
    if formaal == "bekraeft":
        ekstra |= {"prompt": "login", "max_age": "0"}
    svar: HttpResponse = (
        Adapter(request)
        .get_provider()
        .redirect(request, formaal, next_url=videre, data={"nonce": nonce}, auth_params=ekstra)
    )
    return svar


def hent_paastande(request: HttpRequest, state: dict[str, Any]) -> dict[str, Any]:
    """What the provider vouches for, fetched with the code and checked. Raises Afvist."""
    adapter = Adapter(request)
    app = adapter.get_provider().app
    try:
        klient = adapter.get_client(request, app)
        svar = adapter.get_access_token_data(
            request, app, klient, pkce_code_verifier=state.get("pkce_code_verifier")
        )
    except (OAuth2Error, RequestException, ValueError) as fejl:
        raise Afvist(SVARER_IKKE, "intet token", type(fejl).__name__) from fejl
    paastande = _eftersete(adapter, str(svar.get("id_token", "")), state["data"]["nonce"])
    return _med_userinfo(adapter, paastande, str(svar["access_token"]))


def er_nylig(paastande: dict[str, Any]) -> bool:
    """Did the provider ask for the password just now?"""
    tid = paastande.get("auth_time")
    return isinstance(tid, int) and time.time() - tid < NYLIG


def person(paastande: dict[str, Any]) -> Person:
    """The claims in our words."""
    omhu = settings.OMHU
    enhed = str(_felt(paastande, omhu.oidc_enhed_felt) or "") if omhu.oidc_enhed_felt else ""
    fornavn, _, resten = str(paastande.get("name", "")).partition(" ")
    return Person(
        id=str(_felt(paastande, omhu.oidc_id_felt) or ""),
        roller=tuple(
            Kommunerolle(navn, enhed) for navn in _liste(_felt(paastande, omhu.oidc_rolle_felt))
        ),
        fornavn=str(paastande.get("given_name") or fornavn),
        efternavn=str(paastande.get("family_name") or resten),
        udloeber=_felt(paastande, omhu.oidc_udloeb_felt) if omhu.oidc_udloeb_felt else None,
        foelg_udloeb=bool(omhu.oidc_udloeb_felt),
    )


def logud_adresse(request: HttpRequest) -> str:
    """Where the provider's own session is ended; empty when it has no such place. Raises Afvist."""
    slut = str(Adapter(request).openid_config.get("end_session_endpoint", ""))
    if not slut:
        return ""
    from allauth.core.internal.httpkit import add_query_params

    tilbage = request.build_absolute_uri(reverse("login"))
    felter = {"client_id": settings.OMHU.oidc_klient, "post_logout_redirect_uri": tilbage}
    return str(add_query_params(slut, felter))


def _hent(adresse: str, **kwargs: Any) -> dict[str, Any]:
    try:
        with get_adapter().get_requests_session() as session:
            svar = session.get(adresse, **kwargs)
            svar.raise_for_status()
            fundet = svar.json()
    except (RequestException, ValueError) as fejl:
        raise Afvist(SVARER_IKKE, "udstederen svarer ikke", type(fejl).__name__) from fejl
    if not isinstance(fundet, dict):
        raise Afvist(SVARER_IKKE, "udstederen svarer ikke", "intet objekt")
    return fundet


def _eftersete(adapter: Adapter, token: str, nonce: str) -> dict[str, Any]:
    klient = settings.OMHU.oidc_klient
    try:
        paastande = jwt.decode(
            token,
            _noegle(adapter, token),
            algorithms=list(ALGORITMER),
            issuer=adapter.openid_config["issuer"],
            audience=klient,
            leeway=SLINGREN,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as fejl:
        raise Afvist(FREMMED, "id-tokenet kan ikke godtages", type(fejl).__name__) from fejl
    if paastande.get("azp", klient) != klient:
        raise Afvist(FREMMED, "id-tokenet er til en anden", "azp")
    if not hmac.compare_digest(str(paastande.get("nonce", "")), nonce):
        raise Afvist(FREMMED, "id-tokenet hører til et andet login", "nonce")
    return paastande


def _noegle(adapter: Adapter, token: str) -> Any:
    """The provider's key with the name that the token gives; the only one when it gives none."""
    noegler = jwt.PyJWKSet.from_dict(_hent(adapter.openid_config["jwks_uri"])).keys
    navn = jwt.get_unverified_header(token).get("kid")
    passer = [n for n in noegler if n.key_id == navn] if navn else noegler
    if len(passer) != 1:
        raise Afvist(FREMMED, "id-tokenet er skrevet under med en ukendt nøgle")
    return passer[0].key


def _med_userinfo(adapter: Adapter, paastande: dict[str, Any], adgang: str) -> dict[str, Any]:
    """Ask for more when the token itself does not hold the roles."""
    adresse = adapter.openid_config.get("userinfo_endpoint")
    if _felt(paastande, settings.OMHU.oidc_rolle_felt) is not None or not adresse:
        return paastande
    mere = _hent(adresse, headers={"Authorization": f"Bearer {adgang}"})
    if mere.get("sub") != paastande["sub"]:
        raise Afvist(FREMMED, "userinfo er om en anden")
    return {**mere, **paastande}


def _felt(paastande: dict[str, Any], sti: str) -> Any:
    """A claim; dots lead into objects (`realm_access.roles`), unless the whole name is one."""
    if sti in paastande:
        return paastande[sti]
    fundet: Any = paastande
    for led in sti.split("."):
        if not isinstance(fundet, dict) or led not in fundet:
            return None
        fundet = fundet[led]
    return fundet


def _liste(vaerdi: Any) -> list[str]:
    if isinstance(vaerdi, str):
        return [vaerdi]
    return [v for v in vaerdi if isinstance(v, str)] if isinstance(vaerdi, list) else []
