"""What the tests of the intake share: a form as a person fills it in."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

CPR = "7003174002"
"""A child born 10 March 2017: day + 60."""


def naar(timer: float = 1) -> dict[str, str]:
    tid = timezone.localtime() - timedelta(hours=timer)
    return {
        "modtaget_dag": tid.date().isoformat(),
        "modtaget_tid": tid.strftime("%H:%M"),
    }


def formular(*boern: dict[str, str], timer: float = 1, **felter) -> dict[str, object]:
    """A complete form about the children given, each with the fields of its row."""
    data: dict[str, object] = {
        **naar(timer),
        "maade": "mail",
        "underretter": "skole",
        "underretter_navn": "Lise Bo",
        "underretter_kontakt": "skolen@example.dk",
        "tekst": "Går sulten i skole og er tit alene hjemme om aftenen.",
        "aarsager": ["omsorgssvigt"],
        "overgreb": "nej",
        **felter,
    }
    for nr, barn in enumerate(boern, 1):
        data |= {f"barn.{nr}.{n}": v for n, v in barn.items()}
    return data


def vurdering(foran: str = "", **felter) -> dict[str, str]:
    """An assessment made now."""
    nu = timezone.localtime()
    data = {
        "resultat": "ikke_akut",
        "alvor": "middel",
        "udfald": "screening",
        "udfoert_af": "MK",
        "vurderet_dag": nu.date().isoformat(),
        "vurderet_tid": nu.strftime("%H:%M"),
        **felter,
    }
    return {f"{foran}{n}": v for n, v in data.items()}


def ny(client, data) -> object:
    return client.post(reverse("ny_underretning"), data)
