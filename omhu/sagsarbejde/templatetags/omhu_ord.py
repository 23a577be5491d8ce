"""How days, times and numbers are written in templates, on every page."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from omhu.kerne import ord_om_tid

register = template.Library()


@register.filter
def om_tid(dag: date | None) -> str:
    """A day as people say it, with the date in the title and in print: `på tirsdag`."""
    if dag is None:
        return ""
    i_dag = timezone.localdate()
    return _time(ord_om_tid.dag_ord(dag, i_dag), dag)


@register.filter
def siden(dag: date | None) -> str:
    """How long since a day, with the date in the title: `94 dage`."""
    if dag is None:
        return ""
    return _time(ord_om_tid.varighed((timezone.localdate() - dag).days), dag)


def _time(tekst: str, dag: date) -> SafeString:
    hel = ord_om_tid.ugedag_og_dato(dag)
    vis = "" if tekst == ord_om_tid.dato(dag) else ord_om_tid.dato(dag)
    if not vis or tekst in (hel, ord_om_tid.dato(dag, timezone.localdate())):
        return format_html('<time datetime="{}" title="{}">{}</time>', dag.isoformat(), hel, tekst)
    return format_html(
        '<time datetime="{}" title="{}" data-dato="{}">{}</time>', dag.isoformat(), hel, vis, tekst
    )


@register.filter
def dato(dag: date | datetime | None) -> str:
    """`3. december`, with the year when it is not this one."""
    return ord_om_tid.dato(_her(dag), timezone.localdate()) if dag else ""


@register.filter
def fuld_dato(dag: date | datetime | None) -> str:
    """`3. december 2026`."""
    return ord_om_tid.dato(_her(dag)) if dag else ""


def _her(dag: date | datetime) -> date:
    """The day here; an instant shortly after midnight is still yesterday in UTC."""
    return timezone.localdate(dag) if isinstance(dag, datetime) else dag


@register.filter
def ugedato(dag: date | None) -> str:
    """`Lørdag 21. november`."""
    return ord_om_tid.stort(ord_om_tid.ugedag_og_dato(dag, timezone.localdate())) if dag else ""


@register.filter
def tidspunkt(tid: datetime | None) -> str:
    """`3. december kl. 14.10`."""
    if tid is None:
        return ""
    lokal = timezone.localtime(tid)
    return f"{ord_om_tid.dato(lokal.date(), timezone.localdate())} {ord_om_tid.klokken(tid)}"


@register.filter
def klokken(tid: datetime | None) -> str:
    """`kl. 14.10`."""
    return ord_om_tid.klokken(tid) if tid else ""


@register.filter
def tal(n: int, ord_: str) -> str:
    """`{{ n|tal:"sag,sager" }}`: `3 sager`."""
    en, flere = ord_.split(",")
    return ord_om_tid.antal(n, en, flere)


@register.filter
def iso_dato(tekst: str) -> str:
    """A day written as ISO, in Danish: a rule version's name."""
    return ord_om_tid.dato(date.fromisoformat(tekst))


@register.filter
def cpr_skjult(cpr: str) -> str:
    """A CPR number with its last four hidden: `610617-••••`."""
    return f"{cpr[:6]}-••••" if len(cpr) == 10 else ""
