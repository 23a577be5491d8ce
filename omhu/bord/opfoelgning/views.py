"""Follow-ups: the page with goals and visits, a new one, one as it was."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import sagsside, tekstside
from omhu.bord.opfoelgning.forms import MED_PLAN, OpfoelgningForm
from omhu.bord.opfoelgning.prikker import TEGN, prikker
from omhu.bord.plan.forms import dag_af
from omhu.bord.plan.raekker import tilpas_delmaal
from omhu.bord.ramme import side
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import gjort
from omhu.frister.actions import sagens_aendring
from omhu.frister.hvis import hvis
from omhu.frister.queries import pligter_for
from omhu.frister.regelsaet import regel
from omhu.regler.katalog import katalog
from omhu.regler.love import NAVNE, lov_paa
from omhu.regler.sprog import Status, Version
from omhu.regler.trin import Trin
from omhu.sager.adgang import INGEN_ADGANG, hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.actions import maa_registrere
from omhu.sagsarbejde.aftaler import queries as aftaler
from omhu.sagsarbejde.opfoelgning import actions, queries
from omhu.sagsarbejde.opfoelgning.skema import OPFOELGNING, STANDE
from omhu.sagsarbejde.plan import queries as planer
from omhu.sagsarbejde.plan.skema import PLAN
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.queries import hent_skrift, nyeste_felter
from omhu.sagsarbejde.tekster.skema import Slags
from omhu.tidslinje.queries import Synsdag, trin_for_sag

FANE, REVIDER, PLANEN, IKKE_PLANEN = "opfoelgning", "revider", "planen", "ikke-planen"
FAST_RYTME, BESOEG = "opfoelgning-6mdr", "personrettet-tilsyn"
SAMTALEPLIGT = "opfoelgning-barn"


def version(regel_id: str, dag: date) -> Version | None:
    """A rule as it stands on a day; None when it is not in use."""
    fundet = regel(regel_id)
    gamle = [v for v in fundet.versioner if v.fra <= dag] if fundet else []
    return gamle[-1] if gamle else None


def i_ord(slags: Slags, felter: dict[str, str]) -> list[tuple[str, str]]:
    """What a text says outside its lists, as (label, words)."""
    return [
        (f.label, dict(f.valg).get(felter[f.navn], felter[f.navn]))
        for f in slags.felter
        if felter.get(f.navn)
    ]


@require_GET
def oversigt(request: HttpRequest, pk: int) -> HttpResponse:
    """What is due, how the goals have moved, the follow-ups, and the visits of the year."""
    sag, i_dag = hent_sag(bruger(request), pk), timezone.localdate()
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    alle = queries.opfoelgninger(sag, trin)
    plan = next(iter(planer.planer(sag, trin)), None)
    maal = planer.maal(plan.felter) if plan else []
    pligter = pligter_for(bruger(request), kun_aabne_sager=False).filter(
        sag=sag, gruppe__in=("opfoelgning", "tilsyn")
    )
    besoeg = queries.besoeg(sag, trin)
    data = {
        "frister": sagsside.frister(list(pligter), bruger(request), i_dag, timezone.now()),
        "plan": plan,
        "maal": [_maalraekke(u) for u in queries.udvikling(maal, alle)],
        "opfoelgninger": alle,
        "kan_foelge_op": queries.kraever_opfoelgning(trin),
        "anbragt": indsatser.anbragt(trin),
        "besoeg": besoeg,
        "skal_fortaelles": [b for b in besoeg if b.skal_fortaelle],
        "aftaler": aftaler.aabne(sag, "TILSYN") if indsatser.anbragt(trin) else [],
        **besoegstal(trin, i_dag),
        "stande": [(TEGN[k], n) for k, n in STANDE],
    }
    return side(request, sag, FANE, "opfoelgning/oversigt.html", data)


def besoegstal(trin: list[Trin], i_dag: date) -> dict[str, Any]:
    """How many visits of the year there are, of how many: `1 af 2 i 2026`."""
    v = version(BESOEG, i_dag)
    return {
        "antal_besoeg": queries.antal_i_aar(trin, i_dag.year),
        "antal_rullende": queries.antal_paa_12_maaneder(trin, i_dag),
        "kraevede_besoeg": v.tilfaelde[0].antal if v else 0,
        "besoeg_hjemmel": v.hjemmel if v else "",
        "aar": str(i_dag.year),
    }


def _maalraekke(u: queries.Udvikling) -> dict[str, Any]:
    navne = dict(STANDE)
    return {
        "u": u,
        "nu": navne[u.nu],
        "tegn": TEGN[u.nu],
        "prikker": prikker(u.stande),
        "delmaal": [_maalraekke(d) for d in u.delmaal],
    }


# -- a new one -------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def ny(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a follow-up; the talk with the child and the revised plan are saved with it."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, i_dag = hent_sag(bruger(request), pk), timezone.localdate()
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    dag = dag_af(request.POST.get("dag") or request.GET.get("dag"), i_dag)
    plan = next(iter(planer.planer(sag, trin)), None)
    revider = _revider(request, plan)
    sammen = _Sammenhaeng(sag, trin, dag, plan, request.GET.get("indsatser", ""))
    form = _form(request, sammen, revider=revider)
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            with sagens_aendring(sag):
                actions.foelg_op(sag, _indhold(form, plan, revider=revider), af=bruger(request))
            besked = "Opfølgningen er gemt." + (" Planen er revideret." if revider else "")
            return gjort(request, besked, sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "dag": dag,
        "plan": plan,
        "revider": revider,
        "rollen_maa": maa_registrere(bruger(request), katalog().arter["OPFOELGNING"]),
        "maal": _statusraekker(form, queries.udvikling(sammen.maal, sammen.alle)),
        "uden_kladde": planer.kladde(sag) is None,
        "tilbage": reverse("sagens_opfoelgning", args=[sag.pk]),
        **sammen.ord(),
    }
    return side(request, sag, FANE, "opfoelgning/ny.html", data, status=422 if form.errors else 200)


class _Sammenhaeng:
    """What the case knows already when a follow-up begins."""

    def __init__(
        self, sag: Sag, trin: list[Trin], dag: date, plan: planer.Plan | None, valgte: str = ""
    ) -> None:
        self.sag, self.trin, self.dag, self.plan = sag, trin, dag, plan
        self.lov = lov_paa(dag)
        self.alle = queries.opfoelgninger(sag, trin)
        self.koder = queries.kraever_opfoelgning(trin)
        self.valgte = [k for k in self.koder if k in valgte.split("+")] or self.koder
        self.foerste = queries.foerste(trin, self.valgte)
        self.maal = planer.maal(plan.felter) if plan else []
        self.talt = self._talt()

    def _talt(self) -> date | None:
        """The day of an earlier talk, when the rule lets it count."""
        taenkt = Trin("OPFOELGNING", self.dag, indsatser=tuple(self.koder))
        krav = [k for k in hvis(self.sag, taenkt).foer if k.regel == SAMTALEPLIGT]
        if any(k.status is not Status.OVERHOLDT for k in krav):
            return None
        arter = ("BOERNESAMTALE", "TILSYNSSAMTALE")
        talte = [t.dag for t in self.trin if t.art in arter and t.dag <= self.dag]
        return talte[-1] if talte else None

    def forslag(self) -> dict[str, Any]:
        """What the form begins with."""
        return {
            **queries.forslag(self.maal, self.alle),
            "dag": self.dag,
            "foranstaltning": self.valgte,
            "samtale": actions.FOER if self.talt else actions.NU,
            "naeste": queries.foreslaaet_naeste(self.alle, self.dag),
            "rytme_maaneder": next(
                (o.trin.attributter.get("rytme_maaneder", "") for o in self.alle), ""
            ),
        }

    def ord(self) -> dict[str, Any]:
        """What the page says of the law and the rhythm."""
        v = version(FAST_RYTME, self.dag)
        maaneder = v.tilfaelde[0].frist.maaneder if v else None
        return {
            "lov": self.lov,
            "lovnavn": NAVNE[self.lov],
            "foerste": self.foerste,
            "fast_naeste": self.dag + relativedelta(months=maaneder) if maaneder else None,
            "fast_hjemmel": v.hjemmel if v else "",
        }


def _revider(request: HttpRequest, plan: planer.Plan | None) -> bool:
    """Is the plan on the form? The button puts it there with the words in force."""
    if plan is None:
        return False
    if request.method != "POST":
        kladde = kladder.hent(bruger(request), request.path)
        return kladde is not None and REVIDER in kladder.felter(kladde)
    kopi = request.POST.copy()
    knap = kopi.get(tekstside.TILFOEJ)
    if knap == PLANEN:
        for navn, vaerdi in plan.felter.items():
            kopi.setdefault(navn, vaerdi)
        kopi[REVIDER] = "1"
    elif knap == IKKE_PLANEN:
        kopi.pop(REVIDER, None)
    request.POST = kopi  # type: ignore[assignment]  # Django lets it be set
    return REVIDER in kopi


def _form(request: HttpRequest, s: _Sammenhaeng, *, revider: bool) -> OpfoelgningForm:
    tilpas_delmaal(request)
    form = tekstside.form(
        request,
        MED_PLAN if revider else OPFOELGNING,
        lov=s.lov,
        forslag=s.forslag(),
        ekstra=OpfoelgningForm,
        indsatser=s.koder,
        talt=s.talt,
        behovene=planer.behov(s.sag, s.plan.felter if s.plan else None) if revider else {},
        ung=planer.er_ung(s.sag.barn, s.dag),
        anbragt=indsatser.anbragt(s.trin),
    )
    assert isinstance(form, OpfoelgningForm)
    if request.method == "POST" and not form.is_bound:
        form.initial["foranstaltning"] = request.POST.getlist("foranstaltning")
    return form


def _indhold(
    form: OpfoelgningForm, plan: planer.Plan | None, *, revider: bool
) -> actions.Opfoelgning:
    data = form.cleaned_data
    return actions.Opfoelgning(
        dag=data["dag"],
        indsatser=tuple(form.koder()),
        felter=form.del_af(OPFOELGNING),
        samtale=data["samtale"],
        samtale_dag=data["samtale_dag"],
        naeste=data["naeste"],
        rytme_maaneder=data["rytme_maaneder"],
        plan=plan.skrift if plan else None,
        ny_plan=form.del_af(PLAN) if revider else None,
    )


def _statusraekker(
    form: OpfoelgningForm, udvikling: list[queries.Udvikling], liste: str = "status"
) -> list[dict[str, Any]]:
    """The open goals with their fields; a goal that was reached or given up is left in peace."""
    raekker = []
    for u in udvikling:
        navne = [f"{liste}.{u.maal.id}.{n}" for n in ("stand", "vaerdi", "note")]
        if u.aaben and all(n in form.fields for n in navne):
            raekker.append(
                {
                    "u": u,
                    "felter": [form[n] for n in navne],
                    "prikker": prikker(u.stande),
                    "delmaal": _statusraekker(form, u.delmaal, "delstatus"),
                }
            )
    return raekker


@require_GET
def vis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A follow-up as it was written."""
    skrift = hent_skrift(bruger(request), pk)
    if skrift.slags != OPFOELGNING.kode:
        raise PermissionDenied(INGEN_ADGANG)
    sag = skrift.sag
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    alle = queries.opfoelgninger(sag, trin)
    felter = nyeste_felter(skrift)[0]
    alle_planer = planer.planer(sag, trin)
    plan = next((p for p in alle_planer if p.skrift.pk == skrift.bygger_paa_id), None)
    maal = planer.maal(plan.felter) if plan else []
    egen = [o for o in alle if o.skrift and o.skrift.pk == pk]
    data = {
        "opfoelgning": egen[0] if egen else None,
        "skrift": skrift,
        "felter": i_ord(OPFOELGNING, felter),
        "maal": [_maalraekke(u) for u in queries.udvikling(maal, egen)],
    }
    return side(request, sag, FANE, "opfoelgning/vis.html", data)
