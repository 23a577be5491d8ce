"""What a round teaches: tendencies for the staff meeting without names, learning themes, and the round held against
what others found. Figures come from `resultat`, where they are defined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.maalinger.statistik import SKJULT, skjul, vis_andel
from omhu.maalinger.statistik.aendring import fisher
from omhu.maalinger.tilsyn.sprog import Spoergsmaal
from omhu.regler.love import lov_paa
from omhu.tilsyn.adgang import hent_runde
from omhu.tilsyn.models import EksterntResultat, Runde, Tema, Tendens
from omhu.tilsyn.resultat.data import hent as hent_data
from omhu.tilsyn.resultat.tal import Rundetal, Tal, regn
from omhu.tilsyn.runder.koncept import koncept_af
from omhu.tilsyn.tilbagemelding.dage import check_inden

HOEJST_TEMAER = 3
EFFEKT_EFTER = 3
"""Rounds: windows of neighbours overlap, so that what was learned first fills a window of its own the third time."""
TIDLIGERE = 2
"""How many earlier rounds' themes a round looks back on."""
ALARM = 0.05
FARESIGNAL = "Kun et faresignal: sagerne er ikke tilfældigt udvalgt."


def tal_for(runde: Runde) -> Rundetal | None:
    """The round's figures; None before anything is drawn."""
    return regn(hent_data(runde))


@dataclass(frozen=True)
class Andel:
    """A question's share in words, kept back where it rests on few."""

    spoergsmaal: Spoergsmaal
    tekst: str
    skjult: bool
    hjemmel: str


def andele(tal: Rundetal | None) -> list[tuple[str, list[Andel]]]:
    """(sagstrin, its questions with their shares); what rests on few cases is kept back."""
    if tal is None:
        return []
    lov = lov_paa(tal.data.til)
    return [(t.navn, [_andel(s.spoergsmaal, s.tal, lov) for s in t.spoergsmaal]) for t in tal.trin]


def _andel(s: Spoergsmaal, tal: Tal, lov: str) -> Andel:
    """The figure as the results have it, weighted where the draw was; small numbers are kept back."""
    skjult = skjul(tal.k, tal.n)
    return Andel(s, SKJULT if skjult else tal.tekst, skjult, s.hjemmel_tekst(lov))


def andel_af(tal: Rundetal | None, spoergsmaal: str) -> str:
    """A question's share in words; empty where the round does not ask it."""
    fundet = tal.find(spoergsmaal) if tal else None
    return fundet.tal.tekst if fundet else ""


@transaction.atomic
def vaelg_tendens(
    runde: Runde, slags: str, tekst: str, spoergsmaal: str = "", *, af: Bruger
) -> Tendens:
    """A strength or a point of attention for the staff meeting. Raises ValidationError at `tekst`."""
    runde = hent_runde(af, runde.pk)
    tekst = " ".join(tekst.split())
    if slags not in Tendens.Slags.values:
        raise ValidationError({"slags": "Vælg, om det går godt, eller om I skal øve jer på det."})
    if len(tekst) < 5:
        raise ValidationError({"tekst": "Skriv, hvad du vil sige på personalemødet."})
    check_uden_cpr((tekst,))
    _check_spoergsmaal(runde, [spoergsmaal] if spoergsmaal else [])
    return Tendens.objects.create(
        runde=runde, slags=slags, tekst=tekst[:400], spoergsmaal=spoergsmaal, oprettet_af=af
    )


@transaction.atomic
def fjern_tendens(runde: Runde, pk: int, *, af: Bruger) -> None:
    """Take a line out again."""
    hent_runde(af, runde.pk)
    Tendens.objects.filter(runde=runde, pk=pk).delete()


def _check_spoergsmaal(runde: Runde, ider: list[str]) -> None:
    kendte = {s.id for s in koncept_af(runde.udgave).spoergsmaal}
    if ukendte := [i for i in ider if i not in kendte]:
        raise ValidationError(
            {
                "spoergsmaal": f"Spørgsmålet {', '.join(ukendte)} findes ikke i rundens koncept. Vælg fra listen."
            }
        )


def hent_tema(bruger: Bruger, pk: int) -> tuple[Runde, Tema]:
    """A theme and its round, for one who leads it. Raises PermissionDenied without the right, Http404 for others'."""
    kraev_ret(bruger, Ret.TILSYN)
    tema = Tema.objects.filter(pk=pk).first()
    if tema is None:
        raise Http404("Temaet findes ikke, eller det hører til en anden enheds runde.")
    return hent_runde(bruger, tema.runde_id), tema


@transaction.atomic
def gem_tema(runde: Runde, tema: Tema | None, data: Mapping[str, Any], *, af: Bruger) -> Tema:
    """Write a learning theme, new or known. Raises ValidationError (Danish)."""
    runde = hent_runde(af, runde.pk)
    Runde.objects.select_for_update().get(
        pk=runde.pk
    )  # the third theme is the last, whoever writes it
    if tema is None and runde.temaer.filter(afsluttet=None).count() >= HOEJST_TEMAER:
        raise ValidationError(
            "Runden har allerede tre temaer. Vælg højst tre, så der bliver kræfter til dem. Afslut et, hvis et andet "
            "er vigtigere."
        )
    spoergsmaal = [str(s) for s in data.get("spoergsmaal") or []]
    _check_spoergsmaal(runde, spoergsmaal)
    inden = data.get("inden")
    if isinstance(inden, date) and (tema is None or inden != tema.inden):
        check_inden(inden)
    tekster = {
        f: str(data.get(f) or "").strip()
        for f in ("titel", "hvorfor", "handling", "status", "effekt")
    }
    check_uden_cpr(tekster.values())
    tema = tema or Tema(runde=runde, oprettet_af=af)
    for navn, vaerdi in tekster.items():
        setattr(tema, navn, vaerdi)
    tema.spoergsmaal, tema.inden = spoergsmaal, inden if isinstance(inden, date) else None
    ansvarlig = data.get("ansvarlig")
    tema.ansvarlig = ansvarlig if isinstance(ansvarlig, Bruger) else None
    tema.afsluttet = (tema.afsluttet or timezone.now()) if data.get("afsluttet") else None
    tema.save()
    return tema


