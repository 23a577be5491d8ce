"""Acts of an engagement of an external reviewer: order it, make the account, give cases, extend, end, promise
confidentiality, write notes.

Who may make accounts stays as it is: a leader orders, a system administrator makes the account (`gem_bruger`). Who may
give a case stays as it is too (`saeradgang.giv_adgang`). Everything ends on the engagement's last day by itself: cases
by `Sagsadgang.udloeber`, the account by `Bruger.udloeber`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from omhu.adgang.brugerstyring import Adgangsdata, gem_bruger
from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.sager import saeradgang
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Sag, Sagsadgang
from omhu.tilsyn.adgang import hent_runde
from omhu.tilsyn.gransker.queries import aabne_for
from omhu.tilsyn.gransker.tavshed_tekst import tavshedstekst
from omhu.tilsyn.models import Granskernotat, Granskning, Runde, Tilsynssag

HOEJST = timedelta(days=366)
HOEJST_SAGER = 500
ROLLE = Bruger.Rolle.EKSTERN_GRANSKER


@dataclass
class Tildeling:
    """What came of giving a list of cases: the numbers that are on the list now, and the others with why not."""

    givet: list[str] = field(default_factory=list)
    fejl: list[tuple[str, str]] = field(default_factory=list)


def check_til(til: date | None) -> date:
    """The last day of an engagement. Raises ValidationError at `til`."""
    i_dag = timezone.localdate()
    if til is None:
        raise ValidationError(
            {"til": "Vi mangler den sidste dag. Adgangen slutter af sig selv den dag."}
        )
    if til < i_dag:
        raise ValidationError({"til": "Dagen er gået. Skriv en sidste dag fra i dag og frem."})
    if til > i_dag + HOEJST:
        raise ValidationError(
            {"til": "Højst et år ad gangen. Skriv en tidligere dag; aftalen kan forlænges."}
        )
    return til


@transaction.atomic
def bestil(
    af: Bruger,
    *,
    navn: str,
    formaal: str,
    til: date | None,
    firma: str = "",
    bruger: Bruger | None = None,
    runde: Runde | None = None,
) -> Granskning:
    """Order an engagement: for an account that there is, or by name for one that a system administrator is to make.
    Raises ValidationError (Danish)."""
    kraev_ret(af, Ret.TILSYN)
    til, navn, formaal = check_til(til), " ".join(navn.split()), formaal.strip()
    if runde is not None:
        runde = hent_runde(af, runde.pk)
    if bruger is None and len(navn.split()) < 2:
        raise ValidationError(
            {"navn": "Skriv personens for- og efternavn, eller vælg en konto, der findes."}
        )
    if len(formaal) < 10:
        raise ValidationError(
            {"formaal": "Skriv, hvad personen skal se efter, så familien kan få det at vide."}
        )
    check_uden_cpr((navn, firma, formaal))
    if bruger is not None:
        _check_konto(bruger)
    g = Granskning.objects.create(
        bruger=bruger,
        navn=str(bruger or navn)[:120],
        firma=firma.strip(),
        formaal=formaal,
        runde=runde,
        til=til,
        oprettet_af=af,
    )
    if bruger is not None:
        _luk_til_loeftet_er_givet(bruger)
    return g


def _check_konto(bruger: Bruger) -> None:
    Bruger.objects.select_for_update().get(pk=bruger.pk)  # one engagement at a time
    if bruger.rolle != ROLLE or not bruger.is_active:
        raise ValidationError(
            {"bruger": f"{bruger} er ikke en åben konto for en ekstern gransker."}
        )
    if aabne_for(bruger):
        raise ValidationError(
            {
                "bruger": f"{bruger} har allerede en aftale, der løber. Forlæng den, eller føj sager til."
            }
        )


def _luk_til_loeftet_er_givet(bruger: Bruger) -> None:
    """A new engagement is a new promise: until it is given no case opens (`adgang.omfang`)."""
    bruger.tavshed = None
    bruger.save(update_fields=["tavshed"])


@transaction.atomic
def opret_konto(af: Bruger, g: Granskning, brugernavn: str) -> Bruger:
    """The system administrator makes the account that was ordered. Raises ValidationError at `brugernavn`."""
    kraev_ret(af, Ret.STYRE_BRUGERE)
    g = _holdt(g)
    if g.bruger_id or not g.loeber:
        raise ValidationError(
            "Bestillingen er allerede klaret, eller dagen er gået. Hent siden igen."
        )
    brugernavn = brugernavn.strip().lower()
    if not re.fullmatch(r"[a-z0-9._@+-]{3,150}", brugernavn):
        raise ValidationError(
            {"brugernavn": "Skriv et brugernavn med små bogstaver, fx eva.lorentzen."}
        )
    if Bruger.objects.filter(username__iexact=brugernavn).exists():
        raise ValidationError({"brugernavn": "Brugernavnet er taget. Skriv et andet."})
    fornavne, _, efternavn = g.navn.rpartition(" ")
    bruger = gem_bruger(
        af,
        Bruger(username=brugernavn, first_name=fornavne, last_name=efternavn),
        Adgangsdata(ROLLE, udloeber=g.til),
    )
    g.bruger = bruger
    g.save(update_fields=["bruger"])
    return bruger


@transaction.atomic
def foelg_konto(af: Bruger, g: Granskning) -> Bruger:
    """The system administrator makes the account end when the engagement does. Raises ValidationError before there is
    an account."""
    g = _holdt(g)
    bruger = g.bruger
    if bruger is None:
        raise ValidationError("Der er ingen konto endnu.")
    nu = Adgangsdata.af_bruger(bruger)
    til = g.til if g.loeber else timezone.localdate() - timedelta(1)
    return gem_bruger(af, bruger, Adgangsdata(nu.rolle, nu.enhed, nu.kle, til, nu.aktiv))


def _holdt(g: Granskning) -> Granskning:
    """The engagement as it is now; nobody else changes it until the transaction ends."""
    alle = Granskning.objects.select_for_update(of=("self",)).select_related("bruger", "runde")
    return alle.get(pk=g.pk)


def numre(tekst: str) -> list[str]:
    """Case numbers as they were pasted: parted by lines, commas, semicolons or tabs, each once."""
    dele = (d.strip() for d in re.split(r"[\n\r,;\t]+", tekst))
    return list({d.casefold(): d for d in dele if d}.values())


@transaction.atomic
def giv_sager(af: Bruger, g: Granskning, tekst: str) -> Tildeling:
    """Put cases on the reviewer's list by their numbers. Those that cannot be given are named with why; the rest are
    given. Raises PermissionDenied without the right to give access, ValidationError when nothing can be given."""
    g = _kan_gives(af, g)
    oenskede = numre(tekst)
    if not oenskede:
        raise ValidationError({"numre": "Skriv mindst ét sagsnummer."})
    if len(oenskede) > HOEJST_SAGER:
        raise ValidationError({"numre": f"Højst {HOEJST_SAGER} sager ad gangen."})
    fundne = {
        s.nummer.casefold(): s for s in synlige_sager(af).filter(_en_af(oenskede)) if s.nummer
    }
    svar = Tildeling()
    for nummer in oenskede:
        sag = fundne.get(nummer.casefold())
        if sag is None:
            svar.fejl.append(
                (nummer, "findes ikke, eller hører til en enhed, du ikke kan give adgang til")
            )
        else:
            _giv(af, g, sag, svar)
    return svar


def _en_af(oenskede: list[str]) -> Q:
    return reduce(or_, (Q(nummer__iexact=nummer) for nummer in oenskede))


@transaction.atomic
def giv_rundens_sager(af: Bruger, g: Granskning, runde: Runde) -> Tildeling:
    """Put the cases that a round reads on the list; those the leader does not see are told of by number in the draw."""
    g = _kan_gives(af, g)
    runde = hent_runde(af, runde.pk)
    raekker = runde.sager.filter(tilstand=Tilsynssag.Tilstand.MED)
    with som_system():  # which of them the leader may give is asked below
        nr = dict(raekker.values_list("sag_id", "nr"))
    synlige = {s.pk: s for s in synlige_sager(af).filter(pk__in=nr)}
    svar = Tildeling()
    for pk, plads in nr.items():
        if pk in synlige:
            _giv(af, g, synlige[pk], svar)
        else:
            svar.fejl.append(
                (f"nr. {plads} i udtrækket", "hører til en enhed, du ikke kan give adgang til")
            )
    return svar


def _kan_gives(af: Bruger, g: Granskning) -> Granskning:
    kraev_ret(af, Ret.TILSYN)
    kraev_ret(af, Ret.BESKYTTE)
    g = _holdt(g)
    if not g.loeber:
        raise ValidationError("Aftalen er slut. Lav en ny.")
    if g.bruger is None:
        raise ValidationError(
            "Kontoen er ikke oprettet endnu. Systemadministratoren har fået besked; giv sagerne, når den er der."
        )
    return g


def _giv(af: Bruger, g: Granskning, sag: Sag, svar: Tildeling) -> None:
    assert g.bruger is not None
    i_forvejen = Sagsadgang.objects.filter(
        saeradgang.i_kraft(), bruger=g.bruger, sag=sag, slags=Sagsadgang.Slags.LISTE
    )
    if i_forvejen.exists():
        svar.fejl.append((sag.nummer, "står allerede på listen"))
        return
    try:
        saeradgang.giv_adgang(
            af, sag, g.bruger, f"Ekstern gennemgang: {g.formaal}", udloeber=g.slut
        )
        svar.givet.append(sag.nummer)
    except ValidationError as fejl:
        svar.fejl.append((sag.nummer, " ".join(fejl.messages)))


@transaction.atomic
def forlaeng(af: Bruger, g: Granskning, til: date | None) -> Tildeling:
    """A later (or earlier) last day, for the engagement and its cases. The account's own day is the system
    administrator's to move (`foelg_konto`); an earlier one of its own still ends everything."""
    kraev_ret(af, Ret.TILSYN)
    g = _holdt(g)
    if g.afsluttet:
        raise ValidationError("Aftalen er afsluttet. Lav en ny.")
    g.til = check_til(til)
    g.save(update_fields=["til"])
    svar = Tildeling()
    if g.bruger is None:
        return svar
    kraev_ret(af, Ret.BESKYTTE)
    for adgang in _liste(g).select_related("sag"):
        try:
            saeradgang.afslut(af, adgang)
            _giv(af, g, adgang.sag, svar)
        except PermissionDenied:
            svar.fejl.append((adgang.sag.nummer, "hører til en enhed, du ikke kan give adgang til"))
    return svar


