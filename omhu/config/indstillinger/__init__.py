"""Every setting of an installation, read from the environment (`OMHU_…`) and checked at start."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from omhu.config.indstillinger.database import Databaser
from omhu.config.indstillinger.journal import Journal
from omhu.config.indstillinger.log import Logning
from omhu.config.indstillinger.login import Login
from omhu.config.indstillinger.noegler import Noegler
from omhu.config.indstillinger.web import Web


class Indstillinger(Databaser, Journal, Logning, Login, Noegler, Web):
    """See docs/indstillinger.md; each field is `OMHU_` + its name in capitals. One base per subject."""

    model_config = SettingsConfigDict(env_prefix="OMHU_", extra="ignore")

    mappe: Path = Field(Path("var"), description="Mappen, hvor Omhu lægger alt, det skriver.")
    hemmelig_noegle: str = Field(
        "", description="Nøgle til sessioner. Tom: laves og gemmes i mappen."
    )
    vaerter: str = Field("127.0.0.1,localhost", description="Værtsnavne, adskilt af komma.")
    demo: bool = Field(
        False, description="Demokommune: login uden adgangskode, kun på egen maskine."
    )
    https: bool = Field(
        False, description="Sand, når en proxy foran giver https: sikre cookies og adresser."
    )
    kommune: str = Field("Kommunen", description="Kommunens navn på skærm og breve.")
    kommunekode: str = Field("000", description="Kommunekode, tre cifre.")
    loerdag_er_hverdag: Literal["advar", "ja", "nej"] = Field(
        "advar",
        description="Tæller lørdag som hverdag? »advar«: fristen brydes efter mandag-fredag, "
        "men der advares efter mandag-lørdag.",
    )
    lukkedage: str = Field(
        "06-05,12-24,12-31", description="Dage, der ikke er arbejdsdage (MM-DD)."
    )
    noedadgang_timer: int = Field(
        8, ge=1, le=72, description="Timer, en nødadgang til en sag er åben."
    )
    dage_i_oprydning: int = Field(90, ge=1, description="Dage, en indlæst fil gemmes.")
    max_upload_mb: int = Field(
        200, ge=1, le=2000, description="Største fil, der kan indlæses i browseren."
    )

    @field_validator("lukkedage")
    @classmethod
    def _month_days(cls, vaerdi: str) -> str:
        for led in filter(None, vaerdi.split(",")):
            maaned, _, dag = led.strip().partition("-")
            if not (
                maaned.isdigit()
                and dag.isdigit()
                and 1 <= int(maaned) <= 12
                and 1 <= int(dag) <= 31
            ):
                raise ValueError(f"»{led}« er ikke en dag. Skriv fx 06-05,12-24,12-31.")
        return vaerdi

    @property
    def lukkede(self) -> tuple[tuple[int, int], ...]:
        """`lukkedage` as (month, day)."""
        led = (d.strip().split("-") for d in self.lukkedage.split(",") if d.strip())
        return tuple((int(m), int(d)) for m, d in led)

    def rod(self) -> Path:
        """The folder, made if missing."""
        self.mappe.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.mappe.resolve()

    def noegle(self) -> str:
        """The secret key: from the environment, or made once and kept in the folder."""
        if self.hemmelig_noegle:
            return self.hemmelig_noegle
        fil = self.rod() / "hemmelig_noegle"
        if not fil.exists():
            fil.touch(mode=0o600)
            fil.write_text(secrets.token_urlsafe(50))
        return fil.read_text()
