"""Which tables and columns go out, and what they are: read from the models, so that a new one is never forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from omhu.kerne.cpr import maskeret
from omhu.sager.felter import CprIndeks, KrypteretCpr, KrypteretTekst

UDELADTE_APPS = {
    "account": "login",
    "auth": "Djangos grupper, som Omhu ikke bruger",
    "contenttypes": "dannes af programmet",
    "login": "login",
    "mfa": "hemmeligheder til login",
    "sessions": "login",
    "sites": "dannes af programmet",
    "socialaccount": "hemmeligheder til login",
    "usersessions": "login",
}
UDELADTE_TABELLER = {
    "sager_noegleversion": "nøgler",
    "log_logkaede": "nøgler",
    "tekster_kladde": "kladder, som kun den, der skriver, kan se",
    "journal_dokumentdel": "filernes indhold, som med --med-cpr ligger i dokumenter/",
    "soegning_soegetekst": "dannes af programmet (omhu soegeindeks)",
    "adgang_bruger_groups": "Djangos grupper, som Omhu ikke bruger",
    "adgang_bruger_user_permissions": "Djangos grupper, som Omhu ikke bruger",
}
UDELADTE_FELTER = {("adgang_bruger", "password")}
SKJULT = "(skjult)"
SKJULT_TEKST = "Står krypteret i Omhu, fx en beskyttet adresse; kommer ikke med i udtrækket"
HEMMELIG = ("password", "adgangskode", "hemmelig", "secret", "token")


@dataclass(frozen=True)
class Kolonne:
    """A column: its name, its type in Table Schema's words, what it means, and how a value is written."""

    navn: str
    type: str
    tekst: str
    kraevet: bool
    skriv: Callable[[Any], str]
    valg: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tabel:
    """A table that goes out. `alias` is the database it lives in."""

    model: type[models.Model]
    alias: str
    kolonner: tuple[Kolonne, ...]

    @property
    def navn(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    def skema(self) -> dict[str, Any]:
        """Table Schema (specs.frictionlessdata.io), with Danish descriptions."""
        return {
            "description": _foerste_linje(self.model.__doc__),
            "fields": [_felt(k) for k in self.kolonner],
            "primaryKey": self.model._meta.pk.attname if self.model._meta.pk else "",
            "foreignKeys": self._noegler(),
            "missingValues": [""],
        }

    def _noegler(self) -> list[dict[str, Any]]:
        navne = {k.navn for k in self.kolonner}
        return [
            {
                "fields": f.attname,
                "reference": {
                    "resource": f.related_model._meta.db_table,
                    "fields": f.target_field.attname,
                },
            }
            for f in self.model._meta.concrete_fields
            if isinstance(f, models.ForeignKey) and f.attname in navne
        ]

    def raekker(self, alias: str, portion: int) -> Iterator[list[str]]:
        """The rows as text, in the order of the key, streamed."""
        felter = [k.navn for k in self.kolonner]
        alle = self.model._base_manager.using(alias).order_by("pk").values_list(*felter)
        for raekke in alle.iterator(chunk_size=portion):
            yield [
                "" if v is None else k.skriv(v) for k, v in zip(self.kolonner, raekke, strict=True)
            ]


def tabeller(*, med_cpr: bool) -> list[Tabel]:
    """Every table of the data and of the log, those without which others cannot be read first."""
    return [
        Tabel(m, "log" if m._meta.app_label == "log" else "default", _kolonner(m, med_cpr))
        for m in apps.get_models(include_auto_created=True)
        if grund_til_udeladelse(m) is None
    ]


def grund_til_udeladelse(model: type[models.Model]) -> str | None:
    """Why a table stays behind; None when it goes out."""
    if model._meta.proxy or not model._meta.managed:
        return "visning af en anden tabel"
    egen = UDELADTE_TABELLER.get(model._meta.db_table)
    return egen or UDELADTE_APPS.get(model._meta.app_label)


def _kolonner(model: type[models.Model], med_cpr: bool) -> tuple[Kolonne, ...]:
    tabel = model._meta.db_table
    return tuple(
        _kolonne(f, med_cpr)
        for f in model._meta.concrete_fields
        if not isinstance(f, CprIndeks)
        and (tabel, f.attname) not in UDELADTE_FELTER
        and not any(ord_ in f.attname for ord_ in HEMMELIG)
    )


def _kolonne(f: models.Field[Any, Any], med_cpr: bool) -> Kolonne:
    if isinstance(f, KrypteretCpr):
        tekst = "CPR-nummer, ti cifre" if med_cpr else "CPR-nummer, de sidste fire cifre skjult"
        return Kolonne(f.attname, "string", tekst, False, str if med_cpr else maskeret)
    if isinstance(f, KrypteretTekst):
        return Kolonne(f.attname, "string", SKJULT_TEKST, False, lambda v: SKJULT if v else "")
    type_, skriv = _type(f)
    tekst = str(f.verbose_name)
    valg = tuple(str(v) for v, _ in f.flatchoices) if f.choices else ()
    return Kolonne(f.attname, type_, tekst, not f.null and not f.blank, skriv, valg)


def _type(f: models.Field[Any, Any]) -> tuple[str, Callable[[Any], str]]:
    kilde = f.target_field if isinstance(f, models.ForeignKey) else f
    if isinstance(kilde, models.JSONField):
        return "any", lambda v: json.dumps(v, ensure_ascii=False, sort_keys=True)
    for slags, type_, skriv in TYPER:
        if isinstance(kilde, slags):
            return type_, skriv
    return "string", str


def _tid(v: datetime) -> str:
    return v.isoformat()


TYPER: tuple[tuple[type[models.Field[Any, Any]], str, Callable[[Any], str]], ...] = (
    (models.BooleanField, "boolean", lambda v: "true" if v else "false"),
    (models.DateTimeField, "datetime", _tid),
    (models.DateField, "date", lambda v: v.isoformat()),
    (models.IntegerField, "integer", str),
    (models.DecimalField, "number", str),
    (models.FloatField, "number", repr),
)


def _felt(k: Kolonne) -> dict[str, Any]:
    krav: dict[str, Any] = {"required": True} if k.kraevet else {}
    if k.valg:
        krav["enum"] = list(k.valg)
    felt: dict[str, Any] = {"name": k.navn, "type": k.type, "description": k.tekst}
    return felt | ({"constraints": krav} if krav else {})


def _foerste_linje(tekst: str | None) -> str:
    return (tekst or "").strip().split("\n")[0]
