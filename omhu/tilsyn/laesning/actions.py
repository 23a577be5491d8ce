"""Acts of a reading: begin, answer, write on the case, lock. Each checks who may and what may happen now, and says no
in Danish with nothing lost. Refusals for good are PermissionDenied, others ValidationError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.frister.actions import sagens_aendring
from omhu.maalinger.tilsyn import Forslag
from omhu.maalinger.tilsyn.sprog import UVIST, Spoergsmaal
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.tidslinje import actions as tidslinje
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte
from omhu.tilsyn.laesning.koncept import (
    grund_i_ord,
    spoergsmaal_i,
    taellende,
    udregnede,
    vinduets_dag,
)
from omhu.tilsyn.laesning.queries import linjer, mangler
from omhu.tilsyn.models import Blanket, Laesning, Runde, Svar, Tilsynssag
from omhu.tilsyn.runder.koncept import koncept_af

TEKST_HOEJST = 4000
BLANKET_HOEJST = 20_000
SEKUNDER_HOEJST = 3600
"""More than this between two answers was not spent on the case."""
VURDERING, PUNKT = "VURDERING", "OPMAERKSOMHEDSPUNKT"
IKKE_DIN = "Læsningen er en andens. Kun den, der er bedt om at læse sagen, kan svare."
EGEN_SAG = (
    "Du er selv rådgiver på sagen og kan derfor ikke læse den i et tilsyn. Det, du har svaret, er gemt. "
    "Sig det til den, der leder runden, så en anden kan læse den."
)
SPAERRET = "Du har ikke længere adgang til sagen. Det, du har svaret, er gemt. Tal med den, der leder runden."
LAAST = "Læsningen er låst, og svarene kan ikke ændres."
IKKE_I_GANG = (
    "Runden er ikke i gang, så svaret er ikke ændret. Det, du allerede har svaret, er gemt."
)
UDGAAET = "Sagen er taget ud af runden{}. Det, du har svaret, er gemt, men tæller ikke med."


def check_habil(bruger: Bruger, ts: Tilsynssag) -> None:
    """Nobody audits their own work: raises PermissionDenied for the case's rådgiver, then or now."""
    if bruger.pk in (ts.raadgiver_id, ts.sag.ansvarlig_id):
        raise PermissionDenied(EGEN_SAG)


def check_maa_laese(laesning: Laesning, af: Bruger) -> None:
    """Raises PermissionDenied unless it is this user's own reading of a case that they may see and have not had."""
    kraev_ret(af, Ret.GRANSKE)
    if laesning.laeser_id != af.pk:
        raise PermissionDenied(IKKE_DIN)
    if not synlige_sager(af).filter(pk=laesning.sag_id).exists():
        raise PermissionDenied(SPAERRET)
    check_habil(af, laesning.tilsynssag)


def lukket_for_svar(laesning: Laesning) -> str:
    """Why nothing can be answered now, in Danish; empty when it can."""
    ts = laesning.tilsynssag
    if laesning.laast:
        return LAAST
    if ts.tilstand != Tilsynssag.Tilstand.MED:
        grund = ts.grund.strip().rstrip(".")
        return UDGAAET.format(f": {grund}" if grund else "")
    return "" if ts.runde.tilstand == Runde.Tilstand.I_GANG else IKKE_I_GANG


def _aaben(laesning: Laesning, af: Bruger) -> Laesning:
    """The reading anew, held until the transaction ends. Raises PermissionDenied and ValidationError."""
    igen = (
        Laesning.objects.select_for_update(of=("self",))
        .select_related("tilsynssag__runde__udgave", "tilsynssag__sag__barn")
        .get(pk=laesning.pk)
    )
    check_maa_laese(igen, af)
    if grund := lukket_for_svar(igen):
        raise ValidationError(grund)
    return igen


@transaction.atomic
def begynd(laesning: Laesning, *, af: Bruger) -> Laesning:
    """Lay out the questions with what the data answer. Begun already: nothing is changed."""
    laesning = _aaben(laesning, af)
    if laesning.begyndt is None:
        koncept, fundne = (
            koncept_af(laesning.tilsynssag.runde.udgave),
            udregnede(laesning.tilsynssag),
        )
        nye = [Svar(laesning=laesning, sag_id=laesning.sag_id, spoergsmaal=s.id)
               for s in spoergsmaal_i(laesning, koncept)]  # fmt: skip
        for s in nye:
            _saet_auto(s, fundne)
        Svar.objects.bulk_create(nye)
        laesning.begyndt = timezone.now()
        laesning.save(update_fields=["begyndt"])
    return laesning


