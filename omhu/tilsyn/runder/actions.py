"""What is done to a round. Each act checks right and state, says no in Danish, and leaves its day in `forloeb`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.statistik import ALGORITME, Udtraeksfejl, fast_liste
from omhu.sager.adgang import hent_sag
from omhu.tilsyn.adgang import naar_alle, valgbare_enheder
from omhu.tilsyn.models import Konceptudgave, Ramme, Rammesag, Runde, Tilsynssag, Udtraek
from omhu.tilsyn.runder import koncept as koncepter
from omhu.tilsyn.runder import ramme, udtraek
from omhu.tilsyn.runder.faelles import laas, noter
from omhu.tilsyn.runder.udtraek import Slags
from omhu.tilsyn.runder.undervejs import (
    afslut,
    erstat,
    genaabn,
    omfordel,
    omfordel_alle,
    opgiv,
    tildel_laesere,
    udgaa,
)

__all__ = [
    "AlleredeTrukket",
    "Ny",
    "Oensket",
    "afslut",
    "erstat",
    "frys_ramme",
    "gem_trukne",
    "genaabn",
    "meld_sag",
    "omfordel",
    "omfordel_alle",
    "opgiv",
    "opret",
    "tildel_laesere",
    "traek",
    "udgaa",
]

TOM_RAMME = (
    "Ingen sager passer til det, du har valgt. "
    "Prøv en længere periode, en større enhed eller færre begrænsninger."
)
Tilstand = Runde.Tilstand
AABNE_TILSTANDE = (Tilstand.FROSSEN, Tilstand.I_GANG)


@dataclass(frozen=True)
class Ny:
    """What a new round is made of."""

    navn: str
    udgave: Konceptudgave
    valg: ramme.Valg
    formaal: str = ""
    dobbelt: int = 10
    froe: str = ""
    """Given from outside; empty: the day and the frame's fingerprint, which nobody chooses."""
    laeses_inden: date | None = None


@transaction.atomic
def opret(af: Bruger, ny: Ny) -> Runde:
    """A round with its frame frozen: nothing is stored when no case fits."""
    kraev_ret(af, Ret.TILSYN)
    _check_enhed(af, ny.valg.enhed)
    if ny.valg.til < ny.valg.fra:
        raise ValidationError({"til": "Perioden slutter, før den begynder. Byt om på datoerne."})
    if ny.valg.til > timezone.localdate():
        raise ValidationError(
            {"til": "Perioden slutter efter i dag. Vælg en dag, der er gået, eller i dag."}
        )
    if ny.laeses_inden and ny.laeses_inden < timezone.localdate():
        raise ValidationError({"laeses_inden": "Dagen er gået. Vælg en dag, der kommer."})
    check_uden_cpr((ny.navn, ny.formaal))
    runde = Runde.objects.create(
        navn=ny.navn,
        udgave=ny.udgave,
        enhed_id=ny.valg.enhed,
        fra=ny.valg.fra,
        til=ny.valg.til,
        formaal=ny.formaal,
        leder=af,
        dobbelt=ny.dobbelt,
        laeses_inden=ny.laeses_inden,
        sammenlignes_med=forrige(ny.udgave, ny.valg.enhed, ny.valg),
        oprettet_af=af,
    )
    frys_ramme(af, runde, ny.valg, ny.froe)
    runde.refresh_from_db()
    return runde


def forrige(udgave: Konceptudgave, enhed: int | None, valg: ramme.Valg) -> Runde | None:
    """The latest round of the same concept and unit whose window ended before."""
    return (
        Runde.objects.filter(
            udgave__koncept=udgave.koncept_id,
            enhed=enhed,
            til__lt=valg.til,
            tilstand=Tilstand.AFSLUTTET,
        )
        .order_by("-til", "-pk")
        .first()
    )


