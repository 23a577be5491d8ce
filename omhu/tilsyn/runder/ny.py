"""A new round in three steps: the frame, what it can show, the draw with its readers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.heltal import heltal
from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.sager.adgang import synlige_sager
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.tilsyn.adgang import (
    hent_runde,
    laeser_efter_liste,
    ledede_runder,
    naar_alle,
    valgbare_enheder,
)
from omhu.tilsyn.koncepter.queries import nyeste
from omhu.tilsyn.models import Konceptudgave, Rammesag, Runde, Tilsynssag, Udtraek
from omhu.tilsyn.runder import actions, styrke, udtraek
from omhu.tilsyn.runder import laesere as laeserne
from omhu.tilsyn.runder.forms import (
    HELE,
    PR_TRIN,
    NyRundeForm,
    TraekForm,
    foreslaaet_periode,
    i_dag,
)
from omhu.tilsyn.runder.koncept import koncept_af, pr_sagstrin
from omhu.tilsyn.runder.laesere import Plan
from omhu.tilsyn.runder.ramme import AABNE, udeladt_tekst
from omhu.tilsyn.runder.udtraek import Slags

GET_POST = ["GET", "HEAD", "POST"]
PR_RAADGIVER, PR_SAGSTRIN = 3, 16
"""Proposed when there is no earlier round to take after: Stevns' three per rådgiver (statusrapport 2020, bilag 2);
about as many per sagstrin as Copenhagen's 95 over six (ledelsestilsyn.md 1.1)."""


@require_http_methods(GET_POST)
def ny_runde(request: HttpRequest) -> HttpResponse:
    """Step 1: concept, unit, window. Sent: the frame is found and frozen, and step 2 shows it."""
    mig = bruger(request)
    kraev_ret(mig, Ret.TILSYN)
    form = _ny_form(request, mig)
    if request.method == "POST" and "vis" not in request.POST and form.is_valid():
        try:
            runde = actions.opret(mig, form.ny())
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return redirect("tilsyn_traek", runde.pk)
    med_kladde(request, form)
    data = {"form": form, "flere": "vis" in request.POST or _flere_er_brugt(form)}
    return render(request, "tilsyn/runder/ny.html", data, status=422 if form.errors else 200)


def _ny_form(request: HttpRequest, mig: Bruger) -> NyRundeForm:
    sager = synlige_sager(mig).order_by()
    typer = sorted(filter(None, sager.values_list("sagstype", flat=True).distinct()))
    folk = Bruger.objects.filter(
        pk__in=sager.filter(lukket=None).values("ansvarlig"), is_active=True
    )
    udgaver = list(nyeste().select_related("koncept").order_by("koncept__navn"))
    enheder = valgbare_enheder(mig)
    vis = request.method == "POST" and "vis" in request.POST
    return NyRundeForm(
        request.POST if request.method == "POST" and not vis else None,
        udgaver=udgaver,
        enheder=enheder,
        alle_enheder=naar_alle(mig),
        sagstyper=typer,
        raadgivere=list(folk.order_by("first_name", "last_name")),
        initial=_udfyldt(request, mig, udgaver) | (_typet(request) if vis else {}),
    )


def _typet(request: HttpRequest) -> dict[str, Any]:
    """What stands in the form when another concept's sagstrin are asked for: nothing typed is lost."""
    flere = ("sagstyper", "raadgivere", "trin")
    return {n: request.POST.getlist(n) if n in flere else v for n, v in request.POST.items()}


def _udfyldt(request: HttpRequest, mig: Bruger, udgaver: list[Konceptudgave]) -> dict[str, Any]:
    """Everything filled in; after the round that is named in `fra`, when one is done again."""
    fra, til = foreslaaet_periode(i_dag())
    ud: dict[str, Any] = {
        "fra": fra,
        "til": til,
        "tilstand": AABNE,
        "dobbelt": 10,
        "udeluk": 0,
        "enhed": "" if naar_alle(mig) else str(mig.enhed_id or ""),
        "udgave": str(udgaver[0].pk) if udgaver else "",
    }
    foer = heltal(request.GET.get("fra")) or 0
    gammel = ledede_runder(mig).filter(pk=foer).select_related("udgave").first()
    if gammel is None:
        seneste = ledede_runder(mig).select_related("udgave").order_by("-oprettet").first()
        kendt = seneste and _udgave_af(seneste, udgaver)
        return ud | ({"udgave": kendt} if kendt else {})
    d = getattr(getattr(gammel, "ramme", None), "definition", {})
    return (
        ud
        | {
            "udgave": _udgave_af(gammel, udgaver) or ud["udgave"],
            "enhed": str(gammel.enhed_id or ""),
            "tilstand": d.get("tilstand", AABNE),
            "sagstyper": d.get("sagstyper", []),
            "raadgivere": [str(pk) for pk in d.get("raadgivere", [])],
            "udeluk": d.get("udeluk_maaneder", 0),
            "hvad": PR_TRIN if d.get("trin") else HELE,
            "trin": d.get("trin", []),
            "dobbelt": gammel.dobbelt,
            "formaal": gammel.formaal,
        }
        | (
            {"fra": gammel.fra, "til": gammel.til, "navn": gammel.navn}
            if gammel.tilstand == Runde.Tilstand.OPGIVET
            else {}
        )
    )


