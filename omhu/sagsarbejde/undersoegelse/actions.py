"""Acts of an undersøgelse: decide, plan, ask for statements and take them in, look halfway, finish.

Each writes one step (or none, where only a text is written) and its text in one go; the caller recomputes
obligations (`frister.actions.sagens_aendring`). Refusals are Danish and stand at the field that they are about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.regler.love import BL, SEL, fra_og_med, lov_paa
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.datoer import check_dag, check_efter
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.undersoegelse.forloeb import (
    AFDAEKNING,
    AFSLUTTET,
    BESLUTTET,
    BFU,
    Forloeb,
    aabent,
    ved_rod,
)
from omhu.sagsarbejde.undersoegelse.queries import PLAN, UDSAGN, Undersoegelse, alle, hent
from omhu.sagsarbejde.undersoegelse.tekst import skrift_til, tilfoej_udsagn
from omhu.sagsarbejde.undersoegelse.tjekliste import mangler, soeskende_vurderet
from omhu.tidslinje.models import Skridt

INGEN = "ingen"
KORTESTE_GRUND = 5
BFU_GRUNDE = {
    "alvorlig": "Sagen er alvorlig eller kompleks, eller en anbringelse overvejes",
    "overgreb": "Der er overgreb eller mistanke om overgreb",
    "krisecenter": "Barnet er på vej fra krisecenter hjem til en voldelig forælder",
}
"""BL § 20, stk. 1, nr. 1-3: then the municipality must decide an undersøgelse."""
KOPIERES_IKKE = ("stillingtagen", "foraeldres_bemaerkninger", "barnets_bemaerkninger")
"""Of an old undersøgelse that is updated: what must be thought or said anew."""


@transaction.atomic
def screen(
    sag: Sag,
    *,
    dag: date,
    resultat: str,
    begrundelse: str,
    af: Bruger,
    bfu_grunde: Sequence[str] = (),
    aeresrelateret: str = "",
    funktionsnedsaettelse: str = "",
) -> Skridt:
    """Decide what a worry leads to (BL § 18): nothing, an afdækning or a BFU; the decision's step comes with it.
    Serviceloven knows no screening: there it is the BFU or none (SEL § 50). Returns the last step written."""
    lov = lov_paa(dag)
    _check_screening(sag, dag, resultat, begrundelse, bfu_grunde if lov == BL else ())
    tidligere = alle(sag)
    faelles = {"begrundelse": begrundelse}
    skridt: Skridt | None = None
    if lov == BL or resultat == INGEN:
        felter = faelles | {
            "resultat": resultat,
            "bfu_grund": "+".join(bfu_grunde),
            "aeresrelateret": aeresrelateret,
            "funktionsnedsaettelse": funktionsnedsaettelse,
        }
        skridt = registrer_skridt(sag, "SCREENING", dag, af=af, felter=felter)
    if resultat in BESLUTTET:
        felter = {} if skridt else faelles  # the reason stands once
        skridt = registrer_skridt(sag, BESLUTTET[resultat], dag, af=af, felter=felter)
        _check_loeber(sag, skridt, tidligere)
    if skridt is None:
        raise ValidationError({"resultat": "Vælg, hvad screeningen fører til."})
    return skridt


def _check_screening(
    sag: Sag, dag: date, resultat: str, begrundelse: str, bfu_grunde: Sequence[str]
) -> None:
    check_dag(sag, dag)
    _check_grund(begrundelse, "Skriv kort, hvorfor. Beslutningen skal kunne læses af andre.")
    if resultat == AFDAEKNING and lov_paa(dag) == SEL:
        raise ValidationError(
            {
                "resultat": f"Afdækning findes først fra {dato(fra_og_med(BL))}. Vælg en undersøgelse eller ingen."
            }
        )
    if resultat != BFU and bfu_grunde:
        raise ValidationError(
            {
                "resultat": "Når en af grundene i § 20, stk. 1, gælder, skal I lave en børnefaglig undersøgelse. "
                "Vælg den, eller ret svaret ovenfor."
            }
        )
    i_gang = aabent(alle(sag))
    if i_gang and (i_gang.slags == BFU or resultat != BFU):
        raise ValidationError(
            f"{i_gang.navn} er allerede i gang siden {dato(i_gang.begyndt)}. Fortsæt i den."
        )
    if i_gang and resultat == BFU:
        check_efter(dag, i_gang.begyndt, f"{i_gang.navn.lower()} blev besluttet")


def _check_loeber(sag: Sag, skridt: Skridt, tidligere: Sequence[Forloeb]) -> None:
    """A decision begins a course that runs from its day on. One dated before the end of an earlier course, or before
    the case was closed, would be read as a part of that: ask after it was written, and refuse at `dag`."""
    nyt = ved_rod(alle(sag), str(skridt.rod))
    if nyt is not None and nyt.i_gang:
        return
    foer = next((f for f in reversed(tidligere) if f.slut and f.slut.dag >= skridt.dag), None)
    if foer is None or foer.slut is None:
        lukket = f" {dato(nyt.slut.dag)}" if nyt and nyt.slut else ""
        fejl = f"Sagen blev lukket{lukket}, og det sluttede alt fra før. Vælg en dag efter genåbningen."
    else:
        fejl = (
            f"Sagen havde en {foer.navn.lower()} fra {dato(foer.begyndt)} til {dato(foer.slut.dag)}. En ny skal være "
            "besluttet senere. Vælg en senere dag, eller ret den gamle på tidslinjen, hvis dens datoer er forkerte."
        )
    raise ValidationError({"dag": fejl})


def _check_grund(tekst: str, fejl: str, felt: str = "begrundelse") -> None:
    if len(tekst.strip()) < KORTESTE_GRUND:
        raise ValidationError({felt: fejl})


@transaction.atomic
def opdater(u: Undersoegelse, *, dag: date, begrundelse: str, af: Bruger) -> Undersoegelse:
    """Begin an update of a finished undersøgelse: a new decision, and its texts with what the old ones say."""
    _check_opdatering(u, dag, begrundelse)
    tidligere = alle(u.sag)
    skridt = registrer_skridt(
        u.sag,
        BESLUTTET[BFU],
        dag,
        af=af,
        felter={"begrundelse": begrundelse},
        vedroerer=str(u.forloeb.rod),
    )
    _check_loeber(u.sag, skridt, tidligere)
    ny = hent(u.sag, skridt.rod)
    for slags in (PLAN, UDSAGN, BFU):
        felter = {n: v for n, v in u.felter(slags).items() if _kopieres(n)}
        skrift = skrift_til(ny, slags, af=af, bygger_paa=u.tekster.get(slags))
        tekster.gem(skrift, felter, paa=1, af=af)
    return hent(u.sag, skridt.rod)


def _check_opdatering(u: Undersoegelse, dag: date, begrundelse: str) -> None:
    check_dag(u.sag, dag)
    _check_grund(begrundelse, "Skriv, hvad der har ændret sig, siden undersøgelsen blev færdig.")
    if u.forloeb.slags != BFU or not u.forloeb.afsluttet or u.forloeb.slut is None:
        raise ValidationError("Kun en færdig børnefaglig undersøgelse kan opdateres.")
    check_efter(dag, u.forloeb.slut.dag, "undersøgelsen blev færdig")
    i_gang = aabent(alle(u.sag))
    if i_gang:
        raise ValidationError(f"{i_gang.navn} er allerede i gang. Skriv ændringerne i den.")


def _kopieres(felt: str) -> bool:
    return felt not in KOPIERES_IKKE and not felt.startswith("punkt.")


# -- statements that are asked for -----------------------------------------------------------------


@transaction.atomic
def anmod(
    u: Undersoegelse, nr: str, *, dag: date, fra: str, om: str, senest: date, af: Bruger
) -> Skridt:
    """Ask for the statement of a row of the plan. It then has a day that reminders follow."""
    check_i_gang(u)
    _check_dag_i(u, dag)
    check_efter(senest, dag, "I beder om den", "senest")
    if any(t.attributter.get("punkt") == nr for t in u.forloeb.af("UDTALELSE_ANMODET")):
        raise ValidationError("Der er allerede bedt om den. Se planen.")
    return registrer_skridt(
        u.sag,
        "UDTALELSE_ANMODET",
        dag,
        af=af,
        felter={"fra": fra, "om": om, "naeste": senest.isoformat(), "punkt": nr},
        vedroerer=str(u.forloeb.rod),
    )


@transaction.atomic
def modtag(
    u: Undersoegelse, nr: str, *, dag: date, raekker: Sequence[Mapping[str, str]], af: Bruger
) -> Skridt:
    """Take in a statement that was asked for; its content becomes statements with source and date."""
    bedt = next(
        (t for t in u.forloeb.af("UDTALELSE_ANMODET") if t.attributter.get("punkt") == nr), None
    )
    if bedt is None:
        raise ValidationError("Der er ikke bedt om den endnu. Bed om den først.")
    if any(t.vedroerer == bedt.navn for t in u.forloeb.af("UDTALELSE_MODTAGET")):
        raise ValidationError("Den er allerede modtaget. Se planen.")
    check_i_gang(u)
    _check_dag_i(u, dag)
    check_efter(dag, bedt.dag, "I bad om den")
    fra = str(bedt.attributter.get("fra", ""))
    skridt = registrer_skridt(
        u.sag, "UDTALELSE_MODTAGET", dag, af=af, felter={"fra": fra}, vedroerer=bedt.navn
    )
    if raekker:
        nye = [{"kilde": fra, "dato": dag.isoformat(), **r} for r in raekker]
        tilfoej_udsagn(u, nye, af=af)
    return skridt


# -- halfway, preliminary, finished ----------------------------------------------------------------


@transaction.atomic
def tjek_midtvejs(u: Undersoegelse, *, fokus: str, grund: str, af: Bruger) -> Skridt:
    """Say halfway whether the focus is still right, and why: a note of the journal with its text."""
    check_i_gang(u)
    if fokus not in ("ja", "nej"):
        raise ValidationError({"fokus": "Vælg, om fokus stadig er det rigtige."})
    _check_grund(grund, "Skriv kort, hvorfor.", "grund")
    svar = "fokus er stadig det rigtige" if fokus == "ja" else "fokus skal ændres"
    skridt = registrer_skridt(
        u.sag,
        "JOURNALNOTAT",
        timezone.localdate(),
        af=af,
        felter={"emne": f"Midtvejstjek af undersøgelsen: {svar}"},
        vedroerer=str(u.forloeb.rod),
    )
    _skriv(u, "midtvejs", {"fokus": fokus, "grund": grund}, skridt, af)
    return skridt


@transaction.atomic
def vurder_foreloebigt(
    u: Undersoegelse, felter: Mapping[str, str], *, dag: date, af: Bruger
) -> Skridt:
    """The preliminary assessment, when the undersøgelse cannot be finished in time (BL § 20, stk. 3)."""
    check_i_gang(u)
    _check_dag_i(u, dag)
    for felt, fejl in (
        ("hvorfor", "Skriv, hvorfor undersøgelsen ikke er færdig."),
        ("vurdering", "Skriv, hvad I vurderer nu, og om barnet skal have støtte imens."),
    ):
        _check_grund(felter.get(felt, ""), fejl, felt)
    skridt = registrer_skridt(
        u.sag, "FORELOEBIG_VURDERING", dag, af=af, vedroerer=str(u.forloeb.rod)
    )
    _skriv(u, "foreloebig_vurdering", felter, skridt, af)
    return skridt


def _skriv(
    u: Undersoegelse, slags: str, felter: Mapping[str, str], skridt: Skridt, af: Bruger
) -> Skrift:
    """A text that is written and finished with its step."""
    skrift = tekster.opret(u.sag, slags, felter, af=af, emne=str(u.forloeb.rod))
    tekster.afslut(skrift, skridt_rod=skridt.rod, af=af)
    return skrift


@transaction.atomic
def afslut(
    u: Undersoegelse,
    *,
    dag: date,
    af: Bruger,
    begrundelse: str = "",
    udslagsgivende: date | None = None,
    udfoert_af: str = "egen_kommune",
) -> Skridt:
    """Finish it. What the law asks for and that is not there asks for a reason, which stands on the step.
    The siblings' assessment gets its step with it. `udslagsgivende`: the day that the deadline is counted from."""
    check_i_gang(u)
    _check_dag_i(u, dag)
    uden = mangler(u, dag)
    if uden:
        _check_grund(begrundelse, "Noget mangler. Skriv, hvorfor I afslutter uden det.")
    slags, felter = u.forloeb.slags, u.felter(u.forloeb.slags)
    if slags == BFU and felter.get("soeskende") and not soeskende_vurderet(u, dag):
        registrer_skridt(u.sag, "SOESKENDEVURDERING", dag, af=af, vedroerer=str(u.forloeb.rod))
    om = {"mangler": "+".join(k.kode for k in uden), "begrundelse": begrundelse if uden else ""}
    if slags == BFU:
        om |= {
            "art": "opdatering" if u.opdatering else "ny",
            "udfoert_af": udfoert_af,
            "vedroerer_aktuelle_forhold": "ja",
            "begrundet_stillingtagen": "ja" if felter.get("stillingtagen") else "nej",
            "startdato_anfoert_i_bfu": u.forloeb.begyndt.isoformat(),
            "udslagsgivende_anfoert_i_bfu": udslagsgivende.isoformat() if udslagsgivende else "",
        }
    skridt = registrer_skridt(
        u.sag, AFSLUTTET[slags], dag, af=af, felter=om, vedroerer=str(u.forloeb.rod)
    )
    for navn in (slags, PLAN, UDSAGN):
        skrift = u.tekster.get(navn) or (skrift_til(u, navn, af=af) if navn == slags else None)
        if skrift and not skrift.afsluttet:
            tekster.afslut(skrift, skridt_rod=skridt.rod if navn == slags else None, af=af)
    return skridt


def check_i_gang(u: Undersoegelse) -> None:
    """Raise ValidationError when it is finished or the case is closed."""
    if u.forloeb.slut is not None:
        raise ValidationError(
            f"{u.forloeb.navn} er slut {dato(u.forloeb.slut.dag)}. Begynd en opdatering, hvis noget har ændret sig."
        )


def _check_dag_i(u: Undersoegelse, dag: date) -> None:
    check_dag(u.sag, dag)
    check_efter(dag, u.forloeb.begyndt, f"{u.forloeb.navn.lower()} blev besluttet")
