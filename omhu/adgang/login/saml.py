"""Login by the municipality's SAML provider (the extra `omhu[saml]`): what is asked for, and how an answer is checked.

Assertions must be signed by the certificate in the settings with SHA-256 or better, be for us, be fresh, and answer a
question that this browser asked.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from omhu.adgang.login.bpp import roller as bpp_roller
from omhu.adgang.login.kommunen import HJAELP, Afvist, Kommunerolle, Person
from omhu.adgang.login.opsaetning import certifikat

UDBYDER = "kommunens-saml"
NYLIG = timedelta(seconds=120)
FREMMED = f"Svaret kom ikke fra kommunens login, eller det er ændret undervejs. {HJAELP}"


def klient(request: HttpRequest) -> Any:
    """python3-saml's object for this request."""
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    return OneLogin_Saml2_Auth(_foresporgsel(request), _indstillinger(request))


def metadata(request: HttpRequest) -> str:
    """Our own description, for the provider. Raises Afvist when it would not be valid."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    indstillinger = OneLogin_Saml2_Settings(_indstillinger(request), sp_validation_only=True)
    tekst = indstillinger.get_sp_metadata()
    if fejl := indstillinger.validate_metadata(tekst):
        raise Afvist(f"Omhus metadata kan ikke laves. {HJAELP}", "metadata", ", ".join(fejl))
    return str(tekst if isinstance(tekst, str) else tekst.decode())


def laes_svar(request: HttpRequest) -> dict[str, Any]:
    """The answer that was posted, checked: `id`, `felter`, `svar_paa` (the question's id)
    and `nylig`. Raises Afvist."""
    from onelogin.saml2.errors import OneLogin_Saml2_Error

    auth = klient(request)
    try:
        auth.process_response()
    except (OneLogin_Saml2_Error, ValueError) as fejl:
        raise Afvist(FREMMED, "SAML-svaret kan ikke læses", type(fejl).__name__) from fejl
    if auth.get_errors() or not auth.is_authenticated():
        grund = str(auth.get_last_error_reason() or ", ".join(auth.get_errors()))
        raise Afvist(FREMMED, "SAML-svaret kan ikke godtages", grund[:300])
    svar_paa = auth.get_last_response_in_response_to()
    if not svar_paa:
        raise Afvist("Begynd på Omhus egen login-side.", "SAML-svaret er ikke et svar på noget")
    felter = auth.get_attributes()
    id_felt = settings.OMHU.saml_id_felt
    kendt = (felter.get(id_felt) or [""])[0] if id_felt else auth.get_nameid()
    return {
        "id": kendt or "",
        "felter": felter,
        "svar_paa": svar_paa,
        "nylig": _er_nylig(auth.get_last_response_xml()),
    }


def _er_nylig(svar: Any) -> bool:
    """Did the provider ask for the password just now? Asked of the answer that was accepted."""
    from lxml import etree

    laeser = etree.XMLParser(resolve_entities=False, no_network=True)
    rod = etree.fromstring(svar if isinstance(svar, bytes) else svar.encode(), laeser)
    tider = rod.xpath("//*[local-name()='AuthnStatement']/@AuthnInstant")
    if not tider:
        return False
    tid = parse_datetime(str(tider[0]))
    return tid is not None and timezone.now() - tid < NYLIG


def person(svar: dict[str, Any]) -> Person:
    """The attributes in our words. Raises Afvist."""
    omhu, felter = settings.OMHU, svar["felter"]

    def en(navn: str) -> str:
        return str((felter.get(navn) or [""])[0]) if navn else ""

    return Person(
        id=svar["id"],
        roller=_roller(felter, en(omhu.saml_enhed_felt)),
        fornavn=en("urn:oid:2.5.4.42") or en("givenName"),
        efternavn=en("urn:oid:2.5.4.4") or en("sn"),
        udloeber=en(omhu.saml_udloeb_felt),
        foelg_udloeb=bool(omhu.saml_udloeb_felt),
    )


def _roller(felter: dict[str, list[str]], enhed: str) -> tuple[Kommunerolle, ...]:
    omhu = settings.OMHU
    if not omhu.saml_privilegie_felt:
        return tuple(Kommunerolle(navn, enhed) for navn in felter.get(omhu.saml_rolle_felt, []))
    return tuple(
        rolle
        for kodet in felter.get(omhu.saml_privilegie_felt, [])
        for rolle in bpp_roller(kodet, omhu.saml_cvr)
    )


def _foresporgsel(request: HttpRequest) -> dict[str, Any]:
    return {
        "https": "on" if request.is_secure() else "off",
        "http_host": request.get_host(),
        "script_name": request.path,
        "get_data": request.GET.copy(),
        "post_data": request.POST.copy(),
    }


def _indstillinger(request: HttpRequest) -> dict[str, Any]:
    from onelogin.saml2.constants import OneLogin_Saml2_Constants as C

    omhu = settings.OMHU
    metadata_adresse = request.build_absolute_uri(reverse("saml_metadata"))
    return {
        "strict": True,
        "sp": {
            "entityId": omhu.saml_entitet or metadata_adresse,
            "assertionConsumerService": {
                "url": request.build_absolute_uri(reverse("saml_svar")),
                "binding": C.BINDING_HTTP_POST,
            },
            "NameIDFormat": C.NAMEID_UNSPECIFIED,
        },
        "idp": {
            "entityId": omhu.saml_udsteder,
            "singleSignOnService": {"url": omhu.saml_adresse},
            "x509cert": certifikat(),
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": not omhu.saml_id_felt,
            "wantAttributeStatement": True,
            "allowRepeatAttributeName": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "signatureAlgorithm": C.RSA_SHA256,
            "digestAlgorithm": C.SHA256,
            "allowSingleLabelDomains": True,
        },
    }
