"""What the settings of the login ask for, checked once at start: a mistake stops Omhu with a sentence."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from omhu.adgang.login.roller import Opsaetningsfejl, mangler_enhed, oversaettelse
from omhu.adgang.models import Bruger

__all__ = ["Opsaetningsfejl", "certifikat", "efterse", "har_oidc", "har_saml"]


def har_oidc() -> bool:
    """Is login by OIDC set up?"""
    return bool(settings.OMHU.oidc_udsteder)


def har_saml() -> bool:
    """Is login by SAML set up?"""
    return bool(settings.OMHU.saml_udsteder)


def efterse() -> None:
    """Raises Opsaetningsfejl for the first thing that cannot work."""
    _fritagne()
    if har_oidc():
        _oidc()
    if har_saml():
        _saml()
    if har_oidc() or har_saml():
        _roller()


def _fritagne() -> None:
    for navn in filter(None, (r.strip() for r in settings.OMHU.uden_totp.split(","))):
        if navn.upper() not in Bruger.Rolle.values:
            raise Opsaetningsfejl(
                f"OMHU_UDEN_TOTP: Omhu kender ikke rollen »{navn}«. "
                f"Vælg blandt {', '.join(Bruger.Rolle.values)}."
            )


def _oidc() -> None:
    for navn in ("oidc_klient", "oidc_hemmelighed", "oidc_id_felt", "oidc_rolle_felt"):
        _udfyldt(navn, "oidc_udsteder")
    if "openid" not in settings.OMHU.oidc_omfang.split():
        raise Opsaetningsfejl(
            "OMHU_OIDC_OMFANG skal indeholde »openid«; ellers kommer der intet id-token."
        )


def _saml() -> None:
    if find_spec("onelogin") is None:
        raise Opsaetningsfejl(
            "OMHU_SAML_UDSTEDER er sat, men SAML er ikke installeret. Kør pip install omhu[saml], "
            "eller fjern indstillingen."
        )
    for navn in ("saml_adresse", "saml_certifikat"):
        _udfyldt(navn, "saml_udsteder")
    if settings.OMHU.saml_privilegie_felt:
        _udfyldt("saml_cvr", "saml_privilegie_felt")
    certifikat()


def _udfyldt(navn: str, fordi: str) -> None:
    if not getattr(settings.OMHU, navn):
        raise Opsaetningsfejl(
            f"OMHU_{navn.upper()} mangler. Den skal sættes, når OMHU_{fordi.upper()} er sat."
        )


def _roller() -> None:
    tildelinger = oversaettelse()
    if not tildelinger:
        raise Opsaetningsfejl(
            "OMHU_LOGIN_ROLLER mangler. Den siger, hvad kommunens roller giver i Omhu; uden den kan ingen logge ind."
        )
    omhu = settings.OMHU
    enhed_udefra = (omhu.oidc_enhed_felt or not har_oidc()) and (
        omhu.saml_enhed_felt or omhu.saml_privilegie_felt or not har_saml()
    )
    for navn, tildeling in tildelinger.items():
        if mangler_enhed(tildeling) and not enhed_udefra:
            raise Opsaetningsfejl(
                f"OMHU_LOGIN_ROLLER, »{navn}«: rollen {tildeling.rolle} skal have en enhed. "
                "Skriv den, eller sæt OMHU_OIDC_ENHED_FELT eller OMHU_SAML_ENHED_FELT."
            )


def certifikat() -> str:
    """The SAML provider's certificate as one line of base64. Raises Opsaetningsfejl."""
    vaerdi = settings.OMHU.saml_certifikat
    if "-----BEGIN" not in vaerdi:
        try:
            vaerdi = Path(vaerdi).read_text("ascii")
        except (OSError, ValueError) as fejl:
            raise Opsaetningsfejl(
                "OMHU_SAML_CERTIFIKAT er hverken et certifikat i PEM eller en fil, der kan læses."
            ) from fejl
    from cryptography.x509 import load_pem_x509_certificate

    try:
        load_pem_x509_certificate(vaerdi.encode())
    except ValueError as fejl:
        raise Opsaetningsfejl("OMHU_SAML_CERTIFIKAT er ikke et gyldigt certifikat i PEM.") from fejl
    return "".join(linje for linje in vaerdi.splitlines() if not linje.startswith("-----")).strip()