def _udgave_af(runde: Runde, udgaver: list[Konceptudgave]) -> str:
    return next((str(u.pk) for u in udgaver if u.koncept_id == runde.udgave.koncept_id), "")


def _flere_er_brugt(form: NyRundeForm) -> bool:
    """Is something of the folded part chosen, or wrong?"""
    felter = ("sagstyper", "raadgivere", "trin", "formaal", "froe")
    return any(form[f].value() for f in felter) or any(
        f in form.errors for f in (*felter, "dobbelt", "udeluk")
    )


@require_http_methods(GET_POST)
def traek(request: HttpRequest, pk: int) -> HttpResponse:
    """Steps 2 and 3: what the frozen frame is and can show; the draw with its readers."""
    runde = hent_runde(bruger(request), pk)
    if runde.tilstand not in actions.AABNE_TILSTANDE:
        messages.error(
            request,
            f"Runden er {runde.get_tilstand_display().lower()}; der kan ikke trækkes flere sager.",
        )
        return redirect("tilsyn_runde", pk)
    koncept = koncept_af(runde.udgave)
    alle, brugte = udtraek.raekker(runde), _brugte(runde)
    regn = request.method == "POST" and "regn" in request.POST
    kandidater = {n.kode: laeserne.kandidater(runde, n) for n in koncept.niveauer}
    laesere = {
        f"laesere_{n.kode}": [str(b.pk) for b in kandidater[n.kode]]
        for n in koncept.niveauer
        if n.roller
    }
    form = TraekForm(
        sendt(request),
        request.FILES if request.method == "POST" else None,
        koncept=koncept,
        kandidater=kandidater,
        initial={**_forslag(runde, koncept, alle, brugte), **laesere},
    )
    if request.method == "POST" and form.is_valid() and not regn:
        try:
            plan = _traek_og_fordel(bruger(request), runde, form)
        except actions.AlleredeTrukket as fejl:
            messages.info(request, " ".join(fejl.messages))
            return redirect("tilsyn_runde", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            _fortael(request, plan)
            return redirect("tilsyn_runde", pk)
    med_kladde(request, form)
    data = {
        "runde": runde,
        "koncept": koncept,
        "form": form,
        "kendte": runde.udtraek.count(),
        "ledige": max(0, len(alle) - len(brugte)),
        "udeladt": udeladt_tekst(runde.ramme.definition.get("udeladt", [])),
        **_styrke(runde, koncept, form, alle, brugte),
    }
    return render(
        request, "tilsyn/runder/traek.html", data, status=422 if form.errors and not regn else 200
    )


def _brugte(runde: Runde) -> list[tuple[int, str]]:
    with som_system():  # of all rows, whoever draws
        return list(Tilsynssag.objects.filter(runde=runde).values_list("sag_id", "sagstrin"))


def _forslag(
    runde: Runde, koncept: Tilsynskoncept, alle: list[Rammesag], brugte: list[tuple[int, str]]
) -> dict[str, Any]:
    """The draw filled in: the kind that the concept names, else that of its last round, else what such concepts use."""
    sagt = Slags(koncept.udtraek.upper()) if koncept.udtraek else None
    andre = Udtraek.objects.filter(runde__udgave__koncept=runde.udgave.koncept_id).exclude(
        runde=runde
    )
    samme = (
        andre.filter(slags=sagt)
        if sagt
        else andre.exclude(slags__in=(Slags.LISTE, Slags.SELVVALGT))
    )
    foer = samme.order_by("-pk").first()
    grupper = ["sagstrin"] if pr_sagstrin(koncept) else ["raadgiver"]
    mindst = PR_SAGSTRIN if pr_sagstrin(koncept) else PR_RAADGIVER
    slags = str(sagt or Slags.STRATIFICERET)
    if foer is not None and foer.slags == Slags.STRATIFICERET:
        grupper, mindst = foer.grupper, foer.mindst
    elif foer is not None:
        slags = foer.slags
    navne = runde.ramme.definition.get("navne", {})
    stoerrelser = udtraek.gruppestoerrelser(alle, brugte, grupper, navne).values()
    return {
        "slags": slags,
        "grupper": grupper,
        "mindst": mindst,
        "tag_alle": any(n < mindst for n in stoerrelser),
        "antal": min(
            foer.antal if foer and foer.slags == slags != Slags.STRATIFICERET else 36, len(alle)
        ),
    }


def _styrke(
    runde: Runde,
    koncept: Tilsynskoncept,
    form: TraekForm,
    alle: list[Rammesag],
    brugte: list[tuple[int, str]],
) -> dict[str, Any]:
    """What a draw of this size can show, before it is made."""
    grupper = [g for g in udtraek.GRUPPER if g in (form["grupper"].value() or ())]
    i_grupper = form["slags"].value() == Slags.STRATIFICERET
    mindst, antal = (
        heltal(form["mindst"].value()) or 0,
        heltal(form["i_alt" if i_grupper else "antal"].value()) or 0,
    )
    pr_gruppe = None
    ledige = max(0, len(alle) - len(brugte))
    if i_grupper and grupper:
        navne = runde.ramme.definition.get("navne", {})
        stoerrelser = udtraek.gruppestoerrelser(alle, brugte, grupper, navne)
        antal = antal or sum(min(mindst, n) for n in stoerrelser.values())
        pr_gruppe = (antal // len(stoerrelser) or None) if stoerrelser else None
    n = min(antal or 0, ledige)
    ord_ = " og ".join(udtraek.GRUPPER[g] for g in grupper)
    hele = not runde.ramme.definition.get("trin")
    pr_trin = (
        udtraek.ventet_pr_trin(
            alle,
            brugte,
            n,
            grupper=grupper if i_grupper else (),
            mindst=mindst if i_grupper else 0,
            navne_=runde.ramme.definition.get("navne", {}),
        )
        if n and not hele
        else {}
    )
    return {
        "n": n,
        "kan_vise": styrke.kan_vise(n, pr_gruppe, ord_, pr_trin),
        "noedvendige": styrke.noedvendige(len(alle)) if alle else [],
        "ventet": styrke.ventet(
            koncept, runde.ramme.definition.get("relevans", {}), n, hele_sager=hele
        ),
        "grupper": sorted(stoerrelser.items()) if pr_gruppe else [],
    }


@transaction.atomic
def _traek_og_fordel(mig: Bruger, runde: Runde, form: TraekForm) -> Plan:
    actions.traek(mig, runde, form.oensket(), kendte=form.cleaned_data["kendte"])
    return actions.tildel_laesere(mig, runde, {k: v for k, v in form.laesere().items() if v})


def _fortael(request: HttpRequest, plan: Plan) -> None:
    """What was dealt out, and what found no reader."""
    if plan.tildelinger:
        messages.success(
            request, f"{talt(len(plan.tildelinger), 'læsning', 'læsninger')} er fordelt."
        )
    for tekst in uden_laeser(plan):
        messages.warning(request, tekst)
    for b in plan.blinde:
        messages.warning(request, _fik_ingen(b))


def _fik_ingen(b: Bruger) -> str:
    """Why one who was chosen reads nothing, and what to do."""
    goer = (
        " Sæt sagerne på listen under Eksterne granskere, og lad personen love tavshed. Find så læsere igen."
        if laeser_efter_liste(b)
        else ""
    )
    return f"{b} må ikke se nogen af sagerne og fik ingen at læse.{goer}"


def uden_laeser(plan: Plan) -> list[str]:
    """Why cases got no reader, in sentences."""
    grunde: dict[tuple[str, str], list[int]] = {}
    for sag, niveau, hvorfor in plan.uden:
        grunde.setdefault((niveau, hvorfor), []).append(sag.nr)
    ud = [
        f"{talt(len(numre), 'sag', 'sager')} har ingen læser på niveauet {niveau}: {hvorfor} "
        f"(nr. {', '.join(map(str, numre[:12]))}{' …' if len(numre) > 12 else ''})."
        for (niveau, hvorfor), numre in grunde.items()
    ]
    if plan.dobbelt_mangler:
        antal = talt(plan.dobbelt_mangler, "sag", "sager")
        ud.append(
            f"{antal} færre end ønsket bliver læst af to: der er ikke to læsere, der må læse den samme sag."
        )
    elif plan.uden_dobbelt:
        antal = talt(len(plan.uden_dobbelt), "sag", "sager")
        ud.append(
            f"{antal} kan kun læses af én og er sprunget over, da sagerne til to læsere blev valgt. "
            "De næste i frøets rækkefølge læses af to i stedet."
        )
    return ud


@require_http_methods(GET_POST)
def laesere(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers for the cases that have none."""
    runde = hent_runde(bruger(request), pk)
    koncept = koncept_af(runde.udgave)
    kandidater = {n.kode: laeserne.kandidater(runde, n) for n in koncept.niveauer}
    valgt = {f"laesere_{kode}": [str(b.pk) for b in folk] for kode, folk in kandidater.items()}
    post = request.POST.copy() if request.method == "POST" else None
    if post is not None:
        post["slags"] = Slags.SIMPEL  # only the readers are asked for here
    form = TraekForm(post, koncept=koncept, kandidater=kandidater, initial=valgt)
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.tildel_laesere(
                bruger(request), runde, {k: v for k, v in form.laesere().items() if v}
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            _fortael(request, plan)
            if not plan.tildelinger and not plan.uden:
                messages.info(request, "Alle sager har allerede læsere.")
            return redirect("tilsyn_runde", pk)
    data = {"runde": runde, "form": form}
    return render(request, "tilsyn/runder/laesere.html", data, status=422 if form.errors else 200)
