"""Acts: hold a follow-up with all that belongs to it; visit a placed child; tell socialtilsynet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.aftaler.actions import afhold
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.datoer import check_dag, check_efter
from omhu.sagsarbejde.opfoelgning import queries
from omhu.sagsarbejde.opfoelgning.skema import OPFOELGNING, SOCIALTILSYN, TALT, TILSYN
from omhu.sagsarbejde.plan import actions as plan
from omhu.sagsarbejde.plan.queries import kladde, planart
from omhu.sagsarbejde.tekster.actions import afslut, opret
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag

FJERNEST = 24
"""Months to the next follow-up beyond which the day is taken for a slip of the pen."""
NU, FOER, IKKE = "nu", "foer", "nej"


@dataclass(frozen=True)
class Opfoelgning:
    """What was found and decided at a follow-up."""

    dag: date
    indsatser: tuple[str, ...]
    felter: Mapping[str, str]
    samtale: str
    """`nu`: talked (on `samtale_dag`); `foer`: an earlier talk counts; `nej`: not, for a reason."""
    samtale_dag: date | None = None
    naeste: date | None = None
    rytme_maaneder: int | None = None
    plan: Skrift | None = None
    """The plan that the goals are those of."""
    ny_plan: Mapping[str, str] | None = None
    """What the plan is to say from now on; None leaves it as it is."""


@transaction.atomic
def foelg_op(sag: Sag, o: Opfoelgning, *, af: Bruger) -> Skrift:
    """Hold a follow-up (SEL § 70; BL § 95): the talk with the child, the revised plan and the next day with it.
    Callers recompute. Raises PermissionDenied and ValidationError (Danish, by field)."""
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    _check(sag, o, trin)
    _samtale(sag, o, af)
    bygger_paa = _revider(sag, o, af) if o.ny_plan is not None else o.plan
    felter = {"foranstaltning": "+".join(o.indsatser)}
    if lov_paa(o.dag) == "BL" and o.naeste:
        felter["naeste"] = o.naeste.isoformat()
        felter["rytme_maaneder"] = str(o.rytme_maaneder or "")
    skridt = registrer_skridt(sag, "OPFOELGNING", o.dag, af=af, felter=felter)
    skrift = opret(
        sag, OPFOELGNING.kode, o.felter, af=af, skridt_rod=skridt.rod, bygger_paa=bygger_paa
    )
    afslut(skrift, skridt_rod=skridt.rod, af=af)
    return skrift


def _check(sag: Sag, o: Opfoelgning, trin: list[Trin]) -> None:
    check_dag(sag, o.dag)
    if not o.indsatser:
        raise ValidationError({"foranstaltning": "Vælg mindst én indsats, I følger op på."})
    begyndt = indsatser.i_gang(trin)
    for kode in o.indsatser:
        if kode in begyndt:
            navn = katalog().indsats_navn(kode).lower()
            check_efter(o.dag, begyndt[kode], f"{navn} begyndte")
    mangler = {}
    if not o.felter.get("trivsel", "").strip():
        mangler["trivsel"] = "Skriv, hvordan barnet har det nu."
    mangler |= {
        felt: "Svar ja eller nej; loven spørger om det."
        for felt in ("tilpas", "mere_undersoegelse")
        if not o.felter.get(felt)
    }
    mangler |= _samtalen_mangler(o) | (_rytmen_mangler(o) if lov_paa(o.dag) == "BL" else {})
    if mangler:  # all at once: nobody is to save five times to be told of five things
        raise ValidationError(mangler)


def _rytmen_mangler(o: Opfoelgning) -> dict[str, str]:
    """BL § 95, stk. 3: the day is decided for this case, and the child and the parents are told why."""
    ud = {}
    if o.naeste is None:
        ud["naeste"] = "Beslut, hvornår I følger op næste gang. Loven har ingen fast rytme mere."
    elif o.naeste <= o.dag:
        ud["naeste"] = f"Næste opfølgning skal ligge efter den {dato(o.dag)}. Vælg en senere dag."
    elif o.naeste > o.dag + relativedelta(months=FJERNEST):
        ud["naeste"] = "Der er mere end to år til. Vælg en dag, der er nærmere."
    if len(o.felter.get("rytme", "").strip()) < 10:
        ud["rytme"] = "Skriv, hvorfor den dag passer til barnet (mindst 10 tegn)."
    return ud


def _samtalen_mangler(o: Opfoelgning) -> dict[str, str]:
    """What is not written of the talk with the child, or of why there was none."""
    if o.samtale == FOER:
        return {}
    if o.samtale == NU:
        sagt = o.felter.get("barnets_ord", "").strip()
        return {} if sagt else {"barnets_ord": "Skriv, hvad barnet sagde eller viste."}
    ud = {}
    if len(o.felter.get("fravalg", "").strip()) < 10:
        ud["fravalg"] = "Skriv, hvorfor I ikke har talt med barnet (mindst 10 tegn)."
    if not o.felter.get("alternativ_kilde", "").strip():
        ud["alternativ_kilde"] = "Barnets holdning skal kendes på en anden måde. Skriv hvorfra."
    return ud


def _samtale(sag: Sag, o: Opfoelgning, af: Bruger) -> None:
    if o.samtale == FOER:
        return
    if o.samtale == NU:
        dag = o.samtale_dag or o.dag
        check_dag(sag, dag, "samtale_dag")
        if dag > o.dag:
            raise ValidationError(
                {"samtale_dag": "Samtalen skal ligge før opfølgningen eller samme dag."}
            )
        registrer_skridt(
            sag,
            "BOERNESAMTALE",
            dag,
            af=af,
            felter={"emner": "+".join(o.indsatser), "udfoert_af": "myndighed"},
        )
        return
    grund, kilde = o.felter["fravalg"].strip(), o.felter["alternativ_kilde"]
    felter = {"begrundelse": grund, "alternativ_kilde": kilde}
    registrer_skridt(sag, "BOERNESAMTALE_FRAVALGT", o.dag, af=af, felter=felter)


def _revider(sag: Sag, o: Opfoelgning, af: Bruger) -> Skrift:
    """The plan's new edition, dated by the follow-up (BL § 95, stk. 4)."""
    if kladde(sag) is not None:
        raise ValidationError(
            "Der er en plan i gang på sagen. Gør den færdig under Plan og mål, før du reviderer her."
        )
    ny = plan.begynd(sag, o.ny_plan or {}, art=planart(sag.barn, o.dag), af=af, bygger_paa=o.plan)
    plan.goer_faerdig(ny, o.dag, o.indsatser, af=af, uden=(o.ny_plan or {}).get("uden", ""))
    return ny