@transaction.atomic
def frys_ramme(af: Bruger, runde: Runde, valg: ramme.Valg, froe: str = "") -> Ramme:
    """Find the cases, and keep them as they are now. The seed is published with the frame, before any draw."""
    runde = laas(af, runde, Tilstand.KLADDE)
    koncept = koncepter.koncept_af(runde.udgave)
    fundet = ramme.find(af, koncept, valg)
    if not fundet.raekker:
        raise ValidationError(" ".join((TOM_RAMME, *_uden(fundet.udeladt))))
    aftryk = ramme.aftryk(ramme.linje(r, r.nummer) for r in fundet.raekker)
    frosset = Ramme.objects.create(
        runde=runde,
        definition={
            **valg.som_json(),
            "udeladt": fundet.udeladt,
            "navne": udtraek.navne(koncept),
            "relevans": {"af": fundet.sager, "relevante": fundet.relevante},
            "ukendte": fundet.ukendte,
        },
        antal=len(fundet.raekker),
        aftryk=aftryk,
        frosset_af=af,
    )
    Rammesag.objects.bulk_create(
        (
            Rammesag(
                ramme=frosset,
                sag_id=r.sag,
                sagstrin=r.sagstrin,
                enhed_id=r.enhed,
                raadgiver_id=r.raadgiver,
                sagstype=r.sagstype,
                risiko=r.risiko,
            )
            for r in fundet.raekker
        ),
        batch_size=1000,
    )
    runde.froe = froe.strip() or f"{timezone.localdate().isoformat()}-{aftryk[:12]}"
    runde.tilstand = Tilstand.FROSSEN
    noter(runde, af, f"Rammen frosset: {talt(len(fundet.raekker), 'række', 'rækker')}")
    runde.save(update_fields=["froe", "tilstand", "forloeb"])
    return frosset


def _uden(udeladt: list[tuple[int, str]]) -> list[str]:
    return [f"Uden for rammen: {t}." for t in ramme.udeladt_tekst(udeladt)]


@dataclass(frozen=True)
class Oensket:
    """The draw that is asked for. `antal` 0 in groups: exactly `mindst` of each."""

    slags: str
    antal: int = 0
    grupper: tuple[str, ...] = ()
    """What groups are made of; of a draw by risk the risks."""
    mindst: int = 0
    tag_alle: bool = False
    """A group with fewer than `mindst` gives all it has."""
    liste: tuple[str, ...] = ()
    begrundelse: str = ""


class AlleredeTrukket(ValidationError):
    """Somebody has drawn since the page was shown: a button pressed twice, or two who lead the round."""


@transaction.atomic
def traek(af: Bruger, runde: Runde, oensket: Oensket, *, kendte: int | None = None) -> Udtraek:
    """One more draw of the round. Draws are never counted in one percentage. `kendte`: how many draws the one who asks
    has seen; raises AlleredeTrukket when there are others."""
    runde = laas(af, runde, *AABNE_TILSTANDE)
    if kendte is not None and runde.udtraek.count() != kendte:
        raise AlleredeTrukket(
            "Der er trukket, siden du åbnede siden. Intet er trukket igen. Se, hvad der er trukket, før du "
            "trækker flere."
        )
    check_uden_cpr((oensket.begrundelse,))
    with som_system():  # a draw is of all rows, whoever draws
        brugte = list(Tilsynssag.objects.filter(runde=runde).values_list("sag_id", "sagstrin"))
    alle = udtraek.raekker(runde)
    if oensket.slags == Slags.LISTE:
        trukket = _fast_liste(alle, brugte, oensket)
    elif oensket.slags == Slags.SELVVALGT:
        trukket = None
        _check_antal(oensket.antal, len(alle))
    else:
        trukket, oensket = _tilfaeldigt(runde, alle, brugte, oensket)
    ny = Udtraek.objects.create(
        runde=runde,
        slags=oensket.slags,
        antal=len(trukket.udtraek.valgte) if trukket else oensket.antal,
        grupper=list(oensket.grupper),
        mindst=oensket.mindst,
        froe=runde.froe if oensket.slags in udtraek.METODER else "",
        algoritme=ALGORITME if oensket.slags in udtraek.METODER else "",
        begrundelse=oensket.begrundelse,
        trukket_af=af,
    )
    if trukket:
        gem_trukne(ny, trukket, len(brugte))
    runde.tilstand = Tilstand.I_GANG
    noter(runde, af, f"Udtræk: {ny.get_slags_display().lower()}, {talt(ny.antal, 'sag', 'sager')}")
    runde.save(update_fields=["tilstand", "forloeb"])
    return ny