def _saet_auto(s: Svar, fundne: Mapping[str, Forslag]) -> bool:
    """Put what the data answer beside the reader's answer. Returns whether it moved."""
    f = fundne.get(s.spoergsmaal)
    nyt = (f.svar, grund_i_ord(f), list(f.belaeg)) if f else ("", "", [])
    foer = (s.auto, s.auto_grund, list(s.auto_belaeg))
    s.auto, s.auto_grund, s.auto_belaeg = nyt
    return foer != nyt


@dataclass(frozen=True)
class Besvarelse:
    """What the reader says of one question."""

    svar: str
    begrundelse: str = ""
    bemaerkning: str = ""
    alvor: int = Svar.Alvor.INGEN
    genopret: bool = False


@transaction.atomic
def svar(
    laesning: Laesning, spoergsmaal: str, b: Besvarelse, *, af: Bruger, sekunder: int = 0
) -> Svar:
    """Answer one question. Raises PermissionDenied, and ValidationError by field; then nothing is changed."""
    laesning = _aaben(laesning, af)
    krav = _spoergsmaal(laesning, spoergsmaal)
    koncept = koncept_af(laesning.tilsynssag.runde.udgave)
    s = _raekke(laesning, krav.id)
    _saet_auto(s, udregnede(laesning.tilsynssag))
    if not b.svar or not koncept.skala_for(krav.id).gyldigt(b.svar):
        raise ValidationError(
            {"svar": "Vælg et svar. Kan du ikke afgøre det, så vælg »kan ikke vurderes«."}
        )
    if s.auto and b.svar != s.auto and not b.begrundelse.strip():
        navn = koncept.skala_for(krav.id).navn_paa(s.auto).lower()
        raise ValidationError(
            {"begrundelse": f"Data siger {navn}. Skriv, hvorfor du svarer noget andet."}
        )
    _check_tekst(begrundelse=b.begrundelse, bemaerkning=b.bemaerkning)
    s.svar, s.begrundelse, s.bemaerkning = b.svar, b.begrundelse.strip(), b.bemaerkning.strip()
    s.alvor, s.genopret = Svar.Alvor(b.alvor), b.genopret
    s.save()
    _laeg_sekunder_til(laesning, sekunder)
    return s


def _spoergsmaal(laesning: Laesning, id_: str) -> Spoergsmaal:
    koncept = koncept_af(laesning.tilsynssag.runde.udgave)
    fundet = next((s for s in spoergsmaal_i(laesning, koncept) if s.id == id_), None)
    if fundet is None:
        raise ValidationError("Spørgsmålet hører ikke til denne læsning. Hent siden igen.")
    return fundet


def _raekke(laesning: Laesning, id_: str) -> Svar:
    fundet = Svar.objects.filter(laesning=laesning, spoergsmaal=id_).first()
    return fundet or Svar(laesning=laesning, sag_id=laesning.sag_id, spoergsmaal=id_)


def _check_tekst(hoejst: int = TEKST_HOEJST, **tekster: str) -> None:
    for felt, tekst in tekster.items():
        if len(tekst) > hoejst:
            raise ValidationError(
                {felt: f"Teksten er for lang. Højst {hoejst} tegn; den har {len(tekst)}."}
            )
    check_uden_cpr(tekster.values())


def _laeg_sekunder_til(laesning: Laesning, sekunder: int) -> None:
    if sekunder > 0:
        laesning.sekunder += min(sekunder, SEKUNDER_HOEJST)
        laesning.save(update_fields=["sekunder"])


