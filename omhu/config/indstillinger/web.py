"""What a browser may and may not."""

from __future__ import annotations

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class Web(BaseSettings):
    """What a browser may and may not. Limits are generous: they stop programs, not people."""

    proxyer: int = Field(
        1,
        ge=1,
        le=5,
        description="Antal proxyer foran, når OMHU_HTTPS er sat. Adressen i X-Forwarded-For læses så mange led bagfra.",
    )
    graense_bruger: int = Field(
        300, ge=60, description="Sider, en bruger kan hente på et minut. Ellers svares 429."
    )
    graense_adresse: int = Field(
        3000,
        ge=60,
        description="Sider, der kan hentes fra én netadresse på et minut. Et rådhus kan have én fælles adresse.",
    )
    graense_soegning: int = Field(
        60, ge=10, description="Søgninger, en bruger kan lave på et minut."
    )
    graense_eksport: int = Field(30, ge=1, description="Filer, en bruger kan hente ud på en time.")
    graense_indlaesning: int = Field(
        60, ge=1, description="Filer, en bruger kan sende ind på en time."
    )

    @field_validator("vaerter", check_fields=False)
    @classmethod
    def _named_hosts(cls, vaerdi: str) -> str:
        aabne = [v.strip() for v in vaerdi.split(",") if "*" in v or v.strip().startswith(".")]
        if aabne:
            raise ValueError(f"»{aabne[0]}« lukker alle navne ind. Skriv hvert navn helt ud.")
        return vaerdi

    @field_validator("hemmelig_noegle", check_fields=False)
    @classmethod
    def _long_key(cls, vaerdi: str) -> str:
        if vaerdi and len(vaerdi) < 50:
            raise ValueError(
                "Nøglen er for kort. Brug mindst 50 tilfældige tegn, eller lad den være tom."
            )
        return vaerdi
