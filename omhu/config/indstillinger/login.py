"""How one gets in."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class Login(BaseSettings):
    """How one gets in."""

    uden_totp: str = Field(
        "",
        description="Roller, adskilt af komma, som må bruge adgangskode uden engangskode, fx UDFOERER. "
        "Tom: alle lokale brugere skal have en engangskode. I demoen kræves den aldrig.",
    )
    login_forsoeg: int = Field(
        5, ge=3, le=100, description="Forkerte forsøg, før en konto spærres for en tid."
    )
    login_forsoeg_pr_adresse: int = Field(
        100, ge=10, description="Forkerte forsøg fra én adresse, før den spærres for en tid."
    )
    login_spaerring_minutter: int = Field(
        15, ge=1, le=1440, description="Minutter, en spærring varer."
    )
    session_hvile_minutter: int = Field(
        30, ge=1, le=1440, description="Minutter uden aktivitet, før man logges ud."
    )
    session_timer: int = Field(
        10, ge=1, le=24, description="Timer, en session højst varer, også når man er i gang."
    )
    sessioner_pr_bruger: int = Field(
        5,
        ge=1,
        le=50,
        description="Sessioner, en bruger højst har på én gang; den ældste afsluttes.",
    )
    bekraeft_minutter: int = Field(
        10, ge=1, le=120, description="Minutter, en bekræftelse gælder for følsomme handlinger."
    )
    login_roller: str = Field(
        "",
        description="Oversættelse fra kommunens roller til Omhus: JSON eller stien til en fil. "
        "Se guiden om login.",
    )
    login_opret: bool = Field(
        False, description="Opret brugere, første gang de kommer med kommunens login."
    )
    oidc_udsteder: str = Field(
        "", description="OIDC: udstederens adresse (issuer). Tom: intet OIDC-login."
    )
    oidc_klient: str = Field("", description="OIDC: Omhus klient-id hos udstederen.")
    oidc_hemmelighed: str = Field("", description="OIDC: klientens hemmelighed.")
    oidc_omfang: str = Field("openid profile", description="OIDC: det, der bedes om (scope).")
    oidc_id_felt: str = Field("sub", description="OIDC: feltet med kommunens bruger-id.")
    oidc_rolle_felt: str = Field("roles", description="OIDC: feltet med rollerne.")
    oidc_enhed_felt: str = Field(
        "", description="OIDC: feltet med enheden. Tom: enheden står i OMHU_LOGIN_ROLLER."
    )
    oidc_udloeb_felt: str = Field(
        "", description="OIDC: feltet med brugerens sidste dag (ÅÅÅÅ-MM-DD)."
    )
    saml_udsteder: str = Field(
        "", description="SAML: udstederens entity-id. Tom: intet SAML-login."
    )
    saml_adresse: str = Field("", description="SAML: adressen, man logger ind på (HTTP-Redirect).")
    saml_certifikat: str = Field(
        "", description="SAML: udstederens certifikat (PEM) eller stien til det."
    )
    saml_entitet: str = Field(
        "", description="SAML: Omhus entity-id. Tom: adressen på Omhus metadata."
    )
    saml_id_felt: str = Field(
        "", description="SAML: attributten med kommunens bruger-id. Tom: NameID."
    )
    saml_rolle_felt: str = Field("roles", description="SAML: attributten med rollerne.")
    saml_privilegie_felt: str = Field(
        "",
        description="SAML: attributten med roller som OIO-BPP i base64, "
        "fx dk:gov:saml:attribute:Privileges_intermediate. Bruges i stedet for OMHU_SAML_ROLLE_FELT.",
    )
    saml_cvr: str = Field(
        "", description="SAML: kommunens CVR-nummer; kun OIO-BPP for det nummer tæller."
    )
    saml_enhed_felt: str = Field("", description="SAML: attributten med enheden.")
    saml_udloeb_felt: str = Field("", description="SAML: attributten med brugerens sidste dag.")

    @field_validator("oidc_udsteder", "saml_adresse")
    @classmethod
    def _sikker_adresse(cls, vaerdi: str) -> str:
        dele = urlsplit(vaerdi)
        hjemme = dele.scheme == "http" and dele.hostname in ("127.0.0.1", "localhost")
        if vaerdi and not (hjemme or (dele.scheme == "https" and dele.hostname)):
            raise ValueError(
                f"»{vaerdi}« er ikke en https-adresse. Skriv fx https://login.kommunen.example."
            )
        return vaerdi.rstrip("/") if dele.path == "/" else vaerdi
