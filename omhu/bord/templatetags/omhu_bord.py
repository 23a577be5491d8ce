"""How statuses are written in templates; days as `omhu_ord` writes them, headings of lists as `omhu_liste`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from omhu.bord import statusord
from omhu.bord.felter import felt, i_ord
from omhu.bord.handlinger import kun_dato_kan, opfyldende_arter, side_for, side_for_art
from omhu.bord.queries import Linje
from omhu.frister.actions import kan_fravaelges
from omhu.frister.models import Pligt
from omhu.regler.katalog import katalog
from omhu.regler.ord import opremsning
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.datoer import EFTER_LUKNING
from omhu.sagsarbejde.templatetags import omhu_liste, omhu_ord

register = template.Library()
register.filters.update(omhu_ord.register.filters)
register.tags.update(omhu_liste.register.tags)


@register.filter
def artsnavn(kode: str) -> str:
    """A kind of step by name."""
    art = katalog().arter.get(kode)
    return art.navn if art else kode


@register.filter
def feltnavn(navn: str, art: str) -> str:
    """A field of a step by its label."""
    return felt(art, navn).label.rstrip("?")


@register.simple_tag
def status(ord_: statusord.Statusord, kort: bool = False) -> SafeString:
    """Sign, word and colour of a status; `kort` where a heading has said the word (it is still read aloud)."""
    tekst: str = ord_.ord
    if kort and ord_.kort:
        sagt = ord_.ord.removesuffix(ord_.kort)
        tekst = format_html('<span class="sr-only">{}</span>{}', sagt, ord_.kort)
    return format_html(
        '<span class="status status-{}"><span class="tegn" aria-hidden="true">{}</span> {}</span>',
        f"{ord_.klasse} status-maal" if ord_.maal else ord_.klasse,
        ord_.tegn,
        tekst,
    )


@register.simple_tag
def uverificeret() -> SafeString:
    """The mark of a paragraph that nobody has held against the law yet."""
    return format_html('<span class="uverificeret">{}</span>', statusord.UVERIFICERET)


KUN_DATO = ("Registrér kun datoen", "registrer_frist")
"""For what is written elsewhere and only has to be known here."""
VALGMULIGHEDER = (
    ("Fravælg med begrundelse", "fravaelg"),
    ("Læg væk", "laeg_vaek"),
    ("Giv videre", "giv_videre"),
    ("Påmind mig", "paamind"),
    ("Hvorfor?", "hvorfor"),
)


@register.inclusion_tag("bord/dele/raekke.html", takes_context=True)
def raekke(
    context: Context, linje: Linje, uden_barn: bool = False, kun_laes: bool = False
) -> dict[str, Any]:
    """A row of desk and case page: when, whom, what and why, and the next act."""
    udeladt = set()
    if not (linje.aaben and kan_fravaelges(linje.pligt)):
        udeladt.add("fravaelg")
    if not (linje.aaben and linje.status.tegn == "▲"):
        udeladt.add("laeg_vaek")
    side = side_for(linje.pligt) if linje.aaben else ""
    valg = [v for v in VALGMULIGHEDER if v[1] not in udeladt]
    return {
        "linje": linje,
        "handlingsside": side,
        "uden_barn": uden_barn,
        "kun_laes": kun_laes or context.get("nutid") is False or _lukket_for(linje.pligt),
        "kort": not uden_barn,
        "vis_ansvarlig": bool(context.get("hold")),
        "valgmuligheder": [KUN_DATO, *valg] if side and kun_dato_kan(linje.pligt) else valg,
        "synsvalg": context.get("synsvalg", ""),
        "maa": context.get("maa", {}),
        "request": context["request"],
    }


def _lukket_for(pligt: Pligt) -> bool:
    """Is its case closed, and what would settle it none of what a closed case takes?"""
    if pligt.sag.lukket is None:
        return False
    return not any(a.kode in EFTER_LUKNING for a in opfyldende_arter(pligt))


@register.simple_tag
def alder(barn: Barn, kort: bool = False) -> str:
    """A child's age today: `9 år` (`9` in tables); unborn and unknown are told."""
    aar = barn.alder(timezone.localdate())
    if aar is None:
        return "" if kort else "alder ukendt"
    return str(aar) if kort else f"{aar} år"


@register.simple_tag
def handlingsside(pligt: Pligt) -> str:
    """The page where an obligation is settled: the one with its texts, else the form for its day."""
    return side_for(pligt) or reverse("registrer_frist", args=[pligt.pk])


@register.simple_tag
def artsside(sag: Sag, art: str) -> str:
    """The page where a kind of step is written."""
    return side_for_art(sag.pk, art) or reverse("registrer_skridt", args=[sag.pk, art])


@register.simple_tag
def indsatser(koder: str) -> str:
    """Measure codes as names: `familiebehandling og fast kontaktperson`."""
    navne = [katalog().indsats_navn(k).lower() for k in koder.split("+") if k]
    return opremsning(navne, "og") if navne else ""


@register.simple_tag
def pynt(tekst: str) -> str:
    """A code of an extract as words."""
    return i_ord(str(tekst))


@register.simple_tag(takes_context=True)
def fortryd_skridt(context: Context) -> str:
    """The step that may be undone now, once; empty when none."""
    request = context.get("request")
    return request.session.pop("fortryd", "") if request and hasattr(request, "session") else ""
