"""Acts of a feedback: draft, mend, send, open, answer, talk through. Each checks who may and what may happen now, and
says no in Danish.

A feedback is a letter: what was sent is not changed, and the one it was sent to reads it wherever the case is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.frister.actions import genberegn_sager, sagens_aendring
from omhu.kerne.ord_om_tid import dato
from omhu.regler.love import lov_paa
from omhu.tilsyn.adgang import hent_runde, synlige_blandt
from omhu.tilsyn.models import Genopretning, Laesning, Runde, Tilbagemelding, Tilsynssag
from omhu.tilsyn.runder.koncept import koncept_af
from omhu.tilsyn.tilbagemelding import udkast
from omhu.tilsyn.tilbagemelding.dage import FORESLAAET, check_inden, er_rejst
from omhu.tilsyn.tilbagemelding.genopretninger import laas_foreslaaede, skriv_paalagt

SENDT = (
    "Tilbagemeldingen er sendt {} og kan ikke ændres. Tal med rådgiveren, eller læg en rettelse på."
)
TOM = "Skriv mindst én ting, der var god, eller én, der skal rettes."
IKKE_DIN = "Tilbagemeldingen er til en anden. Kun den, den er sendt til, kan læse og svare."


def check_leder(af: Bruger, ts: Tilsynssag) -> Runde:
    """The round, for one who leads it and may see the case. Raises PermissionDenied or Http404."""
    runde = hent_runde(af, ts.runde_id)
    if ts.sag_id not in synlige_blandt(af, [ts.sag_id]):
        raise PermissionDenied(
            "Du har ikke adgang til sagen og kan derfor ikke give tilbagemelding på den. Bed en, der har, om det."
        )
    return runde


def faerdiglaeste(runde: Runde) -> list[Tilsynssag]:
    """The cases that every reader is done with and that have no feedback yet, with their counting readings."""
    laesninger = Laesning.objects.prefetch_related("svar", "blanketter").order_by("pk")
    sager = (
        runde.sager.filter(tilstand=Tilsynssag.Tilstand.MED, tilbagemelding=None)
        .select_related("sag", "raadgiver")
        .prefetch_related(Prefetch("laesninger", laesninger))
    )
    return [ts for ts in sager if _er_laest(ts)]


def _er_laest(ts: Tilsynssag) -> bool:
    alle = list(ts.laesninger.all())
    return bool(alle) and all(x.laast for x in alle)


@transaction.atomic
def lav_udkast(runde: Runde, *, af: Bruger) -> int:
    """A draft for every case that is read and that the leader may see. Returns how many were made."""
    runde = hent_runde(af, runde.pk)
    Runde.objects.select_for_update().get(pk=runde.pk)  # one at a time: a case has one draft
    klar = faerdiglaeste(runde)
    synlige = synlige_blandt(af, [ts.sag_id for ts in klar])
    klar = [ts for ts in klar if ts.sag_id in synlige]
    for ts in klar:
        _lav(runde, ts, af)
    return len(klar)


def _lav(runde: Runde, ts: Tilsynssag, af: Bruger) -> None:
    koncept = koncept_af(runde.udgave)
    orden = [n.kode for n in koncept.niveauer]
    taeller = sorted(
        (x for x in ts.laesninger.all() if not x.dobbelt and x.niveau in orden),
        key=lambda x: orden.index(x.niveau),
    )
    tekst = udkast.lav(koncept, taeller, lov_paa(runde.til))
    Tilbagemelding.objects.create(
        tilsynssag=ts,
        sag_id=ts.sag_id,
        til=modtager(ts) or af,
        fra=af,
        godt=tekst.godt,
        rettes=tekst.rettes,
    )
    inden = timezone.localdate() + FORESLAAET
    for spoergsmaal, ord_ in tekst.rettelser:
        Genopretning.objects.create(
            tilsynssag=ts,
            sag_id=ts.sag_id,
            spoergsmaal=spoergsmaal,
            tekst=ord_,
            foreslaaet=inden,
            oprettet_af=af,
        )


def modtager(ts: Tilsynssag) -> Bruger | None:
    """Who is to be told: the rådgiver when the frame was frozen; has that person left, the one who has the case now."""
    return next((p for p in (ts.raadgiver, ts.sag.ansvarlig) if p and not er_rejst(p)), None)


def mulige_modtagere(ts: Tilsynssag) -> list[Bruger]:
    """Whom it may be sent to: the two above, and the leaders of the case's unit. Nobody who has left."""
    i_enheden = Bruger.objects.filter(enhed=ts.sag.enhed_id)
    ledere = [b for b in i_enheden if har_ret(b, Ret.LEDE)]
    alle = [ts.raadgiver, ts.sag.ansvarlig, *ledere]
    return list({p.pk: p for p in alle if p and not er_rejst(p)}.values())


@transaction.atomic
def ret(t: Tilbagemelding, *, af: Bruger, til: Bruger, godt: str, rettes: str) -> Tilbagemelding:
    """Mend the draft. Raises ValidationError (sent already, a recipient who has left)."""
    check_leder(af, t.tilsynssag)
    t = _udkast(t)
    check_uden_cpr((godt, rettes))
    if til.pk not in {p.pk for p in mulige_modtagere(t.tilsynssag)}:
        raise ValidationError({"til": rejst_tekst(til)})
    t.til, t.fra, t.godt, t.rettes = til, af, godt.strip(), rettes.strip()
    t.save(update_fields=["til", "fra", "godt", "rettes"])
    return t


def rejst_tekst(person: Bruger) -> str:
    """What to do when the one it was written to is not here."""
    return (
        f"{person} kan ikke få tilbagemeldingen: brugeren er lukket, eller sagen er en andens. "
        "Vælg den, der har sagen nu, eller lederen."
    )