def _liste(g: Granskning) -> QuerySet[Sagsadgang]:
    return Sagsadgang.objects.filter(
        saeradgang.i_kraft(), bruger=g.bruger, slags=Sagsadgang.Slags.LISTE
    )


@transaction.atomic
def afslut(af: Bruger, g: Granskning) -> None:
    """End it now: all cases of the list, and the promise, so that nothing opens whatever else the account has."""
    kraev_ret(af, Ret.TILSYN)
    g = _holdt(g)
    if g.afsluttet:
        raise ValidationError("Aftalen er allerede afsluttet.")
    g.afsluttet = timezone.now()
    g.save(update_fields=["afsluttet"])
    if g.bruger is not None:
        saeradgang.afslut_liste(af, g.bruger)
        _luk_til_loeftet_er_givet(g.bruger)


@transaction.atomic
def lov_tavshed(bruger: Bruger) -> Granskning:
    """The reviewer accepts the words as they stand today; they are kept with the engagement. Raises PermissionDenied
    where there is no engagement to accept for."""
    if bruger.rolle != ROLLE:
        raise PermissionDenied("Siden er for eksterne granskere.")
    fundne = aabne_for(bruger)
    if not fundne:
        raise PermissionDenied(INGEN_AFTALE)
    dag, tekst = tavshedstekst()
    nu = timezone.now()
    Granskning.objects.filter(pk=fundne[0].pk).update(
        tavshed=nu, tavshed_tekst=f"Teksten af {dag}\n\n{tekst}"
    )
    bruger.tavshed = nu
    bruger.save(update_fields=["tavshed"])
    log(Handling.ADMIN, bruger=bruger, detaljer={"tavshed": dag, "granskning": fundne[0].pk})
    return fundne[0]