def _tilfaeldigt(
    runde: Runde, alle: Sequence[Rammesag], brugte: list[tuple[int, str]], o: Oensket
) -> tuple[udtraek.Trukket, Oensket]:
    navne = runde.ramme.definition.get("navne", {})
    if o.slags == Slags.STRATIFICERET:
        o = _med_antal(o, udtraek.gruppestoerrelser(alle, brugte, o.grupper, navne))
    if o.slags == Slags.RISIKO and not o.grupper:
        raise ValidationError({"risici": "Vælg mindst én risiko, der skal trækkes efter."})
    try:
        trukket = udtraek.traek(
            alle, brugte, o.slags, o.antal, froe=runde.froe, grupper=o.grupper, mindst=o.mindst, navne_=navne,
        )  # fmt: skip
    except Udtraeksfejl as fejl:
        raise ValidationError({"antal": str(fejl)}) from fejl
    return trukket, o


def _med_antal(o: Oensket, grupper: Mapping[str, int]) -> Oensket:
    """The number filled in, and a group that is too small told of."""
    if not o.grupper:
        raise ValidationError(
            {"grupper": "Vælg, hvad der trækkes i grupper efter, fx rådgiver eller sagstrin."}
        )
    smaa = {g: n for g, n in sorted(grupper.items()) if n < o.mindst}
    if smaa and not o.tag_alle:
        navne = ", ".join(f"{g} ({n})" for g, n in list(smaa.items())[:6])
        flere = f" og {len(smaa) - 6} mere" if len(smaa) > 6 else ""
        raise ValidationError(
            {
                "mindst": f"{talt(len(smaa), 'gruppe', 'grupper')} har færre end {o.mindst}: {navne}{flere}. "
                "Sæt mindstetallet ned, eller sæt kryds ved »Tag alle fra de grupper, der har færre«."
            }
        )
    mindstetal = sum(min(o.mindst, n) for n in grupper.values())
    antal = o.antal or mindstetal
    if o.tag_alle and o.antal and antal < mindstetal:
        antal = mindstetal
    return Oensket(o.slags, antal, o.grupper, o.mindst, o.tag_alle, o.liste, o.begrundelse)


def _check_antal(antal: int, i_alt: int) -> None:
    if antal < 1:
        raise ValidationError({"antal": "Skriv, hvor mange sager der højst skal meldes."})
    if antal > i_alt:
        raise ValidationError(
            {"antal": f"Rammen har {talt(i_alt, 'sag', 'sager')}; der kan ikke meldes {antal}."}
        )


def _fast_liste(
    alle: Sequence[Rammesag], brugte: list[tuple[int, str]], o: Oensket
) -> udtraek.Trukket:
    """The cases that somebody else named, by number; at a sagstrin `nummer/sagstrin`, else all of the case's."""
    efter = udtraek.efter_noegle(alle)
    pr_nummer: dict[str, list[str]] = {}
    for noegle, r in efter.items():
        pr_nummer.setdefault(udtraek.nummer(r).casefold(), []).append(noegle)
    kendte = {k.casefold(): k for k in efter}
    valgte: list[str] = []
    ukendte: list[str] = []
    for linje in o.liste:
        skrevet = linje.casefold()
        valgte += [kendte[skrevet]] if skrevet in kendte else pr_nummer.get(skrevet, [])
        if skrevet not in kendte and skrevet not in pr_nummer:
            ukendte.append(linje)
    taget = set(brugte)
    igen = [k for k in valgte if (efter[k].sag_id, efter[k].sagstrin) in taget]
    if ukendte or igen:
        raise ValidationError({"liste": _om_listen(ukendte, igen)})
    try:
        liste = fast_liste(udtraek.som_ramme(efter, o.slags, (), {}), valgte)
    except Udtraeksfejl as fejl:
        raise ValidationError({"liste": str(fejl)}) from fejl
    return udtraek.Trukket(liste, efter, [])


