"""The funnel (tragt): the way of an undersøgelse from worry to goals, as steps one can click and as a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.urls import NoReverseMatch, reverse

from omhu.kerne.ord_om_tid import antal
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.undersoegelse.forloeb import BFU
from omhu.sagsarbejde.undersoegelse.queries import (
    PLAN,
    UDSAGN,
    Undersoegelse,
    punkter,
    temaer,
    udsagn,
)

BREDDE, TRIN_HOEJDE, LUFT = 440, 52, 6
BRED, SMAL = 430, 210
"""Width of the funnel at its top and at its bottom."""


@dataclass(frozen=True)
class Trin:
    """One step of the funnel: name, how far it has come in words, where it is done."""

    navn: str
    stand: str
    sti: str
    faerdig: bool


def trin(u: Undersoegelse) -> list[Trin]:
    """The steps in their order."""
    plan, tekst = u.felter(PLAN), u.felter(u.forloeb.slags)
    alle = udsagn(u.felter(UDSAGN))
    raekker = punkter(u.forloeb, plan)
    modtaget = sum(p.modtaget is not None for p in raekker)
    bekymringer = sum(x.slags == "bekymring" for x in alle)
    plansti, udsagnssti, tekststi = (
        reverse(f"undersoegelse_{navn}", args=[u.sag.pk, u.forloeb.rod])
        for navn in ("plan", "udsagn", "tekst")
    )
    fokus = _fokus(u, plansti)
    behov = len(tekstskema.raekker(tekst, "behov"))
    svar = f"{modtaget} af {antal(len(raekker), 'punkt', 'punkter')} modtaget"
    return [
        _tekstled("Bekymring", "beskrevet", tekst, "anledning", tekststi),
        *fokus,
        Trin(
            "Indsamling",
            svar if raekker else "ingen plan endnu",
            f"{plansti}#punkter",
            bool(raekker) and modtaget == len(raekker),
        ),
        Trin(
            "Sortering",
            f"{antal(len(alle), 'udsagn', 'udsagn')}, {antal(bekymringer, 'bekymring', 'bekymringer')}",
            udsagnssti,
            bool(alle),
        ),
        _tekstled("Analyse", "skrevet", tekst, "analyse", tekststi),
        _tekstled("Vurdering", "skrevet", tekst, "vurdering", tekststi),
        Trin(
            "Behov",
            antal(behov, "behov", "behov") if behov else "ingen endnu",
            f"{tekststi}#behov",
            bool(behov),
        ),
        Trin("Mål", "i planen", _plansti(u), u.forloeb.afsluttet and bool(behov)),
    ]


def _tekstled(navn: str, ord_: str, tekst: dict[str, str], felt: str, sti: str) -> Trin:
    """A step that is a field of the text."""
    skrevet = bool(tekst.get(felt))
    return Trin(navn, ord_ if skrevet else "mangler", f"{sti}#id_{felt}", skrevet)


def _fokus(u: Undersoegelse, sti: str) -> list[Trin]:
    if u.forloeb.slags != BFU:
        return []
    alle = temaer(u.felter(PLAN))
    valgt, afgjort = sum(t.valgt for t in alle), sum(bool(t.valg) for t in alle)
    stand = (
        f"{antal(valgt, 'tema', 'temaer')} med, {afgjort - valgt} fra" if afgjort else "ikke valgt"
    )
    return [Trin("Fokus", stand, sti, afgjort == len(alle))]


def _plansti(u: Undersoegelse) -> str:
    try:
        return reverse("sagens_plan", args=[u.sag.pk])
    except NoReverseMatch:
        return reverse("sag", args=[u.sag.pk])


def svg(alle: list[Trin], navn: str) -> str:
    """The drawing: each step is a link. Done, next and to come differ by sign and frame, not by colour alone."""
    naeste = next((nr for nr, t in enumerate(alle) if not t.faerdig), len(alle))
    hoejde = len(alle) * (TRIN_HOEJDE + LUFT)
    dele = [_led(nr, t, len(alle), nr == naeste) for nr, t in enumerate(alle)]
    faerdige = sum(t.faerdig for t in alle)
    return (
        f'<svg viewBox="0 0 {BREDDE} {hoejde}" role="group" aria-labelledby="tragt-titel tragt-desc">'
        f'<title id="tragt-titel">{escape(navn)}</title>'
        f'<desc id="tragt-desc">{faerdige} af {len(alle)} trin er gjort. Hvert trin er et link.</desc>'
        f"{''.join(dele)}</svg>"
    )


def _led(nr: int, t: Trin, af: int, naeste: bool) -> str:
    y = nr * (TRIN_HOEJDE + LUFT) + 2
    top, bund = _bredde(nr, af), _bredde(nr + 1, af)
    midt = BREDDE / 2
    punkter_ = (
        f"{midt - top / 2:.0f},{y} {midt + top / 2:.0f},{y} "
        f"{midt + bund / 2:.0f},{y + TRIN_HOEJDE} {midt - bund / 2:.0f},{y + TRIN_HOEJDE}"
    )
    klasse = "tragt-gjort" if t.faerdig else "tragt-naeste" if naeste else "tragt-led"
    tegn = "✓ " if t.faerdig else "▸ " if naeste else ""
    ord_ = "gjort" if t.faerdig else "næste" if naeste else "ikke begyndt"
    return (
        f"<a href={quoteattr(t.sti)} aria-label={quoteattr(f'{t.navn}: {t.stand} ({ord_})')}>"
        f'<polygon points="{punkter_}" class="{klasse}"/>'
        f'<text x="{midt:.0f}" y="{y + 22}" class="tragt-navn" text-anchor="middle">{tegn}{escape(t.navn)}</text>'
        f'<text x="{midt:.0f}" y="{y + 40}" class="tl-tekst" text-anchor="middle">{escape(t.stand)}</text></a>'
    )


def _bredde(nr: int, af: int) -> float:
    return BRED - (BRED - SMAL) * nr / af