def _udkast(t: Tilbagemelding) -> Tilbagemelding:
    """The draft anew, held until the transaction ends. Raises ValidationError when it has been sent meanwhile."""
    igen = Tilbagemelding.objects.select_for_update().get(pk=t.pk)
    if igen.sendt:
        raise ValidationError(SENDT.format(dato(timezone.localdate(igen.sendt))))
    return igen


@transaction.atomic
def send(t: Tilbagemelding, *, af: Bruger) -> Tilbagemelding:
    """Send it, and lay on what is proposed to be mended. Raises ValidationError; then nothing is sent."""
    check_leder(af, t.tilsynssag)
    with sagens_aendring(t.tilsynssag.sag):
        t = _udkast(t)
        _send(t, laas_foreslaaede([t.tilsynssag_id]).get(t.tilsynssag_id, []), af)
    return t


def _send(t: Tilbagemelding, rettelser: Sequence[Genopretning], af: Bruger) -> None:
    """The caller has checked who may, holds the rows, and lets the obligations of the case follow."""
    if not (t.godt.strip() or t.rettes.strip() or rettelser):
        raise ValidationError(TOM)
    if er_rejst(t.til):
        raise ValidationError({"til": rejst_tekst(t.til)})
    for g in rettelser:
        skriv_paalagt(g, check_inden(g.foreslaaet, f"inden_{g.pk}"), af=af)
    t.fra, t.sendt = af, timezone.now()
    t.save(update_fields=["fra", "sendt"])


@transaction.atomic
def send_alle(runde: Runde, *, af: Bruger) -> tuple[int, list[str]]:
    """Send every draft that is ready. Returns how many were sent, and why each of the others was not. What does not
    differ from letter to letter is asked once: a round has a hundred of them."""
    runde = hent_runde(af, runde.pk)
    klar = klar_til_afsendelse(runde, af)
    rettelser = laas_foreslaaede([t.tilsynssag_id for t in klar])
    sendte, grunde = [], []
    for t in klar:
        try:
            with transaction.atomic():
                _send(t, rettelser.get(t.tilsynssag_id, []), af)
        except ValidationError as fejl:
            grunde.append(f"Sag nr. {t.tilsynssag.nr}: {' '.join(fejl.messages)}")
        else:
            sendte.append(t.sag_id)
    genberegn_sager(sendte)
    return len(sendte), grunde


def klar_til_afsendelse(runde: Runde, af: Bruger) -> list[Tilbagemelding]:
    """The drafts of the round in cases that the leader may see, held until the transaction ends."""
    udkastene = Tilbagemelding.objects.select_for_update(of=("self",))
    alle = udkastene.filter(tilsynssag__runde=runde, sendt=None).select_related(
        "tilsynssag__runde", "tilsynssag__sag", "til"
    )
    synlige = synlige_blandt(af, [t.sag_id for t in alle])
    return [t for t in alle if t.sag_id in synlige]


def _egen(t: Tilbagemelding, af: Bruger) -> None:
    if t.til_id != af.pk or t.sendt is None:
        raise PermissionDenied(IKKE_DIN)


@som_system()  # a letter to the one who asks: the case may have moved to others since
@transaction.atomic
def marker_set(t: Tilbagemelding, *, af: Bruger) -> Tilbagemelding:
    """The one it was sent to says: I have read it. The first time counts."""
    _egen(t, af)
    Tilbagemelding.objects.filter(pk=t.pk, set=None).update(set=timezone.now())
    t.refresh_from_db()
    return t


@som_system()  # as above
@transaction.atomic
def svar(t: Tilbagemelding, tekst: str, *, af: Bruger) -> Tilbagemelding:
    """The caseworker's answer back; sending one says that one has read it. It may be written anew."""
    _egen(t, af)
    tekst = tekst.strip()
    if len(tekst) < 3:
        raise ValidationError({"svar": "Skriv dit svar, eller brug »Jeg har læst den«."})
    check_uden_cpr((tekst,))
    t.svar = tekst
    t.save(update_fields=["svar"])
    return marker_set(t, af=af)


@transaction.atomic
def talt_om(t: Tilbagemelding, dag: date | None, *, af: Bruger) -> Tilbagemelding:
    """The day it was also talked through. Raises ValidationError at `talt_om`."""
    check_leder(af, t.tilsynssag)
    if t.sendt is None:
        raise ValidationError({"talt_om": "Send tilbagemeldingen først."})
    if dag is None or dag > timezone.localdate():
        raise ValidationError(
            {"talt_om": "Skriv den dag, I talte sammen. Den kan ikke ligge frem i tiden."}
        )
    if dag < timezone.localdate(t.oprettet) - timedelta(30):
        raise ValidationError(
            {"talt_om": "Dagen ligger længe før læsningen. Se efter, om den er rigtig."}
        )
    t.talt_om = dag
    t.save(update_fields=["talt_om"])
    return t


@transaction.atomic
def saet_dage(
    t: Tilbagemelding, rettelser: Iterable[tuple[Genopretning, str, date | None]], *, af: Bruger
) -> None:
    """The words and days of what a draft proposes to be mended. Raises ValidationError by field, or when it is sent."""
    check_leder(af, t.tilsynssag)
    _udkast(t)
    for g, tekst, dag in rettelser:
        check_uden_cpr((tekst,))
        if dag is not None:
            check_inden(dag, f"inden_{g.pk}")
        if len(tekst.strip()) < 5:
            raise ValidationError({f"tekst_{g.pk}": "Skriv, hvad der skal rettes."})
        g.tekst, g.foreslaaet = tekst.strip(), dag
        g.save(update_fields=["tekst", "foreslaaet"])