# -- visits ----------------------------------------------------------------------------------------


@transaction.atomic
def besoeg(
    sag: Sag,
    sket: date | datetime,
    *,
    sted: str,
    begrundelse: str,
    felter: Mapping[str, str],
    af: Bruger,
    aftale: Aftale | None = None,
) -> Skrift:
    """A visit at the place where the child lives. Without a talk with the child it is kept and does not count (BL §
    156, stk. 5). Callers recompute. Raises PermissionDenied and ValidationError (Danish, by field)."""
    dag = timezone.localdate(sket) if isinstance(sket, datetime) else sket
    check_dag(sag, dag)
    if mangler := _besoeget_mangler(felter, begrundelse):
        raise ValidationError(mangler)
    talt = felter["talt"]
    art, data = ("TILSYNSSAMTALE", {"sted": sted})
    if talt == "nej":
        art, data = ("TILSYNSBESOEG", {"sted": sted, "begrundelse": begrundelse})
    skridt = registrer_skridt(sag, art, sket, af=af, felter=data)
    skrift = opret(sag, TILSYN.kode, felter, af=af, skridt_rod=skridt.rod)
    afslut(skrift, skridt_rod=skridt.rod, af=af)
    if aftale is not None:
        afhold(aftale, skridt.rod, af=af)
    return skrift


def _besoeget_mangler(felter: Mapping[str, str], begrundelse: str) -> dict[str, str]:
    """What is not written of a visit, by field."""
    talt, ud = felter.get("talt", ""), {}
    skrevet = {n for n, v in felter.items() if v.strip()}
    if talt not in dict(TALT):
        ud["talt"] = "Vælg, om du talte med barnet."
    elif talt == "nej" and len(begrundelse.strip()) < 10:
        ud["begrundelse"] = "Skriv, hvorfor I ikke talte sammen (mindst 10 tegn)."
    elif talt != "nej" and "barnets_ord" not in skrevet:
        ud["barnets_ord"] = "Skriv, hvad barnet sagde eller viste."
    if talt == "med_voksen" and "med_voksen" not in skrevet:
        ud["med_voksen"] = "Skriv kort, hvorfor en voksen fra stedet var med."
    if "bekymring" not in skrevet:
        ud["bekymring"] = "Vælg, om besøget giver bekymring om stedet."
    elif felter["bekymring"] == "ja" and "bekymring_hvad" not in skrevet:
        ud["bekymring_hvad"] = "Skriv, hvad der bekymrer dig ved stedet."
    return ud


@transaction.atomic
def fortael_socialtilsynet(skrift: Skrift, dag: date, *, af: Bruger) -> Skridt:
    """A worry about the place was passed on (SEL § 148; BL § 156, stk. 4). Callers recompute."""
    sag = skrift.sag
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    fundet = next((b for b in queries.besoeg(sag, trin) if b.skrift == skrift), None)
    check_dag(sag, dag)
    if fundet is None or not fundet.skal_fortaelle:
        raise ValidationError("Socialtilsynet har allerede fået besked. Hent siden igen.")
    check_efter(dag, fundet.trin.dag, "besøget")
    return registrer_skridt(
        sag,
        "DOKUMENT",
        dag,
        af=af,
        felter={"retning": "ud", "slags": SOCIALTILSYN},
        vedroerer=str(fundet.trin.id),
    )