def _om_listen(ukendte: Sequence[str], igen: Sequence[str]) -> list[str]:
    tekster = []
    if ukendte:
        tekster.append(
            f"Ikke i rammen: {', '.join(ukendte)}. Ret numrene, eller slet linjerne. Resten af listen er i orden."
        )
    if igen:
        tekster.append(f"Allerede med i runden: {', '.join(igen)}. Slet linjerne.")
    return tekster


def gem_trukne(ny: Udtraek, trukket: udtraek.Trukket, foer: int) -> None:
    """The drawn rows as cases of the round, numbered on from those that are there."""
    Tilsynssag.objects.bulk_create(
        _tilsynssag(ny, trukket.raekke(u), foer + nr, u.stratum, u.sandsynlighed)
        for nr, u in enumerate(trukket.udtraek.valgte, 1)
    )


def _tilsynssag(
    ny: Udtraek, r: Rammesag, nr: int, stratum: str, sandsynlighed: float | None
) -> Tilsynssag:
    return Tilsynssag(
        runde_id=ny.runde_id,
        udtraek=ny,
        sag_id=r.sag_id,
        sagstrin=r.sagstrin,
        enhed_id=r.enhed_id,
        raadgiver_id=r.raadgiver_id,
        nr=nr,
        stratum=stratum[:160],
        sandsynlighed=sandsynlighed,
    )


@transaction.atomic
def meld_sag(af: Bruger, runde: Runde, raekke: Rammesag, begrundelse: str) -> Tilsynssag:
    """A rådgiver nominates a case of their own, with a reason, while the round asks for it."""
    kraev_ret(af, Ret.REGISTRERE)
    if raekke.raadgiver_id != af.pk or raekke.ramme.runde_id != runde.pk:
        raise PermissionDenied("Du kan kun melde en sag, du er ansvarlig for.")
    hent_sag(af, raekke.sag_id)
    runde = Runde.objects.select_for_update().get(pk=runde.pk)
    if not begrundelse.strip():
        raise ValidationError({"begrundelse": "Skriv, hvorfor sagen er god at lære af."})
    check_uden_cpr((begrundelse,))
    aaben = aaben_for_forslag(runde)
    if aaben is None:
        raise ValidationError("Runden tager ikke imod flere sager. Tal med den, der leder den.")
    with som_system():  # the number in the round, and whether it is there, is of all rows
        if Tilsynssag.objects.filter(
            runde=runde, sag=raekke.sag_id, sagstrin=raekke.sagstrin
        ).exists():
            raise ValidationError("Sagen er allerede med i runden.")
        nr = Tilsynssag.objects.filter(runde=runde).count() + 1
    ny = _tilsynssag(aaben, raekke, nr, "", None)
    ny.begrundelse = begrundelse.strip()
    ny.save()
    return ny


def aaben_for_forslag(runde: Runde) -> Udtraek | None:
    """The round's draw of nominated cases that has room, while the round is on."""
    if runde.tilstand != Tilstand.I_GANG:
        return None
    with som_system():  # how many are there already
        forslag = runde.udtraek.filter(slags=Slags.SELVVALGT).order_by("pk")
        for u in forslag.annotate(n=Count("sager")):
            if u.n < u.antal:
                return u
    return None


def _check_enhed(af: Bruger, enhed: int | None) -> None:
    if enhed is None:
        if not naar_alle(af):
            raise ValidationError({"enhed": "Vælg en af dine enheder."})
    elif enhed not in {e.pk for e in valgbare_enheder(af)}:
        raise ValidationError({"enhed": "Du kan kun lave runder i dine egne enheder."})