@dataclass(frozen=True)
class Temavisning:
    """A theme with the figures of its questions in a round."""

    tema: Tema
    spoergsmaal: list[tuple[str, str, str]]
    """(id, question, share in the round that is looked at)."""


def temaer(runde: Runde, tal: Rundetal | None) -> list[Temavisning]:
    """The round's own themes."""
    egne = runde.temaer.select_related("ansvarlig")
    return [_visning(t, runde, tal) for t in egne]


def tidligere_temaer(
    runde: Runde, tal: Rundetal | None
) -> list[tuple[Runde, int, list[Temavisning]]]:
    """Themes of earlier rounds of the same concept and unit, newest first, with this round's figures for the same
    questions: (round, how many rounds ago, themes)."""
    foer = list(
        Runde.objects.filter(
            udgave__koncept=runde.udgave.koncept_id, enhed=runde.enhed_id, til__lt=runde.til
        )
        .exclude(tilstand=Runde.Tilstand.OPGIVET)
        .order_by("-til")
        .prefetch_related("temaer__ansvarlig")[: EFFEKT_EFTER + TIDLIGERE]
    )
    return [
        (r, nr, [_visning(t, runde, tal) for t in r.temaer.all()])
        for nr, r in enumerate(foer, start=1)
        if r.temaer.all()
    ]


def _visning(tema: Tema, runde: Runde, tal: Rundetal | None) -> Temavisning:
    tekster = {s.id: s.tekst for s in koncept_af(runde.udgave).spoergsmaal}
    return Temavisning(
        tema, [(i, tekster.get(i, ""), andel_af(tal, i)) for i in map(str, tema.spoergsmaal)]
    )


@dataclass(frozen=True)
class Kalibrering:
    """What others found on a question, beside the round's own."""

    ekstern: EksterntResultat
    tekst: str
    egen: str
    fremmed: str
    p: float | None
    """Fisher's exact test, two-sided; None where one of the two is of nobody."""

    @property
    def faresignal(self) -> bool:
        return self.p is not None and self.p < ALARM

    @property
    def ord(self) -> str:
        """What the difference may be used for."""
        if self.p is None:
            return "Kan ikke sammenlignes: den ene har ingen sager."
        p = f"p = {self.p:.3f}".replace(".", ",")
        if not self.faresignal:
            return f"Ikke påvist forskel ({p}). {FARESIGNAL}"
        return f"◆ Så stor en forskel kommer sjældent af tilfældet ({p}). {FARESIGNAL}"


def kalibrer(runde: Runde, tal: Rundetal | None) -> list[Kalibrering]:
    """Each outside result beside the round's own."""
    tekster = {s.id: s.tekst for s in koncept_af(runde.udgave).spoergsmaal}
    return [_kalibrer(e, tekster.get(e.spoergsmaal, ""), tal) for e in runde.eksterne.all()]


def _kalibrer(e: EksterntResultat, tekst: str, tal: Rundetal | None) -> Kalibrering:
    fundet = tal.find(e.spoergsmaal) if tal else None
    egen = fundet.tal.tekst if fundet else vis_andel(0, 0)
    k, n = fundet.tal.som_simpelt if fundet else (0, 0)
    p = fisher(k, n, e.overholdt, e.relevante)[0] if n and e.relevante else None
    return Kalibrering(e, tekst, egen, vis_andel(e.overholdt, e.relevante), p)


@transaction.atomic
def skriv_eksternt(runde: Runde, data: Mapping[str, Any], *, af: Bruger) -> EksterntResultat:
    """Enter what others found. Raises ValidationError (Danish)."""
    runde = hent_runde(af, runde.pk)
    _check_spoergsmaal(runde, [str(data["spoergsmaal"])])
    overholdt, relevante = data["overholdt"], data["relevante"]
    if overholdt > relevante:
        raise ValidationError(
            {
                "overholdt": f"Der kan ikke være {overholdt} overholdt ud af {relevante} sager. Se tallene efter."
            }
        )
    fra, til = data.get("fra"), data.get("til")
    if isinstance(fra, date) and isinstance(til, date) and til < fra:
        raise ValidationError({"til": "Perioden slutter, før den begynder. Ret datoerne."})
    check_uden_cpr((str(data["hvem"]), str(data.get("kilde") or "")))
    return EksterntResultat.objects.create(
        runde=runde,
        spoergsmaal=data["spoergsmaal"],
        hvem=data["hvem"],
        fra=fra,
        til=til,
        overholdt=overholdt,
        relevante=relevante,
        kilde=data.get("kilde") or "",
        oprettet_af=af,
    )


@transaction.atomic
def fjern_eksternt(runde: Runde, pk: int, *, af: Bruger) -> None:
    """Take an outside result out again: it was typed wrong."""
    hent_runde(af, runde.pk)
    EksterntResultat.objects.filter(runde=runde, pk=pk).delete()