@transaction.atomic
def skriv_om_sagen(
    laesning: Laesning,
    *,
    styrker: str,
    opmaerksomhed: str,
    blanketter: Mapping[str, str],
    af: Bruger,
    sekunder: int = 0,
) -> None:
    """Write of the case as a whole: strengths, points of attention, and the texts that the concept asks for."""
    laesning = _aaben(laesning, af)
    kendte_koder = {b.kode for b in koncept_af(laesning.tilsynssag.runde.udgave).blanketter}
    _check_tekst(BLANKET_HOEJST, styrker=styrker, opmaerksomhed=opmaerksomhed)
    _check_tekst(BLANKET_HOEJST, **{f"blanket_{k}": t for k, t in blanketter.items()})
    laesning.styrker, laesning.opmaerksomhed = styrker.strip(), opmaerksomhed.strip()
    laesning.save(update_fields=["styrker", "opmaerksomhed"])
    for kode, tekst in blanketter.items():
        if kode in kendte_koder:
            Blanket.objects.update_or_create(
                laesning=laesning, kode=kode,
                defaults={"tekst": tekst.strip(), "sag_id": laesning.sag_id},
            )  # fmt: skip
    _laeg_sekunder_til(laesning, sekunder)


def laas(laesning: Laesning, *, af: Bruger) -> Laesning:
    """Lock a reading: from now on it counts and others may see it. The computed answers are made anew first. Raises
    ValidationError that names what is missing."""
    with sagens_aendring(laesning.tilsynssag.sag):
        laesning = _aaben(laesning, af)
        fundne = udregnede(laesning.tilsynssag)
        for s in list(laesning.svar.all()):
            if _saet_auto(s, fundne):
                s.save()
        stopper = [m for m in mangler(laesning, linjer(laesning)) if m.stopper]
        if stopper:
            raise ValidationError(
                "Læsningen er ikke låst. "
                + " ".join(f"{m.spoergsmaal}: {m.tekst}" for m in stopper[:5])
            )
        laesning.laast = timezone.now()
        laesning.save(update_fields=["laast"])
        _skriv_vurderinger(laesning, af)
    return laesning


def _skriv_vurderinger(laesning: Laesning, af: Bruger) -> None:
    """A judgement of the deciding level becomes a step, so that the measures see it: once per case and question."""
    ts = laesning.tilsynssag
    koncept = koncept_af(ts.runde.udgave)
    alle = list(Laesning.objects.filter(tilsynssag=ts))
    besvarede = {s.spoergsmaal: s for s in laesning.svar.all()}
    for krav in spoergsmaal_i(laesning, koncept):
        s = besvarede.get(krav.id)
        if krav.skriver is None or s is None or s.svar in ("", UVIST):
            continue
        if taellende(alle, koncept, krav.id) == laesning:
            if krav.skriver.tema:
                _vurder(ts, krav.id, krav.skriver.tema, s.svar, af)
            else:
                skala = koncept.skala_for(krav.id)
                koder = [k for k in s.svar.split("+") if skala.taeller(k) == "mangel"]
                _punkter(ts, krav.id, koder, af)


def _vurder(ts: Tilsynssag, spoergsmaal: str, tema: str, svarkode: str, af: Bruger) -> None:
    noegle = f"tilsyn-{ts.pk}-{spoergsmaal}"
    dag, felter = vinduets_dag(ts.runde), {"tema": tema, "svar": svarkode}
    gammel = _i_kraft(ts.sag, noegle)
    if gammel is None:
        tidslinje.registrer(ts.sag, VURDERING, dag, af=af, attributter=felter, kilde_id=noegle)
    elif gammel.data.get("svar") != svarkode:
        tidslinje.ret(gammel, dag, af=af, attributter=felter, kilde_id=noegle)


def _punkter(ts: Tilsynssag, spoergsmaal: str, koder: Sequence[str], af: Bruger) -> None:
    """One step for each thing that was found; what an earlier locking found and this one does not is withdrawn."""
    foer = f"tilsyn-{ts.pk}-{spoergsmaal}-"
    gamle = kendte(Synsdag.i_dag(), ts.sag.skridt.filter(art=PUNKT, kilde_id__startswith=foer))
    kendt = {s.kilde_id.removeprefix(foer): s for s in gamle}
    for kode in koder:
        if kode not in kendt:
            tidslinje.registrer(
                ts.sag, PUNKT, vinduets_dag(ts.runde), af=af, attributter={"art": kode},
                kilde_id=foer + kode,
            )  # fmt: skip
    for kode, skridt in kendt.items():
        if kode not in koder:
            tidslinje.traek_tilbage(skridt, af=af, begrundelse="Læseren har svaret noget andet.")


def _i_kraft(sag: Sag, noegle: str) -> Skridt | None:
    """The judgement that an earlier locking wrote, as it stands."""
    return kendte(Synsdag.i_dag(), sag.skridt.filter(art=VURDERING, kilde_id=noegle)).first()