INGEN_AFTALE = (
    "Der er ingen aftale, der løber, for din konto. Bed den i kommunen, du arbejder for, om at oprette den under "
    "Tilsyn, Eksterne granskere."
)


@som_system()  # a note on the engagement as a whole has no case, and the database shows rows by their case
@transaction.atomic
def _gem(g: Granskning, sag: Sag | None, tekst: str, notat: Granskernotat | None) -> Granskernotat:
    if notat is None:
        return Granskernotat.objects.create(granskning=g, sag=sag, tekst=tekst)
    notat.tekst = tekst
    notat.save(update_fields=["tekst", "rettet"])
    return notat


def skriv_notat(
    bruger: Bruger, tekst: str, *, sag_pk: int | None = None, notat: Granskernotat | None = None
) -> Granskernotat:
    """A note of the reviewer's own: on a case of the list, or on the engagement. Raises PermissionDenied for another's
    note or case, ValidationError at `tekst`."""
    g = egen_aftale(bruger)
    if notat is not None and notat.granskning_id != g.pk:
        raise PermissionDenied("Notatet er en andens.")
    sag = hent_sag(bruger, sag_pk) if sag_pk else None
    tekst = tekst.strip()
    if len(tekst) < 2:
        raise ValidationError({"tekst": "Skriv notatet."})
    check_uden_cpr((tekst,))
    return _gem(g, sag, tekst, notat)


@som_system()  # as above
@transaction.atomic
def slet_notat(bruger: Bruger, pk: int) -> None:
    """Take a note of one's own away."""
    Granskernotat.objects.filter(granskning=egen_aftale(bruger), pk=pk).delete()


def egen_aftale(bruger: Bruger) -> Granskning:
    """The reviewer's engagement that runs and is promised for. Raises PermissionDenied."""
    if bruger.rolle != ROLLE:
        raise PermissionDenied("Siden er for eksterne granskere.")
    fundne = aabne_for(bruger)
    if not fundne or fundne[0].tavshed is None:
        raise PermissionDenied(INGEN_AFTALE)
    return fundne[0]


def maa_give(bruger: Bruger) -> bool:
    """May the user put cases on a list?"""
    return har_ret(bruger, Ret.TILSYN) and har_ret(bruger, Ret.BESKYTTE)
