"""Short ways to write rules and steps in tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from omhu.regler.sprog import Regel
from omhu.regler.trin import Trin

from .tid import ZONE

HOVED = {
    "navn": "Prøveregel",
    "krav": "Der skal gøres noget inden fristen.",
    "handling": "Registrér",
    "gruppe": "opfoelgning",
    "art": "lov",
    "efterset": date(2026, 11, 21),
}


def regel(
    id: str = "proeve", versioner: list[dict[str, Any]] | None = None, **moenster: Any
) -> Regel:
    """A rule from its pattern; each version is `{fra, til?, tilfaelde?, …overrides}` (default: from 2011)."""
    lagt = [_version(v, moenster) for v in versioner or [{"fra": date(2011, 1, 1)}]]
    return Regel.model_validate(HOVED | {"id": id, "versioner": lagt})


def _version(v: dict[str, Any], moenster: dict[str, Any]) -> dict[str, Any]:
    hoved = {"hjemmel": "BL § 1", "lov": "BL", "status": "verificeret"}
    hoved |= {k: v[k] for k in ("fra", "til") if k in v}
    egne = {k: x for k, x in v.items() if k not in ("fra", "til", "tilfaelde")}
    tilfaelde = [moenster | egne | t for t in v.get("tilfaelde", [{}])]
    return hoved | {"tilfaelde": tilfaelde}


def dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


def trin(naar: str, art: str, *indsatser: str, **mere: Any) -> Trin:
    """A step on a day (`2024-03-01`) or at a local time (`2024-03-01T10:15`). Other words are attributes,
    but for id, navn, vedroerer and naeste."""
    egne = {k: mere.pop(k) for k in ("id", "navn", "vedroerer") if k in mere}
    naeste = mere.pop("naeste", None)
    tid = datetime.fromisoformat(naar).replace(tzinfo=ZONE) if "T" in naar else None
    return Trin(
        art,
        dag(naar[:10]),
        tid,
        indsatser=indsatser,
        attributter=mere,
        naeste=dag(naeste) if naeste else None,
        **egne,
    )
